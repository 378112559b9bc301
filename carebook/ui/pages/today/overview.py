"""The overview for who leads the center: beds, movement, what is due, sessions, the way home, what waits; a number opens its people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.money import number, percent
from carebook.records import enum_words
from carebook.records.figures import Line
from carebook.records.periods import REPORT_WORDS, ReportState
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.rules.periods import said
from carebook.rules.sessions import said_state
from carebook.rules.therapy_progress import SessionFact
from carebook.store.backup import last_backup
from carebook.store.follow_ups import DueVisit
from carebook.store.reintegration import PathCard
from carebook.ui.pages.today import overview_facts as facts
from carebook.ui.pages.today.board import Board, Waiting, WardLine, board, waiting, ward_lines
from carebook.ui.pages.today.missing import Round, missing_today
from carebook.ui.pages.today.overview_movement import MovementPart
from carebook.ui.pages.today.overview_parts import FigureLine, FiguresPart, Number
from carebook.ui.pages.today.places import wrapping
from carebook.ui.pages.today.views import view_switch
from carebook.ui.parts.approvals import kinds_answered
from carebook.ui.parts.backing import backup_words
from carebook.ui.parts.buttons import Button, FigureButton, Segments
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.due_words import kind_words
from carebook.ui.parts.labels import section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.names_panel import NamesPanel
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut
from carebook.words import N_, _, ngettext, pgettext

_QUESTIONS = ("rehabilitation", "reintegration", "incidents", "approvals", "periods")
_TWO_COLUMNS = 900
"""From this width of the page on, in pixels, its parts stand in two columns."""


class OverviewPage(Page):
    """Everything at a glance, each number with its people or the page where they are worked with."""

    mine = frozenset(
        {
            *("people", "episodes", "casework", "rehabilitation", "reintegration", "services", "periods"),
            *("daily_care", "medication", "incidents", "facility", "codes", "backup"),
        }
    )
    keys = (KeyHint("Tab", N_("next table")), KeyHint("↑↓←→", N_("walk the numbers")), KeyHint("Enter", N_("open")))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("At a glance"))
        self._desk = desk
        self._board: Board | None = None
        self._waiting: Waiting | None = None
        self._day, self._report_key = desk.today(), ""
        self.views = view_switch(desk, "overview")
        self.header.add_left(self.views)
        self.print = Button(_("Print"), "ghost", "printer")
        self.print.clicked.connect(self._print)
        self.header.add_actions(self.print)
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        self.figures = {
            "here": FigureButton("–", _("present")),
            "beds": FigureButton("–", _("beds free")),
            "late": FigureButton("–", _("overdue")),
            "missing": FigureButton("–", _("rounds still missing")),
            "approvals": FigureButton("–", _("awaiting approval")),
            "incidents": FigureButton("–", _("incidents not finished")),
        }
        for key, slot in (
            ("here", partial(desk.go, "residents", who="present")),
            ("beds", partial(desk.go, "beds")),
            ("late", partial(desk.go, "today", part="due")),
            ("missing", partial(desk.go, "today", part="missing")),
            ("approvals", partial(desk.go, "approvals")),
            ("incidents", partial(desk.go, "incidents")),
        ):
            self.figures[key].clicked.connect(slot)
        self.figures["approvals"].setVisible(desk.may_ask("approvals") and bool(kinds_answered(desk)))
        self.figures["incidents"].setVisible(desk.may_ask("incidents"))
        self._make_parts()
        self.panel = NamesPanel(desk)
        self.panel.closed.connect(self._nothing_opened)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self.panel.taken_out.connect(self.taking_out.begin)
        right = box(column(self.wards, self.due, self.sessions, self.ways_home, self._office, None, gap=14))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(28)
        self._columns.addWidget(self.moved, 1)
        self._columns.addWidget(right, 1)
        figures = row((wrapping(*self.figures.values()), 1), margins=(4, 0, 0, 0))
        inside = column(figures, self._columns, None, gap=8, margins=(16, 2, 12, 16))
        self.states = States(scrolling(box(inside)))
        self.put((row((self.states, 1), self.panel, gap=0), 1))
        self.setFocusProxy(self.moved.reasons.table)

    def _make_parts(self) -> None:
        wide = 76
        self.moved = MovementPart(self._desk)
        self.moved.opened.connect(self._open_people)
        self.wards = FiguresPart(
            _("Wards and beds"), [(_("People, beds"), 96), (_("Free"), 84), (_("Away"), 92)], _("Ward")
        )
        self.by = Segments([("owner", _("by person")), ("kind", _("by kind"))])
        self.by.chosen.connect(self._show_due)
        self.due = FiguresPart(
            _("Due"),
            [(pgettext("column", "Overdue"), 72), (_("Longest"), 92), (_("Today"), 72), (_("This week"), 76)],
        )
        self.due.rename(_("Due"), "", self.by)
        self.sessions = FiguresPart(
            _("Rehabilitation"),
            [
                (_("Owed"), 62),
                (pgettext("sessions", "Given"), 62),
                (pgettext("sessions", "Missed"), 78),
                (_("Not recorded"), 104),
                (_("Share"), 68),
            ],
        )
        self.ways_home = FiguresPart(
            _("Reintegration"), [(_("People"), wide), (pgettext("column", "Overdue"), 92)], _("Stage")
        )
        self.report_link = Button("", "link", "file-text")
        self.report_link.clicked.connect(self._open_report)
        self.backup_link = Button("", "link", "hard-drive")
        self.backup_link.clicked.connect(partial(self._desk.go, "settings", tab="backups"))
        links = (section_head(_("Report and backup")), row(self.report_link, None), row(self.backup_link, None))
        self._office = box(column(*links, gap=2, margins=(8, 0, 0, 0)))
        self._parts = (*self.moved.parts, self.wards, self.due, self.sessions, self.ways_home)

    # asking

    def refresh(self) -> None:
        """Ask first who is there, then for what takes longer."""
        desk = self._desk
        self._day = today = desk.today()
        now, actor = desk.now(), desk.actor
        self.header.show_line(dates.with_weekday(today))
        self._say_backup()
        if self._board is None:
            self.states.show_loading()
        kinds = kinds_answered(desk)
        rights = [one for one in _QUESTIONS if desk.may_ask(one)]
        desk.ask(self, partial(board, today=today), self._show_board, self._not_read, key="board")
        desk.ask(self, lambda reader: facts.standing(reader, now, kinds, rights), self._show_standing, key="standing")
        desk.ask(self, lambda reader: missing_today(reader, actor, now), self._show_missing, key="missing")
        desk.ask(self, lambda reader: facts.movement(reader, today), self.moved.show_movement, key="movement")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    # who is there

    def _show_board(self, found: Board) -> None:
        self._board = found
        lines = ward_lines(found)
        beds, taken = sum(one.beds for one in lines), sum(one.taken for one in lines)
        self.figures["here"].show_number(number(sum(one.state == "here" for one in found.rows)))
        self.figures["beds"].show_number(number(beds - taken), "danger" if taken > beds else "text")
        shown = [
            FigureLine(
                one.name,
                (
                    Number(one.taken, self._going("residents", who="present", ward_id=one.id), shown=_of(one)),
                    Number(one.beds - one.taken if one.beds else None, self._going("beds", ward_id=one.id)),
                    Number(one.away, self._going("hospital")),
                ),
            )
            for one in lines
        ]
        self.wards.show_lines(shown, _("No wards and rooms yet."))
        self.states.show_content()
        now, complete_from = self._desk.now(), self._desk.facility.records_complete_from
        self._desk.ask(
            self, lambda reader: waiting(reader, now, complete_from, found), self._show_waiting, key="waiting"
        )

    def _going(self, page: str, **about: object) -> Callable[[], object]:
        return partial(self._desk.go, page, **about)

    def _show_missing(self, rounds: Sequence[Round]) -> None:
        late = any(one.late_minutes > 0 for one in rounds)
        self.figures["missing"].show_number(number(len(rounds)), "danger" if late else "text")

    # what is due

    def _show_waiting(self, found: Waiting) -> None:
        self._waiting = found
        self._show_due()

    def _show_due(self, *_how: object) -> None:
        if self._waiting is None:
            return
        found, now = self._waiting, self._desk.now()
        owed = facts.owed_by(facts.grouped(found, by_kind=self.by.current() == "kind"), now)
        self.figures["late"].show_number(
            number(sum(len(one.late) for _name, one in owed)), "danger" if any(one.late for _n, one in owed) else "text"
        )
        self.due.show_lines([self._due_line(name, one) for name, one in owed], _("Nothing is due."))

    def _due_line(self, name: str, owed: facts.Owed) -> FigureLine:
        longest = due.days_late(owed.late[0], self._day) if owed.late else None
        days = ngettext("{n} day", "{n} days", longest).format(n=number(longest)) if longest else _("less than a day")
        return FigureLine(
            name,
            (
                Number(len(owed.late), partial(self._open_due, name, owed.late), "danger"),
                Number(longest, None, "danger", days),
                Number(len(owed.today), partial(self._open_due, name, owed.today)),
                Number(len(owed.week), partial(self._open_due, name, owed.week)),
            ),
        )

    def _open_due(self, name: str, items: Sequence[DueItem]) -> None:
        now = self._desk.now()
        own = self._waiting.asked.own_days if self._waiting is not None else ()
        lines = [
            facts.line_of_due(one, f"{kind_words(one.kind)} · {due.lateness_words(one, now, own)}") for one in items
        ]
        counted = ngettext("{n} thing due", "{n} things due", len(items)).format(n=number(len(items)))
        self._open_people(_("Due"), name, lines, self.due, counted)

    # sessions, the way home, what waits

    def _show_standing(self, found: facts.Standing) -> None:
        self.figures["approvals"].show_number(number(len(found.approvals)))
        self.figures["incidents"].show_number(number(len(found.incidents)), "warn" if found.incidents else "text")
        self._show_sessions(found)
        self._show_paths(found)
        self._report_key = found.report_key
        report = found.report
        state = _("not closed yet")
        if report is not None and report.state is not ReportState.REOPENED:
            state = _(REPORT_WORDS[report.state]).lower()
        self.report_link.setText(f"{_('Report of {month}').format(month=said(found.report_key))}: {state}")

    def _show_sessions(self, found: facts.Standing) -> None:
        self.sessions.setVisible(found.work is not None)
        if found.work is None:
            return
        today = self._day
        lines = []
        for words, first in ((_("This week"), facts.week_began(today)), (_("This month"), today.replace(day=1))):
            of = facts.sessions_of(found.work, first, today)
            sets = (of.owed, of.given, of.missed, of.unrecorded)
            numbers = [Number(len(one), partial(self._open_sessions, words, one)) for one in sets]
            share = Number(len(of.given) if of.expected else None, None, shown=percent(len(of.given), of.expected))
            lines.append(FigureLine(words, (*numbers, share)))
        self.sessions.show_lines(
            lines if any(line.numbers[0].value for line in lines) else [], _("No session was owed.")
        )

    def _open_sessions(self, words: str, sessions: Sequence[SessionFact]) -> None:
        lines = [facts.line_of_session(one, self._session_words(one)) for one in sessions]
        counted = ngettext("{n} session", "{n} sessions", len(lines)).format(n=number(len(lines)))
        self._open_people(_("Rehabilitation"), words, lines, self.sessions, counted)

    def _show_paths(self, found: facts.Standing) -> None:
        self.ways_home.setVisible(self._desk.may_ask("reintegration"))
        lines = []
        for stage, cards in facts.by_stage(found.paths):
            words, late = enum_words.said(stage), [one for one in cards if one.late_days > 0]
            opens, opens_late = (partial(self._open_paths, words, some) for some in (cards, late))
            lines.append(FigureLine(words, (Number(len(cards), opens), Number(len(late), opens_late, "danger"))))
        if found.visits:
            ours = [one for one in found.visits if one.late_days > 0]
            words = _("Follow-up visits awaited")
            both = (partial(self._open_visits, words, some) for some in (found.visits, ours))
            counts = [Number(len(some), opens) for some, opens in zip((found.visits, ours), both, strict=True)]
            lines.append(FigureLine(words, (counts[0], Number(counts[1].value, counts[1].opens, "danger")), "total"))
        self.ways_home.show_lines(lines, _("Nobody is on the way home yet."))

    def _open_paths(self, words: str, cards: Sequence[PathCard]) -> None:
        self._open_people(_("Reintegration"), words, [facts.line_of_path(one) for one in cards], self.ways_home)

    def _open_visits(self, words: str, visits: Sequence[DueVisit]) -> None:
        lines = [
            facts.line_of_visit(
                one, f"{one.called} · {dates.lateness(one.due_on, self._day)} · {enum_words.said(one.owner)}"
            )
            for one in visits
        ]
        counted = ngettext("{n} visit", "{n} visits", len(lines)).format(n=number(len(lines)))
        self._open_people(words, "", lines, self.ways_home, counted)

    def _session_words(self, one: SessionFact) -> str:
        return f"{self._desk.said_day(one.on)} {one.at:%H:%M} · {said_state(one.state, one.therapy)}"

    def _open_report(self) -> None:
        self._desk.go("reports", month=self._report_key)

    def _say_backup(self) -> None:
        self.backup_link.setVisible(self._desk.may("back_up_book"))
        desk = self._desk
        said, _tone = backup_words(last_backup(desk.book.folder), desk.now(), desk.book.folder)
        self.backup_link.setText(str(said))

    # the people behind a number

    def _open_people(self, title: str, about: str, lines: Sequence[Line], part: FiguresPart, counted: str = "") -> None:
        for one in self._parts:
            if one is not part:
                one.nothing_opened()
        self.panel.show_people(title, about, lines, counted=counted)
        self._fit()

    def _nothing_opened(self) -> None:
        for one in self._parts:
            one.nothing_opened()
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is on show: it does not wait for what this one asked."""
        super().hideEvent(event)
        self.clerk.forget(self)
        self._stale = True

    # on paper

    def _print(self) -> None:
        """The numbers on one sheet. It names nobody, so that no line is left in the reading log."""
        from carebook.ui.pages.today.overview_paper import Asked, drawn, gather

        desk = self._desk
        rights = tuple(one for one in _QUESTIONS if desk.may_ask(one))
        by_kind = self.by.current() == "kind"
        asked = Asked(desk.facility, desk.actor, desk.now(), kinds_answered(desk), rights, by_kind)
        gathered = partial(gather, asked=asked)
        self.paper.begin(_("At a glance"), "toan-canh", gathered, drawn, as_seen=True)

    # narrow and wide

    def _fit(self) -> None:
        """Two columns where there is room beside the panel; a narrow window shows the panel in their place."""
        open_ = not self.panel.isHidden()
        room = self.width() - (self.panel.width() if open_ and not self.is_narrow() else 0)
        way = QBoxLayout.Direction
        self._columns.setDirection(way.LeftToRight if room >= _TWO_COLUMNS else way.TopToBottom)
        self.states.setVisible(not (open_ and self.is_narrow()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.panel.move_under(narrow)
        self._fit()


def _of(one: WardLine) -> str:
    return f"{number(one.taken)}/{number(one.beds) if one.beds else '–'}"
