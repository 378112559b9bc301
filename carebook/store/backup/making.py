"""Making a backup: one checked copy of the open book, packed into one place or several, each of which may fail alone."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from carebook.store import driver, errors, journal, keys
from carebook.store.backup import known, package
from carebook.store.backup.checking import Proof
from carebook.store.backup.package import Backup
from carebook.store.backup.watching import Cancelled, Progress, Watch, writing_to
from carebook.store.book import DATABASE, FILES, KEYS, VIETNAM, Book

SPARE = 4 << 20
_PAGES = 2048
_LOCK = "carebook.backing-up"


@dataclass(frozen=True)
class Outcome:
    """What came of backing up into one place: the backup, or what stood against it."""

    folder: Path
    made: Backup | None = None
    error: errors.BookError | None = None


@dataclass(frozen=True)
class _Copy:
    folder: Path
    key: bytes
    proof: Proof
    sealed: str
    size: int


def back_up(
    book: Book,
    target: Path,
    *,
    now: datetime,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Backup:
    """Write one checked file ``carebook-sao-luu-….cbk`` into ``target``; it gets its real name last.

    Readers and writers of the book go on meanwhile; no connection of theirs is used. Raises `BackupDriveFull`,
    `BackupFolderReadOnly`, `FolderGone`, `BackupStopped`, `BackupUnderWay`, `BackupUnreadable` (the copy did not pass its
    check), `DamagedBook` (the book itself cannot be copied); nothing is left in ``target`` then.
    """
    (outcome,) = back_up_to(book, (target,), now=now, progress=progress, cancelled=cancelled)
    if outcome.made is None:
        assert outcome.error is not None
        raise outcome.error
    return outcome.made


def back_up_to(
    book: Book,
    targets: Sequence[Path],
    *,
    now: datetime,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Outcome, ...]:
    """`back_up` into each of ``targets``: the book is copied and checked once; a place that fails does not stop the others.

    The copy is checked while it is packed; no package is finished before.

    What stands against the copy itself (`BackupStopped`, `BackupUnderWay`, `BackupUnreadable`, `DamagedBook`) is raised.
    """
    size = _size_of(book.folder)
    watch = Watch((2 + len(targets)) * size, progress, cancelled)
    with _only_one(book.folder):
        room, found = _room_for_copy(book, targets, size)
        if room is None:
            return found
        for folder in (book.folder, *targets):
            _sweep(folder, book.book_id)
        with writing_to(room, size + SPARE), _copied(book, room, size, watch) as copy:
            outcomes = tuple(
                _packed_into(book, copy, target, now, watch, (1 + number) * size)
                for number, target in enumerate(targets)
            )
    watch.at((2 + len(targets)) * size)
    return outcomes


def _room_for_copy(book: Book, targets: Sequence[Path], size: int) -> tuple[Path | None, tuple[Outcome, ...]]:
    """Where the copy is made and checked: beside the book if its drive has room, else in a place that has room for two."""
    if shutil.disk_usage(book.folder).free >= 2 * size + SPARE and os.access(book.folder, os.W_OK):
        return book.folder, ()
    refused = []
    for target in targets:
        try:
            with writing_to(target, 2 * size + SPARE):
                return target, ()
        except errors.BookError as error:
            refused.append(Outcome(target, error=error))
    return None, tuple(refused)


@contextmanager
def _copied(book: Book, room: Path, size: int, watch: Watch) -> Iterator[_Copy]:
    """A copy of the book under a key of its own that is being proved, in a folder of ``room`` that is gone afterwards."""
    workshop = Path(tempfile.mkdtemp(dir=room, prefix=prefix(book.book_id)))
    try:
        book_key = book.key_of(DATABASE)
        key = keys.new_book_key()
        with book.inspecting() as connection:
            before = journal.head_of(connection)
        copy_with_key(book, workshop, key, watch)
        watch.reach(size)
        sealed = package.sealed_to_book(book_key, book.book_id, key)
        last = known.last_backup(book.folder)
        with closing(Proof(workshop, key, before, read_before=last.head if last is not None else "")) as proof:
            yield _Copy(workshop, key, proof, sealed, _size_of(workshop))
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def copy_with_key(book: Book, folder: Path, key: bytes, watch: Watch | None = None) -> None:
    """A consistent copy of both databases under another ``key`` and the keys file with that key, in an empty ``folder``.

    Each database is copied as it was at one moment: a reading transaction holds that moment, so that the copy goes on
    through other people's writing and may be stopped between two steps.
    """
    done = 0
    for name in (DATABASE, FILES):
        with (
            book.inspecting(name=name) as source,
            driver.translated(folder),
            closing(driver.new_copy(folder / name, key)) as copy,
        ):
            source.execute("BEGIN")
            page = int(source.execute("PRAGMA page_size").fetchone()[0])
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            reached = done

            def step(_status: int, left: int, total: int) -> None:
                nonlocal reached
                reached = done + (total - left) * page  # noqa: B023
                if watch is not None:
                    watch.reach(reached)

            source.backup(copy, pages=_PAGES, progress=step)
            driver.refuse_unread(source)
            done = reached
    file = keys.read_keys(book.folder / KEYS)
    slots = tuple(replace(keys.seal_to(file.book_id, slot, key), sealed_next="") for slot in file.slots)
    keys.write_keys(folder / KEYS, replace(file, slots=slots, op="", before=()))


def _packed_into(book: Book, copy: _Copy, target: Path, now: datetime, watch: Watch, at: int) -> Outcome:
    watch.reach(at)
    workshop: Path | None = None
    try:
        with writing_to(target, copy.size + SPARE):
            workshop = Path(tempfile.mkdtemp(dir=target, prefix=prefix(book.book_id)))
            packed = workshop / "packed"
            proof = partial(copy.proof.holds, watch)
            holds = package.pack(copy.folder, packed, proof, book.book_id, copy.sealed, now, watch)
            if package.key_of(packed, book.key_of(DATABASE)) != copy.key:
                raise package.damaged(packed)
            path = _free_name(target, now)
            packed.replace(path)
            keys.settle(target)
    except errors.BackupStopped:
        raise
    except errors.BookError as error:
        if error is copy.proof.fault:
            raise
        known.note_failure(book.folder, target, error, now=now)
        return Outcome(target, error=error)
    finally:
        if workshop is not None:
            shutil.rmtree(workshop, ignore_errors=True)
    made = Backup(path, now, holds.people, holds.present, holds.entries, holds.head, path.stat().st_size, book.book_id)
    known.note_made(book.folder, target, made)
    known.thin(target, book.book_id, now=now)
    return Outcome(target, made)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """One backup of a book at a time; `BackupUnderWay` otherwise."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise errors.BackupUnderWay from None
    except OSError as error:
        raise keys.world_error(error, folder) from error
    try:
        yield
    finally:
        lock.release()


def prefix(book_id: str) -> str:
    """How the workshops of a book's backups are called."""
    return f".carebook-{book_id[-12:]}-"


def _sweep(folder: Path, book_id: str) -> None:
    """Take away what a power cut left of an earlier backup of this book; nobody else is making one."""
    try:
        left = [path for path in folder.iterdir() if path.name.startswith(prefix(book_id))]
    except OSError:
        return  # said by whoever writes there
    for path in left:
        shutil.rmtree(path, ignore_errors=True)


def _free_name(target: Path, now: datetime) -> Path:
    stem = f"carebook-sao-luu-{now.astimezone(VIETNAM):%Y-%m-%d-%H%M}"
    path, number = target / f"{stem}{package.ENDING}", 1
    while path.exists():
        number += 1
        path = target / f"{stem}-{number}{package.ENDING}"
    return path


def _size_of(folder: Path) -> int:
    """How many bytes a book's files have."""
    names = (DATABASE, DATABASE + "-wal", FILES, FILES + "-wal", KEYS)
    return sum((folder / name).stat().st_size for name in names if (folder / name).exists())
