"""The schedule as a calendar file: without names unless the right and the wish are there, and always in the access log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import icalendar
import pytest

from carebook.actions.change import Refused
from carebook.actions.schedules import Calendar, cancel_session, export_calendar, plan_group_session, plan_session
from carebook.records.sessions import SessionState
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book, new_id
from tests.actions.schedules.practice import MONDAY, Practice, make_practice

LAST = date(2026, 11, 29)


@pytest.fixture
def planned(book: Book, director: Actor, now: datetime) -> Practice:
    """Two sessions, one of a restricted person and one cancelled, and one of a group."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        practice = make_practice(writer, restricted=[0])
    as_ever: dict[str, Any] = {"by": director, "now": now}
    plan_session(book, practice.session(room_id=practice.rooms[0]), **as_ever)
    off = plan_session(book, practice.session(1, 1), **as_ever).result.session
    cancel_session(book, off.id, SessionState.CANCELLED_STAFF, "staff_sick", **as_ever)
    plan_group_session(book, practice.group_session(), **as_ever)
    return practice


def taken(book: Book, by: Actor, now: datetime, **given: Any) -> Calendar:
    made = export_calendar(book, MONDAY, LAST, by=by, now=now, **given).result
    assert isinstance(made, Calendar)
    return made


def titles(made: Calendar) -> list[str]:
    return [str(event["summary"]) for event in icalendar.Calendar.from_ical(made.content).walk("VEVENT")]


def readings(book: Book, now: datetime) -> list[Reading]:
    with book.looking(now) as reader:
        return reader.records(Reading, "deed = 'export_calendar'")


@pytest.mark.usefixtures("planned")
def test_nobody_is_named_without_being_asked_for(book: Book, director: Actor, now: datetime) -> None:
    made = taken(book, director, now)
    assert titles(made) == ["Vật lý trị liệu", "Vật lý trị liệu", "Chuyện xưa"]
    for name in ("Trần", "Bình", "Kiều", "Lưu", "Bí danh"):
        assert name not in made.content.decode("utf-8")
    assert made.file_name == "lich-2026-11-23-2026-11-29.ics"
    assert [reading.people for reading in readings(book, now)] == [0]


@pytest.mark.usefixtures("planned")
def test_names_need_a_right_and_a_reason_and_restricted_people_keep_their_alias(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    for by, reason, field in ((director, " ", "reason"), (actor_with(Role.THERAPIST), "lịch tuần", "named")):
        with pytest.raises(Refused) as refused:
            taken(book, by, now, named=True, reason=reason)
        assert refused.value.problems[0].field == field
    assert readings(book, now) == []
    made = taken(book, director, now, named=True, reason="lịch tuần")
    assert titles(made) == ["Vật lý trị liệu – Bí danh 0", "Vật lý trị liệu – Lê Văn Bình", "Chuyện xưa"]
    (reading,) = readings(book, now)
    assert (reading.people, reading.reason) == (2, "lịch tuần")


def test_a_calendar_is_narrowed_like_the_week(book: Book, director: Actor, planned: Practice, now: datetime) -> None:
    assert taken(book, director, now, therapist_id=planned.therapists[1]).sessions == 2
    assert taken(book, director, now, room_id=planned.rooms[0]).sessions == 1
    assert taken(book, director, now, episode_id=planned.stays[1]).sessions == 2


def test_a_stay_that_may_not_be_seen_gives_no_calendar(
    book: Book, actor_with: Callable[..., Actor], planned: Practice, now: datetime
) -> None:
    with pytest.raises(Refused):
        taken(book, actor_with(Role.THERAPIST), now, episode_id=planned.stays[0])
    assert readings(book, now) == []


@pytest.mark.parametrize("last", [date(2026, 11, 22), date(2028, 1, 1)])
def test_a_calendar_holds_at_most_a_year(book: Book, director: Actor, now: datetime, last: date) -> None:
    with pytest.raises(Refused) as refused:
        export_calendar(book, MONDAY, last, by=director, now=now)
    assert refused.value.problems[0].field == "last"
