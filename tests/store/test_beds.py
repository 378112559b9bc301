"""The map of beds: names for who may know them, aliases for restricted people, and nothing that tells where a shelter is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from carebook.records.staff import Actor, Role
from carebook.rules.beds import occupancy
from carebook.store.beds import bed_map, without_bed
from carebook.store.book import Book, Writer, new_id
from tests import samples

TODAY = date(2026, 11, 22)


def lying(writer: Writer, number: int, room_id: str, bed: str, *, secret: bool = False) -> str:
    person = writer.add(samples.person(code=f"CB-{number:06}", full_name=f"Trần An {number}", alias=f"Hoa {number}"))
    stay = writer.add(samples.episode(person.id, confidential=secret))
    if room_id:
        writer.add(samples.bed_assignment(stay.id, room_id, bed=bed))
    return stay.id


def test_the_map_shows_beds_to_everybody_and_names_to_who_may_know_them(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward, shelter = writer.add(samples.ward()), writer.add(samples.ward(name="Mái ấm", hidden=True, position=2))
        room, home = writer.add(samples.room(ward.id)), writer.add(samples.room(shelter.id, name="S1", beds=3))
        one = lying(writer, 1, room.id, "2")
        lying(writer, 2, room.id, "3", secret=True)
        lying(writer, 3, home.id, "1", secret=True)
        nowhere = lying(writer, 4, "", "")
        writer.add(samples.absence(one))

    def beds(actor: Actor) -> list[list[str | None]]:
        with book.reading_for(actor, now) as reader:
            wards = bed_map(reader, TODAY)
        assert [occupancy(one.rooms).taken for one in wards] == [2, 1]
        assert [occupancy(one.rooms).beds for one in wards] == [4, 3]
        return [
            [place.occupant.name if place.occupant else None for room in ward.rooms for place in room.places]
            for ward in wards
        ]

    assert beds(director) == [[None, "Trần An 1", "Trần An 2", None], ["Trần An 3", None, None]]
    assert beds(actor_with(Role.NURSE)) == [[None, "Trần An 1", "Hoa 2", None], ["", None, None]]
    assert beds(actor_with(Role.IT)) == [[None, "", "", None], ["", None, None]]
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        here, hidden = bed_map(reader, TODAY)
        assert (hidden.name, [room.name for room in hidden.rooms]) == ("", [""])
        [first] = [place.occupant for place in here.rooms[0].places if place.bed == "2"]
        assert first is not None
        assert (first.absence, first.masked) == ("hospital", False)
        assert [who.episode_id for who in without_bed(reader, TODAY)] == [nowhere]


def test_a_past_day_is_seen_with_the_rights_of_today(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        lying(writer, 1, room.id, "2")
    newcomer = actor_with(Role.NURSE, from_on=TODAY)
    with book.reading_for(newcomer, now) as reader:
        (ward,) = bed_map(reader, date(2026, 11, 1), TODAY)
    assert [place.occupant.name for place in ward.rooms[0].places if place.occupant] == ["Trần An 1"]
