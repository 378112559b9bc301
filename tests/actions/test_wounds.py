"""A wound found, looked at, closed, struck through; photos hang on a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.people import attach_file
from carebook.actions.undo import undo_deed
from carebook.actions.wounds import check_wound, close_wound, save_wound, strike_wound, strike_wound_check
from carebook.records.episodes import Episode
from carebook.records.incidents import Involved
from carebook.records.people import Attachment
from carebook.records.staff import Actor, Role
from carebook.rules.wounds import Healing
from carebook.store.book import Book, new_id
from carebook.store.wounds import WoundFile, wounds_of
from tests import incident_samples
from tests.actions.admissions import admit
from tests.daily_samples import moment
from tests.health_samples import TODAY, look, refusing, wound


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse."""
    return actor_with(Role.NURSE)


def wounds(book: Book, by: Actor, now: datetime, stay: Episode) -> tuple[WoundFile, ...]:
    with book.reading_for(by, now) as reader:
        return wounds_of(reader, stay.id)


def test_a_wound_is_found_looked_at_and_heals(book: Book, nurse: Actor, now: datetime, stay: Episode) -> None:
    new = wound(stay.id)
    found = save_wound(book, new, look(new, done_by_id=nurse.staff_member_id), by=nurse, now=now)
    kept = found.result
    later = look(kept, checked_at=moment(8), length_mm=20, width_mm=15, done_by_id=nurse.staff_member_id)
    seen = check_wound(book, later, by=nurse, now=now).result
    assert seen.entered_by == nurse.account_id
    attach_file(
        book,
        Attachment(person_id=stay.person_id, title="Vết loét 22/11", kind="photo", about_id=seen.id),
        b"\x89PNG",
        by=nurse,
        now=now,
    )
    (file,) = wounds(book, nurse, now, stay)
    assert (file.healing, len(file.checks), file.last) == (Healing.SMALLER, 2, seen)
    assert [one.title for one in file.photos[seen.id]] == ["Vết loét 22/11"]
    with refusing("looked at after"):
        close_wound(book, kept.id, date(2026, 11, 20), by=nurse, now=now)
    with refusing("looked at before"):
        save_wound(book, replace(kept, found_on=TODAY), by=nurse, now=now)
    closed = close_wound(book, kept.id, TODAY, by=nurse, now=now, seen=kept.version)
    with refusing("closed already"):
        close_wound(book, kept.id, TODAY, by=nurse, now=now)
    undo_deed(book, closed.op, by=nurse, now=now)
    with refusing("written on it"):
        undo_deed(book, found.op, by=nurse, now=now)  # a look at it was written since
    corrected = check_wound(book, replace(seen, look="Nền đỏ"), by=nurse, now=now, seen=seen.version).result
    assert (corrected.look, corrected.entered_by) == ("Nền đỏ", nurse.account_id)
    strike_wound_check(book, seen.id, by=nurse, now=now, reason="Nhầm vết")
    assert wounds(book, nurse, now, stay)[0].healing is Healing.UNKNOWN
    strike_wound(book, kept.id, by=nurse, now=now, reason="Nhầm người")
    assert wounds(book, nurse, now, stay) == ()


def test_what_is_wrong_is_refused_whole(book: Book, nurse: Actor, now: datetime, stay: Episode) -> None:
    new = wound(stay.id)
    with pytest.raises(Refused) as refused:
        save_wound(book, new, look(new, grade="9"), by=nurse, now=now)
    assert [one.field for one in refused.value.problems] == ["grade"]
    assert wounds(book, nurse, now, stay) == ()


def test_a_wound_comes_from_an_incident_of_the_person(
    book: Book, director: Actor, nurse: Actor, now: datetime, stay: Episode
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        mine = writer.add(incident_samples.incident(episode_id=stay.id, number="01/2026"))
        beside = writer.add(incident_samples.incident(number="02/2026"))
        writer.add(Involved(incident_id=beside.id, episode_id=stay.id))
        foreign = writer.add(incident_samples.incident(number="03/2026"))
    kept = save_wound(book, wound(stay.id, incident_id=mine.id), by=nurse, now=now).result
    assert kept.incident_id == mine.id
    kept = save_wound(book, replace(kept, incident_id=beside.id), by=nurse, now=now).result
    with refusing("does not name"):
        save_wound(book, replace(kept, incident_id=foreign.id), by=nurse, now=now)
    assert save_wound(book, replace(kept, incident_id=None), by=nurse, now=now).result.incident_id is None
