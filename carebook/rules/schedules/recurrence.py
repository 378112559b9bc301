"""On which days a rule of repetition takes place: the calendar's own rule, with public holidays left out, shifted or held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from dateutil import rrule
from dateutil.relativedelta import relativedelta

from carebook.records.codes import HolidayRow
from carebook.records.schedules import Frequency, HolidayWay, Recurring, Weekday
from carebook.rules.calendar import add_working_days, holiday_name, own_days

_WEEKDAYS = {day.value: rrule.weekday(place) for place, day in enumerate(Weekday)}
_FREQUENCIES: dict[Frequency, Literal[1, 2, 3]] = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY_DAY: rrule.MONTHLY,
    Frequency.MONTHLY_WEEKDAY: rrule.MONTHLY,
}
_DAY = timedelta(days=1)
_FARTHEST = relativedelta(years=10)  # no series counted in sessions goes on for longer


@dataclass(frozen=True, order=True)
class Occurrence:
    """One session of a series: the day its rule gives it, and the day it takes place on (later when a holiday moved it)."""

    occurs_on: date
    planned_on: date


def occurrences(series: Recurring, *, until: date, own: Iterable[HolidayRow] = ()) -> list[Occurrence]:
    """The occurrences that the rule gives up to and with ``until``, in order; ``own`` are the center's own days.

    ``until`` only cuts: what lies before it is the same however far one looks. A holiday is a public or own day off; a
    weekend is none. ``count`` counts the sessions that are really held: one left out for a holiday uses none up. A shifted
    session falls away when the rule or another shifted session already has that working day, or when it lies after
    ``until_on``.
    """
    if series.from_on is None:
        return []
    days = own_days(own)
    moved = _moved(series, min(until, series.until_on or until), days)
    # a rule's own day beyond ``until`` also keeps a shifted session away
    taken = set(_days(series, max((day for day in moved.values() if day), default=until)))
    found: list[Occurrence] = []
    for day, held in moved.items():
        if held is None or (held != day and (held in taken or held > (series.until_on or held))):
            continue
        if series.count is not None and len(found) >= series.count:
            break
        taken.add(held)
        found.append(Occurrence(day, held))
    return found


def laid_until(series: Recurring, *, today: date, months: int) -> date:
    """Up to which day a series is laid out when it is planned: to its end, an open one ``months`` ahead of today or its start."""
    if series.until_on is not None:
        return series.until_on
    start = max(today, series.from_on or today)
    return start + _FARTHEST if series.count is not None else horizon(start, months)


def horizon(day: date, months: int) -> date:
    """Up to which day open series are laid out, seen from a day."""
    return day + relativedelta(months=months)


def left_out(series: Recurring, *, until: date, own: Iterable[HolidayRow] = ()) -> dict[date, str]:
    """The holidays on which the rule gives no session, with their names; for who looks at a rule before it is planned."""
    own = tuple(own)
    found = occurrences(series, until=until, own=own)
    if series.from_on is None or not found:
        return {}
    last = found[-1].occurs_on if series.count is not None else min(until, series.until_on or until)
    held = {one.occurs_on for one in found}
    return {day: _name(day, own_days(own)) for day in _days(series, last) if day not in held}


def is_holiday(day: date, own: Iterable[HolidayRow] = ()) -> bool:
    """Whether a day is a public holiday or an own day off; a plain weekend is none, a day worked instead is none."""
    return _is_holiday(day, own_days(own))


def holidays_between(first: date, last: date, own: Iterable[HolidayRow] = ()) -> dict[date, str]:
    """The holidays of a stretch of days, both ends included, with their names."""
    days = own_days(own)
    stretch = (first + n * _DAY for n in range((last - first).days + 1))
    return {day: _name(day, days) for day in stretch if _is_holiday(day, days)}


def _moved(series: Recurring, last: date, own: Mapping[date, HolidayRow]) -> dict[date, date | None]:
    """The rule's own days with the day on which each takes place; of a counted series no more than surely hold its count."""
    found: dict[date, date | None] = {}
    ordinary = 0
    for day in _rule_days(series, last):
        found[day] = _held_on(series, day, own)
        ordinary += found[day] == day
        if ordinary == series.count:
            break
    return found


def _held_on(series: Recurring, day: date, own: Mapping[date, HolidayRow]) -> date | None:
    """On which day the session of a day of the rule takes place; None when a holiday leaves it out."""
    if series.holidays is HolidayWay.HOLD or not _is_holiday(day, own):
        return day
    return add_working_days(day, 1, own.values()) if series.holidays is HolidayWay.SHIFT else None


def _is_holiday(day: date, own: Mapping[date, HolidayRow]) -> bool:
    return not own[day].working if day in own else bool(holiday_name(day))


def _name(day: date, own: Mapping[date, HolidayRow]) -> str:
    return own[day].name if day in own else holiday_name(day)


def _days(series: Recurring, last: date) -> list[date]:
    """The rule's own days up to ``last`` and the series' last day, holidays or not."""
    return list(_rule_days(series, min(last, series.until_on or last)))


def _rule_days(series: Recurring, until: date) -> Iterator[date]:
    assert series.from_on is not None
    weekdays = [_WEEKDAYS[day] for day in series.weekdays]
    which: dict[str, Any] = {}
    match series.frequency:
        case Frequency.WEEKLY:
            which = {"byweekday": weekdays or None}
        case Frequency.MONTHLY_DAY:
            which = {"bymonthday": series.month_day}
        case Frequency.MONTHLY_WEEKDAY:
            which = {"byweekday": [day(series.nth or 1) for day in weekdays] or None}
        case _:
            pass
    rule = rrule.rrule(
        _FREQUENCIES[series.frequency],
        dtstart=datetime.combine(series.from_on, time()),
        until=datetime.combine(until, time()),
        interval=series.interval,
        wkst=rrule.MO,
        **which,
    )
    return (moment.date() for moment in rule)
