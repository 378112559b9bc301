"""What stands against a record of service, and that a protected case never pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.services import DangerLevel, ServiceRecord
from carebook.rules.services import asks_for_safety, problems_in_service
from tests import samples

TODAY = date(2026, 11, 22)
STAY = samples.episode("p", id="s")
GOOD = ServiceRecord(episode_id="s", given_on=TODAY, need="Mất ngủ, lo cho con", staff_member_id="x3", minutes=45)


def told(given: dict[str, Any], **stay: Any) -> list[tuple[str, str]]:
    found = problems_in_service(replace(GOOD, **given), stay=replace(STAY, **stay), today=TODAY)
    return [(one.field, one.severity) for one in found]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"service": ""}, [("service", "error")]),
        ({"channel": ""}, [("channel", "error")]),
        ({"need": "  "}, [("need", "error")]),
        ({"staff_member_id": None}, [("staff_member_id", "error")]),
        ({"given_on": None}, [("given_on", "error")]),
        ({"given_on": date(1026, 11, 22)}, [("given_on", "error")]),
        ({"given_on": date(2026, 11, 23)}, [("given_on", "error")]),
        ({"given_on": date(2026, 1, 4)}, [("given_on", "warning")]),
        ({"minutes": 0}, [("minutes", "error")]),
        ({"minutes": 721}, [("minutes", "error")]),
        ({"minutes": 720}, []),
        ({"fee": -1}, [("fee", "error")]),
        ({"fee": 200_000}, []),
        ({"next_on": date(2026, 11, 21)}, [("next_on", "error")]),
        ({"next_on": TODAY}, []),
        ({"content": "a" * 20_001}, [("content", "error")]),
        ({"danger": DangerLevel.URGENT}, [("safety_plan", "warning")]),
        ({"danger": DangerLevel.URGENT, "safety_plan": "Gọi 113"}, []),
        ({"danger": DangerLevel.MEDIUM}, []),
    ],
)
def test_what_is_wrong_stands_beside_its_field(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert told(given) == expected


def test_help_in_a_protected_case_is_free_and_help_after_the_stay_is_only_unusual() -> None:
    assert told({"fee": 1}, confidential=True) == [("fee", "error")]
    assert told({"fee": 0}, confidential=True) == []
    assert told({}, end_on=date(2026, 11, 1)) == [("given_on", "warning")]


def test_a_safety_plan_is_asked_for_from_high_danger_on() -> None:
    asked = [level for level in DangerLevel if asks_for_safety(level)]
    assert asked == [DangerLevel.HIGH, DangerLevel.URGENT]
    assert not asks_for_safety(None)
