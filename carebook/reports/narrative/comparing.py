"""The figures of earlier periods, and the sentences that say what is more, less or not there any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carebook.money import number, percent
from carebook.records.figures import Table

if TYPE_CHECKING:
    from carebook.reports.monthly import MonthlyReport

Cell = tuple[str, str, str]
"""Table, row and column by their codes."""


@dataclass(frozen=True)
class Earlier:
    """The tables of an earlier period, of which only numbers are asked.

    ``words`` name it after "so với": "tháng trước", "cùng kỳ năm trước". ``leads_here``: its closing is the opening of the
    period reported about.
    """

    words: str
    tables: tuple[Table, ...]
    leads_here: bool = False


@dataclass(frozen=True)
class Counted:
    """A number worth comparing: its words inside a sentence, what it counts, and the cells it is the sum of.

    ``none`` says that there is none any more; without it "không có lượt nằm viện" is made of unit and words.
    """

    words: str
    unit: str
    cells: tuple[Cell, ...]
    none: str = ""


def table_of(report: MonthlyReport, code: str) -> Table | None:
    """One table of the report; None when it has none of that code."""
    return _table(report.tables, code)


def value_of(report: MonthlyReport, cell: Cell) -> int | None:
    """The number of one cell of the report; None where it is not known, too small to be told, or not there."""
    return _value(report.tables, cell)


def listed(parts: Sequence[str]) -> str:
    """ "a", "a và b", "a, b và c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def small(label: str) -> str:
    """A heading inside a sentence: its first letter small, unless the word is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def compared(report: MonthlyReport, *counted: Counted, but_the_one_before: bool = False) -> tuple[str, ...]:
    """One paragraph about what changed against each earlier period, nothing where none is known.

    "So với tháng trước: tiếp nhận tăng 1 lượt người (50,0 %); rời cơ sở không đổi." What is nought both times is not spoken of.
    With ``but_the_one_before`` the period that leads here is left out: its closing is said as the opening of this one.
    """
    sentences = []
    for earlier in report.earlier:
        if but_the_one_before and earlier.leads_here:
            continue
        changes = [change for one in counted if (change := _change(report, one, earlier))]
        same = [one.words for one in counted if (now := _now(report, one)) and now == _then(earlier, one)]
        if same:
            changes.append(f"{listed(same)} không đổi")
        if changes:
            sentences.append(f"So với {earlier.words}: {'; '.join(changes)}.")
    return (" ".join(sentences),) if sentences else ()


def _change(report: MonthlyReport, counted: Counted, earlier: Earlier) -> str:
    """More, less, new or no more, in words; "" when it is the same or cannot be told."""
    now, then = _now(report, counted), _then(earlier, counted)
    if now is None or then is None or now == then:
        return ""
    if not then:
        return f"{counted.words} {number(now)} {counted.unit} ({earlier.words} không có)"
    if not now:
        none = counted.none or f"không có {counted.unit} {counted.words}"
        return f"{none} ({earlier.words} {number(then)} {counted.unit})"
    direction, difference = ("tăng", now - then) if now > then else ("giảm", then - now)
    return f"{counted.words} {direction} {number(difference)} {counted.unit} ({percent(difference, then)})"


def _now(report: MonthlyReport, counted: Counted) -> int | None:
    return _sum(report.tables, counted.cells)


def _then(earlier: Earlier, counted: Counted) -> int | None:
    return _sum(earlier.tables, counted.cells)


def _sum(tables: Sequence[Table], cells: Sequence[Cell]) -> int | None:
    """The sum of the cells; None when there are none or one is not known."""
    values = [_value(tables, cell) for cell in cells]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _table(tables: Sequence[Table], code: str) -> Table | None:
    return next((table for table in tables if table.code == code), None)


def _value(tables: Sequence[Table], cell: Cell) -> int | None:
    code, row, column = cell
    table = _table(tables, code)
    if table is None or all(one.code != row for one in table.rows) or all(one.code != column for one in table.columns):
        return None
    return None if table.is_hidden(row, column) else table.cell(row, column)
