"""What a rule of repetition must say, for persons and groups: errors beside their fields, and warnings that may be answered."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from carebook.records.groups import GroupSession
from carebook.records.schedules import Frequency, GroupSeries
from carebook.rules.problem import errors, warnings
from carebook.rules.schedules import problems_in_planned, problems_in_series
from tests.rules.schedules.rule_samples import series

TODAY = date(2026, 11, 22)
MONTHLY = {"frequency": Frequency.MONTHLY_DAY}


@pytest.mark.parametrize(
    ("given", "wrong", "told"),
    [
        ({"from_on": TODAY}, [], []),
        (
            {"from_on": TODAY, "episode_id": "", "therapy": "", "therapist_id": None},
            ["episode_id", "therapy", "therapist_id"],
            [],
        ),
        ({"from_on": date(2026, 11, 20)}, [], ["from_on"]),
        ({"from_on": None}, ["from_on"], []),
        ({"from_on": TODAY, "weekdays": ("T2",)}, ["weekdays"], []),
        ({"from_on": TODAY, "interval": 53}, ["interval"], []),
        ({"from_on": TODAY, "frequency": Frequency.DAILY, "interval": 53, "weekdays": ()}, [], []),
        (MONTHLY | {"from_on": TODAY, "month_day": 31}, [], ["month_day"]),
        (MONTHLY | {"from_on": TODAY, "month_day": 28}, [], []),
        (MONTHLY | {"from_on": TODAY, "month_day": 32}, ["month_day"], []),
        (MONTHLY | {"from_on": TODAY}, ["month_day"], []),
        ({"from_on": TODAY, "frequency": Frequency.MONTHLY_WEEKDAY}, ["nth"], []),
        ({"from_on": TODAY, "frequency": Frequency.MONTHLY_WEEKDAY, "nth": 5}, ["nth"], []),
        ({"from_on": TODAY, "until_on": TODAY}, [], []),
        ({"from_on": TODAY, "until_on": date(2031, 1, 1)}, ["until_on"], []),
        ({"from_on": TODAY, "minutes": 4}, ["minutes"], []),
        ({"from_on": TODAY, "starts_at": time(23, 30)}, [], []),
    ],
)
def test_what_stands_against_a_rule(given: dict[str, Any], wrong: list[str], told: list[str]) -> None:
    found = problems_in_series(series(**given), today=TODAY)
    assert [problem.field for problem in errors(found)] == wrong
    assert [problem.field for problem in warnings(found)] == told


def test_a_group_needs_its_leader() -> None:
    rule = GroupSeries(group_id="", weekdays=("MO",), from_on=TODAY, starts_at=time(8, 0))
    assert [problem.field for problem in problems_in_series(rule, today=TODAY)] == ["group_id", "leader_id"]
    single = GroupSession(group_id="group", planned_on=TODAY, planned_at=time(8, 0))
    assert [problem.field for problem in problems_in_planned(single, today=TODAY)] == ["leader_id"]
