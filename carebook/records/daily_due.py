"""What daily care waits for, gathered for the due board: one plain row for each thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class CareDue:
    """One thing that waits. ``kind`` names its clock (`rules.daily_due`); ``name`` is the alias when ``masked``.

    ``since_on`` is the fact it runs from, ``what`` the thing itself in finished words (a medicine, an office, a remedy).
    ``record_id`` is the row that ends it; ``about`` tells the page what to show where there is no row yet. A thing
    about nobody has no ``person_id``. ``many`` counts those behind it.
    """

    kind: str
    due_on: date | None
    person_id: str = ""
    episode_id: str = ""
    name: str = ""
    masked: bool = False
    ward_id: str | None = None
    owner_id: str | None = None
    due_at: datetime | None = None
    since_on: date | None = None
    what: str = ""
    basis: str = ""
    record_id: str = ""
    about: tuple[tuple[str, str], ...] = ()
    many: int = 0
