"""Approving a submitted version or returning it: one answer of one tier, by a second person, never twice."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from carebook.actions.care_plans.cases import Case, case_of, must_be_open
from carebook.actions.change import Change, Refused, deed, refuse
from carebook.dates import clock, moment
from carebook.records.care_plans import Answer, PlanDecision, PlanState
from carebook.records.staff import Actor, StaffMember
from carebook.rules import permissions
from carebook.rules.care_plans import next_tier, why_not
from carebook.rules.care_plans.tiers import answering_tier, delegation_ended, ended_delegation
from carebook.rules.problem import Problem
from carebook.store import care_plans as store
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.care_plans import PlanFile
from carebook.store.rows import moment_from
from carebook.words import N_, Message, message

_ANSWERED = {
    Answer.APPROVED: N_("Plan version {number} was approved by {who} at {time}."),
    Answer.RETURNED: N_("Plan version {number} was returned by {who} at {time}."),
}
_WITHDRAWN = N_("Plan version {number} was withdrawn by {who} at {time}.")
_NOT_RECORDED = {
    Answer.APPROVED: N_("{what} This approval was not recorded."),
    Answer.RETURNED: N_("{what} This return was not recorded."),
}
P = ParamSpec("P")


class AlreadyDecided(Refused):
    """Somebody answered, or withdrew, the version after it was put on screen; ``decision`` is their answer, None if withdrawn."""

    def __init__(self, told: Message, decision: PlanDecision | None) -> None:
        self.decision = decision
        super().__init__((Problem("", told),))


def _or_ended_delegation(
    function: Callable[Concatenate[Book, P], Change],
) -> Callable[Concatenate[Book, P], Change]:
    """Tell who lacks the right because a delegation is over that it is over, instead of only who has the right."""
    name = function.deed.name  # type: ignore[attr-defined]

    @functools.wraps(function)
    def run(book: Book, /, *args: P.args, **given: P.kwargs) -> Change:
        by, now = given["by"], given["now"]
        if isinstance(by, Actor) and isinstance(now, datetime):
            today = in_vietnam(now)
            last = ended_delegation(by, permissions.DEEDS[name], today)
            if last is not None and not permissions.may(by, name, today):
                raise refuse(delegation_ended(last))
        return function(book, *args, **given)

    return run


@_or_ended_delegation
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
        case = case_of(writer, plan_id, by, now)
        decision = _answer(writer, case, Answer.APPROVED, comment, by, now, seen)
        number = case.file.plan.number
        waiting = next_tier(
            (*case.file.decisions, decision), case.file.plan.round, store.tiers_for(writer, case.file.plan)
        )
        if waiting is None:
            plan = store.put_in_force(writer, case.file)
            said = message("Approved plan version {number}; it is in force.", number=number)
        else:
            plan = store.bumped(writer, case.file.plan)
            said = message(
                "Approved plan version {number}; it now waits for: {tier}.", number=number, tier=waiting.text
            )
    return case.changed(op, said, plan, undoable=False)


@_or_ended_delegation
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
        case = case_of(writer, plan_id, by, now)
        _answer(writer, case, Answer.RETURNED, comment, by, now, seen)
        plan = writer.amend(replace(case.file.plan, state=PlanState.RETURNED))
    said = message("Returned plan version {number} for revision.", number=plan.number)
    return case.changed(op, said, plan, undoable=False)


def _answer(
    writer: Writer, case: Case, answer: Answer, comment: str, by: Actor, now: datetime, seen: int | None
) -> PlanDecision:
    """Write one answer of one tier down, when the version still waits for it and ``by`` may give it."""
    file = case.file
    if file.plan.state is not PlanState.SUBMITTED or seen not in (None, file.plan.version):
        raise _overtaken(writer, file, answer, now)
    if answer is Answer.APPROVED:
        must_be_open(case.episode)
    tier = answering_tier(by, store.tiers_for(writer, file.plan), file, in_vietnam(now))
    if isinstance(tier, Message):
        raise refuse(tier)
    return writer.add(
        PlanDecision(
            episode_id=case.episode.id,
            plan_id=file.plan.id,
            round=file.plan.round,
            tier=tier.code,
            answer=answer,
            comment=comment.strip(),
            decided_at=now,
            decided_by=by.staff_member_id,
        )
    )


def _overtaken(writer: Writer, file: PlanFile, answer: Answer, now: datetime) -> Exception:
    """Why an answer comes too late: who answered or withdrew the version, what and when."""
    plan = file.plan
    decision = next((d for d in reversed(file.decisions) if d.round == plan.round), None)
    if decision is not None:
        member = writer.record(StaffMember, decision.decided_by or "")
        who, at, what = member.full_name if member else "–", decision.decided_at, _ANSWERED[decision.answer]
    elif plan.state is PlanState.WITHDRAWN and (last := _last_change(writer, plan.id)) is not None:
        who, at, what = last["who"], moment_from(last["at"]), _WITHDRAWN
    elif plan.state is PlanState.SUBMITTED:
        return NewerVersion(plan)
    else:
        return refuse(why_not(plan.state, plan.number))
    time = clock(at) if in_vietnam(at) == in_vietnam(now) else moment(at, in_vietnam(now))
    told = message(what, number=plan.number, who=who, time=time)
    return AlreadyDecided(message(_NOT_RECORDED[answer], what=told), decision)


def _last_change(writer: Writer, plan_id: str) -> Any:
    """Who changed a version last, and when."""
    return writer.row(
        """SELECT j.at, s.full_name AS who FROM journal j JOIN account a ON a.id = j.actor
        JOIN staff_member s ON s.id = a.staff_member_id
        WHERE j.tbl = 'care_plan' AND j.row_id = ? ORDER BY j.seq DESC LIMIT 1""",
        (plan_id,),
    )
