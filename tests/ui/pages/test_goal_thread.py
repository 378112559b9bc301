"""The page of one goal: its way from score to score, and the way to the other goals and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QLabel

from carebook.actions.care_plans import rate_goal
from carebook.actions.progress import add_note
from carebook.records.care_plans import Achievement, Activity, CarePlan, Goal, GoalLife, PlanInForce, PlanState
from carebook.records.episodes import Episode
from carebook.records.groups import Attendance, Group, GroupMember, GroupSession, GroupSessionState, Participation
from carebook.records.progress import ProgressNote
from carebook.records.rehabilitation import RehabilitationGoal
from carebook.records.sessions import Session
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.goal_thread import GoalThreadPage
from carebook.ui.parts.desk import Desk
from tests import case_samples, therapy_samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """A whole case; a second version changes its goal and brings another one."""
    there = admit(book, director, now)[1]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = case_samples.whole_case(writer, there.person_id, there.id)
        first, goal = kept[CarePlan], kept[Goal]
        assert isinstance(goal, Goal)
        pointer = writer.records(PlanInForce)[0]
        second = writer.add(
            CarePlan(
                episode_id=there.id, number=2, state=PlanState.DRAFT, from_on=date(2026, 12, 1), replaces_id=first.id
            )
        )
        assert pointer.plan_id == first.id
        for place, (thread, words) in enumerate(((goal.thread, "Đi 20 m bằng khung"), (new_id(), "Gặp con gái"))):
            row = Goal(episode_id=there.id, plan_id=second.id, thread=thread, position=place, text=words)
            writer.add(row)
        writer.add(Activity(episode_id=there.id, plan_id=second.id, goal_id=None, text="Không thuộc mục tiêu nào"))
    return there


def open_page(desk: Desk, stay: Episode, qtbot: Any, thread: str = "") -> tuple[Window, GoalThreadPage]:
    page = GoalThreadPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(episode_id=stay.id, thread=thread)
    window.show()
    qtbot.waitUntil(lambda: page._thread is not None or page.states.says() != "")
    return window, page


def words_in(page: GoalThreadPage) -> str:
    QApplication.processEvents()
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def test_the_whole_way_stands_on_one_screen(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "Need and score" in words_in(page))
    said = words_in(page)
    for words in ("Need and score", "Liệt nửa người", "Tập đi mỗi sáng", "Đi 5 m, mệt", "Not rated", "Plan draft"):
        assert words in said, words
    assert "Không thuộc mục tiêu nào" not in said
    assert page.goal_words.text() == "Đi 10 m bằng khung"  # the wording in force
    changed = [one.accessibleName() for one in page.findChildren(QLabel) if "added: 20" in one.accessibleName()]
    assert len(changed) == 1
    assert "removed: 10" in changed[0]


def test_the_keyboard_goes_from_goal_to_goal(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = open_page(desk, stay, qtbot)
    assert page.place.text() == "1/2"
    assert not page.before_button.isEnabled()
    window.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.hasFocus)
    qtbot.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.place.text() == "2/2")
    assert page.goal_words.text() == "Gặp con gái"
    assert not page.next_button.isEnabled()
    qtbot.waitUntil(lambda: "No note is tied to this goal yet." in words_in(page))
    qtbot.keyClick(page, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.place.text() == "1/2")


def test_every_part_leads_to_its_page(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = open_page(desk, stay, qtbot)
    button(page, "Open the assessment of 01/06/2026").click()
    assert window.last[0] == "assessments"
    assert window.last[1]["episode_id"] == stay.id
    window.setCurrentWidget(page)
    page.plan_button.click()
    assert window.last[0] == "care_plans"
    window.setCurrentWidget(page)
    page.notes_button.click()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "daily"})


def test_a_new_note_and_a_rating_are_shown_at_once(
    desk: Desk, stay: Episode, director: Actor, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, stay, qtbot)
    assert page._thread is not None
    thread, goal = page._thread.thread, page._thread.newest.goal
    note = ProgressNote(episode_id=stay.id, happened_at=now, goal_thread=thread, text="Đi 8 m liền")
    desk.do(add_note, replace(note, done_by_id=director.staff_member_id))
    qtbot.waitUntil(lambda: "Đi 8 m liền" in words_in(page))
    desk.do(rate_goal, goal.id, GoalLife.FINISHED, Achievement.ACHIEVED, "Đi 12 m", seen=goal.version)
    qtbot.waitUntil(lambda: "Đi 12 m" in words_in(page))


def test_a_stay_without_goals_says_so(desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, admit(book, director, now)[1], qtbot)
    assert page.states.says() == "This stay has no goal yet."
    assert page.plan_button.isHidden()


def test_a_goal_that_is_gone_gives_way_to_the_first(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot, thread="gone")
    assert page.place.text() == "1/2"


def test_a_protected_stay_shows_nothing(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    with desk_of(book, actor_with(Role.SOCIAL_WORKER), now) as desk:
        _window, page = open_page(desk, hidden, qtbot)
        assert "protected" in page.states.says()
        assert page.header.line.whole() == ""


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = open_page(desk, stay, qtbot)
    assert fits(page)
    assert nameless(page) == []
    ways = []
    for width in (1250, 900):
        page.resize(width, 480)
        ways.append(page._steps.direction())
    assert ways == [QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom]
    window.resize(880, 480)
    assert page.is_narrow()
    qtbot.waitUntil(lambda: "Đi 5 m, mệt" in words_in(page))


def test_sessions_that_rated_a_goal_for_it_stand_among_the_notes(
    desk: Desk, stay: Episode, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        care = next(one for one in writer.records(Goal, "episode_id = ?", (stay.id,)))
        kept = therapy_samples.whole_therapy(writer, stay.id)
        goal, session = kept[RehabilitationGoal], kept[Session]
        assert isinstance(goal, RehabilitationGoal)
        writer.amend(replace(goal, care_thread=care.thread))
    window, page = open_page(desk, stay, qtbot, care.thread)
    qtbot.waitUntil(lambda: "Đỡ đau" in words_in(page))
    assert "Đi 10 m bằng khung: −1" in words_in(page)
    assert "−1 (01/06)" in words_in(page)
    button(page, "Open the session").click()
    assert window.last == ("rehabilitation", {"session_id": session.id})


def test_a_group_joined_for_it_stands_among_activities_notes_and_results(
    desk: Desk, stay: Episode, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        care = next(one for one in writer.records(Goal, "episode_id = ?", (stay.id,)))
        kept = therapy_samples.whole_therapy(writer, stay.id)
        group, member, meeting, mark = (kept[cls] for cls in (Group, GroupMember, GroupSession, Attendance))
        assert isinstance(group, Group)
        assert isinstance(member, GroupMember)
        assert isinstance(meeting, GroupSession)
        assert isinstance(mark, Attendance)
        writer.amend(replace(meeting, state=GroupSessionState.HELD))
        writer.amend(replace(mark, participation=Participation.ACTIVE))
        serving = replace(member, goal_thread=care.thread, achievement=Achievement.PARTLY)
        writer.amend(replace(serving, evaluation="Kể được nửa chuyện"))
    window, page = open_page(desk, stay, qtbot, care.thread)
    qtbot.waitUntil(lambda: "came to 1 of 1 sessions" in words_in(page))
    said = words_in(page)
    for words in ("Kể một chuyện", "Takes part actively", "Hát được", "Partly achieved", "Kể được nửa chuyện"):
        assert words in said, words
    button(page, "Open the roster").click()
    assert window.last == ("groups", {"group_id": group.id, "session_id": meeting.id})
    window.setCurrentWidget(page)
    button(page, f"Open the group {group.name}").click()
    assert window.last == ("groups", {"group_id": group.id})
