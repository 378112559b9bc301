"""Working days in Vietnam: the public calendar with its swapped days, and the center's own days on top."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from carebook.records.codes import HolidayRow

_DAY = timedelta(days=1)


@cache
def _public_days(year: int) -> tuple[Mapping[date, str], frozenset[date]]:
    """The public days off of a year with their Vietnamese names, and the weekend days that are worked instead."""
    import holidays  # slow to load, and most starts ask for no working day

    calendar = holidays.country_holidays("VN", years=year, expand=False, language="vi")
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    worked = {day for day in days if day.year == year and day.weekday() >= 5 and calendar.is_working_day(day)}
    return dict(calendar.items()), frozenset(worked)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def own_days(rows: Iterable[HolidayRow]) -> dict[date, HolidayRow]:
    """The center's own days by date, without those struck through."""
    return {row.day: row for row in rows if not row.is_withdrawn}


def is_working_day(day: date, own: Iterable[HolidayRow] = ()) -> bool:
    """Whether offices work on a day: the center's own row decides, then the public calendar, then Monday to Friday."""
    return _is_working(day, own_days(own))


def _is_working(day: date, own: Mapping[date, HolidayRow]) -> bool:
    given = own.get(day)
    if given is not None:
        return given.working
    free, worked = _public_days(day.year)
    return day in worked or (day.weekday() < 5 and day not in free)


def holiday_name(day: date, own: Iterable[HolidayRow] = ()) -> str:
    """The name of a day off, in Vietnamese; "" on a day without one."""
    given = own_days(own).get(day)
    return given.name if given is not None else _public_days(day.year)[0].get(day, "")


def add_working_days(day: date, n: int, own: Iterable[HolidayRow] = ()) -> date:
    """The ``n``-th working day after a day, which itself is not counted (Civil Code, Article 147); 0 gives the day."""
    days = own_days(own)
    for _ in range(n):
        day += _DAY
        while not _is_working(day, days):
            day += _DAY
    return day


def working_days_between(first: date, last: date, own: Iterable[HolidayRow] = ()) -> int:
    """The working days after ``first`` up to and with ``last``; negative when ``last`` is before ``first``."""
    if last < first:
        return -working_days_between(last, first, own)
    days = own_days(own)
    return sum(_is_working(first + n * _DAY, days) for n in range(1, (last - first).days + 1))
