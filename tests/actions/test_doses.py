"""Doses recorded, corrected and struck through: all or none, twice only with a reason, witnesses, the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.doses import amend_dose, record_doses, strike_dose
from carebook.actions.opening import give_slot
from carebook.actions.undo import undo_deed
from carebook.dates import VIETNAM
from carebook.records.episodes import Episode
from carebook.records.medication import (
    Administration,
    DoseState,
    Medicine,
    Prescription,
    StockLot,
    StockMove,
)
from carebook.records.people import Allergy
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.doses import doses_of
from carebook.store.errors import SlowDown
from tests.actions.admissions import journal_length
from tests.conftest import PASSWORD
from tests.daily_care_samples import WardOf, a_ward
from tests.medication_samples import TODAY, as_needed, dose, minutes, order

AT_EIGHT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> WardOf:
    """Four people in their beds, the second restricted."""
    return a_ward(book, director, now, restricted=frozenset({1}))


@pytest.fixture
def orders(book: Book, director: Actor, now: datetime, ward: WardOf) -> list[Prescription]:
    """Amlodipin at 08:00 for everybody."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        return [writer.add(order(stay)) for stay in ward.stays]


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse of all wards."""
    return actor_with(Role.NURSE)


def given_by(nurse: Actor, of: Prescription, **given: object) -> Administration:
    return replace(dose(of, AT_EIGHT, done_by_id=nurse.staff_member_id), **given)  # type: ignore[arg-type]


def kept_of(book: Book, by: Actor, episode_id: str) -> tuple[Administration, ...]:
    with book.reading_for(by, AT_EIGHT) as reader:
        return doses_of(reader, episode_id, TODAY, TODAY)


def fields(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.field for one in refused.value.problems]


def test_a_round_is_recorded_in_one_go_and_taken_back(
    book: Book, nurse: Actor, ward: WardOf, orders: list[Prescription]
) -> None:
    doses = [given_by(nurse, one) for one in orders]
    change = record_doses(book, doses, by=nurse, now=AT_EIGHT + minutes(5))
    assert change.subjects == {"medication"}
    assert change.said is not None
    assert change.said.values == {"n": 4}
    (one,) = kept_of(book, nurse, ward.stays[0])
    assert (one.dose, one.entered_by, one.recorded_at, one.state) == (
        *(1.0, nurse.account_id, AT_EIGHT + minutes(5)),
        DoseState.GIVEN,
    )
    again = record_doses(book, doses, by=nurse, now=AT_EIGHT + minutes(5), op=change.op)
    assert again.result is None  # the same operation does it once
    undo_deed(book, change.op, by=nurse, now=AT_EIGHT + minutes(6))
    assert kept_of(book, nurse, ward.stays[0]) == ()


def test_one_that_is_wrong_keeps_all_of_them_out_and_says_which(
    book: Book, nurse: Actor, ward: WardOf, orders: list[Prescription], now: datetime
) -> None:
    before = journal_length(book, now)
    doses = [
        given_by(nurse, orders[0]),
        given_by(nurse, orders[1], state=DoseState.REFUSED),
        given_by(nurse, orders[2], given_at=AT_EIGHT - minutes(90)),
        given_by(nurse, orders[0]),
    ]
    with pytest.raises(Refused) as refused:
        record_doses(book, doses, by=nurse, now=AT_EIGHT)
    assert fields(refused) == ["doses.1.reason", "doses.2.given_at", "doses.3.again_because"]
    with pytest.raises(Refused):
        record_doses(book, [], by=nurse, now=AT_EIGHT)
    assert journal_length(book, now) == before
    assert kept_of(book, nurse, ward.stays[0]) == ()


def test_a_second_giving_names_the_first_and_the_alias_of_who_is_restricted(
    book: Book, nurse: Actor, orders: list[Prescription]
) -> None:
    record_doses(
        book, [given_by(nurse, orders[1], given_at=AT_EIGHT + minutes(4))], by=nurse, now=AT_EIGHT + minutes(4)
    )
    with pytest.raises(Refused) as refused:
        record_doses(book, [given_by(nurse, orders[1])], by=nurse, now=AT_EIGHT + minutes(9))
    values = refused.value.message.values
    assert (values["name"], values["who"], values["time"]) == ("Hoa Mai", "Doãn Thị Cẩm Tú", "08:04")
    why = given_by(nurse, orders[1], again_because="Nôn ra ngay, bác sĩ cho uống lại")
    (kept,) = record_doses(book, [why], by=nurse, now=AT_EIGHT + minutes(9)).result
    assert kept.again_because == ""  # the answer withholds what a reader would withhold
    with book.looking(AT_EIGHT) as reader:
        there = reader.record(Administration, kept.id)
    assert there is not None
    assert there.again_because == "Nôn ra ngay, bác sĩ cho uống lại"


def test_who_is_away_or_elsewhere_is_not_given_to(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, orders: list[Prescription]
) -> None:
    other = a_ward(book, director, now, name="Khu B")
    elsewhere = actor_with(Role.NURSE, name="Phí Thị Hoa Ban", ward_id=other.ward.id)
    with pytest.raises(Refused):
        record_doses(book, [given_by(elsewhere, orders[0])], by=elsewhere, now=AT_EIGHT)
    with pytest.raises(LookupError):
        record_doses(book, [given_by(director, orders[0], prescription_id=new_id())], by=director, now=AT_EIGHT)


def test_special_control_is_confirmed_by_the_witness_with_their_own_password(
    book: Book, director: Actor, nurse: Actor, ward: WardOf, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        morphine = writer.add(order(ward.stays[0], medicine="Morphin", substance="Morphin", controlled=True))
    taken = given_by(nurse, morphine, witness_id=director.staff_member_id)

    def tried(secret: str, one: Administration = taken, at: datetime = AT_EIGHT) -> list[str]:
        with pytest.raises(Refused) as refused:
            record_doses(book, [one], witness_secret=secret, by=nurse, now=at)
        return fields(refused)

    assert tried("") == ["doses.0.witness_id"]
    assert tried("sai mat khau") == ["witness_secret"]
    assert tried(PASSWORD, replace(taken, witness_id=nurse.staff_member_id)) == ["witness_secret"]  # has no key
    with pytest.raises(Refused):
        record_doses(book, [taken], witness_secret="1234", pin=lambda _account, _typed: False, by=nurse, now=AT_EIGHT)
    by_pin = record_doses(
        book, [taken], witness_secret="4321", pin=lambda _account, typed: typed == "4321", by=nurse, now=AT_EIGHT
    )
    undo_deed(book, by_pin.op, by=nurse, now=AT_EIGHT)
    (kept,) = record_doses(book, [taken], witness_secret=PASSWORD, by=nurse, now=AT_EIGHT).result
    assert kept.witness_id == director.staff_member_id
    amended = amend_dose(book, replace(kept, effect="Đỡ đau sau 20 phút"), by=nurse, now=AT_EIGHT).result
    assert amended.effect == "Đỡ đau sau 20 phút"  # who witnessed it once is not asked again
    for _time in range(5):
        assert tried("sai mat khau") == ["witness_secret"]
    with pytest.raises(SlowDown):
        record_doses(book, [taken], witness_secret=PASSWORD, by=nurse, now=AT_EIGHT)
    give_slot(book, nurse, "camtu", PASSWORD, one_time=False)
    own = replace(taken, round="20", given_at=AT_EIGHT, witness_id=nurse.staff_member_id)
    assert "doses.0.witness_id" in tried(PASSWORD, own)


def test_a_dose_is_corrected_and_struck_through(
    book: Book, nurse: Actor, ward: WardOf, orders: list[Prescription]
) -> None:
    (kept,) = record_doses(book, [given_by(nurse, orders[0])], by=nurse, now=AT_EIGHT).result
    with pytest.raises(Refused) as refused:
        amend_dose(book, replace(kept, state=DoseState.REFUSED), by=nurse, now=AT_EIGHT)
    assert fields(refused) == ["reason"]
    spat = replace(kept, state=DoseState.REFUSED, reason="spits", round="20", episode_id="another")
    change = amend_dose(book, spat, by=nurse, now=AT_EIGHT, seen=kept.version, reason="Thấy viên thuốc dưới gối")
    assert (change.result.state, change.result.dose) == (DoseState.REFUSED, None)
    assert (change.result.round, change.result.episode_id) == ("08", ward.stays[0])  # whose it is and its round stay
    with pytest.raises(Outdated):
        amend_dose(book, kept, by=nurse, now=AT_EIGHT, seen=kept.version)
    with pytest.raises(Refused):
        strike_dose(book, kept.id, by=nurse, now=AT_EIGHT)
    struck = strike_dose(book, kept.id, by=nurse, now=AT_EIGHT, reason="Ghi nhầm người")
    assert kept_of(book, nurse, ward.stays[0]) == ()
    with pytest.raises(Refused):
        amend_dose(book, kept, by=nurse, now=AT_EIGHT)
    undo_deed(book, struck.op, by=nurse, now=AT_EIGHT)
    assert [one.state for one in kept_of(book, nurse, ward.stays[0])] == [DoseState.REFUSED]


def test_remarks_on_a_restricted_person_survive_a_correction_by_who_does_not_see_them(
    book: Book, director: Actor, nurse: Actor, ward: WardOf, orders: list[Prescription]
) -> None:
    told = given_by(director, orders[1], effect="Chồng cũ gọi điện, lo lắng")
    record_doses(book, [told], by=director, now=AT_EIGHT)
    (seen,) = kept_of(book, nurse, ward.stays[1])
    assert seen.effect == ""
    amend_dose(book, replace(seen, given_at=AT_EIGHT + minutes(1)), by=nurse, now=AT_EIGHT + minutes(2))
    (found,) = kept_of(book, director, ward.stays[1])
    assert (found.effect, found.given_at) == ("Chồng cũ gọi điện, lo lắng", AT_EIGHT + minutes(1))


def test_what_is_taken_leaves_the_lot_that_expires_first_and_comes_back(
    book: Book, director: Actor, nurse: Actor, ward: WardOf, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        medicine = writer.add(Medicine(name="Losartan", substance="Losartan", unit="tablet"))
        lots = []
        for name, expires_on, amount in (("L2", date(2027, 6, 1), 5.0), ("L1", date(2027, 1, 1), 1.0)):
            lot = writer.add(StockLot(medicine_id=medicine.id, lot=name, expires_on=expires_on))
            writer.add(StockMove(medicine_id=medicine.id, lot_id=lot.id, amount=amount, moved_on=date(2026, 11, 1)))
            lots.append(lot.id)
        losartan = writer.add(order(ward.stays[0], medicine="Losartan", medicine_id=medicine.id, dose=2.0))

    def left() -> list[float]:
        with book.looking(now) as reader:
            moves = reader.records(StockMove)
        return [sum(one.amount for one in moves if one.lot_id == lot) for lot in lots]

    change = record_doses(book, [given_by(nurse, losartan)], by=nurse, now=AT_EIGHT)
    assert left() == [4.0, 0.0]  # one of the lot that expires first, the other of the next
    undo_deed(book, change.op, by=nurse, now=AT_EIGHT)
    assert left() == [5.0, 1.0]
    (kept,) = record_doses(book, [given_by(nurse, losartan)], by=nurse, now=AT_EIGHT).result
    spat = replace(kept, state=DoseState.REFUSED, reason="spits")
    kept = amend_dose(book, spat, by=nurse, now=AT_EIGHT).result
    assert left() == [5.0, 1.0]  # nothing was taken after all
    kept = amend_dose(book, replace(kept, state=DoseState.GIVEN), by=nurse, now=AT_EIGHT).result
    strike_dose(book, kept.id, by=nurse, now=AT_EIGHT, reason="Ghi nhầm người")
    assert left() == [5.0, 1.0]
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        record_doses(book, [given_by(nurse, losartan, dose=7.0, effect="Bác sĩ cho liều nạp")], by=nurse, now=AT_EIGHT)
    assert fields(refused) == ["doses.0.dose"]
    assert journal_length(book, now) == before


def test_a_dose_struck_through_does_not_come_back_beside_the_one_recorded_in_its_place(
    book: Book, nurse: Actor, ward: WardOf, orders: list[Prescription]
) -> None:
    (kept,) = record_doses(book, [given_by(nurse, orders[0])], by=nurse, now=AT_EIGHT).result
    struck = strike_dose(book, kept.id, by=nurse, now=AT_EIGHT, reason="Ghi nhầm giờ")
    anew = record_doses(book, [given_by(nurse, orders[0])], by=nurse, now=AT_EIGHT)
    with pytest.raises(Refused):
        undo_deed(book, struck.op, by=nurse, now=AT_EIGHT)
    assert len(kept_of(book, nurse, ward.stays[0])) == 1
    undo_deed(book, anew.op, by=nurse, now=AT_EIGHT)
    undo_deed(book, struck.op, by=nurse, now=AT_EIGHT)
    assert [one.id for one in kept_of(book, nurse, ward.stays[0])] == [kept.id]


def test_another_amount_under_special_control_is_witnessed_anew(
    book: Book, director: Actor, nurse: Actor, ward: WardOf, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        morphine = writer.add(order(ward.stays[0], medicine="Morphin", substance="Morphin", controlled=True))
    taken = given_by(nurse, morphine, witness_id=director.staff_member_id)
    (kept,) = record_doses(book, [taken], witness_secret=PASSWORD, by=nurse, now=AT_EIGHT).result
    more = replace(kept, dose=2.0, effect="Vỡ một viên")
    with pytest.raises(Refused) as refused:
        amend_dose(book, more, by=nurse, now=AT_EIGHT)
    assert fields(refused) == ["witness_id"]
    assert amend_dose(book, more, witness_secret=PASSWORD, by=nurse, now=AT_EIGHT).result.dose == 2.0


def test_an_allergy_noted_since_it_was_ordered_forbids_the_dose_but_not_what_a_sheet_says_was_given(
    book: Book, director: Actor, nurse: Actor, ward: WardOf, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.record(Episode, ward.stays[0])
        assert stay is not None
        amoxicillin = writer.add(order(stay.id, medicine="Amoxicilin", substance="amoxicillin"))
        writer.add(Allergy(person_id=stay.person_id, substance="Penicillin"))
    with pytest.raises(Refused) as refused:
        record_doses(book, [given_by(nurse, amoxicillin)], by=nurse, now=AT_EIGHT)
    assert fields(refused) == ["doses.0.state"]
    assert refused.value.message.values["allergy"] == "Penicillin"
    held = given_by(nurse, amoxicillin, state=DoseState.HELD, reason="doctor")
    record_doses(book, [held], by=nurse, now=AT_EIGHT)
    record_doses(book, [given_by(nurse, amoxicillin, from_sheet=True)], by=nurse, now=AT_EIGHT)


def test_a_dose_as_needed_comes_back_only_within_what_is_ordered(
    book: Book, director: Actor, nurse: Actor, ward: WardOf, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        fever = writer.add(as_needed(ward.stays[0], most_a_day=2, hours_between=2))

    def give(hour: int) -> Administration:
        at = AT_EIGHT.replace(hour=hour)
        given = given_by(nurse, fever, round=None, given_at=at)
        (kept,) = record_doses(book, [given], by=nurse, now=at).result
        assert isinstance(kept, Administration)
        return kept

    at_five = AT_EIGHT.replace(hour=17)
    first = give(8)
    struck = strike_dose(book, first.id, by=nurse, now=at_five, reason="nhầm người")
    undo_deed(book, struck.op, by=nurse, now=at_five)
    struck = strike_dose(book, first.id, by=nurse, now=at_five, reason="nhầm người")
    second = give(9)
    with pytest.raises(Refused) as refused:  # an hour apart, two are ordered
        undo_deed(book, struck.op, by=nurse, now=at_five)
    assert refused.value.message.id == "Cannot be undone: {clash}"
    assert getattr(refused.value.message.values["clash"], "values", {}).get("hours") == 2
    strike_dose(book, second.id, by=nurse, now=at_five, reason="nhầm giờ")
    give(12)
    give(15)
    with pytest.raises(Refused) as refused:
        undo_deed(book, struck.op, by=nurse, now=at_five)
    assert getattr(refused.value.message.values["clash"], "values", {}).get("times") == 2
    assert [one.given_at and one.given_at.hour for one in kept_of(book, nurse, ward.stays[0])] == [5, 8]  # UTC
