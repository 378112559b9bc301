"""The list of groups, and one of them with its members and sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from carebook.records.groups import Group, GroupSession
from carebook.records.schedules import GroupSeries
from carebook.rules.dated import limit_on
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.groups.members import members_of
from carebook.store.groups.rows import GroupFile, GroupLine, SessionLine


def groups(reader: Reader, today: date, *, closed: bool = False) -> tuple[GroupLine, ...]:
    """The groups and classes that meet, or with ``closed`` those that have ended, by name."""
    reader.asks("groups")
    found = reader.records(Group, f"stage {'=' if closed else '<>'} 'closed'", order="name, id")
    counts = _counts(reader, today)
    staff = names_of(reader, "staff_member", "full_name")
    members = _counted(
        reader,
        """SELECT m.group_id AS key, count(*) AS n FROM counted_group_member m JOIN episode e ON e.id = m.episode_id
        WHERE m.withdrawn_at IS NULL AND m.joined_on <= :today AND (m.left_on IS NULL OR m.left_on >= :today)
            AND (e.end_on IS NULL OR e.end_on >= :today) GROUP BY m.group_id""",
        {"today": today.isoformat()},
    )
    following = _following(reader, today)
    return tuple(_line(one, counts.get(one.id), members, staff, following.get(one.id)) for one in found)


def group_file(reader: Reader, group_id: str) -> GroupFile | None:
    """One group with everything the page of it shows; None when there is none."""
    reader.asks("groups")
    group = reader.record(Group, group_id)
    if group is None:
        return None
    staff = names_of(reader, "staff_member", "full_name")
    marks = {
        row["group_session_id"]: row
        for row in reader.rows(
            """SELECT a.group_session_id, count(*) AS marked, sum(a.presence IN ('present', 'late')) AS came
            FROM counted_attendance a JOIN group_session s ON s.id = a.group_session_id
            WHERE s.group_id = ? AND s.withdrawn_at IS NULL AND a.withdrawn_at IS NULL GROUP BY a.group_session_id""",
            (group_id,),
        )
    }
    sessions = reader.records(
        GroupSession, "group_id = ?", (group_id,), order="planned_on DESC, planned_at DESC, id DESC"
    )
    return GroupFile(
        group,
        staff.get(group.leader_id or "", ""),
        names_of(reader, "therapy_room", "name").get(group.room_id or "", ""),
        names_of(reader, "programme", "name").get(group.programme_id or "", ""),
        members_of(reader, group_id),
        tuple(reader.records(GroupSeries, "group_id = ?", (group_id,), order="from_on, id")),
        tuple(
            SessionLine(
                one,
                staff.get(one.done_by_id or one.leader_id or "", ""),
                marks[one.id]["came"] if one.id in marks else 0,
                marks[one.id]["marked"] if one.id in marks else 0,
            )
            for one in sessions
        ),
        _hours(reader),
    )


def _line(
    group: Group, counted: Any, members: Mapping[str, int], staff: Mapping[str, str], following: Any
) -> GroupLine:
    return GroupLine(
        group,
        staff.get(group.leader_id or "", ""),
        members.get(group.id, 0),
        counted["held"] if counted else 0,
        counted["not_held"] if counted else 0,
        counted["to_record"] if counted else 0,
        counted["came"] or 0 if counted else 0,
        counted["marked"] or 0 if counted else 0,
        date.fromisoformat(counted["last_on"]) if counted and counted["last_on"] else None,
        following["id"] if following else "",
        date.fromisoformat(following["planned_on"]) if following else None,
        time.fromisoformat(following["planned_at"]) if following else None,
    )


def _counts(reader: Reader, today: date) -> dict[str, Any]:
    """What became of the sessions of every group, by group."""
    rows = reader.rows(
        """SELECT s.group_id, sum(s.state = 'held') AS held, sum(s.state = 'not_held') AS not_held,
            sum(s.state = 'planned' AND s.planned_on < :today) AS to_record,
            max(CASE WHEN s.state = 'held' THEN s.planned_on END) AS last_on,
            sum(a.came) AS came, sum(a.marked) AS marked
        FROM group_session s LEFT JOIN (
            SELECT group_session_id, count(*) AS marked, sum(presence IN ('present', 'late')) AS came
            FROM counted_attendance WHERE withdrawn_at IS NULL GROUP BY group_session_id) a ON a.group_session_id = s.id
        WHERE s.withdrawn_at IS NULL GROUP BY s.group_id""",
        {"today": today.isoformat()},
    )
    return {row["group_id"]: row for row in rows}


def _following(reader: Reader, today: date) -> dict[str, Any]:
    """The next session of every group that is still to come, today's first of all; by group."""
    rows = reader.rows(
        """SELECT group_id, id, min(planned_on || ' ' || planned_at) AS first, planned_on, planned_at FROM group_session
        WHERE withdrawn_at IS NULL AND state = 'planned' AND planned_on >= ? GROUP BY group_id""",
        (today.isoformat(),),
    )
    return {row["group_id"]: row for row in rows}


def _hours(reader: Reader) -> int:
    """After how many hours a session that nobody recorded reads "not recorded", as it stands newest."""
    return limit_on(code_lists.limits(reader), "session_not_recorded", date.max).value


def _counted(reader: Reader, sql: str, values: Mapping[str, Any]) -> dict[str, int]:
    return {row["key"]: row["n"] for row in reader.rows(sql, values)}


def names_of(reader: Reader, table: str, column: str) -> dict[str, str]:
    """What the rows of a table are called, by id."""
    return {row["id"]: row[column] for row in reader.rows(f"SELECT id, {column} FROM {table}")}
