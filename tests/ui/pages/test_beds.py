"""The map of beds: who lies where, walking and moving by keys, and nothing of a shelter for who may not know it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from carebook.records.episodes import BedAssignment, Episode
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, Writer, new_id
from carebook.ui.pages.beds import BedsPage
from carebook.ui.pages.beds.page import paper_list
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless

TODAY = date(2026, 11, 22)


def lying(writer: Writer, number: int, name: str, room_id: str = "", bed: str = "", **stay: Any) -> Episode:
    person = writer.add(samples.person(code=f"CB-{number:06}", full_name=name, alias=f"Hoa {number}"))
    episode = writer.add(samples.episode(person.id, **stay))
    if room_id:
        writer.add(samples.bed_assignment(episode.id, room_id, bed=bed))
    return episode


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, BedsPage]:
    page = BedsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def press(page: BedsPage, key: Qt.Key) -> None:
    """A key on the bed with the focus."""
    tile = next(one for one in page.board.tiles if one.place.id == page.board.current())
    QTest.keyClick(tile, key)


def bed_of(book: Book, now: datetime, stay: Episode) -> list[tuple[str, str]]:
    with book.looking(now) as reader:
        rows = reader.records(BedAssignment, "episode_id = ? AND to_on IS NULL", (stay.id,))
        return [(one.room_id, one.bed) for one in rows]


def test_a_bed_is_given_by_keys(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward = writer.add(samples.ward())
        first = writer.add(samples.room(ward.id))
        second = writer.add(samples.room(ward.id, name="A203", beds=2))
        shelter = writer.add(
            samples.room(writer.add(samples.ward(name="Mái ấm", hidden=True, position=2)).id, name="S")
        )
        one, two = lying(writer, 1, "Trần Thị An", first.id, "1"), lying(writer, 2, "Lê Văn Hòa", second.id, "1")
        writer.add(samples.absence(two.id))
        secret = lying(writer, 3, "Lò Thị Hoa", first.id, "2", confidential=True)
        lying(writer, 4, "Vàng Thị Mỷ", shelter.id, "1", confidential=True)
        bedless = lying(writer, 5, "Mai Văn Dặm")
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        window, page = open_page(desk, qtbot)
        assert page.header.line.whole() == "4 of 10 beds taken · 40,0 % · 6 free · 1 away"
        told = [tile.accessibleName() for tile in page.board.tiles]
        assert told[:3] == ["A101, bed 1, Trần Thị An", "A101, bed 2, Hoa 3", "A101, bed 3, free"]
        assert told[4] == "A203, bed 1, Lê Văn Hòa, Hospital"
        assert not any("Mái ấm" in words or "Vàng" in words or "S," in words for words in told)
        assert page.board.current() == f"{first.id}/1"
        assert "Trần Thị An" in page.about.whole()
        press(page, Qt.Key.Key_Right)
        press(page, Qt.Key.Key_Return)
        assert window.went == []  # a restricted record stays closed
        press(page, Qt.Key.Key_Left)
        page.begin_move()
        assert "Trần Thị An" in page.about.whole()
        press(page, Qt.Key.Key_Right)
        press(page, Qt.Key.Key_Return)  # taken
        assert page.is_moving()
        assert "taken" in page.messages.text()
        page.board.pick(f"{second.id}/2")
        press(page, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bed_of(book, now, one) == [(second.id, "2")])
        qtbot.waitUntil(lambda: page.board.tiles[0].accessibleName() == "A101, bed 1, free")
        assert page.board.current() == f"{second.id}/2"
        button(page.messages, "Undo").click()
        qtbot.waitUntil(lambda: bed_of(book, now, one) == [(first.id, "1")])
        qtbot.waitUntil(lambda: page.board.tiles[0].accessibleName() == "A101, bed 1, Trần Thị An")
        qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(Button) if "Mai" in one.text()))
        button(page, "Give Mai Văn Dặm a bed").click()
        assert page.is_moving()
        page.stop_move()
        assert not page.is_moving()
        button(page, "Give Mai Văn Dặm a bed").click()
        page.board.pick(f"{first.id}/4")
        press(page, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bed_of(book, now, bedless) == [(first.id, "4")])
        assert bed_of(book, now, secret) == [(first.id, "2")]


@pytest.mark.looks
def test_arrows_find_the_bed_below_and_the_list_is_printed(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward, other = writer.add(samples.ward()), writer.add(samples.ward(name="Khu B", position=2))
        room = writer.add(samples.room(ward.id))
        writer.add(samples.room(other.id, name="B101", beds=2))
        stay = lying(writer, 1, "Trần Thị An", room.id, "1")
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        window, page = open_page(desk, qtbot, episode_id=stay.id)
        first, _second, third, *_more = page.board.tiles
        qtbot.waitUntil(lambda: third.mapTo(page, third.pos()).y() > first.mapTo(page, first.pos()).y() + 20)
        press(page, Qt.Key.Key_Down)
        assert page.board.current() == f"{room.id}/3"
        press(page, Qt.Key.Key_Down)
        assert page.board.current().endswith("/1")
        press(page, Qt.Key.Key_Up)
        assert page.board.current().startswith(room.id)
        page.board.pick(f"{room.id}/1")
        press(page, Qt.Key.Key_Return)
        assert window.last == ("person", {"person_id": stay.person_id})
        assert page._found is not None
        wanted = paper_list(page._found, ward.id, TODAY)
        with book.reading_masked(now) as reader:
            lines = wanted.lines(reader)
        assert [line[3] for line in lines] == ["Trần Thị An", "Trống", "Trống", "Trống"]
        assert drawn(desk, wanted, lines).startswith(b"%PDF")
        assert fits(page)
        assert nameless(page) == []


def test_without_rooms_the_page_says_where_to_begin(book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    with desk_of(book, director, now) as desk:
        window, page = open_page(desk, qtbot)
        qtbot.waitUntil(lambda: page.states.says() != "")
        assert page.states.says().startswith("There are no rooms yet.")
        button(page.states, "Open settings").click()
        assert window.last == ("settings", {})


@pytest.mark.looks
def test_a_past_day_is_looked_at_and_a_future_one_refused(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        stay = lying(writer, 1, "Trần Thị An", start_on=date(2026, 10, 1))
        days = ((date(2026, 10, 1), date(2026, 11, 21), "2"), (date(2026, 11, 21), None, "3"))
        for from_on, to_on, bed in days:
            writer.add(samples.bed_assignment(stay.id, room.id, bed=bed, from_on=from_on, to_on=to_on))
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        window, page = open_page(desk, qtbot)
        assert [one.place.bed for one in page.board.tiles if one.place.occupant] == ["3"]
        assert not page.day.after.isEnabled()
        page.day.turn(1)
        assert page.messages.text() == "23/11/2026 lies in the future."
        assert page.day.day == TODAY
        page.board.pick(f"{room.id}/3")
        assert not page.move_button.isHidden()
        window.activateWindow()
        QTest.keyClick(page.board.tiles[2], Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: page.day.day == date(2026, 11, 21))
        qtbot.waitUntil(lambda: page._found is not None and page._found.day == page.day.day)
        QTest.keyClick(page.board.tiles[2], Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(page.day.is_today)
        page.day.input.line.setText("20/11/2026")
        page.day.input.left.emit()
        qtbot.waitUntil(lambda: page._found is not None and page._found.day == date(2026, 11, 20))
        assert [one.place.bed for one in page.board.tiles if one.place.occupant] == ["2"]
        page.board.pick(f"{room.id}/2")
        assert page.move_button.isHidden()
        page.begin_move()
        assert not page.is_moving()
        assert page._found is not None
        assert paper_list(page._found, "", TODAY).about.startswith("Ngày 20/11/2026: 1/4")
        button(page, "Today").click()
        qtbot.waitUntil(lambda: page._found is not None and page._found.day == TODAY)
        assert fits(page)
        assert nameless(page) == []
