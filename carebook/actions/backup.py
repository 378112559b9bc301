"""Backing the book up, and making a book from a backup."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from carebook.actions.change import Change, deed
from carebook.actions.opening import Opened, open_book
from carebook.records.staff import Actor
from carebook.store import backup, errors, staff
from carebook.store.book import AlreadyDone, Book
from carebook.words import N_, message


@deed(N_("Back up"), "backup")
def back_up_book(
    book: Book,
    folder: Path,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    progress: backup.Progress | None = None,
    cancelled: backup.Cancelled | None = None,
) -> Change:
    """Make a checked backup file in ``folder``; ``Change.result`` is the `Backup`. The access log tells that it was made.

    ``progress(done, total)`` counts bytes. Raises the failures of `carebook.store.backup.back_up`.
    """
    with book.inspecting() as connection:
        if connection.execute("SELECT 1 FROM journal WHERE op = ?", (op,)).fetchone():
            raise AlreadyDone(op)
    made = backup.back_up(book, folder, now=now, progress=progress, cancelled=cancelled)
    with book.changing(by.account_id, now, op, "back_up_book") as writer:
        staff.note_reading(writer, "back_up_book", people=made.people)
    said = message("Backed up and opened for a check: {people} people.", people=made.people)
    return Change(frozenset({"backup"}), (), op, said, undoable=False, result=made)


def restore_backup(
    file: Path,
    folder: Path,
    *,
    name: str,
    password: str,
    now: datetime,
    exclusive: bool = False,
    progress: backup.Progress | None = None,
) -> Opened:
    """Make a book in ``folder`` from a backup and open it; every part is checked before the folder gets its name.

    ``name`` and ``password`` are an account's of that book. The restored book is a new device. Raises `BookExists` (nothing is
    ever overwritten), `BackupUnreadable`, `WrongPassword`, `UnknownAccount`, `NetworkDrive`, `BackupDriveFull`; ``folder`` is as it
    was before then.
    """
    if folder.exists() and any(folder.iterdir()):
        raise errors.BookExists(folder=str(folder))
    workshop = folder.with_name(f".{folder.name}.restoring")
    shutil.rmtree(workshop, ignore_errors=True)  # what a power cut left of an earlier try
    said = backup.manifest_of(file)
    try:
        with backup.writing_to(folder.parent, said.size):
            workshop.mkdir()
            backup.unpack(file, workshop, progress=progress)
            opened = open_book(workshop, name, password, now=now)
            try:
                if not backup.holds_what_it_says(opened.book, said):
                    raise backup.damaged(file)
                opened.book.take_new_device()
            finally:
                opened.book.close()
            if folder.exists():
                folder.rmdir()
            workshop.replace(folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return open_book(folder, name, password, now=now, exclusive=exclusive)
