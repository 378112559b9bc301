"""Small numbers stay unknown although sums of them are printed: proved by trying every number that fits."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.records.figures import TOTAL, Column, Line, Row, RowKind, Table
from carebook.records.withholding import Sum, withheld

BELOW = 3
PARTS = ("a", "b", "c")


def table(*counts: int, female: tuple[int, ...] = (), sums: bool = True, below: int = 5) -> Table:
    """A table of parts that add up to "all", the first column everybody, the second some of them."""
    rows = (Row("all", "Cộng", RowKind.PART), *(Row(name, name, RowKind.PART) for name in PARTS[: len(counts)]))
    women = (*female, *(0 for _ in counts[len(female) :]))
    lines = [
        Line(row, columns, str(n), str(n))
        for name, count, some in zip(PARTS, counts, women, strict=False)
        for n in range(count)
        for row in (name, "all")
        for columns in ([(TOTAL, "female")] if n < some else [(TOTAL,)])
    ]
    related = (("all", tuple(PARTS[: len(counts)])),) if sums else ()
    rests = ((TOTAL, "female"),) if sums else ()
    columns = (Column(TOTAL, "Tổng số"), Column("female", "Nữ"))
    return Table("B10", "", columns, rows, tuple(lines), hidden_below=below, withholds=sums, sums=related, rests=rests)


def told(one: Table) -> dict[str, str]:
    """The first column as it is printed."""
    return {
        row.code: "×"
        if one.is_withheld(row.code, TOTAL)
        else "<"
        if one.is_hidden(row.code, TOTAL)
        else str(one.cell(row.code, TOTAL))
        for row in one.rows
    }


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ((0, 0), {"all": "0", "a": "0", "b": "0"}),
        ((6, 7), {"all": "13", "a": "6", "b": "7"}),
        ((2, 7), {"all": "9", "a": "<", "b": "×"}),
        ((2, 7, 8), {"all": "17", "a": "<", "b": "×", "c": "8"}),
        ((2, 0), {"all": "<", "a": "<", "b": "0"}),
        ((2, 3, 8), {"all": "13", "a": "<", "b": "<", "c": "8"}),
        ((1, 1, 8), {"all": "10", "a": "<", "b": "<", "c": "×"}),
        ((4, 4, 8), {"all": "16", "a": "<", "b": "<", "c": "×"}),
        ((1, 2), {"all": "<", "a": "<", "b": "<"}),
        ((4, 4), {"all": "×", "a": "<", "b": "<"}),
        ((1, 1), {"all": "<", "a": "<", "b": "<"}),
    ],
)
def test_the_smallest_other_number_is_withheld_where_a_small_one_would_follow(
    counts: tuple[int, ...], printed: dict[str, str]
) -> None:
    assert told(table(*counts)) == printed


def test_a_small_rest_that_is_printed_nowhere_withholds_its_part() -> None:
    few_men = table(9, female=(7,))
    assert few_men.is_withheld("a", "female")
    assert few_men.value("a", few_men.columns[1]) is None
    assert few_men.people("a", "female") == ()
    assert not table(14, female=(7,)).is_withheld("a", "female")
    assert not table(9, female=(9,)).is_withheld("a", "female")


def test_a_table_closed_before_stays_as_it_was() -> None:
    before = table(2, 7, sums=False)
    assert told(before) == {"all": "9", "a": "<", "b": "7"}
    assert Table.from_json(before.to_json()) == before
    assert not {"sums", "rests", "withholds"} & before.to_json().keys()


def test_what_is_withheld_is_kept_with_the_table_and_told_to_who_sees_all() -> None:
    now = table(2, 7)
    assert Table.from_json(now.to_json()) == now
    assert now.figures()["rows"][2]["values"] == [None, 0]
    everything = table(2, 7, below=0)
    assert told(everything) == {"all": "9", "a": "2", "b": "7"}


def test_totals_and_groups_are_sums_too() -> None:
    rows = (
        Row("g", "", RowKind.GROUP),
        Row("a", "", parent="g"),
        Row("b", "", parent="g"),
        Row(TOTAL, "", RowKind.TOTAL),
    )
    lines = tuple(Line(row, (TOTAL,), str(n), "") for row, count in (("a", 2), ("b", 9)) for n in range(count))
    one = Table("X", "", (Column(TOTAL, ""),), rows, lines, hidden_below=5, withholds=True)
    assert told(one) == {"g": "11", "a": "<", "b": "×", TOTAL: "11"}


@settings(max_examples=250, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=3))
def test_every_small_number_could_be_another_one(counts: list[int]) -> None:
    cells = [(name, "x") for name in PARTS[: len(counts)]]
    numbers = {("all", "x"): sum(counts), **dict(zip(cells, counts, strict=True))}
    sums = [Sum(("all", "x"), tuple(cells))]
    hidden = withheld(numbers, sums, BELOW)

    def printed(values: tuple[int, ...]) -> list[str]:
        whole = (sum(values), *values)
        return [
            "×" if cell in hidden and value else "<" if 0 < value < BELOW else str(value)
            for cell, value in zip([("all", "x"), *cells], whole, strict=True)
        ]

    seen = printed(tuple(counts))
    fitting = [values for values in product(range(20), repeat=len(counts)) if printed(values) == seen]
    for place, count in enumerate(counts):
        if 0 < count < BELOW:
            assert len({values[place] for values in fitting}) > 1, (counts, seen)
    assert all(numbers[cell] for cell in hidden)
