"""Sức khỏe: checks due and done, examinations and re-visits, wounds, treatments, vaccinations; everybody's or one person's."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu

from carebook.actions.people import protected
from carebook.money import number
from carebook.records.health import Consultation, Treatment, Wound
from carebook.ui.pages.health.asking import (
    CHECKS,
    CONSULTATIONS,
    ILLNESSES,
    LISTS,
    TREATMENTS,
    VACCINATIONS,
    WOUNDS,
    Health,
    View,
    health,
)
from carebook.ui.pages.health.entries import BATCH, NEW, EntriesPage
from carebook.ui.pages.health.printing import HealthPrinting
from carebook.ui.pages.health.tables import LIST_WORDS, HealthTables
from carebook.ui.pages.health.writing import KINDS
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.health import HealthView
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import RecordTable
from carebook.ui.parts.taking_out import may_print_work
from carebook.words import N_, _

_EMPTY = {
    CHECKS: N_("No resident yet, so nobody is to be examined."),
    CONSULTATIONS: N_("No examination in this month."),
    "revisits": N_("No re-visit is waited for."),
    WOUNDS: N_("Nobody has an open wound."),
    TREATMENTS: N_("No treatment is under way."),
    VACCINATIONS: N_("No next dose is noted."),
    ILLNESSES: N_("No lasting illness is noted."),
}


class HealthPage(EntriesPage):
    """Lists of everybody, or the health of the person of ``turn_to(person_id=…)``; ``new`` begins an entry of that kind,
    ``kind`` and ``record_id`` open one, ``shown`` chooses a list.
    """

    mine = frozenset({"daily_care", "people", "episodes"})
    notes_reading = True
    keys = (
        KeyHint("Ctrl+N", N_("new entry of the list on show")),
        KeyHint("F3", N_("enter the checks of many people")),
        KeyHint("Enter", N_("open the person")),
        KeyHint("F8", N_("look at the wound, re-visit")),
        KeyHint("Alt+←→", N_("month before, after")),
        KeyHint("Ctrl+P", N_("print the book or list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Health"))
        self._found: Health | None = None
        self._busy = False
        self._kind = self._record_kind = ""
        self._record: Any = None
        self._wanted: tuple[str, str, str] = (
            "",
            "",
            "",
        )  # what to begin, or which kind and entry to open, once it is read
        self._noted = ""
        self.month = MonthTurner(desk, self)
        self.month.turned.connect(self._turn_month)
        first, last = self.month.bounds()
        self._view = View(first, last)
        self.lists = HealthTables(desk)
        self.shown = Pills([(key, _(LIST_WORDS[key])) for key in LISTS], CHECKS)
        self.shown.chosen.connect(self._choose)
        self.ward = filter_choice(_("Ward"), [("", _("All wards"))], "")
        self.ward.activated.connect(self._turn_ward)
        self.stack = Stack()
        self.stack.setCurrentWidget(self.table)
        self.states = States(self.stack)
        self.writing.shut.connect(self._shut)
        self._make_buttons()
        self.tabs = DailyTabs(desk, "health")
        self._filters = box(row((self.shown, 1), self.month, self.ward, gap=12, margins=(24, 6, 20, 6)))
        self._beside = box(column((self.states, 1), gap=0, margins=(16, 0, 16, 0)))
        self.hints = key_caps(("Enter", _("open")), ("F3", _("enter checks")))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            self._filters,
            (row((self._beside, 1), self.writing, gap=0), 1),
            Footer(
                *(self.sheets_button, self.table_button, self.everybody_button, self.person_button, None, self.hints),
                self.strike_button,
                *(self.end_button, self.close_button, self.follow_button),
            ),
        )
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F3", self.begin_batch),
            ("F8", self.follow),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self._show_view()

    def _make_buttons(self) -> None:
        def button(words: str, kind: str, icon: str, key: str, slot: object) -> Button:
            made = Button(words, kind, icon, key, listens=False)
            made.clicked.connect(slot)
            return made

        self.print_button = button(_("Print"), "", "printer", "Ctrl+P", self._print)
        self.batch_button = button(_("Enter checks"), "", "list", "F3", self.begin_batch)
        self.new_button = button(_("New entry"), "primary", "plus", "Ctrl+N", self.begin_new)
        self.sheets_button = button(_("Sheets of everybody"), "", "file-text", "", self._print_sheets)
        self.table_button = button(_("Save for Excel…"), "", "file-spreadsheet", "", self._save_table)
        self.header.add_actions(self.print_button, self.batch_button, self.new_button)
        self.everybody_button = button(_("Everybody's health"), "", "users", "", self.turn_to)
        self.person_button = button(_("Open record"), "link", "chevron-right", "", self._open_record)
        self.strike_button = button(_("Strike through…"), "", "", "", self._strike)
        self.end_button = button(_("End the treatment…"), "", "circle-check", "", self._end_treatment)
        self.close_button = button(_("The wound has closed"), "", "circle-check", "", self._close_wound)
        self.follow_button = button("", "", "plus", "F8", self.follow)
        self.sheets_menu = QMenu(self)
        self.printing = HealthPrinting(self._desk, self)
        self.printing.said.connect(self.say)
        self.printing.refused.connect(self.complain)

    # what is on show

    def turn_to(
        self,
        person_id: str | bool = "",
        episode_id: str = "",
        shown: str = "",
        new: str = "",
        kind: str = "",
        record_id: str = "",
        **_more: object,
    ) -> None:
        """Show one person, or everybody with ""."""
        person = person_id if isinstance(person_id, str) else ""
        view = replace(
            self._view, person_id=person, episode_id=episode_id, shown=shown if shown in LISTS else self._view.shown
        )
        self._wanted = (new, kind, record_id)
        if view != self._view:
            self._noted = ""
            if self.writing.is_open():
                if self.writing.has_unsaved():
                    self.writing.keep_draft()
                self.writing.put_away()
            self.messages.clear()
            self._view, self._found = view, None
            self.shown.choose(view.shown)
            self._show_view()
        self.make_stale()

    def _show_view(self) -> None:
        one = self._view.of_one
        self._filters.setVisible(not one)
        self.month.setVisible(self._view.shown == CONSULTATIONS)
        self.everybody_button.setVisible(one)
        self.person_button.setVisible(one)
        self.stack.setCurrentWidget(self.of_person if one else self.table)
        self.setFocusProxy(self.of_person.parts["condition"].add_button if one else self.table)
        self._show_buttons()

    @property
    def table(self) -> RecordTable:
        """The list on show."""
        key = self._view.shown
        if key not in self.lists.tables:
            made = self.lists.make(key)
            made.opened.connect(self._open_line)
            made.picked.connect(self._show_buttons)
            if self._found is not None and not self._found.view.of_one:
                made.show_records(self._found.lines[key])  # before it is laid out: columns beside the scroll bar
            self.stack.take_in(made)
        return self.lists.tables[key]

    @cached_property
    def of_person(self) -> HealthView:
        """One person's health; made when it is first shown."""
        made = HealthView(self._desk)
        made.adding.connect(self.begin)
        made.opened.connect(self._open_entry)
        self.stack.take_in(made)
        return made

    def _choose(self, shown: str) -> None:
        self._view = replace(self._view, shown=shown)
        self._show_view()
        self._show_list()

    def _turn_month(self) -> None:
        first, last = self.month.bounds()
        self._view = replace(self._view, first=first, last=last)
        self.make_stale()

    def _turn_ward(self, *_more: object) -> None:
        self._view = replace(self._view, ward_id=self.ward.code())
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the lists, or for the person."""
        if self._found is None:
            self.states.show_loading()
        question = partial(health, view=self._view, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Health) -> None:
        if replace(found.view, shown=self._view.shown) != self._view:
            return
        self._found = found
        self.lists.every_days = found.every_days
        self.ward.offer([("", _("All wards")), *found.wards])
        self.writing.know(found.drafts)
        if found.hidden:
            self.states.show_empty(protected(), icon="lock")
        elif found.file is not None:
            person = found.file.person
            if self._noted != person.id and found.file.stay is not None:
                self._noted = person.id
                self._desk.note_reading(found.file.stay.id)
            self.header.show_line(f"{person.full_name} · {person.code}", always=True)
            self.of_person.show_file(found.file, found.due, writes=found.file.is_open)
            self.states.show_content()
        else:
            self._show_list()
        self._show_buttons()
        self.begin_wanted(found)

    def _show_list(self) -> None:
        found = self._found
        if found is None or found.view.of_one:
            return
        for key in LISTS:
            pressing = self.lists.pressing(key, found.lines[key])
            self.shown.rename(key, f"{_(LIST_WORDS[key])}  {number(pressing)}")
        for key, table in self.lists.tables.items():
            table.show_records(found.lines[key])
        due = self.lists.pressing(CHECKS, found.lines[CHECKS])
        said = _("{due} of {all} residents are to be examined")
        self.header.show_line(said.format(due=number(due), all=number(len(found.lines[CHECKS]))))
        lines = found.lines[self._view.shown]
        if lines:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(lines[0].id)
        else:
            may = self._view.shown in NEW and self.may_save(NEW[self._view.shown]) and found.residents
            ways = ((_(KINDS[NEW[self._view.shown]].new), self.begin_new),) if may else ()
            self.states.show_empty(_(_EMPTY[self._view.shown]), *ways, icon="heart-pulse")

    def _show_buttons(self, *_more: object) -> None:
        found = self._found
        ready = found is not None and not found.hidden
        here = self._view.shown
        one = self._view.of_one
        record = self._record
        self.batch_button.setVisible(not one and here == CHECKS and self._desk.may("record_health_checks"))
        self.new_button.setVisible(not one and here in NEW and self.may_save(NEW[here]))
        self.print_button.setEnabled(ready)
        prints = may_print_work(self._desk)
        self.print_button.setVisible(self._desk.may("print_papers") if one else prints)
        self.table_button.setVisible(not one and prints)
        self.sheets_button.setVisible(not one and prints and here in (CHECKS, ILLNESSES))
        kept = self.writing.is_open() and bool(getattr(record, "id", ""))
        self.strike_button.setVisible(kept and self.may_strike())
        self.hints.setVisible(not one and not self.is_narrow())
        self.end_button.setVisible(
            kept and isinstance(record, Treatment) and not record.ended_because and self._desk.may("end_treatment")
        )
        open_wound = kept and isinstance(record, Wound) and record.closed_on is None
        self.close_button.setVisible(open_wound and self._desk.may("close_wound"))
        follows = kept and isinstance(record, Consultation) and self._desk.may("save_consultation")
        looks = open_wound and self._desk.may("check_wound")
        self.follow_button.setText(_("Look at the wound") if looks else _("Record the re-visit"))
        self.follow_button.setVisible(bool(follows or looks))

    # elsewhere, narrow and wide

    def _print(self) -> None:
        found = self._found
        if found is None or self.print_button.isHidden():
            return
        if found.hidden:
            self.say(protected(), "info", icon="lock")
        else:
            self.printing.begin_for(replace(found, view=self._view), self._desk.today())

    def _save_table(self) -> None:
        if self._found is not None and not self._view.of_one:
            self.printing.table_for(replace(self._found, view=self._view), self._desk.today())

    def _print_sheets(self) -> None:
        """Ask whose sheets are printed: those of the ward on show, of everybody, or of one of its rooms."""
        found = self._found
        if found is None or not found.residents:
            return
        ward_id, today = self._view.ward_id, self._desk.today()
        self.sheets_menu.clear()
        all_of = dict(found.wards).get(ward_id, _("Everybody"))
        self.sheets_menu.addAction(all_of, partial(self.printing.sheets, ward_id, "", today))
        there = [one for one in found.residents if one.room_id and ward_id in ("", one.ward_id)]
        for room_id, name in dict.fromkeys((one.room_id, one.room) for one in there):
            words = _("Room {name}").format(name=name)
            self.sheets_menu.addAction(words, partial(self.printing.sheets, "", room_id, today))
        below = self.sheets_button
        self.sheets_menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def _open_record(self) -> None:
        if self._found is not None and self._found.file is not None:
            self._desk.go("person", person_id=self._found.file.person.id, tab="daily")

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        elif self._view.of_one:
            self.turn_to()

    def _shut(self) -> None:
        self._record, self._record_kind = None, ""
        self._make_room()
        self._show_buttons()
        self.table.setFocus()

    def changed_place(self) -> None:
        self._make_room()
        self._show_buttons()

    def _make_room(self) -> None:
        if self._kind == BATCH and self.writing.is_open():
            self._beside.hide()
            self.writing.move_under(True)
        else:
            self.writing.make_room(self._beside, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self._show_buttons()
