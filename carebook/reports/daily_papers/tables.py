"""What the papers of medicines have in common: tables with a title, notes and places to sign, as PDF in batch and as .xlsx."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from carebook.records.facility import Facility
from carebook.reports.grid import Grid
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import LANDSCAPE, PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.reports.spreadsheet import TableSheet, tables_workbook

_MOST_UPRIGHT = 8  # columns
NO_ROWS = "Không có dòng nào."


@dataclass(frozen=True)
class SignedTables:
    """One sheet of paper: ``about`` stands under its title, ``name`` on its tab; each table may have a heading of its own."""

    name: str
    about: str
    tables: tuple[tuple[str, Grid], ...]
    notes: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    """Facts under the title: what, and what it says."""
    upright: bool = False
    """Many narrow columns that fit an upright sheet all the same."""

    @property
    def is_across(self) -> bool:
        """Whether it needs a sheet lying across."""
        return not self.upright and any(len(grid.columns) > _MOST_UPRIGHT for _heading, grid in self.tables)


@dataclass(frozen=True)
class TablePaper:
    """A paper of one or many sheets; ``people`` are the ids of whom it names, none on one that names nobody."""

    facility: Facility
    title: str
    sheets: tuple[SignedTables, ...]
    slots: tuple[Slot, ...] = ()
    people: tuple[str, ...] = ()
    printed_by: str = ""


def slots_of(*headings: str) -> tuple[Slot, ...]:
    """Places to sign in ink under these posts."""
    return tuple(Slot(f"place{n}", (words.upper(),), under="(Ký, ghi rõ họ tên)") for n, words in enumerate(headings))


def draw(paper: TablePaper, *, invariant: bool = False) -> Drawn:
    """The paper as a PDF, each sheet beginning a page of its own, lying across where its tables are wide."""
    about = paper.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    story: list[Flowable] = []
    first = "landscape" if paper.sheets and paper.sheets[0].is_across else "portrait"
    for one in paper.sheets:
        if story:
            story += page.annex("landscape" if one.is_across else "portrait")
        story += _sheet(one, paper, head)
    if not story:
        story += [*text.title(paper.title), text.paragraph(NO_ROWS, text.CENTRED)]
    return page.build(
        story,
        title=paper.title.capitalize(),
        author=head.issuer,
        way=first,
        marks=Marks(sample=head.is_sample, foot=paper.printed_by),
        invariant=invariant,
    )


def workbook(paper: TablePaper) -> bytes:
    """The same tables as an .xlsx, one sheet each."""
    sheets = [
        TableSheet(
            _tab(one, heading),
            (paper.facility.name, paper.title, *filter(None, (one.about, *_facts(one), heading))),
            grid,
            one.notes,
        )
        for one in paper.sheets
        for heading, grid in one.tables
    ]
    return tables_workbook(sheets, title=paper.title, facility=paper.facility.name)


def _tab(one: SignedTables, heading: str) -> str:
    return f"{one.name} {heading}".strip() if len(one.tables) > 1 else one.name


def _facts(one: SignedTables) -> Sequence[str]:
    return [f"{what}: {said}" for what, said in one.lines]


def _sheet(one: SignedTables, paper: TablePaper, head: Letterhead) -> list[Flowable]:
    room = (LANDSCAPE if one.is_across else PORTRAIT).width
    story: list[Flowable] = [
        *text.heading(head, None, room),
        *text.title(paper.title, one.about, room, rule=False),
        *(text.labelled(what, said) for what, said in one.lines),
    ]
    after: list[Flowable] = [text.paragraph(note, text.NOTE) for note in one.notes]
    if paper.slots:
        after += signatures.row(paper.slots, room, dated=place_and_date(head.place, None))
    for number, (heading, grid) in enumerate(one.tables):
        if heading:
            story.append(text.paragraph(heading, text.SECTION))
        last = number == len(one.tables) - 1
        if grid.rows:
            story.append(SignedTable(table(grid, room), after if last else []))
        else:
            story += [text.paragraph(NO_ROWS, text.CENTRED), *(after if last else [])]
    return story
