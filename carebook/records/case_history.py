"""What a stay's case management left behind, as figures need it: days and codes, never words about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class PlanSpan(NamedTuple):
    """One approved version: from the day of its approval until the next one's, or until it ended."""

    number: int
    approved_on: date
    until_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the version was in force at the end of a day."""
        return self.approved_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class ReviewDone:
    """One review: when it was due (None when that was never set) and when it was done."""

    due_on: date | None
    done_on: date


class ServiceSpan(NamedTuple):
    """A service that a plan in force provides for, by its code."""

    service: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class CaseHistory:
    """One stay. ``next_review_on`` is the review that the plan in force waits for now."""

    episode_id: str
    assessed_on: tuple[date, ...] = ()
    plans: tuple[PlanSpan, ...] = ()
    reviews: tuple[ReviewDone, ...] = ()
    next_review_on: date | None = None
    conferences_on: tuple[date, ...] = ()
    closed_on: date | None = None
    services: tuple[ServiceSpan, ...] = ()

    def plan_on(self, day: date) -> PlanSpan | None:
        """The plan in force at the end of a day."""
        return next((plan for plan in self.plans if plan.holds_on(day)), None)


NO_CASE = CaseHistory("")
"""That of a stay of which nothing was written down."""


@dataclass(frozen=True)
class SchoolYear:
    """A school year of a person: level of education, whether special, from which day to which it counts."""

    person_id: str
    level: str
    special: bool
    from_on: date
    to_on: date


@dataclass(frozen=True)
class Course:
    """A vocational course of a person."""

    person_id: str
    from_on: date | None
    to_on: date | None
    result: str


@dataclass(frozen=True)
class Work:
    """A job of a person and what was found after three and six months (None: not asked yet)."""

    person_id: str
    from_on: date
    to_on: date | None
    kept_3_months: bool | None
    kept_6_months: bool | None
