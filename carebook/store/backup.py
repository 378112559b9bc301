"""Backups: one file that was opened and checked before it counts, and a book made from it in a new place.

The file is a zip of the two encrypted databases and the keys file as they are, and a manifest that names nobody. It needs nothing
but a password of the book.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carebook import __version__
from carebook.store import driver, errors, journal, keys
from carebook.store.book import DATABASE, FILES, KEYS, VIETNAM, Book
from carebook.store.rows import moment_from, moment_text
from carebook.words import message

if TYPE_CHECKING:
    import sqlite3

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
LAST = "carebook.last-backup"
_MANIFEST = "manifest.json"
_FORMAT = 1
_CHUNK = 1 << 20
_SPARE = 4 << 20


@dataclass(frozen=True)
class Backup:
    """A backup that was opened and checked: where it is, when it was made, and what it holds.

    ``people`` are all people of the book, ``present`` those with an open stay, ``entries`` and ``head`` are the journal's.
    """

    path: Path
    made_at: datetime
    people: int
    present: int
    entries: int
    head: str
    size: int


@dataclass(frozen=True)
class _Holds:
    people: int
    present: int
    entries: int
    head: str


def last_backup(folder: Path) -> Backup | None:
    """The last backup made of the book in ``folder``, None when there is none; read before anybody signs in."""
    try:
        found = json.loads((folder / LAST).read_text(encoding="utf-8"))
        return _backup_of(Path(found["path"]), found["size"], found)
    except (OSError, ValueError, KeyError, TypeError):
        return None


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
    `BackupFolderReadOnly`, `FolderGone`, `BackupStopped`, `BackupUnreadable` (the copy did not pass its check),
    `DamagedBook` (the book itself cannot be copied); nothing is left in ``target`` then.
    """
    size = sum(
        (book.folder / name).stat().st_size
        for name in (DATABASE, DATABASE + "-wal", FILES)
        if (book.folder / name).exists()
    )
    watch = _Watch(3 * size, progress, cancelled)
    with writing_to(target, 2 * size + _SPARE):
        workshop = Path(tempfile.mkdtemp(dir=target, prefix=".carebook-"))
        try:
            with book.inspecting() as connection:
                before = journal.head_of(connection)
            book.copy_into(workshop, lambda: watch.at(_size_of(workshop)))
            watch.at(size)
            try:
                holds = _checked(book, workshop, before, watch)
            except errors.DamagedBook as error:
                raise damaged(workshop / DATABASE) from error
            watch.at(2 * size)
            packed = _pack(workshop, holds, book.book_id, now, watch)
            path = _free_name(target, now)
            packed.replace(path)
            _settle(target)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    watch.at(3 * size)
    made = Backup(path, now, holds.people, holds.present, holds.entries, holds.head, path.stat().st_size)
    keys.replace_file(
        book.folder / LAST, json.dumps({**_facts(made, now), "path": str(path), "size": made.size}).encode()
    )
    return made


def manifest_of(file: Path) -> Backup:
    """What a backup says it holds; `BackupUnreadable` when it is no backup, `NewerBook` when a newer program made it."""
    try:
        with zipfile.ZipFile(file) as packed:
            found = _manifest(packed)
        return _backup_of(file, file.stat().st_size, found)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise errors.BackupUnreadable(file=file.name, why=message("it is no backup of CareBook")) from error


def unpack(file: Path, folder: Path, *, progress: Progress | None = None) -> Backup:
    """Lay the backup's files into an empty ``folder``, each compared with its hash; `BackupUnreadable` when one differs."""
    said = manifest_of(file)
    try:
        with zipfile.ZipFile(file) as packed:
            expected = _manifest(packed)["files"]
            done, total = 0, sum(entry["size"] for entry in expected.values())
            for name in (DATABASE, FILES, KEYS):
                digest = hashlib.sha256()
                with packed.open(name) as source, (folder / name).open("wb") as copy:
                    while chunk := source.read(_CHUNK):
                        digest.update(chunk)
                        copy.write(chunk)
                        done += len(chunk)
                        if progress is not None:
                            progress(done, total)
                    copy.flush()
                    os.fsync(copy.fileno())
                if digest.hexdigest() != expected[name]["sha256"]:
                    raise damaged(file)
    except (zipfile.BadZipFile, EOFError, KeyError) as error:
        raise damaged(file) from error
    return said


def damaged(file: Path) -> errors.BackupUnreadable:
    """The failure of a backup that is not (any more) as it was when it was made."""
    return errors.BackupUnreadable(file=file.name, why=message("it is damaged"))


def holds_what_it_says(book: Book, said: Backup) -> bool:
    """Whether an unpacked book is sound and holds the people and the journal its manifest names."""
    if book.check():
        return False
    with book.inspecting() as connection:
        found = _counted(connection)
    return found == _Holds(said.people, said.present, said.entries, said.head)


class _Watch:
    """Tells how far the work has come, and whether somebody stopped it."""

    def __init__(self, total: int, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._total, self._progress, self._cancelled = total, progress, cancelled
        self._done = 0

    def at(self, done: int) -> bool:
        """Say ``done`` bytes of the total; True when the work has to stop."""
        self._done = max(self._done, min(done, self._total))
        if self._progress is not None:
            self._progress(self._done, self._total)
        return self._cancelled is not None and self._cancelled()

    def step(self, more: int) -> None:
        """Say ``more`` bytes done; `BackupStopped` when the work has to stop."""
        if self.at(self._done + more):
            raise errors.BackupStopped


@contextmanager
def writing_to(target: Path, needed: int) -> Iterator[None]:
    """Name the failures of writing ``needed`` bytes into ``target``, which leave the book unharmed."""
    try:
        if (free := shutil.disk_usage(target).free) < needed:
            raise errors.BackupDriveFull(folder=str(target), megabytes=_megabytes(needed - free))
        yield
    except (OSError, errors.BookError) as error:
        named = keys.world_error(error, target) if isinstance(error, OSError) else error
        if isinstance(named, errors.DiskFull):
            raise errors.BackupDriveFull(folder=str(target), megabytes=_megabytes(needed)) from error
        if isinstance(named, errors.ReadOnlyFolder):
            raise errors.BackupFolderReadOnly(folder=str(target)) from error
        if named is error:
            raise
        raise named from error
    except Exception as error:
        if driver.is_interrupted(error):
            raise errors.BackupStopped from error
        raise


def _megabytes(size: int) -> int:
    return size // 1_000_000 + 1


def _checked(book: Book, copy: Path, before: str, watch: _Watch) -> _Holds:
    """Open the copy and prove it: pages, references, the journal's chain with the head it had before, rows as the journal tells."""
    for name in (DATABASE, FILES):
        with book.inspecting(copy, name) as connection:
            for pragma in ("quick_check", "cipher_integrity_check", "foreign_key_check"):
                wrong = [row[0] for row in connection.execute(f"PRAGMA {pragma}") if row[0] != "ok"]
                if wrong:
                    raise damaged(copy / name)
            watch.step((copy / name).stat().st_size // 2)
    with book.inspecting(copy) as connection:
        chain = journal.check_chain(connection)
        if chain.broken_at is not None:
            raise damaged(copy / DATABASE)
        known = connection.execute("SELECT 1 FROM journal WHERE hash = ?", (bytes.fromhex(before),)).fetchone()
        if known is None and before != journal.START.hex():
            raise damaged(copy / DATABASE)
        lives = {
            row[0]: row[1]
            for row in connection.execute(
                "SELECT tbl, sum(CASE kind WHEN 'I' THEN 1 WHEN 'D' THEN -1 ELSE 0 END) FROM journal GROUP BY tbl"
            )
        }
        for table in journal.journaled_tables(connection):
            if connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] != lives.get(table, 0):
                raise damaged(copy / DATABASE)
        return _counted(connection)


def _counted(connection: sqlite3.Connection) -> _Holds:
    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    return _Holds(
        count("SELECT count(*) FROM person WHERE withdrawn_at IS NULL AND merged_into IS NULL"),
        count("SELECT count(DISTINCT person_id) FROM episode WHERE withdrawn_at IS NULL AND end_on IS NULL"),
        count("SELECT count(*) FROM journal"),
        journal.head_of(connection),
    )


def _pack(workshop: Path, holds: _Holds, book_id: str, now: datetime, watch: _Watch) -> Path:
    """One file of the copies and the manifest, on the drive in full."""
    path = workshop / "packed"
    files: dict[str, dict[str, Any]] = {}
    with path.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as packed:
            for name in (DATABASE, FILES, KEYS):
                digest = hashlib.sha256()
                size = (workshop / name).stat().st_size
                entry = zipfile.ZipInfo(name, now.astimezone(VIETNAM).timetuple()[:6])
                entry.file_size = size
                with (workshop / name).open("rb") as source, packed.open(entry, "w") as copy:
                    while chunk := source.read(_CHUNK):
                        digest.update(chunk)
                        copy.write(chunk)
                        watch.step(len(chunk))
                files[name] = {"sha256": digest.hexdigest(), "size": size}
            told = Backup(path, now, holds.people, holds.present, holds.entries, holds.head, 0)
            manifest = {
                "format": _FORMAT,
                "program": __version__,
                "book_id": book_id,
                **_facts(told, now),
                "files": files,
            }
            packed.writestr(
                zipfile.ZipInfo(_MANIFEST, now.astimezone(VIETNAM).timetuple()[:6]), json.dumps(manifest, indent=1)
            )
        raw.flush()
        os.fsync(raw.fileno())
    with zipfile.ZipFile(path) as packed:
        for name, entry_facts in files.items():
            digest = hashlib.sha256()
            with packed.open(name) as kept:
                while chunk := kept.read(_CHUNK):
                    digest.update(chunk)
            if digest.hexdigest() != entry_facts["sha256"]:
                raise damaged(path)
    return path


def _manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(packed.read(_MANIFEST))
    if found["format"] > _FORMAT:
        raise errors.NewerBook(theirs=found["program"], ours=__version__)
    return found


def _facts(backup: Backup, now: datetime) -> dict[str, Any]:
    return {
        "made_at": moment_text(now),
        "people": backup.people,
        "present": backup.present,
        "entries": backup.entries,
        "head": backup.head,
    }


def _backup_of(path: Path, size: int, facts: dict[str, Any]) -> Backup:
    return Backup(
        path,
        moment_from(facts["made_at"]),
        int(facts["people"]),
        int(facts["present"]),
        int(facts["entries"]),
        str(facts["head"]),
        size,
    )


def _free_name(target: Path, now: datetime) -> Path:
    stem = f"carebook-sao-luu-{now.astimezone(VIETNAM):%Y-%m-%d-%H%M}"
    path, number = target / f"{stem}.cbk", 1
    while path.exists():
        number += 1
        path = target / f"{stem}-{number}.cbk"
    return path


def _settle(folder: Path) -> None:
    """Make a rename outlast a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _size_of(folder: Path) -> int:
    """How many bytes a folder holds; 0 when it is gone: the copying itself then says why."""
    try:
        return sum(path.stat().st_size for path in folder.iterdir())
    except OSError:
        return 0
