"""What the list of people asks of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carebook.store import facility, people, search
from carebook.store.book import Reader
from carebook.store.people import PeopleFilter, PersonRow
from carebook.ui.pages.residents import rows


@dataclass(frozen=True)
class Census:
    """How many are there and away today, and the wards to filter by."""

    present: int
    away: int
    wards: tuple[tuple[str, str], ...]
    anybody: bool


@dataclass(frozen=True)
class Searched:
    """What a search found: rows best first, whether there is more, and what may have been meant instead."""

    typed: str
    rows: tuple[PersonRow, ...]
    more: bool
    nearest: str


def census(reader: Reader, today: date) -> Census:
    """Who is here and away."""
    present = people.people(reader, PeopleFilter(), today)
    away = sum(1 for found in present if rows.is_away(found))
    wards = tuple((ward.id, ward.name) for ward in facility.wards(reader))
    anybody = bool(present) or bool(people.people_ids(reader, PeopleFilter(who="all"), today))
    return Census(len(present) - away, away, wards, anybody)


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
