"""The progress report of one worker's cases in one period, as an administrative paper (TT 02/2020 Điều 7 khoản 3 điểm a)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from reportlab.platypus import Flowable

from carebook.dates import written
from carebook.records.staff import StaffMember
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.month import superior_on
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Numbering, Signer, Slot, slot_of
from carebook.reports.paper.page import PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.rules.dated import limit_on
from carebook.rules.progress import ReportPeriod
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.progress import CaseProgress, lines_of_period
from carebook.words import speaking

_COLUMNS = (
    GridColumn("TT", align="center"),
    GridColumn("Họ và tên"),
    GridColumn("Phòng", align="center"),
    GridColumn("Tiến độ"),
    GridColumn("Ghi chú", align="center"),
)
_TITLE = "Báo cáo"
_PROTECTED = "Nội dung được bảo vệ."


@dataclass(frozen=True, kw_only=True)
class ProgressReport:
    """A report ready to print. ``period`` is its name in a sentence; ``basis`` the article it rests on; ``printed_by`` says at
    the foot who printed it and when."""

    letterhead: Letterhead
    period: str
    first: date
    last: date
    basis: str
    worker: str
    head: Signer
    cases: tuple[CaseProgress, ...]
    printed_by: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether every line is accepted; a report that is not prints as a draft."""
        return all(case.accepted for case in self.cases)


def gather(
    reader: Reader, period: ReportPeriod, worker_id: str, *, today: date, printed_by: str = ""
) -> ProgressReport:
    """Everything on the paper, as the reader may see it: restricted people stand under their alias, without words."""
    center = facility.facility(reader)
    worker = reader.record(StaffMember, worker_id) if worker_id else None
    with speaking("vi"):
        words = str(period.words)
    return ProgressReport(
        letterhead=Letterhead(
            superior_on(reader, center, today), center.name, center.symbol, center.place, is_sample=center.is_sample
        ),
        period=words,
        first=period.first,
        last=period.last,
        basis=limit_on(code_lists.limits(reader), "progress_report", today).basis,
        worker=worker.full_name if worker else "",
        head=Signer(center.head_post or "Giám đốc", center.head_name),
        cases=tuple(lines_of_period(reader, period, worker_id)),
        printed_by=printed_by,
    )


def draw(report: ProgressReport, *, invariant: bool = False) -> Drawn:
    """The report as a PDF: what it is about, the table of cases, three places to sign."""
    letterhead, about = report.letterhead, f"Tiến độ thực hiện kế hoạch chăm sóc, trợ giúp {report.period}"
    story: list[Flowable] = [
        *text.heading(letterhead, Numbering("BC"), PORTRAIT.width),
        *text.title(_TITLE, about, PORTRAIT.width),
        *(text.paragraph(words) for words in _opening(report)),
        SignedTable(table(_grid(report), PORTRAIT.width), signatures.row(_slots(report), PORTRAIT.width)),
    ]
    return page.build(
        story,
        title=f"{_TITLE} {about[0].lower()}{about[1:]}",
        author=letterhead.issuer,
        marks=Marks(draft=not report.is_complete, sample=letterhead.is_sample, foot=report.printed_by),
        invariant=invariant,
    )


def _opening(report: ProgressReport) -> tuple[str, ...]:
    began, ended = sum(case.began for case in report.cases), sum(case.ended for case in report.cases)
    lacking = sum(not case.accepted for case in report.cases)
    who = f"người quản lý đối tượng {report.worker}" if report.worker else "cơ sở"
    moved = [f"tiếp nhận trong kỳ {began} người"] * bool(began) + [f"dừng trợ giúp trong kỳ {ended} người"] * bool(
        ended
    )
    counted = ", ".join((f"Số đối tượng: {len(report.cases)} người", *moved))
    words = f"Thực hiện {report.basis}, " if report.basis else ""
    days = f"từ ngày {written(report.first)} đến ngày {written(report.last)}"
    said = f"{words}{who} báo cáo tiến độ {days} như sau. {counted}."
    note = (f"Còn {lacking} dòng chưa chốt; bản này chưa phải báo cáo chính thức.",) if lacking else ()
    return (f"{said[0].upper()}{said[1:]}", *note)


def _grid(report: ProgressReport) -> Grid:
    rows = (GridRow((n, case.name, case.room, _words(case), _remark(case))) for n, case in enumerate(report.cases, 1))
    return Grid(_COLUMNS, tuple(rows))


def _words(case: CaseProgress) -> str:
    return _PROTECTED if case.masked else case.text


def _remark(case: CaseProgress) -> str:
    said = [f"Tiếp nhận\n{written(case.start_on)}"] if case.began else []
    if case.ended and case.end_on:
        said.append(f"Dừng trợ giúp\n{written(case.end_on)}")
    return "\n".join(said if case.accepted else [*said, "Chưa chốt"])


def _slots(report: ProgressReport) -> tuple[Slot, ...]:
    under = "(Ký, ghi rõ họ tên)"
    return (
        Slot("preparer", ("NGƯỜI QUẢN LÝ", "ĐỐI TƯỢNG"), report.worker, under),
        Slot("department", ("TRƯỞNG PHÒNG",), "", under),
        replace(slot_of(report.head, "head"), under="(Ký, đóng dấu)"),
    )
