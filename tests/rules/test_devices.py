"""Where a device on loan stands, and what must be written about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Episode
from carebook.rules.devices import LoanState, Standing, problems_in_loan, standing
from carebook.rules.problem import errors

TODAY = date(2026, 11, 22)
LENT = date(2026, 6, 1)
STAY = Episode(id="e", person_id="p", start_on=date(2026, 5, 1))


def loan(**given: Any) -> DeviceLoan:
    return DeviceLoan(**({"episode_id": "e", "device": "walking_frame", "lent_on": LENT} | given))


@pytest.mark.parametrize(
    ("given", "left_on", "state", "due_on"),
    [
        ({}, None, LoanState.OUT, None),
        ({"check_on": date(2026, 12, 2)}, None, LoanState.OUT, date(2026, 12, 2)),
        ({"check_on": date(2026, 12, 2), "due_back_on": date(2026, 11, 30)}, None, LoanState.OUT, date(2026, 11, 30)),
        ({"check_on": TODAY}, None, LoanState.CHECK_DUE, TODAY),
        ({"check_on": TODAY, "due_back_on": date(2026, 11, 20)}, None, LoanState.DUE_BACK, date(2026, 11, 20)),
        ({"due_back_on": date(2027, 1, 1)}, date(2026, 11, 1), LoanState.LEFT, date(2026, 11, 1)),
        ({}, date(2026, 12, 1), LoanState.OUT, None),
        ({"given": True}, None, LoanState.GIVEN, None),
        ({"given": True, "check_on": date(2026, 11, 1)}, None, LoanState.CHECK_DUE, date(2026, 11, 1)),
        ({"given": True, "check_on": date(2026, 11, 1)}, date(2026, 11, 10), LoanState.GIVEN, None),
        ({"returned_on": TODAY, "check_on": date(2026, 1, 1)}, None, LoanState.RETURNED, None),
    ],
)
def test_where_a_device_stands(
    given: dict[str, Any], left_on: date | None, state: LoanState, due_on: date | None
) -> None:
    assert standing(loan(**given), TODAY, left_on=left_on) == Standing(state, due_on)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"device": ""}, ["device"]),
        ({"device": "other"}, ["details"]),
        ({"device": "other", "details": "Ghế tắm tự đóng"}, []),
        ({"lent_on": None}, ["lent_on"]),
        ({"lent_on": date(1026, 6, 1)}, ["lent_on"]),
        ({"lent_on": date(2026, 11, 23)}, ["lent_on"]),
        ({"fitted_on": date(2026, 5, 31)}, ["fitted_on"]),
        ({"fitted_on": date(2026, 11, 30)}, ["fitted_on"]),
        ({"check_on": date(2026, 5, 1)}, ["check_on"]),
        ({"check_on": date(2126, 5, 1)}, ["check_on"]),
        ({"due_back_on": date(2026, 5, 1)}, ["due_back_on"]),
        ({"given": True, "due_back_on": date(2027, 5, 1)}, ["due_back_on"]),
        ({"returned_on": TODAY}, ["condition"]),
        ({"returned_on": TODAY, "condition": "good"}, []),
        ({"returned_on": date(2026, 11, 23), "condition": "good"}, ["returned_on"]),
        ({"returned_on": date(2026, 5, 31), "condition": "good"}, ["returned_on"]),
        ({"note": "ắ" * 20_001}, ["note"]),
    ],
)
def test_what_stands_against_a_loan(given: dict[str, Any], fields: list[str]) -> None:
    assert [one.field for one in errors(problems_in_loan(loan(**given), stay=STAY, today=TODAY))] == fields


def test_a_device_from_before_the_stay_is_only_unusual() -> None:
    (told,) = problems_in_loan(loan(lent_on=date(2026, 4, 1)), stay=STAY, today=TODAY)
    assert (told.field, told.severity) == ("lent_on", "warning")


def test_nothing_is_lent_after_the_stay_has_ended() -> None:
    ended = Episode(id="e", person_id="p", start_on=date(2026, 5, 1), end_on=date(2026, 5, 20))
    assert [one.field for one in errors(problems_in_loan(loan(), stay=ended, today=TODAY))] == ["lent_on"]
