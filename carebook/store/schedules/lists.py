"""Series, therapy rooms, and who gives therapy."""

from __future__ import annotations

from datetime import date, timedelta

from carebook.records.schedules import GroupSeries, SessionSeries, TherapyRoom
from carebook.records.staff import StaffMember
from carebook.rules.names import title_key
from carebook.rules.permissions.groups import THERAPY
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.schedules.bookings import counted

_AROUND = timedelta(days=31)
_NEWEST = "from_on DESC, id DESC"


def series_of(reader: Reader, episode_id: str) -> tuple[SessionSeries, ...]:
    """The series of a stay, the newest first; those of people the asker may not see are none."""
    reader.asks("rehabilitation")
    return tuple(reader.records(SessionSeries, "episode_id = ?", (episode_id,), order=_NEWEST))


def group_series_of(reader: Reader, group_id: str) -> tuple[GroupSeries, ...]:
    """The series of a group, the newest first."""
    reader.asks("groups")
    return tuple(reader.records(GroupSeries, "group_id = ?", (group_id,), order=_NEWEST))


def therapy_rooms(reader: Reader, *, closed: bool = False) -> tuple[TherapyRoom, ...]:
    """The therapy rooms by name; those no longer used only when asked for."""
    reader.asks("rehabilitation")
    rooms = reader.records(TherapyRoom, "1" if closed else "closed_on IS NULL", order="id")
    return tuple(sorted(rooms, key=lambda room: title_key(room.name)))


def therapists(reader: Reader, day: date) -> tuple[StaffMember, ...]:
    """Who gives therapy on a day, in the order of names: staff with a role that gives it, and whoever has sessions around
    that day (31 days either way).
    """
    reader.asks("rehabilitation")
    roles = ", ".join(f"'{role.value}'" for role in sorted(THERAPY, key=lambda role: role.value))
    asked = {"day": day.isoformat(), "first": (day - _AROUND).isoformat(), "last": (day + _AROUND).isoformat()}
    rows = reader.rows(
        f"""SELECT a.staff_member_id AS id FROM account a JOIN role_grant g ON g.account_id = a.id
        WHERE a.withdrawn_at IS NULL AND g.withdrawn_at IS NULL AND a.state = 'active' AND g.role IN ({roles})
            AND coalesce(g.from_on, :day) <= :day AND coalesce(g.to_on, :day) >= :day
        UNION SELECT therapist_id FROM {counted(reader, "session")}
            WHERE withdrawn_at IS NULL AND planned_on BETWEEN :first AND :last
        UNION SELECT leader_id FROM group_session WHERE withdrawn_at IS NULL AND planned_on BETWEEN :first AND :last""",
        asked,
    )
    giving = {row["id"] for row in rows}
    return tuple(member for member in staff.staff_members(reader, day) if member.id in giving)
