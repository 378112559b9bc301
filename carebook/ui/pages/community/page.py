"""Tại cộng đồng: talks, trainings, outreach clinics of a year by month, with lượt and người, and who of the clients was there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.community import save_activity, strike_activity
from carebook.money import number
from carebook.records.services import CommunityActivity
from carebook.rules.problem import Problem
from carebook.store.community import ActivityLine, reached
from carebook.ui.pages.community.asking import FORM, Activities, community
from carebook.ui.pages.community.paper import on_paper
from carebook.ui.pages.community.sheet import ActivitySheet
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.communes import communes_near
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, filter_choice, section
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Flow, box, row
from carebook.ui.parts.leading_tabs import ServiceTabs
from carebook.ui.parts.ledger import LedgerPage
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import may_print_work
from carebook.words import N_, _, ngettext, pgettext

MONTH, YEAR = "month", "year"
_WHAT = ("held_on", "to_on", "kind", "service", "title", "topic", "commune", "place")
_WHO = ("turns", "people", "female", "children")
_REST = ("materials", "copies", "partners", "leader_id", "result")


class CommunityPage(LedgerPage):
    """The activities of a month or a year; ``turn_to(activity_id=…, new=…)``."""

    mine = frozenset({"services", "people", "episodes", "staff"})
    keys = (
        KeyHint("Ctrl+N", N_("note an activity")),
        KeyHint("Enter", N_("open the activity")),
        KeyHint("F6", N_("month or year")),
        KeyHint("Alt+← →", N_("the month before or after")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Work in communities"), ServiceTabs(desk, "community"), width=490)
        self._found: Activities | None = None
        self._wanted = ""
        self._begins = False
        self.month = MonthTurner(desk, self)
        self.month.turned.connect(self.make_stale)
        self.span = Segments([(MONTH, _("Month")), (YEAR, _("Year to date"))], YEAR)
        self.span.chosen.connect(self.make_stale)
        kinds = [("", _("All kinds")), *desk.choices("community_activity_kind")]
        self.kind = filter_choice(_("Kind of activity"), kinds)
        self.kind.activated.connect(self._show_chosen)
        self._make_buttons()
        count = self._count_cell
        self.table = RecordTable(
            [
                Column("on", _("Day"), self._day_cell, 96, priority=ALWAYS),
                Column("title", pgettext("in the community", "Activity"), self._title_cell, 230, 6, ALWAYS),
                Column("place", _("Commune"), self._place_cell, 138, 1, 7),
                Column("turns", _("Turns (lượt)"), lambda one: count(one.activity.turns), 64, 0, 9, "right"),
                Column("people", _("People (người)"), self._people_cell, 84, 0, 9, "right"),
                Column("female", _("Female"), lambda one: count(one.activity.female), 56, 0, 5, "right"),
                Column(
                    "children",
                    pgettext("counted", "Children"),
                    lambda one: count(one.activity.children),
                    72,
                    0,
                    5,
                    "right",
                ),
                Column("leader", _("Led by"), lambda one: Cell(one.leader or "–", small=True), 132, 1, 4),
            ],
            _("Work in communities"),
            row_height=46,
        )
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._show_buttons)
        self.states = States(self.table)
        keys = key_caps(("Enter", _("open")), ("F6", _("month or year")))
        self.lay_out(
            box(row((box(Flow(self.span, self.month, self.kind, gap=12)), 1), margins=(8, 0, 4, 0))),
            content=self.states,
            foot=Footer(keys, None, self.export_button, self.strike_button, height=44),
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F6", self._change_span),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self._show_buttons()

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.new_button = Button(_("Note an activity"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.header.add_actions(self.print_button, self.new_button)
        self.export_button = Button(_("Export list…"), icon="file-spreadsheet")
        self.export_button.clicked.connect(self._export)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)

    # which activities

    def turn_to(self, activity_id: str = "", new: str = "", **_more: object) -> None:
        """Open an activity, or begin another one."""
        self._wanted, self._begins = activity_id, bool(new)
        self.make_stale()

    def bounds(self) -> tuple[date, date]:
        """The first and last day on show: a month, or the year up to its end."""
        first, last = self.month.bounds()
        return (first, last) if self.span.current() == MONTH else (first.replace(month=1), last)

    def refresh(self) -> None:
        """Ask for the activities."""
        if self._found is None:
            self.states.show_loading()
        first, last = self.bounds()
        question = partial(community, first=first, last=last, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Activities) -> None:
        self._found = found
        self.writing.know(found.drafts)
        self._show_chosen()
        wanted, begins = found.line(self._wanted), self._begins
        self._wanted, self._begins = "", False
        if begins:
            self.begin_new()
        elif wanted is not None:
            self.table.pick(wanted.id)
            self._open(wanted)

    def _lines(self) -> list[ActivityLine]:
        kind = self.kind.code()
        return [one for one in self._found.lines if kind in ("", one.activity.kind)] if self._found else []

    def _said_span(self) -> str:
        first, last = self.bounds()
        if self.span.current() == MONTH:
            return self.month.words()
        return _("from {first} to {last}").format(first=dates.written(first), last=dates.written(last))

    def _show_chosen(self, *_more: object) -> None:
        lines = self._lines()
        told = reached(lines)
        said = [
            ngettext("{n} activity", "{n} activities", told.activities).format(n=number(told.activities)),
            ngettext("{n} turn", "{n} turns", told.turns).format(n=number(told.turns)),
            ngettext("{n} person", "{n} people", told.people).format(n=number(told.people)),
        ]
        if told.copies:
            said.append(_("{n} copies handed out").format(n=number(told.copies)))
        self.header.show_line(" · ".join(said))
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(lines[0].id)
        elif self.kind.code():
            self.states.show_empty(_("No activity of this kind."), (_("Clear filter"), self._clear_filter), icon="list")
        else:
            ways = ((_("Note an activity"), self.begin_new),) if self._desk.may("save_activity") else ()
            said_none = _("No activity in communities yet. Talks, trainings, clinics: who was there and how often.")
            self.states.show_empty(said_none, *ways, icon="users")
        self._show_buttons()

    def _clear_filter(self) -> None:
        self.kind.choose("")
        self._show_chosen()

    def _change_span(self) -> None:
        self.span.choose(MONTH if self.span.current() == YEAR else YEAR)
        self.make_stale()

    def _show_buttons(self, *_more: object) -> None:
        desk = self._desk
        self.new_button.setVisible(desk.may("save_activity"))
        self.print_button.setVisible(may_print_work(desk))
        self.export_button.setVisible(may_print_work(desk))
        self.strike_button.setVisible(desk.may("strike_activity"))
        self.strike_button.setEnabled(self._found is not None and self.table.current() is not None)

    # cells

    def _day_cell(self, line: ActivityLine) -> Cell:
        last = self._desk.said_day(line.activity.to_on)
        return Cell(self._desk.said_day(line.activity.held_on), sub=_("to {day}").format(day=last) if last else "")

    def _title_cell(self, line: ActivityLine) -> Cell:
        one = line.activity
        kind = self._desk.words("community_activity_kind", one.kind)
        return Cell(one.title, sub=" · ".join(filter(None, (kind, one.topic))), weight=500)

    def _place_cell(self, line: ActivityLine) -> Cell:
        one = line.activity
        commune = self._desk.words("commune", one.commune) if one.commune else ""
        return Cell(commune or one.place or "–", sub=one.place if commune else "")

    def _count_cell(self, count: int) -> str:
        return number(count) if count else "–"

    def _people_cell(self, line: ActivityLine) -> Cell:
        named = _("{n} clients").format(n=number(line.guests)) if line.guests else ""
        return Cell(number(line.activity.people), sub=named)

    # writing

    def begin_new(self) -> None:
        """A sheet for an activity held today."""
        if self._found is not None and self._desk.may("save_activity"):
            self._write(CommunityActivity(held_on=self._desk.today(), leader_id=self._desk.actor.staff_member_id))

    def _open(self, line: ActivityLine) -> None:
        if self._desk.may("save_activity"):
            self._write(line.activity)

    def _write(self, activity: CommunityActivity) -> None:
        found, desk = self._found, self._desk
        if found is None:
            return
        form = Form(
            [
                section("", CommunityActivity, *_WHAT),
                section(
                    _("Who was there"), CommunityActivity, *_WHO, line=_("A lượt is one time; a người one person.")
                ),
                section(_("Afterwards"), CommunityActivity, *_REST),
            ],
            desk.today,
            choices={
                "kind": desk.choices("community_activity_kind"),
                "service": desk.choices("service"),
                "commune": communes_near(desk, found.province, activity.commune),
                "leader_id": found.members,
            },
            columns=1,
        )
        title = _("Activity held") if activity.id else _("Note an activity")
        sheet = ActivitySheet(form, activity, found.guests.get(activity.id, ()), found.stays)
        self.write(sheet, FORM, activity.id, title)

    def open_again(self, theirs: Any) -> None:
        self._write(theirs)

    def keep(self, written: Any) -> None:
        activity, guests = written
        self.do(save_activity, activity, guests, seen=activity.version if activity.id else None)

    def was_kept(self, change: Change) -> Iterable[Problem]:
        kept: CommunityActivity | None = change.result
        if kept is not None and kept.held_on is not None and kept.held_on > self.bounds()[1]:
            self.month.show_month_of(kept.held_on)
        return ()

    def _strike(self) -> None:
        if (line := self.table.current()) is not None:
            self.strike_through(strike_activity, line.id)

    # elsewhere

    def _print(self) -> None:
        lines = self._lines()
        if not lines:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)
        elif may_print_work(self._desk):
            self.taking_out.note(on_paper(lines, self._said_span(), self._desk), _("Work in communities"))

    def _export(self) -> None:
        lines = self._lines()
        if not lines:
            self.say(_("The list is empty; there is nothing to export."), "info", seconds=6)
        else:
            paper = on_paper(lines, self._said_span(), self._desk, kind="xlsx")
            self.taking_out.note(paper, _("Work in communities"))

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
