"""What minutes of a meeting must say, and the goal a decision asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.care_plans import Achievement, GoalLife
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.rules.conferences import goal_of, problems_in
from carebook.rules.problem import errors

TODAY, SINCE = date(2026, 11, 22), date(2026, 1, 5)


def meeting(**given: Any) -> Conference:
    """A meeting about which everything is written down."""
    return Conference(
        **{"episode_id": "e", "held_on": TODAY, "subject": "Thống nhất kế hoạch", "present": "Con gái"} | given
    )


def decision(**given: Any) -> ConferenceDecision:
    """A decision that is to be carried out within a month."""
    return ConferenceDecision(**{"episode_id": "e", "conference_id": "c", "text": "Tập đi hằng ngày"} | given)


def finding(domain: str, words: str = "Còn yếu") -> ConferenceFinding:
    """What was found in a domain."""
    return ConferenceFinding(episode_id="e", conference_id="c", domain=domain, finding=words)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"held_on": None}, ["held_on!"]),
        ({"held_on": TODAY + timedelta(days=1)}, ["held_on!"]),
        ({"held_on": SINCE - timedelta(days=1)}, ["held_on"]),
        ({"held_on": SINCE}, []),
        ({"subject": "  "}, ["subject!"]),
        ({"present": ""}, ["present"]),
        ({"conclusion": "a" * 10_001}, ["conclusion!"]),
        ({"held_on": date(1026, 11, 22)}, ["held_on!"]),
    ],
)
def test_a_meeting(given: dict[str, Any], fields: list[str]) -> None:
    found = problems_in(meeting(**given), (), (), since=SINCE, today=TODAY)
    assert [p.field + "!" * (p.severity == "error") for p in found] == fields


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"text": " "}, ["decisions.0.text"]),
        ({"due_on": TODAY - timedelta(days=1)}, ["decisions.0.due_on"]),
        ({"due_on": TODAY}, []),
        ({"due_on": date(2126, 1, 1)}, ["decisions.0.due_on"]),
        ({"text": "🙂" * 10_001}, ["decisions.0.text"]),
    ],
)
def test_a_decision(given: dict[str, Any], fields: list[str]) -> None:
    found = problems_in(meeting(), (), (decision(**given),), since=SINCE, today=TODAY)
    assert [p.field for p in errors(found)] == fields


def test_one_finding_for_each_domain() -> None:
    twice = (finding("health"), finding("relations"), finding("health"))
    found = problems_in(meeting(), twice, (), since=SINCE, today=TODAY)
    assert [p.field for p in found] == ["findings.2.finding"]


@given(st.sampled_from(["health", "relations", "other"]), st.text(min_size=1), st.none() | st.dates())
def test_a_decision_becomes_a_proposed_goal_that_says_the_same(domain: str, text: str, due_on: date | None) -> None:
    asked = decision(domain=domain, text=text, due_on=due_on)
    goal = goal_of(asked, "t", 3)
    assert (goal.domain, goal.text, goal.due_on) == (domain, text.strip(), due_on)
    assert (goal.thread, goal.position, goal.episode_id) == ("t", 3, "e")
    assert (goal.life, goal.achievement, goal.id) == (GoalLife.PROPOSED, Achievement.NOT_RATED, "")
