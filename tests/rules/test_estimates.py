"""Numbers estimated to the end of a period: how they are kept, which sums follow, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.figures import TOTAL, Column, Line, Row, RowKind, Table
from carebook.rules.estimates import columns_of, from_json, main_column, of_table, problems_in, to_json

COLUMNS = (
    Column("opening", "Đầu kỳ"),
    Column("closing", "Cuối kỳ"),
    Column("share", "%", share_of=("opening", "closing")),
)
ROWS = (
    Row("group", "Nhóm", RowKind.GROUP),
    Row("a", "A", parent="group"),
    Row("b.x", "B", parent="group"),
    Row("c", "C"),
    Row("part", "Riêng", RowKind.PART),
    Row(TOTAL, "Tổng", RowKind.TOTAL),
)
TABLE = Table("B01", "", COLUMNS, ROWS, (Line("a", ("closing",), "p", "e"), Line("b.x", ("closing",), "q", "f")))
places = st.tuples(st.sampled_from(["B01", "B09"]), st.from_regex(r"[a-z_.]{1,9}", fullmatch=True), st.just("closing"))


@given(st.dictionaries(places, st.integers(0, 10**12)))
def test_estimates_are_kept_as_they_are(estimates: dict[tuple[str, str, str], int]) -> None:
    assert from_json(to_json(estimates)) == estimates


def test_without_estimates_nothing_is_kept() -> None:
    assert to_json({}) == ""
    assert from_json("") == {}
    assert to_json({("B01", "total", "closing"): 12}) == '{"B01.total.closing":12}'


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ({}, {}),
        ({"a": 5}, {"a": 5}),
        ({"a": 5, "b.x": 7}, {"a": 5, "b.x": 7, "group": 12, TOTAL: 12}),
        ({"a": 5, "b.x": 7, "c": 1}, {"a": 5, "b.x": 7, "c": 1, "group": 12, TOTAL: 13}),
        ({"group": 12}, {"group": 12}),
        ({TOTAL: 40}, {TOTAL: 40}),
        ({"part": 3}, {"part": 3}),
        ({"gone": 3}, {}),
    ],
)
def test_sums_follow_once_every_row_that_counts_somebody_is_estimated(
    typed: dict[str, int], whole: dict[str, int]
) -> None:
    found = of_table({("B01", row, "closing"): value for row, value in typed.items()}, TABLE)
    assert found == {(row, "closing"): value for row, value in whole.items()}
    assert of_table({("B02", "a", "closing"): 1}, TABLE) == {}


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({("B01", "a", "closing"): 5}, ""),
        ({("B01", "a", "closing"): 5, ("B01", "b.x", "closing"): 7, ("B01", TOTAL, "closing"): 12}, ""),
        ({("B01", "a", "closing"): 5, ("B01", TOTAL, "closing"): 40}, ""),
        (
            {("B01", "a", "closing"): 5, ("B01", "b.x", "closing"): 7, ("B01", TOTAL, "closing"): 13},
            "{table}, {row}: estimated {value}, but its rows add up to {sum}.",
        ),
        ({("B01", "a", "closing"): -1}, "An estimate cannot be below 0."),
        ({("B01", "a", "share"): 5}, "The report has no number “{place}” to be estimated."),
        ({("B01", "gone", "closing"): 5}, "The report has no number “{place}” to be estimated."),
        ({("B99", "a", "closing"): 5}, "The report has no number “{place}” to be estimated."),
    ],
)
def test_what_is_refused(typed: dict[tuple[str, str, str], int], refused: str) -> None:
    found = problems_in(typed, [TABLE])
    assert {(one.field, one.message.id) for one in found} == ({("estimates", refused)} if refused else set())


def test_the_column_estimated_first_and_those_that_can_be() -> None:
    assert main_column(TABLE).code == "closing"
    assert [column.code for column in columns_of(TABLE)] == ["opening", "closing"]
    other = Table("B15", "", (Column("givers", "Người"),), ROWS, ())
    assert main_column(other).code == "givers"
