"""The rules of the stock: which lot goes first, what may leave, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.medication import MoveKind, StockCount
from carebook.rules.medicines import called, problems_in_medicine
from carebook.rules.problem import warnings
from carebook.rules.stock import (
    Held,
    balance,
    falls_below_zero,
    first_to_leave,
    free_on,
    is_low,
    leaving,
    next_number,
    problems_in_count,
    problems_in_lot,
    problems_in_move,
    to_ask_for,
    usable,
    warnings_about,
)
from tests.stock_samples import TODAY, lot, medicine, move

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
AMOUNTS = st.integers(-400, 400).map(lambda halves: halves / 2)


def held(name: str, expires_on: date, left: float) -> Held:
    return Held(lot("m", id=name, lot=name, expires_on=expires_on), left, left)


def test_the_lot_that_expires_first_leaves_first_and_the_expired_one_never() -> None:
    lots = [
        held("late", date(2027, 5, 1), 10),
        held("gone", TODAY - timedelta(days=1), 50),
        held("last day", TODAY, 3),
        held("empty", date(2026, 12, 1), 0),
    ]
    assert [one.id for one in first_to_leave(lots, TODAY)] == ["last day", "late"]
    assert [(one.id, part) for one, part in leaving(lots, 4.5, TODAY)] == [("last day", 3), ("late", 1.5)]
    assert sum(part for _one, part in leaving(lots, 40, TODAY)) == 13
    assert usable(lots, TODAY) == 13
    assert is_low(medicine(), 59.5)
    assert not is_low(medicine(), 60)
    assert not is_low(medicine(keep_at_least=None), 0)


@given(st.dictionaries(DAYS, AMOUNTS, max_size=8), DAYS)
def test_what_is_free_may_leave_without_falling_below_zero_and_no_more(changes: dict[date, float], day: date) -> None:
    if falls_below_zero(changes):
        return
    free = free_on(changes, day)
    assert 0 <= free <= balance(changes, day)
    after = {**changes, day: changes.get(day, 0.0) - free}
    assert falls_below_zero(after) is None
    more = {**after, day: after[day] - 0.5}
    assert falls_below_zero(more) is not None


@given(st.lists(st.tuples(DAYS, st.integers(0, 50)), max_size=6), st.integers(1, 200))
def test_what_leaves_is_what_was_asked_or_all_there_is(lots: list[tuple[date, int]], amount: int) -> None:
    there = [held(str(n), day, left) for n, (day, left) in enumerate(lots)]
    day = date(2026, 2, 1)
    parts = leaving(there, amount, day)
    assert sum(part for _one, part in parts) == min(amount, usable(there, day))
    assert [one.lot.expires_on for one, _part in parts] == sorted(one.lot.expires_on for one, _part in parts)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"lot": " "}, ["lot"]),
        ({"expires_on": None}, ["expires_on"]),
        ({"expires_on": date(1026, 5, 1)}, ["expires_on"]),
        ({"expires_on": TODAY - timedelta(days=1)}, ["expires_on"]),
        ({"source": ""}, ["source"]),
        ({"price": -1}, ["price"]),
        ({"supplier": "😀" * 20_001}, ["supplier"]),
    ],
)
def test_what_stands_against_a_lot(given: dict[str, object], fields: list[str]) -> None:
    assert [one.field for one in problems_in_lot(lot("m", **given), day=TODAY)] == fields


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"amount": 0}, ["amount"]),
        ({"amount": 1_000_001}, ["amount"]),
        ({"moved_on": None}, ["moved_on"]),
        ({"moved_on": TODAY + timedelta(days=1)}, ["moved_on"]),
        ({"moved_on": date(1026, 1, 1)}, ["moved_on"]),
        ({"kind": MoveKind.DESTROYED}, ["because"]),
        ({"kind": MoveKind.GIVEN_OUT, "because": "Về phép 4 ngày"}, []),
        ({"done_by_id": None}, ["done_by_id"]),
    ],
)
def test_what_stands_against_a_move(given: dict[str, object], fields: list[str]) -> None:
    assert [one.field for one in problems_in_move(replace(move("m"), **given), today=TODAY)] == fields  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "controlled", "fields"),
    [
        ({}, False, []),
        ({"counted": None}, False, ["counted"]),
        ({"counted": -1.0}, False, ["counted"]),
        ({"counted": 11.5}, False, ["because"]),
        ({"counted": 11.5, "because": "Rơi vỡ"}, False, []),
        ({}, True, ["witness_id"]),
        ({"witness_id": "nurse"}, True, ["witness_id"]),
        ({"witness_id": "head"}, True, []),
        ({"witness_id": "other"}, True, ["witness_id"]),
        ({"witness_id": "other"}, False, []),
        ({"counter_id": None}, False, ["counter_id"]),
    ],
)
def test_what_stands_against_a_count(given: dict[str, object], controlled: bool, fields: list[str]) -> None:
    count = StockCount(
        **{"medicine_id": "m", "counted_on": TODAY, "expected": 12.0, "counted": 12.0, "counter_id": "nurse"} | given  # type: ignore[arg-type]
    )
    found = problems_in_count(count, controlled=controlled, today=TODAY, witnessed={"head"})
    assert [one.field for one in found] == fields


def test_the_list_holds_a_medicine_once_whatever_its_marks() -> None:
    assert problems_in_medicine(medicine(), [], today=TODAY) == []
    again = medicine(name="AMLODIPIN ", strength="5mg")
    assert [one.field for one in problems_in_medicine(again, [medicine(id="there")], today=TODAY)] == ["name"]
    assert problems_in_medicine(medicine(form="capsule"), [medicine(id="there")], today=TODAY) == []
    wrong = problems_in_medicine(medicine(name="", substance="", unit="", keep_at_least=-1.0), [], today=TODAY)
    assert [one.field for one in wrong] == ["name", "substance", "unit", "keep_at_least"]
    assert called(medicine()) == "Amlodipin 5 mg"


def test_numbers_of_minutes_requisitions_and_what_expires_soon() -> None:
    assert next_number([], 2026) == "01/2026"
    assert next_number(["09/2026", "12/2025", "BB 3/2026", ""], 2026) == "10/2026"
    assert to_ask_for(30, 45, 60, 20) == 85
    assert to_ask_for(10, 0, 0, 20) == 0
    soon = lot("m", expires_on=TODAY + timedelta(days=60))
    assert [one.field for one in warnings(warnings_about(soon, day=TODAY, within_days=60))] == ["expires_on"]
    assert warnings_about(soon, day=TODAY, within_days=59) == []
