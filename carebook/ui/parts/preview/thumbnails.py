"""The pages of a paper in small, beside it."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from carebook.ui.parts import theme
from carebook.words import _

_WIDE, _HIGH, _EDGE, _WORDS = 84, 100, 8, 20  # pixels: room for the picture, around it, for the number under it
_FINER = 2  # times finer they are drawn, then made smaller: lines of tables stay thin
_KEPT = 300  # pictures; some 40 MB at most
_Index = QModelIndex | QPersistentModelIndex


class _Pages(QAbstractListModel):
    """As many rows as pages."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[tuple[float, float]] = []

    def show_pages(self, sizes: list[tuple[float, float]]) -> None:
        self.beginResetModel()
        self.sizes = sizes
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.sizes)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("Page {page} of {pages}").format(page=index.row() + 1, pages=len(self.sizes))
        return str(index.row() + 1) if role == Qt.ItemDataRole.DisplayRole else None


class _Drawing(QStyledItemDelegate):
    """Draws a page: white at once, its picture as soon as it is there, its number under it."""

    def __init__(self, owner: Thumbnails) -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(_WIDE + 2 * _EDGE, _HIGH + 2 * _EDGE + _WORDS)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        whole: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(whole, theme.colour("sel"))
        size = self._owner.size_of(index.row())
        page = QRect(whole.left() + (whole.width() - size.width()) // 2, whole.top() + _EDGE, 0, 0)
        page.moveTop(whole.top() + _EDGE + (_HIGH - size.height()) // 2)
        page.setSize(size)
        painter.fillRect(page, Qt.GlobalColor.white)
        if image := self._owner.picture(index.row()):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, image)
        focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(theme.colour("focus" if focused else "primary" if chosen else "rule"), 2 if chosen else 1))
        painter.drawRect(page)
        painter.setPen(theme.colour("text" if chosen else "text2"))
        painter.setFont(theme.font("small", 600 if chosen else 400))
        words = whole.adjusted(0, whole.height() - _WORDS - 4, 0, -4)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))


class Thumbnails(QListView):
    """Every page in small; the one that is read is marked. ``page_chosen(page)``; ``wanted(page, scale)`` asks for a picture."""

    page_chosen = Signal(int)
    wanted = Signal(int, float)

    def __init__(self) -> None:
        super().__init__()
        self._pages = _Pages()
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._asked: set[int] = set()
        self.setObjectName("thumbnails")
        self.setAccessibleName(_("Pages"))
        self.setModel(self._pages)
        self.setItemDelegate(_Drawing(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(48)
        self.setFixedWidth(_WIDE + 2 * _EDGE + 20)
        self.clicked.connect(self._choose)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_pages(self, sizes: list[tuple[float, float]]) -> None:
        """Pages of these sizes (points), none drawn yet."""
        self._pictures.clear()
        self._asked.clear()
        self._pages.show_pages(sizes)

    def mark(self, page: int) -> None:
        """This page is read."""
        index = self._pages.index(page)
        if index != self.currentIndex():
            model = self.selectionModel()
            model.blockSignals(True)  # nobody chose it here
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            model.blockSignals(False)
            self.scrollTo(index)
            self.viewport().update()

    def keep(self, page: int, image: QImage) -> None:
        """A page was drawn in small."""
        self._asked.discard(page)
        self._pictures[page] = image
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def size_of(self, page: int) -> QSize:
        """How large the page is in small, in logical pixels."""
        width, height = self._pages.sizes[page]
        factor = min(_WIDE / width, _HIGH / height)
        return QSize(round(width * factor), round(height * factor))

    def picture(self, page: int) -> QImage | None:
        """The page in small, asked for when it is not there yet."""
        if (image := self._pictures.get(page)) is not None:
            self._pictures.move_to_end(page)
            return image
        if page not in self._asked:
            self._asked.add(page)
            pixels = self.size_of(page).width() * self.devicePixelRatioF() * _FINER
            self.wanted.emit(page, pixels / self._pages.sizes[page][0])
        return None

    def changeEvent(self, event: QEvent) -> None:
        """Speak the other language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(_("Pages"))

    def _choose(self, index: QModelIndex) -> None:
        self.page_chosen.emit(index.row())

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and self.hasFocus():
            self.page_chosen.emit(index.row())
