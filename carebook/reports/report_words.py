"""The report of a period as .docx for the office's document system: its text, and every Biểu with the code of its figures."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH

from carebook.dates import written
from carebook.records.figures import Table
from carebook.records.signing import HEAD
from carebook.reports.annexes import Annex, named
from carebook.reports.figures import grid_of
from carebook.reports.forms import Form, Listing, Look, Part, Prose
from carebook.reports.forms.word import add_grid, add_line, add_prose
from carebook.reports.forms.word import write as write_form
from carebook.reports.grid import Grid
from carebook.reports.monthly import (
    LATE,
    MonthlyReport,
    follows,
    foot_of,
    last_line,
    late_grids,
    said_under,
    sections,
    title_of,
    under_title,
)
from carebook.reports.paper.facts import slot_of

_DRAFT = "BẢN NHÁP"
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def write(report: MonthlyReport, *, draft: bool = False) -> bytes:
    """The same words and numbers as the PDF, to be edited outside; the paper of record stays the PDF, and each sheet says so.

    Under every Biểu stands the code of the closed figures, so that a changed number can be found out. ``draft`` says
    "BẢN NHÁP" under the title and under every Biểu.
    """

    def annexes(document: Any) -> None:
        for table in report.printed_tables:
            _annex(document, report, table, draft=draft)
        for name, annex in named(report.annexes):
            _list(document, report, name, annex, draft=draft)

    return write_form(_body(report, draft=draft), annexes=annexes)


def _body(report: MonthlyReport, *, draft: bool) -> Form:
    parts: list[Part] = [Prose(_DRAFT, Look.CENTRED)] if draft else []
    if report.supersedes:
        parts.append(Prose(report.supersedes, Look.ITALIC))
    for heading, words in sections(report):
        parts += [Prose(heading, Look.SECTION), *(Prose(line) for line in words)]
    late = late_grids(report)
    parts += [Prose(LATE, Look.SECTION)] if late else []
    parts += [part for why, grid in late for part in (Prose(why), Listing(grid))]
    return Form(
        letterhead=report.letterhead,
        kind="Báo cáo",
        about=title_of(report),
        numbering=report.numbering,
        addressed_to=report.addressed_to,
        legal_bases=report.legal_bases,
        parts=(*parts, Prose(last_line(report))),
        slots=(slot_of(report.head, HEAD),),
        recipients=report.recipients,
    )


def _annex(document: Any, report: MonthlyReport, table: Table, *, draft: bool) -> None:
    """One Biểu on a sheet of its own lying across, its code under it."""
    _lay_across(document)
    add_line(document, f"Biểu {table.code}", align=_CENTRE, bold=True)
    add_line(document, f"{table.title} {report.period}".upper(), align=_CENTRE, bold=True, after=4)
    add_line(document, under_title(report, table), align=_RIGHT, size=11, after=3)
    grid = grid_of(table, estimated=report.estimated)
    add_grid(document, grid, size=_size(grid))
    code = f"Biểu {table.code} · {foot_of(report)} · số liệu đến {written(report.cutoff_on)}"
    add_line(document, f"{_DRAFT} · {code}" if draft else code, italic=True, size=10, after=4)
    for note in said_under(report, table):
        add_prose(document, Prose(note, Look.PLAIN))


def _list(document: Any, report: MonthlyReport, name: str, annex: Annex, *, draft: bool) -> None:
    """One list of people on a sheet of its own lying across."""
    _lay_across(document)
    add_line(document, name, align=_CENTRE, bold=True)
    add_line(document, annex.title.upper(), align=_CENTRE, bold=True, after=4)
    add_line(document, f"({follows(report)})", align=_CENTRE, italic=True, after=4)
    add_line(document, annex.about, align=_RIGHT, size=11, after=3)
    add_grid(document, annex.grid, size=_size(annex.grid))
    if draft:
        add_line(document, _DRAFT, italic=True, size=10, after=4)
    for note in annex.notes:
        add_prose(document, Prose(note, Look.PLAIN))


def _lay_across(document: Any) -> None:
    """Begin a sheet that lies across."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    if section.orientation != WD_ORIENT.LANDSCAPE:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _size(grid: Grid) -> float:
    """The size in points at which so many columns still stand on a sheet lying across."""
    columns = len(grid.columns)
    return 11 if columns <= 9 else 9 if columns <= 14 else 8
