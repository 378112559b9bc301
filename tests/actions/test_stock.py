"""The cupboard of medicines: received, taken out, counted, struck through; never below zero; and what doses take out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.doses import amend_dose, record_doses, strike_dose
from carebook.actions.medicines import save_medicine
from carebook.actions.stock import count_stock, receive_stock, strike_stock_move, take_out_stock
from carebook.actions.undo import undo_deed
from carebook.dates import VIETNAM
from carebook.records.medication import Medicine, MoveKind, StockCount, StockLot, StockMove
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.stock import counts, cupboard, left, lots_of, moves_of
from tests.actions.admissions import journal_length
from tests.conftest import PASSWORD
from tests.daily_care_samples import a_ward
from tests.medication_samples import dose, order
from tests.stock_samples import TODAY, kept_medicine, lot, medicine, move, received

AT_EIGHT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)
SOON = date(2026, 12, 10)


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse of all wards."""
    return actor_with(Role.NURSE)


@pytest.fixture
def amlodipin(book: Book, nurse: Actor, now: datetime) -> Medicine:
    """Amlodipin on the list."""
    return kept_medicine(book, nurse, now)


def left_of(book: Book, by: Actor, now: datetime, of: Medicine) -> dict[str, float]:
    with book.reading_for(by, now) as reader:
        assert left(reader, of.id, TODAY) == sum(one.left for one in lots_of(reader, of.id, TODAY))
        return {one.lot.lot: one.left for one in lots_of(reader, of.id, TODAY)}


def fields(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.field for one in refused.value.problems]


def test_a_lot_is_received_added_to_and_taken_back(
    book: Book, nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    received(book, nurse, now, amlodipin, lot=" A01 ")
    change = receive_stock(
        book, lot(amlodipin.id), move(amlodipin.id, 20.5, done_by_id=nurse.staff_member_id), by=nurse, now=now
    )
    assert change.subjects == {"medication"}
    assert left_of(book, nurse, now, amlodipin) == {"A01": 120.5}
    undo_deed(book, change.op, by=nurse, now=now)
    assert left_of(book, nurse, now, amlodipin) == {"A01": 100}
    before = journal_length(book, now)
    for wrong, where in (
        (lot(amlodipin.id, source="family"), ["source"]),
        (lot(amlodipin.id, expires_on=date(2026, 10, 31)), ["expires_on"]),
    ):
        with pytest.raises(Refused) as refused:
            receive_stock(book, wrong, move(amlodipin.id, done_by_id=nurse.staff_member_id), by=nurse, now=now)
        assert fields(refused) == where
    with pytest.raises(Refused):
        receive_stock(book, lot(amlodipin.id), move(amlodipin.id, kind=MoveKind.DESTROYED), by=nurse, now=now)
    with pytest.raises(LookupError):
        receive_stock(book, lot("nothing"), move("nothing"), by=nurse, now=now)
    assert journal_length(book, now) == before


def test_what_is_taken_out_leaves_the_first_to_expire_and_never_more_than_is_there(
    book: Book, nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    received(book, nurse, now, amlodipin, 100)
    received(book, nurse, now, amlodipin, 30, lot="B02", expires_on=SOON, moved_on=date(2026, 11, 20))
    out = move(
        amlodipin.id,
        40,
        kind=MoveKind.GIVEN_OUT,
        moved_on=TODAY,
        because="Về phép 4 ngày",
        done_by_id=nurse.staff_member_id,
    )
    change = take_out_stock(book, out, by=nurse, now=now)
    assert [one.amount for one in change.result] == [-30, -10]
    assert left_of(book, nurse, now, amlodipin) == {"B02": 0, "A01": 90}
    with pytest.raises(Refused) as refused:
        take_out_stock(book, replace(out, amount=91), by=nurse, now=now)
    assert refused.value.message.values["left"] == "90"
    with pytest.raises(Refused):  # on the tenth A01 had 100, of which 10 were needed later
        take_out_stock(book, replace(out, amount=91, moved_on=date(2026, 11, 10)), by=nurse, now=now)
    take_out_stock(book, replace(out, amount=90, moved_on=date(2026, 11, 10)), by=nurse, now=now)
    assert left_of(book, nurse, now, amlodipin) == {"B02": 0, "A01": 0}


def test_an_expired_lot_is_only_destroyed_and_by_its_name(
    book: Book, nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    kept = received(book, nurse, now, amlodipin, 10, expires_on=date(2026, 11, 15))
    out = move(
        amlodipin.id, 1, kind=MoveKind.GIVEN_OUT, moved_on=TODAY, because="Cấp", done_by_id=nurse.staff_member_id
    )
    for wrong in (out, replace(out, lot_id=kept.lot_id), replace(out, kind=MoveKind.DESTROYED)):
        with pytest.raises(Refused):
            take_out_stock(book, wrong, by=nurse, now=now)
    take_out_stock(book, replace(out, kind=MoveKind.DESTROYED, lot_id=kept.lot_id, amount=10), by=nurse, now=now)
    assert left_of(book, nurse, now, amlodipin) == {"A01": 0}
    with book.reading_for(nurse, now) as reader:
        (line,) = cupboard(reader, TODAY)
    assert (line.lots, line.usable, line.left) == ((), 0, 0)


def test_a_count_corrects_the_book_under_one_number_all_or_nothing(
    book: Book, nurse: Actor, director: Actor, now: datetime, amlodipin: Medicine
) -> None:
    first = received(book, nurse, now, amlodipin)
    second = received(book, nurse, now, amlodipin, 8, lot="B02", expires_on=SOON)
    counted = StockCount(
        medicine_id=amlodipin.id, lot_id=first.lot_id, counted_on=TODAY, counted=97.0, counter_id=nurse.staff_member_id
    )
    other = replace(counted, lot_id=second.lot_id, counted=8.0)
    with pytest.raises(Refused) as refused:
        count_stock(book, [other, counted], by=nurse, now=now)
    assert fields(refused) == ["counts.1.because"]
    change = count_stock(book, [other, replace(counted, because="Rơi vỡ 3 viên")], by=nurse, now=now)
    assert change.result == "01/2026"
    assert left_of(book, nurse, now, amlodipin) == {"B02": 8, "A01": 97}
    with book.reading_for(nurse, now) as reader:
        lines = counts(reader, "01/2026")
        corrections = [one.move for one in moves_of(reader, amlodipin.id) if one.move.kind is MoveKind.CORRECTED]
    assert [(one.lot.lot, one.count.expected, one.count.counted) for one in lines if one.lot] == [
        ("B02", 8, 8),
        ("A01", 100, 97),
    ]
    assert [(one.amount, one.paper_no) for one in corrections] == [(-3, "01/2026")]
    assert count_stock(book, [replace(other, counted=8.0)], by=nurse, now=now).result == "02/2026"
    strike_stock_move(book, corrections[0].id, by=nurse, now=now, reason="Đếm nhầm")
    assert left_of(book, nurse, now, amlodipin) == {"B02": 8, "A01": 100}
    with book.reading_for(nurse, now) as reader:
        assert [one.lot.lot for one in counts(reader, "01/2026") if one.lot] == ["B02"]
    save_medicine(book, replace(amlodipin, controlled=True), by=nurse, now=now)
    with pytest.raises(Refused) as refused:
        count_stock(book, [replace(other, counted=8.0)], by=nurse, now=now)
    assert fields(refused) == ["counts.0.witness_id"]
    witnessed = replace(other, counted=8.0, witness_id=director.staff_member_id)
    for secret, field in (("", "counts.0.witness_id"), ("không phải", "witness_secret")):
        with pytest.raises(Refused) as refused:
            count_stock(book, [witnessed], witness_secret=secret, by=nurse, now=now)
        assert fields(refused) == [field]
    with pytest.raises(Refused) as refused:  # a PIN of the shift that is not theirs
        count_stock(book, [witnessed], witness_secret="1234", pin=lambda _account, _typed: False, by=nurse, now=now)
    assert fields(refused) == ["witness_secret"]
    assert count_stock(book, [witnessed], witness_secret=PASSWORD, by=nurse, now=now).result == "03/2026"
    with book.reading_for(nurse, now) as reader:
        (line,) = counts(reader, "03/2026")
    assert line.count.witness_id == director.staff_member_id


def test_a_move_is_struck_through_unless_more_has_left_since(
    book: Book, nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    kept = received(book, nurse, now, amlodipin)
    out = move(amlodipin.id, 60, kind=MoveKind.GIVEN_OUT, because="Khu B", done_by_id=nurse.staff_member_id)
    more = receive_stock(
        book, lot(amlodipin.id), move(amlodipin.id, 50, done_by_id=nurse.staff_member_id), by=nurse, now=now
    )
    taken = take_out_stock(book, replace(out, amount=120), by=nurse, now=now)
    with pytest.raises(Refused):
        strike_stock_move(book, kept.id, by=nurse, now=now, reason="Ghi nhầm")
    with pytest.raises(Refused):
        undo_deed(book, more.op, by=nurse, now=now)
    assert left_of(book, nurse, now, amlodipin) == {"A01": 30}
    with pytest.raises(Refused):
        strike_stock_move(book, taken.result[0].id, by=nurse, now=now)
    strike_stock_move(book, taken.result[0].id, by=nurse, now=now, reason="Ghi nhầm")
    strike_stock_move(book, more.result.id, by=nurse, now=now, reason="Ghi nhầm")
    change = strike_stock_move(book, kept.id, by=nurse, now=now, reason="Ghi nhầm")
    assert left_of(book, nurse, now, amlodipin) == {}  # the lot went with its only move
    with pytest.raises(Refused):
        strike_stock_move(book, kept.id, by=nurse, now=now, reason="Ghi nhầm")
    undo_deed(book, change.op, by=nurse, now=now)
    assert left_of(book, nurse, now, amlodipin) == {"A01": 100}


def test_a_dose_takes_out_what_was_taken_puts_it_back_and_is_refused_where_too_little_is_left(
    book: Book, nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    ward = a_ward(book, nurse, now, restricted=frozenset({1}))
    received(book, nurse, now, amlodipin, 1.5)
    received(book, nurse, now, amlodipin, 1, lot="B02", expires_on=SOON)
    with book.changing(nurse.account_id, now, new_id(), "test") as writer:
        orders = [writer.add(order(stay, medicine_id=amlodipin.id)) for stay in ward.stays]
        family = writer.add(order(ward.stays[3], medicine_id=amlodipin.id, source="family", rounds=("12",)))
    given = [dose(one, AT_EIGHT, done_by_id=nurse.staff_member_id) for one in orders]
    kept = record_doses(book, given[:2], by=nurse, now=AT_EIGHT).result
    assert left_of(book, nurse, now, amlodipin) == {"B02": 0, "A01": 0.5}
    with book.reading_for(nurse, now) as reader:
        out = [one for one in moves_of(reader, amlodipin.id) if one.move.administration_id]
    assert {one.who for one in out} == {"Trần Thị An", "Hoa Mai"}
    with pytest.raises(Refused) as refused:
        record_doses(book, given[2:3], by=nurse, now=AT_EIGHT)
    assert fields(refused) == ["doses.0.dose"]
    strike_dose(book, kept[0].id, by=nurse, now=AT_EIGHT, reason="Ghi nhầm người")
    assert sum(left_of(book, nurse, now, amlodipin).values()) == 1.5
    amend_dose(book, replace(kept[1], dose=0.5, effect="Bác sĩ cho nửa viên"), by=nurse, now=AT_EIGHT)
    assert sum(left_of(book, nurse, now, amlodipin).values()) == 2
    at_noon = AT_EIGHT + timedelta(hours=4)
    brought = dose(family, at_noon, round="12", done_by_id=nurse.staff_member_id)
    record_doses(book, [brought], by=nurse, now=at_noon)
    assert sum(left_of(book, nurse, now, amlodipin).values()) == 2  # the family's own
    with book.reading_for(nurse, now) as reader:
        struck = [one for one in moves_of(reader, amlodipin.id, withdrawn=True) if one.move.is_withdrawn]
    with pytest.raises(Refused):
        strike_stock_move(book, struck[0].id, by=nurse, now=now, reason="Ghi nhầm")


def test_the_list_of_medicines_keeps_the_unit_of_what_was_received(
    book: Book, nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    changed = save_medicine(book, replace(amlodipin, unit="capsule"), by=nurse, now=now, seen=1).result
    received(book, nurse, now, amlodipin)
    with pytest.raises(Refused) as refused:
        save_medicine(book, replace(changed, unit="ml"), by=nurse, now=now)
    assert fields(refused) == ["unit"]
    with pytest.raises(Outdated):
        save_medicine(book, replace(changed, note="Sau ăn"), by=nurse, now=now, seen=1)
    with pytest.raises(Refused) as refused:
        save_medicine(book, medicine(name="amlodipin"), by=nurse, now=now)
    assert fields(refused) == ["name"]


def test_who_has_no_right_moves_nothing(
    book: Book, actor_with: Callable[..., Actor], nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    kept = received(book, nurse, now, amlodipin)
    carer = actor_with(Role.CAREGIVER, name="Phí Thị Hoa Ban")
    before = journal_length(book, now)
    with pytest.raises(Refused):
        receive_stock(book, lot(amlodipin.id), move(amlodipin.id), by=carer, now=now)
    with pytest.raises(Refused):
        take_out_stock(book, move(amlodipin.id), by=carer, now=now)
    with pytest.raises(Refused):
        count_stock(book, [StockCount(medicine_id=amlodipin.id)], by=carer, now=now)
    with pytest.raises(Refused):
        strike_stock_move(book, kept.id, by=carer, now=now, reason="không")
    with pytest.raises(Refused):
        save_medicine(book, medicine(name="Khác"), by=carer, now=now)
    assert journal_length(book, now) == before
    with book.looking(now) as reader:
        assert [one.amount for one in reader.records(StockMove)] == [100]
        assert [one.lot for one in reader.records(StockLot)] == ["A01"]
