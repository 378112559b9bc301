"""The roster of a session, who stayed away from sessions, and the writing of a roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carebook.records.declaration import fields
from carebook.records.episodes import AbsenceKind
from carebook.records.groups import Attendance, Group, GroupSession, GroupSessionState, Participation, Presence
from carebook.rules.dated import limit_on
from carebook.rules.groups import follow_up_by, reason_away
from carebook.store import code_lists
from carebook.store.book import Reader, Writer
from carebook.store.groups.members import members_of
from carebook.store.groups.questions import names_of
from carebook.store.groups.rows import AbsenceToAsk, Roster, RosterRow
from carebook.store.rows import from_row


def roster(reader: Reader, group_session_id: str) -> Roster | None:
    """The roster of a session; None when there is no such session."""
    reader.asks("groups")
    session = reader.record(GroupSession, group_session_id)
    group = reader.record(Group, session.group_id) if session is not None else None
    if session is None or group is None:
        return None
    marked = _attendances(reader, group_session_id)
    away = _away(reader, group.id, session.planned_on)
    rows = tuple(
        RosterRow(one, marked.get(one.id), away.get(one.episode_id, ""))
        for one in members_of(reader, group.id)
        if one.id in marked or one.is_here_on(session.planned_on)
    )
    before = reader.value(
        """SELECT count(*) FROM group_session WHERE group_id = ? AND withdrawn_at IS NULL AND state <> 'not_held' AND id <> ?
        AND planned_on || planned_at < ? || ?""",
        (group.id, session.id, session.planned_on.isoformat(), f"{session.planned_at:%H:%M}"),
    )
    number = 0 if session.state is GroupSessionState.NOT_HELD else int(before) + 1
    return Roster(
        session,
        group,
        names_of(reader, "staff_member", "full_name").get(session.done_by_id or session.leader_id or "", ""),
        names_of(reader, "therapy_room", "name").get(session.room_id or "", ""),
        number,
        _lessons_before(reader, session),
        rows,
    )


def absences_to_follow_up(reader: Reader, today: date) -> tuple[AbsenceToAsk, ...]:
    """Everybody who stayed away from a session without a reason and was not asked about yet, the most urgent first."""
    reader.asks("groups")
    days = limit_on(code_lists.limits(reader), "absence_follow_up", today).value
    own = tuple(code_lists.holidays(reader))
    rows = reader.rows(
        """SELECT a.id, a.group_session_id, a.member_id, a.episode_id, e.person_id, p.full_name, p.masked, s.planned_on,
            s.group_id, (SELECT count(*) FROM counted_attendance b JOIN group_session t ON t.id = b.group_session_id
                WHERE b.episode_id = a.episode_id AND b.member_id = a.member_id AND b.withdrawn_at IS NULL AND t.withdrawn_at IS NULL
                AND b.presence = 'absent' AND t.planned_on <= s.planned_on AND t.planned_on > coalesce((
                    SELECT max(u.planned_on) FROM counted_attendance c JOIN group_session u ON u.id = c.group_session_id
                    WHERE c.episode_id = a.episode_id AND c.member_id = a.member_id AND c.withdrawn_at IS NULL
                        AND u.withdrawn_at IS NULL
                    AND c.presence <> 'absent' AND u.planned_on < s.planned_on), '')) AS in_a_row
        FROM counted_attendance a JOIN group_session s ON s.id = a.group_session_id
        JOIN "group" g ON g.id = s.group_id
        JOIN listed_episode e ON e.id = a.episode_id JOIN listed_person p ON p.id = e.person_id
        WHERE a.withdrawn_at IS NULL AND s.withdrawn_at IS NULL AND g.withdrawn_at IS NULL AND s.state = 'held'
            AND a.presence = 'absent' AND a.followed_up_on IS NULL AND s.planned_on <= ?
        ORDER BY s.planned_on, p.full_name, a.id""",
        (today.isoformat(),),
    )
    whole = {one.id: one for one in reader.records(Attendance, "presence = 'absent' AND followed_up_on IS NULL")}
    sessions = {one: reader.record(GroupSession, one) for one in {row["group_session_id"] for row in rows}}
    found_groups = {one: reader.record(Group, one) for one in {row["group_id"] for row in rows}}
    found = []
    for row in rows:
        session, group = sessions[row["group_session_id"]], found_groups[row["group_id"]]
        assert session is not None
        assert group is not None
        attendance = whole.get(row["id"]) or Attendance(
            id=row["id"],
            episode_id=row["episode_id"],
            group_session_id=row["group_session_id"],
            member_id=row["member_id"],
            presence=Presence.ABSENT,
        )
        due_on = follow_up_by(session.planned_on, days, own)
        told = (row["person_id"], row["full_name"], bool(row["masked"]))
        found.append(AbsenceToAsk(attendance, session, group, *told, due_on, row["in_a_row"]))
    return tuple(found)


def write_roster(
    writer: Writer, session: GroupSession, attendances: Sequence[Attendance], *, because: str
) -> tuple[Attendance, ...]:
    """Keep the roster of a session as these say: one row a member, and rows of members no longer named struck through
    ``because``. What came of asking about an absence stays as the book has it.
    """
    there = {one.member_id: one for one in writer.records(Attendance, "group_session_id = ?", (session.id,))}
    kept = [_kept_attendance(writer, one, there.get(one.member_id), session) for one in attendances]
    for gone in sorted(set(there) - {one.member_id for one in kept}):
        writer.withdraw(Attendance, there[gone].id, because)
    return tuple(kept)


def _kept_attendance(writer: Writer, given: Attendance, there: Attendance | None, session: GroupSession) -> Attendance:
    values = {f.name: getattr(given, f.name) for f in fields(Attendance)}
    if there is None:
        return writer.add(Attendance(**values | {"id": "", "group_session_id": session.id}))
    kept = {name: getattr(there, name) for name in ("id", "version", "episode_id", "followed_up_on", "follow_up")}
    return writer.amend(Attendance(**values | kept | {"group_session_id": session.id}))


def _attendances(reader: Reader, group_session_id: str) -> dict[str, Attendance]:
    """The attendances of a session by member; of those who may not be seen only what everybody counts."""
    found = {
        row["member_id"]: Attendance(
            id=row["id"],
            episode_id=row["episode_id"],
            group_session_id=group_session_id,
            member_id=row["member_id"],
            presence=Presence(row["presence"]),
            reason=row["reason"],
            participation=Participation(row["participation"]) if row["participation"] else None,
            followed_up_on=date.fromisoformat(row["followed_up_on"]) if row["followed_up_on"] else None,
        )
        for row in reader.rows(
            "SELECT * FROM counted_attendance WHERE group_session_id = ? AND withdrawn_at IS NULL", (group_session_id,)
        )
    }
    seen = reader.rows(
        "SELECT * FROM found_attendance WHERE group_session_id = ? AND withdrawn_at IS NULL", (group_session_id,)
    )
    return found | {row["member_id"]: from_row(Attendance, row) for row in seen}


def _away(reader: Reader, group_id: str, day: date) -> dict[str, str]:
    """Why those members who are away from the center on a day are away, by stay."""
    rows = reader.rows(
        """SELECT a.episode_id, a.kind FROM listed_absence a WHERE a.withdrawn_at IS NULL AND a.from_on < :day
            AND (a.back_on IS NULL OR a.back_on > :day) AND a.episode_id IN
                (SELECT episode_id FROM counted_group_member WHERE group_id = :group AND withdrawn_at IS NULL)
        ORDER BY a.from_on""",
        {"day": day.isoformat(), "group": group_id},
    )
    return {row["episode_id"]: reason_away(AbsenceKind(row["kind"])) for row in rows}


def _lessons_before(reader: Reader, session: GroupSession) -> str:
    """What the last session that was held before this one taught."""
    found = reader.value(
        """SELECT lessons FROM group_session WHERE group_id = ? AND withdrawn_at IS NULL AND state = 'held' AND id <> ?
        AND planned_on || planned_at < ? || ? ORDER BY planned_on DESC, planned_at DESC LIMIT 1""",
        (session.group_id, session.id, session.planned_on.isoformat(), f"{session.planned_at:%H:%M}"),
    )
    return str(found or "")
