"""A center's book: open it, look into it as somebody, change it in somebody's name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING
from weakref import WeakSet

from carebook import __version__
from carebook.records.staff import Actor
from carebook.store import driver, errors, folders, journal, keys, privacy
from carebook.store.connections import (
    VIETNAM,
    AlreadyDone,
    LastingReader,
    NewerVersion,
    Reader,
    Writer,
    in_vietnam,
    new_id,
    now_utc,
)
from carebook.store.folders import DATABASE, FILES, KEYS
from carebook.store.gate import Gate
from carebook.store.kept_files import KeptFiles
from carebook.store.kept_keys import KeptKeys
from carebook.store.resting import Resting

if TYPE_CHECKING:
    from filelock import FileLock

    from carebook.store.rekeying import Held


@dataclass(frozen=True)
class Made:
    """What making a new book gives: the book, its first account's id, and the recovery code to print once."""

    book: Book
    account_id: str
    recovery_code: str


class Book(KeptKeys, KeptFiles):
    """An open book: one folder, its key, one writing connection, and as many readers as asked for."""

    def __init__(self, folder: Path, key: bytes, keys_file: keys.KeysFile, lock: FileLock | None) -> None:
        self.folder = folder
        self.book_id = keys_file.book_id
        self._key = key
        self._next_key: bytes | None = None
        self._key_of = {DATABASE: key, FILES: key}  # they differ only while the key is being changed
        self._lock = lock
        self._writing: sqlite3.Connection | None = None
        self._resting = Resting()
        self._gate = Gate()
        self._lasting: WeakSet[LastingReader] = WeakSet()
        self._holding: dict[str, Held] | None = None
        self._turn = RLock()  # one writing connection: who wants to write waits for the transaction before
        self._device = ""
        self._op = ""
        self._looks_only = False
        self.read_only: errors.BookError | None = None
        """Why nothing is written to the book any more; None while it is written to."""
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
        more_follows: bool = False,
    ) -> Made:
        """Make a new empty book in ``folder`` with one account slot and a recovery code.

        With ``more_follows`` this happens inside `folders.making`, whose end makes it a book for everybody else. Raises
        `BookExists`, `BookBeingMade`, `NetworkDrive`, `SyncedFolder`, `ReadOnlyFolder`, `DiskFull`.
        """
        folders.refuse_unsafe(folder)
        from carebook.store import migrations

        book_id, key, code = new_id(), keys.new_book_key(), keys.new_recovery_code()
        price = cost or keys.Cost()
        slot = keys.make_slot(book_id, key, account_id, password, names=names, initials=initials, post=post, cost=price)
        recovery = keys.make_slot(book_id, key, keys.RECOVERY, keys.normal_recovery_code(code), cost=price)
        file = keys.KeysFile(book_id, (slot, recovery), price)
        with nullcontext() if more_follows else folders.making(folder):
            with closing(driver.connect(folder / DATABASE, key, create=True)) as connection, driver.translated(folder):
                migrations.apply(connection)
                connection.execute("INSERT INTO book VALUES (1, ?, ?, ?)", (book_id, new_id(), __version__))
            with closing(driver.connect(folder / FILES, key, create=True)) as files, driver.translated(folder):
                files.execute(
                    "CREATE TABLE blob (content_hash TEXT PRIMARY KEY NOT NULL, content BLOB NOT NULL) STRICT, WITHOUT ROWID"
                )
                files.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
            keys.write_keys(folder / KEYS, file)
            return Made(cls.open_with_key(folder, key, file), account_id, code)

    @classmethod
    def open(
        cls, folder: Path, name: str, password: str, *, exclusive: bool = False, looking_only: bool = False
    ) -> tuple[Book, str]:
        """Open the book by an account's sign-in name (or full name) and password; returns it with the account's id.

        With ``looking_only`` nothing is ever written to its folder: see `open_with_key`. Raises the named errors of
        `carebook.store.errors`: each failure is told apart.
        """
        account_id = keys.read_keys(folder / KEYS).slot_named(name).account_id
        opened = cls._opened_by(folder, account_id, password, exclusive=exclusive, looking_only=looking_only)
        return opened, account_id

    @classmethod
    def open_by_paper(cls, folder: Path, paper: str, secret: str) -> Book:
        """Open the book by a printed key: ``paper`` is `keys.RECOVERY` or `keys.CUSTODIANS`, ``secret`` in its normal form."""
        return cls._opened_by(folder, paper, secret)

    @classmethod
    def open_by_recovery(cls, folder: Path, code: str) -> Book:
        """Open the book by the printed recovery code."""
        return cls.open_by_paper(folder, keys.RECOVERY, keys.normal_recovery_code(code))

    @classmethod
    def _opened_by(
        cls, folder: Path, account_id: str, secret: str, *, exclusive: bool = False, looking_only: bool = False
    ) -> Book:
        folders.refuse_unfinished(folder)
        while True:
            file = keys.read_keys(folder / KEYS)
            unlocked = keys.unlock(file, account_id, secret)
            try:
                book = cls.open_with_key(
                    folder,
                    unlocked.key,
                    file,
                    exclusive=exclusive,
                    next_key=None if file.op else unlocked.next_key,
                    looking_only=looking_only,
                )
            except errors.DamagedBook:
                if keys.read_keys(folder / KEYS) == file:
                    raise
                continue  # the key was changed while this password was being tried
            try:
                if file.op:  # the deed may not have been done: only what holds now opens
                    now = keys.read_keys(folder / KEYS)
                    keys.open_slot(now.book_id, now.slot_of(account_id), secret)
                    if now.is_renewing and not now.op:
                        book.close()
                        continue
            except BaseException:
                book.close()
                raise
            return book

    @classmethod
    def open_with_key(
        cls,
        folder: Path,
        key: bytes,
        file: keys.KeysFile,
        *,
        exclusive: bool = False,
        next_key: bytes | None = None,
        looking_only: bool = False,
    ) -> Book:
        """Open the book with its key; upgrades an older book after copying it. ``exclusive`` holds the window's lock.

        With ``next_key`` a change of the key was broken off: it is finished first. With ``looking_only`` the files are opened
        for reading, nobody's lock is needed where the folder can only be read, and every deed is refused with `OnlyToLookAt`;
        a change of the key stays half-way, and `KeyHalfChanged` says so where it cannot be read like that.
        """
        folders.refuse_unsafe(folder)
        lock = folders.hold(folder) if exclusive and not (looking_only and not folders.is_writable(folder)) else None
        try:
            book = cls(folder, key, file, lock)
            if looking_only:
                book._looks_only, book.read_only = True, errors.OnlyToLookAt()
                if next_key is not None:
                    book._look_half_way(next_key)
            elif next_key is not None:
                book._finish_renewing(next_key)
            book._open()
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return book

    def _open(self) -> None:
        from carebook.store import migrations_needed

        connection = self._connected(DATABASE, "writing")
        try:
            with driver.translated(self.folder):
                if connection.execute("PRAGMA application_id").fetchone()[0] != driver.APPLICATION_ID:
                    raise errors.ForeignFile(file=DATABASE)
                if self._looks_only:
                    migrations_needed.refuse_other_version(connection)
                else:
                    migrations_needed.bring_up_to_date(connection, self.folder)
                row = connection.execute("SELECT book_id, device FROM book").fetchone()
            if row is None or row["book_id"] != self.book_id:
                raise errors.ForeignFile(file=DATABASE)
            self._device = row["device"]
            if not self._looks_only:
                self._settle_keys(connection)
        except BaseException:
            connection.close()
            raise
        self._writing = connection

    def close(self) -> None:
        """Close the writing connection and give the lock back; readers are closed by who opened them."""
        self._resting.close()
        if self._writing is not None:
            try:
                if self.read_only is None:
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
        sight = self._sight_of(actor, day)
        connect = partial(self._resting.given, (sight, use), partial(self._seeing, sight, use))
        reader = LastingReader(self._gate, connect, self.folder, actor, day)
        self._lasting.add(reader)
        return reader

    def _sight_of(self, actor: Actor, day: date) -> privacy.Sight:
        """What somebody may see now: who looks at restricted records is written down, and where nothing is written none is shown."""
        sight = privacy.sight_of(actor, day)
        return sight if self.read_only is None else replace(sight, restricted=False, member_id=None, day="")

    def _seeing(self, sight: privacy.Sight, use: str) -> sqlite3.Connection:
        connection = self._connected(DATABASE, use)
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
        sight = self._sight_of(actor, day)
        seeing = partial(self._seeing, sight, use)
        with self._gate.passing(), self._resting.borrowed((sight, use), seeing) as connection:
            yield Reader(connection, self.folder, actor, day)

    def forget_answers(self) -> None:
        """Close the connections that wait, with all they remember of answers: somebody else looks at the book now."""
        self._resting.wake()

    @contextmanager
    def reading_masked(self, now: datetime) -> Iterator[Reader]:
        """A reader for what is printed for everybody: restricted people are masked whoever prints it."""
        nobody = privacy.Sight("")
        seeing = partial(self._seeing, nobody, "gathering")
        with self._gate.passing(), self._resting.borrowed(nobody, seeing) as connection:
            yield Reader(connection, self.folder, None, now.astimezone(VIETNAM).date())

    @contextmanager
    def looking(self, now: datetime) -> Iterator[Writer]:
        """The unmasked book for the program's own checks (backup, duplicate guard); nothing can be written. Any thread."""
        with self._gate.passing(), self._resting.borrowed("looking", self._looking) as connection:
            with driver.translated(self.folder):
                connection.execute("BEGIN")
            yield Writer(connection, self.folder, "", now)

    def _looking(self) -> sqlite3.Connection:
        connection = self._connected(DATABASE, "gathering")
        connection.execute("PRAGMA query_only=ON")
        return connection

    # changing

    def stop_writing(self) -> None:
        """The book was found damaged: every deed is refused with `WritingStopped` from now on; what runs is finished."""
        with self._turn:
            if self.read_only is None:
                self.read_only = errors.WritingStopped()

    @contextmanager
    def changing(
        self, by: str, now: datetime, op: str, deed: str, *, reason: str = "", journaled: bool = True
    ) -> Iterator[Writer]:
        """One transaction in the name of account ``by``: everything inside is kept and journaled, or nothing.

        ``op`` makes a retry harmless: `AlreadyDone` when the journal knows it. Slots given or taken inside go the same way.
        ``journaled=False`` is only for the tables the journal does not follow (drafts, choices). Raises `DiskFull`, `BookBusy`,
        `ReadOnlyFolder`, `DamagedBook`.
        """
        with self._turn, driver.translated(self.folder):
            if self.read_only is not None:
                raise self.read_only
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            self._op = op
            try:
                if journaled:
                    if connection.execute("SELECT 1 FROM journal WHERE op = ? LIMIT 1", (op,)).fetchone():
                        raise AlreadyDone(op)
                    journal.begin(connection, op=op, device=self._device, actor=by, deed=deed, at=now, reason=reason)
                yield Writer(connection, self.folder, by, now, deed=deed, journaled=journaled)
                if journaled:
                    journal.seal(connection)
                driver.refuse_unread(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if self._keys_before is not None:
                    with suppress(errors.BookError):  # then it is still said there that the journal decides
                        keys.write_keys(self.folder / KEYS, self._keys_before)
                raise
            else:
                self._settle_own_keys()
            finally:
                self._op, self._keys_before = "", None

    # checking

    def key_of(self, name: str) -> bytes:
        """The key that opens one of the book's files now; for reading its pages without SQLite."""
        return self._key_of[name]

    def check_chain(self) -> journal.ChainCheck:
        """Read the journal's chain from its beginning."""
        with self._gate.passing():
            return journal.check_chain(self._connection)

    def take_new_device(self) -> None:
        """Give the book a new device id: what a restored copy writes must never be taken for what the old book wrote."""
        self._device = new_id()
        with driver.translated(self.folder):
            self._connection.execute("UPDATE book SET device = ?", (self._device,))


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
]
