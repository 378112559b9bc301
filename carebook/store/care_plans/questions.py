"""The versions of a stay's plan with their content, who wrote them, and which is in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from carebook.dates import today_in_vietnam
from carebook.records.assessments import Assessment, DomainRating
from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, PlanDecision, PlanInForce, PlanReview, Risk
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.records.record import Record, table_of
from carebook.rules.care_plans import PlanContent, Tier, standing, tiers
from carebook.store.book import Reader, Writer
from carebook.store.privacy import source_of

R = TypeVar("R", bound=Record)
PARTS: tuple[type[Record], ...] = (Goal, Activity, Risk, DailyHelp)
# These deeds put content into a version, or put it before the approver: who did them wrote the plan.
WRITING = ("save_plan", "submit_plan", "propose_goals")


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
    return tuple(
        reader.records(
            Goal,
            f"plan_id = (SELECT plan_id FROM {_source(reader, PlanInForce)} WHERE episode_id = ? AND withdrawn_at IS NULL)",
            (episode_id,),
            order="position, id",
        )
    )


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


def tiers_for(reader: Reader, plan: CarePlan) -> tuple[Tier, ...]:
    """The tiers of approval a submitted version goes through: those in force on the day it was submitted; () before."""
    if plan.submitted_at is None:
        return ()
    return tiers(tier_codes(reader), today_in_vietnam(plan.submitted_at))


def tier_codes(reader: Reader) -> list[Code]:
    """The rows of the code list of tiers, of all days."""
    return reader.records(Code, "list_name = 'approval_tier'")


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
        f"episode_id IN (SELECT id FROM {_source(reader, Episode)} WHERE person_id = ?)",
        (person_id,),
        withdrawn=True,
    )
    return {plan.id: str(plan.number) for plan in plans}


def _source(reader: Reader, cls: type[Record]) -> str:
    """Where a question of several tables reads a class from: a writer has no views."""
    return table_of(cls) if isinstance(reader, Writer) else source_of(cls)


def _files(reader: Reader, plans: Sequence[CarePlan]) -> tuple[PlanFile, ...]:
    if not plans:
        return ()
    ids = [plan.id for plan in plans]
    stays = {plan.episode_id for plan in plans}
    marks = ", ".join("?" * len(stays))
    pointers = {p.plan_id: p for p in reader.records(PlanInForce, f"episode_id IN ({marks})", tuple(stays))}
    wards = {stay: ward_of(reader, stay) for stay in stays}
    authors = _authors(reader, ids)
    parts = {cls: _by_plan(reader, cls, ids, "position, id") for cls in (Goal, Activity, Risk)}
    helps = _by_plan(reader, DailyHelp, ids, "id")
    decisions = _by_plan(reader, PlanDecision, ids, "decided_at, id")
    reviews = _by_plan(reader, PlanReview, ids, "done_on DESC, id DESC")
    return tuple(
        PlanFile(
            plan,
            goals=tuple(parts[Goal][plan.id]),
            activities=tuple(parts[Activity][plan.id]),
            risks=tuple(parts[Risk][plan.id]),
            helps=tuple(helps[plan.id]),
            decisions=tuple(decisions[plan.id]),
            reviews=tuple(reviews[plan.id]),
            in_force=plan.id in pointers,
            since_at=pointers[plan.id].since_at if plan.id in pointers else None,
            authors=frozenset(authors[plan.id]),
            ward_id=wards[plan.episode_id],
        )
        for plan in plans
    )


def _by_plan(reader: Reader, cls: type[R], ids: Sequence[str], order: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in reader.records(cls, f"plan_id IN ({', '.join('?' * len(ids))})", tuple(ids), order=order):
        found[row.plan_id].append(row)  # type: ignore[attr-defined]
    return found


def _authors(reader: Reader, ids: Sequence[str]) -> dict[str, set[str]]:
    """Who wrote each version, by the journal of its rows, struck through ones too."""
    marks = ", ".join("?" * len(ids))
    rows = " UNION ALL ".join(
        [
            f"SELECT 'care_plan' AS tbl, id, id AS plan_id FROM {_source(reader, CarePlan)} WHERE id IN ({marks})",
            *(
                f"SELECT '{table_of(cls)}', id, plan_id FROM {_source(reader, cls)} WHERE plan_id IN ({marks})"
                for cls in PARTS
            ),
        ]
    )
    journal = "journal" if isinstance(reader, Writer) else "found_journal"
    found: dict[str, set[str]] = defaultdict(set)
    for row in reader.rows(
        f"""SELECT DISTINCT v.plan_id, a.staff_member_id FROM ({rows}) v
        JOIN {journal} j ON j.tbl = v.tbl AND j.row_id = v.id JOIN account a ON a.id = j.actor
        WHERE j.deed IN ({", ".join("?" * len(WRITING))})""",
        (*(tuple(ids) * (1 + len(PARTS))), *WRITING),
    ):
        found[row["plan_id"]].add(row["staff_member_id"])
    return found
