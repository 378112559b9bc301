"""Clothes and goods: what each resident is to be given and when, and what is wrong with an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.dates import PartialDate, age_on, written
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.supplies import SuppliesIssued
from carebook.rules.calendar import months_after
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

MOST = 500
OTHER = "other"


@dataclass(frozen=True)
class Entitled:
    """Who may be given goods: the first day of the stay, sex and birth as far as they are known."""

    start_on: date
    sex: str = ""
    born: PartialDate | None = None


@dataclass(frozen=True)
class ItemDue:
    """A thing to be given again (list ``supply_item``), its day, and the day it was given last; None when never."""

    item: str
    due_on: date
    last_on: date | None = None

    def is_due(self, today: date) -> bool:
        """Whether the day has come."""
        return self.due_on <= today


def is_for(item: Code, who: Entitled, day: date) -> bool:
    """Whether a thing is given to somebody without being asked for: not what is only given on request, what is for women only
    to women, and within the ages of the list. An unknown age does not exclude.
    """
    carried = item.extra
    if carried.get("asked") or (carried.get("female") and who.sex != "female"):
        return False
    if "ages" not in carried:
        return True
    least, most = (int(one) for one in carried["ages"])
    age = age_on(who.born, day)
    return age is None or least <= age.years <= most


def items_due(
    last: Mapping[str, date], who: Entitled, today: date, items: Sequence[Code], *, every_months: int
) -> list[ItemDue]:
    """When each thing of the list is due for somebody, the earliest first; ``last`` is the day it was given last by its code.

    A thing comes back after its own ``months``, else after ``every_months``; what was never given is due from the first day.
    """
    found = []
    for item in items:
        if is_for(item, who, today):
            months = int(item.extra.get("months", 0)) or every_months
            given = last.get(item.code)
            due = months_after(given, months) if given is not None else who.start_on
            found.append(ItemDue(item.code, due, given))
    return sorted(found, key=lambda one: (one.due_on, one.item))


def problems_in_issue(
    issued: SuppliesIssued, *, stay: Episode, today: date, last_on: date | None = None, months: int = 0
) -> list[Problem]:
    """Errors and warnings of one thing given to one resident; ``last_on`` is the day it was given last, ``months`` how often it is."""
    return [*_in_thing(issued), *_in_day(issued, stay, today), *_too_early(issued, last_on, months)]


def _in_thing(issued: SuppliesIssued) -> Iterator[Problem]:
    if not issued.item:
        yield Problem("item", message("Choose what is given out."))
    if issued.item == OTHER and not issued.note.strip():
        yield Problem("note", message("Write what is given out."))
    if not 1 <= issued.quantity <= MOST:
        yield Problem("quantity", message("The quantity is between 1 and {most}.", most=MOST))
    yield from too_long(issued, ("size", "signed_by", "note"))


def _in_day(issued: SuppliesIssued, stay: Episode, today: date) -> Iterator[Problem]:
    day = issued.issued_on
    if day is None:
        yield Problem("issued_on", message("Write on which day it was given out."))
    elif day > today:
        yield Problem("issued_on", message("{day} lies in the future.", day=written(day)))
    elif day < stay.start_on:
        yield Problem("issued_on", message("{day} lies before the stay began.", day=written(day)))
    elif stay.end_on is not None and day > stay.end_on:
        yield Problem("issued_on", message("The stay ended on {day}.", day=written(stay.end_on)))


def _too_early(issued: SuppliesIssued, last_on: date | None, months: int) -> Iterator[Problem]:
    if issued.issued_on is None or last_on is None or not months:
        return
    if last_on <= issued.issued_on < months_after(last_on, months):
        yield warning("issued_on", message("It was given out on {day} already.", day=written(last_on)))


def totals(issued: Iterable[SuppliesIssued]) -> dict[str, int]:
    """How many of each thing were given out, by its code."""
    found: dict[str, int] = {}
    for one in issued:
        found[one.item] = found.get(one.item, 0) + one.quantity
    return found
