"""Which days a month's report speaks of, and which moves of a report's state are allowed."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from carebook.records.figures import Period
from carebook.records.periods import ReportState
from carebook.words import Message, message

MOVES: dict[ReportState, frozenset[ReportState]] = {
    ReportState.CLOSED: frozenset(
        {
            ReportState.NUMBERED,
            ReportState.PREPARER_SIGNED,
            ReportState.SIGNED,
            ReportState.SIGNED_IN_INK,
            ReportState.SUPERSEDED,
        }
    ),
    ReportState.NUMBERED: frozenset(
        {
            ReportState.NUMBERED,
            ReportState.PREPARER_SIGNED,
            ReportState.SIGNED,
            ReportState.SIGNED_IN_INK,
            ReportState.SUPERSEDED,
        }
    ),
    ReportState.PREPARER_SIGNED: frozenset({ReportState.SIGNED, ReportState.SUPERSEDED}),
    ReportState.SIGNED: frozenset({ReportState.SENT, ReportState.SUPERSEDED}),
    ReportState.SIGNED_IN_INK: frozenset({ReportState.SENT, ReportState.SUPERSEDED}),
    ReportState.SENT: frozenset({ReportState.SENT, ReportState.ACKNOWLEDGED, ReportState.SUPERSEDED}),
    ReportState.ACKNOWLEDGED: frozenset({ReportState.SUPERSEDED}),
    ReportState.SUPERSEDED: frozenset(),
}


def may_become(now: ReportState, then: ReportState) -> bool:
    """Whether a report may go from one state to the other."""
    return then in MOVES[now]


def month_of(typed: str) -> tuple[int, int] | None:
    """(year, month) of "2026-10"; None when it is not a month."""
    year, _, month = typed.partition("-")
    if year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12:
        return int(year), int(month)
    return None


def month_before(month: str) -> str:
    """The month before "2026-01" is "2025-12"."""
    year, number = map(int, month.split("-"))
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"


def period_of(month: str, start_day: int = 1, cutoff: date | None = None) -> Period:
    """The period of a month that ends in it: from its first day, or from ``start_day`` of the month before to the day before.

    The cut-off is the last day unless an earlier one is given (many departments want the report before the month ends).
    """
    last = _last_day(month, start_day)
    first = _last_day(month_before(month), start_day) + timedelta(days=1)
    return Period(first, last, min(max(cutoff, first), last) if cutoff else last)


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
