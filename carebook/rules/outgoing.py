"""Papers numbered in the office's register: what is lacking in letters; numbers given twice, to reports and decisions too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from carebook.dates import local, written
from carebook.records.office import OutgoingPaper
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

INVITATION = "invitation"
REPORT, DECISION = "report", "decision"
"""Kinds of papers with a number of their own register that are written elsewhere in the book."""


class Numbered(Protocol):
    """What is compared of a numbered paper; papers of one ``id`` are the same paper."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def dated_on(self) -> date | None: ...


@dataclass(frozen=True)
class OfficeNumber:
    """The number of a report or a decision, and ``about`` what it is; nobody is named."""

    id: str
    kind: str
    number: str
    dated_on: date | None
    about: Message


_Paper = TypeVar("_Paper", bound=Numbered)


def admission_decision(number: str, dated_on: date | None) -> OfficeNumber:
    """The decision of an admission. Of one day and number it is one decision, about however many people."""
    return OfficeNumber(f"admission {plain_number(number)} {dated_on}", DECISION, number, dated_on, ADMISSION_DECISION)


def end_decision(number: str, dated_on: date | None) -> OfficeNumber:
    """The decision that ends a stay. Of one day and number it is one decision, about however many people."""
    return OfficeNumber(f"end {plain_number(number)} {dated_on}", DECISION, number, dated_on, END_DECISION)


ADMISSION_DECISION, END_DECISION = message("Admission decision"), message("Decision to end")


def is_of_office(number: str, symbol: str) -> bool:
    """Whether a number is of the office's own register: its symbol ("QĐ-TTBTXH") is left out, or ends with the facility's."""
    named = number.partition("/")[2].strip().casefold()
    return not named or named.endswith(symbol.strip().casefold())


def plain_number(typed: str) -> str:
    """A number as it is compared: " 05 " and "5" are one; what follows a slash is the symbol of the kind."""
    number = typed.partition("/")[0].strip()
    return number.lstrip("0") or number


def same_number(paper: Numbered, others: Iterable[_Paper]) -> _Paper | None:
    """Another paper of that kind with that number in the year of its date; each kind has its register, begun anew each year."""
    number = plain_number(paper.number)
    if not number or paper.dated_on is None:
        return None
    year = paper.dated_on.year
    return next(
        (
            other
            for other in others
            if other.id != paper.id
            and other.kind == paper.kind
            and other.dated_on is not None
            and other.dated_on.year == year
            and plain_number(other.number) == number
        ),
        None,
    )


def problems_in(paper: OutgoingPaper, others: Iterable[OutgoingPaper], *, now: datetime) -> list[Problem]:
    """What stands against keeping a paper, and as warnings what is unusual; ``others`` are the papers of that year."""
    found = []
    if not paper.subject.strip():
        found.append(Problem("subject", message("Say what the paper is about.")))
    if paper.number.strip() and paper.dated_on is None:
        found.append(Problem("dated_on", message("A numbered paper has a date.")))
    if paper.kind == INVITATION:
        if paper.meeting_at is None:
            found.append(Problem("meeting_at", message("An invitation says when.")))
        if not paper.place.strip():
            found.append(Problem("place", message("An invitation says where.")))
        if paper.meeting_at is not None and paper.dated_on and local(paper.meeting_at).date() < paper.dated_on:
            found.append(Problem("meeting_at", message("The meeting lies before the date of the invitation.")))
    if (twin := same_number(paper, others)) is not None:
        found.append(warning("number", given_twice(paper, twin, twin.subject)))
    if paper.dated_on is not None and paper.dated_on > local(now).date():
        found.append(warning("dated_on", message("The date lies in the future.")))
    return found


def given_twice(paper: Numbered, twin: Numbered, about: str | Message) -> Message:
    """The sentence about a number that stands on ``twin`` already."""
    return message(
        "Number {number} of {year} stands on another paper already: “{subject}”, {day}.",
        number=paper.number.strip(),
        year=str(paper.dated_on.year) if paper.dated_on is not None else "",
        subject=about,
        day=written(twin.dated_on) if twin.dated_on else "–",
    )


def warnings_about(paper: OfficeNumber, others: Iterable[OfficeNumber], symbol: str, *, field: str) -> list[Problem]:
    """A warning beside ``field`` where the number of a report or decision stands on another one; it may be saved in spite of.

    A decision of another office, told by its symbol, is in no register of this one (``symbol`` is the facility's).
    """
    if not is_of_office(paper.number, symbol):
        return []
    twin = same_number(paper, (other for other in others if is_of_office(other.number, symbol)))
    return [] if twin is None else [warning(field, given_twice(paper, twin, twin.about))]
