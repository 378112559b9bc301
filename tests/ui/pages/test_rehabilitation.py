"""The page of sessions: a day ticked, one session recorded by keyboard, what waits, pictures, drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from carebook.actions.sessions import record_session
from carebook.records.episodes import Episode
from carebook.records.people import Attachment
from carebook.records.sessions import Cooperation, Course, Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.sessions import SessionFile, session_file
from carebook.ui.pages.rehabilitation import RehabilitationPage
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.pictures import Thumbnail
from tests.session_world import TODAY, World, therapy_day
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def world(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> World:
    """A day of therapy."""
    return therapy_day(book, director, now, actor_with)


@pytest.fixture
def desk(book: Book, world: World, now: datetime) -> Iterator[Desk]:
    """The therapist's desk."""
    with desk_of(book, world.therapist, now) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, RehabilitationPage]:
    page = RehabilitationPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: page._found is not None)
    qtbot.waitUntil(lambda: page.panel.found is not None or "Choose" not in page.panel.hint.text())
    return window, page


def kept(book: Book, now: datetime, session_id: str) -> SessionFile:
    with book.looking(now) as reader:
        found = session_file(reader, session_id)
    assert found is not None
    return found


def state_of(book: Book, now: datetime, session_id: str) -> SessionState:
    return kept(book, now, session_id).session.state


def focus() -> QWidget:
    """Where the hand is."""
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None
    return found


def tab_to(widget: QWidget, most: int = 40) -> int:
    """Tab on until a widget has the focus; how often that was."""
    for step in range(most):
        if focus() is widget:
            return step
        press(focus(), Qt.Key.Key_Tab, "\t")
    raise AssertionError(f"Tab does not reach {widget.accessibleName()}")


def test_a_day_is_ticked_with_space(desk: Desk, world: World, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    table = page.day_table
    assert table.current_id() == world.sessions[0].id
    assert page.progress.text() == "0/5 recorded"
    press(table, Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: state_of(book, now, world.sessions[0].id) is SessionState.DONE)
    qtbot.waitUntil(lambda: page.progress.text() == "1/5 recorded")
    assert table.current_id() == world.sessions[1].id
    assert page.messages.text().startswith("Recorded the session of Trần Thị An")
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: page.messages.text() == "Undone.")
    assert state_of(book, now, world.sessions[0].id) is SessionState.PLANNED


def test_all_are_ticked_together_but_who_was_away(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    qtbot.keyClick(page.day_table, Qt.Key.Key_A, CTRL)
    press(page.day_table, Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: page.progress.text() == "3/5 recorded")
    states = [state_of(book, now, one.id) for one in world.sessions]
    assert [one is SessionState.DONE for one in states] == [True, True, False, True]


def test_who_was_away_is_recorded_with_what_the_book_knows(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    away = world.sessions[2]
    page.day_table.pick(away.id)
    press(page.day_table, Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: page.panel.sheet.chosen() is SessionState.CANCELLED_RESIDENT)
    assert page.panel.sheet.editors["reason"].value() == "hospital"
    assert state_of(book, now, away.id) is SessionState.PLANNED
    page.save()
    qtbot.waitUntil(lambda: state_of(book, now, away.id) is SessionState.CANCELLED_RESIDENT)
    assert kept(book, now, away.id).session.reason == "hospital"


def test_a_session_is_recorded_by_keyboard(desk: Desk, world: World, book: Book, now: datetime, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    sheet = page.panel.sheet
    with qtbot.waitExposed(window):
        window.show()
    page.day_table.setFocus()
    press(page.day_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focus() is sheet.state.pill("done"))
    press(focus(), Qt.Key.Key_1, "1")
    tabs = tab_to(sheet.editors["minutes_done"].input.target)
    type_text(focus(), "\b\b25")
    tabs += tab_to(sheet.cooperation.pill("0"))
    press(focus(), Qt.Key.Key_3, "3")
    press(focus(), Qt.Key.Key_Tab, "\t")
    press(focus(), Qt.Key.Key_1, "1")
    for name, typed in (("pain_before", "3"), ("pain_after", "2"), ("borg", "5")):
        tabs += tab_to(sheet.editors[name].input.target)
        type_text(focus(), typed)
    goal = sheet.goals.rows[0]
    tabs += tab_to(goal.answers.pill("-2"))
    press(focus(), Qt.Key.Key_0, "0")
    qtbot.keyClick(focus(), Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: all(one.is_done() for one in sheet.exercises.rows))
    for _part in ("exercises", "notes"):
        qtbot.keyClick(focus(), Qt.Key.Key_Down, CTRL)
    assert focus() is sheet.editors["subjective"].input.target
    assert tabs <= 8  # a Tab for each field: 30 seconds are enough
    type_text(focus(), "Hôm nay đỡ mỏi, muốn đi xa hơn.")
    press(focus(), Qt.Key.Key_Tab, "\t")
    type_text(focus(), "Đi khu\bng 14 m, nghỉ 1 lần; P còn kéo lê mũi chân.")
    qtbot.keyClick(focus(), Qt.Key.Key_Return, CTRL)
    first, second = world.sessions[0].id, world.sessions[1].id
    qtbot.waitUntil(lambda: state_of(book, now, first) is SessionState.DONE)
    qtbot.waitUntil(lambda: page.day_table.current_id() == second)
    file = kept(book, now, first)
    assert (file.session.began_at, file.session.minutes_done) == (time(8, 30), 25)
    assert (file.session.pain_before, file.session.pain_after, file.session.borg) == (3, 2, 5)
    assert (file.session.cooperation, file.session.course) == (Cooperation.FULL, Course.BETTER)
    assert file.session.subjective == "Hôm nay đỡ mỏi, muốn đi xa hơn."
    assert file.session.objective.startswith("Đi khng 14 m")
    assert [(one.exercise, one.sets, one.repeats) for one in file.exercises] == [
        ("walk_frame", 3, 5),
        ("stand_bar", None, None),
    ]
    assert [one.level for one in file.ratings] == [0]
    qtbot.waitUntil(lambda: page.panel.session_id == second and page.panel.found is not None)
    assert not page.has_unsaved()


def test_exercises_of_last_time_count_only_once_they_are_said(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    sheet = page.panel.sheet
    sheet.take_state(SessionState.DONE)
    assert [one.is_done() for one in sheet.exercises.rows] == [False, False]
    type_text(sheet.exercises.rows[0].numbers["repeats"].target, "\b8")
    sheet.exercises.add()
    row = sheet.exercises.rows[-1]
    line = row.what.lineEdit()
    assert line is not None
    type_text(line, "Bước qua vạch kẻ")
    page.save()
    qtbot.waitUntil(lambda: state_of(book, now, world.sessions[0].id) is SessionState.DONE)
    assert [(one.exercise, one.text, one.repeats) for one in kept(book, now, world.sessions[0].id).exercises] == [
        ("walk_frame", "", 8),
        (None, "Bước qua vạch kẻ", None),
    ]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    sheet = page.panel.sheet
    page.save()
    assert "first" in page.messages.text()
    sheet.take_state(SessionState.PARTIAL)
    sheet.editors["pain_before"].set_raw("99")
    type_text(sheet.editors["next_step"].input.target, "Mai đi 16 m")
    page.save()
    qtbot.waitUntil(lambda: sheet.editors["reason"].has_error())
    assert sheet.editors["pain_before"].has_error()
    sheet.editors["began_at"].set_raw("25:99")
    page.save()
    assert "25:99" in sheet.editors["began_at"].complaint()
    assert sheet.editors["next_step"].raw() == "Mai đi 16 m"
    assert state_of(book, now, world.sessions[0].id) is SessionState.PLANNED
    sheet.editors["began_at"].set_raw("8h45")
    sheet.editors["pain_before"].set_raw("")
    sheet.editors["reason"].set_value("tired")
    page.save()
    qtbot.waitUntil(lambda: state_of(book, now, world.sessions[0].id) is SessionState.PARTIAL)
    assert kept(book, now, world.sessions[0].id).session.began_at == time(8, 45)


def test_what_is_typed_waits_as_a_draft(desk: Desk, world: World, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    sheet = page.panel.sheet
    sheet.take_state(SessionState.DONE)
    type_text(sheet.editors["subjective"].input.target, "Kêu đau vai.")
    sheet.editors["borg"].set_raw("bốn")
    page.day_table.pick(world.sessions[1].id)
    qtbot.waitUntil(lambda: page.panel.found is not None and page.panel.session_id == world.sessions[1].id)
    assert sheet.editors["subjective"].raw() == ""
    page.day_table.pick(world.sessions[0].id)
    qtbot.waitUntil(lambda: sheet.editors["subjective"].raw() == "Kêu đau vai.")
    assert sheet.editors["borg"].raw() == "bốn"
    page.discard()
    qtbot.waitUntil(lambda: page.panel.found is not None and sheet.editors["subjective"].raw() == "")
    assert not page.has_unsaved()


def test_a_newer_record_is_told_and_not_overwritten(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any, director: Actor
) -> None:
    _window, page = open_page(desk, qtbot)
    page.panel.sheet.take_state(SessionState.DONE)
    told = replace(world.sessions[0], state=SessionState.CANCELLED_STAFF, reason="staff_duty")
    record_session(book, told, (), (), by=director, now=now)
    page.save()
    qtbot.waitUntil(lambda: "changed this" in page.messages.text())
    assert state_of(book, now, world.sessions[0].id) is SessionState.CANCELLED_STAFF
    button(page.messages, "Go on from the newer version").click()
    qtbot.waitUntil(
        lambda: (
            page.panel.found is not None
            and page.panel.found.file.session.state is SessionState.CANCELLED_STAFF
            and page.panel.sheet.chosen() is SessionState.DONE
        )
    )


def test_what_nobody_recorded_is_a_list_of_its_own(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, view="late")
    qtbot.waitUntil(lambda: bool(page.late_table.current_id()))
    assert page.late_table.current_id() == world.late.id
    press(page.late_table, Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: page.states.says() == "No session waits to be recorded.")
    assert state_of(book, now, world.late.id) is SessionState.DONE


def test_the_days_before_and_after(desk: Desk, world: World, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    page.after_button.click()
    qtbot.waitUntil(lambda: page.states.says() == "No sessions on this day.")
    button(page.states, "See this week").click()
    assert window.last == ("schedules", {"day": TODAY + timedelta(days=1)})
    window.setCurrentWidget(page)
    for _step in range(4):
        page.before_button.click()
    qtbot.waitUntil(lambda: page.day_table.current_id() == world.before.id)
    page.today_button.click()
    qtbot.waitUntil(lambda: page.day_table.records.rowCount() == 5)


def test_a_session_named_from_elsewhere_is_found_on_its_day(
    desk: Desk, world: World, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        other = writer.add(replace(world.before, id="", planned_on=TODAY - timedelta(days=5), therapist_id=None))
    _window, page = open_page(desk, qtbot, session_id=other.id)
    qtbot.waitUntil(lambda: page.all_table.current_id() == other.id)
    assert page._day == other.planned_on


def test_a_group_opens_its_roster(desk: Desk, world: World, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    page.day_table.pick(world.group_session.id)
    press(page.day_table, Qt.Key.Key_Return)
    assert window.last == ("groups", {"group_id": world.group.id, "session_id": world.group_session.id})


def test_a_restricted_person_stays_masked(
    desk: Desk, world: World, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        episode = writer.record(Episode, world.episode.id)
        assert episode is not None
        writer.amend(replace(episode, confidential=True))
        writer.amend(replace(world.person, alias="Bà H."))
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: page.day_table.records.rowCount() == 5)
    page.day_table.pick(world.sessions[0].id)
    press(page.day_table, Qt.Key.Key_Return)
    assert "protected" in page.messages.text()
    assert "Trần" not in page.panel.title.whole()
    press(page.day_table, Qt.Key.Key_Space, " ")
    assert state_of(book, now, world.sessions[0].id) is SessionState.PLANNED


def test_pictures_are_kept_encrypted_with_the_session(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any, tmp_path: Path
) -> None:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    path, other = tmp_path / "đi khung.png", tmp_path / "thư.png"
    assert image.save(str(path))
    other.write_bytes(b"not a picture")
    _window, page = open_page(desk, qtbot)
    pictures = page.panel.pictures
    page.panel.sheet.take_state(SessionState.DONE)
    type_text(page.panel.sheet.editors["subjective"].input.target, "Đỡ đau")
    pictures.take([path])
    qtbot.waitUntil(lambda: len(pictures.thumbnails()) == 1)
    small = pictures.thumbnails()[0]
    assert isinstance(small, Thumbnail)
    qtbot.waitUntil(lambda: not small.icon().isNull())
    (attachment,) = kept(book, now, world.sessions[0].id).pictures
    assert (attachment.kind, attachment.person_id) == ("photo", world.person.id)
    assert book.blob(attachment.content_hash) == path.read_bytes()
    for file in book.folder.iterdir():
        assert path.read_bytes()[:64] not in file.read_bytes()
    assert page.panel.sheet.editors["subjective"].raw() == "Đỡ đau"
    pictures.take([other])
    assert "is not a picture" in page.messages.text()
    pictures.strike(attachment, "chụp nhầm")
    qtbot.waitUntil(lambda: pictures.thumbnails() == [])
    with book.looking(now) as reader:
        (struck,) = reader.records(Attachment, "about_id = ?", (world.sessions[0].id,), withdrawn=True)
    assert struck.withdrawn_because == "chụp nhầm"


def test_a_session_is_struck_through_with_a_reason(
    desk: Desk, world: World, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    page.panel.strike("xếp nhầm người")
    qtbot.waitUntil(lambda: page.day_table.records.rowCount() == 4)
    with book.looking(now) as reader:
        struck = reader.record(Session, world.sessions[0].id)
    assert struck is not None
    assert struck.withdrawn_because == "xếp nhầm người"


def test_who_may_only_look_cannot_tick(
    book: Book, world: World, now: datetime, actor_with: Callable[..., Actor], qtbot: Any
) -> None:
    nurse = actor_with(Role.NURSE, name="Doãn Thị Cẩm Tú")
    with desk_of(book, nurse, now) as desk:
        _window, page = open_page(desk, qtbot)
        qtbot.waitUntil(lambda: page.all_table.records.rowCount() == 5)
        assert page.whose.code() == "all"
        page.all_table.pick(world.sessions[0].id)
        press(page.all_table, Qt.Key.Key_Space, " ")
        assert page.messages.text() == "This account does not record sessions."
        assert page.panel.save_button.isHidden()
        assert page.panel.strike_button.isHidden()
    assert state_of(book, now, world.sessions[0].id) is SessionState.PLANNED


@pytest.mark.looks
def test_every_control_has_a_name_and_the_page_folds(desk: Desk, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    page.panel.sheet.take_state(SessionState.DONE)
    assert nameless(page) == []
    assert fits(page)
    window.resize(911, 512)
    qtbot.waitUntil(page.is_narrow)
    assert page.panel.isHidden()
    assert not page.states.isHidden()
    press(page.day_table, Qt.Key.Key_Return)
    assert not page.panel.isHidden()
    assert page.states.isHidden()
    page._back_to_list()
    assert page.panel.isHidden()
