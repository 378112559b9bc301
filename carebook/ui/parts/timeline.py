"""The timeline of a person: days, and under each what happened, with its sign on a rail. Painted, so that hundreds are quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import WrappedWords, paint_chip
from carebook.ui.parts.table.painting import paint_ring

TIME_WIDTH = 40
LEVEL_WIDTH = 36
_RAIL, _GAP, _ACT = 24, 10, 30
_WIDEST_GOAL = 0.4  # of the room for words


@dataclass(frozen=True)
class TimelineDay:
    """The head of a day: "Hôm nay 21/11"."""

    words: str


@dataclass(frozen=True)
class TimelineAct:
    """What can be done with one event: a key, its sign, and the words that name it."""

    key: str
    icon: str
    words: str


@dataclass(frozen=True)
class TimelineEvent:
    """One thing that happened. ``chip`` and ``goal`` are words; ``tone`` colours the sign; ``record`` comes back when opened.

    ``struck`` says why, by whom and when the event was struck through; its words are shown with a line through them.
    One with a ``level`` belongs to the event above it.
    """

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
    struck: str = ""
    level: int = 0
    acts: tuple[TimelineAct, ...] = ()


class _DayRow(QWidget):
    """The head of a day."""

    def __init__(self, day: TimelineDay, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = WrappedWords(day.words, "small", 500)
        self.setAccessibleName(day.words)

    def height_for(self, width: int) -> int:
        return round(self._words.height(width)) + 12

    def restyle(self) -> None:
        self._words.restyle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._words.draw(painter, 0, 8, self.width())
        painter.end()


class _EventRow(QFrame):
    """One event; Enter or a double click opens its record. Its buttons come when it is pointed at or has the focus."""

    opened = Signal(object)
    acted = Signal(object, str)

    def __init__(self, event: TimelineEvent, last: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("event")
        self._event, self._last = event, last
        self._buttons: list[Button] = []
        through = bool(event.struck)
        self._title = WrappedWords(event.title, "base", 500, through=through)
        self._lines = [
            words
            for words in (
                WrappedWords(event.text, through=through),
                WrappedWords(event.who, "small", tone="text2"),
                WrappedWords(event.struck, "small", tone="danger"),
            )
            if words.text
        ]
        said = (event.time, event.title, event.chip, event.text, event.who, event.struck)
        self.setAccessibleName(" · ".join(filter(None, said)))
        if event.record is not None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # where things stand

    def _left(self) -> int:
        """Where the time begins."""
        return LEVEL_WIDTH * self._event.level

    def _words_left(self) -> int:
        return self._left() + theme.worn().scaled(TIME_WIDTH) + _GAP + _RAIL + _GAP

    def _head_height(self) -> int:
        tall = bool(self._event.chip or self._event.goal or self._event.acts)
        return theme.worn().scaled(24 if tall else 20)

    def height_for(self, width: int) -> int:
        """How high the row is when it is so wide."""
        room = width - self._words_left() - 4
        return round(4 + self._head_height() + sum(words.height(room) + 1 for words in self._lines) + 8)

    def restyle(self) -> None:
        """Another theme or size is worn."""
        for words in (self._title, *self._lines):
            words.restyle()

    # what can be done

    def _place_of(self, number: int) -> QRect:
        """Where the button of an act stands."""
        from_right = len(self._event.acts) - number
        return QRect(self.width() - from_right * _ACT, 4, _ACT, self._head_height())

    def _show_buttons(self) -> None:
        if self._buttons or not self._event.acts:
            return
        for act in self._event.acts:
            made = Button("", "ghost", act.icon)
            made.setParent(self)
            made.setAccessibleName(act.words)
            made.setToolTip(act.words)
            made.clicked.connect(partial(self.acted.emit, self._event.record, act.key))
            made.show()
            self._buttons.append(made)
        self._place_buttons()
        self.update()

    def _place_buttons(self) -> None:
        """Each over its painted sign, as high as its look wants it."""
        for number, button in enumerate(self._buttons):
            place, high = self._place_of(number), button.sizeHint().height()
            button.setGeometry(place.left(), place.center().y() - high // 2 + 1, place.width(), high)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_buttons()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._event.record is not None:
            self.opened.emit(self._event.record)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self._event.record is not None:
            self.opened.emit(self._event.record)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_rail(painter)
        self._paint_head(painter)
        left, y = self._words_left(), 4 + self._head_height()
        for words in self._lines:
            y += round(words.draw(painter, left, y, self.width() - left - 4)) + 1
        if self.hasFocus():
            paint_ring(painter, self.rect())
        painter.end()

    def _paint_rail(self, painter: QPainter) -> None:
        what, left = self._event, self._left()
        wide = theme.worn().scaled(TIME_WIDTH)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 4, wide, self._head_height()), side, what.time)
        middle = left + wide + _GAP + _RAIL / 2
        top = 4 + self._head_height() / 2
        if not self._last:
            painter.fillRect(QRectF(middle - 0.5, top + 15, 1, self.height() - top - 15), theme.colour("line"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.ground(what.tone)))
        painter.drawEllipse(QPointF(middle, top), 11.5, 11.5)
        theme.paint_icon(painter, what.icon, what.tone, middle - 7, top - 7, 14)

    def _paint_head(self, painter: QPainter) -> None:
        what, left, high = self._event, self._words_left(), self._head_height()
        right = self.width() - _ACT * len(what.acts) - 4
        if what.goal:
            widest = round((right - left) * _WIDEST_GOAL)
            right -= paint_chip(painter, what.goal, "primary", "target", QRect(left, 4, right - left, high), widest) + 8
        chip = paint_chip(None, what.chip, what.chip_tone, "", QRect(), right - left) + 8 if what.chip else 0
        used = self._title.draw_line(painter, left, 4, max(40, right - left - chip), high)
        if what.chip:
            paint_chip(painter, what.chip, what.chip_tone, "", QRect(left + used + 8, 4, -1, high), chip)
        if not self._buttons:
            for number, act in enumerate(what.acts):
                place = self._place_of(number)
                theme.paint_icon(painter, act.icon, "text2", place.center().x() - 7, place.center().y() - 7, 16)


class Timeline(QFrame):
    """Days and events, newest first as they are given; put it into ``layouts.scrolling``. ``opened(record)``;
    ``acted(record, key)`` for what can be done with an event. It is as high as its rows."""

    opened = Signal(object)
    acted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_DayRow | _EventRow] = []
        self._height = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_events(self, items: Sequence[TimelineDay | TimelineEvent]) -> None:
        """Show these, and nothing else."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for place, item in enumerate(items):
            if isinstance(item, TimelineDay):
                self._rows.append(_DayRow(item, self))
                continue
            shown = _EventRow(item, place + 1 == len(items), self)
            shown.opened.connect(self.opened)
            shown.acted.connect(self.acted)
            self._rows.append(shown)
        self._lay_out()
        for row in self._rows:
            row.show()

    def _lay_out(self) -> None:
        """Put the rows under each other, each as high as its words need."""
        y, width = 0, self.width()
        for row in self._rows:
            high = row.height_for(width)
            row.setGeometry(0, y, width, high)
            y += high
        self._height = y
        self.setFixedHeight(y)

    def sizeHint(self) -> QSize:
        return QSize(320, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            for row in self._rows:
                row.restyle()
            self._lay_out()
