"""The path a deed is about: looked up inside the transaction, seen by who does it, and still open to be written on."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from carebook.actions.change import Change, refuse
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.reintegration import Carer, CarerTraining, Opinion, PathPaper, Reintegration, Support
from carebook.records.staff import Actor
from carebook.store.book import Book, Writer
from carebook.words import message

REINTEGRATION = frozenset({"reintegration"})
R = TypeVar("R", bound=Record)
OfPath = TypeVar("OfPath", Carer, CarerTraining, Opinion, PathPaper, Support)


def visible_path(
    writer: Writer, reintegration_id: str, by: Actor, now: datetime
) -> tuple[Reintegration, Episode, Person]:
    """A path, its stay and its person. Refused as protected, out of scope or struck through. LookupError: no such path."""
    path = writer.record(Reintegration, reintegration_id)
    if path is None:
        raise LookupError(reintegration_id)
    episode, person = visible_stay(writer, path.episode_id, by, now)
    if path.is_withdrawn:
        raise refuse(message("This way home was struck through ({why}).", why=path.withdrawn_because))
    return path, episode, person


def running_path(
    writer: Writer, reintegration_id: str, by: Actor, now: datetime
) -> tuple[Reintegration, Episode, Person]:
    """`visible_path`, refused once the path has ended."""
    path, episode, person = visible_path(writer, reintegration_id, by, now)
    if path.ended_on is not None:
        said = message("This way home ended on {day}; it can no longer be changed.", day=written(path.ended_on))
        raise refuse(said)
    return path, episode, person


def at_hand(writer: Writer, cls: type[R], record_id: str) -> R:
    """A row that may still be written on. Refused when it was struck through. LookupError: no such row."""
    found = writer.record(cls, record_id)
    if found is None:
        raise LookupError(record_id)
    if found.is_withdrawn:
        raise refuse(message("This was struck through ({why}).", why=found.withdrawn_because))
    return found


def keep(writer: Writer, record: R, seen: int | None) -> R:
    """Keep a row: a new one without id, else what it says now, unless somebody changed it after version ``seen``."""
    if not record.id:
        return writer.add(record)
    at_hand(writer, type(record), record.id)
    return writer.amend(record, seen=seen)


def strike(
    book: Book, cls: type[OfPath], record_id: str, deed: str, *, by: Actor, now: datetime, op: str, reason: str
) -> Change:
    """Strike a row of a path through with a reason; it stays readable."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, deed, reason=reason) as writer:
        found = at_hand(writer, cls, record_id)
        _path, _episode, person = running_path(writer, found.reintegration_id, by, now)
        writer.withdraw(cls, found.id, reason)
    return Change(REINTEGRATION, (person.id, found.id), op, message("Struck through."))
