"""A sheet of cells as a spreadsheet or text file gives it, and what each kind of cell says as text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carebook.dates import written
from carebook.rules.names import normalise

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """All rows of one sheet from its first: ``rows[0]`` is row 1 of the file."""

    name: str
    rows: tuple[Row, ...]


def is_empty(cell: Cell) -> bool:
    """Whether nothing is written in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """What a cell says, NFC and with single spaces: whole numbers without ".0", dates as dd/mm/yyyy."""
    if is_empty(cell):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date):  # a datetime is a date too
        return written(cell)
    return normalise(str(cell))


def is_decomposed(row: Row) -> bool:
    """Whether a text in the row has its marks apart from the letters."""
    return any(isinstance(cell, str) and not unicodedata.is_normalized("NFC", cell) for cell in row)
