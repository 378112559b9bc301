"""A center's book: open it, look into it as somebody, change it in somebody's name."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from uuid6 import uuid7

from carebook import __version__
from carebook.records.record import Record, table_of
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store import driver, errors, folders, journal, keys, privacy
from carebook.store.rows import from_row, moment_text, to_row

if TYPE_CHECKING:
    from filelock import FileLock

R = TypeVar("R", bound=Record)
DATABASE, KEYS, FILES = "carebook.db", "carebook.keys", "attachments.db"
VIETNAM = timezone(timedelta(hours=7))


def new_id() -> str:
    """A UUIDv7: unique everywhere, in order of making."""
    return str(uuid7())


class AlreadyDone(Exception):
    """The operation id is in the journal: the deed was done before (a button pressed twice, a retry after a crash)."""

    def __init__(self, op: str) -> None:
        super().__init__(op)
        self.op = op


class NewerVersion(Exception):
    """Somebody changed the row after it was put on screen; ``theirs`` is what the book holds now."""

    def __init__(self, theirs: Record) -> None:
        super().__init__(table_of(type(theirs)))
        self.theirs = theirs


class Reader:
    """A connection that only answers questions, as one actor sees the book. Used by one thread at a time."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, actor: Actor | None, today: date) -> None:
        self._connection = connection
        self._folder = folder
        self._today = today
        self.actor = actor

    def asks(self, question: str) -> None:
        """Refuse a kind of question its asker has no right to (`NotAllowedToSee`)."""
        if self.actor is not None and not permissions.may_ask(self.actor, question, self._today):
            raise errors.NotAllowedToSee

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of a question."""
        with driver.translated(self._folder):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Row | None:
        """The first row of a question, or None."""
        with driver.translated(self._folder):
            found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """The first value of the first row, or None."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    def record(self, cls: type[R], id: str) -> R | None:
        """The record of that id, withdrawn or not; None when there is none or it may not be seen."""
        row = self.row(f"SELECT * FROM {_quoted(self._source(cls))} WHERE id = ?", (id,))
        return None if row is None else from_row(cls, row)

    def records(
        self, cls: type[R], where: str = "1", values: Sequence[Any] = (), *, order: str = "id", withdrawn: bool = False
    ) -> list[R]:
        """The records that match, without the withdrawn ones unless asked for."""
        only = "" if withdrawn else " AND withdrawn_at IS NULL"
        sql = f"SELECT * FROM {_quoted(self._source(cls))} WHERE ({where}){only} ORDER BY {order}"
        return [from_row(cls, row) for row in self.rows(sql, values)]

    def interrupt(self) -> None:
        """Stop the question that runs now, from another thread."""
        self._connection.interrupt()

    def data_version(self) -> int:
        """A number that changes when another connection has written."""
        return int(self.value("PRAGMA data_version"))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _source(self, cls: type[Record]) -> str:
        return privacy.source_of(cls)


class Writer(Reader):
    """A Reader that sees everything and may write; exists only inside `Book.changing`."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, by: str, now: datetime) -> None:
        super().__init__(connection, folder, None, now.astimezone(VIETNAM).date())
        self.by = by
        self.now = now

    def add(self, record: R) -> R:
        """Keep a new record; it comes back with its id and version 1."""
        kept = replace(record, id=record.id or new_id(), version=1)
        row = to_row(kept)
        self._run(
            f"INSERT INTO {_quoted(table_of(type(kept)))} ({', '.join(map(_quoted, row))}) VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )
        return kept

    def amend(self, record: R, *, seen: int | None = None) -> R:
        """Write the record's new values; with ``seen``, `NewerVersion` when the book holds another version than that."""
        cls = type(record)
        there = self.record(cls, record.id)
        if there is None:
            raise LookupError(record.id)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        kept = replace(record, version=there.version + 1)
        if replace(kept, version=there.version) == there:
            return there
        row = to_row(kept)
        row.pop("id")
        self._run(
            f"UPDATE {_quoted(table_of(cls))} SET {', '.join(f'{_quoted(c)} = ?' for c in row)} WHERE id = ?",
            [*row.values(), record.id],
        )
        return kept

    def withdraw(self, cls: type[R], id: str, because: str) -> R:
        """Strike the record through: it stays readable, with who, when and why, and is no longer counted."""
        there = self.record(cls, id)
        if there is None:
            raise LookupError(id)
        return self.amend(replace(there, withdrawn_at=self.now, withdrawn_by=self.by, withdrawn_because=because))

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """A plain writing statement on a table that has no record; returns how many rows it changed."""
        return self._run(sql, values)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """The same statement for many rows."""
        with driver.translated(self._folder):
            self._connection.executemany(sql, rows)

    def _run(self, sql: str, values: Sequence[Any]) -> int:
        with driver.translated(self._folder):
            return int(self._connection.execute(sql, values).rowcount)

    def _source(self, cls: type[Record]) -> str:
        return table_of(cls)


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
        self._device = ""

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
        connection = driver.connect(self.folder / DATABASE, self._key, use=use)
        try:
            privacy.install(
                connection,
                privacy.Sight(
                    actor.account_id, permissions.may_open_restricted(actor, day), permissions.may_see_hiv(actor, day)
                ),
            )
        except BaseException:
            connection.close()
            raise
        return Reader(connection, self.folder, actor, day)

    @contextmanager
    def reading_for(self, actor: Actor, now: datetime, *, use: str = "questions") -> Iterator[Reader]:
        """`reader_for` that is closed at the end of the block."""
        reader = self.reader_for(actor, now, use=use)
        try:
            yield reader
        finally:
            reader.close()

    @contextmanager
    def reading_masked(self, now: datetime) -> Iterator[Reader]:
        """A reader for what is printed for everybody: restricted people are masked whoever prints it."""
        connection = driver.connect(self.folder / DATABASE, self._key, use="gathering")
        try:
            privacy.install(connection, privacy.Sight(""))
            yield Reader(connection, self.folder, None, now.astimezone(VIETNAM).date())
        finally:
            connection.close()

    @contextmanager
    def looking(self, now: datetime) -> Iterator[Writer]:
        """The unmasked book for the program's own checks (backup, duplicate guard); nothing can be written. Any thread."""
        connection = driver.connect(self.folder / DATABASE, self._key, use="gathering")
        try:
            with driver.translated(self.folder):
                connection.execute("PRAGMA query_only=ON")
                connection.execute("BEGIN")
            yield Writer(connection, self.folder, "", now)
        finally:
            connection.close()

    # changing

    @contextmanager
    def changing(
        self, by: str, now: datetime, op: str, deed: str, *, reason: str = "", journaled: bool = True
    ) -> Iterator[Writer]:
        """One transaction in the name of account ``by``: everything inside is kept and journaled, or nothing.

        ``op`` makes a retry harmless: `AlreadyDone` when the journal knows it. ``journaled=False`` is only for the tables the
        journal does not follow (drafts, choices). Raises `DiskFull`, `BookBusy`, `ReadOnlyFolder`, `DamagedBook`.
        """
        connection = self._connection
        with driver.translated(self.folder):
            connection.execute("BEGIN IMMEDIATE")
            try:
                if journaled:
                    if connection.execute("SELECT 1 FROM journal WHERE op = ? LIMIT 1", (op,)).fetchone():
                        raise AlreadyDone(op)
                    journal.begin(connection, op=op, device=self._device, actor=by, deed=deed, at=now, reason=reason)
                yield Writer(connection, self.folder, by, now)
                if journaled:
                    journal.seal(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

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
        keys.write_keys(self.folder / KEYS, file.with_slot(slot))

    def remove_slot(self, account_id: str) -> None:
        """Take an account's way in away."""
        file = keys.read_keys(self.folder / KEYS)
        keys.write_keys(self.folder / KEYS, file.without(account_id))

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


def remove_files(folder: Path) -> None:
    """Remove a book that was not made to its end, so that making it again finds an empty folder."""
    for name in (DATABASE, FILES, KEYS):
        for end in ("", "-wal", "-shm"):
            (folder / (name + end)).unlink(missing_ok=True)


def _quoted(name: str) -> str:
    return f'"{name}"'


def now_utc() -> datetime:
    """The present moment; only the edges (window, commands) call it, everything below is given the moment."""
    return datetime.now(UTC)


def in_vietnam(moment: datetime) -> date:
    """The date of a moment in Vietnam."""
    return moment.astimezone(VIETNAM).date()


__all__ = [
    "AlreadyDone",
    "Book",
    "Made",
    "NewerVersion",
    "Reader",
    "Writer",
    "in_vietnam",
    "moment_text",
    "new_id",
    "now_utc",
]
