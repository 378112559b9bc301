"""Approving a submitted version or returning it: one answer of one tier, by a second person, never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.care_plans.answering import answer, or_ended_delegation
from carebook.actions.care_plans.cases import case_of
from carebook.actions.change import Change, deed, refuse
from carebook.records.care_plans import Answer, PlanState
from carebook.records.staff import Actor
from carebook.store import care_plans as store
from carebook.store.book import Book
from carebook.words import N_, message


@or_ended_delegation
@deed(N_("Approve the plan"), "casework")
def approve_plan(
    book: Book,
    plan_id: str,
    comment: str = "",
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Approve a submitted version at the latest tier held. At the last tier it comes into force, in place of the one before it,
    in the same moment; before that it goes on to the next tier. `AlreadyDecided` when somebody answered first.
    """
    with book.changing(by.account_id, now, op, "approve_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, plan_id), by, now)
        tiers = store.tiers_for(writer, case.file.plan)
        waiting = answer(writer, store.CARE, case, tiers, Answer.APPROVED, comment, by, now, seen)
        number = case.file.plan.number
        if waiting is None:
            plan = store.put_in_force(writer, case.file)
            said = message("Approved plan version {number}; it is in force.", number=number)
        else:
            plan = store.bumped(writer, case.file.plan)
            said = message(
                "Approved plan version {number}; it now waits for: {tier}.", number=number, tier=waiting.text
            )
    return case.changed(op, said, plan, undoable=False)


@or_ended_delegation
@deed(N_("Return for revision"), "casework")
def return_plan(
    book: Book,
    plan_id: str,
    comment: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Give a submitted version back with what has to be changed; the plan in force stays in force."""
    if not comment.strip():
        raise refuse(message("Write what has to be changed."), "comment")
    with book.changing(by.account_id, now, op, "return_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, plan_id), by, now)
        tiers = store.tiers_for(writer, case.file.plan)
        answer(writer, store.CARE, case, tiers, Answer.RETURNED, comment, by, now, seen)
        plan = writer.amend(replace(case.file.plan, state=PlanState.RETURNED))
    said = message("Returned plan version {number} for revision.", number=plan.number)
    return case.changed(op, said, plan, undoable=False)
