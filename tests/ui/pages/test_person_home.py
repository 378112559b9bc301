"""The tab of the way home: nothing yet, at a glance, its doors, the paths before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from carebook.records.reintegration import Outcome, Stage
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.person.home import HomeTab
from carebook.ui.pages.person.view import PersonView, view_of
from carebook.ui.parts.desk import Place
from tests.ui.pages.path_world import PathWorld
from tests.ui.pages.person_world import texts
from tests.ui.pages.stay_desk import button, nameless


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[PathWorld]:
    made = PathWorld(book, director, actor_with, now)
    with made.desks:
        yield made


def shown(qtbot: Any, world: PathWorld, name: str, actor: Actor | None = None) -> tuple[HomeTab, list[Place]]:
    desk = world.desk(actor)
    went: list[Place] = []
    desk.went.connect(went.append)
    with world.book.reading_for(actor or world.worker, world.now) as reader:
        view = view_of(reader, world.people[name][0].id, desk.today())
    assert isinstance(view, PersonView)
    tab = HomeTab(desk)
    tab.resize(1100, 640)
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.show_view(view)
    qtbot.waitUntil(lambda: tab._facts is not None)
    return tab, went


def test_nothing_yet_offers_to_begin(world: PathWorld, qtbot: Any) -> None:
    stay = world.someone("Từ Thị Suối", "2018")
    tab, went = shown(qtbot, world, "Từ Thị Suối")
    assert tab.states.says() == "No way home was begun yet."
    button(tab, "Begin a way home").click()
    assert went[-1] == Place("home_path", {"episode_id": stay.id, "new": True})
    button(tab, "Tracing").click()
    assert went[-1] == Place("tracing", {"episode_id": stay.id})
    tab, _went = shown(qtbot, world, "Từ Thị Suối", world.nurse)
    assert "Begin a way home" not in texts(tab)


def test_the_way_at_a_glance_and_its_doors(world: PathWorld, qtbot: Any) -> None:
    path = world.thach()
    tab, went = shown(qtbot, world, "Hoàng Văn Thạch")
    qtbot.waitUntil(lambda: "Họ hàng" in texts(tab))
    said = texts(tab)
    for words in (
        *("Red flag: An toàn", "high risk", "“Tôi muốn về với chị, tôi biết làm vườn.”", "Hoàng Thị Chấn"),
        *("Points of the check-list without an answer: 2", "Quyết định dừng trợ giúp", "5 days overdue"),
        *("Day aimed at for going home", "Hai chị em ngồi nói chuyện lâu.", "13/10/2026 · 40 days"),
    ):
        assert words in said, words
    assert tab.strip.accessibleName().endswith("Preparing the way home")
    assert nameless(tab) == []
    about = {"episode_id": path.episode_id, "reintegration_id": path.id}
    for words, place in (
        ("Open the way home", Place("home_path", about)),
        ("Tracing", Place("tracing", {"episode_id": path.episode_id})),
        ("Contacts", Place("contacts", {"episode_id": path.episode_id})),
        ("Family assessment", Place("families", about)),
        ("Handover minutes", Place("handovers", about)),
        ("Follow-up visits", Place("follow_ups", about)),
        ("Papers", Place("case_papers", {"episode_id": path.episode_id})),
    ):
        button(tab, words).click()
        assert went[-1] == place, words
    first = next(one for one in tab.findChildren(type(tab.open_button)) if one.text() == "Go through the check-list")
    first.click()
    assert went[-1] == Place("home_path", about | {"part": "readiness"})


def test_the_paths_before_are_one_press_away(world: PathWorld, qtbot: Any) -> None:
    world.thao()
    stay = world.people["Lê Thị Thảo"][1].id
    before = world.path(
        "Lê Thị Thảo",
        (Stage.IDENTIFIED, 320),
        (Stage.FAILED, 300),
        started_on=world.ago(320),
        ended_on=world.ago(300),
        outcome=Outcome.MOVED,
        destination="family",
    )
    tab, went = shown(qtbot, world, "Lê Thị Thảo")
    qtbot.waitUntil(lambda: "Other paths" in texts(tab))
    said = texts(tab)
    for words in (
        "Owner: the commune",
        "waiting for the report, 9 days past",
        "5 days left",
        "Gia đình ruột thịt",
        "Carer changed",
    ):
        assert words in said, words
    button(tab, "Gia đình ruột thịt").click()
    assert went[-1] == Place("home_path", {"episode_id": stay, "reintegration_id": before.id})
