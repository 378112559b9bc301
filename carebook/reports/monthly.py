"""The report of a period: what it is told, and its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from carebook.dates import written
from carebook.records.figures import Table
from carebook.records.periods import ReportKind
from carebook.records.signing import HEAD, PREPARER
from carebook.reports.annexes import Annex, named
from carebook.reports.annexes import said as said_of_annexes
from carebook.reports.figures import NOT_ESTIMATED, Estimated, grid_of, notes, unit
from carebook.reports.grid import Grid, numbered
from carebook.reports.narrative import Earlier, listed, narrative
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
from carebook.rules.report_layouts import Layout, laid_out

LATE = "SỐ LIỆU BỔ SUNG KỲ TRƯỚC"
WHY_LATE = "Các việc sau xảy ra trong kỳ đã chốt, ghi sổ sau khi chốt; báo cáo đã ký không đổi."
WHY_LATE_NUMBERS = "Số liệu các biểu của kỳ đã chốt tính lại theo sổ hôm nay; báo cáo đã ký không đổi."

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")


@dataclass(frozen=True)
class LateFact:
    """Something that happened in a closed period and was written down after its closing."""

    name: str
    what: str
    happened_on: date
    recorded_on: date


@dataclass(frozen=True)
class LateNumber:
    """Numbers of a row of a closed report that are others today, in finished words; nobody is named."""

    period: str
    table: str
    what: str
    numbers: str


@dataclass(frozen=True, kw_only=True)
class MonthlyReport:
    """Everything the report of a month, a quarter, half a year, a year or of other days prints.

    ``period`` reads inside a sentence ("tháng 10 năm 2026"). ``narrative`` holds typed text by the codes of ``NARRATIVE``,
    paragraphs parted by line ends; ``earlier`` is what its own sentences compare with. ``opening_note`` says where the opening
    figures come from when no report backs them. ``supersedes`` names the version this one replaces and why. ``data_code`` is
    the short code of the figures, ``page_code`` that of the closed version, "" for a draft. ``sealed``: there is a place for the
    facility's seal. ``facility_id`` is the number of the
    book and ``root`` the fingerprint of its facility's root, by which a department knows whose figures they are. ``annexes``
    are lists of people behind the tables: on paper only, in no figures. ``layout`` orders and chooses what is printed; the figures and
    their hash are those of every table.
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
    earlier: tuple[Earlier, ...] = ()
    opening_note: str = ""
    late_facts: tuple[LateFact, ...] = ()
    late_numbers: tuple[LateNumber, ...] = ()
    preparer: Signer
    head: Signer
    identity: IdentityCode | None = None
    data_code: str = ""
    page_code: str = ""
    kind: ReportKind = ReportKind.MONTHLY
    sealed: bool = False
    facility_id: str = ""
    root: str = ""
    annexes: tuple[Annex, ...] = ()
    estimated: Estimated = NOT_ESTIMATED
    layout: Layout = field(default_factory=Layout)

    @cached_property
    def printed_tables(self) -> tuple[Table, ...]:
        """The tables as the layout prints them: chosen, in its order, with its groups of rows. No number differs."""
        return laid_out(self.layout, self.tables, {(table, row) for table, row, _column in self.estimated.numbers})


# Pages


def title_of(report: MonthlyReport) -> str:
    """What the report is about, under its type."""
    return f"{report.layout.title or 'Kết quả công tác'} {report.period}"


def sections(report: MonthlyReport) -> list[tuple[str, tuple[str, ...]]]:
    """The narrative with its headings numbered as they are printed: "I. TÌNH HÌNH CHUNG", "1. Tiếp nhận, quản lý đối tượng"."""
    found: list[tuple[str, tuple[str, ...]]] = []
    part = item = 0
    for heading, words in narrative(report):
        if heading.part:
            item += 1
            found.append((f"{item}. {heading.words}", words))
        else:
            part, item = part + 1, 0
            found.append((f"{_ROMAN[part - 1]}. {heading.words.upper()}", words))
    return found


def late_grid(facts: Sequence[LateFact]) -> Grid:
    """The late facts as a numbered list."""
    return numbered(
        ("Họ và tên", "Nội dung", "Ngày xảy ra", "Ngày ghi sổ"),
        [(fact.name, fact.what, fact.happened_on, fact.recorded_on) for fact in facts],
    )


def late_numbers_grid(facts: Sequence[LateNumber]) -> Grid:
    """The numbers of earlier reports as a numbered list."""
    return numbered(
        ("Kỳ", "Biểu", "Nội dung", "Đã báo cáo → nay"),
        [(fact.period, fact.table, fact.what, fact.numbers) for fact in facts],
    )


def last_line(report: MonthlyReport) -> str:
    """What the text ends with: which Biểu and lists follow."""
    tables = (
        f"số liệu chi tiết theo các biểu {listed([table.code for table in report.printed_tables])}"
        if report.tables
        else ""
    )
    follows = "; ".join(filter(None, (tables, said_of_annexes(report.annexes))))
    return f"{follows[0].upper()}{follows[1:]} kèm theo./." if follows else "Trên đây là báo cáo của cơ sở./."


def under_title(report: MonthlyReport, table: Table) -> str:
    """The line over a Biểu: the day its data end and what its numbers count."""
    return f"Số liệu tính đến ngày {written(report.cutoff_on)}. Đơn vị tính: {unit(table)}."


def said_under(report: MonthlyReport, table: Table) -> tuple[str, ...]:
    """The notes under a Biểu."""
    opening = report.opening_note and any(column.code == "opening" for column in table.columns)
    return (*((report.opening_note,) if opening else ()), *notes(table), *report.estimated.notes(table))


def foot_of(report: MonthlyReport) -> str:
    """What stands at the foot of every sheet: which report, which version, and the code of its figures."""
    foot = f"Báo cáo {report.period}, bản {report.version}"
    return f"{foot} · Mã số liệu {report.data_code}" if report.data_code else foot


def _narrative(report: MonthlyReport) -> list[Flowable]:
    story: list[Flowable] = []
    for heading, words in sections(report):
        story += [text.paragraph(heading, text.SECTION), *(text.paragraph(line) for line in words)]
    return story


def late_grids(report: MonthlyReport) -> list[tuple[str, Grid]]:
    """What came late, each list with the sentence over it: people by name, then numbers."""
    found = [(WHY_LATE, late_grid(report.late_facts))] if report.late_facts else []
    if report.late_numbers:
        found.append((WHY_LATE_NUMBERS, late_numbers_grid(report.late_numbers)))
    return found


def _late_facts(report: MonthlyReport) -> list[Flowable]:
    story: list[Flowable] = []
    for why, grid in late_grids(report):
        head = [] if story else [CondPageBreak(60 * mm), text.paragraph(LATE, text.SECTION)]
        story += [*head, text.paragraph(why), drawn_table(grid), Spacer(1, 8)]
    return story


def follows(report: MonthlyReport) -> str:
    """What stands under the title of everything that is bound in: which report it belongs to."""
    number = number_line(report.numbering, report.letterhead.symbol).removeprefix("Số: ").removeprefix("Số:")
    return f"Kèm theo Báo cáo số {number} {date_words(report.numbering.dated_on)} của {report.letterhead.issuer}"


def _list(report: MonthlyReport, name: str, annex: Annex) -> list[Flowable]:
    """A list on sheets of its own lying across. It is part of the same file: the signatures of the report hold for it."""
    return [
        *page.annex("landscape"),
        *text.annex_heading(name, annex.title, follows(report)),
        text.paragraph(annex.about, text.style(11, align="right", spaceAfter=3)),
        drawn_table(annex.grid, LANDSCAPE.width),
        *(text.paragraph(note, text.NOTE) for note in annex.notes),
    ]


def _annex(report: MonthlyReport, table: Table, *, first: bool) -> list[Flowable]:
    """One Biểu on its own sheet lying across, signed by its preparer and the head."""
    preparer = Slot(
        PREPARER,
        ("NGƯỜI LẬP BIỂU",),
        report.preparer.name,
        f"({report.preparer.post})" if report.preparer.post else "",
        Way.DIGITAL if first else Way.INK,
    )
    return [
        *page.annex("landscape"),
        *text.annex_heading(f"Biểu {table.code}", f"{table.title} {report.period}", follows(report)),
        text.paragraph(under_title(report, table), text.style(11, align="right", spaceAfter=3)),
        SignedTable(
            drawn_table(grid_of(table, estimated=report.estimated), LANDSCAPE.width),
            [
                *(text.paragraph(note, text.NOTE) for note in said_under(report, table)),
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

    Digital places: one "head" on the report, with the seal over it when it is sealed, one "preparer" on the first Biểu; every
    other place is for ink.
    ``draft`` prints "BẢN NHÁP" across; ``invariant`` leaves the clock out, so that the same report is the same bytes.
    """
    letterhead = report.letterhead
    story: list[Flowable] = [
        *text.heading(letterhead, report.numbering),
        *text.title("Báo cáo", title_of(report)),
        *text.addressed_to(report.addressed_to),
        *text.legal_bases(report.legal_bases),
    ]
    if report.supersedes:
        story.append(text.paragraph(report.supersedes, text.ITALIC_BODY))
    story += [
        *_narrative(report),
        *_late_facts(report),
        signatures.kept_together(
            [text.paragraph(last_line(report))],
            signatures.recipients_and(slot_of(report.head, HEAD, Way.DIGITAL, sealed=report.sealed), report.recipients),
        ),
    ]
    if report.identity is not None:
        story += [Spacer(1, 8), signatures.identity_mark(report.identity)]
    for n, table in enumerate(report.printed_tables):
        story += _annex(report, table, first=n == 0)
    for name, annex in named(report.annexes):
        story += _list(report, name, annex)
    return page.build(
        story,
        title=f"Báo cáo {title_of(report)[0].lower()}{title_of(report)[1:]}",
        author=letterhead.issuer,
        subject=number_line(report.numbering, letterhead.symbol),
        marks=Marks(draft, letterhead.is_sample, foot_of(report), report.page_code),
        invariant=invariant,
    )
