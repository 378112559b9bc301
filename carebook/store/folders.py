"""Where a book may lie, and who holds it: folders that would damage it are refused, one window opens it at a time."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carebook.store import errors
from carebook.store.keys import world_error

if TYPE_CHECKING:
    from filelock import FileLock

DATABASE, KEYS, FILES = "carebook.db", "carebook.keys", "attachments.db"
LOCK = "carebook.lock"
_WHO = LOCK + ".who"
_UNFINISHED = "carebook.unfinished"
_LEAST = 1 << 16
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "davfs", "afs", "9p", "fuse.rclone"}
)
_WINDOWS_DRIVES = {2: "removable", 3: "fixed", 4: "remote", 5: "cdrom", 6: "ramdisk"}
_SYNCED = {"onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive", "googledrive": "Google Drive"}


def refuse_unsafe(folder: Path) -> None:
    """Refuse a folder on a network drive or one that another program synchronises."""
    for part in folder.resolve().parts:
        if part.casefold() in _SYNCED or part.casefold().startswith("onedrive"):
            raise errors.SyncedFolder(program=_SYNCED.get(part.casefold(), "OneDrive"))
    if _is_network(folder):
        raise errors.NetworkDrive(folder=str(folder))


def _is_network(folder: Path) -> bool:
    text = str(folder.absolute())
    if text.startswith(("\\\\", "//")):
        return True
    if os.name == "nt":
        return file_system(folder) == "remote"
    return file_system(folder) in _NETWORK


def file_system(folder: Path) -> str:
    """The kind of drive a folder lies on, as the system calls it ("ext4", "cifs"; on Windows "fixed", "removable", "remote"…)."""
    if os.name == "nt":
        import ctypes

        drive_type: int = ctypes.windll.kernel32.GetDriveTypeW(folder.absolute().anchor)  # type: ignore[attr-defined]
        return _WINDOWS_DRIVES.get(drive_type, "unknown")
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    text = str(folder.absolute())
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split()
        if len(parts) > 2:
            point = parts[1].replace("\\040", " ")
            inside = text == point or text.startswith(point.rstrip("/") + "/")
            if inside and len(point) >= len(best):
                best, kind = point, parts[2]
    return kind


def is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder (root is told yes also of a drive mounted for reading, so it is tried)."""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".carebook-")
    except OSError:
        return False
    os.close(handle)
    Path(name).unlink(missing_ok=True)
    return True


def is_full(folder: Path) -> bool:
    """Whether the drive of the folder has no room even for the few pages that opening a book takes."""
    try:
        return shutil.disk_usage(folder).free < _LEAST
    except OSError:
        return False


def hold(folder: Path) -> FileLock:
    """The window's lock on the book; `BookInUse` names the PC and since when."""
    from filelock import FileLock, Timeout

    path = folder / LOCK
    note = folder / _WHO
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        told = note.read_text(encoding="utf-8", errors="replace") if note.exists() else ""
        host, _, since = told.partition("\n")
        raise errors.BookInUse(host=host or "?", since=since or "?") from None
    except OSError as error:
        raise world_error(error, folder) from error
    with suppress(OSError):  # on a full drive nobody is told who holds it, but it is held
        note.write_text(f"{socket.gethostname()}\n{datetime.now().astimezone():%H:%M}", encoding="utf-8")
    return lock


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """Have ``folder`` for oneself while a book is made in it; it is one for others only when the block has ended well.

    What an earlier try left there is removed, and a failure leaves nothing. Raises `BookExists`, `BookBeingMade`,
    `ReadOnlyFolder`, `DiskFull`, `FolderGone`.
    """
    if not (folder / _UNFINISHED).exists():
        _refuse_book(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise world_error(error, folder) from error
    try:
        lock = hold(folder)
    except errors.BookInUse:
        raise errors.BookBeingMade(folder=str(folder)) from None
    made = False
    try:
        _clear_for_making(folder)
        try:
            yield
        except BaseException:
            remove_files(folder)
            raise
        made = True
        (folder / _UNFINISHED).unlink(missing_ok=True)
    finally:
        lock.release()
        if not made and not (folder / DATABASE).exists():
            for left in (LOCK, _WHO):
                with suppress(OSError):  # somebody else is trying the lock
                    (folder / left).unlink(missing_ok=True)


def _clear_for_making(folder: Path) -> None:
    if (folder / _UNFINISHED).exists():
        remove_files(folder)
    _refuse_book(folder)
    try:
        (folder / _UNFINISHED).touch()
    except OSError as error:
        raise world_error(error, folder) from error


def _refuse_book(folder: Path) -> None:
    if any((folder / name).exists() for name in (DATABASE, KEYS)):
        raise errors.BookExists(folder=str(folder))


def refuse_unfinished(folder: Path) -> None:
    """Raise `UnfinishedBook` when the making of the book in ``folder`` was broken off."""
    if (folder / _UNFINISHED).exists():
        raise errors.UnfinishedBook(folder=str(folder))


def remove_files(folder: Path) -> None:
    """Remove a book that was not made to its end, so that making it again finds an empty folder."""
    for name in (DATABASE, FILES, KEYS):
        for end in ("", "-wal", "-shm"):
            (folder / (name + end)).unlink(missing_ok=True)
    (folder / _UNFINISHED).unlink(missing_ok=True)
