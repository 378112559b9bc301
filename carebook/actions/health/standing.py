"""Entries of health that may still be written on, with whose they are."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar

from carebook.actions.change import refuse
from carebook.actions.people import visible_person, visible_stay
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.store.book import Writer
from carebook.words import message

DAILY_CARE = frozenset({"daily_care"})


class OfStay(Protocol):
    """An entry of a stay."""

    @property
    def episode_id(self) -> str: ...


class OfPerson(Protocol):
    """An entry of a person."""

    @property
    def person_id(self) -> str: ...


R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=OfStay)
P = TypeVar("P", bound=OfPerson)


def standing(writer: Writer, cls: type[R], record_id: str) -> R:
    """An entry that was not struck through. LookupError: no such entry."""
    there = writer.record(cls, record_id)
    if there is None:
        raise LookupError(record_id)
    if there.is_withdrawn:
        raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
    return there


def of_stay(writer: Writer, given: S, there: S | None, by: Actor, now: datetime) -> tuple[Episode, Person]:
    """The stay and the person of an entry, as the book holds it when it is there; refused as `visible_stay` refuses."""
    return visible_stay(writer, (there or given).episode_id, by, now)


def of_person(writer: Writer, given: P, there: P | None, by: Actor, now: datetime) -> Person:
    """The person of an entry, as the book holds it when it is there; refused as `visible_person` refuses."""
    return visible_person(writer, (there or given).person_id, by, now)


def refuse_without(reason: str) -> None:
    """Refuse to strike through without a reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
