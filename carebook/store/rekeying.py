"""Changing the book's key: both databases are written anew under another key, and no moment of it can lock anybody out.

While it runs the keys file holds the old and the new key, sealed to every slot; which one opens a database is found by trying.
A database is turned in one transaction of its own, so after a kill each is whole under one of the two keys.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from carebook.store import driver, errors, journal, keys
from carebook.store.folders import DATABASE, FILES, KEYS

Progress = Callable[[int, int], object]
_ORDER = (FILES, DATABASE)
_SPARE = 8 << 20
_PATIENCE_MS = 3000
_UPGRADES = "before-upgrade-*"


@dataclass
class Held:
    """One database of the book, open for nobody else, and the key it opens with now."""

    path: Path
    key: bytes
    connection: sqlite3.Connection
    is_sound: bool = True


@contextmanager
def held(folder: Path, found: Sequence[bytes]) -> Iterator[dict[str, Held]]:
    """Both databases for oneself alone, each with the first of the keys ``found`` that opens it.

    Nobody else has them open, or can open them before the block ends. Raises `NotAlone`, `DamagedBook`.
    """
    with ExitStack() as stack:
        holding: dict[str, Held] = {}
        for name in _ORDER:
            one = _hold(folder / name, found)
            stack.callback(_let_go, one)
            holding[name] = one
        yield holding


def refuse_without_room(folder: Path) -> None:
    """Raise `NoRoomForNewKey` when the drive cannot hold the old pages of the larger database while it is turned."""
    needed = max((folder / name).stat().st_size for name in _ORDER) + _SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise errors.NoRoomForNewKey(megabytes=(needed - free) // 1_000_000 + 1)


def refuse_damaged(those: Iterable[Held]) -> None:
    """Raise `KeyNotChanged` when a page of these databases does not open or is out of order: nothing is rewritten then."""
    for one in those:
        with driver.translated(one.path.parent):
            try:
                found = [row[0] for row in one.connection.execute("PRAGMA cipher_integrity_check")]
                found += [row[0] for row in one.connection.execute("PRAGMA quick_check") if row[0] != "ok"]
            except Exception as error:
                if not driver.is_damage(error):
                    raise
                raise errors.KeyNotChanged from error
        if found:
            raise errors.KeyNotChanged


def turn(folder: Path, holding: dict[str, Held], new: bytes, progress: Progress | None = None) -> None:
    """Write both databases under the ``new`` key, read them back, then let the keys file know only that key.

    What is under the new key already stays. Copies of the book from before an upgrade, which the old key opens, are removed.
    """
    sizes = {name: one.path.stat().st_size or 1 for name, one in holding.items()}
    total, done = 2 * sum(sizes.values()), 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, total)

    tell(0)
    for name, one in holding.items():
        if one.key != new:
            _turn(one, new)
        tell(sizes[name])
    for name, one in holding.items():
        _prove(one)
        tell(sizes[name])
    file = keys.read_keys(folder / KEYS)
    if file.is_renewing:
        keys.write_keys(folder / KEYS, file.renewed())
    for copy in folder.glob(_UPGRADES):
        shutil.rmtree(copy, ignore_errors=True)
    tell(0)


def finish(folder: Path, old: bytes, new: bytes) -> dict[str, bytes]:
    """Go on with a change of the key that was broken off; gives the key of each database now.

    Where it cannot be gone on with (somebody else has the book open, no room) it waits for the next opening. Raises
    `KeyNotChanged` when the book is damaged, and as `keys_to_look`.
    """
    found: dict[str, bytes] = {}
    try:
        with held(folder, (old, new)) as holding:
            try:
                refuse_without_room(folder)
                refuse_damaged(holding.values())
                turn(folder, holding, new)
            finally:
                found = {name: one.key for name, one in holding.items()}
    except (errors.NotAlone, errors.NoRoomForNewKey, errors.DiskFull, errors.ReadOnlyFolder):
        return found or keys_to_look(folder, old, new)
    return found


def keys_to_look(folder: Path, old: bytes, new: bytes) -> dict[str, bytes]:
    """The key of each database while a change of the key stands half-way, found without writing anything.

    `KeyHalfChanged` when a database was being rewritten, which has to be taken back first; `DamagedBook` when no key fits.
    """
    return {name: _key_to_look(folder / name, (old, new)) for name in _ORDER}


def _key_to_look(path: Path, found: Sequence[bytes]) -> bytes:
    broken_off = path.with_name(path.name + "-journal")
    if broken_off.exists() and broken_off.stat().st_size:
        raise errors.KeyHalfChanged
    for key in found:
        with suppress(errors.DamagedBook):
            driver.connect(path, key, use="gathering", read_only=True).close()
            return key
    raise errors.DamagedBook


def _hold(path: Path, found: Sequence[bytes]) -> Held:
    for last, key in ((key is found[-1], key) for key in found):
        try:
            connection = driver.connect(path, key)
        except errors.BookBusy:
            raise errors.NotAlone from None
        except errors.DamagedBook:
            if last:
                raise
            continue
        try:
            _close_door(path, connection)
        except BaseException:
            connection.close()
            raise
        return Held(path, key, connection)
    raise errors.DamagedBook


def _close_door(path: Path, connection: sqlite3.Connection) -> None:
    """Keep everybody else out: the write-ahead log is given up, which only whoever is alone can do, and the lock is kept."""
    try:
        with driver.translated(path.parent):
            connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
    except errors.BookBusy:
        raise errors.NotAlone from None


def _let_go(one: Held) -> None:
    """Give the database back to everybody; a connection that failed while it turned writes nothing any more.

    The next connection finds the file whole, and brings its write-ahead log back.
    """
    if one.is_sound:
        with suppress(Exception):
            one.connection.execute("PRAGMA locking_mode=NORMAL")
            one.connection.execute("PRAGMA journal_mode=WAL")
    one.connection.close()


def _turn(one: Held, new: bytes) -> None:
    one.is_sound = False
    with driver.translated(one.path.parent):
        one.connection.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")
    one.key, one.is_sound = new, True


def _prove(one: Held) -> None:
    """Read every page back under the key it was written with, through a connection that knows no other."""
    before = journal.head_of(one.connection) if one.path.name == DATABASE else ""
    one.connection.close()
    one.connection = driver.connect(one.path, one.key)
    _close_door(one.path, one.connection)
    with driver.translated(one.path.parent):
        if [row[0] for row in one.connection.execute("PRAGMA quick_check")] != ["ok"]:
            raise errors.DamagedBook
        if one.path.name == DATABASE and journal.head_of(one.connection) != before:
            raise errors.DamagedBook
