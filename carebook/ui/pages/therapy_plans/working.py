"""A rehabilitation plan while it is written: what stands in its forms, read or not; to the deed as one, to a draft as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from carebook.records.rehabilitation import FunctionRating, PlannedTherapy, RehabilitationGoal, RehabilitationPlan
from carebook.rules.therapy_plans import TherapyPlanContent
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.ui.parts.plans.working import Part, Working, kept_as, part_of, typed_in_head
from carebook.ui.parts.therapy_plans import fees_of

Handed = tuple[tuple[Part[Any], ...], ...]


@dataclass
class TherapyWorking(Working):
    """The whole plan while it is written."""

    plan: Part[RehabilitationPlan]
    functions: list[Part[FunctionRating]]
    goals: list[Part[RehabilitationGoal]]
    therapies: list[Part[PlannedTherapy]]

    @classmethod
    def of(cls, content: TherapyPlanContent | TherapyPlanFile) -> TherapyWorking:
        """A plan as it is kept, or as a new one begins."""
        return cls(
            Part(content.plan),
            [Part(one) for one in content.functions],
            [Part(one) for one in content.goals],
            [Part(one) for one in content.therapies],
        )

    def content(self) -> TherapyPlanContent:
        return TherapyPlanContent(
            self.plan.record,
            tuple(replace(part.record, position=place) for place, part in enumerate(self.therapies)),
            tuple(replace(part.record, position=place) for place, part in enumerate(self.goals)),
            tuple(replace(part.record, position=place) for place, part in enumerate(self.functions)),
        )

    def handed(self) -> Handed:
        return tuple(self.therapies), tuple(self.goals), tuple(self.functions)

    def adopt(self, saved: TherapyPlanFile, handed: Handed) -> None:
        self.plan.record = replace(saved.plan, **typed_in_head(self.plan.record))
        kept: tuple[tuple[Any, ...], ...] = (saved.therapies, saved.goals, saved.functions)
        for parts, records in zip(handed, kept, strict=True):
            for part, record in zip(parts, records, strict=False):
                part.record = kept_as(part.record, record, "therapy_plan_id")

    def rows(self, kind: str) -> Sequence[Part[Any]]:
        by_kind: dict[str, Sequence[Part[Any]]] = {
            "functions": self.functions,
            "goals": self.goals,
            "therapies": self.therapies,
        }
        return by_kind.get(kind, ())

    def counts(self) -> Mapping[str, int]:
        return {kind: len(self.rows(kind)) for kind in ("functions", "goals", "therapies")}

    def every(self) -> Sequence[Part[Any]]:
        return (self.plan, *self.functions, *self.goals, *self.therapies)

    def cost(self) -> int:
        return fees_of([part.record for part in self.therapies])

    def told(self) -> dict[str, Any]:
        rows = {kind: [part.told() for part in self.rows(kind)] for kind in ("functions", "goals", "therapies")}
        return {"plan": self.plan.told(), **rows}

    @classmethod
    def from_told(cls, told: Mapping[str, Any]) -> TherapyWorking:
        """What ``told`` gave."""
        return cls(
            part_of(RehabilitationPlan, told["plan"]),
            [part_of(FunctionRating, one) for one in told["functions"]],
            [part_of(RehabilitationGoal, one) for one in told["goals"]],
            [part_of(PlannedTherapy, one) for one in told["therapies"]],
        )
