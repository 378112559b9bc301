"""Questions about the center itself: its profile, wards and rooms, how full they are on a day, the agencies above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.codes import Agency
from carebook.records.facility import Facility, Room, Ward
from carebook.rules import dated
from carebook.store.book import Reader


@dataclass(frozen=True)
class RoomOn:
    """A room on one day: its beds, how many people have a bed in it, and how many of those are away (the bed stays theirs)."""

    room: Room
    ward: Ward
    taken: int
    away: int

    @property
    def free(self) -> int:
        """Beds nobody has; negative when more people sleep here than there are beds."""
        return self.room.beds - self.taken


_TAKEN = """
    SELECT b.room_id, count(*) AS taken, count(a.episode_id) AS away
    FROM episode e
    JOIN bed_assignment b ON b.id = (SELECT x.id FROM bed_assignment x WHERE x.episode_id = e.id
        AND x.withdrawn_at IS NULL AND x.from_on <= :day ORDER BY x.from_on DESC, x.id DESC LIMIT 1)
    LEFT JOIN (SELECT DISTINCT episode_id FROM absence WHERE withdrawn_at IS NULL AND from_on <= :day
        AND (back_on IS NULL OR back_on > :day)) a ON a.episode_id = e.id
    WHERE e.withdrawn_at IS NULL AND e.start_on <= :day AND (e.end_on IS NULL OR e.end_on > :day)
        AND (b.to_on IS NULL OR b.to_on >= :day)
    GROUP BY b.room_id
"""


def facility(reader: Reader) -> Facility:
    """The profile of the center; LookupError in a book that was made without one."""
    reader.asks("facility")
    found = reader.records(Facility)
    if not found:
        raise LookupError("facility")
    return found[0]


def wards(reader: Reader) -> list[Ward]:
    """The wards in the center's own order."""
    reader.asks("facility")
    return reader.records(Ward, order="position, name, id")


def rooms(reader: Reader, ward_id: str = "") -> list[Room]:
    """The rooms of a ward, or of all wards, in the order of wards and names."""
    reader.asks("facility")
    places = {ward.id: position for position, ward in enumerate(wards(reader))}
    found = [r for r in reader.records(Room, order="name, id") if r.ward_id in places]
    return sorted((r for r in found if ward_id in ("", r.ward_id)), key=lambda r: places[r.ward_id])


def rooms_on(reader: Reader, day: date) -> list[RoomOn]:
    """Every room with how full it is at the end of ``day``: who left that day has left, who came that day is there."""
    reader.asks("facility")
    taken = {row["room_id"]: row for row in reader.rows(_TAKEN, {"day": day.isoformat()})}
    of_id = {ward.id: ward for ward in wards(reader)}
    return [
        RoomOn(room, of_id[room.ward_id], row["taken"] if row else 0, row["away"] if row else 0)
        for room in rooms(reader)
        for row in (taken.get(room.id),)
    ]


def agencies(reader: Reader) -> list[Agency]:
    """The authorities above the center with the days of their names, by role, the oldest first."""
    reader.asks("facility")
    return reader.records(Agency, order="role, valid_from")


def agency(reader: Reader, role: str, day: date) -> str:
    """The name an authority bore on ``day``; "" when the book knows none."""
    return dated.agency_on(agencies(reader), role, day)
