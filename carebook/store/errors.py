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


class OldRecoveryCode(WrongRecoveryCode):
    """The recovery code has no slip in it, and yet opens nothing."""

    pattern = N_(
        "This recovery key is written right but is not in force: a newer one was printed, or it belongs to another book."
    )


class WrongCustodianPaper(WrongRecoveryCode):
    """One of the custodians' papers was mistyped; ``number`` is 1 for the first typed, 2 for the second."""

    pattern = N_("Paper {number} is mistyped. Compare it group by group.")


class SamePaper(WrongRecoveryCode):
    """The same custodian's paper was typed twice."""

    pattern = N_("Both are paper {share} of the same custodian. The paper of another custodian is needed.")


class TwoSetsOfPapers(WrongRecoveryCode):
    """The two papers were printed at different times."""

    pattern = N_(
        "These papers belong to two sets: {first} and {second}. Only papers of one set open the book together."
    )


class OldCustodianPapers(WrongRecoveryCode):
    """The two papers belong together, and yet open nothing."""

    pattern = N_(
        "These two papers belong together but are not in force: newer ones were printed. Use the newer papers."
    )


class PapersOfAnotherDay(WrongRecoveryCode):
    """The two papers belong together, but are not those that were in force when a backup was made."""

    pattern = N_(
        "These two papers belong together but do not open this backup. It needs the papers that were in force on the day it"
        " was made."
    )


class NoCustodians(BookError):
    """No custodians' papers were printed for this book."""

    pattern = N_("No custodians were named for this book.")


class UnknownAccount(BookError):
    """Nobody of that name has a key to this book."""

    pattern = N_("There is no account “{name}” in this book.")


class SlowDown(BookError):
    """Too many wrong passwords; ``seconds`` to wait."""

    pattern = N_("Wrong {times} times. Try again in {seconds} seconds; if forgotten, press “Forgot password”.")


class NoBook(BookError):
    """The folder holds no book."""

    pattern = N_("There is no book in “{folder}”. Choose its folder or open a new book.")


class UnfinishedBook(NoBook):
    """The program was stopped while it made this book; nobody has entered anything in it."""

    pattern = N_(
        "The book in “{folder}” was not made to its end: the program or the PC was stopped. Nothing was entered in it yet."
        " Open a new book in the same folder."
    )


class BookExists(BookError):
    """The folder already holds a book; it is not overwritten."""

    pattern = N_("“{folder}” already holds a book. Nothing was changed there.")


class BookBeingMade(BookError):
    """Another program is making a book in this folder, or has one open there."""

    pattern = N_("Another CareBook is making a book in “{folder}” right now. Choose another folder, or wait for it.")


class EmptyBookFile(BookError):
    """A 0-byte file, which SQLite would silently take as a new book."""

    pattern = N_("The file “{file}” is empty (0 bytes), not a new book. Nothing was written to it.")


class DamagedBook(BookError):
    """The key is right but the file cannot be read."""

    pattern = N_("The password is right but the book's file cannot be read: it is damaged. Nothing more was written.")


class DamagedKeys(DamagedBook):
    """The keys file cannot be read, or is not as it was written."""

    pattern = N_(
        "The file “carebook.keys” is damaged: no password opens the book with it. Nothing was written."
        " Take this file from a backup, or restore the backup."
    )


class NotAlone(BookError):
    """Something else has the book open while its key would have to be changed."""

    pattern = N_(
        "The book is still being read elsewhere (a report, a backup, a command). Nothing was changed."
        " Try again when that has finished."
    )


class KeyNotChanged(DamagedBook):
    """Pages of the book are damaged: rewriting it under another key would end half-way."""

    pattern = N_(
        "The book has damaged pages: its key cannot be changed before its data is saved into a new book. Nothing was changed."
    )


class KeyHalfChanged(BookError):
    """A change of the book's key was broken off, and cannot be taken back where the folder is only read."""

    pattern = N_(
        "The change of this book's key was broken off half-way; that is no damage. Open the book on its own PC, where its folder"
        " can be written to: the change is finished then."
    )


class NoRoomForNewKey(BookError):
    """The drive lacks ``megabytes`` for the copy that is needed while the key is changed."""

    pattern = N_("Changing the book's key needs {megabytes} MB more on its drive. Nothing was changed.")


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


class NoRoomToUpgrade(DiskFull):
    """No room for the copy of the book that is made before it is upgraded; ``megabytes`` are lacking."""

    pattern = N_(
        "The drive is full: this version copies the book before it upgrades it, and {megabytes} MB are lacking."
        " The book was not changed. Free them, then open the book again."
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


class BackupUnderWay(BookError):
    """Another window or command is backing the book up right now."""

    pattern = N_("The book is being backed up already. Try again when that has finished.")


class RestoreStopped(BookError):
    """Somebody stopped the making of a book from a backup."""

    pattern = N_("Stopped. No book was made or changed.")


class OtherBook(BookError):
    """The backup is of another book than the one it should replace."""

    pattern = N_("This backup is of another book than the one in “{folder}”. Put it into a new folder.")


class NotAllowedToSee(BookError):
    """A question touched what its asker may not see; a fault of the program, caught before anything was shown."""

    pattern = N_("This item is protected. If it is needed for care, ask the director.")


class CheckStopped(BookError):
    """Somebody stopped a check."""

    pattern = N_("Stopped. The check changed nothing.")


class WritingStopped(BookError):
    """The book is damaged: nothing more is written to it."""

    pattern = N_(
        "Part of the book is damaged. Nothing is written any more so that it gets no worse; the rest can be looked at."
    )


class OnlyToLookAt(BookError):
    """The book was opened only to be looked at."""

    pattern = N_("This book is open only to be looked at. Nothing was written.")


class SalvageStopped(BookError):
    """Somebody stopped the saving of data."""

    pattern = N_("Stopped. There is no new book; the damaged one is as it was.")


class NothingToSalvage(BookError):
    """Neither the damaged book nor a backup gives anything that can be read."""

    pattern = N_("Nothing could be read: neither in the damaged book nor in a backup. Choose another backup.")


class OlderBook(BookError):
    """The book needs an upgrade, and can only be read here."""

    pattern = N_(
        "This book was written by CareBook {theirs} and must be upgraded before it is looked at; it can only be read here."
    )
