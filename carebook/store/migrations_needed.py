"""Whether a book needs new steps; the steps themselves are loaded only then (they bring a slow library along)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from carebook import __version__
from carebook.store import errors

if TYPE_CHECKING:
    import sqlite3

NEWEST = 22


def bring_up_to_date(connection: sqlite3.Connection, folder: Path) -> None:
    """Apply missing steps after copying the book beside itself; `NewerBook` when the book is ahead of this program."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == NEWEST:
        return
    if version > NEWEST:
        theirs = connection.execute("SELECT made_by FROM book").fetchone()[0]
        raise errors.NewerBook(theirs=theirs, ours=__version__)
    from carebook.store import migrations

    before = folder / f"before-upgrade-{version}"
    before.mkdir(exist_ok=True)
    copy = before / "carebook.db"
    copy.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(copy),))
    shutil.copyfile(folder / "carebook.keys", before / "carebook.keys")
    migrations.apply(connection)
    connection.execute("UPDATE book SET made_by = ?", (__version__,))
