"""What sessions tell of a stay in words and levels, for its notes and the way of its goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal
from carebook.records.sessions import Session
from carebook.records.staff import StaffMember
from carebook.store.book import Reader


@dataclass(frozen=True)
class RatedGoal:
    """One goal of the rehabilitation plan and the level it was given; ``care_thread`` is the goal of the care plan it serves."""

    text: str
    level: int
    care_thread: str | None = None


@dataclass(frozen=True)
class ToldSession:
    """A session that says something: who gave it, and the goals rated in it."""

    session: Session
    given_by: str
    rated: tuple[RatedGoal, ...] = ()

    @property
    def id(self) -> str:
        return self.session.id


@dataclass(frozen=True)
class GoalLevel:
    """Where a goal of the rehabilitation plan stood on a day, −2 to +2; ``session_id`` in which session it was rated."""

    on: date
    level: int
    text: str
    session_id: str | None = None


def told_sessions(
    reader: Reader,
    episode_id: str,
    *,
    since: date | None = None,
    care_thread: str = "",
    staff_id: str = "",
    most: int | None = None,
) -> tuple[ToldSession, ...]:
    """The recorded sessions of a stay in which words were written or goals rated, the newest first.

    ``since`` is the first day; ``care_thread``: only those in which a goal was rated that serves this one of the care plan;
    ``staff_id``: only those given by one staff member.
    """
    reader.asks("rehabilitation")
    ratings = _ratings(reader, episode_id)
    where, values = ["episode_id = ?", "recorded_at IS NOT NULL"], [episode_id]
    for clause, value in (("planned_on >= ?", since.isoformat() if since else ""), ("done_by_id = ?", staff_id)):
        if value:
            where.append(clause)
            values.append(value)
    wanted = [
        session_id for session_id, rated in ratings.items() if any(one.care_thread == care_thread for one in rated)
    ]
    rated_ids = wanted if care_thread else list(ratings)
    marks = ", ".join("?" * len(rated_ids))
    says = "" if care_thread else " OR subjective <> '' OR objective <> '' OR appraisal <> '' OR next_step <> ''"
    where.append(f"(id IN ({marks}){says})")
    last = "" if most is None else f" LIMIT {int(most)}"
    order = f"planned_on DESC, planned_at DESC, id DESC{last}"
    found = reader.records(Session, " AND ".join(where), (*values, *rated_ids), order=order)
    staff = {one.id: one.full_name for one in reader.records(StaffMember, withdrawn=True)} if found else {}
    return tuple(ToldSession(one, staff.get(one.done_by_id or "", ""), tuple(ratings.get(one.id, ()))) for one in found)


def levels_of(reader: Reader, episode_id: str, care_thread: str) -> tuple[GoalLevel, ...]:
    """The levels given to the goals of the rehabilitation plan that serve one goal of the care plan, the oldest first."""
    reader.asks("rehabilitation")
    goals = _newest_goals(reader.records(RehabilitationGoal, "episode_id = ?", (episode_id,)))
    serving = {thread: goal for thread, goal in goals.items() if goal.care_thread == care_thread}
    if not serving:
        return ()
    found = reader.records(GoalRating, "episode_id = ?", (episode_id,), order="rated_on, id")
    return tuple(
        GoalLevel(one.rated_on, one.level, serving[one.thread].text, one.session_id)
        for one in found
        if one.thread in serving
    )


def _ratings(reader: Reader, episode_id: str) -> dict[str, list[RatedGoal]]:
    """The goals rated in the sessions of a stay, by the id of the session."""
    found: dict[str, list[RatedGoal]] = defaultdict(list)
    rated = reader.records(GoalRating, "episode_id = ? AND session_id IS NOT NULL", (episode_id,))
    goals = _newest_goals(reader.records(RehabilitationGoal, "episode_id = ?", (episode_id,))) if rated else {}
    for one in rated:
        goal = goals.get(one.thread)
        told = RatedGoal(goal.text if goal else "", one.level, goal.care_thread if goal else None)
        found[one.session_id or ""].append(told)
    return found


def _newest_goals(goals: Sequence[RehabilitationGoal]) -> dict[str, RehabilitationGoal]:
    """The goals by their thread, as the newest version has them."""
    return {one.thread: one for one in sorted(goals, key=lambda one: one.id)}


def times_of(reader: Reader, person_id: str) -> dict[str, str]:
    """The day and time of every session of a person, struck through or not, by its id."""
    reader.asks("history")
    rows = reader.rows(
        """SELECT s.id, s.planned_on, s.planned_at FROM found_session s JOIN episode e ON e.id = s.episode_id
        WHERE e.person_id = ?""",
        (person_id,),
    )
    return {row["id"]: f"{written(date.fromisoformat(row['planned_on']))} {row['planned_at']}" for row in rows}
