"""Trying to restore: a backup is opened aside under its own key and compared with the book; nothing of it stays."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from carebook.records.backup import RestoreDrill
from carebook.rules.backup import days_between_drills
from carebook.store import code_lists, errors, journal
from carebook.store.backup import making, package
from carebook.store.backup.checking import proved
from carebook.store.backup.package import Holds
from carebook.store.backup.watching import Cancelled, Progress, writing_to
from carebook.store.book import Book, Reader
from carebook.words import Message, message


@dataclass(frozen=True)
class Found:
    """What an opened backup holds, how many lines the book wrote since, and what is wrong with it (None: nothing)."""

    holds: Holds
    later_entries: int
    fault: Message | None


def tried(
    book: Book, file: Path, key: bytes, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Found:
    """Lay the backup out aside, still encrypted, prove it with its ``key`` and compare it with the book.

    A backup that cannot be read is an answer, not a failure. Raises `BackupDriveFull`, `FolderGone`, `BackupStopped`.
    """
    said = package.manifest_of(file)
    with writing_to(book.folder, said.size + making.SPARE):
        aside = Path(tempfile.mkdtemp(dir=book.folder, prefix=making.prefix(book.book_id)))
        try:
            package.unpack(file, aside, progress=progress, cancelled=cancelled)
            holds = proved(aside, key, journal.START.hex())
        except errors.BackupUnreadable as error:
            return Found(Holds(said.people, said.present, said.entries, said.head), 0, error.message)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    if holds != Holds(said.people, said.present, said.entries, said.head):
        return Found(holds, 0, message("It does not hold what it says it holds."))
    with book.inspecting() as connection:
        lines = int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])
        line = journal.line_of(connection, holds.head)
        if line is None:
            return Found(holds, 0, message("Its journal is not the beginning of this book's journal."))
        upto = connection.execute("SELECT count(*) FROM journal WHERE seq <= ?", (line,)).fetchone()[0]
    if int(upto) != holds.entries:
        return Found(holds, 0, message("Its journal has another number of lines than the book's up to the same line."))
    return Found(holds, lines - holds.entries, None)


def drills(reader: Reader, limit: int = 20) -> list[RestoreDrill]:
    """The trials of restoring, newest first."""
    return reader.records(RestoreDrill, order="drilled_at DESC")[:limit]


@dataclass(frozen=True)
class Drilling:
    """How far the trials are: the newest one, the newest that passed, and after how many days the next is due."""

    newest: RestoreDrill | None
    last_good: RestoreDrill | None
    every: int


def drilling(reader: Reader, today: date) -> Drilling:
    """How far the trials of restoring are on that day."""
    good = next(iter(reader.records(RestoreDrill, "passed = 1", order="drilled_at DESC")), None)
    every = days_between_drills(code_lists.limits(reader, "restore_drill"), today)
    return Drilling(next(iter(drills(reader, 1)), None), good, every)
