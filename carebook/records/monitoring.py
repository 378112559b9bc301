"""What is measured of whom and how often, and what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.declaration import Kind, Secret, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class MonitoringPlan(Record):
    """One measure of one person and how often it is taken; what is due comes from these rows and from nothing else.

    ``frequency`` says the rounds or the interval (code list); ``rounds`` overrides its rounds of the day. The four limits
    replace the usual alert limits for this person, in the unit of the measure: ``low`` and ``high`` of the first number,
    ``low_second`` and ``high_second`` of the second one (diastolic pressure).
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    measure: str = fact(N_("Measure"), codes="measure", required=True)
    frequency: str = fact(N_("How often"), codes="monitoring_frequency", required=True, default="daily")
    rounds: tuple[str, ...] = fact(N_("In the rounds"), codes="care_round", default=())
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    low: float | None = fact(N_("Alert below"), default=None)
    high: float | None = fact(N_("Alert from"), default=None)
    low_second: float | None = fact(N_("Alert below (second number)"), default=None)
    high_second: float | None = fact(N_("Alert from (second number)"), default=None)
    because: str = fact(N_("Why so often"), secret=Secret.IDENTITY, default="")
    set_by_id: str | None = fact(N_("Set by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class Observation(Record):
    """One measure taken of one person, or why it was not taken.

    ``value`` (and ``value_second``: diastolic pressure) are in the unit of the measure; ``word`` is the code of a measure that
    is told in words (consciousness, position, stool). ``duty_on`` is the day of duty and ``round`` the round it answers for; a night
    round belongs to the date its shift starts. ``unusual_because`` explains a value outside the usual range.
    ``done_by_id`` took it, ``entered_by`` (an account) typed it; ``from_sheet`` means that it was copied from a paper sheet.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    measure: str = fact(N_("Measure"), codes="measure", required=True)
    duty_on: date | None = fact(N_("Day"), required=True, default=None)
    round: str | None = fact(N_("Round"), codes="care_round", default=None)
    taken_at: datetime | None = fact(N_("Happened at"), required=True, default=None)
    recorded_at: datetime | None = fact(N_("Recorded at"), shown=False, default=None)
    value: float | None = fact(N_("Value"), context="measured", default=None)
    value_second: float | None = fact(N_("Second value"), default=None)
    word: str | None = fact(N_("In words"), codes="measure_word", default=None)
    not_done: str | None = fact(N_("Why not measured"), codes="not_done_reason", default=None)
    unusual_because: str | None = fact(N_("Why unusual"), codes="unusual_reason", default=None)
    note: str = fact(N_("Note"), context="column", secret=Secret.IDENTITY, default="")
    done_by_id: str | None = fact(N_("Done by"), Kind.LINK, required=True, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, shown=False, default=None)
    from_sheet: bool = fact(N_("From the paper sheet"), default=False)
