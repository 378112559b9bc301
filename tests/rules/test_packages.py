"""Packages: sessions left as a table, what is refused, and the steps of the way computed from what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.packages import Package
from carebook.records.sessions import SessionState
from carebook.rules.packages import (
    Milestone,
    Score,
    Spent,
    Way,
    is_low,
    place_now,
    problems_in_end,
    problems_in_package,
    reassessment,
    said_left,
    sessions_left,
    spent,
    steps,
)
from carebook.rules.problem import errors, warnings

TODAY = date(2026, 11, 22)
SINCE = date(2026, 1, 5)
PACKAGE = Package(
    episode_id="e", name="Gói 24 buổi", sessions=24, registered_on=date(2026, 7, 20), from_on=date(2026, 8, 3)
)
D, P, N = SessionState.DONE, SessionState.PARTIAL, SessionState.NO_SHOW
R, S, X, L = (
    SessionState.CANCELLED_RESIDENT,
    SessionState.CANCELLED_STAFF,
    SessionState.CANCELLED_OTHER,
    SessionState.PLANNED,
)


@pytest.mark.parametrize(
    ("sessions", "states", "counts", "left"),
    [
        (24, [], True, 24),
        (24, [L] * 27, True, 24),
        (24, [D] * 23 + [P] + [R] * 2 + [S], True, 0),
        (24, [D] * 20 + [N], True, 3),
        (24, [D] * 20 + [N], False, 4),
        (24, [D] * 20 + [X, S, R, L], True, 4),
        (10, [P] * 10, True, 0),
        (10, [D] * 11 + [N], True, -2),
        (1, [N], True, 0),
        (1, [N], False, 1),
    ],
)
def test_sessions_left(sessions: int, states: list[SessionState], counts: bool, left: int) -> None:
    assert sessions_left(sessions, spent(states), no_show_counts=counts) == left


@given(st.lists(st.sampled_from(SessionState)), st.integers(1, 100), st.booleans())
def test_every_session_is_counted_once_and_only_those_given_or_missed_are_taken_off(
    states: list[SessionState], sessions: int, counts: bool
) -> None:
    used = spent(states)
    assert used.done + used.partial + used.no_show + used.cancelled + used.planned == len(states)
    left = sessions_left(sessions, used, no_show_counts=counts)
    assert left == sessions - sum(state in (D, P) or (counts and state is N) for state in states)


@pytest.mark.parametrize(
    ("left", "said", "values"),
    [
        (12, "{n} sessions left", {"n": 12}),
        (1, "1 session left", {}),
        (0, "No session left", {}),
        (-2, "{n} more than the package", {"n": 2}),
    ],
)
def test_what_is_left_in_words(left: int, said: str, values: dict[str, int]) -> None:
    assert (said_left(left).id, said_left(left).values) == (said, values)


@pytest.mark.parametrize(("left", "low"), [(4, False), (3, True), (0, True), (-1, True)])
def test_few_sessions_are_told(left: int, low: bool) -> None:
    assert is_low(left, 3) is low


@pytest.mark.parametrize(
    ("change", "wrong", "unusual"),
    [
        ({}, [], []),
        ({"name": "  "}, ["name"], []),
        ({"name": "x" * 10_001}, ["name"], []),
        ({"from_on": None}, ["from_on"], []),
        ({"from_on": date(1026, 8, 3)}, ["from_on"], ["registered_on", "from_on"]),
        ({"from_on": date(2025, 12, 1), "registered_on": None}, [], ["from_on"]),
        ({"to_on": date(2026, 8, 2)}, ["to_on"], []),
        ({"reassess_on": date(2026, 8, 2)}, ["reassess_on"], []),
        ({"registered_on": date(2026, 11, 23)}, ["registered_on"], ["registered_on"]),
        ({"registered_on": date(2026, 8, 4)}, [], ["registered_on"]),
        ({"sessions": 0}, ["sessions"], []),
        ({"sessions": 1001}, ["sessions"], []),
        ({"price": -1}, ["price"], []),
        ({"price": 2_880_000, "paid": 2_880_001}, [], ["paid"]),
        ({"price": 0, "paid": 0}, [], []),
        ({"paid_on": date(2026, 11, 1)}, [], ["paid"]),
        ({"paid_on": date(2026, 11, 23), "paid": 1, "price": 1}, ["paid_on"], []),
    ],
)
def test_a_package_is_looked_at(change: dict[str, Any], wrong: list[str], unusual: list[str]) -> None:
    found = problems_in_package(replace(PACKAGE, **change), since=SINCE, until=None, today=TODAY)
    assert [one.field for one in errors(found)] == wrong
    assert [one.field for one in warnings(found)] == unusual


def test_a_package_cannot_begin_after_the_stay() -> None:
    found = problems_in_package(PACKAGE, since=SINCE, until=date(2026, 8, 2), today=TODAY)
    assert [one.field for one in errors(found)] == ["from_on"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"ended_on": TODAY, "ended_because": "used_up"}, []),
        ({"ended_on": None, "ended_because": None}, ["ended_on", "ended_because"]),
        ({"ended_on": date(2026, 11, 23), "ended_because": "other"}, ["ended_on"]),
        ({"ended_on": date(2026, 8, 2), "ended_because": "other"}, ["ended_on"]),
        ({"ended_on": TODAY, "ended_because": "other", "outcome": "x" * 10_001}, ["outcome"]),
    ],
)
def test_an_end_needs_its_day_and_reason(change: dict[str, Any], wrong: list[str]) -> None:
    assert [one.field for one in problems_in_end(replace(PACKAGE, **change), today=TODAY)] == wrong


def score(on: date) -> Score:
    return Score(on, f"CARS-2 {on.isoformat()}")


@pytest.mark.parametrize(
    ("days", "ended", "found"),
    [
        ([], None, None),
        ([date(2026, 8, 1)], None, None),
        ([date(2026, 9, 1), date(2026, 10, 1)], None, date(2026, 10, 1)),
        ([date(2026, 9, 1), date(2026, 11, 1)], date(2026, 10, 5), date(2026, 9, 1)),
        ([date(2026, 11, 1), date(2026, 11, 20)], date(2026, 10, 5), date(2026, 11, 1)),
    ],
)
def test_what_a_package_came_to(days: list[date], ended: date | None, found: date | None) -> None:
    again = reassessment([score(day) for day in days], date(2026, 8, 3), ended)
    assert (again.on if again else None) == found


def test_the_way_of_a_boy_with_autism() -> None:
    way = Way(
        PACKAGE,
        left=10,
        scores=(score(date(2026, 7, 22)), score(date(2026, 7, 27)), score(date(2026, 10, 23))),
        goals=3,
        goals_on=date(2026, 8, 5),
    )
    found = steps(way, today=TODAY)
    assert [one.milestone for one in found] == list(Milestone)
    assert [one.done_on for one in found] == [
        date(2026, 7, 20),
        date(2026, 7, 27),
        date(2026, 8, 3),
        date(2026, 8, 5),
        date(2026, 10, 23),
        None,
    ]
    assert place_now(found) == 5
    ended = replace(PACKAGE, ended_on=date(2026, 11, 20), ended_because="goals_met")
    done = steps(replace(way, package=ended, end="Đạt mục tiêu"), today=TODAY)
    assert (done[-1].done_on, str(done[-1].said), place_now(done)) == (date(2026, 11, 20), "Đạt mục tiêu", 6)


def test_what_is_missing_on_the_way() -> None:
    found = steps(Way(Package(episode_id="e", from_on=date(2026, 12, 1)), left=24), today=TODAY)
    assert [one.done_on for one in found] == [None] * 6
    assert place_now(found) == 0
    hidden = steps(Way(PACKAGE, left=24, scores=None), today=TODAY)
    assert {str(one.said) for one in hidden if one.milestone in (Milestone.SCREENED, Milestone.REASSESSED)} == {
        str(hidden[1].said)
    }


def test_spent_begins_with_nothing() -> None:
    assert spent([]) == Spent()
