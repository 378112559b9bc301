"""The pages of a paper under each other, with what was found on them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from carebook.ui.parts.preview.findings import Finding
from carebook.words import _

_POINTS = 72
_GAP = 12  # logical pixels between pages and around them
_KEPT_PIXELS = 24_000_000  # of drawn pages; about 100 MB
_SMALLEST, _LARGEST, _STEP = 0.25, 4.0, 1.2
_FOUND, _CURRENT = QColor("#FFE680"), QColor("#FFB04D")  # as a felt pen: paper is white whatever the window wears


class Sheets(QAbstractScrollArea):
    """The pages under each other; only those in sight are drawn, those drawn last are kept."""

    page_seen = Signal(int)
    looked_at = Signal(object)  # the pages in sight with their scale
    wanted = Signal(int, float)
    scaled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Preview"))
        self.zoom: float | None = None  # None fits the width
        self._sizes: list[tuple[float, float]] = []
        self._pictures: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._asked: set[tuple[int, float]] = set()
        self._found: Mapping[int, Sequence[Finding]] = {}
        self._current: Finding | None = None
        self._seen = -1
        self._gone_to: tuple[int, int] | None = None  # a page, and where the bar stood then
        self.verticalScrollBar().setSingleStep(48)

    def show_pages(self, sizes: list[tuple[float, float]]) -> None:
        """Pages of these sizes (points), none drawn yet, seen from the top."""
        self._sizes = sizes
        self._pictures.clear()
        self._asked.clear()
        self._seen, self._gone_to = -1, None
        self.verticalScrollBar().setValue(0)
        self._lay_out()

    def keep(self, page: int, scale: float, image: QImage) -> None:
        """A page was drawn."""
        self._asked.discard((page, scale))
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures[page, scale] = image
        while len(self._pictures) > 1 and sum(p.width() * p.height() for p in self._pictures.values()) > _KEPT_PIXELS:
            self._pictures.popitem(last=False)
        self.viewport().update()

    # where one is

    def page_read(self) -> int:
        """The page gone to last, until it is scrolled away; else the one under the middle of the view."""
        if self._gone_to is not None and self._gone_to[1] == self.verticalScrollBar().value():
            return self._gone_to[0]
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return next((n for n, rect in enumerate(self._rects()) if middle <= rect.bottom() + _GAP), len(self._sizes) - 1)

    def go_to(self, page: int) -> None:
        """Show the top of a page."""
        bar = self.verticalScrollBar()
        bar.setValue(self._rects()[page].top() - _GAP)
        self._gone_to = (page, bar.value())
        self._tell_page()

    def _tell_page(self) -> None:
        if self._sizes and (seen := self.page_read()) != self._seen:
            self._seen = seen
            self.page_seen.emit(seen)

    # what was found

    def mark(self, found: Mapping[int, Sequence[Finding]], current: Finding | None) -> None:
        """Mark these places of each page, one of them more strongly; it comes into sight when it is another than before."""
        self._found = found
        if current is not None and current is not self._current:
            self._bring(current)
        self._current = current
        self.viewport().update()

    def _bring(self, one: Finding) -> None:
        if not one.places:
            return
        place = self._scaled(one.places[0], self._rects()[one.page].topLeft())
        for bar, low, high, room in (
            (self.verticalScrollBar(), place.top(), place.bottom(), self.viewport().height()),
            (self.horizontalScrollBar(), place.left(), place.right(), self.viewport().width()),
        ):
            if low < bar.value() or high > bar.value() + room:
                bar.setValue(round((low + high - room) / 2))

    def _scaled(self, place: QRectF, corner: QPoint) -> QRectF:
        factor = self.factor
        return QRectF(place.topLeft() * factor, QSizeF(place.size() * factor)).translated(QPointF(corner))

    # how large

    @property
    def factor(self) -> float:
        """Logical pixels a point."""
        dots = self.logicalDpiX() / _POINTS
        if self.zoom is not None or not self._sizes:
            return (self.zoom or 1.0) * dots
        room = self.viewport().width() - 2 * _GAP
        return max(room / max(width for width, _height in self._sizes), _SMALLEST * dots)

    def set_zoom(self, zoom: float | None) -> None:
        """1.0 is the size of the paper; None fits the width. The middle of what was seen stays."""
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(self._height(), 1)
        self.zoom = None if zoom is None else min(max(zoom, _SMALLEST), _LARGEST)
        self._lay_out()
        bar.setValue(round(middle * self._height() - self.viewport().height() / 2))

    def step_zoom(self, larger: bool) -> None:
        """One step larger or smaller."""
        self.set_zoom(self.current_zoom() * (_STEP if larger else 1 / _STEP))

    def current_zoom(self) -> float:
        """The zoom in force, also when it follows the width."""
        return self.factor * _POINTS / self.logicalDpiX()

    def _height(self) -> int:
        return _GAP + sum(round(height * self.factor) + _GAP for _width, height in self._sizes)

    def _rects(self) -> list[QRect]:
        """Where each page lies, in the whole long sheet."""
        factor = self.factor
        across = max(self.viewport().width(), self._width())
        top, rects = _GAP, []
        for width, height in self._sizes:
            size = QSize(round(width * factor), round(height * factor))
            rects.append(QRect(QPoint((across - size.width()) // 2, top), size))
            top += size.height() + _GAP
        return rects

    def _width(self) -> int:
        return 2 * _GAP + round(max((width for width, _height in self._sizes), default=0) * self.factor)

    def _lay_out(self) -> None:
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(self._height() - view.height(), 0))
        down.setPageStep(view.height())
        across.setRange(0, max(self._width() - view.width(), 0))
        across.setPageStep(view.width())
        self._asked.clear()
        self.viewport().update()
        self.scaled.emit()

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last page."""
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel makes larger and smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.step_zoom(event.angleDelta().y() > 0)
        else:
            super().wheelEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White sheets at once, their contents as soon as they are drawn."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self.palette().mid())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        by = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        scale = round(self.factor * self.devicePixelRatioF(), 4)
        places = [rect.translated(by) for rect in self._rects()]
        seen = [(page, place) for page, place in enumerate(places) if place.intersects(self.viewport().rect())]
        in_sight = frozenset((page, scale) for page, _place in seen)
        self.looked_at.emit(in_sight)
        self._asked &= in_sight
        for page, place in seen:
            painter.fillRect(place, Qt.GlobalColor.white)
            self._paint_page(painter, page, scale, place)
            self._paint_found(painter, page, place.topLeft())
        painter.end()
        self._tell_page()

    def _paint_page(self, painter: QPainter, page: int, scale: float, place: QRect) -> None:
        if sharp := self._pictures.get((page, scale)):
            self._pictures.move_to_end((page, scale))
            painter.drawImage(place.topLeft(), sharp)
            return
        if rough := self._rough(page):
            painter.drawImage(place, rough)
        if (page, scale) not in self._asked:
            self._asked.add((page, scale))
            self.wanted.emit(page, scale)

    def _paint_found(self, painter: QPainter, page: int, corner: QPoint) -> None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # the words stay readable
        for one in self._found.get(page, ()):
            for place in one.places:
                marked = self._scaled(place, corner).adjusted(-1, -1, 1, 1)
                painter.fillRect(marked, _CURRENT if one is self._current else _FOUND)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _rough(self, page: int) -> QImage | None:
        """The page as it was drawn last at another scale, until it comes at the right one."""
        return next((image for (n, _scale), image in reversed(self._pictures.items()) if n == page), None)
