"""Answering a rehabilitation plan: by a second person, at a tier of the center's own list, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions import therapy_plans as deeds
from carebook.actions.care_plans import AlreadyDecided
from carebook.actions.change import Refused
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import GoalLife, PlanState
from carebook.records.codes import Code
from carebook.store import therapy_plans
from carebook.store.book import Book, new_id
from tests.actions import therapy_plan_samples as samples
from tests.actions.therapy_plans.conftest import Stay
from tests.actions.therapy_plans.test_writing import refused


def test_the_doctor_puts_it_in_force(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.submitted(book, stay.id, stay.therapist, now)
    change = deeds.approve_rehabilitation_plan(book, plan.id, "Tập nhẹ", by=stay.doctor, now=now)
    file = samples.in_force(book, stay.id, now)
    assert file is not None
    assert (file.plan.id, file.standing, file.since_at) == (plan.id, "in_force", now)
    assert [(one.tier, one.comment, one.decided_by) for one in file.decisions] == [
        ("physician", "Tập nhẹ", stay.doctor.staff_member_id)
    ]
    assert file.goals[0].life is GoalLife.ACTIVE
    assert not change.undoable
    assert refused(lambda: undo_deed(book, change.op, by=stay.doctor, now=now)) == "This cannot be undone here."


def test_the_next_version_takes_its_place_in_one_moment(book: Book, stay: Stay, now: datetime) -> None:
    first = samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    second = samples.approved(book, stay.id, stay.therapist, stay.head, now)
    with book.looking(now) as reader:
        found = [(file.plan.number, file.standing) for file in therapy_plans.plans_of(reader, stay.id)]
    assert found == [(2, "in_force"), (1, "replaced")]
    assert samples.file_of(book, second.id, now).plan.replaces_id == first.id


@pytest.mark.parametrize("deed", ["approve", "return"])
def test_nobody_answers_what_they_wrote(book: Book, stay: Stay, now: datetime, deed: str) -> None:
    plan = samples.submitted(book, stay.id, stay.doctor, now)

    def act() -> object:
        if deed == "approve":
            return deeds.approve_rehabilitation_plan(book, plan.id, by=stay.doctor, now=now)
        return deeds.return_rehabilitation_plan(book, plan.id, "Bổ sung", by=stay.doctor, now=now)

    assert refused(act).startswith("Who wrote the rehabilitation plan does not approve it")
    assert samples.file_of(book, plan.id, now).standing == "awaiting"


def test_a_manager_without_the_tier_is_told_whom_it_waits_for(book: Book, stay: Stay, now: datetime) -> None:
    with book.changing(stay.director.account_id, now, new_id(), "test") as writer:
        (tier,) = writer.records(Code, "list_name = 'rehabilitation_tier'")
        writer.amend(replace(tier, details='{"roles": ["doctor"]}'))
    plan = samples.submitted(book, stay.id, stay.therapist, now)
    told = refused(lambda: deeds.approve_rehabilitation_plan(book, plan.id, by=stay.director, now=now))
    assert told == "This submission waits for: {tier}. The plan stays among those awaiting approval."


def test_the_tiers_are_the_centers_own(book: Book, stay: Stay, now: datetime) -> None:
    with book.changing(stay.director.account_id, now, new_id(), "test") as writer:
        second = Code(
            list_name="rehabilitation_tier",
            code="manager",
            text="Người đứng đầu cơ sở",
            position=9,
            valid_from=date(2000, 1, 1),
            details='{"roles": ["director"]}',
        )
        writer.add(second)
    plan = samples.submitted(book, stay.id, stay.therapist, now)
    change = deeds.approve_rehabilitation_plan(book, plan.id, by=stay.doctor, now=now)
    assert change.said is not None
    assert change.said.id == "Approved rehabilitation plan version {number}; it now waits for: {tier}."
    assert samples.in_force(book, stay.id, now) is None
    deeds.approve_rehabilitation_plan(book, plan.id, by=stay.director, now=now)
    assert samples.in_force(book, stay.id, now) is not None


def test_returning_wants_words_and_keeps_the_plan_in_force(book: Book, stay: Stay, now: datetime) -> None:
    first = samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    plan = samples.submitted(book, stay.id, stay.therapist, now)
    with pytest.raises(Refused) as caught:
        deeds.return_rehabilitation_plan(book, plan.id, " ", by=stay.doctor, now=now)
    assert caught.value.problems[0].field == "comment"
    deeds.return_rehabilitation_plan(book, plan.id, "Ghi rõ số buổi", by=stay.doctor, now=now)
    file = samples.file_of(book, plan.id, now)
    assert (file.plan.state, file.decisions[0].comment) == (PlanState.RETURNED, "Ghi rõ số buổi")
    in_force = samples.in_force(book, stay.id, now)
    assert in_force is not None
    assert in_force.plan.id == first.id


def test_who_is_slower_is_told_who_was_faster(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.submitted(book, stay.id, stay.therapist, now)
    deeds.return_rehabilitation_plan(book, plan.id, "Bổ sung", by=stay.doctor, now=now, seen=plan.version)
    with pytest.raises(AlreadyDecided) as caught:
        deeds.approve_rehabilitation_plan(book, plan.id, by=stay.head, now=now, seen=plan.version)
    assert caught.value.decision is not None
    assert caught.value.decision.decided_by == stay.doctor.staff_member_id


def test_what_waits_stands_in_the_queue_with_its_kind(book: Book, stay: Stay, now: datetime) -> None:
    samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    plan = samples.submitted(book, stay.id, stay.therapist, now)
    with book.reading_for(stay.doctor, now) as reader:
        (one,) = therapy_plans.awaiting(reader)
    assert (one.plan_id, one.kind, one.number, one.made_from) == (plan.id, "rehabilitation_plan", 2, 1)
    assert (one.tier, one.submitted_by_name, one.masked) == ("physician", "Lưu Văn Kim Giao", False)
    deeds.withdraw_rehabilitation_plan(book, plan.id, by=stay.therapist, now=now, reason="viết thêm")
    with book.reading_for(stay.doctor, now) as reader:
        assert therapy_plans.awaiting(reader) == []
