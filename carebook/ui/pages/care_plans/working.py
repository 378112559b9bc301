"""A plan while it is written: what stands in its forms, read or not; to the deed as one content, to a draft as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QLineEdit

from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, HelpLevel, Risk
from carebook.records.record import Record
from carebook.rules.care_plans import PlanContent
from carebook.store.book import new_id
from carebook.store.care_plans import PlanFile
from carebook.store.rows import from_row, to_row
from carebook.ui.parts.fields import Form
from carebook.words import Message

R = TypeVar("R", bound=Record)


@dataclass
class Part(Generic[R]):
    """One record of the plan with what is typed into it; ``raw`` holds by field what cannot be read yet."""

    record: R
    raw: dict[str, Any] = field(default_factory=dict)
    key: str = field(default_factory=new_id)

    @property
    def id(self) -> str:
        """By what lists tell the rows apart, kept or not."""
        return self.key

    def take(self, form: Form) -> None:
        """Take over what stands in the form's fields of this record."""
        names = [name for name in form.names() if hasattr(self.record, name)]
        given: dict[str, Any] = {}
        for name in names:
            editor = form.editor(name)
            if isinstance(editor.input.read(), Message):
                self.raw[name] = editor.raw()
                continue
            self.raw.pop(name, None)
            value = editor.value()
            if value is not None or editor.field.optional:
                given[name] = value
        self.record = replace(self.record, **given)

    def show(self, form: Form) -> None:
        """Show the record in the form, with what could not be read as it was typed."""
        form.load(self.record)
        for line in form.findChildren(QLineEdit):
            line.setCursorPosition(0)  # long words are read from their beginning
        for name, raw in self.raw.items():
            if name in form.names():
                form.editor(name).set_raw(raw)

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"record": to_row(self.record), "raw": dict(self.raw), "key": self.key}


def _part(cls: type[R], told: Mapping[str, Any]) -> Part[R]:
    return Part(from_row(cls, told["record"]), dict(told["raw"]), told["key"])


Handed = tuple[tuple[Part[Goal], ...], tuple[Part[Activity], ...], tuple[Part[Risk], ...]]


@dataclass
class Working:
    """The whole plan while it is written. An activity names its goal by the goal's thread, kept or not, "" for none."""

    plan: Part[CarePlan]
    goals: list[Part[Goal]]
    activities: list[Part[Activity]]
    risks: list[Part[Risk]]
    helps: dict[str, DailyHelp]

    @classmethod
    def of(cls, content: PlanContent | PlanFile) -> Working:
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
        self.plan.record = replace(saved.plan, **_typed(self.plan.record))
        kept: tuple[tuple[Any, ...], ...] = (saved.goals, saved.activities, saved.risks)
        asked: tuple[tuple[Part[Any], ...], ...] = handed
        for parts, records in zip(asked, kept, strict=True):
            for part, record in zip(parts, records, strict=False):
                part.record = _kept_as(part.record, record)
        for one in saved.helps:
            if one.kind in self.helps:
                self.helps[one.kind] = _kept_as(self.helps[one.kind], one)

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

    def unread(self) -> list[Part[Any]]:
        """The parts in which something typed cannot be read."""
        every: Iterable[Part[Any]] = (self.plan, *self.goals, *self.activities, *self.risks)
        return [part for part in every if part.raw]

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
    def from_told(cls, told: Mapping[str, Any]) -> Working:
        """What ``told`` gave."""
        helps = [from_row(DailyHelp, row) for row in told["helps"]]
        return cls(
            _part(CarePlan, told["plan"]),
            [_part(Goal, one) for one in told["goals"]],
            [_part(Activity, one) for one in told["activities"]],
            [_part(Risk, one) for one in told["risks"]],
            {one.kind: one for one in helps},
        )


def _kept_as(typed: R, saved: R) -> R:
    """What is typed, under the identity the book gave it."""
    return replace(typed, **{name: getattr(saved, name) for name in ("id", "version", "plan_id", "episode_id")})


_FROM_THE_BOOK = frozenset(
    {"id", "version", "state", "number", "round", "submitted_at", "submitted_by", "approved_at"}
    | {"withdrawn_at", "withdrawn_by", "withdrawn_because", "ended_on", "ended_because"}
)


def _typed(plan: CarePlan) -> dict[str, Any]:
    """What people write in the head of a plan, as it stands now."""
    return {name: value for name, value in vars(plan).items() if name not in _FROM_THE_BOOK}
