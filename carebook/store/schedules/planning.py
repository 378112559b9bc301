"""What planning would do, before it is done: the days, the double bookings, what to know, and which times are free."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TypeVar

from carebook.records.groups import GroupSession
from carebook.records.schedules import GroupSeries, SessionSeries
from carebook.records.sessions import Session
from carebook.rules.problem import errors
from carebook.rules.schedules import (
    MOST_SESSIONS,
    Clash,
    Load,
    Slot,
    Warn,
    clashes,
    free_starts,
    going_on,
    holidays_between,
    laid_until,
    left_out,
    loads,
    problems_in_series,
    warnings_about,
)
from carebook.store import code_lists
from carebook.store.book import Reader, in_vietnam
from carebook.store.schedules.bookings import absences, bookings, gone_staff, leaves, limit, slots_of
from carebook.store.schedules.laying import NOTHING, exceptions, new_occurrences, sessions_of
from carebook.store.schedules.rows import LookAhead

S = TypeVar("S", SessionSeries, GroupSeries)
_WHO = frozenset({"episode_id", "therapy", "therapist_id", "group_id", "leader_id"})


def look_ahead(
    reader: Reader, series: SessionSeries | GroupSeries, *, now: datetime, apart_from: str = ""
) -> LookAhead:
    """What planning the series would do; ``apart_from`` is the series it takes the place of from its first day on ("From this
    one on"). A rule that is not complete or not possible has no days.
    """
    reader.asks("rehabilitation")
    if isinstance(series, SessionSeries):
        return _ahead(reader, series, now, apart_from)
    return _ahead(reader, series, now, apart_from)


def _ahead(reader: Reader, series: S, now: datetime, apart_from: str) -> LookAhead:
    today = in_vietnam(now)
    if any(problem.field not in _WHO for problem in errors(problems_in_series(series, today=today))):
        return LookAhead()
    assert series.from_on is not None
    before = NOTHING
    old = reader.record(type(series), apart_from) if apart_from else None
    if old is not None:
        before = exceptions(reader, old, series.from_on)
        series = going_on(old, series, series.from_on)
    own = tuple(code_lists.holidays(reader))
    until = laid_until(series, today=today, months=limit(reader, "session_horizon", today).value)
    days = new_occurrences(series, before, until=until, own=own)[: MOST_SESSIONS + 1]
    slots = slots_of(reader, sessions_of(series, days))
    found, warned, load = compare(reader, slots, now=now, apart_from=before.superseded)
    return LookAhead(tuple(days), left_out(series, until=until, own=own), found, warned, load)


def look_at_session(reader: Reader, session: Session | GroupSession, *, now: datetime) -> LookAhead:
    """What planning a single session, or moving a kept one there, would do."""
    reader.asks("rehabilitation")
    found, warned, load = compare(reader, slots_of(reader, [session]), now=now)
    return LookAhead((), {}, found, warned, load)


def free_times(reader: Reader, session: Session | GroupSession, *, on: date) -> tuple[time, ...]:
    """At which quarter hours of a day the session could begin: its people, its staff member and its room are all free."""
    reader.asks("rehabilitation")
    slots = slots_of(reader, [replace(session, planned_on=on)])
    met = bookings(reader, slots)
    return free_starts(slots[0], met.busy, met.rooms)


def compare(
    reader: Reader,
    slots: Sequence[Slot],
    *,
    now: datetime,
    apart_from: Collection[str] = (),
    sees_restricted: bool = False,
) -> tuple[tuple[Clash, ...], tuple[Warn, ...], tuple[Load, ...]]:
    """The double bookings of slots with what the book holds, what is good to know about them, and the load of their days.

    See `bookings` for the other arguments.
    """
    if not slots:
        return (), (), ()
    met = bookings(reader, slots, apart_from=apart_from, sees_restricted=sees_restricted)
    today = in_vietnam(now)
    first, last = min(slot.on for slot in slots), max(slot.on for slot in slots)
    load = loads(slots, met.busy, met.names, limit(reader, "rehabilitation_norm", today).value)
    warned = warnings_about(
        slots,
        away=absences(reader, frozenset().union(*(slot.people for slot in slots)), first, last, today=today),
        leaves=(*leaves(reader, first, last), *gone_staff(reader, last)),
        holidays=holidays_between(first, last, code_lists.holidays(reader)),
        rooms=met.rooms,
        loads=load,
        names=met.names,
    )
    return clashes(slots, met.busy, met.rooms, met.names), warned, load


def clashes_of_members(
    reader: Reader,
    group_id: str,
    episode_ids: Collection[str],
    *,
    first: date,
    last: date | None = None,
    sees_restricted: bool = False,
) -> tuple[Clash, ...]:
    """What people would be booked twice for if they were in a group from ``first`` to ``last``: its planned sessions against
    all else they have.
    """
    reader.asks("rehabilitation")
    until = (last or date.max).isoformat()
    planned = "group_id = ? AND state = 'planned' AND planned_on BETWEEN ? AND ?"
    sessions = reader.records(GroupSession, planned, (group_id, first.isoformat(), until))
    slots = [
        replace(slot, people=frozenset(episode_ids), staff_id=None, room_id=None) for slot in slots_of(reader, sessions)
    ]
    met = bookings(reader, slots, sees_restricted=sees_restricted)
    return clashes(slots, met.busy, {}, met.names)
