"""A center's book: open it, look into it as somebody, change it in somebody's name."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from carebook import __version__
from carebook.records.staff import Actor
from carebook.store import driver, errors, folders, journal, keys, privacy
from carebook.store.connections import VIETNAM, AlreadyDone, NewerVersion, Reader, Writer, in_vietnam, new_id, now_utc
from carebook.store.folders import DATABASE, FILES, KEYS, remove_files
from carebook.store.resting import Resting

if TYPE_CHECKING:
    from filelock import FileLock


@dataclass(frozen=True)
class Made:
    """What making a new book gives: the book, its first account's id, and the recovery code to print once."""

    book: Book
    account_id: str
    recovery_code: str


class Book:
    """An open book: one folder, its key, one writing connection, and as many readers as asked for."""

    def __init__(self, folder: Path, key: bytes, keys_file: keys.KeysFile, lock: FileLock | None) -> None:
        self.folder = folder
        self.book_id = keys_file.book_id
        self._key = key
        self._lock = lock
        self._writing: sqlite3.Connection | None = None
        self._resting = Resting()
        self._turn = RLock()  # one writing connection: who wants to write waits for the transaction before
        self._device = ""
        self._keys_before: keys.KeysFile | None = None

    # opening

    @classmethod
    def make(
        cls,
        folder: Path,
        *,
        account_id: str,
        password: str,
        names: Sequence[str],
        initials: str,
        post: str,
        cost: keys.Cost | None = None,
    ) -> Made:
        """Make a new empty book in ``folder`` with one account slot and a recovery code.

        Raises `BookExists`, `NetworkDrive`, `SyncedFolder`, `ReadOnlyFolder`, `DiskFull`.
        """
        folders.refuse_unsafe(folder)
        if any((folder / name).exists() for name in (DATABASE, KEYS)):
            raise errors.BookExists(folder=str(folder))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise keys.world_error(error, folder) from error
        book_id, book_key, code = new_id(), keys.new_book_key(), keys.new_recovery_code()
        price = cost or keys.Cost()
        slot = keys.make_slot(
            book_id, book_key, account_id, password, names=names, initials=initials, post=post, cost=price
        )
        recovery = keys.make_slot(book_id, book_key, keys.RECOVERY, keys.normal_recovery_code(code), cost=price)
        file = keys.KeysFile(book_id, (slot, recovery), price)
        from carebook.store import migrations

        try:
            with (
                closing(driver.connect(folder / DATABASE, book_key, create=True)) as connection,
                driver.translated(folder),
            ):
                migrations.apply(connection)
                connection.execute("INSERT INTO book VALUES (1, ?, ?, ?)", (book_id, new_id(), __version__))
            with closing(driver.connect(folder / FILES, book_key, create=True)) as files, driver.translated(folder):
                files.execute(
                    "CREATE TABLE blob (content_hash TEXT PRIMARY KEY NOT NULL, content BLOB NOT NULL) STRICT, WITHOUT ROWID"
                )
                files.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
            keys.write_keys(folder / KEYS, file)
            return Made(cls.open_with_key(folder, book_key, file), account_id, code)
        except BaseException:
            remove_files(folder)
            raise

    @classmethod
    def open(cls, folder: Path, name: str, password: str, *, exclusive: bool = False) -> tuple[Book, str]:
        """Open the book by an account's sign-in name (or full name) and password; returns it with the account's id.

        Raises the named errors of `carebook.store.errors`: each failure is told apart.
        """
        file = keys.read_keys(folder / KEYS)
        slot = file.slot_named(name)
        return cls.open_with_key(
            folder, keys.open_slot(file.book_id, slot, password), file, exclusive=exclusive
        ), slot.account_id

    @classmethod
    def open_by_recovery(cls, folder: Path, code: str) -> Book:
        """Open the book by the printed recovery code."""
        file = keys.read_keys(folder / KEYS)
        key = keys.open_slot(file.book_id, file.slot_of(keys.RECOVERY), keys.normal_recovery_code(code))
        return cls.open_with_key(folder, key, file)

    @classmethod
    def open_with_key(cls, folder: Path, key: bytes, file: keys.KeysFile, *, exclusive: bool = False) -> Book:
        """Open the book with its key; upgrades an older book after copying it. ``exclusive`` holds the window's lock."""
        folders.refuse_unsafe(folder)
        lock = folders.hold(folder) if exclusive else None
        try:
            book = cls(folder, key, file, lock)
            book._open()
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return book

    def _open(self) -> None:
        from carebook.store import migrations_needed

        connection = driver.connect(self.folder / DATABASE, self._key)
        try:
            with driver.translated(self.folder):
                if connection.execute("PRAGMA application_id").fetchone()[0] != driver.APPLICATION_ID:
                    raise errors.ForeignFile(file=DATABASE)
                migrations_needed.bring_up_to_date(connection, self.folder)
                row = connection.execute("SELECT book_id, device FROM book").fetchone()
            if row is None or row["book_id"] != self.book_id:
                raise errors.ForeignFile(file=DATABASE)
            self._device = row["device"]
        except BaseException:
            connection.close()
            raise
        self._writing = connection

    def close(self) -> None:
        """Close the writing connection and give the lock back; readers are closed by who opened them."""
        self._resting.close()
        if self._writing is not None:
            try:
                self._writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error:
                pass
            except Exception as error:
                if type(error).__module__.split(".")[0] != "sqlcipher3":
                    raise
            self._writing.close()
            self._writing = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()

    # looking

    def reader_for(self, actor: Actor, now: datetime, *, use: str = "questions") -> Reader:
        """A new reader that shows the book as ``actor`` may see it; the caller closes it."""
        day = now.astimezone(VIETNAM).date()
        return Reader(self._seeing(privacy.sight_of(actor, day), use), self.folder, actor, day)

    def _seeing(self, sight: privacy.Sight, use: str) -> sqlite3.Connection:
        connection = driver.connect(self.folder / DATABASE, self._key, use=use)
        try:
            privacy.install(connection, sight)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def reading_for(self, actor: Actor, now: datetime, *, use: str = "questions") -> Iterator[Reader]:
        """A reader as `reader_for` gives it, for the time of the block."""
        day = now.astimezone(VIETNAM).date()
        sight = privacy.sight_of(actor, day)
        with self._resting.borrowed((sight, use), partial(self._seeing, sight, use)) as connection:
            yield Reader(connection, self.folder, actor, day)

    @contextmanager
    def reading_masked(self, now: datetime) -> Iterator[Reader]:
        """A reader for what is printed for everybody: restricted people are masked whoever prints it."""
        nobody = privacy.Sight("")
        with self._resting.borrowed(nobody, partial(self._seeing, nobody, "gathering")) as connection:
            yield Reader(connection, self.folder, None, now.astimezone(VIETNAM).date())

    @contextmanager
    def looking(self, now: datetime) -> Iterator[Writer]:
        """The unmasked book for the program's own checks (backup, duplicate guard); nothing can be written. Any thread."""
        with self._resting.borrowed("looking", self._looking) as connection:
            with driver.translated(self.folder):
                connection.execute("BEGIN")
            yield Writer(connection, self.folder, "", now)

    def _looking(self) -> sqlite3.Connection:
        connection = driver.connect(self.folder / DATABASE, self._key, use="gathering")
        connection.execute("PRAGMA query_only=ON")
        return connection

    # changing

    @contextmanager
    def changing(
        self, by: str, now: datetime, op: str, deed: str, *, reason: str = "", journaled: bool = True
    ) -> Iterator[Writer]:
        """One transaction in the name of account ``by``: everything inside is kept and journaled, or nothing.

        ``op`` makes a retry harmless: `AlreadyDone` when the journal knows it. Slots given or taken inside go the same way.
        ``journaled=False`` is only for the tables the journal does not follow (drafts, choices). Raises `DiskFull`, `BookBusy`,
        `ReadOnlyFolder`, `DamagedBook`.
        """
        connection = self._connection
        with self._turn, driver.translated(self.folder):
            connection.execute("BEGIN IMMEDIATE")
            try:
                if journaled:
                    if connection.execute("SELECT 1 FROM journal WHERE op = ? LIMIT 1", (op,)).fetchone():
                        raise AlreadyDone(op)
                    journal.begin(connection, op=op, device=self._device, actor=by, deed=deed, at=now, reason=reason)
                yield Writer(connection, self.folder, by, now, journaled=journaled)
                if journaled:
                    journal.seal(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if self._keys_before is not None:
                    keys.write_keys(self.folder / KEYS, self._keys_before)
                raise
            finally:
                self._keys_before = None

    # keys

    def add_slot(
        self, account_id: str, secret: str, *, names: Sequence[str], initials: str, post: str, one_time: bool = False
    ) -> None:
        """Give an account its own way in; needs nobody's password because the book's key is at hand."""
        file = keys.read_keys(self.folder / KEYS)
        slot = keys.make_slot(
            file.book_id,
            self._key,
            account_id,
            secret,
            names=names,
            initials=initials,
            post=post,
            one_time=one_time,
            cost=file.cost,
        )
        self._put_keys(file, file.with_slot(slot))

    def remove_slot(self, account_id: str) -> None:
        """Take an account's way in away."""
        file = keys.read_keys(self.folder / KEYS)
        self._put_keys(file, file.without(account_id))

    def _put_keys(self, before: keys.KeysFile, after: keys.KeysFile) -> None:
        keys.write_keys(self.folder / KEYS, after)
        if self._connection.in_transaction and self._keys_before is None:
            self._keys_before = before

    def slot_of(self, account_id: str) -> keys.Slot:
        """The account's slot; `UnknownAccount` when it has none."""
        return keys.read_keys(self.folder / KEYS).slot_of(account_id)

    def proves(self, account_id: str, password: str) -> bool:
        """Whether the password opens the account's slot."""
        file = keys.read_keys(self.folder / KEYS)
        try:
            keys.open_slot(file.book_id, file.slot_of(account_id), password)
        except errors.WrongPassword:
            return False
        return True

    # files by content hash, encrypted with the same key

    def keep_blob(self, content: bytes, content_hash: str) -> None:
        """Keep a blob before the row that names it; keeping it twice changes nothing."""
        connection = driver.connect(self.folder / FILES, self._key)
        try:
            with driver.translated(self.folder):
                connection.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (content_hash, content))
        finally:
            connection.close()

    def blob(self, content_hash: str) -> bytes | None:
        """The blob of that hash, or None."""
        connection = driver.connect(self.folder / FILES, self._key)
        try:
            with driver.translated(self.folder):
                row = connection.execute("SELECT content FROM blob WHERE content_hash = ?", (content_hash,)).fetchone()
            return None if row is None else bytes(row[0])
        finally:
            connection.close()

    # checking

    def check(self) -> list[str]:
        """What SQLite and the cipher find wrong in the book's two files; empty when nothing is."""
        found: list[str] = []
        for name in (DATABASE, FILES):
            connection = driver.connect(self.folder / name, self._key, use="gathering")
            try:
                with driver.translated(self.folder):
                    found += [f"{name}: {r[0]}" for r in connection.execute("PRAGMA quick_check") if r[0] != "ok"]
                    found += [f"{name}: {r[0]}" for r in connection.execute("PRAGMA cipher_integrity_check")]
                    found += [f"{name}: {tuple(r)}" for r in connection.execute("PRAGMA foreign_key_check")]
            finally:
                connection.close()
        return found

    def check_chain(self) -> journal.ChainCheck:
        """Read the journal's chain from its beginning."""
        return journal.check_chain(self._connection)

    def copy_into(self, folder: Path, watch: Callable[[], bool] | None = None) -> None:
        """A consistent copy of both databases and the keys file into an empty ``folder``, readable with the same passwords.

        ``watch`` is called now and then while it runs; when it gives True, the copying ends in an error that
        `driver.is_interrupted` knows.
        """
        for name in (DATABASE, FILES):
            connection = driver.connect(self.folder / name, self._key, use="gathering")
            try:
                connection.set_progress_handler(watch, 50_000)
                with driver.translated(folder):
                    connection.execute("VACUUM INTO ?", (str(folder / name),))
            finally:
                connection.close()
        try:
            shutil.copyfile(self.folder / KEYS, folder / KEYS)
        except OSError as error:
            raise keys.world_error(error, folder) from error

    @contextmanager
    def inspecting(self, folder: Path | None = None, name: str = DATABASE) -> Iterator[sqlite3.Connection]:
        """A connection of its own to one of the book's files, or to a copy of it in ``folder``, which is opened unchangeably."""
        path = (folder or self.folder) / name
        connection = driver.connect(path, self._key, use="gathering", immutable=folder is not None)
        try:
            with driver.translated(path.parent):
                yield connection
        finally:
            connection.close()

    def take_new_device(self) -> None:
        """Give the book a new device id: what a restored copy writes must never be taken for what the old book wrote."""
        self._device = new_id()
        with driver.translated(self.folder):
            self._connection.execute("UPDATE book SET device = ?", (self._device,))

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._writing is None:
            raise RuntimeError("the book is closed")
        return self._writing


__all__ = [
    "DATABASE",
    "FILES",
    "KEYS",
    "VIETNAM",
    "AlreadyDone",
    "Book",
    "Made",
    "NewerVersion",
    "Reader",
    "Writer",
    "in_vietnam",
    "new_id",
    "now_utc",
    "remove_files",
]
