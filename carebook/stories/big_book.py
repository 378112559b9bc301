"""The big book for measuring: twenty thousand people over ten years, written in bulk with journal and search kept right.

It holds people, papers, addresses, health cards, stays, categories and beds. Care entries, assessments, plans, doses and
sessions are not there yet; they join when the book can hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from carebook.actions.facility import add_room, add_ward
from carebook.actions.opening import Opened, make_book
from carebook.records.episodes import BedAssignment, Episode, EpisodeCategory
from carebook.records.facility import Room, Ward
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.staff import StaffMember
from carebook.store import search
from carebook.store.book import Writer, new_id
from carebook.store.keys import Cost
from carebook.stories.center import FACILITY
from carebook.stories.clock import Days, moment
from carebook.stories.movement import FORMER, YEARS_BEFORE
from carebook.stories.names import Names
from carebook.stories.opening import CHEAP, PASSWORD
from carebook.stories.people import MEDIAN_STAY_YEARS, People

LOGIN = "huongduong"
PEOPLE, PRESENT = 20_000, 200
_AT_ONCE = 2_000
_BEDS = 4
_HERE = ("elderly_alone_poor", "voluntary_elderly", "adult_disabled", "mental_severe", "child_orphan_both")
# Restricted stays are left out: their people are indexed one by one, never in bulk.
_GONE = tuple(kind for kind in FORMER if kind[0] != "victim_dv")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BigBook:
    """A big book: where it lies, the name and password of its director, and how many people it holds."""

    folder: Path
    login: str
    password: str
    people: int


def make_big_book(
    folder: Path,
    *,
    people: int = PEOPLE,
    present: int = PRESENT,
    seed: int = 1,
    today: date,
    cost: Cost | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> BigBook:
    """Make a big book in ``folder``: ``present`` of its ``people`` live there, the others left in the last ten years."""
    days, rng = Days(today), Random(seed)
    now = moment(days.back(1), "08:00")
    opened = make_book(
        folder,
        facility=replace(FACILITY, records_complete_from=days.first_of(12 * YEARS_BEFORE)),
        manager=StaffMember(full_name=FACILITY.head_name, post=FACILITY.head_post),
        login=LOGIN,
        password=PASSWORD,
        now=now,
        sample=True,
        cost=cost or CHEAP,
    )
    with opened.book as book:
        rooms = _rooms(opened, present, days)
        crowd = People(rng, today, Names(rng, tries=1))
        for first in range(0, people, _AT_ONCE):
            count = min(_AT_ONCE, people - first)
            with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
                _write(writer, crowd, range(first, first + count), days, rooms)
            if progress is not None:
                progress(first + count, people)
    return BigBook(folder, LOGIN, PASSWORD, people)


def _rooms(opened: Opened, present: int, days: Days) -> list[tuple[str, str]]:
    """A bed for everybody present: (room id, bed)."""
    by, now = opened.actor, moment(days.back(1), "08:00")
    ward: Ward = add_ward(opened.book, Ward(name="Khu A", position=1), by=by, now=now).result
    beds = []
    for number in range(-(-present // _BEDS)):
        given = Room(ward_id=ward.id, name=f"A{number + 101}", beds=_BEDS)
        room: Room = add_room(opened.book, given, by=by, now=now).result
        beds += [(room.id, str(bed)) for bed in range(1, _BEDS + 1)]
    return beds[:present]


def _write(writer: Writer, crowd: People, numbers: range, days: Days, beds: Sequence[tuple[str, str]]) -> None:
    """The people of these numbers in one transaction; the first ones are those who live here."""
    people: list[tuple[Person, Sequence[str]]] = []
    stays: list[Episode] = []
    categories: list[EpisodeCategory] = []
    places: list[BedAssignment] = []
    details: dict[type[Record], list[Record]] = {}
    for number in numbers:
        bed = beds[number] if number < len(beds) else None
        category, reason, destination, end = _kind(crowd.rng, days, here=bed is not None)
        until = end or days.today
        birthday = crowd.birthday(category, until)
        start = max(until - timedelta(days=_length(crowd.rng, category)), birthday + 20 * _DAY)
        invented = crowd.invent(category, crowd.sex(category), birthday)
        person = replace(invented.person, id=new_id(), code=f"CB-{number + 1:06d}")
        stay = Episode(
            id=new_id(),
            person_id=person.id,
            route="voluntary" if category.startswith("voluntary") else "special_hardship",
            start_on=start,
            decision_no=f"{number % 400 + 1}/QĐ-TTBTXH",
            end_on=end,
            end_reason=reason or None,
            destination=destination or None,
        )
        own = [*invented.details, crowd.health_card(days.back(-200))]
        for detail in own:
            owned = replace(detail, person_id=person.id)  # type: ignore[call-arg]
            details.setdefault(type(detail), []).append(owned)
        people.append((person, [str(getattr(detail, "number", "")) for detail in own]))
        stays.append(stay)
        categories.append(EpisodeCategory(episode_id=stay.id, category=category, from_on=start))
        if bed is not None:
            places.append(BedAssignment(episode_id=stay.id, room_id=bed[0], bed=bed[1], from_on=start))
    writer.add_many([person for person, _ in people])
    for found in details.values():
        writer.add_many(found)
    for rows in (stays, categories, places):
        writer.add_many(rows)
    search.index_new_people(writer, people)


def _kind(rng: Random, days: Days, *, here: bool) -> tuple[str, str, str, date | None]:
    """Category, reason, destination and last day of one stay."""
    if here:
        return rng.choice(_HERE), "", "", None
    category, reason, destination, _ = rng.choices(_GONE, [weight for *_, weight in _GONE])[0]
    return category, reason, destination, days.back(rng.randint(1, YEARS_BEFORE * 365))


def _length(rng: Random, category: str) -> int:
    return max(5, round(rng.expovariate(0.7 / MEDIAN_STAY_YEARS.get(category, 3.0)) * 365))
