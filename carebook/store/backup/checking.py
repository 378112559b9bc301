"""Proving a copy of the book: pages, references, the journal's chain with the head it had before, rows as the journal tells."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from carebook.store import driver, errors, journal
from carebook.store.backup.package import Backup, Holds, damaged
from carebook.store.book import DATABASE, FILES, Book

if TYPE_CHECKING:
    import sqlite3


def proved(folder: Path, key: bytes, before: str, *, read_before: str = "") -> Holds:
    """Open the copy in ``folder`` with its key and prove it; `BackupUnreadable` when anything differs.

    ``before`` is a head the journal had when the copying began. The journal's chain is read after ``read_before``, the head up
    to which an earlier backup of the book was proved, or ("") whole. Three hands read side by side.
    """
    database = folder / DATABASE
    try:
        with ThreadPoolExecutor(3, thread_name_prefix="backup-check") as hands:
            found = [hands.submit(_prove_rows, folder / name, key) for name in (DATABASE, FILES)]
            found += [hands.submit(_prove_pages, folder / name, key) for name in (DATABASE, FILES)]
            facts = hands.submit(_prove_facts, database, key, before, read_before)
            for one in found:
                one.result()
            return facts.result()
    except errors.DamagedBook as error:
        raise damaged(database) from error


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[sqlite3.Connection]:
    with (
        closing(driver.connect(path, key, use="gathering", immutable=True)) as connection,
        driver.translated(path.parent),
    ):
        yield connection


def _refuse_findings(path: Path, connection: sqlite3.Connection, *pragmas: str) -> None:
    for pragma in pragmas:
        if [row[0] for row in connection.execute(f"PRAGMA {pragma}") if row[0] != "ok"]:
            raise damaged(path)


def _prove_rows(path: Path, key: bytes) -> None:
    with _opened(path, key) as connection:
        _refuse_findings(path, connection, "quick_check")


def _prove_pages(path: Path, key: bytes) -> None:
    with _opened(path, key) as connection:
        _refuse_findings(path, connection, "cipher_integrity_check", "foreign_key_check")


def _prove_facts(path: Path, key: bytes, before: str, read_before: str) -> Holds:
    with _opened(path, key) as connection:
        chain = journal.check_chain(connection, after=read_before)
        if chain.broken_at is not None or not has_head(connection, before):
            raise damaged(path)
        lives = {
            row[0]: row[1]
            for row in connection.execute(
                "SELECT tbl, sum(CASE kind WHEN 'I' THEN 1 WHEN 'D' THEN -1 ELSE 0 END) FROM journal GROUP BY tbl"
            )
        }
        for table in journal.journaled_tables(connection):
            if connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] != lives.get(table, 0):
                raise damaged(path)
        return counted(connection)


def has_head(connection: sqlite3.Connection, head: str) -> bool:
    """Whether a journal goes on from ``head``: one of its lines has that hash, or it is the head of an empty journal."""
    return head == journal.START.hex() or journal.line_of(connection, head) is not None


def counted(connection: sqlite3.Connection) -> Holds:
    """What a book holds."""

    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    return Holds(
        count("SELECT count(*) FROM person WHERE withdrawn_at IS NULL AND merged_into IS NULL"),
        count("SELECT count(DISTINCT person_id) FROM episode WHERE withdrawn_at IS NULL AND end_on IS NULL"),
        count("SELECT count(*) FROM journal"),
        journal.head_of(connection),
    )


def holds_what_it_says(book: Book, said: Backup) -> bool:
    """Whether an unpacked book is sound and holds the people and the journal its manifest names."""
    if book.check():
        return False
    with book.inspecting() as connection:
        found = counted(connection)
    return found == Holds(said.people, said.present, said.entries, said.head)
