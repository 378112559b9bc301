"""Making the big book: its rooms and workers, its people with their stays, then the case files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from carebook.actions.accounts import add_staff_member
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
from carebook.stories.big_book.cases import CaseFiles, write_cases
from carebook.stories.big_book.daily import DailyFiles, write_daily
from carebook.stories.big_book.paths import HOME, PathFiles, helpers_and_partners, write_paths
from carebook.stories.big_book.staying import DAY, OLD, Staying
from carebook.stories.big_book.therapy import TherapyFiles, gym, write_therapy
from carebook.stories.center import FACILITY
from carebook.stories.clock import Days, moment, months_after
from carebook.stories.movement import FORMER, YEARS_BEFORE
from carebook.stories.names import Names
from carebook.stories.opening import CHEAP, PASSWORD
from carebook.stories.people import MEDIAN_STAY_YEARS, People, is_child_category

LOGIN = "huongduong"
PEOPLE, PRESENT = 20_000, 200
CARE_DAYS = 3_650
CASELOAD = 60
_AT_ONCE = 2_000
_BEDS = 4
_HERE = ("elderly_alone_poor", "voluntary_elderly", "adult_disabled", "mental_severe", "child_orphan_both")
# Restricted stays are left out: their people are indexed one by one, never in bulk.
_GONE = tuple(kind for kind in FORMER if kind[0] != "victim_dv")
# Of those who left every so many has a case file, and so many case files are written at once.
_FILED = 50
_FILES_AT_ONCE = 50
_CARED_AT_ONCE = 10
# What one transaction writes stays in memory until it is sealed: each page is encrypted once.
_MUCH_MEMORY = "PRAGMA cache_size = -196608"


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
    care_days: int = CARE_DAYS,
    cost: Cost | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> BigBook:
    """Make a big book in ``folder``: ``present`` of its ``people`` live there, the others left in the last ten years.

    Who lives there came up to ten years ago and has a case file of all that time, with a note every few days, two sessions
    of therapy a week (some 200,000 for the 200 present) and groups; of the last ``care_days`` also daily care: what was measured,
    given and done each day (about a million entries for ten years).
    """
    days = Days(today)
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
        rng = Random(seed)
        crowd = People(rng, today, Names(rng, tries=1))
        making = _Making(crowd, days, _rooms(opened, present, now), _workers(opened, crowd, present, now))
        filed: list[Staying] = []
        gone_home: list[Episode] = []
        for first in range(0, people, _AT_ONCE):
            count = min(_AT_ONCE, people - first)
            with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
                writer.run(_MUCH_MEMORY)
                kept, left = making.write(writer, range(first, first + count))
                filed += kept
                gone_home += left
            if progress is not None:
                progress(first + count, people)
        files = CaseFiles(Random(seed), days, opened.actor)
        for first in range(0, len(filed), _FILES_AT_ONCE):
            with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
                write_cases(writer, [files.of(stay) for stay in filed[first : first + _FILES_AT_ONCE]])
        here = [stay for stay in filed if stay.here]
        with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
            therapy = TherapyFiles(Random(seed), days, opened.actor, gym(writer, rng, crowd.names))
        for first in range(0, len(here), _FILES_AT_ONCE):
            with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
                writer.run(_MUCH_MEMORY)
                some = enumerate(here[first : first + _FILES_AT_ONCE], first)
                write_therapy(writer, [therapy.of(number, stay) for number, stay in some])
        daily = DailyFiles(Random(seed), days, opened.actor, care_days)
        for first in range(0, len(here), _CARED_AT_ONCE):
            with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
                writer.run(_MUCH_MEMORY)
                write_daily(writer, [daily.of(stay) for stay in here[first : first + _CARED_AT_ONCE]])
        with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
            write_therapy(writer, list(therapy.groups(here)))
        with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
            helpers, partners = helpers_and_partners(writer, crowd.names)
            paths = PathFiles(Random(seed), days, opened.actor, making.workers, helpers, partners, set())
            write_paths(writer, paths.calls())
        for first in range(0, len(gone_home), _AT_ONCE):
            with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
                writer.run(_MUCH_MEMORY)
                write_paths(
                    writer, (row for stay in gone_home[first : first + _AT_ONCE] for row in paths.gone_home(stay))
                )
        for first in range(0, len(here), _FILES_AT_ONCE):
            with book.changing(opened.actor.account_id, now, new_id(), "import_list") as writer:
                writer.run(_MUCH_MEMORY)
                some = enumerate(here[first : first + _FILES_AT_ONCE], first)
                write_paths(writer, (row for number, stay in some for row in paths.of(number, stay)))
    return BigBook(folder, LOGIN, PASSWORD, people)


def _rooms(opened: Opened, present: int, now: datetime) -> list[tuple[str, str]]:
    """A bed for everybody present: (room id, bed)."""
    by = opened.actor
    ward: Ward = add_ward(opened.book, Ward(name="Khu A", position=1), by=by, now=now).result
    beds = []
    for number in range(-(-present // _BEDS)):
        given = Room(ward_id=ward.id, name=f"A{number + 101}", beds=_BEDS)
        room: Room = add_room(opened.book, given, by=by, now=now).result
        beds += [(room.id, str(bed)) for bed in range(1, _BEDS + 1)]
    return beds[:present]


def _workers(opened: Opened, crowd: People, present: int, now: datetime) -> list[str]:
    """The ids of social workers enough for everybody present."""
    found = []
    for _ in range(-(-present // CASELOAD)):
        sex = crowd.sex("")
        name = crowd.names.person(sex, 1985, crowd.names.ethnicity())
        given = StaffMember(full_name=name, post="Nhân viên công tác xã hội")
        found.append(add_staff_member(opened.book, given, by=opened.actor, now=now).result.id)
    return found


@dataclass(frozen=True)
class _Making:
    """Writes people with their stays in bulk."""

    crowd: People
    days: Days
    beds: Sequence[tuple[str, str]]
    workers: Sequence[str]

    def write(self, writer: Writer, numbers: range) -> tuple[list[Staying], list[Episode]]:
        """The people of these numbers in one transaction, the first ones are those who live here; gives whose cases are kept, and
        the stays of those who went home.
        """
        people: list[tuple[Person, Sequence[str]]] = []
        stays: list[Episode] = []
        categories: list[EpisodeCategory] = []
        places: list[BedAssignment] = []
        details: dict[type[Record], list[Record]] = {}
        filed: list[Staying] = []
        for number in numbers:
            bed = self.beds[number] if number < len(self.beds) else None
            category, reason, destination, end = self._kind(here=bed is not None)
            until = end or self.days.today
            birthday = self.crowd.birthday(category, until)
            start = self._start(category, birthday, until, here=bed is not None)
            invented = self.crowd.invent(category, self.crowd.sex(category), birthday)
            person = replace(invented.person, id=new_id(), code=f"CB-{number + 1:06d}")
            stay = Episode(
                id=new_id(),
                person_id=person.id,
                route="voluntary" if category.startswith("voluntary") else "special_hardship",
                start_on=start,
                decision_no=f"{number % 400 + 1}/QĐ-TTBTXH",
                case_manager_id=self.workers[number // CASELOAD] if bed else None,
                end_on=end,
                end_reason=reason or None,
                destination=destination or None,
            )
            own = [*invented.details, self.crowd.health_card(self.days.back(-200))]
            for detail in own:
                owned = replace(detail, person_id=person.id)  # type: ignore[call-arg]
                details.setdefault(type(detail), []).append(owned)
            people.append((person, [str(getattr(detail, "number", "")) for detail in own]))
            stays.append(stay)
            categories.append(EpisodeCategory(episode_id=stay.id, category=category, from_on=start))
            if bed is not None:
                places.append(BedAssignment(episode_id=stay.id, room_id=bed[0], bed=bed[1], from_on=start))
            if bed is not None or number % _FILED == 0:
                worker = stay.case_manager_id or self.workers[number % len(self.workers)]
                kept_from = max(start, self.days.first_of(12 * YEARS_BEFORE))
                filed.append(Staying(stay, category, birthday, kept_from, until, worker))
        writer.add_many([person for person, _ in people])
        for found in details.values():
            writer.add_many(found)
        for rows in (stays, categories, places):
            writer.add_many(rows)
        search.index_new_people(writer, people)
        return filed, [stay for stay in stays if stay.destination in HOME]

    def _kind(self, *, here: bool) -> tuple[str, str, str, date | None]:
        """Category, reason, destination and last day of one stay."""
        rng = self.crowd.rng
        if here:
            return rng.choice(_HERE), "", "", None
        category, reason, destination, _ = rng.choices(_GONE, [weight for *_, weight in _GONE])[0]
        return category, reason, destination, self.days.back(rng.randint(1, YEARS_BEFORE * 365))

    def _start(self, category: str, birthday: date, until: date, *, here: bool) -> date:
        """The first day of a stay; who is here came almost ten years ago, or as soon as the category takes them."""
        rng = self.crowd.rng
        if here:
            years = 60 if category in OLD else 0 if is_child_category(category) else 16
            return max(until - rng.randint(3500, 3650) * DAY, months_after(birthday, 12 * years) + 20 * DAY)
        return max(until - timedelta(days=_length(rng, category)), birthday + 20 * DAY)


def _length(rng: Random, category: str) -> int:
    return max(5, round(rng.expovariate(0.7 / MEDIAN_STAY_YEARS.get(category, 3.0)) * 365))
