"""Numbers the book has no source for: typed from a paper into the cells nothing is counted in, and what must add up there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from carebook.records.figures import RowKind, Table, Typed
from carebook.records.periods import TypedFigure
from carebook.rules.identities import Check
from carebook.words import message


def typable(table: Table) -> frozenset[tuple[str, str]]:
    """The cells (row code, column code) that can be typed: those the book does not count, typed already or not.

    A number the book counts is never typed over; the opening of B01 is typed with `TypedOpening`, the numbers of B17
    with the `Target`.
    """
    shares = {column.code for column in table.columns if column.share_of is not None}
    typed = {(cell.row, cell.column) for cell in table.typed}
    cells = (table.unknown | typed) if table.code not in ("B01", "B17") else frozenset()
    return frozenset((row, column) for row, column in cells if column not in shares)


def with_typed(table: Table, figures: Iterable[TypedFigure]) -> Table:
    """The table with its typed numbers, marked as such; those of cells the book counts by now are left aside."""
    open_cells = typable(table)
    mine = [
        one
        for one in figures
        if one.table_code == table.code and one.value is not None and (one.row_code, one.column_code) in open_cells
    ]
    if not mine:
        return table
    sources = dict.fromkeys([table.typed_source, *(one.source for one in mine)])
    return replace(
        table,
        typed=(*table.typed, *(Typed(one.row_code, one.column_code, one.value or 0) for one in mine)),
        typed_source="; ".join(filter(None, sources)),
        unknown=table.unknown - {(one.row_code, one.column_code) for one in mine},
    )


# What must hold between typed numbers and counted ones: (table, parts with their signs, whole, by how they are compared).
_SUMS: Sequence[tuple[str, tuple[tuple[str, int], ...], str]] = (
    ("B12", (("permanent", 1), ("contract", 1)), "employed"),
    ("B15", (("money", 1), ("goods", 1), ("used", -1)), "left"),
)
_AT_MOST: Sequence[tuple[str, str, str]] = (
    ("B12", "permanent", "employed"),
    ("B12", "contract", "employed"),
    ("B13", "passed", "people"),
    ("B14", "done", "accumulated"),
)


def checks(tables: Iterable[Table]) -> list[Check]:
    """Where typed parts do not make their whole, or a part is more than it: each stands against closing.

    Rows in which one of the numbers is not known are not compared.
    """
    found: list[Check] = []
    for table in tables:
        labels = {column.code: column.label for column in table.columns}
        for row in table.rows:
            if row.kind not in (RowKind.ROW, RowKind.PART):
                continue
            for code, parts, whole in _SUMS:
                if code != table.code or row.kind is RowKind.PART:
                    continue
                numbers = [table.cell(row.code, part) for part, _sign in parts]
                total = table.cell(row.code, whole)
                if total is None or any(number is None for number in numbers):
                    continue
                made = sum((number or 0) * sign for number, (_part, sign) in zip(numbers, parts, strict=True))
                if made != total:
                    words = message(
                        "{table}, “{row}”: {parts} make {made}, but “{whole}” is {total}.",
                        table=table.code,
                        row=row.label,
                        parts=_listed(parts, labels),
                        made=made,
                        whole=labels[whole],
                        total=total,
                    )
                    found.append(Check(f"sum_{table.code}", False, words, row.code))
            for code, part, whole in _AT_MOST:
                if code != table.code:
                    continue
                number, total = table.cell(row.code, part), table.cell(row.code, whole)
                if number is not None and total is not None and number > total:
                    words = message(
                        "{table}, “{row}”: “{part}” is {number}, more than “{whole}”, {total}.",
                        table=table.code,
                        row=row.label,
                        part=labels[part],
                        number=number,
                        whole=labels[whole],
                        total=total,
                    )
                    found.append(Check(f"part_{table.code}", False, words, row.code))
    return found


def _listed(parts: Sequence[tuple[str, int]], labels: dict[str, str]) -> str:
    """ "“Biên chế” + “Hợp đồng”": the parts with their signs."""
    told = "".join(f" {'+' if sign > 0 else '−'} “{labels[part]}”" for part, sign in parts)
    return told.removeprefix(" + ")
