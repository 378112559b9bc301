"""Writing the people of a list: everybody new, in one transaction, with their papers, relatives, stays and rooms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse
from carebook.actions.episodes import STAYS, Admission, write_admission
from carebook.actions.lists.comparing import CellDifference, Known, compared, mark_of
from carebook.actions.lists.loading import remembered_choices
from carebook.dates import written
from carebook.records.episodes import BedAssignment, Episode
from carebook.records.facility import Facility, Room, Ward
from carebook.records.people import HealthCard, IdentityPaper, Person, Relative
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.rules.list_import import ImportedPerson, ListReading, Meaning
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.categories import StoredCategories
from carebook.store.choices import put_center_choice
from carebook.store.people import newest_code
from carebook.words import N_, message

Progress = Callable[[int, int], object]
_LETTERS = re.compile(r"^[^\W\d_]+")


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    imported: int
    known: tuple[Known, ...]
    differences: tuple[CellDifference, ...]
    people: tuple[str, ...] = field(default=())


@deed(N_("Import from Excel"), "people", "episodes", "facility")
def import_list(
    book: Book,
    reading: ListReading,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    source: str = "",
    as_new: frozenset[int] = frozenset(),
    complete_from: date | None = None,
    choices: Mapping[tuple[Meaning, str], str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    reason: str = "",
) -> Change:
    """Write everybody new of a list in one transaction, undone as one deed; who is known is not touched.

    ``as_new`` are the first rows of people somebody decided are others than those they resemble. ``complete_from`` says since
    when the book is complete, when this list opens it. Stopping writes nothing. ``Change.result`` is `Imported`.
    """
    with book.changing(by.account_id, now, op, "import_list", reason=reason) as writer:
        found = compared(writer, reading, by, now)
        again = tuple(k.person for k in found.known if k.person.rows[0] in as_new)
        new = (*found.new, *again)
        categories = StoredCategories(writer, in_vietnam(now))
        rooms = _Rooms(writer)
        for room in sorted({person.room for person in new if person.room}):
            rooms.named(room)  # in their order, so that wards are too
        code = newest_code(writer)
        people = []
        for done, person in enumerate(new):
            if cancelled is not None and cancelled():
                raise refuse(message("Stopped. Nothing was written to the book."))
            if progress is not None and done % 20 == 0:
                progress(done, len(new))
            code += 1
            admission = _admission(person, f"CB-{code:06d}", categories, rooms, reading.as_of or in_vietnam(now))
            kept, _episode = write_admission(writer, admission, categories)
            people.append(kept.id)
        if cancelled is not None and cancelled():
            raise refuse(message("Stopped. Nothing was written to the book."))
        _remember(writer, source, reading, choices or {})
        if complete_from is not None:
            facility = writer.records(Facility)[0]
            writer.amend(replace(facility, records_complete_from=complete_from))
    known = tuple(k for k in found.known if k.person.rows[0] not in as_new)
    result = Imported(len(people), known, found.differences, tuple(people))
    return Change(
        STAYS | {"facility"}, tuple(people), op, message("Imported {n} people.", n=len(people)), result=result
    )


class _Rooms:
    """Rooms by name; a new one is made in the ward its letters name (A203 → khu A)."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._rooms = {room.name: room.id for room in writer.records(Room)}
        self._wards = {ward.name: ward.id for ward in writer.records(Ward)}

    def named(self, name: str) -> str:
        """The id of a room, made now when the book does not have it."""
        if name not in self._rooms:
            letters = _LETTERS.match(name)
            ward = f"Khu {letters[0].upper()}" if letters and len(letters[0]) <= 3 else "Khu chung"
            if ward not in self._wards:
                self._wards[ward] = self._writer.add(Ward(name=ward, position=len(self._wards))).id
            self._rooms[name] = self._writer.add(Room(ward_id=self._wards[ward], name=name)).id
        return self._rooms[name]


def _admission(
    person: ImportedPerson, code: str, categories: StoredCategories, rooms: _Rooms, otherwise: date
) -> Admission:
    """What a row of a list is written as; without a day of admission the day of the list stands, and the note says so."""
    start = person.admitted_on or otherwise
    note = person.note
    if person.admitted_on is None:
        note = "\n".join(
            filter(None, (note, f"Ngày vào không có trong danh sách, ghi theo ngày lập danh sách {written(start)}."))
        )
    category = person.category or ""
    details: list[Record] = []
    if person.identity_number:
        details.append(
            IdentityPaper(
                person_id="",
                kind=person.identity_kind or "national_id",
                number=person.identity_number,
                accepted_because="theo danh sách",
            )
        )
    if person.health_card:
        details.append(HealthCard(person_id="", number=person.health_card))
    details += [
        Relative(person_id="", full_name=r.full_name, relation=r.relation or "other", phone=r.phone)
        for r in person.relatives
        if r.full_name or r.phone
    ]
    episode = Episode(
        person_id="",
        route=categories.route_of(category) or "special_hardship",
        start_on=start,
        decision_no=person.decision_no,
        decision_on=person.decision_on,
        end_on=person.left_on,
        end_reason=person.end_reason or ("other_legal" if person.left_on else None),
        destination=person.destination,
    )
    bed = None
    if person.room:
        bed = BedAssignment(episode_id="", room_id=rooms.named(person.room), from_on=start, to_on=person.left_on)
    who = Person(
        code=code,
        full_name=person.full_name,
        sex=person.sex,
        born=person.born,
        ethnicity=person.ethnicity,
        home_town=person.home_town,
        disability_kinds=person.disability_kinds,
        disability_degree=person.disability_degree,
        note=note,
    )
    return Admission(who, episode, category, tuple(details), bed)


def _remember(writer: Writer, source: str, reading: ListReading, choices: Mapping[tuple[Meaning, str], str]) -> None:
    """Keep the choices of words for the next list, and that this list was brought in."""
    before = remembered_choices(writer)
    kept = {f"{m.value}\t{word}": code for (m, word), code in {**before, **choices}.items()}
    put_center_choice(writer, "list_words", kept)
    entered = {"source": source, "people": len(reading.people), "on": in_vietnam(writer.now).isoformat()}
    put_center_choice(writer, mark_of(reading), entered)
