"""Rules of repetition for tests: any possible one, and the same rule as the calendar standard writes it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from hypothesis import strategies as st

from carebook.records.schedules import Frequency, HolidayWay, Recurring, SessionSeries, Weekday

FIRST, LAST = date(2026, 10, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, date(2027, 6, 30))
WEEKDAYS = [day.value for day in Weekday]


def series(**given: Any) -> SessionSeries:
    """Thirty minutes every Monday, Wednesday and Friday at 08:30 from 2 November 2026 on, without an end."""
    return SessionSeries(
        **{
            "episode_id": "stay",
            "therapist_id": "therapist",
            "weekdays": ("MO", "WE", "FR"),
            "from_on": date(2026, 11, 2),
            "starts_at": time(8, 30),
        }
        | given
    )


@st.composite
def rules(draw: st.DrawFn, *, ways: tuple[HolidayWay, ...] = tuple(HolidayWay), most: int = 60) -> SessionSeries:
    """Any rule that can be planned, open or with an end."""
    frequency = draw(st.sampled_from(Frequency))
    weekdays = tuple(draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=5, unique=True)))
    from_on = draw(DAYS)
    ends = draw(st.sampled_from(("open", "until", "count")))
    return series(
        frequency=frequency,
        interval=draw(st.integers(1, 5)),
        weekdays=weekdays if frequency in (Frequency.WEEKLY, Frequency.MONTHLY_WEEKDAY) else (),
        month_day=draw(st.integers(1, 31)) if frequency is Frequency.MONTHLY_DAY else None,
        nth=draw(st.sampled_from((1, 2, 3, 4, -1))) if frequency is Frequency.MONTHLY_WEEKDAY else None,
        from_on=from_on,
        until_on=from_on + timedelta(days=draw(st.integers(0, 200))) if ends == "until" else None,
        count=draw(st.integers(1, most)) if ends == "count" else None,
        holidays=draw(st.sampled_from(ways)),
    )


def standard_days(rule: Recurring, until: date) -> list[date]:
    """The days of the rule itself as the calendar standard's own words give them, whatever its holidays and its count."""
    parts = {"INTERVAL": str(rule.interval), "WKST": "MO"}
    match rule.frequency:
        case Frequency.DAILY:
            parts["FREQ"] = "DAILY"
        case Frequency.WEEKLY:
            parts |= {"FREQ": "WEEKLY", "BYDAY": ",".join(rule.weekdays)}
        case Frequency.MONTHLY_DAY:
            parts |= {"FREQ": "MONTHLY", "BYMONTHDAY": str(rule.month_day)}
        case Frequency.MONTHLY_WEEKDAY:
            parts |= {"FREQ": "MONTHLY", "BYDAY": ",".join(f"{rule.nth}{day}" for day in rule.weekdays)}
    assert rule.from_on is not None
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    last = min(until, rule.until_on or until)
    moments = rrulestr(f"RRULE:{text}", dtstart=datetime.combine(rule.from_on, time(8, 30)))
    return [m.date() for m in moments.between(datetime(2000, 1, 1), datetime.combine(last, time(23, 59)))]
