"""When a backup is too old, when the next is due by itself, which are outworn, and when restoring has to be tried again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta

from carebook.dates import written
from carebook.records.codes import Limit
from carebook.rules import dated
from carebook.words import Message, message

FRESH_DAYS = 7
DRILL_DAYS = 90
"""What holds in a book that has no limit "restore_drill" yet."""
NEWEST = 3
"""So many of the newest backups of a place are never thinned away, whatever the PC's clock says."""
DAYS, WEEKS, MONTHS = 14, 8, 12
LONGEST_GAP = 35
"""So many days between two backups are believed. A longer gap ages what lies before it by one day: no center goes without a
backup for so long as a rule, and a clock that jumped is seen by nothing else."""


def stale(last_on: date | None, today: date, *, fresh_days: int = FRESH_DAYS) -> Message | None:
    """What is to be said about the last backup (made on ``last_on``, None = never); None while it is fresh."""
    if last_on is None:
        return message("There is no backup yet. If the PC breaks down now, everything is lost.")
    age = (today - last_on).days
    if age <= fresh_days:
        return None
    return message("The last backup was {days} days ago ({date}).", days=age, date=written(last_on))


def days_between_drills(limits: Iterable[Limit], day: date) -> int:
    """How often restoring is to be tried, as the center settled it for that day."""
    try:
        return dated.limit_on(limits, "restore_drill", day).value
    except KeyError:
        return DRILL_DAYS


def next_drill_on(last_on: date | None, since: date | None, every: int) -> date | None:
    """The day on which restoring is to be tried next; None while there is no backup.

    ``last_on`` is the day of the last good drill, ``since`` that of the first backup (before it nothing can be tried).
    """
    counted_from = last_on or since
    return counted_from + timedelta(days=every) if counted_from is not None else None


def drill_due(last_on: date | None, since: date | None, today: date, *, every: int) -> Message | None:
    """What is to be said when restoring was not tried for ``every`` days; None while it is not due. See `next_drill_on`."""
    next_on = next_drill_on(last_on, since, every)
    if next_on is None or today < next_on:
        return None
    days = (today - next_on).days + every
    return message(
        "For {days} days restoring was not tried; it takes about 3 minutes and does not touch the book.", days=days
    )


def is_due(last_at: datetime | None, now: datetime, *, hour: int, day_of: Callable[[datetime], date]) -> bool:
    """Whether the book is to be backed up by itself now: nothing was backed up today, or nothing since today's ``hour``.

    ``day_of`` gives a moment's day; ``hour`` is counted in the zone of ``now``. A last backup that lies ahead of the clock
    does not count.
    """
    if last_at is None or last_at > now or day_of(last_at) < day_of(now):
        return True
    return now.hour >= hour and last_at.astimezone(now.tzinfo).hour < hour


def outworn(made: Sequence[datetime], now: datetime, day_of: Callable[[datetime], date]) -> set[int]:
    """Which of the backups of one place, made at these moments, are no longer needed: their numbers in ``made``.

    Kept are all of the last 24 hours and the newest of each day for 14 days, of each week for 8 weeks, of each month for 12
    months, and of each year ever after. The newest three are always kept, and what was made later than now. How old a backup is
    is counted from one backup to the next (`LONGEST_GAP`), so that a clock that jumps ahead ages none by more than a day.
    """
    newest_first = sorted(range(len(made)), key=lambda number: made[number], reverse=True)
    kept = set(newest_first[:NEWEST])
    ages = _ages({day_of(one) for one in made}, day_of(now))
    spans: tuple[tuple[int | None, Callable[[date], Hashable]], ...] = (
        (DAYS, lambda day: day),
        (7 * WEEKS, lambda day: day.isocalendar()[:2]),
        (31 * MONTHS, lambda day: (day.year, day.month)),
        (None, lambda day: day.year),
    )
    kept |= {number for number in newest_first if made[number] > now - timedelta(hours=24)}
    for age, part_of in spans:
        seen: set[Hashable] = set()
        for number in newest_first:
            day = day_of(made[number])
            if age is not None and ages[day] >= age:
                continue
            if (part := part_of(day)) not in seen:
                seen.add(part)
                kept.add(number)
    return set(newest_first) - kept


def _ages(days: set[date], today: date) -> dict[date, int]:
    """How many days ago each of these days is, as far as the days between can be believed; 0 for what lies ahead."""
    ages, age, later = {}, 0, today
    for day in sorted(days, reverse=True):
        if day <= today:
            gap = (later - day).days
            age, later = age + (gap if gap <= LONGEST_GAP else 1), day
        ages[day] = age
    return ages
