"""Assistive devices lent or given: where each stands, and what must be written about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.dates import written
from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Episode
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import N_, message

EARLIEST = 1990
FARTHEST = 20  # so many years ahead were mistyped
_DAYS = ("lent_on", "fitted_on", "due_back_on", "check_on", "returned_on")
_TEXTS = ("number", "details", "note")


class LoanState(Enum):
    """Where a device stands, the most pressing thing first; computed, never kept."""

    LEFT = "left"
    DUE_BACK = "due_back"
    CHECK_DUE = "check_due"
    OUT = "out"
    GIVEN = "given"
    RETURNED = "returned"


LOAN_WORDS: dict[LoanState, str] = {
    LoanState.LEFT: N_("Holder has left"),
    LoanState.DUE_BACK: N_("Device due back"),
    LoanState.CHECK_DUE: N_("Device to be checked"),
    LoanState.OUT: N_("Device on loan"),
    LoanState.GIVEN: N_("Device given"),
    LoanState.RETURNED: N_("Device given back"),
}


@dataclass(frozen=True)
class Standing:
    """Where a device stands, and the next day something is due with it; None when nothing is."""

    state: LoanState
    due_on: date | None = None


def standing(loan: DeviceLoan, today: date, *, left_on: date | None = None) -> Standing:
    """Where a device stands on a day; ``left_on`` is the day its holder's stay ended.

    What was given for good is never due back, but may still be due for a check while its holder is here.
    """
    if loan.returned_on is not None and loan.returned_on <= today:
        return Standing(LoanState.RETURNED)
    if loan.given:
        check = loan.check_on if left_on is None else None
        return Standing(LoanState.CHECK_DUE if check and check <= today else LoanState.GIVEN, check)
    if left_on is not None and left_on <= today:
        return Standing(LoanState.LEFT, left_on)
    due = min((day for day in (loan.due_back_on, loan.check_on) if day is not None), default=None)
    if loan.due_back_on is not None and loan.due_back_on <= today:
        return Standing(LoanState.DUE_BACK, loan.due_back_on)
    if loan.check_on is not None and loan.check_on <= today:
        return Standing(LoanState.CHECK_DUE, loan.check_on)
    return Standing(LoanState.OUT, due)


def problems_in_loan(loan: DeviceLoan, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of a device of a stay, beside their fields."""
    return [*_in_words(loan), *_in_days(loan, stay, today), *_in_return(loan, today)]


def _in_words(loan: DeviceLoan) -> Iterator[Problem]:
    if not loan.device:
        yield Problem("device", message("Choose the device."))
    elif loan.device == "other" and not loan.details.strip():
        yield Problem("details", message("Write which device it is."))
    yield from too_long(loan, _TEXTS)


def _in_days(loan: DeviceLoan, stay: Episode, today: date) -> Iterator[Problem]:
    lent = loan.lent_on
    if lent is None:
        yield Problem("lent_on", message("Write on which day the device was handed out."))
    for name in _DAYS:
        day = getattr(loan, name)
        if day is not None and not EARLIEST <= day.year <= today.year + FARTHEST:
            yield Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))
        elif name != "lent_on" and day is not None and lent is not None and day < lent:
            said = message(
                "{day} lies before the device was handed out ({lent}).", day=written(day), lent=written(lent)
            )
            yield Problem(name, said)
    for name in ("lent_on", "fitted_on"):
        day = getattr(loan, name)
        if day is not None and day > today:
            yield Problem(name, message("{day} lies in the future.", day=written(day)))
    if lent is not None and lent < stay.start_on:
        yield warning(
            "lent_on",
            message(
                "Handed out on {day}, before the stay began ({start}).", day=written(lent), start=written(stay.start_on)
            ),
        )
    if lent is not None and stay.end_on is not None and lent > stay.end_on:
        yield Problem("lent_on", message("The stay ended on {day}.", day=written(stay.end_on)))
    if loan.given and loan.due_back_on is not None:
        yield Problem("due_back_on", message("What was given for good is not due back; leave the day empty."))


def _in_return(loan: DeviceLoan, today: date) -> Iterator[Problem]:
    back = loan.returned_on
    if back is not None and back > today:
        yield Problem("returned_on", message("{day} lies in the future.", day=written(back)))
    if back is not None and not loan.condition:
        yield Problem("condition", message("Choose in which condition the device came back."))
