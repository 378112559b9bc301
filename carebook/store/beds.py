"""The map of beds on a day: every ward with its rooms, who has which bed, and who of them is away."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from carebook.records.facility import Room, Ward
from carebook.rules import permissions
from carebook.rules.beds import Occupant, RoomBeds, WardBeds, bed_names, places_of
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_for


def bed_map(reader: Reader, day: date, today: date | None = None) -> list[WardBeds]:
    """All wards with their rooms and beds, in their order.

    Who may not ask about people sees taken beds without names; restricted people stand under their alias. Of a hidden ward
    only who may open restricted records sees the rooms: for everybody else it has no name, and one room without a name.
    ``today`` is the day whose rights hold for the asker when ``day`` is a past one.
    """
    reader.asks("facility")
    actor = reader.actor
    held_on = today or day
    named = actor is None or permissions.may_ask(actor, "people", held_on)
    opens = actor is not None and permissions.may_open_restricted(actor, held_on)
    lying = _lying(reader, day) if named else _lying_unnamed(reader, day)
    rooms: dict[str, list[Room]] = defaultdict(list)
    for room in reader.records(Room, order="name"):
        rooms[room.ward_id].append(room)
    return [
        _ward(ward, rooms[ward.id], lying, opens or not ward.hidden)
        for ward in sorted(reader.records(Ward), key=lambda one: (one.position, one.name))
    ]


def without_bed(reader: Reader, day: date) -> list[CaredFor]:
    """Who lives in the center on a day and has no bed."""
    return [one for one in cared_for(reader, day) if not one.room_id]


Lying = dict[str, list[tuple[str, Occupant]]]


def _lying(reader: Reader, day: date) -> Lying:
    found: Lying = defaultdict(list)
    for one in cared_for(reader, day, placement=""):
        if one.room_id:
            who = Occupant(
                *(one.episode_id, one.person_id, one.name, one.code, one.sex),
                *(one.care_level, one.absence, one.masked),
            )
            found[one.room_id].append((one.bed, who))
    return found


def _lying_unnamed(reader: Reader, day: date) -> Lying:
    """The same for who may not know who they are."""
    rows = reader.rows(
        """SELECT b.room_id, b.bed, b.episode_id FROM bed_assignment b JOIN episode e ON e.id = b.episode_id
        WHERE b.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND b.from_on <= :day
            AND (b.to_on IS NULL OR b.to_on > :day) AND (e.end_on IS NULL OR e.end_on > :day)
        ORDER BY length(b.bed), b.bed, b.episode_id""",
        {"day": day.isoformat()},
    )
    found: Lying = defaultdict(list)
    for row in rows:
        found[row["room_id"]].append((row["bed"], Occupant(row["episode_id"], masked=True)))
    return found


def _ward(ward: Ward, rooms: list[Room], lying: Lying, told: bool) -> WardBeds:
    if told:
        return WardBeds(ward.id, ward.name, ward.hidden, tuple(_room(room, lying.get(room.id, [])) for room in rooms))
    # several rooms would tell how the house is built: the beds stand in one, and nobody is named
    taken = sum(len(lying.get(room.id, ())) for room in rooms)
    beds = sum(room.beds for room in rooms if room.counted)
    nobody = [(str(number + 1), Occupant("", masked=True)) for number in range(taken)]
    one = RoomBeds("", "", beds, bool(beds), places_of("", bed_names(max(beds, taken)), nobody))
    return WardBeds(ward.id, "", True, (one,) if rooms else ())


def _room(room: Room, lying: list[tuple[str, Occupant]]) -> RoomBeds:
    places = places_of(room.id, bed_names(room.beds), lying)
    return RoomBeds(room.id, room.name, room.beds, room.counted, places)
