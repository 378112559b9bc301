"""A table of figures as it stands on paper: its rows and columns as a grid, and the notes under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from carebook.dates import written
from carebook.money import percent
from carebook.records.figures import Column, Line, Row, RowKind, Table
from carebook.reports.grid import Grid, GridColumn, GridRow, Value, Weight
from carebook.rules.estimates import Place, of_table

_WEIGHTS = {RowKind.GROUP: Weight.GROUP, RowKind.TOTAL: Weight.TOTAL}

_FIRST_HEADINGS = {
    **dict.fromkeys(("B01", "B02", "TK"), "Nhóm đối tượng"),
    "B03": "Dạng khuyết tật",
    "B04": "Nhóm trẻ em",
    "B05": "Nội dung",
    "B06": "Nội dung",
    "B07": "Loại trị liệu",
    "B08": "Nội dung",
    "B09": "Nội dung",
    "B10": "Nội dung",
    "B11": "Nội dung",
    "B12": "Vị trí việc làm",
    "B13": "Hoạt động",
    "B14": "Nội dung",
    "B15": "Nhà tài trợ",
    "B16": "Loại sự cố",
    "B17": "Chỉ tiêu",
    "CS": "Chỉ số",
}

WITHHELD = "×"
"""What stands for a number that is not told because a small one would follow from it."""

_UNITS = {
    "B05": "ngày, suất, cái, người, đồng",
    "B06": "lượt, ngày, người",
    "B07": "buổi, người, %",
    "B08": "lượt, người",
    "B09": "người, lần, ngày",
    "B10": "lượt, người, ngày",
    "B11": "người, buổi, lượt",
    "B13": "lớp, lượt, người, bản, %",
    "B14": "đồng, người, tháng-người, %",
    "B15": "nhà tài trợ, đồng",
    "B16": "sự việc",
    "B17": "người, lượt, %",
    "CS": "lượt, ngày, người, %",
}


def _said(table: Table, row: Row, column: Column) -> Value:
    """What a cell says: a number as it is, a share with its sign: 88,3 %; of nothing "–"; one too small to be told "< 5"."""
    if column.share_of is None:
        if table.is_hidden(row.code, column.code):
            return WITHHELD if table.is_withheld(row.code, column.code) else f"< {table.hidden_below}"
        return table.cell(row.code, column.code)
    part, whole = (table.cell(row.code, code) for code in column.share_of)
    return None if part is None or whole is None else percent(part, whole)


@dataclass(frozen=True)
class Estimated:
    """What was estimated to the last day of the period, by table, row and column."""

    numbers: Mapping[Place, int] = field(default_factory=dict)
    until: date | None = None

    @property
    def heading(self) -> str:
        """What its columns stand under: "Ước thực hiện đến 31/12/2026"."""
        return f"Ước thực hiện đến {written(self.until)}" if self.until is not None else "Ước thực hiện"

    def columns(self, table: Table) -> tuple[Column, ...]:
        """The columns in which something of the table is estimated."""
        used = {column for _row, column in of_table(self.numbers, table)}
        return tuple(column for column in table.columns if column.code in used)

    def values(self, table: Table, row: Row) -> tuple[Value, ...]:
        """The estimates of a row; what nobody estimated stands empty."""
        found = of_table(self.numbers, table)
        return tuple(found.get((row.code, column.code), "") for column in self.columns(table))

    def notes(self, table: Table) -> tuple[str, ...]:
        """The note under a table in which something is estimated."""
        return (f"Cột “{self.heading}”: số ước của cơ sở, không tính từ sổ.",) if self.columns(table) else ()


NOT_ESTIMATED = Estimated()


def unit(table: Table) -> str:
    """What its numbers count."""
    return _UNITS.get(table.code, "người")


def first_heading(table: Table) -> str:
    """What the column of row names is called."""
    return _FIRST_HEADINGS.get(table.code, "Nội dung")


def _level(table: Table, row: Row) -> int:
    """How many rows the row stands under."""
    level, parent = 0, row.parent
    while parent is not None:
        level, parent = level + 1, table.row(parent).parent
    return level


def grid_of(table: Table, *, everything: bool = False, estimated: Estimated = NOT_ESTIMATED) -> Grid:
    """The printed rows and columns of ``table`` behind a column of row names; with ``everything`` also the empty ones.

    Cells that are not computed read "–". What is ``estimated`` stands in columns of its own behind them.
    """
    columns: tuple[Column, ...] = table.columns if everything else table.printed_columns
    rows: tuple[Row, ...] = table.rows if everything else table.printed_rows
    return Grid(
        columns=(
            GridColumn(first_heading(table), align="left"),
            *(GridColumn(column.label, column.group, align="right") for column in columns),
            *(GridColumn(column.label, estimated.heading, align="right") for column in estimated.columns(table)),
        ),
        rows=tuple(
            GridRow(
                (row.label, *(_said(table, row, column) for column in columns), *estimated.values(table, row)),
                _WEIGHTS.get(row.kind, Weight.ROW),
                _level(table, row),
            )
            for row in rows
        ),
        unknown="–",
    )


def _typed(table: Table) -> list[str]:
    """What was typed: a column by its heading, with the rows where not all of them were: “Dự toán” (Chi khác)."""
    leaves = {row.code: row.label for row in table.rows if row.kind in (RowKind.ROW, RowKind.PART)}
    found = []
    for column in table.columns:
        rows = {cell.row for cell in table.typed if cell.column == column.code}
        named = "; ".join(label for code, label in leaves.items() if code in rows)
        if rows:
            found.append(f"“{column.label}”" if rows == leaves.keys() else f"“{column.label}” ({named})")
    return found


def notes(table: Table) -> tuple[str, ...]:
    """What a reader must know about the table: where typed figures come from, what "–" means, what is left out."""
    found = []
    if table.typed and table.typed_source:
        found.append(f"Số liệu {', '.join(_typed(table))} theo {table.typed_source}.")
    if table.unknown:
        found.append("Dấu “–”: sổ chưa có số liệu của thời gian đó, không tự tính.")
    if any(table.is_withheld(row.code, column.code) for row in table.rows for column in table.columns):
        found.append(f"Dấu “{WITHHELD}”: không ghi, vì từ số này tính ra được một số nhỏ hơn {table.hidden_below}.")
    rows = len(table.rows) - len(table.printed_rows)
    columns = len(table.columns) - len(table.printed_columns)
    hidden = [f"{count} {what}" for count, what in ((rows, "dòng"), (columns, "cột")) if count]
    if hidden:
        found.append(f"Không in {' và '.join(hidden)} không phát sinh.")
    return tuple(found)


def numbers_only(table: Table) -> Table:
    """The same numbers with nobody behind them: to stand beside others, not to be opened."""
    counts = Counter[tuple[str, tuple[str, ...]]]()
    for line in table.lines:
        counts[line.row, line.columns] += line.amount
    lines = (Line(row, columns, "", "", amount=amount) for (row, columns), amount in counts.items())
    return replace(table, lines=tuple(lines))
