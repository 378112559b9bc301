"""Approving and returning: tiers in order, a second person, one answer, and one plan in force at every moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from carebook.actions import care_plans as deeds
from carebook.actions.care_plans import AlreadyDecided
from carebook.actions.change import Outdated, Refused
from carebook.records.care_plans import Achievement, Answer, GoalLife, PlanDecision, PlanInForce, PlanState
from carebook.records.codes import Code
from carebook.records.staff import Actor, Role
from carebook.rules.care_plans import new_version_of
from carebook.store import care_plans
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions import plans
from tests.actions.care_plans.conftest import Stay

OWN = "Who wrote the plan does not approve it; the head of the center approves"
LATER = timedelta(hours=1, minutes=2)  # 10:02 in Vietnam


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def test_tiers_in_their_order(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.submitted(book, stay.id, stay.worker, now)
    with book.reading_for(stay.head, now) as reader:
        assert [row.tier for row in care_plans.awaiting(reader)] == ["department"]
    first = deeds.approve_plan(book, plan.id, "Đồng ý", by=stay.head, now=now)
    assert first.said is not None
    assert first.said.values["tier"] == "Người đứng đầu cơ sở"
    assert plans.in_force(book, stay.id, now) is None
    with book.reading_for(stay.head, now) as reader:
        assert [row.tier for row in care_plans.awaiting(reader)] == ["head"]
    second = deeds.approve_plan(book, plan.id, by=stay.director, now=now)
    assert second.result.state is PlanState.APPROVED
    file = plans.file_of(book, plan.id, now)
    assert [(d.tier, d.answer, d.decided_by) for d in file.decisions] == [
        ("department", Answer.APPROVED, stay.head.staff_member_id),
        ("head", Answer.APPROVED, stay.director.staff_member_id),
    ]
    assert (file.in_force, file.goals[0].life, file.plan.approved_at) == (True, GoalLife.ACTIVE, now)


def test_a_later_tier_settles_the_earlier_ones(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    file = plans.file_of(book, plan.id, now)
    assert [d.tier for d in file.decisions] == ["head"]
    assert file.in_force


def test_a_tier_that_has_answered_is_told_who_comes_next(
    book: Book, stay: Stay, actor_with: Callable[..., Actor], now: datetime
) -> None:
    plan = plans.submitted(book, stay.id, stay.worker, now)
    deeds.approve_plan(book, plan.id, by=stay.head, now=now)
    other = actor_with(Role.HEAD, name="Thân Văn Bằng Lăng")
    refused = refusal(lambda: deeds.approve_plan(book, plan.id, by=other, now=now))
    assert refused.message.values == {"tier": "Người đứng đầu cơ sở"}


@pytest.mark.parametrize("deed", ["approve", "return"])
@pytest.mark.parametrize("by", ["submitter", "drafter"])
def test_who_wrote_it_does_not_answer(deed: str, by: str, book: Book, stay: Stay, now: datetime) -> None:
    drafter, submitter = (stay.deputy, stay.worker) if by == "drafter" else (stay.worker, stay.deputy)
    plan = plans.saved(book, stay.id, drafter, now)
    deeds.submit_plan(book, plan.id, by=submitter, now=now)

    def decide(actor: Actor) -> object:
        if deed == "approve":
            return deeds.approve_plan(book, plan.id, by=actor, now=now)
        return deeds.return_plan(book, plan.id, "Bổ sung", by=actor, now=now)

    assert refusal(lambda: decide(stay.deputy)).message.id.startswith(OWN)
    assert plans.file_of(book, plan.id, now).standing == "awaiting"
    own = replace(stay.deputy, grants=tuple(replace(g, self_approval=True) for g in stay.deputy.grants))
    decide(own)
    assert plans.file_of(book, plan.id, now).standing == ("in_force" if deed == "approve" else "returned")


def test_who_wrote_an_earlier_version_may_approve_the_next(book: Book, stay: Stay, now: datetime) -> None:
    plans.approved(book, stay.id, stay.deputy, stay.director, now)
    second = plans.submitted(book, stay.id, stay.worker, now)
    assert deeds.approve_plan(book, second.id, by=stay.deputy, now=now).result.state is PlanState.APPROVED


def test_who_rated_or_decided_is_no_author(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.submitted(book, stay.id, stay.worker, now)
    deeds.return_plan(book, plan.id, "Bổ sung", by=stay.deputy, now=now)
    deeds.submit_plan(book, plan.id, by=stay.worker, now=now)
    deeds.approve_plan(book, plan.id, by=stay.deputy, now=now)
    assert plans.file_of(book, plan.id, now).authors == {stay.worker.staff_member_id}


def test_a_delegation_counts_on_its_days_and_says_when_it_is_over(
    book: Book, stay: Stay, actor_with: Callable[..., Actor], now: datetime
) -> None:
    plan = plans.submitted(book, stay.id, stay.worker, now)
    days = {"from_on": samples.TODAY - timedelta(days=7), "delegated_by": stay.director.account_id}
    over = actor_with(Role.DIRECTOR, name="Đã hết", to_on=samples.TODAY - timedelta(days=1), **days)
    worker_over = replace(stay.worker, grants=(*stay.worker.grants, *over.grants), staff_member_id="other")
    head_over = replace(stay.head, grants=(*stay.head.grants, *over.grants))
    for actor in (over, worker_over):
        refused = refusal(lambda: deeds.approve_plan(book, plan.id, by=actor, now=now))  # noqa: B023
        assert refused.message.values == {"date": "21/11/2026"}
    deeds.approve_plan(book, plan.id, by=head_over, now=now)
    refused = refusal(lambda: deeds.approve_plan(book, plan.id, by=head_over, now=now))
    assert refused.message.values == {"date": "21/11/2026"}
    holding = actor_with(Role.DIRECTOR, name="Đang có", to_on=samples.TODAY, **days)
    assert deeds.approve_plan(book, plan.id, by=holding, now=now).result.state is PlanState.APPROVED


def test_tiers_are_those_of_the_day_of_submission(book: Book, stay: Stay, now: datetime) -> None:
    with book.changing(stay.director.account_id, now, new_id(), "test") as writer:
        department = writer.records(Code, "list_name = 'approval_tier' AND code = 'department'")[0]
        writer.amend(replace(department, valid_to=samples.TODAY))
        writer.add(
            Code(
                list_name="approval_tier",
                code="doctor",
                text="Bác sĩ",
                position=9,
                valid_from=samples.TODAY + timedelta(days=1),
                details=json.dumps({"roles": ["director"]}),
            )
        )
    plan = plans.submitted(book, stay.id, stay.worker, now)
    tomorrow = now + timedelta(days=1)
    deeds.approve_plan(book, plan.id, by=stay.head, now=tomorrow)
    assert deeds.approve_plan(book, plan.id, by=stay.deputy, now=tomorrow).result.state is PlanState.APPROVED


# Two approvers


def test_the_second_of_two_approvers_is_told_who_did_what_when(book: Book, stay: Stay, now: datetime) -> None:
    seen = plans.submitted(book, stay.id, stay.worker, now)
    deeds.return_plan(book, seen.id, "Bổ sung phòng ngã ban đêm", by=stay.deputy, now=now + LATER, seen=seen.version)
    late = now + LATER + timedelta(minutes=3)
    refused = refusal(lambda: deeds.approve_plan(book, seen.id, by=stay.director, now=late, seen=seen.version))
    assert isinstance(refused, AlreadyDecided)
    assert refused.decision is not None
    assert refused.decision.comment == "Bổ sung phòng ngã ban đêm"
    assert refused.message.id == "{what} This approval was not recorded."
    told = refused.message.values["what"]
    assert told.id == "Plan version {number} was returned by {who} at {time}."
    assert told.values == {"number": 1, "who": "Tô Văn Bách Tùng", "time": "10:02"}
    assert plans.file_of(book, seen.id, now).standing == "returned"


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("approve", "Plan version {number} was approved by {who} at {time}."),
        ("withdraw", "Plan version {number} was withdrawn by {who} at {time}."),
    ],
)
def test_what_else_may_have_happened_meanwhile(first: str, told: str, book: Book, stay: Stay, now: datetime) -> None:
    seen = plans.submitted(book, stay.id, stay.worker, now)
    if first == "approve":
        deeds.approve_plan(book, seen.id, by=stay.deputy, now=now, seen=seen.version)
    else:
        deeds.withdraw_plan(book, seen.id, by=stay.worker, now=now, reason="viết thêm")
    tomorrow = now + timedelta(days=1)
    refused = refusal(lambda: deeds.return_plan(book, seen.id, "x", by=stay.director, now=tomorrow, seen=seen.version))
    assert refused.message.id == "{what} This return was not recorded."
    assert refused.message.values["what"].id == told
    assert refused.message.values["what"].values["time"] == "22/11 09:00"


def test_a_first_tier_answered_meanwhile_is_shown_before_the_second(book: Book, stay: Stay, now: datetime) -> None:
    seen = plans.submitted(book, stay.id, stay.worker, now)
    deeds.approve_plan(book, seen.id, "Chú ý phòng ngã", by=stay.head, now=now, seen=seen.version)
    refused = refusal(lambda: deeds.approve_plan(book, seen.id, by=stay.director, now=now, seen=seen.version))
    assert isinstance(refused, AlreadyDecided)
    newer = plans.file_of(book, seen.id, now).plan.version
    assert deeds.approve_plan(book, seen.id, by=stay.director, now=now, seen=newer).result.state is PlanState.APPROVED


def test_a_version_written_anew_since_is_read_again(book: Book, stay: Stay, now: datetime) -> None:
    seen = plans.submitted(book, stay.id, stay.worker, now)
    deeds.withdraw_plan(book, seen.id, by=stay.worker, now=now, reason="viết thêm")
    file = plans.file_of(book, seen.id, now)
    goal = replace(file.goals[0], text="Đi được 40 m")
    deeds.save_plan(book, replace(file.content, goals=(goal,)), by=stay.worker, now=now)
    deeds.submit_plan(book, seen.id, by=stay.worker, now=now)
    refused = refusal(lambda: deeds.approve_plan(book, seen.id, by=stay.director, now=now, seen=seen.version))
    assert isinstance(refused, Outdated)


def test_the_book_itself_refuses_a_second_answer_and_a_second_plan_in_force(
    book: Book, stay: Stay, now: datetime
) -> None:
    plan = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    second: list[Any] = [
        PlanDecision(episode_id=stay.id, plan_id=plan.id, round=1, tier="head", answer=Answer.RETURNED, decided_at=now),
        PlanInForce(episode_id=stay.id, plan_id=plan.id, since_at=now),
    ]
    for record in second:
        with (
            pytest.raises(Exception, match="UNIQUE"),
            book.changing(stay.director.account_id, now, new_id(), "test") as writer,
        ):
            writer.add(record)


# The plan in force


def test_the_plan_in_force_stays_until_its_successor_is_approved(book: Book, stay: Stay, now: datetime) -> None:
    def number() -> int:
        file = plans.in_force(book, stay.id, now)
        assert file is not None
        return file.plan.number

    first = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    second = plans.submitted(book, stay.id, stay.worker, now)
    assert (second.number, second.replaces_id, number()) == (2, first.id, 1)
    deeds.return_plan(book, second.id, "Bổ sung", by=stay.deputy, now=now)
    assert number() == 1
    deeds.submit_plan(book, second.id, by=stay.worker, now=now)
    deeds.approve_plan(book, second.id, by=stay.head, now=now)
    assert number() == 1
    change = deeds.approve_plan(book, second.id, by=stay.deputy, now=now)
    assert number() == 2
    assert [plans.file_of(book, one.id, now).standing for one in (first, second)] == ["replaced", "in_force"]
    with book.looking(now) as reader:
        ops = reader.rows("SELECT DISTINCT op FROM journal WHERE tbl = 'plan_in_force' ORDER BY seq")
    assert ops[-1]["op"] == change.op


def test_goals_go_on_with_their_threads_and_their_newest_rating(book: Book, stay: Stay, now: datetime) -> None:
    first = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    second = plans.submitted(book, stay.id, stay.worker, now)
    goal = plans.file_of(book, first.id, now).goals[0]
    deeds.rate_goal(book, goal.id, GoalLife.ON_HOLD, Achievement.PARTLY, "Đi được 10 m", by=stay.worker, now=now)
    deeds.approve_plan(book, second.id, by=stay.deputy, now=now)
    with book.reading_for(stay.worker, now) as reader:
        now_in_force = care_plans.goals_in_force(reader, stay.id)
    assert [(g.thread, g.life, g.achievement, g.remark) for g in now_in_force] == [
        ("thread-1", GoalLife.ON_HOLD, Achievement.PARTLY, "Đi được 10 m")
    ]
    assert now_in_force[0].id != goal.id


def test_a_finished_goal_is_not_copied(book: Book, stay: Stay, now: datetime) -> None:
    first = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    goal = plans.file_of(book, first.id, now).goals[0]
    deeds.rate_goal(book, goal.id, GoalLife.FINISHED, Achievement.ACHIEVED, by=stay.worker, now=now)
    copy = new_version_of(plans.file_of(book, first.id, now))
    assert (copy.goals, copy.activities) == ((), ())
    assert (copy.plan.replaces_id, copy.plan.id, len(copy.risks), len(copy.helps)) == (first.id, "", 1, 1)


def test_returning_says_what_to_change(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.submitted(book, stay.id, stay.worker, now)
    refused = refusal(lambda: deeds.return_plan(book, plan.id, "  ", by=stay.deputy, now=now))
    assert refused.problems[0].field == "comment"
