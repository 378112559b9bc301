"""What of a plan can be undone, and whose plan it is: protected people, wards, roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions import care_plans as deeds
from carebook.actions.change import Refused
from carebook.actions.episodes import restrict_record
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import Achievement, GoalLife, PlanReview
from carebook.records.episodes import BedAssignment
from carebook.records.staff import Actor, Role
from carebook.rules.permissions import DEEDS
from carebook.store import care_plans
from carebook.store.book import Book, new_id
from tests.actions import plans
from tests.actions.admissions import room
from tests.actions.care_plans.conftest import Stay
from tests.actions.care_plans.standings import brought, refused, tried

# Undo


@pytest.mark.parametrize(
    ("standing", "name", "before"),
    [
        ("draft", "save_plan", "draft"),
        ("draft", "submit_plan", "draft"),
        ("awaiting", "withdraw_plan", "awaiting"),
        ("in_force", "end_plan", "in_force"),
        ("in_force", "rate_goal", "in_force"),
        ("in_force", "review_plan", "in_force"),
    ],
)
def test_what_can_be_undone(standing: str, name: str, before: str, book: Book, stay: Stay, now: datetime) -> None:
    plan_id = brought(book, stay, standing, now)
    there = plans.file_of(book, plan_id, now)
    if name == "save_plan":
        goal = replace(there.goals[0], text="Đi được 40 m")
        change = deeds.save_plan(book, replace(there.content, goals=(goal,)), by=stay.worker, now=now)
    else:
        change = tried(book, stay, plan_id, name, now)
    undo_deed(book, change.op, by=stay.director, now=now)
    after = plans.file_of(book, plan_id, now)
    assert after.standing == before
    assert (after.goals[0].text, after.goals[0].life) == (there.goals[0].text, there.goals[0].life)
    assert after.reviews == there.reviews


def test_undoing_a_draft_takes_it_away_and_its_number_is_free(book: Book, stay: Stay, now: datetime) -> None:
    change = deeds.save_plan(book, plans.content(stay.id), by=stay.worker, now=now)
    undo_deed(book, change.op, by=stay.worker, now=now)
    with book.reading_for(stay.director, now) as reader:
        assert care_plans.plans_of(reader, stay.id) == ()
    assert refused(lambda: deeds.submit_plan(book, change.result.id, by=stay.worker, now=now)).startswith(
        "This plan version is no"
    )
    assert plans.saved(book, stay.id, stay.worker, now).number == 1


def test_what_was_submitted_since_is_not_written_back(book: Book, stay: Stay, now: datetime) -> None:
    first = plans.file_of(book, plans.saved(book, stay.id, stay.worker, now).id, now)
    goal = replace(first.goals[0], text="Đi được 40 m")
    change = deeds.save_plan(book, replace(first.content, goals=(goal,)), by=stay.worker, now=now)
    submitted = deeds.submit_plan(book, first.plan.id, by=stay.worker, now=now)
    undoing = lambda: undo_deed(book, change.op, by=stay.worker, now=now)  # noqa: E731
    assert refused(undoing).startswith("Cannot be undone")
    deeds.approve_plan(book, first.plan.id, by=stay.head, now=now)
    assert refused(lambda: undo_deed(book, submitted.op, by=stay.worker, now=now)).startswith("Cannot be undone")
    approved = deeds.approve_plan(book, first.plan.id, by=stay.deputy, now=now)
    assert refused(lambda: undo_deed(book, approved.op, by=stay.deputy, now=now)) == "This cannot be undone here."
    assert plans.file_of(book, first.plan.id, now).goals[0].text == "Đi được 40 m"


# Whose plan it is


def test_a_protected_person(book: Book, stay: Stay, now: datetime) -> None:
    plan_id = brought(book, stay, "awaiting", now)
    restrict_record(book, stay.id, by=stay.director, now=now, reason="tạm lánh")
    acts: list[Callable[[], object]] = [
        lambda: deeds.withdraw_plan(book, plan_id, by=stay.worker, now=now, reason="x"),
        lambda: deeds.approve_plan(book, plan_id, by=stay.head, now=now),
        lambda: deeds.save_plan(book, plans.content(stay.id), by=stay.worker, now=now),
    ]
    assert {refused(act).split(".")[0] for act in acts} == {"This item is protected"}
    with book.reading_for(stay.head, now) as reader:
        assert care_plans.plan_file(reader, plan_id) is None
        assert care_plans.plans_of(reader, stay.id) == ()
        row = care_plans.awaiting(reader)[0]
    assert (row.masked, row.plan_id, row.tier) == (True, plan_id, "department")
    assert "Trần Thị An" not in row.name
    assert deeds.approve_plan(book, plan_id, by=stay.deputy, now=now).ids


def test_out_of_the_ward(book: Book, stay: Stay, now: datetime) -> None:
    plan_id = brought(book, stay, "awaiting", now)
    here, elsewhere = room(book, stay.director, now), room(book, stay.director, now, name="B101")
    with book.changing(stay.director.account_id, now, new_id(), "test") as writer:
        writer.add(BedAssignment(episode_id=stay.id, room_id=here.id, bed="1", from_on=date(2026, 1, 5)))

    def of(actor: Actor, ward_id: str) -> Actor:
        return replace(actor, grants=tuple(replace(g, ward_id=ward_id) for g in actor.grants))

    stranger = of(stay.head, elsewhere.ward_id)
    assert refused(lambda: deeds.approve_plan(book, plan_id, by=stranger, now=now)).startswith("{ward} is outside")
    # a role held elsewhere does not lift somebody to a later tier here
    both = replace(stay.head, grants=(*of(stay.head, here.ward_id).grants, *of(stay.deputy, elsewhere.ward_id).grants))
    deeds.approve_plan(book, plan_id, by=both, now=now)
    assert [d.tier for d in plans.file_of(book, plan_id, now).decisions] == ["department"]


def test_every_deed_asks_for_its_right(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    for role in Role:
        for name, call in _calls(book, actor_with(role, name="Người thử"), now).items():
            with pytest.raises((Refused, LookupError)) as caught:
                call()
            lacks = isinstance(caught.value, Refused) and caught.value.message.id.startswith("The right")
            assert lacks is (role not in DEEDS[name]), (role, name)


def _calls(book: Book, actor: Actor, now: datetime) -> dict[str, Callable[[], Any]]:
    """Every deed about a plan that is not there: with the right it is looked for, without it nothing is."""
    review = PlanReview(episode_id="", plan_id="nothing")
    return {
        "save_plan": lambda: deeds.save_plan(book, plans.content("nobody"), by=actor, now=now),
        "submit_plan": lambda: deeds.submit_plan(book, "nothing", by=actor, now=now),
        "withdraw_plan": lambda: deeds.withdraw_plan(book, "nothing", by=actor, now=now, reason="x"),
        "approve_plan": lambda: deeds.approve_plan(book, "nothing", by=actor, now=now),
        "return_plan": lambda: deeds.return_plan(book, "nothing", "x", by=actor, now=now),
        "end_plan": lambda: deeds.end_plan(book, "nothing", by=actor, now=now, reason="x"),
        "rate_goal": lambda: deeds.rate_goal(book, "x", GoalLife.ACTIVE, Achievement.PARTLY, by=actor, now=now),
        "review_plan": lambda: deeds.review_plan(book, review, {}, by=actor, now=now),
    }


def test_pressing_twice_submits_once(book: Book, stay: Stay, now: datetime) -> None:
    plan, op = plans.saved(book, stay.id, stay.worker, now), new_id()
    deeds.submit_plan(book, plan.id, by=stay.worker, now=now, op=op)
    assert not deeds.submit_plan(book, plan.id, by=stay.worker, now=now + timedelta(seconds=1), op=op).undoable
    assert plans.file_of(book, plan.id, now).plan.round == 1
