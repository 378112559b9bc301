"""Which days a report of any kind speaks of, when it is due, and which moves of a report's state are allowed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta

from carebook.dates import half_name, month_name, quarter_name, written
from carebook.records.codes import Limit
from carebook.records.facility import Facility
from carebook.records.figures import Period
from carebook.records.periods import ReportKind, ReportState
from carebook.rules.dated import limit_on
from carebook.words import Message, message

MOVES: dict[ReportState, frozenset[ReportState]] = {
    ReportState.CLOSED: frozenset(
        {
            ReportState.NUMBERED,
            ReportState.PREPARER_SIGNED,
            ReportState.SIGNED,
            ReportState.SIGNED_IN_INK,
            ReportState.SUPERSEDED,
            ReportState.REOPENED,
        }
    ),
    ReportState.NUMBERED: frozenset(
        {
            ReportState.NUMBERED,
            ReportState.PREPARER_SIGNED,
            ReportState.SIGNED,
            ReportState.SIGNED_IN_INK,
            ReportState.SUPERSEDED,
            ReportState.REOPENED,
        }
    ),
    ReportState.PREPARER_SIGNED: frozenset({ReportState.SIGNED, ReportState.SUPERSEDED, ReportState.REOPENED}),
    ReportState.SIGNED: frozenset({ReportState.SENT, ReportState.SUPERSEDED, ReportState.REOPENED}),
    ReportState.SIGNED_IN_INK: frozenset({ReportState.SENT, ReportState.SUPERSEDED, ReportState.REOPENED}),
    ReportState.SENT: frozenset(
        {ReportState.SENT, ReportState.ACKNOWLEDGED, ReportState.SUPERSEDED, ReportState.REOPENED}
    ),
    ReportState.ACKNOWLEDGED: frozenset({ReportState.SUPERSEDED, ReportState.REOPENED}),
    ReportState.REOPENED: frozenset({ReportState.SUPERSEDED}),
    ReportState.SUPERSEDED: frozenset(),
}


def may_become(now: ReportState, then: ReportState) -> bool:
    """Whether a report may go from one state to the other."""
    return then in MOVES[now]


_KEYS = {
    ReportKind.MONTHLY: re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])", re.ASCII),
    ReportKind.QUARTERLY: re.compile(r"([12][0-9]{3})-Q([1-4])", re.ASCII),
    ReportKind.HALF_YEARLY: re.compile(r"([12][0-9]{3})-H([12])", re.ASCII),
    ReportKind.YEARLY: re.compile(r"([12][0-9]{3})()", re.ASCII),
}
_MONTHS = {
    ReportKind.MONTHLY: 1,
    ReportKind.QUARTERLY: 3,
    ReportKind.HALF_YEARLY: 6,
    ReportKind.YEARLY: 12,
}
_LETTERS = {ReportKind.QUARTERLY: "-Q", ReportKind.HALF_YEARLY: "-H"}
_LIMITS = {
    ReportKind.QUARTERLY: "quarterly_report",
    ReportKind.HALF_YEARLY: "half_year_report",
    ReportKind.YEARLY: "yearly_report",
}
_SAME_MONTH_FROM = 16
"""A report day from here on lies in the month reported about, an earlier one in the month after."""


def is_key(key: str) -> bool:
    """Whether a key names a time a report can be made about."""
    return _days(key) is not None or any(pattern.fullmatch(key) for pattern in _KEYS.values())


def kind_of(key: str) -> ReportKind:
    """The kind of report a key names: "2026-10", "2026-Q4", "2026-H2", "2026", "2026-10-01_2026-10-20"; ValueError of no key."""
    if _days(key) is not None:
        return ReportKind.ON_DEMAND
    for kind, pattern in _KEYS.items():
        if pattern.fullmatch(key):
            return kind
    raise ValueError(key)


def key_of(first: date, last: date) -> str:
    """The key of a report on demand about the days from ``first`` to ``last``."""
    return f"{first.isoformat()}_{last.isoformat()}"


def key_on(kind: ReportKind, day: date) -> str:
    """The key of the calendar month, quarter, half or year a day lies in; ValueError of a report on demand."""
    if kind is ReportKind.ON_DEMAND:
        raise ValueError(kind)
    return _key(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)


def span_of(key: str, start_day: int = 1, cutoff: date | None = None) -> Period:
    """The days of a key; ValueError of no key.

    Quarters, halves and years are those of the calendar. A month is it too, or runs from ``start_day`` of the month before to
    the day before that of its own. The cut-off is the last day unless an earlier one is given: many departments want the
    report before the time is over.
    """
    first, last = _bounds(key, start_day)
    return Period(first, last, min(max(cutoff, first), last) if cutoff else last)


def key_before(key: str) -> str:
    """The time before, of the same kind: before "2026-01" is "2025-12"; before days on demand as many days before them."""
    kind, year, number = _parts(key)
    if kind is ReportKind.ON_DEMAND:
        first, last = _bounds(key)
        return key_of(first - (last - first) - timedelta(days=1), first - timedelta(days=1))
    return _key(kind, year, number - 1) if number > 1 else _key(kind, year - 1, 12 // _MONTHS[kind])


def key_last_year(key: str) -> str:
    """The same time a year earlier; 29 February becomes the 28th."""
    kind, year, number = _parts(key)
    if kind is ReportKind.ON_DEMAND:
        first, last = (day_last_year(day) for day in _bounds(key))
        return key_of(first, last)
    return _key(kind, year - 1, number)


def day_last_year(day: date) -> date:
    """The same day a year earlier; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def keys_open(kind: ReportKind, first: date | None, today: date) -> list[str]:
    """The times a report can be made for, the newest first: from the one the book begins in to the running one.

    None of a report on demand: its days are chosen.
    """
    if kind is ReportKind.ON_DEMAND or (first is not None and first > today):
        return []
    found = [key_on(kind, today)]
    begin = key_on(kind, first or today)
    while found[-1] != begin:
        found.append(key_before(found[-1]))
    return found


def said(key: str) -> Message:
    """The time inside a sentence: "tháng 10/2026", "quý IV/2026", "6 tháng cuối năm 2026", "năm 2026"; ValueError of no key."""
    kind, year, number = _parts(key)
    match kind:
        case ReportKind.MONTHLY:
            return month_name(year, number)
        case ReportKind.QUARTERLY:
            return quarter_name(year, number)
        case ReportKind.HALF_YEARLY:
            return half_name(year, number)
        case ReportKind.YEARLY:
            return message("year {year}", year=year)
        case ReportKind.ON_DEMAND:
            first, last = _bounds(key)
            return message("the days from {first} to {last}", first=written(first), last=written(last))


def due_on(kind: ReportKind, key: str, limits: Iterable[Limit], facility: Facility) -> date | None:
    """The day the report is to be with the managing agency; None where no day is set.

    The month: the facility's own day, from the 16th on in the month itself, before it in the next one. The quarter: the day of
    the limit in the month after. The half and the year (khoản 3 Điều 51 Nghị định 103/2017): "06-15", "12-15" of the limit;
    the second half goes with the year. A report on demand has no day of its own.
    """
    last = span_of(key).last
    if kind is ReportKind.MONTHLY:
        return _in_month(
            last if facility.report_day >= _SAME_MONTH_FROM else last + timedelta(days=1), facility.report_day
        )
    if kind is ReportKind.ON_DEMAND:
        return None
    name = "yearly_report" if key.endswith("-H2") else _LIMITS[kind]
    rows = [limit for limit in limits if limit.name == name]
    if not rows:
        return None
    limit = limit_on(rows, name, last)
    if limit.choice:
        month, day = map(int, limit.choice.split("-"))
        return _in_month(date(last.year, month, 1), day)
    return _in_month(last + timedelta(days=1), limit.value)


def _in_month(month: date, day: int) -> date:
    """That day of the month, its last one where it is shorter."""
    return month.replace(day=min(max(day, 1), calendar.monthrange(month.year, month.month)[1]))


def _days(key: str) -> tuple[date, date] | None:
    """The days of a key on demand; None when it is none."""
    first, _, last = key.partition("_")
    if len(first) != 10 or len(last) != 10:
        return None
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return days if days[0] <= days[1] else None


def _parts(key: str) -> tuple[ReportKind, int, int]:
    """(kind, year, number in the year); of a report on demand the year and month of its last day. ValueError of no key."""
    kind = kind_of(key)
    if kind is ReportKind.ON_DEMAND:
        _first, last = _bounds(key)
        return kind, last.year, last.month
    found = _KEYS[kind].fullmatch(key)
    if found is None:
        raise ValueError(key)
    return kind, int(found[1]), int(found[2] or 1)


def _key(kind: ReportKind, year: int, number: int) -> str:
    if kind is ReportKind.YEARLY:
        return f"{year:04d}"
    return f"{year:04d}-{number:02d}" if kind is ReportKind.MONTHLY else f"{year:04d}{_LETTERS[kind]}{number}"


def _bounds(key: str, start_day: int = 1) -> tuple[date, date]:
    if (days := _days(key)) is not None:
        return days
    kind, year, number = _parts(key)
    if kind is ReportKind.MONTHLY:
        return _last_day(key_before(key), start_day) + timedelta(days=1), _last_day(key, start_day)
    months = _MONTHS[kind]
    last = date(year, number * months, 1)
    return date(year, (number - 1) * months + 1, 1), _in_month(last, 31)


def _last_day(month: str, start_day: int) -> date:
    """The last day of the period that ends in ``month``: the day before ``start_day``, in a short month its own last day."""
    year, number = map(int, month.split("-"))
    length = calendar.monthrange(year, number)[1]
    return date(year, number, length if start_day <= 1 else min(start_day - 1, length))


def problem_with_closing(period: Period, today: date) -> Message | None:
    """Why the period cannot be closed yet; None when it can."""
    if period.cutoff > today:
        return message(
            "The data end on {day}; the figures can be closed from then on.", day=f"{period.cutoff:%d/%m/%Y}"
        )
    return None
