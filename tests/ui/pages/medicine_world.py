"""A ward whose people have orders, and a nurse's desk at 08:10: what the pages of medicines are tested on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import VIETNAM
from carebook.records.episodes import AbsenceKind
from carebook.records.medication import Administration, Prescription
from carebook.records.staff import Actor
from carebook.store import search
from carebook.store.book import Book, new_id
from tests import samples
from tests.daily_care_samples import WardOf, a_ward
from tests.medication_samples import as_needed, order

TEN_PAST_EIGHT = datetime(2026, 11, 22, 8, 10, tzinfo=VIETNAM)


@dataclass(frozen=True)
class MedicineWard:
    """Four people of khu A: the first has two medicines at 08:00 and one as needed, and an allergy; the second is restricted
    and has morphine; the third has one; the fourth is in hospital.
    """

    ward: WardOf
    orders: tuple[Prescription, ...]

    def of(self, stay: int) -> list[Prescription]:
        """The orders of one of them."""
        return [one for one in self.orders if one.episode_id == self.ward.stays[stay]]


def medicine_ward(book: Book, by: Actor, now: datetime) -> MedicineWard:
    """Write it."""
    ward = a_ward(book, by, now, restricted=frozenset({1}))
    first, second, third, fourth = ward.stays
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        person_id = writer.value("SELECT person_id FROM episode WHERE id = ?", (first,))
        writer.add(samples.allergy(person_id))
        for row in writer.rows("SELECT id FROM person"):
            search.index_person(writer, row["id"])
        orders = (
            writer.add(order(first, with_food="sau ăn")),
            writer.add(
                order(first, medicine="Metformin", substance="Metformin", strength="500 mg", rounds=("08", "17"))
            ),
            writer.add(as_needed(first)),
            writer.add(order(second, medicine="Morphin", substance="Morphin", strength="10 mg", controlled=True)),
            writer.add(order(third)),
            writer.add(order(fourth)),
        )
        writer.add(samples.absence(fourth, kind=AbsenceKind.HOSPITAL, from_on=date(2026, 11, 20)))
    return MedicineWard(ward, orders)


def doses(book: Book, now: datetime) -> list[Administration]:
    """What stands in the book, the oldest first."""
    with book.looking(now) as reader:
        return reader.records(Administration)
