"""Finding people: the folded index, in which restricted people have a place of their own, and the ranking of hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.people import Alias, HealthCard, IdentityPaper, Person
from carebook.records.record import Record, table_of
from carebook.rules import names, search_words
from carebook.store.book import Reader, Writer

MOST = 200
SEARCHED = frozenset(map(table_of, (Person, Alias, IdentityPaper, HealthCard, Episode)))
"""The tables by whose rows a person is found: what is written to others leaves the index as it is."""


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
    """Bring the person's words in the index up to date; called by every deed that writes to a table of `SEARCHED`.

    Where the words are what they were, nothing is written: the index costs more pages of the file than a record.
    """
    before = writer.row("SELECT row, restricted, sort_key FROM search_key WHERE person_id = ?", (person_id,))
    wanted = _entry_of(writer, person_id)
    if before is not None:
        index = _index(bool(before["restricted"]))
        words = writer.value(f"SELECT words FROM {index} WHERE rowid = ?", (before["row"],))
        if wanted == _Entry(bool(before["restricted"]), words, before["sort_key"]):
            return
        writer.run(f"DELETE FROM {index} WHERE rowid = ?", (before["row"],))
        writer.run("DELETE FROM search_key WHERE person_id = ?", (person_id,))
    if wanted is None:
        return
    writer.run(f"INSERT INTO {_index(wanted.restricted)} (words, person_id) VALUES (?, ?)", (wanted.words, person_id))
    row = writer.value("SELECT last_insert_rowid()")
    key = (person_id, row, int(wanted.restricted), wanted.sort_key)
    writer.run("INSERT INTO search_key VALUES (?, ?, ?, ?)", key)


def index_detail(writer: Writer, detail: Record, person_id: str) -> None:
    """The same after a detail of the person was written: only by some of them people are found."""
    if table_of(type(detail)) in SEARCHED:
        index_person(writer, person_id)


@dataclass(frozen=True)
class _Entry:
    """What the index has to hold of a person."""

    restricted: bool
    words: str
    sort_key: str


def _entry_of(writer: Writer, person_id: str) -> _Entry | None:
    """None for who is not found: struck through, or joined to another file."""
    person = writer.record(Person, person_id)
    if person is None or person.is_withdrawn or person.merged_into:
        return None
    restricted = is_restricted(writer, person_id)
    others = [a.full_name for a in writer.records(Alias, "person_id = ?", (person_id,))]
    numbers = [
        *(p.number for p in writer.records(IdentityPaper, "person_id = ?", (person_id,))),
        *(c.number for c in writer.records(HealthCard, "person_id = ?", (person_id,))),
        person.phone,
    ]
    joined = [r["code"] for r in writer.rows("SELECT code FROM person WHERE merged_into = ?", (person_id,))]
    words = search_words.index_text([person.full_name, *others, person.alias], [person.code, *joined], numbers)
    key = names.sort_key((person.alias or person.code) if restricted else (person.sort_name or person.full_name))
    return _Entry(restricted, words, key)


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


def people_known(reader: Reader, ids: Sequence[str], *, restricted: bool) -> list[Found]:
    """Those of some people whom their name would find, in the order given."""
    reader.asks("people")
    if not ids:
        return []
    keys = f"SELECT person_id FROM search_key WHERE restricted <= :r AND person_id IN ({', '.join(f':p{n}' for n in range(len(ids)))})"
    given = {f"p{n}": one for n, one in enumerate(ids)}
    found = {one.person_id: one for one in _found(reader, keys, {"r": int(restricted), **given})}
    return [found[one] for one in ids if one in found]


def _hits(reader: Reader, query: str, *, restricted: bool) -> list[Found]:
    where = " UNION ".join(
        f"SELECT person_id FROM (SELECT person_id FROM {index} WHERE {index} MATCH :q LIMIT {MOST + 1})"
        for index in ("search_open", *(("search_restricted",) if restricted else ()))
    )
    return _found(reader, where, {"q": query})


def _found(reader: Reader, ids: str, values: Mapping[str, object]) -> list[Found]:
    """The people whose ids a statement tells."""
    rows = reader.rows(
        f"""SELECT p.id, p.code, p.full_name, p.born, p.sex, e.id IS NOT NULL AS present, coalesce(r.name, '') AS room,
            coalesce(b.bed, '') AS bed
        FROM found_person p
        LEFT JOIN episode e ON e.id = (SELECT id FROM episode x WHERE x.person_id = p.id AND x.end_on IS NULL
            AND x.withdrawn_at IS NULL ORDER BY x.start_on DESC LIMIT 1)
        LEFT JOIN bed_assignment b ON b.id = (SELECT id FROM bed_assignment y WHERE y.episode_id = e.id AND y.to_on IS NULL
            AND y.withdrawn_at IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        WHERE p.id IN ({ids})""",
        values,
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
