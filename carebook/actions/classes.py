"""Deeds about individual education plans: keeping one with its goals, and reviewing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.groups import EducationGoal, EducationPlan, Group
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.classes import problems_in_education_plan, problems_in_review, tidy_year
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.classes import joined_on, write_education_plan
from carebook.words import N_, message

GROUPS = frozenset({"groups"})
_CORRECTED = "sửa kế hoạch cá nhân"
_OF_REVIEW = ("reviewed_on", "results")


@deed(N_("Save an education plan"), "groups")
def save_education_plan(
    book: Book,
    plan: EducationPlan,
    goals: Sequence[EducationGoal],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a plan with its goals, new or changed; what its reviews said stays as the book has it.

    Refused when the pupil was never in the class. ``Change.result`` is the `EducationPlanFile`.
    """
    with book.changing(by.account_id, now, op, "save_education_plan", reason=reason) as writer:
        there = _plan(writer, plan.id, seen) if plan.id else None
        mine = tidy_year(plan)
        if there is not None:
            kept_as_it_was = {name: getattr(there, name) for name in ("episode_id", "group_id", *_OF_REVIEW)}
            mine = replace(mine, **kept_as_it_was)
        person = _pupil(writer, mine, by, now)
        joined = joined_on(writer, mine.group_id, mine.episode_id)
        if joined is None:
            raise refuse(message("{name} is not in this class.", name=person.full_name))
        stop_at(problems_in_education_plan(mine, goals, joined=joined, today=in_vietnam(now)))
        kept = write_education_plan(writer, mine, goals, because=reason or _CORRECTED)
    said = message("Saved the education plan of {name}.", name=person.full_name)
    return Change(GROUPS, (person.id, kept.plan.id), op, said, result=kept)


@deed(N_("Review an education plan"), "groups")
def review_education_plan(
    book: Book,
    plan: EducationPlan,
    goals: Sequence[EducationGoal],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep what a review found: its day and results, how far each goal was reached, and the day of the next review.

    Everything else of plan and goals stays as the book has it. ``Change.result`` is the `EducationPlanFile`.
    """
    with book.changing(by.account_id, now, op, "review_education_plan", reason=reason) as writer:
        there = _plan(writer, plan.id, seen)
        person = _pupil(writer, there, by, now)
        mine = replace(there, reviewed_on=plan.reviewed_on, results=plan.results, review_on=plan.review_on)
        rated = {goal.id: goal for goal in goals}
        kept_goals = [
            replace(goal, achievement=rated[goal.id].achievement, remark=rated[goal.id].remark)
            if goal.id in rated
            else goal
            for goal in writer.records(EducationGoal, "education_plan_id = ?", (there.id,), order="position, id")
        ]
        stop_at(problems_in_review(mine, kept_goals, today=in_vietnam(now)))
        kept = write_education_plan(writer, mine, kept_goals, because=reason or _CORRECTED)
    said = message("Kept the review of the education plan of {name}.", name=person.full_name)
    return Change(GROUPS, (person.id, kept.plan.id), op, said, result=kept)


def _plan(writer: Writer, plan_id: str, seen: int | None) -> EducationPlan:
    """A plan that may still be changed, and that nobody changed since it was ``seen``."""
    there = writer.record(EducationPlan, plan_id)
    if there is None:
        raise LookupError(plan_id)
    if there.is_withdrawn:
        raise refuse(message("This education plan was struck through ({why}).", why=there.withdrawn_because))
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    return there


def _pupil(writer: Writer, plan: EducationPlan, by: Actor, now: datetime) -> Person:
    """Whose plan it is; the class must be there."""
    if writer.record(Group, plan.group_id) is None:
        raise LookupError(plan.group_id)
    return visible_stay(writer, plan.episode_id, by, now)[1]
