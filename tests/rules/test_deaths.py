"""After a death: problems, the steps with their terms, the funeral support, and the day of remembrance by the lunar calendar."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook import places
from carebook.dates import VIETNAM
from carebook.records.codes import Code, Limit, Rate
from carebook.records.hospital import Death
from carebook.rules.code_files import codes_from_toml
from carebook.rules.deaths import (
    LunarDay,
    StepKind,
    StepState,
    anniversary_after,
    is_support_due,
    lunar_day,
    next_step,
    problems_in_death,
    problems_in_support,
    solar_day,
    steps_after,
    support_amount,
)
from tests import samples

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)
TODAY = date(2026, 11, 22)
DIED = datetime(2026, 10, 30, 3, 35, tzinfo=VIETNAM)
STAY = samples.episode("p", id="stay")
DEATH = Death(episode_id="stay", died_at=DIED, place="Phòng A107", cause="Suy tim")


def of_resource(name: str) -> list[Any]:
    text = places.resource(f"codes/{name}.toml").read_text(encoding="utf-8")
    return list(codes_from_toml(tomllib.loads(text)))


LAW = of_resource("law")
LIMITS = [one for one in LAW if isinstance(one, Limit)]
RATES = [one for one in LAW if isinstance(one, Rate)]
FORMS = [one for one in of_resource("admission") if isinstance(one, Code) and one.list_name == "admission_form"]


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        ((2026, 2, 17), (1, 1, 2026, False)),
        ((2025, 1, 29), (1, 1, 2025, False)),
        ((2007, 2, 17), (1, 1, 2007, False)),  # a day before the calendar of Beijing
        ((1985, 1, 21), (1, 1, 1985, False)),  # a month before it
        ((1968, 1, 29), (1, 1, 1968, False)),
        ((2025, 7, 25), (1, 6, 2025, True)),
        ((2023, 3, 22), (1, 2, 2023, True)),
        ((2026, 10, 30), (21, 9, 2026, False)),
        ((2054, 5, 7), (30, 3, 2054, False)),
        ((2026, 12, 31), (23, 11, 2026, False)),
    ],
)
def test_a_day_has_its_date_in_the_lunar_calendar_of_vietnam(
    day: tuple[int, int, int], lunar: tuple[int, int, int, bool]
) -> None:
    assert lunar_day(date(*day)) == LunarDay(*lunar)
    assert solar_day(LunarDay(*lunar)) == date(*day)


@given(st.dates(date(1900, 2, 1), date(2100, 11, 30)))
def test_every_day_comes_back_and_the_next_day_follows(day: date) -> None:
    here, after = lunar_day(day), lunar_day(day + timedelta(days=1))
    assert solar_day(here) == day
    assert after.day in (here.day + 1, 1)
    assert here.day in range(1, 31)
    assert (after.day == 1) == ((after.month, after.leap) != (here.month, here.leap))


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 4000))
def test_the_day_of_remembrance_comes_every_lunar_year_in_its_month(died: date, later: int) -> None:
    today = died + timedelta(days=later)
    found = anniversary_after(died, today)
    before, then = lunar_day(died), lunar_day(found)
    assert found >= today
    assert then.year > before.year
    assert then.month == before.month
    assert not then.leap
    assert then.day in (before.day, before.day - 1)
    assert (found - max(today, died)).days <= 385 + 30


def test_the_day_of_remembrance_of_a_leap_month_and_of_a_short_month() -> None:
    assert anniversary_after(date(2026, 10, 30), TODAY) == date(2027, 10, 20)
    assert anniversary_after(date(2025, 7, 25), TODAY) == solar_day(LunarDay(1, 6, 2027))
    assert anniversary_after(date(2026, 10, 30), date(2027, 10, 20)) == date(2027, 10, 20)
    assert solar_day(LunarDay(1, 6, 2026, leap=True)) is None
    assert str(lunar_day(date(2026, 10, 30)).said)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"died_at": None}, ["died_at"]),
        ({"died_at": NOW + timedelta(hours=1)}, ["died_at"]),
        ({"died_at": datetime(1026, 1, 1, tzinfo=VIETNAM)}, ["died_at"]),
        ({"place": " ", "cause": ""}, ["place", "cause"]),
        ({"certified_at": DIED - timedelta(hours=1)}, ["certified_at"]),
        ({"family_told_at": NOW - timedelta(days=1)}, ["family_told"]),
        ({"notice_no": "12", "notice_on": date(2026, 10, 29)}, ["notice_on"]),
        ({"extract_on": date(2026, 11, 23)}, ["extract_on"]),
        ({"buried_on": date(2026, 11, 23)}, []),
        ({"minutes_on": TODAY, "minutes_no": "3"}, ["heir"]),
        ({"cost": -1}, ["cost"]),
        ({"cause": "x" * 20_001}, ["cause"]),
    ],
)
def test_what_cannot_be_stands_beside_its_field(given: dict[str, Any], fields: list[str]) -> None:
    assert [one.field for one in problems_in_death(replace(DEATH, **given), stay=STAY, now=NOW)] == fields


def test_a_number_without_a_date_is_a_warning() -> None:
    [problem] = problems_in_death(replace(DEATH, notice_no="12"), stay=STAY, now=NOW)
    assert (problem.field, problem.severity) == ("notice_on", "warning")


def test_the_steps_follow_each_other_and_have_their_terms() -> None:
    def steps(death: Death | None, **given: Any) -> dict[StepKind, Any]:
        asked = {"support_due": True, "belongings_left": 2, "has_card": True} | given
        return {one.kind: one for one in steps_after(death, limits=LIMITS, **asked)}

    none = steps(None)
    assert {one.state for kind, one in none.items() if kind is not StepKind.DEATH} == {StepState.WAITS}
    first = steps(DEATH)
    assert first[StepKind.DEATH].done_on == date(2026, 10, 30)
    assert first[StepKind.FAMILY].due_on == date(2026, 10, 31)
    assert first[StepKind.REGISTER].due_on == date(2026, 11, 14)
    assert first[StepKind.REGISTER].is_late(TODAY)
    assert first[StepKind.SUPPORT_ASKED].due_on == date(2026, 11, 29)
    assert first[StepKind.SUPPORT_APPROVED].state is StepState.WAITS
    upcoming = next_step(first.values())
    assert upcoming is not None
    assert upcoming.kind is StepKind.NOTICE
    settled = replace(
        DEATH,
        notice_on=date(2026, 10, 30),
        no_family_because="Không còn ai",
        extract_on=date(2026, 11, 2),
        funeral="burial",
        buried_on=date(2026, 11, 1),
        support_asked_on=date(2026, 11, 5),
    )
    then = steps(settled, belongings_left=0, has_card=False)
    assert [then[kind].state for kind in (StepKind.FAMILY, StepKind.BELONGINGS, StepKind.CARD)] == [
        StepState.NOT_NEEDED
    ] * 3
    assert (then[StepKind.SUPPORT_APPROVED].state, then[StepKind.SUPPORT_PAID].state) == (
        StepState.OPEN,
        StepState.WAITS,
    )
    for given_up in ({"support_due": False}, {}):
        death = DEATH if given_up else replace(DEATH, support_not_due_because="Gia đình nhận")
        left = steps(death, **given_up)
        assert left[StepKind.SUPPORT_ASKED].state is StepState.NOT_NEEDED
    done = steps(replace(settled, support_approved_on=TODAY, support_paid_on=TODAY), belongings_left=0, has_card=False)
    assert next_step(done.values()) is None


def test_the_support_is_fifty_times_the_rate_of_the_day_and_only_for_those_who_have_a_right() -> None:
    assert [code.code for code in FORMS if is_support_due(code.code, FORMS)] == [
        "special_hardship",
        "emergency",
        "administrative",
    ]
    assert support_amount(RATES, date(2026, 10, 30)) == 27_000_000
    assert support_amount(RATES, date(2026, 6, 30)) == 25_000_000
    assert support_amount(RATES, date(2010, 1, 1)) is None


@pytest.mark.parametrize(
    ("given", "name", "day", "due", "wrong"),
    [
        ({}, "support_asked_on", TODAY, True, None),
        ({}, "support_asked_on", TODAY, False, ""),
        ({"support_not_due_because": "Gia đình nhận"}, "support_asked_on", TODAY, True, ""),
        ({}, "support_asked_on", None, True, "support_asked_on"),
        ({}, "support_asked_on", date(2026, 10, 29), True, "support_asked_on"),
        ({}, "support_asked_on", date(2026, 11, 23), True, "support_asked_on"),
        ({}, "support_approved_on", TODAY, True, "support_approved_on"),
        ({"support_asked_on": TODAY}, "support_asked_on", TODAY, True, "support_asked_on"),
        ({"support_asked_on": TODAY}, "support_approved_on", date(2026, 11, 21), True, "support_approved_on"),
        ({"support_asked_on": TODAY}, "support_approved_on", TODAY, True, None),
        ({"support_asked_on": TODAY}, "support_paid_on", TODAY, True, "support_paid_on"),
    ],
)
def test_the_support_is_asked_approved_and_paid_in_this_order(
    given: dict[str, Any], name: str, day: date | None, due: bool, wrong: str | None
) -> None:
    found = problems_in_support(replace(DEATH, **given), name, day, due=due, today=TODAY)
    assert [one.field for one in found] == ([] if wrong is None else [wrong])
