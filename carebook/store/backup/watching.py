"""How far a backup has come, whether somebody stopped it, and the names of what stands against it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from carebook.store import driver, errors, keys

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class Watch:
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

    def reach(self, done: int) -> None:
        """Say ``done`` bytes of the total; `BackupStopped` when the work has to stop."""
        if self.at(done):
            raise errors.BackupStopped

    def step(self, more: int) -> None:
        """Say ``more`` bytes done; `BackupStopped` when the work has to stop."""
        self.reach(self._done + more)


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
