"""The tables of a damaged file: their shapes from the program's own schema, their roots and rows from the pages that open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from carebook.store import driver
from carebook.store.pages.sealed import SealedFile
from carebook.store.pages.trees import LEAF_TABLE, Row, Walk, free_pages, kind_of, leaf_rows

_SCHEMA_COLUMNS = 5
_TYPES: dict[str, tuple[type, ...]] = {
    "TEXT": (str,),
    "INTEGER": (int,),
    "REAL": (float, int),
    "BLOB": (bytes,),
    "": (str, int, float, bytes),
    "ANY": (str, int, float, bytes),
}


@dataclass(frozen=True)
class Shape:
    """One table as a book of some version has it: column names, their types, defaults, and which one is the row's number."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    required: tuple[bool, ...]
    defaults: tuple[Any, ...]
    number_column: int | None = None
    has_numbers: bool = True

    def values(self, row: Row) -> tuple[Any, ...]:
        """The row's values by column: a row written before a column was added takes its default."""
        number, found = row
        values = [*found, *self.defaults[len(found) :]]
        if self.number_column is not None:
            values[self.number_column] = number
        return tuple(values)

    def fits(self, row: Row) -> bool:
        """Whether a row of an unknown table may be one of this."""
        if len(row[1]) > len(self.columns):
            return False
        return all(
            (value is None and (not required or at == self.number_column))
            or isinstance(value, _TYPES.get(kind, (object,)))
            for at, (value, kind, required) in enumerate(zip(self.values(row), self.types, self.required, strict=True))
        )


@dataclass(frozen=True)
class Schema:
    """What a book of one version consists of: its tables, and the statement of each index and trigger."""

    version: int
    tables: dict[str, Shape]
    statements: dict[tuple[str, str], str]


@cache
def schema_of(version: int) -> Schema:
    """The schema of a book of that version as the program's steps make it."""
    from carebook.store import journal, migrations

    connection = driver.in_memory()
    try:
        migrations.lay_out(connection, version)
        journal.ensure_guards(connection)
        statements = {
            (row[0], row[1]): row[2] or ""
            for row in connection.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            )
        }
        names = [name for kind, name in statements if kind == "table"]
        return Schema(version, {name: _shape(connection, name) for name in names}, statements)
    finally:
        connection.close()


def _shape(connection: Any, table: str) -> Shape:
    rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    keys = [row for row in rows if row[5]]
    alone = len(keys) == 1 and keys[0][2].upper() == "INTEGER"
    sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    defaults = tuple(None if row[4] is None else connection.execute(f"SELECT {row[4]}").fetchone()[0] for row in rows)
    return Shape(
        table,
        tuple(row[1] for row in rows),
        tuple(row[2].upper() for row in rows),
        tuple(bool(row[3]) for row in rows),
        defaults,
        keys[0][0] if alone else None,
        "WITHOUT ROWID" not in sql.upper(),
    )


BLOBS = Shape("blob", ("content_hash", "content"), ("TEXT", "BLOB"), (True, True), (None, None), None, False)


@dataclass
class Contents:
    """The tables of one file and how far each can be followed.

    ``roots``: the first page of each table and index by name. ``whole``: the list of tables itself could be read to its end.
    """

    file: SealedFile
    roots: dict[str, int] = field(default_factory=dict)
    tables_of: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True
    visited: set[int] = field(default_factory=set)
    walks: dict[str, Walk] = field(default_factory=dict)

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table or keys of an index, as far as its tree leads to them; its `Walk` is then in ``walks``."""
        found = self.walks[name] = Walk()
        if name in self.roots:
            yield from found.follow(self.file, self.roots[name])
            self.visited |= found.visited
        else:
            found.is_rootless = True

    def follow_rest(self) -> None:
        """Follow what was not asked for, so that it is known which pages belong to something."""
        for name in self.roots:
            if name not in self.walks:
                found = self.walks[name] = Walk()
                for _none in found.follow(self.file, self.roots[name], only_pages=True):
                    pass
                self.visited |= found.visited

    def orphans(self) -> Iterator[Row]:
        """Rows on sound pages to which no tree leads any more; everything else was followed before."""
        belonging = self.visited | free_pages(self.file)
        for number in range(2, self.file.pages + 1):
            if number in belonging:
                continue
            page = self.file.page(number)
            if page is not None and kind_of(page, number) == LEAF_TABLE:
                found = leaf_rows(self.file, number)
                self.visited |= found.visited
                yield from found.rows


def contents_of(file: SealedFile) -> Contents:
    """Find the tables of a file; where its first pages are damaged, the pages that list tables are looked for everywhere."""
    found = Contents(file)
    walk = Walk()
    rows = list(walk.follow(file, 1))
    found.visited |= walk.visited
    if not walk.is_whole:
        found.is_whole = False
        known = {row[1][1] for row in rows if len(row[1]) == _SCHEMA_COLUMNS}
        for number in range(2, file.pages + 1):
            page = None if number in found.visited else file.page(number)
            if page is None or kind_of(page, number) != LEAF_TABLE:
                continue
            more = leaf_rows(file, number)
            if more.rows and all(_lists_a_table(row) for row in more.rows):
                found.visited |= more.visited
                rows += [row for row in more.rows if row[1][1] not in known]
    for _number, values in rows:
        if _lists_a_table((0, values)) and values[3]:
            found.roots[values[1]] = values[3]
            found.tables_of[values[1]] = values[2]
    return found


def _lists_a_table(row: Row) -> bool:
    values = row[1]
    return (
        len(values) == _SCHEMA_COLUMNS
        and values[0] in ("table", "index", "trigger", "view")
        and isinstance(values[1], str)
        and isinstance(values[3], int)
    )


def version_in(file: SealedFile) -> int:
    """The version of the book's schema in the file's header; 0 when the first page is damaged."""
    first = file.page(1)
    return int.from_bytes(first[60:64], "big") if first is not None else 0


def application_in(file: SealedFile) -> int:
    """The program's mark in the file's header; 0 when the first page is damaged."""
    first = file.page(1)
    return int.from_bytes(first[68:72], "big") if first is not None else 0


def likely(shapes: Sequence[Shape], row: Row) -> list[Shape]:
    """The tables of which a row may be one."""
    return [shape for shape in shapes if shape.has_numbers and shape.fits(row)]
