"""The page of the week: walked, moved, planned, changed, cancelled and printed by keys and by mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from carebook.actions import schedules as deeds
from carebook.actions.sessions import tick_sessions
from carebook.records.enum_words import said
from carebook.records.episodes import AbsenceKind
from carebook.records.schedules import SessionSeries, StaffLeave
from carebook.records.sessions import SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.schedules import WeekPage
from carebook.ui.pages.schedules.board import Ghost
from carebook.ui.parts.dialogs import ReasonDialog
from tests import samples
from tests.ui.pages.stay_desk import fits, nameless
from tests.ui.pages.week_world import (
    CTRL,
    MONDAY,
    TUESDAY,
    WeekWorld,
    group_session,
    judged,
    opened,
    press,
    stand_on,
    week_world,
    when,
)


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[WeekWorld]:
    with week_world(book, director, actor_with, now) as made:
        yield made


def answer(*codes: str) -> None:
    """Choose a reason in each of the dialogs that come, one after the other."""
    left = list(codes)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ReasonDialog) and dialog.isVisible():
            dialog._choose(left.pop(0))
        if left:
            QTimer.singleShot(20, choose)

    QTimer.singleShot(0, choose)


def move(surface: QWidget, at: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    where = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, QPointF(surface.mapToGlobal(at)), left, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(surface, event)


# what is shown


def test_therapists_see_their_own_week_first(world: WeekWorld, qtbot: Any) -> None:
    mine = world.session()
    world.session(at=time(8), episode_id=world.other.id, therapist_id=world.second.staff_member_id)
    _window, page = opened(qtbot, world)
    assert page.view.who == world.therapist.staff_member_id
    assert [block.id for block in page.calendar.board.blocks] == [mine.id]
    assert page.calendar.board.by_id[mine.id].title == "An Thị Mai"
    assert "1 session" in page.header.line.whole()


def test_the_director_sees_everybody_and_one_day_side_by_side(world: WeekWorld, qtbot: Any) -> None:
    world.session()
    world.session(at=time(8), episode_id=world.other.id, therapist_id=world.second.staff_member_id)
    _window, page = opened(qtbot, world, world.director)
    assert page.view.who == ""
    assert len(page.calendar.board.blocks) == 2
    assert [column.on for column in page.calendar.board.columns] == [MONDAY + timedelta(days=n) for n in range(6)]
    page.head._change_span("day")
    qtbot.waitUntil(lambda: bool(page.calendar.board.columns[0].owner))
    assert [column.head for column in page.calendar.board.columns] == ["Lưu Văn Kim Giao", "Tiêu Văn Keo Lá"]
    assert all(len(blocks) == 1 for blocks in page.calendar.board.by_column)


def test_many_therapists_begin_with_the_day(world: WeekWorld, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carebook.ui.pages.schedules.page._MOST_IN_A_DAY", 1)
    world.session()
    world.session(at=time(8), episode_id=world.other.id, therapist_id=world.second.staff_member_id)
    _window, page = opened(qtbot, world, world.director)
    qtbot.waitUntil(lambda: page.view.span == "day" and bool(page.calendar.board.columns[0].owner))
    page.head._change_span("week")
    qtbot.waitUntil(lambda: not page.calendar.board.columns[0].owner)


def test_a_person_is_shown_with_their_groups(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    meeting = group_session(world, TUESDAY)
    _window, page = opened(qtbot, world, episode_id=world.episode.id)
    assert {block.id for block in page.calendar.board.blocks} == {kept.id, meeting.id}
    page.turn_to(episode_id=world.other.id)
    qtbot.waitUntil(lambda: page._found is not None and not page._found.theirs)
    assert not page.calendar.board.blocks


def test_leave_and_load_stand_over_the_days(world: WeekWorld, qtbot: Any) -> None:
    world.session()
    leave = StaffLeave(staff_member_id=world.therapist.staff_member_id or "", from_on=TUESDAY, to_on=TUESDAY)
    world.do(deeds.add_leave, leave)
    _window, page = opened(qtbot, world)
    monday, tuesday = page.calendar.board.columns[:2]
    assert (monday.note, monday.load, monday.over) == ("", "1/5 people", False)
    assert tuesday.note


def test_who_is_away_is_marked_where_a_session_is_planned(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        writer.add(samples.absence(world.episode.id, kind=AbsenceKind.HOSPITAL, from_on=date(2026, 11, 20)))
    _window, page = opened(qtbot, world)
    block = page.calendar.board.by_id[kept.id]
    assert (block.shape, block.tone, block.loud) == ("square", "warn", True)
    assert block.line == said(AbsenceKind.HOSPITAL)
    assert block.line in block.said


def test_restricted_people_are_shown_by_alias_and_stay_where_they_are(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        writer.amend(replace(world.episode, confidential=True, version=world.records(type(world.episode))[0].version))
        writer.amend(replace(world.person, alias="Người tạm lánh 1"))
    _window, page = opened(qtbot, world)
    block = page.calendar.board.by_id[kept.id]
    assert block.title != "An Thị Mai"
    assert not block.movable
    press(qtbot, page, Qt.Key.Key_Down, CTRL)
    assert page.calendar.ghost is None


# moving


def test_a_session_is_moved_by_keys_and_back_by_undo(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world)
    stand_on(page, kept.id)
    press(qtbot, page, Qt.Key.Key_Down, CTRL)
    press(qtbot, page, Qt.Key.Key_Down)
    press(qtbot, page, Qt.Key.Key_Right)
    assert when(world.sessions()[0]) == (MONDAY, time(8))  # only carried
    judged(qtbot, page)
    assert "08:30–09:00" in page.strip.text()
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: when(world.sessions()[0]) == (TUESDAY, time(8, 30)))
    qtbot.waitUntil(lambda: page.calendar.board.by_id[kept.id].start == 510)
    assert page.calendar.spot.block == kept.id
    assert page.strip.isHidden()
    page.messages._act()
    qtbot.waitUntil(lambda: when(world.sessions()[0]) == (MONDAY, time(8)))


def test_escape_lets_a_carried_session_go(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world)
    stand_on(page, kept.id)
    press(qtbot, page, Qt.Key.Key_M)
    press(qtbot, page, Qt.Key.Key_Right)
    press(qtbot, page, Qt.Key.Key_Escape)
    assert page.calendar.ghost is None
    assert page.strip.text() == ""
    assert when(world.sessions()[0]) == (MONDAY, time(8))


def test_a_double_booking_is_told_and_the_free_time_is_offered(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    world.session(at=time(9), episode_id=world.other.id)
    _window, page = opened(qtbot, world)
    stand_on(page, kept.id)
    for _step in range(4):
        press(qtbot, page, Qt.Key.Key_Down, CTRL)
    judged(qtbot, page)
    assert page.calendar.ghost is not None
    assert page.calendar.ghost.forbidden
    assert "Lưu Văn Kim Giao" in page.strip.text()
    assert not page.strip.one_button.isEnabled()
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert when(world.sessions()[0]) == (MONDAY, time(8))
    page.strip.free_button.click()
    judged(qtbot, page)
    assert page.calendar.ghost.start == 570
    assert not page.calendar.ghost.forbidden
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (MONDAY, time(9, 30)) in [when(one) for one in world.sessions()])


def test_enter_before_the_book_has_answered_is_kept_until_it_has(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world)
    stand_on(page, kept.id)
    press(qtbot, page, Qt.Key.Key_Down, CTRL)
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: when(world.sessions()[0]) == (MONDAY, time(8, 15)))


def test_on_one_day_carrying_across_changes_who_gives_it(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world, world.director)
    page.head._change_span("day")
    qtbot.waitUntil(lambda: bool(page.calendar.board.columns[0].owner))
    stand_on(page, kept.id)
    press(qtbot, page, Qt.Key.Key_Right, CTRL)
    judged(qtbot, page)
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: world.sessions()[0].therapist_id == world.second.staff_member_id)
    assert when(world.sessions()[0]) == (MONDAY, time(8))


def drag(qtbot: Any, page: WeekPage, slot_id: str, column: int, minute: int) -> None:
    """Drag a session of Monday somewhere else."""
    calendar = page.calendar
    place, surface = calendar.geometry_now(), calendar.viewport()
    block = calendar.board.by_id[slot_id]
    start = QPoint(int(place.x(0)) + 20, int(place.y(block.start)) + 5)
    end = QPoint(int(place.x(column)) + 20, int(place.y(minute)) + 5)
    qtbot.mousePress(surface, Qt.MouseButton.LeftButton, pos=start)
    for at in (start + QPoint(30, 8), end):
        move(surface, at)
    assert calendar.ghost is not None
    qtbot.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=end)


def test_a_session_is_dragged(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world)
    drag(qtbot, page, kept.id, 1, 540)
    qtbot.waitUntil(lambda: when(world.sessions()[0]) == (TUESDAY, time(9)))


def test_one_of_a_series_that_was_dragged_waits_for_the_answer(world: WeekWorld, qtbot: Any) -> None:
    world.series("MO")
    _window, page = opened(qtbot, world)
    drag(qtbot, page, world.sessions()[0].id, 1, 540)
    judged(qtbot, page)
    assert when(world.sessions()[0]) == (MONDAY, time(8))
    page.strip.one_button.click()
    qtbot.waitUntil(lambda: when(world.sessions()[0]) == (TUESDAY, time(9)))
    assert len(world.records(SessionSeries)) == 1


def test_a_recorded_session_is_not_carried(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session(on=date(2026, 11, 22))
    world.do(tick_sessions, {kept.id: kept.version})
    _window, page = opened(qtbot, world, day=date(2026, 11, 22))
    stand_on(page, kept.id)
    press(qtbot, page, Qt.Key.Key_M)
    assert page.calendar.ghost is None


# other deeds


def test_del_asks_who_does_not_come_and_why(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world)
    stand_on(page, kept.id)
    answer("cancelled_resident", "fever")
    press(qtbot, page, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: world.sessions()[0].state is SessionState.CANCELLED_RESIDENT)
    qtbot.waitUntil(lambda: page.calendar.board.by_id[kept.id].faint)
    assert world.sessions()[0].reason == "fever"
    assert page.messages._action.text() == "Undo"
    page.calendar.setFocus()
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(page.panel.make_up_button.isVisible)
    page.panel.make_up_button.click()
    qtbot.waitUntil(page.is_planning)
    page.save()
    qtbot.waitUntil(lambda: [one.makes_up_for_id for one in world.sessions()] == [None, kept.id])
    assert when(world.sessions()[1]) == (TUESDAY, time(8))


def test_space_ticks_a_session(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session(on=date(2026, 11, 22))
    _window, page = opened(qtbot, world, day=date(2026, 11, 22))
    stand_on(page, kept.id)
    press(qtbot, page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: world.sessions()[0].state is SessionState.DONE)


def test_enter_opens_the_panel_and_it_leads_on(world: WeekWorld, qtbot: Any) -> None:
    world.series("MO")
    window, page = opened(qtbot, world)
    qtbot.waitUntil(lambda: bool(page.calendar.board.blocks))
    stand_on(page, page.calendar.board.blocks[0].id)
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.end_button.isVisible())
    assert page.panel.title.whole() == "An Thị Mai"
    page.panel.record_button.click()
    assert window.last[0] == "rehabilitation"
    assert window.last[1]["session_id"] == page.calendar.spot.block


def test_keys_lead_to_the_weeks_beside(world: WeekWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world)
    press(qtbot, page, Qt.Key.Key_PageDown)
    assert page.view.monday == MONDAY + timedelta(days=7)
    press(qtbot, page, Qt.Key.Key_T)
    assert page.view.monday == MONDAY - timedelta(days=7)


def test_who_may_only_look_moves_and_plans_nothing(
    world: WeekWorld, actor_with: Callable[..., Actor], qtbot: Any
) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world, actor_with(Role.NURSE))
    assert page.new_button.isHidden()
    assert not page.calendar.board.by_id[kept.id].movable
    press(qtbot, page, Qt.Key.Key_N)
    page.begin_new()
    qtbot.wait(50)
    assert not page.is_planning()


# out of the book


def test_the_week_is_printed_and_saved(world: WeekWorld, qtbot: Any, tmp_path: Path) -> None:
    world.session()
    _window, page = opened(qtbot, world)
    page._print()
    qtbot.waitUntil(lambda: page.paper.dialog is not None)
    dialog = page.paper.dialog
    assert dialog is not None
    dialog.save_to(tmp_path / "tuan.docx")
    assert (tmp_path / "tuan.docx").read_bytes()[:2] == b"PK"
    qtbot.waitUntil(lambda: "tuan.docx" in page.messages.text())


def test_a_calendar_file_names_nobody_unless_asked(
    world: WeekWorld, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.session()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "lich.ics"), ""))
    _window, page = opened(qtbot, world)
    page.file.make(page.view, 2, named=False)
    qtbot.waitUntil(lambda: "lich.ics" in page.messages.text())
    text = (tmp_path / "lich.ics").read_text(encoding="utf-8")
    assert "BEGIN:VCALENDAR" in text
    assert "Mai" not in text


# the eye, the ear, the small screen


@pytest.mark.looks
def test_the_page_is_small_enough_and_everything_has_a_name(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world)
    stand_on(page, kept.id)
    assert fits(page)
    assert nameless(page) == []
    assert "An Thị Mai" in page.calendar.accessibleDescription()
    page.calendar.carry(Ghost(page.calendar.board.by_id[kept.id], 1, 600))
    assert "10:00" in page.calendar.accessibleDescription()
    page.begin_new()
    qtbot.waitUntil(lambda: page.is_planning())
    assert fits(page)
    assert nameless(page) == []
