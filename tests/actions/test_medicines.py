"""Lists brought in from Excel: all or none, what is there already stays, each order checked as one written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.medicines import Imported, import_medicines, import_prescriptions
from carebook.actions.undo import undo_deed
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.medicines import medicines
from carebook.store.prescriptions import orders_of
from tests import samples
from tests.actions.admissions import journal_length
from tests.daily_care_samples import a_ward
from tests.medication_samples import order
from tests.stock_samples import kept_medicine, medicine


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse of all wards."""
    return actor_with(Role.NURSE)


def test_a_list_of_medicines_comes_in_once_and_is_taken_back_as_one(book: Book, nurse: Actor, now: datetime) -> None:
    kept_medicine(book, nurse, now)
    listed = [medicine(name="AMLODIPIN"), medicine(name="Captopril"), medicine(name="captopril "), medicine(name="")]
    with pytest.raises(Refused) as refused:
        import_medicines(book, listed, by=nurse, now=now)
    assert [one.field for one in refused.value.problems] == ["rows.3.name"]
    change = import_medicines(book, listed[:3], by=nurse, now=now)
    assert change.result == Imported(1, 2)
    before = journal_length(book, now)
    with pytest.raises(Refused):
        import_medicines(book, listed[:3], by=nurse, now=now)
    assert journal_length(book, now) == before
    undo_deed(book, change.op, by=nurse, now=now)
    with book.reading_for(nurse, now) as reader:
        assert [one.name for one in medicines(reader)] == ["Amlodipin"]


def test_orders_come_in_tied_to_the_list_checked_and_without_those_in_use(
    book: Book, nurse: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    amlodipin = kept_medicine(book, nurse, now)
    ward = a_ward(book, nurse, now, restricted=frozenset({1}))
    first, second = ward.stays[:2]
    with book.changing(nurse.account_id, now, new_id(), "test") as writer:
        there = writer.add(order(first))
        person_id = writer.value("SELECT person_id FROM episode WHERE id = ?", (second,))
        writer.add(samples.allergy(person_id, substance="Metformin"))
    listed = [order(first), order(second), order(second, medicine="Metformin", substance="Metformin")]
    with pytest.raises(Refused) as refused:
        import_prescriptions(book, listed, by=nurse, now=now)
    assert [one.field for one in refused.value.problems] == ["rows.2.medicine"]
    change = import_prescriptions(book, listed[:2], by=nurse, now=now)
    assert change.result == Imported(1, 1)
    with book.reading_for(nurse, now) as reader:
        assert [one.id for one in orders_of(reader, first)] == [there.id]
        assert [one.medicine_id for one in orders_of(reader, second)] == [amlodipin.id]
    with pytest.raises(Refused):
        import_prescriptions(book, [replace(order(first), dose=0.0)], by=nurse, now=now)
    carer = actor_with(Role.CAREGIVER, name="Phí Thị Hoa Ban")
    with pytest.raises(Refused):
        import_prescriptions(book, listed[:1], by=carer, now=now)
    undo_deed(book, change.op, by=nurse, now=now)
    with book.reading_for(nurse, now) as reader:
        assert orders_of(reader, second) == ()
