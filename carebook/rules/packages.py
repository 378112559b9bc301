"""Packages of sessions: how many are left, what is wrong with one, and how far somebody has come on the way of a package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.dates import written
from carebook.money import dong, number
from carebook.records.packages import Package
from carebook.records.sessions import SessionState
from carebook.rules.problem import Problem, warning
from carebook.rules.sessions import CANCELLED
from carebook.words import Message, message

MOST_SESSIONS = 1_000
LONGEST = 10_000
EARLIEST = 1990
FARTHEST = 10  # so many years ahead were mistyped


# Sessions left


@dataclass(frozen=True)
class Spent:
    """What became of the sessions of a package, those struck through left out."""

    done: int = 0
    partial: int = 0
    no_show: int = 0
    cancelled: int = 0
    planned: int = 0


def spent(states: Iterable[SessionState]) -> Spent:
    """The sessions of a package, counted by what became of them."""
    given = list(states)
    return Spent(
        done=given.count(SessionState.DONE),
        partial=given.count(SessionState.PARTIAL),
        no_show=given.count(SessionState.NO_SHOW),
        cancelled=sum(given.count(state) for state in CANCELLED),
        planned=given.count(SessionState.PLANNED),
    )


def sessions_used(used: Spent, *, no_show_counts: bool) -> int:
    """The sessions taken off the package: given in full or in part, and missed without a word where those count.

    Cancelled sessions, whoever cancelled them, are not taken off.
    """
    return used.done + used.partial + (used.no_show if no_show_counts else 0)


def sessions_left(sessions: int, used: Spent, *, no_show_counts: bool) -> int:
    """How many sessions of a package of so many are left; below zero when more were given than belong to it."""
    return sessions - sessions_used(used, no_show_counts=no_show_counts)


def said_left(left: int) -> Message:
    """What is left, in words: "còn 3 buổi", "hết buổi", "quá 2 buổi"."""
    if left > 0:
        return message("1 session left") if left == 1 else message("{n} sessions left", n=left)
    return message("No session left") if left == 0 else message("{n} more than the package", n=-left)


def is_low(left: int, most: int) -> bool:
    """Whether so few sessions are left (limit ``package_low``) that somebody must talk with the family."""
    return left <= most


# What is wrong with one


def problems_in_package(package: Package, *, since: date, until: date | None, today: date) -> list[Problem]:
    """Errors and warnings of a package of a stay that lasted from ``since`` to ``until`` (None: still open)."""
    return [
        *_in_texts(package, ("name", "payer")),
        *_in_days(package, since, until, today),
        *_in_numbers(package),
        *_in_money(package, today),
    ]


def _in_texts(package: Package, names: Sequence[str]) -> Iterator[Problem]:
    if not package.name.strip():
        yield Problem("name", message("Give the package a name."))
    for name in names:
        yield from _too_long(name, getattr(package, name))


def _in_days(package: Package, since: date, until: date | None, today: date) -> Iterator[Problem]:
    begin = package.from_on
    if begin is None:
        yield Problem("from_on", message("Write from which day the package runs."))
    for name in ("registered_on", "from_on", "to_on", "reassess_on", "paid_on"):
        yield from _believable(name, getattr(package, name), today)
    if package.registered_on is not None and package.registered_on > today:
        yield Problem("registered_on", message("The day lies in the future."))
    if begin is None:
        return
    for name, day in (("to_on", package.to_on), ("reassess_on", package.reassess_on)):
        if day is not None and day < begin:
            yield Problem(
                name, message("{day} lies before the package begins ({begin}).", day=written(day), begin=written(begin))
            )
    if package.registered_on is not None and package.registered_on > begin:
        yield warning(
            "registered_on",
            message("Registered on {day}, after the package begins.", day=written(package.registered_on)),
        )
    if begin < since:
        yield warning("from_on", message("The package begins before the stay ({start}).", start=written(since)))
    if until is not None and begin > until:
        yield Problem("from_on", message("The stay ended on {day}.", day=written(until)))


def _in_numbers(package: Package) -> Iterator[Problem]:
    if not 1 <= package.sessions <= MOST_SESSIONS:
        yield Problem("sessions", message("A package has from 1 to {most} sessions.", most=number(MOST_SESSIONS)))


def _in_money(package: Package, today: date) -> Iterator[Problem]:
    for name in ("price", "paid"):
        if (getattr(package, name) or 0) < 0:
            yield Problem(name, message("An amount of money is not below zero."))
    price, paid = package.price, package.paid
    if paid and price is not None and paid > price:
        yield warning("paid", message("Paid {paid}, more than the price {price}.", paid=dong(paid), price=dong(price)))
    if package.paid_on is not None and package.paid_on > today:
        yield Problem("paid_on", message("The day lies in the future."))
    if package.paid_on is not None and not paid:
        yield warning("paid", message("A day of payment is written down, but no amount."))


def problems_in_end(package: Package, *, today: date) -> list[Problem]:
    """Errors of the end of a package: when, why, and what came of it."""
    found: list[Problem] = []
    ended = package.ended_on
    if ended is None:
        found.append(Problem("ended_on", message("Write on which day the package ended.")))
    elif ended > today:
        found.append(Problem("ended_on", message("The day lies in the future.")))
    elif package.from_on is not None and ended < package.from_on:
        begin = written(package.from_on)
        found.append(
            Problem(
                "ended_on", message("{day} lies before the package begins ({begin}).", day=written(ended), begin=begin)
            )
        )
    if package.ended_because is None:
        found.append(Problem("ended_because", message("Choose why the package ended.")))
    return [*found, *_too_long("outcome", package.outcome)]


def _believable(name: str, day: date | None, today: date) -> Iterator[Problem]:
    if day is not None and not EARLIEST <= day.year <= today.year + FARTHEST:
        yield Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))


def _too_long(name: str, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST:
        yield Problem(name, message("The text is longer than 10,000 letters; was something else pasted?"))


# The way of a package


class Milestone(Enum):
    """The steps of the way of a child with autism, and of everybody else with a package (domain.md: gói buổi)."""

    REGISTERED = "registered"
    SCREENED = "screened"
    BEGUN = "begun"
    GOALS = "goals"
    REASSESSED = "reassessed"
    DISCHARGED = "discharged"


MILESTONES: dict[Milestone, Message] = {
    Milestone.REGISTERED: message("Registered"),
    Milestone.SCREENED: message("Screened"),
    Milestone.BEGUN: message("In a package"),
    Milestone.GOALS: message("Goals"),
    Milestone.REASSESSED: message("Assessed again"),
    Milestone.DISCHARGED: message("Discharged"),
}


@dataclass(frozen=True)
class Score:
    """A finished sheet of a scale: on which day, which one, and what it came to, in words."""

    on: date
    said: str


@dataclass(frozen=True)
class Way:
    """What is known about the way of one package.

    ``scores`` are the finished sheets that count for it (None: who asks may not see sheets); ``goals`` is how many goals were
    set, ``goals_on`` since when; ``left`` are its sessions left; ``end`` is why it ended in words.
    """

    package: Package
    left: int
    scores: tuple[Score, ...] | None = ()
    goals: int = 0
    goals_on: date | None = None
    end: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the way: when it was done (None: not yet), and what there is to say about it."""

    milestone: Milestone
    done_on: date | None
    said: Message | str


def steps(way: Way, *, today: date) -> tuple[Step, ...]:
    """The six steps in their order, each computed from what the book holds.

    Who has a package was registered by its first day at the latest. The screening is the newest score up to the day the
    package begins; the re-assessment the newest score made after that while the package ran, or else the first one
    afterwards. A later step may be done while an earlier one is missing.
    """
    package, end = way.package, way.package.ended_on
    begin = package.from_on or date.max
    scores = way.scores or ()
    screening = max((one for one in scores if one.on <= begin), key=lambda one: one.on, default=None)
    again = reassessment(scores, begin, end)
    due = message("due on {day}", day=written(package.reassess_on)) if package.reassess_on else message("not yet")
    hidden = message("not shown here") if way.scores is None else None
    goals = message("1 goal") if way.goals == 1 else message("{n} goals", n=way.goals)
    registered = package.registered_on or (begin if begin <= today else None)
    return (
        Step(Milestone.REGISTERED, registered, written(registered) if registered else message("not yet")),
        _scored(Milestone.SCREENED, screening, hidden or message("no score yet")),
        Step(Milestone.BEGUN, begin if begin <= today else None, said_left(way.left)),
        Step(Milestone.GOALS, way.goals_on, goals if way.goals else message("no goals yet")),
        _scored(Milestone.REASSESSED, again, hidden or due),
        Step(Milestone.DISCHARGED, end, way.end if end and way.end else message("not yet")),
    )


def _scored(milestone: Milestone, score: Score | None, otherwise: Message) -> Step:
    return Step(milestone, score.on, score.said) if score else Step(milestone, None, otherwise)


def reassessment(scores: Iterable[Score], begin: date, ended: date | None) -> Score | None:
    """The score that shows what a package came to."""
    after = sorted((one for one in scores if one.on > begin), key=lambda one: one.on)
    within = [one for one in after if ended is None or one.on <= ended]
    return within[-1] if within else next(iter(after), None)


def place_now(way: Sequence[Step]) -> int:
    """The place of the first step that is not done; how many there are when all are."""
    return next((place for place, step in enumerate(way) if step.done_on is None), len(way))
