"""Answering a submitted version of any kind of plan: one answer of one tier, by a second person, never twice."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from carebook.actions.care_plans.cases import Case, F, must_be_open
from carebook.actions.change import Change, Refused, refuse
from carebook.dates import clock, moment
from carebook.records.care_plans import Answer, PlanDecision, PlanState
from carebook.records.rehabilitation import RehabilitationDecision
from carebook.records.staff import Actor, StaffMember
from carebook.rules import permissions
from carebook.rules.care_plans import Tier, next_tier, why_not
from carebook.rules.care_plans.tiers import OWN_CARE_PLAN, answering_tier, delegation_ended, ended_delegation
from carebook.rules.problem import Problem
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.care_plans import PlanFile, Versions
from carebook.store.rows import moment_from
from carebook.store.therapy_plans import TherapyPlanFile
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

    def __init__(self, told: Message, decision: PlanDecision | RehabilitationDecision | None) -> None:
        self.decision = decision
        super().__init__((Problem("", told),))


def or_ended_delegation(
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


def answer(
    writer: Writer,
    kind: Versions,
    case: Case[F],
    tiers: Sequence[Tier],
    given: Answer,
    comment: str,
    by: Actor,
    now: datetime,
    seen: int | None,
    own: Message = OWN_CARE_PLAN,
) -> Tier | None:
    """Write one answer of one tier down, when the version still waits for it and ``by`` may give it. Returns the tier it waits
    for afterwards, None when all have approved; ``own`` says why nobody approves what they wrote themselves.
    """
    file: PlanFile | TherapyPlanFile = case.file
    if file.plan.state is not PlanState.SUBMITTED or seen not in (None, file.plan.version):
        raise _overtaken(writer, kind, case, given, now)
    if given is Answer.APPROVED:
        must_be_open(case.episode)
    tier = answering_tier(by, tiers, file, in_vietnam(now), own)
    if isinstance(tier, Message):
        raise refuse(tier)
    blank: Any = kind.decision
    decision = writer.add(
        blank(
            **{kind.link: file.plan.id},
            episode_id=case.episode.id,
            round=file.plan.round,
            tier=tier.code,
            answer=given,
            comment=comment.strip(),
            decided_at=now,
            decided_by=by.staff_member_id,
        )
    )
    return next_tier((*file.decisions, decision), file.plan.round, tiers)


def _overtaken(writer: Writer, kind: Versions, case: Case[F], given: Answer, now: datetime) -> Exception:
    """Why an answer comes too late: who answered or withdrew the version, what and when."""
    plan = case.file.plan
    decision = next((d for d in reversed(case.file.decisions) if d.round == plan.round), None)
    if decision is not None:
        member = writer.record(StaffMember, decision.decided_by or "")
        who, at, what = member.full_name if member else "–", decision.decided_at, _ANSWERED[decision.answer]
    elif plan.state is PlanState.WITHDRAWN and (last := _last_change(writer, kind, plan.id)) is not None:
        who, at, what = last["who"], moment_from(last["at"]), _WITHDRAWN
    elif plan.state is PlanState.SUBMITTED:
        return NewerVersion(plan)
    else:
        return refuse(why_not(plan.state, plan.number))
    time = clock(at) if in_vietnam(at) == in_vietnam(now) else moment(at, in_vietnam(now))
    told = message(what, number=plan.number, who=who, time=time)
    return AlreadyDecided(message(_NOT_RECORDED[given], what=told), decision)


def _last_change(writer: Writer, kind: Versions, plan_id: str) -> Any:
    """Who changed a version last, and when."""
    return writer.row(
        """SELECT j.at, s.full_name AS who FROM journal j JOIN account a ON a.id = j.actor
        JOIN staff_member s ON s.id = a.staff_member_id
        WHERE j.tbl = ? AND j.row_id = ? ORDER BY j.seq DESC LIMIT 1""",
        (kind.table, plan_id),
    )
