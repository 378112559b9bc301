"""What the page of the stock asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.rules import dated
from carebook.rules.medicines import called
from carebook.rules.search_words import fold
from carebook.rules.stock import expires_soon, is_expired, is_low
from carebook.store import code_lists, facility, staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.stock import CupboardLine, Minutes, MoveLine, countings, cupboard, moves_of
from carebook.ui.parts.fields import Choices

ALL, LOW, EXPIRING, CONTROLLED = "all", "low", "expiring", "controlled"
MEDICINE, RECEIPT, TAKING, COUNT = "medicine", "stock_receipt", "stock_taking", "stock_count"
FORMS = frozenset({MEDICINE, RECEIPT, TAKING, COUNT})


@dataclass(frozen=True)
class Stock:
    """The cupboard of a day. ``here`` are the staff of the day, ``names`` those of all; ``soon`` is within how many days an
    expiry is near.
    """

    today: date
    lines: tuple[CupboardLine, ...]
    soon: int
    here: Choices
    names: Mapping[str, str]
    wards: Choices
    rooms: Choices
    countings: tuple[Minutes, ...]
    drafts: tuple[Draft, ...]

    def line(self, medicine_id: str) -> CupboardLine | None:
        """The line of a medicine."""
        return next((one for one in self.lines if one.id == medicine_id), None)

    def of(self, view: str, typed: str = "") -> list[CupboardLine]:
        """The medicines of a view that have all the words typed in their names, substances or lots."""
        words = fold(typed).split()
        return [one for one in self.lines if self.is_in(view, one) and all(word in _searched(one) for word in words)]

    def is_in(self, view: str, line: CupboardLine) -> bool:
        """Whether a medicine belongs into a view."""
        if view == LOW:
            return is_low(line.medicine, line.usable)
        if view == EXPIRING:
            return self.expires(line) is not None
        return view == ALL or line.medicine.controlled

    def expires(self, line: CupboardLine) -> bool | None:
        """Whether a lot with something left is expired (True) or will be soon (False); None: neither."""
        if any(is_expired(one.lot, self.today) for one in line.lots):
            return True
        return False if any(expires_soon(one.lot, self.today, self.soon) for one in line.lots) else None


def _searched(line: CupboardLine) -> str:
    lots = (one.lot.lot for one in line.lots)
    return fold(" ".join((called(line.medicine), line.medicine.substance, *lots)))


def stock(reader: Reader, today: date) -> Stock:
    """Everything the page shows."""
    return Stock(
        today,
        tuple(cupboard(reader, today)),
        dated.limit_on(code_lists.limits(reader), "medicine_expiry_notice", today).value,
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        {one.id: one.full_name for one in staff.staff_members(reader)},
        [(one.id, one.name) for one in facility.wards(reader)],
        [(one.id, one.name) for one in facility.rooms(reader)],
        tuple(countings(reader)),
        tuple(one for one in own_drafts(reader) if one.form in FORMS),
    )


def latest_moves(reader: Reader, medicine_id: str) -> list[MoveLine]:
    """The moves of a medicine, the newest first."""
    return moves_of(reader, medicine_id)[::-1]
