"""Writing versions, moving the one pointer to the plan in force, and what an undo must look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from carebook.records.care_plans import (
    Activity,
    CarePlan,
    DailyHelp,
    Goal,
    PlanDecision,
    PlanInForce,
    PlanReview,
    PlanState,
    Risk,
)
from carebook.records.record import Record, table_of
from carebook.rules.care_plans import PlanContent
from carebook.rules.care_plans.reviews import in_force
from carebook.store.book import Writer, new_id
from carebook.store.care_plans.questions import PARTS, PlanFile, plan_file, plan_in_force

R = TypeVar("R", bound=Record)
# What deeds decide about a version, never what is written on its page.
_DECIDED = (
    *("state", "submitted_at", "submitted_by", "round", "approved_at", "ended_on", "ended_because"),
    *("withdrawn_at", "withdrawn_by", "withdrawn_because"),
)
_GIVEN = ("episode_id", "number", "replaces_id")


def write_content(writer: Writer, content: PlanContent, because: str) -> PlanFile:
    """Keep a version as ``content`` says: rows without id are added, those no longer there struck through ``because``.

    A version without id becomes the next of its stay, a draft made from the plan in force unless it names another. What
    deeds decide (state, round, who and when) stays as the book has it.
    """
    plan = _kept_plan(writer, content.plan)
    ids = dict[str, str]()
    goals = []
    for place, goal in enumerate(content.goals):
        thread = goal.thread or new_id()
        kept = _kept_row(writer, replace(goal, thread=thread, position=place), plan)
        ids |= {kept.id: kept.id, thread: kept.id}
        goals.append(kept)
    activities = [
        _kept_row(writer, replace(row, position=place, goal_id=ids[row.goal_id] if row.goal_id else None), plan)
        for place, row in enumerate(content.activities)
    ]
    risks = [_kept_row(writer, replace(row, position=place), plan) for place, row in enumerate(content.risks)]
    helps = [_kept_row(writer, row, plan) for row in content.helps]
    for cls, rows in ((Activity, activities), (Risk, risks), (DailyHelp, helps), (Goal, goals)):
        here = {row.id for row in rows}
        for gone in writer.records(cls, "plan_id = ?", (plan.id,)):
            if gone.id not in here:
                writer.withdraw(cls, gone.id, because)
    file = plan_file(writer, plan.id)
    if file is None:
        raise LookupError(plan.id)
    return file


def _kept_plan(writer: Writer, plan: CarePlan) -> CarePlan:
    if plan.id:
        there = writer.record(CarePlan, plan.id)
        if there is None:
            raise LookupError(plan.id)
        kept = writer.amend(_with(plan, there, (*_DECIDED, *_GIVEN)))
        return kept if kept.version > there.version else bumped(writer, kept)
    number = writer.value(
        "SELECT coalesce(max(number), 0) + 1 FROM care_plan WHERE episode_id = ? AND withdrawn_at IS NULL",
        (plan.episode_id,),
    )
    now = plan_in_force(writer, plan.episode_id)
    fresh = _with(plan, CarePlan(episode_id=plan.episode_id), _DECIDED)
    return writer.add(replace(fresh, number=number, replaces_id=plan.replaces_id or (now.plan.id if now else None)))


def _with(plan: CarePlan, other: CarePlan, names: Iterable[str]) -> CarePlan:
    """The plan with those fields of another."""
    return replace(plan, **{name: getattr(other, name) for name in names})


def _kept_row(writer: Writer, row: R, plan: CarePlan) -> R:
    row = replace(row, plan_id=plan.id, episode_id=plan.episode_id)  # type: ignore[call-arg]
    if not row.id:
        return writer.add(row)
    there = writer.record(type(row), row.id)
    if there is None or there.plan_id != plan.id:  # type: ignore[attr-defined]
        raise LookupError(row.id)
    return writer.amend(replace(row, withdrawn_at=None, withdrawn_by=None, withdrawn_because=""))


def bumped(writer: Writer, plan: CarePlan) -> CarePlan:
    """The version counted as changed when only something that belongs to it was, so that who looks at the earlier one is told."""
    writer.run("UPDATE care_plan SET version = version + 1 WHERE id = ?", (plan.id,))
    return replace(plan, version=plan.version + 1)


def put_in_force(writer: Writer, file: PlanFile) -> CarePlan:
    """The version approved and in force from now on: its goals become active, the pointer moves (a plan in force before is
    replaced in the same moment).
    """
    before = plan_in_force(writer, file.plan.episode_id)
    threads = {goal.thread: goal for goal in before.goals} if before else {}
    for goal in file.goals:
        writer.amend(in_force(goal, threads.get(goal.thread)))
    pointer = PlanInForce(episode_id=file.plan.episode_id, plan_id=file.plan.id, since_at=writer.now)
    known = writer.records(PlanInForce, "episode_id = ?", (file.plan.episode_id,), withdrawn=True)
    if known:  # one row for ever: an earlier end of a plan can then no longer be undone
        writer.amend(replace(pointer, id=known[0].id))
    else:
        writer.add(pointer)
    return writer.amend(replace(file.plan, state=PlanState.APPROVED, approved_at=writer.now))


def end_in_force(writer: Writer, episode_id: str, day: date, because: str) -> CarePlan | None:
    """The plan in force of a stay ends on ``day``; afterwards none is. None when there was none."""
    for pointer in writer.records(PlanInForce, "episode_id = ?", (episode_id,)):
        writer.withdraw(PlanInForce, pointer.id, because)
        plan = writer.record(CarePlan, pointer.plan_id)
        if plan is not None:
            return writer.amend(replace(plan, state=PlanState.ENDED, ended_on=day, ended_because=because))
    return None


def bound_rows(writer: Writer, rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The (table, id) of rows that stand and fall with these when an operation on them is undone.

    The content of a version is bound to the version (submitted or approved since, it is frozen); a version is bound to all
    of it, to its decisions, and to the other versions of the stay.
    """
    found: set[tuple[str, str]] = set()
    contents = {table_of(cls) for cls in PARTS}
    for table, row_id in rows:
        if table in contents:
            plan_id = writer.value(f"SELECT plan_id FROM {table} WHERE id = ?", (row_id,))
            found.add(("care_plan", str(plan_id)))
        elif table == "care_plan":
            others = writer.rows(
                "SELECT id FROM care_plan WHERE episode_id = (SELECT episode_id FROM care_plan WHERE id = ?)", (row_id,)
            )
            found |= {("care_plan", row["id"]) for row in others}
            for cls in (*PARTS, PlanDecision, PlanReview):
                of = table_of(cls)
                parts = writer.rows(f"SELECT id FROM {of} WHERE plan_id = ?", (row_id,))
                found |= {(of, row["id"]) for row in parts}
    return found
