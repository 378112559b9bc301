"""The monthly report: what it is told, the sentences that follow from its figures, and its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from carebook.dates import written
from carebook.records.figures import Table
from carebook.records.signing import HEAD, PREPARER
from carebook.reports.figures import grid_of, notes, unit
from carebook.reports.grid import numbered
from carebook.reports.narrative import listed, narrative
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import (
    IdentityCode,
    Letterhead,
    Numbering,
    Signer,
    Slot,
    Way,
    date_words,
    number_line,
    place_and_date,
    slot_of,
)
from carebook.reports.paper.page import LANDSCAPE, Drawn, Marks
from carebook.reports.paper.table import SignedTable
from carebook.reports.paper.table import table as drawn_table

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")


@dataclass(frozen=True)
class LateFact:
    """Something that happened in a closed period and was written down after its closing."""

    name: str
    what: str
    happened_on: date
    recorded_on: date


@dataclass(frozen=True, kw_only=True)
class MonthlyReport:
    """Everything the monthly report prints.

    ``period`` reads inside a sentence ("tháng 10 năm 2026"). ``narrative`` holds typed text by the codes of ``NARRATIVE``,
    paragraphs parted by line ends. ``opening_note`` says where the opening figures come from when no report backs them.
    ``supersedes`` names the version this one replaces and why. ``data_code`` is the short code of the figures.
    """

    letterhead: Letterhead
    numbering: Numbering
    period: str
    first_on: date
    last_on: date
    cutoff_on: date
    version: int = 1
    supersedes: str = ""
    addressed_to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    narrative: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    opening_note: str = ""
    late_facts: tuple[LateFact, ...] = ()
    preparer: Signer
    head: Signer
    identity: IdentityCode | None = None
    data_code: str = ""


# Pages


def _title(report: MonthlyReport) -> str:
    return f"Kết quả công tác {report.period}"


def _narrative(report: MonthlyReport) -> list[Flowable]:
    story: list[Flowable] = []
    part = item = 0
    for heading, words in narrative(report):
        if heading.part:
            item += 1
            story.append(text.paragraph(f"{item}. {heading.words}", text.SECTION))
        else:
            part, item = part + 1, 0
            story.append(text.paragraph(f"{_ROMAN[part - 1]}. {heading.words.upper()}", text.SECTION))
        story += [text.paragraph(line) for line in words]
    return story


def _late_facts(facts: Sequence[LateFact]) -> list[Flowable]:
    if not facts:
        return []
    grid = numbered(
        ("Họ và tên", "Nội dung", "Ngày xảy ra", "Ngày ghi sổ"),
        [(fact.name, fact.what, fact.happened_on, fact.recorded_on) for fact in facts],
    )
    return [
        CondPageBreak(60 * mm),
        text.paragraph("SỐ LIỆU BỔ SUNG KỲ TRƯỚC", text.SECTION),
        text.paragraph("Các việc sau xảy ra trong kỳ đã chốt, ghi sổ sau khi chốt; báo cáo đã ký không đổi."),
        drawn_table(grid),
        Spacer(1, 8),
    ]


def _annex(report: MonthlyReport, table: Table, *, first: bool) -> list[Flowable]:
    """One Biểu on its own sheet lying across, signed by its preparer and the head."""
    number = number_line(report.numbering, report.letterhead.symbol).removeprefix("Số: ").removeprefix("Số:")
    follows = f"Kèm theo Báo cáo số {number} {date_words(report.numbering.dated_on)} của {report.letterhead.issuer}"
    said = list(notes(table))
    if report.opening_note and any(column.code == "opening" for column in table.columns):
        said.insert(0, report.opening_note)
    preparer = Slot(
        PREPARER,
        ("NGƯỜI LẬP BIỂU",),
        report.preparer.name,
        f"({report.preparer.post})" if report.preparer.post else "",
        Way.DIGITAL if first else Way.INK,
    )
    return [
        *page.annex("landscape"),
        *text.annex_heading(f"Biểu {table.code}", f"{table.title} {report.period}", follows),
        text.paragraph(
            f"Số liệu tính đến ngày {written(report.cutoff_on)}. Đơn vị tính: {unit(table)}.",
            text.style(11, align="right", spaceAfter=3),
        ),
        SignedTable(
            drawn_table(grid_of(table), LANDSCAPE.width),
            [
                *(text.paragraph(note, text.NOTE) for note in said),
                *signatures.row(
                    (preparer, slot_of(report.head, HEAD)),
                    LANDSCAPE.width,
                    dated=place_and_date(report.letterhead.place, report.numbering.dated_on),
                ),
            ],
        ),
    ]


def draw(report: MonthlyReport, *, draft: bool = False, invariant: bool = False) -> Drawn:
    """The report and its Biểu as one PDF.

    Digital places: one "head" on the report, one "preparer" on the first Biểu; every other place is for ink.
    ``draft`` prints "BẢN NHÁP" across; ``invariant`` leaves the clock out, so that the same report is the same bytes.
    """
    letterhead = report.letterhead
    story: list[Flowable] = [
        *text.heading(letterhead, report.numbering),
        *text.title("Báo cáo", _title(report)),
        *text.addressed_to(report.addressed_to),
        *text.legal_bases(report.legal_bases),
    ]
    if report.supersedes:
        story.append(text.paragraph(report.supersedes, text.ITALIC_BODY))
    body = [*_narrative(report), *_late_facts(report.late_facts)]
    annexes = listed([table.code for table in report.tables]) if report.tables else ""
    last = f"Số liệu chi tiết theo các biểu {annexes} kèm theo./." if annexes else "Trên đây là báo cáo của cơ sở./."
    story += [
        *body,
        signatures.kept_together(
            [text.paragraph(last)],
            signatures.recipients_and(slot_of(report.head, HEAD, Way.DIGITAL), report.recipients),
        ),
    ]
    if report.identity is not None:
        story += [Spacer(1, 8), signatures.identity_mark(report.identity)]
    for n, table in enumerate(report.tables):
        story += _annex(report, table, first=n == 0)
    foot = f"Báo cáo {report.period}, bản {report.version}"
    return page.build(
        story,
        title=f"Báo cáo {_title(report)[0].lower()}{_title(report)[1:]}",
        author=letterhead.issuer,
        subject=number_line(report.numbering, letterhead.symbol),
        marks=Marks(
            draft, letterhead.is_sample, f"{foot} · Mã số liệu {report.data_code}" if report.data_code else foot
        ),
        invariant=invariant,
    )
