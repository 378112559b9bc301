"""The clocks of the stories hold whatever day today is: around Tết, 30/4, 29/02 and the end of a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.rules.calendar import add_working_days, is_working_day, working_days_between
from carebook.stories.clock import Days, months_after, office_day
from carebook.stories.named.adults import Tracing, way_home_within_days
from carebook.stories.named.children import Notice, WayToKin
from carebook.stories.named.shelter import Shelter

AWKWARD = [
    *(date(2026, 2, 10) + timedelta(days=n) for n in range(0, 20, 2)),  # round Tết 2026
    *(date(2027, 2, 1) + timedelta(days=n) for n in range(0, 16, 3)),
    *(date(2026, 4, 24) + timedelta(days=n) for n in range(0, 12, 2)),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2028, 3, 1),
    *(date(2026, 12, 28) + timedelta(days=n) for n in range(8)),
]
# Days on which one of the told offsets falls into Tết, 30/4 or the new year.
AWKWARD += [
    day + timedelta(days=back)
    for day in (date(2026, 2, 17), date(2026, 4, 30), date(2027, 1, 1))
    for back in (79, 124, 146)
]


@pytest.mark.parametrize(
    ("day", "after", "by", "expected"),
    [
        (date(2026, 11, 20), None, None, date(2026, 11, 20)),
        (date(2026, 11, 21), None, None, date(2026, 11, 23)),  # a Saturday moves to Monday
        (date(2026, 11, 21), None, date(2026, 11, 22), date(2026, 11, 20)),  # its own clock ends on Sunday
        (date(2026, 11, 19), date(2026, 11, 21), None, date(2026, 11, 23)),  # never before the previous event
        (date(2026, 2, 16), None, None, date(2026, 2, 23)),  # the whole of Tết
    ],
)
def test_an_office_works_on_working_days(day: date, after: date | None, by: date | None, expected: date) -> None:
    assert office_day(day, after=after, by=by) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 1, 31), -12, date(2025, 1, 31)),
    ],
)
def test_months_later_stays_in_the_month(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_months_are_told_back_from_the_running_one() -> None:
    days = Days(date(2026, 1, 31))
    assert (days.month(0), days.month(1), days.month(12)) == ("2026-01", "2025-12", "2025-01")
    assert days.day_of(11, 30) == date(2025, 2, 28)


def clocks_hold(today: date) -> None:
    """What the law and the stories ask of the told days."""
    days = Days(today)
    kin = WayToKin.of(days)
    told = [kin.defined, kin.conference, kin.dossier, kin.confirmed, kin.ended, kin.handed_over]
    assert told == sorted(told)
    assert all(map(is_working_day, told))
    assert working_days_between(kin.ended, kin.handed_over) <= 5
    shelter = Shelter.of(days)
    assert shelter.complete <= shelter.papers_due
    assert shelter.came < shelter.met <= shelter.left <= shelter.stay_ends
    notice = Notice.of(days)
    assert notice.published == add_working_days(notice.found, 3)
    assert notice.published <= notice.extended <= add_working_days(notice.found, 10)
    assert add_working_days(notice.published, 25) > today
    assert notice.extended_to > today
    ben = Tracing.of(days)
    told = [
        ben.came,
        ben.notice,
        ben.letters,
        ben.fingerprints,
        ben.named,
        ben.merged,
        ben.visited,
        ben.certified,
        ben.regrouped,
    ]
    assert told == sorted(told)
    assert ben.regrouped <= ben.stay_ends
    assert add_working_days(ben.came, 9) <= add_working_days(ben.came, 10)
    came, left = way_home_within_days(days)
    assert came < left < today


@pytest.mark.parametrize("today", AWKWARD, ids=str)
def test_clocks_hold_on_awkward_days(today: date) -> None:
    clocks_hold(today)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2028, 5, 31)))
def test_clocks_hold_on_any_day(today: date) -> None:
    clocks_hold(today)
