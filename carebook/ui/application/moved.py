"""What the sign-in page says of a book that went on to another PC, and of a restore that a power cut broke off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.store.backup import Moved, Settled, moved
from carebook.ui.parts.dialogs import confirm
from carebook.words import Message, _, message


def moved_words(gone: Moved) -> Message:
    """That the book goes on elsewhere."""
    day = dates.written(dates.today_in_vietnam(gone.at))
    return message("This book went on to another PC on {day}. What is written here is not in the book there.", day=day)


def goes_on_here(parent: QWidget, folder: Path) -> bool:
    """Whether whoever signs in wants to open a book that was moved; without asking where it was not."""
    gone = moved(folder)
    if gone is None:
        return True
    return confirm(parent, _("Open the book on this PC all the same?"), str(moved_words(gone)), _("Open it here"))


def settled_words(settled: Settled) -> Message:
    """What became of a restore that was broken off."""
    if not settled.finished:
        return message("A restore was broken off and undone. The book is as it was before.")
    if settled.aside is None:
        return message("A restore was broken off and finished now. The book is the one from the backup.")
    return message(
        "A restore was broken off and finished now. The book before it lies in “{folder}”.", folder=str(settled.aside)
    )
