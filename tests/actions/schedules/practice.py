"""A small practice in a book: two therapists, two rooms, four people, a group of two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Any

from carebook.records.groups import Group, GroupMember, GroupSession, GroupSessionState
from carebook.records.schedules import GroupSeries, SessionSeries, TherapyRoom
from carebook.records.sessions import Session, SessionState
from carebook.store.book import Reader, Writer, new_id
from tests import samples

MONDAY = date(2026, 11, 23)
_FREE = {
    *(SessionState.CANCELLED_RESIDENT, SessionState.CANCELLED_STAFF, SessionState.CANCELLED_OTHER),
    GroupSessionState.NOT_HELD,
}


@dataclass(frozen=True)
class Practice:
    """The ids of everybody and everything in it. The first room takes one session at a time, the second two."""

    therapists: tuple[str, ...]
    rooms: tuple[str, ...]
    stays: tuple[str, ...]
    people: tuple[str, ...]
    group: str

    def series(self, stay: int = 0, therapist: int = 0, **given: Any) -> SessionSeries:
        """Monday, Wednesday and Friday at 08:30 from 23 November 2026 on, six times."""
        return SessionSeries(
            **{
                "episode_id": self.stays[stay],
                "therapist_id": self.therapists[therapist],
                "weekdays": ("MO", "WE", "FR"),
                "from_on": MONDAY,
                "count": 6,
                "starts_at": time(8, 30),
            }
            | given
        )

    def group_series(self, **given: Any) -> GroupSeries:
        """Tuesdays at 14:00 for an hour, four times, led by the second therapist."""
        return GroupSeries(
            **{
                "group_id": self.group,
                "leader_id": self.therapists[1],
                "weekdays": ("TU",),
                "from_on": MONDAY,
                "count": 4,
                "starts_at": time(14, 0),
                "minutes": 60,
            }
            | given
        )

    def session(self, stay: int = 0, therapist: int = 0, **given: Any) -> Session:
        """One session on Monday, 23 November 2026 at 10:00."""
        return Session(
            **{
                "episode_id": self.stays[stay],
                "therapist_id": self.therapists[therapist],
                "planned_on": MONDAY,
                "planned_at": time(10, 0),
            }
            | given
        )

    def group_session(self, **given: Any) -> GroupSession:
        """One session of the group on Monday, 23 November 2026 at 15:00."""
        return GroupSession(
            **{
                "group_id": self.group,
                "leader_id": self.therapists[1],
                "planned_on": MONDAY,
                "planned_at": time(15, 0),
            }
            | given
        )


def make_practice(writer: Writer, *, restricted: Iterable[int] = ()) -> Practice:
    """Write the practice; people whose place is in ``restricted`` have a restricted record and an alias."""
    therapists = [writer.add(samples.staff_member(full_name=name)).id for name in ("Kiều Thị Dạ Hương", "Lưu Kim Giao")]
    rooms = [writer.add(TherapyRoom(name=f"Phòng {new_id()}", places=places)).id for places in (1, 2)]
    people, stays = [], []
    for place, name in enumerate(("Trần Thị An", "Lê Văn Bình", "Ngô Thị Chi", "Đỗ Văn Dũng")):
        person = writer.add(samples.person(code=f"CB-{new_id()[-9:]}", full_name=name, alias=f"Bí danh {place}"))
        people.append(person.id)
        stays.append(writer.add(samples.episode(person.id, confidential=place in set(restricted))).id)
    group = writer.add(Group(name="Chuyện xưa", purpose="Kể chuyện", leader_id=therapists[1], from_on=date(2026, 1, 5)))
    for stay in stays[:2]:
        writer.add(GroupMember(episode_id=stay, group_id=group.id, joined_on=date(2026, 1, 5)))
    return Practice(tuple(therapists), tuple(rooms), tuple(stays), tuple(people), group.id)


def double_bookings(reader: Reader) -> list[tuple[str, str]]:
    """Every double booking in the whole book, found by comparing each session with each other, minute by minute."""
    taken = []
    for one in (*reader.records(Session), *reader.records(GroupSession)):
        if one.state in _FREE:
            continue
        begins = datetime.combine(one.planned_on, one.planned_at)
        minutes = {begins + timedelta(minutes=n) for n in range(one.minutes)}
        if isinstance(one, Session):
            people, staff = {one.episode_id}, one.therapist_id
        else:
            members = reader.records(GroupMember, "group_id = ?", (one.group_id,))
            people = {m.episode_id for m in members if not m.attends and _is_member(m, one.planned_on)}
            staff = one.leader_id
        taken.append((one.id, one.room_id, staff, people, minutes))
    found = [
        (first, second)
        for (first, _, staff, people, minutes), (second, _, other, others, whole) in combinations(taken, 2)
        if minutes & whole and (people & others or staff == other)
    ]
    places = {room.id: room.places for room in reader.records(TherapyRoom)}
    for room, most in places.items():
        inside = [(one, minutes) for one, where, _, _, minutes in taken if where == room]
        for moment in set().union(*(minutes for _, minutes in inside)):
            crowd = [one for one, minutes in inside if moment in minutes]
            if len(crowd) > most:
                found.append((room, crowd[0]))
    return found


def _is_member(member: GroupMember, day: date) -> bool:
    return (
        member.joined_on is not None and member.joined_on <= day and (member.left_on is None or day <= member.left_on)
    )
