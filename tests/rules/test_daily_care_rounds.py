"""A round as it is typed: what a cell reads as, what is asked, what was meant, which round it is and when it happened."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import VIETNAM
from carebook.records.codes import Code
from carebook.rules.daily_care import judged, next_turn, reason_for_key, round_of, taken_at, word_for_key
from carebook.rules.observations import limits_for
from carebook.rules.shifts import Shift

DAY = date(2026, 11, 22)


def code(list_name: str, name: str, text: str, **extra: object) -> Code:
    return Code(list_name=list_name, code=name, text=text, details=json.dumps(extra))


TEMPERATURE = code(
    "measure", "temperature", "Nhiệt độ", unit="°C", least=30.0, most=43.0, low=35.5, high=38.0, decimals=1
)
PRESSURE = code(
    "measure", "blood_pressure", "Huyết áp", unit="mmHg", least=50, most=260, second_least=20, second_most=160, low=90,
    high=140, second_low=60, second_high=90, urgent=180, second_urgent=110, decimals=0, pair=True,
)  # fmt: skip
POSITION = code("measure", "turning", "Xoay trở", words=["left", "back"])
CODES = (
    code("measure_word", "left", "Nghiêng trái", key="T"),
    code("measure_word", "back", "Nằm ngửa", key="N"),
    code("not_done_reason", "refused", "Từ chối", key="T"),
    code("unusual_reason", "measured_again", "Đã đo lại", key="1"),
    code("unusual_reason", "other", "Lý do khác", key="4"),
    code("care_round", "morning", "Sáng", at="07:00"),
    code("care_round", "noon", "Trưa", at="11:00"),
    code("care_round", "night", "Đêm", at="02:00"),
)
SHIFTS = (
    Shift("morning", "Ca sáng", time(6), time(14)),
    Shift("afternoon", "Ca chiều", time(14), time(22)),
    Shift("night", "Ca đêm", time(22), time(6)),
)


@pytest.mark.parametrize(
    ("text", "measure", "value", "instead", "asks"),
    [
        ("36,6", TEMPERATURE, 36.6, "", False),
        ("36.6", TEMPERATURE, 36.6, "", False),
        ("39,1", TEMPERATURE, 39.1, "", True),
        ("391", TEMPERATURE, None, "39,1", False),
        ("999", TEMPERATURE, None, "", False),
        ("120/80", PRESSURE, 120.0, "", False),
        ("12080", PRESSURE, None, "120/80", False),
        ("9060", PRESSURE, None, "90/60", False),
        ("182/104", PRESSURE, 182.0, "", True),
        ("80/120", PRESSURE, None, "", False),
        ("hai", PRESSURE, None, "", False),
        ("", TEMPERATURE, None, "", False),
    ],
)
def test_what_a_cell_reads_as(text, measure, value, instead, asks) -> None:
    found = judged(text, measure, limits=limits_for(measure, day=DAY), codes=CODES)
    assert (found.reading.value if found.reading else None, found.instead) == (value, instead)
    assert (found.wrong is None) == (value is not None)
    assert [one.extra["key"] for one in found.reasons] == (["1", "4"] if asks else [])


def test_letters_stand_for_words_and_reasons() -> None:
    assert word_for_key("n", POSITION, CODES).code == "back"
    assert word_for_key("T", POSITION, CODES).code == "left"
    assert word_for_key("T", TEMPERATURE, CODES) is None
    assert reason_for_key("t", CODES).code == "refused"
    assert reason_for_key("", CODES) is None


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ((2026, 11, 22, 7, 5), (DAY, "morning")),
        ((2026, 11, 22, 6, 5), (DAY, "morning")),  # the thermometers go round before seven
        ((2026, 11, 22, 5, 0), (DAY - timedelta(days=1), "night")),
        ((2026, 11, 22, 9, 45), (DAY, "morning")),
        ((2026, 11, 22, 10, 0), (DAY, "noon")),
        ((2026, 11, 23, 2, 10), (DAY, "night")),  # belongs to the day the night shift began
    ],
)
def test_which_round_people_are_at(clock, expected) -> None:
    at = datetime(*clock, tzinfo=VIETNAM)
    days = (at.date() - timedelta(days=1), at.date())
    assert round_of(at, CODES, SHIFTS, days) == expected
    assert round_of(at, (), SHIFTS, days) is None


@given(
    late=st.timedeltas(timedelta(days=-2), timedelta(days=40)),
    from_sheet=st.booleans(),
)
def test_nothing_is_entered_for_the_future(late: timedelta, from_sheet: bool) -> None:
    at = datetime(2026, 11, 22, 7, 0, tzinfo=VIETNAM)
    now = at + late
    found = taken_at(at, now, from_sheet=from_sheet, ends=at + timedelta(hours=7))
    assert found <= now
    assert found in (at, now)
    if from_sheet and late > timedelta():
        assert found == at


def test_who_is_turned_next() -> None:
    begins = datetime(2026, 11, 22, 6, 0, tzinfo=VIETNAM)
    now = begins + timedelta(hours=1)
    assert next_turn(None, 2, begins=begins, now=now).late_minutes == 60
    turned = next_turn(now - timedelta(minutes=30), 2, begins=begins, now=now)
    assert (turned.next_at, turned.late_minutes) == (now + timedelta(minutes=90), -90)
    assert next_turn(now.astimezone(UTC), 2, begins=begins, now=now).late_minutes == -120
