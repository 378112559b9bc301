"""Backing the book up, trying to restore it, carrying it to another PC, and making a book from a backup."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carebook.actions.change import Change, deed, refuse
from carebook.actions.opening import Opened, open_book, open_by_papers, open_by_recovery_code
from carebook.records.backup import DrillKey, RestoreDrill
from carebook.records.staff import Actor
from carebook.rules.backup import is_due
from carebook.store import backup, custodians, errors, keys, staff
from carebook.store.backup import drills
from carebook.store.book import KEYS, VIETNAM, AlreadyDone, Book, in_vietnam, new_id
from carebook.words import N_, message

WHOLE = N_("Backed up and opened for a check: {people} people.")
"""What is said when every place took the backup."""


@deed(N_("Back up"), "backup")
def back_up_book(
    book: Book,
    folder: Path,
    *more: Path,
    by: Actor,
    now: datetime,
    op: str = "",
    progress: backup.Progress | None = None,
    cancelled: backup.Cancelled | None = None,
) -> Change:
    """Make a checked backup file in ``folder`` and in each of ``more``; the access log tells that it was made.

    ``Change.result`` is the first `Backup` made; a place that failed is said in ``Change.said`` and remembered for the
    settings. ``progress(done, total)`` counts bytes. Raises the failures of `carebook.store.backup.back_up` when no place took
    it.
    """
    with book.inspecting() as connection:
        if connection.execute("SELECT 1 FROM journal WHERE op = ?", (op,)).fetchone():
            raise AlreadyDone(op)
    outcomes = backup.back_up_to(book, (folder, *more), now=now, progress=progress, cancelled=cancelled)
    good = [outcome.made for outcome in outcomes if outcome.made is not None]
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    if not good:
        assert failed[0].error is not None
        raise failed[0].error
    with book.changing(by.account_id, now, op, "back_up_book") as writer:
        staff.note_reading(writer, "back_up_book", people=good[0].people)
    said = message(WHOLE, people=good[0].people)
    if failed:
        said = message(
            "Backed up to {good} of {all} places. “{folder}”: {why}",
            good=len(good),
            all=len(outcomes),
            folder=str(failed[0].folder),
            why=failed[0].error.message if failed[0].error else "",
        )
    return Change(frozenset({"backup"}), (), op, said, undoable=False, result=good[0])


def places_without(book: Book, folders: Sequence[Path], *, now: datetime, hour: int) -> tuple[Path, ...]:
    """The places that have to be backed up to before the book is closed; none when every one that is there has a proved backup
    of all that was written, and no daily one (at ``hour``) is due.

    A place that is away is among them when another one lacks its backup, and when no place is there.
    """
    there = [found for folder in folders if (found := backup.place(book.folder, book.book_id, folder)).is_there]
    whole = {
        one.folder
        for one in there
        if one.proved is not None
        and not is_due(one.proved.made_at, now.astimezone(VIETNAM), hour=hour, day_of=in_vietnam)
        and not backup.written_since(book, one.proved)
    }
    if whole and len(whole) == len(there):
        return ()
    return tuple(folder for folder in folders if folder not in whole)


@deed(N_("Try restoring"), "backup")
def drill_restore(
    book: Book,
    file: Path,
    secret: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    with_recovery_code: bool = False,
    progress: backup.Progress | None = None,
    cancelled: backup.Cancelled | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Change:
    """Open a backup aside by the password of who does it (that of the day it was made) or the recovery code, compare it with
    the book and keep what was found; ``Change.result`` is the `RestoreDrill`, also when the backup failed.

    Raises `WrongPassword`, `WrongRecoveryCode`, `UnknownAccount` (no key in that backup), `OtherBook`, `BackupDriveFull`.
    """
    began = clock()
    said = backup.manifest_of(file)
    if said.book_id != book.book_id:
        raise errors.OtherBook(folder=str(book.folder))
    if with_recovery_code:
        key = backup.key_by(file, keys.RECOVERY, keys.normal_recovery_code(secret))
    else:
        key = backup.key_by(file, by.account_id, secret)
    found = drills.tried(book, file, key, progress=progress, cancelled=cancelled)
    with book.changing(by.account_id, now, op, "drill_restore") as writer:
        kept = writer.add(
            RestoreDrill(
                drilled_at=now,
                file=file.name,
                backup_made_at=said.made_at,
                opened_with=DrillKey.RECOVERY if with_recovery_code else DrillKey.PASSWORD,
                passed=found.fault is None,
                fault=str(found.fault or ""),
                people=found.holds.people,
                present=found.holds.present,
                entries=found.holds.entries,
                later_entries=found.later_entries,
                head=found.holds.head,
                seconds=max(1, round(clock() - began)),
                drilled_by_id=by.staff_member_id,
            )
        )
    if found.fault is None:
        told = message(
            "The backup can be restored: {people} people, {present} present.", people=kept.people, present=kept.present
        )
    else:
        told = message(
            "The backup “{file}” cannot be restored: {why} Back up again now.", file=file.name, why=found.fault
        )
    return Change(frozenset({"backup"}), (kept.id,), op, told, undoable=False, result=kept)


@deed(N_("Carry the book to another PC"), "backup")
def move_book(book: Book, file: Path, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Say from now on that the book goes on elsewhere, out of the backup ``file``: whoever opens it here is warned.

    Refused when that backup is not the book's, or when something was written since.
    """
    said = backup.manifest_of(file)
    if said.book_id != book.book_id:
        raise errors.OtherBook(folder=str(book.folder))
    with book.changing(by.account_id, now, op, "move_book") as writer:
        if backup.written_since(book, said):
            raise refuse(message("Something was written after this backup. Make a new one, then carry it over."))
        staff.note_reading(writer, "move_book", people=said.people)
    backup.mark_moved(book.folder, file.name, now=now)
    told = message("This book is marked as moved. On the new PC choose “Move the book from an old PC”.")
    return Change(frozenset({"backup"}), (), op, told, undoable=False)


@deed(N_("Go on with the book on this PC"), "backup")
def take_book_back(book: Book, gone: backup.Moved, *, by: Actor, now: datetime, op: str = "") -> Change:
    """The book that is marked as ``gone`` is at home here again: nobody is warned any more."""
    with book.changing(by.account_id, now, op, "take_book_back") as writer:
        staff.note_reading(writer, "take_book_back")
    if backup.moved(book.folder) == gone:
        backup.take_back(book.folder)
    return Change(frozenset({"backup"}), (), op, message("The book goes on here."), undoable=False)


@dataclass(frozen=True)
class Key:
    """Who opens a backup, and by what: ``name`` and ``password`` of the day it was made, or the recovery code, which gives
    the account ``name`` the new ``password``, or the ``papers`` of two custodians, which do so for a manager."""

    name: str
    password: str
    recovery_code: str = ""
    papers: tuple[str, str] | None = None


def prove_key(file: Path, key: Key) -> None:
    """Whether the key opens the backup; nothing but the file is read. `WrongPassword`, `WrongRecoveryCode`, `NoCustodians`,
    `UnknownAccount`, `BackupUnreadable`."""
    there = backup.keys_in(file)
    account_id = there.slot_named(key.name).account_id
    if key.papers is not None:
        try:
            secret = custodians.secret_for(there, *key.papers)
        except errors.OldCustodianPapers:
            raise errors.PapersOfAnotherDay from None
        backup.key_by(file, keys.CUSTODIANS, secret)
    elif key.recovery_code:
        backup.key_by(file, keys.RECOVERY, keys.normal_recovery_code(key.recovery_code))
    else:
        backup.key_by(file, account_id, key.password)


@dataclass(frozen=True)
class BookRestored(Opened):
    """The book out of a backup, open; ``aside`` is where the book lies that stood there before, None when none did."""

    aside: Path | None = None


def restore_backup(
    file: Path,
    folder: Path,
    *,
    name: str,
    password: str,
    now: datetime,
    recovery_code: str = "",
    papers: tuple[str, str] | None = None,
    in_place: bool = False,
    exclusive: bool = False,
    progress: backup.Progress | None = None,
    cancelled: backup.Cancelled | None = None,
) -> BookRestored:
    """Make a book in ``folder`` from a backup and open it; every part is checked before the folder gets its name.

    The key (see `Key`) is tried before anything is touched. The restored book is a new device with the backup's own key. With
    ``in_place`` a book that lies in ``folder`` is put aside under a dated name, never deleted. Raises `BookExists` (without
    ``in_place``), `BookInUse`, `OtherBook`, `BackupUnreadable`, `WrongPassword`, `WrongRecoveryCode`, `NoCustodians`,
    `UnknownAccount`, `NetworkDrive`, `BackupDriveFull`, `RestoreStopped`; ``folder`` is as it was before then.
    """
    said = backup.manifest_of(file)
    key = Key(name, password, recovery_code, papers)
    prove_key(file, key)
    if in_place and said.book_id:
        _refuse_other(folder, said)
    with (
        backup.writing_to(folder.parent, said.size),
        backup.swapping(folder, in_place=in_place, now=now) as (workshop, take_place),
    ):
        try:
            backup.unpack(file, workshop, progress=progress, cancelled=cancelled)
        except errors.BackupStopped:
            raise errors.RestoreStopped from None
        _prove(workshop, file, said, key)
        if cancelled is not None and cancelled():
            raise errors.RestoreStopped
        opened = _first_opened(workshop, key, now)
        with opened.book as book:
            book.take_new_device()
            with book.changing(opened.actor.account_id, now, new_id(), "restore_backup") as writer:
                staff.note_reading(writer, "restore_backup", people=said.people)
        backup.note_made(workshop, file.parent, said)
        restored = take_place()
    found = open_book(folder, name, password, now=now, exclusive=exclusive)
    return BookRestored(found.book, found.actor, found.one_time, aside=restored.aside)


def _refuse_other(folder: Path, said: backup.Backup) -> None:
    try:
        there = keys.read_keys(folder / KEYS).book_id
    except errors.BookError:
        return  # a book whose keys cannot be read is what a restore is for
    if there != said.book_id:
        raise errors.OtherBook(folder=str(folder))


def _prove(workshop: Path, file: Path, said: backup.Backup, key: Key) -> None:
    """The book laid down holds what the manifest says, before anything is written to it."""
    if key.papers is not None:
        secret = custodians.secret_for(keys.read_keys(workshop / KEYS), *key.papers)
        book = Book.open_by_paper(workshop, keys.CUSTODIANS, secret)
    elif key.recovery_code:
        book = Book.open_by_recovery(workshop, key.recovery_code)
    else:
        book, _account = Book.open(workshop, key.name, key.password)
    with book:
        if not backup.holds_what_it_says(book, said):
            raise backup.damaged(file)


def _first_opened(workshop: Path, key: Key, now: datetime) -> Opened:
    if key.papers is not None:
        return open_by_papers(workshop, *key.papers, key.name, key.password, now=now)
    if key.recovery_code:
        return open_by_recovery_code(workshop, key.recovery_code, key.name, key.password, now=now)
    return open_book(workshop, key.name, key.password, now=now)


def newest_backup(book_folder: Path, places: Sequence[Path] = ()) -> backup.Backup | None:
    """The newest backup of the book that can be read now; None when no place is there."""
    return next(iter(backup.known_backups(book_folder, tuple(places))), None)
