"""What an update says of itself, and what stands against taking it on this PC."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.words import Message, message

PC_WORDS = {"windows": "Windows", "debian": "Debian, Ubuntu"}


@dataclass(frozen=True)
class Update:
    """A new version in a file: its number, the kind of PC it is for, its installer, and what is new in it.

    ``books_from`` is the oldest schema of a book that it can bring up to date. ``notes`` are Vietnamese, a line each.
    """

    version: str
    pc: str
    installer: str
    size: int
    sha256: str
    books_from: int
    notes: tuple[str, ...] = ()


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers that can be compared. ValueError for anything but numbers with dots between."""
    return tuple(int(part) for part in version.split("."))


def stands_against(update: Update, *, ours: str, pc: str, schema: int | None = None) -> Message | None:
    """Why this PC does not take the update: another kind of PC, not newer, a book too old; None when it may.

    ``ours`` is the version at work, ``pc`` how it was installed ("" = it runs from its source), ``schema`` the book's.
    """
    if not pc:
        return message("This CareBook runs from its source and is not updated from a file.")
    if update.pc != pc:
        return message(
            "This update is for {theirs}; this PC has {ours}. Take the file for this PC.",
            theirs=PC_WORDS.get(update.pc, update.pc),
            ours=PC_WORDS[pc],
        )
    if numbers(update.version) < numbers(ours):
        return message(
            "CareBook {ours} is newer than {theirs}. An older version is not put in its place.",
            ours=ours,
            theirs=update.version,
        )
    if numbers(update.version) == numbers(ours):
        return message("CareBook {ours} is already at work on this PC.", ours=ours)
    if schema is not None and schema < update.books_from:
        return message(
            "CareBook {theirs} cannot read a book this old. Update to a version between first.", theirs=update.version
        )
    return None
