"""Việc đã làm: a therapist's week and month, what was planned and done, for how many people, against the norm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.money import number, percent
from carebook.records import enum_words
from carebook.records.groups import GroupSessionState
from carebook.records.sessions import SessionState
from carebook.records.staff import Role
from carebook.rules.sessions import said_state
from carebook.rules.therapy_progress import SessionFact, days, weeks
from carebook.store.book import Reader
from carebook.store.therapy_progress import GroupLed, Work, at_work, work_of
from carebook.ui.pages.therapy_work.paper import paper_list
from carebook.ui.pages.therapy_work.rows import WorkRow, rows_of
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer, SidePanel
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import box, row
from carebook.ui.parts.leading_tabs import TherapyTabs
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.words import N_, _, ngettext, pgettext

_GIVE = frozenset({Role.THERAPIST, Role.PSYCHOLOGIST, Role.TEACHER})
"""Who opens the page to see their own work; everybody else sees everybody's."""
WEEK, MONTH = "week", "month"
PANEL = 312
SESSION_MARKS = {
    SessionState.PLANNED: ("ring", "text2"),
    SessionState.DONE: ("full", "ok"),
    SessionState.PARTIAL: ("half", "ok"),
    SessionState.CANCELLED_RESIDENT: ("dash", "text2"),
    SessionState.CANCELLED_STAFF: ("dash", "text2"),
    SessionState.CANCELLED_OTHER: ("dash", "text2"),
    SessionState.NO_SHOW: ("cross", "warn"),
}
GROUP_MARKS = {
    GroupSessionState.PLANNED: ("ring", "text2"),
    GroupSessionState.HELD: ("full", "ok"),
    GroupSessionState.NOT_HELD: ("dash", "text2"),
}


@dataclass(frozen=True)
class Asked:
    """What the page asked for: the work of a span, and who worked in it."""

    work: Work
    people: tuple[tuple[str, str], ...]


class TherapistWorkPage(Page):
    """The work of ``turn_to(therapist_id=…, day=…)``, by days of a week or weeks of a month; every number opens its sessions."""

    mine = frozenset({"rehabilitation", "groups", "people", "staff"})
    keys = (
        KeyHint("Alt+←", N_("the week or month before")),
        KeyHint("Alt+→", N_("the week or month after")),
        KeyHint("F6", N_("week or month")),
        KeyHint("Enter", N_("sessions of the row")),
        KeyHint("Ctrl+P", N_("print the list")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Work done"))
        self._desk = desk
        gives = _GIVE & desk.actor.roles_on(desk.today())
        self._therapist = (desk.actor.staff_member_id or "") if gives else ""
        self._day = desk.today()
        self._work: Work | None = None
        self.therapist = filter_choice(_("Therapist"), [("", _("Everybody"))], width=theme.worn().scaled(176))
        self.therapist.activated.connect(self._choose_therapist)
        self.span = Segments([(WEEK, _("Week")), (MONTH, _("Month"))], WEEK)
        self.span.chosen.connect(self.make_stale)
        self.header.add_left(self.therapist, self.span)
        self._add_ways()
        self.table = RecordTable(
            [
                Column("day", _("Day"), self._day_cell, 122, 2, ALWAYS),
                Column(
                    "planned", pgettext("sessions", "Planned"), partial(self._count, "planned"), 64, 0, ALWAYS, "right"
                ),
                Column("given", pgettext("sessions", "Given"), partial(self._count, "given"), 60, 0, ALWAYS, "right"),
                Column("missed", _("Resident off"), partial(self._count, "missed"), 78, 0, 7, "right"),
                Column("by_staff", _("Staff off"), partial(self._count, "by_staff"), 70, 0, 5, "right"),
                Column("late", _("Not recorded"), self._late_cell, 100, 0, 8, "right"),
                Column("share", _("Share"), self._share_cell, 70, 0, 6, "right"),
                Column("people", _("People"), self._people_cell, 52, 0, 9, "right"),
                Column("minutes", _("Minutes"), self._minutes_cell, 62, 0, 6, "right"),
                Column("groups", _("Groups led"), self._groups_cell, 60, 0, 4, "right"),
                Column("load", pgettext("therapists", "Load"), self._load_cell, 72, 0, 8, "right"),
            ],
            _("Work done"),
        )
        self.table.picked.connect(self._show_behind)
        self.table.acted.connect(self._show_counted)
        self.table.opened.connect(self._open_first)
        self.panel = SidePanel("", width=theme.worn().scaled(PANEL), closes=False)
        self.sessions = RecordTable(
            [
                Column("who", _("Name"), self._session_cell, 120, 1, ALWAYS),
                Column("state", _("State"), self._state_cell, 126, priority=ALWAYS),
            ],
            _("Sessions"),
            row_height=44,
            heads=False,
        )
        self.sessions.fit_rows()
        self.sessions.opened.connect(self._open_session)
        self.panel.add(self.sessions)
        self._split: QBoxLayout = row((box(row((self.table, 1), margins=(16, 0, 0, 0))), 1), self.panel, gap=16)
        self.states = States(box(self._split))
        self.tabs = TherapyTabs(desk, "therapy_work")
        self.norm = ElidedLabel("", "small")
        keys = key_caps(("Alt+← →", _("turn")), ("F6", _("week or month")))
        foot = Footer(self.norm, None, keys, height=40)
        self.put(row((self.tabs, 1), margins=(24, 0, 20, 6)), (self.states, 1), foot)
        self.setFocusProxy(self.table)

    def _add_ways(self) -> None:
        self.before_button = Button("", icon="chevron-left")
        self.now_button = Button(_("Today"))
        self.after_button = Button("", icon="chevron-right")
        for button, words, slot in (
            (self.before_button, _("The week or month before"), partial(self.turn, -1)),
            (self.now_button, _("Today"), self.turn_back),
            (self.after_button, _("The week or month after"), partial(self.turn, 1)),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(slot)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.print_button.setVisible(may_print_work(self._desk))
        self.header.add_actions(self.before_button, self.now_button, self.after_button, self.print_button)
        self.taking_out = TakingOut(self._desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        for key, slot in (
            ("Alt+Left", partial(self.turn, -1)),
            ("Alt+Right", partial(self.turn, 1)),
            ("F6", self._change_span),
            ("Ctrl+P", self._print),
        ):
            on_key(self, key, slot)

    # which span, whose

    def turn_to(self, therapist_id: str | None = None, day: date | None = None, **_more: object) -> None:
        """Show the work of somebody ("" of everybody), in the week or month of a day."""
        if therapist_id is not None:
            self._therapist = therapist_id
        if day is not None:
            self._day = day
        self.make_stale()

    def choose_span(self, span: str) -> None:
        """Show weeks or months."""
        self.span.choose(span)
        self.make_stale()

    def _change_span(self) -> None:
        self.choose_span(MONTH if self.span.current() == WEEK else WEEK)

    def turn(self, by: int, *_more: object) -> None:
        """Go so many weeks or months on."""
        first, last = self.bounds()
        self._day = last + timedelta(days=1) if by > 0 else first - timedelta(days=1)
        self.make_stale()

    def turn_back(self) -> None:
        """Show the week or month of today."""
        self._day = self._desk.today()
        self.make_stale()

    def bounds(self) -> tuple[date, date]:
        """The first and last day on show."""
        if self.span.current() == WEEK:
            monday = self._day - timedelta(days=self._day.weekday())
            return monday, monday + timedelta(days=6)
        first = self._day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    def _choose_therapist(self) -> None:
        self._therapist = self.therapist.code()
        self.make_stale()

    # asking

    def refresh(self) -> None:
        """Ask for the work of the span, and who worked in it."""
        if self._work is None:
            self.states.show_loading()
        first, last = self.bounds()
        therapist, now = self._therapist, self._desk.now()

        def question(reader: Reader) -> Asked:
            return Asked(work_of(reader, therapist, first, last, now=now), at_work(reader, first, last))

        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    # showing

    def _show(self, found: Asked) -> None:
        work = self._work = found.work
        me = self._desk.actor
        named = dict(found.people)
        choices = [("", _("Everybody")), *found.people]
        if self._therapist and self._therapist not in named:
            own = me.name if self._therapist == me.staff_member_id else "–"
            choices.append((self._therapist, own))
        self.therapist.offer(choices)
        self.therapist.choose(self._therapist)
        self.header.show_line(self._span_words(work))
        self.norm.setWhole(
            " · ".join(filter(None, (_("At most 1 : {n} people a therapist").format(n=work.norm), work.basis)))
        )
        by_week = self.span.current() == MONTH
        rows = rows_of(work, (weeks if by_week else days)(work.first, work.last), self._desk.today())
        self.table.show_records(rows)
        if not rows:
            self.states.show_empty(
                _("No sessions were planned in this time."), (_("Today"), self.turn_back), icon="activity"
            )
            return
        self.states.show_content()
        if self.table.current() is None:
            today = self._desk.today()
            self.table.pick(next((one.id for one in rows if one.first <= today <= one.last), rows[-1].id))
        self._show_behind(self.table.current())

    def _span_words(self, work: Work) -> str:
        if self.span.current() == MONTH:
            return str(dates.month_name(work.first.year, work.first.month))
        first = dates.short(work.first, work.last)  # its year only where it is another one
        return f"{first} – {dates.written(work.last)}"

    def _day_cell(self, one: WorkRow) -> Cell:
        if one.whole:
            return Cell(_("Together"), weight=600)
        if one.first == one.last:
            today = one.first == self._desk.today()
            return Cell(f"{dates.weekday(one.first)}, {one.first:%d/%m}", weight=600 if today else 400)
        return Cell(f"{one.first:%d/%m} – {one.last:%d/%m}")

    def _count(self, column: str, one: WorkRow) -> Cell:
        return _number(len(one.behind(column)), whole=one.whole, acts=True)

    def _late_cell(self, one: WorkRow) -> Cell:
        return Cell(number(one.late), tone="danger", weight=600, acts=True) if one.late else _number(0, whole=one.whole)

    def _share_cell(self, one: WorkRow) -> Cell:
        return Cell(percent(one.past.given, one.past.expected), weight=600 if one.whole else 400)

    def _people_cell(self, one: WorkRow) -> Cell:
        return _number(one.tally.people, whole=one.whole)

    def _minutes_cell(self, one: WorkRow) -> Cell:
        return _number(one.minutes, whole=one.whole)

    def _groups_cell(self, one: WorkRow) -> Cell:
        held, of = len(one.held), len(one.groups)
        return Cell(f"{held}/{of}" if of else "–", tone="text" if of else "text2", weight=600 if one.whole else 400)

    def _load_cell(self, one: WorkRow) -> Cell:
        busiest, norm = one.busiest, self._work.norm if self._work else 0
        if not busiest:
            return Cell("–", tone="text2")
        over = busiest > norm
        return Cell(f"1 : {busiest}", tone="warn" if over else "text", mark=("square", "warn") if over else None)

    # the sessions behind a row

    def _show_behind(self, one: WorkRow | None) -> None:
        if one is None:
            return
        self._show_lines(one, "", (*one.sessions, *one.groups))

    def _show_counted(self, one: WorkRow, column: str) -> None:
        """The sessions that one number of a row counts."""
        late = tuple(group for group in one.groups if group.late) if column == "late" else ()
        head = next(shown.head for shown in self.table.records.heads() if shown.key == column)
        self._show_lines(one, head, (*one.behind(column), *late))

    def _show_lines(self, one: WorkRow, head: str, found: Sequence[SessionFact | GroupLed]) -> None:
        lines = sorted(found, key=lambda line: (line.on, line.at))
        told = ngettext("{n} session", "{n} sessions", len(lines)).format(n=number(len(lines)))
        self.panel.show_title(self._day_cell(one).text, " · ".join(filter(None, (head, told))))
        self.sessions.show_records(lines)

    def _session_cell(self, line: SessionFact | GroupLed) -> Cell:
        one_day = (row := self.table.current()) is not None and row.first == row.last
        day = "" if one_day else f"{line.on:%d/%m}"
        when = " ".join(filter(None, (day, dates.hour(line.at))))
        return Cell(line.name, sub=when, weight=500)

    def _state_cell(self, line: SessionFact | GroupLed) -> Cell:
        if isinstance(line, SessionFact):
            words = str(said_state(line.state, line.therapy, late=line.late))
            shape, tone = SESSION_MARKS[line.state]
            therapy = self._desk.words("therapy", line.therapy)
            return Cell(words, sub=therapy, mark=("ring", "danger") if line.late else (shape, tone))
        words = _("Not recorded") if line.late else enum_words.said(line.state)
        came = f"{line.came}/{line.marked}" if line.marked else ""
        return Cell(
            words,
            sub=" · ".join(filter(None, (_("Group"), came))),
            mark=("ring", "danger") if line.late else GROUP_MARKS[line.state],
        )

    def _open_first(self, _one: WorkRow) -> None:
        self.sessions.setFocus()

    def _open_session(self, line: SessionFact | GroupLed) -> None:
        if isinstance(line, GroupLed):
            self._desk.go("groups", group_id=line.group_id, session_id=line.id)
        elif line.masked:
            self.say(_("This item is protected. If it is needed for care, ask the director."), "info", icon="lock")
        else:
            self._desk.go("therapy_progress", episode_id=line.episode_id)

    # on paper

    def _print(self) -> None:
        work = self._work
        if work is None or not (work.sessions or work.groups):
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)
        elif may_print_work(self._desk):
            whose = self.therapist.currentText() if self._therapist else ""
            self.taking_out.begin(paper_list(work, whose, self._desk))

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.panel.move_under(narrow)


def _number(count: int, *, whole: bool, acts: bool = False) -> Cell:
    tone, weight = "text" if count else "text2", 600 if whole else 400
    return Cell(number(count) if count else "–", tone=tone, weight=weight, acts=acts and bool(count))
