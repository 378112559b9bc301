"""The sheets of an education plan: the plan with a card for each goal, and the review that rates them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records.care_plans import Achievement
from carebook.records.declaration import field_of
from carebook.records.enum_words import choices
from carebook.records.groups import EducationGoal, EducationPlan
from carebook.rules.problem import Problem
from carebook.store.classes import EducationPlanFile
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, FieldEditor, Form, section
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import Message, _

_PLAN_FIELDS = ("area", "text", "how", "from_value", "to_value", "due_on")
_REVIEW_FIELDS = ("achievement", "remark")
_HALF = ("from_value", "to_value")  # stand side by side


class GoalCard(QFrame):
    """One goal of a plan, its ``fields`` to be written on; ``gone`` when it is taken away."""

    changed = Signal()
    gone = Signal()

    def __init__(self, desk: Desk, goal: EducationGoal, fields: Sequence[str], *, stays: bool) -> None:
        """``stays``: the goal is told above its fields and cannot be taken away."""
        super().__init__()
        self.setObjectName("card")
        self.goal = goal
        offered: dict[str, Choices] = {
            "area": desk.choices("education_area"),
            "achievement": choices(Achievement),
        }
        self.editors = {
            name: FieldEditor(field_of(EducationGoal, name), desk.today, choices=offered.get(name, ()), above=True)
            for name in fields
        }
        for name, editor in self.editors.items():
            editor.set_value(getattr(goal, name))
            editor.changed.connect(self.changed)
        self.number = label("", "strong")
        self.remove_button = Button("", "ghost", "x")
        self.remove_button.clicked.connect(self.gone)
        self.remove_button.setVisible(not stays)
        wide = [self.editors[name] for name in fields if name not in _HALF and name != "due_on"]
        half = [self.editors[name] for name in fields if name in _HALF]
        last = [self.editors[name] for name in fields if name == "due_on"]
        told = (label(_told(goal, desk), "muted", wrap=True),) if stays else ()
        halves = (row(*((one, 1) for one in half), gap=10),) if half else ()
        self.setLayout(
            column(
                row(self.number, None, self.remove_button), *told, *wide, *halves, *last, gap=4, margins=(12, 4, 12, 10)
            )
        )

    def set_number(self, number: int) -> None:
        """Its place among the goals, counted from 1."""
        self.number.setText(_("Goal {n}").format(n=number))
        words = _("Remove goal {n}").format(n=number)
        self.remove_button.setAccessibleName(words)
        self.remove_button.setToolTip(words)
        for name, editor in self.editors.items():
            editor.input.name_as(f"{self.number.text()}: {field_of(EducationGoal, name).label}")

    def written(self) -> EducationGoal | None:
        """The goal as it stands; None when something cannot be read, which is shown."""
        wrong: dict[str, Message] = {}
        for name, editor in self.editors.items():
            if (problem := editor.problem()) is not None:
                wrong[name] = problem
        for name, problem in wrong.items():
            self.editors[name].show_error(problem)
        if wrong:
            self.editors[next(iter(wrong))].input.setFocus()
            return None
        return replace(self.goal, **{name: editor.value() for name, editor in self.editors.items()})

    def is_empty(self) -> bool:
        """Whether nothing was typed into a new one; the area stands there by itself."""
        return not self.goal.id and not any(editor.raw() for name, editor in self.editors.items() if name != "area")

    def draft(self) -> dict[str, Any]:
        """What stands there, readable or not."""
        return {"id": self.goal.id} | {name: editor.raw() for name, editor in self.editors.items()}


def _told(goal: EducationGoal, desk: Desk) -> str:
    levels = " → ".join(filter(None, (goal.from_value, goal.to_value)))
    day = desk.said_day(goal.due_on)
    return " · ".join(filter(None, (desk.words("education_area", goal.area), goal.text, levels, day)))


class PlanSheet(Sheet):
    """An education plan with its goals. ``fields`` of the plan and of each goal are what can be written on."""

    def __init__(self, desk: Desk, file: EducationPlanFile, teachers: Choices, *, review: bool) -> None:
        super().__init__()
        self._desk, self._file, self._review = desk, file, review
        self.cards: list[GoalCard] = []
        self._fields = _REVIEW_FIELDS if review else _PLAN_FIELDS
        plan_fields = (
            ("reviewed_on", "results", "review_on")
            if review
            else (
                *("school_year", "teacher_id", "made_on", "review_on"),
                *("strengths", "needs", "communication", "family_part", "agreed_by"),
            )
        )
        self.form = Form(
            [section("", EducationPlan, *plan_fields)],
            desk.today,
            choices={"teacher_id": teachers},
            labels={"review_on": _("Next review on")} if review else {},
            required=("reviewed_on", "results") if review else (),
            columns=1,
        )
        self.form.load(file.plan)
        self.form.changed.connect(self.changed)
        self._column = column(gap=8)
        self.add_button = Button(_("Add a goal"), icon="plus")
        self.add_button.clicked.connect(self.add)
        self.add_button.setVisible(not review)
        head = column(section_head(_("Goals")), hairline(), gap=0)
        self.setLayout(column(self.form, head, self._column, box(row(self.add_button, None)), gap=8))
        for goal in file.goals:
            self._put(goal)
        self._number()
        self._base = self._goals_raw()

    def _put(self, goal: EducationGoal) -> GoalCard:
        card = GoalCard(self._desk, goal, self._fields, stays=self._review)
        card.changed.connect(self.changed)
        card.gone.connect(partial(self._remove, card))
        self.cards.append(card)
        self._column.addWidget(card)
        return card

    def add(self) -> None:
        """An empty goal at the end, with the focus on its words."""
        card = self._put(EducationGoal(episode_id="", education_plan_id=""))
        self._number()
        card.editors["text"].input.setFocus()
        self.changed.emit()

    def _remove(self, card: GoalCard) -> None:
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._number()
        self.changed.emit()

    def _number(self) -> None:
        for number, card in enumerate(self.cards, 1):
            card.set_number(number)

    def _goals_raw(self) -> list[dict[str, Any]]:
        return [card.draft() for card in self.cards if not card.is_empty()]

    # as a sheet

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or self._goals_raw() != self._base

    def written(self) -> EducationPlanFile | None:
        plan = self.form.record(self._file.plan)
        found = [card.written() for card in self.cards if not card.is_empty()]
        goals = [one for one in found if one is not None]
        return EducationPlanFile(plan, tuple(goals)) if plan is not None and len(goals) == len(found) else None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        cards = [card for card in self.cards if not card.is_empty()]
        beside = []
        for problem in problems:
            part, _dot, rest = problem.field.partition(".")
            place, _dot, name = rest.partition(".")
            if part == "goals" and int(place) < len(cards) and name in cards[int(place)].editors:
                cards[int(place)].editors[name].show_error(problem.message)
                cards[int(place)].editors[name].input.setFocus()
            else:
                beside.append(problem)
        if beside:
            self.form.show_problems(beside)

    def draft(self) -> dict[str, Any]:
        return {"plan": self.form.draft(), "goals": self._goals_raw()}

    def restore(self, draft: dict[str, Any]) -> None:
        known = {goal.id: goal for goal in self._file.goals}
        for card in list(self.cards):
            self._remove(card)
        for one in draft.get("goals", ()):
            card = self._put(known.get(one.get("id", ""), EducationGoal(episode_id="", education_plan_id="")))
            for name, editor in card.editors.items():
                editor.set_raw(one.get(name))
        self._number()
        self.form.restore(draft.get("plan", {}))

    def take_focus(self) -> None:
        if (first := self.form.first()) is not None:
            first.setFocus()
