"""What already takes the time of people, staff and rooms, as slots to compare with; and how they are called in a sentence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from carebook.records.codes import Limit
from carebook.records.episodes import AbsenceKind
from carebook.records.groups import GroupSession
from carebook.records.schedules import StaffLeave, TherapyRoom
from carebook.records.sessions import Session
from carebook.rules import dated
from carebook.rules.schedules import Away, Names, Slot
from carebook.store import code_lists
from carebook.store.book import Reader, Writer
from carebook.store.schedules.rows import GROUP, SESSION

_DAY = timedelta(days=1)
_HOLDS = "'planned', 'done', 'partial', 'no_show', 'held'"  # the states in which a session keeps its time


@dataclass(frozen=True)
class Membership:
    """Somebody's time in a group, both days included; who sends a relative does not come themselves."""

    episode_id: str
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether they are in the group on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Bookings:
    """What ``slots`` meet: the slots that share a person, staff member or room with them, the rooms, the names."""

    busy: tuple[Slot, ...]
    rooms: Mapping[str, TherapyRoom]
    names: Names


def counted(reader: Reader, table: str) -> str:
    """Where the rows of everybody are counted from: a deed looks into the table itself."""
    return table if isinstance(reader, Writer) else f"counted_{table}"


def limit(reader: Reader, name: str, day: date) -> Limit:
    """A limit of the book on a day."""
    return dated.limit_on(reader.records(Limit, "name = ?", (name,)), name, day)


def slots_of(reader: Reader, sessions: Sequence[Session | GroupSession]) -> tuple[Slot, ...]:
    """The time that sessions take, with the people who are in their groups on the day."""
    members = memberships(reader, {one.group_id for one in sessions if isinstance(one, GroupSession)})
    return tuple(_slot_of(one, members) for one in sessions)


def bookings(
    reader: Reader, slots: Sequence[Slot], *, apart_from: Collection[str] = (), sees_restricted: bool = False
) -> Bookings:
    """What these slots meet on their days, without the sessions of the ids ``apart_from``.

    A reader names people as it may see them; a deed says with ``sees_restricted`` whether its doer sees restricted ones.
    """
    rooms = {room.id: room for room in reader.records(TherapyRoom, withdrawn=True)}
    busy = [slot for slot in _busy(reader, slots) if slot.id not in apart_from] if slots else []
    people = frozenset().union(*(slot.people for slot in (*slots, *busy)))
    staff = {row["id"]: row["full_name"] for row in reader.rows("SELECT id, full_name FROM staff_member")}
    return Bookings(tuple(busy), rooms, Names(names_of(reader, people, sees_restricted=sees_restricted), staff))


def names_of(reader: Reader, episode_ids: Collection[str], *, sees_restricted: bool = False) -> dict[str, str]:
    """The names of people by their stays; the alias where the name is not for the asker."""
    source, name = "listed_person", "p.full_name"
    if isinstance(reader, Writer):
        source = "person"
        name = """CASE WHEN :sees OR NOT EXISTS (SELECT 1 FROM episode x WHERE x.person_id = p.id AND x.confidential = 1)
            THEN p.full_name ELSE p.alias END"""
    rows = reader.rows(
        f"""SELECT e.id, {name} AS name FROM episode e JOIN {source} p ON p.id = e.person_id
        WHERE e.id IN (SELECT value FROM json_each(:stays))""",
        {"stays": _list(episode_ids), "sees": sees_restricted},
    )
    return {row["id"]: row["name"] for row in rows}


def memberships(reader: Reader, group_ids: Collection[str]) -> Mapping[str, Sequence[Membership]]:
    """Who is in which group when, apart from those for whom a relative comes."""
    if not group_ids:
        return {}
    by_relative = "attends <> ''" if isinstance(reader, Writer) else "by_relative"
    found: defaultdict[str, list[Membership]] = defaultdict(list)
    for row in reader.rows(
        f"""SELECT group_id, episode_id, joined_on, left_on FROM {counted(reader, "group_member")}
        WHERE withdrawn_at IS NULL AND joined_on IS NOT NULL AND NOT {by_relative}
            AND group_id IN (SELECT value FROM json_each(?))""",
        (_list(group_ids),),
    ):
        found[row["group_id"]].append(Membership(row["episode_id"], *_days(row["joined_on"], row["left_on"])))
    return found


def absences(reader: Reader, episode_ids: Collection[str], first: date, last: date, *, today: date) -> tuple[Away, ...]:
    """When people are away between two days, both included; after the end of their stay they are away for good.

    One who is not back is away until the day before they are expected, or for an unknown time once that day has come.
    """
    stays = _list(episode_ids)
    asked = {"stays": stays, "first": first.isoformat(), "last": last.isoformat()}
    away = []
    for row in reader.rows(
        """SELECT episode_id, kind, from_on, expected_on, back_on FROM absence WHERE withdrawn_at IS NULL
        AND from_on <= :last AND (back_on IS NULL OR back_on > :first)
        AND episode_id IN (SELECT value FROM json_each(:stays)) ORDER BY from_on, id""",
        asked,
    ):
        begin, back = _days(row["from_on"], row["back_on"] or row["expected_on"])
        if not row["back_on"] and back is not None and back <= today:
            back = None
        if back is None or back > first:
            away.append(Away(row["episode_id"], AbsenceKind(row["kind"]), begin, back - _DAY if back else None))
    for row in reader.rows(
        """SELECT id, end_on FROM episode WHERE end_on < :last AND id IN (SELECT value FROM json_each(:stays))
        ORDER BY end_on, id""",
        asked,
    ):
        away.append(Away(row["id"], None, date.fromisoformat(row["end_on"]) + _DAY))
    return tuple(away)


def leaves(reader: Reader, first: date, last: date) -> tuple[StaffLeave, ...]:
    """The leaves that touch a stretch of days, both ends included, in order."""
    reader.asks("rehabilitation")
    where = "from_on <= ? AND to_on >= ?"
    return tuple(
        reader.records(StaffLeave, where, (last.isoformat(), first.isoformat()), order="from_on, staff_member_id, id")
    )


def gone_staff(reader: Reader, last: date) -> tuple[StaffLeave, ...]:
    """Those who no longer work here on ``last``, as a leave without end."""
    rows = reader.rows("SELECT id, left_on FROM staff_member WHERE left_on < ?", (last.isoformat(),))
    return tuple(
        StaffLeave(staff_member_id=row["id"], from_on=date.fromisoformat(row["left_on"]) + _DAY) for row in rows
    )


def _slot_of(session: Session | GroupSession, members: Mapping[str, Sequence[Membership]]) -> Slot:
    if isinstance(session, Session):
        kind, staff_id, people = SESSION, session.therapist_id, frozenset({session.episode_id})
    else:
        kind, staff_id = GROUP, session.leader_id
        people = _on(members.get(session.group_id, ()), session.planned_on)
    return Slot(
        id=session.id,
        kind=kind,
        on=session.planned_on,
        at=session.planned_at,
        minutes=session.minutes,
        people=people,
        staff_id=staff_id,
        room_id=session.room_id,
    )


def _busy(reader: Reader, slots: Sequence[Slot]) -> list[Slot]:
    staff = {slot.staff_id for slot in slots if slot.staff_id}
    rooms = {slot.room_id for slot in slots if slot.room_id}
    people = frozenset().union(*(slot.people for slot in slots))
    asked = {
        "first": min(slot.on for slot in slots).isoformat(),
        "last": max(slot.on for slot in slots).isoformat(),
        "staff": _list(staff),
        "rooms": _list(rooms),
        "people": _list(people),
    }
    return [*_of_persons(reader, asked), *_of_groups(reader, asked, staff, rooms, people)]


def _of_persons(reader: Reader, asked: Mapping[str, str]) -> list[Slot]:
    last = date.fromisoformat(asked["last"])
    therapies = {one.code: one.text for one in code_lists.codes(reader, "therapy", last)}
    rows = reader.rows(
        f"""SELECT id, episode_id, therapy, therapist_id, room_id, planned_on, planned_at, minutes
        FROM {counted(reader, "session")} WHERE withdrawn_at IS NULL AND planned_on BETWEEN :first AND :last
            AND state IN ({_HOLDS}) AND (therapist_id IN (SELECT value FROM json_each(:staff))
                OR room_id IN (SELECT value FROM json_each(:rooms))
                OR episode_id IN (SELECT value FROM json_each(:people)))""",
        asked,
    )
    return [
        _slot(row, SESSION, frozenset({row["episode_id"]}), row["therapist_id"], therapies.get(row["therapy"], ""))
        for row in rows
    ]


def _of_groups(
    reader: Reader,
    asked: Mapping[str, str],
    staff: Collection[str],
    rooms: Collection[str],
    people: frozenset[str],
) -> list[Slot]:
    rows = reader.rows(
        f"""SELECT s.id, s.group_id, s.leader_id, s.room_id, s.planned_on, s.planned_at, s.minutes, g.name
        FROM group_session s JOIN "group" g ON g.id = s.group_id
        WHERE s.withdrawn_at IS NULL AND s.planned_on BETWEEN :first AND :last AND s.state IN ({_HOLDS})""",
        {"first": asked["first"], "last": asked["last"]},
    )
    members = memberships(reader, {row["group_id"] for row in rows})
    found = []
    for row in rows:
        there = _on(members.get(row["group_id"], ()), date.fromisoformat(row["planned_on"]))
        if row["leader_id"] in staff or row["room_id"] in rooms or there & people:
            found.append(_slot(row, GROUP, there, row["leader_id"], row["name"]))
    return found


def _slot(row: Any, kind: str, people: frozenset[str], staff_id: str | None, title: str) -> Slot:
    return Slot(
        id=row["id"],
        kind=kind,
        on=date.fromisoformat(row["planned_on"]),
        at=time.fromisoformat(row["planned_at"]),
        minutes=row["minutes"],
        people=people,
        staff_id=staff_id,
        room_id=row["room_id"],
        title=title,
    )


def _on(members: Iterable[Membership], day: date) -> frozenset[str]:
    return frozenset(member.episode_id for member in members if member.covers(day))


def _days(first: str, last: str | None) -> tuple[date, date | None]:
    return date.fromisoformat(first), date.fromisoformat(last) if last else None


def _list(values: Iterable[str]) -> str:
    return json.dumps(sorted(values))
