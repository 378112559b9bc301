"""Deeds about sessions of therapy: ticking those given as planned, recording one, striking one through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.actions.schedules import stop_at_double_booking
from carebook.records.codes import Code
from carebook.records.episodes import ABSENCE_WORDS
from carebook.records.people import Person
from carebook.records.rehabilitation import GoalRating
from carebook.records.sessions import Session, SessionExercise, SessionState
from carebook.records.staff import Actor
from carebook.rules.dated import codes_on
from carebook.rules.sessions import CANCELLED, GIVEN, as_planned, problem_in_tick, problems_in_session, tidied
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.sessions import absence_on, goals_to_rate, write_session
from carebook.words import N_, message

REHABILITATION = frozenset({"rehabilitation"})
_CORRECTED = "sửa buổi tập"


@deed(N_("Tick sessions as given"), "rehabilitation")
def tick_sessions(
    book: Book, sessions: Mapping[str, int], *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Say of sessions (id → the version on show) that they were given as planned: all of them, or none.

    Refused for one that was recorded already, that lies in the future, or whose person was away that day.
    """
    people = []
    with book.changing(by.account_id, now, op, "tick_sessions", reason=reason) as writer:
        for session_id, seen in sessions.items():
            there, person = _session(writer, session_id, by, now, seen)
            if (problem := problem_in_tick(there, today=in_vietnam(now))) is not None:
                raise refuse(problem)
            if (away := absence_on(writer, there)) is not None:
                raise refuse(
                    message(
                        "{name} was away on that day ({away}). Record the session instead.",
                        name=person.full_name,
                        away=message(ABSENCE_WORDS[away]),
                    )
                )
            writer.amend(as_planned(there, by, now))
            people.append(person)
    sentence = (
        message("Recorded the session of {name} as planned.", name=people[0].full_name)
        if len(people) == 1
        else message("Recorded {n} sessions as planned.", n=len(people))
    )
    return Change(REHABILITATION, (*(one.id for one in people), *sessions), op, sentence)


@deed(N_("Record a session"), "rehabilitation")
def record_session(
    book: Book,
    session: Session,
    exercises: Sequence[SessionExercise],
    ratings: Sequence[GoalRating],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write down what became of a planned session, or correct what was written. ``Change.result`` is the `SessionFile`.

    When it takes place and whose it is stay as the book has them; who gave it is the planned therapist unless another is
    named. Back to "planned" takes the record back.
    """
    with book.changing(by.account_id, now, op, "record_session", reason=reason) as writer:
        there, person = _session(writer, session.id, by, now, seen)
        mine = tidied(_about(session, there))
        if mine.state in GIVEN:
            mine = replace(mine, done_by_id=mine.done_by_id or there.therapist_id or by.staff_member_id)
        recorded = mine.state is not SessionState.PLANNED
        mine = replace(mine, entered_by=by.account_id if recorded else None, recorded_at=now if recorded else None)
        day = in_vietnam(now)
        reasons = codes_on(writer.records(Code, "list_name = 'session_reason'"), "session_reason", day)
        threads = goals_to_rate(writer, there.episode_id) if ratings else frozenset()
        stop_at(problems_in_session(mine, exercises, ratings, today=day, reasons=reasons, threads=threads))
        if there.state in CANCELLED and mine.state not in CANCELLED:  # its time was free for others meanwhile
            stop_at_double_booking(writer, mine, by)
        kept = write_session(writer, mine, exercises, ratings, because=reason or _CORRECTED)
    sentence = message("Recorded the session of {name}.", name=person.full_name)
    return Change(REHABILITATION, (person.id, there.id), op, sentence, result=kept)


@deed(N_("Strike a session through"), "rehabilitation")
def strike_session(
    book: Book,
    session_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Strike a session through with its exercises and ratings; its series does not lay that day out again."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_session", reason=reason) as writer:
        there, person = _session(writer, session_id, by, now, seen)
        for exercise in writer.records(SessionExercise, "session_id = ?", (there.id,)):
            writer.withdraw(SessionExercise, exercise.id, reason)
        for rating in writer.records(GoalRating, "session_id = ?", (there.id,)):
            writer.withdraw(GoalRating, rating.id, reason)
        writer.withdraw(Session, there.id, reason)
    return Change(REHABILITATION, (person.id, there.id), op, message("Struck through."))


def _session(writer: Writer, session_id: str, by: Actor, now: datetime, seen: int | None) -> tuple[Session, Person]:
    """A session that may still be changed, and whose it is."""
    there = writer.record(Session, session_id)
    if there is None:
        raise LookupError(session_id)
    _, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This session was struck through ({why}).", why=there.withdrawn_because))
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    return there, person


def _about(session: Session, there: Session) -> Session:
    """What was typed about a session, on the plan of it that the book has."""
    return replace(
        session,
        episode_id=there.episode_id,
        series_id=there.series_id,
        occurs_on=there.occurs_on,
        therapy_plan_id=there.therapy_plan_id,
        package_id=there.package_id,
        makes_up_for_id=there.makes_up_for_id,
        therapy=there.therapy,
        therapist_id=there.therapist_id,
        room_id=there.room_id,
        planned_on=there.planned_on,
        planned_at=there.planned_at,
        minutes=there.minutes,
        withdrawn_at=None,
        withdrawn_by=None,
        withdrawn_because="",
    )
