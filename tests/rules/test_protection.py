"""Protection: the three months, how long a ban may hold, what must be written, and that no text tells the place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.codes import Limit
from carebook.records.episodes import Episode
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.rules.protection import (
    last_day_of_ban,
    needs_to_know,
    problems_in_access,
    problems_in_ban,
    problems_in_case,
    problems_in_safety_plan,
    stay_clock,
    tells_place,
)

TODAY = date(2026, 11, 22)
LIMITS = (Limit(name="emergency_stay", value=3, unit="months"),)
COMMUNE = Limit(name="contact_ban_commune", value=3, unit="days", basis="Luật 13/2022/QH15")
COURT = Limit(name="contact_ban_court", value=4, unit="months")
STAY = Episode(person_id="p", route="emergency", start_on=date(2026, 11, 5))
CASE = ProtectionCase(episode_id="e", opened_on=date(2026, 11, 5), kinds=("physical",), told="Bị đánh")
BAN = ContactBan(episode_id="e", against="Người chồng", from_on=date(2026, 11, 6), to_on=date(2026, 11, 9))
PLAN = SafetyPlan(episode_id="e", made_on=date(2026, 11, 6), whom_to_call="Công an phường")
ACCESS = CaseAccess(episode_id="e", staff_member_id="s", from_on=date(2026, 11, 5), why="Phụ trách")


def test_the_clock_of_the_stay() -> None:
    clock = stay_clock(STAY, LIMITS)
    assert clock is not None
    assert (clock.until_on, clock.extended, clock.days_left(TODAY)) == (date(2027, 2, 5), False, 75)
    at_month_end = stay_clock(replace(STAY, start_on=date(2026, 11, 30)), LIMITS)
    assert at_month_end is not None
    assert at_month_end.until_on == date(2027, 2, 28)
    longer = stay_clock(replace(STAY, stay_extended_to=date(2027, 3, 5)), LIMITS)
    assert longer is not None
    assert (longer.until_on, longer.extended) == (date(2027, 3, 5), True)
    assert stay_clock(replace(STAY, end_on=TODAY), LIMITS) is None
    assert stay_clock(replace(STAY, route="voluntary"), LIMITS) is None


def test_how_long_a_ban_may_hold() -> None:
    assert last_day_of_ban(date(2026, 11, 6), COMMUNE) == date(2026, 11, 9)
    assert last_day_of_ban(date(2026, 10, 31), COURT) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"against": " "}, [("against", "error")]),
        ({"from_on": None, "to_on": None}, [("from_on", "error"), ("to_on", "error")]),
        ({"from_on": date(1026, 1, 1)}, [("from_on", "error"), ("to_on", "warning")]),
        ({"to_on": date(2026, 11, 5)}, [("to_on", "error")]),
        ({"to_on": date(2026, 11, 10)}, [("to_on", "warning")]),
        ({"issuer": "x" * 30_000}, [("issuer", "error")]),
    ],
)
def test_what_is_wrong_with_a_ban(given: dict[str, Any], said: list[tuple[str, str]]) -> None:
    found = problems_in_ban(replace(BAN, **given), today=TODAY, limit=COMMUNE)
    assert [(one.field, one.severity) for one in found] == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"kinds": (), "opened_on": None}, [("opened_on", "error"), ("kinds", "error")]),
        ({"opened_on": date(2026, 11, 23)}, [("opened_on", "error")]),
        ({"opened_on": date(2026, 11, 4)}, [("opened_on", "warning")]),
        ({"opened_on": date(1026, 11, 4)}, [("opened_on", "error")]),
        ({"reported_on": date(2026, 11, 23)}, [("reported_on", "error"), ("reported_to", "error")]),
        ({"reported_on": TODAY, "reported_to": "Công an phường"}, []),
    ],
)
def test_what_is_wrong_with_a_case(given: dict[str, Any], said: list[tuple[str, str]]) -> None:
    found = problems_in_case(replace(CASE, **given), stay=STAY, today=TODAY)
    assert [(one.field, one.severity) for one in found] == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"whom_to_call": ""}, ["ways_out"]),
        ({"whom_to_call": "", "ways_out": "Cửa sau"}, []),
        ({"made_on": None}, ["made_on"]),
        ({"review_on": date(2026, 11, 5)}, ["review_on"]),
        ({"signs": "x" * 30_000}, ["signs"]),
    ],
)
def test_what_is_wrong_with_a_safety_plan(given: dict[str, Any], said: list[str]) -> None:
    assert [one.field for one in problems_in_safety_plan(replace(PLAN, **given), stay=STAY, today=TODAY)] == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"staff_member_id": "other"}, []),
        ({}, ["staff_member_id"]),
        ({"staff_member_id": "", "why": "", "from_on": None}, ["staff_member_id", "why", "from_on"]),
        ({"staff_member_id": "other", "to_on": date(2026, 11, 4)}, ["to_on"]),
    ],
)
def test_who_may_be_put_on_the_list(given: dict[str, Any], said: list[str]) -> None:
    known = [replace(ACCESS, id="there")]
    found = problems_in_access(replace(ACCESS, **given), today=TODAY, known=known)
    assert [one.field for one in found] == said


def test_a_row_of_the_list_holds_from_its_first_to_its_last_day() -> None:
    ending = replace(ACCESS, to_on=date(2026, 11, 21))
    days = [date(2026, 11, day) for day in (4, 5, 21, 22)]
    assert [needs_to_know(ending, day) for day in days] == [False, True, True, False]
    assert needs_to_know(ACCESS, TODAY)


@pytest.mark.parametrize(
    ("told", "tells"),
    [
        ("Chạy sang nhà hàng xóm", False),
        ("Hẹn ở số 1  đường Hoa Ban, cổng sau", True),
        ("Chị ở nhà BÌNH YÊN", True),
        ("Bị đánh ở A1", False),  # too short a name to mean the place
    ],
)
def test_no_text_tells_where_the_shelter_is(told: str, tells: bool) -> None:
    places = ("Nhà Bình Yên", "A1", "Số 1 đường Hoa Ban")
    found = tells_place(replace(CASE, told=told), ("told", "reported_to"), places)
    assert [one.field for one in found] == (["told"] if tells else [])
