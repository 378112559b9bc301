"""Reading what was measured, its limits by age and person, alerts, reasons, weights over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate, age_on
from carebook.records.codes import Code
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.rules.observations import (
    AlertLevel,
    Grounds,
    Limits,
    Reading,
    alert_of,
    bmi,
    bmi_band,
    fluid_balance,
    limits_for,
    muac_band,
    no_stool_days,
    problems_in_observation,
    reading_of,
    said_reading,
    unusual_reasons,
    weight_change,
    words_of,
)
from carebook.rules.problem import Problem
from tests.daily_samples import TODAY, daily_codes, moment, monitoring, observation
from tests.samples import episode

CODES = daily_codes()
MEASURES = {one.code: one for one in CODES if one.list_name == "measure"}
NOW = moment(9)


def read(text: str, measure: str) -> Any:
    found = reading_of(text, MEASURES[measure], CODES)
    return found.message.id if isinstance(found, Problem) else found


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("36,5", "temperature", Reading(36.5)),
        ("36.5", "temperature", Reading(36.5)),
        (" 38 °C", "temperature", Reading(38.0)),
        ("38 độ", "temperature", Reading(38.0)),
        ("37,55", "temperature", "{measure} has at most {n} digits after the comma."),
        ("72", "pulse", Reading(72.0)),
        ("７２", "pulse", Reading(72.0)),
        ("72,5", "pulse", "{measure} is a whole number."),
        ("400", "pulse", "{measure} {value} is outside of what can be measured ({least}–{most})."),
        ("-72", "pulse", "{measure} {value} is outside of what can be measured ({least}–{most})."),
        ("abc", "pulse", "“{typed}” cannot be read as a number."),
        ("72 🙂", "pulse", "“{unit}” is no unit of {measure}."),
        ("", "pulse", "Type what was measured."),
        ("72\t120/80", "pulse", "“{typed}” cannot be read as a number."),
        ("1" + "0" * 27, "blood_sugar", "“{typed}” cannot be read as a number."),
        ("7" * 10_000, "pulse", "“{typed}” cannot be read as a number."),
        ("120/80", "blood_pressure", Reading(120.0, 80.0)),
        ("120 / 80 mmHg", "blood_pressure", Reading(120.0, 80.0)),
        ("120", "blood_pressure", "“{typed}” cannot be read; type {measure} like 120/80."),
        ("80/120", "blood_pressure", "The upper pressure must be higher than the lower one; {value} is written."),
        ("120/10", "blood_pressure", "{measure} {value} is outside of what can be measured ({least}–{most})."),
        ("12/8", "blood_pressure", "{measure} {value} is outside of what can be measured ({least}–{most})."),
        ("120/80", "pulse", "“{typed}” cannot be read as a number."),
        ("180 mg/dL", "blood_sugar", Reading(10.0)),
        ("180mg", "blood_sugar", Reading(10.0)),
        ("10,1 mmol/L", "blood_sugar", Reading(10.1)),
        ("180", "blood_sugar", "{measure} {value} is outside of what can be measured ({least}–{most})."),
        ("1,65 m", "height", Reading(165.0)),
        ("12,4 cm", "muac", Reading(124.0)),
        ("3250 g", "weight", Reading(3.2)),
        ("1,5 l", "fluid_in", Reading(1500.0)),
        ("1.500", "fluid_in", Reading(1500.0)),
        ("0", "stool", Reading(0.0)),
        ("p", "consciousness", Reading(word="pain_only")),
        ("Tỉnh (A)", "consciousness", Reading(word="alert")),
        ("P", "turning", Reading(word="right")),
        ("x", "turning", "Type one of these keys: {keys}."),
        ("a", "turning", "Type one of these keys: {keys}."),
    ],
)
def test_what_is_typed_is_read_or_refused_with_a_sentence(text: str, measure: str, expected: object) -> None:
    assert read(text, measure) == expected


@given(st.text(max_size=30), st.sampled_from(sorted(MEASURES)))
def test_whatever_is_typed_is_a_possible_value_or_a_problem(text: str, measure: str) -> None:
    found = reading_of(text, MEASURES[measure], CODES)
    if isinstance(found, Reading) and found.value is not None:
        extra = MEASURES[measure].extra
        assert extra["least"] <= found.value <= extra["most"]
        assert reading_of(said_reading(found, MEASURES[measure]), MEASURES[measure]) == found


def test_a_value_is_said_with_its_unit_and_a_word_in_words() -> None:
    said = [
        said_reading(Reading(120.0, 80.0), MEASURES["blood_pressure"]),
        said_reading(Reading(38.0), MEASURES["temperature"]),
        said_reading(Reading(38.0), MEASURES["temperature"], unit=False),
        said_reading(Reading(3.0), MEASURES["pain"]),
        said_reading(Reading(word="pain_only"), MEASURES["consciousness"], CODES),
        said_reading(Reading(), MEASURES["pulse"]),
        said_reading(Reading(1500.0), MEASURES["fluid_in"]),
    ]
    space = "\N{NO-BREAK SPACE}"
    assert said == [
        f"120/80{space}mmHg",
        f"38,0{space}°C",
        "38,0",
        "3",
        "Đáp ứng khi đau (P)",
        "",
        f"1.500{space}ml",
    ]
    assert [one.code for one in words_of(MEASURES["consciousness"], CODES)] == [
        "alert",
        "voice",
        "pain_only",
        "unresponsive",
    ]


@pytest.mark.parametrize(
    ("born", "measure", "low", "above", "group"),
    [
        ("2026-10-01", "pulse", 100, 180, "to_3_months"),
        ("2026-10-01", "breathing", 30, 60, "to_3_months"),
        ("2026-08-22", "pulse", 90, 170, "to_12_months"),
        ("2024-01-01", "pulse", 80, 150, "to_4_years"),
        ("2022", "pulse", 70, 130, "to_7_years"),
        ("2014-01-01", "pulse", 60, 120, "to_13_years"),
        ("2013-11-22", "pulse", 50, 110, ""),
        ("1945", "pulse", 50, 110, ""),
        ("2024-01-01", "temperature", 35.5, None, ""),
        ("?", "pulse", 50, 110, ""),
    ],
)
def test_children_have_limits_of_their_age(born: str, measure: str, low: float, above: float, group: str) -> None:
    limits = limits_for(MEASURES[measure], born=PartialDate.from_text(born), day=TODAY, codes=CODES)
    assert (limits.low, limits.above, limits.group) == (low, above, group)


def test_the_limits_of_a_person_replace_the_usual_ones_side_by_side() -> None:
    oxygen = limits_for(MEASURES["oxygen"], day=TODAY, plan=monitoring("e", "oxygen", low=88.0), codes=CODES)
    assert (oxygen.low, oxygen.high, oxygen.own, oxygen.least) == (88.0, None, True, 50)
    pressure = limits_for(MEASURES["blood_pressure"], day=TODAY, plan=monitoring("e", high=160.0), codes=CODES)
    assert (pressure.low, pressure.high, pressure.second_high, pressure.urgent) == (90, 160.0, 90, 180)
    lasting = limits_for(MEASURES["blood_pressure"], day=TODAY, plan=monitoring("e", high=190.0), codes=CODES)
    assert alert_of(Reading(185.0, 80.0), lasting) is None  # known to be so high: neither told nor told at once
    child = limits_for(
        MEASURES["pulse"],
        born=PartialDate.from_text("2024-01-05"),
        day=TODAY,
        plan=monitoring("e", "pulse", high=160.0),
        codes=CODES,
    )
    assert (child.low, child.high, child.above) == (80, 160.0, None)
    untouched = limits_for(MEASURES["pulse"], day=TODAY, plan=monitoring("e", "pulse"), codes=CODES)
    assert not untouched.own


@pytest.mark.parametrize(
    ("measure", "value", "level", "side"),
    [
        ("pulse", Reading(49.0), AlertLevel.ALERT, "low"),
        ("pulse", Reading(50.0), None, ""),
        ("pulse", Reading(110.0), None, ""),
        ("pulse", Reading(111.0), AlertLevel.ALERT, "high"),
        ("temperature", Reading(37.4), None, ""),
        ("temperature", Reading(37.5), AlertLevel.NOTICE, "high"),
        ("temperature", Reading(38.0), AlertLevel.ALERT, "high"),
        ("blood_pressure", Reading(139.0, 89.0), None, ""),
        ("blood_pressure", Reading(140.0, 80.0), AlertLevel.ALERT, "high"),
        ("blood_pressure", Reading(120.0, 59.0), AlertLevel.ALERT, "low"),
        ("blood_pressure", Reading(150.0, 110.0), AlertLevel.URGENT, "high"),
        ("oxygen", Reading(93.0), AlertLevel.ALERT, "low"),
        ("blood_sugar", Reading(11.1), None, ""),
        ("blood_sugar", Reading(11.2), AlertLevel.ALERT, "high"),
        ("pain", Reading(4.0), AlertLevel.ALERT, "high"),
        ("consciousness", Reading(word="alert"), None, ""),
        ("consciousness", Reading(word="voice"), AlertLevel.ALERT, "word"),
        ("turning", Reading(word="left"), None, ""),
        ("pulse", Reading(), None, ""),
    ],
)
def test_alerts_at_their_edges(measure: str, value: Reading, level: AlertLevel | None, side: str) -> None:
    alert = alert_of(value, limits_for(MEASURES[measure], day=TODAY, codes=CODES))
    assert (alert.level if alert else None, alert.side if alert else "") == (level, side)
    if value.value is not None and value.value_second is None:
        assert alert_of(value.value, limits_for(MEASURES[measure], day=TODAY, codes=CODES)) == alert


def grounds(*plans: MonitoringPlan, weights: list[tuple[date, float]] | None = None, born: str = "1945") -> Grounds:
    earlier = [(f"w{place}", moment(7, 0, day), kg) for place, (day, kg) in enumerate(weights or [])]
    return Grounds(TODAY, CODES, 5, 10, PartialDate.from_text(born), plans, earlier)


def wrong(one: Observation, against: Grounds | None = None) -> list[str]:
    against = against or grounds()
    stay = episode("p", id="e", end_on=None)
    one = replace(one, done_by_id=one.done_by_id or "nurse")
    return [p.field for p in problems_in_observation(one, against.measured(one), stay=stay, now=NOW)]


@pytest.mark.parametrize(
    ("one", "fields"),
    [
        (observation("e"), []),
        (observation("e", measure="nothing"), ["measure"]),
        (observation("e", value=None, value_second=None), ["value"]),
        (observation("e", value_second=None), ["value"]),
        (observation("e", value=80.0, value_second=120.0), ["value"]),
        (observation("e", "pulse", value=400.0), ["value"]),
        (observation("e", "pulse", value=72.0, value_second=1.0), ["value"]),
        (observation("e", "pulse", word="alert"), ["value"]),
        (observation("e", "consciousness", word="left"), ["value"]),
        (observation("e", "pulse", not_done="refused"), []),
        (observation("e", "pulse", not_done="holiday"), ["not_done"]),
        (observation("e", "pulse", value=72.0, not_done="refused"), ["not_done"]),
        (observation("e", value=150.0), ["unusual_because"]),
        (observation("e", value=150.0, unusual_because="usual_for_person"), []),
        (observation("e", value=150.0, unusual_because="oedema"), ["unusual_because"]),
        (observation("e", value=150.0, unusual_because="other"), ["note"]),
        (observation("e", value=150.0, unusual_because="other", note="sau khi khóc"), []),
        (observation("e", taken_at=moment(9, 2)), ["taken_at"]),
        (observation("e", taken_at=moment(9, 0) + timedelta(seconds=50)), []),
        (observation("e", taken_at=None), ["taken_at"]),
        (observation("e", taken_at=moment(7, 0, date(2025, 1, 1)), duty_on=date(2025, 1, 1)), ["taken_at"]),
        (observation("e", duty_on=date(2026, 11, 20)), ["taken_at"]),
        (observation("e", duty_on=date(2026, 11, 21), taken_at=moment(2)), []),
        (observation("e", note="n" * 2001), ["note"]),
    ],
)
def test_what_stands_against_writing_an_observation_down(one: Observation, fields: list[str]) -> None:
    assert wrong(one) == fields


def test_a_weight_far_from_the_last_ones_asks_its_own_reasons() -> None:
    weighed = observation("e", "weight", value=43.3)
    against = grounds(weights=[(date(2026, 10, 23), 46.0)])
    (problem,) = problems_in_observation(
        replace(weighed, done_by_id="n"), against.measured(weighed), stay=episode("p", id="e"), now=NOW
    )
    why = problem.message.values["unusual"]
    assert (why.id, why.values) == (
        "Weighs {now} kg, {percent} % less in {days} days.",
        {"now": "43,3", "percent": "5,9", "days": 30},
    )
    assert problem.message.values["keys"].startswith("1 Đã cân lại · 2 Cân khác · 3 Phù, mất nước · 4 Lý do khác")
    assert wrong(replace(weighed, unusual_because="weighed_again"), against) == []
    assert wrong(observation("e", "weight", value=49.0), grounds(weights=[(date(2026, 10, 23), 46.0)])) != []
    assert (
        wrong(observation("e", "weight", value=9.0), grounds(weights=[(date(2026, 10, 23), 8.0)], born="2026-01")) == []
    )


def test_every_measure_has_reasons_on_keys_of_their_own() -> None:
    for measure in MEASURES:
        keys = [one.extra["key"] for one in unusual_reasons(measure, CODES)]
        assert len(keys) == len(set(keys)) >= 4


@pytest.mark.parametrize(
    ("weights", "beyond", "percent"),
    [
        ([(0, 50.0)], None, None),
        ([(30, 50.0), (0, 47.5)], "", -5.0),
        ([(30, 50.0), (0, 47.4)], "month", -5.2),
        ([(30, 50.0), (0, 53.0)], "month", 6.0),
        ([(40, 50.0), (0, 47.0)], "", -6.0),
        ([(180, 50.0), (90, 48.0), (30, 46.0), (0, 44.5)], "half_year", -11.0),
        ([(300, 60.0), (0, 44.0)], None, None),
        ([(30, 50.0), (15, 50.0), (0, 47.0)], "month", -6.0),
    ],
)
def test_weights_over_time(weights: list[tuple[int, float]], beyond: str | None, percent: float | None) -> None:
    days = [(TODAY - timedelta(days=back), kg) for back, kg in weights]
    found = weight_change(days, TODAY, month_percent=5, half_year_percent=10)
    assert (found.beyond if found else None, found.percent if found else None) == (beyond, percent)


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(1, 250)), max_size=8))
def test_a_change_of_weight_is_never_beyond_a_limit_of_everything(weights: list[tuple[int, float]]) -> None:
    days = [(TODAY - timedelta(days=back), kg) for back, kg in weights]
    found = weight_change(days, TODAY, month_percent=10**6, half_year_percent=10**6)
    assert found is None or found.beyond == ""


def test_bands_of_body_mass_and_arm() -> None:
    assert (bmi(45.0, 150.0), bmi(45.0, None), bmi(None, 150.0)) == (20.0, None, None)
    old, child, baby = (age_on(PartialDate(born), TODAY) for born in ("1945", "2023-01-01", "2026-09-01"))

    def word(code: Code | None) -> str:
        return code.code if code else ""

    bands = [word(bmi_band(value, CODES, old)) for value in (18.4, 18.5, 22.9, 23.0, 24.9, 25.0, None)]
    assert bands == ["under", "normal", "normal", "over", "over", "obese", ""]
    assert word(bmi_band(15.0, CODES, child)) == ""
    arms = [word(muac_band(value, CODES, child)) for value in (114.0, 115.0, 124.0, 125.0, None)]
    assert arms == ["severe", "moderate", "moderate", "normal", ""]
    assert (muac_band(110.0, CODES, old), muac_band(110.0, CODES, baby), muac_band(110.0, CODES, None)) == (None,) * 3


@pytest.mark.parametrize(
    ("stools", "days"),
    [
        ([], 10),
        ([(1, 1.0)], 0),
        ([(3, 1.0)], 2),
        ([(3, 1.0), (0, 0.0)], 3),
        ([(4, 2.0), (3, 0.0), (0, 0.0)], 4),
        ([(0, 1.0)], 0),
    ],
)
def test_days_without_stool(stools: list[tuple[int, float]], days: int) -> None:
    noted = [(TODAY - timedelta(days=back), count) for back, count in stools]
    assert no_stool_days(noted, TODAY, since=TODAY - timedelta(days=10)) == days


def test_fluids_are_added_up() -> None:
    noted = [
        observation("e", "fluid_in", value=200.0),
        observation("e", "fluid_in", value=300.0),
        observation("e", "fluid_out", not_done="refused"),
        observation("e"),
    ]
    assert fluid_balance(noted) == (500.0, 0.0)
    assert fluid_balance(noted[2:]) is None


def test_limits_of_an_unknown_measure_are_open() -> None:
    assert grounds().limits("nothing") is None
    assert alert_of(5.0, Limits("nothing")) is None
