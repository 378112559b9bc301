"""Tiers of approval: their order, who answers at which, and who may not."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from carebook.records.care_plans import Answer, CarePlan, PlanDecision, PlanState
from carebook.records.codes import Code
from carebook.records.staff import Actor, Role, RoleGrant
from carebook.rules.care_plans import Tier, may_decide, next_tier, tier_of, tiers, why_not_decide
from carebook.rules.care_plans.tiers import answering_tier

DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, tzinfo=UTC)
DEPARTMENT = Tier("department", "Trưởng phòng", frozenset({Role.HEAD}))
HEAD = Tier("head", "Người đứng đầu cơ sở", frozenset({Role.DIRECTOR, Role.DEPUTY}))
BOTH = (DEPARTMENT, HEAD)


@dataclass(frozen=True)
class Submitted:
    """A submitted version as the rules ask about it."""

    decisions: tuple[PlanDecision, ...] = ()
    authors: frozenset[str] = frozenset({"writer"})
    ward_id: str | None = None
    plan: CarePlan = field(default=CarePlan(episode_id="", state=PlanState.SUBMITTED, round=1))


def decision(tier: str, answer: Answer = Answer.APPROVED, round: int = 1) -> PlanDecision:
    return PlanDecision(episode_id="", plan_id="", round=round, tier=tier, answer=answer, decided_at=AT)


def actor(*roles: Role, who: str = "other", **given: object) -> Actor:
    grants = tuple(replace(RoleGrant(account_id="", role=role), **given) for role in roles)  # type: ignore[arg-type]
    return Actor("account", who, "Người thử", "", grants)


def code(name: str, position: int, roles: list[str], **days: date) -> Code:
    return Code(
        list_name="approval_tier", code=name, text=name, position=position, details=json.dumps({"roles": roles}), **days
    )


def test_tiers_come_from_the_list_as_it_stands_on_the_day() -> None:
    rows = [
        code("head", 2, ["director", "deputy"]),
        code("department", 1, ["head"], valid_to=DAY),
        code("council", 3, ["director"], valid_from=DAY + timedelta(days=1)),
    ]
    assert [t.code for t in tiers(rows, DAY)] == ["department", "head"]
    assert [t.code for t in tiers(rows, DAY + timedelta(days=1))] == ["head", "council"]
    assert tiers(rows, DAY)[1].roles == {Role.DIRECTOR, Role.DEPUTY}


@pytest.mark.parametrize(
    ("decisions", "round", "expected"),
    [
        ((), 1, DEPARTMENT),
        ((decision("department"),), 1, HEAD),
        ((decision("head"),), 1, None),
        ((decision("department"),), 2, DEPARTMENT),
        ((decision("department", Answer.RETURNED),), 1, DEPARTMENT),
        ((decision("unknown"),), 1, DEPARTMENT),
        ((replace(decision("department"), withdrawn_at=AT),), 1, DEPARTMENT),
    ],
)
def test_which_tier_comes_next(decisions: tuple[PlanDecision, ...], round: int, expected: Tier | None) -> None:
    assert next_tier(decisions, round, BOTH) == expected


@pytest.mark.parametrize(
    ("who", "decisions", "expected"),
    [
        (actor(Role.HEAD), (), DEPARTMENT),
        (actor(Role.DEPUTY), (), HEAD),
        (actor(Role.HEAD, Role.DIRECTOR), (), HEAD),
        (actor(Role.HEAD), (decision("department"),), None),
        (actor(Role.SOCIAL_WORKER), (), None),
        (actor(Role.HEAD, ward_id="B"), (), None),
        (actor(Role.HEAD, ward_id="A"), (), DEPARTMENT),
        (actor(Role.HEAD, to_on=DAY - timedelta(days=1)), (), None),
    ],
)
def test_who_answers_at_which_tier(who: Actor, decisions: tuple[PlanDecision, ...], expected: Tier | None) -> None:
    assert tier_of(who, BOTH, Submitted(decisions, ward_id="A"), DAY) == expected


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (actor(Role.DEPUTY), True),
        (actor(Role.DEPUTY, who="writer"), False),
        (actor(Role.DEPUTY, who="writer", self_approval=True), True),
        (actor(Role.DEPUTY, who="writer", self_approval=True, to_on=DAY - timedelta(days=1)), False),
        (actor(Role.DEPUTY, who="writer", self_approval=True, ward_id="B"), False),
        (actor(Role.HEAD), False),
    ],
)
def test_who_may_decide(who: Actor, allowed: bool) -> None:
    plan = Submitted(ward_id="A")
    assert may_decide(who, HEAD, plan, DAY) is allowed
    assert (why_not_decide(who, (HEAD,), plan, DAY) is None) is allowed


def test_a_lifted_role_elsewhere_does_not_lift_here() -> None:
    grants = (*actor(Role.HEAD).grants, *actor(Role.DIRECTOR, ward_id="B").grants)
    assert answering_tier(replace(actor(), grants=grants), BOTH, Submitted(ward_id="A"), DAY) == DEPARTMENT


def test_nothing_waits_without_tiers() -> None:
    told = why_not_decide(actor(Role.DIRECTOR), (), Submitted(), DAY)
    assert told is not None
    assert told.values == {"tier": "–"}
