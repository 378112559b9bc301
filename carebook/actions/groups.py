"""Deeds about groups and classes: founding them, their stages and members, what became of a session, who stayed away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import protected, visible_stay
from carebook.actions.schedules import stop_at_double_booking
from carebook.actions.schedules.laying import refuse_double_bookings, sees_restricted
from carebook.dates import written
from carebook.records.enum_words import WORDS
from carebook.records.groups import (
    Attendance,
    Group,
    GroupMember,
    GroupSession,
    GroupSessionState,
    GroupStage,
)
from carebook.records.schedules import GroupSeries
from carebook.records.staff import Actor
from carebook.rules.groups import (
    is_member_on,
    problems_in_follow_up,
    problems_in_group,
    problems_in_group_session,
    problems_in_member,
    problems_in_move,
)
from carebook.store import privacy
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.groups import write_roster
from carebook.store.schedules import clashes_of_members
from carebook.words import N_, Message, message

GROUPS = frozenset({"groups"})
_CORRECTED = "sửa điểm danh"
_GROUP_CLOSED = "nhóm kết thúc"


@deed(N_("Save a group"), "groups")
def save_group(
    book: Book, group: Group, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Found a group (without id), or write its facts anew; its stage changes only by `move_stage`. ``Change.result`` is it."""
    stop_at(problems_in_group(group, today=in_vietnam(now)))
    with book.changing(by.account_id, now, op, "save_group", reason=reason) as writer:
        if group.id:
            there = _group(writer, group.id)
            mine = replace(group, stage=there.stage, closed_on=there.closed_on)
            kept = writer.amend(mine, seen=seen)
        else:
            kept = writer.add(replace(group, stage=GroupStage.PREPARING, closed_on=None))
    return Change(GROUPS, (kept.id,), op, message("Saved the group {name}.", name=kept.name), result=kept)


@deed(N_("Move a group to another stage"), "groups")
def move_stage(
    book: Book,
    group_id: str,
    stage: GroupStage,
    *,
    evaluation: str | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Say that a group is in another stage; with ``evaluation`` also what came of it (None leaves it as it is).

    Closing ends what still runs: the memberships, the series, and the sessions planned for later days.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "move_stage", reason=reason) as writer:
        there = _group(writer, group_id)
        told = there.evaluation if evaluation is None else evaluation
        stop_at(problems_in_move(there, stage, told))
        moved = replace(there, stage=stage, evaluation=told)
        if stage is GroupStage.CLOSED:
            moved = replace(moved, closed_on=today)
            _end_what_runs(writer, there, today)
        kept = writer.amend(moved, seen=seen)
    said = message("{name}: {stage}.", name=kept.name, stage=Message(WORDS[GroupStage][stage]))
    return Change(GROUPS, (group_id,), op, said, result=kept)


@deed(N_("Add members to a group"), "groups")
def add_members(
    book: Book,
    group_id: str,
    episode_ids: Sequence[str],
    joined_on: date | None,
    *,
    attends: str = "",
    own_goal: str = "",
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Take people (by their stays) into a group from a day on, ``attends`` naming the relative who comes for them.

    Refused for whoever is in it already that day, or has something else at the time of one of its planned sessions.
    ``Change.result`` are the kept `GroupMember`s.
    """
    with book.changing(by.account_id, now, op, "add_members", reason=reason) as writer:
        group = _open_group(writer, group_id)
        kept = []
        for episode_id in dict.fromkeys(episode_ids):
            episode, person = visible_stay(writer, episode_id, by, now)
            if joined_on is not None and _memberships(writer, group_id, episode_id, joined_on):
                raise refuse(message("{name} is in the group already.", name=person.full_name), "episode_ids")
            member = GroupMember(
                episode_id=episode_id, group_id=group_id, joined_on=joined_on, attends=attends, own_goal=own_goal
            )
            stop_at(problems_in_member(member, group, since=episode.start_on, until=episode.end_on))
            kept.append(writer.add(member))
        if not kept:
            raise refuse(message("Choose who joins the group."), "episode_ids")
        _refuse_double_booking(writer, kept, by)
    said = message("{n} joined the group {name}.", n=len(kept), name=group.name)
    return Change(GROUPS, (group_id, *(one.id for one in kept)), op, said, result=tuple(kept))


@deed(N_("Edit a member of a group"), "groups")
def amend_member(
    book: Book,
    member: GroupMember,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write somebody's goal in the group, what came of it, and who attends for them. ``Change.result`` is the kept row."""
    with book.changing(by.account_id, now, op, "amend_member", reason=reason) as writer:
        there = _member(writer, member.id)
        episode, person = visible_stay(writer, there.episode_id, by, now)
        mine = replace(member, episode_id=there.episode_id, group_id=there.group_id)
        group = _group(writer, there.group_id)
        stop_at(problems_in_member(mine, group, since=episode.start_on, until=episode.end_on))
        _refuse_lost_attendance(writer, mine)
        kept = writer.amend(mine, seen=seen)
        if kept.joined_on != there.joined_on or kept.left_on != there.left_on:
            _refuse_double_booking(writer, [kept], by)
    said = message("Saved what {name} does in the group.", name=person.full_name)
    return Change(GROUPS, (kept.group_id, person.id), op, said, result=kept)


@deed(N_("End a membership"), "groups")
def end_membership(
    book: Book,
    member_id: str,
    left_on: date | None,
    because: str = "",
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Somebody leaves a group; ``left_on`` is their last day in it. Refused while they are marked in later sessions."""
    with book.changing(by.account_id, now, op, "end_membership", reason=reason) as writer:
        there = _member(writer, member_id)
        episode, person = visible_stay(writer, there.episode_id, by, now)
        if left_on is None:
            raise refuse(message("Write the last day in the group."), "left_on")
        mine = replace(there, left_on=left_on, left_because=because)
        group = _group(writer, there.group_id)
        stop_at(problems_in_member(mine, group, since=episode.start_on, until=episode.end_on))
        _refuse_lost_attendance(writer, mine)
        kept = writer.amend(mine, seen=seen)
    said = message("{name} left the group {group}.", name=person.full_name, group=group.name)
    return Change(GROUPS, (kept.group_id, person.id), op, said, result=kept)


@deed(N_("Record a session of a group"), "groups")
def record_group_session(
    book: Book,
    session: GroupSession,
    attendances: Sequence[Attendance],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write down what became of a session: held, with its roster and minutes, or not held, with the reason.

    When it takes place is changed elsewhere and stays. Whoever leads a group marks its whole roster, in whatever ward the
    members live; of restricted people only whether they came: what is remarked about them stays as it is. Recording it
    again corrects it. ``Change.result`` is the kept `GroupSession`.
    """
    with book.changing(by.account_id, now, op, "record_group_session", reason=reason) as writer:
        there = writer.record(GroupSession, session.id)
        if there is None:
            raise LookupError(session.id)
        if there.is_withdrawn:
            raise refuse(message("This session was struck through ({why}).", why=there.withdrawn_because))
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        group = _group(writer, there.group_id)
        members = {one.id: one for one in writer.records(GroupMember, "group_id = ?", (group.id,))}
        expected = {one.id for one in members.values() if _takes_part(writer, one, there.planned_on)}
        mine = replace(
            session,
            **{name: getattr(there, name) for name in _GIVEN},
            reason=session.reason if session.state is GroupSessionState.NOT_HELD else None,
            reason_note=session.reason_note if session.state is GroupSessionState.NOT_HELD else "",
            done_by_id=session.done_by_id or there.leader_id,
            entered_by=there.entered_by or by.account_id,
            recorded_at=there.recorded_at or now,
        )
        rows = [
            _attendance(writer, replace(one, group_session_id=there.id), members, by, now)
            for one in attendances
            if one.member_id in members
        ]
        if len(rows) < len(attendances):
            raise refuse(message("Somebody on the roster is not a member of the group."), "attendances")
        stop_at(problems_in_group_session(mine, rows, expected, today=in_vietnam(now)))
        if there.state is GroupSessionState.NOT_HELD and mine.state is not GroupSessionState.NOT_HELD:
            stop_at_double_booking(writer, mine, by)  # its time was free for others meanwhile
        write_roster(writer, mine, rows, because=reason or _CORRECTED)
        kept = writer.amend(mine)
        if kept.version == there.version:  # a change of the roster is a change of the session
            writer.run("UPDATE group_session SET version = version + 1 WHERE id = ?", (kept.id,))
            kept = replace(kept, version=there.version + 1)
    return Change(GROUPS, (group.id, kept.id), op, _said(group, kept, rows), result=kept)


@deed(N_("Follow up an absence"), "groups")
def follow_up_absence(
    book: Book,
    attendance: Attendance,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write down on which day somebody was asked why they stayed away, and what came of it."""
    with book.changing(by.account_id, now, op, "follow_up_absence", reason=reason) as writer:
        there = writer.record(Attendance, attendance.id)
        if there is None:
            raise LookupError(attendance.id)
        _, person = visible_stay(writer, there.episode_id, by, now)
        session = writer.record(GroupSession, there.group_session_id)
        assert session is not None
        asked = replace(
            there,
            followed_up_on=attendance.followed_up_on,
            follow_up=attendance.follow_up,
        )
        stop_at(problems_in_follow_up(asked, session.planned_on, today=in_vietnam(now)))
        kept = writer.amend(asked, seen=seen)
    said = message("Noted why {name} stayed away.", name=person.full_name)
    return Change(GROUPS, (session.group_id, person.id), op, said, result=kept)


_GIVEN = ("group_id", "series_id", "occurs_on", "room_id", "planned_on", "planned_at", "minutes", "version")
"""What recording a session leaves as planning it has said."""


def _group(writer: Writer, group_id: str) -> Group:
    there = writer.record(Group, group_id)
    if there is None:
        raise LookupError(group_id)
    return there


def _open_group(writer: Writer, group_id: str) -> Group:
    there = _group(writer, group_id)
    if there.stage is GroupStage.CLOSED:
        raise refuse(message("The group has ended; nobody joins it any more."))
    return there


def _member(writer: Writer, member_id: str) -> GroupMember:
    there = writer.record(GroupMember, member_id)
    if there is None:
        raise LookupError(member_id)
    if there.is_withdrawn:
        raise refuse(message("This membership was struck through ({why}).", why=there.withdrawn_because))
    return there


def _memberships(writer: Writer, group_id: str, episode_id: str, joined_on: date) -> list[GroupMember]:
    """The memberships of a stay in the group that a new one from that day on would overlap."""
    found = writer.records(GroupMember, "group_id = ? AND episode_id = ?", (group_id, episode_id))
    return [one for one in found if one.left_on is None or one.left_on >= joined_on]


def _takes_part(writer: Writer, member: GroupMember, day: date) -> bool:
    ended = writer.value("SELECT end_on FROM episode WHERE id = ?", (member.episode_id,))
    return is_member_on(member, day) and (ended is None or day <= date.fromisoformat(ended))


def _attendance(
    writer: Writer, given: Attendance, members: dict[str, GroupMember], by: Actor, now: datetime
) -> Attendance:
    """One line of the roster as it may be written: of whom ``by`` may not see, what is remarked stays."""
    episode_id = members[given.member_id].episode_id
    mine = replace(given, episode_id=episode_id)
    person_id = str(writer.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,)))
    if not privacy.is_hidden(writer, person_id, by, in_vietnam(now)):
        return mine
    if given.remark.strip():
        raise refuse(protected(), f"attendances.{given.member_id}")
    of_it = (given.group_session_id, given.member_id)
    there = writer.records(Attendance, "group_session_id = ? AND member_id = ?", of_it)
    return replace(mine, remark=there[0].remark if there else "")


def _refuse_double_booking(writer: Writer, members: Sequence[GroupMember], by: Actor) -> None:
    """Refuse when planned sessions of the group take place while one of its members (of the same days) has something else."""
    first = members[0]
    found = clashes_of_members(
        writer,
        first.group_id,
        [one.episode_id for one in members],
        first=first.joined_on or date.min,
        last=first.left_on,
        sees_restricted=sees_restricted(by, writer),
    )
    refuse_double_bookings(found, "episode_ids")


def _refuse_lost_attendance(writer: Writer, member: GroupMember) -> None:
    """Refuse days of a membership that leave out a session in which the member is marked."""
    outside = writer.value(
        """SELECT min(s.planned_on) FROM attendance a JOIN group_session s ON s.id = a.group_session_id
        WHERE a.member_id = ? AND a.withdrawn_at IS NULL AND s.withdrawn_at IS NULL
            AND (s.planned_on < ? OR s.planned_on > ?)""",
        (
            member.id,
            (member.joined_on or date.min).isoformat(),
            (member.left_on or date.max).isoformat(),
        ),
    )
    if outside is not None:
        day = written(date.fromisoformat(outside))
        where = "left_on" if member.left_on else "joined_on"
        raise refuse(message("The roster of {day} names them; the membership must cover that day.", day=day), where)


def _end_what_runs(writer: Writer, group: Group, today: date) -> None:
    """End the memberships and series of a group that closes, and strike through what is planned for later days."""
    for member in writer.records(GroupMember, "group_id = ? AND left_on IS NULL", (group.id,)):
        joined = member.joined_on or today
        writer.amend(replace(member, left_on=max(today, joined), left_because=_GROUP_CLOSED))
    for series in writer.records(GroupSeries, "group_id = ?", (group.id,)):
        if series.until_on is None or series.until_on > today:
            writer.amend(replace(series, until_on=today, ended_because=_GROUP_CLOSED))
    later = ("group_id = ? AND state = 'planned' AND planned_on > ?", (group.id, today.isoformat()))
    for session in writer.records(GroupSession, *later):
        writer.withdraw(GroupSession, session.id, _GROUP_CLOSED)


def _said(group: Group, session: GroupSession, rows: Sequence[Attendance]) -> Message:
    if session.state is GroupSessionState.NOT_HELD:
        return message(
            "{name}: the session of {day} did not take place.", name=group.name, day=written(session.planned_on)
        )
    came = sum(one.presence.value in ("present", "late") for one in rows)
    return message(
        "{name}, {day}: {came} of {n} came.", name=group.name, day=written(session.planned_on), came=came, n=len(rows)
    )
