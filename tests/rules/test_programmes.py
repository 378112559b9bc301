"""What a programme must say, and the shares of its evaluation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.care_plans import Achievement
from carebook.records.packages import Programme
from carebook.rules.problem import errors, warnings
from carebook.rules.programmes import ProgrammeReport, Share, problems_in_programme
from carebook.rules.therapy_progress import Tally

TODAY = date(2026, 11, 22)
PROGRAMME = Programme(name="Trị liệu cho trẻ tự kỷ", kind="autism", from_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("change", "wrong", "unusual"),
    [
        ({}, [], []),
        ({"name": " "}, ["name"], []),
        ({"purpose": "x" * 10_001}, ["purpose"], []),
        ({"from_on": None}, ["from_on"], []),
        ({"from_on": date(1026, 1, 1)}, ["from_on"], []),
        ({"to_on": date(2025, 12, 31)}, ["to_on"], []),
        ({"to_on": date(2126, 12, 31)}, ["to_on"], []),
        ({"cost": -1, "income": -1}, ["cost", "income"], []),
        ({"conclusion": "extend"}, [], ["strengths"]),
        ({"conclusion": "extend", "strengths": "Gia đình hài lòng"}, [], []),
    ],
)
def test_a_programme_is_looked_at(change: dict[str, Any], wrong: list[str], unusual: list[str]) -> None:
    found = problems_in_programme(replace(PROGRAMME, **change), today=TODAY)
    assert [one.field for one in errors(found)] == wrong
    assert [one.field for one in warnings(found)] == unusual


@pytest.mark.parametrize(
    ("cost", "income", "balance"),
    [(None, None, None), (1, None, None), (None, 1, None), (3_000_000, 2_880_000, -120_000), (0, 0, 0)],
)
def test_income_less_cost(cost: int | None, income: int | None, balance: int | None) -> None:
    report = ProgrammeReport(replace(PROGRAMME, cost=cost, income=income), TODAY, TODAY)
    assert report.balance == balance


def test_goals_that_were_not_rated_or_no_longer_hold_are_not_in_the_share() -> None:
    goals = {
        Achievement.ACHIEVED: 3,
        Achievement.PARTLY: 2,
        Achievement.NOT_ACHIEVED: 1,
        Achievement.NOT_RATED: 5,
        Achievement.NO_LONGER: 4,
    }
    assert ProgrammeReport(PROGRAMME, TODAY, TODAY, goals=goals).reached == Share(3, 6)


def test_sessions_missed_in_hospital_are_not_in_the_share() -> None:
    tally = Tally(planned=27, done=23, partial=1, by_resident=2, by_staff=1, away=1)
    assert ProgrammeReport(PROGRAMME, TODAY, TODAY, tally=tally).given == Share(24, 26)
