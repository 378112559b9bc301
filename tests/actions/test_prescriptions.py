"""Orders written, changed, stopped and struck through: what refuses them, what a change leaves of the old one, the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.doses import record_doses
from carebook.actions.prescriptions import change_prescription, prescribe, stop_prescription, strike_prescription
from carebook.actions.undo import undo_deed
from carebook.dates import VIETNAM
from carebook.records.episodes import Episode
from carebook.records.medication import Medicine, Prescription
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.prescriptions import orders_of
from tests import samples
from tests.actions.admissions import admit, journal_length
from tests.daily_care_samples import a_ward
from tests.medication_samples import TODAY, dose, order

AT_EIGHT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay of somebody allergic to penicillin."""
    person, stay = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.allergy(person.id))
    return stay


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse of all wards."""
    return actor_with(Role.NURSE)


def ordered(book: Book, by: Actor, now: datetime, stay: Episode, **given: object) -> Prescription:
    kept: Prescription = prescribe(book, order(stay.id, **given), by=by, now=now).result
    return kept


def orders(book: Book, by: Actor, now: datetime, stay: Episode) -> tuple[Prescription, ...]:
    with book.reading_for(by, now) as reader:
        return orders_of(reader, stay.id)


def fields(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.field for one in refused.value.problems]


def test_an_order_is_written_and_taken_back(book: Book, nurse: Actor, now: datetime, stay: Episode) -> None:
    change = prescribe(book, order(stay.id), by=nurse, now=now)
    assert change.subjects == {"medication"}
    assert change.said is not None
    assert change.said.values == {"medicine": "Amlodipin", "name": "Trần Thị An"}
    assert orders(book, nurse, now, stay) == (change.result,)
    undo_deed(book, change.op, by=nurse, now=now)
    assert orders(book, nurse, now, stay) == ()


def test_an_allergy_and_a_substance_ordered_already_refuse_it(
    book: Book, nurse: Actor, now: datetime, stay: Episode
) -> None:
    ordered(book, nurse, now, stay)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        prescribe(book, order(stay.id, medicine="Amoxicillin", substance=""), by=nurse, now=now)
    assert fields(refused) == ["medicine"]
    assert refused.value.message.values == {"allergy": "penicillin", "medicine": "Amoxicillin"}
    with pytest.raises(Refused) as refused:
        prescribe(book, order(stay.id, medicine="Amlor"), by=nurse, now=now)
    assert fields(refused) == ["accepted_because"]
    assert journal_length(book, now) == before
    ordered(book, nurse, now, stay, medicine="Amlor", accepted_because="Đổi thuốc dần")
    assert len(orders(book, nurse, now, stay)) == 2


def test_a_medicine_of_the_list_brings_its_substance_and_its_control(
    book: Book, nurse: Actor, now: datetime, stay: Episode
) -> None:
    with book.changing(nurse.account_id, now, new_id(), "test") as writer:
        listed = writer.add(
            Medicine(name="Morphin", substance="Morphin sulfat", strength="10 mg", unit="ampoule", controlled=True)
        )
    kept = ordered(
        book, nurse, now, stay, medicine_id=listed.id, medicine="", substance="", strength="", controlled=False
    )
    assert (kept.medicine, kept.substance, kept.strength, kept.unit, kept.controlled) == (
        *("Morphin", "Morphin sulfat", "10 mg", "ampoule"),
        True,
    )


def test_an_order_without_doses_is_written_over_one_with_doses_is_replaced(
    book: Book, nurse: Actor, stay: Episode
) -> None:
    now = AT_EIGHT
    first = ordered(book, nurse, now, stay)
    over = change_prescription(book, replace(first, dose=2.0), by=nurse, now=now, seen=first.version).result
    assert (over.id, over.dose) == (first.id, 2.0)
    with pytest.raises(Outdated):
        change_prescription(book, replace(first, dose=3.0), by=nurse, now=now, seen=first.version)
    record_doses(book, [dose(over, now, done_by_id=nurse.staff_member_id)], by=nurse, now=now)
    again = replace(over, dose=1.0, from_on=TODAY, from_round="17", rounds=("08", "20"))
    for wrong, why, field in (
        (again, "", "stopped_because"),
        (replace(again, from_round="08"), "Hạ huyết áp", "from_round"),
        (replace(again, from_round=None), "Hạ huyết áp", "from_round"),
        (replace(again, from_on=date(2026, 11, 21)), "Hạ huyết áp", "from_on"),
    ):
        with pytest.raises(Refused) as refused:
            change_prescription(book, wrong, by=nurse, now=now, reason=why)
        assert fields(refused) == [field]
    change = change_prescription(book, again, by=nurse, now=now, reason="Hạ huyết áp", seen=over.version)
    new, old = orders(book, nurse, now, stay)
    assert new == change.result
    assert (new.replaces_id, new.dose, new.from_round) == (over.id, 1.0, "17")
    assert (old.id, old.stopped_on, old.stopped_round, old.stopped_because) == (over.id, TODAY, "17", "Hạ huyết áp")
    undo_deed(book, change.op, by=nurse, now=now)
    assert orders(book, nurse, now, stay) == (replace(over, version=old.version + 1),)


def test_stopping_asks_why_and_leaves_no_dose_after_it(book: Book, nurse: Actor, stay: Episode) -> None:
    now = AT_EIGHT
    kept = ordered(book, nurse, now, stay)
    record_doses(book, [dose(kept, now, done_by_id=nurse.staff_member_id)], by=nurse, now=now)
    for day, turn, why, field in (
        (TODAY, "12", " ", "stopped_because"),
        (TODAY, None, "Hết đợt", "stopped_round"),
        (date(2026, 11, 20), None, "Hết đợt", "stopped_on"),
        (date(2026, 10, 20), None, "Hết đợt", "stopped_on"),
    ):
        with pytest.raises(Refused) as refused:
            stop_prescription(book, kept.id, day, turn, by=nurse, now=now, reason=why)
        assert fields(refused) == [field]
    change = stop_prescription(book, kept.id, TODAY, "12", by=nurse, now=now, reason="Hết đợt", seen=kept.version)
    (stopped,) = orders(book, nurse, now, stay)
    assert (stopped.stopped_on, stopped.stopped_round, stopped.stopped_because) == (TODAY, "12", "Hết đợt")
    with pytest.raises(Refused) as refused:
        stop_prescription(book, kept.id, TODAY, "20", by=nurse, now=now, reason="Hết đợt")
    assert fields(refused) == ["stopped_on"]
    undo_deed(book, change.op, by=nurse, now=now)
    assert orders(book, nurse, now, stay)[0].stopped_on is None


def test_striking_is_for_orders_that_nobody_gave(book: Book, nurse: Actor, stay: Episode) -> None:
    now = AT_EIGHT
    kept = ordered(book, nurse, now, stay)
    with pytest.raises(Refused):
        strike_prescription(book, kept.id, by=nurse, now=now)
    record_doses(book, [dose(kept, now, done_by_id=nurse.staff_member_id)], by=nurse, now=now)
    with pytest.raises(Refused) as refused:
        strike_prescription(book, kept.id, by=nurse, now=now, reason="Nhầm người")
    assert refused.value.message.id == "Doses of this order were recorded. Stop it instead."
    other = ordered(book, nurse, now, stay, medicine="Metformin", substance="Metformin")
    strike_prescription(book, other.id, by=nurse, now=now, reason="Nhầm người")
    assert [one.id for one in orders(book, nurse, now, stay)] == [kept.id]
    with pytest.raises(Refused):
        change_prescription(book, other, by=nurse, now=now)
    with pytest.raises(LookupError):
        strike_prescription(book, new_id(), by=nurse, now=now, reason="Nhầm người")


def test_a_restricted_person_is_ordered_for_under_the_alias_and_keeps_the_diagnosis(
    book: Book, director: Actor, nurse: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    ward = a_ward(book, director, now, restricted=frozenset({1}))
    kept = prescribe(book, order(ward.stays[1], diagnosis="Viêm gan B", icd="B18"), by=director, now=now).result
    with book.reading_for(nurse, now) as reader:
        (seen,) = orders_of(reader, ward.stays[1])
    assert seen.diagnosis == ""
    change = change_prescription(book, replace(seen, dose=2.0), by=nurse, now=now, seen=seen.version)
    assert change.said is not None
    assert change.said.values["name"] == "Hoa Mai"
    with book.reading_for(director, now) as reader:
        (found,) = orders_of(reader, ward.stays[1])
    assert (found.id, found.dose, found.diagnosis, found.icd) == (kept.id, 2.0, "Viêm gan B", "B18")
    elsewhere = actor_with(
        Role.NURSE, name="Phí Thị Hoa Ban", ward_id=a_ward(book, director, now, name="Khu B").ward.id
    )
    with pytest.raises(Refused):
        prescribe(book, order(ward.stays[0]), by=elsewhere, now=now)
