"""What a list says to the book: who of it is known, and the cells in which the two differ; nothing is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import written
from carebook.records.people import HealthCard, IdentityPaper, Person
from carebook.records.staff import Actor
from carebook.rules.duplicates import PersonFacts, folded_name, suspicion
from carebook.rules.list_import import ImportedPerson, ListReading, Meaning
from carebook.rules.names import normalise
from carebook.store import privacy
from carebook.store.book import Book, Reader, in_vietnam
from carebook.store.choices import center_choice
from carebook.store.stays import guard_facts
from carebook.words import Message


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


def compare(book: Book, reading: ListReading, *, by: Actor, now: datetime) -> Comparison:
    """Compare a list with the book, former and restricted people too; writes nothing."""
    with book.looking(now) as reader:
        return compared(reader, reading, by, now)


def compared(reader: Reader, reading: ListReading, by: Actor, now: datetime) -> Comparison:
    sees = privacy.sees_everybody(reader, by, in_vietnam(now))
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


def mark_of(reading: ListReading) -> str:
    """The name under which the book remembers a list: the same people make the same name."""
    return f"list:{hashlib.sha256(repr(list(reading.people)).encode()).hexdigest()[:24]}"


def _entered_on(reader: Reader, reading: ListReading) -> date | None:
    kept = center_choice(reader, mark_of(reading))
    return date.fromisoformat(kept["on"]) if kept else None
