"""What planning goes on in spite of: somebody is away, on leave, it is a holiday, a day is too full, a room is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.dates import written
from carebook.records.episodes import ABSENCE_WORDS, AbsenceKind
from carebook.records.schedules import StaffLeave, TherapyRoom
from carebook.rules.schedules.clashes import Names, Slot
from carebook.words import Message, message


class WarnKind(Enum):
    """What planning goes on in spite of."""

    ABSENT = "absent"
    LEAVE = "leave"
    HOLIDAY = "holiday"
    LOAD = "load"
    ROOM_CLOSED = "room_closed"


@dataclass(frozen=True)
class Warn:
    """Something to know that does not stand against planning; ``on`` is the first day it is about, ``days`` how many."""

    kind: WarnKind
    message: Message
    on: date
    days: int = 1


@dataclass(frozen=True)
class Away:
    """Somebody who is away from ``first`` to ``last`` (None: nobody knows yet), both days included.

    ``kind`` is None when the stay itself has ended.
    """

    episode_id: str
    kind: AbsenceKind | None
    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is away on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Load:
    """How many people one staff member sees one by one on a day, against the norm (Thông tư 33/2017, Điều 5: 1 : 5)."""

    staff_id: str
    staff_name: str
    on: date
    people: int
    norm: int

    @property
    def is_over(self) -> bool:
        """Whether it is more than the norm."""
        return self.people > self.norm


def on_leave(leave: StaffLeave, day: date) -> bool:
    """Whether a leave covers a day; one without a last day goes on."""
    return leave.from_on is not None and leave.from_on <= day and (leave.to_on is None or day <= leave.to_on)


def loads(slots: Iterable[Slot], busy: Iterable[Slot], names: Names, norm: int) -> tuple[Load, ...]:
    """For each day of ``slots`` how many people their staff member would see one by one, the fullest day first.

    Sessions of groups do not count.
    """
    asked = [slot for slot in slots if slot.kind == "session" and slot.staff_id]
    kept = {slot.id for slot in asked if slot.id}
    people: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
    for slot in (*asked, *(one for one in busy if one.kind == "session" and one.id not in kept)):
        people[slot.staff_id or "", slot.on] |= slot.people
    days = {(slot.staff_id or "", slot.on) for slot in asked}
    found = (Load(who, names.staff.get(who, "–"), on, len(people[who, on]), norm) for who, on in days)
    return tuple(sorted(found, key=lambda load: (-load.people, load.on, load.staff_id)))


def warnings_about(
    slots: Sequence[Slot],
    *,
    away: Iterable[Away],
    leaves: Iterable[StaffLeave],
    holidays: Mapping[date, str],
    rooms: Mapping[str, TherapyRoom],
    loads: Sequence[Load],
    names: Names,
) -> tuple[Warn, ...]:
    """What is good to know about ``slots``, one sentence a fact however many days it is about."""
    return (
        *_about_absence(slots, away, names),
        *_about_leave(slots, leaves, names),
        *_about_holidays(slots, holidays),
        *_about_rooms(slots, rooms),
        *_about_load(loads),
    )


def _about_absence(slots: Sequence[Slot], away: Iterable[Away], names: Names) -> Iterator[Warn]:
    for one in away:
        days = [slot.on for slot in slots if one.episode_id in slot.people and one.covers(slot.on)]
        if not days:
            continue
        who = names.people.get(one.episode_id, "–")
        if one.kind is None:
            said = message("{who} has left; sessions after that: {n}.", who=who, n=len(days))
        elif one.last is None:
            said = message(
                "{who} is away since {first} ({why}); sessions in that time: {n}.",
                who=who,
                first=written(one.first),
                why=Message(ABSENCE_WORDS[one.kind]),
                n=len(days),
            )
        else:
            said = message(
                "{who} is away from {first} to {last} ({why}); sessions in that time: {n}.",
                who=who,
                first=written(one.first),
                last=written(one.last),
                why=Message(ABSENCE_WORDS[one.kind]),
                n=len(days),
            )
        yield Warn(WarnKind.ABSENT, said, min(days), len(days))


def _about_leave(slots: Sequence[Slot], leaves: Iterable[StaffLeave], names: Names) -> Iterator[Warn]:
    for leave in leaves:
        days = [slot.on for slot in slots if slot.staff_id == leave.staff_member_id and on_leave(leave, slot.on)]
        if not days or leave.from_on is None:
            continue
        who = names.staff.get(leave.staff_member_id, "–")
        if leave.to_on is None:
            said = message(
                "{who} no longer works here from {day} on; sessions after that: {n}.",
                who=who,
                day=written(leave.from_on),
                n=len(days),
            )
        else:
            said = message(
                "{who} is on leave from {first} to {last}; sessions in that time: {n}.",
                who=who,
                first=written(leave.from_on),
                last=written(leave.to_on),
                n=len(days),
            )
        yield Warn(WarnKind.LEAVE, said, min(days), len(days))


def _about_holidays(slots: Sequence[Slot], holidays: Mapping[date, str]) -> Iterator[Warn]:
    for day in sorted({slot.on for slot in slots} & set(holidays)):
        said = message("{day} is a holiday ({name}).", day=written(day), name=holidays[day] or "–")
        yield Warn(WarnKind.HOLIDAY, said, day)


def _about_rooms(slots: Sequence[Slot], rooms: Mapping[str, TherapyRoom]) -> Iterator[Warn]:
    for room in rooms.values():
        closed = room.closed_on
        days = [slot.on for slot in slots if slot.room_id == room.id and closed is not None and closed <= slot.on]
        if days and closed is not None:
            said = message("{room} is no longer used since {day}.", room=room.name, day=written(closed))
            yield Warn(WarnKind.ROOM_CLOSED, said, min(days), len(days))


def _about_load(loads: Sequence[Load]) -> Iterator[Warn]:
    over = [load for load in loads if load.is_over]
    if over:
        most = over[0]
        said = message(
            "{who} would see {n} people on {day}; the norm is {norm}.",
            who=most.staff_name,
            n=most.people,
            day=written(most.on),
            norm=most.norm,
        )
        if len(over) > 1:
            said = message("{said} Days like this: {days}.", said=said, days=len(over))
        yield Warn(WarnKind.LOAD, said, most.on, len(over))
