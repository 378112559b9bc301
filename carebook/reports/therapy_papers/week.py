"""The week plan on paper: for each therapist, room or person a table of times and days, one A4 lying across, as PDF and .docx."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from reportlab.lib.colors import Color, black
from reportlab.platypus import CondPageBreak, Flowable, LongTable, Spacer

from carebook.dates import hour, written
from carebook.records.facility import Facility
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper import fonts, page, text
from carebook.reports.paper.page import LANDSCAPE, Drawn, Marks
from carebook.rules.names import sort_key
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.schedules import GROUP, SESSION, PlannedSlot, Week, week
from carebook.words import speaking

By = Literal["therapist", "room", "person"]
TITLE = "LỊCH TẬP TRONG TUẦN"
_NOBODY: dict[By, str] = {"therapist": "Chưa chọn người tập", "room": "Chưa chọn phòng", "person": "Nhóm, lớp"}
_WHOSE = text.style(font=fonts.BOLD, spaceBefore=4, spaceAfter=4, leading=18)
_LEAST_ROOM = 130  # points: a name, the headings and three rows; with less a table begins a new page
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_HEAD = text.style(10, fonts.BOLD, "center", leading=12)
_TIME = text.style(10, align="center", leading=12)
_NAME = text.style(10, fonts.BOLD, leading=12)
_FACTS = text.style(9, leading=10.5)
_TIME_WIDTH = 48.0  # points
_PALE = Color(0.93, 0.93, 0.93)
_NEXT = "\n\n"  # between the sessions of one cell
_FONT = "Times New Roman"
_MARK = "Bản để sửa ngoài chương trình."


@dataclass(frozen=True)
class WeekTable:
    """The week of one therapist, room or person."""

    whose: str
    grid: Grid
    sessions: int
    same: str = ""

    @property
    def heading(self) -> str:
        """Whose it is, how many sessions, and what all of them have in common."""
        return " · ".join(part for part in (f"{self.whose}: {self.sessions} buổi", self.same) if part)


@dataclass(frozen=True)
class WeekPlan:
    """What stands on the paper; ``people`` are the ids of whom it names."""

    facility: Facility
    monday: date
    tables: tuple[WeekTable, ...]
    people: tuple[str, ...]
    printed_by: str = ""

    @property
    def about(self) -> str:
        """ "Từ 16/11/2026 đến 21/11/2026"."""
        return f"Từ {written(self.monday)} đến {written(self.monday + timedelta(days=6))}"


def gather(
    reader: Reader, monday: date, *, by: By = "therapist", who: str = "", now: datetime, printed_by: str = ""
) -> WeekPlan:
    """The sessions of the week that are to take place or took place, in Vietnamese: of one therapist, room or stay (``who``), or
    a table for each of them.

    ``reader`` should be one that masks restricted people for everybody: the paper may hang on a wall.
    """
    with speaking("vi"):
        found = week(reader, monday, now=now, **_narrowed(by, who))
        codes = code_lists.words(reader)
        held = [slot for slot in found.slots if not slot.is_off]
        parted: dict[str, list[PlannedSlot]] = defaultdict(list)
        for slot in held:
            parted[who if by == "person" and who else _owner(slot, by)].append(slot)
        named = {_owner(slot, by): _name(slot, by) for slot in held}
        tables = [
            _table_of(found, slots, by, owner, named.get(owner) or _NOBODY[by], codes)
            for owner, slots in parted.items()
        ]
    ordered = sorted(tables, key=lambda one: (one.whose in _NOBODY.values(), sort_key(one.whose)))
    people = tuple(sorted({slot.person_id for slot in held if slot.person_id}))
    return WeekPlan(facility.facility(reader), monday, tuple(ordered), people, printed_by)


def _narrowed(by: By, who: str) -> dict[str, str]:
    return {{"therapist": "therapist_id", "room": "room_id", "person": "episode_id"}[by]: who} if who else {}


def _owner(slot: PlannedSlot, by: By) -> str:
    return slot.staff_id if by == "therapist" else slot.room_id if by == "room" else slot.episode_id


def _name(slot: PlannedSlot, by: By) -> str:
    if by == "person":
        return slot.title if slot.kind == SESSION else ""
    return slot.staff_name if by == "therapist" else slot.room_name


def _table_of(found: Week, slots: Sequence[PlannedSlot], by: By, owner: str, whose: str, codes: Codes) -> WeekTable:
    """The table of one owner; what is the same in all its sessions stands over it once."""
    facts = {slot.id: _facts(slot, by, codes) for slot in slots}
    same = frozenset.intersection(*(frozenset(told) for told in facts.values()))
    common = [fact for fact in next(iter(facts.values())) if fact in same]
    cells = {slot_id: tuple(fact for fact in told if fact not in same) for slot_id, told in facts.items()}
    return WeekTable(whose, _grid(found, slots, by, owner, cells), len(slots), ", ".join(common))


def _grid(found: Week, slots: Sequence[PlannedSlot], by: By, owner: str, told: Mapping[str, Sequence[str]]) -> Grid:
    """A row a time of beginning, a column a day; Sunday only where something takes place on it."""
    used = {slot.on for slot in slots}
    days = [found.monday + timedelta(days=n) for n in range(7)]
    days = [day for n, day in enumerate(days) if n < 6 or day in used]
    at: dict[tuple[time, date], list[str]] = defaultdict(list)
    for slot in slots:
        at[slot.at, slot.on].append(_cell(_title(slot), told[slot.id]))
    rows = [
        GridRow((hour(begins), *(_NEXT.join(at.get((begins, day), ())) for day in days)))
        for begins in sorted({slot.at for slot in slots})
    ]
    if by == "therapist" and owner:
        loads = (found.load.get((owner, day)) for day in days)
        people = (f"{load.people}/{load.norm}" if load and load.people else "" for load in loads)
        rows.append(GridRow(("Số người", *people), Weight.TOTAL))
    heads = (GridColumn(_head(found, day), align="left") for day in days)
    return Grid((GridColumn("Giờ", align="center"), *heads), tuple(rows))


def _head(found: Week, day: date) -> str:
    holiday = found.holidays.get(day, "")
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m}" + (f"\n{holiday}" if holiday else "")


def _cell(title: str, facts: Sequence[str]) -> str:
    return f"{title}\n{', '.join(facts)}" if facts else title


def _title(slot: PlannedSlot) -> str:
    return f"{slot.title} ({slot.members} người)" if slot.kind == GROUP else slot.title


def _facts(slot: PlannedSlot, by: By, codes: Codes) -> tuple[str, ...]:
    """What it is, for how long, with whom and where, apart from whose table it stands in."""
    what = codes.text("therapy", slot.therapy) if slot.therapy else ""
    with_whom = "" if by == "therapist" else slot.staff_name
    where = "" if by == "room" else slot.room_name
    return tuple(part for part in (what, f"{slot.minutes} phút", with_whom, where) if part)


def draw(plan: WeekPlan, *, invariant: bool = False) -> Drawn:
    """The week as a PDF lying across: a table for each therapist, room or person, its days equally wide."""
    issuer = plan.facility.name
    story: list[Flowable] = [
        text.paragraph(issuer.upper(), text.CAPITALS_BOLD),
        *text.title(TITLE, plan.about, LANDSCAPE.width, rule=False),
    ]
    if not plan.tables:
        story.append(text.paragraph("Trong tuần không có buổi nào.", text.CENTRED))
    for one in plan.tables:
        story += [CondPageBreak(_LEAST_ROOM), text.paragraph(one.heading, _WHOSE), _drawn(one.grid), Spacer(1, 6)]
    story.append(text.paragraph("Tên người có hồ sơ bảo mật được thay bằng tên thay thế.", text.NOTE))
    marks = Marks(sample=plan.facility.is_sample, foot=plan.printed_by)
    title = "Lịch tập trong tuần"
    return page.build(story, title=title, author=issuer, way="landscape", marks=marks, invariant=invariant)


def _drawn(grid: Grid) -> LongTable:
    """Times in a narrow column, names in bold over what is told of them."""
    days = len(grid.columns) - 1
    cells: list[list[Flowable]] = [[text.paragraph(column.heading, _HEAD) for column in grid.columns]]
    for row in grid.rows:
        look = _HEAD if row.weight is Weight.TOTAL else _TIME
        first = text.paragraph(str(row.values[0]), look)
        cells.append([first, *(_entries(str(value or ""), total=look is _HEAD) for value in row.values[1:])])
    made = LongTable(cells, [_TIME_WIDTH, *[(LANDSCAPE.width - _TIME_WIDTH) / days] * days], repeatRows=1)
    made.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("BACKGROUND", (0, 0), (-1, 0), _PALE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return made


def _entries(words: str, *, total: bool) -> Any:
    """The lines of a cell: who in bold, what is told of them plain."""
    if total:
        return text.paragraph(words, _HEAD)
    entries = [entry.split("\n") for entry in words.split(_NEXT) if entry]
    return [text.paragraph(line, _NAME if n == 0 else _FACTS) for entry in entries for n, line in enumerate(entry)]


def write(plan: WeekPlan) -> bytes:
    """The week as .docx for editing outside the program, A4 lying across."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    sheet = document.sections[0]
    sheet.orientation, sheet.page_width, sheet.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    sheet.top_margin, sheet.bottom_margin, sheet.left_margin, sheet.right_margin = Mm(20), Mm(15), Mm(15), Mm(15)
    _words(sheet.footer.paragraphs[0], f"{_MARK} {plan.printed_by}".strip(), italic=True, size=9)
    properties = document.core_properties
    properties.title, properties.author, properties.language = "Lịch tập trong tuần", plan.facility.name, "vi-VN"
    if plan.facility.is_sample:
        _line(document, "SỔ MẪU", centred=False)
    _line(document, plan.facility.name.upper())
    _line(document, TITLE, size=14)
    _line(document, plan.about)
    for one in plan.tables:
        _line(document, one.heading, centred=False)
        _table(document, one.grid)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _words(paragraph: Any, words: str, *, bold: bool = False, italic: bool = False, size: float = 12) -> None:
    run = paragraph.add_run(fonts.clean(words))
    run.bold, run.italic, run.font.size, run.font.name = bold, italic, Pt(size), _FONT


def _line(document: Any, words: str, *, centred: bool = True, size: float = 12) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(4)
    _words(paragraph, words, bold=True, size=size)


def _table(document: Any, grid: Grid) -> None:
    made = document.add_table(rows=1, cols=len(grid.columns))
    made.style = "Table Grid"
    for cell, column in zip(made.rows[0].cells, grid.columns, strict=True):
        _words(cell.paragraphs[0], column.heading, bold=True, size=11)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in grid.rows:
        for cell, column, value in zip(made.add_row().cells, grid.columns, row.values, strict=True):
            _words(cell.paragraphs[0], grid.text(value, column), bold=row.weight is Weight.TOTAL, size=10)
    _line(document, "", centred=False)
