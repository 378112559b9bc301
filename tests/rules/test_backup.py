"""Which backups are outworn, when the next is due, when restoring has to be tried again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.codes import Limit
from carebook.rules.backup import (
    DRILL_DAYS,
    LONGEST_GAP,
    NEWEST,
    days_between_drills,
    drill_due,
    is_due,
    next_drill_on,
    outworn,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


def day_of(moment: datetime) -> date:
    return moment.date()


def left(made: list[datetime], now: datetime = NOW) -> list[datetime]:
    gone = outworn(made, now, day_of)
    return [moment for number, moment in enumerate(made) if number not in gone]


@given(st.lists(moments, max_size=60), moments)
def test_the_newest_stay_and_so_does_whatever_is_younger_than_a_day_or_ahead(
    made: list[datetime], now: datetime
) -> None:
    kept = left(made, now)
    assert sorted(made)[-NEWEST:] == sorted(kept)[-NEWEST:]
    assert all(moment in kept for moment in made if moment > now - timedelta(hours=24))


@given(st.lists(moments, max_size=60, unique=True))
def test_every_day_week_month_and_year_keeps_its_newest(made: list[datetime]) -> None:
    past = [moment for moment in made if moment <= NOW]
    kept = set(left(past))
    for days, part in (
        (14, lambda day: day),
        (56, lambda day: day.isocalendar()[:2]),
        (366, lambda day: (day.year, day.month)),
        (10_000, lambda day: day.year),
    ):
        newest: dict[object, datetime] = {}
        for moment in sorted(past):
            if (day_of(NOW) - day_of(moment)).days < days:
                newest[part(day_of(moment))] = moment
        assert set(newest.values()) <= kept


@given(st.lists(moments, max_size=60, unique=True))
def test_thinning_twice_is_thinning_once(made: list[datetime]) -> None:
    once = left(made)
    assert left(once) == once


def test_three_years_of_two_backups_a_day_are_a_handful() -> None:
    made = [NOW - timedelta(hours=12 * number) for number in range(3 * 365 * 2)]
    kept = left(made)
    assert 25 <= len(kept) <= 40
    assert kept[0] == NOW
    assert {moment.year for moment in kept} == {2023, 2024, 2025, 2026}


def test_a_clock_that_stands_a_year_ahead_takes_little_away_and_one_behind_nothing() -> None:
    made = [NOW - timedelta(days=number) for number in range(10)]
    assert left(made, NOW - timedelta(days=365)) == made
    ahead = NOW + timedelta(days=365)
    assert left([ahead, *made], ahead) == [ahead, *made]


@given(st.lists(moments, min_size=1, max_size=60, unique=True), st.integers(LONGEST_GAP + 2, 4000))
def test_a_backup_made_with_the_clock_ahead_takes_no_more_away_than_one_of_the_next_day(
    made: list[datetime], days: int
) -> None:
    last = max(made)
    ahead, next_day = last + timedelta(days=days), last + timedelta(days=1)
    assert {*left([*made, next_day], next_day)} - {next_day} <= {*left([*made, ahead], ahead)}


def test_thinned_every_day_it_stays_a_handful_whatever_the_clock_did() -> None:
    made: list[datetime] = []
    for number in range(4 * 365):
        jump = timedelta(days=365 if number >= 700 else 0)  # from that day on the clock stands a year ahead
        now = NOW + timedelta(days=number) + jump
        made = left([*made, now], now)
    assert 25 <= len(made) <= 45
    assert max(made) == now


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NOW, True),
        (NOW - timedelta(days=1), NOW - timedelta(hours=5), True),  # nothing today yet
        (NOW - timedelta(hours=4), NOW - timedelta(hours=3), False),  # today, the hour has not come
        (NOW - timedelta(hours=4), NOW, True),  # the hour has come
        (NOW, NOW + timedelta(hours=3), False),  # and was done
        (NOW + timedelta(days=300), NOW, True),  # a backup from the future proves nothing
    ],
)
def test_a_backup_is_due_each_day_and_at_its_hour(last: datetime | None, now: datetime, due: bool) -> None:
    assert is_due(last, now, hour=12, day_of=day_of) is due


@pytest.mark.parametrize(
    ("last", "since", "days"),
    [
        (None, None, None),
        (None, NOW.date() - timedelta(days=95), 95),
        (NOW.date() - timedelta(days=DRILL_DAYS - 1), date(2020, 1, 1), None),
        (NOW.date() - timedelta(days=DRILL_DAYS), date(2020, 1, 1), DRILL_DAYS),
    ],
)
def test_restoring_has_to_be_tried_each_quarter(last: date | None, since: date | None, days: int | None) -> None:
    said = drill_due(last, since, NOW.date(), every=DRILL_DAYS)
    assert (said.values["days"] if said else None) == days


def test_how_often_restoring_is_tried_is_settled_by_the_center_with_its_day() -> None:
    quarter, month = samples_of((90, None), (30, date(2027, 1, 1)))
    assert days_between_drills([quarter, month], date(2026, 12, 31)) == 90
    assert days_between_drills([quarter, month], date(2027, 1, 1)) == 30
    assert days_between_drills([], date(2027, 1, 1)) == DRILL_DAYS
    tried = date(2026, 12, 1)
    assert drill_due(tried, None, date(2027, 1, 2), every=90) is None
    assert drill_due(tried, None, date(2027, 1, 2), every=30) is not None
    assert next_drill_on(tried, None, 30) == date(2026, 12, 31)
    assert next_drill_on(None, None, 30) is None


def samples_of(*terms: tuple[int, date | None]) -> list[Limit]:
    return [Limit(name="restore_drill", value=days, unit="days", valid_from=since) for days, since in terms]
