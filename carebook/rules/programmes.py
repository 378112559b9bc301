"""Programmes: what is wrong with one, and its evaluation on one page out of what the book counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from carebook.dates import written
from carebook.records.care_plans import Achievement
from carebook.records.packages import Programme
from carebook.records.sessions import Course
from carebook.rules.problem import Problem, warning
from carebook.rules.therapy_progress import Tally
from carebook.words import message

LONGEST = 10_000
EARLIEST = 1990
FARTHEST = 20  # so many years ahead were mistyped


@dataclass(frozen=True)
class Share:
    """So many of so many; ``part`` may not be computed (0 of 0)."""

    part: int = 0
    whole: int = 0


@dataclass(frozen=True)
class PartOfProgramme:
    """One group or class of a programme in the period; ``id`` is "" for all its packages together.

    ``people`` took part, ``ended`` of them are done with it; ``sessions`` were held of those that should have been;
    ``attendance`` are the times people came of the times they were expected.
    """

    id: str
    name: str
    kind: str
    people: int
    ended: int
    sessions: Share
    attendance: Share


@dataclass(frozen=True)
class ProgrammeReport:
    """The evaluation of a programme in a period, everybody counted, whoever asks.

    ``enrolled`` are distinct people, ``new`` those who began in the period, ``done`` those who ended everything in it.
    ``tally`` counts the sessions of packages; ``attendance`` the times people came to groups and classes. ``goals`` counts the
    goals of the people in the programme by how far they were reached, ``course`` the sessions given by better, same and
    worse, ``ends`` the packages that ended by their reason. ``price`` and ``paid`` are đồng of the packages begun in the
    period; cost and income are typed in with the programme.
    """

    programme: Programme
    first: date
    last: date
    enrolled: int = 0
    new: int = 0
    done: int = 0
    tally: Tally = field(default_factory=Tally)
    attendance: Share = field(default_factory=Share)
    parts: tuple[PartOfProgramme, ...] = ()
    goals: Mapping[Achievement, int] = field(default_factory=dict)
    course: Mapping[Course, int] = field(default_factory=dict)
    ends: Mapping[str, int] = field(default_factory=dict)
    price: int = 0
    paid: int = 0

    @property
    def given(self) -> Share:
        """Sessions given of those expected (the share ``rehab_done_rate``)."""
        return Share(self.tally.given, self.tally.expected)

    @property
    def rated(self) -> int:
        """The goals that were rated and still hold."""
        left_out = (Achievement.NOT_RATED, Achievement.NO_LONGER)
        return sum(count for achievement, count in self.goals.items() if achievement not in left_out)

    @property
    def reached(self) -> Share:
        """The goals achieved of those rated."""
        return Share(self.goals.get(Achievement.ACHIEVED, 0), self.rated)

    @property
    def balance(self) -> int | None:
        """Income less cost, đồng; None while one of them is not typed in."""
        cost, income = self.programme.cost, self.programme.income
        return None if cost is None or income is None else income - cost


def problems_in_programme(programme: Programme, *, today: date) -> list[Problem]:
    """Errors and warnings of a programme."""
    return [*_in_words(programme), *_in_days(programme, today), *_in_money(programme)]


def _in_words(programme: Programme) -> Iterator[Problem]:
    if not programme.name.strip():
        yield Problem("name", message("Give the programme a name."))
    for name in ("name", "basis", "purpose", "strengths", "weaknesses"):
        if len(getattr(programme, name)) > LONGEST:
            yield Problem(name, message("The text is longer than 10,000 letters; was something else pasted?"))


def _in_days(programme: Programme, today: date) -> Iterator[Problem]:
    begin, end = programme.from_on, programme.to_on
    if begin is None:
        yield Problem("from_on", message("Write from which day the programme runs."))
    for name, day in (("from_on", begin), ("to_on", end)):
        if day is not None and not EARLIEST <= day.year <= today.year + FARTHEST:
            yield Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))
    if begin is not None and end is not None and end < begin:
        yield Problem("to_on", message("It would end on {day}, before it begins.", day=written(end)))


def _in_money(programme: Programme) -> Iterator[Problem]:
    for name in ("cost", "income"):
        if (getattr(programme, name) or 0) < 0:
            yield Problem(name, message("An amount of money is not below zero."))
    if programme.conclusion is not None and not (programme.strengths.strip() or programme.weaknesses.strip()):
        yield warning("strengths", message("There is a conclusion, but nothing it rests on."))
