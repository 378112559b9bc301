"""What a connection remembers of its answers: each stands until the journal tells of a table it was read from."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from carebook.store.journal import is_journaled

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")
_WORD = re.compile(r"\w+")
_JOURNAL = "counted_journal"
_OF_A_TABLE = re.compile(r"counted_journal(?: (\w+))? WHERE (?:\1\.)?tbl = '\w+'")
_MOST = 150
_LONG = 2000
"""After so many lines of the journal (a list was imported) everything is asked anew instead of looking through them."""


@dataclass(frozen=True)
class _Answer:
    value: Any
    tables: frozenset[str]


class Known:
    """The answers one connection remembers. What it has not heard the tables of it does not keep.

    Which tables an answer comes from is taken from the statements put while it was gathered: every table and view named in
    them, and the tables those views name. That is never too few.
    """

    def __init__(self) -> None:
        self._answers: dict[Hashable, _Answer] = {}
        self._hearing: list[set[str]] = []
        self._tables_of: dict[str, frozenset[str]] = {}
        self._behind: dict[str, frozenset[str]] = {}
        self._version = -1
        self._newest = -1

    def hear(self, connection: sqlite3.Connection, sql: str) -> None:
        """A statement is put now: what is being gathered comes from its tables too."""
        if self._hearing:
            if sql not in self._tables_of:
                self._tables_of[sql] = self._named(connection, sql)
            for heard in self._hearing:
                heard |= self._tables_of[sql]

    def answer(self, connection: sqlite3.Connection, key: Hashable, ask: Callable[[], T]) -> T:
        """What ``ask`` says, asked only when it is not known under ``key`` or may have changed since."""
        self._forget(connection)
        known = self._answers.pop(key, None)
        if known is None:
            heard: set[str] = set()
            self._hearing.append(heard)
            try:
                known = _Answer(ask(), frozenset(heard))
            finally:
                self._hearing.pop()
        for heard in self._hearing:
            heard |= known.tables
        if all(map(is_journaled, known.tables)):
            self._answers[key] = known
            if len(self._answers) > _MOST:
                del self._answers[next(iter(self._answers))]
        value: T = known.value
        return value

    def _forget(self, connection: sqlite3.Connection) -> None:
        """Drop what was read from a table that was written to; looked up only after another connection has written."""
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version == self._version:
            return
        before, self._version = self._newest, version
        newest = connection.execute(f"SELECT seq FROM {_JOURNAL} ORDER BY seq DESC LIMIT 1").fetchone()
        self._newest = newest[0] if newest is not None else 0
        if self._newest - before > _LONG:
            self._answers.clear()
            return
        written = {
            row[0] for row in connection.execute(f"SELECT tbl FROM {_JOURNAL} WHERE seq > ? ORDER BY seq", (before,))
        }
        self._answers = {key: one for key, one in self._answers.items() if not one.tables & written}

    def _named(self, connection: sqlite3.Connection, sql: str) -> frozenset[str]:
        """The tables a statement can be about.

        What it asks the journal of one table changes with that table, which it names; what it asks of all is not kept.
        """
        if not self._behind:
            self._behind = _tables_behind(connection)
        words = set(_WORD.findall(sql))
        if sql.count(_JOURNAL) == len(_OF_A_TABLE.findall(sql)):
            words.discard(_JOURNAL)
        return frozenset().union(*(self._behind.get(word, ()) for word in words))


def _tables_behind(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """The tables behind each name of the book: a table's own, and what the statement of a view names."""
    rows = connection.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view')"
        " UNION ALL SELECT name, type, sql FROM sqlite_temp_master WHERE type IN ('table', 'view')"
    ).fetchall()
    behind = {row[0]: frozenset({row[0]}) for row in rows if row[1] == "table"}
    for name, kind, sql in rows:
        if kind == "view":
            behind[name] = frozenset().union(*(behind.get(word, ()) for word in _WORD.findall(sql) if word != name))
    return behind
