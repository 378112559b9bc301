"""When measures are due by the monitoring plan, what answers them, and what a plan must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.dates import clock
from carebook.records.monitoring import MonitoringPlan
from carebook.rules.monitoring import (
    answers,
    default_monitoring,
    due_rounds,
    frequency_of,
    is_in_force,
    problems_in_monitoring,
    round_at,
)
from carebook.rules.shifts import shifts_of
from tests.daily_samples import TODAY, daily_codes, moment, monitoring
from tests.samples import episode

CODES = daily_codes()
SHIFTS = shifts_of(daily_codes("shift"))
NINE = moment(9)
YESTERDAY = TODAY - timedelta(days=1)


def due(plan: MonitoringPlan, last: datetime | None = None, day: date = TODAY, now: datetime = NINE) -> list[str]:
    found = due_rounds(plan, CODES, last, day, shifts=SHIFTS, now=now)
    return [f"{one.round or '-'} {one.duty_on:%d/%m} {clock(one.at)}" for one in found]


@pytest.mark.parametrize(
    ("frequency", "last", "expected"),
    [
        ("daily", None, ["morning 22/11 07:00"]),
        ("daily", moment(7), ["morning 22/11 07:00"]),
        ("twice_daily", None, ["morning 22/11 07:00", "afternoon 22/11 16:00"]),
        ("each_shift", None, ["morning 22/11 07:00", "afternoon 22/11 16:00", "night 22/11 02:00"]),
        ("as_needed", None, []),
        ("no_such_word", None, []),
        ("weekly", moment(7, 0, date(2026, 11, 15)), ["morning 22/11 07:00"]),
        ("weekly", moment(7, 0, date(2026, 11, 16)), []),
        ("weekly", moment(7, 0, date(2026, 11, 10)), ["morning 17/11 07:00"]),
        ("weekly", None, ["morning 05/01 07:00"]),
        ("monthly", moment(7, 0, date(2026, 10, 22)), ["morning 22/11 07:00"]),
        ("monthly", moment(7, 0, date(2026, 10, 23)), []),
        ("half_yearly", moment(7, 0, date(2026, 5, 1)), ["morning 01/11 07:00"]),
        ("every_2_hours", None, ["- 22/11 06:00"]),
        ("every_2_hours", moment(8, 15), ["- 22/11 10:15"]),
        ("every_2_hours", moment(23, 0, YESTERDAY), ["- 22/11 06:00"]),
    ],
)
def test_what_is_due_on_a_day(frequency: str, last: datetime | None, expected: list[str]) -> None:
    assert due(monitoring("e", frequency=frequency), last) == expected


def test_a_plan_holds_from_its_first_day_until_the_day_it_ends() -> None:
    plan = monitoring("e", from_on=YESTERDAY, to_on=TODAY)
    assert [is_in_force(plan, YESTERDAY + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, False]
    assert due(plan) == []
    assert due(replace(plan, withdrawn_at=moment(8)), day=YESTERDAY) == []
    assert due(monitoring("e", rounds=("evening",))) == ["evening 22/11 20:00"]
    assert due(monitoring("e", frequency="every_2_hours"), now=moment(5)) == []


def test_a_round_in_the_small_hours_belongs_to_the_night_before() -> None:
    night = round_at("night", TODAY, CODES, SHIFTS)
    assert night == moment(2, 0, TODAY + timedelta(days=1))
    assert round_at("morning", TODAY, CODES, SHIFTS) == moment(7)
    assert round_at("tea", TODAY, CODES, SHIFTS) is None
    assert round_at("night", TODAY, CODES, ()) == moment(2)


def test_what_answers_a_round() -> None:
    (morning,) = due_rounds(monitoring("e"), CODES, None, TODAY, shifts=SHIFTS, now=moment(9))
    assert answers(morning, "morning", TODAY, moment(7, 30))
    assert not answers(morning, "evening", TODAY, moment(7, 30))
    assert answers(morning, None, TODAY, moment(8, 59))
    assert not answers(morning, None, TODAY, moment(9, 1))
    (overdue,) = due_rounds(monitoring("e", frequency="weekly"), CODES, None, TODAY, shifts=SHIFTS, now=moment(9))
    assert answers(overdue, "evening", TODAY, moment(20))
    assert answers(overdue, None, TODAY, moment(20))


def test_the_default_of_a_care_level_is_offered_as_rows() -> None:
    rows = default_monitoring("total", "e", TODAY, CODES, set_by_id="n")
    assert [(one.measure, one.frequency) for one in rows] == [
        ("pulse", "daily"),
        ("temperature", "daily"),
        ("blood_pressure", "daily"),
        ("weight", "monthly"),
        ("stool", "daily"),
        ("turning", "every_2_hours"),
    ]
    assert {(one.episode_id, one.from_on, one.set_by_id, one.id) for one in rows} == {("e", TODAY, "n", "")}
    assert default_monitoring("no_such_level", "e", TODAY, CODES) == ()
    assert [frequency_of(one, CODES).months for one in rows] == [0, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("plan", "fields"),
    [
        (monitoring("e"), []),
        (monitoring("e", "nothing"), ["measure"]),
        (monitoring("e", frequency="never"), ["frequency"]),
        (monitoring("e", frequency="as_needed", rounds=("morning",)), ["rounds"]),
        (monitoring("e", rounds=("tea",)), ["rounds"]),
        (monitoring("e", from_on=None), ["from_on"]),
        (monitoring("e", from_on=date(2025, 12, 31)), ["from_on"]),
        (monitoring("e", to_on=date(2026, 1, 4)), ["to_on"]),
        (monitoring("e", low=160.0, high=150.0), ["high"]),
        (monitoring("e", high=400.0), ["high"]),
        (monitoring("e", high_second=400.0), ["high_second"]),
        (monitoring("e", "pulse", high_second=100.0), ["high_second"]),
        (monitoring("e", because="n" * 2001), ["because"]),
    ],
)
def test_what_a_row_of_a_plan_must_say(plan: MonitoringPlan, fields: list[str]) -> None:
    found = {one.code: one for one in CODES if one.list_name in ("measure", "monitoring_frequency")}
    problems = problems_in_monitoring(
        plan,
        stay=episode("p", id="e"),
        measure=found.get(plan.measure),
        frequency=found.get(plan.frequency),
        rounds=[one.code for one in CODES if one.list_name == "care_round"],
    )
    assert [one.field for one in problems] == fields
