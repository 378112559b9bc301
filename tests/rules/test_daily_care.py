"""The care grid: what stands in a cell, when a shift is due and done, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from carebook.records.care_plans import HelpLevel
from carebook.records.daily_care import CareEntry
from carebook.rules.daily_care import Given, as_planned, given, is_done, is_due, problems_in_care
from carebook.rules.shifts import Duty, Shift

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam
MORNING = Duty(DAY, Shift("morning", "Ca sáng", time(6), time(14)))
NIGHT = Duty(DAY, Shift("night", "Ca đêm", time(22), time(6)))
PLAN = {"eating": HelpLevel.PARTLY, "walking": HelpLevel.SELF}


def entry(**more: object) -> CareEntry:
    values = {"episode_id": "e", "duty_on": DAY, "shift": "morning", "done_by_id": "d"}
    return CareEntry(**values | more)  # type: ignore[arg-type]


ALL = entry()
REFUSED = entry(kind="eating", not_done="refused")


def test_a_cell_shows_the_exception_else_the_plan_and_never_more_than_was_written() -> None:
    assert given("eating", PLAN, ()) == Given(None, HelpLevel.PARTLY)
    assert given("eating", PLAN, (ALL,)) == Given(HelpLevel.PARTLY, HelpLevel.PARTLY)
    assert given("eating", PLAN, (REFUSED, ALL)) == Given(None, HelpLevel.PARTLY, "refused", REFUSED)
    assert given("bathing", PLAN, (ALL,)) == Given()  # not planned: "as planned" says nothing of it
    assert not given("eating", PLAN, ()).is_written
    assert given("eating", PLAN, (REFUSED,)).is_written
    assert as_planned((REFUSED, ALL)) is ALL
    assert as_planned((REFUSED,)) is None


@pytest.mark.parametrize(
    ("plan", "entries", "due", "done"),
    [
        ({}, (), False, False),
        ({"walking": HelpLevel.SELF}, (), False, False),
        (PLAN, (), True, False),
        (PLAN, (ALL,), True, True),
        (PLAN, (REFUSED,), True, False),
        (PLAN, (REFUSED, entry(kind="walking", level=HelpLevel.SELF)), True, True),
        ({}, (REFUSED,), False, True),
    ],
)
def test_when_a_shift_is_due_and_done(plan, entries, due, done) -> None:
    assert (is_due(plan), is_done(plan, entries)) == (due, done)


@pytest.mark.parametrize(
    ("row", "duty", "plan", "fields"),
    [
        (ALL, MORNING, PLAN, []),
        (REFUSED, MORNING, {}, []),
        (entry(kind="eating", level=HelpLevel.FULLY), MORNING, {}, []),
        (ALL, MORNING, {}, ["kind"]),
        (ALL, None, PLAN, ["shift"]),
        (ALL, NIGHT, PLAN, ["duty_on"]),
        (ALL, Duty(DAY - timedelta(days=63), MORNING.shift), PLAN, ["duty_on"]),
        (ALL, Duty(date(1026, 11, 22), MORNING.shift), PLAN, ["duty_on"]),
        (entry(done_by_id=None), MORNING, PLAN, ["done_by_id"]),
        (entry(level=HelpLevel.SELF), MORNING, PLAN, ["kind"]),
        (entry(kind="eating"), MORNING, PLAN, ["level"]),
        (entry(kind="eating", level=HelpLevel.SELF, not_done="away"), MORNING, PLAN, ["not_done"]),
        (entry(kind="flying", level=HelpLevel.SELF), MORNING, PLAN, ["kind"]),
        (entry(kind="eating", not_done="lazy"), MORNING, PLAN, ["not_done"]),
        (entry(note="x" * 20_001), MORNING, PLAN, ["note"]),
    ],
)
def test_what_is_refused(row, duty, plan, fields) -> None:
    assert [
        one.field
        for one in problems_in_care(row, duty, plan, now=NOW, kinds={"eating", "walking"}, reasons={"refused", "away"})
    ] == fields
