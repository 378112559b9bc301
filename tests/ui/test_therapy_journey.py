"""A month of therapy through the window alone: planned for three people, walked, a day recorded, its progress on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from carebook.records.care_plans import GoalLife
from carebook.records.episodes import Episode
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal
from carebook.records.schedules import SessionSeries, TherapyRoom
from carebook.records.sessions import Cooperation, Course, Session, SessionState
from carebook.records.staff import Actor, Reading, Role
from carebook.store import code_lists, facility
from carebook.store.book import Book, new_id
from carebook.store.sessions import SessionFile, session_file
from carebook.ui.main_window import MainWindow
from carebook.ui.pages.case_papers import CasePapersPage
from carebook.ui.pages.person import PersonPage
from carebook.ui.pages.person.rehab import RehabTab
from carebook.ui.pages.rehabilitation import RehabilitationPage
from carebook.ui.pages.schedules import WeekPage
from carebook.ui.pages.therapy_progress import TherapyProgressPage
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form
from tests import samples
from tests.actions.admissions import admit
from tests.reports import reading
from tests.session_world import LEVELS, plan_in_force
from tests.ui.pages.stay_desk import button
from tests.ui.program import Clock
from tests.ui.typing_vietnamese import TELEX_NGUYEN, press, type_text
from tests.ui.waiting import awaited

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
THERAPIST, AN, MAN, THIN = "Lưu Văn Kim Giao", "Trần Thị An", "Lê Văn Mận", "Nguyễn Văn Thìn"
MONDAY, MONTH_ENDS = date(2026, 11, 23), date(2026, 12, 20)


@dataclass(frozen=True)
class House:
    """Who gives therapy where and to whom; An has two goals, of which the T score was 32,8 before."""

    therapist: Actor
    room: TherapyRoom
    stays: dict[str, Episode]


@pytest.fixture
def house(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> House:
    stays = {
        name: admit(book, director, now, person=samples.person(code="", full_name=name))[1] for name in (AN, MAN, THIN)
    }
    therapist = actor_with(Role.THERAPIST, name=THERAPIST)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(TherapyRoom(name="Phòng PHCN 1", places=2))
        first = plan_in_force(writer, stays[AN].id, now)
        second = RehabilitationGoal(
            episode_id=first.episode_id,
            therapy_plan_id=first.therapy_plan_id,
            thread=new_id(),
            position=1,
            text="Tự đứng lên khỏi ghế",
            importance=2,
            difficulty=2,
            levels=LEVELS,
            life=GoalLife.ACTIVE,
        )
        thread = writer.add(second).thread
        rated_on = now.date() - timedelta(days=10)
        writer.add(GoalRating(episode_id=first.episode_id, thread=thread, rated_on=rated_on, level=-2))
    return House(therapist, room, stays)


@pytest.fixture
def clock() -> Clock:
    """Sunday morning."""
    return Clock()


@pytest.fixture
def window(qtbot: Any, book: Book, house: House, clock: Clock) -> Iterator[MainWindow]:
    """The therapist's window."""
    with book.reading_for(house.therapist, clock()) as reader:
        desk = Desk(book, house.therapist, facility.facility(reader), code_lists.words(reader), clock=clock)
    made = MainWindow(desk)
    qtbot.addWidget(made, before_close_func=lambda _window: desk.close())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()
    desk.close()


# what a hand does


def hand() -> QWidget:
    """Where the keys go: a list that stands open takes them first."""
    QApplication.processEvents()
    found = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert found is not None
    return found


def key(qtbot: Any, which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the hand is."""
    qtbot.keyClick(hand(), which, held)


def tab_to(qtbot: Any, wanted: QWidget) -> None:
    """Tab on until a field has the keys."""
    for _press in range(60):
        if wanted is hand() or wanted.isAncestorOf(hand()):
            return
        key(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(wanted.accessibleName())


def fill(qtbot: Any, form: Form, name: str, typed: str) -> None:
    """Go to a field and type over what stands there."""
    tab_to(qtbot, form.editor(name))
    qtbot.keyClick(hand(), Qt.Key.Key_A, CTRL)
    type_text(hand(), typed)


def shown(qtbot: Any, window: MainWindow, kind: type[Any]) -> Any:
    """The page on show, once it is of that kind."""
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), kind))
    return window.stack.currentWidget()


# what the book says


def planned(book: Book, clock: Clock) -> list[Session]:
    """Every session, in the order of time."""
    with book.looking(clock()) as reader:
        return sorted(reader.records(Session), key=lambda one: (one.planned_on, one.planned_at))


def kept(book: Book, clock: Clock, session_id: str) -> SessionFile:
    with book.looking(clock()) as reader:
        found = session_file(reader, session_id)
    assert found is not None
    return found


def at_once(one: Session, other: Session) -> bool:
    """Whether two sessions overlap."""

    def begins(session: Session) -> datetime:
        return datetime.combine(session.planned_on, session.planned_at)

    return begins(one) < begins(other) + timedelta(minutes=other.minutes) and begins(other) < begins(one) + timedelta(
        minutes=one.minutes
    )


def nobody_is_booked_twice(sessions: list[Session], room: TherapyRoom) -> bool:
    """Nobody, no therapist, is in two sessions at once, and the room never holds more than its places."""
    pairs = [pair for pair in combinations(sessions, 2) if at_once(*pair)]
    crowded = [1 + sum(at_once(one, other) for other in sessions if other is not one) for one in sessions]
    return max(crowded) <= room.places and all(
        one.episode_id != other.episode_id and one.therapist_id != other.therapist_id for one, other in pairs
    )


# the steps


def plan_a_month(qtbot: Any, page: WeekPage, who: str, at: str, days: tuple[int, ...]) -> Form:
    """Begin a series to the end of the month in the form: somebody, a time, weekdays (0 is Monday)."""
    before = page.planner.form
    key(qtbot, Qt.Key.Key_N, CTRL)
    form = awaited(lambda: page.planner.form if page.planner.form is not before else None)
    qtbot.waitUntil(lambda: form.isAncestorOf(hand()))
    tab_to(qtbot, form.editor("episode_id"))
    type_text(hand(), who)
    tab_to(qtbot, form.editor("room_id"))
    type_text(hand(), "phong")
    fill(qtbot, form, "starts_at", at)
    fill(qtbot, form, "from_on", "23/11/2026")
    tab_to(qtbot, form.editor("weekdays"))
    chosen = {code: n for n, code in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
    for day in range(7):
        if (day in days) != (day in {chosen[code] for code in form.value("weekdays")}):
            key(qtbot, Qt.Key.Key_Space)
        key(qtbot, Qt.Key.Key_Tab)
    fill(qtbot, form, "until_on", "20/12/2026")
    qtbot.waitUntil(lambda: f"{4 * len(days)} sessions" in page.planner.preview.says())
    return form


def keep(qtbot: Any, page: WeekPage, who: str, book: Book, clock: Clock, many: int) -> None:
    """Save the form; the hand is back in the calendar, on the first of the new sessions."""
    key(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not page.is_planning())
    assert len(planned(book, clock)) == many
    qtbot.waitUntil(lambda: (current := page.calendar.current()) is not None and current.title == who)
    assert page.calendar.hasFocus()


def plan_three_months(qtbot: Any, window: MainWindow, book: Book, clock: Clock) -> WeekPage:
    """An at 08:30; Mận would be treated at the same time, which is told, and comes after; Thìn on two other days."""
    key(qtbot, Qt.Key.Key_5, CTRL)
    shown(qtbot, window, RehabilitationPage).tabs.choose("schedules")
    page: WeekPage = shown(qtbot, window, WeekPage)
    qtbot.waitUntil(lambda: page._found is not None)

    plan_a_month(qtbot, page, AN, "8h30", (0, 2, 4))
    assert "No double booking." in page.planner.preview.says()
    keep(qtbot, page, AN, book, clock, 12)

    form = plan_a_month(qtbot, page, MAN, "8h45", (0, 2, 4))
    qtbot.waitUntil(lambda: page.planner.preview.forbidden)
    told = page.planner.preview.says()
    assert AN in told
    assert THERAPIST in told
    key(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(form.editor("starts_at").complaint() or form.summary.text()))
    assert len(planned(book, clock)) == 12
    button(page.planner.preview, "Begin at 09:00").click()
    qtbot.waitUntil(lambda: not page.planner.preview.forbidden and "12 sessions" in page.planner.preview.says())
    keep(qtbot, page, MAN, book, clock, 24)

    plan_a_month(qtbot, page, f"{TELEX_NGUYEN} Văn Thìn", "14", (3, 5))
    keep(qtbot, page, THIN, book, clock, 32)
    return page


def walk_the_week(qtbot: Any, page: WeekPage, house: House, book: Book, clock: Clock) -> None:
    """From session to session with the arrows, into the next week and back; one is carried, first onto another one."""

    def stands_on() -> tuple[str, date, time]:
        slot = page._current()
        assert slot is not None
        return slot.title, slot.on, slot.at

    wednesday, thursday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)
    assert stands_on() == (THIN, thursday, time(14))
    key(qtbot, Qt.Key.Key_Left)
    assert stands_on() == (MAN, wednesday, time(9))
    key(qtbot, Qt.Key.Key_Up)
    assert stands_on() == (AN, wednesday, time(8, 30))
    key(qtbot, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: page._found is not None and page._found.week.monday == MONDAY + timedelta(days=7))
    assert len(page.calendar.board.blocks) == 8
    key(qtbot, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: page._found is not None and page._found.week.monday == MONDAY)

    place = page.calendar.board.spot_of(of(planned(book, clock), house, MAN, wednesday).id)
    assert place is not None
    page.calendar.put_cursor(place)
    key(qtbot, Qt.Key.Key_Up, CTRL)
    qtbot.waitUntil(lambda: AN in page.strip.text())
    assert not page.strip.one_button.isEnabled()
    key(qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: AN not in page.strip.text() and page.carrying._verdict is not None)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stands_on() == (MAN, thursday, time(8, 45)))
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.isVisible() and MAN in page.panel.title.whole())


def of(sessions: list[Session], house: House, who: str, on: date) -> Session:
    """Somebody's session that the rule put on a day."""
    return next(one for one in sessions if (one.episode_id, one.occurs_on) == (house.stays[who].id, on))


def record_a_day(qtbot: Any, window: MainWindow, house: House, book: Book, clock: Clock) -> tuple[str, str]:
    """Monday: Space for Mận; for An everything the panel asks for. Gives the ids of An's and Mận's sessions."""
    an, man = (of(planned(book, clock), house, who, MONDAY).id for who in (AN, MAN))
    key(qtbot, Qt.Key.Key_5, CTRL)
    page: RehabilitationPage = shown(qtbot, window, RehabilitationPage)
    table, sheet = page.day_table, page.panel.sheet
    qtbot.waitUntil(lambda: page.isAncestorOf(hand()))
    begun = page._day
    steps = ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1))  # from yesterday, and one day too far
    for step, days in steps:
        key(qtbot, step, ALT)
        qtbot.waitUntil(lambda days=days: page._day == begun + timedelta(days=days))
    qtbot.waitUntil(lambda: table.current_id() == an)
    tab_to(qtbot, table)
    key(qtbot, Qt.Key.Key_Down)
    press(hand(), Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: kept(book, clock, man).session.state is SessionState.DONE)
    qtbot.waitUntil(lambda: table.current_id() == an and page.progress.text() == "1/2 recorded")

    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hand() is sheet.state.pill("done"))
    press(hand(), Qt.Key.Key_1, "1")
    tab_to(qtbot, sheet.cooperation)
    press(hand(), Qt.Key.Key_2, "2")
    tab_to(qtbot, sheet.course)
    press(hand(), Qt.Key.Key_1, "1")
    for name, typed in (("pain_before", "4"), ("pain_after", "2"), ("borg", "5")):
        tab_to(qtbot, sheet.editors[name])
        type_text(hand(), typed)
    for goal, level in zip(sheet.goals.rows, ("0", "-1"), strict=True):
        tab_to(qtbot, goal.answers)
        while goal.answers.code() != level:
            key(qtbot, Qt.Key.Key_Right)
    key(qtbot, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: bool(sheet.exercises.rows))
    row = sheet.exercises.rows[-1]
    tab_to(qtbot, row.what)
    type_text(hand(), "đi với khung")
    for name, typed in (("sets", "3"), ("repeats", "5")):
        tab_to(qtbot, row.numbers[name])
        type_text(hand(), typed)
    tab_to(qtbot, sheet.editors["objective"])
    type_text(hand(), "Đi khu\bng 12 m, ngh\bhỉ một lần.")
    key(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: kept(book, clock, an).session.state is SessionState.DONE)
    qtbot.waitUntil(lambda: page.progress.text() == "2/2 recorded" and not page.has_unsaved())
    return an, man


def print_the_progress(qtbot: Any, window: MainWindow, place: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """From the session to the person, the progress, its paper and a PDF; gives the words of the PDF."""
    page: RehabilitationPage = shown(qtbot, window, RehabilitationPage)
    qtbot.waitUntil(lambda: page.panel.person() is not None)
    page.panel.person_button.click()
    person: PersonPage = shown(qtbot, window, PersonPage)
    rehab = person.tabs["rehab"]
    assert isinstance(rehab, RehabTab)
    qtbot.waitUntil(lambda: rehab._facts is not None and rehab.progress_button.isVisible())
    rehab.progress_button.click()
    progress: TherapyProgressPage = shown(qtbot, window, TherapyProgressPage)
    qtbot.waitUntil(lambda: progress._found is not None)
    key(qtbot, Qt.Key.Key_P, CTRL)
    papers: CasePapersPage = shown(qtbot, window, CasePapersPage)
    qtbot.waitUntil(lambda: papers._shown is not None and papers.pdf_button.isEnabled())
    assert papers.table.current_id() == "progress_for_doctor"
    path = place / "tien-trien.pdf"
    monkeypatch.setattr("carebook.ui.parts.papers.QFileDialog.getSaveFileName", lambda *_given: (str(path), ""))
    papers.pdf_button.click()
    qtbot.waitUntil(path.exists)
    return reading.flat(path.read_bytes())


def test_a_month_is_planned_a_day_recorded_and_its_progress_printed(
    qtbot: Any, window: MainWindow, house: House, book: Book, clock: Clock, tmp_path: Path, monkeypatch: Any
) -> None:
    page = plan_three_months(qtbot, window, book, clock)
    walk_the_week(qtbot, page, house, book, clock)
    sessions = planned(book, clock)
    named = {stay.id: name for name, stay in house.stays.items()}
    assert Counter(named[one.episode_id] for one in sessions) == {AN: 12, MAN: 12, THIN: 8}
    assert {one.planned_on.weekday() for one in sessions if named[one.episode_id] == THIN} == {3, 5}
    assert all(MONDAY <= one.planned_on <= MONTH_ENDS for one in sessions)
    assert [one.occurs_on for one in sessions if one.planned_on != one.occurs_on] == [MONDAY + timedelta(days=2)]
    assert {(one.therapist_id, one.room_id) for one in sessions} == {(house.therapist.staff_member_id, house.room.id)}
    assert nobody_is_booked_twice(sessions, house.room)
    with book.looking(clock()) as reader:
        assert len(list(reader.records(SessionSeries))) == 3

    clock.turn(days=1, hours=1)
    an, man = record_a_day(qtbot, window, house, book, clock)
    recorded = [one for one in planned(book, clock) if one.state is not SessionState.PLANNED]
    assert {one.id for one in recorded} == {an, man}
    ticked, file = kept(book, clock, man).session, kept(book, clock, an)
    assert (ticked.minutes_done, ticked.done_by_id) == (30, house.therapist.staff_member_id)
    session = file.session
    assert (session.cooperation, session.course, session.borg) == (Cooperation.FAIR, Course.BETTER, 5)
    assert (session.pain_before, session.pain_after, session.began_at) == (4, 2, time(8, 30))
    assert session.objective == "Đi khng 12 m, nghỉ một lần."
    assert [(one.exercise, one.sets, one.repeats) for one in file.exercises] == [("walk_frame", 3, 5)]
    assert [one.level for one in file.ratings] == [0, -1]

    words = print_the_progress(qtbot, window, tmp_path, monkeypatch)
    assert f"Họ và tên đối tượng: {AN}" in words
    assert "BÁO CÁO TIẾN TRIỂN Phục hồi chức năng từ 01/11/2026 đến 23/11/2026" in words
    assert "Vật lý trị liệu 1 1 0 0 0 0 0 0 100,0 %" in words, "planned up to today, done"
    assert "Điểm T (50 là như mong đợi): 12/11/2026: 32,8; 23/11/2026: 45,1." in words
    with book.looking(clock()) as reader:
        assert [(one.deed, one.person_id) for one in reader.records(Reading)] == [
            ("print_papers", house.stays[AN].person_id)
        ]
