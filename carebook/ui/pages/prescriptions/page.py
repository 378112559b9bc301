"""The page of orders: those that hold, those that end soon; one person's with the earlier ones; written and stopped beside the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.prescriptions import strike_prescription
from carebook.money import number
from carebook.records.medication import Prescription
from carebook.rules.prescriptions import OrderState, ends_soon, state_of
from carebook.store.prescriptions import OrderLine
from carebook.ui.pages.prescriptions.asking import CURRENT, ENDING, STOPPED, Orders, orders, whole_order
from carebook.ui.pages.prescriptions.paper import paper_list
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import SearchChoice, filter_choice
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import Flow, box, row
from carebook.ui.parts.leading_tabs import MedicineTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.prescriptions import (
    STATE_MARKS,
    OrderPanel,
    bound_words,
    days_words,
    dose_words,
    medicine_words,
    state_words,
    time_words,
)
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.words import N_, _, message


class PrescriptionsPage(DeskPage):
    """The orders of everybody, or of ``turn_to(episode_id=…)``; with ``mode="new"`` one is begun."""

    mine = frozenset({"medication", "people", "episodes"})
    keys = (
        KeyHint("Ctrl+N", N_("write an order")),
        KeyHint("Enter, F2", N_("change the order")),
        KeyHint("Ctrl+E", N_("stop the medicine")),
        KeyHint("Delete", N_("strike the order through")),
        KeyHint("Ctrl+F", N_("search in the list")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Esc", N_("back to the list")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Prescriptions"))
        self._found: Orders | None = None
        self._episode_id = ""
        self._begins = False
        self.view = Segments(self._views())
        self.view.chosen.connect(self._show_list)
        self.person = SearchChoice()
        self.person.setAccessibleName(_("For whom"))
        self.person.setFixedWidth(theme.worn().scaled(180))
        if (line := self.person.lineEdit()) is not None:
            line.setAccessibleName(_("For whom"))
            line.setPlaceholderText(_("For everybody"))
        self.person.activated.connect(self._choose_person)
        self.ward = filter_choice(_("Ward"), [("", _("All wards"))])
        self.ward.activated.connect(self.make_stale)
        self.search = QLineEdit()
        self.search.setAccessibleName(_("Search in the list"))
        self.search.setPlaceholderText(_("Name, medicine"))
        self.search.setFixedWidth(theme.worn().scaled(152))
        self.search.textChanged.connect(self._show_list)
        self.table = self._made_table()
        self.table.opened.connect(self._change)
        self.setFocusProxy(self.table)
        self.states = States(self.table)
        self.writing = self.writes_in(OrderPanel(desk))
        self.writing.kept.connect(self._kept)
        self.writing.refused.connect(self._refused)
        self.writing.shut.connect(self._make_room)
        self.writing.began.connect(self._make_room)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self._make_buttons()
        self.count = label("", "muted")
        caps = key_caps(("Enter", _("change")), ("Ctrl+E", _("stop")))
        bar = Flow(self.view, self.person, self.ward, self.search, gap=8)
        self.put(
            row((MedicineTabs(desk, "prescriptions"), 1), margins=(24, 0, 20, 0)),
            row((box(bar), 1), margins=(24, 8, 20, 8)),
            (row((self.states, 1), self.writing, gap=0, margins=(16, 0, 0, 0)), 1),
            Footer(self.count, None, caps, self.stop_button, self.strike_button, height=56),
        )

    def _views(self) -> list[tuple[str, str]]:
        return [(CURRENT, _("In use")), (ENDING, _("End soon")), (STOPPED, _("Stopped and ended"))]

    def _make_buttons(self) -> None:
        desk = self._desk
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.print_button.setVisible(may_print_work(desk))
        self.add_button = Button(_("Write an order"), "primary", "plus", "Ctrl+N")
        self.add_button.clicked.connect(self.begin_new)
        self.add_button.setVisible(desk.may("prescribe"))
        self.header.add_actions(self.print_button, self.add_button)
        self.stop_button = Button(_("Stop the medicine…"))
        self.stop_button.clicked.connect(self._stop)
        self.stop_button.setVisible(desk.may("stop_prescription"))
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)
        self.strike_button.setVisible(desk.may("strike_prescription"))
        for key, slot in (
            *(("Esc", self._escape), ("Ctrl+E", self._stop), ("F2", self._change_current)),
            *(("Ctrl+F", self.search.setFocus), ("Ctrl+P", self._print)),
        ):
            on_key(self, key, slot)
        on_key(self.table, "Delete", self._strike)

    def _made_table(self) -> RecordTable:
        return RecordTable(
            [
                Column("name", _("Name"), self._name, 190, 2, ALWAYS),
                Column("medicine", _("Medicine"), self._medicine, 210, 3, ALWAYS),
                Column("when", _("When it is given"), self._when, 170, 2, 8),
                Column("days", _("Days of the order"), self._days, 130, 0, 7),
                Column("prescriber", _("Prescribed by"), self._prescriber, 150, 1, 4),
                Column("state", _("State"), self._state, 130, 0, 6),
            ],
            _("Prescriptions"),
            row_height=44,
        )

    # cells

    def _name(self, one: OrderLine) -> Cell:
        who = one.who
        place = " · ".join(filter(None, (who.room, who.code)))
        return Cell(who.name, sub=place, weight=500, icon="lock" if who.masked else "")

    def _medicine(self, one: OrderLine) -> Cell:
        icon = "shield-check" if one.order.controlled else ""
        return Cell(medicine_words(one.order), sub=dose_words(self._desk, one.order), icon=icon)

    def _when(self, one: OrderLine) -> Cell:
        return Cell(time_words(self._desk, one.order), sub=bound_words(one.order))

    def _days(self, one: OrderLine) -> Cell:
        found, order = self._found, one.order
        near = found is not None and ends_soon(order, found.today, found.soon)
        left = str(dates.lateness(order.to_on, found.today)) if near and found is not None else ""
        return Cell(days_words(self._desk, order), sub=left, sub_tone="warn")

    def _prescriber(self, one: OrderLine) -> Cell:
        source = self._desk.words("medicine_source", one.order.source)
        return Cell(one.order.prescriber, sub=source)

    def _state(self, one: OrderLine) -> Cell:
        state = state_of(one.order, self._desk.today())
        why = one.order.stopped_because if state is OrderState.STOPPED else ""
        return Cell(state_words(one.order, self._desk.today()), sub=why, mark=STATE_MARKS[state])

    # what is shown

    def turn_to(self, episode_id: str = "", mode: str = "", view: str = "", **_more: object) -> None:
        """Show everybody's orders or those of one person, a view of them, or begin one."""
        self._episode_id = episode_id
        self._begins = mode == "new"
        if view:
            self.view.choose(view)
        self.make_stale()

    def refresh(self) -> None:
        self.states.show_loading()
        asked = partial(orders, today=self._desk.today(), ward_id=self.ward.code(), episode_id=self._episode_id)
        self._desk.ask(self, asked, self._show, self._not_read, key="orders")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Orders) -> None:
        self._found = found
        ward = self.ward.code()
        self.ward.offer([("", _("All wards")), *found.wards])
        self.ward.choose(ward)
        self.person.offer([(one.episode_id, f"{one.name} · {one.room or one.code}") for one in found.people])
        self.person.choose(self._episode_id)
        self.writing.know(found.drafts)
        allergies = found.who.allergies if found.who is not None else ""
        told = _("allergy: {substance}").format(substance=allergies) if allergies else ""
        self.header.show_line(told, always=bool(told))
        ending = len(found.of(ENDING))
        self.view.rename(ENDING, _("End soon") + (f"  {number(ending)}" if ending else ""))
        self._show_list()
        if self._begins:
            self._begins = False
            self.begin_new()

    def _show_list(self, *_chosen: object) -> None:
        if self._found is None:
            return
        shown = self._found.of(self.view.current(), self.search.text())
        self.table.show_records(shown)
        people = len({one.who.episode_id for one in shown})
        told = _("{n} orders of {people} people").format(n=number(len(shown)), people=number(people))
        self.count.setText(told if shown else "")
        if shown:
            self.states.show_content()
            if not self.table.current_id():
                self.table.pick(shown[0].id)
        else:
            self._tell_empty()

    def _tell_empty(self) -> None:
        add = ((_("Write an order"), self.begin_new),) if self._desk.may("prescribe") else ()
        if self.search.text().strip():
            self.states.show_empty(
                message("No order matches “{typed}”.", typed=self.search.text().strip()),
                (_("Clear filter"), self.search.clear),
                icon="pill",
            )
        elif self.view.current() == ENDING:
            self.states.show_empty(_("No order ends soon."), icon="circle-check")
        elif self.view.current() == STOPPED:
            sentence = _("No order was stopped.") if self._episode_id else _("Choose somebody to see earlier orders.")
            self.states.show_empty(sentence, icon="pill")
        else:
            self.states.show_empty(_("No orders of medicines yet."), *add, icon="pill")

    def _choose_person(self, *_chosen: object) -> None:
        self._episode_id = self.person.code()
        self.make_stale()

    # writing

    def begin_new(self) -> None:
        """An empty order for the person on show; without one it is asked for whom."""
        if not self._desk.may("prescribe"):
            return
        if self._episode_id:
            self.writing.begin_new(self._episode_id)
        else:
            self.say(_("Choose for whom the order is, then write it."), "info", seconds=8)
            self.person.setFocus()

    def _change_current(self) -> None:
        if isinstance(line := self.table.current(), OrderLine):
            self._change(line)

    def _change(self, line: OrderLine) -> None:
        holds = state_of(line.order, self._desk.today()) in (OrderState.CURRENT, OrderState.AHEAD)
        if not holds:
            self.say(_("This order has ended. Write a new one."), "info", seconds=6)
        elif self._desk.may("change_prescription"):
            self._whole(line, self.writing.begin_change)

    def _stop(self) -> None:
        line = self.table.current()
        if isinstance(line, OrderLine) and self._desk.may("stop_prescription") and line.order.stopped_on is None:
            self._whole(line, self.writing.begin_stop)

    def _whole(self, line: OrderLine, then: Callable[[Prescription], object]) -> None:
        """The order with its diagnosis, which the list of everybody leaves out."""
        self._desk.ask(self, partial(whole_order, line=line), then, self.complain, key="order")

    def _strike(self) -> None:
        line = self.table.current()
        if isinstance(line, OrderLine) and self._desk.may("strike_prescription"):
            self.strike_through(strike_prescription, line.id)

    def save(self) -> None:
        self.writing.keep()

    def _kept(self, change: Change) -> None:
        self.tell_done(change)
        self.table.setFocus()

    def _refused(self, error: BaseException) -> None:
        self.complain(error)
        self.make_stale()

    # on paper, narrow and wide

    def _print(self) -> None:
        found = self._found
        lines = found.of(self.view.current(), self.search.text()) if found is not None else []
        if not lines:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)
        elif may_print_work(self._desk):
            ward = dict(found.wards).get(self.ward.code(), "") if found is not None else ""
            where = lines[0].who.name if self._episode_id else ward
            self.taking_out.begin(paper_list(lines, self._desk, self.view.current(), where))

    def _escape(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        self.table.setFocus()

    def _make_room(self) -> None:
        self.writing.make_room(self.states, self.width())

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self._make_room()
