"""Single sessions of persons and groups: planned, moved, cancelled; double bookings refused in words; who may not see is not told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.schedules import (
    cancel_session,
    end_group_series,
    lay_out_sessions,
    move_group_session,
    move_session,
    plan_group_series,
    plan_group_session,
    plan_series,
    plan_session,
    split_group_series,
)
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Absence, Episode
from carebook.records.groups import Group, GroupMember, GroupSession, GroupSessionState
from carebook.records.schedules import HolidayWay, StaffLeave
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.rules.schedules import WarnKind
from carebook.store.book import Book, new_id
from carebook.words import speaking
from tests.actions.schedules.practice import MONDAY, Practice, make_practice

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def as_ever(director: Actor, now: datetime) -> dict[str, Any]:
    """The director, now."""
    return {"by": director, "now": now}


def kept(book: Book, now: datetime, cls: type[Any], id: str) -> Any:
    with book.looking(now) as reader:
        return reader.record(cls, id)


def written(book: Book, as_ever: dict[str, Any], record: Any) -> Any:
    with book.changing(as_ever["by"].account_id, as_ever["now"], new_id(), "test") as writer:
        return writer.amend(record) if record.id else writer.add(record)


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def test_a_session_is_planned_without_anything_recorded(
    book: Book, practice: Practice, as_ever: dict[str, Any]
) -> None:
    typed = practice.session(
        state=SessionState.DONE, series_id="x", occurs_on=MONDAY, pain_before=3, room_id=practice.rooms[0]
    )
    planned = plan_session(book, typed, **as_ever).result.session
    assert planned == kept(book, as_ever["now"], Session, planned.id)
    assert (planned.state, planned.series_id, planned.occurs_on) == (SessionState.PLANNED, None, None)
    assert (planned.pain_before, planned.room_id, planned.planned_at) == (None, practice.rooms[0], time(10, 0))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"minutes": 481}, "minutes"),
        ({"planned_at": time(23, 50)}, "minutes"),
        ({"therapist_id": None}, "therapist_id"),
        ({"planned_on": date(1026, 11, 23)}, "planned_on"),
        ({"planned_on": date(2026, 1, 4)}, "planned_on"),  # the day before the stay
    ],
)
def test_an_impossible_session_is_refused_beside_its_field(
    given: dict[str, Any], field: str, book: Book, practice: Practice, as_ever: dict[str, Any]
) -> None:
    assert refusal(lambda: plan_session(book, practice.session(**given), **as_ever)).problems[0].field == field


def test_a_session_after_the_stay_is_refused(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    stay = kept(book, as_ever["now"], Episode, practice.stays[0])
    written(book, as_ever, replace(stay, end_on=MONDAY - timedelta(days=1)))
    assert refusal(lambda: plan_session(book, practice.session(), **as_ever)).message.id == "The stay ended on {day}."


def test_a_double_booking_is_told_in_words(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    plan_session(book, practice.session(room_id=practice.rooms[0]), **as_ever)
    with speaking("en"):
        refused = refusal(lambda: plan_session(book, practice.session(1, planned_at=time(10, 15)), **as_ever))
        assert str(refused) == (
            "Kiều Thị Dạ Hương already has “Vật lý trị liệu – Trần Thị An” on Monday, 23/11/2026, 10:00–10:30."
            " Free next: 10:30."
        )
        refused = refusal(lambda: plan_session(book, practice.session(0, 1), **as_ever))
        assert str(refused).startswith("Trần Thị An already has “Vật lý trị liệu” on Monday")
        refused = refusal(lambda: plan_session(book, practice.session(1, 1, room_id=practice.rooms[0]), **as_ever))
        assert "takes 1 at the same time and is full on Monday, 23/11/2026, 10:00–10:30" in str(refused)
    assert refused.problems[0].field == "planned_at"
    # two at a time is what the second room takes
    second = practice.session(planned_at=time(11, 0), room_id=practice.rooms[1])
    plan_session(book, second, **as_ever)
    plan_session(book, replace(second, episode_id=practice.stays[1], therapist_id=practice.therapists[1]), **as_ever)


def test_the_time_of_a_cancelled_session_is_free_again(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    first = plan_session(book, practice.session(), **as_ever).result.session
    cancel = cancel_session(book, first.id, SessionState.CANCELLED_RESIDENT, "fever", " sốt 38,5 ", seen=1, **as_ever)
    cancelled = kept(book, as_ever["now"], Session, first.id)
    assert (cancelled.state, cancelled.reason, cancelled.reason_note) == (
        SessionState.CANCELLED_RESIDENT,
        "fever",
        "sốt 38,5",
    )
    assert (cancelled.entered_by, cancelled.recorded_at) == (as_ever["by"].account_id, as_ever["now"])
    second = plan_session(book, practice.session(1), **as_ever)
    # taking the cancellation back would book the therapist twice
    refused = refusal(lambda: undo_deed(book, cancel.op, **as_ever))
    assert refused.message.id == "Cannot be undone: {clash}"
    assert kept(book, as_ever["now"], Session, first.id) == cancelled
    undo_deed(book, second.op, **as_ever)
    undo_deed(book, cancel.op, **as_ever)
    assert kept(book, as_ever["now"], Session, first.id).state is SessionState.PLANNED


def test_a_move_can_be_taken_back_only_to_a_free_time(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    first = plan_session(book, practice.session(), **as_ever).result.session
    moved = move_session(book, first.id, TUESDAY, time(9, 0), **as_ever)
    plan_session(book, practice.session(1), **as_ever)
    refusal(lambda: undo_deed(book, moved.op, **as_ever))
    assert kept(book, as_ever["now"], Session, first.id).planned_on == TUESDAY


def test_moving_keeps_what_is_not_said_and_the_day_of_the_series(
    book: Book, practice: Practice, as_ever: dict[str, Any]
) -> None:
    row = plan_series(book, practice.series(room_id=practice.rooms[0]), **as_ever).result.sessions[0]
    move_session(book, row.id, TUESDAY, time(16, 0), seen=1, **as_ever)
    moved = kept(book, as_ever["now"], Session, row.id)
    assert moved == replace(row, planned_on=TUESDAY, planned_at=time(16, 0), version=2)
    move_session(
        book, row.id, TUESDAY, time(16, 0), room_id="", therapist_id=practice.therapists[1], minutes=45, **as_ever
    )
    moved = kept(book, as_ever["now"], Session, row.id)
    assert (moved.room_id, moved.therapist_id, moved.minutes, moved.occurs_on) == (
        None,
        practice.therapists[1],
        45,
        MONDAY,
    )
    with pytest.raises(Outdated):
        move_session(book, row.id, TUESDAY, time(17, 0), seen=1, **as_ever)


def test_a_recorded_session_is_neither_moved_nor_cancelled(
    book: Book, practice: Practice, as_ever: dict[str, Any]
) -> None:
    row = plan_session(book, practice.session(), **as_ever).result.session
    written(book, as_ever, replace(row, state=SessionState.DONE))
    assert refusal(lambda: move_session(book, row.id, TUESDAY, time(9, 0), **as_ever)).problems[0].field == "planned_on"
    refused = refusal(lambda: cancel_session(book, row.id, SessionState.CANCELLED_STAFF, "staff_sick", **as_ever))
    assert refused.problems[0].field == "state"


def test_cancelling_needs_a_reason_of_its_state(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    row = plan_session(book, practice.session(planned_on=date(2026, 11, 16)), **as_ever).result.session
    for state, why in (
        (SessionState.CANCELLED_STAFF, "fever"),
        (SessionState.CANCELLED_OTHER, ""),
        (SessionState.NO_SHOW, "x"),
    ):
        with pytest.raises(Refused) as refused:
            cancel_session(book, row.id, state, why, **as_ever)
        assert refused.value.problems[0].field == "reason"
    with pytest.raises(ValueError, match="DONE"):
        cancel_session(book, row.id, SessionState.DONE, "fever", **as_ever)
    cancel_session(book, row.id, SessionState.NO_SHOW, "no_word", **as_ever)
    cancel_session(book, row.id, SessionState.CANCELLED_RESIDENT, "hospital", **as_ever)
    assert kept(book, as_ever["now"], Session, row.id).reason == "hospital"


def test_a_session_is_made_up_for_once(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    row = plan_session(book, practice.session(), **as_ever).result.session
    again = practice.session(planned_on=TUESDAY, makes_up_for_id=row.id)
    assert refusal(lambda: plan_session(book, again, **as_ever)).problems[0].field == "makes_up_for_id"
    cancel_session(book, row.id, SessionState.CANCELLED_STAFF, "staff_sick", **as_ever)
    assert plan_session(book, again, **as_ever).result.session.makes_up_for_id == row.id
    other = replace(again, planned_at=time(14, 0))
    assert refusal(lambda: plan_session(book, other, **as_ever)).message.id == "It is made up for on {day} already."
    foreign = practice.session(1, planned_on=TUESDAY, planned_at=time(15, 0), makes_up_for_id=row.id)
    assert refusal(lambda: plan_session(book, foreign, **as_ever)).problems[0].field == "makes_up_for_id"


def test_what_planning_goes_on_in_spite_of_is_told(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    written(book, as_ever, Absence(episode_id=practice.stays[0], from_on=date(2026, 11, 20)))
    leave = StaffLeave(staff_member_id=practice.therapists[0], from_on=TUESDAY, to_on=date(2026, 11, 26))
    written(book, as_ever, leave)
    laid = plan_series(book, practice.series(holidays=HolidayWay.HOLD, weekdays=("MO", "TU")), **as_ever).result
    # Tuesday, 24/11/2026 is the new holiday
    assert [one.kind for one in laid.warnings] == [WarnKind.ABSENT, WarnKind.LEAVE, WarnKind.HOLIDAY]
    assert (laid.warnings[0].days, laid.warnings[1].days) == (6, 1)


def test_more_people_a_day_than_the_norm_is_told(book: Book, practice: Practice, as_ever: dict[str, Any]) -> None:
    with book.changing(as_ever["by"].account_id, as_ever["now"], new_id(), "test") as writer:
        other = make_practice(writer)
    for place in range(5):
        stay = (*practice.stays, *other.stays)[place]
        one = practice.session(episode_id=stay, planned_at=time(8 + place, 0))
        assert not plan_session(book, one, **as_ever).result.warnings
    sixth = practice.session(episode_id=other.stays[1], planned_at=time(14, 0))
    (told,) = plan_session(book, sixth, **as_ever).result.warnings
    assert (told.kind, told.message.values["n"], told.message.values["norm"]) == (WarnKind.LOAD, 6, 5)


def test_a_refusal_names_a_restricted_person_only_to_who_may_see_them(
    book: Book, actor_with: Callable[..., Actor], as_ever: dict[str, Any]
) -> None:
    with book.changing(as_ever["by"].account_id, as_ever["now"], new_id(), "test") as writer:
        practice = make_practice(writer, restricted=[0])
    plan_session(book, practice.session(), **as_ever)
    therapist = actor_with(Role.THERAPIST)
    hers = as_ever | {"by": therapist}
    refused = refusal(lambda: plan_session(book, practice.session(1), **hers))
    assert "Bí danh 0" in str(refused)
    assert "Trần Thị An" not in str(refused)
    assert "Trần Thị An" in str(refusal(lambda: plan_session(book, practice.session(1), **as_ever)))
    protected = refusal(lambda: plan_session(book, practice.session(0, planned_on=TUESDAY), **hers))
    assert protected.message.id == "This item is protected. If it is needed for care, ask the director."


def test_a_group_takes_the_time_of_its_members_on_that_day(
    book: Book, practice: Practice, as_ever: dict[str, Any]
) -> None:
    meeting = plan_group_session(book, practice.group_session(topic="Tết xưa"), **as_ever).result.session
    assert (meeting.state, meeting.topic) == (GroupSessionState.PLANNED, "Tết xưa")
    at = {"planned_at": time(15, 30)}
    refused = refusal(lambda: plan_session(book, practice.session(**at), **as_ever))
    assert refused.message.values["clash"].values["what"] == "Chuyện xưa"
    plan_session(book, practice.session(2, **at), **as_ever)  # is no member
    with book.looking(as_ever["now"]) as reader:
        (member, other) = reader.records(GroupMember, "group_id = ?", (practice.group,))
    written(book, as_ever, replace(member, left_on=MONDAY - timedelta(days=1)))
    plan_session(book, practice.session(planned_at=time(15, 0)), **as_ever)
    written(book, as_ever, replace(other, attends="Con gái"))
    plan_session(book, practice.session(1, planned_at=time(16, 0), planned_on=TUESDAY), **as_ever)
    refusal(lambda: plan_session(book, practice.session(2, 1, planned_at=time(15, 0)), **as_ever))  # the leader


def test_a_series_of_a_group_is_planned_moved_split_and_ended(
    book: Book, practice: Practice, as_ever: dict[str, Any]
) -> None:
    laid = plan_group_series(book, practice.group_series(subject="math"), **as_ever).result
    # Tuesday, 24/11/2026 is a holiday
    assert [row.planned_on.day for row in laid.sessions] == [1, 8, 15, 22]
    assert {row.subject for row in laid.sessions} == {"math"}
    first = laid.sessions[0]
    busy = plan_session(book, practice.session(2, 1, planned_on=date(2026, 12, 2)), **as_ever).result.session
    refused = refusal(lambda: move_group_session(book, first.id, busy.planned_on, busy.planned_at, **as_ever))
    assert refused.problems[0].field == "planned_at"
    move_group_session(book, first.id, busy.planned_on, time(15, 0), seen=1, minutes=45, **as_ever)
    changed = replace(laid.series, starts_at=time(9, 0), count=2)
    new = split_group_series(book, laid.series.id, date(2026, 12, 8), changed, **as_ever).result
    assert [row.planned_on.day for row in new.sessions] == [8, 15]
    end_group_series(book, new.series.id, date(2026, 12, 8), reason="hết nhóm", **as_ever)
    with book.looking(as_ever["now"]) as reader:
        rows = reader.records(GroupSession, order="planned_on")
    assert [(row.planned_on.day, row.planned_at.hour) for row in rows] == [(2, 15), (8, 9)]
    held = written(book, as_ever, replace(rows[0], state=GroupSessionState.HELD))
    refused = refusal(lambda: move_group_session(book, held.id, TUESDAY, time(9, 0), **as_ever))
    assert refused.problems[0].field == "planned_on"


def test_an_open_series_of_a_group_is_laid_out_until_the_group_is_closed(
    book: Book, practice: Practice, as_ever: dict[str, Any]
) -> None:
    plan_group_series(book, practice.group_series(count=None), **as_ever)
    assert lay_out_sessions(book, date(2027, 1, 31), **as_ever).result.sessions == 1
    group = kept(book, as_ever["now"], Group, practice.group)
    written(book, as_ever, replace(group, closed_on=MONDAY))
    assert lay_out_sessions(book, date(2027, 2, 28), **as_ever).result.sessions == 0
    late = practice.group_session(planned_on=TUESDAY)
    assert refusal(lambda: plan_group_session(book, late, **as_ever)).message.id == "The group was closed on {day}."
