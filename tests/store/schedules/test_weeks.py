"""The week as it is asked for: persons and groups, narrowed, masked, late, with what the days are like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from carebook.actions.schedules import (
    cancel_session,
    move_session,
    plan_group_session,
    plan_series,
    plan_session,
)
from carebook.records.codes import HolidayRow
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.groups import GroupMember
from carebook.records.schedules import StaffLeave
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.store import schedules
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.schedules import GROUP, SESSION, PlannedSlot, Week
from tests.actions.schedules.practice import MONDAY, Practice, make_practice

DAY = timedelta(days=1)


class Room:
    """The director in the test's book, with a practice whose third person has a restricted record."""

    def __init__(self, book: Book, by: Actor, now: datetime) -> None:
        self.book, self.by, self.now = book, by, now
        self.as_ever: dict[str, Any] = {"by": by, "now": now}
        with book.changing(by.account_id, now, new_id(), "test") as writer:
            self.practice: Practice = make_practice(writer, restricted=[2])

    def week(self, by: Actor | None = None, **given: Any) -> Week:
        with self.book.reading_for(by or self.by, self.now) as reader:
            return schedules.week(reader, MONDAY, **({"now": self.now} | given))

    def write(self, record: Any) -> Any:
        with self.book.changing(self.by.account_id, self.now, new_id(), "test") as writer:
            return writer.amend(record) if record.id else writer.add(record)

    def plan(self, *given: Any, **named: Any) -> Session:
        kept: Session = plan_session(self.book, self.practice.session(*given, **named), **self.as_ever).result.session
        return kept


@pytest.fixture
def room(book: Book, director: Actor, now: datetime) -> Room:
    return Room(book, director, now)


def test_a_week_holds_sessions_of_persons_and_groups_in_the_order_of_time(room: Room) -> None:
    practice = room.practice
    laid = plan_series(room.book, practice.series(room_id=practice.rooms[1], therapy="ot"), **room.as_ever).result
    meeting = plan_group_session(room.book, practice.group_session(room_id=practice.rooms[0]), **room.as_ever).result
    room.plan(planned_on=MONDAY + 7 * DAY)
    room.plan(planned_on=MONDAY - DAY)
    week = room.week()
    assert [slot.id for slot in week.slots] == [
        *(laid.sessions[0].id, meeting.session.id, laid.sessions[1].id, laid.sessions[2].id)
    ]
    first, group = week.slots[:2]
    assert first == PlannedSlot(
        id=laid.sessions[0].id,
        kind=SESSION,
        version=1,
        therapy="ot",
        title="Trần Thị An",
        on=MONDAY,
        at=time(8, 30),
        minutes=30,
        state=SessionState.PLANNED,
        person_id=practice.people[0],
        episode_id=practice.stays[0],
        staff_id=practice.therapists[0],
        staff_name="Kiều Thị Dạ Hương",
        room_id=practice.rooms[1],
        room_name=first.room_name,
        series_id=laid.series.id,
        occurs_on=MONDAY,
    )
    assert first.room_name.startswith("Phòng")
    assert (group.kind, group.title, group.members, group.group_id) == (GROUP, "Chuyện xưa", 2, practice.group)
    assert week.on(MONDAY) == week.slots[:2]
    assert week.monday == MONDAY


def test_a_week_is_narrowed_to_a_therapist_a_room_or_a_stay(room: Room) -> None:
    practice = room.practice
    mine = room.plan(room_id=practice.rooms[0])
    other = room.plan(2, 1, planned_at=time(11, 0))
    meeting = plan_group_session(room.book, practice.group_session(), **room.as_ever).result.session

    def ids(**given: Any) -> set[str]:
        return {slot.id for slot in room.week(**given).slots}

    assert ids(therapist_id=practice.therapists[1]) == {other.id, meeting.id}
    assert ids(room_id=practice.rooms[0]) == {mine.id}
    assert ids(episode_id=practice.stays[0]) == {mine.id, meeting.id}
    assert ids(episode_id=practice.stays[2]) == {other.id}
    with room.book.looking(room.now) as reader:
        member = reader.records(GroupMember, "episode_id = ?", (practice.stays[0],))[0]
    room.write(replace(member, left_on=MONDAY - DAY))
    assert ids(episode_id=practice.stays[0]) == {mine.id}
    assert next(slot for slot in room.week().slots if slot.kind == GROUP).members == 1
    with room.book.reading_for(room.by, room.now) as reader:
        assert {slot.id for slot in schedules.day(reader, MONDAY, now=room.now).slots} == {
            mine.id,
            other.id,
            meeting.id,
        }
        assert schedules.day(reader, MONDAY + DAY, now=room.now).slots == ()


def test_what_was_struck_through_is_gone_and_what_was_moved_or_cancelled_says_so(room: Room) -> None:
    laid = plan_series(room.book, room.practice.series(count=3), **room.as_ever).result
    move_session(room.book, laid.sessions[0].id, MONDAY + DAY, time(9, 0), **room.as_ever)
    cancel_session(room.book, laid.sessions[1].id, SessionState.CANCELLED_STAFF, "staff_sick", **room.as_ever)
    with room.book.changing(room.by.account_id, room.now, new_id(), "test") as writer:
        writer.withdraw(Session, laid.sessions[2].id, "ghi nhầm")
    moved, cancelled = room.week().slots
    assert (moved.moved, moved.occurs_on, moved.on, moved.is_open, moved.is_off) == (
        *(True, MONDAY, MONDAY + DAY, True, False),
    )
    assert (cancelled.reason, cancelled.is_open, cancelled.is_off, cancelled.moved) == (
        "staff_sick",
        False,
        True,
        False,
    )


def test_a_session_is_late_a_day_after_it_was_to_end(room: Room) -> None:
    room.plan()
    ended = datetime.fromisoformat("2026-11-23T10:30:00+07:00")
    assert not room.week(now=ended + DAY).slots[0].late
    assert room.week(now=ended + DAY + timedelta(minutes=1)).slots[0].late


def test_a_restricted_person_is_there_under_the_alias(room: Room, actor_with: Callable[..., Actor]) -> None:
    room.plan(2)
    (seen,) = room.week().slots
    (masked,) = room.week(actor_with(Role.THERAPIST)).slots
    assert (seen.title, seen.masked) == ("Ngô Thị Chi", False)
    assert (masked.title, masked.masked) == ("Bí danh 2", True)
    assert replace(masked, title=seen.title, masked=False) == seen
    with pytest.raises(NotAllowedToSee):
        room.week(actor_with(Role.IT))


def test_the_days_tell_holidays_leave_absence_and_load(room: Room) -> None:
    practice = room.practice
    room.write(HolidayRow(day=MONDAY + 2 * DAY, name="Ngày truyền thống"))
    leave = room.write(StaffLeave(staff_member_id=practice.therapists[1], from_on=MONDAY - DAY, to_on=MONDAY))
    room.write(StaffLeave(staff_member_id=practice.therapists[1], from_on=MONDAY + 7 * DAY, to_on=MONDAY + 8 * DAY))
    room.write(Absence(episode_id=practice.stays[0], from_on=MONDAY, back_on=MONDAY + DAY))
    room.write(Absence(episode_id=practice.stays[1], kind=AbsenceKind.HOSPITAL, from_on=date(2026, 11, 1)))
    with room.book.looking(room.now) as reader:
        gone = reader.record(Episode, practice.stays[3])
    assert gone is not None
    slots = [room.plan(place, planned_at=time(8 + place, 0)) for place in range(4)]
    room.write(replace(gone, end_on=MONDAY - DAY))
    cancel_session(room.book, slots[3].id, SessionState.CANCELLED_OTHER, "event", **room.as_ever)
    week = room.week(room_id=practice.rooms[0])
    assert week.slots == ()
    assert week.holidays == {MONDAY + DAY: week.holidays[MONDAY + DAY], MONDAY + 2 * DAY: "Ngày truyền thống"}
    week = room.week()
    assert week.leaves == (leave,)
    assert week.leave(practice.therapists[1], MONDAY) == leave
    assert week.leave(practice.therapists[1], MONDAY + DAY) is None
    away = [week.away(slot) for slot in week.slots]
    assert [one and one.kind for one in away] == [AbsenceKind.LEAVE, AbsenceKind.HOSPITAL, None, None]
    assert away[0] is not None
    assert (away[0].first, away[0].last) == (MONDAY, MONDAY)
    assert away[2] is None
    assert away[3] is not None  # the stay has ended
    load = week.load[practice.therapists[0], MONDAY]
    assert (load.people, load.norm, load.is_over, load.staff_name) == (3, 5, False, "Kiều Thị Dạ Hương")


def test_one_who_is_expected_back_is_away_until_then_or_for_good_once_late(room: Room) -> None:
    practice = room.practice
    room.plan()
    absence = room.write(Absence(episode_id=practice.stays[0], from_on=date(2026, 11, 20), expected_on=MONDAY))
    assert room.week().absences == ()
    absence = room.write(replace(absence, expected_on=date(2026, 11, 21)))
    assert room.week().absences[0].last is None
    room.write(replace(absence, expected_on=MONDAY + DAY))
    assert room.week().absences[0].last == MONDAY
