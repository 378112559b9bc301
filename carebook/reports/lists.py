"""Lists of people on paper: the columns somebody chose, under the administrative heading."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.platypus import Flowable

from carebook.reports.grid import Grid
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Numbering, Slot, place_and_date
from carebook.reports.paper.page import LANDSCAPE, PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table

_MOST_COLUMNS_UPRIGHT = 7


@dataclass(frozen=True, kw_only=True)
class PeopleList:
    """A list ready to print.

    ``about`` stands under the title ("Khu A, số liệu tính đến ngày 05/11/2026"); ``printed_by`` says at the foot who printed
    it and when; ``slots`` are the people who sign it, none for a working list.
    """

    letterhead: Letterhead
    title: str
    about: str = ""
    grid: Grid
    numbering: Numbering | None = None
    notes: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    printed_by: str = ""


def draw(people: PeopleList, *, invariant: bool = False) -> Drawn:
    """The list as a PDF, lying across when it has many columns; its last line says how many rows it has."""
    across = len(people.grid.columns) > _MOST_COLUMNS_UPRIGHT
    sheet = LANDSCAPE if across else PORTRAIT
    letterhead = people.letterhead
    said = (f"Danh sách có {len(people.grid.rows)} dòng.", *people.notes)
    after: list[Flowable] = [text.paragraph(note, text.NOTE) for note in said]
    if people.slots:
        dated = place_and_date(letterhead.place, people.numbering.dated_on if people.numbering else None)
        after += signatures.row(people.slots, sheet.width, dated=dated)
    story: list[Flowable] = [
        *text.heading(letterhead, people.numbering, sheet.width),
        *text.title(people.title, people.about, sheet.width, rule=False),
        SignedTable(table(people.grid, sheet.width), after),
    ]
    return page.build(
        story,
        title=people.title,
        author=letterhead.issuer,
        way="landscape" if across else "portrait",
        marks=Marks(sample=letterhead.is_sample, foot=people.printed_by),
        invariant=invariant,
    )
