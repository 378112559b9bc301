"""A care plan while it is written: what stands in its forms, read or not; to the deed as one content, to a draft as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, HelpLevel, Risk
from carebook.rules.care_plans import PlanContent
from carebook.store.care_plans import PlanFile
from carebook.store.rows import from_row, to_row
from carebook.ui.parts.plans.working import Part, Working, kept_as, part_of, typed_in_head

Handed = tuple[tuple[Part[Goal], ...], tuple[Part[Activity], ...], tuple[Part[Risk], ...]]


@dataclass
class CareWorking(Working):
    """The whole plan while it is written. An activity names its goal by the goal's thread, kept or not, "" for none."""

    plan: Part[CarePlan]
    goals: list[Part[Goal]]
    activities: list[Part[Activity]]
    risks: list[Part[Risk]]
    helps: dict[str, DailyHelp]

    @classmethod
    def of(cls, content: PlanContent | PlanFile) -> CareWorking:
        """A plan as it is kept, or as a new one begins."""
        threads = {goal.id: goal.thread for goal in content.goals if goal.id}
        activities = [replace(one, goal_id=threads.get(one.goal_id or "", one.goal_id)) for one in content.activities]
        return cls(
            Part(content.plan),
            [Part(goal) for goal in content.goals],
            [Part(one) for one in activities],
            [Part(risk) for risk in content.risks],
            {one.kind: one for one in content.helps},
        )

    def content(self) -> PlanContent:
        """What a deed saves as one: rows in their order, activities under their goals."""
        kept = {part.record.thread: part.record.id for part in self.goals if part.record.id}
        goals = tuple(replace(part.record, position=place) for place, part in enumerate(self.goals))
        activities = tuple(
            replace(one.record, position=place, goal_id=kept.get(one.record.goal_id or "", one.record.goal_id) or None)
            for place, one in enumerate(self.in_order())
        )
        risks = tuple(replace(part.record, position=place) for place, part in enumerate(self.risks))
        helps = tuple(one for one in self.helps.values() if one.level is not None or one.note)
        return PlanContent(self.plan.record, goals, activities, risks, helps)

    def handed(self) -> Handed:
        """The parts in the order in which ``content`` hands them over."""
        return tuple(self.goals), tuple(self.in_order()), tuple(self.risks)

    def adopt(self, saved: PlanFile, handed: Handed) -> None:
        """Take the ids and versions the book gave to what was ``handed`` over; what was typed since stays."""
        self.plan.record = replace(saved.plan, **typed_in_head(self.plan.record))
        kept: tuple[tuple[Any, ...], ...] = (saved.goals, saved.activities, saved.risks)
        asked: tuple[tuple[Part[Any], ...], ...] = handed
        for parts, records in zip(asked, kept, strict=True):
            for part, record in zip(parts, records, strict=False):
                part.record = kept_as(part.record, record, "plan_id")
        for one in saved.helps:
            if one.kind in self.helps:
                self.helps[one.kind] = kept_as(self.helps[one.kind], one, "plan_id")

    def in_order(self) -> list[Part[Activity]]:
        """The activities under their goals, then those of the plan as a whole."""
        threads = [part.record.thread for part in self.goals]
        order = {thread: place for place, thread in enumerate(threads)}
        return sorted(self.activities, key=lambda part: order.get(part.record.goal_id or "", len(order)))

    def of_goal(self, thread: str) -> list[Part[Activity]]:
        """The activities of one goal."""
        return [part for part in self.activities if part.record.goal_id == thread]

    def cost(self) -> int:
        """The estimated cost of all activities, in đồng."""
        return sum(part.record.cost or 0 for part in self.activities)

    def rows(self, kind: str) -> Sequence[Part[Any]]:
        by_kind: dict[str, Sequence[Part[Any]]] = {
            "goals": self.goals,
            "activities": self.in_order(),
            "risks": self.risks,
        }
        return by_kind.get(kind, ())

    def counts(self) -> Mapping[str, int]:
        helped = sum(one.level is not None for one in self.helps.values())
        return {"goals": len(self.goals), "risks": len(self.risks), "helps": helped}

    def every(self) -> Sequence[Part[Any]]:
        return (self.plan, *self.goals, *self.activities, *self.risks)

    def set_help(self, kind: str, level: HelpLevel | None, note: str | None = None) -> None:
        """How much help is normal for one kind of daily care."""
        plan = self.plan.record
        known = self.helps.get(kind) or DailyHelp(episode_id=plan.episode_id, plan_id=plan.id, kind=kind)
        self.helps[kind] = replace(known, level=level, note=known.note if note is None else note)

    def told(self) -> dict[str, Any]:
        """Everything as JSON can hold it."""
        return {
            "plan": self.plan.told(),
            "goals": [part.told() for part in self.goals],
            "activities": [part.told() for part in self.activities],
            "risks": [part.told() for part in self.risks],
            "helps": [to_row(one) for one in self.helps.values()],
        }

    @classmethod
    def from_told(cls, told: Mapping[str, Any]) -> CareWorking:
        """What ``told`` gave."""
        helps = [from_row(DailyHelp, row) for row in told["helps"]]
        return cls(
            part_of(CarePlan, told["plan"]),
            [part_of(Goal, one) for one in told["goals"]],
            [part_of(Activity, one) for one in told["activities"]],
            [part_of(Risk, one) for one in told["risks"]],
            {one.kind: one for one in helps},
        )
