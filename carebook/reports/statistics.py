"""A quick statistic on paper and as a workbook: the numbers alone, without anybody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from carebook.dates import written
from carebook.records.facility import Facility
from carebook.records.figures import Period, Table
from carebook.reports.figures import grid_of
from carebook.reports.grid import Grid
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import LANDSCAPE, PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.reports.spreadsheet import TableSheet, tables_workbook
from carebook.rules.statistics import Who

_MOST_COLUMNS_UPRIGHT = 8


@dataclass(frozen=True)
class StatisticPaper:
    """What stands on the paper: the table, whose stays it counts and of which days, the filters in words, the name of its rows."""

    facility: Facility
    table: Table
    who: Who
    period: Period
    filters: Sequence[str]
    rows_heading: str
    printed_by: str = ""

    @property
    def about(self) -> str:
        """The line under the title: "Đến hết ngày 05/11/2026; Giới tính: Nữ"."""
        period = self.period
        until = f"đến hết ngày {written(period.cutoff)}"
        days = until if self.who is Who.PRESENT else f"từ ngày {written(period.first)} {until}"
        return "; ".join((f"Số liệu {days}", *self.filters))

    @property
    def grid(self) -> Grid:
        """The numbers behind a column of row names."""
        made = grid_of(self.table)
        return replace(made, columns=(replace(made.columns[0], heading=self.rows_heading), *made.columns[1:]))

    @property
    def notes(self) -> tuple[str, ...]:
        """How people are counted."""
        times = self.who in (Who.CAME, Who.LEFT)
        return ("Đơn vị tính: lượt." if times else "Đơn vị tính: người, mỗi người đếm một lần.",)


def draw(made: StatisticPaper, *, invariant: bool = False) -> Drawn:
    """The table as a PDF, lying across when it has many columns."""
    about, grid = made.facility, made.grid
    across = len(grid.columns) > _MOST_COLUMNS_UPRIGHT
    sheet = LANDSCAPE if across else PORTRAIT
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    slots = (Slot("writer", ("NGƯỜI LẬP",)), Slot("head", (about.head_post.upper(),), about.head_name))
    after: list[Flowable] = [text.paragraph(note, text.NOTE) for note in made.notes]
    after += signatures.row(slots, sheet.width, dated=place_and_date(head.place, None))
    story: list[Flowable] = [
        *text.heading(head, None, sheet.width),
        *text.title("THỐNG KÊ", made.table.title, sheet.width, rule=False),
        text.paragraph(f"({made.about})", text.CENTRED_ITALIC),
        SignedTable(table(grid, sheet.width), after),
    ]
    return page.build(
        story,
        title=made.table.title,
        author=head.issuer,
        way="landscape" if across else "portrait",
        marks=Marks(sample=head.is_sample, foot=made.printed_by),
        invariant=invariant,
    )


def workbook(made: StatisticPaper) -> bytes:
    """The same numbers as one sheet of an .xlsx."""
    above = (made.facility.name, made.table.title, made.about)
    sheet = TableSheet("Thống kê", above, made.grid, made.notes)
    return tables_workbook([sheet], title=made.table.title, facility=made.facility.name)
