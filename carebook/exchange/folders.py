"""Putting a file into a folder, share or USB stick so that nobody ever finds half of it under its real name."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from carebook.rules.problem import Problem
from carebook.words import N_, Message


class NotDelivered(Exception):
    """The file did not arrive; ``message`` says why and that the package is still in the outbox."""

    pattern = N_("Not sent: the folder “{folder}” is not there. The package is still in the outbox.")

    def __init__(self, **values: object) -> None:
        self.message = Message(self.pattern, values)
        super().__init__(self.message.id)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The failure as a refusal, so that a page tells it as one."""
        return (Problem("", self.message),)


class FolderMissing(NotDelivered):
    """The folder, share or stick is not there."""


class FolderFull(NotDelivered):
    """No room."""

    pattern = N_("Not sent: “{folder}” has no room left. The package is still in the outbox.")


class FolderReadOnly(NotDelivered):
    """The folder cannot be written to."""

    pattern = N_("Not sent: “{folder}” cannot be written to. The package is still in the outbox.")


class PulledOut(NotDelivered):
    """The stick went away while copying."""

    pattern = N_("“{folder}” went away while copying; no file bears its real name there. Plug it in again, then retry.")


class Different(NotDelivered):
    """What arrived is not what was sent."""

    pattern = N_("The file that arrived is not like the one sent; it was removed and will be sent again.")


@dataclass(frozen=True)
class Delivery:
    """Where a file now lies; ``was_there``: the very same file was there before, nothing was written."""

    path: Path
    was_there: bool


def deliver(content: bytes, name: str, folder: Path) -> Delivery:
    """Write under a temporary name, fsync, read back, rename. The same file again changes nothing; another file of that
    name is never overwritten: the new one gets a number.

    Raises `FolderMissing`, `FolderFull`, `FolderReadOnly`, `PulledOut`, `Different`.
    """
    if not folder.is_dir():
        raise FolderMissing(folder=str(folder))
    wanted = hashlib.sha256(content).hexdigest()
    target = folder / name
    number = 1
    try:
        while target.exists():
            if hashlib.sha256(target.read_bytes()).hexdigest() == wanted:
                return Delivery(target, True)
            number += 1
            target = folder / f"{Path(name).stem}_{number}{Path(name).suffix}"
        temporary = folder / f".{target.name}.tam"
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if hashlib.sha256(temporary.read_bytes()).hexdigest() != wanted:
                raise Different(folder=str(folder))
            temporary.replace(target)
        finally:
            if folder.is_dir():
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise _named(error, folder) from error
    return Delivery(target, False)


def _named(error: OSError, folder: Path) -> NotDelivered:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FolderFull(folder=str(folder))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return FolderReadOnly(folder=str(folder))
    return PulledOut(folder=str(folder))
