"""Which center sent its report when, which came late and which are missing: the year on paper and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from carebook.dates import today_in_vietnam, written
from carebook.records.facility import Facility
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReportingFacility
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import LANDSCAPE, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.reports.spreadsheet import TableSheet, tables_workbook
from carebook.rules.periods import said
from carebook.rules.receiving import Owed
from carebook.words import speaking

_KINDS = {
    ReportKind.MONTHLY: "Báo cáo tháng",
    ReportKind.QUARTERLY: "Báo cáo quý",
    ReportKind.HALF_YEARLY: "Báo cáo 6 tháng",
    ReportKind.YEARLY: "Báo cáo năm",
}
_NOTES = (
    "Ngày, tháng: ngày nhận bản đang tính; “muộn”: bản đầu nhận sau hạn nộp; “thiếu”: đã quá hạn, chưa nhận được.",
    "Ô trống: chưa đến hạn; “–”: cơ sở không phải nộp.",
)


@dataclass(frozen=True)
class OwedPaper:
    """What stands on the paper: the department, its centers, the times of the year and what each center owes of them.

    ``owed`` is by center and time; ``heads`` are the words over the times.
    """

    department: Facility
    kind: ReportKind
    centers: Sequence[ReportingFacility]
    times: Sequence[str]
    heads: Sequence[str]
    owed: Mapping[tuple[str, str], Owed]
    today: date
    printed_by: str = ""

    @property
    def title(self) -> str:
        """Which reports are followed up."""
        return f"Theo dõi nộp {_KINDS[self.kind].lower()}"

    @property
    def about(self) -> str:
        """The line under the title: "Đến ngày 22/11/2026; tháng 9/2026 thiếu 1, tháng 10/2026 thiếu 2"."""
        lacking = {time: sum(self._is_missing(one.id, time) for one in self.centers) for time in self.times}
        with speaking("vi"):
            told = [f"{said(time)} thiếu {count}" for time, count in lacking.items() if count]
        return f"Đến ngày {written(self.today)}; {', '.join(told) or 'không thiếu báo cáo nào'}"

    @property
    def grid(self) -> Grid:
        """A line a center, a column a time."""
        heads = (GridColumn("Cơ sở", align="left"), *(GridColumn(one, align="center") for one in self.heads))
        lines = [GridRow((one.name, *(self._said(one.id, time) for time in self.times))) for one in self.centers]
        return Grid(columns=heads, rows=tuple(lines), unknown="–")

    def _is_missing(self, center: str, time: str) -> bool:
        found = self.owed.get((center, time))
        return found is not None and found.missing

    def _said(self, center: str, time: str) -> str | None:
        found = self.owed.get((center, time))
        if found is None:
            return None
        if found.parcel is None:
            return "thiếu" if found.missing else ""
        day, version = f"{today_in_vietnam(found.parcel.received_at):%d/%m}", found.parcel.report_version
        return f"muộn {day}" if found.late else f"{day} (bản {version})" if version > 1 else day


def draw(made: OwedPaper, *, invariant: bool = False) -> Drawn:
    """The year as a PDF that lies across."""
    about = made.department
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    slots = (Slot("writer", ("NGƯỜI LẬP BIỂU",)), Slot("head", (about.head_post.upper(),), about.head_name))
    after: list[Flowable] = [text.paragraph(note, text.NOTE) for note in _NOTES]
    after += signatures.row(slots, LANDSCAPE.width, dated=place_and_date(head.place, None))
    story: list[Flowable] = [
        *text.heading(head, None, LANDSCAPE.width),
        *text.title("DANH SÁCH", made.title, LANDSCAPE.width, rule=False),
        text.paragraph(f"({made.about})", text.CENTRED_ITALIC),
        SignedTable(table(made.grid, LANDSCAPE.width), after),
    ]
    return page.build(
        story,
        title=made.title,
        author=head.issuer,
        way="landscape",
        marks=Marks(sample=head.is_sample, foot=made.printed_by),
        invariant=invariant,
    )


def workbook(made: OwedPaper) -> bytes:
    """The same as one sheet of an .xlsx."""
    sheet = TableSheet("Theo dõi", (made.department.name, made.title, made.about), made.grid, _NOTES)
    return tables_workbook([sheet], title=made.title, facility=made.department.name)
