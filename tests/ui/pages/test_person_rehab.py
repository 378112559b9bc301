"""The tab of rehabilitation: the plan in short, its place in the week, what comes next, where the goals stand, what is lent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.records.devices import DeviceLoan
from carebook.records.groups import Group, GroupMember
from carebook.records.packages import Package
from carebook.records.rehabilitation import GoalRating
from carebook.records.schedules import SessionSeries
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from carebook.ui.pages.person.rehab import RehabTab
from carebook.ui.pages.person.view import PersonView, view_of
from carebook.ui.parts.desk import Place
from tests.ui.pages.plan_world import texts
from tests.ui.pages.stay_desk import button, nameless
from tests.ui.pages.test_therapy_plans import TherapyWorld


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[TherapyWorld]:
    made = TherapyWorld(book, director, actor_with, now)
    with made.desks:
        yield made


def shown(qtbot: Any, world: TherapyWorld, actor: Actor | None = None) -> tuple[RehabTab, list[Place]]:
    desk = world.desk(actor)
    went: list[Place] = []
    desk.went.connect(went.append)
    with world.book.reading_for(actor or world.therapist, world.now) as reader:
        view = view_of(reader, world.person.id, desk.today())
    assert isinstance(view, PersonView)
    tab = RehabTab(desk)
    tab.resize(1100, 640)
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.show_view(view)
    qtbot.waitUntil(lambda: tab._facts is not None)
    return tab, went


def treated(world: TherapyWorld) -> None:
    """A plan in force with a series, sessions behind and before today, a rating, a package and a device."""
    world.in_force()
    stay = {"episode_id": world.episode.id}
    therapist = {"therapist_id": world.therapist.staff_member_id, "room_id": world.room.id}
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        writer.add(
            SessionSeries(
                **stay, **therapist, weekdays=("MO", "WE"), from_on=date(2026, 11, 2), starts_at=time(8, 30), minutes=30
            )
        )
        for day, state in (
            (16, SessionState.DONE),
            (18, SessionState.PARTIAL),
            (20, SessionState.NO_SHOW),
            (23, SessionState.PLANNED),
        ):
            planned = {"planned_on": date(2026, 11, day), "planned_at": time(8, 30), "minutes": 30, "state": state}
            writer.add(Session(**stay, **therapist, **planned, therapy="pt"))
        writer.add(GoalRating(**stay, thread="walk", rated_on=date(2026, 11, 20), level=-1))
        group = writer.add(Group(name="Chuyện xưa", purpose="Gặp nhau", from_on=date(2026, 11, 1)))
        writer.add(GroupMember(**stay, group_id=group.id, joined_on=date(2026, 11, 1), own_goal="Kể một chuyện"))
        writer.add(Package(**stay, name="Gói 24 buổi", from_on=date(2026, 11, 1), sessions=24))
        writer.add(
            DeviceLoan(
                **stay, device="walking_frame", number="PHCN-07", lent_on=date(2026, 11, 1), check_on=date(2026, 12, 2)
            )
        )


def test_nothing_yet_offers_to_write(world: TherapyWorld, qtbot: Any) -> None:
    tab, went = shown(qtbot, world)
    assert tab.states.says() == "There is no rehabilitation plan yet."
    button(tab, "Write the plan").click()
    assert went[-1] == Place("therapy_plans", {"episode_id": world.episode.id, "mode": "new"})
    tab, _went = shown(qtbot, world, world.worker)
    assert "Write the plan" not in texts(tab)


def test_rehabilitation_at_a_glance(world: TherapyWorld, qtbot: Any) -> None:
    treated(world)
    tab, _went = shown(qtbot, world)
    said = texts(tab)
    for words in (
        *("Tập đi, tập dùng tay phải", "Contraindications: Không tập gắng sức", "Next review 22/12/2026"),
        *("5 sessions a week · 120 sessions · 30 minutes", "08:30", "Lưu Văn Kim Giao"),
        *("Đi 10 m bằng khung, có người đứng cạnh", "Level −1 · Đi 5 m · 20/11"),
        *("2 of 4 sessions given", "T score 40,0", "Monday 23/11 08:30", "24 sessions left / 24"),
        *("PHCN-07", "check 02/12/2026", "Chuyện xưa", "Kể một chuyện"),
    ):
        assert words in said, words
    assert nameless(tab) == []


def test_the_doors(world: TherapyWorld, qtbot: Any) -> None:
    treated(world)
    tab, went = shown(qtbot, world)
    stay = {"episode_id": world.episode.id}
    for words, page, about in (
        ("Week", "schedules", stay),
        ("Progress", "therapy_progress", stay),
        ("Open Packages of sessions", "packages", stay),
        ("Open Devices lent", "devices", stay),
        ("Review…", "therapy_plans", stay | {"mode": "review"}),
        ("New version", "therapy_plans", stay | {"mode": "new"}),
        ("Open the plan", "therapy_plans", stay | {"plan_id": world.plans()[0].plan.id}),
    ):
        button(tab, words).click()
        assert went[-1] == Place(page, about), words


def test_a_version_on_its_way_is_named(world: TherapyWorld, qtbot: Any) -> None:
    world.in_force()
    world.submitted()
    tab, went = shown(qtbot, world)
    assert "Version 2: awaiting approval" in texts(tab)
    assert tab.write_button.isHidden()
    button(tab, "Open Version 2").click()
    assert went[-1].about["plan_id"] == world.plans()[0].plan.id


def test_sessions_without_a_plan_are_shown_too(world: TherapyWorld, qtbot: Any) -> None:
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        writer.add(Package(episode_id=world.episode.id, name="Gói 24 buổi", from_on=date(2026, 11, 1), sessions=24))
    tab, _went = shown(qtbot, world)
    said = texts(tab)
    assert "There is no rehabilitation plan yet." in said
    assert "24 sessions left / 24" in said
    assert tab.open_button.isHidden()
    assert tab.write_button.text() == "Write the plan"
