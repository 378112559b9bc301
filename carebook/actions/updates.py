"""Updating CareBook from a file: what is in it, and getting ready for it with a backup of the book first."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carebook import __version__
from carebook.actions.backup import back_up_book
from carebook.actions.change import Change, deed, refuse
from carebook.records.staff import Actor
from carebook.rules.updates import Update, stands_against
from carebook.sealing import updates
from carebook.sealing.errors import SealingError
from carebook.store import staff
from carebook.store.backup import Backup, Cancelled, Progress
from carebook.store.book import Book
from carebook.store.migrations_needed import NEWEST
from carebook.words import N_, message


@dataclass(frozen=True)
class ReadyUpdate:
    """An update whose installer lies there, checked, after the book was backed up."""

    update: Update
    installer: Path
    backup: Backup


def look_into(file: Path, *, pc: str, maker: updates.MakerKey | None = None) -> Update:
    """What an update brings, when it is the makers' and this PC may take it; asks no right, changes nothing.

    Refused for a file that is no update or not the makers', for another kind of PC and for a version that is not newer.
    """
    try:
        update = updates.read(file, maker or updates.maker_key())
    except SealingError as error:
        raise refuse(error.message) from error
    if why := stands_against(update, ours=__version__, pc=pc, schema=NEWEST):
        raise refuse(why)
    return update


@deed(N_("Update CareBook"), "backup")
def prepare_update(
    book: Book,
    file: Path,
    backups: Path,
    *,
    pc: str,
    into: Path,
    by: Actor,
    now: datetime,
    op: str = "",
    maker: updates.MakerKey | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Check an update, back the book up into ``backups``, then lay its checked installer into the folder ``into``.

    Nothing of the program is changed: that is the installer's, which replaces the version at work only when the new one is
    whole. ``Change.result`` is a `ReadyUpdate`. Refused as by `look_into`, and for an installer that was changed; raises the
    failures of `back_up_book`.
    """
    update = look_into(file, pc=pc, maker=maker)
    made = back_up_book(book, backups, by=by, now=now, progress=progress, cancelled=cancelled).result
    shutil.rmtree(into, ignore_errors=True)  # the installer of the update before
    try:
        installer = updates.unpack(file, update, into)
    except SealingError as error:
        raise refuse(error.message) from error
    with book.changing(by.account_id, now, op, "prepare_update") as writer:
        staff.note_reading(writer, "prepare_update", reason=f"{__version__} → {update.version}")
    said = message("CareBook {version} is ready; the book is backed up.", version=update.version)
    ready = ReadyUpdate(update, installer, made)
    return Change(frozenset({"backup"}), (), op, said, undoable=False, result=ready)
