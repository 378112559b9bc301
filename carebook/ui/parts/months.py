"""Turning months: the month on show between two arrows, and the way back to this one."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.words import _


class MonthTurner(QFrame):
    """The month of a page; ``turned`` when it is another one. Alt+Left and Alt+Right turn it wherever the page is written on."""

    turned = Signal()

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._day = desk.today()
        self.before = Button("", "ghost", "chevron-left")
        self.after = Button("", "ghost", "chevron-right")
        self.name = label("", "strong")
        self.now_button = Button(_("This month"), "link")
        for button, words, slot in (
            (self.before, _("The month before"), partial(self.turn, -1)),
            (self.after, _("The month after"), partial(self.turn, 1)),
            (self.now_button, _("This month"), self.turn_back),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(slot)
        on_key(page, "Alt+Left", partial(self.turn, -1))
        on_key(page, "Alt+Right", partial(self.turn, 1))
        self.setLayout(row(self.before, self.name, self.after, self.now_button, gap=4))
        self._show()

    def bounds(self) -> tuple[date, date]:
        """The first and last day of the month on show."""
        first = self._day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    def turn(self, by: int, *_more: object) -> None:
        """Go to the month before or after."""
        first, last = self.bounds()
        self.show_month_of(last + timedelta(days=1) if by > 0 else first - timedelta(days=1))

    def turn_back(self) -> None:
        """Go to the month of today."""
        self.show_month_of(self._desk.today())

    def show_month_of(self, day: date) -> None:
        """Show the month of a day."""
        before, self._day = self.bounds(), day
        self._show()
        if self.bounds() != before:
            self.turned.emit()

    def words(self) -> str:
        """The month in words."""
        return str(dates.month_name(self._day.year, self._day.month))

    def _show(self) -> None:
        words = self.words()
        self.name.setText(words[:1].upper() + words[1:])
        here, today = self.bounds()[0], self._desk.today().replace(day=1)
        self.now_button.setVisible(here != today)
