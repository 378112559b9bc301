"""My day on the first page: ticked in place, hidden from who gives no therapy, what a session tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt

from carebook.records.sessions import SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.sessions import RatedGoal, ToldSession, session_file
from carebook.ui.pages.today import TodayPage
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.sessions import MyDayPart, said_level, told_lines
from tests.session_world import World, therapy_day
from tests.ui.pages.stay_desk import button, desk_of
from tests.ui.typing_vietnamese import press


@pytest.fixture
def world(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> World:
    """A day of therapy."""
    return therapy_day(book, director, now, actor_with)


@pytest.fixture
def desk(book: Book, world: World, now: datetime) -> Iterator[Desk]:
    """The therapist's desk."""
    with desk_of(book, world.therapist, now) as made:
        yield made


def state_of(book: Book, now: datetime, session_id: str) -> SessionState:
    with book.looking(now) as reader:
        found = session_file(reader, session_id)
    assert found is not None
    return found.session.state


def test_my_day_on_the_first_page(desk: Desk, world: World, book: Book, now: datetime, qtbot: Any) -> None:
    part = MyDayPart(desk)
    qtbot.addWidget(part)
    part.refresh()
    qtbot.waitUntil(lambda: part.table.records.rowCount() == 5)
    assert not part.isHidden()
    assert part.count.text() == "0/5 recorded"
    assert part.late_button.text() == "1 not recorded"
    said: list[str] = []
    part.said.connect(lambda sentence, _undo: said.append(str(sentence)))
    part.table.pick(world.sessions[0].id)
    press(part.table, Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: bool(said))
    assert state_of(book, now, world.sessions[0].id) is SessionState.DONE


@pytest.mark.usefixtures("world")
def test_my_day_is_nothing_to_who_gives_no_therapy(
    book: Book, now: datetime, actor_with: Callable[..., Actor], qtbot: Any
) -> None:
    nurse = actor_with(Role.NURSE, name="Doãn Thị Cẩm Tú")
    with desk_of(book, nurse, now) as desk:
        part = MyDayPart(desk)
        qtbot.addWidget(part)
        part.refresh()
        qtbot.wait(50)
        assert part.isHidden()


def test_what_a_session_tells_line_by_line(world: World) -> None:
    session = replace(world.sessions[0], objective="Đi 14 m.", next_step="Đi 16 m.")
    told = ToldSession(session, "Lưu Văn Kim Giao", (RatedGoal("Đi 10 m", -1),))
    assert told_lines(told) == ["Đi 14 m.", "Next step: Đi 16 m.", "Đi 10 m: −1"]
    assert [said_level(level) for level in (-2, 0, 2)] == ["−2", "0", "+2"]


def test_the_first_page_shows_it_and_offers_to_undo(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any
) -> None:
    page = TodayPage(desk)
    qtbot.addWidget(page)
    page.resize(1160, 720)
    page.show()
    qtbot.waitUntil(lambda: page.my_day.isVisible())
    page.my_day.table.pick(world.sessions[0].id)
    press(page.my_day.table, Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: state_of(book, now, world.sessions[0].id) is SessionState.DONE)
    qtbot.waitUntil(lambda: page.messages.text().startswith("Recorded the session"))
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: state_of(book, now, world.sessions[0].id) is SessionState.PLANNED)
    page._show_part("due")
    assert page.my_day.isHidden()
    page._show_part("mine")
    assert page.my_day.isVisible()
