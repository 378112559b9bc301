"""B18 on paper and as a workbook: the reports of many centers added up, and which of them are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from carebook.records.facility import Facility
from carebook.records.figures import RowKind
from carebook.reports.figures import grid_of
from carebook.reports.grid import Grid
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import LANDSCAPE, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.reports.spreadsheet import TableSheet, tables_workbook
from carebook.rules.periods import said
from carebook.rules.roll_up import RollUp
from carebook.words import speaking

_SHARE = 11.5
"""Millimetres in which a share in percent stands on one line."""


@dataclass(frozen=True)
class RollUpPaper:
    """What stands on the paper: the department, the table of the time ``key`` names, and the names of the centers without a report."""

    department: Facility
    table: RollUp
    key: str
    missing: Sequence[str]
    printed_by: str = ""

    @property
    def about(self) -> str:
        """The line under the title: "Tháng 10/2026; 3/4 cơ sở đã gửi báo cáo"."""
        with speaking("vi"):
            words = str(said(self.key))
        every = sum(row.kind is RowKind.ROW for row in self.table.rows)
        return f"{words[:1].upper()}{words[1:]}; {every - len(self.missing)}/{every} cơ sở đã gửi báo cáo"

    @property
    def grid(self) -> Grid:
        """Every center with a column of names before its numbers, also one without a report."""
        made = grid_of(self.table, everything=True)
        shares = {place for place, one in enumerate(self.table.columns, 1) if one.share_of is not None}
        columns = [replace(one, least=_SHARE) if n in shares else one for n, one in enumerate(made.columns)]
        return replace(made, columns=(replace(columns[0], heading="Cơ sở"), *columns[1:]))

    @property
    def notes(self) -> tuple[str, ...]:
        """Which centers are missing, and which totals lack more than those."""
        found = ["Dấu “–”: cơ sở chưa gửi báo cáo, hoặc không có hay không cho biết số liệu này; không tính là 0."]
        if self.missing:
            found.append(f"Chưa có báo cáo của {len(self.missing)} cơ sở: {', '.join(self.missing)}.")
        lacking = {one.label: self.table.lacking(one.code) for one in self.table.columns}
        more = [f"“{label}” thiếu {count} cơ sở" for label, count in lacking.items() if count > len(self.missing)]
        if more:
            found.append(f"Dòng tổng số: {', '.join(more)}.")
        return tuple(found)


def draw(made: RollUpPaper, *, invariant: bool = False) -> Drawn:
    """The table as a PDF that lies across."""
    about = made.department
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    slots = (Slot("writer", ("NGƯỜI LẬP BIỂU",)), Slot("head", (about.head_post.upper(),), about.head_name))
    after: list[Flowable] = [text.paragraph(note, text.NOTE) for note in made.notes]
    after += signatures.row(slots, LANDSCAPE.width, dated=place_and_date(head.place, None))
    story: list[Flowable] = [
        *text.heading(head, None, LANDSCAPE.width),
        *text.title("BIỂU TỔNG HỢP", made.table.title, LANDSCAPE.width, rule=False),
        text.paragraph(f"({made.about})", text.CENTRED_ITALIC),
        SignedTable(table(made.grid, LANDSCAPE.width), after),
    ]
    return page.build(
        story,
        title=made.table.title,
        author=head.issuer,
        way="landscape",
        marks=Marks(sample=head.is_sample, foot=made.printed_by),
        invariant=invariant,
    )


def workbook(made: RollUpPaper) -> bytes:
    """The same numbers as one sheet of an .xlsx."""
    above = (made.department.name, made.table.title, made.about)
    sheet = TableSheet("B18", above, made.grid, made.notes)
    return tables_workbook([sheet], title=made.table.title, facility=made.department.name)
