"""The backups of a book that are known: the last one made, what each place holds or lacks, and which are thinned away."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from carebook.rules.backup import outworn
from carebook.store import errors, keys
from carebook.store.backup.package import ENDING, Backup, backup_of, facts, manifest_of
from carebook.store.book import KEYS, in_vietnam
from carebook.store.rows import moment_from, moment_text
from carebook.words import Message

LAST = "carebook.last-backup"


@dataclass(frozen=True)
class Failure:
    """A backup that was tried and does not count: when, and why in words."""

    at: datetime
    why: Message
    unreadable: bool


@dataclass(frozen=True)
class Place:
    """One place of backups as it is now. ``last`` is the newest good backup made there, also while the place is away.

    ``proved`` is the newest backup lying there when it is, to its size, the one that was last checked from this book's folder
    and no later try failed.
    """

    folder: Path
    is_there: bool
    same_drive: bool
    free: int
    size: int
    last: Backup | None
    failure: Failure | None
    backups: tuple[Backup, ...]
    proved: Backup | None = None


def last_backup(folder: Path) -> Backup | None:
    """The last backup made of the book in ``folder``, None when there is none; read before anybody signs in."""
    return _backup_in(_kept(folder))


def first_backup_on(folder: Path) -> date | None:
    """The day of the first backup made of the book in ``folder``; None when there is none."""
    try:
        return date.fromisoformat(_kept(folder)["first_on"])
    except (ValueError, KeyError, TypeError):
        return None


def last_failure(folder: Path) -> Failure | None:
    """What stood against the newest try of the book in ``folder``; None when a good backup came after it."""
    kept = _kept(folder)
    failures = [found for one in kept.get("failed", {}).values() if (found := _failure_of(one)) is not None]
    newest = max(failures, key=lambda failure: failure.at, default=None)
    last = _backup_in(kept)
    return newest if newest is not None and (last is None or last.made_at < newest.at) else None


def note_made(book_folder: Path, target: Path, made: Backup) -> None:
    """Remember a backup that counts."""
    kept = _kept(book_folder)
    told = {**facts(made), "path": str(made.path), "size": made.size, "book_id": made.book_id}
    failed = {name: one for name, one in kept.get("failed", {}).items() if name != str(target)}
    told["first_on"] = kept.get("first_on") or in_vietnam(made.made_at).isoformat()
    _keep(book_folder, {**told, "places": {**kept.get("places", {}), str(target): told}, "failed": failed})


def note_failure(book_folder: Path, target: Path, error: errors.BookError, *, now: datetime) -> None:
    """Remember that a place has no new backup, and why; a book that cannot be written beside does not remember."""
    kept = _kept(book_folder)
    said = {name: str(value) for name, value in error.message.values.items()}
    told = {
        "at": moment_text(now),
        "why": error.message.id,
        "values": said,
        "unreadable": isinstance(error, errors.BackupUnreadable),
    }
    with suppress(errors.BookError):
        _keep(book_folder, {**kept, "failed": {**kept.get("failed", {}), str(target): told}})


def backups_in(target: Path, book_id: str = "") -> tuple[Backup, ...]:
    """The backups lying in a folder, newest first, of one book or ("") of any; files that are none are passed over."""
    found = []
    try:
        files = [path for path in target.iterdir() if path.suffix == ENDING]
    except OSError:
        return ()
    for path in files:
        with suppress(errors.BookError):
            found.append(manifest_of(path))
    mine = [one for one in found if not book_id or one.book_id == book_id]
    return tuple(sorted(mine, key=lambda one: (one.made_at, one.path.name), reverse=True))


def known_backups(book_folder: Path, places: tuple[Path, ...] = ()) -> tuple[Backup, ...]:
    """The backups of the book in ``book_folder`` that can be read now, newest first: in every place it was backed up to."""
    kept = _kept(book_folder)
    try:
        book_id = keys.read_keys(book_folder / KEYS).book_id
    except errors.BookError:
        book_id = str(kept.get("book_id", ""))
    if not book_id:
        return ()
    folders = dict.fromkeys((*places, *map(Path, kept.get("places", {}))))
    last = _backup_in(kept)
    if last is not None:
        folders.setdefault(last.path.parent)
    found = [one for folder in folders for one in backups_in(folder, book_id)]
    return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))


def place(book_folder: Path, book_id: str, target: Path) -> Place:
    """One place as it is now."""
    kept = _kept(book_folder)
    backups = backups_in(target, book_id)
    remembered = _backup_in(kept.get("places", {}).get(str(target)) or {})
    failure = _failure_of(kept.get("failed", {}).get(str(target)))
    last = backups[0] if backups else remembered
    try:
        usage = shutil.disk_usage(target)
        same = target.stat().st_dev == book_folder.stat().st_dev
    except OSError:
        return Place(target, False, False, 0, 0, last, failure, ())
    proved = last if backups and last == remembered and failure is None else None
    return Place(target, True, same, usage.free, usage.total, last, failure, backups, proved)


def thin(target: Path, book_id: str, *, now: datetime) -> tuple[Path, ...]:
    """Take away the outworn backups of a book (`rules.backup.outworn`), after a new one was made; the files taken away.

    Files of other books, and files that cannot be read as a backup, are never touched.
    """
    backups = backups_in(target, book_id)
    taken = []
    for number in sorted(outworn([one.made_at for one in backups], now, in_vietnam)):
        with suppress(OSError):
            backups[number].path.unlink()
            taken.append(backups[number].path)
    return tuple(taken)


def _backup_in(told: dict[str, Any]) -> Backup | None:
    try:
        return backup_of(Path(told["path"]), told["size"], told)
    except (ValueError, KeyError, TypeError):
        return None


def _failure_of(told: dict[str, Any] | None) -> Failure | None:
    if told is None:
        return None
    try:
        return Failure(moment_from(told["at"]), Message(told["why"], told["values"]), bool(told["unreadable"]))
    except (ValueError, KeyError, TypeError):
        return None


def _kept(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / LAST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(folder: Path, told: dict[str, Any]) -> None:
    keys.replace_file(folder / LAST, json.dumps(told).encode())
