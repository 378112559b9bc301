"""The two files of an open book from outside: blobs by content hash, connections of their own to either, and checking them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carebook.store import driver, errors
from carebook.store.folders import DATABASE, FILES
from carebook.store.gate import Gate


class KeptFiles:
    """The part of a `Book` that opens its files apart from reading and changing it."""

    folder: Path
    read_only: errors.BookError | None
    _key_of: dict[str, bytes]
    _gate: Gate
    _looks_only: bool

    def keep_blob(self, content: bytes, content_hash: str) -> None:
        """Keep a blob before the row that names it; keeping it twice changes nothing."""
        with self._opening(FILES, "writing") as connection, driver.translated(self.folder):
            connection.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (content_hash, content))

    def blob(self, content_hash: str) -> bytes | None:
        """The blob of that hash, or None."""
        with self._opening(FILES, "writing") as connection, driver.translated(self.folder):
            row = connection.execute("SELECT content FROM blob WHERE content_hash = ?", (content_hash,)).fetchone()
            driver.refuse_unread(connection)
            return None if row is None else bytes(row[0])

    def _connected(self, name: str, use: str) -> sqlite3.Connection:
        return driver.connect(self.folder / name, self._key_of[name], use=use, read_only=self._looks_only)

    @contextmanager
    def _opening(self, name: str, use: str = "gathering") -> Iterator[sqlite3.Connection]:
        """A connection of its own to one of the book's files, for the time of the block."""
        with self._gate.passing():
            connection = self._connected(name, use)
            try:
                yield connection
            finally:
                connection.close()

    def check(self) -> list[str]:
        """What SQLite and the cipher find wrong in the book's two files; empty when nothing is."""
        found: list[str] = []
        for name in (DATABASE, FILES):
            with self._opening(name) as connection, driver.translated(self.folder):
                found += [f"{name}: {r[0]}" for r in connection.execute("PRAGMA quick_check") if r[0] != "ok"]
                found += [f"{name}: {r[0]}" for r in connection.execute("PRAGMA cipher_integrity_check")]
                found += [f"{name}: {tuple(r)}" for r in connection.execute("PRAGMA foreign_key_check")]
        return found

    @contextmanager
    def inspecting(self, folder: Path | None = None, name: str = DATABASE) -> Iterator[sqlite3.Connection]:
        """A connection of its own to one of the book's files, or to a copy of it in ``folder``, which is opened unchangeably."""
        if folder is None:
            with self._opening(name) as connection, driver.translated(self.folder):
                yield connection
            return
        connection = driver.connect(folder / name, self._key_of[name], use="gathering", immutable=True)
        try:
            with driver.translated(folder):
                yield connection
        finally:
            connection.close()
