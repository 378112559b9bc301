"""Reviews of the plan in force: when the next is due, what a review must say, and how a rating is carried into a new version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias, TypeVar

from carebook.dates import today_in_vietnam, written
from carebook.records.care_plans import Achievement, CarePlan, Goal, GoalLife, PlanReview, Proposal, ReviewPeriod
from carebook.records.codes import Limit
from carebook.records.rehabilitation import RehabilitationGoal
from carebook.rules.calendar import months_after
from carebook.rules.dated import limit_on
from carebook.rules.problem import Problem, warning
from carebook.words import message

G = TypeVar("G", Goal, RehabilitationGoal)
Rating: TypeAlias = tuple[GoalLife, Achievement, str]
"""What is said of a goal: its life, how far it was reached, a remark."""


def months_between_reviews(plan: CarePlan, limits: Iterable[Limit], day: date) -> int:
    """After how many months the plan is reviewed: its own interval, or the limit ``plan_review`` in force on ``day``."""
    return plan.review_every_months or limit_on(limits, "plan_review", day).value


def due_review_on(plan: CarePlan, reviews: Sequence[PlanReview], limits: Iterable[Limit]) -> date | None:
    """The day on which an approved plan is due for review: as the newest review set it, else as the plan says, else the
    interval after its approval. None while the plan is not approved.
    """
    if plan.approved_at is None:
        return None
    approved_on = today_in_vietnam(plan.approved_at)
    newest = max(reviews, key=lambda review: (review.done_on or date.min, review.id), default=None)
    if newest is None and plan.review_on is not None:
        return plan.review_on
    if newest is not None and newest.next_on is not None:
        return newest.next_on
    last = (newest.done_on if newest else None) or approved_on
    return months_after(last, months_between_reviews(plan, limits, last))


def next_review_on(plan: CarePlan, review: PlanReview, limits: Iterable[Limit]) -> date | None:
    """The day a review proposes for the next one when nobody wrote one down; None when it proposes to end the plan."""
    if review.next_on is not None or review.done_on is None or review.proposal is Proposal.END:
        return review.next_on
    return months_after(review.done_on, months_between_reviews(plan, limits, review.done_on))


def problems_in_review(
    review: PlanReview, ratings: Mapping[str, Rating], goals: Sequence[Goal], *, since: date, today: date
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
    if review.period is ReviewPeriod.UNSCHEDULED and not review.reason.strip():
        found.append(Problem("reason", message("Say why the plan is reviewed out of turn.")))
    if review.next_on is not None and review.done_on is not None and review.next_on <= review.done_on:
        found.append(Problem("next_on", message("The next review comes after this one.")))
    unrated = [g for g in goals if ratings.get(g.id, (g.life, g.achievement, ""))[1] is Achievement.NOT_RATED]
    if unrated:
        found.append(warning("ratings", message("Goals not rated yet: {count}.", count=len(unrated))))
    return found


def rated(goal: G, rating: Rating, on: date) -> G:
    """The goal with its rating of that day."""
    life, achievement, remark = rating
    return replace(goal, life=life, achievement=achievement, remark=remark.strip(), achieved_on=on)


def in_force(goal: G, before: G | None) -> G:
    """The goal as it comes into force: proposed and agreed goals become active; a rating its forerunner was given since the
    new version was written goes on with it.
    """
    if before is not None and (before.achieved_on or date.min) > (goal.achieved_on or date.min):
        goal = replace(
            goal,
            life=before.life,
            achievement=before.achievement,
            remark=before.remark,
            achieved_on=before.achieved_on,
        )
    if goal.life in (GoalLife.PROPOSED, GoalLife.AGREED):
        goal = replace(goal, life=GoalLife.ACTIVE)
    return goal
