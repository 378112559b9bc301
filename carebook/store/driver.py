"""The one place that opens an encrypted database: SQLCipher, its pragmas, and the names of its failures."""

from __future__ import annotations

import os
import sys
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carebook.store import errors
from carebook.store.known import Known

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x43424B31  # "CBK1"
CACHE_KIB = {"writing": 16_384, "questions": 49_152, "gathering": 32_768}


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


def is_second(error: Exception) -> bool:
    """Whether a row was refused because another one stands where only one may."""
    return isinstance(error, _dbapi().IntegrityError) and "UNIQUE" in str(error)


def connect(
    path: Path, key: bytes, *, use: str = "writing", create: bool = False, immutable: bool = False
) -> sqlite3.Connection:
    """Open the encrypted file at ``path`` with the raw 32-byte ``key``.

    ``use`` is "writing", "questions" or "gathering" and decides the cache. The connection is in autocommit mode and may move
    between threads, but is used by one at a time. Raises `DamagedBook` when the key does not fit the file (the caller has
    already proved the key through its slot), `EmptyBookFile`, `NoBook`, `ReadOnlyFolder`, `FolderGone`.
    """
    if not create:
        if not path.exists():
            raise errors.NoBook(folder=str(path.parent))
        if path.stat().st_size == 0:
            raise errors.EmptyBookFile(file=path.name)
    mode = "rwc" if create else ("ro&immutable=1" if immutable else "rw")
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
            if not immutable:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
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
        if name.startswith("SQLITE_FULL"):
            raise errors.DiskFull from error
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise errors.BookBusy from error
        unwritable = name.startswith("SQLITE_CANTOPEN") and folder.is_dir() and not os.access(folder, os.W_OK)
        if name.startswith("SQLITE_READONLY") or unwritable:
            raise errors.ReadOnlyFolder from error
        if name.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR")):
            raise errors.FolderGone(folder=str(folder)) from error
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            raise errors.DamagedBook from error
        if name.startswith("SQLITE_AUTH") or "prohibited" in text or "not authorized" in text:
            raise errors.NotAllowedToSee from error
        raise


def is_interrupted(error: BaseException) -> bool:
    """Whether a question ended because a newer one took its place."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT" or "interrupted" in str(error)
