"""Staff against the norms of one day on paper: what each norm asks for, who is there, what is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from carebook.dates import written
from carebook.records.facility import Facility
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.store import facility
from carebook.store.book import Reader
from carebook.store.staffing import Staffing, staffing_on

TITLE = "ĐỐI CHIẾU NHÂN SỰ VỚI ĐỊNH MỨC"
_COLUMNS = (
    GridColumn("Vị trí, định mức", grows=2),
    GridColumn("Đối tượng", align="right"),
    GridColumn("Định mức", align="center"),
    GridColumn("Cần", align="right"),
    GridColumn("Hiện có", align="right"),
    GridColumn("Có mặt", align="right"),
    GridColumn("Trực", align="right"),
    GridColumn("Thiếu", align="right"),
)


@dataclass(frozen=True)
class StaffingPaper:
    """What stands on the paper."""

    facility: Facility
    staffing: Staffing
    printed_by: str = ""


def gather(reader: Reader, day: date, *, printed_by: str = "") -> StaffingPaper:
    """The staff of a day against the norms."""
    return StaffingPaper(facility.facility(reader), staffing_on(reader, day), printed_by)


def draw(made: StaffingPaper, *, invariant: bool = False) -> Drawn:
    """The table as a PDF, with what it rests on."""
    found, about = made.staffing, made.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    rows: list[GridRow] = []
    for post in found.posts:
        figures = (None, "", post.required, post.employed, post.present, post.on_roster, post.lacking)
        rows.append(GridRow((post.text, *figures), Weight.GROUP))
        rows += [
            GridRow((norm.text, norm.clients, norm.ratio, norm.required, None, None, None, None), level=1)
            for norm in post.norms
            if norm.required
        ]
    rows.append(GridRow(("Cộng thiếu", None, "", None, None, None, None, found.lacking), Weight.TOTAL))
    notes = ["Căn cứ Điều 5 Thông tư 33/2017/TT-BLĐTBXH; số cần được làm tròn lên theo từng định mức."]
    if found.levelless:
        notes.append(f"{found.levelless} người chưa có cấp độ chăm sóc, tính là tự phục vụ được.")
    if found.postless:
        notes.append(f"{len(found.postless)} nhân viên chưa xếp vị trí tính định mức.")
    day = f"Ngày {written(found.day)}"
    after: list[Flowable] = [
        *(text.paragraph(note, text.NOTE) for note in notes),
        *signatures.row(
            (Slot("writer", ("NGƯỜI LẬP",)), Slot("head", (about.head_post.upper(),), about.head_name)),
            dated=place_and_date(head.place, None),
        ),
    ]
    story: list[Flowable] = [
        *text.heading(head, None, PORTRAIT.width),
        *text.title(TITLE, day, PORTRAIT.width, rule=False),
        SignedTable(table(Grid(_COLUMNS, tuple(rows)), PORTRAIT.width), after),
    ]
    return page.build(
        story,
        title=f"{TITLE} {day}",
        author=head.issuer,
        marks=Marks(sample=head.is_sample, foot=made.printed_by),
        invariant=invariant,
    )
