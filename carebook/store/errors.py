"""What can go wrong with a book in the world, each with its sentence and what to do next."""

from __future__ import annotations

from typing import Any

from carebook.rules.problem import Problem
from carebook.words import N_, Message


class BookError(Exception):
    """A failure of the world. ``message`` says what happened, what is safe and what to do next."""

    pattern = N_("The book could not be read.")

    def __init__(self, **values: Any) -> None:
        self.message = Message(self.pattern, values)
        super().__init__(self.message.id)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The failure as a refusal, so that a page tells it as one."""
        return (Problem("", self.message),)


class WrongPassword(BookError):
    """The password or recovery code opens no slot."""

    pattern = N_("The password is wrong. Check Caps Lock and the Vietnamese keyboard.")


class WrongRecoveryCode(BookError):
    """The recovery code was mistyped or belongs to another book."""

    pattern = N_("The recovery code is wrong. Compare it group by group with the paper in the safe.")


class UnknownAccount(BookError):
    """Nobody of that name has a key to this book."""

    pattern = N_("There is no account “{name}” in this book.")


class SlowDown(BookError):
    """Too many wrong passwords; ``seconds`` to wait."""

    pattern = N_("Wrong {times} times. Try again in {seconds} seconds; if forgotten, press “Forgot password”.")


class NoBook(BookError):
    """The folder holds no book."""

    pattern = N_("There is no book in “{folder}”. Choose its folder or open a new book.")


class BookExists(BookError):
    """The folder already holds a book; it is not overwritten."""

    pattern = N_("“{folder}” already holds a book. Nothing was changed there.")


class EmptyBookFile(BookError):
    """A 0-byte file, which SQLite would silently take as a new book."""

    pattern = N_("The file “{file}” is empty (0 bytes), not a new book. Nothing was written to it.")


class DamagedBook(BookError):
    """The key is right but the file cannot be read."""

    pattern = N_("The password is right but the book's file cannot be read: it is damaged. Nothing more was written.")


class ForeignFile(BookError):
    """The file opens but is not a book of CareBook."""

    pattern = N_("“{file}” is not a book of CareBook. Nothing was changed.")


class NewerBook(BookError):
    """A newer program wrote this book."""

    pattern = N_(
        "This book was written by CareBook {theirs}; this PC runs {ours}. It was not opened and nothing changed."
        " Update the program, then open it again."
    )


class NetworkDrive(BookError):
    """The folder is on a network drive."""

    pattern = N_(
        "The book must lie on a drive of this PC; “{folder}” is on a network drive, where a lost connection can damage it."
    )


class SyncedFolder(BookError):
    """The folder is synchronised by another program."""

    pattern = N_("This folder is synchronised by {program}, which may overwrite the book.")


class ReadOnlyFolder(BookError):
    """The folder or file can only be read."""

    pattern = N_("The folder can only be read. The book can be looked at, not written.")


class DiskFull(BookError):
    """No room left on the drive; nothing of this change was kept."""

    pattern = N_(
        "The drive is full; what was just entered is NOT saved. It is still on the screen."
        " Free at least 200 MB, then press save again."
    )


class BookInUse(BookError):
    """Another window or PC holds the book."""

    pattern = N_("The book is open on PC {host} since {since}. A book opens on one PC at a time.")


class BookBusy(BookError):
    """Another window kept writing for too long."""

    pattern = N_("Another window is writing to the book. Try again.")


class FolderGone(BookError):
    """The folder of the book cannot be reached any more."""

    pattern = N_("The folder “{folder}” cannot be reached. Check the drive, then try again.")


class BackupUnreadable(BookError):
    """A backup does not open or does not match what it says it holds."""

    pattern = N_("The backup “{file}” cannot be opened: {why}.")


class BackupDriveFull(BookError):
    """No room for a backup, or for the book made from one; ``megabytes`` are lacking."""

    pattern = N_("“{folder}” lacks {megabytes} MB. What was unfinished was removed; the book is not affected.")


class BackupFolderReadOnly(BookError):
    """The place for a backup, or for the book made from one, can only be read."""

    pattern = N_("Nothing can be written to “{folder}”. Choose another place; the book is not affected.")


class BackupStopped(BookError):
    """Somebody stopped the backup."""

    pattern = N_("Stopped. There is no new backup; the book is not affected.")


class NotAllowedToSee(BookError):
    """A question touched what its asker may not see; a fault of the program, caught before anything was shown."""

    pattern = N_("This item is protected. If it is needed for care, ask the director.")
