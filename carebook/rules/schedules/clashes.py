"""Double bookings: the same person, the same staff member or a full room at overlapping times; and what is free next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import Enum

from carebook.dates import hour, written
from carebook.records.schedules import WEEKDAY_WORDS, TherapyRoom, Weekday
from carebook.words import Message, message

OPENS, CLOSES = 6 * 60, 19 * 60
STEP = 15


class ClashKind(Enum):
    """What is booked twice."""

    PERSON = "person"
    STAFF = "staff"
    ROOM = "room"


@dataclass(frozen=True)
class Slot:
    """A stretch of time that a session of a person ("session") or of a group ("group") takes.

    ``people`` are stays; ``title`` is what it is called in a sentence. A slot that is not kept yet may have "" as its id.
    """

    id: str
    kind: str
    on: date
    at: time
    minutes: int
    people: frozenset[str] = frozenset()
    staff_id: str | None = None
    room_id: str | None = None
    title: str = ""

    @property
    def begin(self) -> int:
        """Minutes since midnight."""
        return self.at.hour * 60 + self.at.minute

    @property
    def end(self) -> int:
        """Minutes since midnight at which it is over; what begins then does not overlap."""
        return self.begin + self.minutes

    def overlaps(self, other: Slot) -> bool:
        """Whether both take place at a same moment."""
        return self.on == other.on and self.begin < other.end and other.begin < self.end


@dataclass(frozen=True)
class Clash:
    """A double booking of ``slot`` with ``other``, told in ``message``; ``free`` is the next start free for all of it that day."""

    kind: ClashKind
    message: Message
    slot: Slot
    other: Slot
    free: time | None = None


@dataclass(frozen=True)
class Names:
    """How people (by stay), staff and rooms are called in a sentence; who must not be named comes under an alias."""

    people: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)


def clashes(
    slots: Iterable[Slot], busy: Iterable[Slot], rooms: Mapping[str, TherapyRoom], names: Names | None = None
) -> tuple[Clash, ...]:
    """Every double booking that ``slots`` make with each other or with ``busy``, in the order of time.

    A slot never clashes with the one of its own id. A room clashes when more sessions meet in it at a moment than it has
    places; a room that is not in ``rooms`` takes any number.
    """
    asked = sorted(slots, key=lambda slot: (slot.on, slot.at, slot.id))
    called = names or Names()
    days = _by_day(busy, apart_from={slot.id for slot in asked if slot.id})
    found: list[Clash] = []
    for slot in asked:
        there = days[slot.on]
        told = [*_of_people(slot, there, called), *_of_room(slot, there, rooms, called)]
        if told:
            free = next((at for at in free_starts(slot, there, rooms) if at > slot.at), None)
            found += [replace(one, message=_with_free(one.message, free), free=free) for one in told]
        there.append(slot)
    return tuple(found)


def free_starts(slot: Slot, busy: Iterable[Slot], rooms: Mapping[str, TherapyRoom]) -> tuple[time, ...]:
    """At which quarter hours of its day a slot could begin without any clash, from 06:00, over by 19:00."""
    there = _by_day(busy, apart_from={slot.id} if slot.id else frozenset())[slot.on]
    starts = (time(begin // 60, begin % 60) for begin in range(OPENS, CLOSES - slot.minutes + 1, STEP))
    return tuple(at for at in starts if _is_free(replace(slot, at=at), there, rooms))


def _by_day(busy: Iterable[Slot], *, apart_from: Iterable[str]) -> defaultdict[date, list[Slot]]:
    left = frozenset(apart_from)
    days: defaultdict[date, list[Slot]] = defaultdict(list)
    for slot in busy:
        if not slot.id or slot.id not in left:
            days[slot.on].append(slot)
    return days


def _is_free(slot: Slot, there: Sequence[Slot], rooms: Mapping[str, TherapyRoom]) -> bool:
    met = [other for other in there if slot.overlaps(other)]
    shared = any(slot.people & other.people or (slot.staff_id and slot.staff_id == other.staff_id) for other in met)
    return not shared and not _too_many(slot, met, rooms)


def _of_people(slot: Slot, there: Sequence[Slot], names: Names) -> Iterator[Clash]:
    for other in there:
        if not slot.overlaps(other):
            continue
        for person in sorted(slot.people & other.people):
            yield Clash(ClashKind.PERSON, _taken(names.people.get(person, "–"), other.title, other), slot, other)
        if slot.staff_id and slot.staff_id == other.staff_id:
            who = names.staff.get(slot.staff_id, "–")
            yield Clash(ClashKind.STAFF, _taken(who, _called(other, names), other), slot, other)


def _of_room(slot: Slot, there: Sequence[Slot], rooms: Mapping[str, TherapyRoom], names: Names) -> Iterator[Clash]:
    crowd = _too_many(slot, [other for other in there if slot.overlaps(other)], rooms)
    if not crowd:
        return
    room = rooms[slot.room_id or ""]
    said = message(
        "{room} takes {places} at the same time and is full on {day}, {begin}–{end}: {what}.",
        room=room.name,
        places=room.places,
        day=_day(slot.on),
        begin=hour(slot.at),
        end=_hour(slot.end),
        what=", ".join(_called(other, names) for other in crowd),
    )
    yield Clash(ClashKind.ROOM, said, slot, crowd[0])


def _too_many(slot: Slot, met: Sequence[Slot], rooms: Mapping[str, TherapyRoom]) -> list[Slot]:
    """Who fills the slot's room at some moment of it; none while there is a place left."""
    room = rooms.get(slot.room_id or "")
    if room is None:
        return []
    inside = [other for other in met if other.room_id == slot.room_id]
    # a room can only become fuller when somebody begins
    for moment in sorted({slot.begin, *(other.begin for other in inside if other.begin > slot.begin)}):
        crowd = [other for other in inside if other.begin <= moment < other.end]
        if len(crowd) >= room.places:
            return crowd
    return []


def _taken(who: str, what: str, other: Slot) -> Message:
    return message(
        "{who} already has “{what}” on {day}, {begin}–{end}.",
        who=who,
        what=what,
        day=_day(other.on),
        begin=hour(other.at),
        end=_hour(other.end),
    )


def _with_free(said: Message, free: time | None) -> Message:
    if free is None:
        return message("{clash} Nothing is free later that day.", clash=said)
    return message("{clash} Free next: {at}.", clash=said, at=hour(free))


def _called(slot: Slot, names: Names) -> str:
    """A session in a sentence: what it is, and whose where it is one person's."""
    whose = [names.people.get(person, "–") for person in slot.people] if slot.kind == "session" else []
    return " – ".join((slot.title, *whose))


def _day(day: date) -> Message:
    weekday = Message(WEEKDAY_WORDS[list(Weekday)[day.weekday()]])
    return message("{weekday}, {date}", weekday=weekday, date=written(day))


def _hour(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
