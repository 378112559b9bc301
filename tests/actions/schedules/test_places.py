"""Therapy rooms and leave: what stands against them, and what their deeds say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.schedules import (
    add_leave,
    add_therapy_room,
    amend_leave,
    amend_therapy_room,
    plan_group_session,
    plan_session,
    strike_leave,
)
from carebook.records.schedules import StaffLeave, TherapyRoom
from carebook.records.staff import Actor
from carebook.store.book import Book
from tests.actions.schedules.practice import MONDAY, Practice


@pytest.fixture
def as_ever(director: Actor, now: datetime) -> dict[str, Any]:
    """The director, now."""
    return {"by": director, "now": now}


def refused_field(act: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    return refused.value.problems[0].field


def test_a_room_is_added_and_amended(book: Book, as_ever: dict[str, Any]) -> None:
    room = add_therapy_room(book, TherapyRoom(name="  Phòng   PHCN 1 ", places=2), **as_ever).result
    assert (room.name, room.places, room.version) == ("Phòng PHCN 1", 2, 1)
    closed = amend_therapy_room(book, replace(room, closed_on=MONDAY), seen=1, **as_ever).result
    assert closed.closed_on == MONDAY
    with pytest.raises(Outdated):
        amend_therapy_room(book, replace(room, places=3), seen=1, **as_ever)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "phòng phcn 1"}, "name"),
        ({"places": 0}, "places"),
        ({"places": 51}, "places"),
        ({"name": "x" * 101}, "name"),
    ],
)
def test_an_impossible_room_is_refused(given: dict[str, Any], field: str, book: Book, as_ever: dict[str, Any]) -> None:
    add_therapy_room(book, TherapyRoom(name="Phòng PHCN 1"), **as_ever)
    assert refused_field(add_therapy_room, book, replace(TherapyRoom(name="Phòng 2"), **given), **as_ever) == field


def test_a_leave_tells_what_is_planned_in_it(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    leave = StaffLeave(staff_member_id=practice.therapists[1], from_on=MONDAY, to_on=date(2026, 11, 25))
    plan_session(book, practice.session(0, 1), **as_ever)
    plan_group_session(book, practice.group_session(), **as_ever)
    change = add_leave(book, leave, **as_ever)
    assert change.said is not None
    assert change.said.values["n"] == 2
    amended = amend_leave(book, replace(change.result, from_on=date(2026, 11, 24)), seen=1, **as_ever)
    assert amended.said is not None
    assert "n" not in amended.said.values
    assert refused_field(strike_leave, book, change.result.id, **as_ever) == "reason"
    strike_leave(book, change.result.id, reason="không nghỉ nữa", **as_ever)
    add_leave(book, leave, **as_ever)  # the struck one does not stand in the way


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from_on": None}, "from_on"),
        ({"to_on": None}, "to_on"),
        ({"to_on": date(2026, 11, 22)}, "to_on"),
        ({"kind": ""}, "kind"),
        ({"from_on": date(1026, 11, 22)}, "from_on"),
        ({"from_on": date(2026, 12, 2), "to_on": date(2026, 12, 9)}, "from_on"),
    ],
)
def test_an_impossible_leave_is_refused(
    given: dict[str, Any], field: str, book: Book, practice: Practice, as_ever: dict[str, Any]
) -> None:
    there = StaffLeave(staff_member_id=practice.therapists[0], from_on=date(2026, 12, 1), to_on=date(2026, 12, 2))
    add_leave(book, there, **as_ever)
    leave = StaffLeave(staff_member_id=practice.therapists[0], from_on=MONDAY, to_on=date(2026, 11, 25))
    assert refused_field(add_leave, book, replace(leave, **given), **as_ever) == field
