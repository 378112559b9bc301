"""The versions of a stay's rehabilitation plan with their content, which is in force, where its goals stand, what awaits approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from carebook.records.episodes import Episode
from carebook.records.rehabilitation import (
    FunctionRating,
    GoalRating,
    PlannedTherapy,
    RehabilitationDecision,
    RehabilitationGoal,
    RehabilitationInForce,
    RehabilitationPlan,
    RehabilitationReview,
)
from carebook.rules.care_plans import Tier, standing
from carebook.rules.therapy_plans import TIERS, TherapyPlanContent
from carebook.store import care_plans
from carebook.store.book import Reader
from carebook.store.care_plans import Awaiting, Versions, waiting_versions
from carebook.store.care_plans.versions import authors, by_version, goals_pointed_at, pointers, source

REHABILITATION = Versions(
    RehabilitationPlan,
    RehabilitationInForce,
    RehabilitationDecision,
    RehabilitationReview,
    (PlannedTherapy, RehabilitationGoal, FunctionRating),
    link="therapy_plan_id",
    tiers=TIERS,
    writing=("save_rehabilitation_plan", "submit_rehabilitation_plan"),
)


@dataclass(frozen=True)
class TherapyPlanFile:
    """One version with its content in order, its decisions (oldest first), its reviews (newest first), and where it stands.

    ``authors`` are the staff members who wrote or submitted it; ``ward_id`` is the ward of the client's bed, None without one.
    """

    plan: RehabilitationPlan
    therapies: tuple[PlannedTherapy, ...] = ()
    goals: tuple[RehabilitationGoal, ...] = ()
    functions: tuple[FunctionRating, ...] = ()
    decisions: tuple[RehabilitationDecision, ...] = ()
    reviews: tuple[RehabilitationReview, ...] = ()
    in_force: bool = False
    since_at: datetime | None = None
    authors: frozenset[str] = frozenset()
    ward_id: str | None = None

    @property
    def standing(self) -> str:
        """draft, awaiting, returned, withdrawn, in_force, replaced or ended."""
        return standing(self.plan.state, self.in_force)

    @property
    def content(self) -> TherapyPlanContent:
        """What the version says."""
        return TherapyPlanContent(self.plan, self.therapies, self.goals, self.functions)


def plans_of(reader: Reader, episode_id: str) -> tuple[TherapyPlanFile, ...]:
    """All versions of a stay, the newest number first; none when the person may not be seen."""
    reader.asks("rehabilitation")
    found = reader.records(RehabilitationPlan, "episode_id = ?", (episode_id,), order="number DESC, id DESC")
    return _files(reader, found)


def plan_file(reader: Reader, plan_id: str) -> TherapyPlanFile | None:
    """One version, or None (there is none, it was struck through, or it may not be seen)."""
    reader.asks("rehabilitation")
    return next(iter(_files(reader, reader.records(RehabilitationPlan, "id = ?", (plan_id,)))), None)


def plan_in_force(reader: Reader, episode_id: str) -> TherapyPlanFile | None:
    """The version in force for a stay, or None."""
    reader.asks("rehabilitation")
    found = next(iter(pointers(reader, REHABILITATION, [episode_id])), None)
    return plan_file(reader, found) if found else None


def goals_in_force(reader: Reader, episode_id: str) -> tuple[RehabilitationGoal, ...]:
    """The goals of the version in force, in their order; () without one."""
    reader.asks("rehabilitation")
    return goals_pointed_at(reader, REHABILITATION, RehabilitationGoal, episode_id)


def newest_levels(reader: Reader, episode_id: str) -> Mapping[str, GoalRating]:
    """The newest rating of each goal of a stay, by the thread of the goal."""
    reader.asks("rehabilitation")
    ratings = reader.records(GoalRating, "episode_id = ?", (episode_id,), order="rated_on, id")
    return {rating.thread: rating for rating in ratings}


def tiers_for(reader: Reader, plan: RehabilitationPlan) -> tuple[Tier, ...]:
    """The tiers of approval a submitted version goes through: those in force on the day it was submitted; () before."""
    return care_plans.tiers_for(reader, plan, TIERS)


def awaiting(reader: Reader) -> list[Awaiting]:
    """What waits for approval in stays that are open, the oldest submission first; people who may not be seen are masked."""
    reader.asks("rehabilitation")
    return waiting_versions(reader, REHABILITATION)


def numbers(reader: Reader, person_id: str) -> dict[str, str]:
    """The numbers of all versions of somebody's rehabilitation plans by their ids, for sentences."""
    reader.asks("history")
    plans = reader.records(
        RehabilitationPlan,
        f"episode_id IN (SELECT id FROM {source(reader, Episode)} WHERE person_id = ?)",
        (person_id,),
        withdrawn=True,
    )
    return {plan.id: str(plan.number) for plan in plans}


def _files(reader: Reader, plans: Sequence[RehabilitationPlan]) -> tuple[TherapyPlanFile, ...]:
    if not plans:
        return ()
    ids = [plan.id for plan in plans]
    stays = {plan.episode_id for plan in plans}
    pointing = pointers(reader, REHABILITATION, stays)
    wards = {stay: care_plans.ward_of(reader, stay) for stay in stays}
    written_by = authors(reader, REHABILITATION, ids)
    orders = {RehabilitationDecision: "decided_at, id", RehabilitationReview: "done_on DESC, id DESC"}
    rows = {
        cls: by_version(reader, REHABILITATION, cls, ids, orders.get(cls, "position, id"))
        for cls in (*REHABILITATION.parts, RehabilitationDecision, RehabilitationReview)
    }
    return tuple(
        TherapyPlanFile(
            plan,
            therapies=tuple(rows[PlannedTherapy][plan.id]),
            goals=tuple(rows[RehabilitationGoal][plan.id]),
            functions=tuple(rows[FunctionRating][plan.id]),
            decisions=tuple(rows[RehabilitationDecision][plan.id]),
            reviews=tuple(rows[RehabilitationReview][plan.id]),
            in_force=plan.id in pointing,
            since_at=pointing[plan.id].since_at if plan.id in pointing else None,
            authors=frozenset(written_by[plan.id]),
            ward_id=wards[plan.episode_id],
        )
        for plan in plans
    )
