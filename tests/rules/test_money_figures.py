"""B14: who is kept by the state and for how many months, what the book knows of payments, what is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.figures import Period, Table
from carebook.records.stay_facts import StayFacts
from carebook.rules.money_figures import Payment, months_present, table
from carebook.rules.typed_figures import typable
from tests.stay_samples import codes, limits, stay

QUARTER = Period.whole(date(2026, 10, 1), date(2026, 12, 31))


def b14(*stays: StayFacts, payments: tuple[Payment, ...] = (), **more: Any) -> Table:
    return table(stays, payments, QUARTER, codes(), limits(), **more)


@pytest.mark.parametrize(
    ("start_on", "end_on", "months"),
    [
        (date(2020, 1, 1), None, 3),
        (date(2026, 10, 31), None, 3),
        (date(2026, 12, 31), None, 1),
        (date(2027, 1, 1), None, 0),
        (date(2020, 1, 1), date(2026, 11, 1), 1),
        (date(2020, 1, 1), date(2026, 11, 2), 2),
        (date(2026, 11, 9), date(2026, 11, 9), 1),
        (date(2020, 1, 1), date(2026, 10, 1), 0),
    ],
)
def test_months_somebody_was_present_in(start_on: date, end_on: date | None, months: int) -> None:
    assert months_present(stay(start_on=start_on, end_on=end_on), QUARTER) == months


def test_who_is_kept_by_the_state() -> None:
    twice = [
        stay(1, route="special_hardship", end_on=date(2026, 10, 20)),
        stay(2, person_id="p1", route="emergency", start_on=date(2026, 12, 1)),
    ]
    made = b14(*twice, stay(3, route="voluntary"), stay(4, route="special_hardship", placement="community"))
    assert (made.cell("nurture_people", "done"), made.cell("nurture_months", "done")) == (1, 2)


def test_payments_open_their_people() -> None:
    day = date(2026, 10, 5)
    given = (
        Payment("funeral", "e1", day, 27_000_000),
        Payment("fee_due", "e2", day, 300),
        Payment("fee_left", "e2", day, 0),
    )
    made = b14(stay(1), stay(2, masked=True, name="Hoa Mười"), payments=given)
    assert [made.cell(row, "done") for row in ("funeral", "fee_due", "fee_paid", "fee_left")] == [27_000_000, 300, 0, 0]
    (line,) = made.people("fee_due", "done")
    assert (line.name, line.detail) == ("Hoa Mười", "")


def test_what_the_accounts_know_is_typed() -> None:
    open_cells = typable(b14())
    assert {("source.aid", "planned"), ("spending.salary", "done"), ("nurture_paid", "done")} <= open_cells
    assert ("nurture_people", "done") not in open_cells
    assert all(column != "share" for _row, column in open_cells)
    assert b14().cell("source", "done") is None
    assert ("nurture_people", "done") in typable(b14(complete_from=date(2026, 10, 2)))
