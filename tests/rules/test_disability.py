"""B03: residents with a disability."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.figures import TOTAL, Period, Table
from carebook.records.stay_facts import StayFacts
from carebook.rules import movement
from carebook.rules.disability import table
from carebook.rules.identities import gaps, same_people
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def b03(*stays: StayFacts, **more: Any) -> Table:
    return table(stays, OCTOBER, codes(), limits(), **more)


@pytest.mark.parametrize(
    ("facts", "row", "degree"),
    [
        ({"disability_kind": "vision", "disability_degree": "severe"}, "vision", "severe"),
        ({"disability_kinds": ("mental",), "disability_degree": "mild"}, "mental", "mild"),
        ({"disability_kind": "mobility"}, "mobility", "undetermined"),
        ({"disability_degree": "extremely_severe"}, "no_kind", "extremely_severe"),
        ({"disability_kind": "a kind of the future", "disability_degree": "?"}, "no_kind", "undetermined"),
    ],
)
def test_kind_and_degree(facts: dict[str, Any], row: str, degree: str) -> None:
    made = b03(stay(**facts))
    filled = {column.code for column in made.columns if made.cell(row, column.code)}
    assert filled == {TOTAL, f"{TOTAL}_female", degree, f"{degree}_female"}
    assert made.cell(TOTAL, TOTAL) == 1
    assert made.cell("not_disabled", TOTAL) == 0


def test_several_disabilities_count_once_and_are_shown_besides() -> None:
    made = b03(stay(disability_kind="vision", disability_kinds=("vision", "mobility"), disability_degree="severe"))
    assert made.cell("vision", TOTAL) == 1
    assert made.cell("mobility", TOTAL) == 0
    assert made.cell("multiple", "severe_female") == 1
    assert made.cell(TOTAL, TOTAL) == 1
    assert made.people("vision", TOTAL)[0].detail.endswith("Nhìn, Vận động · Nặng")


def test_the_sheet_covers_the_whole_closing() -> None:
    stays = [
        stay(1, disability_kind="vision", disability_kinds=("vision", "mobility")),
        stay(2),
        stay(3, end_on=date(2026, 10, 2), disability_kind="vision"),
        stay(4, disability_degree="severe"),
    ]
    closing, made = movement.table(stays, OCTOBER, codes(), limits()), b03(*stays)
    assert same_people(closing, made).holds
    assert (made.cell(TOTAL, TOTAL), made.cell("not_disabled", TOTAL)) == (2, 1)
    (gap,) = gaps(closing, made)
    assert (gap.code, gap.blocks, [line.person_id for line in gap.people]) == ("no_kind", False, ["p4"])
    broken = same_people(closing, b03(*stays[1:]))
    assert [line.person_id for line in broken.people] == ["p1"]


def test_before_the_book_nothing_is_computed() -> None:
    assert set(b03(stay(disability_kind="vision"), complete_from=date(2026, 11, 1)).values(TOTAL)) == {None}
