"""B11: schooling, courses and jobs of a period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.case_history import Course, SchoolYear, Work
from carebook.records.figures import TOTAL, Period, Table
from carebook.records.stay_facts import StayFacts
from carebook.rules.education import table
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
YEAR = SchoolYear("p1", "primary", False, date(2026, 9, 1), date(2027, 5, 31))


def b11(
    *stays: StayFacts, years: Any = (), courses: Any = (), works: Any = (), complete_from: date | None = None
) -> Table:
    return table(stays, years, courses, works, OCTOBER, codes(), limits(), complete_from=complete_from)


def test_a_school_year_counts_at_its_level_while_somebody_is_here() -> None:
    gone = stay(2, end_on=date(2026, 10, 2), end_reason="aged_out")
    made = b11(stay(), gone, years=[YEAR, SchoolYear("p2", "primary", False, YEAR.from_on, YEAR.to_on)])
    assert made.cell("school.primary", TOTAL) == made.cell("school", TOTAL) == 1
    assert made.cell("school", "female") == 1


@pytest.mark.parametrize(
    ("first", "last", "people"),
    [
        (date(2026, 9, 1), date(2027, 5, 31), 1),
        (date(2025, 9, 1), date(2026, 5, 31), 0),
        (date(2026, 10, 31), date(2026, 10, 31), 1),
        (date(2026, 11, 1), date(2027, 5, 31), 0),
    ],
)
def test_the_year_of_the_cut_off_counts(first: date, last: date, people: int) -> None:
    assert b11(stay(), years=[SchoolYear("p1", "primary", False, first, last)]).cell("school", TOTAL) == people


def test_special_classes_stand_besides() -> None:
    made = b11(stay(), years=[SchoolYear("p1", "special", True, YEAR.from_on, YEAR.to_on)])
    assert made.cell("special", TOTAL) == 1
    assert made.cell("school", TOTAL) == 1


@pytest.mark.parametrize(
    ("course", "row"),
    [
        (Course("p1", date(2026, 8, 1), None, "learning"), "course_now"),
        (Course("p1", date(2026, 8, 1), date(2026, 12, 1), ""), "course_now"),
        (Course("p1", date(2026, 1, 1), date(2026, 10, 15), "certified"), "course_completed"),
        (Course("p1", date(2026, 1, 1), date(2026, 10, 15), "dropped_out"), ""),
        (Course("p1", date(2026, 1, 1), date(2026, 9, 30), "certified"), ""),
    ],
)
def test_courses(course: Course, row: str) -> None:
    made = b11(stay(), courses=[course])
    assert {line.row for line in made.lines} == ({row} if row else set())


@pytest.mark.parametrize(
    ("work", "rows"),
    [
        (Work("p1", date(2026, 10, 5), None, None, None), {"work_found"}),
        (Work("p1", date(2026, 7, 15), None, True, None), {"work_kept_3_months"}),
        (Work("p1", date(2026, 7, 15), None, False, None), set()),
        (Work("p1", date(2026, 4, 30), None, True, True), {"work_kept_6_months"}),
        (Work("p1", date(2026, 1, 30), None, True, True), set()),
    ],
)
def test_jobs_count_when_they_began_or_were_asked_about(work: Work, rows: set[str]) -> None:
    left = stay(end_on=date(2026, 5, 1), end_reason="aged_out")
    assert {line.row for line in b11(left, works=[work]).lines} == rows


def test_before_the_book_began_nothing_is_computed() -> None:
    assert b11(stay(), years=[YEAR], complete_from=date(2026, 11, 1)).cell("school", TOTAL) is None
