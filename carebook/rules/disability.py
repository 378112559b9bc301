"""B03, the residents with a disability at the end of a period: by kind, degree and sex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Period, Row, RowKind, Table, every_cell
from carebook.records.stay_facts import StayFacts
from carebook.rules.composition import columns_by_sex, split_by_sex
from carebook.rules.movement import CodeBook, line_of, present

MULTIPLE = "multiple"
NOT_DISABLED = "not_disabled"
NO_KIND = "no_kind"
UNDETERMINED = "undetermined"


def primary_kind(stay: StayFacts, book: CodeBook) -> str:
    """The kind under which somebody is counted once: the primary one, else the first; ``no_kind`` with a degree only."""
    for kind in (stay.disability_kind, *stay.disability_kinds):
        if kind in book.words("disability_kind"):
            return kind
    return NO_KIND


def is_disabled(stay: StayFacts) -> bool:
    """Whether a kind or a degree of disability is written down."""
    return bool(stay.disability_kind or stay.disability_kinds or stay.disability_degree)


def table(
    stays: Iterable[StayFacts],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B03 at the cut-off: kinds × (all, degrees) × (all, men, women).

    Everybody with a disability is counted once, under the primary kind; several kinds are shown besides, in a row of
    their own that is not added up. The last row holds everybody else, so that the sheet covers all of B01's closing.
    Nothing is computed when the data end before ``complete_from``.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    lines = []
    for stay in present(stays, period.cutoff, book) if known else ():
        if not is_disabled(stay):
            lines.append(line_of(stay, NOT_DISABLED, split_by_sex((TOTAL,), stay.sex), book))
            continue
        degree = stay.disability_degree if stay.disability_degree in book.words("disability_degree") else UNDETERMINED
        counted = split_by_sex((TOTAL, degree), stay.sex)
        kinds = dict.fromkeys(kind for kind in (stay.disability_kind, *stay.disability_kinds) if kind)
        named = ", ".join(book.text("disability_kind", kind) for kind in kinds)
        facts = (named, book.text("disability_degree", degree)) if named else (book.text("disability_degree", degree),)
        lines.append(line_of(stay, primary_kind(stay, book), counted, book, *facts))
        if len(kinds) > 1:
            lines.append(line_of(stay, MULTIPLE, counted, book, *facts))
    columns = columns_by_sex(TOTAL, book.word("total"), book)
    for degree_code in book.words("disability_degree").values():
        columns += columns_by_sex(degree_code.code, degree_code.text, book)
    rows = (
        *(Row(kind.code, kind.text) for kind in book.words("disability_kind").values()),
        Row(NO_KIND, book.word("no_kind")),
        Row(TOTAL, book.word("total"), RowKind.TOTAL),
        Row(MULTIPLE, book.word("multiple"), RowKind.PART),
        Row(NOT_DISABLED, book.word("not_disabled"), RowKind.PART),
    )
    return Table(
        code="B03",
        title=book.text("figure_table", "B03"),
        columns=tuple(columns),
        rows=rows,
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
    )
