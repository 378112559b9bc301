"""Where the rows of a salvaged book come from: the pages of the damaged one that open, and backups, the newest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from carebook.store import driver, errors, journal
from carebook.store.folders import DATABASE, FILES
from carebook.store.migrations_needed import NEWEST
from carebook.store.pages.sealed import SealedFile, sealed_file
from carebook.store.pages.tables import Contents, Schema, contents_of, schema_of, version_in

_SEQ, _PREV, _HASH = 0, 13, 14


@dataclass
class Damaged:
    """The damaged book as far as its pages open; nothing of it is written to."""

    main: Contents | None
    files: Contents | None
    schema: Schema
    open_files: list[SealedFile] = field(default_factory=list)

    @classmethod
    def at(cls, folder: Path, found: Sequence[bytes], salts: dict[str, tuple[bytes, ...]]) -> Damaged:
        """Open what can be opened of the book in ``folder`` with one of the keys ``found``."""
        opened: dict[str, SealedFile] = {}
        for name in (DATABASE, FILES):
            with suppress(OSError):
                file = sealed_file(folder / name, found, salts=salts.get(name, ()))
                if file.proves_any:
                    opened[name] = file
                else:
                    file.close()
        main = contents_of(opened[DATABASE]) if DATABASE in opened else None
        files = contents_of(opened[FILES]) if FILES in opened else None
        return cls(main, files, schema_of(_version(main)), list(opened.values()))

    def close(self) -> None:
        """Let go of the files."""
        for file in self.open_files:
            file.close()


def _version(main: Contents | None) -> int:
    """The book's version: from its header, else the newest whose tables are all there."""
    if main is None:
        return NEWEST
    told = version_in(main.file)
    if 0 < told <= NEWEST:
        return told
    if not main.is_whole:
        return NEWEST
    for version in range(NEWEST, 0, -1):
        if schema_of(version).tables.keys() <= main.roots.keys():
            return version
    return NEWEST


@dataclass
class Spare:
    """One backup laid out beside: a whole book of some moment. ``newest_line`` is the last line of its journal.

    Its files were proved when they were laid out; a page that cannot be read any more ends the salvage (`DamagedBook`), it is
    never taken for content.
    """

    made_at: datetime
    connection: sqlite3.Connection
    files: sqlite3.Connection
    newest_line: int

    def row(self, table: str, row_id: str) -> dict[str, Any] | None:
        """The row of that id as it was then."""
        if not self.has(table):
            return None
        found = self.connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
        driver.refuse_unread(self.connection)
        return dict(zip(found.keys(), tuple(found), strict=True)) if found is not None else None

    def rows(self, table: str) -> list[sqlite3.Row]:
        """All rows of a table; none when it has not that table."""
        found = self.connection.execute(f'SELECT * FROM "{table}"').fetchall() if self.has(table) else []
        driver.refuse_unread(self.connection)
        return found

    def has(self, table: str) -> bool:
        """Whether it has that table."""
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return self.connection.execute(sql, (table,)).fetchone() is not None

    def ids(self, table: str) -> Iterator[str]:
        """The ids of all rows of a table."""
        if self.has(table):
            for row in self.connection.execute(f'SELECT id FROM "{table}"'):
                yield row[0]
            driver.refuse_unread(self.connection)

    def lines(self) -> Iterator[tuple[Any, ...]]:
        """All lines of its journal, in order, with their hashes."""
        for row in self.connection.execute(f"SELECT {journal.SEALED}, prev, hash FROM journal ORDER BY seq"):
            yield tuple(row)
        driver.refuse_unread(self.connection)

    def close(self) -> None:
        """Let go of it."""
        self.connection.close()
        self.files.close()


def spares_of(backups: Sequence[Path], key: bytes, book_id: str, workshop: Path) -> list[Spare]:
    """Lay the backups of this book out in ``workshop``, the newest first; what does not open or is another book's is left out."""
    if not backups:
        return []
    from carebook.store import backup

    found = []
    for number, file in enumerate(backups):
        folder = workshop / f"backup-{number}"
        folder.mkdir()
        with suppress(errors.BookError, OSError):
            said = backup.manifest_of(file)
            opens_with = backup.unpack_with(file, folder, key)
            connection = driver.connect(folder / DATABASE, opens_with, use="gathering", immutable=True)
            files = driver.connect(folder / FILES, opens_with, use="gathering", immutable=True)
            row = connection.execute("SELECT book_id FROM book").fetchone()
            if row is None or row[0] != book_id:
                connection.close()
                files.close()
                continue
            newest = connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]
            found.append(Spare(said.made_at, connection, files, newest))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def is_true_line(line: Sequence[Any]) -> bool:
    """Whether a line of the journal is as it was sealed: its hash covers it and the one before."""
    return len(line) == _HASH + 1 and isinstance(line[_PREV], bytes) and journal.line_hash(line) == line[_HASH]
