"""The sheets of the last days as a list; Enter opens one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records.shifts import SHIFT_STATE_WORDS, ShiftState
from carebook.store.shifts import HandoverRow
from carebook.ui.pages.shifts.asking import recent
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, pgettext

STATE_MARKS = {
    ShiftState.DRAFT: ("ring", "text2"),
    ShiftState.GIVEN: ("half", "warn"),
    ShiftState.TAKEN: ("full", "ok"),
    ShiftState.REPLACED: ("dash", "text2"),
}


class SheetList(QFrame):
    """The sheets of a ward, or of all; ``opened(row)``."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ward = ""
        self.table = RecordTable(
            [
                Column("when", _("Shift"), self._when_cell, 190, 1, ALWAYS),
                Column("ward", _("Ward"), lambda one: one.ward or _("The whole center"), 130, 1, 8),
                Column("state", _("State"), _state_cell, 160, 1, 9),
                Column("giver", pgettext("a shift", "Given by"), lambda one: one.giver, 170, 1, 7),
                Column("taker", _("Taken over by"), lambda one: one.taker, 170, 1, 6),
                Column("count", _("Head-count"), _count_cell, 110, priority=5, align="right"),
            ],
            _("Sheets of the shifts"),
        )
        self.table.opened.connect(self.opened)
        self.states = States(self.table)
        self.setLayout(row((self.states, 1), margins=(16, 0, 16, 0)))
        self.setFocusProxy(self.table)

    def ask(self, ward_id: str) -> None:
        """Show the sheets of a ward ("" = of all)."""
        self._ward = ward_id
        self.states.show_loading()
        question = partial(recent, today=self._desk.today(), ward_id=ward_id)
        self._desk.ask(self, question, self._show, self._not_read, key="list")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(partial(self.ask, self._ward))

    def _show(self, found: list[HandoverRow]) -> None:
        self.table.show_records(found)
        if found:
            self.states.show_content()
            self.table.setFocus()
        else:
            self.states.show_empty(_("No shift was handed over here in the last days."), icon="clock")

    def _when_cell(self, one: HandoverRow) -> Cell:
        shift = self._desk.words("shift", one.handover.shift)
        return Cell(f"{shift} {self._desk.said_day(one.handover.duty_on)}", weight=500)


def _state_cell(one: HandoverRow) -> Cell:
    return Cell(_(SHIFT_STATE_WORDS[one.handover.state]), mark=STATE_MARKS[one.handover.state])


def _count_cell(one: HandoverRow) -> str:
    at_end, counted = one.handover.at_end, one.handover.counted
    return "–" if at_end is None else f"{counted if counted is not None else '–'}/{at_end}"
