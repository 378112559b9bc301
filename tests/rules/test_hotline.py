"""Calls to the hotline: what must be written, which are restricted, when one calls back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.records.codes import Code
from carebook.records.services import DangerLevel, HotlineCall
from carebook.rules.hotline import (
    call_back_day,
    is_restricted,
    minutes_of,
    problems_in_call,
    restricted_needs,
    waits_for_call,
)

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # 09:00 on 22/11 in Vietnam
GOOD = HotlineCall(called_at=NOW, taken_by_id="x3", anonymous=True)


def told(given: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.field, one.severity) for one in problems_in_call(replace(GOOD, **given), now=NOW)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"caller": ""}, [("caller", "error")]),
        ({"need": ""}, [("need", "error")]),
        ({"outcome": ""}, [("outcome", "error")]),
        ({"taken_by_id": None}, [("taken_by_id", "error")]),
        ({"called_at": NOW + timedelta(minutes=4)}, []),
        ({"called_at": NOW + timedelta(minutes=6)}, [("called_at", "error")]),
        ({"called_at": datetime(1026, 11, 22, tzinfo=UTC)}, [("called_at", "error")]),
        ({"minutes": 0}, [("minutes", "error")]),
        ({"minutes": 301}, [("minutes", "error")]),
        ({"caller_name": "Đinh Thị Mận"}, [("caller_name", "error")]),
        ({"caller_name": "Đinh Thị Mận", "anonymous": False}, []),
        ({"caller_phone": "12 con vịt"}, [("caller_phone", "warning")]),
        ({"caller_phone": "0912 345 678"}, []),
        ({"outcome": "call_back"}, [("call_back_on", "error")]),
        ({"outcome": "call_back", "call_back_on": date(2026, 11, 23)}, [("caller_phone", "warning")]),
        ({"call_back_on": date(2026, 11, 23), "caller_phone": "0912345678"}, []),
        ({"call_back_on": date(2026, 11, 21), "caller_phone": "0912345678"}, [("call_back_on", "error")]),
        ({"called_back_on": date(2026, 11, 21)}, [("called_back_on", "error")]),
        ({"called_back_on": date(2026, 11, 23)}, [("called_back_on", "error")]),
        ({"danger": DangerLevel.HIGH}, [("safety_plan", "warning")]),
        ({"danger": DangerLevel.URGENT}, [("safety_plan", "warning"), ("outcome", "warning")]),
        ({"danger": DangerLevel.URGENT, "safety_plan": "Khóa cửa", "outcome": "emergency"}, []),
        ({"content": "a" * 20_001}, [("content", "error")]),
    ],
)
def test_what_is_wrong_stands_beside_its_field(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert told(given) == expected


def test_violence_makes_a_call_restricted_and_nothing_takes_that_back() -> None:
    needs = restricted_needs(
        [
            Code(list_name="hotline_need", code="violence", text="Bạo lực", details='{"restricted": true}'),
            Code(list_name="hotline_need", code="autism", text="Hỏi lớp can thiệp, học phí"),
        ]
    )
    assert needs == {"violence"}
    assert is_restricted(replace(GOOD, need="violence"), needs)
    assert is_restricted(replace(GOOD, need="autism", violence_kinds=("physical",)), needs)
    assert is_restricted(replace(GOOD, need="autism", confidential=True), needs)
    assert not is_restricted(replace(GOOD, need="autism"), needs)


def test_one_calls_back_within_the_hours_of_the_center() -> None:
    assert call_back_day(NOW, 24) == date(2026, 11, 23)
    assert call_back_day(datetime(2026, 11, 22, 16, 59, tzinfo=UTC), 24) == date(2026, 11, 23)
    assert call_back_day(datetime(2026, 11, 22, 17, 0, tzinfo=UTC), 24) == date(2026, 11, 24)  # midnight in Vietnam
    waiting = replace(GOOD, call_back_on=date(2026, 11, 23))
    assert waits_for_call(waiting)
    assert not waits_for_call(GOOD)
    assert not waits_for_call(replace(waiting, called_back_on=date(2026, 11, 23)))


@settings(max_examples=60)
@given(st.integers(0, 6 * 3600))
def test_minutes_are_begun_minutes(seconds: int) -> None:
    minutes = minutes_of(NOW, NOW + timedelta(seconds=seconds))
    assert minutes >= 1
    assert (minutes - 1) * 60 <= seconds <= minutes * 60
