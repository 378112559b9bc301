"""School years, courses and jobs: what is refused, what is only unusual."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.rules.schooling import problems_in, school_year_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2026-2027", "2026-2027"),
        (" 2026 – 2027 ", "2026-2027"),
        ("2026/27", "2026-2027"),
        ("1999-00", "1999-2000"),
        ("2026", None),
        ("2026-2028", None),
        ("2027-2026", None),
        ("2026-2026", None),
        ("lớp 2", None),
        ("", None),
    ],
)
def test_a_school_year_is_two_years_in_a_row(typed: str, year: str | None) -> None:
    assert school_year_of(typed) == year


@given(st.integers(1900, 2998))
def test_every_way_to_write_a_school_year_means_the_same(first: int) -> None:
    written = (f"{first}-{first + 1}", f"{first}/{(first + 1) % 100:02}", f"{first} – {first + 1}")
    assert {school_year_of(one) for one in written} == {f"{first}-{first + 1}"}


def school(**facts: Any) -> Schooling:
    return Schooling(**{"person_id": "p", "school_year": "2026-2027", "level": "primary"} | facts)


@pytest.mark.parametrize(
    ("record", "born", "expected"),
    [
        (school(), PartialDate("2016-03-01"), []),
        (school(school_year="2026"), None, [("school_year", "error")]),
        (school(school_year="2029-2030"), None, [("school_year", "error")]),
        (school(school_year="2018-2019"), PartialDate("2016"), [("school_year", "warning")]),
        (school(school_year="2015-2016"), PartialDate("2016"), [("school_year", "error")]),
        (school(level=None), None, [("level", "error")]),
        (school(from_on=date(2026, 9, 5), to_on=date(2026, 9, 1)), None, [("to_on", "error")]),
        (VocationalCourse(person_id="p", trade="May"), None, []),
        (VocationalCourse(person_id="p", trade="  "), None, [("trade", "error")]),
        (Employment(person_id="p", job="Thợ may", from_on=TODAY), None, []),
        (Employment(person_id="p", job="Thợ may", from_on=None), None, [("from_on", "error")]),
        (Employment(person_id="p", job="", from_on=TODAY), None, [("job", "error")]),
        (Employment(person_id="p", job="Thợ may", from_on=date(2026, 11, 23)), None, [("from_on", "error")]),
        (
            Employment(person_id="p", job="Phụ bếp", from_on=date(2026, 1, 2), kept_3_months=False, kept_6_months=True),
            None,
            [("kept_6_months", "error")],
        ),
        (Employment(person_id="p", job="Phụ bếp", from_on=TODAY, income=-1), None, [("income", "error")]),
    ],
)
def test_what_is_wrong_stands_beside_its_field(record: Any, born: PartialDate | None, expected: list[Any]) -> None:
    found = problems_in(record, born=born, today=TODAY)
    assert [(problem.field, problem.severity) for problem in found] == expected
