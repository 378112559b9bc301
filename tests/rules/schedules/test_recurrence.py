"""The days of a series are the calendar rule's own, minus holidays; shifted ones land on free working days; splits lose nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.records.codes import HolidayRow
from carebook.records.schedules import Frequency, HolidayWay, SessionSeries
from carebook.rules.calendar import add_working_days, is_working_day
from carebook.rules.schedules import (
    Occurrence,
    continued,
    ended,
    going_on,
    holidays_between,
    in_step,
    is_holiday,
    laid_until,
    left_out,
    occurrences,
)
from tests.rules.schedules.rule_samples import DAYS, LAST, rules, series, standard_days

DAY = timedelta(days=1)
PLAIN = (HolidayWay.SKIP, HolidayWay.HOLD)
OWN = (HolidayRow(day=date(2026, 11, 20), name="Ngày của cơ sở"), HolidayRow(day=date(2027, 1, 1), working=True))


def days(rule: SessionSeries, until: date = LAST, own: tuple[HolidayRow, ...] = ()) -> list[date]:
    return [one.planned_on for one in occurrences(rule, until=until, own=own)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (series(until_on=date(2026, 11, 9)), ["2026-11-02", "2026-11-04", "2026-11-06", "2026-11-09"]),
        (series(frequency=Frequency.DAILY, interval=3, count=3), ["2026-11-02", "2026-11-05", "2026-11-08"]),
        # a month without the day has no session
        (
            series(frequency=Frequency.MONTHLY_DAY, month_day=31, from_on=date(2026, 12, 1), count=3),
            ["2026-12-31", "2027-01-31", "2027-03-31"],
        ),
        (
            series(frequency=Frequency.MONTHLY_DAY, month_day=5, from_on=date(2026, 11, 20), count=2),
            ["2026-12-05", "2027-01-05"],
        ),
        (
            series(frequency=Frequency.MONTHLY_WEEKDAY, weekdays=("FR",), nth=-1, count=3),
            ["2026-11-27", "2026-12-25", "2027-01-29"],
        ),
        (
            series(frequency=Frequency.MONTHLY_WEEKDAY, weekdays=("TU", "TH"), nth=2, count=4),
            ["2026-11-10", "2026-11-12", "2026-12-08", "2026-12-10"],
        ),
        # every second week counts from the week it begins in, also over the end of a year of 53 weeks; 01/01 falls away
        (
            series(weekdays=("MO", "FR"), interval=2, from_on=date(2026, 12, 18), count=4),
            ["2026-12-18", "2026-12-28", "2027-01-11", "2027-01-15"],
        ),
        # who begins in the middle of a week begins there
        (series(weekdays=("MO", "TH"), from_on=date(2026, 11, 4), count=2), ["2026-11-05", "2026-11-09"]),
        (series(until_on=date(2026, 11, 1)), []),
        (series(from_on=None), []),
    ],
)
def test_the_days_of_a_rule(rule: SessionSeries, expected: list[str]) -> None:
    assert [day.isoformat() for day in days(rule)] == expected


TET = date(2027, 2, 5)  # Friday; the holidays are 05/02–11/02 with the weekend, Friday 12/02 is worked


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (
            HolidayWay.HOLD,
            [Occurrence(date(2027, 1, 1), date(2027, 1, 1)), Occurrence(date(2027, 1, 8), date(2027, 1, 8))],
        ),
        (
            HolidayWay.SKIP,
            [Occurrence(date(2027, 1, 8), date(2027, 1, 8)), Occurrence(date(2027, 1, 15), date(2027, 1, 15))],
        ),
        (
            HolidayWay.SHIFT,
            [Occurrence(date(2027, 1, 1), date(2027, 1, 4)), Occurrence(date(2027, 1, 8), date(2027, 1, 8))],
        ),
    ],
)
def test_a_holiday_is_held_left_out_or_shifted(way: HolidayWay, expected: list[Occurrence]) -> None:
    rule = series(weekdays=("FR",), from_on=date(2027, 1, 1), count=2, holidays=way)
    assert occurrences(rule, until=LAST) == expected


def test_a_shifted_session_falls_away_where_the_series_has_one_already() -> None:
    rule = series(weekdays=("MO", "FR"), from_on=date(2026, 12, 28), count=3, holidays=HolidayWay.SHIFT)
    # Friday 01/01 would move to Monday 04/01, which the rule has anyway; the falling away uses up no session
    assert days(rule) == [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 8)]


def test_of_two_sessions_shifted_to_one_day_the_first_stays() -> None:
    off = tuple(HolidayRow(day=date(2026, 11, day), name="Nghỉ") for day in (24, 25, 26))
    rule = series(
        weekdays=("TU", "WE"), from_on=date(2026, 11, 23), until_on=date(2026, 12, 2), holidays=HolidayWay.SHIFT
    )
    found = occurrences(rule, until=LAST, own=off)
    assert found[0] == Occurrence(date(2026, 11, 24), date(2026, 11, 27))
    assert [one.planned_on for one in found] == [date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 2)]


def test_nothing_is_shifted_past_the_last_day() -> None:
    rule = series(weekdays=("FR",), from_on=date(2026, 12, 25), until_on=date(2027, 1, 1), holidays=HolidayWay.SHIFT)
    assert days(rule) == [date(2026, 12, 25)]


def test_the_centers_own_days_decide_and_weekends_are_no_holidays() -> None:
    rule = series(weekdays=("FR", "SA"), from_on=date(2026, 11, 20), until_on=date(2026, 11, 28))
    assert days(rule, own=OWN) == [date(2026, 11, 21), date(2026, 11, 27), date(2026, 11, 28)]
    assert not is_holiday(date(2027, 1, 1), OWN)
    assert holidays_between(date(2026, 11, 16), date(2026, 11, 22), OWN) == {date(2026, 11, 20): "Ngày của cơ sở"}


def test_what_a_holiday_leaves_out_is_told_with_its_name() -> None:
    told = left_out(series(weekdays=("FR",), from_on=date(2026, 12, 25), count=2), until=LAST)
    assert list(told) == [date(2027, 1, 1)]
    assert told[date(2027, 1, 1)]


@settings(max_examples=80, deadline=None)
@given(rules(ways=PLAIN), DAYS)
def test_the_days_are_the_calendar_rules_own_minus_holidays(rule: SessionSeries, until: date) -> None:
    expected = standard_days(rule, LAST if rule.count else until)
    if rule.holidays is HolidayWay.SKIP:
        expected = [day for day in expected if not is_holiday(day, OWN)]
    if rule.count is not None:
        expected = [day for day in expected[: rule.count] if day <= until]
    found = occurrences(rule, until=until, own=OWN)
    assert found == [Occurrence(day, day) for day in expected]


@settings(max_examples=80, deadline=None)
@given(rules(ways=(HolidayWay.SHIFT,)), DAYS)
def test_a_shifted_session_lands_on_a_working_day_of_its_own(rule: SessionSeries, until: date) -> None:
    own_rule = standard_days(rule, LAST)
    found = occurrences(rule, until=until, own=OWN)
    planned = [one.planned_on for one in found]
    assert len(set(planned)) == len(planned)
    assert [one.occurs_on for one in found] == sorted({one.occurs_on for one in found} & set(own_rule))
    for one in found:
        if one.planned_on == one.occurs_on:
            assert not is_holiday(one.occurs_on, OWN)
        else:
            assert is_holiday(one.occurs_on, OWN)
            assert one.planned_on == add_working_days(one.occurs_on, 1, OWN)
            assert is_working_day(one.planned_on, OWN)
            assert one.planned_on not in own_rule
            assert rule.until_on is None or one.planned_on <= rule.until_on
    if rule.count is None:  # no ordinary day is ever lost
        ordinary = {day for day in own_rule if not is_holiday(day, OWN) and day <= min(until, rule.until_on or until)}
        assert ordinary <= set(planned)


@settings(max_examples=60, deadline=None)
@given(rules(), DAYS, DAYS)
def test_looking_farther_changes_nothing_before(rule: SessionSeries, near: date, far: date) -> None:
    near, far = sorted((near, far))
    seen = occurrences(rule, until=far, own=OWN)
    assert occurrences(rule, until=near, own=OWN) == [one for one in seen if one.occurs_on <= near]


@settings(max_examples=80, deadline=None)
@given(rules(ways=PLAIN), DAYS)
def test_a_series_split_anywhere_has_the_same_sessions(rule: SessionSeries, day: date) -> None:
    whole = occurrences(rule, until=LAST, own=OWN)
    before = occurrences(ended(rule, day - DAY), until=LAST, own=OWN) if rule.count is None else None
    after = continued(rule, day, OWN)
    assert after.from_on is not None
    assert after.from_on >= min(day, rule.from_on or day)
    if before is not None:
        assert before == [one for one in whole if one.occurs_on < day]
    expected = [one for one in whole if one.occurs_on >= day]
    assert (occurrences(after, until=LAST, own=OWN) if after.count != 0 else []) == expected


@pytest.mark.parametrize(
    ("rule", "day", "expected"),
    [
        (series(interval=2), date(2026, 11, 4), date(2026, 11, 4)),
        (series(interval=2), date(2026, 11, 11), date(2026, 11, 16)),
        (series(interval=2, from_on=date(2026, 12, 31)), date(2027, 1, 5), date(2027, 1, 11)),
        (series(frequency=Frequency.DAILY, interval=3), date(2026, 11, 6), date(2026, 11, 8)),
        (
            series(frequency=Frequency.MONTHLY_DAY, interval=2, month_day=31, from_on=date(2026, 12, 31)),
            date(2027, 1, 15),
            date(2027, 2, 1),
        ),
        (series(), date(2026, 10, 1), date(2026, 11, 2)),
    ],
)
def test_a_series_goes_on_in_step(rule: SessionSeries, day: date, expected: date) -> None:
    assert in_step(rule, day) == expected


def test_what_goes_on_differently_begins_with_its_day_and_knows_what_it_continues() -> None:
    old = series(id="old", version=3, interval=2, ended_because="")
    same = going_on(old, series(id="old", interval=2, weekdays=("TU",)), date(2026, 11, 10))
    assert (same.id, same.version, same.split_from_id, same.from_on) == ("", 0, "old", date(2026, 11, 16))
    other = going_on(old, series(interval=1, from_on=date(2026, 12, 1)), date(2026, 11, 10))
    assert other.from_on == date(2026, 12, 1)


@settings(max_examples=50)
@given(st.integers(1, 12))
def test_an_open_series_is_laid_out_to_the_horizon_and_one_with_an_end_to_its_end(months: int) -> None:
    today = date(2026, 11, 22)
    assert laid_until(series(), today=today, months=2) == date(2027, 1, 22)
    assert laid_until(series(from_on=date(2027, 3, 31)), today=today, months=months) > date(2027, 4, 29)
    assert laid_until(series(until_on=date(2027, 6, 1)), today=today, months=months) == date(2027, 6, 1)
    assert len(days(series(count=500), until=laid_until(series(count=500), today=today, months=months))) == 500
