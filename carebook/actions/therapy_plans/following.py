"""What happens to the rehabilitation plan in force: rating its goals, re-assessing it, ending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.care_plans.cases import case_of, must_allow, must_be_in_force, must_be_newest
from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.dates import today_in_vietnam, written
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal, RehabilitationReview
from carebook.records.staff import Actor
from carebook.rules.care_plans.reviews import rated
from carebook.rules.therapy_plans import GoalStanding, due_review_on, next_review_on, problems_in_review
from carebook.rules.therapy_plans.reviews import END, problems_in_standing
from carebook.store import code_lists
from carebook.store import therapy_plans as store
from carebook.store.book import Book, Writer, in_vietnam
from carebook.words import N_, Message, message

ADJUST = "adjust"


@deed(N_("End the rehabilitation plan"), "rehabilitation")
def end_rehabilitation_plan(
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
    with book.changing(by.account_id, now, op, "end_rehabilitation_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, plan_id), by, now, "rehabilitation")
        must_allow(case.file, "end_plan")
        must_be_in_force(case.file)
        must_be_newest(case.file, seen)
        plan = store.end_in_force(writer, case.episode.id, in_vietnam(now), reason)
    said = message("Ended rehabilitation plan version {number}.", number=case.file.plan.number)
    return case.changed(op, said, plan)


@deed(N_("Rate the goal of rehabilitation"), "rehabilitation")
def rate_rehabilitation_goal(
    book: Book,
    goal_id: str,
    standing: GoalStanding,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Say how a goal of the plan in force stands today, with its level of attainment where there is one; nothing else of the
    plan changes. ``seen`` is the goal's version; ``Change.result`` the kept goal.
    """
    stop_at(problems_in_standing(standing))
    with book.changing(by.account_id, now, op, "rate_rehabilitation_goal", reason=reason) as writer:
        goal = writer.record(RehabilitationGoal, goal_id)
        if goal is None:
            raise LookupError(goal_id)
        case = case_of(writer, store.plan_file(writer, goal.therapy_plan_id), by, now, "rehabilitation")
        must_be_in_force(case.file)
        kept = _rate(writer, goal, standing, in_vietnam(now), by, seen)
    return case.changed(op, message("Rated the goal “{goal}”.", goal=kept.text), kept)


@deed(N_("Review the rehabilitation plan"), "rehabilitation")
def review_rehabilitation_plan(
    book: Book,
    review: RehabilitationReview,
    ratings: Mapping[str, GoalStanding],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a re-assessment of the plan in force together with the ratings of its goals (by their ids).

    The day it was due is written down, the next one set by the plan's interval unless given. ``Change.result`` is the
    `RehabilitationReview`; ending or changing the plan, if that is proposed, is a deed of its own.
    """
    with book.changing(by.account_id, now, op, "review_rehabilitation_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, review.therapy_plan_id), by, now, "rehabilitation")
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
        for goal_id, standing in ratings.items():
            _rate(writer, goals[goal_id], standing, done_on, by)
    return case.changed(op, _reviewed(kept), kept)


def _rate(
    writer: Writer, goal: RehabilitationGoal, standing: GoalStanding, on: date, by: Actor, seen: int | None = None
) -> RehabilitationGoal:
    """The goal with its rating of that day, and its level kept beside those of the sessions."""
    if standing.level is not None:
        writer.add(
            GoalRating(
                episode_id=goal.episode_id,
                thread=goal.thread,
                rated_on=on,
                level=standing.level,
                rated_by_id=by.staff_member_id,
                remark=standing.remark.strip(),
            )
        )
    return writer.amend(rated(goal, (standing.life, standing.achievement, standing.remark), on), seen=seen)


def _reviewed(review: RehabilitationReview) -> Message:
    if review.proposal == END:
        return message("Saved the review. The doctor or the head of department ends the plan.")
    if review.proposal == ADJUST:
        return message("Saved the review. The change is written as a new version.")
    if review.next_on is None:
        return message("Saved the review.")
    return message("Saved the review. The next one is due on {date}.", date=written(review.next_on))
