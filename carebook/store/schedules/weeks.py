"""The week and the day: every session of persons and groups in them, with holidays, leave, absences and load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from carebook.records.groups import GroupSessionState
from carebook.records.sessions import SessionState
from carebook.rules.schedules import Away, Load, holidays_between
from carebook.rules.sessions import is_late
from carebook.store import code_lists
from carebook.store.book import Reader, in_vietnam
from carebook.store.schedules.bookings import absences, counted, leaves, limit
from carebook.store.schedules.rows import GROUP, SESSION, Day, PlannedSlot, Week

_SESSIONS = """
    SELECT s.id, s.version, s.therapy, s.planned_on, s.planned_at, s.minutes, s.state, s.reason, s.series_id, s.occurs_on,
        s.episode_id, e.person_id, p.full_name AS title, p.masked, s.therapist_id AS staff_id,
        coalesce(m.full_name, '') AS staff_name, s.room_id, coalesce(r.name, '') AS room_name
    FROM counted_session s JOIN episode e ON e.id = s.episode_id JOIN listed_person p ON p.id = e.person_id
    LEFT JOIN staff_member m ON m.id = s.therapist_id LEFT JOIN therapy_room r ON r.id = s.room_id
    WHERE s.withdrawn_at IS NULL AND s.planned_on BETWEEN :first AND :last
"""
_GROUPS = """
    SELECT s.id, s.version, coalesce(g.therapy, '') AS therapy, s.planned_on, s.planned_at, s.minutes, s.state, s.reason,
        s.series_id, s.occurs_on, s.group_id, g.name AS title, s.leader_id AS staff_id,
        coalesce(m.full_name, '') AS staff_name, s.room_id, coalesce(r.name, '') AS room_name,
        (SELECT count(*) FROM counted_group_member y WHERE y.group_id = s.group_id AND y.withdrawn_at IS NULL
            AND y.joined_on <= s.planned_on AND (y.left_on IS NULL OR y.left_on >= s.planned_on)) AS members
    FROM group_session s JOIN "group" g ON g.id = s.group_id
    LEFT JOIN staff_member m ON m.id = s.leader_id LEFT JOIN therapy_room r ON r.id = s.room_id
    WHERE s.withdrawn_at IS NULL AND s.planned_on BETWEEN :first AND :last
"""
_OF_STAY = """ AND EXISTS (SELECT 1 FROM counted_group_member x WHERE x.group_id = s.group_id AND x.episode_id = :stay
    AND x.withdrawn_at IS NULL AND x.joined_on <= s.planned_on AND (x.left_on IS NULL OR x.left_on >= s.planned_on))"""
_DAYS = 6 * timedelta(days=1)


def week(
    reader: Reader, monday: date, *, therapist_id: str = "", room_id: str = "", episode_id: str = "", now: datetime
) -> Week:
    """The seven days from ``monday`` on; with a filter only the sessions of that therapist, room or stay.

    The sessions of a group are a stay's while it is a member. Struck-through sessions are left out, cancelled ones are there.
    """
    last = monday + _DAYS
    return Week(monday=monday, **_between(reader, monday, last, therapist_id, room_id, episode_id, now))


def day(
    reader: Reader, on: date, *, therapist_id: str = "", room_id: str = "", episode_id: str = "", now: datetime
) -> Day:
    """The same for one day."""
    return Day(day=on, **_between(reader, on, on, therapist_id, room_id, episode_id, now))


def planned_between(
    reader: Reader,
    first: date,
    last: date,
    *,
    therapist_id: str = "",
    room_id: str = "",
    episode_id: str = "",
    now: datetime,
) -> tuple[PlannedSlot, ...]:
    """The sessions between two days, both included, in the order of time; the filters as in `week`."""
    reader.asks("rehabilitation")
    asked = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "staff": therapist_id,
        "room": room_id,
        "stay": episode_id,
    }
    both = " AND s.room_id = :room" * bool(room_id)
    of_person = (
        both + " AND s.therapist_id = :staff" * bool(therapist_id) + " AND s.episode_id = :stay" * bool(episode_id)
    )
    of_group = both + " AND s.leader_id = :staff" * bool(therapist_id) + _OF_STAY * bool(episode_id)
    hours = limit(reader, "session_not_recorded", in_vietnam(now)).value
    found = [_of_person(row, now, hours) for row in reader.rows(_SESSIONS + of_person, asked)]
    found += [_of_group(row, now, hours) for row in reader.rows(_GROUPS + of_group, asked)]
    return tuple(sorted(found, key=lambda slot: (slot.on, slot.at, slot.staff_name, slot.title, slot.id)))


def _between(
    reader: Reader, first: date, last: date, therapist_id: str, room_id: str, episode_id: str, now: datetime
) -> dict[str, Any]:
    slots = planned_between(
        reader, first, last, therapist_id=therapist_id, room_id=room_id, episode_id=episode_id, now=now
    )
    today = in_vietnam(now)
    norm = limit(reader, "rehabilitation_norm", today).value
    people = frozenset(slot.episode_id for slot in slots if slot.episode_id)
    away: tuple[Away, ...] = absences(reader, people, first, last, today=today) if people else ()
    return {
        "slots": slots,
        "holidays": holidays_between(first, last, code_lists.holidays(reader)),
        "leaves": leaves(reader, first, last),
        "absences": away,
        "norm": norm,
        "load": _load(reader, first, last, norm),
    }


def _load(reader: Reader, first: date, last: date, norm: int) -> Mapping[tuple[str, date], Load]:
    """How many people each therapist sees one by one on each day, whatever the schedule is narrowed to."""
    rows = reader.rows(
        f"""SELECT s.therapist_id, s.planned_on, count(DISTINCT s.episode_id) AS people, m.full_name
        FROM {counted(reader, "session")} s JOIN staff_member m ON m.id = s.therapist_id
        WHERE s.withdrawn_at IS NULL AND s.planned_on BETWEEN ? AND ?
            AND s.state IN ('planned', 'done', 'partial', 'no_show') GROUP BY 1, 2""",
        (first.isoformat(), last.isoformat()),
    )
    found = [
        Load(row["therapist_id"], row["full_name"], date.fromisoformat(row["planned_on"]), row["people"], norm)
        for row in rows
    ]
    return {(one.staff_id, one.on): one for one in found}


def _of_person(row: Any, now: datetime, hours: int) -> PlannedSlot:
    return _told(
        row,
        now,
        hours,
        kind=SESSION,
        state=SessionState(row["state"]),
        person_id=row["person_id"],
        episode_id=row["episode_id"],
        masked=bool(row["masked"]),
    )


def _of_group(row: Any, now: datetime, hours: int) -> PlannedSlot:
    return _told(
        row,
        now,
        hours,
        kind=GROUP,
        state=GroupSessionState(row["state"]),
        group_id=row["group_id"],
        members=row["members"],
    )


def _told(row: Any, now: datetime, hours: int, **of_kind: Any) -> PlannedSlot:
    on = date.fromisoformat(row["planned_on"])
    occurs_on = date.fromisoformat(row["occurs_on"]) if row["occurs_on"] else None
    slot = PlannedSlot(
        id=row["id"],
        version=row["version"],
        therapy=row["therapy"],
        title=row["title"],
        on=on,
        at=time.fromisoformat(row["planned_at"]),
        minutes=row["minutes"],
        staff_id=row["staff_id"] or "",
        staff_name=row["staff_name"],
        room_id=row["room_id"] or "",
        room_name=row["room_name"],
        reason=row["reason"],
        series_id=row["series_id"] or "",
        occurs_on=occurs_on,
        moved=occurs_on is not None and occurs_on != on,
        **of_kind,
    )
    return replace(slot, late=True) if is_late(slot, now, hours) else slot


def planned_count(reader: Reader, staff_id: str, first: date, last: date) -> int:
    """How many sessions of persons and groups a staff member is still to give between two days, both included."""
    reader.asks("rehabilitation")
    asked = (staff_id, first.isoformat(), last.isoformat())
    persons = reader.value(
        f"""SELECT count(*) FROM {counted(reader, "session")} WHERE withdrawn_at IS NULL AND state = 'planned'
        AND therapist_id = ? AND planned_on BETWEEN ? AND ?""",
        asked,
    )
    groups = reader.value(
        """SELECT count(*) FROM group_session WHERE withdrawn_at IS NULL AND state = 'planned'
        AND leader_id = ? AND planned_on BETWEEN ? AND ?""",
        asked,
    )
    return int(persons) + int(groups)
