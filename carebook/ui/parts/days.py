"""Turning days: the day on show, typed or between two arrows, and the way back to today."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.records.declaration import Kind
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import DateInput
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import row
from carebook.words import Message, _, message

_DAY = timedelta(days=1)


class DayTurner(QFrame):
    """The day of a page; ``turned`` when it is another one. Alt+Left and Alt+Right turn it wherever the page is written on.

    Without ``future`` a day after today is refused: ``refused(sentence)``, and the day on show stays.
    """

    turned = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget, *, future: bool = True) -> None:
        super().__init__()
        self._desk, self._future = desk, future
        self._chosen: date | None = None  # today, whatever day that becomes
        self.before = Button("", "ghost", "chevron-left")
        self.after = Button("", "ghost", "chevron-right")
        self.now_button = Button(_("Today"), "link")
        for button, words, slot in (
            (self.before, _("The day before"), partial(self.turn, -1)),
            (self.after, _("The day after"), partial(self.turn, 1)),
            (self.now_button, _("Today"), self.turn_back),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(slot)
        self.input = DateInput(Kind.DATE, desk.today, future=future)
        self.input.name_as(_("Day"))
        self.input.left.connect(self._typed)
        self.named = ElidedLabel("", "strong")
        on_key(page, "Alt+Left", partial(self.turn, -1))
        on_key(page, "Alt+Right", partial(self.turn, 1))
        self.setLayout(row(self.before, self.input, self.after, (self.named, 1), self.now_button, gap=4))
        self._show()

    @property
    def day(self) -> date:
        """The day on show."""
        return self._chosen or self._desk.today()

    def is_today(self) -> bool:
        """Whether today is on show."""
        return self.day == self._desk.today()

    def turn(self, by: int, *_more: object) -> None:
        """Go to the day before or after."""
        self.show_day(self.day + _DAY * by)

    def turn_back(self) -> None:
        """Go to today."""
        self.show_day(self._desk.today())

    def show_day(self, day: date) -> None:
        """Show a day, unless it may not be shown."""
        if not self._future and day > self._desk.today():
            self.refused.emit(message("{day} lies in the future.", day=dates.written(day)))
            self._show()
            return
        before, self._chosen = self.day, day if day != self._desk.today() else None
        self._show()
        if day != before:
            self.turned.emit()

    def _typed(self) -> None:
        typed = self.input.read()
        if isinstance(typed, date):
            self.show_day(typed)
            return
        if isinstance(typed, Message):
            self.refused.emit(typed)
        self._show()

    def _show(self) -> None:
        self.input.write(self.day)
        self.named.setWhole(dates.weekday(self.day))
        self.after.setEnabled(self._future or not self.is_today())
        self.now_button.setVisible(not self.is_today())
