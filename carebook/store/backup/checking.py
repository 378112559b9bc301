"""Proving a copy of the book: pages, references, the journal's chain with the head it had before, rows as the journal tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from carebook.store import driver, errors, journal
from carebook.store.backup.package import Backup, Holds, damaged
from carebook.store.backup.watching import Watch
from carebook.store.book import DATABASE, FILES, Book
from carebook.store.rows import moment_text

if TYPE_CHECKING:
    import sqlite3

_HANDS = 2
"""How many read the copy at once: with whoever packs it meanwhile, as many as leave a small PC's window its turn."""
_LOOK_AFTER = 0.2
"""Seconds between two looks whether somebody stopped the work."""


class Proof:
    """The proof of a copy, made by hands of its own beside whatever is done with the copy meanwhile; closed when it is done with."""

    def __init__(self, folder: Path, key: bytes, before: str, *, read_before: str = "") -> None:
        """Begin to prove the copy in ``folder``, which ``key`` opens.

        ``before`` is a head the journal had when the copying began. The journal's chain is read after ``read_before``, the head
        up to which an earlier backup of the book was proved, or ("") whole.
        """
        self.fault: errors.BookError | None = None
        self._database, self._key = folder / DATABASE, key
        self._reading: set[sqlite3.Connection] = set()
        self._turn, self._broken_off = Lock(), False
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="backup-check")
        do, files = self._hands.submit, folder / FILES
        rows = do(self._prove_rows, self._database)  # takes longest: the rest is done beside it
        self._facts = do(self._prove_facts, before, read_before)
        pages = do(self._prove_pages, self._database)
        self._parts = (rows, self._facts, pages, do(self._prove_rows, files), do(self._prove_pages, files))

    def holds(self, watch: Watch | None = None) -> Holds:
        """What the copy holds, once all of it is proved; `BackupUnreadable` when anything differs, `BackupStopped` by ``watch``."""
        left: Collection[Future[Any]] = self._parts
        try:
            while left:
                done, left = wait(left, _LOOK_AFTER, FIRST_COMPLETED)
                for part in done:
                    part.result()
                if watch is not None:
                    watch.step(0)
            return self._facts.result()
        except errors.DamagedBook as error:
            self.fault = damaged(self._database)
            raise self.fault from error
        except errors.BookError as error:
            self.fault = error
            raise

    def close(self) -> None:
        """Break off what is not proved yet."""
        with self._turn:
            self._broken_off = True
            for connection in self._reading:
                connection.interrupt()
        self._hands.shutdown(cancel_futures=True)

    @contextmanager
    def _opened(self, path: Path) -> Iterator[sqlite3.Connection]:
        with (
            driver.translated(path.parent),
            closing(driver.connect(path, self._key, use="gathering", immutable=True)) as connection,
        ):
            with self._turn:
                if self._broken_off:
                    raise errors.BackupStopped
                self._reading.add(connection)
            try:
                yield connection
                driver.refuse_unread(connection)
            finally:
                with self._turn:
                    self._reading.remove(connection)

    def _prove_rows(self, path: Path) -> None:
        with self._opened(path) as connection:
            _refuse_findings(path, connection, "quick_check")

    def _prove_pages(self, path: Path) -> None:
        with self._opened(path) as connection:
            _refuse_findings(path, connection, "cipher_integrity_check", "foreign_key_check")

    def _prove_facts(self, before: str, read_before: str) -> Holds:
        with self._opened(self._database) as connection:
            chain = journal.check_chain(connection, after=read_before)
            if chain.broken_at is not None or not has_head(connection, before):
                raise damaged(self._database)
            lives = {
                row[0]: row[1]
                for row in connection.execute(
                    "SELECT tbl, sum(CASE kind WHEN 'I' THEN 1 WHEN 'D' THEN -1 ELSE 0 END) FROM journal GROUP BY tbl"
                )
            }
            for table in journal.journaled_tables(connection):
                if connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] != lives.get(table, 0):
                    raise damaged(self._database)
            return counted(connection)


def proved(folder: Path, key: bytes, before: str) -> Holds:
    """What the copy in ``folder`` holds, proved whole (see `Proof`)."""
    with closing(Proof(folder, key, before)) as proof:
        return proof.holds()


def _refuse_findings(path: Path, connection: sqlite3.Connection, *pragmas: str) -> None:
    for pragma in pragmas:
        if [row[0] for row in connection.execute(f"PRAGMA {pragma}") if row[0] != "ok"]:
            raise damaged(path)


def has_head(connection: sqlite3.Connection, head: str) -> bool:
    """Whether a journal goes on from ``head``: one of its lines has that hash, or it is the head of an empty journal."""
    return head == journal.START.hex() or journal.line_of(connection, head) is not None


def written_since(book: Book, made: Backup) -> bool:
    """Whether the book holds anything that ``made`` may lack: a line of the journal other than a backup's own, or a draft.

    Also when the journal does not go on from that backup's head.
    """
    with book.inspecting() as connection:
        line = journal.line_of(connection, made.head)
        return line is None or bool(
            connection.execute(
                "SELECT EXISTS (SELECT 1 FROM journal WHERE seq > ? AND deed <> 'back_up_book')"
                " OR EXISTS (SELECT 1 FROM draft WHERE kept_at >= ?)",
                (line, moment_text(made.made_at)),
            ).fetchone()[0]
        )


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
