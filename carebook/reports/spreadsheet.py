"""The same tables and lists as .xlsx: values, never formulas, set for A4."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from carebook.dates import PartialDate, written
from carebook.reports.figures import grid_of, notes, unit
from carebook.reports.grid import Grid, GridColumn, Value, Weight
from carebook.reports.monthly import LATE, WHY_LATE_NUMBERS, MonthlyReport, late_numbers_grid
from carebook.reports.narrative import narrative

_FONT = "Times New Roman"
_LONGEST_CELL = 32_767  # characters; Excel keeps no more
_FIRST_EXCEL_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_WIDEST = 42  # letters
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


@dataclass
class _Looks:
    """The cell formats of one workbook, made when first asked for."""

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def of(self, **settings: Any) -> Any:
        """The format with these settings."""
        key = tuple(sorted(settings.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": _FONT, "font_size": 12, **settings})
        return self.made[key]


def _text(value: str) -> str:
    text = unicodedata.normalize("NFC", value)
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _as_day(value: Value) -> date | None:
    """The value as a day that Excel can hold, else None."""
    if isinstance(value, PartialDate):
        value = value.earliest if value.precision == "day" and not value.estimated else None
    return value if isinstance(value, date) and value >= _FIRST_EXCEL_DAY else None


def _write(
    sheet: Any, looks: _Looks, at: tuple[int, int], grid: Grid, column: GridColumn, value: Value, **look: Any
) -> None:
    """One value in one cell, as number, day or text."""
    if day := _as_day(value):
        moment = datetime(day.year, day.month, day.day)
        sheet.write_datetime(*at, moment, looks.of(**look, num_format="dd/mm/yyyy"))
    elif isinstance(value, int | float):
        digits = "#,##0" if isinstance(value, int) else "#,##0.##"
        unit = f'" {column.unit}"' if column.unit else ""
        sheet.write_number(*at, value, looks.of(**look, num_format=digits + unit))
    else:
        sheet.write_string(*at, _text(grid.text(value, column)), looks.of(**look))


def _head(sheet: Any, looks: _Looks, top: int, grid: Grid) -> int:
    """The headings from row ``top`` down; the number of rows they take."""
    look = looks.of(bold=True, border=1, text_wrap=True, align="center", valign="vcenter", bg_color="#EFEFEF")
    groups = list(grid.groups())
    height = 2 if groups else 1
    grouped = {n for _name, first, last in groups for n in range(first, last + 1)}
    for name, first, last in groups:
        if first == last:
            sheet.write_string(top, first, _text(name), look)
        else:
            sheet.merge_range(top, first, top, last, _text(name), look)
    for n, column in enumerate(grid.columns):
        if groups and n not in grouped:
            sheet.merge_range(top, n, top + 1, n, _text(column.heading), look)
        else:
            sheet.write_string(top + height - 1, n, _text(column.heading), look)
    return height


def _letters(grid: Grid, n: int) -> float:
    """The width of a column in letters: whole values, words of the heading, within bounds."""
    column = grid.columns[n]
    longest = max((len(grid.text(row.values[n], column)) for row in grid.rows), default=0)
    heading = max((len(word) for word in column.heading.split()), default=0)
    return min(max(longest, heading, 4) + 2, _WIDEST)


def _sheet(book: Any, looks: _Looks, name: str, above: Sequence[str], grid: Grid, below: Sequence[str] = ()) -> None:
    """One sheet: lines above (the second one is the title), the grid, lines below."""
    sheet = book.add_worksheet(_FORBIDDEN_IN_NAMES.sub(" ", unicodedata.normalize("NFC", name))[:31] or "Biểu")
    last = len(grid.columns) - 1
    widths = [_letters(grid, n) for n in range(len(grid.columns))]
    sheet.set_paper(9)
    if sum(widths) > 95:
        sheet.set_landscape()
    sheet.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f'&C&"{_FONT}"&13 &P')
    for n, width in enumerate(widths):
        sheet.set_column(n, n, width)
    for r, line in enumerate(above):
        sheet.write_string(r, 0, _text(line), looks.of(bold=r < 2, font_size=14 if r == 1 else 12))
    top = len(above) + 1
    body = top + _head(sheet, looks, top, grid)
    for r, row in enumerate(grid.rows, body):
        bold = row.weight is not Weight.ROW
        for n, (column, value) in enumerate(zip(grid.columns, row.values, strict=True)):
            inset = {"indent": row.level} if row.level and n == 0 else {}
            wrap = {"text_wrap": True} if grid.align(n) == "left" else {"align": grid.align(n)}
            _write(sheet, looks, (r, n), grid, column, value, border=1, valign="vcenter", bold=bold, **wrap, **inset)
    for r, line in enumerate(below, body + len(grid.rows) + 1):
        sheet.write_string(r, 0, _text(line), looks.of(italic=True))
    sheet.repeat_rows(top, body - 1)
    sheet.freeze_panes(body, 1)
    sheet.print_area(0, 0, max(body + len(grid.rows) + len(below), body), last)


def _bytes(title: str, author: str, fill: Any) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": _text(title), "author": _text(author)})
    fill(book, _Looks(book))
    book.close()
    return out.getvalue()


def list_workbook(grid: Grid, *, title: str, facility: str, about: str = "", notes: Sequence[str] = ()) -> bytes:
    """A list as one sheet of an .xlsx: facility, title, what it is about, the rows, notes.

    Numbers and whole days are numbers and days; everything else is text, so nothing typed can act as a formula.
    """

    def fill(book: Any, looks: _Looks) -> None:
        _sheet(book, looks, "Danh sách", [facility, title, *([about] if about else [])], grid, notes)

    return _bytes(title, facility, fill)


@dataclass(frozen=True)
class TableSheet:
    """One sheet of a workbook of tables: its name, the lines above (the second one is the title), the table, the lines below."""

    name: str
    above: tuple[str, ...]
    grid: Grid
    below: tuple[str, ...] = ()


def tables_workbook(sheets: Sequence[TableSheet], *, title: str, facility: str) -> bytes:
    """Several tables as one .xlsx, a sheet each; sheets of one name are numbered. As values, like `list_workbook`."""

    def fill(book: Any, looks: _Looks) -> None:
        names = [one.name for one in sheets]
        for number, one in enumerate(sheets, 1):
            name = f"{number} {one.name}" if names.count(one.name) > 1 else one.name
            _sheet(book, looks, name, one.above, one.grid, one.below)

    return _bytes(title, facility, fill)


def monthly_workbook(report: MonthlyReport) -> bytes:
    """The report's Biểu, one sheet each with the rows and columns of the paper, and its narrative on the last sheet."""
    cutoff = f"Số liệu tính đến ngày {written(report.cutoff_on)}. Đơn vị tính:"
    issuer = report.letterhead.issuer

    def fill(book: Any, looks: _Looks) -> None:
        for table in report.printed_tables:
            above = [issuer, f"Biểu {table.code}. {table.title} {report.period}", f"{cutoff} {unit(table)}."]
            grid, below = grid_of(table, estimated=report.estimated), report.estimated.notes(table)
            _sheet(book, looks, table.code, above, grid, (*notes(table), *below))
        if report.late_numbers:
            late = [issuer, LATE.capitalize(), WHY_LATE_NUMBERS]
            _sheet(book, looks, LATE.capitalize(), late, late_numbers_grid(report.late_numbers))
        _narrative_sheet(book, looks, report)

    return _bytes(f"Báo cáo {report.period}", issuer, fill)


def _narrative_sheet(book: Any, looks: _Looks, report: MonthlyReport) -> None:
    sheet = book.add_worksheet("Thuyết minh")
    sheet.set_paper(9)
    sheet.set_column(0, 0, 95)
    sheet.fit_to_pages(1, 0)
    row = 0
    for heading, words in narrative(report):
        sheet.write_string(row, 0, heading.words, looks.of(bold=True))
        for line in words:
            row += 1
            sheet.write_string(row, 0, _text(line), looks.of(text_wrap=True, valign="top"))
        row += 1
