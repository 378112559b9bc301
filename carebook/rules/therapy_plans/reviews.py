"""Re-assessments of the rehabilitation plan in force: when the next is due, and what one must say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.dates import today_in_vietnam, written
from carebook.records.care_plans import Achievement, GoalLife
from carebook.records.codes import Limit
from carebook.records.rehabilitation import RehabilitationGoal, RehabilitationPlan, RehabilitationReview
from carebook.rules.calendar import months_after
from carebook.rules.dated import limit_on
from carebook.rules.problem import Problem, warning
from carebook.words import message

LOWEST, HIGHEST = -2, 2
END = "end"  # the proposal after which no further review is due


@dataclass(frozen=True)
class GoalStanding:
    """What is said of a goal on a day: followed or not, how far it was reached, a remark, and its level (−2 to +2) if rated."""

    life: GoalLife
    achievement: Achievement
    remark: str = ""
    level: int | None = None


def achievement_at(level: int) -> Achievement:
    """How far a goal is reached at a level of attainment: 0 is what was hoped for."""
    if level >= 0:
        return Achievement.ACHIEVED
    return Achievement.PARTLY if level > LOWEST else Achievement.NOT_ACHIEVED


def _after(plan: RehabilitationPlan, limits: Iterable[Limit], day: date) -> date:
    """The next review after ``day``: the plan's own weeks, or the months of the limit ``rehabilitation_review``."""
    if plan.review_every_weeks:
        return day + timedelta(weeks=plan.review_every_weeks)
    return months_after(day, limit_on(limits, "rehabilitation_review", day).value)


def due_review_on(
    plan: RehabilitationPlan, reviews: Sequence[RehabilitationReview], limits: Iterable[Limit]
) -> date | None:
    """The day on which an approved plan is due for re-assessment: as the newest review set it, else as the plan says, else
    the interval after its approval. None while the plan is not approved.
    """
    if plan.approved_at is None:
        return None
    newest = max(reviews, key=lambda review: (review.done_on or date.min, review.id), default=None)
    if newest is None and plan.review_on is not None:
        return plan.review_on
    if newest is not None and newest.next_on is not None:
        return newest.next_on
    return _after(plan, limits, (newest.done_on if newest else None) or today_in_vietnam(plan.approved_at))


def next_review_on(plan: RehabilitationPlan, review: RehabilitationReview, limits: Iterable[Limit]) -> date | None:
    """The day a review proposes for the next one when nobody wrote one down; None when it proposes to end the therapy."""
    if review.next_on is not None or review.done_on is None or review.proposal == END:
        return review.next_on
    return _after(plan, limits, review.done_on)


def problems_in_review(
    review: RehabilitationReview,
    ratings: Mapping[str, GoalStanding],
    goals: Sequence[RehabilitationGoal],
    *,
    since: date,
    today: date,
) -> list[Problem]:
    """Errors and warnings beside the fields of a review of a plan in force ``since``; a goal's field is its id."""
    found = []
    if review.done_on is None:
        found.append(Problem("done_on", message("Write the day of the review.")))
    elif review.done_on > today:
        found.append(Problem("done_on", message("The day of the review lies in the future.")))
    elif review.done_on < since:
        found.append(Problem("done_on", message("The plan has been in force only since {date}.", date=written(since))))
    if review.proposal is None:
        found.append(Problem("proposal", message("Choose what the review proposes.")))
    if not review.results.strip():
        found.append(Problem("results", message("Write what came of the plan.")))
    if review.next_on is not None and review.done_on is not None and review.next_on <= review.done_on:
        found.append(Problem("next_on", message("The next review comes after this one.")))
    for goal_id, standing in ratings.items():
        found += problems_in_standing(standing, goal_id)
    unrated = [goal for goal in goals if goal.id not in ratings or ratings[goal.id].level is None]
    if unrated:
        found.append(warning("ratings", message("Goals not rated yet: {count}.", count=len(unrated))))
    return found


def problems_in_standing(standing: GoalStanding, field: str = "level") -> list[Problem]:
    """What stands against a rating."""
    if standing.level is None or LOWEST <= standing.level <= HIGHEST:
        return []
    return [Problem(field, message("A level of attainment is −2, −1, 0, +1 or +2."))]
