"""What the list of people asks of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carebook.store import facility, people, search
from carebook.store.book import Reader
from carebook.store.people import PeopleFilter, PersonRow

LONG = 1000
"""Of a longer list only the ids are read at once; the rows follow as they come into sight."""
_FIRST = 100


@dataclass(frozen=True)
class Census:
    """How many are there and away today, and the wards to filter by."""

    present: int
    away: int
    wards: tuple[tuple[str, str], ...]
    anybody: bool


@dataclass(frozen=True)
class Listed:
    """A list in the order of names: the ids of all, and their rows; of a long list only those of the first."""

    ids: tuple[str, ...]
    rows: tuple[PersonRow, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every row is there."""
        return len(self.rows) == len(self.ids)


@dataclass(frozen=True)
class Searched:
    """What a search found: rows best first, whether there is more, and what may have been meant instead."""

    typed: str
    rows: tuple[PersonRow, ...]
    more: bool
    nearest: str


def census(reader: Reader, today: date) -> Census:
    """Who is here and away."""
    listed, away = people.how_many(reader, PeopleFilter(), today)
    wards = tuple((ward.id, ward.name) for ward in facility.wards(reader))
    anybody = bool(listed) or bool(people.people_ids(reader, PeopleFilter(who="all"), today))
    return Census(listed - away, away, wards, anybody)


def listed(reader: Reader, wanted: PeopleFilter, today: date) -> Listed:
    """Whom a filter lists."""
    ids = tuple(people.people_ids(reader, wanted, today))
    if len(ids) > LONG:
        return Listed(ids, tuple(people.people_rows(reader, ids[:_FIRST], today)))
    return Listed(ids, tuple(people.people(reader, wanted, today)))


def searched(reader: Reader, typed: str, restricted: bool, today: date) -> Searched:
    """The rows a search finds."""
    found = search.find_people(reader, typed, restricted=restricted)
    listed = people.people_rows(reader, [one.person_id for one in found.people], today)
    return Searched(typed, tuple(listed), found.more, found.nearest)


def filtered(wanted: PeopleFilter, today: date, reader: Reader) -> Sequence[PersonRow]:
    """The rows of a filter."""
    return people.people(reader, wanted, today)


def given(found: Sequence[PersonRow], _reader: Reader) -> Sequence[PersonRow]:
    """Rows that are at hand already."""
    return found
