"""When a plan is due for review, and what a rating leaves behind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from carebook.records.care_plans import Achievement, CarePlan, Goal, GoalLife, PlanReview, Proposal
from carebook.records.codes import Limit
from carebook.rules.care_plans import due_review_on, next_review_on
from carebook.rules.care_plans.reviews import in_force, rated

LIMITS = [
    Limit(name="plan_review", value=6, unit="months", valid_to=date(2026, 10, 31)),
    Limit(name="plan_review", value=3, unit="months", valid_from=date(2026, 11, 1)),
]


def plan(**given: Any) -> CarePlan:
    """Approved on 30/11/2026 in Vietnam, an hour after midnight."""
    facts: dict[str, Any] = {"episode_id": "", "approved_at": datetime(2026, 11, 29, 18, tzinfo=UTC)}
    return CarePlan(**facts | given)


def review(done_on: date, **given: Any) -> PlanReview:
    facts: dict[str, Any] = {"episode_id": "", "plan_id": "", "id": done_on.isoformat(), "done_on": done_on}
    return PlanReview(**facts | given)


@pytest.mark.parametrize(
    ("version", "reviews", "expected"),
    [
        (plan(approved_at=None, review_on=date(2026, 12, 1)), [], None),
        (plan(), [], date(2027, 2, 28)),  # the last day of a short month
        (plan(approved_at=datetime(2026, 10, 5, tzinfo=UTC)), [], date(2027, 4, 5)),  # the limit of the day of approval
        (plan(review_every_months=1), [], date(2026, 12, 30)),
        (plan(review_on=date(2027, 1, 15)), [], date(2027, 1, 15)),
        (plan(review_on=date(2027, 1, 15)), [review(date(2027, 1, 10))], date(2027, 4, 10)),
        (plan(), [review(date(2027, 1, 10), next_on=date(2027, 2, 1))], date(2027, 2, 1)),
        (
            plan(),
            [review(date(2027, 3, 1)), review(date(2027, 1, 10), next_on=date(2027, 2, 1))],
            date(2027, 6, 1),
        ),
    ],
)
def test_when_the_next_review_is_due(version: CarePlan, reviews: list[PlanReview], expected: date | None) -> None:
    assert due_review_on(version, reviews, LIMITS) == expected
    assert due_review_on(version, reviews[::-1], LIMITS) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"proposal": Proposal.CONTINUE}, date(2027, 2, 28)),
        ({"proposal": Proposal.ADJUST}, date(2027, 2, 28)),
        ({"proposal": Proposal.END}, None),
        ({"proposal": Proposal.END, "next_on": date(2027, 1, 1)}, date(2027, 1, 1)),
        ({"proposal": Proposal.CONTINUE, "next_on": date(2027, 1, 1)}, date(2027, 1, 1)),
    ],
)
def test_what_a_review_sets_for_the_next(given: dict[str, Any], expected: date | None) -> None:
    assert next_review_on(plan(), review(date(2026, 11, 30), **given), LIMITS) == expected


def goal(**given: Any) -> Goal:
    return Goal(**{"episode_id": "", "plan_id": "", "thread": "t"} | given)


@pytest.mark.parametrize(
    ("new", "before", "life"),
    [
        (goal(), None, GoalLife.ACTIVE),
        (goal(life=GoalLife.AGREED), goal(), GoalLife.ACTIVE),
        (goal(life=GoalLife.ON_HOLD), None, GoalLife.ON_HOLD),
        (goal(), goal(life=GoalLife.ON_HOLD, achieved_on=date(2026, 11, 1)), GoalLife.ON_HOLD),
        (
            goal(life=GoalLife.ACTIVE, achieved_on=date(2026, 11, 1)),
            goal(life=GoalLife.ON_HOLD, achieved_on=date(2026, 11, 1)),
            GoalLife.ACTIVE,
        ),
    ],
)
def test_how_a_goal_comes_into_force(new: Goal, before: Goal | None, life: GoalLife) -> None:
    assert in_force(new, before).life is life


def test_a_rating() -> None:
    found = rated(goal(text="Đi 20 m"), (GoalLife.FINISHED, Achievement.ACHIEVED, " tốt "), date(2026, 11, 22))
    assert found == goal(
        text="Đi 20 m",
        life=GoalLife.FINISHED,
        achievement=Achievement.ACHIEVED,
        remark="tốt",
        achieved_on=date(2026, 11, 22),
    )
