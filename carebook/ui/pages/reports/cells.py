"""What stands in the table of figures: which rows and columns, their heads, a number, a typed number, last year's number."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType

from PySide6.QtGui import QFontMetrics

from carebook import money
from carebook.records.figures import TOTAL, Column, Row, Table
from carebook.reports.figures import WITHHELD
from carebook.ui.parts import theme
from carebook.ui.parts.table import ALWAYS, Cell, FigureColumn

_MARK = 18
"""The room of a mark before a number, in pixels at 100 %."""

FEW = 6
"""A table with at most so many columns has last year's number beside every one of them, a larger one beside its main ones."""


def said_in(table: Table, row: Row, column: Column) -> int | str | None:
    """A number that opens its people, or a share in words."""
    if column.share_of is None:
        if table.is_hidden(row.code, column.code):
            return WITHHELD if table.is_withheld(row.code, column.code) else f"< {table.hidden_below}"
        return table.cell(row.code, column.code)
    part, whole = (table.cell(row.code, code) for code in column.share_of)
    return None if part is None or whole is None else money.percent(part, whole)


def shown_rows(table: Table, typable: frozenset[tuple[str, str]]) -> tuple[Row, ...]:
    """The rows that stand on paper, and those into which something can be typed, each under its heading."""
    shown = {row.code for row in table.printed_rows} | {row for row, _column in typable}
    parents = {row.code: row.parent for row in table.rows}
    for code in tuple(shown):
        while (code := parents[code] or "") and code not in shown:
            shown.add(code)
    return tuple(row for row in table.rows if row.code in shown)


def marked(number: int | None, mark: tuple[str, str]) -> Cell:
    """A typed number: nobody stands behind it."""
    return Cell("–" if number is None else money.number(number), tone="text2" if number is None else "text", mark=mark)


def compared_columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns that have last year's number beside them: all of a small table, the main ones of a large one."""
    counted = tuple(column for column in columns if column.share_of is None)
    return counted if len(counted) <= FEW else tuple(column for column in counted if not column.group)


def year_ago(table: Table, row: Row, column: Column) -> Cell | None:
    """The number a year earlier, which opens nobody; None where it is not known."""
    if all(one.code != row.code for one in table.rows) or all(one.code != column.code for one in table.columns):
        return None
    words = said_in(table, row, column)
    if words is None:
        return None
    return Cell(money.number(words) if isinstance(words, int) else words, tone="text2")


def shown_columns(table: Table) -> tuple[Column, ...]:
    """The columns with something in them, a share while it is one of something; those without a heading above always stand."""
    return tuple(
        c for c in table.columns if not c.group or table.cell(TOTAL, c.share_of[1] if c.share_of else c.code) != 0
    )


def heads_of(
    columns: tuple[Column, ...], table: Table, typed: Mapping[str, int] = MappingProxyType({})
) -> list[FigureColumn]:
    """The heads of figures, each column as wide as its words, its longest number, and its share of the words above its group.

    ``typed`` are the columns whose numbers bear a mark, with the largest one that waits to be kept.
    """
    heads, groups = [], [column.group for column in columns]
    for one in columns:
        words = broken(one.label[:1].lower() + one.label[1:] if one.group else one.label)
        own = max(_said_width(line, 500) for line in words.split("\n"))
        if one.share_of:
            own = max(own, _said_width(money.percent(1, 1), 400, "base"))
        else:
            most = max((table.cell(row.code, one.code) or 0 for row in table.rows), default=0)
            most = max(most, typed.get(one.code, 0))
            own = max(own, _said_width(money.number(most), 600, "base") + (_MARK if one.code in typed else 0))
        share = _said_width(one.group, 600) // groups.count(one.group) if one.group else 0
        heads.append(FigureColumn(words, one.group, width=max(46, own + 18, share + 8), priority=ALWAYS))
    return heads


def _said_width(words: str, weight: int, size: str = "small") -> int:
    """How wide words are, in pixels at 100 %."""
    pixels = QFontMetrics(theme.font(size, weight)).horizontalAdvance(words)
    return ceil(pixels * 100 / max(theme.worn().scaled(100), 1))


def broken(words: str) -> str:
    """A heading over several lines: a line break wherever the line would grow past eight letters."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= 8:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)
