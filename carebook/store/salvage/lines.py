"""The journal of a salvaged book: the lines that can be read, which are missing, and the lines that tell what was put right."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from carebook.store import journal
from carebook.store.rows import moment_text
from carebook.store.salvage.sources import Damaged, Spare, is_true_line

DEED = "salvage_book"
_COLUMNS = "seq, op, clock, device, actor, deed, at, reason, tbl, row_id, person_id, kind, changes, prev, hash"
_PUT = f"INSERT OR IGNORE INTO journal ({_COLUMNS}) VALUES ({', '.join('?' * 15)})"


@dataclass
class Lines:
    """What is known of the journal after everything was gathered.

    ``missing`` are the numbers of lines known of and not found; ``told_of`` the rows whose lines are among them, as far as the
    index of the journal says, each with the last such line. ``knows_all``: there were no other lines than these.
    """

    connection: sqlite3.Connection
    missing: list[int] = field(default_factory=list)
    told_of: dict[tuple[str, str], int] = field(default_factory=dict)
    knows_all: bool = True
    chain_holds: bool = True
    newest: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether no line is missing and the chain holds to what was its end."""
        return self.chain_holds and self.knows_all

    def of_row(self, table: str, row_id: str) -> list[tuple[int, str, dict[str, Any]]]:
        """The lines of one row in order: number, kind, and column → (old, new)."""
        found = self.connection.execute(
            "SELECT seq, kind, changes FROM journal WHERE tbl = ? AND row_id = ? ORDER BY seq", (table, row_id)
        )
        return [(row[0], row[1], json.loads(row[2])) for row in found]

    def may_miss(self, table: str, row_id: str, after: int) -> bool:
        """Whether a line about the row, later than ``after``, is or may be missing."""
        if self.told_of.get((table, row_id), 0) > after:
            return True
        return not self.knows_all and any(number > after for number in self.missing)


def gather_lines(connection: sqlite3.Connection, damaged: Damaged, spares: Iterable[Spare]) -> Lines:
    """Bring the lines of the damaged book and of its backups together; of a backup only where its history is the same."""
    main = damaged.main
    known: list[tuple[str, str, int]] = []
    knows_all = False
    if main is not None:
        shape = damaged.schema.tables["journal"]
        rows = (shape.values(row) for row in main.rows("journal"))
        connection.executemany(_PUT, (row for row in rows if is_true_line(row)))
        known = [values for _number, values in main.rows("journal_row") if len(values) == 3]
        knows_all = main.walks["journal_row"].is_whole or main.walks["journal"].is_whole
    for spare in spares:
        if _same_history(connection, spare):
            connection.executemany(_PUT, (line for line in spare.lines() if is_true_line(line)))
    return _counted(connection, known, knows_all)


def add_lines(lines: Lines, found: Iterable[tuple[Any, ...]]) -> Lines:
    """The journal with lines that were found on pages to which nothing leads."""
    lines.connection.executemany(_PUT, (line for line in found if is_true_line(line)))
    known = [(table, row_id, seq) for (table, row_id), seq in lines.told_of.items()]
    again = _counted(lines.connection, known, lines.knows_all)
    again.newest = max(again.newest, lines.newest)
    return again


def _same_history(connection: sqlite3.Connection, spare: Spare) -> bool:
    """Whether no line of the backup says something else than the line of that number here, and they meet somewhere."""
    own = dict(connection.execute("SELECT seq, hash FROM journal").fetchall())
    if not own:
        return True
    met = False
    for line in spare.lines():
        here = own.get(line[0])
        if here is not None and here != line[14]:
            return False
        met = met or here is not None
    return met or not own.keys() & set(range(1, spare.newest_line + 1))


def _counted(connection: sqlite3.Connection, known: list[tuple[str, str, int]], knows_all: bool) -> Lines:
    there = {row[0] for row in connection.execute("SELECT seq FROM journal")}
    newest = max([*there, *(seq for _table, _row, seq in known)], default=0)
    missing = [number for number in range(1, newest + 1) if number not in there]
    told_of: dict[tuple[str, str], int] = {}
    for table, row_id, seq in known:
        if seq not in there:
            told_of[table, row_id] = max(told_of.get((table, row_id), 0), seq)
    chain_holds = not missing and journal.check_chain(connection).broken_at is None
    return Lines(connection, missing, told_of, knows_all, chain_holds, newest)


def begin_new_chain(connection: sqlite3.Connection) -> None:
    """Let the lines that are left be sealed anew, as a chain of their own, by the next `journal.chain`."""
    name = "journal_is_append_only"
    sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE journal SET prev = NULL, hash = NULL")
    connection.execute(sql)


def tell_what_was_put_right(
    connection: sqlite3.Connection, lines: Lines, *, by: str, op: str, device: str, now: datetime, reason: str
) -> int:
    """Add lines until the journal tells every row as it stands; returns how many.

    A row of whose making no line is left gets one with its values, a row that is not there any more one that takes it away.
    """
    told = 0
    newest = connection.execute("SELECT coalesce(max(seq), 0), coalesce(max(clock), 0) FROM journal").fetchone()
    clock = max(newest[1] + 1, int(time.time() * 1000) << 16)
    seq = max(newest[0], lines.newest)
    for table, row_id, kind, changes in list(_differences(connection, lines)):
        seq += 1
        told += 1
        connection.execute(
            _PUT.replace("OR IGNORE ", ""),
            (
                *(seq, op, clock, device, by, DEED, moment_text(now), reason, table, row_id),
                *(_person_of(connection, table, row_id), kind, journal.said(changes), None, None),
            ),
        )
    return told


def _differences(connection: sqlite3.Connection, lines: Lines) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for table in journal.journaled_tables(connection):
        columns = [r[1] for r in connection.execute(f'PRAGMA table_info("{table}")') if r[1] not in ("id", "version")]
        named = ", ".join(f'"{column}"' for column in columns)
        balance = """SELECT row_id, sum(CASE kind WHEN 'I' THEN 1 WHEN 'D' THEN -1 ELSE 0 END) AS net
            FROM journal WHERE tbl = ? GROUP BY row_id"""
        for row in connection.execute(
            f'SELECT t.id, {named} FROM "{table}" t LEFT JOIN ({balance}) b ON b.row_id = t.id WHERE coalesce(b.net, 0) < 1',
            (table,),
        ).fetchall():
            yield table, row[0], "I", {name: [None, value] for name, value in zip(columns, tuple(row)[1:], strict=True)}
        for row in connection.execute(
            f'SELECT b.row_id, b.net FROM ({balance}) b WHERE b.net <> 0 AND b.row_id NOT IN (SELECT id FROM "{table}")',
            (table,),
        ).fetchall():
            yield table, row[0], "D" if row[1] > 0 else "I", {}
        for (of, row_id), _seq in lines.told_of.items():
            if of != table:
                continue
            there = connection.execute(f'SELECT {named} FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
            state = replayed(lines.of_row(table, row_id)) if there is not None else None
            if state is None or there is None:
                continue
            now = dict(zip(columns, tuple(there), strict=True))
            differs = {name: [state.get(name), value] for name, value in now.items() if state.get(name) != value}
            if differs:
                yield table, row_id, "U", differs


def replayed(
    lines: list[tuple[int, str, dict[str, Any]]], state: dict[str, Any] | None = None
) -> dict[str, Any] | None:
    """What the lines make of a row that was ``state`` (None: not there) before them; None when it is not there after."""
    for _seq, kind, changes in lines:
        if kind == "D":
            state = None
        elif kind == "I":
            state = {name: pair[1] for name, pair in changes.items()}
        elif state is not None:
            state = {**state, **{name: pair[1] for name, pair in changes.items()}}
    return state


def _person_of(connection: sqlite3.Connection, table: str, row_id: str) -> str | None:
    if table == "person":
        return row_id
    earlier = connection.execute(
        "SELECT person_id FROM journal WHERE tbl = ? AND row_id = ? AND person_id IS NOT NULL LIMIT 1", (table, row_id)
    ).fetchone()
    if earlier is not None:
        return str(earlier[0])
    columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    for column, sql in (
        ("person_id", 'SELECT person_id FROM "{table}" WHERE id = ?'),
        ("episode_id", 'SELECT person_id FROM episode WHERE id = (SELECT episode_id FROM "{table}" WHERE id = ?)'),
    ):
        if column in columns:
            found = connection.execute(sql.format(table=table), (row_id,)).fetchone()
            return found[0] if found is not None else None
    return None
