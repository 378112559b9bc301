"""Questions about the center's list of medicines."""

from __future__ import annotations

from carebook.records.medication import Medicine
from carebook.rules.search_words import fold
from carebook.store.book import Reader


def medicines(reader: Reader, *, ended: bool = False) -> list[Medicine]:
    """The medicines of the list by name and strength; with ``ended`` also those no longer used."""
    reader.asks("medication")
    where = "1" if ended else "ended_on IS NULL"
    return sorted(reader.records(Medicine, where), key=lambda one: (fold(one.name), one.strength, one.id))


def is_used(reader: Reader, medicine_id: str) -> bool:
    """Whether an order names a medicine or a lot of it was received: then its amounts keep their unit."""
    return bool(
        reader.value(
            """SELECT EXISTS (SELECT 1 FROM stock_lot WHERE medicine_id = :id AND withdrawn_at IS NULL)
            OR EXISTS (SELECT 1 FROM prescription WHERE medicine_id = :id AND withdrawn_at IS NULL)""",
            {"id": medicine_id},
        )
    )
