"""Which reports call, from when on, and when they are done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.periods import ReportState
from carebook.rules import permissions, report_due
from carebook.rules.due import TITLES
from carebook.rules.periods import kind_of, span_of
from carebook.rules.report_due import Made
from tests import samples
from tests.stay_samples import limits


def asked(today: date, *made: Made, **facility: Any) -> list[tuple[str, date | None, str]]:
    given = samples.facility(**{"records_complete_from": date(2026, 1, 1), "report_day": 25, **facility})
    found = report_due.due(made, given, today=today, limits=limits())
    return [(item.detail, item.due_on, item.action) for item in found]


def made(key: str, state: ReportState = ReportState.SIGNED) -> Made:
    return Made(kind_of(key), key, span_of(key).first, state)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 17), [("2026-H1", date(2026, 6, 15)), ("2026-10", date(2026, 10, 25))]),
        (date(2026, 11, 18), [("2026-H1", date(2026, 6, 15)), ("2026-11", date(2026, 11, 25))]),
        (date(2026, 6, 7), [("2026-05", date(2026, 5, 25))]),
        (date(2026, 6, 8), [("2026-05", date(2026, 5, 25)), ("2026-H1", date(2026, 6, 15))]),
        (
            date(2026, 12, 8),
            [("2026-11", date(2026, 11, 25)), ("2026", date(2026, 12, 15)), ("2026-H2", date(2026, 12, 15))],
        ),
    ],
)
def test_the_newest_of_each_kind_calls_a_week_before_its_day(today: date, expected: list[tuple[str, date]]) -> None:
    found = asked(today)
    assert sorted((key, day) for key, day, _action in found) == sorted(expected)
    assert [day for _key, day, _action in found] == sorted(day for _key, day in expected)


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (ReportState.REOPENED, "close_period"),
        (ReportState.CLOSED, "sign_as_head"),
        (ReportState.NUMBERED, "sign_as_head"),
        (ReportState.PREPARER_SIGNED, "sign_as_head"),
        (ReportState.SIGNED, ""),
        (ReportState.SIGNED_IN_INK, ""),
        (ReportState.SENT, ""),
        (ReportState.ACKNOWLEDGED, ""),
    ],
)
def test_a_report_calls_until_it_is_signed(state: ReportState, action: str) -> None:
    found = asked(date(2026, 11, 20), made("2026-H1"), made("2026-11", state))
    assert found == ([("2026-11", date(2026, 11, 25), action)] if action else [])
    assert not action or action in permissions.DEEDS


def test_older_ones_call_from_the_first_that_was_closed() -> None:
    there = [made("2026-H1"), made("2026-08"), made("2026-10")]
    assert [key for key, _day, _action in asked(date(2026, 11, 20), *there)] == ["2026-09", "2026-11"]


def test_quarters_call_where_quarters_are_made() -> None:
    there = [made("2026-H1"), made("2026-10"), made("2026-Q1")]
    found = asked(date(2026, 11, 1), *there)
    assert [key for key, _day, _action in found] == ["2026-Q2", "2026-Q3"]


def test_nothing_before_the_book_and_nothing_without_a_beginning() -> None:
    assert asked(date(2026, 11, 20), records_complete_from=None) == []
    assert asked(date(2026, 11, 2), records_complete_from=date(2026, 11, 1)) == []


def test_the_law_is_named_where_it_asks() -> None:
    given = samples.facility(records_complete_from=date(2026, 1, 1))
    found = report_due.due([], given, today=date(2026, 11, 20), limits=limits())
    assert {item.detail: item.by_law for item in found} == {"2026-H1": True, "2026-11": False}
    assert report_due.KIND in TITLES
    assert all(item.person_id is None and item.page == "reports" for item in found)
