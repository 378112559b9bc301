"""The tab of plans: the one in force with its goals, what is being written, and the ways from there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from carebook.actions.care_plans import rate_goal
from carebook.records.care_plans import Achievement, GoalLife
from carebook.records.progress import ProgressNote
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.people import person_file
from carebook.ui.pages.person.plans import PlansTab
from carebook.ui.pages.person.view import PersonView, view_of
from carebook.ui.parts.desk import Place
from tests.actions import plans
from tests.ui.pages.plan_world import PlanWorld, in_force, plan_world, texts
from tests.ui.pages.stay_desk import button, nameless


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[PlanWorld]:
    with plan_world(book, director, actor_with, now) as made:
        yield made


def shown(qtbot: Any, world: PlanWorld, actor: Actor | None = None) -> tuple[PlansTab, list[Place]]:
    desk = world.desk(actor)
    went: list[Place] = []
    desk.went.connect(went.append)
    with world.book.reading_for(actor or world.worker, world.now) as reader:
        view = view_of(reader, world.person.id, desk.today())
        assert person_file(reader, world.person.id, desk.today()) is not None
    assert isinstance(view, PersonView)
    tab = PlansTab(desk)
    tab.resize(1100, 640)
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.show_view(view)
    qtbot.waitUntil(lambda: tab._facts is not None)
    return tab, went


def test_nothing_yet_offers_to_write(world: PlanWorld, qtbot: Any) -> None:
    tab, went = shown(qtbot, world)
    assert tab.states.says() == "There is no plan yet."
    button(tab, "Write the plan").click()
    assert went[-1] == Place("care_plans", {"episode_id": world.episode.id, "mode": "new"})


def test_the_plan_in_force_in_short(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    goal = world.plans()[0].goals[0]
    world.do(rate_goal, goal.id, GoalLife.ACTIVE, Achievement.PARTLY, "còn mệt")
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        for text, thread in (("Đi được 12 m, mệt", goal.thread), ("Ăn hết suất", None)):
            note = ProgressNote(
                episode_id=world.episode.id,
                happened_at=world.now,
                recorded_at=world.now,
                goal_thread=thread,
                text=text,
            )
            writer.add(note)
    tab, went = shown(qtbot, world)
    said = texts(tab)
    assert "In force" in said
    assert "Next review" in said
    assert "Partly achieved" in said
    assert "Đi được 12 m, mệt" in said
    assert "Ăn hết suất" not in said  # a note of no goal
    button(tab, "Goal thread: Đi được 20 m với khung tập đi").click()
    assert went[-1] == Place("goal_thread", {"episode_id": world.episode.id, "thread": goal.thread})
    tab.meetings_button.click()
    assert went[-1] == Place("conferences", {"episode_id": world.episode.id})
    tab.review_button.click()
    assert went[-1] == Place("care_plans", {"episode_id": world.episode.id, "mode": "review"})
    tab.write_button.click()
    assert went[-1] == Place("care_plans", {"episode_id": world.episode.id, "mode": "new"})
    tab.open_button.click()
    assert went[-1].about["plan_id"] == world.plans()[0].plan.id


def test_a_version_that_waits_is_told(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    plan = plans.submitted(world.book, world.episode.id, world.worker, world.now)
    tab, went = shown(qtbot, world)
    assert "Version 2: awaiting approval" in texts(tab)
    assert not tab.write_button.isVisible()
    button(tab, "Open Version 2").click()
    assert went[-1].about == {"episode_id": world.episode.id, "plan_id": plan.id}


def test_a_draft_is_written_on(world: PlanWorld, qtbot: Any) -> None:
    plans.saved(world.book, world.episode.id, world.worker, world.now)
    tab, went = shown(qtbot, world)
    assert tab.write_button.text() == "Write on"
    tab.write_button.click()
    assert went[-1].about == {"episode_id": world.episode.id, "mode": "edit"}
    assert not tab.review_button.isVisible()


def test_who_only_reads_gets_no_ways_to_write(world: PlanWorld, qtbot: Any, actor_with: Callable[..., Actor]) -> None:
    in_force(world)
    tab, _went = shown(qtbot, world, actor_with(Role.INSPECTOR, name="Giáp Thị Tường Vi"))
    assert not tab.write_button.isVisible()
    assert not tab.review_button.isVisible()
    assert nameless(tab) == []
