"""Somebody's day of sessions, those that nobody recorded, and who gives any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from carebook.records.codes import Limit
from carebook.records.episodes import AbsenceKind
from carebook.records.groups import GroupSessionState
from carebook.records.sessions import Session, SessionState
from carebook.rules.dated import limit_on
from carebook.rules.names import sort_key
from carebook.rules.sessions import is_late
from carebook.store.book import Reader, in_vietnam

NOT_RECORDED = "session_not_recorded"
SESSION, GROUP = "session", "group"


@dataclass(frozen=True)
class DaySession:
    """One line of a day: a session of a person, or of a group (``kind``).

    ``name`` is the person's (the alias of a masked one) or the group's, ``bed_room`` where the person lives. ``away`` is why
    the person is not in the center on that day. Of a group ``members`` belong to it on that day and ``present`` came.
    """

    id: str
    kind: str
    version: int
    name: str
    therapy: str
    on: date
    at: time
    minutes: int
    state: SessionState | GroupSessionState
    late: bool = False
    reason: str | None = None
    person_id: str = ""
    episode_id: str = ""
    masked: bool = False
    bed_room: str = ""
    away: AbsenceKind | None = None
    away_since: date | None = None
    group_id: str = ""
    subject: str = ""
    members: int = 0
    present: int = 0
    therapist_id: str = ""
    therapist: str = ""
    room: str = ""

    @property
    def planned_on(self) -> date:
        return self.on

    @property
    def planned_at(self) -> time:
        return self.at

    @property
    def is_open(self) -> bool:
        """Whether nothing was recorded yet."""
        return self.state in (SessionState.PLANNED, GroupSessionState.PLANNED)


@dataclass(frozen=True)
class MyDay:
    """The sessions of a day in their order of time, and how many earlier or other ones nobody recorded."""

    day: date
    sessions: tuple[DaySession, ...]
    not_recorded: int

    @property
    def open(self) -> tuple[DaySession, ...]:
        """Those still to be recorded."""
        return tuple(one for one in self.sessions if one.is_open)


_SESSIONS = """
    SELECT s.id, s.version, s.therapy, s.planned_on, s.planned_at, s.minutes, s.state, s.reason, s.episode_id,
        s.therapist_id, coalesce(m.full_name, '') AS therapist, coalesce(t.name, '') AS room, e.person_id,
        p.full_name, p.masked, coalesce(r.name, '') AS bed_room, a.kind AS away, a.from_on AS away_since
    FROM counted_session s
    JOIN listed_episode e ON e.id = s.episode_id JOIN listed_person p ON p.id = e.person_id
    LEFT JOIN staff_member m ON m.id = s.therapist_id LEFT JOIN therapy_room t ON t.id = s.room_id
    LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = s.episode_id
        AND y.withdrawn_at IS NULL AND y.from_on <= s.planned_on AND (y.to_on IS NULL OR y.to_on >= s.planned_on)
        ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
    LEFT JOIN room r ON r.id = b.room_id
    LEFT JOIN listed_absence a ON a.id = (SELECT x.id FROM absence x WHERE x.episode_id = s.episode_id
        AND x.withdrawn_at IS NULL AND x.from_on < s.planned_on AND (x.back_on IS NULL OR x.back_on > s.planned_on)
        ORDER BY x.from_on DESC, x.id DESC LIMIT 1)
    WHERE s.withdrawn_at IS NULL AND {where}
"""
_GROUPS = """
    SELECT s.id, s.version, coalesce(g.therapy, '') AS therapy, s.planned_on, s.planned_at, s.minutes, s.state, s.reason,
        s.group_id, g.name, s.topic, s.leader_id, coalesce(m.full_name, '') AS leader, coalesce(t.name, '') AS room,
        (SELECT count(*) FROM counted_group_member y WHERE y.group_id = s.group_id AND y.withdrawn_at IS NULL
            AND y.joined_on <= s.planned_on AND (y.left_on IS NULL OR y.left_on >= s.planned_on)) AS members,
        (SELECT count(*) FROM counted_attendance y WHERE y.group_session_id = s.id AND y.withdrawn_at IS NULL
            AND y.presence IN ('present', 'late')) AS present
    FROM group_session s JOIN "group" g ON g.id = s.group_id
    LEFT JOIN staff_member m ON m.id = s.leader_id LEFT JOIN therapy_room t ON t.id = s.room_id
    WHERE s.withdrawn_at IS NULL AND {where}
"""


def my_day(reader: Reader, staff_member_id: str, day: date, *, now: datetime) -> MyDay:
    """The sessions of persons and groups that a staff member gives on a day; everybody's with "" as the staff member."""
    reader.asks("rehabilitation")
    values = {"day": day.isoformat(), "staff": staff_member_id}
    mine = "s.planned_on = :day AND (:staff = '' OR s.therapist_id = :staff)"
    led = "s.planned_on = :day AND (:staff = '' OR s.leader_id = :staff)"
    found = _lines(reader, mine, led, values, now)
    return MyDay(day, found, len(not_recorded(reader, now=now, therapist_id=staff_member_id)))


def not_recorded(reader: Reader, *, now: datetime, therapist_id: str = "") -> tuple[DaySession, ...]:
    """The sessions that nobody recorded within the limit, the oldest first; of one therapist, or of everybody."""
    reader.asks("rehabilitation")
    values = {"last": in_vietnam(now).isoformat(), "staff": therapist_id}
    still = "s.state = 'planned' AND s.planned_on <= :last AND (:staff = '' OR s.{who} = :staff)"
    found = _lines(reader, still.format(who="therapist_id"), still.format(who="leader_id"), values, now)
    return tuple(one for one in found if one.late)


def _lines(reader: Reader, mine: str, led: str, values: Mapping[str, Any], now: datetime) -> tuple[DaySession, ...]:
    hours = _hours(reader, now)
    lines = [_of_person(row) for row in reader.rows(_SESSIONS.format(where=mine), values)]
    lines += [_of_group(row) for row in reader.rows(_GROUPS.format(where=led), values)]
    told = [replace(one, late=is_late(one, now, hours)) for one in lines]
    return tuple(sorted(told, key=lambda one: (one.on, one.at, one.therapist, one.name, one.id)))


def _hours(reader: Reader, now: datetime) -> int:
    limits = reader.records(Limit, "name = ?", (NOT_RECORDED,))
    return limit_on(limits, NOT_RECORDED, in_vietnam(now)).value


def _of_person(row: Any) -> DaySession:
    return DaySession(
        id=row["id"],
        kind=SESSION,
        version=row["version"],
        name=row["full_name"],
        therapy=row["therapy"],
        on=date.fromisoformat(row["planned_on"]),
        at=time.fromisoformat(row["planned_at"]),
        minutes=row["minutes"],
        state=SessionState(row["state"]),
        reason=row["reason"],
        person_id=row["person_id"],
        episode_id=row["episode_id"],
        masked=bool(row["masked"]),
        bed_room=row["bed_room"],
        away=AbsenceKind(row["away"]) if row["away"] else None,
        away_since=date.fromisoformat(row["away_since"]) if row["away_since"] else None,
        therapist_id=row["therapist_id"] or "",
        therapist=row["therapist"],
        room=row["room"],
    )


def _of_group(row: Any) -> DaySession:
    return DaySession(
        id=row["id"],
        kind=GROUP,
        version=row["version"],
        name=row["name"],
        therapy=row["therapy"],
        on=date.fromisoformat(row["planned_on"]),
        at=time.fromisoformat(row["planned_at"]),
        minutes=row["minutes"],
        state=GroupSessionState(row["state"]),
        reason=row["reason"],
        group_id=row["group_id"],
        subject=row["topic"],
        members=row["members"],
        present=row["present"],
        therapist_id=row["leader_id"] or "",
        therapist=row["leader"],
        room=row["room"],
    )


def who_gives(reader: Reader, first: date, last: date) -> tuple[tuple[str, str], ...]:
    """The staff members (id, name) who have sessions of persons or groups from ``first`` to ``last``, in order of names."""
    reader.asks("rehabilitation")
    rows = reader.rows(
        """SELECT id, full_name FROM staff_member WHERE id IN (
        SELECT therapist_id FROM counted_session WHERE withdrawn_at IS NULL AND planned_on BETWEEN :first AND :last
        UNION SELECT leader_id FROM group_session WHERE withdrawn_at IS NULL AND planned_on BETWEEN :first AND :last)""",
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    return tuple(sorted(((row["id"], row["full_name"]) for row in rows), key=lambda one: (sort_key(one[1]), one[0])))


def absence_on(reader: Reader, session: Session) -> AbsenceKind | None:
    """Why the person was away the whole day of the session; None when they were in the center for a part of it."""
    day = session.planned_on.isoformat()
    found = reader.value(
        """SELECT kind FROM absence WHERE episode_id = ? AND withdrawn_at IS NULL AND from_on < ?
        AND (back_on IS NULL OR back_on > ?) ORDER BY from_on DESC, id DESC LIMIT 1""",
        (session.episode_id, day, day),
    )
    return AbsenceKind(found) if found else None
