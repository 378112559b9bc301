"""Who is in a group, and in which groups somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from carebook.records.groups import Attendance, Group, GroupMember, GroupSession, GroupSessionState
from carebook.records.staff import StaffMember
from carebook.store.book import Reader
from carebook.store.groups.rows import Attended, Member, Membership, ServingGroup

_MEMBERS = """
    SELECT m.id, m.group_id, m.episode_id, m.joined_on, m.left_on, e.person_id, e.placement, e.end_on, p.code, p.full_name,
        p.masked, CASE WHEN w.hidden = 1 AND p.masked THEN '' ELSE coalesce(r.name, '') END AS room,
        coalesce(c.came, 0) AS came, coalesce(c.marked, 0) AS marked
    FROM counted_group_member m
    JOIN listed_episode e ON e.id = m.episode_id
    JOIN listed_person p ON p.id = e.person_id
    LEFT JOIN search_key k ON k.person_id = p.id
    LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
        AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
    LEFT JOIN room r ON r.id = b.room_id
    LEFT JOIN ward w ON w.id = r.ward_id
    LEFT JOIN (SELECT a.member_id, count(*) AS marked, sum(a.presence IN ('present', 'late')) AS came
        FROM counted_attendance a JOIN group_session s ON s.id = a.group_session_id AND s.withdrawn_at IS NULL
        WHERE a.withdrawn_at IS NULL AND s.group_id = :group GROUP BY a.member_id) c ON c.member_id = m.id
    WHERE m.withdrawn_at IS NULL AND m.group_id = :group
    ORDER BY k.sort_key, m.id
"""


def members_of(reader: Reader, group_id: str) -> tuple[Member, ...]:
    """Everybody who is or was in a group, in the order of names; restricted people stand there by alias."""
    reader.asks("groups")
    told = {one.id: one for one in reader.records(GroupMember, "group_id = ?", (group_id,))}
    rows = reader.rows(_MEMBERS, {"group": group_id})
    return tuple(_member(row, told) for row in rows)


def groups_of(reader: Reader, episode_id: str) -> tuple[Membership, ...]:
    """The groups of a stay, those still running first, the newest before; empty when the person may not be seen."""
    reader.asks("groups")
    counted = {
        row["member_id"]: row
        for row in reader.rows(
            """SELECT a.member_id, count(*) AS marked, sum(a.presence IN ('present', 'late')) AS came
            FROM counted_attendance a JOIN group_session s ON s.id = a.group_session_id AND s.withdrawn_at IS NULL
            WHERE a.episode_id = ? AND a.withdrawn_at IS NULL GROUP BY a.member_id""",
            (episode_id,),
        )
    }
    found = []
    for member in reader.records(GroupMember, "episode_id = ?", (episode_id,), order="joined_on DESC, id DESC"):
        group, row = reader.record(Group, member.group_id), counted.get(member.id)
        if group is not None and not group.is_withdrawn:
            found.append(Membership(group, member, row["came"] if row else 0, row["marked"] if row else 0))
    return tuple(sorted(found, key=lambda one: one.member.left_on is not None))


def groups_serving(reader: Reader, episode_id: str, care_thread: str) -> tuple[ServingGroup, ...]:
    """The groups a stay is in for one goal of the care plan, with what was marked there; those still running first."""
    serving = [one for one in groups_of(reader, episode_id) if one.member.goal_thread == care_thread]
    staff = {one.id: one.full_name for one in reader.records(StaffMember, withdrawn=True)} if serving else {}
    return tuple(ServingGroup(one, staff.get(one.group.leader_id or "", ""), _attended(reader, one)) for one in serving)


def _attended(reader: Reader, membership: Membership) -> tuple[Attended, ...]:
    """The sessions a member was marked in, the oldest first."""
    marks = {one.group_session_id: one for one in reader.records(Attendance, "member_id = ?", (membership.member.id,))}
    held = reader.records(
        GroupSession,
        "group_id = ? AND state = ?",
        (membership.group.id, GroupSessionState.HELD.value),
        order="planned_on, planned_at, id",
    )
    return tuple(Attended(one, marks[one.id]) for one in held if one.id in marks)


def _member(row: Any, told: Mapping[str, GroupMember]) -> Member:
    return Member(
        id=row["id"],
        group_id=row["group_id"],
        episode_id=row["episode_id"],
        person_id=row["person_id"],
        code=row["code"],
        name=row["full_name"],
        room=row["room"],
        placement=row["placement"],
        masked=bool(row["masked"]),
        joined_on=date.fromisoformat(row["joined_on"]),
        left_on=date.fromisoformat(row["left_on"]) if row["left_on"] else None,
        stay_ended_on=date.fromisoformat(row["end_on"]) if row["end_on"] else None,
        came=row["came"],
        marked=row["marked"],
        record=told.get(row["id"]),
    )
