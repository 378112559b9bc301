"""B17: targets measured by the tables of a report, reached or not, and the unserved by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table
from carebook.records.periods import Target
from carebook.rules.indicators import DONE, OF, SHARE
from carebook.rules.targets import choices, of_year, problems, table, unserved
from tests.stay_samples import codes, limits

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def line(row: str, number: int, *columns: str) -> Line:
    return Line(row, columns, f"p{number}", f"e{number}", name=f"Người {number}")


SHARES = Table(
    "CS",
    "",
    (Column(DONE, ""), Column(OF, ""), Column(SHARE, "", share_of=(DONE, OF))),
    (Row("plan_coverage", "Có kế hoạch", RowKind.PART),),
    (line("plan_coverage", 1, DONE, OF), line("plan_coverage", 2, OF), line("plan_coverage", 3, DONE, OF)),
)
HOME = Table(
    "B09",
    "",
    (Column(TOTAL, ""),),
    (Row("a", "Về gia đình"), Row("b", "Về họ hàng"), Row(TOTAL, "Tổng số", RowKind.TOTAL)),
    (line("a", 4, TOTAL), line("b", 5, TOTAL)),
)
HIDDEN = replace(HOME, code="B10", hidden_below=5)


def target(**facts: Any) -> Target:
    return Target(**{"name": "Có kế hoạch", "year": 2026, "goal_percent": 60.0, **facts})


def b17(*targets: Target) -> Table:
    return table(targets, [SHARES, HOME, HIDDEN], OCTOBER, codes(), limits())


@pytest.mark.parametrize(
    ("facts", "numbers"),
    [
        ({"indicator": "CS.plan_coverage"}, (2, 3, 66.7, 1)),
        ({"indicator": "CS.plan_coverage", "goal_percent": 66.7}, (2, 3, 66.7, 0)),
        ({"indicator": "CS.plan_coverage", "at_least": False, "goal_percent": 5.0}, (2, 3, 66.7, 0)),
        ({"indicator": "B09.total", "goal_percent": None, "goal_count": 2}, (2, None, None, 1)),
        ({"indicator": "B09.total", "denominator": 8, "source": "KH 12"}, (2, 8, 25.0, 0)),
        ({"numerator": 57, "denominator": 95, "source": "BC 7"}, (57, 95, 60.0, 1)),
        ({"numerator": 0, "denominator": 0, "source": "BC 7"}, (0, 0, None, None)),
        ({"indicator": "B10.total", "goal_percent": None, "goal_count": 2}, (None, None, None, None)),
        ({"indicator": "B99.nothing"}, (None, None, None, None)),
        ({"indicator": "CS.nothing"}, (None, None, None, None)),
    ],
)
def test_a_target_is_measured(facts: dict[str, Any], numbers: tuple[Any, ...]) -> None:
    one = target(**facts)
    assert b17(one).values(one.id) == numbers


def test_every_number_opens_its_people_and_the_unserved_are_named() -> None:
    one = target(indicator="CS.plan_coverage")
    made = b17(one)
    assert [found.name for found in made.people(one.id, OF)] == ["Người 1", "Người 2", "Người 3"]
    assert [found.name for found in unserved(made, one)] == ["Người 2"]
    assert Table.from_json(made.to_json()) == made


def test_typed_numbers_are_marked() -> None:
    one = target(numerator=57, denominator=95, source="báo cáo 7/BC")
    made = b17(one)
    assert made.is_typed(one.id, DONE)
    assert made.typed_source == "báo cáo 7/BC"
    assert made.row(one.id).label == "Có kế hoạch (từ 60 %)"


def test_targets_of_a_year_in_their_order() -> None:
    given = [
        target(position=2, name="B"),
        target(position=1, name="C"),
        target(year=2025),
        target(position=1, name="A"),
    ]
    assert [one.name for one in of_year(given, 2026)] == ["A", "C", "B"]


def test_hidden_numbers_are_not_offered() -> None:
    assert [code for code, _words in choices([SHARES, HIDDEN])] == ["CS.plan_coverage"]


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"name": " "}, ["name"]),
        ({"goal_percent": None}, ["goal_percent"]),
        ({"goal_count": 3}, ["goal_percent"]),
        ({"goal_percent": 101.0}, ["goal_percent"]),
        ({"numerator": -1, "source": "x"}, ["numerator"]),
        ({"numerator": 1}, ["source"]),
    ],
)
def test_what_is_wrong_with_a_target(facts: dict[str, Any], fields: list[str]) -> None:
    assert [problem.field for problem in problems(target(**facts))] == fields
