"""When sessions take place: rules of repetition, the rooms of therapy, and the leave of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class Frequency(Enum):
    """How a rule repeats."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY_DAY = "monthly_day"
    MONTHLY_WEEKDAY = "monthly_weekday"


FREQUENCY_WORDS: dict[Frequency, str] = {
    Frequency.DAILY: N_("Every day"),
    Frequency.WEEKLY: N_("On chosen weekdays"),
    Frequency.MONTHLY_DAY: N_("On a day of the month"),
    Frequency.MONTHLY_WEEKDAY: N_("On a weekday of the month"),
}


class HolidayWay(Enum):
    """What becomes of an occurrence on a public holiday."""

    SKIP = "skip"
    SHIFT = "shift"
    HOLD = "hold"


HOLIDAY_WAY_WORDS: dict[HolidayWay, str] = {
    HolidayWay.SKIP: N_("Left out on a holiday"),
    HolidayWay.SHIFT: N_("Moved to the next working day"),
    HolidayWay.HOLD: N_("Held on holidays too"),
}


class Weekday(Enum):
    """A day of the week, as the two letters of a calendar rule."""

    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"


WEEKDAY_WORDS: dict[Weekday, str] = {
    Weekday.MONDAY: N_("Monday"),
    Weekday.TUESDAY: N_("Tuesday"),
    Weekday.WEDNESDAY: N_("Wednesday"),
    Weekday.THURSDAY: N_("Thursday"),
    Weekday.FRIDAY: N_("Friday"),
    Weekday.SATURDAY: N_("Saturday"),
    Weekday.SUNDAY: N_("Sunday"),
}


@dataclass(frozen=True)
class Recurring:
    """A rule of repetition in local time: from ``from_on`` until ``until_on`` or for ``count`` occurrences (neither: open).

    ``weekdays`` (of weekly and monthly-weekday rules) are values of `Weekday`; ``month_day`` is 1–31 (a month without
    that day has no occurrence); ``nth`` is 1–4, or −1 for the last such weekday of the month. ``interval`` counts days,
    weeks or months. A series made by "from this one on" names the one it was split from.
    """

    frequency: Frequency = fact(N_("Repeats"), default=Frequency.WEEKLY)
    interval: int = fact(N_("Every how many"), default=1)
    weekdays: tuple[str, ...] = fact(N_("On the weekdays"), codes="weekday", default=())
    month_day: int | None = fact(N_("Day of the month"), default=None)
    nth: int | None = fact(N_("Which one of the month"), default=None)
    from_on: date | None = fact(N_("From"), required=True, default=None)
    until_on: date | None = fact(N_("Until"), default=None)
    count: int | None = fact(N_("Number of sessions"), default=None)
    starts_at: time | None = fact(N_("Starts at"), required=True, default=None)
    minutes: int = fact(N_("Minutes"), unit=N_("minutes"), default=30)
    holidays: HolidayWay = fact(N_("On holidays"), default=HolidayWay.SKIP)
    room_id: str | None = fact(N_("Therapy room"), Kind.LINK, default=None)
    split_from_id: str | None = fact(N_("Continues the series"), Kind.LINK, shown=False, default=None)
    ended_because: str = fact(N_("Why the series ended"), default="")


@dataclass(frozen=True)
class SessionSeries(Recurring, Record):
    """The repeated sessions of one person with one therapist, perhaps out of a package."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    therapy: str = fact(N_("Therapy"), codes="therapy", required=True, default="pt")
    therapist_id: str | None = fact(N_("Therapist"), Kind.LINK, required=True, default=None)
    therapy_plan_id: str | None = fact(N_("Rehabilitation plan"), Kind.LINK, default=None)
    package_id: str | None = fact(N_("Package"), Kind.LINK, default=None)


@dataclass(frozen=True)
class GroupSeries(Recurring, Record):
    """The repeated sessions of a group or class; ``subject`` is what a class is taught in them."""

    group_id: str = fact(N_("Group"), Kind.LINK, required=True)
    leader_id: str | None = fact(N_("Led by"), Kind.LINK, required=True, default=None)
    subject: str | None = fact(N_("Subject"), codes="lesson_subject", context="of a class", default=None)


@dataclass(frozen=True)
class TherapyRoom(Record):
    """A room for therapy, groups or classes; ``places`` is how many sessions it takes at the same time."""

    name: str = fact(N_("Therapy room"), required=True)
    places: int = fact(N_("Sessions at the same time"), default=1)
    note: str = fact(N_("Note"), context="column", default="")
    closed_on: date | None = fact(N_("Closed since"), default=None)


@dataclass(frozen=True)
class StaffLeave(Record):
    """Days on which a staff member is away: nobody plans sessions with them, or is told so."""

    staff_member_id: str = fact(N_("Staff member"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind"), codes="leave_kind", required=True, default="annual")
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), required=True, default=None)
    note: str = fact(N_("Note"), context="column", default="")
