"""A book with a therapist, two residents, a room, and the page of the week at somebody's desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import Qt

from carebook.actions import schedules as deeds
from carebook.records.groups import Group, GroupMember, GroupSession
from carebook.records.schedules import SessionSeries, TherapyRoom
from carebook.records.sessions import Session
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.schedules import WeekPage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit
from tests.ui.pages.stay_desk import Window, desk_of

MONDAY = date(2026, 11, 23)  # the day after "now"
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class WeekWorld:
    """An Thị Mai and Bùi Đức Hùng are treated by Lưu Văn Kim Giao in room 1."""

    def __init__(self, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
        self.book, self.director, self.now = book, director, now
        self.person, self.episode = admit(book, director, now, person=samples.person(code="", full_name="An Thị Mai"))
        self.other_person, self.other = admit(
            book, director, now, person=samples.person(code="", full_name="Bùi Đức Hùng")
        )
        self.therapist = actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")
        self.second = actor_with(Role.THERAPIST, name="Tiêu Văn Keo Lá")
        self.room = self.do(deeds.add_therapy_room, TherapyRoom(name="Phòng PHCN 1", places=2))
        self.desks = ExitStack()

    def do(self, deed: Callable[..., Any], *values: Any, **given: Any) -> Any:
        return deed(self.book, *values, by=self.therapist, now=self.now, op=new_id(), **given).result

    def session(self, on: date = MONDAY, at: time = time(8), **given: Any) -> Session:
        planned = Session(
            episode_id=self.episode.id, therapist_id=self.therapist.staff_member_id, planned_on=on, planned_at=at
        )
        kept: Session = self.do(deeds.plan_session, replace(planned, **given)).session
        return kept

    def series(self, *weekdays: str, at: time = time(8), **given: Any) -> SessionSeries:
        planned = SessionSeries(
            episode_id=self.episode.id,
            therapist_id=self.therapist.staff_member_id,
            weekdays=weekdays,
            from_on=MONDAY,
            count=6,
            starts_at=at,
        )
        kept: SessionSeries = self.do(deeds.plan_series, replace(planned, **given)).series
        return kept

    def sessions(self, *, withdrawn: bool = False) -> list[Session]:
        with self.book.looking(self.now) as reader:
            return sorted(
                reader.records(Session, withdrawn=withdrawn), key=lambda one: (one.planned_on, one.planned_at, one.id)
            )

    def records(self, cls: type[Any]) -> list[Any]:
        with self.book.looking(self.now) as reader:
            return list(reader.records(cls))

    def desk(self, actor: Actor | None = None) -> Desk:
        return self.desks.enter_context(desk_of(self.book, actor or self.therapist, self.now))


@contextmanager
def week_world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[WeekWorld]:
    world = WeekWorld(book, director, actor_with, now)
    with world.desks:
        yield world


def opened(
    qtbot: Any, world: WeekWorld, actor: Actor | None = None, day: date = MONDAY, **about: Any
) -> tuple[Window, WeekPage]:
    """The page at somebody's desk, showing the week of a day."""
    desk = world.desk(actor)
    page = WeekPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(day=day, **about)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    page.calendar.setFocus()
    return window, page


def press(qtbot: Any, page: WeekPage, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key in the calendar."""
    held = Qt.KeyboardModifier.NoModifier
    for one in modifiers:
        held |= one
    qtbot.keyClick(page.calendar, key, held)


def judged(qtbot: Any, page: WeekPage) -> None:
    """Wait until the book has said what speaks against the place."""
    qtbot.waitUntil(lambda: page.carrying._verdict is not None)


def when(session: Session) -> tuple[date, time]:
    """Its day and time."""
    return session.planned_on, session.planned_at


def stand_on(page: WeekPage, slot_id: str) -> None:
    """Put the cursor on a session."""
    spot = page.calendar.board.spot_of(slot_id)
    assert spot is not None
    page.calendar.put_cursor(spot)


def group_session(world: WeekWorld, on: date, at: time = time(14)) -> GroupSession:
    """A session of a group that An Thị Mai belongs to."""
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        group = writer.add(
            Group(name="Tuổi mới lớn", purpose="Kỹ năng", leader_id=world.therapist.staff_member_id, from_on=MONDAY)
        )
        writer.add(GroupMember(episode_id=world.episode.id, group_id=group.id, joined_on=MONDAY))
        meeting: GroupSession = writer.add(
            GroupSession(group_id=group.id, leader_id=group.leader_id, planned_on=on, planned_at=at)
        )
    return meeting
