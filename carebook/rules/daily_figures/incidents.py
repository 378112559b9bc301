"""B16, incidents and complaints: kinds × severities, handled to the end or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from carebook.dates import written
from carebook.records.care_history import CareHistory, Happened
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.incidents import Severity
from carebook.records.stay_facts import StayFacts
from carebook.rules.movement import CodeBook, line_of

CODE = "B16"


def table(
    stays: Iterable[StayFacts],
    history: CareHistory,
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B16's kinds × number, each severity, handled to the end and still open at the cut-off.

    An incident counts once in its kind, whoever is involved; of a restricted one the line says nobody's name, to nobody.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    by_id = {stay.episode_id: stay for stay in stays}
    lines = [_line(one, by_id.get(one.episode_id), period, book) for one in history.incidents] if known else []
    used = {line.row for line in lines}
    rows = [Row(kind.code, kind.text) for kind in book.words("incident_kind").values() if kind.code in used]
    rows.append(Row(TOTAL, book.word(TOTAL), RowKind.TOTAL))
    columns = (
        Column(TOTAL, book.word(TOTAL)),
        *(
            Column(f"severity_{one.value}", book.word(f"severity_{one.value}"), book.word("severity"))
            for one in Severity
        ),
        Column("closed", book.word("incident_closed")),
        Column("open", book.word("incident_open")),
    )
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=tuple(rows),
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
    )


def _line(one: Happened, stay: StayFacts | None, period: Period, book: CodeBook) -> Line:
    closed = one.closed_on is not None and one.closed_on <= period.cutoff
    columns = (TOTAL, f"severity_{one.severity}", "closed" if closed else "open")
    words = book.word("on_day", date=written(one.happened_on))
    if stay is None or one.confidential:
        name = book.word("restricted_incident") if one.confidential else book.word("nobody_harmed")
        return Line(one.kind, columns, "", "", name=name, detail=words)
    line = line_of(stay, one.kind, columns, book, words)
    return replace(line, detail=line.detail or "")
