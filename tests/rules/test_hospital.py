"""Absences as they stand, days spent in hospital, and what must be written when somebody goes there and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import VIETNAM
from carebook.records.episodes import Absence
from carebook.records.hospital import HospitalTransfer
from carebook.rules.hospital import (
    Standing,
    days_in,
    days_late,
    late_words,
    problems_in_return,
    problems_in_transfer,
    signs_said,
    standing,
)
from tests import samples

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)
STAY = samples.episode("p", id="stay")


@pytest.mark.parametrize(
    ("given", "stands", "late"),
    [
        ({"from_on": date(2026, 11, 25)}, Standing.PLANNED, 0),
        ({"from_on": TODAY}, Standing.AWAY, 0),
        ({"expected_on": TODAY}, Standing.AWAY, 0),
        ({"expected_on": date(2026, 11, 20)}, Standing.OVERDUE, 2),
        ({"expected_on": date(2026, 11, 21), "back_on": TODAY}, Standing.RETURNED, 0),
    ],
)
def test_an_absence_stands_as_its_days_say(given: dict[str, date], stands: Standing, late: int) -> None:
    absence = Absence(episode_id="s", **{"from_on": date(2026, 11, 18)} | given)  # type: ignore[arg-type]
    assert standing(absence, TODAY) is stands
    assert days_late(absence, TODAY) == late
    said = late_words(absence, TODAY)
    assert (said is None) == (late == 0)


@pytest.mark.parametrize(
    ("left", "back", "days"),
    [
        ((2026, 11, 3), (2026, 11, 5), 2),
        ((2026, 11, 3), (2026, 11, 3), 1),
        ((2026, 10, 30), (2026, 11, 2), 1),
        ((2026, 11, 28), None, 3),
        ((2026, 10, 1), None, 30),
        ((2026, 10, 1), (2026, 11, 1), 0),
        ((2026, 12, 1), None, 0),
    ],
)
def test_days_in_hospital_are_those_of_the_month(
    left: tuple[int, int, int], back: tuple[int, int, int] | None, days: int
) -> None:
    found = days_in(date(2026, 11, 1), date(2026, 11, 30), date(*left), date(*back) if back else None)
    assert found == days


@given(
    left=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    stays=st.integers(1, 90),
    cut=st.dates(date(2026, 2, 1), date(2027, 2, 1)),
)
def test_the_days_of_two_spans_are_the_days_of_both(left: date, stays: int, cut: date) -> None:
    back = left + timedelta(days=stays)
    first, last = date(2026, 1, 1), date(2027, 6, 30)
    parts = days_in(first, cut - timedelta(days=1), left, back) + days_in(cut, last, left, back)
    assert parts == days_in(first, last, left, back) == stays


def test_what_is_missing_or_cannot_be_stands_beside_its_field() -> None:
    empty = HospitalTransfer(episode_id="stay", absence_id="")
    assert [(one.field, one.severity) for one in problems_in_transfer(empty, stay=STAY, now=NOW)] == [
        ("left_at", "error"),
        ("hospital", "error"),
        ("reason", "error"),
        ("companion_id", "warning"),
    ]
    good = replace(empty, left_at=NOW, hospital="Bệnh viện tỉnh", reason="Sốt cao", companion="Cô Bích")
    assert problems_in_transfer(good, stay=STAY, now=NOW) == []
    for wrong in (
        {"left_at": NOW + timedelta(minutes=2)},
        {"left_at": datetime(1026, 1, 1, tzinfo=VIETNAM)},
        {"cost_center": -1},
        {"reason": "x" * 20_001},
    ):
        [problem] = problems_in_transfer(replace(good, **wrong), stay=STAY, now=NOW)
        assert problem.field in wrong


def test_a_return_needs_its_state_and_comes_after_the_leaving() -> None:
    left = NOW - timedelta(days=2)
    transfer = HospitalTransfer(episode_id="stay", absence_id="a", left_at=left, hospital="H", reason="R")
    absence = samples.absence("stay")
    assert [one.field for one in problems_in_return(transfer, absence, None, now=NOW)] == ["back_at", "back_state"]
    back = replace(transfer, back_state="Tỉnh, ăn được", again_on=date(2026, 11, 21))
    cases = (
        (NOW, ["again_on"]),
        (left - timedelta(minutes=1), ["back_at"]),
        (NOW + timedelta(minutes=5), ["back_at", "again_on"]),
    )
    for at, fields in cases:
        assert [one.field for one in problems_in_return(back, absence, at, now=NOW)] == fields
    assert problems_in_return(replace(back, again_on=TODAY), absence, NOW, now=NOW) == []


def test_signs_are_told_with_the_time_they_were_taken() -> None:
    at = datetime(2026, 11, 22, 7, 5, tzinfo=VIETNAM)
    told = signs_said([("Mạch", "88 lần/phút", at), ("Đau", "", at), ("Huyết áp", "120/80 mmHg", None)])
    assert told == "Mạch 88 lần/phút (07:05), Huyết áp 120/80 mmHg"
