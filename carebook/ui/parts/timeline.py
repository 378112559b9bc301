"""The timeline of a person: days, and under each what happened, with its sign on a rail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.labels import Chip, label
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.ui.parts.table.painting import paint_ring

TIME_WIDTH = 40


@dataclass(frozen=True)
class TimelineDay:
    """The head of a day: "Hôm nay 21/11"."""

    words: str


@dataclass(frozen=True)
class TimelineEvent:
    """One thing that happened. ``chip`` and ``goal`` are words; ``tone`` colours the sign; ``record`` comes back when opened."""

    time: str
    icon: str
    title: str
    text: str = ""
    who: str = ""
    tone: str = "text2"
    chip: str = ""
    chip_tone: str = "warn"
    goal: str = ""
    record: Any = None


class _Rail(QWidget):
    """The line with one sign on it."""

    def __init__(self, icon: str, tone: str, last: bool) -> None:
        super().__init__()
        self._icon, self._tone, self._last = icon, tone, last
        self.setFixedWidth(24)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._last:
            painter.fillRect(QRectF(11.5, 30, 1, self.height() - 30), theme.colour("line"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.ground(self._tone)))
        painter.drawEllipse(QPointF(12, 15), 11.5, 11.5)
        theme.paint_icon(painter, self._icon, self._tone, 5, 8, 14)
        painter.end()


class _EventRow(QFrame):
    """One event; Enter or a double click opens its record."""

    opened = Signal(object)

    def __init__(self, event: TimelineEvent, last: bool) -> None:
        super().__init__()
        self._record = event.record
        chips = (Chip(event.chip, event.chip_tone),) if event.chip else ()
        goals = (Chip(event.goal, "primary", "target"),) if event.goal else ()
        head = row(label(event.title, "name"), *chips, None, *goals)
        lines = (label(event.text, wrap=True),) if event.text else ()
        people = (label(event.who, "small", wrap=True),) if event.who else ()
        words = column(head, *lines, *people, 6, gap=1, margins=(0, 4, 4, 0))
        time = column(7, label(event.time, "small", width=theme.worn().scaled(TIME_WIDTH), right=True), None, gap=0)
        self.setLayout(row(time, _Rail(event.icon, event.tone, last), (words, 1), gap=10))
        self.setAccessibleName(" · ".join(filter(None, (event.time, event.title, event.chip, event.text, event.who))))
        if event.record is not None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._record is not None:
            self.opened.emit(self._record)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self._record is not None:
            self.opened.emit(self._record)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            paint_ring(painter, self.rect())
            painter.end()


class Timeline(QFrame):
    """Days and events, newest first as they are given; put it into ``layouts.scrolling``. ``opened(record)``."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column: QVBoxLayout = column(gap=0)
        self.setLayout(self._column)

    def show_events(self, items: Sequence[TimelineDay | TimelineEvent]) -> None:
        """Show these, and nothing else."""
        emptied(self._column)
        for place, item in enumerate(items):
            if isinstance(item, TimelineDay):
                head = box(row(label(item.words, "small_name"), None, margins=(0, 8, 0, 4)))
                self._column.addWidget(head)
            else:
                following = items[place + 1] if place + 1 < len(items) else None
                shown = _EventRow(item, last=following is None)
                shown.opened.connect(self.opened)
                self._column.addWidget(shown)
        self._column.addStretch(1)
