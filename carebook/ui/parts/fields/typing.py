"""The inputs that are typed into: lines, notes, numbers, dates and times; each reads what was typed, or says why it cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from carebook import dates, money
from carebook.dates import PartialDate
from carebook.records.declaration import Kind
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.fields.calendar import Calendar
from carebook.ui.parts.layouts import row
from carebook.words import Message, _, message

Today = Callable[[], date]

_FEW = 8  # up to so many words stand side by side; more are searched
_EDGES = 24  # what the edges of a line take of its width
_NUMBER_WIDTH = 140
_WIDTHS = {Kind.DATE: 150, Kind.PARTIAL_DATE: 206, Kind.MOMENT: 192}
_TIME = re.compile(r"^(?P<day>.*?)\s*(?P<hour>\d{1,2})[:hg.](?P<minute>\d{2})?$", re.IGNORECASE)


class Input(QFrame):
    """A widget that holds one value. ``target`` takes the focus, the accessible name and the mark of an error."""

    touched = Signal()  # something was typed or chosen
    left = Signal()  # the person has gone on to the next field

    target: QWidget

    def raw(self) -> Any:
        """What stands there, as JSON can hold it."""
        raise NotImplementedError

    def set_raw(self, raw: Any) -> None:
        raise NotImplementedError

    def read(self) -> Any:
        """The value; None when nothing was given; a ``Message`` when what stands there cannot be read."""
        raise NotImplementedError

    def write(self, value: Any) -> None:
        """Show ``value``; None for nothing."""
        raise NotImplementedError

    def name_as(self, name: str) -> None:
        self.target.setAccessibleName(name)

    def _filled(self, *items: Any, gap: int = 6) -> None:
        self.setLayout(row(*items, gap=gap))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.target)


class Line(QLineEdit):
    """A line without validator, mask or completion: whatever a Vietnamese typing program sends is taken.

    While nobody types in it, words longer than the line are shown from their beginning.
    """

    gone = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        resting = not self.hasFocus() and not self.hasSelectedText() and self.cursorPosition() > 0
        if resting and self.fontMetrics().horizontalAdvance(self.text()) > self.width() - _EDGES:
            self.setCursorPosition(0)
        super().paintEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.gone.emit()


class LineInput(Input):
    """One line of text: names, numbers of papers, telephone numbers."""

    def __init__(self, *, width: int | None = None) -> None:
        super().__init__()
        self.line = Line()
        self.target = self.line
        self.line.textEdited.connect(self.touched)
        self.line.gone.connect(self.left)
        if width is not None:
            self.line.setFixedWidth(theme.worn().scaled(width))
        self._filled(self.line, *((None,) if width is not None else ()))

    def raw(self) -> str:
        return self.line.text()

    def set_raw(self, raw: Any) -> None:
        self.line.setText(str(raw or ""))

    def read(self) -> Any:
        return " ".join(unicodedata.normalize("NFC", self.line.text()).split()) or None

    def write(self, value: Any) -> None:
        self.set_raw(value)


class _Note(QPlainTextEdit):
    gone = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.gone.emit()


class NoteInput(Input):
    """Several lines; Tab goes on to the next field."""

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self.note = _Note()
        self.target = self.note
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * lines + 20)
        self.note.textChanged.connect(self.touched)
        self.note.gone.connect(self.left)
        self._filled(self.note)

    def raw(self) -> str:
        return self.note.toPlainText()

    def set_raw(self, raw: Any) -> None:
        self.note.blockSignals(True)
        self.note.setPlainText(str(raw or ""))
        self.note.blockSignals(False)

    def read(self) -> Any:
        lines = unicodedata.normalize("NFC", self.note.toPlainText()).split("\n")
        return "\n".join(line.rstrip() for line in lines).strip() or None

    def write(self, value: Any) -> None:
        self.set_raw(value)


class NumberInput(LineInput):
    """A number typed with dot or comma: whole, decimal or money, as ``kind`` says."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(width=_NUMBER_WIDTH)
        self._kind = kind
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    def read(self) -> Any:
        if self._kind is Kind.MONEY:
            return money.parse_dong(self.line.text())
        found = money.parse_number(self.line.text())
        if found is None or isinstance(found, Message):
            return found
        if self._kind is Kind.MEASURE:
            return float(found)
        if found != int(found):
            return message("Type a whole number.")
        return int(found)

    def write(self, value: Any) -> None:
        self.line.setText("" if value is None else money.number(value))


class DateInput(LineInput):
    """A date typed as people write it, whole, partial, or with the time; the calendar is for recent days."""

    def __init__(self, kind: Kind, today: Today, *, future: bool = True) -> None:
        super().__init__(width=_WIDTHS[kind])
        self._kind, self._today, self._future = kind, today, future
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        examples = {
            Kind.DATE: _("day/month/year"),
            Kind.PARTIAL_DATE: _("day/month/year, or the year"),
            Kind.MOMENT: _("day/month/year hour:minute"),
        }
        self.line.setPlaceholderText(examples[kind])
        self._calendar: Calendar | None = None
        self._button = Button("", "ghost", "calendar")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setToolTip(_("Choose in the calendar (Alt+Down)"))
        self._button.setAccessibleName(_("Choose in the calendar (Alt+Down)"))
        self._button.clicked.connect(self.open_calendar)
        on_key(self.line, "Alt+Down", self.open_calendar)
        layout = self.layout()
        assert layout is not None
        layout.takeAt(layout.count() - 1)
        layout.addWidget(self._button)
        layout.addItem(row(None))

    def read(self) -> Any:
        typed = self.line.text()
        if self._kind is Kind.PARTIAL_DATE:
            return dates.parse_partial_date(typed, today=self._today())
        if self._kind is Kind.DATE:
            return dates.parse_date(typed, today=self._today(), future=self._future)
        return self._moment(typed)

    def _moment(self, typed: str) -> datetime | Message | None:
        if not typed.strip():
            return None
        found = _TIME.match(typed.strip())
        if found is None or not (int(found["hour"]) < 24 and int(found["minute"] or 0) < 60):
            return message("“{typed}” cannot be read as a day and time. Type it like 05/11/2026 08:05.", typed=typed)
        day = dates.parse_date(found["day"], today=self._today(), future=self._future) or self._today()
        if isinstance(day, Message):
            return day
        local = datetime.combine(day, time(int(found["hour"]), int(found["minute"] or 0)), dates.VIETNAM)
        return local.astimezone(UTC)

    def write(self, value: Any) -> None:
        if isinstance(value, datetime):
            self.line.setText(f"{dates.written(dates.local(value).date())} {dates.clock(value)}")
        elif isinstance(value, PartialDate):
            words = dates.written(value)
            readable = dates.parse_partial_date(words, today=self._today()) == value
            self.line.setText(words if readable else value.text)
        elif isinstance(value, date):
            self.line.setText(dates.written(value))
        else:
            self.line.setText("")

    def open_calendar(self) -> None:
        """Show the calendar below, at the day that stands there or today."""
        if self._calendar is None:
            self._calendar = Calendar(self)
            self._calendar.chosen.connect(self._take)
        found = self.read()
        if isinstance(found, datetime):
            found = dates.local(found).date()
        day = found.earliest if isinstance(found, PartialDate) and found.prefix else found
        self._calendar.open_below(self.line, day if isinstance(day, date) else self._today())

    def _take(self, day: date) -> None:
        at = self.read() if self._kind is Kind.MOMENT else None
        clock = f" {dates.clock(at)}" if isinstance(at, datetime) else ""
        self.line.setText(dates.written(day) + clock)
        self.line.setFocus()
        self.touched.emit()


class TimeInput(LineInput):
    """A time of day typed as people write it: 8:30, 8h30, 0830."""

    def __init__(self) -> None:
        super().__init__(width=90)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.line.setPlaceholderText(_("hour:minute"))

    def read(self) -> Any:
        return dates.parse_time(self.line.text())

    def write(self, value: Any) -> None:
        self.line.setText("" if value is None else dates.hour(value))
