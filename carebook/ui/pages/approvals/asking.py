"""One submission in front of who answers it, of any kind of plan, and how each kind is read and answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.actions.care_plans import approve_plan, return_plan
from carebook.actions.change import Change
from carebook.actions.therapy_plans import approve_rehabilitation_plan, return_rehabilitation_plan
from carebook.rules.care_plans import Difference, Tier
from carebook.rules.care_plans import differences as care_differences
from carebook.rules.therapy_plans import OWN_PLAN, TIERS
from carebook.rules.therapy_plans import differences as therapy_differences
from carebook.store import care_plans, people, schedules, staff, therapy_plans
from carebook.store.book import Reader
from carebook.store.care_plans import CARE, Awaiting
from carebook.store.therapy_plans import REHABILITATION
from carebook.ui.parts.care_plans import DecisionBar, PlanReading
from carebook.ui.parts.care_plans.reading import VersionReading
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.therapy_plans import TherapyPlanReading
from carebook.words import _


@dataclass(frozen=True)
class Submission:
    """One submitted version in front of its approver. ``restricted``: opening it leaves a line in the reading log."""

    file: Any
    in_force: Any
    tiers: tuple[Tier, ...]
    names: Mapping[str, str]
    restricted: bool


def submission(reader: Reader, one: Awaiting, today: date) -> Submission | None:
    """The version with the plan in force; None when it is gone or may not be seen."""
    store: Any = care_plans if one.kind == CARE.table else therapy_plans
    file = store.plan_file(reader, one.plan_id)
    if file is None:
        return None
    rows = people.people_rows(reader, [one.person_id], today)
    names = {member.id: member.full_name for member in staff.staff_members(reader)}
    if one.kind == REHABILITATION.table:
        names |= {room.id: room.name for room in schedules.therapy_rooms(reader, closed=True)}
        names |= {goal.thread: goal.text for goal in care_plans.goals_in_force(reader, one.episode_id)}
    before = store.plan_in_force(reader, one.episode_id)
    return Submission(file, before, store.tiers_for(reader, file.plan), names, bool(rows) and rows[0].restricted)


@dataclass(frozen=True)
class Way:
    """How one kind of plan is read, compared, and answered here; ``page`` shows it whole, ``paper`` is its print."""

    reading: VersionReading
    bar: DecisionBar
    approve: Callable[..., Change]
    give_back: Callable[..., Change]
    differences: Callable[..., Sequence[Difference]]
    tiers: str
    words: str
    page: str
    paper: str


def ways_of(desk: Desk) -> dict[str, Way]:
    """The kinds of plans that wait here, by their table."""
    return {
        CARE.table: Way(
            PlanReading(desk),
            DecisionBar(desk),
            approve_plan,
            return_plan,
            care_differences,
            CARE.tiers,
            _("Care plan"),
            "care_plans",
            "form04",
        ),
        REHABILITATION.table: Way(
            TherapyPlanReading(desk),
            DecisionBar(desk, TIERS, OWN_PLAN),
            approve_rehabilitation_plan,
            return_rehabilitation_plan,
            therapy_differences,
            TIERS,
            _("Rehabilitation plan"),
            "therapy_plans",
            "therapy_order",
        ),
    }
