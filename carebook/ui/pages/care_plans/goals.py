"""Goals with their activities: the list, the forms beside it, and what a new goal may begin from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from carebook import dates, money
from carebook.records import enum_words
from carebook.records.care_plans import Activity, CarePlan, Goal, GoalLife, Owner
from carebook.records.declaration import Kind, field_of
from carebook.store.book import new_id
from carebook.ui.pages.care_plans.asking import Beginning, CareView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.care_plans.standing import days_words
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Section, section
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, column, emptied
from carebook.ui.parts.plans.levels import Levels
from carebook.ui.parts.plans.rows import RowsSection
from carebook.ui.parts.plans.working import Part
from carebook.ui.parts.table import ALWAYS, Cell, Column
from carebook.words import _, pgettext

_GOAL = ("text", "domain", "measure", "instrument", "from_value", "to_value", "due_on", "priority", "life")
_ACTIVITY = (
    *("goal_id", "text", "urgent", "frequency", "from_on", "to_on", "owner", "staff_member_id", "responsible"),
    *("service", "provider", "resources", "cost"),
)
_WRITTEN_LIVES = (GoalLife.PROPOSED, GoalLife.AGREED, GoalLife.ACTIVE, GoalLife.ON_HOLD)


class GoalsSection(RowsSection):
    """Goals and, indented under each, its activities; those of the plan as a whole come last."""

    def __init__(self, desk: Desk) -> None:
        self.new_goal_button = Button(_("New goal"), icon="plus", key="Ctrl+N", listens=False)
        self.new_activity_button = Button(_("New activity"), icon="plus", key="Ctrl+Shift+N", listens=False)
        super().__init__(
            desk,
            [
                Column("what", _("Goals and activities"), self._what, 240, 5, ALWAYS),
                Column("when", pgettext("plan", "When"), self._when, 120, 2, 6),
                Column("who", _("Responsible"), self._who, 130, 2, 5),
                Column("cost", _("Cost"), self._cost, 104, 0, 7, "right"),
            ],
            _("Goals and activities"),
            _("No goals yet. A goal may begin from a need of the newest assessment, or be written anew."),
            self.new_goal_button,
            self.new_activity_button,
        )
        self._names: dict[str, str] = {}
        self._beginnings: Sequence[Beginning] = ()
        self.new_goal_button.clicked.connect(self.new_goal)
        self.new_activity_button.clicked.connect(self.new_activity)
        self._offers = column(gap=2)
        self.above.addLayout(self._offers)
        self._scale_field = field_of(Goal, "instrument")
        as_choice = replace(self._scale_field, fact=replace(self._scale_field.fact, kind=Kind.LINK))
        fields = [as_choice if name == "instrument" else field_of(Goal, name) for name in _GOAL]
        lives = [(life.value, enum_words.said(life)) for life in _WRITTEN_LIVES]
        grades = [field_of(Goal, "importance"), field_of(Goal, "difficulty")]
        goal_form = Form(
            [Section("", tuple(fields)), Section(_("Weight, 1 to 3"), tuple(grades))],
            desk.today,
            choices={"domain": desk.choices("need_domain"), "life": lives, "instrument": [("", "")]},
            columns=1,
        )
        self.levels = Levels()
        self.levels.changed.connect(self._level_typed)
        self.add_form(Goal, goal_form)
        self.panel.add(self.levels)
        activity_form = Form(
            [section("", Activity, *_ACTIVITY)],
            desk.today,
            choices={
                "goal_id": [("", "")],
                "owner": enum_words.choices(Owner),
                "staff_member_id": [("", "")] * 9,  # more than a few: one types to find somebody
                "service": desk.choices("service"),
            },
            columns=1,
        )
        self.add_form(Activity, activity_form)

    def offer(self, view: CareView) -> None:
        """What the forms and the line of beginnings offer."""
        self._names = dict(view.names)
        self._beginnings = view.beginnings
        self.forms[Activity].editor("staff_member_id").offer(view.here)
        self.forms[Goal].editor("instrument").offer(view.scales)

    def parts(self) -> Sequence[Part[Any]]:
        if self.working is None:
            return ()
        working = self.working
        rows: list[Part[Any]] = []
        for goal in working.goals:
            rows += [goal, *working.of_goal(goal.record.thread)]
        threads = {goal.record.thread for goal in working.goals}
        return [*rows, *(one for one in working.activities if one.record.goal_id not in threads)]

    def lists(self, part: Part[Any]) -> list[Part[Any]]:
        assert self.working is not None
        return self.working.goals if isinstance(part.record, Goal) else self.working.activities

    def title_of(self, part: Part[Any]) -> str:
        return _("Goal") if isinstance(part.record, Goal) else _("Activity")

    def dress(self, part: Part[Any], form: Form) -> None:
        self.levels.setVisible(isinstance(part.record, Goal))
        if isinstance(part.record, Goal):
            self.levels.show_levels(part.record.levels)
        elif self.working is not None:
            goals = [(one.record.thread, one.record.text or _("(goal without words)")) for one in self.working.goals]
            form.editor("goal_id").offer(goals)

    def _pick(self, part: Part[Any] | None) -> None:
        super()._pick(part)
        if part is None:
            self.levels.hide()

    def show_rows(self, pick: str = "") -> None:
        super().show_rows(pick)
        self.new_activity_button.setEnabled(bool(self.working and self.working.goals))
        self._show_offers()

    # cells

    def _what(self, part: Part[Any]) -> Cell:
        mark = ("cross", "danger") if self.is_wrong(part) else None
        one = part.record
        if isinstance(one, Goal):
            words = one.text or _("(goal without words)")
            return Cell(words, sub=self.desk.words("need_domain", one.domain), weight=600, mark=mark)
        words = one.text or _("(activity without words)")
        urgent = _("Urgent") if one.urgent else ""
        return Cell(words, sub=" · ".join(filter(None, (urgent, one.resources))), indent=16, mark=mark)

    def _when(self, part: Part[Any]) -> Cell:
        one = part.record
        if isinstance(one, Goal):
            return Cell(_("by {day}").format(day=dates.written(one.due_on)) if one.due_on else "–", tone="text2")
        span = days_words(one.from_on, one.to_on)
        return Cell(one.frequency, sub=span) if one.frequency else Cell(span, tone="text2")

    def _who(self, part: Part[Any]) -> Cell:
        one = part.record
        if isinstance(one, Goal):
            return Cell()
        named = ", ".join(filter(None, (self._names.get(one.staff_member_id or "", ""), one.responsible)))
        return Cell(named or enum_words.said(one.owner), sub=one.provider)

    def _cost(self, part: Part[Any]) -> Cell:
        one = part.record
        if self.working is None:
            return Cell()
        if isinstance(one, Goal):
            under = sum(activity.record.cost or 0 for activity in self.working.of_goal(one.thread))
            return Cell(money.dong(under) if under else "", weight=600)
        return Cell(money.dong(one.cost) if one.cost is not None else "")

    # new rows

    def new_goal(self, _checked: bool = False) -> None:
        """A blank goal, written beside."""
        self._add_goal(Goal(episode_id="", plan_id="", life=GoalLife.AGREED))

    def begin_from(self, beginning: Beginning, _checked: bool = False) -> None:
        """A goal that begins from a need or a decision."""
        self._add_goal(beginning.goal, field="text" if not beginning.goal.text else "measure")

    def _add_goal(self, goal: Goal, *, field: str = "text") -> None:
        if self.working is None:
            return
        plan: CarePlan = self.working.plan.record
        made = replace(goal, id="", version=0, thread=new_id(), episode_id=plan.episode_id, plan_id=plan.id)
        part = Part(made)
        self.working.goals.append(part)
        self.add(part, field=field)

    def new_activity(self, _checked: bool = False) -> None:
        """A blank activity of the goal that is picked."""
        if self.working is None or not self.working.goals:
            return
        plan = self.working.plan.record
        on = self.table.current()
        record = on.record if on is not None else self.working.goals[-1].record
        thread = record.thread if isinstance(record, Goal) else record.goal_id
        made = Activity(episode_id=plan.episode_id, plan_id=plan.id, goal_id=thread, from_on=plan.from_on)
        part = Part(made)
        self.working.activities.append(part)
        self.add(part, field="text")

    def remove(self, part: Part[Any]) -> None:
        """A goal takes its activities with it."""
        if self.working is not None and isinstance(part.record, Goal):
            gone = {id(one) for one in self.working.of_goal(part.record.thread)}
            self.working.activities[:] = [one for one in self.working.activities if id(one) not in gone]
        super().remove(part)

    def _level_typed(self) -> None:
        if self._shown is not None and isinstance(self._shown.record, Goal) and not self._filling:
            self._shown.record = replace(self._shown.record, levels=self.levels.levels())
            self.changed.emit()

    def _show_offers(self) -> None:
        emptied(self._offers)
        if self.working is None:
            return
        texts = {goal.record.text for goal in self.working.goals}
        domains = {goal.record.domain for goal in self.working.goals}
        left = [
            one
            for one in self._beginnings
            if (one.goal.text and one.goal.text not in texts) or (not one.goal.text and one.goal.domain not in domains)
        ]
        if not left:
            return
        buttons = []
        for one in left:
            button = Button(one.words, "link", "plus")
            button.setAccessibleName(_("New goal from: {need}").format(need=one.words))
            button.clicked.connect(partial(self.begin_from, one))
            buttons.append(button)
        told = label(_("A new goal may begin from:"), "small")
        self._offers.addWidget(box(column(told, box(Flow(*buttons, gap=10)), gap=0, margins=(12, 6, 12, 6)), "well"))
