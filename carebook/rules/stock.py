"""The stock of medicines: which lots something leaves first, what may leave them, what is low or expires, what must be written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.dates import written
from carebook.money import number
from carebook.records.medication import Medicine, MoveKind, StockCount, StockLot, StockMove
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

EARLIEST = 1990
LASTS = 15  # a medicine that keeps for more years was mistyped
MOST_AMOUNT = 1_000_000
DECIMALS = 3
FAMILY = "family"
"""The source of what a family brought for somebody of theirs (code list `medicine_source`)."""
INTO = frozenset({MoveKind.RECEIVED, MoveKind.RETURNED})
OUT_OF = frozenset({MoveKind.GIVEN_OUT, MoveKind.DESTROYED})


@dataclass(frozen=True)
class Held:
    """A lot with how much of it is in the cupboard and how much may leave it; both in the unit of its medicine.

    ``free`` is less than ``left`` when it is asked for a day before today and something left the lot since.
    """

    lot: StockLot
    left: float
    free: float = 0.0

    @property
    def id(self) -> str:
        return self.lot.id


def rounded(amount: float) -> float:
    """An amount without what adding up leaves behind: thousandths count, less does not."""
    return round(amount, DECIMALS) + 0.0


def plain(amount: float) -> int | float:
    """An amount as it is written: whole ones without a comma."""
    exact = rounded(amount)
    return int(exact) if exact == int(exact) else exact


def said(amount: float) -> str:
    """An amount in words of a sentence: 120; 0,5."""
    return number(plain(amount))


def balance(changes: Mapping[date, float], day: date) -> float:
    """What is left at the end of a day; ``changes`` are the sums of the moves of a lot by day."""
    return rounded(sum(amount for on, amount in changes.items() if on <= day))


def free_on(changes: Mapping[date, float], day: date) -> float:
    """How much may leave a lot on a day without its falling below zero at the end of that day or of a later one."""
    ends = [balance(changes, day), *(balance(changes, on) for on in changes if on > day)]
    return max(rounded(min(ends)), 0.0)


def falls_below_zero(changes: Mapping[date, float]) -> date | None:
    """The first day at whose end less than nothing would be left; None when there is none."""
    return next((day for day in sorted(changes) if balance(changes, day) < 0), None)


def is_expired(lot: StockLot, day: date) -> bool:
    """Whether a lot may not be given any more; its last day is the one on the box."""
    return lot.expires_on is not None and lot.expires_on < day


def expires_soon(lot: StockLot, day: date, within_days: int) -> bool:
    """Whether a lot can be used and expires within so many days."""
    return lot.expires_on is not None and day <= lot.expires_on <= day + timedelta(days=within_days)


def is_low(medicine: Medicine, usable: float) -> bool:
    """Whether less is left that can be used than is to be kept."""
    return medicine.keep_at_least is not None and usable < medicine.keep_at_least


def usable(lots: Iterable[Held], day: date) -> float:
    """How much is left of the lots that are not expired."""
    return rounded(sum(one.left for one in lots if not is_expired(one.lot, day)))


def first_to_leave(lots: Iterable[Held], day: date) -> list[Held]:
    """The lots something can leave on a day, first the one that expires first; expired and empty ones are left out."""
    there = [one for one in lots if one.free > 0 and not is_expired(one.lot, day)]
    return sorted(there, key=lambda one: (one.lot.expires_on or date.max, one.id))


def leaving(lots: Iterable[Held], amount: float, day: date) -> list[tuple[Held, float]]:
    """How much leaves which lot, those that expire first first; together less than ``amount`` when there is too little."""
    parts = []
    for one in first_to_leave(lots, day):
        if amount <= 0:
            break
        part = min(one.free, amount)
        parts.append((one, rounded(part)))
        amount = rounded(amount - part)
    return parts


def to_ask_for(planned: float, used: float, keep: float, usable: float) -> float:
    """What a requisition asks for: what the orders or the use of as many days before need, with what is to be kept, beyond what
    is there.
    """
    return max(rounded(max(planned, used) + keep - usable), 0.0)


# what must be written


def problems_in_lot(lot: StockLot, *, day: date) -> list[Problem]:
    """What stands against a lot received on a day."""
    found = []
    if not lot.lot.strip():
        found.append(Problem("lot", message("Write the number of the lot, as it stands on the box.")))
    if lot.expires_on is None:
        found.append(Problem("expires_on", message("Write until when it can be used.")))
    elif not EARLIEST <= lot.expires_on.year <= day.year + LASTS:
        found.append(
            Problem("expires_on", message("The year {year} cannot be meant. Check it.", year=lot.expires_on.year))
        )
    elif lot.expires_on < day:
        told = message("The lot expired on {day}; it is not received.", day=written(lot.expires_on))
        found.append(Problem("expires_on", told))
    if not lot.source:
        found.append(Problem("source", message("Choose who paid for it.")))
    if lot.price is not None and lot.price < 0:
        found.append(Problem("price", message("An amount of money is not below zero.")))
    return [*found, *too_long(lot, ("lot", "supplier"))]


def problems_in_move(move: StockMove, *, today: date) -> list[Problem]:
    """What stands against a move written by hand; its amount is without a sign."""
    found = _in_day("moved_on", move.moved_on, today)
    if not 0 < move.amount <= MOST_AMOUNT:
        told = message("The amount is more than 0 and at most {most}.", most=number(MOST_AMOUNT))
        found.append(Problem("amount", told))
    if move.kind is MoveKind.DESTROYED and not move.because.strip():
        found.append(Problem("because", message("Write why it is destroyed.")))
    elif move.kind is MoveKind.GIVEN_OUT and not move.because.strip():
        found.append(Problem("because", message("Write for whom or for what it is given out.")))
    if not move.done_by_id:
        found.append(Problem("done_by_id", message("Choose who did it.")))
    return [*found, *too_long(move, ("paper_no", "because"))]


def problems_in_count(
    count: StockCount, *, controlled: bool, today: date, witnessed: Collection[str] = ()
) -> list[Problem]:
    """What stands against the count of a lot; ``expected`` is what the book holds. ``witnessed``: who proved by an own password to
    be a witness, which special control asks for.
    """
    found = _in_day("counted_on", count.counted_on, today)
    if count.counted is None:
        found.append(Problem("counted", message("Not counted yet.")))
    elif not 0 <= count.counted <= MOST_AMOUNT:
        told = message("What was counted is between 0 and {most}.", most=number(MOST_AMOUNT))
        found.append(Problem("counted", told))
    elif rounded(count.counted - count.expected) and not count.because.strip():
        differs = message(
            "{counted} counted, {expected} in the book: say why.",
            counted=said(count.counted),
            expected=said(count.expected),
        )
        found.append(Problem("because", differs))
    if not count.counter_id:
        found.append(Problem("counter_id", message("Choose who counted.")))
    if count.witness_id and count.witness_id == count.counter_id:
        found.append(Problem("witness_id", message("The witness is somebody else than who counted.")))
    elif controlled and not count.witness_id:
        found.append(Problem("witness_id", message("Medicines under special control are counted by two.")))
    elif controlled and count.witness_id not in witnessed:
        found.append(Problem("witness_id", message("The witness confirms with their own password.")))
    return [*found, *too_long(count, ("because", "minutes_no"))]


def warnings_about(lot: StockLot, *, day: date, within_days: int) -> list[Problem]:
    """What is unusual about a lot received: that it expires soon."""
    if not expires_soon(lot, day, within_days) or lot.expires_on is None:
        return []
    told = message(
        "It expires on {day}, in {days} days.", day=written(lot.expires_on), days=(lot.expires_on - day).days
    )
    return [warning("expires_on", told)]


def too_little(medicine: str, unit: str, free: float, amount: float) -> Problem:
    """The sentence for what the cupboard does not hold; ``unit`` in words."""
    told = message(
        "{left} {unit} of {medicine} are left in stock, {amount} are needed. Receive it into stock first, or record “Not available”.",
        left=said(free),
        unit=unit,
        medicine=medicine,
        amount=said(amount),
    )
    return Problem("amount", told)


def _in_day(name: str, day: date | None, today: date) -> list[Problem]:
    if day is None:
        return [Problem(name, message("Write the day."))]
    if day > today:
        return [Problem(name, message("{day} lies in the future.", day=written(day)))]
    if day.year < EARLIEST:
        return [Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))]
    return []


def next_number(numbers: Sequence[str], year: int) -> str:
    """The number of the next minutes of a year, "03/2026"."""
    ending = f"/{year}"
    taken = [
        int(one.removesuffix(ending)) for one in numbers if one.endswith(ending) and one.removesuffix(ending).isdigit()
    ]
    return f"{max(taken, default=0) + 1:02}{ending}"
