"""One session with all that belongs to it, the sessions of a stay, and writing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from carebook.records.care_plans import GoalLife
from carebook.records.episodes import Episode
from carebook.records.people import Attachment, Person
from carebook.records.rehabilitation import (
    GoalRating,
    RehabilitationGoal,
    RehabilitationInForce,
    RehabilitationPlan,
)
from carebook.records.schedules import TherapyRoom
from carebook.records.sessions import Session, SessionExercise
from carebook.records.staff import StaffMember
from carebook.rules.sessions import GIVEN
from carebook.store.book import Reader, Writer

_FOLLOWED = (GoalLife.AGREED.value, GoalLife.ACTIVE.value, GoalLife.ON_HOLD.value)
P = TypeVar("P", SessionExercise, GoalRating)


@dataclass(frozen=True)
class SessionFile:
    """One session with whose it is, its exercises, the goals rated in it and its pictures, in their order.

    ``goals`` can be rated in it: those of the rehabilitation plan in force that are followed, and those it already rates.
    ``stood`` is the newest rating of each goal before it, by the goal's thread. ``before`` is the last session of the same
    therapy that was given. ``precautions`` are what the plan in force says to watch for.
    """

    session: Session
    person: Person | None = None
    exercises: tuple[SessionExercise, ...] = ()
    ratings: tuple[GoalRating, ...] = ()
    pictures: tuple[Attachment, ...] = ()
    goals: tuple[RehabilitationGoal, ...] = ()
    stood: Mapping[str, GoalRating] = field(default_factory=dict)
    therapist: str = ""
    given_by: str = ""
    room: str = ""
    precautions: str = ""
    before: SessionFile | None = None


def sessions_of(reader: Reader, episode_id: str, *, first: date, last: date) -> tuple[SessionFile, ...]:
    """The sessions of a stay from ``first`` to ``last`` in their order of time, with exercises, ratings and names."""
    reader.asks("rehabilitation")
    found = reader.records(
        Session,
        "episode_id = ? AND planned_on BETWEEN ? AND ?",
        (episode_id, first.isoformat(), last.isoformat()),
        order="planned_on, planned_at, id",
    )
    return tuple(_files(reader, found))


def session_file(reader: Reader, session_id: str) -> SessionFile | None:
    """One session with all that belongs to it, struck through or not; None when there is none or the asker may not see it."""
    reader.asks("rehabilitation")
    session = reader.record(Session, session_id)
    if session is None:
        return None
    file = _files(reader, [session])[0]
    plan = _plan_in_force(reader, session.episode_id)
    pointed = [one.thread for one in file.ratings]
    return replace(
        file,
        person=_person(reader, session.episode_id),
        pictures=tuple(reader.records(Attachment, "about_id = ?", (session_id,))),
        goals=_goals(reader, session.episode_id, plan.id if plan else "", pointed),
        stood=_stood(reader, session),
        precautions=plan.precautions if plan else "",
        before=_before(reader, session),
    )


def goals_to_rate(reader: Reader, episode_id: str) -> frozenset[str]:
    """The threads of every goal a session of the stay may rate: those of any version of its rehabilitation plan."""
    return frozenset(one.thread for one in reader.records(RehabilitationGoal, "episode_id = ?", (episode_id,)))


def _person(reader: Reader, episode_id: str) -> Person | None:
    episode = reader.record(Episode, episode_id)
    return reader.record(Person, episode.person_id) if episode else None


def _plan_in_force(reader: Reader, episode_id: str) -> RehabilitationPlan | None:
    pointers = reader.records(RehabilitationInForce, "episode_id = ?", (episode_id,))
    return reader.record(RehabilitationPlan, pointers[0].therapy_plan_id) if pointers else None


def _goals(reader: Reader, episode_id: str, plan_id: str, rated: Sequence[str]) -> tuple[RehabilitationGoal, ...]:
    every = reader.records(RehabilitationGoal, "episode_id = ?", (episode_id,), order="position, id")
    followed = [one for one in every if one.therapy_plan_id == plan_id and one.life.value in _FOLLOWED]
    there = {one.thread for one in followed}
    older = {one.thread: one for one in sorted(every, key=lambda one: one.id)}
    return (*followed, *(older[thread] for thread in rated if thread not in there and thread in older))


def _stood(reader: Reader, session: Session) -> dict[str, GoalRating]:
    """The newest rating of each goal up to the day of the session, without its own."""
    found = reader.records(
        GoalRating,
        "episode_id = ? AND rated_on <= ? AND session_id IS NOT ?",
        (session.episode_id, session.planned_on.isoformat(), session.id),
        order="rated_on, id",
    )
    return {one.thread: one for one in found}


def _before(reader: Reader, session: Session) -> SessionFile | None:
    """The last session of the same therapy that was given before this one."""
    day, at = session.planned_on.isoformat(), f"{session.planned_at:%H:%M}"
    given = sorted(state.value for state in GIVEN)
    found = reader.records(
        Session,
        f"episode_id = ? AND therapy = ? AND id <> ? AND (planned_on, planned_at) < (?, ?)"
        f" AND state IN ({', '.join('?' * len(given))})",
        (session.episode_id, session.therapy, session.id, day, at, *given),
        order="planned_on DESC, planned_at DESC, id DESC LIMIT 1",
    )
    return _files(reader, found)[0] if found else None


def _files(reader: Reader, sessions: Sequence[Session]) -> list[SessionFile]:
    """Sessions of one stay with their exercises, ratings and names; a handful of questions however many there are."""
    if not sessions:
        return []
    ids, marks = [one.id for one in sessions], ", ".join("?" * len(sessions))
    stay = sessions[0].episode_id
    of_them = (f"episode_id = ? AND session_id IN ({marks})", (stay, *ids))
    exercises = reader.records(SessionExercise, *of_them, order="position, id")
    ratings = reader.records(GoalRating, *of_them)
    staff = {one.id: one.full_name for one in reader.records(StaffMember, withdrawn=True)}
    rooms = {one.id: one.name for one in reader.records(TherapyRoom, withdrawn=True)}
    return [
        SessionFile(
            one,
            exercises=tuple(line for line in exercises if line.session_id == one.id),
            ratings=tuple(rating for rating in ratings if rating.session_id == one.id),
            therapist=staff.get(one.therapist_id or "", ""),
            given_by=staff.get(one.done_by_id or "", ""),
            room=rooms.get(one.room_id or "", ""),
        )
        for one in sessions
    ]


def write_session(
    writer: Writer,
    session: Session,
    exercises: Sequence[SessionExercise],
    ratings: Sequence[GoalRating],
    *,
    because: str,
) -> SessionFile:
    """Keep a session as these say: rows without id are added, those no longer there struck through ``because``.

    A rating is of the day of the session and by who gave it.
    """
    kept = writer.amend(session)
    stay = kept.episode_id
    placed = [replace(one, episode_id=stay, session_id=kept.id, position=place) for place, one in enumerate(exercises)]
    rated = [
        replace(one, episode_id=stay, session_id=kept.id, rated_on=kept.planned_on, rated_by_id=kept.done_by_id)
        for one in ratings
    ]
    return SessionFile(
        kept,
        exercises=_written(writer, SessionExercise, kept.id, placed, because),
        ratings=_written(writer, GoalRating, kept.id, rated, because),
    )


def _written(writer: Writer, cls: type[P], session_id: str, rows: Sequence[P], because: str) -> tuple[P, ...]:
    there = {one.id for one in writer.records(cls, "session_id = ?", (session_id,))}
    kept = tuple(writer.amend(row) if row.id in there else writer.add(replace(row, id="")) for row in rows)
    for gone in sorted(there - {row.id for row in kept}):
        writer.withdraw(cls, gone, because)
    return kept
