"""How a series ends early and how it goes on changed from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from carebook.records.codes import HolidayRow
from carebook.records.schedules import Frequency, GroupSeries, Recurring, SessionSeries
from carebook.rules.schedules.recurrence import occurrences

S = TypeVar("S", SessionSeries, GroupSeries)
_DAY = timedelta(days=1)


def ended(series: S, last_on: date, because: str = "") -> S:
    """The series as it ends with ``last_on``, or before where it did: from then on a day ends it, not a number of sessions."""
    return replace(series, until_on=min(last_on, series.until_on or last_on), count=None, ended_because=because)


def in_step(series: Recurring, day: date) -> date:
    """The first day from ``day`` on that lies in a day, week or month in which the series has its turn.

    A series of every second week that goes on from a week in between goes on from the Monday after it.
    """
    if series.from_on is None or day <= series.from_on:
        return series.from_on or day
    if series.frequency is Frequency.DAILY:
        return day + -(day - series.from_on).days % series.interval * _DAY
    if series.frequency is Frequency.WEEKLY:
        weeks = -((_monday(day) - _monday(series.from_on)).days // 7) % series.interval
        return _monday(day) + weeks * 7 * _DAY if weeks else day
    months = -((day.year - series.from_on.year) * 12 + day.month - series.from_on.month) % series.interval
    later = day.month - 1 + months
    return date(day.year + later // 12, later % 12 + 1, 1) if months else day


def continued(series: S, from_on: date, own: Iterable[HolidayRow] = ()) -> S:
    """The same series as it goes on from ``from_on``: in step, with the sessions that are left; a record not kept yet.

    It is what a form "from this one on" begins with. With no session left its count is 0.
    """
    left = series.count
    if left is not None:
        left -= len(occurrences(series, until=from_on - _DAY, own=own))
    return replace(
        series,
        id="",
        version=0,
        from_on=in_step(series, from_on),
        count=left,
        split_from_id=series.id or None,
        ended_because="",
    )


def going_on(series: S, changed: S, from_on: date) -> S:
    """``changed`` as what follows ``series`` from ``from_on``: not earlier, in step where it repeats at the same distance."""
    first = max(from_on, changed.from_on or from_on)
    if (changed.frequency, changed.interval) == (series.frequency, series.interval):
        first = in_step(series, first)
    return replace(changed, id="", version=0, from_on=first, split_from_id=series.id or None, ended_because="")


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY
