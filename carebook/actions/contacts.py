"""Deeds about contacts: writing one into the visitors' book or a person's file, striking one through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.handovers import Handover
from carebook.records.people import Person, Relative
from carebook.records.staff import Actor
from carebook.rules.contacts import problems_in_contact
from carebook.rules.identity import read_identity_number
from carebook.rules.names import normalise
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.contacts import bans_of
from carebook.words import N_, message

REINTEGRATION = frozenset({"reintegration"})


@deed(N_("Save a contact"), "reintegration")
def save_contact(
    book: Book,
    contact: Contact,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a contact, new or written anew. Refused for whoever is barred from it, unless it says why it was allowed, and for
    another kind or day of one that a completed handover rests on.

    ``Change.result`` is the kept `Contact`.
    """
    with book.changing(by.account_id, now, op, "save_contact", reason=reason) as writer:
        there, stay, person = _standing(writer, contact, by, now)
        mine = tidy(replace(contact, episode_id=stay.id))
        relatives = writer.records(Relative, "person_id = ?", (person.id,))
        bans = bans_of(writer, stay.id)
        stop_at(problems_in_contact(mine, stay=stay, today=in_vietnam(now), relatives=relatives, bans=bans))
        if mine.relative_id is not None and mine.relative_id not in {one.id for one in relatives}:
            _refuse_foreign_relative(mine, there)
        if there is not None and _counts_as(there) != _counts_as(mine):
            _refuse_once_handed_over(writer, there, person)
        kept = writer.amend(mine, seen=seen) if there else writer.add(mine)
    said = message("Noted the contact with {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a contact through"), "reintegration")
def strike_contact(book: Book, contact_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a contact through that was written by mistake; it stays readable with the reason.

    Refused for one that a completed handover rests on.
    """
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_contact", reason=reason) as writer:
        there, _stay, person = _contact(writer, contact_id, by, now)
        _refuse_once_handed_over(writer, there, person)
        writer.withdraw(Contact, there.id, reason)
    return Change(REINTEGRATION, (person.id, there.id), op, message("Struck through."))


def tidy(contact: Contact) -> Contact:
    """The contact as it is kept: the name normalised, the number of the paper in its plain form."""
    number = contact.paper_no.strip()
    reading = read_identity_number(number) if number else None
    plain = reading.value if reading is not None and reading.problem is None else number
    return replace(contact, name=normalise(contact.name), paper_no=plain)


def _refuse_foreign_relative(contact: Contact, there: Contact | None) -> None:
    """A relative struck through since may stay where it was chosen; one of another person may not."""
    if there is None or there.relative_id != contact.relative_id:
        raise refuse(message("This relative belongs to another person."), "relative_id")


def _counts_as(contact: Contact) -> tuple[object, ...]:
    """What of a contact decides whether it counts as a meeting."""
    return (contact.kind, contact.held_on, bool(contact.allowed_because.strip()))


def _refuse_once_handed_over(writer: Writer, there: Contact, person: Person) -> None:
    """The contacts up to a handover are what somebody was handed over on."""
    from carebook.store.handovers import bound_rows  # stands on the scales, which no page needs to begin with

    for _table, minutes_id in bound_rows(writer, [("contact", there.id)]):
        minutes = writer.record(Handover, minutes_id)
        day = minutes.handed_on if minutes is not None else None
        if day is not None and there.held_on is not None and there.held_on <= day:
            said = message(
                "{name} was handed over on {day}; a contact up to that day stays as it is.",
                name=person.full_name,
                day=written(day),
            )
            raise refuse(said)


def _standing(writer: Writer, contact: Contact, by: Actor, now: datetime) -> tuple[Contact | None, Episode, Person]:
    """What the book holds of this contact (None of a new one), its stay and its person."""
    return (
        _contact(writer, contact.id, by, now)
        if contact.id
        else (None, *visible_stay(writer, contact.episode_id, by, now))
    )


def _contact(writer: Writer, contact_id: str, by: Actor, now: datetime) -> tuple[Contact, Episode, Person]:
    """A contact that may still be written on, its stay and its person. LookupError: no such contact."""
    there = writer.record(Contact, contact_id)
    if there is None:
        raise LookupError(contact_id)
    stay, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This contact was struck through ({why}).", why=there.withdrawn_because))
    return there, stay, person
