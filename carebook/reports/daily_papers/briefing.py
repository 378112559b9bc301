"""The morning briefing of the whole center on one page (giao ban sáng): people, incidents, what the wards told, the conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reportlab.platypus import Flowable, Spacer

from carebook.dates import with_weekday
from carebook.records.facility import Facility
from carebook.reports.daily_papers.one_page import dashed, fitting, part, plain
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper import fonts, page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot
from carebook.reports.paper.page import PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import table
from carebook.rules.briefings import BriefedShift, BriefingSheet
from carebook.store import facility
from carebook.store.book import Reader
from carebook.store.briefings import briefing_facts, briefing_sheet
from carebook.words import speaking

TITLE = "BIÊN BẢN GIAO BAN SÁNG"
_HEADS = (
    ("Khu", ""),
    ("Giường", ""),
    ("Hôm qua", "Quân số"),
    ("Tăng", "Quân số"),
    ("Giảm", "Quân số"),
    ("Sáng nay", "Quân số"),
    ("Nằm viện", "Trong đó"),
    ("Về phép", "Trong đó"),
    ("Vắng", "Trong đó"),
    ("Có mặt", ""),
)

_FIGURE = 14.5  # millimetres of a column of figures
_FIGURES = {
    "incidents": "Sự cố",
    "open_incidents": "Sự cố chưa xử lý xong",
    "refused_doses": "Liều thuốc bị từ chối",
    "new_orders": "Đơn thuốc mới",
}


@dataclass(frozen=True)
class Briefing:
    """A briefing ready to be printed; ``people`` are the ids of whom it names; ``closed``: as it was frozen."""

    facility: Facility
    sheet: BriefingSheet
    closed: bool
    people: frozenset[str]
    printed_by: str = ""


def gather(reader: Reader, day: date, now: datetime, *, printed_by: str = "") -> Briefing:
    """The briefing of a day. ``reader`` should mask restricted people for everybody: the paper is read out."""
    facts = briefing_facts(reader, day, now)
    closed = facts.briefing is not None and bool(facts.briefing.frozen)
    return Briefing(facility.facility(reader), briefing_sheet(reader, facts), closed, facts.people, printed_by)


def draw(made: Briefing, *, invariant: bool = False) -> Drawn:
    """The page as a PDF; a draft until the briefing is closed."""
    sheet, about = made.sheet, made.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    with speaking("vi"):
        day = with_weekday(date.fromisoformat(sheet.day))

    def story_of(size: float) -> list[Flowable]:
        story: list[Flowable] = [
            *text.heading(head, None, PORTRAIT.width),
            *text.title(TITLE, day, PORTRAIT.width, rule=False),
            plain(f"Tình hình từ {sheet.hours}", size),
            _wards(sheet),
            Spacer(1, 4),
            plain(" · ".join(f"{_FIGURES[key]}: {count}" for key, count in sheet.figures), size),
        ]
        if sheet.incidents:
            story += [part("Sự cố", size), *(dashed(line, size) for line in sheet.incidents)]
        if sheet.shifts:
            story.append(part("Các khu báo cáo", size))
            for one in sheet.shifts:
                story += _shift(one, size)
        if sheet.on_duty:
            said = "; ".join(f"{shift}: {names or 'chưa phân công'}" for shift, names in sheet.on_duty)
            story += [part("Trực trong ngày", size), plain(said, size)]
        for words, said in (("Thành phần", sheet.present), ("Kết luận", sheet.conclusion), ("Phân công", sheet.tasks)):
            if said.strip():
                story.append(part(words, size))
                story += [plain(line, size) for line in said.splitlines() if line.strip()]
        slots = (Slot("writer", ("NGƯỜI GHI",)), Slot("leader", ("CHỦ TRÌ GIAO BAN",), sheet.led_by))
        return [*story, *signatures.row(slots)]

    return page.build(
        fitting(story_of),
        title=f"{TITLE} {day}",
        author=head.issuer,
        marks=Marks(draft=not made.closed, sample=head.is_sample, foot=made.printed_by),
        invariant=invariant,
    )


def _wards(sheet: BriefingSheet) -> Flowable:
    columns = tuple(
        GridColumn(heading, group=group, align="left" if not place else "center", least=_FIGURE if place else 0)
        for place, (heading, group) in enumerate(_HEADS)
    )
    last = len(sheet.wards) - 1
    rows = tuple(
        GridRow(("Toàn cơ sở", *values[1:]), Weight.TOTAL) if place == last else GridRow(values)
        for place, values in enumerate(sheet.wards)
    )
    return table(Grid(columns, rows))


def _shift(one: BriefedShift, size: float) -> list[Flowable]:
    signed = f"{one.giver} giao, {one.taker} nhận" if one.taker else one.giver or "chưa ký"
    whose = " · ".join(filter(None, (one.shift, one.ward, signed)))
    lines = one.lines or ("Không có gì đặc biệt.",)
    heading = text.style(size, fonts.ITALIC, leading=size * 1.2, keepWithNext=1)
    return [text.paragraph(whose, heading), *(dashed(line, size) for line in lines)]
