"""Approving a submitted rehabilitation plan or returning it: one answer of one tier, by a second person, never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.care_plans.answering import answer, or_ended_delegation
from carebook.actions.care_plans.cases import case_of
from carebook.actions.change import Change, deed, refuse
from carebook.records.care_plans import Answer, PlanState
from carebook.records.staff import Actor
from carebook.rules.therapy_plans import OWN_PLAN
from carebook.store import therapy_plans as store
from carebook.store.book import Book
from carebook.store.care_plans import bumped
from carebook.words import N_, message


@or_ended_delegation
@deed(N_("Approve the rehabilitation plan"), "rehabilitation")
def approve_rehabilitation_plan(
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
    with book.changing(by.account_id, now, op, "approve_rehabilitation_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, plan_id), by, now, "rehabilitation")
        tiers = store.tiers_for(writer, case.file.plan)
        waiting = answer(writer, store.REHABILITATION, case, tiers, Answer.APPROVED, comment, by, now, seen, OWN_PLAN)
        number = case.file.plan.number
        if waiting is None:
            plan = store.put_in_force(writer, case.file)
            said = message("Approved rehabilitation plan version {number}; it is in force.", number=number)
        else:
            plan = bumped(writer, case.file.plan)
            said = message(
                "Approved rehabilitation plan version {number}; it now waits for: {tier}.",
                number=number,
                tier=waiting.text,
            )
    return case.changed(op, said, plan, undoable=False)


@or_ended_delegation
@deed(N_("Return the rehabilitation plan"), "rehabilitation")
def return_rehabilitation_plan(
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
    with book.changing(by.account_id, now, op, "return_rehabilitation_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, plan_id), by, now, "rehabilitation")
        tiers = store.tiers_for(writer, case.file.plan)
        answer(writer, store.REHABILITATION, case, tiers, Answer.RETURNED, comment, by, now, seen, OWN_PLAN)
        plan = writer.amend(replace(case.file.plan, state=PlanState.RETURNED))
    said = message("Returned rehabilitation plan version {number} for revision.", number=plan.number)
    return case.changed(op, said, plan, undoable=False)
