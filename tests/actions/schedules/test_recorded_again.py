"""A session that was cancelled gave its time away: brought back, it must not be the second booking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from carebook.actions.change import Refused
from carebook.actions.groups import record_group_session
from carebook.actions.schedules import plan_group_session, plan_session
from carebook.actions.sessions import record_session
from carebook.records.groups import GroupSession, GroupSessionState
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from tests.actions.schedules.practice import double_bookings, make_practice

DAY = date(2026, 11, 20)


def test_a_cancelled_session_comes_back_only_while_its_time_is_free(book: Book, director: Actor, now: datetime) -> None:
    by = {"by": director, "now": now}
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        practice = make_practice(writer)
    first = plan_session(book, practice.session(planned_on=DAY, planned_at=time(9, 0)), **by).result.session
    gone = replace(first, state=SessionState.CANCELLED_RESIDENT, reason="fever")
    record_session(book, gone, (), (), **by)
    second = plan_session(book, practice.session(1, planned_on=DAY, planned_at=time(9, 0)), **by).result.session
    for state in (SessionState.PLANNED, SessionState.DONE):
        with pytest.raises(Refused):
            record_session(book, replace(gone, state=state, reason=None), (), (), **by)
    record_session(book, replace(gone, reason="tired"), (), (), **by)
    record_session(book, replace(second, state=SessionState.CANCELLED_RESIDENT, reason="fever"), (), (), **by)
    record_session(book, replace(gone, state=SessionState.DONE, reason=None), (), (), **by)
    with book.looking(now) as reader:
        assert double_bookings(reader) == []
        states = {one.id: one.state for one in reader.records(Session, "planned_on = ?", (DAY.isoformat(),))}
    assert states[first.id] is SessionState.DONE


def test_a_group_session_comes_back_only_while_its_leader_is_free(book: Book, director: Actor, now: datetime) -> None:
    by = {"by": director, "now": now}
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        practice = make_practice(writer)
    given = practice.group_session(planned_on=DAY, planned_at=time(9, 0))
    held: GroupSession = plan_group_session(book, given, **by).result.session
    off = replace(held, state=GroupSessionState.NOT_HELD, reason="rain")
    record_group_session(book, off, (), **by)
    plan_group_session(book, replace(given, planned_at=time(9, 30)), **by)
    with pytest.raises(Refused):
        record_group_session(book, replace(off, state=GroupSessionState.PLANNED, reason=None), (), **by)
    with book.looking(now) as reader:
        assert double_bookings(reader) == []
