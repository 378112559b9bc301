"""Putting a file into a folder, share or USB stick so that nobody ever finds half of it under its real name, and taking
files from there."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from carebook.exchange.delivery import (
    CHUNK,
    Delivery,
    Different,
    DriveMissing,
    FolderFull,
    FolderMissing,
    FolderReadOnly,
    NotDelivered,
    Place,
    Progress,
    PulledOut,
    ShareMissing,
    Watch,
)
from carebook.rules.outbox import Way, way_of

__all__ = [
    "Delivery",
    "Different",
    "FolderFull",
    "FolderMissing",
    "FolderPlace",
    "FolderReadOnly",
    "NotDelivered",
    "PulledOut",
    "deliver",
]

_MISSING: dict[Way, type[NotDelivered]] = {Way.DRIVE: DriveMissing, Way.SHARE: ShareMissing}


class FolderPlace(Place):
    """A folder this PC sees."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.said = str(folder)

    def missing(self) -> NotDelivered:
        return _MISSING.get(way_of(self.said), FolderMissing)(folder=self.said)

    def lost(self) -> NotDelivered:
        return PulledOut(folder=self.said)

    def named(self, error: Exception) -> NotDelivered | None:
        if not isinstance(error, OSError):
            return None
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return FolderFull(folder=self.said)
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return FolderReadOnly(folder=self.said)
        return PulledOut(folder=self.said)

    def is_there(self) -> bool:
        return self._folder.is_dir()

    def listed(self) -> list[str]:
        with os.scandir(self._folder) as entries:
            return [entry.name for entry in entries if entry.is_file()]

    def content_of(self, name: str, most: int) -> bytes | None:
        path = self._folder / name
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(most + 1)

    def write(self, name: str, content: bytes, watch: Watch) -> None:
        with (self._folder / name).open("wb") as file:
            for begin in range(0, len(content), CHUNK):
                watch(begin)
                file.write(content[begin : begin + CHUNK])
            file.flush()
            os.fsync(file.fileno())
        watch(len(content))

    def rename(self, name: str, new: str) -> None:
        (self._folder / name).replace(self._folder / new)

    def remove(self, name: str) -> None:
        if self._folder.is_dir():
            (self._folder / name).unlink(missing_ok=True)

    def path_of(self, name: str) -> Path:
        return self._folder / name


def deliver(
    content: bytes,
    name: str,
    folder: Path,
    *,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Delivery:
    """Deliver into a folder, as `Place.deliver` promises.

    Raises `FolderMissing`, `FolderFull`, `FolderReadOnly`, `PulledOut`, `Different`.
    """
    return FolderPlace(folder).deliver(content, name, progress=progress, stopped=stopped)
