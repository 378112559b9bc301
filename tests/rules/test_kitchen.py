"""The three-step check and the samples of the kitchen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from carebook.records.meals import FoodCheck, FoodSample
from carebook.rules.kitchen import due_to_throw, problems_in_food_check, problems_in_sample, problems_in_throwing

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"step": 4}, ["step"]),
        ({"food": ""}, ["food"]),
        ({"checked_at": None}, ["checked_at"]),
        ({"checked_at": NOW + timedelta(minutes=2)}, ["checked_at"]),
        ({"good": False}, ["remedy"]),
        ({"good": False, "remedy": "Trả lại nơi bán"}, []),
        ({"checker_id": None}, ["checker_id"]),
    ],
)
def test_problems_of_a_check(facts: dict[str, Any], fields: list[str]) -> None:
    whole = {"served_on": TODAY, "step": 1, "food": "Thịt lợn", "checked_at": NOW, "checker_id": "s1"} | facts
    assert [problem.field for problem in problems_in_food_check(FoodCheck(**whole), now=NOW)] == fields


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"dish": " "}, ["dish"]),
        ({"served_on": None}, ["served_on"]),
        ({"taken_at": None}, ["taken_at"]),
        ({"taken_at": NOW + timedelta(hours=1)}, ["taken_at"]),
        ({"taken_by_id": None}, ["taken_by_id"]),
    ],
)
def test_problems_of_a_sample(facts: dict[str, Any], fields: list[str]) -> None:
    whole = {"served_on": TODAY, "dish": "Cá kho", "taken_at": NOW, "taken_by_id": "s1"} | facts
    assert [problem.field for problem in problems_in_sample(FoodSample(**whole), now=NOW)] == fields


def test_a_sample_is_kept_24_hours() -> None:
    sample = FoodSample(dish="Cá kho", taken_at=NOW - timedelta(hours=24))
    assert due_to_throw(sample, 24) == NOW
    assert not problems_in_throwing(sample, NOW, hours=24, now=NOW)
    (early,) = problems_in_throwing(sample, NOW - timedelta(minutes=1), hours=24, now=NOW)
    assert (early.field, early.message.values["hours"]) == ("thrown_at", 24)
    thrown = FoodSample(dish="Cá kho", taken_at=NOW, thrown_at=NOW)
    assert [problem.field for problem in problems_in_throwing(thrown, NOW, hours=24, now=NOW)] == [""]
