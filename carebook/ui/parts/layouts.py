"""Shorthands that put widgets in rows, columns and boxes on the four-pixel grid, and a layout that wraps like words."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

Item = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None
Margins = int | tuple[int, int, int, int]
L = TypeVar("L", bound=QBoxLayout)
_TALLER = 24
"""So much taller may be what stands beside words that wrap, in pixels, and they still stand in its middle."""


def row(*items: Item, gap: int = 8, margins: Margins = 0) -> QHBoxLayout:
    """Items side by side: a widget, a layout, a number (pixels of space), None (stretch), or (item, stretch)."""
    return _filled(QHBoxLayout(), items, gap, margins)


def column(*items: Item, gap: int = 8, margins: Margins = 0) -> QVBoxLayout:
    """Items under each other; see ``row``."""
    return _filled(QVBoxLayout(), items, gap, margins)


def _filled(layout: L, items: tuple[Item, ...], gap: int, margins: Margins) -> L:
    layout.setSpacing(gap)
    left, top, right, bottom = margins if isinstance(margins, tuple) else (margins,) * 4
    layout.setContentsMargins(left, top, right, bottom)
    for given in items:
        item, stretch = given if isinstance(given, tuple) else (given, 0)
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item, stretch)
        else:
            layout.addLayout(item, stretch)
    return layout


def box(layout: QLayout, name: str = "", *, width: int | None = None, height: int | None = None) -> QFrame:
    """A frame around a layout. ``name`` chooses its ground in the style sheet: panel, card, well, picked, footer, sheet."""
    frame = QFrame()
    frame.setLayout(layout)
    frame.setObjectName(name)
    if width is not None:
        frame.setFixedWidth(width)
    if height is not None:
        frame.setFixedHeight(height)
    return frame


def scrolling(content: QWidget | QLayout) -> QScrollArea:
    """``content`` in an area that scrolls up and down, never sideways."""
    area = _Scrolling(box(content) if isinstance(content, QLayout) else content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class _Scrolling(QScrollArea):
    """Takes its content in when it is dressed itself.

    Qt measures what it takes in, and for that dresses it; what is dressed before it stands where it belongs is dressed anew
    with each box it is put into, and a large page was built in a third of a second.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._waiting: QWidget | None = content
        content.setParent(self.viewport())  # where it stays: moved later it would lose the focus

    def _take_in(self) -> None:
        content, self._waiting = self._waiting, None
        if content is not None:
            self.setWidget(content)

    def widget(self) -> QWidget | None:
        """What scrolls."""
        return self._waiting if self._waiting is not None else super().widget()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:
            self._take_in()
        return super().event(event)

    def sizeHint(self) -> QSize:
        self._take_in()
        return super().sizeHint()


class Stack(QStackedWidget):
    """One of several at a time. What is put into it first is dressed when it is seen, not already now."""

    def addWidget(self, widget: QWidget) -> int:
        if not self.count() and not self.isVisible():
            widget.setParent(self)
            widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)  # as if Qt had shown it already
        return super().addWidget(widget)

    def take_in(self, widget: QWidget) -> None:
        """Add one that is made only when it is wanted; Tab comes to it before what stands behind the stack all the same."""
        before = last_stop(self)
        self.addWidget(widget)
        tab_on(before, widget)


def last_stop(content: QWidget) -> QWidget | None:
    """Where Tab stops last in ``content``, or before it when it does not stop there; None when it stops nowhere."""
    if stops := _tab_stops(content):
        return stops[-1]
    one = content.previousInFocusChain()
    while one is not None and one is not content:
        if _is_stop(one):
            return one
        one = one.previousInFocusChain()
    return None


def tab_on(before: QWidget | None, widget: QWidget) -> None:
    """Let Tab go on from ``before`` through ``widget``, which was made later than what stands behind it."""
    for one, following in pairwise([*filter(None, [before]), *_tab_stops(widget)]):
        QWidget.setTabOrder(one, following)


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _tab_stops(content: QWidget) -> list[QWidget]:
    """Where Tab stops in ``content``, as far as it goes without leaving it."""
    stops, one = [], content
    while True:
        if _is_stop(one):
            stops.append(one)
        following = one.nextInFocusChain()
        if following is None or following is content or not content.isAncestorOf(following):
            return stops
        one = following


def hairline(kind: str = "h") -> QFrame:
    """A line one pixel thick: "h" lies, "v" stands, "rule" lies and is strong (under heads, above totals)."""
    line = QFrame()
    line.setProperty("line", kind)
    return line


def emptied(layout: QLayout) -> None:
    """Take everything out of ``layout`` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)


class Flow(QLayout):
    """Items in reading order, wrapped where the width ends; those of one line in its middle, or with ``top`` at its top."""

    def __init__(self, *widgets: QWidget, gap: int = 6, top: bool = False) -> None:
        super().__init__()
        self._top = top
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width; Qt asks many times over while it lays a page out
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._height(self._lines(width))
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        lines = self._lines(rect.width())
        spare = rect.height() - self._height(lines)
        # beside something taller the words stand in the middle, as everything else in a row does
        y = rect.y() + (spare // 2 if len(lines) == 1 and 0 < spare < _TALLER else 0)
        for line in lines:
            x, height = rect.x(), self._height([line])
            for item in line:
                size = item.sizeHint()
                place = QPoint(x, y if self._top else y + (height - size.height()) // 2)
                item.setGeometry(QRect(place, QSize(min(size.width(), rect.width()), size.height())))
                x += size.width() + self.spacing()
            y += height + self.spacing()

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """What stands on each line when there is so much room."""
        lines: list[list[QLayoutItem]] = []
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if not lines or taken + wide > width:
                lines.append([])
                taken = 0
            lines[-1].append(item)
            taken += wide + self.spacing()
        return lines

    def _height(self, lines: list[list[QLayoutItem]]) -> int:
        """What these lines need one under the other."""
        tallest = [max(item.sizeHint().height() for item in line) for line in lines]
        return sum(tallest) + self.spacing() * max(0, len(lines) - 1)
