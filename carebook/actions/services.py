"""Deeds about services: recording one given to a resident or to a client in the community, striking it through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.services import ServiceRecord
from carebook.records.staff import Actor
from carebook.rules.protection import tells_place
from carebook.rules.services import problems_in_service
from carebook.store.book import Book, NewerVersion, in_vietnam
from carebook.store.protection import hidden_places
from carebook.store.search import is_restricted
from carebook.words import N_, message

SERVICES = frozenset({"services"})
_TEXTS = ("need", "content", "result", "safety_plan", "next_step")


@deed(N_("Record a service"), "services")
def save_service(
    book: Book,
    record: ServiceRecord,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a record of service, new or written anew; whose it is never changes. Refused when one of a restricted case would
    tell where the shelter is.
    """
    with book.changing(by.account_id, now, op, "save_service", reason=reason) as writer:
        there = writer.record(ServiceRecord, record.id) if record.id else None
        if record.id and there is None:
            raise LookupError(record.id)
        mine = replace(record, episode_id=there.episode_id) if there is not None else record
        stay, person = visible_stay(writer, mine.episode_id, by, now)
        if there is not None and there.is_withdrawn:
            raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
        if there is not None and seen is not None and there.version != seen:
            raise NewerVersion(there)
        problems = [*problems_in_service(mine, stay=stay, today=in_vietnam(now))]
        if is_restricted(writer, person.id):
            problems += tells_place(mine, _TEXTS, hidden_places(writer))
        stop_at(problems)
        kept = writer.add(mine) if there is None else writer.amend(mine)
    said = message("Recorded the service for {name}.", name=person.full_name)
    return Change(SERVICES, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a service through"), "services")
def strike_service(book: Book, record_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through a record written by mistake; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_service", reason=reason) as writer:
        there = writer.record(ServiceRecord, record_id)
        if there is None:
            raise LookupError(record_id)
        _stay, person = visible_stay(writer, there.episode_id, by, now)
        if there.is_withdrawn:
            raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
        writer.withdraw(ServiceRecord, there.id, reason)
    return Change(SERVICES, (person.id, there.id), op, message("Struck through."))
