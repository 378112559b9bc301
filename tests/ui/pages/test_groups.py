"""The page of groups: founded, joined and left, moved through its stages, absences asked about, who only looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QBoxLayout

from carebook.actions.groups import amend_member, record_group_session
from carebook.records.groups import (
    Attendance,
    Group,
    GroupMember,
    GroupSessionState,
    GroupStage,
    Presence,
)
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.groups.choosing import JoiningDialog
from carebook.ui.pages.groups.dialogs import AskedDialog, LeavingDialog, StageDialog
from carebook.ui.parts.desk import Desk
from tests import group_samples as samples
from tests.actions.admissions import admit
from tests.samples import person
from tests.ui.pages import group_world
from tests.ui.pages.group_world import TODAY, GroupOf, answer, kept, open_page, press
from tests.ui.pages.stay_desk import button, desk_of, fits, nameless
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


def test_a_group_is_founded_by_keyboard(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: page.states.says().startswith("No groups or classes yet"))
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page._mode == "form" and page._shown)
    form = page.form.form
    type_text(form.editor("name").input.target, "Vườn rau")
    form.editor("kind").set_value("work_therapy")
    page.save()
    qtbot.waitUntil(form.editor("purpose").has_error)
    type_text(form.editor("purpose").input.target, "Việc vừa sức, có bạn làm cùng")
    assert not form.editor("school_year").isVisible()
    page.save()
    qtbot.waitUntil(lambda: page._mode == "group" and page._shown)
    (group,) = kept(book, now, Group)
    assert (group.name, group.kind, group.leader_id) == ("Vườn rau", "work_therapy", desk.actor.staff_member_id)
    assert page.title == "Vườn rau"


def test_a_view_is_made_when_it_is_first_shown(desk: Desk, small: GroupOf, qtbot: Any) -> None:
    group, _members, session = small
    window, page = open_page(desk, qtbot)
    window.resize(880, 480)
    qtbot.waitUntil(lambda: page._shown and page.is_narrow())
    assert page.stack.count() == 1
    assert page.list._split.direction() is QBoxLayout.Direction.TopToBottom
    page.turn_to(group_id=group.id)
    qtbot.waitUntil(lambda: page._mode == "group" and page._shown)
    assert (page.stack.count(), page.stack.currentWidget()) == (2, page.group)
    assert page.group._split.direction() is QBoxLayout.Direction.TopToBottom
    page.turn_to(session_id=session.id)
    qtbot.waitUntil(lambda: page._mode == "roster" and page._shown)
    assert (page.stack.count(), page.stack.currentWidget()) == (3, page.roster)


def test_people_join_and_leave(
    desk: Desk,
    small: GroupOf,
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
) -> None:
    group, members, _session = small
    admit(book, director, now, person=person(code="", full_name="Đặng Thị Sửu", born=None))
    _window, page = open_page(desk, qtbot, group_id=group.id)

    def choose(dialog: JoiningDialog) -> None:
        assert [one.name for one in dialog._people] == ["Đặng Thị Sửu"]  # who is in it already is not offered
        type_text(dialog.search, "dang suu")
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)
        button(dialog, "Add to the group").click()

    answer(JoiningDialog, choose)
    QTest.keyClick(page.group.members, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(kept(book, now, GroupMember)) == 4)
    qtbot.waitUntil(lambda: page.group.members.records.rowCount() == 4)

    page.group.members.pick(members[0].id)
    QTest.keyClick(page.group.members, Qt.Key.Key_Return)
    panel = page.group.panel
    qtbot.waitUntil(panel.isVisible)
    type_text(panel.editors["own_goal"].input.target, "Nói được một điều mình thích")
    assert page.has_unsaved()
    page.save()
    qtbot.waitUntil(lambda: "Nói được một điều mình thích" in {one.own_goal for one in kept(book, now, GroupMember)})
    qtbot.waitUntil(lambda: not page.has_unsaved())

    def leave(dialog: LeavingDialog) -> None:
        dialog.because.set_raw("Về quê")
        button(dialog, "End the membership").click()

    answer(LeavingDialog, leave)
    panel.leave_button.click()
    qtbot.waitUntil(lambda: [one.left_because for one in kept(book, now, GroupMember) if one.left_on] == ["Về quê"])
    qtbot.waitUntil(lambda: not panel.isVisible())


def test_who_has_something_else_at_that_time_does_not_join_and_is_still_chosen(
    desk: Desk,
    small: GroupOf,
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
) -> None:
    garden = samples.group(book, director, now, name="Vườn rau", kind="work_therapy")
    samples.session(book, director, now, garden, TODAY)  # at the time of the other group
    _window, page = open_page(desk, qtbot, group_id=garden.id)
    chosen: list[list[str]] = []

    def choose(dialog: JoiningDialog) -> None:
        dialog.table.pick(small[1][0].episode_id)
        QTest.keyClick(dialog.table, Qt.Key.Key_Space)
        button(dialog, "Add to the group").click()

    def look(dialog: JoiningDialog) -> None:
        chosen.append(dialog.chosen)
        dialog.reject()

    answer(JoiningDialog, choose)
    page.group.join_button.click()
    qtbot.waitUntil(lambda: "Trần Thị An" in page.messages.text())
    answer(JoiningDialog, look)
    button(page.messages, "Choose again").click()
    qtbot.waitUntil(lambda: chosen == [[small[1][0].episode_id]])
    assert len(kept(book, now, GroupMember)) == 3


def test_stages_move_and_close(desk: Desk, small: GroupOf, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, group_id=small[0].id)
    answer(StageDialog, press("Save"))
    QTest.keyClick(page.group.members, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: kept(book, now, Group)[0].stage is GroupStage.BEGINNING)
    qtbot.waitUntil(lambda: page._file is not None and page._file.group.stage is GroupStage.BEGINNING)

    def close(dialog: StageDialog) -> None:
        dialog.stages.choose([GroupStage.CLOSED.value])
        dialog.stages.touched.emit()
        assert not dialog.consequence.isHidden()
        dialog.evaluation.set_raw("Các em mạnh dạn hơn")
        button(dialog, "Save").click()

    answer(StageDialog, close)
    page.buttons.stage.click()
    qtbot.waitUntil(lambda: kept(book, now, Group)[0].evaluation == "Các em mạnh dạn hơn")
    qtbot.waitUntil(lambda: not page.buttons.stage.isVisible() and not page.group.join_button.isVisible())
    page.go_back()
    qtbot.waitUntil(lambda: page._mode == "list" and page.states.says().startswith("No groups"))
    page.buttons.running.choose("closed")
    page.buttons.running.chosen.emit("closed")
    qtbot.waitUntil(lambda: page.list.table.records.rowCount() == 1 and page.states.says() == "")


def test_who_stayed_away_is_asked_about(
    desk: Desk,
    small: GroupOf,
    book: Book,
    director: Actor,
    now: datetime,
    qtbot: Any,
) -> None:
    _group, members, session = small
    rows = [
        Attendance(episode_id="", group_session_id="", member_id=one.id, presence=Presence.ABSENT) for one in members
    ]
    record_group_session(book, replace(session, state=GroupSessionState.HELD), rows, by=director, now=now)
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: page.list.absences.records.rowCount() == 3)

    def tell(dialog: AskedDialog) -> None:
        button(dialog, "Save").click()
        assert dialog.said.has_error()
        type_text(dialog.said.input.target, "Đau gối, hẹn buổi sau")
        button(dialog, "Save").click()

    answer(AskedDialog, tell)
    page.list.absences.setFocus()
    QTest.keyClick(page.list.absences, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.list.absences.records.rowCount() == 2)
    assert [one.follow_up for one in kept(book, now, Attendance) if one.followed_up_on] == ["Đau gối, hẹn buổi sau"]


def test_who_only_looks_changes_nothing_and_masked_people_stay_masked(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    group = samples.group(book, director, now)
    (hidden,) = samples.stays(book, director, now, 1, confidential=True)
    (member,) = samples.members(book, director, now, group, [hidden])
    amend_member(book, replace(member, own_goal="Riêng"), by=director, now=now)
    session = samples.session(book, director, now, group, TODAY)
    with desk_of(book, actor_with(Role.INSPECTOR), now) as desk:
        _window, page = open_page(desk, qtbot, group_id=group.id)
        assert page.group.members.records.record_at(0).record is None
        QTest.keyClick(page.group.members, Qt.Key.Key_Return)
        assert "protected" in page.messages.text()
        for shut in (page.buttons.edit, page.buttons.stage, page.group.join_button):
            assert not shut.isVisible()
        page.turn_to(session_id=session.id)
        qtbot.waitUntil(lambda: page._mode == "roster" and page._shown)
        QTest.keyClicks(page.roster.grid, "a")
        assert len(page.roster.grid.open_ids()) == 1
        assert not page.buttons.save.isVisible()
        assert not page.has_unsaved()


@pytest.mark.looks
def test_every_control_has_a_name_and_the_page_is_small_enough(desk: Desk, small: GroupOf, qtbot: Any) -> None:
    group, _members, session = small
    window, page = open_page(desk, qtbot)
    steps: list[dict[str, str]] = [{}, {"group_id": group.id}, {"session_id": session.id}]
    for about in steps:
        page.turn_to(**about)
        qtbot.waitUntil(lambda: page._shown)
        assert nameless(page) == []
        assert fits(page)
    page.go_back()
    qtbot.waitUntil(lambda: page._mode == "group" and page._shown)
    page.group.timetable_button.click()
    assert window.last == ("schedules", {"group_id": group.id})
