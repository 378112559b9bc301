"""Which days a month's report speaks of, and which way its state may go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.periods import ReportState
from carebook.rules.periods import MOVES, may_become, month_before, month_of, period_of, problem_with_closing

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
    period = period_of(month, start_day, cutoff)
    assert (period.first, period.last, period.cutoff) == expected


@given(MONTHS, st.integers(1, 31))
def test_months_follow_each_other_without_gap(month: str, start_day: int) -> None:
    assert period_of(month_before(month), start_day).last + timedelta(days=1) == period_of(month, start_day).first


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("2026-10", (2026, 10)), ("2026-13", None), ("2026-0", None), ("26-10", None), ("", None), ("tháng 10", None)],
)
def test_months_as_written(typed: str, expected: tuple[int, int] | None) -> None:
    assert month_of(typed) == expected


def test_data_must_have_ended() -> None:
    period = period_of("2026-10")
    assert problem_with_closing(period, date(2026, 10, 31)) is None
    early = problem_with_closing(period, date(2026, 10, 30))
    assert early is not None
    assert early.values == {"day": "31/10/2026"}


def test_a_report_never_goes_back_to_an_earlier_signature() -> None:
    after = {ReportState.SIGNED, ReportState.SIGNED_IN_INK, ReportState.SENT, ReportState.ACKNOWLEDGED}
    before = {ReportState.CLOSED, ReportState.NUMBERED, ReportState.PREPARER_SIGNED}
    assert not any(may_become(late, early) for late in after for early in before)
    assert not MOVES[ReportState.SUPERSEDED]
    assert all(may_become(state, ReportState.SUPERSEDED) for state in ReportState if MOVES[state])
    assert not may_become(ReportState.PREPARER_SIGNED, ReportState.NUMBERED)
