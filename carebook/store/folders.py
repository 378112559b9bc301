"""Where a book may lie, and who holds it: folders that would damage it are refused, one window opens it at a time."""

from __future__ import annotations

import os
import socket
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carebook.store import errors
from carebook.store.keys import world_error

if TYPE_CHECKING:
    from filelock import FileLock

DATABASE, KEYS, FILES = "carebook.db", "carebook.keys", "attachments.db"
LOCK = "carebook.lock"
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "davfs", "afs", "9p", "fuse.rclone"}
)
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
        import ctypes

        drive_type: int = ctypes.windll.kernel32.GetDriveTypeW(folder.absolute().anchor)  # type: ignore[attr-defined]
        return drive_type == 4
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split()
        if len(parts) > 2:
            point = parts[1].replace("\\040", " ")
            inside = text == point or text.startswith(point.rstrip("/") + "/")
            if inside and len(point) >= len(best):
                best, kind = point, parts[2]
    return kind in _NETWORK


def hold(folder: Path) -> FileLock:
    """The window's lock on the book; `BookInUse` names the PC and since when."""
    from filelock import FileLock, Timeout

    path = folder / LOCK
    note = folder / (LOCK + ".who")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = note.read_text(encoding="utf-8").split("\n") if note.exists() else ["?", "?"]
        raise errors.BookInUse(host=who[0], since=who[1]) from None
    except OSError as error:
        raise world_error(error, folder) from error
    note.write_text(f"{socket.gethostname()}\n{datetime.now().astimezone():%H:%M}", encoding="utf-8")
    return lock


def remove_files(folder: Path) -> None:
    """Remove a book that was not made to its end, so that making it again finds an empty folder."""
    for name in (DATABASE, FILES, KEYS):
        for end in ("", "-wal", "-shm"):
            (folder / (name + end)).unlink(missing_ok=True)
