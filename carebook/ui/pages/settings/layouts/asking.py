"""What the tab of layouts asks the book: what is kept, what can be chosen, what a file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.figures import RowKind, Table
from carebook.records.periods import ReportKind
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.reports import month as month_report
from carebook.reports.addressing import Addressing, offered
from carebook.reports.narrative import NARRATIVE
from carebook.rules.dated import legal_bases_on
from carebook.rules.movement import CodeBook
from carebook.rules.own_tables import OWN_FACTS, Design
from carebook.rules.periods import key_on
from carebook.rules.report_layouts import LayoutFile, is_groupable, read_file
from carebook.rules.statistics import choices
from carebook.store import periods
from carebook.store.book import Reader, in_vietnam
from carebook.store.report_layouts import own_tables, templates

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Known:
    """The layouts and own tables that are kept."""

    templates: tuple[ReportTemplate, ...]
    own_tables: tuple[OwnTable, ...]


@dataclass(frozen=True)
class Shape:
    """A table a layout can print: its title, and its rows where they can be grouped."""

    code: str
    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Offers:
    """What can be chosen from: tables, documents in force (number, title), how reports are addressed; facts and their values."""

    shapes: tuple[Shape, ...]
    bases: Choices
    addressing: Mapping[ReportKind, Addressing]
    facts: Choices
    values: Mapping[str, Choices]
    whos: Choices


def known(reader: Reader) -> Known:
    """Everything that is kept."""
    return Known(tuple(templates(reader)), tuple(own_tables(reader)))


def offers(reader: Reader, now: datetime) -> Offers:
    """What the dialogs offer today."""
    today = in_vietnam(now)
    book = _book(reader, today)
    bases = legal_bases_on(periods.legal_bases(reader), today)
    facts = book.words("statistic_fact")
    return Offers(
        _shapes(reader, today),
        [(row.doc_no, f"{row.doc_no} · {row.title}") for row in bases],
        {kind: offered(reader, kind, today).usual for kind in ReportKind},
        [(fact, facts[fact].text) for fact in OWN_FACTS if fact in facts],
        {fact: choices(fact, book, {}) for fact in OWN_FACTS if fact in facts},
        [(code.code, code.text) for code in book.words("statistic_who").values()],
    )


def _book(reader: Reader, day: date) -> CodeBook:
    return CodeBook(periods.figure_codes(reader), periods.limits(reader), day)


def _shapes(reader: Reader, today: date) -> tuple[Shape, ...]:
    """The tables of the report that was closed last, else of the running month; own tables as they are kept now."""
    own = {one.code: one for one in own_tables(reader)}
    found = [_shape(table) for table in _newest_tables(reader, today) if table.code not in own]
    kept = {shape.code for shape in found}
    for code, one in own.items():
        if code not in kept:
            rows = Design.from_json(one.design).rows
            found.append(Shape(code, one.title, tuple((row.code, row.label) for row in rows if not row.of_which)))
    return tuple(found)


def _newest_tables(reader: Reader, today: date) -> Sequence[Table]:
    shipped = {code.code for code in periods.figure_codes(reader) if code.list_name == "figure_table"}
    for snapshot in periods.snapshots(reader):
        try:
            return [table for table in month_report.tables_of(snapshot) if table.code in shipped]
        except ValueError:
            continue  # its own page says that it is damaged
    return month_report.gather(reader, key_on(ReportKind.MONTHLY, today), last_year=False).tables


def _shape(table: Table) -> Shape:
    rows = [(row.code, row.label) for row in table.rows if row.kind is RowKind.ROW] if is_groupable(table) else []
    return Shape(table.code, table.title, tuple(rows))


def file_read(reader: Reader, text: str, today: date) -> LayoutFile:
    """The layout a file describes; BadLayout with lines and reasons when it is none."""
    book = _book(reader, today)
    tables = {*book.words("figure_table"), *(one.code for one in own_tables(reader))}
    return read_file(text, book, tables, {heading.code for heading in NARRATIVE})
