"""What happens to the plan in force: rating its goals, reviewing it, ending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from carebook.actions.care_plans.cases import case_of, must_allow, must_be_in_force, must_be_newest
from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.dates import today_in_vietnam, written
from carebook.records.care_plans import Achievement, Goal, GoalLife, PlanReview, Proposal
from carebook.records.staff import Actor
from carebook.rules.care_plans import Rating, due_review_on, next_review_on, problems_in_review
from carebook.rules.care_plans.reviews import rated
from carebook.store import care_plans as store
from carebook.store import code_lists
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, Message, message


@deed(N_("End the plan in force"), "casework")
def end_plan(
    book: Book,
    plan_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """End the plan in force; afterwards the stay has none until another is approved."""
    if not reason.strip():
        raise refuse(message("Say why the plan ends."), "reason")
    with book.changing(by.account_id, now, op, "end_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, plan_id), by, now)
        must_allow(case.file, "end_plan")
        must_be_in_force(case.file)
        must_be_newest(case.file, seen)
        plan = store.end_in_force(writer, case.episode.id, in_vietnam(now), reason)
    return case.changed(op, message("Ended plan version {number}.", number=case.file.plan.number), plan)


@deed(N_("Rate the goal"), "casework")
def rate_goal(
    book: Book,
    goal_id: str,
    life: GoalLife,
    achievement: Achievement,
    remark: str = "",
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Say how a goal of the plan in force stands today; nothing else of the plan changes. ``seen`` is the goal's version."""
    with book.changing(by.account_id, now, op, "rate_goal", reason=reason) as writer:
        goal = writer.record(Goal, goal_id)
        if goal is None:
            raise LookupError(goal_id)
        case = case_of(writer, store.plan_file(writer, goal.plan_id), by, now)
        must_be_in_force(case.file)
        kept = writer.amend(rated(goal, (life, achievement, remark), in_vietnam(now)), seen=seen)
    return case.changed(op, message("Rated the goal “{goal}”.", goal=kept.text), kept)


@deed(N_("Review"), "casework")
def review_plan(
    book: Book,
    review: PlanReview,
    ratings: Mapping[str, Rating],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a review of the plan in force together with the ratings of its goals (by their ids).

    The day it was due is written down, the next one set by the plan's interval unless given. ``Change.result`` is the
    `PlanReview`; ending or changing the plan, if that is proposed, is a deed of its own.
    """
    with book.changing(by.account_id, now, op, "review_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, review.plan_id), by, now)
        file = case.file
        must_be_in_force(file)
        must_be_newest(file, seen)
        goals = {goal.id: goal for goal in file.goals}
        if strangers := ratings.keys() - goals.keys():
            raise LookupError(", ".join(sorted(strangers)))
        since = today_in_vietnam(file.since_at or now)
        stop_at(problems_in_review(review, ratings, file.goals, since=since, today=in_vietnam(now)))
        limits = code_lists.limits(writer)
        done_on = review.done_on or in_vietnam(now)
        kept = writer.add(
            replace(
                review,
                episode_id=case.episode.id,
                due_on=due_review_on(file.plan, file.reviews, limits),
                next_on=next_review_on(file.plan, review, limits),
                reviewer_id=review.reviewer_id or by.staff_member_id,
            )
        )
        for goal_id, rating in ratings.items():
            writer.amend(rated(goals[goal_id], rating, done_on))
    return case.changed(op, _reviewed(kept), kept)


def _reviewed(review: PlanReview) -> Message:
    if review.proposal is Proposal.END:
        return message("Saved the review. The head of department or the director ends the plan.")
    if review.proposal is Proposal.ADJUST:
        return message("Saved the review. The change is written as a new version.")
    if review.next_on is None:
        return message("Saved the review.")
    return message("Saved the review. The next one is due on {date}.", date=written(review.next_on))
