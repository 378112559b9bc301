"""Laws of the schedule on a real book: no double booking survives, the past stays byte for byte, laying out twice adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carebook.actions.change import Refused
from carebook.actions.schedules import (
    cancel_session,
    lay_out_sessions,
    move_group_session,
    move_session,
    plan_group_series,
    plan_group_session,
    plan_series,
    plan_session,
    split_group_series,
    split_series,
)
from carebook.actions.undo import undo_deed
from carebook.records.groups import GroupSession
from carebook.records.schedules import GroupSeries, HolidayWay, SessionSeries, Weekday
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor
from carebook.rules.schedules import continued, occurrences
from carebook.store.book import Book, new_id
from tests.actions.schedules.practice import MONDAY, Practice, double_bookings, make_practice

SHARED_BOOK = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
AHEAD = timedelta(days=100)
DAYS = st.integers(0, 13).map(lambda n: MONDAY + timedelta(days=n))
TIMES = st.integers(0, 7).map(lambda n: time(8 + n // 4, n % 4 * 15))
MINUTES = st.sampled_from((15, 30, 60))
WHO = st.integers(0, 3)
TWO = st.integers(0, 1)
WEEKDAYS = st.lists(st.sampled_from([day.value for day in Weekday]), min_size=1, max_size=3, unique=True).map(tuple)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("series", "group_series", "session", "group_session", "move", "move_group", "split", "undo")),
        *(WHO, TWO, TWO, DAYS, TIMES, MINUTES, WEEKDAYS, st.integers(0, 30)),
    ),
    min_size=3,
    max_size=14,
)


@SHARED_BOOK
@given(STEPS)
def test_no_double_booking_survives_planning_and_moving(
    book: Book, director: Actor, now: datetime, steps: list[Any]
) -> None:
    as_ever: dict[str, Any] = {"by": director, "now": now}
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        practice = make_practice(writer)
    done: list[str] = []
    for step in steps:
        with suppress(Refused):
            change = _do(book, practice, step, done, as_ever)
            if change is not None:
                done.append(change.op)
    with book.looking(now) as reader:
        assert double_bookings(reader) == []
    _clear(book, director, now)


def _do(book: Book, practice: Practice, step: Any, done: list[str], as_ever: dict[str, Any]) -> Any:
    kind, who, therapist, room, day, at, minutes, weekdays, which = step
    taking = {"room_id": practice.rooms[room], "minutes": minutes}
    repeated = taking | {"weekdays": weekdays, "from_on": day, "count": 3, "starts_at": at}
    single = taking | {"planned_on": day, "planned_at": at}
    with book.looking(as_ever["now"]) as reader:
        sessions, meetings = reader.records(Session), reader.records(GroupSession)
        series, group_series = reader.records(SessionSeries), reader.records(GroupSeries)
    leader = practice.therapists[therapist]
    match kind:
        case "series":
            return plan_series(book, practice.series(who, therapist, **repeated), **as_ever)
        case "group_series":
            return plan_group_series(book, practice.group_series(leader_id=leader, **repeated), **as_ever)
        case "session":
            return plan_session(book, practice.session(who, therapist, **single), **as_ever)
        case "group_session":
            return plan_group_session(book, practice.group_session(leader_id=leader, **single), **as_ever)
        case "move" if sessions:
            moved = sessions[which % len(sessions)]
            return move_session(book, moved.id, day, at, **taking, therapist_id=leader, **as_ever)
        case "move_group" if meetings:
            meeting = meetings[which % len(meetings)]
            return move_group_session(book, meeting.id, day, at, **taking, leader_id=leader, **as_ever)
        case "split" if series:
            old = series[which % len(series)]
            return split_series(book, old.id, day, replace(old, **repeated), **as_ever)
        case "split" if group_series:
            of_group = group_series[which % len(group_series)]
            return split_group_series(book, of_group.id, day, replace(of_group, **repeated), **as_ever)
        case "undo" if done:
            undo_deed(book, done.pop(which % len(done)), **as_ever)
    return None


@SHARED_BOOK
@given(
    weekdays=WEEKDAYS,
    interval=st.integers(1, 2),
    way=st.sampled_from(HolidayWay),
    ends=st.sampled_from((None, 5, 14)),
    from_on=st.integers(-10, 40).map(lambda n: MONDAY + timedelta(days=n)),
    into=st.integers(0, 45),
    touched=st.lists(st.tuples(st.integers(0, 20), st.sampled_from(("move", "cancel", "strike"))), max_size=4),
    changed=st.sampled_from(("same", "time", "weekdays")),
)
def test_from_this_one_on_leaves_the_past_untouched(
    book: Book,
    director: Actor,
    now: datetime,
    weekdays: tuple[str, ...],
    interval: int,
    way: HolidayWay,
    ends: int | None,
    from_on: date,
    into: int,
    touched: list[tuple[int, str]],
    changed: str,
) -> None:
    as_ever: dict[str, Any] = {"by": director, "now": now}
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        practice = make_practice(writer)
    rule = practice.series(weekdays=weekdays, interval=interval, holidays=way, count=ends, from_on=from_on)
    series = plan_series(book, rule, **as_ever).result.series
    _touch(book, series.id, touched, as_ever)
    day = from_on + timedelta(days=into)
    before = _bytes(book, now)
    rows = _rows(book, now, series.id)
    expected = {one.occurs_on for one in occurrences(series, until=max(row.occurs_on for row in rows if row.occurs_on))}
    assert {row.occurs_on for row in rows} == expected
    mine = continued(series, day)
    if changed == "time":
        mine = replace(mine, starts_at=time(16, 0))
    elif changed == "weekdays":
        mine = replace(mine, weekdays=("SA",))
    if not mine.count and mine.count is not None:
        mine = replace(mine, count=1)
    try:
        new = split_series(book, series.id, day, mine, **as_ever).result.series
    except Refused:
        assert _bytes(book, now) == before
        _clear(book, director, now)
        return
    after = _bytes(book, now)
    for row in rows:
        assert row.occurs_on is not None
        only_planned = row.state is SessionState.PLANNED and not row.is_withdrawn
        if only_planned and row.occurs_on >= day and row.planned_on >= day:
            assert _rows(book, now, series.id, row.id)[0].is_withdrawn
        else:
            assert after[row.id] == before[row.id]
    # what goes on has every day of its rule but those that the series before has a row for
    fresh = {row.occurs_on for row in _rows(book, now, new.id) if not row.is_withdrawn}
    stayed = {
        row.occurs_on for row in rows if after[row.id] == before[row.id] and row.occurs_on and row.occurs_on >= day
    }
    held = {row.planned_on for row in rows if after[row.id] == before[row.id] and not row.is_withdrawn}
    last = max(fresh | {day})  # type: ignore[type-var]
    assert last is not None
    given_by_rule = occurrences(new, until=last)
    assert fresh == {
        one.occurs_on
        for one in given_by_rule
        if one.occurs_on not in stayed and (one.planned_on == one.occurs_on or one.planned_on not in held)
    }
    lay_out_sessions(book, day + AHEAD, **as_ever)
    laid = _bytes(book, now)
    assert {one: laid[one] for one in after} == after
    lay_out_sessions(book, day + AHEAD, **as_ever)
    assert _bytes(book, now) == laid
    _clear(book, director, now)


def _touch(book: Book, series_id: str, touched: list[tuple[int, str]], as_ever: dict[str, Any]) -> None:
    """Move, cancel or strike through some of the sessions; what cannot be is left."""
    deeds: dict[str, Callable[[Session], object]] = {
        "move": lambda row: move_session(book, row.id, row.planned_on - timedelta(days=3), time(17, 0), **as_ever),
        "cancel": lambda row: cancel_session(book, row.id, SessionState.CANCELLED_RESIDENT, "fever", **as_ever),
    }
    for which, how in touched:
        rows = [row for row in _rows(book, as_ever["now"], series_id) if not row.is_withdrawn]
        if not rows:
            return
        row = rows[which % len(rows)]
        if how == "strike":
            with book.changing(as_ever["by"].account_id, as_ever["now"], new_id(), "test") as writer:
                writer.withdraw(Session, row.id, "ghi nhầm")
            continue
        with suppress(Refused):
            deeds[how](row)


def _rows(book: Book, now: datetime, series_id: str, id: str = "") -> list[Session]:
    with book.looking(now) as reader:
        where, values = ("id = ?", (id,)) if id else ("series_id = ?", (series_id,))
        return reader.records(Session, where, values, withdrawn=True)


def _bytes(book: Book, now: datetime) -> dict[str, tuple[Any, ...]]:
    """Every session as it is stored."""
    with book.looking(now) as reader:
        return {row["id"]: tuple(row) for row in reader.rows("SELECT * FROM session")}


def _clear(book: Book, director: Actor, now: datetime) -> None:
    """Wipe everything planned out, so that the next example begins with an empty schedule."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for table in ("session", "group_session", "session_series", "group_series"):
            writer.run(f"DELETE FROM {table}")
