"""The board of the way home: who stands where, what they lack, walking it by keys, moving on, what is protected, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from carebook.records.reintegration import ReadinessAnswer, ReadinessCheck, Stage, StageEntry
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.reintegration import ReintegrationPage
from carebook.ui.pages.reintegration.board import MOST, Board, BoardColumn, Card, shelf_of
from carebook.ui.pages.reintegration.cards import on_paper
from carebook.ui.pages.reintegration.starting import StayDialog
from tests.ui.pages.path_world import PathWorld
from tests.ui.pages.stay_desk import Window, button, fits, nameless
from tests.ui.waiting import when_asked

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def cards(*names: str) -> tuple[Card, ...]:
    return tuple(Card(name, name, "", "1 day") for name in names)


def board() -> Board:
    left = shelf_of(Stage.IDENTIFIED, "1", "one", cards("a", "b"))
    below = shelf_of(Stage.TRACING, "2", "two", cards("c"))
    right = shelf_of(Stage.DECISION, "7", "seven", cards("d"))
    return Board((BoardColumn("A", (left, below)), BoardColumn("B"), BoardColumn("C", (right,))))


@pytest.mark.parametrize(
    ("start", "across", "down", "there"),
    [
        ("a", 0, 1, "b"),
        ("b", 0, 1, "c"),
        ("c", 0, 1, "c"),
        ("a", 0, -1, "a"),
        ("c", 1, 0, "d"),  # the empty column is passed over, the nearest place in the next one taken
        ("d", -1, 0, "a"),
        ("d", 1, 0, "d"),
        ("gone", 0, 1, "a"),
    ],
)
def test_arrows_walk_the_board(start: str, across: int, down: int, there: str) -> None:
    assert board().walk(start, across, down) == there


def test_the_ends_of_a_column_and_what_does_not_fit() -> None:
    assert (board().end("b", last=True), board().end("b", last=False), Board().first()) == ("c", "a", "")
    many = [Card(str(n), str(n), "", "") for n in range(MOST + 3)]
    full = shelf_of(Stage.FOLLOW_UP, "9", "nine", many)
    assert (len(full.cards), full.more, full.count) == (MOST, 3, MOST + 3)
    assert shelf_of(Stage.FOLLOW_UP, "9", "nine", many[: MOST + 1]).more == 0


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[PathWorld]:
    made = PathWorld(book, director, actor_with, now)
    with made.desks:
        yield made


def opened(qtbot: Any, world: PathWorld, actor: Actor | None = None, **about: str) -> tuple[Window, ReintegrationPage]:
    desk = world.desk(actor)
    page = ReintegrationPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    if about:
        page.turn_to(**about)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    page.board.setFocus()
    return window, page


def press(page: ReintegrationPage, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(page.board, key, held)


def test_nobody_yet_and_the_first_begins(world: PathWorld, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window, page = opened(qtbot, world)
    assert page.states.says() == "Nobody is on the way home yet. It begins on the tab Way home of each record."
    button(page, "Begin a way home…").click()
    qtbot.waitUntil(lambda: "already" in page.messages.text())  # nobody has an open stay either
    stay = world.someone("Từ Thị Suối", "2018")

    def choose(dialog: StayDialog) -> int:
        dialog.who.choose(stay.id)
        return 1

    monkeypatch.setattr(StayDialog, "exec", choose)
    page.begin()
    qtbot.waitUntil(lambda: bool(window.went))
    assert window.last == ("home_path", {"episode_id": stay.id, "new": True})


@pytest.mark.looks
def test_everybody_stands_in_their_stage_with_what_they_lack(world: PathWorld, qtbot: Any) -> None:
    world.everybody()
    window, page = opened(qtbot, world)
    assert page.header.line.whole() == "4 people on the way home"
    said = {card.name: card for card in page.board.board.by_id.values()}
    thach = said["Hoàng Văn Thạch"]
    assert (thach.late, thach.late_tone, thach.days) == ("5 days overdue", "danger", "40 days")
    assert [(note.icon, note.tone) for note in thach.notes] == [("triangle-alert", "danger"), ("circle-dot", "text2")]
    assert thach.notes[1].text.startswith("points of the check-list without an answer: 2")
    thao = said["Lê Thị Thảo"]
    assert (thao.late, thao.notes[0].text) == ("Yellow, needs attention", "a visit is awaited since 13/11")
    assert "Hoa Sữa" in said  # by the alias, and nowhere by the name
    assert "Nguyễn Thị Kín" not in str(said)
    assert page.board.columns_beside() == 4
    assert (nameless(page), fits(page)) == ([], True)
    # keys walk from card to card; what a screen reader is told follows
    page.board.pick(world.paths["Từ Thị Suối"].id)
    press(page, Qt.Key.Key_Right)
    assert page.board.current() == world.paths["Hoàng Văn Thạch"].id
    assert page.board.accessibleDescription().startswith("Hoàng Văn Thạch · Preparing the way home")
    press(page, Qt.Key.Key_Return)
    path = world.paths["Hoàng Văn Thạch"]
    assert window.last == ("home_path", {"episode_id": path.episode_id, "reintegration_id": path.id})
    window.setCurrentWidget(page)
    # what is protected does not open
    page.board.pick(world.paths["Nguyễn Thị Kín"].id)
    press(page, Qt.Key.Key_Return)
    assert len(window.went) == 1
    assert "protected" in page.messages.text()
    press(page, Qt.Key.Key_Right, CTRL)
    assert len(window.went) == 1


def test_filters_the_list_and_the_mouse(world: PathWorld, qtbot: Any) -> None:
    world.everybody()
    world.path("Cao Văn Nghĩa", (Stage.IDENTIFIED, 90), (Stage.FAILED, 30), ended_on=world.ago(30))
    window, page = opened(qtbot, world, which="late")
    assert [one.name for one in page.cards()] == ["Hoàng Văn Thạch"]
    button(page, "Ended  1").click()
    assert [one.name for one in page.cards()] == ["Cao Văn Nghĩa"]
    assert page._stack.currentWidget() is page.table
    button(page, "All  4").click()
    QTest.keyClick(page, Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.table)
    assert page.cards()[0].name == "Hoàng Văn Thạch"  # late ones first
    QTest.keyClick(page, Qt.Key.Key_L, CTRL)
    place = page.board._place_of(world.paths["Lê Thị Thảo"].id)
    at = page.board._at(QPointF(place.center()))
    assert at is not None
    QTest.mouseClick(page.board.viewport(), Qt.MouseButton.LeftButton, NONE, place.center())
    assert page.board.current() == world.paths["Lê Thị Thảo"].id
    QTest.mouseDClick(page.board.viewport(), Qt.MouseButton.LeftButton, NONE, place.center())
    assert window.last[0] == "home_path"


def test_moving_on_is_refused_in_words_with_the_way_to_what_lacks(world: PathWorld, qtbot: Any) -> None:
    path = world.suoi()
    window, page = opened(qtbot, world)
    press(page, Qt.Key.Key_Right, CTRL)
    qtbot.waitUntil(lambda: page.messages.text() != "")
    assert page.messages.text().startswith("Not moved to Tracing the family yet: the check-list “")
    button(page.messages, "Go through the check-list").click()
    about = {"episode_id": path.episode_id, "reintegration_id": path.id, "part": "readiness"}
    assert window.last == ("home_path", about)


def test_moving_on_and_back_again(world: PathWorld, qtbot: Any) -> None:
    path = world.suoi()

    def answered(writer: Any) -> None:
        for item in ("wish", "cause"):
            check = ReadinessCheck(episode_id=path.episode_id, reintegration_id=path.id, item=item)
            writer.add(replace(check, answer=ReadinessAnswer.MET, checked_on=world.today))

    world.write(answered)
    _window, page = opened(qtbot, world)
    card = page.board.board.by_id[path.id]
    assert [(note.icon, note.text) for note in card.notes] == [("check", "ready for: tracing the family")]
    press(page, Qt.Key.Key_Right, CTRL)
    qtbot.waitUntil(lambda: page._found.card(path.id).stage is Stage.TRACING)  # type: ignore[union-attr]
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: page._found.card(path.id).stage is Stage.IDENTIFIED)  # type: ignore[union-attr]

    def suspend() -> None:
        dialog: Any = QApplication.activeModalWidget()
        assert dialog.where.itemText(0) == "on: Tracing the family"
        dialog.where.choose("family_assessment")
        assert dialog.against.text() == "Left out: Tracing the family. Say why it is not needed."
        dialog.where.choose("suspended")
        dialog.move_button.click()  # without a reason it stays open
        assert dialog.isVisible()
        dialog.reason.setText("Chờ mẹ ra viện")
        dialog.move_button.click()

    when_asked(suspend)
    press(page, Qt.Key.Key_Left, CTRL)
    qtbot.waitUntil(lambda: page._found.card(path.id).stage is Stage.SUSPENDED)  # type: ignore[union-attr]
    assert [one.reason for one in world.records(StageEntry) if one.stage is Stage.SUSPENDED] == ["Chờ mẹ ra viện"]


def test_who_may_not_move_is_told_so_and_the_list_on_paper_hides_the_code(world: PathWorld, qtbot: Any) -> None:
    world.everybody()
    _window, page = opened(qtbot, world, world.nurse)
    assert not page.begin_button.isVisible()
    press(page, Qt.Key.Key_Right, CTRL)
    assert page.messages.text().startswith("Only social workers")
    paper = on_paper(page.cards(), page._desk, "xlsx")
    with world.book.reading_for(world.nurse, world.now) as reader:
        lines = paper.lines(reader)
    assert len(lines) == paper.people == 4
    assert {line[1]: bool(line[0]) for line in lines}["Hoa Sữa"] is False
    assert "Nguyễn Thị Kín" not in str(lines)
