"""Questions about the center: wards, rooms and how full they are on a day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from carebook.records.codes import Agency
from carebook.records.staff import Actor
from carebook.store import facility
from carebook.store.book import Book, new_id
from tests import samples
from tests.conftest import CHEAP


def test_the_profile(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        assert facility.facility(reader).name == "Trung tâm Bảo trợ xã hội Hoa Ban"


def test_a_book_without_profile(tmp_path: Path, now: datetime) -> None:
    made = Book.make(tmp_path / "b", account_id="a", password="x" * 8, names=(), initials="", post="", cost=CHEAP)
    with made.book, made.book.looking(now) as reader, pytest.raises(LookupError):
        facility.facility(reader)


def test_wards_and_rooms_in_the_centers_order(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        second = writer.add(samples.ward(name="Khu A", position=2))
        first = writer.add(samples.ward(name="Khu B", position=1))
        writer.add(samples.room(second.id, name="A102"))
        writer.add(samples.room(second.id, name="A101"))
        writer.add(samples.room(first.id, name="B101"))
    with book.reading_for(director, now) as reader:
        assert [w.name for w in facility.wards(reader)] == ["Khu B", "Khu A"]
        assert [r.name for r in facility.rooms(reader)] == ["B101", "A101", "A102"]
        assert [r.name for r in facility.rooms(reader, second.id)] == ["A101", "A102"]


# from, to of the bed; end of the stay; absence from, back; taken and away on 22/11/2026
OCCUPANCY = [
    ("2026-01-05", None, None, None, None, 1, 0),
    ("2026-11-22", None, None, None, None, 1, 0),
    ("2026-11-23", None, None, None, None, 0, 0),
    ("2026-01-05", "2026-11-22", None, None, None, 1, 0),
    ("2026-01-05", "2026-11-21", None, None, None, 0, 0),
    ("2026-01-05", None, "2026-11-23", None, None, 1, 0),
    ("2026-01-05", None, "2026-11-22", None, None, 0, 0),
    ("2026-01-05", None, None, "2026-11-22", None, 1, 1),
    ("2026-01-05", None, None, "2026-11-20", "2026-11-22", 1, 0),
    ("2026-01-05", None, None, "2026-11-20", "2026-11-23", 1, 1),
    ("2026-01-05", None, None, "2026-11-23", None, 1, 0),
]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("bed_from", "bed_to", "end", "away", "back", "taken", "gone"), OCCUPANCY)
def test_how_full_a_room_is(
    book: Book,
    director: Actor,
    now: datetime,
    bed_from: str,
    bed_to: str | None,
    end: str | None,
    away: str | None,
    back: str | None,
    taken: int,
    gone: int,
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward = writer.add(samples.ward())
        room = writer.add(samples.room(ward.id))
        person = writer.add(samples.person())
        stay = writer.add(samples.episode(person.id, end_on=day(end)))
        writer.add(samples.bed_assignment(stay.id, room.id, from_on=day(bed_from), to_on=day(bed_to)))
        if away:
            writer.add(samples.absence(stay.id, from_on=day(away), back_on=day(back)))
    with book.reading_for(director, now) as reader:
        (found,) = facility.rooms_on(reader, samples.TODAY)
    assert (found.taken, found.away, found.free) == (taken, gone, 4 - taken)
    assert found.ward == ward


def test_who_moved_is_counted_in_the_new_room_only(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward = writer.add(samples.ward())
        old, new = (writer.add(samples.room(ward.id, name=name)) for name in ("A101", "A102"))
        stay = writer.add(samples.episode(writer.add(samples.person()).id))
        moved = date(2026, 11, 22)
        writer.add(samples.bed_assignment(stay.id, old.id, to_on=moved))
        writer.add(samples.bed_assignment(stay.id, new.id, from_on=moved))
    with book.reading_for(director, now) as reader:
        assert [r.taken for r in facility.rooms_on(reader, moved)] == [0, 1]
        assert [r.taken for r in facility.rooms_on(reader, date(2026, 11, 21))] == [1, 0]


def test_an_agency_bears_the_name_of_the_day(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(Agency(role="x", name="Sở Lao động", valid_to=date(2025, 2, 28)))
        writer.add(Agency(role="x", name="Sở Y tế", valid_from=date(2025, 3, 1)))
    with book.reading_for(director, now) as reader:
        assert facility.agency(reader, "x", date(2024, 5, 1)) == "Sở Lao động"
        assert facility.agency(reader, "x", samples.TODAY) == "Sở Y tế"
        assert facility.agency(reader, "y", samples.TODAY) == ""
