"""Wounds: healing, when to look again, what is wrong with an entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.episodes import Episode
from carebook.rules.wounds import (
    Healing,
    Look,
    area_course,
    grades_for,
    healing,
    next_look,
    problems_in_wound,
    problems_in_wound_check,
)
from tests.daily_samples import daily_codes, moment
from tests.health_samples import look, wound

TODAY = date(2026, 11, 22)
NOW = moment(9)
STAY = Episode(id="stay", person_id="person", start_on=date(2026, 1, 5))
GRADES = daily_codes("wound_grade")
SORE = wound("stay", id="wound")


def seen(day: int, grade: str | None = "2", size: tuple[int | None, int | None] = (30, 20)) -> Any:
    return look(
        SORE,
        id=str(day),
        checked_at=moment(8, day=date(2026, 11, day)),
        grade=grade,
        length_mm=size[0],
        width_mm=size[1],
    )


@pytest.mark.parametrize(
    ("looks", "found"),
    [
        ([], Healing.UNKNOWN),
        ([seen(12)], Healing.UNKNOWN),
        ([seen(12), seen(16, size=(29, 20))], Healing.SAME),  # 3 % is no change
        ([seen(12), seen(16, size=(20, 15))], Healing.SMALLER),
        ([seen(16, size=(20, 15)), seen(12)], Healing.SMALLER),  # in whatever order they come
        ([seen(12), seen(16, size=(40, 20))], Healing.LARGER),
        ([seen(12), seen(16, "3", (20, 15))], Healing.LARGER),  # a deeper grade outweighs the area
        ([seen(12, "unclear"), seen(16, "3", (None, None))], Healing.UNKNOWN),
        ([seen(12, size=(0, 0)), seen(16, size=(1, 1))], Healing.LARGER),
    ],
)
def test_whether_a_wound_heals(looks: list[Any], found: Healing) -> None:
    assert healing(looks) is found


def test_the_size_of_a_wound_over_its_days() -> None:
    again = look(SORE, id="later", checked_at=moment(15, day=date(2026, 11, 16)), length_mm=25, width_mm=10)
    looks = [seen(18, size=(None, 20)), again, seen(16), seen(12, size=(30, 25))]
    assert area_course(looks) == {date(2026, 11, 12): 7.5, date(2026, 11, 16): 2.5}  # of a day the last, in cm²
    assert list(area_course(looks)) == [date(2026, 11, 12), date(2026, 11, 16)]


def test_when_to_look_again() -> None:
    assert next_look(SORE, [], 7) == Look(None, date(2026, 11, 17))
    again = next_look(SORE, [seen(12), seen(16)], 7)
    assert again == Look(date(2026, 11, 16), date(2026, 11, 23))
    assert (again.is_due(TODAY), again.is_due(date(2026, 11, 23))) == (False, True)
    assert next_look(replace(SORE, closed_on=TODAY), [], 7) is None


def test_grades_belong_to_kinds() -> None:
    assert [one.code for one in grades_for("burn", GRADES)] == ["1", "2", "3", "4", "unclear"]
    assert [one.code for one in grades_for("injury", GRADES)] == ["unclear"]


def test_what_is_wrong_with_a_wound_and_a_look_at_it() -> None:
    def fields(problems: list[Any]) -> list[tuple[str, str]]:
        return [(one.field, one.severity) for one in problems]

    assert problems_in_wound(SORE, stay=STAY, today=TODAY) == []
    elsewhere = replace(SORE, place="other", found_on=date(2025, 1, 1), closed_on=date(2026, 12, 1))
    assert fields(problems_in_wound(elsewhere, stay=STAY, today=TODAY)) == [
        ("note", "error"),
        ("found_on", "error"),
        ("closed_on", "error"),
    ]
    assert fields(problems_in_wound(replace(SORE, came_with=True), stay=STAY, today=TODAY)) == [
        ("came_with", "warning")
    ]
    fine = seen(16)
    assert problems_in_wound_check(fine, wound=SORE, now=NOW, grades=GRADES) == []
    wrong = replace(fine, checked_at=moment(10), length_mm=1001, width_mm=2000, pain=11, grade="9", done_by_id=None)
    assert [one[0] for one in fields(problems_in_wound_check(wrong, wound=SORE, now=NOW, grades=GRADES))] == [
        *("checked_at", "length_mm", "width_mm", "pain", "width_mm", "done_by_id", "grade"),
    ]
    closed = replace(SORE, closed_on=date(2026, 11, 15))
    assert fields(problems_in_wound_check(fine, wound=closed, now=NOW, grades=GRADES)) == [("checked_at", "error")]
    empty = replace(fine, grade=None, length_mm=None, width_mm=None, look="")
    assert fields(problems_in_wound_check(empty, wound=SORE, now=NOW, grades=GRADES)) == [("look", "error")]
