"""The beds of a ward: who lies where, what is free, how much of it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Occupant:
    """Who has a bed on a day. ``name`` is "" for whoever may not know it; ``masked`` ones cannot be opened.

    ``absence`` is the kind of an absence that runs that day: the bed stays theirs.
    """

    episode_id: str
    person_id: str = ""
    name: str = ""
    code: str = ""
    sex: str = ""
    care_level: str = ""
    absence: str = ""
    masked: bool = False


@dataclass(frozen=True)
class BedPlace:
    """One place to lie in a room: a bed with its name, or one that stands too many in it ("" = no bed was named)."""

    room_id: str
    bed: str
    occupant: Occupant | None = None

    @property
    def id(self) -> str:
        """What a bed is known by on the map: the room and the bed, or who lies in no named bed."""
        who = self.occupant.episode_id if self.occupant is not None else ""
        return f"{self.room_id}/{self.bed}" if self.bed else f"{self.room_id}//{who}"

    @property
    def is_free(self) -> bool:
        return self.occupant is None


@dataclass(frozen=True)
class RoomBeds:
    """One room with its places; ``beds`` is how many it was made for, ``counted`` whether they are beds of the center."""

    room_id: str
    name: str
    beds: int
    counted: bool = True
    places: tuple[BedPlace, ...] = field(default=())

    @property
    def taken(self) -> int:
        """How many people have their bed here."""
        return sum(not one.is_free for one in self.places)

    @property
    def away(self) -> int:
        """How many of them are away."""
        return sum(one.occupant is not None and bool(one.occupant.absence) for one in self.places)


@dataclass(frozen=True)
class WardBeds:
    """One ward with its rooms. Of a ``hidden`` one nothing says where it stands."""

    ward_id: str
    name: str
    hidden: bool = False
    rooms: tuple[RoomBeds, ...] = ()


@dataclass(frozen=True)
class Occupancy:
    """How many beds there are, how many are somebody's, and how many of these are empty for a time."""

    beds: int = 0
    taken: int = 0
    away: int = 0

    @property
    def free(self) -> int:
        """How many beds can be given; never below zero."""
        return max(self.beds - self.taken, 0)

    @property
    def share(self) -> float | None:
        """The share of the beds that is taken, in percent; None without a bed."""
        return 100 * self.taken / self.beds if self.beds else None


def places_of(room_id: str, names: Sequence[str], lying: Iterable[tuple[str, Occupant]]) -> tuple[BedPlace, ...]:
    """The places of a room: its beds by name, then whoever lies in none of them. ``lying`` are (bed, who)."""
    in_bed: dict[str, Occupant] = {}
    others: dict[str, BedPlace] = {}
    for bed, who in lying:
        if bed in names and bed not in in_bed:
            in_bed[bed] = who
        else:
            beside = BedPlace(room_id, "" if bed in names or f"{room_id}/{bed}" in others else bed, who)
            others[beside.id] = beside
    # whoever has no bed by name takes one of the free ones: a room of four with four people is full
    free = len(names) - len(in_bed)
    named = [BedPlace(room_id, name, in_bed.get(name)) for name in names]
    unnamed = sum(not one.bed for one in others.values())
    for _one in range(min(unnamed, free)):
        last_free = next(place for place in reversed(range(len(named))) if named[place].is_free)
        del named[last_free]
    return (*named, *others.values())


def bed_names(beds: int) -> tuple[str, ...]:
    """The names of the beds of a room: "1" to their number."""
    return tuple(str(number) for number in range(1, beds + 1))


def occupancy(rooms: Iterable[RoomBeds]) -> Occupancy:
    """The beds of these rooms together; only those that count among the beds of the center."""
    counted = [one for one in rooms if one.counted]
    return Occupancy(
        sum(one.beds for one in counted), sum(one.taken for one in counted), sum(one.away for one in counted)
    )
