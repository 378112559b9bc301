"""Deeds about the sessions of groups: repeated and single ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.schedules import laying
from carebook.actions.schedules.sessions import stop_at_double_booking
from carebook.dates import hour, written
from carebook.records.groups import Group, GroupSession, GroupSessionState
from carebook.records.schedules import GroupSeries
from carebook.records.staff import Actor
from carebook.rules.schedules import going_on, problems_in_planned, problems_in_series
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam, new_id
from carebook.words import N_, message

GROUPS = frozenset({"groups", "rehabilitation"})


@deed(N_("Plan repeated sessions of a group"), "groups", "rehabilitation")
def plan_group_series(
    book: Book, series: GroupSeries, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Keep a series of a group and lay its sessions out as for a person. ``Change.result`` is a `Laid`."""
    with book.changing(by.account_id, now, op, "plan_group_series", reason=reason) as writer:
        group = _group(writer, series.group_id)
        stop_at(problems_in_series(series, today=in_vietnam(now)))
        laid = laying.plan(writer, series, by=by, now=now)
    said = message("Sessions planned for {name}: {n}.", name=group.name, n=len(laid.sessions))
    return Change(GROUPS, (group.id, laid.series.id), op, said, result=laid)


@deed(N_("Change the sessions of a group from one on"), "groups", "rehabilitation")
def split_group_series(
    book: Book,
    series_id: str,
    from_on: date,
    changed: GroupSeries,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """End a series the day before ``from_on`` and go on with ``changed``, as for a person. ``Change.result`` is its `Laid`."""
    with book.changing(by.account_id, now, op, "split_group_series", reason=reason) as writer:
        old = _series(writer, series_id, seen)
        mine = going_on(old, changed, from_on)
        stop_at(problems_in_series(mine, today=in_vietnam(now)))
        if mine.group_id != old.group_id:
            raise refuse(message("A series stays with its group."), "group_id")
        group = _group(writer, old.group_id)
        laid = laying.split(writer, old, from_on, mine, seen, by=by, now=now)
    said = message("Sessions of {name} changed from {day} on.", name=group.name, day=written(from_on))
    return Change(GROUPS, (group.id, old.id, laid.series.id), op, said, result=laid)


@deed(N_("End repeated sessions of a group"), "groups", "rehabilitation")
def end_group_series(
    book: Book,
    series_id: str,
    last_on: date,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """End a series with ``last_on``: what is only planned after it is struck through for that reason, which must be given."""
    if not reason.strip():
        raise refuse(message("Say why the series ends."), "reason")
    with book.changing(by.account_id, now, op, "end_group_series", reason=reason) as writer:
        old = _series(writer, series_id, seen)
        group = _group(writer, old.group_id)
        struck = laying.end(writer, old, last_on, reason, seen, by=by)
    said = message(
        "The series of {name} ends with {day}; sessions struck through: {n}.",
        name=group.name,
        day=written(last_on),
        n=struck,
    )
    return Change(GROUPS, (group.id, old.id), op, said)


@deed(N_("Plan a session of a group"), "groups", "rehabilitation")
def plan_group_session(
    book: Book, session: GroupSession, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Plan one session of a group by hand; only what is planned of it is kept. ``Change.result`` is a `Planned`."""
    with book.changing(by.account_id, now, op, "plan_group_session", reason=reason) as writer:
        group = _group(writer, session.group_id)
        stop_at(problems_in_planned(session, today=in_vietnam(now)))
        planned = GroupSession(
            id=new_id(),
            group_id=session.group_id,
            leader_id=session.leader_id,
            room_id=session.room_id,
            planned_on=session.planned_on,
            planned_at=session.planned_at,
            minutes=session.minutes,
            subject=session.subject,
            topic=session.topic,
            activities=session.activities,
            materials=session.materials,
        )
        laying.refuse_outside(writer, planned, "planned_on")
        warned = stop_at_double_booking(writer, planned, by)
        kept = writer.add(planned)
    said = message(
        "Planned for {name}: {day}, {at}.",
        name=group.name,
        day=written(kept.planned_on),
        at=hour(kept.planned_at),
    )
    return Change(GROUPS, (group.id, kept.id), op, said, result=laying.Planned(kept, warned))


@deed(N_("Move a session of a group"), "groups", "rehabilitation")
def move_group_session(
    book: Book,
    session_id: str,
    on: date,
    at: time,
    *,
    minutes: int | None = None,
    room_id: str | None = None,
    leader_id: str | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Move a planned session. None keeps the minutes, room or leader; "" as the room is no room. ``Change.result`` is a `Planned`."""
    with book.changing(by.account_id, now, op, "move_group_session", reason=reason) as writer:
        there = writer.record(GroupSession, session_id)
        if there is None:
            raise LookupError(session_id)
        group = _group(writer, there.group_id)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        if there.is_withdrawn or there.state is not GroupSessionState.PLANNED:
            raise refuse(message("Only a session that is still planned can be moved."), "planned_on")
        moved = replace(
            there,
            planned_on=on,
            planned_at=at,
            minutes=there.minutes if minutes is None else minutes,
            room_id=there.room_id if room_id is None else room_id or None,
            leader_id=leader_id or there.leader_id,
        )
        stop_at(problems_in_planned(moved, today=in_vietnam(now)))
        laying.refuse_outside(writer, moved, "planned_on")
        warned = stop_at_double_booking(writer, moved, by)
        kept = writer.amend(moved)
    said = message("Moved {name} to {day}, {at}.", name=group.name, day=written(on), at=hour(at))
    return Change(GROUPS, (group.id, kept.id), op, said, result=laying.Planned(kept, warned))


def _group(writer: Writer, group_id: str) -> Group:
    group = writer.record(Group, group_id)
    if group is None or group.is_withdrawn:
        raise LookupError(group_id)
    return group


def _series(writer: Writer, series_id: str, seen: int | None) -> GroupSeries:
    """A series that may still be changed."""
    there = writer.record(GroupSeries, series_id)
    if there is None:
        raise LookupError(series_id)
    if there.is_withdrawn:
        raise refuse(message("This series was struck through ({why}).", why=there.withdrawn_because))
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    return there
