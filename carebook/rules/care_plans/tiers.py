"""Who approves a submitted plan: tiers in order, each of some roles, and never who wrote it (TT 02/2020 Điều 7 khoản 1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from carebook.dates import written
from carebook.records.care_plans import Answer
from carebook.records.codes import Code
from carebook.records.staff import Actor, Role
from carebook.rules import dated, permissions
from carebook.words import Message, message


@dataclass(frozen=True)
class Tier:
    """One tier of approval: its code, its Vietnamese words and the roles that answer at it."""

    code: str
    text: str
    roles: frozenset[Role]


class Submitted(Protocol):
    """A submitted version: how often it was submitted."""

    @property
    def round(self) -> int: ...


class Decision(Protocol):
    """One answer of one tier to one submission."""

    @property
    def round(self) -> int: ...
    @property
    def tier(self) -> str: ...
    @property
    def answer(self) -> Answer: ...
    @property
    def is_withdrawn(self) -> bool: ...


class Submission(Protocol):
    """What is asked about a submitted version: its authors (staff member ids) and the ward of the client's bed, if any."""

    @property
    def plan(self) -> Submitted: ...
    @property
    def decisions(self) -> Sequence[Decision]: ...
    @property
    def authors(self) -> frozenset[str]: ...
    @property
    def ward_id(self) -> str | None: ...


def tiers(codes: Iterable[Code], day: date, list_name: str = "approval_tier") -> tuple[Tier, ...]:
    """The tiers of approval on a day, in their order, from a code list: ``approval_tier`` for care plans."""
    return tuple(
        Tier(row.code, row.text, frozenset(Role(role) for role in row.extra.get("roles", ())))
        for row in dated.codes_on(codes, list_name, day)
    )


def next_tier(decisions: Iterable[Decision], round: int, tiers: Sequence[Tier]) -> Tier | None:
    """The first tier that has not answered this submission; an answer of a later tier settles the earlier ones. None = all have."""
    answered = {d.tier for d in decisions if d.round == round and d.answer is Answer.APPROVED and not d.is_withdrawn}
    settled = max((place for place, tier in enumerate(tiers) if tier.code in answered), default=-1)
    return tiers[settled + 1] if settled + 1 < len(tiers) else None


def tier_of(actor: Actor, tiers: Sequence[Tier], plan: Submission, day: date) -> Tier | None:
    """The tier at which ``actor`` would answer: the latest open one of a role held for the client's ward, None without one."""
    waiting = next_tier(plan.decisions, plan.plan.round, tiers)
    if waiting is None:
        return None
    roles = _within(actor, plan).roles_on(day)
    return next((tier for tier in reversed(tiers[tiers.index(waiting) :]) if tier.roles & roles), None)


def may_decide(actor: Actor, tier: Tier, plan: Submission, day: date) -> bool:
    """Whether ``actor`` may answer at ``tier``: its role, held for the client's ward, and not the person who wrote the plan."""
    within = _within(actor, plan)
    if not tier.roles & within.roles_on(day):
        return False
    return actor.staff_member_id not in plan.authors or permissions.may_approve_own(within, day)


OWN_CARE_PLAN = message(
    "Who wrote the plan does not approve it; the head of the center approves (on the basis of {article})."
    " The plan stays among those awaiting approval.",
    article="khoản 1 Điều 7 Thông tư 02/2020",
)


def answering_tier(
    actor: Actor, tiers: Sequence[Tier], plan: Submission, day: date, own: Message = OWN_CARE_PLAN
) -> Tier | Message:
    """The tier at which ``actor`` answers the submitted version, or why they may not, in words; ``own`` says why nobody
    approves what they wrote themselves.
    """
    tier = tier_of(actor, tiers, plan, day)
    if tier is None:
        waiting = next_tier(plan.decisions, plan.plan.round, tiers)
        open_tiers = tiers[tiers.index(waiting) :] if waiting else ()
        roles = frozenset[Role]().union(*(one.roles for one in open_tiers))
        if (ended := ended_delegation(actor, roles, day)) is not None:
            return delegation_ended(ended)
        return message(
            "This submission waits for: {tier}. The plan stays among those awaiting approval.",
            tier=waiting.text if waiting else "–",
        )
    if not may_decide(actor, tier, plan, day):
        return own
    return tier


def why_not_decide(
    actor: Actor, tiers: Sequence[Tier], plan: Submission, day: date, own: Message = OWN_CARE_PLAN
) -> Message | None:
    """Why ``actor`` may not answer the submitted version, in words; None when nothing stands against it."""
    found = answering_tier(actor, tiers, plan, day, own)
    return found if isinstance(found, Message) else None


def ended_delegation(actor: Actor, roles: Collection[Role], day: date) -> date | None:
    """The last day of a delegation of one of those roles that is over, None when none is."""
    over = [
        g.to_on
        for g in actor.grants
        if g.delegated_by and not g.is_withdrawn and g.role in roles and g.to_on is not None and g.to_on < day
    ]
    return max(over, default=None)


def delegation_ended(last: date) -> Message:
    """The sentence for a delegation that is over."""
    return message(
        "The delegation to approve ended on {date}. The director can extend it in Settings › People and rights.",
        date=written(last),
    )


def _within(actor: Actor, plan: Submission) -> Actor:
    """The actor with the roles that reach the client's ward."""
    if plan.ward_id is None:
        return actor
    return replace(actor, grants=tuple(g for g in actor.grants if g.ward_id in (None, plan.ward_id)))
