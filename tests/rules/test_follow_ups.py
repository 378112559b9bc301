"""Schedules of follow-up computed by hand, what a risk adds, sheet codes, and what a visit must say."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook import places
from carebook.dates import PartialDate
from carebook.records.codes import Code
from carebook.records.follow_ups import (
    FollowUp,
    FollowUpAttempt,
    RiskColour,
    VisitOwner,
    VisitState,
)
from carebook.rules import code_files
from carebook.rules.calendar import is_working_day
from carebook.rules.follow_ups import (
    Leaver,
    days_late,
    days_waited,
    is_on_time,
    merged,
    months_between,
    name_of,
    new_sheet_code,
    problems_in_attempt,
    problems_in_planned,
    problems_in_visit,
    read_sheet_code,
    said_code,
    schedule,
    step_on,
    templates_for,
    tightened,
)
from carebook.rules.follow_ups.sheets import LETTERS
from carebook.rules.problem import errors, warnings

CODES = [
    row
    for row in code_files.codes_from_toml(
        tomllib.loads(places.resource("codes/reintegration.toml").read_text(encoding="utf-8"))
    )
    if isinstance(row, Code)
]
OURS, COMMUNE = VisitOwner.CENTER, VisitOwner.COMMUNE
TODAY = date(2026, 11, 22)


def destination(code: str) -> Code:
    return next(one for one in CODES if (one.list_name, one.code) == ("home_destination", code))


def days(template: str, handed_on: date, owner: VisitOwner = OURS, **more: Any) -> list[str]:
    return [one.due_on.isoformat() for one in schedule(template, CODES, handed_on, **more) if one.owner is owner]


@pytest.mark.parametrize(
    ("first", "step", "day"),
    [
        ("2026-01-31", "1m", "2026-02-28"),
        ("2027-12-31", "2m", "2028-02-29"),  # a leap year
        ("2028-02-29", "12m", "2029-02-28"),
        ("2026-08-31", "1m", "2026-09-30"),
        ("2026-08-31", "6m", "2027-02-28"),
        ("2026-02-28", "1m", "2026-03-28"),  # the end of a month is not carried on
        ("2026-12-28", "7d", "2027-01-04"),
        ("2028-02-26", "7d", "2028-03-04"),
    ],
)
def test_months_are_calendar_months(first: str, step: str, day: str) -> None:
    assert step_on(date.fromisoformat(first), step) == date.fromisoformat(day)


def test_the_schedules_of_the_templates_by_hand() -> None:
    """7 days, then 1, 3, 6, 12 months; nothing creeps over the ends of the months; a day at Tết stays a due day."""
    assert days("general", date(2026, 1, 31)) == ["2026-02-07", "2026-02-28", "2026-04-30", "2026-07-31", "2027-01-31"]
    assert days("general", date(2028, 2, 29)) == ["2028-03-07", "2028-03-29", "2028-05-29", "2028-08-29", "2029-02-28"]
    new_year = date(2027, 2, 6)  # mồng 1 Tết Đinh Mùi
    assert not is_working_day(new_year)
    assert days("general", date(2027, 1, 30))[0] == new_year.isoformat()
    assert days("general", date(2027, 1, 6))[:2] == ["2027-01-13", "2027-02-06"]
    assert days("high_risk", date(2026, 10, 31)) == [
        *("2026-11-07", "2026-11-14", "2026-11-21", "2026-11-28"),
        *("2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-07-31", "2027-10-31"),
    ]
    assert days("care_leaver", date(2026, 8, 31)) == [
        *("2026-09-30", "2026-11-30", "2027-02-28", "2027-08-31", "2028-02-29", "2028-08-31"),
    ]
    assert days("none", TODAY) == days("no such template", TODAY) == []


def test_a_child_in_a_substitute_family_is_the_communes_and_partly_ours() -> None:
    """1 and 3 months, then every 6, within two years and before the 16th birthday; ours are the week and the month."""
    handed = date(2026, 7, 23)
    born = PartialDate("2018-07-01")
    assert days("substitute", handed, born=born) == ["2026-07-30", "2026-08-23"]
    assert days("substitute", handed, COMMUNE, born=born) == [
        *("2026-08-23", "2026-10-23", "2027-04-23", "2027-10-23", "2028-04-23"),
    ]
    # 16 on 23/10/2027: the visit of that day is not made any more, those before are
    old = PartialDate("2011-10-23")
    assert days("substitute", handed, COMMUNE, born=old) == ["2026-08-23", "2026-10-23", "2027-04-23"]
    month_end = date(2026, 5, 31)
    assert days("substitute", month_end, COMMUNE) == [
        *("2026-06-30", "2026-08-31", "2027-02-28", "2027-08-31", "2028-02-29"),
    ]
    on_one_day = [one for one in schedule("substitute", CODES, handed) if one.due_on == date(2026, 8, 23)]
    assert [one.owner for one in on_one_day] == [OURS, COMMUNE]
    assert [one.template for one in on_one_day] == ["substitute_center", "substitute"]


def test_the_template_in_force_on_the_day_of_the_handover_counts() -> None:
    general = next(one for one in CODES if one.code == "general")
    old = replace(general, valid_to=date(2026, 12, 31))
    new = replace(general, details='{"steps": ["14d"], "owner": "center"}', valid_from=date(2027, 1, 1))
    for handed, expected in ((date(2026, 12, 31), 5), (date(2027, 1, 1), 1)):
        assert len(schedule("general", [old, new], handed)) == expected


CHILD, ADULT = Leaver(age=8, age_at_admission=6), Leaver(age=40, age_at_admission=38)


@pytest.mark.parametrize(
    ("goes_to", "leaver", "templates"),
    [
        ("family", CHILD, ("general",)),
        ("family", ADULT, ("general",)),
        ("substitute_family", CHILD, ("substitute",)),
        ("substitute_kin", replace(CHILD, high_risk=True), ("substitute", "high_risk")),
        ("substitute_kin", ADULT, ("general",)),
        ("substitute_kin", Leaver(), ("general",)),
        ("kin", replace(ADULT, high_risk=True), ("high_risk",)),
        ("kin", replace(ADULT, category_group="social_mental"), ("high_risk",)),
        ("independent", Leaver(age=16, age_at_admission=15), ("care_leaver",)),
        ("independent", Leaver(age=18, age_at_admission=16), ("general",)),
        ("family", Leaver(age=17, age_at_admission=9, high_risk=True), ("high_risk",)),
        ("adoption", replace(CHILD, high_risk=True), ()),
        ("transfer", ADULT, ()),
    ],
)
def test_which_template_applies(goes_to: str, leaver: Leaver, templates: tuple[str, ...]) -> None:
    assert templates_for(destination(goes_to), leaver, childhood_ends=16) == templates


def test_two_schedules_meet_once_a_day() -> None:
    handed = date(2026, 7, 23)
    both = merged(schedule("substitute", CODES, handed), schedule("high_risk", CODES, handed))
    ours = [one.due_on for one in both if one.owner is OURS]
    assert len(ours) == len(set(ours))
    assert {one.due_on.isoformat() for one in both if one.owner is OURS} == set(days("high_risk", handed)) | {
        "2026-08-23"
    }


def visit(**given: Any) -> FollowUp:
    about: dict[str, Any] = {"id": "v", "episode_id": "e", "reintegration_id": "r", "due_on": date(2026, 11, 20)}
    made = {"state": VisitState.DONE, "done_on": date(2026, 11, 20), "mode": "visit", "seen": "chị gái"}
    return FollowUp(**about | ({} if given.get("state") is VisitState.DUE else made) | given)


@pytest.mark.parametrize(
    ("risk", "added"),
    [
        (RiskColour.GREEN, []),
        (None, []),
        (RiskColour.YELLOW, ["2027-02-06", "2027-02-13"]),
        (RiskColour.RED, ["2027-02-01", "2027-02-06", "2027-02-13", "2027-02-20", "2027-02-27"]),
    ],
)
def test_a_risk_adds_visits_that_say_why(risk: RiskColour | None, added: list[str]) -> None:
    """Counted from the day of the visit, whatever day it was due, across Tết and the end of the month."""
    one = visit(done_on=date(2027, 1, 30), due_on=date(2027, 1, 24), risk=risk)
    planned = tightened(one, CODES)
    assert [p.due_on.isoformat() for p in planned] == added
    assert all(p.owner is OURS and p.template is None for p in planned)
    if added:
        assert planned[0].why in ("mức Vàng ngày 30/01/2027", "mức Đỏ ngày 30/01/2027")
    awaited = {p.due_on for p in planned[:1]}
    assert tightened(one, CODES, awaited) == planned[1:]


def test_a_day_agreed_on_is_a_visit_too_and_what_was_not_made_adds_nothing() -> None:
    agreed = visit(risk=RiskColour.YELLOW, next_on=date(2026, 11, 27))
    assert [p.due_on for p in tightened(agreed, CODES)] == [date(2026, 11, 27), date(2026, 12, 4)]
    (one,) = tightened(visit(risk=RiskColour.GREEN, next_on=date(2026, 12, 24)), CODES)
    assert (one.due_on, one.why) == (date(2026, 12, 24), "hẹn khi theo dõi ngày 20/11/2026")
    assert tightened(visit(state=VisitState.DUE), CODES) == ()
    reported = visit(owner=COMMUNE, state=VisitState.RECEIVED, risk=RiskColour.RED)
    assert {p.owner for p in tightened(reported, CODES)} == {OURS}


def test_on_time_late_and_waited_for() -> None:
    for done, on_time in (
        ((2026, 11, 13), True),
        ((2026, 11, 27), True),
        ((2026, 11, 12), False),
        ((2026, 11, 28), False),
    ):
        assert is_on_time(visit(done_on=date(*done)), 7) is on_time
    due = visit(state=VisitState.DUE)
    assert is_on_time(due, 7) is None
    assert (days_late(due, TODAY), days_waited(due, TODAY)) == (2, 2)
    theirs = replace(due, owner=COMMUNE)
    assert (days_late(theirs, TODAY), days_waited(theirs, TODAY)) == (0, 2)  # never our lateness
    assert is_on_time(replace(theirs, state=VisitState.RECEIVED, done_on=TODAY), 7) is None
    assert days_waited(visit(), TODAY) == 0


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-01-31", "2026-02-28", 1),
        ("2026-01-31", "2026-02-27", 0),
        ("2028-02-29", "2029-02-28", 12),
        ("2026-05-10", "2026-11-09", 5),
        ("2026-05-10", "2026-05-01", 0),
    ],
)
def test_months_between_two_days(first: str, last: str, months: int) -> None:
    assert months_between(date.fromisoformat(first), date.fromisoformat(last)) == months


def test_a_visit_is_called_by_its_distance_from_the_handover() -> None:
    handed = date(2026, 5, 20)
    by_template = visit(template="general")
    assert name_of(by_template, handed).values == {"n": 6}
    assert name_of(replace(by_template, due_on=date(2026, 5, 27)), handed).id == "the {n}-day visit"
    assert name_of(replace(by_template, template=None), handed).values == {"day": "20/11/2026"}
    assert name_of(replace(by_template, due_on=date(2026, 9, 3)), handed).id == "the visit of {day}"


# the code of a sheet


def test_a_sheet_code_is_read_back_however_it_was_typed() -> None:
    code = new_sheet_code("0197a-1")
    assert new_sheet_code("0197a-1") == code
    assert new_sheet_code("0197a-1", {code}) != code
    for typed in (code, said_code(code), code.lower(), f" {code[:2]} {code[2:]} "):
        assert read_sheet_code(typed) == code
    assert read_sheet_code("") == read_sheet_code("K7M") == read_sheet_code("ăâđêôơ") == ""


@given(st.text(max_size=20), st.integers(0, 5), st.integers(1, 22))
def test_one_wrong_letter_or_two_that_changed_places_are_seen(visit_id: str, place: int, shift: int) -> None:
    code = new_sheet_code(visit_id)
    other = LETTERS[(LETTERS.index(code[place]) + shift) % len(LETTERS)]
    assert read_sheet_code(code[:place] + other + code[place + 1 :]) == ""
    swapped = list(code)
    swapped[place], swapped[place - 1] = swapped[place - 1], swapped[place]
    assert ("".join(swapped) == code) == (read_sheet_code("".join(swapped)) != "")


# what a visit must say


@pytest.mark.parametrize(
    ("given_", "wrong"),
    [
        ({"risk": RiskColour.GREEN}, []),
        ({}, ["risk"]),
        ({"risk": RiskColour.GREEN, "done_on": None, "mode": None, "seen": " "}, ["done_on", "mode", "seen"]),
        ({"risk": RiskColour.GREEN, "done_on": date(2026, 11, 23)}, ["done_on"]),
        ({"risk": RiskColour.GREEN, "done_on": date(2026, 5, 19)}, ["done_on"]),
        ({"risk": RiskColour.GREEN, "next_on": date(2026, 11, 20)}, ["next_on"]),
        ({"risk": RiskColour.GREEN, "next_on": date(2062, 12, 1)}, ["next_on"]),
        ({"risk": RiskColour.RED}, ["problems"]),
        ({"risk": RiskColour.GREEN, "safe": False}, ["risk", "safety"]),
        ({"risk": RiskColour.GREEN, "mode": "collaborator"}, ["done_by"]),
        ({"risk": RiskColour.GREEN, "living": "x" * 20_001}, ["living"]),
    ],
)
def test_what_is_wrong_with_a_visit(given_: dict[str, Any], wrong: list[str]) -> None:
    found = problems_in_visit(visit(**given_), handed_on=date(2026, 5, 20), today=TODAY)
    assert [one.field for one in errors(found)] == wrong


def test_a_yellow_visit_without_words_may_be_saved_and_planning_needs_a_reason() -> None:
    found = problems_in_visit(visit(risk=RiskColour.YELLOW), handed_on=None, today=TODAY)
    assert [one.field for one in warnings(found)] == ["problems", "help_given"]
    handed = date(2026, 5, 20)
    by_hand = visit(state=VisitState.DUE, due_on=handed)
    assert [one.field for one in problems_in_planned(by_hand, handed_on=handed, today=TODAY)] == ["due_on", "why"]
    assert problems_in_planned(visit(state=VisitState.DUE, template="general"), handed_on=handed, today=TODAY) == []
    attempt = FollowUpAttempt(episode_id="e", follow_up_id="v", tried_on=date(2026, 11, 30))
    assert [one.field for one in problems_in_attempt(attempt, today=TODAY)] == ["tried_on", "mode"]


# the end
