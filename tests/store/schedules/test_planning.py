"""What planning would do before it is done, as a form shows it; free times; series, rooms and therapists to choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from carebook.actions.schedules import (
    cancel_session,
    plan_group_series,
    plan_group_session,
    plan_series,
    plan_session,
    split_series,
)
from carebook.records.groups import GroupMember
from carebook.records.schedules import HolidayWay, TherapyRoom
from carebook.records.sessions import SessionState
from carebook.records.staff import Actor, Role
from carebook.rules.schedules import ClashKind, Occurrence, WarnKind
from carebook.store import schedules
from carebook.store.book import Book, Reader, new_id
from tests.actions.schedules.practice import MONDAY, Practice, make_practice

DAY = timedelta(days=1)


@pytest.fixture
def practice(book: Book, director: Actor, now: datetime) -> Practice:
    """The practice; the third person has a restricted record."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        return make_practice(writer, restricted=[2])


@pytest.fixture
def as_ever(director: Actor, now: datetime) -> dict[str, Any]:
    """The director, now."""
    return {"by": director, "now": now}


@pytest.fixture
def ask(book: Book, director: Actor, now: datetime) -> Callable[..., Any]:
    """Puts a question as the director, or as somebody else with ``by``."""

    def asked(question: Callable[..., Any], *given: Any, by: Actor | None = None, **named: Any) -> Any:
        with book.reading_for(by or director, now) as reader:
            return question(reader, *given, **named)

    return asked


def test_a_form_sees_the_days_the_holidays_and_what_stands_against(
    book: Book, practice: Practice, as_ever: dict[str, Any], ask: Callable[..., Any], now: datetime
) -> None:
    plan_session(book, practice.session(1, planned_on=MONDAY + 2 * DAY, planned_at=time(8, 45)), **as_ever)
    series = practice.series(weekdays=("TU", "WE"), count=3)
    seen = ask(schedules.look_ahead, series, now=now)
    wednesday, tuesday, last = MONDAY + 2 * DAY, MONDAY + 8 * DAY, MONDAY + 9 * DAY
    assert seen.days == (Occurrence(wednesday, wednesday), Occurrence(tuesday, tuesday), Occurrence(last, last))
    assert list(seen.left_out) == [MONDAY + DAY]
    (clash,) = seen.clashes
    assert (clash.kind, clash.slot.on, clash.free) == (ClashKind.STAFF, wednesday, time(9, 15))
    assert [load.people for load in seen.load] == [2, 1, 1]
    held = ask(schedules.look_ahead, replace(series, holidays=HolidayWay.HOLD), now=now)
    assert (held.days[0].planned_on, held.left_out) == (MONDAY + DAY, {})
    assert [one.kind for one in held.warnings] == [WarnKind.HOLIDAY]


@pytest.mark.parametrize("given", [{"starts_at": None}, {"weekdays": ()}, {"from_on": None}, {"interval": 0}])
def test_an_unfinished_rule_has_no_days(
    given: dict[str, Any], practice: Practice, ask: Callable[..., Any], now: datetime
) -> None:
    assert ask(schedules.look_ahead, practice.series(**given), now=now) == schedules.LookAhead()
    nobody = practice.series(episode_id="", therapist_id=None)
    assert len(ask(schedules.look_ahead, nobody, now=now).days) == 6


def test_what_is_shown_before_a_split_is_what_the_split_does(
    book: Book, practice: Practice, as_ever: dict[str, Any], ask: Callable[..., Any], now: datetime
) -> None:
    old = plan_series(book, practice.series(), **as_ever).result
    cancel_session(book, old.sessions[4].id, SessionState.CANCELLED_RESIDENT, "fever", **as_ever)
    changed = replace(old.series, from_on=MONDAY + 2 * DAY, count=5, minutes=45)
    seen = ask(schedules.look_ahead, changed, now=now, apart_from=old.series.id)
    assert seen.clashes == ()
    assert ask(schedules.look_ahead, replace(changed, id=""), now=now).clashes
    done = split_series(book, old.series.id, MONDAY + 2 * DAY, changed, **as_ever).result
    assert [(row.occurs_on, row.planned_on) for row in done.sessions] == [
        (one.occurs_on, one.planned_on) for one in seen.days
    ]


def test_moving_is_looked_at_and_free_times_are_told(
    book: Book, practice: Practice, as_ever: dict[str, Any], ask: Callable[..., Any], now: datetime
) -> None:
    one = plan_session(book, practice.session(), **as_ever).result.session
    plan_session(book, practice.session(1, planned_at=time(11, 0)), **as_ever)
    assert ask(schedules.look_at_session, replace(one, planned_at=time(10, 15)), now=now).clashes == ()
    (clash,) = ask(schedules.look_at_session, replace(one, planned_at=time(10, 45)), now=now).clashes
    assert clash.free == time(11, 30)
    free = ask(schedules.free_times, one, on=MONDAY)
    assert time(10, 0) in free
    assert not {time(10, 45), time(11, 0), time(11, 15)} & set(free)
    assert time(10, 45) in ask(schedules.free_times, one, on=MONDAY + DAY)
    meeting = practice.group_session(leader_id=practice.therapists[0], planned_at=time(10, 0))
    found = ask(schedules.look_at_session, meeting, now=now).clashes
    assert [clash.kind for clash in found] == [ClashKind.PERSON, ClashKind.STAFF]


def test_who_may_not_see_a_restricted_person_reads_the_alias_in_a_clash(
    book: Book,
    practice: Practice,
    as_ever: dict[str, Any],
    ask: Callable[..., Any],
    actor_with: Callable[..., Actor],
    now: datetime,
) -> None:
    plan_session(book, practice.session(2), **as_ever)
    seen = ask(schedules.look_at_session, practice.session(1), now=now, by=actor_with(Role.THERAPIST))
    assert "Bí danh 2" in str(seen.clashes[0].message)


def test_people_about_to_join_a_group_are_compared_with_its_sessions(
    book: Book, practice: Practice, as_ever: dict[str, Any], ask: Callable[..., Any]
) -> None:
    plan_group_session(book, practice.group_session(), **as_ever)
    plan_session(book, practice.session(3, planned_at=time(15, 30)), **as_ever)
    (clash,) = ask(schedules.clashes_of_members, practice.group, practice.stays[2:], first=MONDAY)
    assert (clash.kind, clash.other.people) == (ClashKind.PERSON, frozenset({practice.stays[3]}))
    assert ask(schedules.clashes_of_members, practice.group, practice.stays[2:], first=MONDAY + DAY) == ()


def test_a_relative_who_comes_leaves_the_persons_time_free(
    book: Book, practice: Practice, as_ever: dict[str, Any], ask: Callable[..., Any], now: datetime, director: Actor
) -> None:
    plan_group_session(book, practice.group_session(), **as_ever)
    parallel = practice.session(planned_at=time(15, 0))
    assert ask(schedules.look_at_session, parallel, now=now).clashes
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        member = writer.records(GroupMember, "episode_id = ?", (practice.stays[0],))[0]
        writer.amend(replace(member, attends="Mẹ"))
    assert ask(schedules.look_at_session, parallel, now=now).clashes == ()
    plan_session(book, parallel, **as_ever)


def test_series_are_listed_newest_first_and_not_those_that_may_not_be_seen(
    book: Book,
    practice: Practice,
    as_ever: dict[str, Any],
    ask: Callable[..., Any],
    actor_with: Callable[..., Actor],
) -> None:
    first = plan_series(book, practice.series(2), **as_ever).result.series
    second = plan_series(book, practice.series(2, from_on=MONDAY + DAY, starts_at=time(15, 0)), **as_ever).result.series
    assert [one.id for one in ask(schedules.series_of, practice.stays[2])] == [second.id, first.id]
    assert ask(schedules.series_of, practice.stays[2], by=actor_with(Role.THERAPIST)) == ()
    of_group = plan_group_series(book, practice.group_series(), **as_ever).result.series
    assert [one.id for one in ask(schedules.group_series_of, practice.group)] == [of_group.id]


def test_rooms_by_name_and_who_gives_therapy(
    book: Book,
    practice: Practice,
    as_ever: dict[str, Any],
    ask: Callable[..., Any],
    actor_with: Callable[..., Actor],
    now: datetime,
    director: Actor,
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for name, closed in (("Phòng B", None), ("Bếp", None), ("Kho", MONDAY)):
            writer.add(TherapyRoom(name=name, closed_on=closed))

    def names(reader: Reader, **given: Any) -> list[str]:
        return [room.name for room in schedules.therapy_rooms(reader, **given) if len(room.name) < 10]

    assert ask(names) == ["Bếp", "Phòng B"]
    assert ask(names, closed=True) == ["Bếp", "Kho", "Phòng B"]
    psychologist = actor_with(Role.PSYCHOLOGIST, name="An Tâm")
    actor_with(Role.CLERK, name="Văn Thư")
    plan_session(book, practice.session(), **as_ever)
    found = ask(schedules.therapists, MONDAY)
    assert {member.id for member in found} == {practice.therapists[0], psychologist.staff_member_id}
    later = ask(schedules.therapists, date(2027, 6, 1))
    assert [member.id for member in later] == [psychologist.staff_member_id]
