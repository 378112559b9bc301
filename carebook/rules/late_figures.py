"""Numbers of closed reports that are others in the book of today: what was written down late, of every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carebook.records.figures import Column, Line, RowKind, Table

Place = tuple[str, str, str, str]
"""The period, table, row and column of a number."""

_FILLED = (RowKind.ROW, RowKind.PART)
_NAMED = "B01"  # what is late there is told by name


@dataclass(frozen=True)
class LateCell:
    """One number: as it was reported last, and as it is today; None where it is not known or too small to be told."""

    column: str
    label: str
    was: int | None
    now: int | None


@dataclass(frozen=True)
class LateRow:
    """A row of a closed report with the numbers that changed since; ``added`` and ``gone`` are the people behind that."""

    period: str
    table: str
    row: str
    label: str
    cells: tuple[LateCell, ...]
    added: tuple[Line, ...] = ()
    gone: tuple[Line, ...] = ()

    def told(self) -> dict[Place, int | None]:
        """What a later report need not tell again."""
        return {(self.period, self.table, self.row, cell.column): cell.now for cell in self.cells}


def late_rows(
    period: str, closed: Sequence[Table], today: Sequence[Table], told: Mapping[Place, int | None]
) -> list[LateRow]:
    """The rows filled from facts whose numbers differ, in the order of today's tables; ``told`` are numbers told since closing.

    B01 is left out: its late facts are told by name. A table or column only one side has is not compared.
    """
    before = {table.code: table for table in closed}
    return [
        late
        for table in today
        if table.code != _NAMED and (old := before.get(table.code)) is not None
        for late in _rows_of(period, old, table, told)
    ]


def _rows_of(period: str, old: Table, new: Table, told: Mapping[Place, int | None]) -> list[LateRow]:
    labels = {row.code: row.label for table in (old, new) for row in table.rows if row.kind in _FILLED}
    known = {column.code for column in old.columns}
    columns = [column for column in new.columns if column.code in known and column.share_of is None]
    found = []
    for row, label in labels.items():
        cells = []
        for column in columns:
            was = told.get((period, new.code, row, column.code), _shown(old, row, column.code))
            now = _shown(new, row, column.code)
            if was != now and not (_is_withheld(old, row, column.code) or _is_withheld(new, row, column.code)):
                cells.append(LateCell(column.code, _words(column), was, now))
        if cells:
            added, gone = _people(old, new, row, [cell.column for cell in cells])
            found.append(LateRow(period, new.code, row, label, tuple(cells), added, gone))
    return found


def _words(column: Column) -> str:
    """The words of a column behind those it stands under, once where both are the same."""
    if not column.group or column.group.casefold() == column.label.casefold():
        return column.label
    return f"{column.group}, {column.label[:1].lower()}{column.label[1:]}"


def _shown(table: Table, row: str, column: str) -> int | None:
    """A number as it may be told; a row the table does not have counts nobody."""
    if row not in table.row_codes:
        return 0
    return None if table.is_hidden(row, column) else table.cell(row, column)


def _is_withheld(table: Table, row: str, column: str) -> bool:
    """Whether a number is not told because of another one: that is no change of its own."""
    return row in table.row_codes and table.is_withheld(row, column)


def _people(old: Table, new: Table, row: str, columns: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Who stands behind these numbers on one side only: those added, those gone."""
    was, now = (_behind(table, row, columns) for table in (old, new))
    added = tuple(line for key, line in now.items() if key not in was)
    gone = tuple(line for key, line in was.items() if key not in now)
    return _named(added), _named(gone)


def _behind(table: Table, row: str, columns: Sequence[str]) -> dict[tuple[str, str, str], Line]:
    if row not in table.row_codes:
        return {}
    return {(line.person_id, line.episode_id, column): line for column in columns for line in table.people(row, column)}


def _named(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Each person once."""
    return tuple({line.person_id: line for line in lines if line.person_id}.values())
