"""Periodic checks, ICD-10 codes, examinations, vaccinations and treatments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.rules.health import (
    CheckDone,
    CheckDue,
    RevisitState,
    check_due,
    chronic_group,
    problems_in_check,
    problems_in_condition,
    problems_in_consultation,
    problems_in_immunisation,
    problems_in_treatment,
    read_icd,
    revisit_state,
)
from tests.daily_samples import daily_codes, moment
from tests.health_samples import check, condition, consultation, treatment, vaccination

TODAY = date(2026, 11, 22)
NOW = moment(9)
STAY = Episode(id="stay", person_id="person", start_on=date(2026, 1, 5))
KINDS = daily_codes("health_check_kind")


@pytest.mark.parametrize(
    ("done", "start", "due"),
    [
        ([], date(2026, 1, 5), CheckDue("half_yearly", date(2026, 7, 5))),  # never examined
        ([], date(2026, 8, 31), CheckDue("half_yearly", date(2027, 2, 28))),
        ([("half_yearly", date(2026, 11, 3))], date(2026, 1, 5), CheckDue("yearly", date(2027, 1, 5))),
        (
            [("yearly", date(2026, 11, 3))],
            date(2026, 1, 5),
            CheckDue("half_yearly", date(2027, 5, 3), date(2026, 11, 3)),
        ),
        (
            [("on_arrival", date(2026, 6, 1))],
            date(2026, 6, 1),
            CheckDue("half_yearly", date(2026, 12, 1), date(2026, 6, 1)),
        ),
        (
            [("screening", date(2026, 11, 3))],
            date(2026, 1, 5),
            CheckDue("half_yearly", date(2026, 7, 5)),
        ),  # does not count
        # both are due: the thorough one, since the day of the first
        ([("yearly", date(2025, 11, 3))], date(2020, 1, 5), CheckDue("yearly", date(2026, 5, 3), date(2025, 11, 3))),
    ],
)
def test_the_next_check(done: list[tuple[str, date]], start: date, due: CheckDue) -> None:
    assert check_due([CheckDone(*one) for one in done], start, TODAY, KINDS) == due


def test_without_a_kind_that_comes_back_nothing_is_due() -> None:
    assert check_due([], TODAY, TODAY, []) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("i10", "I10"),
        (" e11.9 ", "E11.9"),
        ("E119", "E11.9"),
        ("", ""),
        ("F20.0", "F20.0"),
        ("tăng", None),
        ("1A0", None),
    ],
)
def test_codes_of_illnesses_are_read(typed: str, read: str | None) -> None:
    assert read_icd(typed) == read


@given(st.text(max_size=12))
def test_a_code_that_was_read_reads_the_same(typed: str) -> None:
    if read := read_icd(typed):
        assert read_icd(read) == read


@pytest.mark.parametrize(
    ("icd", "group"),
    [
        ("I10", "hypertension"),
        ("i63.9", "stroke"),
        ("E11.9", "diabetes"),
        ("F06.3", "psychosis"),
        ("F00", "dementia"),
        ("Z96", "other"),
        ("", "other"),
    ],
)
def test_illnesses_fall_into_groups(icd: str, group: str) -> None:
    assert chronic_group(icd, daily_codes("chronic_group")) == group


def fields(problems: list[Any]) -> list[str]:
    return [one.field for one in problems]


def test_what_is_wrong_with_illnesses_vaccinations_and_checks() -> None:
    assert problems_in_condition(condition("p"), today=TODAY) == []
    wrong = condition("p", words=" ", icd="xx", since=PartialDate.from_text("2027"), ended_on=date(2026, 12, 1))
    assert fields(problems_in_condition(wrong, today=TODAY)) == ["words", "icd", "since", "ended_on", "ended_on"]
    assert problems_in_immunisation(vaccination("p"), today=TODAY) == []
    wrong_dose = vaccination("p", dose_no=0, given_on=None, vaccine="")
    assert fields(problems_in_immunisation(wrong_dose, today=TODAY)) == ["vaccine", "dose_no", "given_on"]
    again = vaccination("p", next_on=date(2026, 10, 1))
    (late, twice) = problems_in_immunisation(again, today=TODAY, before=[vaccination("p", id="other")])
    assert (late.field, late.severity, twice.field, twice.severity) == ("next_on", "error", "given_on", "warning")
    assert problems_in_check(check("stay"), stay=STAY, today=TODAY) == []
    bare = check("stay", checked_on=date(2026, 11, 23), health_class=None, findings="")
    assert [(one.field, one.severity) for one in problems_in_check(bare, stay=STAY, today=TODAY)] == [
        ("checked_on", "error"),
        ("health_class", "warning"),
    ]


def test_what_is_wrong_with_examinations_and_treatments() -> None:
    held = consultation("stay")
    assert problems_in_consultation(held, stay=STAY, now=NOW) == []
    wrong = replace(held, held_at=moment(10), complaint="", icd="ho", again_on=TODAY)
    assert fields(problems_in_consultation(wrong, stay=STAY, now=NOW)) == ["held_at", "complaint", "icd", "again_on"]
    before = replace(held, held_at=moment(8, day=date(2026, 11, 21)))
    assert fields(problems_in_consultation(held, stay=STAY, now=NOW, follows=before)) == ["held_at"]
    assert problems_in_treatment(treatment("stay"), stay=STAY, today=TODAY) == []
    short = treatment("stay", words="", to_on=date(2026, 11, 1))
    assert fields(problems_in_treatment(short, stay=STAY, today=TODAY)) == ["words", "to_on"]


@pytest.mark.parametrize(
    ("day", "state"),
    [(21, RevisitState.LATE), (22, RevisitState.TODAY), (29, RevisitState.SOON), (30, RevisitState.LATER)],
)
def test_where_a_revisit_stands(day: int, state: RevisitState) -> None:
    assert revisit_state(date(2026, 11, day), TODAY) is state
