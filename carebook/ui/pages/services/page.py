"""Dịch vụ: what was given to residents and to clients in the community in a month, in lượt and người; or to one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from carebook.actions.change import Change
from carebook.actions.people import protected
from carebook.actions.services import save_service, strike_service
from carebook.money import number
from carebook.records import enum_words
from carebook.records.episodes import Placement
from carebook.records.services import DangerLevel, ServiceRecord
from carebook.rules.problem import Problem
from carebook.rules.services import asks_for_safety, problems_in_service
from carebook.store.services import ServiceLine, turns_and_people
from carebook.ui.pages.services.asking import FORM, Services, services_shown
from carebook.ui.pages.services.rows import ServiceTable, on_paper
from carebook.ui.pages.services.sheet import ServiceSheet
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Tick, section
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import row
from carebook.ui.parts.leading_tabs import ServiceTabs
from carebook.ui.parts.ledger import LedgerPage
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import may_print_work
from carebook.words import N_, _, ngettext

ALL, INSIDE, OUTSIDE = "all", "inside", "outside"
_GIVEN = ("given_on", "given_at", "service", "channel", "need", "content", "technique", "result")
_DANGER = ("danger", "safety_plan")
_AFTER = ("minutes", "next_on", "next_step", "fee", "staff_member_id")


class ServicesPage(LedgerPage):
    """The services of a month, or of the stay of ``turn_to(episode_id=…, service_id=…, new=…)``."""

    mine = frozenset({"services", "people", "episodes", "staff"})
    keys = (
        KeyHint("Ctrl+N", N_("record a service")),
        KeyHint("Enter", N_("open the record")),
        KeyHint("F4", N_("open the person")),
        KeyHint("Alt+← →", N_("the month before or after")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Services"), ServiceTabs(desk, "services"))
        self._found: Services | None = None
        self._episode_id = self._wanted = ""
        self._begins = False
        self.month = MonthTurner(desk, self)
        self.month.turned.connect(self.make_stale)
        self.which = Pills([(ALL, ""), (INSIDE, ""), (OUTSIDE, "")], ALL)
        self.which.chosen.connect(self._show_chosen)
        self.own = Tick(_("Only mine"))
        self.own.clicked.connect(self._show_chosen)
        self._make_buttons()
        self.table = ServiceTable(desk, _("Services"))
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._show_buttons)
        self.states = States(self.table)
        keys = key_caps(("Enter", _("open")))
        self.lay_out(
            row(self.month, 12, (self.which, 1), self.own),
            content=self.states,
            foot=Footer(
                self.everybody_button, keys, None, self.export_button, self.strike_button, self.person_button, height=44
            ),
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F4", self._go_to_person),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self._show_buttons()

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.client_button = Button(_("New client in the community"), icon="user-plus")
        self.client_button.clicked.connect(partial(self._desk.go, "admission", placement=Placement.COMMUNITY.value))
        self.new_button = Button(_("Record a service"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.header.add_actions(self.print_button, self.client_button, self.new_button)
        self.everybody_button = Button(_("Everybody's services"), "link", "chevron-left")
        self.everybody_button.clicked.connect(partial(self.turn_to, ""))
        self.person_button = Button(_("Open record"), icon="folder-open", key="F4", listens=False)
        self.person_button.clicked.connect(self._go_to_person)
        self.export_button = Button(_("Export list…"), icon="file-spreadsheet")
        self.export_button.clicked.connect(self._export)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)

    # which services

    def turn_to(self, episode_id: str = "", service_id: str = "", new: str = "", **_more: object) -> None:
        """Show the services of one stay, of everybody with ""; ``service_id`` opens one of them, ``new`` begins another."""
        if episode_id != self._episode_id:
            if self.writing.has_unsaved():
                self.writing.keep_draft()
            if self.writing.is_open():
                self.writing.put_away()
            self._episode_id, self._found = episode_id, None
            self.messages.clear()
        self._wanted, self._begins = service_id, bool(new)
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the services."""
        if self._found is None:
            self.states.show_loading()
        first, last = self.month.bounds()
        given = {"first": first, "last": last, "today": self._desk.today(), "episode_id": self._episode_id}
        self._desk.ask(self, partial(services_shown, **given), self._show, self._not_read)  # type: ignore[arg-type]

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Services) -> None:
        self._found = found
        one = bool(self._episode_id)
        self.month.setVisible(not one)
        self.everybody_button.setVisible(one)
        if found.hidden:
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
            self._show_buttons()
            return
        self.writing.know(found.drafts)
        whose = f"{found.person.full_name} · {found.person.code}" if found.person else self.month.words()
        self.header.show_line(f"{whose} · {self._said_count(found.lines)}", always=one)
        for key, words in (
            (ALL, _("All services")),
            (INSIDE, _("Residents, day clients")),
            (OUTSIDE, _("In the community")),
        ):
            self.which.rename(key, f"{words}  {number(len(self._lines(key)))}")
        self.which.setVisible(not one)
        self._show_chosen()
        wanted = next((line for line in found.lines if line.id == self._wanted), None)
        begins, self._begins, self._wanted = self._begins, False, ""
        if begins:
            self.begin_new()
        elif wanted is not None:
            self.table.pick(wanted.id)
            self._open(wanted)

    @staticmethod
    def _said_count(lines: Iterable[ServiceLine]) -> str:
        turns, people = turns_and_people(lines)
        said = ngettext("{n} turn", "{n} turns", turns).format(n=number(turns))
        return f"{said} · {ngettext('{n} person', '{n} people', people).format(n=number(people))}"

    def _lines(self, which: str) -> list[ServiceLine]:
        found = self._found
        if found is None:
            return []
        mine = self._desk.actor.staff_member_id if self.own.isChecked() else ""
        return [
            one
            for one in found.lines
            if mine in ("", one.record.staff_member_id)
            and (which == ALL or (one.placement is Placement.COMMUNITY) == (which == OUTSIDE))
        ]

    def _show_chosen(self, *_which: object) -> None:
        lines = self._lines(self.which.current())
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(lines[0].id)
        elif self._found is not None and self._found.lines:
            self.states.show_empty(
                _("No services match the filter."), (_("Clear filter"), self._clear_filter), icon="list"
            )
        else:
            ways = ((_("Record a service"), self.begin_new),) if self._desk.may("save_service") else ()
            said = _("No services yet.") if self._episode_id else _("No services in this month.")
            self.states.show_empty(said, *ways, icon="hand-heart")
        self._show_buttons()

    def _clear_filter(self) -> None:
        self.own.setChecked(False)
        self.which.choose(ALL)
        self._show_chosen()

    def _show_buttons(self, *_more: object) -> None:
        desk, found = self._desk, self._found
        there = found is not None and not found.hidden
        line = self.table.current() if there else None
        readable = line is not None and not line.masked
        self.new_button.setVisible(desk.may("save_service"))
        self.new_button.setEnabled(found is None or not found.hidden)
        self.client_button.setVisible(desk.may("admit_person") and not self._episode_id)
        self.print_button.setVisible(may_print_work(desk) and not (found and found.hidden))
        self.export_button.setVisible(desk.may("export_list"))
        self.strike_button.setVisible(desk.may("strike_service"))
        self.strike_button.setEnabled(readable)
        self.person_button.setEnabled(readable)

    # writing

    def begin_new(self) -> None:
        """A sheet for a service given today, by who is signed in."""
        if self._found is None or self._found.hidden or not self._desk.may("save_service"):
            return
        desk = self._desk
        record = ServiceRecord(
            episode_id=self._episode_id, given_on=desk.today(), staff_member_id=desk.actor.staff_member_id
        )
        self._write(record)

    def _open(self, line: ServiceLine) -> None:
        if line.masked:
            self.say(protected(), "info", icon="lock")
        elif self._desk.may("save_service"):
            self._write(line.record)

    def _write(self, record: ServiceRecord) -> None:
        found, desk = self._found, self._desk
        if found is None:
            return
        whom = () if record.episode_id else ("episode_id",)
        members = found.members
        if (given_by := record.staff_member_id) and given_by not in dict(members):
            worker = next((one.worker for one in found.lines if one.record.staff_member_id == given_by), "–")
            members = [*members, (given_by, worker)]
        form = Form(
            [
                section("", ServiceRecord, *whom, *_GIVEN),
                section(_("Danger"), ServiceRecord, *_DANGER),
                section(_("Afterwards"), ServiceRecord, *_AFTER),
            ],
            desk.today,
            choices={
                "episode_id": found.stays,
                "service": desk.choices("service"),
                "channel": desk.choices("service_channel"),
                "technique": desk.choices("counselling_technique"),
                "danger": enum_words.choices(DangerLevel),
                "staff_member_id": members,
            },
            labels={"episode_id": _("For whom")},
            columns=1,
        )
        form.show_when("safety_plan", _asks_for_safety)
        form.show_when("fee", lambda shown: not self._is_free(record.episode_id or shown.value("episode_id")))
        title = _("Service given") if record.id else _("Record a service")
        line = next((one for one in found.lines if one.id == record.id), None)
        person = f"{found.person.full_name} · {found.person.code}" if found.person else ""
        whose = f"{line.name} · {line.code}" if line is not None else person
        self.write(ServiceSheet(desk, form, record), FORM, record.id or f"new:{record.episode_id}", title, whose)

    def _is_free(self, episode_id: str) -> bool:
        """Whether the client is protected, whose help is always free."""
        stay = self._found.stay_of.get(episode_id) if self._found is not None else None
        return stay is not None and stay.confidential

    def open_again(self, theirs: Any) -> None:
        self._write(theirs)

    def keep(self, written: Any) -> None:
        record: ServiceRecord = written
        if self._is_free(record.episode_id):
            record = replace(record, fee=0)
        self.do(save_service, record, seen=record.version if record.id else None)

    def was_kept(self, change: Change) -> Iterable[Problem]:
        kept: ServiceRecord | None = change.result
        stay = self._found.stay_of.get(kept.episode_id) if kept is not None and self._found is not None else None
        if kept is None or stay is None:
            return ()
        if kept.given_on is not None and not self._episode_id:
            self.month.show_month_of(kept.given_on)
        return problems_in_service(kept, stay=stay, today=self._desk.today())

    def _strike(self) -> None:
        line = self.table.current()
        if line is not None and not line.masked:
            self.strike_through(strike_service, line.id)

    # elsewhere

    def _go_to_person(self) -> None:
        line = self.table.current()
        if line is not None and line.masked:
            self.say(protected(), "info", icon="lock")
        elif line is not None:
            self._desk.go("person", person_id=line.person_id)

    def _print(self) -> None:
        lines = self._lines(self.which.current())
        if not lines:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)
        elif may_print_work(self._desk):
            self.taking_out.begin(on_paper(lines, self._about(), self._desk))

    def _export(self) -> None:
        lines = self._lines(self.which.current())
        if not lines:
            self.say(_("The list is empty; there is nothing to export."), "info", seconds=6)
        else:
            self.taking_out.begin(on_paper(lines, self._about(), self._desk, kind="xlsx"))

    def _about(self) -> str:
        """What the list on paper is of; its file and its head name nobody."""
        return _("one client") if self._episode_id else self.month.words()

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        elif self._found is not None and self._found.person is not None:
            self._desk.go("person", person_id=self._found.person.id, tab="daily")


def _asks_for_safety(form: Form) -> bool:
    return asks_for_safety(form.value("danger")) or bool(form.value("safety_plan"))
