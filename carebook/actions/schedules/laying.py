"""Laying out the sessions of series, and the deed that lays open ones out further."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.dates import written
from carebook.records.episodes import Episode
from carebook.records.groups import Group, GroupSession
from carebook.records.record import table_of
from carebook.records.schedules import GroupSeries, SessionSeries
from carebook.records.sessions import Session
from carebook.records.staff import Actor
from carebook.rules.problem import Problem
from carebook.rules.schedules import (
    MOST_SESSIONS,
    Clash,
    Occurrence,
    Warn,
    clashes,
    ended,
    laid_until,
    occurrences,
)
from carebook.store import code_lists, privacy
from carebook.store.book import Book, Writer, in_vietnam, new_id
from carebook.store.rows import moment_text
from carebook.store.schedules.bookings import bookings, limit, slots_of
from carebook.store.schedules.laying import (
    NOTHING,
    Exceptions,
    exceptions,
    new_occurrences,
    open_series,
    rows_of,
    sessions_of,
)
from carebook.store.schedules.planning import compare
from carebook.words import N_, Message, message

S = TypeVar("S", SessionSeries, GroupSeries)
_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=366)
_TOLD = 3
_CHANGED, _ENDED, _KNOWN = "đổi lịch từ ngày này", "hết lịch", "đã có ở lịch trước"


@dataclass(frozen=True)
class Laid(Generic[S]):
    """A series as kept, its new sessions, and what is good to know about them."""

    series: S
    sessions: tuple[Session | GroupSession, ...]
    warnings: tuple[Warn, ...] = ()


@dataclass(frozen=True)
class Planned:
    """A single session as kept, and what is good to know about it."""

    session: Session | GroupSession
    warnings: tuple[Warn, ...] = ()


@dataclass(frozen=True)
class LaidOut:
    """How many sessions were laid out, and the double bookings for which a day was left out."""

    sessions: int
    clashes: tuple[Clash, ...] = ()


@deed(N_("Lay sessions out"), "rehabilitation", "groups")
def lay_out_sessions(book: Book, until: date, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Lay every open series of persons and groups out up to ``until``, at most a year ahead. ``Change.result`` is a `LaidOut`.

    A day on which something is booked twice is left out and told; laying out again adds nothing that is there.
    """
    if until - in_vietnam(now) > _FARTHEST:
        raise refuse(message("Sessions are laid out at most a year ahead."), "until")
    with book.changing(by.account_id, now, op, "lay_out_sessions", reason=reason) as writer:
        done = [_laid_further(writer, series, until, by) for series in open_series(writer)]
    laid, left = sum(one.sessions for one in done), tuple(clash for one in done for clash in one.clashes)
    said = message("Sessions laid out until {day}: {n}.", day=written(until), n=laid)
    if left:
        said = message("{laid} Left out because something else is there: {n}.", laid=said, n=len(left))
    return Change(frozenset({"rehabilitation", "groups"}), (), op, said, undoable=False, result=LaidOut(laid, left))


def plan(writer: Writer, series: S, *, by: Actor, now: datetime) -> Laid[S]:
    """Keep a new series and lay it out; refused on a double booking, or when its rule has no day."""
    return _laid(writer, writer.add(replace(series, id="", split_from_id=None, ended_because="")), NOTHING, by, now)


def split(writer: Writer, old: S, from_on: date, changed: S, seen: int | None, *, by: Actor, now: datetime) -> Laid[S]:
    """End ``old`` the day before ``from_on``, set its planned sessions from there aside and lay ``changed`` out instead
    (a series that goes on from ``old``, see `going_on`).

    What was recorded, cancelled, moved to before that day or struck through stays as it is, and the changed series does not lay
    that day out again.
    """
    if old.until_on is not None and from_on > old.until_on:
        raise refuse(message("It ends on {day} already.", day=written(old.until_on)), "from_on")
    there = exceptions(writer, old, from_on)
    writer.amend(ended(old, from_on - _DAY, old.ended_because), seen=seen)
    _set_aside(writer, old, there.superseded, _CHANGED)
    series = writer.add(changed)
    laid = _laid(writer, series, there, by, now)
    _carry(writer, series, there)
    return laid


def end(writer: Writer, old: S, last_on: date, because: str, seen: int | None, *, by: Actor) -> int:
    """End a series with ``last_on``; returns how many planned sessions after it were struck through."""
    there = exceptions(writer, old, last_on + _DAY)
    is_open = old.until_on is None and old.count is None
    if not is_open and not there.superseded:
        raise refuse(message("No session is planned after {day}.", day=written(last_on)), "last_on")
    if last_on - in_vietnam(writer.now) > _FARTHEST:
        raise refuse(message("Sessions are laid out at most a year ahead."), "last_on")
    kept = writer.amend(ended(old, last_on, because.strip()), seen=seen)
    _set_aside(writer, old, there.superseded, because.strip() or _ENDED)
    if is_open:  # nobody lays it out further once it has an end
        days = new_occurrences(kept, rows_of(writer, kept), until=last_on, own=code_lists.holidays(writer))
        _add(writer, [replace(one, id=new_id()) for one in sessions_of(kept, days)], by, "last_on")
    return len(there.superseded)


def refuse_double_bookings(found: Sequence[Clash], field: str) -> None:
    """Refuse when something is booked twice; the first few are told in words."""
    if found:
        told = [Problem(field, one.message) for one in found[:_TOLD]]
        if len(found) > _TOLD:
            told.append(Problem(field, message("Double bookings in all: {n}.", n=len(found))))
        raise Refused(told)


def refuse_outside(writer: Writer, session: Session | GroupSession, field: str) -> None:
    """Refuse a session outside the stay, or after the group was closed. LookupError: no such group."""
    if why := _why_outside(writer, session):
        raise refuse(why, field)


def sees_restricted(by: Actor, writer: Writer) -> bool:
    """Whether a refusal may name restricted people to who is doing it: only if none of them is withheld."""
    return privacy.sees_everybody(writer, by, in_vietnam(writer.now))


def _laid(writer: Writer, series: S, there: Exceptions, by: Actor, now: datetime) -> Laid[S]:
    today = in_vietnam(now)
    until = laid_until(series, today=today, months=limit(writer, "session_horizon", today).value)
    days = new_occurrences(series, there, until=until, own=code_lists.holidays(writer))
    if not days:
        raise refuse(message("This rule gives no session. Check its days, its time and the holidays."), "from_on")
    if len(days) > MOST_SESSIONS:
        said = message("At most {most} sessions are planned at a time.", most=MOST_SESSIONS)
        raise refuse(said, "until_on")
    sessions = [replace(one, id=new_id()) for one in sessions_of(series, days)]
    refuse_outside(writer, sessions[0], "from_on")
    refuse_outside(writer, sessions[-1], "until_on")
    warned = _add(writer, sessions, by, "starts_at")
    return Laid(series, tuple(replace(one, version=1) for one in sessions), warned)


def _add(writer: Writer, sessions: Sequence[Session | GroupSession], by: Actor, field: str) -> tuple[Warn, ...]:
    """Keep new sessions, refused on a double booking; gives what is good to know about them."""
    found, warned, _ = compare(
        writer, slots_of(writer, sessions), now=writer.now, sees_restricted=sees_restricted(by, writer)
    )
    refuse_double_bookings(found, field)
    writer.add_many(sessions)
    return warned


def _carry(writer: Writer, series: SessionSeries | GroupSeries, there: Exceptions) -> None:
    """Keep the days that the series before has a row for as struck-through days of this one: it never lays them out."""
    if not there.known:
        return
    given = occurrences(series, until=max(there.known), own=code_lists.holidays(writer))
    days = [one for one in given if one.occurs_on in there.known]
    struck = {"withdrawn_at": writer.now, "withdrawn_by": writer.by, "withdrawn_because": _KNOWN}
    writer.add_many([replace(one, id=new_id(), **struck) for one in sessions_of(series, days)])  # type: ignore[arg-type]


def _set_aside(writer: Writer, series: SessionSeries | GroupSeries, ids: Collection[str], because: str) -> None:
    table = table_of(Session if isinstance(series, SessionSeries) else GroupSession)
    writer.run(
        f"""UPDATE {table} SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_because = ?, version = version + 1
        WHERE id IN (SELECT value FROM json_each(?))""",
        (moment_text(writer.now), writer.by, because, json.dumps(sorted(ids))),
    )


def _laid_further(writer: Writer, series: SessionSeries | GroupSeries, until: date, by: Actor) -> LaidOut:
    days: list[Occurrence] = new_occurrences(
        series, rows_of(writer, series), until=until, own=code_lists.holidays(writer)
    )
    sessions = [replace(one, id=new_id()) for one in sessions_of(series, days)]
    slots = slots_of(writer, sessions)
    met = bookings(writer, slots, sees_restricted=sees_restricted(by, writer))
    found = clashes(slots, met.busy, met.rooms, met.names)
    left = {clash.slot.id for clash in found}
    laid = [one for one in sessions if one.id not in left]
    writer.add_many(laid)
    return LaidOut(len(laid), found)


def _why_outside(writer: Writer, session: Session | GroupSession) -> Message | None:
    on = session.planned_on
    if isinstance(session, Session):
        stay = writer.record(Episode, session.episode_id)
        if stay is None:
            raise LookupError(session.episode_id)
        if on < stay.start_on:
            return message("The stay begins on {day}.", day=written(stay.start_on))
        if stay.end_on is not None and on > stay.end_on:
            return message("The stay ended on {day}.", day=written(stay.end_on))
        return None
    group = writer.record(Group, session.group_id)
    if group is None:
        raise LookupError(session.group_id)
    if group.closed_on is not None and on > group.closed_on:
        return message("The group was closed on {day}.", day=written(group.closed_on))
    return None
