"""The queue of plans that await approval: the next one by keyboard, what differs in front, two approvers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from carebook.actions.care_plans import approve_plan
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book
from carebook.ui.pages.approvals import ApprovalsPage
from tests import samples
from tests.actions import plans
from tests.actions.admissions import admit, emergency
from tests.ui.pages.plan_world import PlanWorld, in_force, key, plan_world, texts, write_line
from tests.ui.pages.stay_desk import Window, fits, nameless


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[PlanWorld]:
    with plan_world(book, director, actor_with, now) as made:
        yield made


def others(world: PlanWorld, *names: str) -> None:
    """More people whose first plan awaits approval, submitted one after another."""
    for place, name in enumerate(names):
        at = world.now + timedelta(seconds=place)
        _person, episode = admit(world.book, world.director, at, person=samples.person(code="", full_name=name))
        plans.submitted(world.book, episode.id, world.worker, at)


def page_at(qtbot: Any, world: PlanWorld, actor: Actor | None = None) -> tuple[Window, ApprovalsPage]:
    page = ApprovalsPage(world.desk(actor or world.director))
    window = Window(page._desk, page)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page._shown is not None or page.states.says() != "")
    return window, page


def in_front(page: ApprovalsPage) -> str:
    return page._name.whole() if page._shown is not None else ""


def test_nothing_waits(world: PlanWorld, qtbot: Any) -> None:
    _window, page = page_at(qtbot, world)
    assert page.states.says() == "Nothing awaits approval any more."


def test_the_oldest_stands_first_and_keys_walk(world: PlanWorld, qtbot: Any) -> None:
    others(world, "Cao Văn Bến", "Đào Thị Lan", "Nguyễn Minh Khôi")
    _window, page = page_at(qtbot, world)
    assert in_front(page) == "Cao Văn Bến"
    key(page.table, Qt.Key.Key_J, "j")
    qtbot.waitUntil(lambda: in_front(page) == "Đào Thị Lan")
    page.table.walk(1)
    qtbot.waitUntil(lambda: in_front(page) == "Nguyễn Minh Khôi")
    key(page.table, Qt.Key.Key_J, "j")  # stays at the end
    key(page.table, Qt.Key.Key_K, "k")
    qtbot.waitUntil(lambda: in_front(page) == "Đào Thị Lan")
    key(page.table, Qt.Key.Key_Return)
    assert page.bar.opinion.hasFocus()


def test_letters_in_the_opinion_do_not_walk(world: PlanWorld, qtbot: Any) -> None:
    others(world, "Cao Văn Bến", "Đào Thị Lan")
    _window, page = page_at(qtbot, world)
    write_line(page.bar.opinion, "jk ghi rõ")
    assert page.bar.opinion.text() == "jk ghi rõ"
    assert in_front(page) == "Cao Văn Bến"


def test_after_an_answer_the_next_one_stands_there(world: PlanWorld, qtbot: Any) -> None:
    others(world, "Cao Văn Bến", "Đào Thị Lan")
    counts: list[int] = []
    _window, page = page_at(qtbot, world)
    page.counted.connect(counts.append)
    page.bar.approve()
    qtbot.waitUntil(lambda: page._shown is not None and in_front(page) == "Đào Thị Lan")
    assert "Approved plan version 1" in page.messages.text()
    assert page.bar.opinion.text() == ""
    write_line(page.bar.opinion, "Ghi rõ ai đi cạnh")
    page.bar.return_button.click()
    qtbot.waitUntil(lambda: page.states.says() == "Nothing awaits approval any more.")
    assert counts[-1] == 0


def test_what_differs_from_the_plan_in_force_stands_in_front(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    plans.submitted(world.book, world.episode.id, world.worker, world.now, general_goal="Tự đi ra vườn mỗi sáng")
    _window, page = page_at(qtbot, world)
    assert page.ways.current() == "compare"
    said = texts(page.comparing)
    assert "Version 2 against version 1" in said
    assert "sau khi ngã" in said
    assert "line-through" in said  # what went is struck, not only coloured
    page._turn_over()
    assert page.stack.currentWidget() is page.plan_area


def test_a_first_plan_is_shown_whole(world: PlanWorld, qtbot: Any) -> None:
    others(world, "Cao Văn Bến")
    _window, page = page_at(qtbot, world)
    assert not page.ways.isVisible()
    assert "Đi được 20 m với khung tập đi" in texts(page.reading)


def test_who_is_late_is_told_and_the_queue_is_read_again(world: PlanWorld, qtbot: Any) -> None:
    plan = plans.submitted(world.book, world.episode.id, world.worker, world.now)
    _window, page = page_at(qtbot, world)
    write_line(page.bar.opinion, "Được")
    world.do(approve_plan, plan.id, by=world.deputy)
    page.bar.approve()
    qtbot.waitUntil(lambda: "not recorded" in page.messages.text())
    assert "Tô Văn Bách Tùng" in page.messages.text()
    qtbot.waitUntil(lambda: page.states.says() == "Nothing awaits approval any more.")


def test_a_masked_plan_cannot_be_read(world: PlanWorld, qtbot: Any, director: Actor) -> None:
    _person, episode = admit(world.book, director, world.now, episode=emergency(), category="victim_dv")
    plans.submitted(world.book, episode.id, director, world.now)
    page = ApprovalsPage(world.desk(world.head))
    window = Window(page._desk, page)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "protected" in page.one.says())
    assert not page.bar.isVisible()
    assert "Trần Thị An" not in texts(page)


def test_a_restricted_plan_leaves_a_line_in_the_reading_log(world: PlanWorld, qtbot: Any, director: Actor) -> None:
    _person, episode = admit(world.book, director, world.now, episode=emergency(), category="victim_dv")
    plans.submitted(world.book, episode.id, world.director, world.now)
    page_at(qtbot, world, world.deputy)
    assert [one.deed for one in world.records(Reading)] == ["open_restricted_record"]


def test_opening_and_printing_go_elsewhere(world: PlanWorld, qtbot: Any) -> None:
    plan = plans.submitted(world.book, world.episode.id, world.worker, world.now)
    window, page = page_at(qtbot, world)
    page.open_button.click()
    assert window.last == ("care_plans", {"episode_id": world.episode.id, "plan_id": plan.id})
    page._print()
    about = {"episode_id": world.episode.id, "paper": "form04", "plan_id": plan.id}
    assert window.last == ("case_papers", about)


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(world: PlanWorld, qtbot: Any) -> None:
    others(world, "Cao Văn Bến")
    window, page = page_at(qtbot, world)
    assert nameless(page) == []
    assert fits(page)
    window.resize(880, 480)
    assert page.is_narrow()
    assert fits(page)


def test_only_managers_and_heads_may_ask(world: PlanWorld) -> None:
    assert world.desk(world.head).may_ask("approvals")
    assert not world.desk(world.worker).may_ask("approvals")
    assert Role.HEAD in {grant.role for grant in world.head.grants}
