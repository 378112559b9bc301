"""Goal attainment of a rehabilitation plan: what each goal weighs, and the T score of goals on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.rehabilitation import GoalRating, RehabilitationGoal
from carebook.rules.instruments import goal_attainment, rounded
from carebook.rules.instruments.checks import is_weight

EXPECTED_T = 50.0
"""The T score of goals that came out exactly as expected."""
_DECIMALS = 1


@dataclass(frozen=True)
class TScore:
    """The T score of a day; None while no goal was rated.

    ``threads`` are the goals it counts, those rated up to then, ``of`` how many goals there were: two scores can be compared
    where they count the same goals.
    """

    on: date
    t: float | None
    threads: frozenset[str]
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether every goal was rated."""
        return bool(self.threads) and len(self.threads) == self.of


def weight_of(goal: RehabilitationGoal) -> float:
    """Importance times difficulty; what was left empty counts 1, so that a weight can stand in one of the two."""
    return float((goal.importance or 1) * (goal.difficulty or 1))


def t_score(pairs: Iterable[tuple[float, float]]) -> float | None:
    """The T score of goals, each as (level from -2 to 2, weight), to one decimal; None without a goal that weighs anything."""
    rated = [(level, weight) for level, weight in pairs if is_weight(weight)]
    return rounded(goal_attainment(rated), _DECIMALS) if rated else None


def newest_ratings(ratings: Iterable[GoalRating], day: date) -> dict[str, GoalRating]:
    """The newest rating of each goal up to and with a day, by thread; of one day the one written last."""
    past = (rating for rating in ratings if rating.rated_on <= day and not rating.is_withdrawn)
    return {rating.thread: rating for rating in sorted(past, key=lambda one: (one.rated_on, one.id))}


def t_score_on(goals: Sequence[RehabilitationGoal], ratings: Iterable[GoalRating], day: date) -> TScore:
    """The T score of goals on a day, from the newest rating of each up to then."""
    newest = newest_ratings(ratings, day)
    counted = [goal for goal in goals if goal.thread in newest]
    t = t_score((newest[goal.thread].level, weight_of(goal)) for goal in counted)
    return TScore(day, t, frozenset(goal.thread for goal in counted), len(goals))


def t_scores(
    goals: Sequence[RehabilitationGoal], ratings: Iterable[GoalRating], days: Iterable[date]
) -> tuple[TScore, ...]:
    """The T score of the same goals on each of these days, in their order."""
    given = tuple(ratings)
    return tuple(t_score_on(goals, given, day) for day in days)
