"""Whether a book needs new steps; the steps themselves are loaded only then (they bring a slow library along)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from carebook import __version__
from carebook.store import errors
from carebook.store.keys import world_error

if TYPE_CHECKING:
    import sqlite3

NEWEST = 26
_SPARE = 8 << 20


def refuse_other_version(connection: sqlite3.Connection) -> None:
    """Looking at a book as it stands needs its schema to be this program's: `NewerBook`, or `OlderBook` before it is upgraded."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == NEWEST:
        return
    theirs = connection.execute("SELECT made_by FROM book").fetchone()[0]
    raise (errors.NewerBook if version > NEWEST else errors.OlderBook)(theirs=theirs, ours=__version__)


def bring_up_to_date(connection: sqlite3.Connection, folder: Path) -> None:
    """Apply missing steps after copying the book beside itself; `NewerBook` when the book is ahead of this program."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == NEWEST:
        return
    if version > NEWEST:
        theirs = connection.execute("SELECT made_by FROM book").fetchone()[0]
        raise errors.NewerBook(theirs=theirs, ours=__version__)
    from carebook.store import migrations

    _copy(connection, folder, folder / f"before-upgrade-{version}", version)
    migrations.apply(connection)
    connection.execute("UPDATE book SET made_by = ?", (__version__,))


def _copy(connection: sqlite3.Connection, folder: Path, before: Path, version: int) -> None:
    """Copy the book as it stands into ``before``; a copy from before an upgrade that was broken off is the one that counts."""
    copy, half = before / "carebook.db", before / "carebook.db.half"
    if copy.exists() and _has_begun(connection, version):
        return
    lacking = (folder / "carebook.db").stat().st_size + _SPARE - shutil.disk_usage(folder).free
    if lacking > 0:
        raise errors.NoRoomToUpgrade(megabytes=lacking // 1_000_000 + 1)
    try:
        before.mkdir(exist_ok=True)
        half.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(half),))
        shutil.copyfile(folder / "carebook.keys", before / "carebook.keys")
        half.replace(copy)
    except OSError as error:
        raise world_error(error, folder) from error


def _has_begun(connection: sqlite3.Connection, version: int) -> bool:
    """Whether some step after the book's version was applied already."""
    steps = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
    return bool(steps > version)
