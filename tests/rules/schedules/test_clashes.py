"""What is booked twice, how it is told, what is free next; and what planning goes on in spite of."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.records.episodes import AbsenceKind
from carebook.records.schedules import StaffLeave, TherapyRoom
from carebook.rules.schedules import (
    Away,
    Clash,
    ClashKind,
    Load,
    Names,
    Slot,
    WarnKind,
    clashes,
    free_starts,
    loads,
    warnings_about,
)
from carebook.words import speaking

MONDAY = date(2026, 11, 23)
ROOMS = {
    "small": TherapyRoom(id="small", name="Phòng 1", places=1),
    "large": TherapyRoom(id="large", name="Phòng 2", places=2),
}
NAMES = Names({"an": "Trần Thị An", "binh": "Lê Văn Bình"}, {"huong": "Kiều Thị Dạ Hương"})


def slot(id: str = "", at: time = time(8, 30), **given: Any) -> Slot:
    return Slot(
        **{"id": id, "kind": "session", "on": MONDAY, "at": at, "minutes": 30, "title": "Vật lý trị liệu"} | given
    )


def kinds(found: tuple[Clash, ...]) -> list[ClashKind]:
    return [clash.kind for clash in found]


@pytest.mark.parametrize(
    ("mine", "other", "expected"),
    [
        ({"people": frozenset({"an"})}, {"people": frozenset({"an"})}, [ClashKind.PERSON]),
        ({"people": frozenset({"an", "binh"})}, {"people": frozenset({"an", "binh"})}, [ClashKind.PERSON] * 2),
        ({"staff_id": "huong"}, {"staff_id": "huong"}, [ClashKind.STAFF]),
        ({"room_id": "small"}, {"room_id": "small"}, [ClashKind.ROOM]),
        ({"room_id": "large"}, {"room_id": "large"}, []),
        ({"room_id": "no longer known"}, {"room_id": "no longer known"}, []),
        ({"people": frozenset({"an"})}, {"people": frozenset({"binh"})}, []),
        ({}, {}, []),  # nobody, nowhere
        ({"staff_id": "huong"}, {"staff_id": "huong", "on": date(2026, 11, 24)}, []),
        ({"staff_id": "huong"}, {"staff_id": "huong", "at": time(9, 0)}, []),  # one ends as the other begins
        ({"staff_id": "huong"}, {"staff_id": "huong", "at": time(8, 0)}, []),
        ({"staff_id": "huong"}, {"staff_id": "huong", "at": time(8, 59)}, [ClashKind.STAFF]),
        (
            {"staff_id": "huong", "minutes": 90},
            {"staff_id": "huong", "at": time(9, 0), "minutes": 15},
            [ClashKind.STAFF],
        ),
    ],
)
def test_what_is_booked_twice(mine: dict[str, Any], other: dict[str, Any], expected: list[ClashKind]) -> None:
    assert kinds(clashes([slot(**mine)], [slot("other", **other)], ROOMS, NAMES)) == expected
    # two new ones clash with each other as well, and are told once
    assert kinds(clashes([slot(**mine), slot("other", **other)], [], ROOMS, NAMES)) == expected


def test_a_slot_does_not_clash_with_itself() -> None:
    busy = [slot("one", people=frozenset({"an"}), staff_id="huong", room_id="small")]
    moved = slot("one", at=time(8, 45), people=frozenset({"an"}), staff_id="huong", room_id="small")
    assert clashes([moved], busy, ROOMS) == ()


def test_a_room_is_full_only_where_all_its_places_are_taken_at_one_moment() -> None:
    one_after_other = [slot("a", time(8, 0), room_id="large"), slot("b", time(8, 30), room_id="large")]
    long = slot(at=time(8, 0), minutes=60, room_id="large")
    assert clashes([long], one_after_other, ROOMS) == ()
    together = [*one_after_other, slot("c", time(8, 45), room_id="large")]
    (clash,) = clashes([long], together, ROOMS, NAMES)
    assert clash.message.values["clash"].values["room"] == "Phòng 2"
    assert clash.free == time(9, 0)


def test_a_clash_says_who_when_with_what_and_what_is_free_next() -> None:
    busy = [
        slot("a", people=frozenset({"binh"}), staff_id="huong"),
        slot("b", time(9, 0), people=frozenset({"an"}), title="Chuyện xưa", kind="group"),
    ]
    mine = slot(people=frozenset({"an"}), staff_id="huong")
    with speaking("en"):
        (told,) = clashes([mine], busy, ROOMS, NAMES)
        assert str(told.message) == (
            "Kiều Thị Dạ Hương already has “Vật lý trị liệu – Lê Văn Bình” on Monday, 23/11/2026, 08:30–09:00."
            " Free next: 09:30."
        )
        late = slot(at=time(18, 30), staff_id="huong")
        (told,) = clashes([late], [slot("c", time(18, 30), staff_id="huong")], ROOMS, NAMES)
        assert str(told.message).endswith("Nothing is free later that day.")
    assert told.free is None


def test_free_starts_are_quarter_hours_of_the_working_day() -> None:
    found = free_starts(
        slot(people=frozenset({"an"})), [slot("a", time(6, 10), minutes=700, people=frozenset({"an"}))], ROOMS
    )
    assert found == (time(18, 0), time(18, 15), time(18, 30))
    assert len(free_starts(slot(), [], ROOMS)) == 51


SLOTS = st.lists(
    st.builds(
        slot,
        id=st.uuids().map(str),
        at=st.integers(0, 11).map(lambda n: time(8 + n // 4, n % 4 * 15)),
        minutes=st.sampled_from((15, 30, 45, 90)),
        people=st.frozensets(st.sampled_from("abc"), max_size=2),
        staff_id=st.sampled_from((None, "x", "y")),
        room_id=st.sampled_from((None, "small", "large")),
    ),
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(SLOTS, SLOTS)
def test_clashes_are_what_comparing_minute_by_minute_finds(mine: list[Slot], busy: list[Slot]) -> None:
    def clean(slots: list[Slot]) -> bool:
        for minute in range(8 * 60, 13 * 60):
            there = [one for one in slots if one.begin <= minute < one.end]
            staff = [one.staff_id for one in there if one.staff_id]
            people = [person for one in there for person in one.people]
            rooms = [one.room_id for one in there if one.room_id]
            full = any(rooms.count(room) > ROOMS[room].places for room in rooms)
            if len(set(staff)) < len(staff) or len(set(people)) < len(people) or full:
                return False
        return True

    if clean(busy):
        assert bool(clashes(mine, busy, ROOMS)) == (not clean([*busy, *mine]))
        for one in mine:
            for at in free_starts(one, busy, ROOMS)[:3]:
                assert clean(
                    [
                        *busy,
                        slot(
                            "", at, minutes=one.minutes, people=one.people, staff_id=one.staff_id, room_id=one.room_id
                        ),
                    ]
                )


def test_what_planning_goes_on_in_spite_of() -> None:
    days = [MONDAY, date(2026, 11, 24), date(2026, 11, 25)]
    slots = [
        slot(str(n), on=day, people=frozenset({"an"}), staff_id="huong", room_id="small") for n, day in enumerate(days)
    ]
    told = warnings_about(
        slots,
        away=[
            Away("an", AbsenceKind.HOSPITAL, date(2026, 11, 20), MONDAY),
            Away("an", None, date(2026, 11, 25)),
            Away("binh", AbsenceKind.LEAVE, MONDAY),
        ],
        leaves=[
            StaffLeave(staff_member_id="huong", from_on=date(2026, 11, 24), to_on=date(2026, 11, 30)),
            StaffLeave(staff_member_id="other", from_on=MONDAY, to_on=MONDAY),
            StaffLeave(staff_member_id="huong", from_on=date(2026, 11, 25)),
        ],
        holidays={date(2026, 11, 24): "Ngày Văn hóa", date(2026, 12, 25): "khác"},
        rooms={"small": TherapyRoom(id="small", name="Phòng 1", closed_on=date(2026, 11, 25))},
        loads=[Load("huong", "Kiều Thị Dạ Hương", MONDAY, 6, 5), Load("huong", "Kiều Thị Dạ Hương", days[1], 5, 5)],
        names=NAMES,
    )
    assert [(one.kind, one.on.day, one.days) for one in told] == [
        (WarnKind.ABSENT, 23, 1),
        (WarnKind.ABSENT, 25, 1),
        (WarnKind.LEAVE, 24, 2),
        (WarnKind.LEAVE, 25, 1),
        (WarnKind.HOLIDAY, 24, 1),
        (WarnKind.ROOM_CLOSED, 25, 1),
        (WarnKind.LOAD, 23, 1),
    ]
    assert all(str(one.message) for one in told)


def test_the_load_counts_people_seen_one_by_one() -> None:
    busy = [
        slot("a", people=frozenset({"binh"}), staff_id="huong"),
        slot("b", people=frozenset({"an"}), staff_id="huong"),
        slot("c", people=frozenset({"d", "e", "f"}), staff_id="huong", kind="group"),
        slot("d", people=frozenset({"g"}), staff_id="other"),
    ]
    (load,) = loads([slot("a", people=frozenset({"an"}), staff_id="huong")], busy, NAMES, norm=1)
    assert (load.people, load.is_over) == (1, False)
    (load,) = loads([slot("", people=frozenset({"g"}), staff_id="huong")], busy, NAMES, norm=2)
    assert (load.people, load.norm, load.is_over, load.staff_name) == (3, 2, True, "Kiều Thị Dạ Hương")
