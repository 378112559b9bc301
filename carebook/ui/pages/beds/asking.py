"""What the map of beds asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.rules.beds import BedPlace, Occupancy, RoomBeds, WardBeds, occupancy
from carebook.store.beds import bed_map, without_bed
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor

ALL = ""


@dataclass(frozen=True)
class Beds:
    """The wards with their beds on a day, and who had none."""

    day: date
    wards: tuple[WardBeds, ...]
    bedless: tuple[CaredFor, ...]

    def shown(self, ward_id: str) -> tuple[WardBeds, ...]:
        """One ward, or with "" all."""
        return tuple(one for one in self.wards if ward_id in (ALL, one.ward_id))

    def occupancy(self, ward_id: str = ALL) -> Occupancy:
        """How much of it is taken."""
        return occupancy(room for ward in self.shown(ward_id) for room in ward.rooms)

    def place(self, place_id: str) -> tuple[WardBeds, RoomBeds, BedPlace] | None:
        """One place with its room and ward."""
        for ward in self.wards:
            for room in ward.rooms:
                for one in room.places:
                    if one.id == place_id:
                        return ward, room, one
        return None

    def place_of(self, episode_id: str) -> str:
        """The place where somebody has their bed, "" for nowhere."""
        places = (one for ward in self.wards for room in ward.rooms for one in room.places)
        return next((one.id for one in places if one.occupant and one.occupant.episode_id == episode_id), "")


def beds(reader: Reader, day: date, today: date) -> Beds:
    """Everything the page shows of a day, as it may be seen today."""
    return Beds(day, tuple(bed_map(reader, day, today)), tuple(without_bed(reader, day)))
