"""Which bed everybody has: never two in one bed on a night, women and men in rooms of their own where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from carebook.records.people import Sex
from carebook.stories.center import WARDS
from carebook.stories.movement import Stay

Place = tuple[str, str]
_WARD_OF = {
    "elderly_alone_poor": "Khu A",
    "adult_disabled": "Khu B1",
    "street_adult": "Khu B1",
    "mental_severe": "Khu B2",
    "voluntary_elderly": "Khu D",
    "voluntary_other": "Khu D",
    "victim_dv": "Nhà tạm lánh",
}
_CHILDREN = "Khu C"


def ward_of(category: str) -> str:
    """The ward in which people of a category live."""
    return _WARD_OF.get(category, _CHILDREN)


@dataclass
class Beds:
    """The beds of the center and who has them when; given out in the order in which people came."""

    rng: Random
    _taken: dict[Place, list[tuple[date, date | None]]] = field(default_factory=dict)
    _sexes: dict[str, list[tuple[date, date | None, Sex]]] = field(default_factory=dict)

    def take(self, place: Place, first: date, last: date | None) -> None:
        """A bed is given from a day to a day (None = still)."""
        self._taken.setdefault(place, []).append((first, last))

    def give(self, stay: Stay) -> Place | None:
        """A bed for a stay; None when the ward is full on one of its nights."""
        free = [place for place in _places(ward_of(stay.category)) if self._is_free(place, stay)]
        fitting = [place for place in free if self._fits(place[0], stay)]
        if not free:
            return None
        place = self.rng.choice(fitting or free)
        self.take(place, stay.start_on, stay.end_on)
        self._sexes.setdefault(place[0], []).append((stay.start_on, stay.end_on, stay.sex))
        return place

    def give_two(self, one: Stay, other: Stay) -> tuple[Place | None, Place | None]:
        """Both beds of a room for a couple, as far as there is one."""
        rooms = [room for ward in WARDS if ward.name == ward_of(one.category) for room, beds in ward.rooms if beds == 2]
        self.rng.shuffle(rooms)
        for room in rooms:
            first, second = (room, "1"), (room, "2")
            if self._is_free(first, one) and self._is_free(second, other):
                self.take(first, one.start_on, one.end_on)
                self.take(second, other.start_on, other.end_on)
                return first, second
        return self.give(one), self.give(other)

    def _is_free(self, place: Place, stay: Stay) -> bool:
        return not any(_meet(span, (stay.start_on, stay.end_on)) for span in self._taken.get(place, ()))

    def _fits(self, room: str, stay: Stay) -> bool:
        span = (stay.start_on, stay.end_on)
        return all(sex is stay.sex for first, last, sex in self._sexes.get(room, ()) if _meet((first, last), span))


def _meet(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two spans share a night; the bed somebody leaves on a day is free that same day."""
    return one[0] < (other[1] or date.max) and other[0] < (one[1] or date.max)


def _places(ward: str) -> Sequence[Place]:
    return [
        (room, str(bed))
        for plan in WARDS
        if plan.name == ward
        for room, beds in plan.rooms
        for bed in range(1, beds + 1)
    ]
