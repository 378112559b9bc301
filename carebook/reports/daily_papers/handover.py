"""The sheet of a shift on paper (phiếu giao ca): head-count, what the next shift must know, counts, two signatures, one A4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from reportlab.platypus import Flowable

from carebook.dates import written
from carebook.records.facility import Facility
from carebook.records.shifts import ShiftState
from carebook.reports.daily_papers.one_page import dashed, fitting, part, plain
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot
from carebook.reports.paper.page import PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import table
from carebook.rules.shifts import Sheet, SheetLine, SheetThing
from carebook.rules.shifts.sheet import hash_of
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.shifts import handover_file, sheet_of

TITLE = "PHIẾU GIAO CA"
FIGURES = {
    "at_start": "Đầu ca",
    "came": "Tăng",
    "went": "Giảm",
    "at_end": "Cuối ca",
    "in_hospital": "Nằm viện",
    "on_leave": "Về phép",
    "absent": "Vắng không phép",
    "counted": "Đếm tại phòng",
}
_SBAR = (("situation", "Tình huống"), ("background", "Bối cảnh"), ("judgement", "Đánh giá"), ("request", "Đề nghị"))


@dataclass(frozen=True)
class Handover:
    """A sheet ready to be printed; ``people`` are the ids of whom it names, ``changed`` means that what is kept of a signed sheet
    is not what was signed.
    """

    facility: Facility
    sheet: Sheet
    signed: bool
    people: frozenset[str]
    changed: bool = False
    printed_by: str = ""


def gather(reader: Reader, handover_id: str, *, printed_by: str = "") -> Handover:
    """What stands on a sheet: of a signed one what was frozen, word for word. LookupError: no such sheet.

    ``reader`` should mask restricted people for everybody: the paper lies in the ward.
    """
    file = handover_file(reader, handover_id)
    if file is None:
        raise LookupError(handover_id)
    one = file.handover
    signed = one.state in (ShiftState.TAKEN, ShiftState.REPLACED) and bool(one.frozen)
    sheet = Sheet.from_frozen(one.frozen) if signed else sheet_of(file, code_lists.words(reader))
    changed = signed and hash_of(one.frozen) != one.frozen_hash
    return Handover(facility.facility(reader), sheet, signed, file.people, changed, printed_by)


def draw(made: Handover, *, invariant: bool = False) -> Drawn:
    """The sheet as a PDF; one that is not signed by both bears the mark of a draft."""
    sheet, about = made.sheet, made.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    day = date.fromisoformat(sheet.duty_on)
    when = f"{sheet.shift} ngày {written(day)} ({sheet.hours})"
    place = " · ".join(filter(None, (when, sheet.ward or "Toàn cơ sở")))

    def story_of(size: float) -> list[Flowable]:
        return [
            *text.heading(head, None, PORTRAIT.width),
            *text.title(TITLE, place, PORTRAIT.width, rule=False),
            *_head_count(sheet, size),
            *_lines(sheet, size),
            *_counted(sheet, size),
            *_sbar(sheet, size),
            *_last(made, size),
        ]

    return page.build(
        fitting(story_of),
        title=f"{TITLE} {when}",
        author=head.issuer,
        marks=Marks(draft=not made.signed, sample=head.is_sample, foot=made.printed_by),
        invariant=invariant,
    )


def _last(made: Handover, size: float) -> list[Flowable]:
    """What it replaces, the remark of who takes over, the two signatures."""
    sheet = made.sheet
    last: list[Flowable] = []
    if sheet.replaces:
        last.append(plain(f"Thay cho phiếu đã ký trước, vì: {sheet.replaces}.", size))
    if made.changed:
        last.append(plain("Nội dung lưu trong sổ không khớp với bản đã ký.", size))
    if sheet.taker_note:
        last.append(plain(f"Ý kiến người nhận ca: {sheet.taker_note}", size))
    slots = (
        Slot("giver", ("NGƯỜI GIAO CA",), sheet.giver, _signed_at(sheet.given_at)),
        Slot("taker", ("NGƯỜI NHẬN CA",), sheet.taker, _signed_at(sheet.taken_at)),
    )
    return [*last, *signatures.row(slots)]


def _signed_at(at: str) -> str:
    return f"(Đã ký trong chương trình lúc {at})" if at else "(Ký, ghi rõ họ tên)"


def _head_count(sheet: Sheet, size: float) -> list[Flowable]:
    columns = tuple(GridColumn(words, group="Quân số", align="center") for words in FIGURES.values())
    row = GridRow(tuple(sheet.figures.get(name) for name in FIGURES))
    found: list[Flowable] = [table(Grid(columns, (row,), unknown="–"))]
    if sheet.count_differs_because:
        found.append(plain(f"Số đếm khác sổ vì: {sheet.count_differs_because}", size))
    return found


def _lines(sheet: Sheet, size: float) -> list[Flowable]:
    if not sheet.lines:
        return [plain("Trong ca không có gì thay đổi cần bàn giao.", size)]
    found: list[Flowable] = []
    for heading, same in groupby(sheet.lines, key=lambda line: line.heading):
        found.append(part(heading, size))
        found += [dashed(_line(line), size) for line in same]
    return found


def _line(line: SheetLine) -> str:
    who = f"{line.who}: " if line.who else ""
    after = f" → Ca sau: {line.instruction}" if line.instruction else ""
    return f"{who}{line.text}{after}"


def _counted(sheet: Sheet, size: float) -> list[Flowable]:
    found: list[Flowable] = []
    for title, things in (("Tài sản, chìa khóa, dụng cụ", sheet.things), ("Thuốc kiểm soát đặc biệt", sheet.stock)):
        if things:
            found += [part(title, size), plain("; ".join(map(_thing, things)), size)]
    return found


def _thing(one: SheetThing) -> str:
    note = f" ({one.note})" if one.note else ""
    return f"{one.name} {one.counted or '–'}/{one.expected}{note}"


def _sbar(sheet: Sheet, size: float) -> list[Flowable]:
    told = [(words, getattr(sheet, name).strip()) for name, words in _SBAR if getattr(sheet, name).strip()]
    if not told:
        return []
    return [part("Tóm tắt bàn giao", size), *(plain(f"{words}: {said}", size) for words, said in told)]
