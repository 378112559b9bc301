"""Finding people: the folded index, in which restricted people have a place of their own, and the ranking of hits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carebook.dates import PartialDate
from carebook.records.people import Alias, HealthCard, IdentityPaper, Person
from carebook.rules import names, search_words
from carebook.store.book import Reader, Writer

MOST = 200


@dataclass(frozen=True)
class Found:
    """One hit, with the facts that tell namesakes apart."""

    person_id: str
    code: str
    full_name: str
    born: PartialDate | None
    sex: str
    present: bool
    place: str


@dataclass(frozen=True)
class Findings:
    """What a query found, best first.

    ``more``: there are more than are given, ask for a letter more. ``nearest``: what may have been meant.
    """

    people: tuple[Found, ...]
    more: bool = False
    nearest: str = ""


def index_person(writer: Writer, person_id: str) -> None:
    """Bring the person's words in the index up to date; called by every deed that touches a name, code or number."""
    person = writer.record(Person, person_id)
    before = writer.row("SELECT row, restricted FROM search_key WHERE person_id = ?", (person_id,))
    if before is not None:
        writer.run(f"DELETE FROM {_index(bool(before['restricted']))} WHERE rowid = ?", (before["row"],))
        writer.run("DELETE FROM search_key WHERE person_id = ?", (person_id,))
    if person is None or person.is_withdrawn or person.merged_into:
        return
    restricted = is_restricted(writer, person_id)
    others = [a.full_name for a in writer.records(Alias, "person_id = ?", (person_id,))]
    numbers = [
        *(p.number for p in writer.records(IdentityPaper, "person_id = ?", (person_id,))),
        *(c.number for c in writer.records(HealthCard, "person_id = ?", (person_id,))),
        person.phone,
    ]
    joined = [r["code"] for r in writer.rows("SELECT code FROM person WHERE merged_into = ?", (person_id,))]
    words = search_words.index_text([person.full_name, *others, person.alias], [person.code, *joined], numbers)
    writer.run(f"INSERT INTO {_index(restricted)} (words, person_id) VALUES (?, ?)", (words, person_id))
    row = writer.value("SELECT last_insert_rowid()")
    key = names.sort_key((person.alias or person.code) if restricted else (person.sort_name or person.full_name))
    writer.run("INSERT INTO search_key VALUES (?, ?, ?, ?)", (person_id, row, int(restricted), key))


def index_new_people(writer: Writer, people: Sequence[tuple[Person, Sequence[str]]]) -> None:
    """Put many people who were just written down, none of them restricted, into the index, with their numbers."""
    last = int(writer.value("SELECT coalesce(max(row), 0) FROM search_key WHERE restricted = 0"))
    words, keys = [], []
    for row, (person, numbers) in enumerate(people, start=last + 1):
        text = search_words.index_text([person.full_name, person.alias], [person.code], [*numbers, person.phone])
        words.append((row, text, person.id))
        keys.append((person.id, row, 0, names.sort_key(person.sort_name or person.full_name)))
    writer.run_many("INSERT INTO search_open (rowid, words, person_id) VALUES (?, ?, ?)", words)
    writer.run_many("INSERT INTO search_key VALUES (?, ?, ?, ?)", keys)


def is_restricted(reader: Reader, person_id: str) -> bool:
    """Whether a stay of the person is restricted."""
    return bool(reader.value("SELECT 1 FROM episode WHERE person_id = ? AND confidential = 1", (person_id,)))


def find_people(reader: Reader, typed: str, *, restricted: bool, most: int = MOST) -> Findings:
    """People found by name, code or number, marks optional, words in any order; restricted ones only with the right."""
    reader.asks("people")
    query = search_words.match_query(typed)
    if not query:
        return Findings(())
    people = _hits(reader, query, restricted=restricted)
    nearest = ""
    if not people:
        known = [r[0] for r in reader.rows("SELECT term FROM search_vocabulary")]
        nearest = search_words.nearest_query(typed, known)
        if nearest:
            people = _hits(reader, search_words.match_query(nearest), restricted=restricted)
    order = {
        hit.person_id: position
        for position, hit in enumerate(
            search_words.ranked(nearest or typed, [search_words.Hit(p.person_id, p.full_name) for p in people])
        )
    }
    return Findings(tuple(sorted(people, key=lambda p: order[p.person_id])[:most]), len(people) > most, nearest)


def _hits(reader: Reader, query: str, *, restricted: bool) -> list[Found]:
    where = " UNION ".join(
        f"SELECT person_id FROM (SELECT person_id FROM {index} WHERE {index} MATCH :q LIMIT {MOST + 1})"
        for index in ("search_open", *(("search_restricted",) if restricted else ()))
    )
    rows = reader.rows(
        f"""SELECT p.id, p.code, p.full_name, p.born, p.sex, e.id IS NOT NULL AS present, coalesce(r.name, '') AS room,
            coalesce(b.bed, '') AS bed
        FROM found_person p
        LEFT JOIN episode e ON e.id = (SELECT id FROM episode x WHERE x.person_id = p.id AND x.end_on IS NULL
            AND x.withdrawn_at IS NULL ORDER BY x.start_on DESC LIMIT 1)
        LEFT JOIN bed_assignment b ON b.id = (SELECT id FROM bed_assignment y WHERE y.episode_id = e.id AND y.to_on IS NULL
            AND y.withdrawn_at IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        WHERE p.id IN ({where})""",
        {"q": query},
    )
    return [
        Found(
            r["id"],
            r["code"],
            r["full_name"],
            PartialDate.from_text(r["born"]) if r["born"] else None,
            r["sex"] or "",
            bool(r["present"]),
            ", ".join(filter(None, (r["room"], r["bed"]))),
        )
        for r in rows
    ]


def _index(restricted: bool) -> str:
    return "search_restricted" if restricted else "search_open"
