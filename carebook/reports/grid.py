"""A table as paper, spreadsheet and word processor all need it: columns with headings on two levels, rows of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import groupby

from carebook.dates import PartialDate, written
from carebook.money import number, with_unit
from carebook.words import speaking

Value = str | int | float | date | PartialDate | None


class Weight(Enum):
    """How much a row weighs on paper."""

    ROW = "row"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True)
class GridColumn:
    """One column: its heading, the heading it stands under ("" = none), and how its values read.

    ``unit`` follows numbers ("đ"). ``align`` is "left", "center", "right", or "" for what the values suggest. Of the room no
    column needs, words get a share; one that ``grows`` twice as much gets twice as much for its width. ``least`` is the width
    in millimetres that a column for the pen has at least.
    """

    heading: str
    group: str = ""
    unit: str = ""
    align: str = ""
    grows: int = 1
    least: float = 0.0


@dataclass(frozen=True)
class GridRow:
    """One row: its values, one a column, its weight, and by how many steps its first text is set in.

    ``lines`` is its least height in lines, for rows that are written by hand.
    """

    values: tuple[Value, ...]
    weight: Weight = Weight.ROW
    level: int = 0
    lines: int = 1


@dataclass(frozen=True)
class Grid:
    """Columns and rows; ``unknown`` is what stands for None: "–" in figures (not computed), "" in lists."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    unknown: str = ""

    def text(self, value: Value, column: GridColumn) -> str:
        """A value as it is printed: 1.234.567 đ, 38,2, 05/11/2026."""
        if value is None:
            return self.unknown
        if isinstance(value, str):
            return value
        if isinstance(value, date | PartialDate):
            with speaking("vi"):
                return written(value)
        return with_unit(value, column.unit) if column.unit else number(value)

    @cached_property
    def _alignments(self) -> tuple[str, ...]:
        found = []
        for n, column in enumerate(self.columns):
            kinds = {type(row.values[n]) for row in self.rows} - {type(None)}
            if column.align:
                found.append(column.align)
            elif kinds and kinds <= {int, float}:
                found.append("right")
            else:
                found.append("center" if kinds and kinds <= {date, PartialDate} else "left")
        return tuple(found)

    def align(self, at: int) -> str:
        """Where the values of a column stand: numbers right, dates in the middle, words left, unless the column says."""
        return self._alignments[at]

    def groups(self) -> Iterator[tuple[str, int, int]]:
        """The upper headings: (heading, first column, last column) of each run of columns under one heading."""
        at = 0
        for name, run in groupby(column.group for column in self.columns):
            count = len(list(run))
            if name:
                yield name, at, at + count - 1
            at += count


def numbered(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> Grid:
    """A plain list whose first column counts the rows: "TT", then ``headings``."""
    columns = (GridColumn("TT", align="center"), *(GridColumn(heading) for heading in headings))
    return Grid(columns, tuple(GridRow((n, *row)) for n, row in enumerate(rows, 1)))
