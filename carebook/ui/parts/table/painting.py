"""How tables are drawn: cells with marks, sub lines and clickable numbers; heads in one or two levels."""

from __future__ import annotations

from itertools import groupby
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from carebook.ui.parts import theme
from carebook.ui.parts.labels import paint_mark
from carebook.ui.parts.table.columns import Align, Cell
from carebook.ui.parts.table.model import CellModel

PAD = 8  # pixels between a cell's edge and its text
_MARK = 16  # the room a state mark takes
_ICON = 22
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft | _MIDDLE,
    "right": Qt.AlignmentFlag.AlignRight | _MIDDLE,
    "centre": Qt.AlignmentFlag.AlignHCenter | _MIDDLE,
}
_SELECTED = QStyle.StateFlag.State_Selected
_ELIDE = Qt.TextElideMode.ElideRight


class CellDelegate(QStyledItemDelegate):
    """Draws the ready cells of a ``CellModel``; asks the model for nothing else."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.opened: tuple[int, int] | None = None  # the number whose people are shown

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(40, option.rect.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, CellModel)
        row, column = index.row(), index.column()
        cell, kind, place = model.cell_at(row, column), model.kind_of(row), option.rect
        painter.save()
        self._ground(painter, place, kind, bool(option.state & _SELECTED))
        side = _SIDES[model.heads()[column].align]
        if kind == "group" and cell.sub:
            self._group_note(painter, place, cell.sub)
            self._lines(painter, place, Cell(cell.text, weight=cell.weight), side)
        elif cell.opens:
            self._number(painter, place, cell, side, self.opened == (row, column))
        elif cell.text or cell.icon or cell.mark:
            self._lines(painter, place, cell, side)
        painter.restore()

    def _ground(self, painter: QPainter, place: QRect, kind: str, selected: bool) -> None:
        if kind == "total":
            painter.fillRect(place.x(), place.y(), place.width(), 1, theme.colour("rule"))
            return
        if kind == "group":
            painter.fillRect(place, theme.colour("tint"))
        elif selected:
            painter.fillRect(place, theme.colour("sel"))
        painter.fillRect(place.x(), place.bottom(), place.width(), 1, theme.colour("line"))

    def _group_note(self, painter: QPainter, place: QRect, note: str) -> None:
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text2"))
        painter.drawText(place.adjusted(PAD, 0, -PAD, -1), _SIDES["right"], note)

    def _lines(self, painter: QPainter, place: QRect, cell: Cell, side: Qt.AlignmentFlag) -> None:
        inner = place.adjusted(PAD + cell.indent, 0, -PAD, -1)
        height = theme.worn().scaled(17)
        top = inner.center().y() - height + 1 if cell.sub else inner.top()
        first = QRect(inner.left(), top, inner.width(), height if cell.sub else inner.height())
        if cell.mark:
            room = _MARK + max(0, inner.width() - _MARK - self._wide(cell)) if side == _SIDES["right"] else _MARK
            left = inner.left() + room - _MARK
            paint_mark(painter, QRectF(left, first.center().y() - 4.5, 10, 10), *cell.mark)
            first.setLeft(first.left() + room)
            inner.setLeft(first.left())
        if cell.icon:
            tone = cell.tone if cell.tone != "text" else "text2"
            theme.paint_icon(painter, cell.icon, tone, inner.left(), first.center().y() - 7)
            first.setLeft(first.left() + _ICON)
            inner.setLeft(first.left())
        painter.setFont(_font_of(cell))
        painter.setPen(theme.colour("primary" if cell.acts else cell.tone))
        size, weight, points = _size_of(cell), _weight_of(cell), theme.worn().points
        painter.drawText(first, side, theme.elided(cell.text, inner.width(), size, weight, points))
        if cell.sub:
            second = QRect(inner.left(), first.bottom() + 1, inner.width(), height - 1)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour(cell.sub_tone))
            painter.drawText(second, side, theme.elided(cell.sub, inner.width(), "small", 400, points))

    @staticmethod
    def _wide(cell: Cell) -> int:
        """How many pixels the words take, with one to spare so that they are not cut where they end between two."""
        return ceil(QFontMetricsF(_font_of(cell)).horizontalAdvance(cell.text)) + 1

    def _number(self, painter: QPainter, place: QRect, cell: Cell, side: Qt.AlignmentFlag, opened: bool) -> None:
        """A number that is a button: a fine line under its digits; filled while its people are shown."""
        inner = place.adjusted(PAD + cell.indent, 0, -PAD, -1)
        painter.setFont(_font_of(cell))
        digits = painter.fontMetrics().boundingRect(inner, int(side), cell.text)
        if opened:
            filled = QRectF(_around(digits, inner))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            painter.drawRoundedRect(filled, 4, 4)
        else:
            painter.fillRect(digits.left(), digits.bottom() + 1, digits.width(), 1, theme.colour("rule"))
        painter.setPen(theme.colour("on_primary" if opened else cell.tone))
        painter.drawText(inner, side, cell.text)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """What did not fit is told in full."""
        model = index.model()
        if not index.isValid() or not isinstance(model, CellModel):
            return False
        cell = model.cell_at(index.row(), index.column())
        room = option.rect.width() - 2 * PAD - cell.indent - (_MARK if cell.mark else 0) - (_ICON if cell.icon else 0)
        small = QFontMetrics(theme.font("small")).horizontalAdvance(cell.sub)
        tight = self._wide(cell) > room or small > room
        QToolTip.showText(event.globalPos(), "\n".join(filter(None, (cell.text, cell.sub))) if tight else "", view)
        return True


def number_place(place: QRect, cell: Cell, align: Align) -> QRect:
    """Where the filled number of a cell stands, inside the cell's ``place``."""
    inner = place.adjusted(PAD + cell.indent, 0, -PAD, -1)
    return _around(QFontMetrics(_font_of(cell)).boundingRect(inner, int(_SIDES[align]), cell.text), inner)


def _around(digits: QRect, inner: QRect) -> QRect:
    high = theme.worn().scaled(21)
    return QRect(digits.left() - 6, inner.center().y() - high // 2, digits.width() + 12, high)


def _font_of(cell: Cell) -> QFont:
    return theme.font(_size_of(cell), _weight_of(cell))


def _size_of(cell: Cell) -> str:
    return "small" if cell.small else "base"


def _weight_of(cell: Cell) -> int:
    return max(cell.weight, 500) if cell.acts else cell.weight


class Head(QHeaderView):
    """Column heads without a ground, one strong line under; a second level above columns of one group."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sorted_by: tuple[int, bool] | None = None  # (column, descending)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.setMouseTracking(True)

    def _model(self) -> CellModel | None:
        model = self.model()
        return model if isinstance(model, CellModel) else None

    def _has_groups(self) -> bool:
        model = self._model()
        return model is not None and any(head.group for head in model.heads())

    def sizeHint(self) -> QSize:
        model = self._model()
        lines = max((head.head.count("\n") + 1 for head in model.heads()), default=1) if model else 1
        line = QFontMetrics(theme.font("small", 500)).height()
        height = lines * line + theme.worn().scaled(14) + (self._group_height() if self._has_groups() else 0)
        return QSize(super().sizeHint().width(), height)

    def _group_height(self) -> int:
        return theme.worn().scaled(22)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        model = self._model()
        if model is None:
            return
        head = model.heads()[index]
        painter.save()
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("rule"))
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text2"))
        top = self._group_height() if self._has_groups() else 0
        inner = rect.adjusted(PAD, top, -PAD, -3)
        lines = [painter.fontMetrics().elidedText(line, _ELIDE, inner.width()) for line in head.head.split("\n")]
        painter.drawText(inner, _SIDES[head.align], "\n".join(lines))
        if self.sorted_by and self.sorted_by[0] == index:
            wide = max(painter.fontMetrics().horizontalAdvance(line) for line in lines)
            x = inner.left() + wide + 4 if head.align == "left" else inner.right() - wide - 12
            self._arrow(painter, QPoint(x, inner.center().y()), self.sorted_by[1])
        painter.restore()

    def _arrow(self, painter: QPainter, at: QPoint, descending: bool) -> None:
        up = -1 if descending else 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary"))
        tips = (
            QPointF(at.x(), at.y() + 2 * up),
            QPointF(at.x() + 8, at.y() + 2 * up),
            QPointF(at.x() + 4, at.y() - 3 * up),
        )
        painter.drawPolygon(QPolygonF(tips))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self._model()
        if model is None or not self._has_groups():
            return
        painter = QPainter(self.viewport())
        painter.setFont(theme.font("small", 600))
        seen = [place for place in range(len(model.heads())) if not self.isSectionHidden(place)]
        for group, places in groupby(seen, lambda place: model.heads()[place].group):
            run = list(places)
            if not group:
                continue
            left = self.sectionViewportPosition(run[0])
            right = self.sectionViewportPosition(run[-1]) + self.sectionSize(run[-1])
            height = self._group_height()
            painter.setPen(theme.colour("text"))
            painter.drawText(QRect(left, 2, right - left, height - 4), Qt.AlignmentFlag.AlignCenter, group)
            painter.fillRect(left + PAD, height - 1, right - left - 2 * PAD, 1, theme.colour("line"))
        painter.end()


def paint_ring(painter: QPainter, place: QRect) -> None:
    """The one focus ring of the screen, two pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus"), 2))
    painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 5, 5)
