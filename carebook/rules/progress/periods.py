"""The periods of progress reports: months, quarters, half-years and years of the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from carebook import dates
from carebook.words import Message

PERIOD_KINDS = ("month", "quarter", "half_year", "year")
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_CODE = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})|-Q(?P<quarter>[1-4])|-H(?P<half>[12]))?", re.ASCII)


@dataclass(frozen=True, order=True)
class ReportPeriod:
    """A period by its code ("2026-10", "2026-Q3", "2026-H1", "2026") with its first and last day."""

    first: date
    last: date
    kind: str
    code: str

    @property
    def words(self) -> Message:
        """The period in a sentence: "tháng 10/2026", "quý III/2026", "6 tháng đầu năm 2026", "năm 2026"."""
        year, month = self.first.year, self.first.month
        match self.kind:
            case "month":
                return dates.month_name(year, month)
            case "quarter":
                return dates.quarter_name(year, (month + 2) // 3)
            case "half_year":
                return dates.half_name(year, 1 if month == 1 else 2)
            case _:
                return dates.year_name(year)

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it; its first and last day do."""
        return day is not None and self.first <= day <= self.last


def report_period(code: str) -> ReportPeriod:
    """The period of a code; ValueError when it is none."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise ValueError(code)
    year = int(found["year"])
    if found["month"]:
        return period_around("month", date(year, int(found["month"]), 1))
    if found["quarter"]:
        return period_around("quarter", date(year, int(found["quarter"]) * 3, 1))
    if found["half"]:
        return period_around("half_year", date(year, int(found["half"]) * 6, 1))
    return period_around("year", date(year, 1, 1))


def period_around(kind: str, day: date) -> ReportPeriod:
    """The period of a kind that holds ``day``; KeyError when there is no such kind."""
    months = _MONTHS[kind]
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    after = number * months + months
    last = (date(day.year + 1, 1, 1) if after == 12 else date(day.year, after + 1, 1)) - timedelta(days=1)
    tail = {"month": f"-{first.month:02}", "quarter": f"-Q{number + 1}", "half_year": f"-H{number + 1}", "year": ""}
    return ReportPeriod(first, last, kind, f"{day.year:04}{tail[kind]}")


def last_finished(kind: str, today: date) -> ReportPeriod:
    """The newest period of a kind that is over."""
    return period_around(kind, period_around(kind, today).first - timedelta(days=1))


def newest_periods(kind: str, today: date, count: int) -> list[ReportPeriod]:
    """The period that runs now and those before it, the newest first."""
    found = [period_around(kind, today)]
    while len(found) < count:
        found.append(last_finished(kind, found[-1].first))
    return found
