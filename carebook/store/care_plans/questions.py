"""The versions of a stay's plan with their content, who wrote them, and which is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from carebook.dates import today_in_vietnam
from carebook.records.assessments import Assessment, DomainRating
from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, PlanDecision, PlanInForce, PlanReview, Risk
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.records.rehabilitation import RehabilitationPlan
from carebook.rules.care_plans import PlanContent, Tier, standing, tiers
from carebook.store.book import Reader
from carebook.store.care_plans.versions import (
    Versions,
    authors,
    by_version,
    goals_pointed_at,
    pointers,
    source,
)

CARE = Versions(
    CarePlan,
    PlanInForce,
    PlanDecision,
    PlanReview,
    (Goal, Activity, Risk, DailyHelp),
    link="plan_id",
    tiers="approval_tier",
    writing=("save_plan", "submit_plan", "propose_goals"),
)


@dataclass(frozen=True)
class PlanFile:
    """One version with its content in order, its decisions (oldest first), its reviews (newest first), and where it stands.

    ``authors`` are the staff members who wrote or submitted it; ``ward_id`` is the ward of the client's bed, None without one.
    """

    plan: CarePlan
    goals: tuple[Goal, ...] = ()
    activities: tuple[Activity, ...] = ()
    risks: tuple[Risk, ...] = ()
    helps: tuple[DailyHelp, ...] = ()
    decisions: tuple[PlanDecision, ...] = ()
    reviews: tuple[PlanReview, ...] = ()
    in_force: bool = False
    since_at: datetime | None = None
    authors: frozenset[str] = frozenset()
    ward_id: str | None = None

    @property
    def standing(self) -> str:
        """draft, awaiting, returned, withdrawn, in_force, replaced or ended."""
        return standing(self.plan.state, self.in_force)

    @property
    def content(self) -> PlanContent:
        """What the version says."""
        return PlanContent(self.plan, self.goals, self.activities, self.risks, self.helps)


def plans_of(reader: Reader, episode_id: str) -> tuple[PlanFile, ...]:
    """All versions of a stay, the newest number first; none when the person may not be seen."""
    reader.asks("casework")
    return _files(reader, reader.records(CarePlan, "episode_id = ?", (episode_id,), order="number DESC, id DESC"))


def plan_file(reader: Reader, plan_id: str) -> PlanFile | None:
    """One version, or None (there is none, it was struck through, or it may not be seen)."""
    reader.asks("casework")
    return next(iter(_files(reader, reader.records(CarePlan, "id = ?", (plan_id,)))), None)


def plan_in_force(reader: Reader, episode_id: str) -> PlanFile | None:
    """The version in force for a stay, or None."""
    pointers = reader.records(PlanInForce, "episode_id = ?", (episode_id,))
    return plan_file(reader, pointers[0].plan_id) if pointers else None


def goals_in_force(reader: Reader, episode_id: str) -> tuple[Goal, ...]:
    """The goals of the version in force, in their order; () without one."""
    reader.asks("casework")
    return goals_pointed_at(reader, CARE, Goal, episode_id)


def needs_assessed(reader: Reader, episode_id: str) -> tuple[DomainRating, ...]:
    """The ratings of the newest finished assessment of a stay; () when there is none."""
    reader.asks("casework")
    finished = reader.records(
        Assessment,
        "episode_id = ? AND state = ?",
        (episode_id, FormState.COMPLETED.value),
        order="assessed_on DESC, id DESC",
    )
    if not finished:
        return ()
    return tuple(reader.records(DomainRating, "assessment_id = ?", (finished[0].id,)))


def tiers_for(reader: Reader, plan: CarePlan | RehabilitationPlan, list_name: str = CARE.tiers) -> tuple[Tier, ...]:
    """The tiers of approval a submitted version goes through: those in force on the day it was submitted; () before."""
    if plan.submitted_at is None:
        return ()
    return tiers(tier_codes(reader, list_name), today_in_vietnam(plan.submitted_at), list_name)


def tier_codes(reader: Reader, list_name: str) -> list[Code]:
    """The rows of a code list of tiers, of all days."""
    return reader.records(Code, "list_name = ?", (list_name,))


def ward_of(reader: Reader, episode_id: str) -> str | None:
    """The ward of the bed a stay holds, None without one."""
    found = reader.value(
        """SELECT r.ward_id FROM bed_assignment b JOIN room r ON r.id = b.room_id WHERE b.episode_id = ?
        AND b.withdrawn_at IS NULL AND b.to_on IS NULL ORDER BY b.from_on DESC, b.id DESC LIMIT 1""",
        (episode_id,),
    )
    return None if found is None else str(found)


def numbers(reader: Reader, person_id: str) -> dict[str, str]:
    """The numbers of all versions of somebody's plans by their ids, for sentences."""
    reader.asks("history")
    plans = reader.records(
        CarePlan,
        f"episode_id IN (SELECT id FROM {source(reader, Episode)} WHERE person_id = ?)",
        (person_id,),
        withdrawn=True,
    )
    return {plan.id: str(plan.number) for plan in plans}


def _files(reader: Reader, plans: Sequence[CarePlan]) -> tuple[PlanFile, ...]:
    if not plans:
        return ()
    ids = [plan.id for plan in plans]
    stays = {plan.episode_id for plan in plans}
    pointing = pointers(reader, CARE, stays)
    wards = {stay: ward_of(reader, stay) for stay in stays}
    written_by = authors(reader, CARE, ids)
    parts = {cls: by_version(reader, CARE, cls, ids, "position, id") for cls in (Goal, Activity, Risk)}
    helps = by_version(reader, CARE, DailyHelp, ids, "id")
    decisions = by_version(reader, CARE, PlanDecision, ids, "decided_at, id")
    reviews = by_version(reader, CARE, PlanReview, ids, "done_on DESC, id DESC")
    return tuple(
        PlanFile(
            plan,
            goals=tuple(parts[Goal][plan.id]),
            activities=tuple(parts[Activity][plan.id]),
            risks=tuple(parts[Risk][plan.id]),
            helps=tuple(helps[plan.id]),
            decisions=tuple(decisions[plan.id]),
            reviews=tuple(reviews[plan.id]),
            in_force=plan.id in pointing,
            since_at=pointing[plan.id].since_at if plan.id in pointing else None,
            authors=frozenset(written_by[plan.id]),
            ward_id=wards[plan.episode_id],
        )
        for plan in plans
    )
