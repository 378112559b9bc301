"""Books that are damaged on purpose, and what was in them before."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path
from typing import Any

from carebook.records.staff import Actor
from carebook.store import driver, keys, search
from carebook.store.book import DATABASE, KEYS, Book, new_id
from carebook.store.pages.sealed import PAGE, SealedFile
from carebook.store.pages.tables import contents_of
from tests import samples
from tests.conftest import LOGIN, PASSWORD

OWN = ("book", "followed", "_sqlite_migrations", "journal")


def key_of(folder: Path) -> tuple[keys.KeysFile, bytes]:
    """The keys file of a test's book, and the key its password gives."""
    file = keys.read_keys(folder / KEYS)
    return file, keys.unlock(file, file.slot_named(LOGIN).account_id, PASSWORD).key


def fill(book: Book, director: Actor, now: datetime, people: int = 60) -> list[str]:
    """Write people with their stays into a book, each in a deed of their own; some are changed afterwards."""
    ids = []
    for number in range(people):
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            person = writer.add(
                samples.person(code=f"CB-{number:06d}", full_name=f"Người Thứ {number}", note="x" * 400)
            )
            writer.add(samples.episode(person.id))
            search.index_person(writer, person.id)
            ids.append(person.id)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for id_ in ids[::3]:
            writer.run("UPDATE person SET note = 'sửa sau', version = version + 1 WHERE id = ?", (id_,))
    return ids


def contents(folder: Path, key: bytes) -> dict[str, dict[Any, tuple[Any, ...]]]:
    """Every row of every table as SQLite gives it, without the counters of versions."""
    connection = driver.connect(folder / DATABASE, key, immutable=True)
    try:
        found = {}
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in names:
            if table.startswith(("search_", "sqlite_")) or table in OWN:
                continue
            columns = [r[1] for r in connection.execute(f'PRAGMA table_info("{table}")') if r[1] != "version"]
            listed = ", ".join(f'"{column}"' for column in columns)
            rows = connection.execute(f'SELECT {listed} FROM "{table}"').fetchall()
            found[table] = {next(iter(row)): tuple(row) for row in rows}
        return found
    finally:
        connection.close()


def flip(folder: Path, pages: list[int], *, at: int = 99, name: str = DATABASE) -> None:
    """Flip one bit on each of the pages."""
    raw = bytearray((folder / name).read_bytes())
    for page in pages:
        raw[(page - 1) * PAGE + at] ^= 8
    (folder / name).write_bytes(raw)


def random_pages(folder: Path, dice: random.Random, count: int) -> list[int]:
    """So many pages, taken at random."""
    return [dice.randrange(1, (folder / DATABASE).stat().st_size // PAGE + 1) for _ in range(count)]


def schema_pages(folder: Path, key: bytes) -> set[int]:
    """The pages that list the tables."""
    with SealedFile(folder / DATABASE, key) as file:
        return contents_of(file).visited


def pages_of(folder: Path, key: bytes, table: str) -> list[int]:
    """The pages on which a table's tree lies, its root first."""
    with SealedFile(folder / DATABASE, key) as file:
        found = contents_of(file)
        list(found.rows(table))
        root = found.roots[table]
        return [root, *sorted(found.walks[table].visited - {root})]
