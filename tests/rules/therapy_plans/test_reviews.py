"""When a rehabilitation plan is reviewed, and what a review must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from carebook.records.care_plans import Achievement, GoalLife
from carebook.records.codes import Limit
from carebook.records.rehabilitation import RehabilitationGoal, RehabilitationPlan, RehabilitationReview
from carebook.rules.therapy_plans import (
    GoalStanding,
    achievement_at,
    due_review_on,
    next_review_on,
    problems_in_review,
)

LIMITS = [Limit(name="rehabilitation_review", value=1, unit="months", valid_from=date(2000, 1, 1))]
APPROVED = datetime(2026, 10, 30, 17, 30, tzinfo=UTC)  # 31 October in Vietnam
ABOUT: dict[str, Any] = {"episode_id": "stay", "therapy_plan_id": "p"}
GOAL = RehabilitationGoal(**ABOUT, id="g", text="Đi 10 m")


def plan(**given: Any) -> RehabilitationPlan:
    return RehabilitationPlan(episode_id="stay", approved_at=APPROVED, **given)


def review(**given: Any) -> RehabilitationReview:
    told: dict[str, Any] = {"done_on": date(2026, 11, 20), "results": "Đi 8 m", "proposal": "continue"} | given
    return RehabilitationReview(**ABOUT, **told)


@pytest.mark.parametrize(
    ("of", "reviews", "due"),
    [
        (RehabilitationPlan(episode_id="stay"), (), None),
        (plan(), (), date(2026, 11, 30)),
        (plan(review_every_weeks=4), (), date(2026, 11, 28)),
        (plan(review_on=date(2026, 11, 10)), (), date(2026, 11, 10)),
        (plan(review_on=date(2026, 11, 10)), (review(),), date(2026, 12, 20)),
        (plan(), (review(next_on=date(2026, 12, 1)), review(done_on=date(2026, 11, 1))), date(2026, 12, 1)),
        (plan(review_every_weeks=2), (review(),), date(2026, 12, 4)),
    ],
)
def test_when_it_is_due(of: RehabilitationPlan, reviews: tuple[RehabilitationReview, ...], due: date | None) -> None:
    assert due_review_on(of, reviews, LIMITS) == due


@pytest.mark.parametrize(
    ("given", "following"),
    [
        (review(), date(2026, 12, 20)),
        (review(proposal="end"), None),
        (review(next_on=date(2026, 12, 1)), date(2026, 12, 1)),
        (review(done_on=None), None),
    ],
)
def test_which_day_a_review_proposes(given: RehabilitationReview, following: date | None) -> None:
    assert next_review_on(plan(), given, LIMITS) == following


RATED = {"g": GoalStanding(GoalLife.ACTIVE, Achievement.PARTLY, level=-1)}


@pytest.mark.parametrize(
    ("given", "ratings", "told"),
    [
        (review(), RATED, []),
        (review(done_on=None), RATED, [("done_on", "error")]),
        (review(done_on=date(2026, 11, 23)), RATED, [("done_on", "error")]),
        (review(done_on=date(2026, 10, 30)), RATED, [("done_on", "error")]),
        (review(proposal=None), RATED, [("proposal", "error")]),
        (review(results=" "), RATED, [("results", "error")]),
        (review(next_on=date(2026, 11, 20)), RATED, [("next_on", "error")]),
        (review(), {}, [("ratings", "warning")]),
        (review(), {"g": replace(RATED["g"], level=None)}, [("ratings", "warning")]),
        (review(), {"g": replace(RATED["g"], level=3)}, [("g", "error")]),
        (review(), {"g": replace(RATED["g"], level=-3)}, [("g", "error")]),
    ],
)
def test_what_a_review_must_say(
    given: RehabilitationReview, ratings: dict[str, GoalStanding], told: list[tuple[str, str]]
) -> None:
    found = problems_in_review(given, ratings, [GOAL], since=date(2026, 10, 31), today=date(2026, 11, 22))
    assert [(one.field, one.severity) for one in found] == told


@pytest.mark.parametrize(
    ("level", "reached"),
    [
        (-2, Achievement.NOT_ACHIEVED),
        (-1, Achievement.PARTLY),
        (0, Achievement.ACHIEVED),
        (1, Achievement.ACHIEVED),
        (2, Achievement.ACHIEVED),
    ],
)
def test_how_far_a_level_is(level: int, reached: Achievement) -> None:
    assert achievement_at(level) is reached
