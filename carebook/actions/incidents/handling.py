"""Handling an incident to its end: who was told, remedies, closing, opening anew, striking through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.incidents.case import INCIDENTS, Case, as_told, case_of, move_on, open_case, stop_at_untold
from carebook.dates import today_in_vietnam
from carebook.records.episodes import Episode
from carebook.records.incidents import Incident, IncidentState, Notified, Remedy
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.incidents import (
    Telling,
    harmed,
    is_child,
    problems_before_closing,
    problems_in_remedy,
    tellings,
)
from carebook.store import code_lists
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.incidents import kind_of
from carebook.words import N_, message


@deed(N_("Note who was told"), "incidents")
def record_notified(
    book: Book,
    incident_id: str,
    notified: Sequence[Notified],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep who was told and when, or why they need not be; a row with an id corrects that one. ``Change.result``: the rows."""
    with book.changing(by.account_id, now, op, "record_notified", reason=reason) as writer:
        case = open_case(writer, incident_id, by, now)
        stop_at_untold(notified, case.incident, now)
        own = {one.id: one for one in case.notified}
        if any(one.id and one.id not in own for one in notified):
            raise LookupError(incident_id)
        kept = [
            writer.amend(as_told(one, case.incident, by)) if one.id else writer.add(as_told(one, case.incident, by))
            for one in notified
        ]
        move_on(writer, case, notified=[*case.notified, *kept])
    return Change(INCIDENTS, (incident_id,), op, message("Noted who was told."), result=tuple(kept))


@deed(N_("Save a remedy"), "incidents")
def save_remedy(
    book: Book,
    remedy: Remedy,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep what is to be done so that it does not happen again, new or written anew; the incident awaits it from then on."""
    with book.changing(by.account_id, now, op, "save_remedy", reason=reason) as writer:
        case = open_case(writer, remedy.incident_id, by, now)
        mine = replace(remedy, episode_id=case.incident.episode_id)
        stop_at(problems_in_remedy(mine, happened_at=case.incident.happened_at, today=in_vietnam(now)))
        kept = writer.amend(mine, seen=seen) if mine.id else writer.add(mine)
        move_on(writer, case, remedies=[*(one for one in case.remedies if one.id != kept.id), kept])
    return Change(INCIDENTS, (case.incident.id, kept.id), op, message("Saved the remedy."), result=kept)


@deed(N_("Finish a remedy"), "incidents")
def finish_remedy(
    book: Book,
    remedy_id: str,
    done_on: date,
    result: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep that a remedy was done, on which day and with what result. LookupError: no such remedy."""
    with book.changing(by.account_id, now, op, "finish_remedy", reason=reason) as writer:
        there = writer.record(Remedy, remedy_id)
        if there is None:
            raise LookupError(remedy_id)
        case = open_case(writer, there.incident_id, by, now)
        if there.is_withdrawn:
            raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
        mine = replace(there, done_on=done_on, result=result.strip())
        stop_at(problems_in_remedy(mine, happened_at=case.incident.happened_at, today=in_vietnam(now)))
        kept = writer.amend(mine, seen=seen)
        move_on(writer, case, remedies=[*(one for one in case.remedies if one.id != kept.id), kept])
    return Change(INCIDENTS, (case.incident.id, kept.id), op, message("The remedy is done."), result=kept)


@deed(N_("Close an incident"), "incidents")
def close_incident(
    book: Book,
    incident_id: str,
    *,
    cause: str = "",
    conclusion: str = "",
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Close an incident that is handled to the end, with its ``cause`` and ``conclusion`` ("": as they stand).

    Refused while one of the two is missing, somebody who has to be told was not, or a remedy is not done.
    """
    with book.changing(by.account_id, now, op, "close_incident", reason=reason) as writer:
        case = open_case(writer, incident_id, by, now, seen)
        there = case.incident
        mine = replace(there, cause=cause.strip() or there.cause, conclusion=conclusion.strip() or there.conclusion)
        words = {code.code: code.text for code in code_lists.codes(writer, "notified_whom", in_vietnam(now))}
        stop_at(problems_before_closing(mine, _asked_to_tell(writer, case), case.remedies, words=words))
        closed = replace(
            mine, state=IncidentState.CLOSED, closed_on=in_vietnam(now), closed_by_id=by.staff_member_id or None
        )
        kept = writer.amend(closed)
    said = message("Incident {number} is handled to the end.", number=kept.number)
    return Change(INCIDENTS, (kept.id,), op, said, result=kept)


@deed(N_("Open an incident anew"), "incidents")
def reopen_incident(
    book: Book, incident_id: str, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Open a closed incident anew, with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is opened anew."), "reason")
    with book.changing(by.account_id, now, op, "reopen_incident", reason=reason) as writer:
        there = case_of(writer, incident_id, by, now, seen).incident
        if there.state is not IncidentState.CLOSED:
            raise refuse(message("This incident is not closed."))
        kept = writer.amend(replace(there, state=IncidentState.REOPENED, closed_on=None, closed_by_id=None))
    said = message("Incident {number} is open anew.", number=kept.number)
    return Change(INCIDENTS, (kept.id,), op, said, result=kept)


@deed(N_("Strike an incident through"), "incidents")
def strike_incident(
    book: Book, incident_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike an incident through that was written by mistake, with all that was written on it; it stays readable."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_incident", reason=reason) as writer:
        case = case_of(writer, incident_id, by, now)
        for row in (*case.involved, *case.marks, *case.notified, *case.remedies):
            writer.withdraw(type(row), row.id, reason)
        writer.withdraw(Incident, incident_id, reason)
    return Change(INCIDENTS, (incident_id,), op, message("Struck through."))


def _asked_to_tell(writer: Writer, case: Case) -> tuple[Telling, ...]:
    limits, there = code_lists.limits(writer), case.incident
    on = today_in_vietnam(there.happened_at or writer.now)
    people = [_person(writer, stay) for stay in harmed(there, case.involved)]
    child = any(is_child(one.born, on, limits) for one in people if one is not None)
    return tellings(there, kind_of(writer, there), case.notified, limits=limits, child=child)


def _person(writer: Writer, episode_id: str) -> Person | None:
    episode = writer.record(Episode, episode_id)
    return writer.record(Person, episode.person_id) if episode is not None else None
