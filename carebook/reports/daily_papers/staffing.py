"""Staff against the norms of one day on paper: what each norm asks for, who is there, what is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from carebook.dates import written
from carebook.records.facility import Facility
from carebook.reports.daily_papers.one_page import fitting
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.rules.staffing import PostLine
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


def _rows(post: PostLine) -> list[GridRow]:
    """A post and, where it has several, the norms that ask for somebody; a single norm stands in the line of its post."""
    norms = [norm for norm in post.norms if norm.required]
    figures = (post.required, post.employed, post.present, post.on_roster, post.lacking)
    if len(norms) == 1:
        return [GridRow((post.text, norms[0].clients, norms[0].ratio, *figures), Weight.GROUP)]
    return [
        GridRow((post.text, None, "", *figures), Weight.GROUP),
        *(GridRow((one.text, one.clients, one.ratio, one.required, *[None] * 4), level=1) for one in norms),
    ]


def draw(made: StaffingPaper, *, invariant: bool = False) -> Drawn:
    """The table as a PDF on one sheet, with what it rests on."""
    found, about = made.staffing, made.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    rows = [row for post in found.posts for row in _rows(post)]
    rows.append(GridRow(("Cộng thiếu", None, "", None, None, None, None, found.lacking), Weight.TOTAL))
    notes = ["Căn cứ Điều 5 Thông tư 33/2017/TT-BLĐTBXH; số cần được làm tròn lên theo từng định mức."]
    if found.levelless:
        notes.append(f"{found.levelless} người chưa có cấp độ chăm sóc, tính là tự phục vụ được.")
    if found.postless:
        notes.append(f"{len(found.postless)} nhân viên chưa xếp vị trí tính định mức.")
    day = f"Ngày {written(found.day)}"
    slots = (Slot("writer", ("NGƯỜI LẬP",)), Slot("head", (about.head_post.upper(),), about.head_name))

    def story(size: float) -> list[Flowable]:
        after = [text.paragraph(note, text.NOTE) for note in notes]
        after += signatures.row(slots, dated=place_and_date(head.place, None))
        return [
            *text.heading(head, None, PORTRAIT.width),
            *text.title(TITLE, day, PORTRAIT.width, rule=False),
            SignedTable(table(Grid(_COLUMNS, tuple(rows)), PORTRAIT.width, largest=size), after),
        ]

    return page.build(
        fitting(story),
        title=f"{TITLE} {day}",
        author=head.issuer,
        marks=Marks(sample=head.is_sample, foot=made.printed_by),
        invariant=invariant,
    )
