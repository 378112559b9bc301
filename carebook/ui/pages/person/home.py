"""Hồi gia: where the person stands on the way home, what is lacking, what comes next, the paths before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.records.contacts import Contact
from carebook.records.enum_words import said
from carebook.records.follow_ups import FollowUp, VisitState
from carebook.records.reintegration import Reintegration, Stage
from carebook.rules.reintegration import ENDS, Lack, days_in_stage, next_stage, open_red_flags
from carebook.store.book import Reader
from carebook.store.contacts import contacts_of
from carebook.store.reintegration import PathFile, path_file, paths_of
from carebook.ui.pages.person.layout import CELL, Pair
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.home_path import (
    day_words,
    place_of,
    stage_mark,
    step_words,
    visit_words,
    waiting_words,
    way_words,
    where_to,
)
from carebook.ui.parts.labels import Chip, MarkSign, Sign, label, section_head, state
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.states import States
from carebook.ui.parts.strips import PathStrip
from carebook.words import _, ngettext

STEP = 214
"""How wide a stage of the strip has to be for its words, in pixels at base size."""
AHEAD = 5
"""So many visits to come, contacts and missing things are shown; the rest is a page away."""


@dataclass(frozen=True)
class HomeFacts:
    """The path on show (the running one, else the newest), the other paths of the person, the last contacts of its stay."""

    episode_id: str
    file: PathFile | None
    others: tuple[Reintegration, ...]
    contacts: tuple[Contact, ...]
    is_open: bool

    @property
    def may_begin(self) -> bool:
        """Whether the stay is open and nothing leads home in it yet."""
        return self.is_open and (self.file is None or self.file.facts.is_ended)


def home_facts(reader: Reader, stays: Sequence[tuple[str, bool]], today: date) -> HomeFacts:
    """What the tab shows; ``stays`` are (id, open) of all stays, the one to begin in first."""
    known = [path for stay, _open in stays for path in paths_of(reader, stay)]
    chosen = next((path for path in known if path.ended_on is None), next(iter(known), None))
    file = path_file(reader, chosen.id, today) if chosen is not None else None
    begins_in, is_open = stays[0]
    others = tuple(path for path in known if chosen is None or path.id != chosen.id)
    last = chosen.episode_id if chosen is not None else begins_in
    return HomeFacts(begins_in, file, others, contacts_of(reader, last)[:AHEAD], is_open)


def _walked(file: PathFile) -> tuple[Stage, ...]:
    """The stages of a path up to the last one it stood in."""
    reached = [file.facts.stages.index(one.stage) for one in file.entries if one.stage in file.facts.stages]
    return file.facts.stages[: reached[-1] + 1] if reached else ()


class HomeTab(Tab):
    """The way home of one person at a glance, with the doors to its pages."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._facts: HomeFacts | None = None
        self.open_button = Button(_("Open the way home"), "primary", "house")
        self.open_button.clicked.connect(self._open_path)
        self.begin_button = Button(_("Begin a way home"), icon="plus")
        self.begin_button.clicked.connect(self._begin)
        self._doors = [
            self._door(_("Tracing"), "search", "tracing"),
            self._door(_("Contacts"), "users", "contacts"),
            self._door(_("Family assessment"), "target", "families", of_path=True),
            self._door(_("Handover minutes"), "handshake", "handovers", of_path=True),
            self._door(_("Follow-up visits"), "calendar", "follow_ups", of_path=True),
        ]
        self.papers_button = self._door(_("Papers"), "printer", "case_papers")
        self.papers_button.setVisible(desk.may("print_papers"))
        self._head = column(gap=4)
        self.strip = PathStrip()
        self._lacks = column(gap=0)
        self._stages = column(gap=0)
        self._next = column(gap=0)
        self._contacts = column(gap=0)
        self._others = column(gap=0)
        doors = Flow(self.open_button, self.begin_button, *self._doors, self.papers_button, gap=8)
        self._lacks_head = section_head(_("Still lacking"))
        left = column(
            *(self._head, 8, box(doors), 10),
            *(self._lacks_head, hairline(), self._lacks, 8),
            *(section_head(_("The way so far")), hairline(), self._stages, None),
            gap=2,
            margins=(CELL, 0, 0, 0),
        )
        self._others_head = section_head(_("Other paths"))
        self._others_line = hairline()
        right = column(
            *(section_head(_("What comes next")), hairline(), self._next, 8),
            *(section_head(_("Last contacts")), hairline(), self._contacts, 8),
            *(self._others_head, self._others_line, self._others, None),
            gap=2,
        )
        strip = row((self.strip, 1), margins=(CELL, 0, 0, 0))
        content = column(strip, 12, Pair(box(left), box(right), (7, 4)), None, margins=(16, 12, 20, 12), gap=0)
        self.states = States(scrolling(content))
        self.setLayout(column((self.states, 1), gap=0))

    def _door(self, words: str, icon: str, page: str, *, of_path: bool = False) -> Button:
        door = Button(words, icon=icon)
        door.clicked.connect(partial(self._go, page, of_path=of_path))
        return door

    # asking

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        stays = [(stay.episode.id, stay.episode.end_on is None) for stay in view.file.stays]
        stays.sort(key=lambda one: not one[1])
        if not stays:
            self.states.show_empty(_("No stays yet."), icon="house")
            return
        self.states.show_loading()
        asked = partial(home_facts, stays=stays, today=self.desk.today())
        self.desk.ask(self, asked, self._show, self._not_read, key="home")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask_again)

    def _ask_again(self) -> None:
        if self.view is not None:
            self.show_view(self.view)

    def _show(self, facts: HomeFacts) -> None:
        self._facts = facts
        may_begin = facts.may_begin and self.desk.may("start_path")
        if facts.file is None:
            self._show_nothing(facts, may_begin)
            return
        self.states.show_content()
        self.begin_button.setVisible(may_begin)
        self._show_head(facts.file)
        self._show_lacks(facts.file)
        self._show_next(facts.file)
        self._show_contacts(facts)
        self._show_others(facts)

    def _show_nothing(self, facts: HomeFacts, may_begin: bool) -> None:
        ways = [(_("Begin a way home"), self._begin)] if may_begin else []
        if facts.is_open:
            ways += [(_("Tracing"), partial(self._go, "tracing")), (_("Contacts"), partial(self._go, "contacts"))]
        self.states.show_empty(_("No way home was begun yet."), *ways, icon="house")

    # the path

    def _show_head(self, file: PathFile) -> None:
        emptied(self._head)
        path, facts, view = file.path, file.facts, self.view
        words = where_to(self.desk, path.path, path.destination)
        title = label(words, "h2", wrap=True)
        self._head.addLayout(row((title, 1), state(step_words(facts.stage), *stage_mark(facts.stage)), gap=12))
        chips: list[QWidget] = [
            Chip(_("Red flag: {criterion}").format(criterion=flag.text), "danger", "triangle-alert")
            for flag in open_red_flags(facts)
        ]
        if path.high_risk:
            chips.append(Chip(_("high risk"), "warn"))
        if chips:
            self._head.addWidget(box(Flow(*chips, gap=6)))
        worker = view.staff.get(path.worker_id or "", "") if view is not None else ""
        told = [_("since {day}").format(day=dates.written(path.started_on))] if path.started_on else []
        if file.chosen is not None:
            told.append(file.chosen.full_name)
        if worker:
            told.append(_("led by {name}").format(name=worker))
        if path.handed_over_on is not None:
            told.append(_("handed over {day}").format(day=dates.written(path.handed_over_on)))
        if path.outcome is not None:
            told.append(said(path.outcome))
        if path.return_cause:
            told.append(self.desk.words("return_cause", path.return_cause))
        self._head.addWidget(label(" · ".join(told), "muted", wrap=True))
        if path.wish.strip():
            self._head.addWidget(label(f"“{path.wish.strip()}”", wrap=True))
        self._show_strip(file)
        self._show_stages(file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._facts is not None and self._facts.file is not None:
            self._show_strip(self._facts.file)

    def _show_strip(self, file: PathFile) -> None:
        """Where they are, among as many of the stages around it as have room."""
        facts, here = file.facts, file.facts.paused_in or file.facts.stage
        stages = facts.stages if here in facts.stages else (*_walked(file), here)
        many = max(3, min(len(stages), self.width() // theme.worn().scaled(STEP)))
        now = stages.index(here) + (here in ENDS)
        first = max(0, min(now - many // 2, len(stages) - many))
        shown = stages[first : first + many]
        since = {entry.stage: entry for entry in file.entries}
        steps = []
        for stage in shown:
            entry = since.get(stage)
            small = ""
            if entry is not None and stages.index(stage) <= now:
                small = self.desk.said_day(entry.from_on)
                if stage is here and not facts.is_ended:
                    small = day_words(days_in_stage(entry, self.desk.today()))
            steps.append((step_words(stage), small))
        self.strip.show_steps(steps, min(now - first, len(steps)))

    def _show_stages(self, file: PathFile) -> None:
        """Every stage with its days, newest first, and why it went back or stopped."""
        emptied(self._stages)
        today = self.desk.today()
        for entry in reversed(file.entries):
            days = [dates.written(one) for one in (entry.from_on, entry.to_on) if one is not None]
            if entry.stage is Stage.CLOSED or entry.from_on == entry.to_on:
                small = label(days[0], "small")
            else:
                small = label(f"{' – '.join(days)} · {day_words(days_in_stage(entry, today))}", "small")
            told = [label(entry.reason, "small", wrap=True)] if entry.reason else []
            line = row((label(step_words(entry.stage), wrap=True), 1), small, gap=12)
            self._stages.addWidget(box(column(line, *told, gap=1, margins=(0, 4, 0, 4))))

    def _show_lacks(self, file: PathFile) -> None:
        emptied(self._lacks)
        facts = file.facts
        self._lacks_head.setVisible(not facts.is_ended)
        if facts.is_ended:
            return
        for lack in file.lacks[:AHEAD]:
            self._lacks.addWidget(self._lack(lack, file))
        more = len(file.lacks) - AHEAD
        if more > 0:
            words = ngettext("and {n} thing more", "and {n} things more", more).format(n=more)
            self._lacks.addWidget(label(words, "small"))
        if not file.lacks:
            to = next_stage(facts)
            words = _("Nothing is lacking any more.")
            if facts.stage is Stage.FOLLOW_UP:
                words = _("Gone home; the follow-up is running.")
            elif to is not None:
                words = _("Ready for: {stage}").format(stage=step_words(to))
            self._lacks.addWidget(box(row(Sign("check", "ok", 14), (label(words, wrap=True), 1), margins=(0, 5, 0, 5))))

    def _lack(self, lack: Lack, file: PathFile) -> QFrame:
        words = str(lack.message)
        words = words[:1].upper() + words[1:]
        way = Button(way_words(lack), "link")
        way.setAccessibleName(f"{way.text()}: {words}")
        place = place_of(lack, file.path.episode_id, file.path.id)
        way.clicked.connect(partial(self.desk.go, place.page, **dict(place.about)))
        sign = box(column(3, Sign("circle-dot", "warn", 14), None, gap=0))
        return box(row(sign, (box(column(label(words, wrap=True), row(way, None), gap=0)), 1), margins=(0, 4, 0, 2)))

    # what comes, what was

    def _show_next(self, file: PathFile) -> None:
        emptied(self._next)
        coming = [one for one in file.visits if one.state is VisitState.DUE][:AHEAD]
        for visit in coming:
            self._next.addWidget(self._visit(visit, file))
        clocks = [one for one in file.deadlines if one.due_on is not None and not one.is_settled]
        for clock in clocks:
            words, own = self.desk.words("path_paper", clock.paper), clock.owner == "center"
            assert clock.due_on is not None
            self._next.addWidget(self._due(words, clock.due_on, own))
        if file.path.target_on is not None and file.path.handed_over_on is None and not file.facts.is_ended:
            self._next.addWidget(self._due(_("Day aimed at for going home"), file.path.target_on, own=True))
        if not self._next.count():
            self._next.addWidget(label(_("Nothing has its day yet."), "muted"))

    def _due(self, words: str, on: date, own: bool) -> QFrame:
        """Something with a day; only what is the center's own is ever red."""
        today = self.desk.today()
        late = "danger" if own else "warn"
        tone = late if on < today else "warn" if (on - today).days <= 7 else "text2"
        return self._dated(words, on, str(dates.lateness(on, today)), tone)

    def _dated(self, words: str, on: date, told: str, tone: str) -> QFrame:
        line = row(label(dates.written(on), "small"), label(told, "small_name", tone), None)
        return box(column(label(words, "name", wrap=True), line, gap=1, margins=(0, 4, 0, 4)))

    def _visit(self, visit: FollowUp, file: PathFile) -> QFrame:
        words = f"{visit_words(visit, file.path.handed_over_on)} · {said(visit.owner)}"
        return self._dated(words, visit.due_on, *waiting_words(visit, self.desk.today()))

    def _show_contacts(self, facts: HomeFacts) -> None:
        emptied(self._contacts)
        for one in facts.contacts:
            kind = self.desk.words("contact_kind", one.kind)
            title = f"{self.desk.said_day(one.held_on)} · {kind}: {one.name}"
            told = [label(title, "name", wrap=True), *([label(one.course, "small", wrap=True)] if one.course else [])]
            self._contacts.addWidget(box(column(*told, gap=1, margins=(0, 4, 0, 4))))
        if not facts.contacts:
            self._contacts.addWidget(label(_("No contact with the family is written down yet."), "muted", wrap=True))

    def _show_others(self, facts: HomeFacts) -> None:
        emptied(self._others)
        for shown in (self._others_head, self._others_line):
            shown.setVisible(bool(facts.others))
        for path in facts.others:
            self._others.addWidget(self._other(path))

    def _other(self, path: Reintegration) -> QFrame:
        words = where_to(self.desk, path.path, path.destination)
        ended = path.ended_on or path.handed_over_on
        days = " – ".join(dates.written(day) for day in (path.started_on, ended) if day is not None)
        outcome = said(path.outcome) if path.outcome is not None else ""
        door = Button(words, "link")
        door.clicked.connect(partial(self._open, path))
        lines = label(" · ".join(filter(None, (days, outcome))), "small", wrap=True)
        return box(column(row(MarkSign("dash", "text2"), door, None, gap=6), lines, gap=1, margins=(0, 4, 0, 4)))

    # doors

    def _open(self, path: Reintegration) -> None:
        self.desk.go("home_path", episode_id=path.episode_id, reintegration_id=path.id)

    def _open_path(self) -> None:
        if self._facts is not None and self._facts.file is not None:
            self._open(self._facts.file.path)

    def _begin(self) -> None:
        if self._facts is not None:
            self.desk.go("home_path", episode_id=self._facts.episode_id, new=True)

    def _go(self, page: str, *, of_path: bool = False) -> None:
        facts = self._facts
        if facts is None:
            return
        path = facts.file.path if facts.file is not None else None
        about = {"episode_id": path.episode_id if path is not None else facts.episode_id}
        if of_path and path is not None:
            about["reintegration_id"] = path.id
        self.desk.go(page, **about)
