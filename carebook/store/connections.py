"""Reader and Writer: how a connection to the book is asked, and written to."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

from carebook.records.codes import Agency, Code, HolidayRow, LegalBasis, Limit, Rate
from carebook.records.record import Record, table_of
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store import driver, errors, journal, privacy
from carebook.store.gate import Gate
from carebook.store.rows import from_row, from_rows, to_row
from carebook.words import spoken

R = TypeVar("R", bound=Record)
T = TypeVar("T")
_REFERENCE: frozenset[type[Record]] = frozenset({Code, Rate, LegalBasis, Limit, HolidayRow, Agency})
_REFERENCE_TABLES = frozenset(map(table_of, _REFERENCE))
_MOST_KNOWN = 200
_LONG = 3000
"""Longer lists (communes) are read where they are needed and not kept in memory; all that figures are worded by is shorter (2.5 MB)."""
VIETNAM = timezone(timedelta(hours=7))
# The table a writing statement is about.
_WRITTEN = re.compile(r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)


def new_id() -> str:
    """A UUIDv7: unique everywhere, in order of making."""
    from uuid6 import uuid7  # brings what reads e-mails with it, and nothing is written down while a book is opened

    return str(uuid7())


class AlreadyDone(Exception):
    """The operation id is in the journal: the deed was done before (a button pressed twice, a retry after a crash)."""

    def __init__(self, op: str) -> None:
        super().__init__(op)
        self.op = op


class NewerVersion(Exception):
    """Somebody changed the row after it was put on screen; ``theirs`` is what the book holds now."""

    def __init__(self, theirs: Record) -> None:
        super().__init__(table_of(type(theirs)))
        self.theirs = theirs


class Reader:
    """A connection that only answers questions, as one actor sees the book. Used by one thread at a time."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, actor: Actor | None, today: date) -> None:
        self._connection = connection
        self._folder = folder
        self._today = today
        self._remembers = True
        self.actor = actor

    def asks(self, question: str) -> None:
        """Refuse a kind of question its asker has no right to (`NotAllowedToSee`)."""
        if self.actor is not None and not permissions.may_ask(self.actor, question, self._today):
            raise errors.NotAllowedToSee

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of a question."""
        with driver.translated(self._folder):
            self._hear(sql)
            found = self._connection.execute(sql, values).fetchall()
            driver.refuse_unread(self._connection)
            return found

    def row(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Row | None:
        """The first row of a question, or None."""
        with driver.translated(self._folder):
            self._hear(sql)
            found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            driver.refuse_unread(self._connection)
            return found

    def value(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """The first value of the first row, or None."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    def record(self, cls: type[R], id: str) -> R | None:
        """The record of that id, withdrawn or not; None when there is none or it may not be seen."""
        row = self.row(f"SELECT * FROM {_quoted(self._source(cls))} WHERE id = ?", (id,))
        return None if row is None else from_row(cls, row)

    def records(
        self, cls: type[R], where: str = "1", values: Sequence[Any] = (), *, order: str = "id", withdrawn: bool = False
    ) -> list[R]:
        """The records that match, without the withdrawn ones unless asked for."""
        only = "" if withdrawn else " AND withdrawn_at IS NULL"
        sql = f"SELECT * FROM {_quoted(self._source(cls))} WHERE ({where}){only} ORDER BY {order}"
        if cls in _REFERENCE and self._remembers:
            return self._known(cls, sql, values)
        return from_rows(cls, self.rows(sql, values))

    def _known(self, cls: type[R], sql: str, values: Sequence[Any]) -> list[R]:
        """Reference data is asked for by every deed and page: what this connection has read stands until another one writes."""
        connection: Any = self._connection
        self._hear(sql)
        known, version = connection.known, self.data_version()
        if connection.known_at != version or len(known) > _MOST_KNOWN:
            known.clear()
            connection.known_at = version
        key = (sql, tuple(values))
        if key not in known:
            found = from_rows(cls, self.rows(sql, values))
            if len(found) > _LONG:
                return found
            known[key] = found
        return list(known[key])

    def remembered(self, key: Hashable, ask: Callable[[], T]) -> T:
        """What ``ask`` says by questions to this reader, without asking while no table it was read from was written to.

        ``key`` holds everything besides the book that the answer depends on. Nobody changes the answer afterwards.
        """
        connection: Any = self._connection
        with driver.translated(self._folder):
            answer: T = connection.answers.answer(connection, (self.actor, self._today, spoken(), key), ask)
            return answer

    def _hear(self, sql: str) -> None:
        connection: Any = self._connection
        connection.answers.hear(connection, sql)

    def interrupt(self) -> None:
        """Stop the question that runs now, from another thread."""
        self._connection.interrupt()

    def data_version(self) -> int:
        """A number that changes when another connection has written."""
        return int(self.value("PRAGMA data_version"))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _source(self, cls: type[Record]) -> str:
        return privacy.source_of(cls)


class LastingReader(Reader):
    """A reader kept for long: it gives its connection back when the book's key is changed, and opens another afterwards."""

    def __init__(
        self, gate: Gate, connect: Callable[[], sqlite3.Connection], folder: Path, actor: Actor | None, today: date
    ) -> None:
        self._gate, self._connect = gate, connect
        self._resting, self._swapping = False, threading.Lock()
        with gate.passing():
            super().__init__(connect(), folder, actor, today)

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        with self._at_hand():
            return super().rows(sql, values)

    def row(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Row | None:
        with self._at_hand():
            return super().row(sql, values)

    def remembered(self, key: Hashable, ask: Callable[[], T]) -> T:
        with self._at_hand():
            return super().remembered(key, ask)

    def rest(self) -> None:
        """Give the connection back; only while nobody asks through it."""
        with self._swapping:
            self._connection.close()
            self._resting = True

    def interrupt(self) -> None:
        with self._swapping:
            if not self._resting:
                super().interrupt()

    def close(self) -> None:
        super().close()
        self._resting = False  # never opened again

    @contextmanager
    def _at_hand(self) -> Iterator[None]:
        with self._gate.passing():
            if self._resting:
                with self._swapping:
                    self._connection, self._resting = self._connect(), False
            try:
                yield
            except errors.DamagedBook:
                self.rest()  # the cipher gives nothing more through a connection that met a damaged page
                raise


class Writer(Reader):
    """A Reader that sees everything and may write; exists only inside `Book.changing`.

    Each table it writes to is followed by the journal from the first statement on, unless the change is not journaled.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        folder: Path,
        by: str,
        now: datetime,
        *,
        deed: str = "",
        journaled: bool = False,
    ) -> None:
        super().__init__(connection, folder, None, now.astimezone(VIETNAM).date())
        self.by = by
        self.now = now
        self.deed = deed
        self._journaled = journaled
        self._followed: set[str] = set()

    def add(self, record: R) -> R:
        """Keep a new record; it comes back with its id and version 1."""
        kept = replace(record, id=record.id or new_id(), version=1)
        row = to_row(kept)
        self._run(
            f"INSERT INTO {_quoted(table_of(type(kept)))} ({', '.join(map(_quoted, row))}) VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )
        return kept

    def add_many(self, records: Sequence[R]) -> None:
        """Keep many new records of one class with one statement; they get their ids and version 1 like `add`."""
        if not records:
            return
        rows = [to_row(record) | {"id": record.id or new_id(), "version": 1} for record in records]
        columns, marks = ", ".join(map(_quoted, rows[0])), ", ".join("?" * len(rows[0]))
        table = _quoted(table_of(type(records[0])))
        self.run_many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", (tuple(row.values()) for row in rows))

    def amend(self, record: R, *, seen: int | None = None) -> R:
        """Write the record's new values; with ``seen``, `NewerVersion` when the book holds another version than that."""
        cls = type(record)
        there = self.record(cls, record.id)
        if there is None:
            raise LookupError(record.id)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        kept = replace(record, version=there.version + 1)
        if replace(kept, version=there.version) == there:
            return there
        row = to_row(kept)
        row.pop("id")
        self._run(
            f"UPDATE {_quoted(table_of(cls))} SET {', '.join(f'{_quoted(c)} = ?' for c in row)} WHERE id = ?",
            [*row.values(), record.id],
        )
        return kept

    def withdraw(self, cls: type[R], id: str, because: str) -> R:
        """Strike the record through: it stays readable, with who, when and why, and is no longer counted."""
        there = self.record(cls, id)
        if there is None:
            raise LookupError(id)
        return self.amend(replace(there, withdrawn_at=self.now, withdrawn_by=self.by, withdrawn_because=because))

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """A plain writing statement on a table that has no record; returns how many rows it changed."""
        return self._run(sql, values)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """The same statement for many rows."""
        with driver.translated(self._folder):
            self._follow(sql)
            self._connection.executemany(sql, rows)

    def _run(self, sql: str, values: Sequence[Any]) -> int:
        with driver.translated(self._folder):
            self._follow(sql)
            return int(self._connection.execute(sql, values).rowcount)

    def _follow(self, sql: str) -> None:
        written = _WRITTEN.match(sql)
        table = written.group(1) if written else ""
        if table in _REFERENCE_TABLES:
            connection: Any = self._connection
            connection.known.clear()
            self._remembers = False  # until the end of the transaction, which may yet be taken back
        if self._journaled and table and table not in self._followed and journal.is_journaled(table):
            journal.follow(self._connection, table)
            self._followed.add(table)

    def remembered(self, key: Hashable, ask: Callable[[], T]) -> T:  # noqa: ARG002 - what is being written counts at once
        return ask()

    def _source(self, cls: type[Record]) -> str:
        return table_of(cls)


def _quoted(name: str) -> str:
    return f'"{name}"'


def now_utc() -> datetime:
    """The present moment; only the edges (window, commands) call it, everything below is given the moment."""
    return datetime.now(UTC)


def in_vietnam(moment: datetime) -> date:
    """The date of a moment in Vietnam."""
    return moment.astimezone(VIETNAM).date()
