"""Deeds about single sessions of a person: planning, moving, cancelling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.actions.schedules import laying
from carebook.dates import hour, written
from carebook.records.groups import GroupSession
from carebook.records.people import Person
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor
from carebook.rules.schedules import Warn, problems_in_planned
from carebook.rules.sessions import CANCELLED, GIVEN, problems_in_session, tidied
from carebook.store import code_lists
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam, new_id
from carebook.store.schedules.bookings import slots_of
from carebook.store.schedules.planning import compare
from carebook.words import N_, message

REHABILITATION = frozenset({"rehabilitation"})


@deed(N_("Plan a session"), "rehabilitation")
def plan_session(book: Book, session: Session, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Plan one session by hand, perhaps to make up for a cancelled one; only what is planned of it is kept.

    ``Change.result`` is a `Planned`. Refused on a double booking.
    """
    with book.changing(by.account_id, now, op, "plan_session", reason=reason) as writer:
        _, person = visible_stay(writer, session.episode_id, by, now)
        stop_at(problems_in_planned(session, today=in_vietnam(now)))
        if session.makes_up_for_id:
            _refuse_made_up(writer, session)
        planned = Session(
            id=new_id(),
            episode_id=session.episode_id,
            therapy_plan_id=session.therapy_plan_id,
            package_id=session.package_id,
            makes_up_for_id=session.makes_up_for_id,
            therapy=session.therapy,
            therapist_id=session.therapist_id,
            room_id=session.room_id,
            planned_on=session.planned_on,
            planned_at=session.planned_at,
            minutes=session.minutes,
        )
        laying.refuse_outside(writer, planned, "planned_on")
        warned = stop_at_double_booking(writer, planned, by)
        kept = writer.add(planned)
    said = message(
        "Planned for {name}: {day}, {at}.",
        name=person.full_name,
        day=written(kept.planned_on),
        at=hour(kept.planned_at),
    )
    return Change(REHABILITATION, (person.id, kept.id), op, said, result=laying.Planned(kept, warned))


@deed(N_("Move a session"), "rehabilitation")
def move_session(
    book: Book,
    session_id: str,
    on: date,
    at: time,
    *,
    minutes: int | None = None,
    room_id: str | None = None,
    therapist_id: str | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Move a planned session; the day its series gave it stays. None keeps the minutes, room or therapist; "" as the room is
    no room. ``Change.result`` is a `Planned`. Refused on a double booking, and once the session is recorded.
    """
    with book.changing(by.account_id, now, op, "move_session", reason=reason) as writer:
        there, person = _session(writer, session_id, seen, by, now)
        if there.state is not SessionState.PLANNED:
            raise refuse(message("Only a session that is still planned can be moved."), "planned_on")
        moved = replace(
            there,
            planned_on=on,
            planned_at=at,
            minutes=there.minutes if minutes is None else minutes,
            room_id=there.room_id if room_id is None else room_id or None,
            therapist_id=therapist_id or there.therapist_id,
        )
        stop_at(problems_in_planned(moved, today=in_vietnam(now)))
        laying.refuse_outside(writer, moved, "planned_on")
        warned = stop_at_double_booking(writer, moved, by)
        kept = writer.amend(moved)
    said = message("Moved {name} to {day}, {at}.", name=person.full_name, day=written(on), at=hour(at))
    return Change(REHABILITATION, (person.id, kept.id), op, said, result=laying.Planned(kept, warned))


@deed(N_("Cancel a session"), "rehabilitation")
def cancel_session(
    book: Book,
    session_id: str,
    state: SessionState,
    reason_code: str,
    note: str = "",
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Say that a session does not take place, past or to come, and why; a cancelled one gets the new reason.

    ``state`` is one of the cancelled ones or "did not come"; ``reason_code`` is a word of the list `session_reason` for it.
    ``Change.result`` is the kept `Session`. Refused for one that was given.
    """
    if state not in CANCELLED and state is not SessionState.NO_SHOW:
        raise ValueError(state)
    with book.changing(by.account_id, now, op, "cancel_session", reason=reason) as writer:
        there, person = _session(writer, session_id, seen, by, now)
        if there.state in GIVEN:
            raise refuse(message("This session was recorded as given. Correct its record instead."), "state")
        today = in_vietnam(now)
        cancelled = tidied(
            replace(
                there,
                state=state,
                reason=reason_code or None,
                reason_note=note.strip(),
                entered_by=by.account_id,
                recorded_at=now,
            )
        )
        reasons = code_lists.codes(writer, "session_reason", today)
        stop_at(problems_in_session(cancelled, (), (), today=today, reasons=reasons, threads=()))
        kept = writer.amend(cancelled)
    said = message(
        "Cancelled the session of {name} on {day}, {at}.",
        name=person.full_name,
        day=written(kept.planned_on),
        at=hour(kept.planned_at),
    )
    return Change(REHABILITATION, (person.id, kept.id), op, said, result=kept)


def stop_at_double_booking(writer: Writer, session: Session | GroupSession, by: Actor) -> tuple[Warn, ...]:
    """Refuse when the session would book something twice; gives what is good to know about it."""
    found, warned, _ = compare(
        writer, slots_of(writer, [session]), now=writer.now, sees_restricted=laying.sees_restricted(by, writer)
    )
    laying.refuse_double_bookings(found, "planned_at")
    return warned


def _session(writer: Writer, session_id: str, seen: int | None, by: Actor, now: datetime) -> tuple[Session, Person]:
    """A session that may be changed, and whose it is."""
    there = writer.record(Session, session_id)
    if there is None:
        raise LookupError(session_id)
    _, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This session was struck through ({why}).", why=there.withdrawn_because))
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    return there, person


def _refuse_made_up(writer: Writer, session: Session) -> None:
    """Refuse to make up for a session that is another's, was not cancelled, or is made up for already."""
    missed = writer.record(Session, session.makes_up_for_id or "")
    off = missed is not None and (missed.state in CANCELLED or missed.state is SessionState.NO_SHOW)
    if missed is None or not off or missed.is_withdrawn or missed.episode_id != session.episode_id:
        raise refuse(message("Only a session that did not take place is made up for."), "makes_up_for_id")
    for other in writer.records(Session, "episode_id = ? AND makes_up_for_id = ?", (missed.episode_id, missed.id)):
        if other.state not in CANCELLED and other.state is not SessionState.NO_SHOW:
            said = message("It is made up for on {day} already.", day=written(other.planned_on))
            raise refuse(said, "makes_up_for_id")
