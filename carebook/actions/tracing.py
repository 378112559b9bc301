"""Deeds about tracing a family: leads, and letters and public notices with what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.dated import limit_on
from carebook.rules.names import normalise
from carebook.rules.tracing import notice_since, problems_in_lead, problems_in_letter, starts_the_clock
from carebook.store import code_lists
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.tracing import letters_of, notice_kinds, open_results
from carebook.words import N_, message

REINTEGRATION = frozenset({"reintegration"})


@deed(N_("Save a lead"), "reintegration")
def save_lead(
    book: Book,
    lead: TracingLead,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a lead, new or written anew. ``Change.result`` is the kept `TracingLead`."""
    with book.changing(by.account_id, now, op, "save_lead", reason=reason) as writer:
        if lead.id:
            _there, stay, person = _lead(writer, lead.id, by, now)
        else:
            stay, person = visible_stay(writer, lead.episode_id, by, now)
        mine = replace(lead, episode_id=stay.id, person=normalise(lead.person))
        stop_at(problems_in_lead(mine, stay=stay, today=in_vietnam(now), open_results=open_results(writer)))
        kept = writer.amend(mine, seen=seen) if mine.id else writer.add(mine)
    said = message("Saved the lead about the family of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a lead through"), "reintegration")
def strike_lead(book: Book, lead_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a lead through that was written by mistake; letters sent because of it stay."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_lead", reason=reason) as writer:
        there, _stay, person = _lead(writer, lead_id, by, now)
        writer.withdraw(TracingLead, there.id, reason)
    return Change(REINTEGRATION, (person.id, there.id), op, message("Struck through."))


@deed(N_("Save a letter of tracing"), "reintegration", "episodes")
def save_letter(
    book: Book,
    letter: TracingLetter,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a letter or public notice, new or written anew. The first notice about a child starts the clock of its stay
    (``Episode.notice_published_on``). ``Change.result`` is the kept `TracingLetter`.
    """
    with book.changing(by.account_id, now, op, "save_letter", reason=reason) as writer:
        if letter.id:
            _there, stay, person = _letter(writer, letter.id, by, now)
        else:
            stay, person = visible_stay(writer, letter.episode_id, by, now)
        mine = replace(letter, episode_id=stay.id)
        stop_at(problems_in_letter(mine, stay=stay, today=in_vietnam(now)))
        _refuse_foreign_lead(writer, mine)
        before = letters_of(writer, stay.id)
        kept = writer.amend(mine, seen=seen) if mine.id else writer.add(mine)
        moved = _set_clock(writer, stay, person, before)
    said = message("Saved the letter about the family of {name}.", name=person.full_name)
    return Change(_subjects(moved), (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a letter of tracing through"), "reintegration", "episodes")
def strike_letter(book: Book, letter_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a letter through that was written by mistake; the clock of the stay follows the notices that are left."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_letter", reason=reason) as writer:
        there, stay, person = _letter(writer, letter_id, by, now)
        before = letters_of(writer, stay.id)
        writer.withdraw(TracingLetter, there.id, reason)
        moved = _set_clock(writer, stay, person, before)
    return Change(_subjects(moved), (person.id, there.id), op, message("Struck through."))


def _subjects(moved: bool) -> frozenset[str]:
    return REINTEGRATION | {"episodes"} if moved else REINTEGRATION


def _set_clock(writer: Writer, stay: Episode, person: Person, before: Sequence[TracingLetter]) -> bool:
    """Let the clock of the stay follow its notices; whether it was changed."""
    kinds = notice_kinds(writer)
    child_age = limit_on(code_lists.limits(writer), "child_age", in_vietnam(writer.now)).value

    def days(letters: Sequence[TracingLetter]) -> list[date]:
        sent = [one.sent_on for one in letters if one.kind in kinds and one.sent_on is not None]
        return [day for day in sent if starts_the_clock(person, day, child_age)]

    since = notice_since(stay.notice_published_on, days(before), days(letters_of(writer, stay.id)))
    if since == stay.notice_published_on:
        return False
    writer.amend(replace(stay, notice_published_on=since))
    return True


def _refuse_foreign_lead(writer: Writer, letter: TracingLetter) -> None:
    lead = writer.record(TracingLead, letter.lead_id) if letter.lead_id else None
    if lead is not None and lead.episode_id != letter.episode_id:
        raise refuse(message("This lead belongs to another person."), "lead_id")


def _lead(writer: Writer, lead_id: str, by: Actor, now: datetime) -> tuple[TracingLead, Episode, Person]:
    """A lead that may still be written on, its stay and its person. LookupError: no such lead."""
    there = writer.record(TracingLead, lead_id)
    if there is None:
        raise LookupError(lead_id)
    stay, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This lead was struck through ({why}).", why=there.withdrawn_because))
    return there, stay, person


def _letter(writer: Writer, letter_id: str, by: Actor, now: datetime) -> tuple[TracingLetter, Episode, Person]:
    """A letter that may still be written on, its stay and its person. LookupError: no such letter."""
    there = writer.record(TracingLetter, letter_id)
    if there is None:
        raise LookupError(letter_id)
    stay, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This letter was struck through ({why}).", why=there.withdrawn_because))
    return there, stay, person
