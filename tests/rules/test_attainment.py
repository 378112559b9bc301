"""The T score of the goals of a rehabilitation plan: hand-reckoned cases, and which ratings count on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.rehabilitation import GoalRating, RehabilitationGoal
from carebook.rules.attainment import t_score, t_score_on, t_scores, weight_of

DAY = date(2026, 6, 1)


def goal(thread: str, importance: int | None = None, difficulty: int | None = None) -> RehabilitationGoal:
    return RehabilitationGoal(
        episode_id="e", therapy_plan_id="p", thread=thread, importance=importance, difficulty=difficulty
    )


def rated(thread: str, level: int, on: date = DAY, id: str = "1") -> GoalRating:
    return GoalRating(id=id, episode_id="e", thread=thread, rated_on=on, level=level)


@pytest.mark.parametrize(
    ("weights", "levels", "t"),
    [
        # an old woman after a stroke: 50 + 10·(−20) / √(0,7·52 + 0,3·100) = 50 − 200/8,1486
        ((6, 4), (-2, -2), 25.5),
        ((6, 4), (-1, -2), 32.8),
        ((6, 4), (0, -1), 45.1),
        ((6, 4), (0, 0), 50.0),
        # a boy of four
        ((6, 4, 3), (-2, -2, -2), 23.1),
        ((6, 4, 3), (-1, -1, -2), 33.4),
        ((6, 4, 3), (-1, -1, -1), 36.5),
        ((6, 4, 3), (0, -1, 0), 45.9),
        # one goal moves T by ten a level, whatever it weighs
        ((1,), (2,), 70.0),
        ((9,), (-1,), 40.0),
        # two of the same weight: 50 + 10·2 / √(0,7·2 + 0,3·4) = 50 + 20/1,6125
        ((1, 1), (1, 1), 62.4),
        ((2, 2), (1, 1), 62.4),
        # what one gains the other loses
        ((3, 3), (1, -1), 50.0),
    ],
)
def test_hand_reckoned_cases(weights: tuple[int, ...], levels: tuple[int, ...], t: float) -> None:
    assert t_score(zip(levels, weights, strict=True)) == t


def test_there_is_no_score_without_a_goal_that_weighs_anything() -> None:
    assert t_score([]) is None
    assert t_score([(1, 0.0), (2, -3.0)]) is None
    assert t_score([(1, 0.0), (1, 5.0)]) == 60.0


@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 9)), min_size=1, max_size=8))
def test_the_score_is_fair(pairs: list[tuple[int, int]]) -> None:
    """Better levels never lower it, the sign of all levels mirrors it at 50, and the order of goals does not matter."""
    t = t_score(pairs)
    assert t is not None
    assert 13.4 <= t <= 86.6
    mirrored = t_score([(-level, weight) for level, weight in pairs])
    assert mirrored is not None
    assert t + mirrored == pytest.approx(100, abs=0.11)
    assert t_score(pairs[::-1]) == t
    raised = t_score([(min(2, level + 1), weight) for level, weight in pairs])
    assert raised is not None
    assert raised >= t


@pytest.mark.parametrize(
    ("importance", "difficulty", "weight"),
    [(3, 2, 6.0), (2, 2, 4.0), (None, None, 1.0), (6, None, 6.0), (None, 3, 3.0)],
)
def test_the_weight_of_a_goal(importance: int | None, difficulty: int | None, weight: float) -> None:
    assert weight_of(goal("a", importance, difficulty)) == weight


def test_the_newest_rating_up_to_the_day_counts() -> None:
    goals = [goal("a", 3, 2), goal("b", 2, 2)]
    ratings = [
        rated("a", -2),
        rated("b", -2),
        rated("a", -1, DAY + timedelta(30)),
        rated("a", 0, DAY + timedelta(60)),
        rated("b", -1, DAY + timedelta(60)),
    ]
    days = [DAY - timedelta(1), DAY, DAY + timedelta(30), DAY + timedelta(59), DAY + timedelta(60)]
    assert [score.t for score in t_scores(goals, ratings[::-1], days)] == [None, 25.5, 32.8, 32.8, 45.1]


def test_of_one_day_the_rating_written_last_counts_and_a_struck_one_never() -> None:
    morning, evening = rated("a", -1, id="1"), rated("a", 1, id="2")
    assert t_score_on([goal("a")], [evening, morning], DAY).t == 60.0
    struck = replace(evening, withdrawn_at=datetime(2026, 6, 2, tzinfo=UTC))
    assert t_score_on([goal("a")], [struck, morning], DAY).t == 40.0


def test_a_goal_not_rated_yet_is_not_counted_and_told() -> None:
    score = t_score_on([goal("a", 2, 3), goal("b")], [rated("a", 1), rated("gone", 2)], DAY)
    assert (score.t, score.threads, score.of, score.is_whole) == (60.0, frozenset({"a"}), 2, False)
    assert t_score_on([goal("a")], [rated("a", 1)], DAY).is_whole
    assert not t_score_on([], [rated("a", 1)], DAY).is_whole
