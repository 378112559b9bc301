"""Writing versions, moving the one pointer to the plan in force, and what an undo must look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, Risk
from carebook.rules.care_plans import PlanContent
from carebook.rules.care_plans.reviews import in_force
from carebook.store.book import Writer, new_id
from carebook.store.care_plans import versions
from carebook.store.care_plans.questions import CARE, PlanFile, plan_file, plan_in_force


def write_content(writer: Writer, content: PlanContent, because: str) -> PlanFile:
    """Keep a version as ``content`` says: rows without id are added, those no longer there struck through ``because``.

    A version without id becomes the next of its stay, a draft made from the plan in force unless it names another. What
    deeds decide (state, round, who and when) stays as the book has it.
    """
    now = None if content.plan.id else plan_in_force(writer, content.plan.episode_id)
    plan = versions.kept_plan(writer, CARE, content.plan, now.plan.id if now else None)
    ids = dict[str, str]()
    goals = []
    for place, goal in enumerate(content.goals):
        thread = goal.thread or new_id()
        kept = versions.kept_row(writer, CARE, replace(goal, thread=thread, position=place), plan)
        ids |= {kept.id: kept.id, thread: kept.id}
        goals.append(kept)
    activities = [
        versions.kept_row(
            writer, CARE, replace(row, position=place, goal_id=ids[row.goal_id] if row.goal_id else None), plan
        )
        for place, row in enumerate(content.activities)
    ]
    risks = [
        versions.kept_row(writer, CARE, replace(row, position=place), plan) for place, row in enumerate(content.risks)
    ]
    helps = [versions.kept_row(writer, CARE, row, plan) for row in content.helps]
    for cls, rows in ((Activity, activities), (Risk, risks), (DailyHelp, helps), (Goal, goals)):
        versions.strike_gone(writer, CARE, cls, plan.id, rows, because)
    file = plan_file(writer, plan.id)
    if file is None:
        raise LookupError(plan.id)
    return file


def put_in_force(writer: Writer, file: PlanFile) -> CarePlan:
    """The version approved and in force from now on: its goals become active, the pointer moves (a plan in force before is
    replaced in the same moment).
    """
    before = plan_in_force(writer, file.plan.episode_id)
    threads = {goal.thread: goal for goal in before.goals} if before else {}
    for goal in file.goals:
        writer.amend(in_force(goal, threads.get(goal.thread)))
    return versions.put_in_force(writer, CARE, file.plan)


def end_in_force(writer: Writer, episode_id: str, day: date, because: str) -> CarePlan | None:
    """The plan in force of a stay ends on ``day``; afterwards none is. None when there was none."""
    ended: CarePlan | None = versions.end_in_force(writer, CARE, episode_id, day, because)
    return ended


def bound_rows(writer: Writer, rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The (table, id) of rows that stand and fall with these when an operation on them is undone."""
    return versions.bound_rows(writer, CARE, rows)
