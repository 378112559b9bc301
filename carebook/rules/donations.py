"""B15, what was raised in a period: by kind of giver, money and goods, used and left; and the relief handed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.path_history import Relief
from carebook.rules.movement import CodeBook

CODE = "B15"
RELIEF = "relief_given"
_COLUMNS = ("givers", "money", "goods", "used", "left")


def table(
    relief: Sequence[Relief],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B15: kinds of givers × (how many, money, goods in money, used, left), in đồng; typed from the register of donations.

    The book itself counts what campaigns of relief handed out, as used.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    lines = [
        Line(RELIEF, ("used",), "", "", name=one.name, amount=one.amount)
        for one in (relief if known else ())
        if one.amount
    ]
    rows = (
        *(Row(code.code, code.text) for code in book.words("giver").values()),
        Row(TOTAL, book.word(TOTAL), RowKind.TOTAL),
        Row(RELIEF, book.word(RELIEF), RowKind.PART),
    )
    columns = tuple(Column(code, book.word(f"donation_{code}")) for code in _COLUMNS)
    cells = every_cell(rows, columns)
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=rows,
        lines=tuple(lines),
        unknown=cells - {(RELIEF, "used")} if known else cells,
    )
