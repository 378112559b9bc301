"""What must hold of a book whatever was done to it: every page and reference, the chain, and each row as the journal tells it."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carebook.store import driver, journal
from carebook.store.book import DATABASE, FILES, KEYS, Book, Reader

OWN_FILES = frozenset(
    {
        *(DATABASE, FILES, KEYS),
        *(f"{name}{end}" for name in (DATABASE, FILES) for end in ("-wal", "-shm")),
        *("carebook.lock", "carebook.lock.who", "carebook.attempts", "carebook.last-backup", "sending.lock"),
    }
)
"""What may lie in the folder of a book when nobody is writing."""


@dataclass(frozen=True)
class Seen:
    """How far the journal has been read: its last line, the head there, and the lines of each operation after it, by deed."""

    last: int
    head: bytes
    lines: Counter[str]
    deeds: dict[str, str]


def begin(reader: Reader) -> Seen:
    """Where the journal stands."""
    row = reader.row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    assert row is not None
    return Seen(row["seq"], bytes(row["hash"]), Counter(), {})


def read_on(reader: Reader, seen: Seen) -> Seen:
    """The journal from where it was read to its end: every new line is sealed and fits the one before; no deed stands half open."""
    head, last, lines, deeds = seen.head, seen.last, Counter[str](), dict[str, str]()
    for row in reader.rows(
        f"SELECT {journal.SEALED}, prev, hash FROM journal WHERE seq > ? ORDER BY seq", (seen.last,)
    ):
        body = tuple(row)
        assert body[13] == head, f"line {body[0]} does not follow"
        assert body[14] == journal._hash(head, body[:13]), f"line {body[0]} was not written so"
        head, last = bytes(body[14]), body[0]
        lines[body[1]] += 1
        deeds[body[1]] = body[5]
    assert reader.value("SELECT count(*) FROM followed") == 0
    return Seen(last, head, lines, deeds)


def is_whole(book: Book) -> None:
    """Everything there is to prove: pages, cipher, references, the chain from its beginning, every row as the journal tells it."""
    assert book.check() == []
    with book.inspecting() as connection:
        chain = journal.check_chain(connection)
        assert chain.broken_at is None, chain
        told = told_rows(connection)
        for table in journal.journaled_tables(connection):
            differs(table, rows_of(connection, table), told.get(table, {}))


def rows_of(connection: Any, table: str) -> dict[str, dict[str, Any]]:
    """Every row of a table by its id, without what the journal leaves out."""
    found = {row["id"]: dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')}
    return {
        row_id: {name: value for name, value in row.items() if name not in ("id", "version")}
        for row_id, row in found.items()
    }


def told_rows(connection: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """Every row of every table as the lines of the journal make it, one after the other."""
    told: dict[str, dict[str, dict[str, Any]]] = {}
    for line in connection.execute("SELECT tbl, row_id, kind, changes FROM journal ORDER BY seq"):
        rows = told.setdefault(line["tbl"], {})
        if line["kind"] == "D":
            del rows[line["row_id"]]
            continue
        row = rows.setdefault(line["row_id"], {})
        row |= {name: pair[1] for name, pair in json.loads(line["changes"]).items()}
    return told


def differs(table: str, rows: dict[str, dict[str, Any]], told: dict[str, dict[str, Any]]) -> None:
    """Fail when a row is not as it was told."""
    assert rows.keys() == told.keys(), table
    for row_id, row in rows.items():
        for name, value in row.items():
            other = told[row_id].get(name)
            same = value == other or (isinstance(value, float) and other is not None and math.isclose(value, other))
            assert same, f"{table} {row_id} {name}: {value!r} is there, {other!r} was told"


def all_rows(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the book, to be compared with another reading of it."""
    with book.inspecting() as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
        ]
        rows = {table: [tuple(row) for row in connection.execute(f'SELECT * FROM "{table}"')] for table in tables}
        driver.refuse_unread(connection)
        return rows


def plain_words(folders: Iterable[Path], words: Iterable[str]) -> list[tuple[str, str]]:
    """The files under the folders in which one of the words stands readable, in UTF-8 or UTF-16."""
    marks = [(word, word.encode(how)) for word in words for how in ("utf-8", "utf-16-le", "utf-16-be")]
    found = []
    for path in _files(folders):
        content = path.read_bytes()
        found += [(path.name, word) for word, mark in marks if mark in content]
    return found


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())
