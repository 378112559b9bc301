"""Opening the book from lists: compare a read list with the book, then write everybody new in one transaction."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from carebook.actions.change import Change, deed, refuse
from carebook.actions.episodes import STAYS, Admission, write_admission
from carebook.dates import written
from carebook.records.codes import Code
from carebook.records.episodes import BedAssignment, Episode
from carebook.records.facility import Facility, Room, Ward
from carebook.records.people import HealthCard, IdentityPaper, Person, Relative
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.rules.duplicates import PersonFacts, folded_name, suspicion
from carebook.rules.list_import import (
    DistinctValue,
    ImportedPerson,
    Layout,
    ListReading,
    Meaning,
    Sheet,
    Vocabulary,
    distinct_values,
    interpret,
    read_list,
    to_remember,
    vocabulary_from,
)
from carebook.rules.names import normalise
from carebook.store.book import Book, Reader, Writer, in_vietnam
from carebook.store.categories import StoredCategories
from carebook.store.people import newest_code
from carebook.store.stays import guard_facts
from carebook.words import N_, Message, message

Progress = Callable[[int, int], object]
_LETTERS = re.compile(r"^[^\W\d_]+")


@dataclass(frozen=True)
class CellDifference:
    """One cell of the list that says otherwise than the book; nothing is changed by the import."""

    row: int
    person_id: str
    name: str
    meaning: Meaning
    in_book: str
    in_list: str


@dataclass(frozen=True)
class Known:
    """Somebody of the list who is in the book already: certain, or to be looked at. Nothing is told of the protected."""

    person: ImportedPerson
    person_id: str
    agree: tuple[Message, ...] = ()
    confidential: bool = False


@dataclass(frozen=True)
class Comparison:
    """What an import would do: who is new, who is known, and the cells in which list and book differ.

    ``entered_on`` is the day on which this very list was written into the book, None when it never was.
    """

    new: tuple[ImportedPerson, ...]
    known: tuple[Known, ...]
    differences: tuple[CellDifference, ...] = ()
    entered_on: date | None = None


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    imported: int
    known: tuple[Known, ...]
    differences: tuple[CellDifference, ...]
    people: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class LoadedList:
    """A sheet with the words it is read by, so that it is read again quickly under another mapping."""

    name: str
    sheet: Sheet
    layout: Layout
    vocabulary: Vocabulary
    reading: ListReading

    def with_layout(self, layout: Layout) -> LoadedList:
        """The same sheet with its columns meaning something else."""
        return replace(self, layout=layout)


def load_list(book: Book, path: Path, *, now: datetime) -> LoadedList:
    """The list of a file, read with the words this book knows and remembers; `UnreadableList` when there is none."""
    from carebook.exchange.lists import UnreadableList, import_words, read_sheets

    sheets = read_sheets(path)
    with book.looking(now) as reader:
        vocabulary = vocabulary_from(import_words(), reader.records(Code, "list_name <> 'commune'"))
        remembered = remembered_choices(reader)
    read = [(sheet, read_list(sheet, vocabulary, remembered=remembered, today=in_vietnam(now))) for sheet in sheets]
    lists = [(sheet, reading) for sheet, reading in read if isinstance(reading, ListReading)]
    if not lists:
        raise UnreadableList(next(why for _, why in read if isinstance(why, Message)))
    sheet, reading = max(lists, key=lambda one: one[1].counts.people)
    return LoadedList(path.name, sheet, reading.layout, vocabulary, reading)


def read_file(book: Book, path: Path, *, now: datetime) -> ListReading:
    """The reading of a file under the suggested mapping."""
    return load_list(book, path, now=now).reading


def reread(loaded: LoadedList, values: Iterable[DistinctValue], *, renew: bool, today: date) -> ListReading:
    """The sheet read again: under the codes chosen for its words, or (``renew``) with the words of newly mapped columns."""
    chosen = tuple(values)
    if renew:
        chosen = distinct_values(loaded.sheet, loaded.layout, loaded.vocabulary, to_remember(chosen))
    return interpret(loaded.sheet, loaded.layout, chosen, loaded.vocabulary, today=today)


def compare(book: Book, reading: ListReading, *, by: Actor, now: datetime) -> Comparison:
    """Compare a list with the book, former and restricted people too; writes nothing."""
    with book.looking(now) as reader:
        return _compared(reader, reading, by, now)


def _compared(reader: Reader, reading: ListReading, by: Actor, now: datetime) -> Comparison:
    sees = permissions.may_open_restricted(by, in_vietnam(now))
    struck = {row["id"] for row in reader.rows("SELECT id FROM person WHERE withdrawn_at IS NOT NULL")}
    candidates = _Candidates([f for f in guard_facts(reader, restricted=sees) if f.person_id not in struck])
    new, known, differences = [], [], []
    for person in reading.people:
        match = candidates.match(person)
        if match is None:
            new.append(person)
            continue
        known.append(Known(person, "" if match.confidential else match.person_id, match.agree, match.confidential))
        if not match.confidential:
            differences += _differences(reader, person, match.person_id)
    return Comparison(tuple(new), tuple(known), tuple(differences), _entered_on(reader, reading))


@dataclass(frozen=True)
class _Match:
    person_id: str
    agree: tuple[Message, ...]
    confidential: bool


class _Candidates:
    """The people of the book by what a list can know of them, so that a thousand rows are compared in a moment."""

    def __init__(self, facts: list[PersonFacts]) -> None:
        self._by_number: dict[str, list[PersonFacts]] = {}
        self._by_name: dict[str, list[PersonFacts]] = {}
        for one in facts:
            for number in (*one.numbers, *one.health_cards):
                self._by_number.setdefault(number, []).append(one)
            for name in one.names:
                self._by_name.setdefault(folded_name(name), []).append(one)

    def match(self, person: ImportedPerson) -> _Match | None:
        """The person of the book who is this one; None when nobody is."""
        wanted = _facts(person)
        near = [one for number in (*wanted.numbers, *wanted.health_cards) for one in self._by_number.get(number, ())]
        near += self._by_name.get(folded_name(person.full_name), [])
        for one in near:
            found = suspicion(wanted, one)
            if found is not None:
                return _Match(one.person_id, found.agree, found.confidential)
        return None


def _facts(person: ImportedPerson) -> PersonFacts:
    return PersonFacts(
        person_id="",
        names=(person.full_name,),
        sex=person.sex,
        born=person.born,
        numbers=(person.identity_number,) if person.identity_number else (),
        health_cards=(person.health_card,) if person.health_card else (),
        phones=(),
        home_town=person.home_town,
    )


def _differences(reader: Reader, person: ImportedPerson, person_id: str) -> list[CellDifference]:
    """The cells of one person that say otherwise than the book; an empty cell says nothing."""
    there = reader.record(Person, person_id)
    if there is None:
        return []
    episode = reader.row(
        """SELECT e.start_on, e.decision_no, (SELECT category FROM episode_category c WHERE c.episode_id = e.id
            AND c.withdrawn_at IS NULL ORDER BY c.from_on DESC, c.id DESC LIMIT 1) AS category,
            (SELECT r.name FROM bed_assignment b JOIN room r ON r.id = b.room_id WHERE b.episode_id = e.id
            AND b.withdrawn_at IS NULL ORDER BY b.from_on DESC, b.id DESC LIMIT 1) AS room
        FROM episode e WHERE e.person_id = ? AND e.withdrawn_at IS NULL ORDER BY e.start_on DESC LIMIT 1""",
        (person_id,),
    )
    numbers = [p.number for p in reader.records(IdentityPaper, "person_id = ?", (person_id,))]
    cards = [c.number for c in reader.records(HealthCard, "person_id = ?", (person_id,))]
    pairs: list[tuple[Meaning, str, str, bool]] = [
        (Meaning.NAME, there.full_name, person.full_name, there.full_name == person.full_name),
        (
            Meaning.BORN,
            written(there.born) if there.born else "",
            written(person.born) if person.born else "",
            there.born == person.born,
        ),
        (
            Meaning.SEX,
            there.sex.value if there.sex else "",
            person.sex.value if person.sex else "",
            there.sex == person.sex,
        ),
        (Meaning.ETHNICITY, there.ethnicity or "", person.ethnicity or "", there.ethnicity == person.ethnicity),
        (Meaning.HOME_TOWN, there.home_town, person.home_town, there.home_town == normalise(person.home_town)),
        (Meaning.IDENTITY_NUMBER, ", ".join(numbers), person.identity_number, person.identity_number in numbers),
        (Meaning.HEALTH_CARD, ", ".join(cards), person.health_card, person.health_card in cards),
    ]
    if episode is not None:
        start = date.fromisoformat(episode["start_on"])
        pairs += [
            (
                Meaning.ADMITTED_ON,
                written(start),
                written(person.admitted_on) if person.admitted_on else "",
                start == person.admitted_on,
            ),
            (
                Meaning.CATEGORY,
                episode["category"] or "",
                person.category or "",
                episode["category"] == person.category,
            ),
            (Meaning.ROOM, episode["room"] or "", person.room, episode["room"] == person.room),
            (
                Meaning.DECISION_NO,
                episode["decision_no"],
                person.decision_no,
                episode["decision_no"] == person.decision_no,
            ),
        ]
    return [
        CellDifference(person.rows[0], person_id, person.full_name, meaning, ours, theirs)
        for meaning, ours, theirs, same in pairs
        if theirs and not same
    ]


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
        found = _compared(writer, reading, by, now)
        again = tuple(k.person for k in found.known if k.person.rows[0] in as_new)
        new = (*found.new, *again)
        categories = StoredCategories(writer, in_vietnam(now))
        rooms = _Rooms(writer)
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
    writer.run(
        "INSERT OR REPLACE INTO choice VALUES ('', 'list_words', ?)",
        (json.dumps(kept, ensure_ascii=False, sort_keys=True),),
    )
    entered = {"source": source, "people": len(reading.people), "on": in_vietnam(writer.now).isoformat()}
    writer.run(
        "INSERT OR REPLACE INTO choice VALUES ('', ?, ?)", (_mark(reading), json.dumps(entered, ensure_ascii=False))
    )


def _mark(reading: ListReading) -> str:
    """The name under which the book remembers a list: the same people make the same name."""
    return f"list:{hashlib.sha256(repr(list(reading.people)).encode()).hexdigest()[:24]}"


def _entered_on(reader: Reader, reading: ListReading) -> date | None:
    kept = reader.value("SELECT content FROM choice WHERE account_id = '' AND name = ?", (_mark(reading),))
    return date.fromisoformat(json.loads(kept)["on"]) if kept else None


def remembered_choices(reader: Reader) -> dict[tuple[Meaning, str], str]:
    """The words of earlier lists and the codes chosen for them."""
    kept = reader.value("SELECT content FROM choice WHERE account_id = '' AND name = 'list_words'")
    found: dict[tuple[Meaning, str], str] = {}
    for key, code in json.loads(kept).items() if kept else ():
        meaning, _, word = key.partition("\t")
        found[Meaning(meaning), word] = code
    return found
