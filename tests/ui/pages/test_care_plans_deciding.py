"""A submitted plan in front of its approvers, and a plan in force while it is followed: answers, reviews, ratings, the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from carebook.actions.care_plans import approve_plan, return_plan, save_plan
from carebook.records.care_plans import (
    Achievement,
    Agreement,
    Goal,
    GoalLife,
    PlanReview,
    Proposal,
)
from carebook.records.staff import Actor
from carebook.store import care_plans
from carebook.store.book import Book
from tests.actions import plans
from tests.ui.pages.plan_world import (
    PlanWorld,
    choose,
    in_force,
    opened,
    plan_world,
    texts,
    write,
    write_line,
)
from tests.ui.pages.stay_desk import button
from tests.ui.waiting import when_asked


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[PlanWorld]:
    with plan_world(book, director, actor_with, now) as made:
        yield made


# the approver's journey


def test_a_second_version_is_returned_and_approved_while_the_first_stays_in_force(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    # the worker writes version 2
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    write(writer.head.form, changed_because="ngã trong nhà tắm ngày 14/11")
    writer.turn_to("goals")
    writer.goals.table.pick(writer.goals.parts()[0].key)
    goal = writer.goals.forms[Goal].editor("text").input.target
    goal.setFocus()
    goal.selectAll()
    write(writer.goals.forms[Goal], text="Đi được 30 m với khung tập đi, có người đi cạnh")
    choose(writer.agreement.form, agreement=Agreement.AGREED.value)
    write(writer.agreement.form, agreed_on="21/11/2026")
    page.composing.submit()
    qtbot.waitUntil(lambda: world.standings() == [(2, "awaiting"), (1, "in_force")])

    # the deputy returns it
    _window, deciding = opened(qtbot, world, world.deputy, plan_id=world.plans()[0].plan.id)
    deciding.showing.compare()
    shown = deciding.showing.comparing
    rich = " ".join(one.text() for one in shown.findChildren(type(shown._legend)))
    assert all(one in rich for one in ("line-through", "underline", "−", "+"))
    deciding.bar.return_button.click()
    assert deciding.bar.opinion.hasFocus()  # an opinion first
    write_line(deciding.bar.opinion, "Ghi rõ ai đi cạnh khi tập đi")
    deciding.bar.return_button.click()
    qtbot.waitUntil(lambda: world.standings() == [(2, "returned"), (1, "in_force")])

    # the worker sees why, writes on, and submits again
    _window, page = opened(qtbot, world, mode="edit")
    assert page.composing.is_open()
    assert "Ghi rõ ai đi cạnh" in texts(page.composing)
    write(page.composing.writer.head.form, participants="chị Hải Đường, điều dưỡng ca sáng")
    page.composing.submit()
    qtbot.waitUntil(lambda: world.standings() == [(2, "awaiting"), (1, "in_force")])

    # the director approves
    _window, deciding = opened(qtbot, world, world.director, plan_id=world.plans()[0].plan.id)
    assert "submitted 2 times" in texts(deciding.showing)
    deciding.bar.approve()
    qtbot.waitUntil(lambda: world.standings() == [(2, "in_force"), (1, "replaced")])
    qtbot.waitUntil(lambda: not deciding.bar.isVisible())
    with world.book.looking(world.now) as reader:
        found = care_plans.plan_in_force(reader, world.episode.id)
    assert found is not None
    assert found.plan.number == 2


def test_who_wrote_a_plan_is_told_why_not_to_approve_it(world: PlanWorld, qtbot: Any) -> None:
    plans.submitted(world.book, world.episode.id, world.head, world.now)
    _window, page = opened(qtbot, world, world.head)
    assert page.bar.isVisible()
    assert "Who wrote the plan does not approve it" in page.bar._before.whole()
    assert not page.bar.approve_button.isVisible()


def test_two_approvers_cannot_both_answer(world: PlanWorld, qtbot: Any) -> None:
    plan = plans.submitted(world.book, world.episode.id, world.worker, world.now)
    _window, page = opened(qtbot, world, world.director)
    world.do(return_plan, plan.id, "Bổ sung phòng ngã ban đêm", by=world.deputy)
    page.bar.approve()
    qtbot.waitUntil(lambda: "not recorded" in page.messages.text())
    assert "Tô Văn Bách Tùng" in page.messages.text()
    qtbot.waitUntil(lambda: not page.bar.isVisible())
    assert world.standings() == [(1, "returned")]


def test_tier_by_tier_the_bar_says_who_answered(world: PlanWorld, qtbot: Any) -> None:
    plan = plans.submitted(world.book, world.episode.id, world.worker, world.now)
    _window, page = opened(qtbot, world, world.head)
    assert "Step 1 of 2" in page.bar._title.whole()
    world.do(approve_plan, plan.id, by=world.head)
    _window, page = opened(qtbot, world, world.director)
    assert "Step 2 of 2" in page.bar._title.whole()
    assert "Hứa Thị Sen Hồng" in page.bar._before.whole()


def test_the_version_behind_is_said_with_who_changed_it(world: PlanWorld, qtbot: Any) -> None:
    plan = world.do(save_plan, plans.content(world.episode.id))
    _window, page = opened(qtbot, world, mode="edit")
    file = world.plans()[0]
    changed = replace(file.content, plan=replace(file.plan, general_goal="Khác"))
    world.do(save_plan, changed, by=world.director)
    write(page.composing.writer.head.form, participants="chị Hải Đường")
    qtbot.waitUntil(lambda: not page.is_stale())
    page.save()
    qtbot.waitUntil(lambda: "changed this" in page.messages.text())
    assert page.composing.has_unsaved()  # nothing typed is lost
    assert world.plans()[0].plan.general_goal == "Khác"
    assert plan.number == 1


# reviewing and rating


def test_the_panel_of_a_review_is_made_when_one_is_begun(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    _window, page = opened(qtbot, world)
    page.following.put_away()
    page.fold(True)
    assert not page.has_unsaved()
    assert "review" not in vars(page.following)
    page.following.begin_review(page.view)
    assert page.following.review.is_open()
    assert page.following._panels.indexOf(page.following.review) == 0


def test_a_review_rates_the_goals_and_sets_the_next_day(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    _window, page = opened(qtbot, world, mode="review")
    review = page.following.review
    assert review.is_open()
    write(review.form, results="Đi được 12 m, hết đau gối")
    choose(review.form, proposal=Proposal.CONTINUE.value)
    (rating,) = review._goals.values()
    page.save()
    assert "Save once more" in texts(review)  # a goal nobody rated is told once
    rating.achievement.choose(Achievement.PARTLY.value)
    rating.changed.emit()
    page.save()
    qtbot.waitUntil(lambda: bool(world.records(PlanReview)))
    (kept,) = world.records(PlanReview)
    assert (kept.results, kept.proposal) == ("Đi được 12 m, hết đau gối", Proposal.CONTINUE)
    assert kept.next_on is not None
    assert world.plans()[0].goals[0].achievement is Achievement.PARTLY
    qtbot.waitUntil(lambda: "Đi được 12 m" in texts(page.showing.reading))
    assert not review.is_open()


def test_a_review_left_half_way_comes_back(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    _window, page = opened(qtbot, world, mode="review")
    write(page.following.review.form, results="Đi được")
    page.following.leave()
    qtbot.waitUntil(lambda: not page.clerk.is_writing and not page.is_stale())
    _window, again = opened(qtbot, world, mode="review")
    assert again.following.review.form.editor("results").raw() == "Đi được"


def test_a_goal_is_rated_beside_the_plan(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    _window, page = opened(qtbot, world)
    button(page, "Rate the goal: Đi được 20 m với khung tập đi").click()
    rating = page.following.rating._rating
    assert rating is not None
    rating.life.choose(GoalLife.FINISHED.value)
    rating.achievement.choose(Achievement.ACHIEVED.value)
    page.save()
    qtbot.waitUntil(lambda: world.plans()[0].goals[0].achievement is Achievement.ACHIEVED)
    assert world.plans()[0].goals[0].life is GoalLife.FINISHED


def test_the_plan_is_ended_with_a_reason(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    _window, page = opened(qtbot, world, world.director)

    def give_reason() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        button(dialog, "The goals are reached").click()

    end = button(page, "End the plan…")
    when_asked(give_reason)
    end.click()
    qtbot.waitUntil(lambda: world.standings() == [(1, "ended")])
