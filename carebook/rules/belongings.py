"""Belongings: where a thing or sum a person brought stands, and what is wrong with what is written of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

from carebook.dates import written
from carebook.records.episodes import Belonging, Episode
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import N_, message

MOST = 10_000
LARGEST = 100_000_000_000


class Keeping(Enum):
    """Where a belonging stands; computed, never kept."""

    KEPT = "kept"
    WITH_PERSON = "with_person"
    RETURNED = "returned"


KEEPING_WORDS: dict[Keeping, str] = {
    Keeping.KEPT: N_("Kept by the center"),
    Keeping.WITH_PERSON: N_("With the person"),
    Keeping.RETURNED: N_("Given back to the person"),
}


def keeping(thing: Belonging) -> Keeping:
    """Where a belonging stands now."""
    if thing.returned_on is not None:
        return Keeping.RETURNED
    return Keeping.KEPT if thing.kept_by_center else Keeping.WITH_PERSON


def problems_in_belonging(thing: Belonging, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of a thing or sum, beside their fields; amounts in đồng."""
    return [
        *_in_thing(thing),
        *_in_days(thing, stay, today),
        *_in_return(thing),
        *too_long(thing, ("what", "kept_at", "returned_to", "note")),
    ]


def _in_thing(thing: Belonging) -> Iterator[Problem]:
    if not thing.what.strip():
        yield Problem("what", message("Write what it is."))
    if not 1 <= thing.quantity <= MOST:
        yield Problem("quantity", message("The quantity is between 1 and {most}.", most=MOST))
    if thing.amount is not None and not 0 <= thing.amount <= LARGEST:
        yield Problem("amount", message("The amount cannot be meant. Check it."))
    if thing.kept_by_center and not thing.kept_at.strip() and thing.returned_on is None:
        yield warning("kept_at", message("Where it is kept is not written."))


def _in_days(thing: Belonging, stay: Episode, today: date) -> Iterator[Problem]:
    received, back = thing.received_on, thing.returned_on
    for name, day in (("received_on", received), ("returned_on", back)):
        if day is not None and day > today:
            yield Problem(name, message("{day} lies in the future.", day=written(day)))
    if received is not None and received < stay.start_on:
        yield warning("received_on", message("{day} lies before the stay began.", day=written(received)))
    if received is not None and back is not None and back < received:
        yield Problem("returned_on", message("{day} lies before it was received.", day=written(back)))


def _in_return(thing: Belonging) -> Iterator[Problem]:
    if thing.returned_on is not None and not thing.returned_to.strip():
        yield Problem("returned_to", message("Write to whom it was given back."))
    if thing.returned_on is None and thing.returned_to.strip():
        yield Problem("returned_on", message("Write on which day it was given back."))
