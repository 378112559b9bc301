"""What the book answers about the cupboard: lots, the ledger, the book of one medicine, needs, counts of a shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.actions.stock import take_out_stock
from carebook.records.medication import Medicine, MoveKind, StockCount
from carebook.records.staff import Actor, Role
from carebook.rules.stock import is_low
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.stock import (
    controlled_counts,
    countings,
    cupboard,
    ledger,
    left,
    lots_of,
    low_stock,
    moves_of,
    needs,
    overdrawn,
)
from tests.daily_care_samples import a_ward, duty
from tests.medication_samples import order
from tests.stock_samples import TODAY, kept_medicine, move, received

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def morphine(book: Book, director: Actor, now: datetime) -> Medicine:
    """Morphine: 10 of a lot that has expired, 20 of another, 5 given out on the 20th."""
    kept = kept_medicine(book, director, now, name="Morphin", controlled=True)
    received(book, director, now, kept, 10, expires_on=date(2026, 11, 21))
    received(book, director, now, kept, 20, lot="M2")
    out = move(kept.id, 5, kind=MoveKind.GIVEN_OUT, moved_on=date(2026, 11, 20), because="Khu A")
    take_out_stock(book, replace(out, done_by_id=director.staff_member_id), by=director, now=now)
    return kept


def test_lots_balance_and_the_book_of_a_medicine(
    book: Book, director: Actor, now: datetime, morphine: Medicine
) -> None:
    with book.reading_for(director, now) as reader:
        assert [(one.lot.lot, one.left, one.free) for one in lots_of(reader, morphine.id, TODAY)] == [
            ("A01", 5, 5),
            ("M2", 20, 20),
        ]
        # on the tenth both were full, but five of the first were needed later
        assert [(one.left, one.free) for one in lots_of(reader, morphine.id, date(2026, 11, 10))] == [(10, 5), (20, 20)]
        assert left(reader, morphine.id, date(2026, 10, 31)) == 0
        (line,) = cupboard(reader, TODAY)
        assert (line.usable, line.left, line.first_expiry) == (20, 25, date(2026, 11, 21))
        (whole,) = ledger(reader, FIRST, LAST)
        assert (whole.opening, whole.received, whole.given, whole.closing) == (0, 30, 5, 25)
        (later,) = ledger(reader, date(2026, 11, 15), LAST, controlled=True)
        assert (later.opening, later.received, later.given, later.closing) == (30, 0, 5, 25)
        assert ledger(reader, date(2026, 1, 1), date(2026, 10, 31)) == []
        moves = moves_of(reader, morphine.id, date(2026, 11, 2), LAST)
        assert [(one.move.amount, one.left, one.by) for one in moves] == [(-5, 25, director.name)]
        assert not overdrawn(reader, [one.id for one in moves])


def test_what_runs_low_is_what_the_cupboard_shows_as_low(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, morphine: Medicine
) -> None:
    plenty = kept_medicine(book, director, now, name="Amlodipin", keep_at_least=50.0)
    received(book, director, now, plenty, 50)
    kept_medicine(book, director, now, name="Losartan", keep_at_least=None)
    kept_medicine(book, director, now, name="Cũ", keep_at_least=10.0, ended_on=TODAY)
    none_left = kept_medicine(book, director, now, name="Zinc", keep_at_least=0.5)
    with book.reading_for(director, now) as reader:
        low = low_stock(reader, TODAY)
        shown = [one.id for one in cupboard(reader, TODAY) if is_low(one.medicine, one.usable)]
        later = low_stock(reader, TODAY + timedelta(days=500))  # every lot has expired
    # five are left of the lot that has expired: they cannot be used
    assert [(one.id, one.usable, one.keep_at_least) for one in low] == [(morphine.id, 20, 60), (none_left.id, 0, 0.5)]
    assert sorted(shown) == sorted(one.id for one in low)
    assert [one.name for one in later] == ["Amlodipin", "Morphin", "Zinc"]
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader, pytest.raises(NotAllowedToSee):
        low_stock(reader, TODAY)


def test_needs_look_ahead_by_the_orders_and_back_by_the_use(
    book: Book, director: Actor, now: datetime, morphine: Medicine
) -> None:
    ward = a_ward(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(order(ward.stays[0], medicine_id=morphine.id, rounds=("08", "20"), to_on=None))
        writer.add(order(ward.stays[1], medicine_id=morphine.id, every_days=2, from_on=TODAY, to_on=None, dose=0.5))
        writer.add(order(ward.stays[2], medicine_id=morphine.id, source="family", to_on=None))
        writer.add(order(ward.stays[3], medicine_id=morphine.id, stopped_on=TODAY, to_on=None))
    with book.reading_for(director, now) as reader:
        (one,) = needs(reader, TODAY, 10)
        (short,) = needs(reader, TODAY, 1)
    assert (one.planned, one.used, one.usable) == (22.5, 5, 20)
    assert one.asked == 62.5  # with the 60 that are kept
    assert (short.planned, short.used) == (2, 0)


def test_the_count_of_a_shift_stands_beside_what_the_book_holds(
    book: Book, director: Actor, now: datetime, morphine: Medicine
) -> None:
    kept_medicine(book, director, now)
    shift = duty(book, now)
    with book.reading_for(director, now) as reader:
        (one,) = controlled_counts(reader, shift)
        assert (one.medicine.id, one.left, one.count) == (morphine.id, 25, None)
        assert countings(reader) == []
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(StockCount(medicine_id=morphine.id, counted_on=TODAY, shift="morning", expected=25, counted=25.0))
    with book.reading_for(director, now) as reader:
        (one,) = controlled_counts(reader, shift)
        assert one.count is not None
        assert one.count.counted == 25
        assert countings(reader) == []  # a shift writes no minutes
        tomorrow = replace(shift, duty_on=TODAY + timedelta(days=1))
        assert controlled_counts(reader, tomorrow)[0].count is None


def test_who_has_no_right_asks_for_nothing(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    stranger = actor_with(Role.ACCOUNTANT, name="Phí Thị Hoa Ban")
    with book.reading_for(stranger, now) as reader:
        for question in (lambda: cupboard(reader, TODAY), lambda: needs(reader, TODAY, 5), lambda: countings(reader)):
            with pytest.raises(NotAllowedToSee):
                question()
