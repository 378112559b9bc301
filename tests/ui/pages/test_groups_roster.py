"""The roster on the page of groups: thirty people marked by keyboard, minutes, sessions not held, drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from carebook.actions.groups import record_group_session
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.groups import (
    Attendance,
    GroupSession,
    GroupSessionState,
    Participation,
    Presence,
)
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ReasonDialog
from tests import group_samples as samples
from tests.ui.pages import group_world
from tests.ui.pages.group_world import TODAY, GroupOf, answer, kept, open_page, press
from tests.ui.pages.stay_desk import button, desk_of, fits
from tests.ui.typing_vietnamese import type_text


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def exercise(book: Book, director: Actor, now: datetime) -> GroupOf:
    """The morning exercise of thirty people, planned for today."""
    return group_world.exercise(book, director, now)


@pytest.fixture
def small(book: Book, director: Actor, now: datetime) -> GroupOf:
    """A group of three with a session planned for today."""
    return group_world.small(book, director, now)


def test_thirty_people_are_marked_by_keyboard_in_seconds(
    desk: Desk,
    exercise: GroupOf,
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
) -> None:
    group, members, session = exercise
    away = Absence(episode_id=members[4].episode_id, kind=AbsenceKind.HOSPITAL, from_on=TODAY - timedelta(days=2))
    samples.write(book, director, now, away)
    _window, page = open_page(desk, qtbot, group_id=group.id)
    qtbot.waitUntil(lambda: page.buttons.roster.isVisible())

    began = monotonic()
    QTest.keyClick(page.group.members, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    grid = page.roster.grid
    qtbot.waitUntil(lambda: page._mode == "roster" and len(grid.roster.members) == 30)
    qtbot.waitUntil(grid.hasFocus)
    shown = {row.member.name: row.id for row in grid.roster.members}
    keyed: list[str] = []

    def focused() -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def key(keys: str) -> None:
        keyed.extend(keys)
        QTest.keyClicks(focused(), keys)

    key("a")  # the whole group, except
    key("/")
    for name in ("bui", "luong"):
        key(name)
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClick(focused(), Qt.Key.Key_Return)  # nothing typed: back to the names
    qtbot.waitUntil(grid.hasFocus)
    QTest.keyClick(grid, Qt.Key.Key_Home)
    key("m3")  # late and eager, and on to the next
    key("2")
    key("l1")  # ill
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now, Attendance)) == 30)
    seconds = monotonic() - began

    rows = {one.member_id: one for one in kept(book, now, Attendance)}
    places = [row.id for row in grid.roster.members]
    assert (rows[places[0]].presence, rows[places[0]].participation) == (Presence.LATE, Participation.ACTIVE)
    assert (rows[places[1]].presence, rows[places[1]].participation) == (Presence.PRESENT, Participation.FAIR)
    assert (rows[places[2]].presence, rows[places[2]].reason) == (Presence.EXCUSED, "ill")
    assert (rows[members[4].id].presence, rows[members[4].id].reason) == (Presence.EXCUSED, "hospital")
    assert rows[shown["Bùi Thị Nhàn"]].presence is Presence.ABSENT
    assert rows[shown["Lương Đình Thuận"]].presence is Presence.ABSENT
    assert sum(one.presence is Presence.PRESENT for one in rows.values()) == 25
    assert [one.state for one in kept(book, now, GroupSession) if one.id == session.id] == [GroupSessionState.HELD]
    assert len(keyed) < 20
    assert seconds < 5
    qtbot.waitUntil(lambda: "26 of 30 came" in page.messages.text())
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: kept(book, now, Attendance) == [])
    qtbot.waitUntil(lambda: len(grid.open_ids()) == 30)


@pytest.mark.looks
def test_nobody_needs_scrolling_among_thirty(desk: Desk, exercise: GroupOf, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot, session_id=exercise[2].id)
    grid = page.roster.grid
    assert not grid.verticalScrollBar().isVisible()
    assert grid.roster.columnCount() == 2
    grid.go_to(14)
    for _ in range(2):
        QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.place() == 16
    QTest.keyClick(grid, Qt.Key.Key_Left)
    assert grid.place() == 1
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.place() == 29
    assert fits(page)
    window.resize(911, 512)
    assert all(grid.roster.place(grid.roster.index_of(place)) == place for place in range(30))
    assert fits(page)


KEYS: tuple[tuple[str, Presence | None, str | None, Participation | None], ...] = (
    ("c", Presence.PRESENT, None, None),
    (" ", Presence.PRESENT, None, None),
    ("  ", Presence.ABSENT, None, None),
    ("m", Presence.LATE, None, None),
    ("k", Presence.ABSENT, None, None),
    ("l", Presence.EXCUSED, None, None),
    ("l4", Presence.EXCUSED, "family", None),
    ("k5", Presence.EXCUSED, "therapy", None),
    ("0", Presence.PRESENT, None, Participation.NONE),
    ("m2", Presence.LATE, None, Participation.FAIR),
    ("9", None, None, None),
    ("ck", Presence.ABSENT, None, None),
    ("l1", Presence.EXCUSED, "ill", None),
)


def test_what_each_key_says(desk: Desk, small: GroupOf, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, session_id=small[2].id)
    grid = page.roster.grid
    for keys, presence, reason, part in KEYS:
        QTest.keyClicks(grid, keys)
        mark = grid.roster.mark_of(0)
        assert (mark.presence, mark.reason, mark.participation) == (presence, reason, part), keys
        assert grid.place() == (1 if keys[-1].isdigit() and keys != "9" else 0), keys
        grid.go_to(0)
        QTest.keyClick(grid, Qt.Key.Key_Delete)
        assert grid.roster.mark_of(0).presence is None
        grid.go_to(0)


def test_a_remark_by_enter_and_on_to_the_next(
    desk: Desk, small: GroupOf, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, session_id=small[2].id)
    grid = page.roster.grid
    grid.setFocus()
    QTest.keyClicks(grid, "a")
    QTest.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(page.roster.beside.remark.hasFocus)
    type_text(page.roster.beside.remark, "Nhắc bạn tập đúng nhịp")
    QTest.keyClick(page.roster.beside.remark, Qt.Key.Key_Return)
    assert grid.place() == 1
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now, Attendance)) == 3)
    first = grid.roster.members[0].id
    assert [one.remark for one in kept(book, now, Attendance) if one.member_id == first] == ["Nhắc bạn tập đúng nhịp"]


def test_who_is_not_marked_is_told_and_gone_to(
    desk: Desk, small: GroupOf, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, session_id=small[2].id)
    grid = page.roster.grid
    QTest.keyClicks(grid, "c")
    page.save()
    qtbot.waitUntil(lambda: page.messages.text() == "2 of the roster are not marked yet.")
    assert grid.place() == 1
    assert kept(book, now, Attendance) == []
    assert page.has_unsaved()


def test_minutes_are_written_and_what_is_wrong_stands_beside_its_field(
    desk: Desk,
    small: GroupOf,
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
) -> None:
    group, members, session = small
    before = samples.session(book, director, now, group, TODAY - timedelta(days=7))
    held = replace(before, state=GroupSessionState.HELD, lessons="Bắt đầu đúng giờ")
    rows = [Attendance(episode_id="", group_session_id="", member_id=one.id) for one in members]
    record_group_session(book, held, rows, by=director, now=now)
    _window, page = open_page(desk, qtbot, session_id=session.id)
    page.roster.all_button.click()
    QTest.keyClick(page.roster.grid, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.roster.view.current() == "minutes")
    assert "Bắt đầu đúng giờ" in page.roster.lessons.text()
    form = page.roster.minutes
    form.editor("course").set_raw("x" * 10_001)
    type_text(form.editor("topic").input.target, "Biết từ chối")
    page.roster.choose_view("people")
    page.save()
    qtbot.waitUntil(form.editor("course").has_error)
    assert page.roster.view.current() == "minutes"
    form.editor("course").set_raw("Cả nhóm đóng vai, cười nhiều")
    page.save()
    qtbot.waitUntil(lambda: not page.has_unsaved() and "3 of 3 came" in page.messages.text())
    done = next(one for one in kept(book, now, GroupSession) if one.id == session.id)
    assert (done.topic, done.course, done.done_by_id) == (
        "Biết từ chối",
        "Cả nhóm đóng vai, cười nhiều",
        group.leader_id,
    )


def test_it_did_not_take_place(desk: Desk, small: GroupOf, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, session_id=small[2].id)
    answer(ReasonDialog, press("Mưa to"))
    QTest.keyClick(page.roster.grid, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.roster.told.text() == "Did not take place: Mưa to.")
    (session,) = kept(book, now, GroupSession)
    assert (session.state, session.reason) == (GroupSessionState.NOT_HELD, "rain")
    assert not page.roster._marking.isVisible()
    QTest.keyClicks(page.roster.grid, "a")
    assert len(page.roster.grid.open_ids()) == 3
    button(page.roster.told, "It was held after all").click()
    QTest.keyClicks(page.roster.grid, "a")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now, Attendance)) == 3)


def test_tomorrow_is_not_marked_today(
    desk: Desk,
    small: GroupOf,
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
) -> None:
    ahead = samples.session(book, director, now, small[0], TODAY + timedelta(days=1))
    _window, page = open_page(desk, qtbot, session_id=ahead.id)
    QTest.keyClicks(page.roster.grid, "a")
    assert len(page.roster.grid.open_ids()) == 3
    assert not page.buttons.save.isVisible()
    assert "the roster opens on that day" in page.roster.told.text()


def test_marks_survive_as_a_draft(
    desk: Desk,
    small: GroupOf,
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
) -> None:
    _window, page = open_page(desk, qtbot, session_id=small[2].id)
    QTest.keyClicks(page.roster.grid, "ak1")
    type_text(page.roster.minutes.editor("topic").input.target, "Bài mới")
    QTest.keyClick(page.roster.grid, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page._mode == "group" and page._shown)
    with desk_of(book, director, now) as again:
        _other, second = open_page(again, qtbot, session_id=small[2].id)
        grid = second.roster.grid
        assert grid.open_ids() == []
        assert grid.roster.mark_of(0).presence is Presence.EXCUSED
        assert second.roster.minutes.value("topic") == "Bài mới"
        button(second.messages, "Discard draft").click()
        qtbot.waitUntil(lambda: len(grid.open_ids()) == 3 and second.roster.minutes.value("topic") == "")


def test_a_newer_roster_is_told_and_nothing_is_overwritten(
    desk: Desk,
    small: GroupOf,
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
) -> None:
    _group, members, session = small
    window, page = open_page(desk, qtbot, session_id=session.id)
    QTest.keyClicks(page.roster.grid, "ak")
    held = replace(session, state=GroupSessionState.HELD)
    rows = [Attendance(episode_id="", group_session_id="", member_id=one.id) for one in members]
    record_group_session(book, held, rows, by=director, now=now)
    page.save()
    qtbot.waitUntil(lambda: "changed this at" in page.messages.text())
    assert {one.presence for one in kept(book, now, Attendance)} == {Presence.PRESENT}
    button(page.messages, "Go on from the newer version").click()
    before = session.version

    def version() -> int:
        shown = page.roster.session()
        return shown.version if shown else 0

    qtbot.waitUntil(lambda: page._shown and page.has_unsaved() and version() > before)
    page.save()
    qtbot.waitUntil(lambda: Presence.ABSENT in {one.presence for one in kept(book, now, Attendance)})
    assert window.went == []
