"""The indicators of case management: who counts in the denominator, who in the numerator, and the share."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.case_history import CaseHistory, PlanSpan, ReviewDone, ServiceSpan
from carebook.records.figures import Column, Line, Period, Row, RowKind, Table
from carebook.records.stay_facts import StayFacts
from carebook.rules.indicators import DONE, OF, PLAN_COVERAGE, REVIEW_ON_TIME, SHARE, table
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def day(number: int, month: int = 10) -> date:
    return date(2026, month, number)


def shares(*pairs: tuple[StayFacts, CaseHistory], **more: Any) -> Table:
    cases = {case.episode_id: case for _stay, case in pairs}
    return table([one for one, _case in pairs], cases, OCTOBER, codes(), limits(), **more)


def case(number: int = 1, **facts: Any) -> CaseHistory:
    return CaseHistory(f"e{number}", **facts)


def counted(made: Table, row: str) -> tuple[int | None, int | None]:
    return made.cell(row, DONE), made.cell(row, OF)


# Ten working days after Monday 12 October are over on Monday 26 October.
@pytest.mark.parametrize(
    ("start_on", "plans", "expected"),
    [
        (day(1, 1), (), (0, 1)),
        (day(1, 1), (PlanSpan(1, day(2, 2)),), (1, 1)),
        (day(1, 1), (PlanSpan(1, day(2, 2), day(20)),), (0, 1)),
        (day(1, 1), (PlanSpan(1, day(1, 11)),), (0, 1)),
        (day(16), (), (0, 1)),
        (day(19), (), (0, 0)),
        (day(30), (PlanSpan(1, day(31)),), (0, 0)),
    ],
)
def test_plan_coverage_counts_stays_longer_than_ten_working_days(
    start_on: date, plans: tuple[PlanSpan, ...], expected: tuple[int, int]
) -> None:
    made = shares((stay(start_on=start_on), case(plans=plans)))
    assert counted(made, PLAN_COVERAGE) == expected


def test_review_on_time() -> None:
    done = (ReviewDone(day(5), day(5)), ReviewDone(day(9), day(12)), ReviewDone(None, day(20)))
    made = shares((stay(), case(reviews=done, next_review_on=day(30))))
    assert counted(made, REVIEW_ON_TIME) == (1, 3)


def test_service_coverage_is_told_for_each_group() -> None:
    served = case(services=(ServiceSpan("health_care", day(1, 9)),))
    over = case(2, services=(ServiceSpan("health_care", day(1, 8), day(1, 10)),))
    child = stay(3, "child_orphan_both")
    made = shares((stay(), served), (stay(2), over), (child, case(3)))
    assert counted(made, "service_coverage.social_elderly") == (1, 2)
    assert counted(made, "service_coverage.social_children") == (0, 1)
    (lacking,) = [line for line in made.people("service_coverage.social_elderly", OF) if DONE not in line.columns]
    assert "chưa có dịch vụ" in lacking.detail


def test_a_share_of_nothing_is_not_computed() -> None:
    made = shares()
    share = next(column for column in made.columns if column.code == SHARE)
    assert made.value(PLAN_COVERAGE, share) is None


@given(part=st.integers(0, 300), more=st.integers(0, 300))
def test_a_share_lies_between_nothing_and_all(part: int, more: int) -> None:
    whole = part + more
    share = Column("share", "Tỷ lệ", share_of=("a", "b"))
    made = Table(
        "X",
        "",
        (Column("a", ""), Column("b", ""), share),
        (Row("r", "", RowKind.PART),),
        tuple(stay_line for n in range(whole) for stay_line in shares_line(n, ("a", "b") if n < part else ("b",))),
    )
    value = made.value("r", share)
    assert (value is None) == (whole == 0)
    if value is not None:
        assert 0 <= value <= 100
        assert abs(value - 100 * part / whole) <= 0.05 + 1e-9
    assert Table.from_json(made.to_json()).figures() == made.figures()


def shares_line(number: int, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return (Line("r", columns, f"p{number}", f"e{number}"),)
