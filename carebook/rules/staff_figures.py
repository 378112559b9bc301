"""B12, the staff at the end of a period: posts against the norms, kinds of contract, collaborators, learning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.rules.movement import CodeBook

CODE = "B12"
NO_POST = "no_post"
_TYPED_COLUMNS = ("permanent", "contract")
_TYPED_ROWS = ("level_university", "level_college", "level_vocational", "level_other", "practice_certificate")


@dataclass(frozen=True)
class Employed:
    """Somebody who works here on the day: the post by which the norms count, what the post is called, on leave or there."""

    name: str
    norm_post: str
    post: str
    present: bool


@dataclass(frozen=True)
class Required:
    """How many of a post one norm asks for, and how many too few are there in all norms of the post."""

    norm_post: str
    text: str
    required: int


@dataclass(frozen=True)
class StaffHistory:
    """The staff of the day the data end: who works here, what the norms ask for, the collaborators and who of them was trained."""

    employed: Sequence[Employed] = ()
    required: Sequence[Required] = ()
    collaborators: Sequence[str] = ()
    trained: Sequence[str] = ()


def table(
    staff: StaffHistory,
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B12 at the cut-off: posts × (working here, present, permanent, on contract, asked for by the norms, lacking).

    Which of them are permanent, their level of education, certificates and courses are not kept in the book: they are typed.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    lines = [*_lines(staff)] if known else []
    posts = book.words("staff_post")
    rows = (
        *(Row(code.code, code.text) for code in posts.values()),
        Row(NO_POST, book.word(NO_POST)),
        Row(TOTAL, book.word(TOTAL), RowKind.TOTAL),
        *(Row(code, book.word(code), RowKind.PART) for code in _TYPED_ROWS),
        Row("staff_learned", book.word("staff_learned"), RowKind.PART),
        Row("collaborators", book.word("collaborators"), RowKind.PART),
        Row("collaborators_trained", book.word("collaborators_trained"), RowKind.PART),
    )
    columns = tuple(
        Column(code, book.word(code)) for code in ("employed", "present", *_TYPED_COLUMNS, "required", "lacking")
    )
    counted = {("collaborators", "employed"), ("collaborators_trained", "employed")}
    unknown = {(row.code, column) for row in rows if row.kind is RowKind.ROW for column in _TYPED_COLUMNS}
    unknown |= every_cell([row for row in rows if row.kind is RowKind.PART], columns) - counted
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=rows,
        lines=tuple(lines),
        unknown=frozenset(unknown) if known else every_cell(rows, columns),
    )


def _lines(staff: StaffHistory) -> list[Line]:
    lines = [
        Line(
            one.norm_post or NO_POST,
            ("employed", "present") if one.present else ("employed",),
            *("", ""),
            name=one.name,
            detail=one.post,
        )
        for one in staff.employed
    ]
    present: dict[str, int] = {}
    for one in staff.employed:
        present[one.norm_post] = present.get(one.norm_post, 0) + one.present
    asked: dict[str, int] = {}
    for norm in staff.required:
        asked[norm.norm_post] = asked.get(norm.norm_post, 0) + norm.required
        if norm.required:
            lines.append(Line(norm.norm_post, ("required",), "", "", name=norm.text, amount=norm.required))
    for post, required in asked.items():
        if lacking := max(0, required - present.get(post, 0)):
            lines.append(Line(post, ("lacking",), "", "", amount=lacking))
    lines += [Line("collaborators", ("employed",), "", "", name=name) for name in staff.collaborators]
    lines += [Line("collaborators_trained", ("employed",), "", "", name=name) for name in staff.trained]
    return lines
