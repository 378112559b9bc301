"""The journal: every change of every row, written by triggers, sealed into a hash chain at commit, append-only.

The triggers that write lines are long, and a connection parses everything its file holds when it opens; so they are made on the
writing connection, for a table at a time, when a deed first writes to it. What stands in the file are short guards: nothing is
written to a table that the running deed does not follow, whichever program tries. Who is writing stands in a table of that
connection too: it never reaches the file.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carebook.store.rows import moment_from, moment_text

if TYPE_CHECKING:
    import sqlite3

    from carebook.store.connections import Reader

START = b"\0" * 32
_BEFORE_ALL = -(2**63)
_said = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
SEALED = "seq, op, clock, device, actor, deed, at, reason, tbl, row_id, person_id, kind, changes"
# Not facts about people but the book's own workings; each has a write path of its own.
NOT_JOURNALED = frozenset(
    {
        "book",
        "followed",
        "journal",
        "draft",
        "choice",
        "search_key",
        "file",
        "credential",
        "outbox_attempt",
        "_sqlite_migrations",
    }
)

_CONTEXT = """CREATE TEMP TABLE IF NOT EXISTS context (
    one INTEGER PRIMARY KEY CHECK (one = 1), op TEXT NOT NULL, clock INTEGER NOT NULL, device TEXT NOT NULL,
    actor TEXT NOT NULL, deed TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL) STRICT"""
_WAYS = {"i": "INSERT", "u": "UPDATE", "d": "DELETE"}


@dataclass(frozen=True)
class Entry:
    """One line of the journal. ``changes`` maps a column to its old and new stored value."""

    seq: int
    op: str
    actor: str
    deed: str
    at: datetime
    reason: str
    table: str
    row_id: str
    person_id: str | None
    kind: str
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class ChainCheck:
    """What checking the chain found: lines read, the head's hash, and the first broken line (None when whole)."""

    lines: int
    head: str
    broken_at: int | None = None
    broken_on: datetime | None = None


def journaled_tables(connection: sqlite3.Connection) -> list[str]:
    """The tables whose rows the journal follows."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    return [r[0] for r in rows if is_journaled(r[0])]


def ensure_guards(connection: sqlite3.Connection) -> None:
    """Make the guards of every table anew (a changed table silently loses its own)."""
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\\_of\\_%' ESCAPE '\\'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for table in journaled_tables(connection):
        for kind, way in _WAYS.items():
            connection.execute(
                f'CREATE TRIGGER guard_of_{table}_{kind} BEFORE {way} ON "{table}"'
                f" WHEN NOT EXISTS (SELECT 1 FROM followed WHERE tbl='{table}')"
                " BEGIN SELECT raise(ABORT, 'no actor: write outside a deed'); END"
            )


def is_journaled(table: str) -> bool:
    """Whether the journal follows the table."""
    return table not in NOT_JOURNALED and not table.startswith(("sqlite_", "search_"))


def follow(connection: sqlite3.Connection, table: str) -> None:
    """Let the running deed write to a table, and the journal see it; `begin` comes first."""
    there = connection.execute("SELECT 1 FROM sqlite_temp_master WHERE name = ?", (f"journal_of_{table}_i",)).fetchone()
    if there is None:
        for statement in _triggers(connection, table):
            connection.execute(statement)
    connection.execute("INSERT INTO followed VALUES (?)", (table,))


def _triggers(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [r[1] for r in connection.execute(f'PRAGMA table_info("{table}")')]
    followed = [c for c in columns if c not in ("id", "version")]

    def person(row: str) -> str:
        if table == "person":
            return f"{row}.id"
        if "person_id" in columns:
            return f"{row}.person_id"
        if "episode_id" in columns:
            return f"(SELECT person_id FROM episode WHERE id = {row}.episode_id)"
        return "NULL"

    def line(kind: str, row: str, changes: str, among: str = "context") -> str:
        return (
            "INSERT INTO journal (op, clock, device, actor, deed, at, reason, tbl, row_id, person_id, kind, changes)"
            f" SELECT op, clock, device, actor, deed, at, reason, '{table}', {row}.id, {person(row)}, '{kind}', {changes}"
            f" FROM {among};"
        )

    # old values of a deleted row stand in its earlier lines
    written = ",".join(f"'{c}',json_array(NULL,new.\"{c}\")" for c in followed)
    pairs = " UNION ALL SELECT ".join(f'\'{c}\',old."{c}",new."{c}"' for c in followed)
    changed = (
        "context, (SELECT json_group_object(name, json_array(was, becomes)) AS changed FROM"
        f" (SELECT '' AS name, 0 AS was, 0 AS becomes UNION ALL SELECT {pairs}) WHERE was IS NOT becomes) WHERE changed <> '{{}}'"
    )
    for kind, row, changes, among in (
        ("I", "new", f"json_object({written})", "context"),
        ("U", "new", "changed", changed),
        ("D", "old", "'{}'", "context"),
    ):
        way = _WAYS[kind.lower()]
        yield (
            f'CREATE TEMP TRIGGER journal_of_{table}_{kind.lower()} AFTER {way} ON main."{table}" BEGIN '
            + line(kind, row, changes, among)
            + " END"
        )


def begin(
    connection: sqlite3.Connection, *, op: str, device: str, actor: str, deed: str, at: datetime, reason: str
) -> None:
    """Name the actor of the running transaction; the clock never goes back, whatever the PC's does."""
    last = connection.execute("SELECT clock FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    clock = max((last[0] if last else 0) + 1, int(time.time() * 1000) << 16)
    connection.execute(_CONTEXT)
    connection.execute(
        "INSERT OR REPLACE INTO temp.context VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
        (op, clock, device, actor, deed, moment_text(at), reason),
    )


def seal(connection: sqlite3.Connection) -> int:
    """Chain the transaction's lines to the head found inside this same transaction; returns how many there were."""
    sealed = chain(connection)
    connection.execute("DELETE FROM temp.context")
    connection.execute("DELETE FROM followed")
    return sealed


def chain(connection: sqlite3.Connection) -> int:
    """Chain the lines after the last sealed one, whoever wrote them; returns how many there were."""
    last, head = _last_sealed(connection)
    sealed = []
    for row in connection.execute(f"SELECT {SEALED} FROM journal WHERE seq > ? ORDER BY seq", (last,)):
        digest = _hash(head, tuple(row))
        sealed.append((head, digest, row[0]))
        head = digest
    connection.executemany("UPDATE journal SET prev = ?, hash = ? WHERE seq = ?", sealed)
    return len(sealed)


def head_of(connection: sqlite3.Connection) -> str:
    """The hash of the last sealed line, as text; printed on reports so that a cut tail can be proved."""
    return _last_sealed(connection)[1].hex()


def last_written_at(reader: Reader) -> datetime | None:
    """The moment of the newest line; None while there is none."""
    at = reader.value("SELECT at FROM journal ORDER BY seq DESC LIMIT 1")
    return moment_from(at) if at else None


def line_of(connection: sqlite3.Connection, head: str) -> int | None:
    """The number of the line with that hash, None when the chain has none; it is looked for from the end, where heads lie."""
    found = connection.execute(
        "SELECT seq FROM journal WHERE hash = ? ORDER BY seq DESC LIMIT 1", (bytes.fromhex(head),)
    ).fetchone()
    return None if found is None else int(found[0])


def check_chain(connection: sqlite3.Connection, *, after: str = "") -> ChainCheck:
    """Read the whole chain, or what stands ``after`` a head that was read before, and name the first line that does not fit.

    A head that the chain does not have is no help: the whole chain is read then.
    """
    known = line_of(connection, after)
    head, begin = (START, _BEFORE_ALL) if known is None else (bytes.fromhex(after), known)
    lines = 0
    for row in connection.execute(f"SELECT {SEALED}, prev, hash FROM journal WHERE seq > ? ORDER BY seq", (begin,)):
        body = tuple(row)
        if body[13] != head or body[14] != _hash(head, body[:13]):
            return ChainCheck(lines, head.hex(), body[0], moment_from(body[6]))
        head = body[14]
        lines += 1
    return ChainCheck(lines, head.hex())


def check_last(connection: sqlite3.Connection, lines: int) -> ChainCheck | None:
    """Read only the last ``lines`` of the chain; None when they fit together, else the first that does not."""
    rows = connection.execute(
        f"SELECT {SEALED}, prev, hash FROM journal ORDER BY seq DESC LIMIT ?", (lines,)
    ).fetchall()
    head: bytes | None = None
    for read, row in enumerate(reversed(rows)):
        body = tuple(row)
        fits = head is None or body[13] == head
        if not fits or body[13] is None or body[14] != _hash(body[13], body[:13]):
            return ChainCheck(read, (head or START).hex(), body[0], moment_from(body[6]))
        head = body[14]
    return None


def line_hash(line: Sequence[Any]) -> bytes:
    """What the hash of a sealed line (`SEALED`, prev, hash) has to be."""
    return _hash(line[13], tuple(line[:13]))


def said(changes: dict[str, Any]) -> str:
    """The changes of a line as they are written."""
    return _said(changes)


def entry_of(row: Any) -> Entry:
    """A row of the journal as an `Entry`."""
    changes = {name: (pair[0], pair[1]) for name, pair in json.loads(row["changes"]).items()}
    return Entry(
        row["seq"],
        row["op"],
        row["actor"],
        row["deed"],
        moment_from(row["at"]),
        row["reason"],
        row["tbl"],
        row["row_id"],
        row["person_id"],
        row["kind"],
        changes,
    )


def _last_sealed(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """The number and the hash of the line a new one follows; the lines after it are those of the running transaction."""
    row = connection.execute(
        "SELECT seq, hash FROM journal WHERE hash IS NOT NULL ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return (int(row[0]), bytes(row[1])) if row else (_BEFORE_ALL, START)


def _hash(head: bytes, body: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(head + _said(body).encode()).digest()
