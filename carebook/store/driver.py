"""The one place that opens an encrypted database: SQLCipher, its pragmas, and the names of its failures."""

from __future__ import annotations

import os
import sys
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carebook.store import errors, folders
from carebook.store.known import Known

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x43424B31  # "CBK1"
_OF_FILES = ("SQLITE_IOERR", "SQLITE_CANTOPEN")
CACHE_KIB = {"writing": 16_384, "questions": 49_152, "gathering": 32_768}


@cache
def _dbapi() -> Any:
    """SQLCipher's DB-API module, registered so that sqlite-utils works over it.

    sqlite-utils catches the classes of a module called ``pysqlite3`` when there is one; SQLCipher's are not subclasses of the
    standard library's, so without this the library would not recognise its own errors.
    """
    import sqlcipher3
    import sqlcipher3.dbapi2

    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
    return sqlcipher3.dbapi2


@cache
def _connection_class() -> type[sqlite3.Connection]:
    """SQLCipher's connection, with room for what its readers remember (`Reader.records`, `Reader.remembered`)."""

    class Connection(_dbapi().Connection):  # type: ignore[misc]
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.known: dict[Hashable, list[Any]] = {}
            self.known_at = -1
            self.answers = Known()

    return Connection


def sqlite_utils_database(connection: sqlite3.Connection) -> Any:
    """``connection`` as a `sqlite_utils.Database`, for schema and bulk work only (0.3 s to import)."""
    dbapi = _dbapi()
    import sqlite_utils
    import sqlite_utils.db as library

    if vars(library)["OperationalError"] is not dbapi.OperationalError:
        raise RuntimeError("sqlite_utils was imported before the encrypted driver")
    return sqlite_utils.Database(connection, execute_plugins=False, strict=True)


def in_memory() -> sqlite3.Connection:
    """A connection to a book's schema in memory, which holds nobody's data and is never kept."""
    connection: sqlite3.Connection = _dbapi().connect(":memory:", isolation_level=None)
    return connection


def versions() -> dict[str, str]:
    """The versions of SQLite and of its cipher."""
    connection = in_memory()
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        return {"sqlite": str(_dbapi().sqlite_version), "cipher": str(cipher[0]) if cipher is not None else ""}
    finally:
        connection.close()


def is_second(error: Exception) -> bool:
    """Whether a row was refused because another one stands where only one may."""
    return isinstance(error, _dbapi().IntegrityError) and "UNIQUE" in str(error)


def is_constraint(error: Exception) -> bool:
    """Whether a row was refused because it breaks a rule of its table."""
    return isinstance(error, _dbapi().IntegrityError)


def connect(
    path: Path,
    key: bytes,
    *,
    use: str = "writing",
    create: bool = False,
    immutable: bool = False,
    read_only: bool = False,
) -> sqlite3.Connection:
    """Open the encrypted file at ``path`` with the raw 32-byte ``key``.

    ``use`` is "writing", "questions" or "gathering" and decides the cache. The connection is in autocommit mode and may move
    between threads, but is used by one at a time. ``read_only`` never writes to the file or its log; where not even the folder
    can be written to, a file without a log is taken as it stands. Raises `DamagedBook` when the key does not fit the file (the
    caller has already proved the key through its slot), `EmptyBookFile`, `NoBook`, `ReadOnlyFolder`, `FolderGone`.
    """
    if not create:
        if not path.exists():
            raise errors.NoBook(folder=str(path.parent))
        if path.stat().st_size == 0:
            raise errors.EmptyBookFile(file=path.name)
    if read_only and not immutable:
        log = path.with_name(path.name + "-wal")
        immutable = not folders.is_writable(path.parent) and not (log.exists() and log.stat().st_size)
    mode = "rwc" if create else "ro&immutable=1" if immutable else "ro" if read_only else "rw"
    dbapi = _dbapi()
    with translated(path.parent):
        connection: sqlite3.Connection = dbapi.connect(
            f"{path.resolve().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
            factory=_connection_class(),
        )
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.row_factory = dbapi.Row
            for pragma in (
                "temp_store=MEMORY",
                "trusted_schema=OFF",
                "secure_delete=ON",
                "recursive_triggers=ON",
                "foreign_keys=ON",
                "busy_timeout=5000",
                f"cache_size=-{CACHE_KIB[use]}",
            ):
                connection.execute(f"PRAGMA {pragma}")
            if not (immutable or read_only):
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
        except BaseException:
            connection.close()
            raise
    return connection


def new_copy(path: Path, key: bytes) -> sqlite3.Connection:
    """A new file under ``key`` to copy a whole database into. Nothing is kept of a copying that was broken off, so it is not
    journaled; whoever wants it to outlast a power cut brings it to the drive."""
    connection: sqlite3.Connection = _dbapi().connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn SQLite's failures of the world into named ones; faults of the program (constraint, syntax) pass unchanged."""
    dbapi = _dbapi()
    try:
        yield
    except dbapi.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        text = str(error)
        if name.startswith("SQLITE_FULL") or (name.startswith(_OF_FILES) and folders.is_full(folder)):
            raise errors.DiskFull from error
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise errors.BookBusy from error
        unwritable = name.startswith("SQLITE_CANTOPEN") and folder.is_dir() and not os.access(folder, os.W_OK)
        if name.startswith("SQLITE_READONLY") or unwritable:
            raise errors.ReadOnlyFolder from error
        if name.startswith(_OF_FILES):
            raise errors.FolderGone(folder=str(folder)) from error
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            raise errors.DamagedBook from error
        if name.startswith("SQLITE_AUTH") or "prohibited" in text or "not authorized" in text:
            raise errors.NotAllowedToSee from error
        raise


def refuse_unread(connection: sqlite3.Connection) -> None:
    """Raise `DamagedBook` when this connection has met a page that is not as it was sealed; asked after what was read counts.

    SQLCipher gives zeros for such a page. SQLite notices as soon as anything follows them, but not when the page is the last
    of a long value (a note, a signed file): then only the cipher's own state tells, and stays so.
    """
    if str(connection.execute("PRAGMA cipher_status").fetchone()[0]) != "1":
        raise errors.DamagedBook


def is_interrupted(error: BaseException) -> bool:
    """Whether a question ended because a newer one took its place."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT" or "interrupted" in str(error)


def is_damage(error: BaseException) -> bool:
    """Whether SQLite met a page it could not read."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return isinstance(error, errors.DamagedBook) or name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))
