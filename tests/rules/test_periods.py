"""Which days a report of any kind speaks of, when it is due, and which way its state may go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.codes import Limit
from carebook.records.periods import ReportKind, ReportState
from carebook.rules.periods import (
    MOVES,
    due_on,
    is_key,
    key_before,
    key_last_year,
    key_on,
    keys_open,
    kind_of,
    may_become,
    problem_with_closing,
    said,
    span_of,
)
from tests import samples

MONTHS = st.builds(lambda year, month: f"{year}-{month:02d}", st.integers(2000, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    ("month", "start_day", "cutoff", "expected"),
    [
        ("2026-10", 1, None, (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 31))),
        ("2026-02", 1, None, (date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 28))),
        ("2026-10", 15, None, (date(2026, 9, 15), date(2026, 10, 14), date(2026, 10, 14))),
        ("2026-01", 15, None, (date(2025, 12, 15), date(2026, 1, 14), date(2026, 1, 14))),
        ("2026-03", 31, None, (date(2026, 3, 1), date(2026, 3, 30), date(2026, 3, 30))),
        ("2026-10", 1, date(2026, 10, 25), (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 25))),
        ("2026-10", 1, date(2026, 11, 3), (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 31))),
        ("2026-10", 1, date(2026, 9, 3), (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 1))),
    ],
)
def test_days_of_a_month(month: str, start_day: int, cutoff: date | None, expected: tuple[date, date, date]) -> None:
    period = span_of(month, start_day, cutoff)
    assert (period.first, period.last, period.cutoff) == expected


@given(MONTHS, st.integers(1, 31))
def test_months_follow_each_other_without_gap(month: str, start_day: int) -> None:
    assert span_of(key_before(month), start_day).last + timedelta(days=1) == span_of(month, start_day).first


MONTHLY, QUARTERLY, HALF, YEARLY = (
    ReportKind.MONTHLY,
    ReportKind.QUARTERLY,
    ReportKind.HALF_YEARLY,
    ReportKind.YEARLY,
)


@pytest.mark.parametrize(
    ("key", "kind", "first", "last", "before", "year_ago"),
    [
        ("2026-10", MONTHLY, date(2026, 10, 1), date(2026, 10, 31), "2026-09", "2025-10"),
        ("2026-01", MONTHLY, date(2026, 1, 1), date(2026, 1, 31), "2025-12", "2025-01"),
        ("2026-Q4", QUARTERLY, date(2026, 10, 1), date(2026, 12, 31), "2026-Q3", "2025-Q4"),
        ("2026-Q1", QUARTERLY, date(2026, 1, 1), date(2026, 3, 31), "2025-Q4", "2025-Q1"),
        ("2026-H1", HALF, date(2026, 1, 1), date(2026, 6, 30), "2025-H2", "2025-H1"),
        ("2026-H2", HALF, date(2026, 7, 1), date(2026, 12, 31), "2026-H1", "2025-H2"),
        ("2026", YEARLY, date(2026, 1, 1), date(2026, 12, 31), "2025", "2025"),
        (
            *("2024-02-20_2024-02-29", ReportKind.ON_DEMAND, date(2024, 2, 20), date(2024, 2, 29)),
            *("2024-02-10_2024-02-19", "2023-02-20_2023-02-28"),
        ),
    ],
)
def test_keys_of_every_kind(key: str, kind: ReportKind, first: date, last: date, before: str, year_ago: str) -> None:
    period = span_of(key)
    assert (kind_of(key), period.first, period.last, period.cutoff) == (kind, first, last, last)
    assert (key_before(key), key_last_year(key)) == (before, year_ago)
    assert is_key(key)
    if kind is not ReportKind.ON_DEMAND:
        assert key_on(kind, first) == key_on(kind, last) == key


@given(st.sampled_from([MONTHLY, QUARTERLY, HALF, YEARLY]), st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_times_follow_each_other_without_gap(kind: ReportKind, day: date) -> None:
    key = key_on(kind, day)
    assert span_of(key).first <= day <= span_of(key).last
    assert span_of(key_before(key)).last + timedelta(days=1) == span_of(key).first
    assert span_of(key_last_year(key)).last.year == span_of(key).last.year - 1


@pytest.mark.parametrize(
    "typed",
    ["2026-13", "2026-0", "26-10", "", "tháng 10", "2026-Q5", "2026-H3", "0000", "2026-10-01", "2026-10-20_2026-10-01"],
)
def test_what_is_no_key(typed: str) -> None:
    assert not is_key(typed)
    with pytest.raises(ValueError, match=f"^{typed}$"):
        kind_of(typed)


def test_times_as_they_are_said() -> None:
    found = {key: said(key) for key in ("2026-10", "2026-Q4", "2026-H2", "2026", "2026-10-01_2026-10-20")}
    assert [(m.id, dict(m.values)) for m in found.values()] == [
        ("month {month}/{year}", {"month": "10", "year": 2026}),
        ("quarter {quarter}/{year}", {"quarter": "IV", "year": 2026}),
        ("last 6 months of {year}", {"year": 2026}),
        ("year {year}", {"year": 2026}),
        ("the days from {first} to {last}", {"first": "01/10/2026", "last": "20/10/2026"}),
    ]


@pytest.mark.parametrize(
    ("kind", "first", "today", "expected"),
    [
        (MONTHLY, date(2026, 10, 5), date(2026, 12, 1), ["2026-12", "2026-11", "2026-10"]),
        (MONTHLY, date(2026, 12, 1), date(2027, 1, 31), ["2027-01", "2026-12"]),
        (MONTHLY, None, date(2026, 11, 22), ["2026-11"]),
        (MONTHLY, date(2027, 1, 1), date(2026, 11, 22), []),
        (QUARTERLY, date(2026, 5, 5), date(2026, 11, 22), ["2026-Q4", "2026-Q3", "2026-Q2"]),
        (HALF, date(2025, 12, 31), date(2026, 11, 22), ["2026-H2", "2026-H1", "2025-H2"]),
        (YEARLY, date(2025, 12, 31), date(2026, 11, 22), ["2026", "2025"]),
        (ReportKind.ON_DEMAND, date(2026, 1, 1), date(2026, 11, 22), []),
    ],
)
def test_times_a_report_can_be_made_for(kind: ReportKind, first: date | None, today: date, expected: list[str]) -> None:
    assert keys_open(kind, first, today) == expected


LIMITS = [
    Limit(name="quarterly_report", value=5, unit="day_of_month"),
    Limit(name="half_year_report", value=15, unit="day_of_month", choice="06-15"),
    Limit(name="yearly_report", value=15, unit="day_of_month", choice="12-15"),
]


@pytest.mark.parametrize(
    ("key", "report_day", "expected"),
    [
        ("2026-10", 25, date(2026, 10, 25)),
        ("2026-02", 31, date(2026, 2, 28)),
        ("2026-12", 5, date(2027, 1, 5)),
        ("2026-Q4", 25, date(2027, 1, 5)),
        ("2026-H1", 25, date(2026, 6, 15)),
        ("2026-H2", 25, date(2026, 12, 15)),
        ("2026", 25, date(2026, 12, 15)),
        ("2026-10-01_2026-10-20", 25, None),
    ],
)
def test_when_reports_are_due(key: str, report_day: int, expected: date | None) -> None:
    assert due_on(kind_of(key), key, LIMITS, samples.facility(report_day=report_day)) == expected


def test_without_a_limit_nothing_is_due() -> None:
    assert due_on(YEARLY, "2026", [], samples.facility()) is None


def test_data_must_have_ended() -> None:
    period = span_of("2026-10")
    assert problem_with_closing(period, date(2026, 10, 31)) is None
    early = problem_with_closing(period, date(2026, 10, 30))
    assert early is not None
    assert early.values == {"day": "31/10/2026"}


def test_a_report_never_goes_back_to_an_earlier_signature() -> None:
    after = {ReportState.SIGNED, ReportState.SIGNED_IN_INK, ReportState.SENT, ReportState.ACKNOWLEDGED}
    before = {ReportState.CLOSED, ReportState.NUMBERED, ReportState.PREPARER_SIGNED}
    assert not any(may_become(late, early) for late in after for early in before)
    assert not MOVES[ReportState.SUPERSEDED]
    assert all(may_become(state, ReportState.REOPENED) for state in after | before if MOVES[state])
    assert MOVES[ReportState.REOPENED] == {ReportState.SUPERSEDED}
    assert all(may_become(state, ReportState.SUPERSEDED) for state in ReportState if MOVES[state])
    assert not may_become(ReportState.PREPARER_SIGNED, ReportState.NUMBERED)
