"""Working days round Tết, swapped days and the center's own days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.codes import HolidayRow
from carebook.rules.calendar import add_working_days, holiday_name, is_working_day, months_after, working_days_between

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam
        (date(2026, 2, 17), False),  # Tết
        (date(2030, 2, 2), False),  # Tết by Vietnamese time, a Saturday
        (date(2026, 4, 27), False),  # instead of Giỗ Tổ on a Sunday
        (date(2026, 8, 31), False),  # swapped
        (date(2026, 8, 22), True),  # the Saturday worked for it
        (date(2026, 9, 2), False),
    ],
)
def test_public_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_the_names_are_vietnamese() -> None:
    assert holiday_name(date(2026, 2, 17)) == "Tết Nguyên Đán"
    assert holiday_name(date(2026, 11, 20)) == ""


def test_the_centers_own_days_decide() -> None:
    free = HolidayRow(day=date(2026, 11, 20), name="Ngày thành lập cơ sở")
    worked = HolidayRow(day=date(2026, 11, 21), working=True)
    struck = HolidayRow(day=date(2026, 11, 19), withdrawn_at=datetime(2026, 11, 1, tzinfo=UTC))
    own = (free, worked, struck)
    assert not is_working_day(date(2026, 11, 20), own)
    assert is_working_day(date(2026, 11, 21), own)
    assert is_working_day(date(2026, 11, 19), own)
    assert holiday_name(date(2026, 11, 20), own) == "Ngày thành lập cơ sở"
    assert add_working_days(date(2026, 11, 18), 3, iter(own)) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 2), 10, date(2026, 11, 16)),
        (date(2026, 2, 12), 10, date(2026, 3, 5)),  # over Tết
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_adding_working_days(day: date, n: int, expected: date) -> None:
    assert add_working_days(day, n) == expected


@given(DAYS, st.integers(1, 40))
def test_adding_and_counting_agree(day: date, n: int) -> None:
    end = add_working_days(day, n)
    assert is_working_day(end)
    assert working_days_between(day, end) == n
    assert working_days_between(end, day) == -n
    assert working_days_between(day, end - timedelta(days=1)) == n - 1


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_so_many_months_later(day, months, later):
    assert months_after(day, months) == later
