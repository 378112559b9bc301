"""Beds: who lies in which, what is free, and how much of a ward is taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from carebook.rules.beds import BedPlace, Occupancy, Occupant, RoomBeds, bed_names, occupancy, places_of


def test_a_room_shows_its_beds_and_whoever_lies_in_none_of_them() -> None:
    an, binh, chi = Occupant("an"), Occupant("binh"), Occupant("chi", absence="hospital")
    places = places_of("r", bed_names(4), [("2", an), ("", binh), ("kê thêm", chi)])
    assert [(one.bed, one.occupant) for one in places] == [
        ("1", None),
        ("2", an),
        ("3", None),
        ("", binh),
        ("kê thêm", chi),
    ]
    assert [one.id for one in places] == ["r/1", "r/2", "r/3", "r//binh", "r/kê thêm"]
    room = RoomBeds("r", "A101", 4, True, places)
    assert (room.taken, room.away) == (3, 1)
    twice = places_of("r", bed_names(1), [("1", an), ("1", binh)])
    assert [one.occupant for one in twice] == [an, binh]


@given(st.integers(0, 8), st.lists(st.sampled_from(["", "1", "2", "9", "phụ"]), max_size=10))
def test_everybody_who_lies_in_a_room_is_shown_once(beds: int, lying: list[str]) -> None:
    people = [(bed, Occupant(str(number))) for number, bed in enumerate(lying)]
    places = places_of("r", bed_names(beds), people)
    shown = [one.occupant for one in places if one.occupant is not None]
    assert sorted(one.episode_id for one in shown) == sorted(who.episode_id for _bed, who in people)
    assert len({one.id for one in places}) == len(places)


def test_occupancy_counts_the_beds_of_the_center() -> None:
    lying = tuple(BedPlace("r", str(n), Occupant(str(n), absence="leave" if n == 1 else "")) for n in (1, 2))
    rooms = [
        RoomBeds("r", "A101", 4, True, (*lying, BedPlace("r", "3"))),
        RoomBeds("q", "Cách ly", 2, False, lying),
    ]
    assert occupancy(rooms) == Occupancy(4, 2, 1)
    assert (occupancy(rooms).free, occupancy(rooms).share) == (2, 50.0)
    assert (Occupancy(2, 3).free, Occupancy().share) == (0, None)
