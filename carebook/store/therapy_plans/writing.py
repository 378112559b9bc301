"""Writing versions of a rehabilitation plan, moving the one pointer to the one in force, and what an undo must look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from carebook.records.rehabilitation import FunctionRating, PlannedTherapy, RehabilitationGoal, RehabilitationPlan
from carebook.rules.care_plans.reviews import in_force
from carebook.rules.therapy_plans import TherapyPlanContent
from carebook.store.book import Writer, new_id
from carebook.store.care_plans import versions
from carebook.store.therapy_plans.questions import REHABILITATION, TherapyPlanFile, plan_file, plan_in_force


def write_content(writer: Writer, content: TherapyPlanContent, because: str) -> TherapyPlanFile:
    """Keep a version as ``content`` says: rows without id are added, those no longer there struck through ``because``.

    A version without id becomes the next of its stay, a draft made from the plan in force unless it names another. What
    deeds decide (state, round, who and when) stays as the book has it.
    """
    now = None if content.plan.id else plan_in_force(writer, content.plan.episode_id)
    plan = versions.kept_plan(writer, REHABILITATION, content.plan, now.plan.id if now else None)
    therapies = [replace(row, position=place) for place, row in enumerate(content.therapies)]
    goals = [replace(row, position=place, thread=row.thread or new_id()) for place, row in enumerate(content.goals)]
    functions = [replace(row, position=place) for place, row in enumerate(content.functions)]
    for cls, rows in ((PlannedTherapy, therapies), (RehabilitationGoal, goals), (FunctionRating, functions)):
        kept = [versions.kept_row(writer, REHABILITATION, row, plan) for row in rows]
        versions.strike_gone(writer, REHABILITATION, cls, plan.id, kept, because)
    file = plan_file(writer, plan.id)
    if file is None:
        raise LookupError(plan.id)
    return file


def put_in_force(writer: Writer, file: TherapyPlanFile) -> RehabilitationPlan:
    """The version approved and in force from now on: its goals become active, the pointer moves (a plan in force before is
    replaced in the same moment).
    """
    before = plan_in_force(writer, file.plan.episode_id)
    threads = {goal.thread: goal for goal in before.goals} if before else {}
    for goal in file.goals:
        writer.amend(in_force(goal, threads.get(goal.thread)))
    return versions.put_in_force(writer, REHABILITATION, file.plan)


def end_in_force(writer: Writer, episode_id: str, day: date, because: str) -> RehabilitationPlan | None:
    """The plan in force of a stay ends on ``day``; afterwards none is. None when there was none."""
    ended: RehabilitationPlan | None = versions.end_in_force(writer, REHABILITATION, episode_id, day, because)
    return ended


def bound_rows(writer: Writer, rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The (table, id) of rows that stand and fall with these when an operation on them is undone."""
    return versions.bound_rows(writer, REHABILITATION, rows)
