"""Writing a version: what is kept, what is frozen, what stands against submitting, and which deed each state allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions import care_plans as deeds
from carebook.actions.change import Outdated, Refused
from carebook.actions.undo import undo_deed
from carebook.records.assessments import Assessment, DomainRating, NeedLevel
from carebook.records.care_plans import Activity, CarePlan, Goal, PlanState
from carebook.records.intake import FormState
from carebook.rules.care_plans import PlanContent, moves
from carebook.store import care_plans
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions import plans
from tests.actions.admissions import journal_length
from tests.actions.care_plans.conftest import Stay
from tests.actions.care_plans.standings import STATES, brought, leave, refused, tried


def test_a_saved_version_comes_back_as_it_was_written(book: Book, stay: Stay, now: datetime) -> None:
    kept = plans.saved(book, stay.id, stay.worker, now)
    file = plans.file_of(book, kept.id, now)
    assert (file.plan.number, file.plan.state, file.standing, file.plan.round) == (1, PlanState.DRAFT, "draft", 0)
    assert file.goals[0].thread == "thread-1"
    assert file.activities[0].goal_id == file.goals[0].id
    assert (file.risks[0].text, file.helps[0].kind) == ("Ngã ban đêm", "bathing")
    assert file.authors == {stay.worker.staff_member_id}


def test_rows_are_added_changed_moved_and_struck_through_as_one(book: Book, stay: Stay, now: datetime) -> None:
    first = plans.file_of(book, plans.saved(book, stay.id, stay.worker, now).id, now)
    new_goal = Goal(episode_id=stay.id, plan_id="", thread="thread-2", text="Ăn đủ bữa")
    new_activity = Activity(episode_id=stay.id, plan_id="", goal_id="thread-2", text="Đổi món")
    written = replace(
        first.content,
        goals=(new_goal, replace(first.goals[0], text="Đi được 40 m")),
        activities=(*first.activities, new_activity),
        risks=(),
    )
    deeds.save_plan(book, written, by=stay.deputy, now=now, seen=first.plan.version)
    after = plans.file_of(book, first.plan.id, now)
    assert [g.text for g in after.goals] == ["Ăn đủ bữa", "Đi được 40 m"]
    assert [g.position for g in after.goals] == [0, 1]
    assert after.goals[1].id == first.goals[0].id
    assert [a.goal_id for a in after.activities] == [after.goals[1].id, after.goals[0].id]
    assert after.risks == ()
    assert after.authors == {stay.worker.staff_member_id, stay.deputy.staff_member_id}
    with pytest.raises(Outdated):  # only rows below the version changed, and still who looks at the old one is told
        deeds.save_plan(book, first.content, by=stay.worker, now=now, seen=first.plan.version)


def test_a_page_decides_nothing_about_the_life_of_a_version(book: Book, stay: Stay, now: datetime) -> None:
    sly = plans.content(stay.id, state=PlanState.APPROVED, round=7, number=9, approved_at=now, submitted_by="x")
    kept: CarePlan = deeds.save_plan(book, sly, by=stay.worker, now=now).result
    assert (kept.state, kept.round, kept.number, kept.approved_at, kept.submitted_by) == (
        PlanState.DRAFT,
        0,
        1,
        None,
        None,
    )
    again = replace(plans.file_of(book, kept.id, now).content, plan=replace(kept, state=PlanState.APPROVED, number=5))
    kept = deeds.save_plan(book, again, by=stay.worker, now=now).result
    assert (kept.state, kept.number) == (PlanState.DRAFT, 1)


def test_a_row_of_another_plan_is_not_taken_over(book: Book, stay: Stay, now: datetime) -> None:
    goal = replace(plans.content(stay.id).goals[0], id=new_id())
    with pytest.raises(LookupError):
        deeds.save_plan(book, replace(plans.content(stay.id), goals=(goal,)), by=stay.worker, now=now)


# Which deed each state allows: every deed is tried on a version in every state.


@pytest.mark.parametrize("standing", ["draft", "awaiting", "returned", "withdrawn"])
def test_one_version_is_written_at_a_time(standing: str, book: Book, stay: Stay, now: datetime) -> None:
    brought(book, stay, standing, now)
    another = plans.content(stay.id)
    told = refused(lambda: deeds.save_plan(book, another, by=stay.worker, now=now))
    assert told.startswith("Plan version {number} is not settled yet.")


@pytest.mark.parametrize("standing", STATES)
def test_every_deed_in_every_state(standing: str, book: Book, stay: Stay, now: datetime) -> None:
    state, is_in_force = STATES[standing]
    plan_id = brought(book, stay, standing, now)
    before = plans.file_of(book, plan_id, now)
    assert before.standing == standing
    allowed = set(moves(state)) if state is not PlanState.APPROVED else set()
    allowed |= {"end_plan", "rate_goal", "review_plan"} if is_in_force else set()
    lines = journal_length(book, now)
    names = [
        "save_plan",
        "submit_plan",
        "withdraw_plan",
        "approve_plan",
        "return_plan",
        "end_plan",
        "rate_goal",
        "review_plan",
    ]
    for name in sorted(set(names) - allowed):
        with pytest.raises(Refused):
            tried(book, stay, plan_id, name, now)
    assert journal_length(book, now) == lines
    assert plans.file_of(book, plan_id, now) == before


@pytest.mark.parametrize(
    ("standing", "name", "then"),
    [
        ("draft", "save_plan", "draft"),
        ("draft", "submit_plan", "awaiting"),
        ("awaiting", "withdraw_plan", "withdrawn"),
        ("awaiting", "approve_plan", "in_force"),
        ("awaiting", "return_plan", "returned"),
        ("returned", "save_plan", "returned"),
        ("returned", "submit_plan", "awaiting"),
        ("withdrawn", "save_plan", "withdrawn"),
        ("withdrawn", "submit_plan", "awaiting"),
        ("in_force", "end_plan", "ended"),
        ("in_force", "rate_goal", "in_force"),
        ("in_force", "review_plan", "in_force"),
    ],
)
def test_where_each_deed_leads(standing: str, name: str, then: str, book: Book, stay: Stay, now: datetime) -> None:
    plan_id = brought(book, stay, standing, now)
    rounds = plans.file_of(book, plan_id, now).plan.round
    tried(book, stay, plan_id, name, now)
    after = plans.file_of(book, plan_id, now)
    assert after.standing == then
    assert after.plan.round == rounds + (name == "submit_plan")


def test_a_returned_version_keeps_the_opinion_while_it_is_written_again(book: Book, stay: Stay, now: datetime) -> None:
    plan_id = brought(book, stay, "returned", now)
    file = plans.file_of(book, plan_id, now)
    deeds.save_plan(book, file.content, by=stay.worker, now=now)
    deeds.submit_plan(book, plan_id, by=stay.worker, now=now)
    after = plans.file_of(book, plan_id, now)
    assert [d.comment for d in after.decisions] == ["Bổ sung phòng ngã ban đêm"]
    assert (after.plan.round, after.decisions[0].round) == (2, 1)


def test_what_is_missing_is_told_at_once_beside_its_fields(book: Book, stay: Stay, now: datetime) -> None:
    with book.changing(stay.director.account_id, now, new_id(), "test") as writer:
        form = writer.add(Assessment(episode_id=stay.id, state=FormState.COMPLETED, assessed_on=date(2026, 11, 20)))
        writer.add(DomainRating(episode_id=stay.id, assessment_id=form.id, domain="psychology", level=NeedLevel.HIGH))
    empty: CarePlan = deeds.save_plan(book, PlanContent(CarePlan(episode_id=stay.id)), by=stay.worker, now=now).result
    with pytest.raises(Refused) as caught:
        deeds.submit_plan(book, empty.id, by=stay.worker, now=now)
    assert sorted(p.field for p in caught.value.problems) == ["agreement", "from_on", "goals", "goals"]
    told = next(p.message for p in caught.value.problems if "domain" in p.message.values)
    assert told.values["domain"] == "Tâm lý, tình cảm"


def test_a_draft_may_be_unfinished_but_not_impossible(book: Book, stay: Stay, now: datetime) -> None:
    impossible = plans.content(stay.id, to_on=date(1026, 5, 5))
    with pytest.raises(Refused) as caught:
        deeds.save_plan(book, impossible, by=stay.worker, now=now)
    assert {p.field for p in caught.value.problems} == {"to_on"}


def test_a_change_of_the_plan_says_why(book: Book, stay: Stay, now: datetime) -> None:
    plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    second = plans.saved(book, stay.id, stay.worker, now, changed_because="")
    assert second.number == 2
    with pytest.raises(Refused) as caught:
        deeds.submit_plan(book, second.id, by=stay.worker, now=now)
    assert [p.field for p in caught.value.problems] == ["changed_because"]


@pytest.mark.parametrize("name", ["save_plan", "submit_plan", "approve_plan"])
def test_nothing_is_put_in_force_after_the_stay(name: str, book: Book, stay: Stay, now: datetime) -> None:
    plan_id = brought(book, stay, "awaiting" if name == "approve_plan" else "draft", now)
    leave(book, stay.id, stay.director, now)
    assert refused(lambda: tried(book, stay, plan_id, name, now)).startswith("The stay ended on")
    with book.reading_for(stay.director, now) as reader:
        assert care_plans.awaiting(reader) == []


def test_a_discharge_ends_the_plan_in_force_and_its_undo_brings_it_back(book: Book, stay: Stay, now: datetime) -> None:
    plan = plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    op = new_id()
    leave(book, stay.id, stay.director, now, op)
    ended = plans.file_of(book, plan.id, now)
    assert (ended.standing, ended.plan.ended_on) == ("ended", samples.TODAY)
    assert plans.in_force(book, stay.id, now) is None
    undo_deed(book, op, by=stay.director, now=now)
    back = plans.in_force(book, stay.id, now)
    assert back is not None
    assert (back.plan.id, back.plan.state, back.plan.ended_on) == (plan.id, PlanState.APPROVED, None)
