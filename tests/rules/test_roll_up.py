"""B18: every total is the sum of its facilities, and what is not known is never 0."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from carebook.records.codes import Code
from carebook.records.figures import TOTAL
from carebook.records.receiving import ReportingFacility
from carebook.rules.parcels import ParcelTable
from carebook.rules.roll_up import CODE, LIST, RollUp, roll_up


def code(name: str, **extra: Any) -> Code:
    return Code(list_name=LIST, code=name, text=name, details=json.dumps(extra))


CODES = [
    Code(list_name="figure_word", code="total", text="Tổng số"),
    Code(list_name="figure_word", code="roll_up", text="Tổng hợp nhiều cơ sở"),
    code("closing", table="B01", row="total", cells=["closing"]),
    code("came", table="B01", row="total", cells=["in_new", "in_other"]),
    code("cards", table="CS", row="cards", share=["done", "of"]),
]
COLUMNS = ("closing", "in_new", "in_other")


def facility(n: int) -> ReportingFacility:
    return ReportingFacility(id=f"f{n}", name=f"Cơ sở {n}", symbol=f"CS{n}")


def tables(
    closing: int | None, new: int | None = 0, other: int | None = 0, done: int | None = 0, of: int | None = 0
) -> tuple[ParcelTable, ...]:
    return (
        ParcelTable("B01", COLUMNS, (("people", (0, 0, 0)), ("total", (closing, new, other)))),
        ParcelTable("CS", ("done", "of", "share"), (("cards", (done, of, None)),)),
    )


def table(*parts: tuple[ParcelTable, ...]) -> RollUp:
    return roll_up({facility(n): its for n, its in enumerate(parts, 1)}, CODES)


def test_facilities_are_rows_and_their_sum_is_the_total() -> None:
    found = table(tables(150, 3, 1, 90, 100), tables(37, 0, 2, 10, 40))
    assert (found.code, found.title) == (CODE, "Tổng hợp nhiều cơ sở")
    assert [row.label for row in found.rows] == ["Cơ sở 1", "Cơ sở 2", "Tổng số"]
    assert [found.values(row.code) for row in found.rows] == [(150, 4, 90.0), (37, 2, 25.0), (187, 6, 71.4)]
    assert [found.lacking(column.code) for column in found.columns] == [0, 0, 0]


def test_what_is_not_there_is_not_nought() -> None:
    """No package, a hidden number, a number not known, a table or row that is not sent: the total says how many it lacks."""
    other_layout = (ParcelTable("B01", ("closing",), (("total", (9,)),)),)
    found = table(tables(150, 3, 1, 90, 100), (), tables(None, None, 2, None, 40), other_layout)
    assert [found.values(f"f{n}") for n in (2, 3)] == [(None, None, None), (None, None, None)]
    assert found.values("f4") == (9, None, None)
    assert found.values(TOTAL) == (159, 4, 90.0)
    assert [found.lacking(column.code) for column in found.columns] == [2, 3, 3]


def test_when_nobody_tells_it_the_total_is_not_known() -> None:
    assert table((), ()).values(TOTAL) == (None, None, None)
    assert table().values(TOTAL) == (None, None, None)


def test_nought_is_told_and_a_share_of_nothing_is_not() -> None:
    found = table(tables(0), tables(0))
    assert found.values(TOTAL) == (0, 0, None)
    assert found.lacking("cards") == 0


def test_a_number_opens_the_facilities_behind_it() -> None:
    found = table(tables(150), tables(0), tables(37))
    assert [(line.name, line.code, line.amount) for line in found.people(TOTAL, "closing")] == [
        ("Cơ sở 1", "CS1", 150),
        ("Cơ sở 3", "CS3", 37),
    ]


_cell = st.one_of(st.none(), st.integers(0, 500))


@given(st.lists(st.tuples(_cell, _cell, _cell, _cell, _cell), max_size=6))
def test_the_total_is_always_the_sum_of_what_is_known(cells: list[Any]) -> None:
    found = table(*(tables(*row) for row in cells))
    for column in ("closing", "came"):
        known = [value for n in range(1, len(cells) + 1) if (value := found.cell(f"f{n}", column)) is not None]
        assert found.cell(TOTAL, column) == (sum(known) if known else None)
        assert found.lacking(column) == len(cells) - len(known)
    both = [(done, of) for _c, _n, _o, done, of in cells if done is not None and of is not None]
    whole = sum(of for _done, of in both)
    expected = (2000 * sum(done for done, _of in both) + whole) // (2 * whole) / 10 if whole else None
    assert found.values(TOTAL)[2] == expected
    assert found.figures()["rows"][-1]["values"] == list(found.values(TOTAL))
