"""B02, who the residents are at the end of a period: by category, sex and age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from carebook.dates import Age
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Period, Table, every_cell
from carebook.records.stay_facts import StayFacts
from carebook.rules.movement import CodeBook, age_of, category_on, line_of, present, rows_of

UNKNOWN_BAND = "unknown"


def months_of(age: Age) -> int:
    """The months lived; of a birth known to the year, twelve for each year of difference."""
    return age.years * 12 if age.months is None else age.months


def band_of(stay: StayFacts, day: date, book: CodeBook) -> str:
    """The age band of a person on a day (from its first month to before its last)."""
    age = age_of(stay, day)
    if age is None:
        return UNKNOWN_BAND
    months = months_of(age)
    for band in book.words("age_band").values():
        extra = band.extra
        if "from_months" in extra and extra["from_months"] <= months < extra["to_months"]:
            return band.code
    return UNKNOWN_BAND


def split_by_sex(codes: Iterable[str], sex: str) -> list[str]:
    """Each code, and each code with the sex: ``from_60``, ``from_60_female``; other sexes stand in the totals only."""
    codes = list(codes)
    return codes + [f"{code}_{sex}" for code in codes if sex in ("male", "female")]


def columns_by_sex(code: str, label: str, book: CodeBook) -> list[Column]:
    """The three columns of one heading: all, men, women."""
    return [
        Column(code, book.word("total"), label),
        Column(f"{code}_male", book.text("sex", "male"), label),
        Column(f"{code}_female", book.text("sex", "female"), label),
    ]


def table(
    stays: Iterable[StayFacts],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B02 at the cut-off: category × (all, men, women) × age band; ages at the cut-off date.

    A birth known only to the year counts by the difference of the years and is marked in its line. Nothing is computed
    when the data end before ``complete_from``.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    lines = []
    for stay in present(stays, period.cutoff, book) if known else ():
        age = book.age(stay)
        flags = () if age is None or age.certain else (book.word("age_uncertain"),)
        counted = split_by_sex((TOTAL, band_of(stay, period.cutoff, book)), stay.sex)
        lines.append(line_of(stay, category_on(stay, period.cutoff), counted, book, *flags))
    columns = columns_by_sex(TOTAL, book.word("total"), book)
    for band in book.words("age_band").values():
        columns += columns_by_sex(band.code, band.text, book)
    rows = rows_of(book, period, {line.row for line in lines})
    return Table(
        code="B02",
        title=book.text("figure_table", "B02"),
        columns=tuple(columns),
        rows=rows,
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
    )
