"""Ước thực hiện: numbers somebody estimates to the end of a period whose report closes before it, beside those that were counted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from carebook.records.figures import TOTAL, Column, RowKind, Table
from carebook.rules.problem import Problem
from carebook.words import message

Place = tuple[str, str, str]
"""The table, row and column of a number."""

Cell = tuple[str, str]
"""The row and column of a number of one table."""

FIELD = "estimates"
_MAIN = (TOTAL, "closing", "done")


def main_column(table: Table) -> Column:
    """The column somebody estimates first: all, who is there at the end, what was done; else the first one."""
    columns = {column.code: column for column in columns_of(table)}
    return next((columns[code] for code in _MAIN if code in columns), next(iter(columns.values())))


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns that can be estimated: shares follow from their numbers."""
    return tuple(column for column in table.columns if column.share_of is None)


def to_json(estimates: Mapping[Place, int]) -> str:
    """``{"B01.total.closing": 12}``, "" without any."""
    kept = {".".join(place): value for place, value in sorted(estimates.items())}
    return json.dumps(kept, sort_keys=True, separators=(",", ":")) if kept else ""


def from_json(kept: str) -> dict[Place, int]:
    """The estimates of ``to_json``; the code of a row may hold dots."""
    found = {}
    for name, value in (json.loads(kept) if kept else {}).items():
        table, _dot, rest = name.partition(".")
        row, _dot, column = rest.rpartition(".")
        found[table, row, column] = int(value)
    return found


def of_table(estimates: Mapping[Place, int], table: Table) -> dict[Cell, int]:
    """The estimates of one table; a group or total whose rows are all estimated, or count nobody, is their sum."""
    typed = {(row, column): value for (code, row, column), value in estimates.items() if code == table.code}
    found = {cell: value for cell, value in typed.items() if cell[0] in table.row_codes}
    if not found:
        return {}
    for row in (one.code for one in table.rows if one.kind in (RowKind.GROUP, RowKind.TOTAL)):
        for column in {column for _row, column in typed}:
            if (row, column) not in found and (value := _sum(table, typed, row, column)) is not None:
                found[row, column] = value
    return found


def _sum(table: Table, typed: Mapping[Cell, int], row: str, column: str) -> int | None:
    """What the rows of a group or total are estimated to; None where one that counts somebody is not, or none is."""
    leaves = table.leaves(row)
    if not any((leaf, column) in typed for leaf in leaves):
        return None
    values = [typed.get((leaf, column), 0 if table.cell(leaf, column) == 0 else None) for leaf in leaves]
    return None if None in values else sum(value for value in values if value is not None)


def problems_in(estimates: Mapping[Place, int], tables: Sequence[Table]) -> list[Problem]:
    """Estimates of numbers the report does not have, below nothing, or a sum that is not that of its rows."""
    there = {table.code: table for table in tables}
    found = []
    for (code, row, column), value in estimates.items():
        table = there.get(code)
        if table is None or row not in table.row_codes or column not in {one.code for one in columns_of(table)}:
            place = ".".join((code, row, column))
            found.append(Problem(FIELD, message("The report has no number “{place}” to be estimated.", place=place)))
        elif value < 0:
            found.append(Problem(FIELD, message("An estimate cannot be below 0.")))
        else:
            typed = {(r, c): n for (t, r, c), n in estimates.items() if t == code}
            summed = None if row in table.leaves(row) else _sum(table, typed, row, column)
            if summed is not None and summed != value:
                words = message(
                    "{table}, {row}: estimated {value}, but its rows add up to {sum}.",
                    table=code,
                    row=table.row(row).label,
                    value=value,
                    sum=summed,
                )
                found.append(Problem(FIELD, words))
    return found
