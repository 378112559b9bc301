"""What a table of figures is: rows, columns and the people behind every cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from carebook.records.withholding import Cell, Sum, withheld

TOTAL = "total"
"""The code of the total row of every table, and of the column that counts everybody."""


@dataclass(frozen=True)
class Period:
    """The days a report speaks of, and the day its data end: a half-year report is due before the half-year is over.

    ``first <= cutoff <= last``, else ValueError.
    """

    first: date
    last: date
    cutoff: date

    def __post_init__(self) -> None:
        if not self.first <= self.cutoff <= self.last:
            raise ValueError(f"{self.first} {self.cutoff} {self.last}")

    @classmethod
    def whole(cls, first: date, last: date) -> Period:
        """The period whose data reach to its last day."""
        return cls(first, last, last)

    def holds(self, day: date | None) -> bool:
        """Whether a day is counted: from the first day to the cut-off, both included."""
        return day is not None and self.first <= day <= self.cutoff


class RowKind(Enum):
    """How a row is filled."""

    ROW = "row"  # from the lines that name it
    GROUP = "group"  # the sum of the rows below it
    TOTAL = "total"  # the sum of every row of kind ROW
    PART = "part"  # from the lines that name it, besides the total ("trong đó", "riêng"): never added up


@dataclass(frozen=True)
class Column:
    """One column: its code for data exchange, its Vietnamese heading, and the heading it stands under ("" = none).

    A column with ``share_of`` counts nobody: it is the share of the first column named there in the second, in percent.
    """

    code: str
    label: str
    group: str = ""
    share_of: tuple[str, str] | None = None


@dataclass(frozen=True)
class Row:
    """One row: its code for data exchange, its Vietnamese heading, and the code of the group row it belongs to."""

    code: str
    label: str
    kind: RowKind = RowKind.ROW
    parent: str | None = None


@dataclass(frozen=True)
class Line:
    """One person, stay or event of a table, with the facts that are printed when a cell is opened.

    The line counts ``amount`` in every column it names; a column stands twice when it happened twice in the period.
    ``birth`` and ``detail`` are finished Vietnamese text; ``masked`` says that ``name`` is an alias. A line about a group
    names it by ``group_id`` and nobody by ``person_id``.
    """

    row: str
    columns: tuple[str, ...]
    person_id: str
    episode_id: str
    code: str = ""
    name: str = ""
    birth: str = ""
    detail: str = ""
    masked: bool = False
    amount: int = 1
    group_id: str = ""


@dataclass(frozen=True)
class Typed:
    """A cell copied from the last paper report because the book began later."""

    row: str
    column: str
    value: int


@dataclass(frozen=True)
class Table:
    """One question answered: every number is the count (or sum) of the lines it opens.

    ``typed`` cells come from the paper report named by ``typed_source`` and overrule the lines; ``unknown`` cells
    (row code of kind ROW, column code) are not computed and print "–". Group and total rows follow from their rows.
    Numbers from 1 to below ``hidden_below`` would betray who is counted: they are not told and do not open (0: all are told).
    A table that ``withholds`` leaves out as well what would give a small number away through its groups and totals, through
    ``sums`` of other rows (whole, parts) and through ``rests`` of columns (whole, part); those closed before it could do not.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    typed: tuple[Typed, ...] = ()
    typed_source: str = ""
    unknown: frozenset[tuple[str, str]] = frozenset()
    hidden_below: int = 0
    withholds: bool = False
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rests: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _withheld(self) -> frozenset[Cell]:
        """The numbers that would give a small one away."""
        if not self.hidden_below or not self.withholds:
            return frozenset()
        columns = [column.code for column in self.columns if column.share_of is None]
        found = {(row, column): self.cell(row, column) for row in self.row_codes for column in columns}
        numbers = {cell: value for cell, value in found.items() if value is not None}
        wholes = [(row.code, self._leaves[row.code]) for row in self.rows if row.kind in (RowKind.GROUP, RowKind.TOTAL)]
        down = [
            Sum((whole, column), tuple((part, column) for part in parts))
            for whole, parts in (*wholes, *self.sums)
            for column in columns
            if whole in self.row_codes
        ]
        across = [
            Sum((row.code, whole), ((row.code, part),), numbers[row.code, whole] - numbers[row.code, part])
            for row in self.rows
            for whole, part in self.rests
            if {(row.code, whole), (row.code, part)} <= numbers.keys()
        ]
        known = [one for one in (*down, *across) if {one.whole, *one.parts} <= numbers.keys()]
        return withheld(numbers, known, self.hidden_below)

    @cached_property
    def row_codes(self) -> frozenset[str]:
        """The codes of its rows."""
        return frozenset(row.code for row in self.rows)

    @cached_property
    def _leaves(self) -> Mapping[str, tuple[str, ...]]:
        """For each row, the rows filled from lines that it adds up."""
        below: dict[str, list[str]] = {row.code: [] for row in self.rows}
        parents = {row.code: row.parent for row in self.rows}
        for row in self.rows:
            if row.kind in (RowKind.GROUP, RowKind.TOTAL):
                continue
            below[row.code].append(row.code)
            if row.kind is RowKind.PART:
                continue
            parent = row.parent
            while parent is not None:
                below[parent].append(row.code)
                parent = parents[parent]
        everything = tuple(row.code for row in self.rows if row.kind is RowKind.ROW)
        totals = {row.code: everything for row in self.rows if row.kind is RowKind.TOTAL}
        return {code: tuple(leaves) for code, leaves in below.items()} | totals

    def leaves(self, row: str) -> tuple[str, ...]:
        """The rows filled from lines that a row adds up, itself where it is one of them; KeyError when there is no such row."""
        return self._leaves[row]

    @cached_property
    def _counts(self) -> Mapping[tuple[str, str], int]:
        counts: dict[tuple[str, str], int] = {}
        for line in self.lines:
            row, amount = line.row, line.amount
            for column in line.columns:
                cell = (row, column)
                counts[cell] = counts.get(cell, 0) + amount
        return counts | {(cell.row, cell.column): cell.value for cell in self.typed}

    def cell(self, row: str, column: str) -> int | None:
        """The number of one cell, or None where it is not known; KeyError when there is no such row."""
        total = 0
        for leaf in self._leaves[row]:
            if (leaf, column) in self.unknown:
                return None
            total += self._counts.get((leaf, column), 0)
        return total

    def is_hidden(self, row: str, column: str) -> bool:
        """Whether the number of a cell is not told: too small, or withheld with one; KeyError when there is no such row."""
        return 0 < (self.cell(row, column) or 0) < self.hidden_below or self.is_withheld(row, column)

    def is_withheld(self, row: str, column: str) -> bool:
        """Whether nothing is told of the number of a cell but that it is not 0, because a small one would follow from it."""
        return (row, column) in self._withheld

    def people(self, row: str, column: str) -> tuple[Line, ...]:
        """The lines behind one cell, in the table's order, none behind a hidden one; KeyError when there is no such row."""
        if self.is_hidden(row, column):
            return ()
        leaves = set(self._leaves[row])
        return tuple(line for line in self.lines if line.row in leaves and column in line.columns)

    def row(self, code: str) -> Row:
        """One row by its code; KeyError when there is none."""
        return {row.code: row for row in self.rows}[code]

    def value(self, row: str, column: Column) -> int | float | None:
        """What stands in one cell: a number, or a share in percent to one decimal; None where it is not known, hidden or 0 of 0."""
        if column.share_of is None:
            return None if self.is_hidden(row, column.code) else self.cell(row, column.code)
        part, whole = (self.cell(row, code) for code in column.share_of)
        return (
            None if part is None or not whole else (2000 * part + whole) // (2 * whole) / 10
        )  # half up, as it is printed

    def values(self, row: str) -> tuple[int | float | None, ...]:
        """The numbers of one row, in the order of the columns."""
        return tuple(self.value(row, column) for column in self.columns)

    def is_typed(self, row: str, column: str) -> bool:
        """Whether a cell rests on figures typed from a paper report."""
        leaves = set(self._leaves[row])
        return any(cell.row in leaves and cell.column == column for cell in self.typed)

    @property
    def printed_rows(self) -> tuple[Row, ...]:
        """The rows that stand on paper: the total, those with at least one number that is not 0, and the groups of these."""
        told = {
            row.code
            for row in self.rows
            if row.kind is RowKind.TOTAL or any(self.cell(row.code, column.code) for column in self.columns)
        }
        return tuple(row for row in self.rows if row.code in told or told.intersection(self._leaves[row.code]))

    @property
    def printed_columns(self) -> tuple[Column, ...]:
        """The columns that stand on paper: a heading's columns are left out when all of them are 0 in the total row.

        Columns without a heading always stand.
        """
        used = {column.group for column in self.columns if column.group and self.cell(TOTAL, column.code) != 0}
        return tuple(column for column in self.columns if not column.group or column.group in used)

    def figures(self) -> dict[str, Any]:
        """The bare numbers for data exchange, null = not known.

        Shape: ``{"columns": [codes], "rows": [{"code": …, "values": […]}]}``.
        """
        return {
            "columns": [column.code for column in self.columns],
            "rows": [{"code": row.code, "values": list(self.values(row.code))} for row in self.rows],
        }

    def to_json(self) -> dict[str, Any]:
        """Everything, ready for ``json.dumps``: the figures, headings and lines with the facts that were printed."""
        bare = self.figures()
        for row, given in zip(self.rows, bare["rows"], strict=True):
            given |= {"label": row.label, "kind": row.kind.value, "parent": row.parent}
        return {
            "code": self.code,
            "title": self.title,
            "columns": bare["columns"],
            "rows": bare["rows"],
            "headings": [
                {"label": column.label, "group": column.group}
                | ({"share_of": list(column.share_of)} if column.share_of else {})
                for column in self.columns
            ],
            "lines": [asdict(line) | {"columns": list(line.columns)} for line in self.lines],
            "typed": [asdict(cell) for cell in self.typed],
            "typed_source": self.typed_source,
            "unknown": sorted(list(cell) for cell in self.unknown),
        } | (self._hiding() if self.hidden_below else {})

    def _hiding(self) -> dict[str, Any]:
        """What is kept about small numbers; the new words only where they are used, so that what was closed before stays as it was."""
        if not self.withholds:
            return {"hidden_below": self.hidden_below}
        sums, rests = [[whole, list(parts)] for whole, parts in self.sums], [list(pair) for pair in self.rests]
        return {"hidden_below": self.hidden_below, "withholds": True, "sums": sums, "rests": rests}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Table:
        """The table of ``to_json``; ValueError when the kept numbers are not those of the kept lines."""
        table = cls(
            code=kept["code"],
            title=kept["title"],
            columns=tuple(
                Column(
                    code,
                    heading["label"],
                    heading["group"],
                    tuple(heading["share_of"]) if "share_of" in heading else None,
                )
                for code, heading in zip(kept["columns"], kept["headings"], strict=True)
            ),
            rows=tuple(Row(row["code"], row["label"], RowKind(row["kind"]), row["parent"]) for row in kept["rows"]),
            lines=tuple(Line(**(line | {"columns": tuple(line["columns"])})) for line in kept["lines"]),
            typed=tuple(Typed(**cell) for cell in kept["typed"]),
            typed_source=kept["typed_source"],
            unknown=frozenset((row, column) for row, column in kept["unknown"]),
            hidden_below=kept.get("hidden_below", 0),
            withholds=kept.get("withholds", False),
            sums=tuple((whole, tuple(parts)) for whole, parts in kept.get("sums", ())),
            rests=tuple((whole, part) for whole, part in kept.get("rests", ())),
        )
        if [row["values"] for row in kept["rows"]] != [row["values"] for row in table.figures()["rows"]]:
            raise ValueError(f"{table.code}: kept figures differ from their lines")
        return table


def figures_of(tables: Iterable[Table]) -> dict[str, Any]:
    """The data exchange of a report: ``{"B01": {"columns": […], "rows": […]}, …}``; no person is in it."""
    return {table.code: table.figures() for table in tables}


def every_cell(rows: Iterable[Row], columns: Iterable[Column]) -> frozenset[tuple[str, str]]:
    """The cells of every row that is filled from lines: what is unknown when a table cannot be computed at all."""
    filled = [row.code for row in rows if row.kind in (RowKind.ROW, RowKind.PART)]
    return frozenset((row, column.code) for column in columns for row in filled)
