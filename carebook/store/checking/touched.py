"""Which rows the damaged pages of a file touch: told by what leads to the rows from elsewhere."""

from __future__ import annotations

from carebook.records.damage import Touched
from carebook.store.folders import FILES
from carebook.store.pages.sealed import SealedFile
from carebook.store.pages.tables import Contents, contents_of


def damage_in(file: SealedFile, name: str) -> tuple[tuple[Touched, ...], bool]:
    """The tables with rows on damaged pages, and whether the list of tables itself is whole (SQLite then opens the file).

    An index that is damaged touches no row: it is made anew from its table.
    """
    contents = contents_of(file)
    found = []
    tables = sorted({table for table in contents.tables_of.values() if not table.startswith(("search_", "sqlite_"))})
    for table in tables:
        read = {number or values[0] for number, values in contents.rows(table)}
        if not contents.walks[table].is_whole:
            found.append(Touched(table, _missing(contents, table, read)))
    return tuple(found), contents.is_whole and name is not FILES


def _missing(contents: Contents, table: str, read: set[object]) -> int | None:
    """How many rows other trees know of that could not be read; None when no tree tells."""
    known: set[object] = set()
    for index, of in contents.tables_of.items():
        if of == table and index != table:
            known |= {values[-1] for _number, values in contents.rows(index) if values}
    torn = len([number for number in contents.walks[table].torn if number])
    missing = len(known - read)
    return max(missing, torn) or None
