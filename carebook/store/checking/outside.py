"""What can be told of a book's folder without any password: which files are there, how long they are, who holds the book."""

from __future__ import annotations

from pathlib import Path

from carebook.records.damage import Fault, Finding
from carebook.store import errors, keys
from carebook.store.folders import DATABASE, FILES, KEYS, LOCK
from carebook.store.pages.sealed import PAGE, SALT

_OTHERS = (b"SQLite format 3\0", b"%PDF-", b"PK\x03\x04", b"MZ", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff")


def check_outside(folder: Path) -> tuple[Finding, ...]:
    """What is wrong with the files as they lie there; sizes, beginnings, the keys file, and whether a window has the book."""
    found = [one for name in (DATABASE, FILES) if (one := file_fault(folder / name)) is not None]
    keys_fault = _keys_fault(folder)
    if keys_fault is not None:
        found.append(keys_fault)
    if _is_held(folder):
        found.append(Finding(Fault.IN_USE, LOCK))
    return tuple(found)


def file_fault(path: Path) -> Finding | None:
    """What is wrong with one encrypted file, seen from outside; None when nothing is."""
    if not path.is_file():
        return Finding(Fault.MISSING, path.name, opens=False)
    size = path.stat().st_size
    if size == 0:
        return Finding(Fault.EMPTY, path.name, opens=False)
    with path.open("rb") as file:
        head = file.read(SALT)
    if head.startswith(_OTHERS):
        return Finding(Fault.FOREIGN, path.name, opens=False)
    if size < PAGE or size % PAGE:
        return Finding(Fault.CUT, path.name, opens=size >= PAGE)
    return None


def _keys_fault(folder: Path) -> Finding | None:
    try:
        file = keys.read_keys(folder / KEYS)
    except errors.NoBook:
        return Finding(Fault.MISSING, KEYS, opens=False)
    except errors.NewerBook:
        return Finding(Fault.NEWER, KEYS, opens=False)
    except errors.BookError:
        return Finding(Fault.KEYS_UNREADABLE, KEYS, opens=False)
    return None if file.slots else Finding(Fault.KEYS_UNREADABLE, KEYS, opens=False)


def _is_held(folder: Path) -> bool:
    from filelock import FileLock, Timeout

    if not (folder / LOCK).exists():
        return False
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release()
    return False
