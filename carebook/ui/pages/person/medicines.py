"""Thuốc: the orders of the open stay, current and earlier, written here; the doses of a month, a row a round, a column a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from carebook.actions.prescriptions import strike_prescription
from carebook.records.medication import DOSE_WORDS, Administration, Prescription
from carebook.rules.prescriptions import OrderState, state_of
from carebook.store.book import Reader
from carebook.store.doses import doses_of
from carebook.store.drafts import Draft, own_drafts
from carebook.store.prescriptions import orders_of
from carebook.ui.pages.person.medicines_month import SIGNS, MonthGrid
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import Flow, box, column, hairline, row, scrolling
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.prescriptions import (
    FORMS,
    STATE_MARKS,
    OrderPanel,
    bound_words,
    days_words,
    dose_words,
    medicine_words,
    print_month,
    state_words,
    time_words,
)
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.ui.parts.taking_out import may_print_work
from carebook.words import _, ngettext

_ENDED = (OrderState.ENDED, OrderState.STOPPED)


@dataclass(frozen=True)
class Medicines:
    """The orders of a stay, the doses of the month on show, and what of them is kept as drafts."""

    orders: tuple[Prescription, ...]
    doses: tuple[Administration, ...]
    drafts: tuple[Draft, ...]


def medicines(reader: Reader, episode_id: str, first: date, last: date) -> Medicines:
    """Everything the tab shows."""
    drafts = tuple(one for one in own_drafts(reader) if one.form in FORMS)
    return Medicines(orders_of(reader, episode_id), doses_of(reader, episode_id, first, last), drafts)


class MedicinesTab(Tab):
    """The medicines of the open stay, or of the last one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._episode_id = ""
        self._is_open = False
        self._found: Medicines | None = None
        self.writing = OrderPanel(desk)
        self.writing.kept.connect(self._kept)
        self.writing.refused.connect(self.refused)
        self.writing.typed.connect(self.touched)
        self.writing.saving.connect(self.save)
        self.writing.shut.connect(self._make_room)
        self.writing.began.connect(self._make_room)
        self.table = self._made_table()
        self.table.opened.connect(self._change)
        self.month = MonthTurner(desk, self)
        self.month.turned.connect(self._ask)
        self.grid = MonthGrid(desk)
        self.grid.round_opened.connect(self._open_round)
        self.grid.columns_hidden.connect(self._tell_hidden)
        self.hidden_days = label("", "small")
        self.hidden_days.hide()
        self.legend = label(
            " · ".join(f"{letter} {_(DOSE_WORDS[state]).lower()}" for state, (letter, _tone) in SIGNS.items()),
            "small",
            wrap=True,
        )
        self.empty_month = label(_("No doses were recorded in this month."), "muted")
        content = column(
            row((self._doors(), 1), margins=(8, 0, 0, 0)),
            row((section_head(_("Orders")), 1), margins=(8, 0, 0, 0)),
            row(hairline(), margins=(8, 0, 0, 0)),
            self.table,
            10,
            row(section_head(_("Doses of the month")), None, self.month, gap=8, margins=(8, 0, 0, 0)),
            row(hairline(), margins=(8, 0, 0, 0)),
            row(self.empty_month, margins=(8, 0, 0, 0)),
            self.grid,
            column(self.hidden_days, self.legend, gap=2, margins=(8, 2, 0, 0)),
            None,
            gap=4,
            margins=(16, 12, 20, 12),
        )
        self.states = States(scrolling(content))
        self.setLayout(row((self.states, 1), self.writing, gap=0))

    def _doors(self) -> QWidget:
        desk = self.desk
        self.add_button = Button(_("Write an order"), "primary", "plus", "Ctrl+N")
        self.add_button.clicked.connect(self.begin_new)
        self.change_button = Button(_("Change…"), icon="pencil")
        self.change_button.clicked.connect(self.edit)
        self.stop_button = Button(_("Stop the medicine…"), key="Ctrl+E", listens=False)
        self.stop_button.clicked.connect(self._stop)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)
        self.round_button = Button(_("Dose rounds"), icon="pill")
        self.round_button.clicked.connect(self._go_to_round)
        on_key(self, "Ctrl+E", self._stop)
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.wants_to_say)
        self.paper.refused.connect(self.refused)
        self.print_button = Button(_("Print the month"), icon="printer")
        self.print_button.clicked.connect(self._print)
        self.print_button.setVisible(may_print_work(desk))
        for button, deed in (
            (self.add_button, "prescribe"),
            (self.change_button, "change_prescription"),
            (self.stop_button, "stop_prescription"),
            (self.strike_button, "strike_prescription"),
        ):
            button.setVisible(desk.may(deed))
        return box(
            Flow(
                *(self.add_button, self.change_button, self.stop_button, self.round_button),
                *(self.print_button, self.strike_button),
                gap=8,
            )
        )

    def _made_table(self) -> RecordTable:
        desk = self.desk
        table = RecordTable(
            [
                Column("medicine", _("Medicine"), self._medicine, 230, 3, ALWAYS),
                Column("when", _("When it is given"), self._when, 180, 2, 9),
                Column("days", _("Days of the order"), lambda one: days_words(desk, one), 130, 0, 8),
                Column("prescriber", _("Prescribed by"), self._prescriber, 170, 1, 5),
                Column("state", _("State"), self._state, 170, 1, 7),
            ],
            _("Orders"),
            row_height=44,
        )
        table.fit_rows()
        return table

    # cells

    def _medicine(self, one: Prescription) -> Cell:
        icon = "shield-check" if one.controlled else ""
        return Cell(medicine_words(one), sub=dose_words(self.desk, one), weight=500, icon=icon)

    def _when(self, one: Prescription) -> Cell:
        return Cell(time_words(self.desk, one), sub=bound_words(one))

    def _prescriber(self, one: Prescription) -> Cell:
        why = " · ".join(filter(None, (one.icd, one.diagnosis)))
        return Cell(one.prescriber, sub=why or self.desk.words("medicine_source", one.source))

    def _state(self, one: Prescription) -> Cell:
        state = state_of(one, self.desk.today())
        tone = "text2" if state in _ENDED else "text"
        return Cell(state_words(one, self.desk.today()), sub=one.stopped_because, tone=tone, mark=STATE_MARKS[state])

    # what is shown

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        stay = view.file.open_stay or next(iter(view.file.stays), None)
        if stay is None:
            self.states.show_empty(_("No stays yet."), icon="pill")
            return
        if stay.episode.id != self._episode_id:
            self.month.show_month_of(self.desk.today())
        self._episode_id, self._is_open = stay.episode.id, stay.episode.end_on is None
        self.states.show_loading()
        self._ask()

    def _ask(self) -> None:
        if self._episode_id:
            first, last = self.month.bounds()
            asked = partial(medicines, episode_id=self._episode_id, first=first, last=last)
            self.desk.ask(self, asked, self._show, self._not_read, key="medicines")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask)

    def _show(self, found: Medicines) -> None:
        self._found = found
        self.writing.know(found.drafts)
        for button in (self.add_button, self.change_button, self.stop_button, self.strike_button):
            button.setEnabled(self._is_open)
        if not found.orders:
            may = self._is_open and self.desk.may("prescribe")
            ways = ((_("Write an order"), self.begin_new),) if may else ()
            self.states.show_empty(_("No orders of medicines yet."), *ways, icon="pill")
            return
        self.states.show_content()
        self._show_orders(found.orders)
        self._show_month(found)

    def _show_orders(self, orders: Sequence[Prescription]) -> None:
        today = self.desk.today()
        held = [one for one in orders if state_of(one, today) not in _ENDED]
        ended = [one for one in orders if state_of(one, today) in _ENDED]
        heads = ([Group(_("In use")), *held] if held else []) + (
            [Group(_("Stopped and ended")), *ended] if ended else []
        )
        self.table.show_records(heads)
        if not self.table.current_id():
            self.table.pick(orders[0].id if not held else held[0].id)

    def _show_month(self, found: Medicines) -> None:
        first, last = self.month.bounds()
        some = self.grid.show_month(found.orders, found.doses, first, last)
        self.empty_month.setVisible(not some)
        self.grid.setVisible(some)
        self.legend.setVisible(some)

    def _tell_hidden(self, days: int) -> None:
        """How many days have no room beside the others."""
        words = ngettext("{n} day has no room here", "{n} days have no room here", days).format(n=days)
        self.hidden_days.setText(words if days else "")
        self.hidden_days.setVisible(bool(days))

    # writing

    def begin_new(self) -> None:
        """An empty order for this stay."""
        if self._is_open and self.desk.may("prescribe"):
            self.states.show_content()
            self.writing.begin_new(self._episode_id)

    def edit(self) -> None:
        if isinstance(order := self.table.current(), Prescription):
            self._change(order)

    def _change(self, order: Prescription) -> None:
        if not self._is_open or not self.desk.may("change_prescription"):
            return
        if state_of(order, self.desk.today()) in _ENDED:
            self.wants_to_say.emit(_("This order has ended. Write a new one."), "info")
        else:
            self.writing.begin_change(order)

    def _stop(self) -> None:
        order = self.table.current()
        may = self._is_open and self.desk.may("stop_prescription")
        if may and isinstance(order, Prescription) and order.stopped_on is None:
            self.writing.begin_stop(order)

    def _strike(self) -> None:
        order = self.table.current()
        if isinstance(order, Prescription) and (why := reason_to_strike(self)):
            self.desk.do(strike_prescription, order.id, reason=why, then=self.saved.emit, failed=self.refused.emit)

    def _kept(self, change: object) -> None:
        self.saved.emit(change)
        self._ask()
        self.table.setFocus()

    def save(self) -> None:
        self.writing.keep()

    def has_unsaved(self) -> bool:
        return self.writing.has_unsaved()

    def keep_draft(self) -> None:
        if self.writing.has_unsaved():
            self.writing.keep_draft()

    def discard(self) -> None:
        self.writing.close_up()

    def leave(self) -> bool:
        if not self.writing.is_open():
            return False
        self.writing.leave()
        return True

    def put_away(self) -> None:
        if self.writing.is_open():
            self.writing.put_away()

    # elsewhere, narrow and wide

    def _print(self) -> None:
        print_month(self.paper, self.month.bounds()[0], self.desk.today(), self._episode_id)

    def _open_round(self, day: date, code: str) -> None:
        self.desk.go("medication", day=day, round=code or "as_needed", episode_id=self._episode_id)

    def _go_to_round(self) -> None:
        self.desk.go("medication", episode_id=self._episode_id)

    def _make_room(self) -> None:
        self.writing.make_room(self.states, self.width())

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self._make_room()
