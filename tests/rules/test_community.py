"""Activities in communities: days, and turns and people that agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.services import ActivityGuest, CommunityActivity
from carebook.rules.community import problems_in_activity

TODAY = date(2026, 11, 22)
GOOD = CommunityActivity(held_on=date(2026, 11, 20), title="Khám bệnh, cấp thuốc xã Lương Minh", turns=31, people=27)


def guest(name: str, turns: int = 1) -> ActivityGuest:
    return ActivityGuest(episode_id=name, activity_id="a", turns=turns)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"title": " "}, ["title"]),
        ({"kind": ""}, ["kind"]),
        ({"service": ""}, ["service"]),
        ({"held_on": None}, ["held_on"]),
        ({"held_on": date(1026, 1, 1)}, ["held_on"]),
        ({"held_on": date(2026, 11, 23)}, ["held_on"]),
        ({"to_on": date(2026, 11, 19)}, ["to_on"]),
        ({"to_on": date(2026, 11, 23)}, ["to_on"]),
        ({"to_on": TODAY}, []),
        ({"people": 32}, ["people"]),
        ({"people": -1}, ["people"]),
        ({"turns": 1_000_001}, ["turns"]),
        ({"female": 28}, ["female"]),
        ({"children": 28}, ["children"]),
        ({"female": 27, "children": 27}, []),
        ({"copies": -5}, ["copies"]),
        ({"result": "a" * 20_001}, ["result"]),
    ],
)
def test_what_is_wrong_stands_beside_its_field(given: dict[str, Any], expected: list[str]) -> None:
    assert [one.field for one in problems_in_activity(replace(GOOD, **given), today=TODAY)] == expected


@pytest.mark.parametrize(
    ("guests", "expected"),
    [
        ([guest("a"), guest("b", 3)], []),
        ([guest("a"), guest("a")], ["guests"]),
        ([guest("a", 0)], ["guests"]),
        ([guest("a", 32)], ["turns"]),
        ([guest(str(n)) for n in range(28)], ["people"]),
    ],
)
def test_the_clients_named_are_among_the_people(guests: list[ActivityGuest], expected: list[str]) -> None:
    assert [one.field for one in problems_in_activity(GOOD, guests, today=TODAY)] == expected
