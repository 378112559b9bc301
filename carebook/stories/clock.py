"""The time of the stories: days counted back from today, office days that fall on a day off, and the months before this one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from carebook.dates import VIETNAM, PartialDate
from carebook.rules.calendar import add_working_days, is_working_day

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """Every day of a story, told from ``today`` (D)."""

    today: date

    def back(self, days: int) -> date:
        """D-n; negative numbers lie ahead."""
        return self.today - timedelta(days=days)

    def office(self, days: int, *, after: date | None = None, by: date | None = None) -> date:
        """§ D-n: the day of an office deed, moved to the next working day; see `office_day`."""
        return office_day(self.back(days), after=after, by=by)

    def month(self, months: int) -> str:
        """M-n as it is written in reports: "2026-10"."""
        first = self.first_of(months)
        return f"{first.year}-{first.month:02d}"

    def first_of(self, months: int) -> date:
        """The first day of M-n; M-0 is the running month."""
        count = self.today.year * 12 + self.today.month - 1 - months
        return date(count // 12, count % 12 + 1, 1)

    def day_of(self, months: int, day: int) -> date:
        """M-n/day, the last day of the month when it is shorter."""
        first = self.first_of(months)
        return first.replace(day=min(day, calendar.monthrange(first.year, first.month)[1]))

    def born(self, years: int, day: int = 0, month: int = 0) -> PartialDate:
        """A birth so many calendar years before this year: exact with day and month, else the year only."""
        year = self.today.year - years
        return PartialDate(f"{year}-{month:02d}-{day:02d}" if day else str(year))

    def born_back(self, days: int) -> PartialDate:
        """A birth told as D-n, for children."""
        return PartialDate.of(self.back(days))


def office_day(day: date, *, after: date | None = None, by: date | None = None) -> date:
    """A working day for what offices do: ``day`` or the next working day.

    Never before ``after`` (the story's previous event), and never past ``by`` (its own clock): then the last working day
    up to it.
    """
    day = max(day, after or day)
    moved = day if is_working_day(day) else add_working_days(day, 1)
    if by is not None and moved > by:
        moved = by
        while not is_working_day(moved):
            moved -= _DAY
        moved = max(moved, after or moved)
    return moved


def months_after(day: date, months: int) -> date:
    """The day so many months later, the last of its month when that is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def moment(day: date, clock: str) -> datetime:
    """The UTC moment of a time in Vietnam ("05:40")."""
    return datetime.combine(day, time.fromisoformat(clock), VIETNAM).astimezone(UTC)
