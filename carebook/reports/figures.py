"""A table of figures as it stands on paper: its rows and columns as a grid, and the notes under it."""

from __future__ import annotations

from carebook.money import percent
from carebook.records.figures import Column, Row, RowKind, Table
from carebook.reports.grid import Grid, GridColumn, GridRow, Value, Weight

_WEIGHTS = {RowKind.GROUP: Weight.GROUP, RowKind.TOTAL: Weight.TOTAL}

_FIRST_HEADINGS = {
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
            return f"< {table.hidden_below}"
        return table.cell(row.code, column.code)
    part, whole = (table.cell(row.code, code) for code in column.share_of)
    return None if part is None or whole is None else percent(part, whole)


def unit(table: Table) -> str:
    """What its numbers count."""
    return _UNITS.get(table.code, "người")


def first_heading(table: Table) -> str:
    """What the column of row names is called."""
    return _FIRST_HEADINGS.get(table.code, "Nhóm đối tượng")


def _level(table: Table, row: Row) -> int:
    """How many rows the row stands under."""
    level, parent = 0, row.parent
    while parent is not None:
        level, parent = level + 1, table.row(parent).parent
    return level


def grid_of(table: Table, *, everything: bool = False) -> Grid:
    """The printed rows and columns of ``table`` behind a column of row names; with ``everything`` also the empty ones.

    Cells that are not computed read "–".
    """
    columns: tuple[Column, ...] = table.columns if everything else table.printed_columns
    rows: tuple[Row, ...] = table.rows if everything else table.printed_rows
    return Grid(
        columns=(
            GridColumn(first_heading(table), align="left"),
            *(GridColumn(column.label, column.group, align="right") for column in columns),
        ),
        rows=tuple(
            GridRow(
                (row.label, *(_said(table, row, column) for column in columns)),
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
    rows = len(table.rows) - len(table.printed_rows)
    columns = len(table.columns) - len(table.printed_columns)
    hidden = [f"{count} {what}" for count, what in ((rows, "dòng"), (columns, "cột")) if count]
    if hidden:
        found.append(f"Không in {' và '.join(hidden)} không phát sinh.")
    return tuple(found)
