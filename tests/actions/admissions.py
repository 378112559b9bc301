"""Admissions as tests of deeds need them, and what must not change when a deed is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from carebook.actions.episodes import Admission, admit_person
from carebook.records.episodes import Episode
from carebook.records.facility import Room
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from tests import samples


def admission(**given: Any) -> Admission:
    """An old woman alone, admitted on 5 January 2026."""
    return Admission(
        **{
            "person": samples.person(code=""),
            "episode": samples.episode(""),
            "category": "elderly_alone_poor",
        }
        | given
    )


def admit(book: Book, by: Actor, now: datetime, **given: Any) -> tuple[Person, Episode]:
    """Admit somebody; the kept person and stay."""
    change = admit_person(book, admission(**given), by=by, now=now)
    with book.looking(now) as writer:
        person, episode = writer.record(Person, change.ids[0]), writer.record(Episode, change.ids[1])
    assert person is not None
    assert episode is not None
    return person, episode


def emergency(**given: Any) -> Episode:
    """A stay under emergency protection since 5 January 2026."""
    return replace(samples.episode("", route="emergency"), **given)


def room(book: Book, by: Actor, now: datetime, **given: Any) -> Room:
    """A room of khu A."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        return writer.add(samples.room(writer.add(samples.ward()).id, **given))


def journal_length(book: Book, now: datetime) -> int:
    """How many lines the journal has; a refused deed adds none."""
    with book.looking(now) as writer:
        return int(writer.value("SELECT count(*) FROM journal"))
