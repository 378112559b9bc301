"""Sheets for the pen (phiếu trắng theo phòng): the grids of the day in the order of the beds, one room after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from reportlab.platypus import Flowable

from carebook.dates import age_on, clock, today_in_vietnam, written
from carebook.records import enum_words
from carebook.records.codes import Code
from carebook.records.episodes import AbsenceKind
from carebook.records.facility import Facility
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Slot, Way
from carebook.reports.paper.page import LANDSCAPE, PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.rules.shifts import Duty
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, CareRow, RoundSheet, care_of, turning_of
from carebook.words import speaking

ROUND_TITLE = "PHIẾU THEO DÕI DẤU HIỆU SINH TỒN"
CARE_TITLE = "PHIẾU GHI CHĂM SÓC"
TURNING_TITLE = "PHIẾU XOAY TRỞ"
_PEN = 18.0  # millimetres a number needs
_TICK = 13.0
_LINES = 2  # of a row that is written by hand
_TURNS = 8
_MOST_UPRIGHT = 8  # columns
_LEVELS = "0 tự làm · 1 nhắc · 2 hỗ trợ một phần · 3 hỗ trợ hoàn toàn"


@dataclass(frozen=True)
class BlankSheet:
    """What stands on the paper; ``people`` are the ids of whom it names, ``notes`` stand under the table."""

    facility: Facility
    title: str
    about: str
    grid: Grid
    people: tuple[str, ...]
    notes: tuple[str, ...] = ()
    printed_by: str = ""


def of_round(reader: Reader, sheet: RoundSheet, where: str, *, printed_by: str = "") -> BlankSheet:
    """The sheet of a round: an empty cell where something is to be measured, "·" where nothing is.

    ``reader`` should be one that masks restricted people for everybody: the sheet lies in the ward.
    """
    known = {(one.list_name, one.code): one for one in sheet.codes}
    heads = [GridColumn(_head(one), align="center", least=_PEN) for one in sheet.measures]
    rows = []
    for line in sheet.rows:
        cells = ["" if one.code in line.due else "·" for one in sheet.measures]
        rows.append((line.who, [*(cells if line.who.is_there else ["·"] * len(cells)), _away(line.who)]))
    said = known[("care_round", sheet.round)].text if ("care_round", sheet.round) in known else ""
    about = f"{where}, {said.lower()} {clock(sheet.at)}, ngày {written(sheet.duty_on)}"
    grid = _grid(rows, [*heads, GridColumn("Ghi chú", align="left", least=40)], sheet.duty_on)
    keys = _keys(sheet.codes)
    return BlankSheet(
        facility.facility(reader), ROUND_TITLE, about, grid, _people(rows), (f"Không đo được: {keys}.",), printed_by
    )


def of_care(
    reader: Reader, duty: Duty, where: str, *, ward_id: str = "", room_id: str = "", printed_by: str = ""
) -> BlankSheet:
    """The sheet of a shift: the planned level small in each cell, one column for "as planned"."""
    found = care_of(reader, duty, ward_id, room_id)
    kinds = code_lists.codes(reader, "care_kind", duty.duty_on)
    used = {kind for row in found for kind in row.plan}
    shown = [one for one in kinds if one.code in used] or kinds
    heads = [GridColumn(str(one.extra.get("column", one.text)), align="center", least=_TICK) for one in shown]
    rows = []
    for row in found:
        there = row.who.is_there
        cells = [_planned(row, one.code) if there else "·" for one in shown]
        rows.append((row.who, ["" if there else "·", *cells, _away(row.who)]))
    columns = [GridColumn("Đúng kế hoạch", align="center", least=_TICK), *heads, GridColumn("Ghi chú", least=36)]
    about = f"{where}, {duty.shift.text.lower()}, ngày {written(duty.duty_on)}"
    notes = (
        f"Trong ngoặc là mức theo kế hoạch: {_LEVELS}. Đúng kế hoạch thì đánh dấu một lần; khác thì ghi mức vào ô.",
        f"Không làm được: {_keys(code_lists.codes(reader, 'not_done_reason', duty.duty_on))}.",
    )
    grid = _grid(rows, columns, duty.duty_on)
    return BlankSheet(facility.facility(reader), CARE_TITLE, about, grid, _people(rows), notes, printed_by)


def of_turning(
    reader: Reader, now: datetime, where: str, *, ward_id: str = "", room_id: str = "", printed_by: str = ""
) -> BlankSheet:
    """The sheet of who is turned every few hours: room for the hour and the position, time after time."""
    found = turning_of(reader, now, ward_id=ward_id, room_id=room_id)
    found = sorted(found, key=lambda one: (one.who.ward, one.who.room, len(one.who.bed), one.who.bed))
    rows = [(row.who, [f"{row.every_hours} giờ", *[""] * _TURNS]) for row in found]
    heads = [GridColumn(f"Lần {n}", align="center", least=_PEN) for n in range(1, _TURNS + 1)]
    day = today_in_vietnam(now)
    words = code_lists.codes(reader, "measure_word", day)
    measure = next((one for one in code_lists.codes(reader, "measure", day) if one.code == "turning"), None)
    wanted = measure.extra.get("words", ()) if measure is not None else ()
    keys = " · ".join(f"{one.extra.get('key', '')} {one.text.lower()}" for one in words if one.code in wanted)
    grid = _grid(rows, [GridColumn("Cách", align="center"), *heads], day)
    notes = (f"Mỗi ô ghi giờ và tư thế: {keys}.",)
    about = f"{where}, ngày {written(day)}"
    return BlankSheet(facility.facility(reader), TURNING_TITLE, about, grid, _people(rows), notes, printed_by)


def draw(sheet: BlankSheet, *, invariant: bool = False) -> Drawn:
    """The sheet as a PDF, lying across when it has many columns, with room for who did it and who entered it."""
    across = len(sheet.grid.columns) > _MOST_UPRIGHT
    paper = LANDSCAPE if across else PORTRAIT
    slots = (
        Slot("done_by", ("NGƯỜI THỰC HIỆN",), under="(Ký, ghi rõ họ tên)", way=Way.INK),
        Slot("entered_by", ("NGƯỜI NHẬP VÀO SỔ",), under="(Ký, ghi rõ họ tên)", way=Way.INK),
    )
    after: list[Flowable] = [text.paragraph(note, text.NOTE) for note in sheet.notes]
    after += signatures.row(slots, paper.width)
    story: list[Flowable] = [
        text.paragraph(sheet.facility.name.upper(), text.CAPITALS_BOLD),
        *text.title(sheet.title, sheet.about, paper.width, rule=False),
    ]
    if sheet.grid.rows:
        story.append(SignedTable(table(sheet.grid, paper.width), after))
    else:
        story.append(text.paragraph("Không có ai cần ghi.", text.CENTRED))
    return page.build(
        story,
        title=sheet.title.capitalize(),
        author=sheet.facility.name,
        way="landscape" if across else "portrait",
        marks=Marks(sample=sheet.facility.is_sample, foot=sheet.printed_by),
        invariant=invariant,
    )


def _planned(row: CareRow, kind: str) -> str:
    return f"({row.plan[kind].value})" if kind in row.plan else ""


def _grid(rows: Sequence[tuple[CaredFor, list[str]]], columns: Sequence[GridColumn], day: date) -> Grid:
    """Rows in bed order under a heading for each room."""
    whole = (GridColumn("Giường", align="center"), GridColumn("Họ và tên", align="left"), *columns)
    made: list[GridRow] = []
    for _room, people in groupby(rows, key=lambda pair: (pair[0].ward_id, pair[0].room_id)):
        there = list(people)
        who = there[0][0]
        where = f"Phòng {who.room} · {len(there)} người" if who.room else f"Chưa xếp giường · {len(there)} người"
        made.append(GridRow(("", where, *[""] * len(columns)), Weight.GROUP))
        made += [GridRow((one.bed, _named(one, day), *cells), lines=_LINES) for one, cells in there]
    return Grid(whole, tuple(made))


def _named(who: CaredFor, day: date) -> str:
    age = age_on(who.born, day)
    with speaking("vi"):
        about = [str(age.words) if age is not None else "", f"dị ứng {who.allergies}" if who.allergies else ""]
    small = ", ".join(part for part in about if part)
    return f"{who.name}\n{small}" if small else who.name


def _away(who: CaredFor) -> str:
    if who.is_there:
        return ""
    with speaking("vi"):
        return str(who.said_left) if who.has_left else enum_words.said(AbsenceKind(who.absence))


def _head(measure: Code) -> str:
    unit = measure.extra.get("unit", "")
    head = str(measure.extra.get("column", measure.text))
    return f"{head} {unit}" if unit else head


def _keys(codes: Iterable[Code]) -> str:
    found = [one for one in codes if one.list_name == "not_done_reason"]
    return " · ".join(f"{one.extra.get('key', '')} {one.text.lower()}".strip() for one in found)


def _people(rows: Iterable[tuple[CaredFor, list[str]]]) -> tuple[str, ...]:
    return tuple(sorted({who.person_id for who, _cells in rows}))
