"""B04, the children at the end of a period: by group of the law, sex, schooling, papers, and what they wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.stay_facts import StayFacts
from carebook.rules.movement import CodeBook, is_child, line_of, present

CODE = "B04"
NO_GROUP = "no_child_group"
NO_EDUCATION = "no_education"
_PAPERS = ("birth_registered", "card_valid", "has_guardian")


def table(
    stays: Iterable[StayFacts],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B04 at the cut-off: the groups of Điều 10 Luật Trẻ em × sex, schooling level, papers, what they wait for.

    Every child of B01's closing is counted once, also one whose group nobody wrote down. Who stands in a group the law
    protects (HIV, abuse, trafficking) is counted and named to nobody. Nothing is computed when the data end before
    ``complete_from``.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    groups = book.words("child_group")
    lines = []
    for stay in present(stays, period.cutoff, book) if known else ():
        if not is_child(stay, period.cutoff, book):
            continue
        group = groups.get(stay.child_group)
        counted = (TOTAL, *_columns(stay, period, book))
        if group is not None and group.extra.get("confidential"):
            lines.append(Line(group.code, counted, "", "", name=book.word("not_named"), masked=True))
        else:
            level = (book.text("education", stay.education),) if stay.education else ()
            lines.append(line_of(stay, group.code if group else NO_GROUP, counted, book, *level))
    used = {column for line in lines for column in line.columns}
    levels = [
        Column(c.code, c.text, book.word("schooling")) for c in book.words("education").values() if c.code in used
    ]
    if NO_EDUCATION in used:
        levels.append(Column(NO_EDUCATION, book.word(NO_EDUCATION), book.word("schooling")))
    columns = (
        Column(TOTAL, book.word(TOTAL)),
        *(Column(sex, book.text("sex", sex)) for sex in ("male", "female")),
        *levels,
        *(Column(code, book.word(code)) for code in _PAPERS),
        *(
            Column(f"awaiting_{code.code}", code.text, book.word("awaiting"))
            for code in book.words("awaiting").values()
        ),
    )
    rows = (
        *(Row(code.code, _label(code)) for code in groups.values()),
        Row(NO_GROUP, book.word(NO_GROUP)),
        Row(TOTAL, book.word(TOTAL), RowKind.TOTAL),
    )
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=rows,
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
    )


def _label(group: Code) -> str:
    letter = group.extra.get("letter")
    return f"{letter}) {group.text}" if letter else group.text


def _columns(stay: StayFacts, period: Period, book: CodeBook) -> Iterator[str]:
    """The columns besides the total in which a child counts."""
    if stay.sex in ("male", "female"):
        yield stay.sex
    yield stay.education if stay.education in book.words("education") else NO_EDUCATION
    if stay.birth_registered:
        yield "birth_registered"
    if stay.health_card_valid_to is not None and stay.health_card_valid_to >= period.cutoff:
        yield "card_valid"
    if stay.guardian and (stay.guardian_to is None or stay.guardian_to >= period.cutoff):
        yield "has_guardian"
    if stay.awaiting in book.words("awaiting"):
        yield f"awaiting_{stay.awaiting}"
