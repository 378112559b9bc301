"""B13, courses and communication in a period: how many, with how many people, who passed, how many copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carebook.dates import written
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.path_history import Activity
from carebook.rules.movement import CodeBook

CODE = "B13"
STAFF_COURSE = "staff_course"
_COUNTED = ("turns", "people", "female", "copies")


def table(
    activities: Sequence[Activity],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B13: kinds of activity × (times, lượt, người, of them female, passed and their share, copies).

    Who passed, and the courses of the center's own staff, are not kept in the book: they are typed; the latter stand beside the total.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    lines = []
    for one in activities if known else ():
        about = written(one.held_on)
        for column, amount in ((TOTAL, 1), *((code, getattr(one, code)) for code in _COUNTED)):
            if amount:
                lines.append(Line(one.kind, (column,), "", "", name=one.title, detail=about, amount=amount))
    used = {line.row for line in lines}
    kinds = book.words("community_activity_kind")
    rows = (
        *(Row(code.code, code.text) for code in kinds.values()),
        *(Row(code, code) for code in sorted(used - kinds.keys())),
        Row(TOTAL, book.word(TOTAL), RowKind.TOTAL),
        Row(STAFF_COURSE, book.word(STAFF_COURSE), RowKind.PART),
    )
    columns = (
        Column(TOTAL, book.word("activities")),
        Column("turns", book.word("times")),
        Column("people", book.word("people")),
        Column("female", book.text("sex", "female")),
        Column("passed", book.word("passed")),
        Column("share_passed", book.word("share"), share_of=("passed", "people")),
        Column("copies", book.word("copies")),
    )
    unknown = {(row.code, "passed") for row in rows if row.kind is RowKind.ROW}
    unknown |= {(STAFF_COURSE, column.code) for column in columns}
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=rows,
        lines=tuple(lines),
        unknown=frozenset(unknown) if known else every_cell(rows, columns),
    )
