"""Kế hoạch: the plan in force in short, how far its goals are, its versions, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout

from carebook import dates
from carebook.records.care_plans import Achievement, Goal
from carebook.records.codes import Limit
from carebook.records.intake import FormState
from carebook.rules.care_plans import due_review_on
from carebook.store import care_plans, code_lists, instruments
from carebook.store.book import Reader
from carebook.store.care_plans import PlanFile
from carebook.store.instruments import Sheet
from carebook.store.progress import NoteRow, newest_of_goals
from carebook.ui.pages.person.layout import CELL, Pair
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.care_plans import standing_of, term_of, version_words
from carebook.ui.parts.care_plans.reading import goal_line, marked, settle
from carebook.ui.parts.care_plans.standing import achievement_of, life_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.instruments import total_words
from carebook.ui.parts.labels import label, section_head, state
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, pgettext


@dataclass(frozen=True)
class PlanFacts:
    """The versions of one stay with what happened to their goals since."""

    episode_id: str
    plans: tuple[PlanFile, ...]
    notes: Mapping[str, NoteRow]
    sheets: tuple[Sheet, ...]
    limits: tuple[Limit, ...]

    @property
    def in_force(self) -> PlanFile | None:
        """The version that is in force, None when there is none."""
        return next((file for file in self.plans if file.in_force), None)

    @property
    def being_written(self) -> PlanFile | None:
        """The version that is not approved yet, if there is one."""
        return next((file for file in self.plans if file.plan.approved_at is None), None)


def plan_facts(reader: Reader, episode_id: str) -> PlanFacts:
    """What the tab shows of one stay."""
    return PlanFacts(
        episode_id,
        care_plans.plans_of(reader, episode_id),
        newest_of_goals(reader, episode_id),
        instruments.sheets_of(reader, episode_id),
        tuple(code_lists.limits(reader)),
    )


def newest_score(goal: Goal, sheets: Sequence[Sheet]) -> Sheet | None:
    """The newest finished sheet of the scale the goal is measured with."""
    mine = [
        one
        for one in sheets
        if one.score.instrument == goal.instrument and one.score.state is FormState.COMPLETED and one.score.scored_on
    ]
    return max(mine, key=lambda one: (one.score.scored_on, one.score.id), default=None) if goal.instrument else None


class PlansTab(Tab):
    """The plan of the open stay, or of the last one. Enter on a version opens it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._facts: PlanFacts | None = None
        self.open_button = Button(_("Open the plan"), icon="target")
        self.write_button = Button("", icon="pencil")
        self.review_button = Button(_("Review…"), icon="check")
        self.meetings_button = Button(_("Meetings"), icon="users")
        self.meetings_button.setVisible(desk.may_ask("casework"))
        self.meetings_button.clicked.connect(self._go_to_meetings)
        self.open_button.clicked.connect(partial(self._go, ""))
        self.write_button.clicked.connect(self._write)
        self.review_button.clicked.connect(partial(self._go, "review"))
        self._title = label("", "h2")
        self._state = row(gap=6)
        self._lines = column(gap=3)
        self._waiting = column(gap=0)
        self._goals = column(gap=0)
        self.table = RecordTable(
            [Column("version", pgettext("plan", "Version"), self._version, 160, 1, ALWAYS)],
            _("Versions of the plan"),
            id_of=lambda file: file.plan.id,
            row_height=46,
            heads=False,
        )
        self.table.fit_rows()
        self.table.opened.connect(self._open_version)
        head = row(self._title, self._state, None, gap=12)
        buttons = box(Flow(self.open_button, self.write_button, self.review_button, self.meetings_button, gap=8))
        left = column(
            head,
            self._lines,
            self._waiting,
            buttons,
            6,
            section_head(_("Goals")),
            hairline(),
            self._goals,
            None,
            gap=4,
            margins=(CELL, 0, 0, 0),
        )
        right = column(
            box(row(section_head(_("Versions")), margins=(CELL, 0, 0, 0))), hairline(), self.table, None, gap=0
        )
        self._left = box(left)
        content = column(Pair(self._left, box(right), (7, 4)), None, margins=(16, 12, 20, 12))
        self.states = States(scrolling(content))
        self.setLayout(column((self.states, 1), gap=0))

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        stay = view.file.open_stay or next(iter(view.file.stays), None)
        if stay is None:
            self.states.show_empty(_("No stays yet."), icon="target")
            return
        self.states.show_loading()
        asked = partial(plan_facts, episode_id=stay.episode.id)
        self.desk.ask(self, asked, self._show, self._not_read, key="plans")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask_again)

    def _ask_again(self) -> None:
        if self.view is not None:
            self.show_view(self.view)

    def _show(self, facts: PlanFacts) -> None:
        self._facts = facts
        stays = self.view.file.stays if self.view is not None else ()
        is_open = any(one.episode.id == facts.episode_id and one.episode.end_on is None for one in stays)
        may_write = is_open and self.desk.may("save_plan")
        if not facts.plans:
            ways = ((_("Write the plan"), partial(self._go, "new")),) if may_write else ()
            meetings = ((_("Meetings"), self._go_to_meetings),) if self.meetings_button.isVisibleTo(self) else ()
            self.states.show_empty(_("There is no plan yet."), *ways, *meetings, icon="target")
            return
        self.states.show_content()
        written = facts.being_written
        editable = written is not None and written.standing != "awaiting"
        self.write_button.setText(_("Write on") if editable else _("New version"))
        self.write_button.change_icon("pencil" if editable else "plus")
        self.write_button.setVisible(may_write and (written is None or editable))
        self.review_button.setVisible(facts.in_force is not None and self.desk.may("review_plan"))
        self.table.show_records(facts.plans)
        self._show_plan(facts)
        self._show_waiting(written)

    def _show_plan(self, facts: PlanFacts) -> None:
        file = facts.in_force or facts.plans[0]
        stands = standing_of(file.standing)
        self._title.setText(version_words(file.plan))
        emptied(self._state)
        self._state.addLayout(state(stands.words, stands.shape, stands.tone))
        emptied(self._lines)
        names = self.view.staff if self.view is not None else {}
        manager = names.get(file.plan.manager_id or "", "")
        led = _("case manager {name}").format(name=manager) if manager else ""
        for words in (file.plan.general_goal, " · ".join(filter(None, (term_of(file.plan), led)))):
            if words:
                self._lines.addWidget(label(words, wrap=True))
        if file.in_force:
            self._lines.addLayout(self._next_review(file, facts))
        emptied(self._goals)
        for goal in file.goals:
            self._goals.addWidget(self._goal(goal, facts))
            self._goals.addWidget(hairline())
        if not file.goals:
            self._goals.addWidget(label(_("No goals yet."), "muted"))
        settle(self._left)

    def _next_review(self, file: PlanFile, facts: PlanFacts) -> QHBoxLayout:
        due = due_review_on(file.plan, file.reviews, facts.limits)
        today = self.desk.today()
        tone = "danger" if due is not None and due < today else "warn" if due == today else "text2"
        day = dates.written(due) if due is not None else ""
        words = label(_("Next review {day}").format(day=day))
        return row(words, label(str(dates.lateness(due, today)), "small_name", tone), None, gap=10)

    def _show_waiting(self, written: PlanFile | None) -> None:
        emptied(self._waiting)
        if written is None or written.in_force:
            return
        stands = standing_of(written.standing)
        words = _("{version}: {state}").format(version=version_words(written.plan), state=stands.words.lower())
        see = Button(_("Open"), "link")
        see.setAccessibleName(_("Open {version}").format(version=version_words(written.plan)))
        see.clicked.connect(partial(self._open_version, written))
        self._waiting.addWidget(box(row(marked(stands.shape, stands.tone, words), see, None, gap=10)))

    def _goal(self, goal: Goal, facts: PlanFacts) -> QFrame:
        life, achieved = life_of(goal), achievement_of(goal)
        marks = [marked(life.shape, life.tone, life.words)]
        if goal.achievement is not Achievement.NOT_RATED:
            marks.append(marked(achieved.shape, achieved.tone, achieved.words))
        thread = Button(_("Goal thread"), "link", "target")
        thread.setAccessibleName(_("Goal thread: {goal}").format(goal=goal.text))
        thread.clicked.connect(partial(self.desk.go, "goal_thread", episode_id=facts.episode_id, thread=goal.thread))
        lines = [label(words, "small", wrap=True) for words in self._news(goal, facts) if words]
        head = row((label(goal.text, "name", wrap=True), 1), *marks, gap=12)
        foot = row((box(column(*lines, gap=1)), 1), thread, gap=12)
        return box(column(head, foot, gap=1, margins=(0, 6, 0, 6)))

    def _news(self, goal: Goal, facts: PlanFacts) -> list[str]:
        """Where it should go, then the newest note and the newest result."""
        found = [goal_line(goal)]
        note, sheet = facts.notes.get(goal.thread), newest_score(goal, facts.sheets)
        if note is not None:
            day = self.desk.said_day(dates.local(note.note.happened_at).date())
            first = " ".join((note.note.result or note.note.text).split())
            found.append(_("Note {day}: {words}").format(day=day, words=first[:160]))
        if sheet is not None and sheet.result.total is not None:
            day = self.desk.said_day(sheet.score.scored_on)
            band = f" ({sheet.result.band.words})" if sheet.result.band is not None else ""
            found.append(f"{sheet.instrument.short_title} {total_words(sheet.instrument, sheet.result)}{band} · {day}")
        return found

    def _version(self, file: PlanFile) -> Cell:
        stands = standing_of(file.standing)
        words = f"{version_words(file.plan)} · {stands.words.lower()}"
        return Cell(words, sub=term_of(file.plan), weight=500, mark=(stands.shape, stands.tone))

    # elsewhere

    def _open_version(self, file: PlanFile) -> None:
        if self._facts is not None:
            self.desk.go("care_plans", episode_id=self._facts.episode_id, plan_id=file.plan.id)

    def _write(self) -> None:
        written = self._facts.being_written if self._facts is not None else None
        self._go("new" if written is None else "edit")

    def _go_to_meetings(self) -> None:
        if self._facts is not None:
            self.desk.go("conferences", episode_id=self._facts.episode_id)

    def _go(self, mode: str, _checked: bool = False) -> None:
        if self._facts is None:
            return
        file = self._facts.in_force or next(iter(self._facts.plans), None)
        given: Mapping[str, str] = {"plan_id": file.plan.id} if file is not None and not mode else {}
        more = {"mode": mode} if mode else {}
        self.desk.go("care_plans", episode_id=self._facts.episode_id, **given, **more)
