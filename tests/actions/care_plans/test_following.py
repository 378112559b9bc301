"""The plan in force: ratings, reviews with their next day, ending, and what the history tells of it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions import care_plans as deeds
from carebook.actions.change import Outdated, Refused
from carebook.records.care_plans import Achievement, GoalLife, PlanReview, Proposal, ReviewPeriod
from carebook.rules import history as sentences
from carebook.store import care_plans, history
from carebook.store.book import Book
from carebook.words import speaking
from tests import samples
from tests.actions import plans
from tests.actions.care_plans.conftest import Stay

TODAY = samples.TODAY


def review(plan_id: str, **given: Any) -> PlanReview:
    """A quarterly review of today that goes on."""
    facts: dict[str, Any] = {"done_on": TODAY, "results": "Đi được 10 m", "proposal": Proposal.CONTINUE}
    return PlanReview(**{"episode_id": "", "plan_id": plan_id} | facts | given)


def test_a_review_is_kept_with_its_ratings(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    goal = plans.file_of(book, plan.id, now).goals[0]
    rating = {goal.id: (GoalLife.ACTIVE, Achievement.PARTLY, "Cần thêm 1 tháng")}
    change = deeds.review_plan(book, review(plan.id), rating, by=stay.worker, now=now, seen=plan.version)
    file = plans.file_of(book, plan.id, now)
    kept = file.reviews[0]
    assert kept == change.result
    assert (kept.due_on, kept.next_on) == (date(2027, 2, 22), date(2027, 2, 22))
    assert (kept.episode_id, kept.reviewer_id) == (stay.id, stay.worker.staff_member_id)
    rated = file.goals[0]
    assert (rated.achievement, rated.achieved_on, rated.remark) == (Achievement.PARTLY, TODAY, "Cần thêm 1 tháng")
    with book.looking(now) as reader:
        assert reader.value("SELECT count(DISTINCT op) FROM journal WHERE tbl = 'plan_review'") == 1


def test_a_review_that_says_too_little(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"done_on": None}, "done_on"),
        ({"done_on": TODAY + timedelta(days=1)}, "done_on"),
        ({"done_on": TODAY - timedelta(days=1)}, "done_on"),
        ({"proposal": None}, "proposal"),
        ({"results": " "}, "results"),
        ({"period": ReviewPeriod.UNSCHEDULED}, "reason"),
        ({"next_on": TODAY}, "next_on"),
    ]
    for given, field in cases:
        short = review(plan.id, **given)
        with pytest.raises(Refused) as caught:
            deeds.review_plan(book, short, {}, by=stay.worker, now=now)
        assert [p.field for p in caught.value.problems] == [field]


def test_the_goals_of_another_plan_are_not_rated_in_a_review(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    with pytest.raises(LookupError):
        deeds.review_plan(
            book, review(plan.id), {"other": (GoalLife.ACTIVE, Achievement.PARTLY, "")}, by=stay.worker, now=now
        )


@pytest.mark.parametrize("proposal", Proposal)
def test_what_a_review_proposes_is_said(proposal: Proposal, book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    change = deeds.review_plan(book, review(plan.id, proposal=proposal), {}, by=stay.worker, now=now)
    assert change.said is not None
    assert {
        Proposal.CONTINUE: "The next one is due",
        Proposal.ADJUST: "new version",
        Proposal.END: "ends the plan",
    }[proposal] in change.said.id
    assert plans.in_force(book, stay.id, now) is not None
    assert (change.result.next_on is None) is (proposal is Proposal.END)


def test_a_rating_seen_too_early(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    goal = plans.file_of(book, plan.id, now).goals[0]
    first = (goal.id, GoalLife.ACTIVE, Achievement.PARTLY)
    deeds.rate_goal(book, *first, by=stay.worker, now=now, seen=goal.version)
    with pytest.raises(Outdated):
        deeds.rate_goal(book, *first, "x", by=stay.worker, now=now, seen=goal.version)


def test_after_the_end_another_plan_can_come_into_force(book: Book, stay: Stay, now: datetime) -> None:
    first = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    with pytest.raises(Refused) as caught:
        deeds.end_plan(book, first.id, by=stay.head, now=now)
    assert caught.value.problems[0].field == "reason"
    change = deeds.end_plan(book, first.id, by=stay.head, now=now, reason="đạt mục tiêu", seen=first.version)
    assert (change.result.ended_on, change.result.ended_because) == (TODAY, "đạt mục tiêu")
    assert plans.in_force(book, stay.id, now) is None
    second = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    file = plans.in_force(book, stay.id, now)
    assert file is not None
    assert (file.plan.id, file.plan.number) == (second.id, 2)
    with book.looking(now) as reader:
        assert reader.value("SELECT count(*) FROM plan_in_force") == 1


def test_figures_know_every_plan_that_was_in_force(book: Book, stay: Stay, now: datetime) -> None:
    first = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    later = now + timedelta(days=10)
    second = plans.approved(book, stay.id, stay.worker, stay.deputy, later)
    deeds.end_plan(book, second.id, by=stay.head, now=later + timedelta(days=5), reason="đạt mục tiêu")
    with book.reading_masked(later) as reader:
        found = care_plans.approved_plans(reader)
    assert [(p.plan_id, p.number, p.from_on, p.to_on) for p in found] == [
        (first.id, 1, date(2026, 11, 22), date(2026, 12, 2)),
        (second.id, 2, date(2026, 12, 2), date(2026, 12, 7)),
    ]


def test_the_history_tells_the_life_of_a_plan(book: Book, stay: Stay, now: datetime) -> None:
    plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    second = plans.submitted(book, stay.id, stay.worker, now)
    deeds.return_plan(book, second.id, "Bổ sung phòng ngã ban đêm", by=stay.deputy, now=now)
    deeds.submit_plan(book, second.id, by=stay.worker, now=now)
    deeds.withdraw_plan(book, second.id, by=stay.worker, now=now, reason="viết thêm")
    deeds.submit_plan(book, second.id, by=stay.worker, now=now)
    deeds.approve_plan(book, second.id, by=stay.head, now=now)
    deeds.approve_plan(book, second.id, by=stay.director, now=now)
    deeds.review_plan(book, review(second.id), {}, by=stay.worker, now=now)
    deeds.end_plan(book, second.id, by=stay.head, now=now, reason="đạt mục tiêu")
    with book.reading_for(stay.worker, now) as reader, speaking("en"):
        links = care_plans.numbers(reader, stay.person_id)
        lines = [
            sentences.Change(e.op, e.at, told.actor, e.deed, e.reason, e.table, e.kind, e.changes, row_id=e.row_id)
            for told in history.changes_of_person(reader, stay.person_id)
            for e in (told.entry,)
        ]
        told = sentences.tell(lines, lambda name, code: links.get(code, code) if name == "link" else code, TODAY)
    said = [one.text.removeprefix(f"22/11 09:00 {one.who} ") for one in told][::-1][1:]
    assert said == [
        "writes plan version 1",
        "submits plan version 1",
        "approves plan version 1",
        "writes plan version 2",
        "submits plan version 2",
        "returns plan version 2: “Bổ sung phòng ngã ban đêm”",
        "submits plan version 2",
        "withdraws plan version 2, reason: viết thêm",
        "submits plan version 2",
        "approves plan version 2 at the tier department",
        "approves plan version 2; version 1 is no longer in force",
        "reviews plan version 2: Continue the plan",
        "ends plan version 2, reason: đạt mục tiêu",
    ]


def test_a_plan_keeps_what_the_approver_compares(book: Book, stay: Stay, now: datetime) -> None:
    plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    second = plans.submitted(book, stay.id, stay.worker, now)
    with book.reading_for(stay.head, now) as reader:
        row = care_plans.awaiting(reader)[0]
        versions = care_plans.plans_of(reader, stay.id)
    assert (row.plan_id, row.number, row.made_from, row.submitted_by_name) == (second.id, 2, 1, "Mạc Thị Hải Đường")
    assert [(v.plan.number, v.standing) for v in versions] == [(2, "awaiting"), (1, "in_force")]
    assert replace(versions[0].plan, version=0) == replace(second, version=0)
