"""The T score of goals, and sheets on which goals are not all rated."""

from __future__ import annotations

import pytest

from carebook.rules.instruments import (
    goal_attainment,
    goal_weight,
    problems_in_answers,
    problems_in_completed,
    score_of,
)
from tests.instrument_samples import instrument


@pytest.mark.parametrize(
    ("weights", "levels", "t"),
    [
        ((1,), (0,), 50),
        ((1,), (1,), 60),
        ((1, 1), (1, 1), 62.4),
        ((6, 4), (-2, -2), 25.5),
        ((6, 4), (-1, -2), 32.8),
        ((6, 4), (0, -1), 45.1),
        ((6, 4), (0, 0), 50),
        ((6, 4, 3), (-2, -2, -2), 23.1),
        ((6, 4, 3), (-1, -1, -2), 33.4),
        ((6, 4, 3), (-1, -1, -1), 36.5),
        ((6, 4, 3), (0, -1, 0), 45.9),
        ((4, 2), (-2, -2), 25.9),
        ((4, 2), (-1, -1), 38),
        ((4, 2), (0, -1), 46),
    ],
)
def test_attainment_of_goals(weights: tuple[float, ...], levels: tuple[float, ...], t: float) -> None:
    goals = [f"goal-{place}" for place, _ in enumerate(levels)]
    score = score_of(
        instrument("gas"), dict(zip(goals, levels, strict=True)), weights=dict(zip(goals, weights, strict=True))
    )
    assert (score.total, score.complete, score.of) == (t, True, len(goals))
    assert score.band is not None
    assert score.band.code == ("below" if t < 50 else "as_expected" if t == 50 else "above")


def test_a_goal_not_rated_leaves_the_sheet_open() -> None:
    gas = instrument("gas")
    score = score_of(gas, {"a": 1}, weights={"a": 1, "b": 2})
    assert (score.total, score.band, score.answered, score.of, score.complete) == (60, None, 1, 2, False)
    assert [problem.field for problem in problems_in_completed(gas, {"a": 1}, weights={"a": 1, "b": 2})] == ["b"]
    assert [problem.field for problem in problems_in_completed(gas, {})] == [""]
    assert score_of(gas, {}).complete is False


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf")])
def test_a_goal_without_weight_is_refused(weight: float) -> None:
    gas = instrument("gas")
    assert [problem.field for problem in problems_in_answers(gas, {"a": 1}, weights={"a": weight})] == ["a"]
    assert score_of(gas, {"a": 1}, weights={"a": weight}).total is None
    with pytest.raises(ValueError):
        goal_attainment([(1, weight)])


def test_the_weight_of_a_goal() -> None:
    assert [goal_weight(3, 2), goal_weight(1, 1), goal_weight(3, 3)] == [6, 1, 9]
    for importance, difficulty in ((0, 1), (1, 4)):
        with pytest.raises(ValueError):
            goal_weight(importance, difficulty)
    with pytest.raises(ValueError):
        goal_attainment([])
