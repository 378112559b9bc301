"""Goals for the short and the long term: what each serves in the care plan, how it is measured, its five levels, its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from carebook import dates
from carebook.records import enum_words
from carebook.records.care_plans import Goal, GoalLife
from carebook.records.declaration import Field, Kind, field_of
from carebook.records.rehabilitation import GoalTerm, RehabilitationGoal
from carebook.rules.attainment import weight_of
from carebook.store.book import new_id
from carebook.ui.pages.therapy_plans.asking import TherapyView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Section
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, column, emptied
from carebook.ui.parts.plans.levels import Levels
from carebook.ui.parts.plans.rows import RowsSection
from carebook.ui.parts.plans.working import Part
from carebook.ui.parts.table import ALWAYS, Cell, Column
from carebook.words import _, pgettext

_GOAL = ("text", "term", "care_thread", "measure", "instrument", "from_value", "to_value", "due_on", "life")
_WRITTEN_LIVES = (GoalLife.PROPOSED, GoalLife.AGREED, GoalLife.ACTIVE, GoalLife.ON_HOLD)


def _chosen(name: str) -> Field:
    """A field of the goal whose value is chosen from what the page offers."""
    field = field_of(RehabilitationGoal, name)
    return replace(field, fact=replace(field.fact, kind=Kind.LINK))


class TherapyGoalsSection(RowsSection):
    """One row a goal."""

    def __init__(self, desk: Desk) -> None:
        self.new_button = Button(_("New goal"), icon="plus", key="Ctrl+N", listens=False)
        super().__init__(
            desk,
            [
                Column("what", _("Goal"), self._what, 220, 5, ALWAYS),
                Column("term", pgettext("of a goal", "Term"), self._term, 130, 2, 7),
                Column("levels", _("Levels of attainment"), self._levels_written, 110, 0, 5, "right"),
                Column("weight", _("Weight"), self._weight, 80, 0, 6, "right"),
            ],
            _("Goals"),
            _("No goals yet. A goal may begin from a goal of the care plan, or be written anew."),
            self.new_button,
        )
        self._care_goals: Sequence[Goal] = ()
        self.new_button.clicked.connect(self.new_goal)
        self._offers = column(gap=2)
        self.above.addLayout(self._offers)
        fields = [
            _chosen(name) if name in ("instrument", "care_thread") else field_of(RehabilitationGoal, name)
            for name in _GOAL
        ]
        grades = [field_of(RehabilitationGoal, name) for name in ("importance", "difficulty")]
        form = Form(
            [Section("", tuple(fields)), Section(_("Weight, 1 to 3"), tuple(grades))],
            desk.today,
            choices={
                "term": enum_words.choices(GoalTerm),
                "life": [(life.value, enum_words.said(life)) for life in _WRITTEN_LIVES],
                "instrument": [("", "")],
                "care_thread": [("", "")],
            },
            columns=1,
        )
        self.levels = Levels()
        self.levels.changed.connect(self._level_typed)
        self.add_form(RehabilitationGoal, form)
        self.panel.add(self.levels)

    def offer(self, view: TherapyView) -> None:
        """What the forms and the line of beginnings offer."""
        self._care_goals = view.care_goals
        form = self.forms[RehabilitationGoal]
        form.editor("instrument").offer(view.scales)
        form.editor("care_thread").offer([(goal.thread, goal.text) for goal in view.care_goals])

    def parts(self) -> Sequence[Part[Any]]:
        return self.working.goals if self.working is not None else ()

    def lists(self, _part: Part[Any]) -> list[Part[Any]]:
        return self.working.goals

    def title_of(self, part: Part[Any]) -> str:
        return enum_words.said(part.record.term)

    def dress(self, part: Part[Any], _form: Form) -> None:
        self.levels.show()
        self.levels.show_levels(part.record.levels)

    def _pick(self, part: Part[Any] | None) -> None:
        super()._pick(part)
        if part is None:
            self.levels.hide()

    def lead_to(self, part: Part[Any], field: str) -> None:
        super().lead_to(part, field)
        if field == "levels":
            empty = (line for line in self.levels.lines if not line.text().strip())
            next(empty, self.levels.lines[0]).setFocus()

    def show_rows(self, pick: str = "") -> None:
        super().show_rows(pick)
        self._show_offers()

    # cells

    def _what(self, part: Part[Any]) -> Cell:
        mark = ("cross", "danger") if self.is_wrong(part) else None
        served = next((goal.text for goal in self._care_goals if goal.thread == part.record.care_thread), "")
        under = _("for: {goal}").format(goal=served) if served else part.record.measure
        return Cell(part.record.text or _("(goal without words)"), sub=under, weight=600, mark=mark)

    def _term(self, part: Part[Any]) -> Cell:
        due = part.record.due_on
        day = _("by {day}").format(day=dates.written(due)) if due else ""
        return Cell(enum_words.said(part.record.term), sub=day, tone="text2")

    def _levels_written(self, part: Part[Any]) -> str:
        return f"{sum(bool(level) for level in part.record.levels)}/5"

    def _weight(self, part: Part[Any]) -> str:
        return f"{weight_of(part.record):g}"

    # new rows

    def new_goal(self, _checked: bool = False) -> None:
        """A blank goal, written beside."""
        self._add_goal(RehabilitationGoal(episode_id="", therapy_plan_id="", life=GoalLife.AGREED))

    def begin_from(self, goal: Goal, _checked: bool = False) -> None:
        """A goal that serves one of the care plan, as it is measured there."""
        begun = RehabilitationGoal(
            episode_id="",
            therapy_plan_id="",
            text=goal.text,
            measure=goal.measure,
            instrument=goal.instrument,
            from_value=goal.from_value,
            to_value=goal.to_value,
            due_on=goal.due_on,
            care_thread=goal.thread,
            importance=goal.importance,
            difficulty=goal.difficulty,
            levels=goal.levels,
            life=GoalLife.AGREED,
        )
        self._add_goal(begun)

    def _add_goal(self, goal: RehabilitationGoal) -> None:
        if self.working is None:
            return
        plan = self.working.plan.record
        part = Part(replace(goal, thread=new_id(), episode_id=plan.episode_id, therapy_plan_id=plan.id))
        self.working.goals.append(part)
        self.add(part, field="text")

    def _level_typed(self) -> None:
        part = self._shown
        if part is not None and not self._filling:
            part.record = replace(part.record, levels=self.levels.levels())
            self._complaints.pop(part.key, None)
            self.show_rows(part.key)
            self.changed.emit()

    def _show_offers(self) -> None:
        emptied(self._offers)
        if self.working is None:
            return
        served = {part.record.care_thread for part in self.working.goals}
        buttons = []
        for goal in self._care_goals:
            if goal.thread not in served:
                button = Button(goal.text, "link", "plus")
                button.setAccessibleName(_("New goal from: {need}").format(need=goal.text))
                button.clicked.connect(partial(self.begin_from, goal))
                buttons.append(button)
        if buttons:
            told = label(_("A new goal may begin from a goal of the care plan:"), "small")
            inside = column(told, box(Flow(*buttons, gap=10)), gap=0, margins=(12, 6, 12, 6))
            self._offers.addWidget(box(inside, "well"))
