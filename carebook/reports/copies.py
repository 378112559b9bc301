"""The report of a period as paper, sheet, data and words, from open figures or a closed version, drawn without the book."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from carebook.dates import written
from carebook.records.codes import Agency
from carebook.records.facility import Facility
from carebook.records.figures import Table
from carebook.records.periods import ReportKind, ReportState, Snapshot
from carebook.reports import late_figures
from carebook.reports import month as month_report
from carebook.reports.addressing import KEPT_HERE, Addressing, addressing_of, offered
from carebook.reports.annexes import Annex, covered
from carebook.reports.narrative import Earlier
from carebook.rules import estimates
from carebook.rules.dated import agency_on
from carebook.rules.page_codes import code_of
from carebook.rules.periods import key_before, kind_of, said
from carebook.rules.report_layouts import Layout, layout_of
from carebook.store import periods, report_layouts
from carebook.store.book import Reader, in_vietnam
from carebook.store.office_lists import restricted_people
from carebook.words import speaking

if TYPE_CHECKING:
    from carebook.records.signing import SignaturePlace
    from carebook.reports.monthly import MonthlyReport

PREFIXES = {"KT": "KT.", "TM": "TM.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q."}
OF_THE_HEAD = frozenset({"KT", "TL", "TUQ"})


@dataclass(frozen=True)
class Copies:
    """The same report in three shapes. ``places`` are where it is signed; ``data`` is what travels inside the PDF."""

    pdf: bytes
    xlsx: bytes
    json: bytes
    places: tuple[SignaturePlace, ...]
    data: bytes


@dataclass(frozen=True)
class Source:
    """What drawing needs, gathered in one go: the facts of the report and of its center. Plain data, no book.

    ``narrative`` is what is typed for open figures; a closed version carries its own. ``addressing`` is what it was closed
    with, else the usual one; so is the ``layout`` of open figures. ``before`` are the tables of the period before, as far as they
    are known.
    """

    facility: Facility
    superior: str
    addressing: Addressing
    figures: month_report.MonthFigures | None
    snapshot: Snapshot | None
    supersedes: str
    identity: tuple[str, str] | None
    before: tuple[Table, ...] = ()
    root: str = ""
    annexes: tuple[Annex, ...] = ()
    narrative: Mapping[str, str] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)


def gather(
    reader: Reader,
    key: str,
    now: datetime,
    *,
    snapshot_id: str = "",
    draft: bool = False,
    cutoff: date | None = None,
    late: bool = True,
) -> Source:
    """What the report of a time is drawn from: its closed version, else (or as ``draft``) today's figures up to ``cutoff``.

    Without ``late`` earlier reports are not counted anew, which only lists of late figures need.
    """
    facility = reader.records(Facility)[0]
    snapshot = reader.record(Snapshot, snapshot_id) if snapshot_id else periods.newest_snapshot(reader, key)
    reopened = snapshot is not None and snapshot.state is ReportState.REOPENED and not snapshot_id
    if draft or reopened:
        snapshot = None
    figures = None if snapshot is not None else month_report.gather(reader, key, cutoff=cutoff, late=late)
    day = (snapshot.dated_on if snapshot else None) or in_vietnam(now)
    supersedes = ""
    if snapshot is not None and snapshot.replaces_id:
        old = reader.record(Snapshot, snapshot.replaces_id)
        if old is not None:
            of = f" số {old.number}/BC-{facility.symbol}" if old.number else ""
            on = f" ngày {written(old.dated_on)}" if old.dated_on else ""
            supersedes = f"Báo cáo này thay bản {old.report_version}{of}{on}, lý do: {snapshot.replaced_because}."
    code = periods.identity(reader)
    return Source(
        facility,
        month_report.superior_on(reader, facility, day),
        _addressing(reader, facility, snapshot, key, day),
        figures,
        snapshot,
        supersedes,
        (code.content, code.short) if code else None,
        _before(reader, key, figures, snapshot),
        code.fingerprint if code else "",
        annexes_of(reader, snapshot) if snapshot is not None else (),
        layout=_usual_layout(reader, figures),
    )


def _usual_layout(reader: Reader, figures: month_report.MonthFigures | None) -> Layout:
    """How open figures are laid out: as the last report of their kind was, where that still holds."""
    if figures is None:
        return Layout()
    template = report_layouts.usual_template(reader, kind_of(figures.key), figures.period)
    return layout_of(template) if template is not None else Layout()


def annexes_of(reader: Reader, snapshot: Snapshot) -> tuple[Annex, ...]:
    """The lists bound into a closed version, everybody under the code whose record is restricted today."""
    kept = month_report.annexes_of(snapshot)
    restricted = restricted_people(reader) if kept else frozenset()
    return tuple(covered(annex, restricted) for annex in kept)


def _addressing(reader: Reader, facility: Facility, snapshot: Snapshot | None, key: str, day: date) -> Addressing:
    """As it was closed. A version closed before this could be chosen goes to the department of its day, without căn cứ."""
    if snapshot is None:
        return offered(reader, kind_of(key), day).usual
    if (chosen := addressing_of(snapshot)) != Addressing():
        return chosen
    department = agency_on(reader.records(Agency), "department", day) or facility.parent_agency
    to = (department,) if department else ()
    return Addressing(to, (*to, KEPT_HERE))


def _before(
    reader: Reader, key: str, figures: month_report.MonthFigures | None, snapshot: Snapshot | None
) -> tuple[Table, ...]:
    """The tables of the period before: B01 as counted with the report, the others where that period was closed by then."""
    b01 = figures.previous if figures is not None else month_report.previous_of(snapshot) if snapshot else None
    if b01 is None:
        return ()
    closed = [
        one
        for one in periods.snapshots(reader, key_before(key))
        if one.state is not ReportState.REOPENED and (snapshot is None or one.closed_at <= snapshot.closed_at)
    ]
    newest = max(closed, key=lambda one: one.closed_at, default=None)
    others = month_report.tables_of(newest) if newest is not None else ()
    return (b01, *(table for table in others if table.code != b01.code))


def report_of(source: Source) -> MonthlyReport:
    """The `MonthlyReport` of gathered facts; loads the drawing library, so it is called off the window's thread."""
    from carebook.reports.data import figures_hash, short_code
    from carebook.reports.figures import NOT_ESTIMATED, Estimated
    from carebook.reports.monthly import LateFact, LateNumber, MonthlyReport
    from carebook.reports.paper.facts import IdentityCode, Letterhead, Numbering, Signer

    facility, snapshot, figures = source.facility, source.snapshot, source.figures
    if snapshot is not None:
        kept = json.loads(snapshot.content)
        tables, late = month_report.tables_of(snapshot), month_report.late_of(snapshot)
        rows = month_report.late_rows_of(snapshot)
        first, last, cutoff = snapshot.first_on, snapshot.last_on, snapshot.cutoff_on
        note, named = kept["opening_note"], kept["facility"]
        kind, year_ago = snapshot.kind, month_report.last_year_of(snapshot)
    elif figures is not None:
        tables, late, rows = figures.tables, figures.late, figures.late_rows
        first, last, cutoff = figures.period.first, figures.period.last, figures.period.cutoff
        note = figures.opening_note
        kind, year_ago = kind_of(figures.key), figures.last_year
        named = {
            "name": facility.name,
            "symbol": facility.symbol,
            "place": facility.place,
            "is_sample": facility.is_sample,
            "id": facility.id,
            "root": source.root,
        }
    else:
        raise ValueError("nothing to draw")
    head_post = snapshot.head_post if snapshot else facility.head_post
    prefix = snapshot.head_prefix if snapshot else ""
    head = Signer(
        head_post or "Giám đốc",
        snapshot.head_name if snapshot else facility.head_name,
        PREFIXES.get(prefix, ""),
        (facility.head_post or "Giám đốc") if prefix in OF_THE_HEAD else "",
    )
    made = MonthlyReport(
        letterhead=Letterhead(
            source.superior, named["name"], named["symbol"], named["place"], is_sample=named["is_sample"]
        ),
        numbering=Numbering(
            "BC", (snapshot.number or None) if snapshot else None, snapshot.dated_on if snapshot else None
        ),
        period=_said(kind, first, last),
        first_on=first,
        last_on=last,
        cutoff_on=cutoff,
        version=snapshot.report_version if snapshot else 1,
        supersedes=source.supersedes,
        addressed_to=source.addressing.addressed_to,
        recipients=source.addressing.recipients,
        legal_bases=source.addressing.legal_bases,
        narrative=month_report.narrative_of(snapshot) if snapshot else source.narrative,
        tables=tables,
        earlier=_earlier(kind, first, source.before, year_ago),
        opening_note=note,
        late_facts=tuple(LateFact(f.name, f.what, f.happened_on, f.recorded_on) for f in late),
        late_numbers=tuple(LateNumber(_span(row.period), row.table, row.label, late_figures.said(row)) for row in rows),
        preparer=Signer(snapshot.preparer_post if snapshot else "", snapshot.preparer_name if snapshot else ""),
        head=head,
        identity=IdentityCode(*source.identity) if source.identity else None,
        kind=kind,
        sealed=snapshot.sealed if snapshot else False,
        facility_id=named.get("id", ""),
        root=named.get("root", ""),
        annexes=source.annexes,
        estimated=Estimated(estimates.from_json(snapshot.estimates), last) if snapshot else NOT_ESTIMATED,
        layout=Layout.from_json(snapshot.layout) if snapshot else source.layout,
    )
    code = code_of(snapshot.id, snapshot.report_version, snapshot.content_hash) if snapshot else ""
    return replace(made, data_code=short_code(figures_hash(made)), page_code=code)


def _span(key: str) -> str:
    """The time a key names, as a list says it: "Tháng 10/2026"."""
    with speaking("vi"):
        words = str(said(key))
    return words[:1].upper() + words[1:]


def _said(kind: ReportKind, first: date, last: date) -> str:
    """The time as paper says it: "tháng 10 năm 2026", "quý IV năm 2026", "6 tháng cuối năm 2026", "năm 2026"."""
    match kind:
        case ReportKind.MONTHLY:
            return f"tháng {last.month} năm {last.year}"
        case ReportKind.QUARTERLY:
            return f"quý {('I', 'II', 'III', 'IV')[(last.month - 1) // 3]} năm {last.year}"
        case ReportKind.HALF_YEARLY:
            return f"6 tháng {'đầu' if last.month <= 6 else 'cuối'} năm {last.year}"
        case ReportKind.YEARLY:
            return f"năm {last.year}"
        case ReportKind.ON_DEMAND:
            return f"từ ngày {written(first)} đến ngày {written(last)}"


def _earlier(
    kind: ReportKind, first: date, before: tuple[Table, ...], year_ago: tuple[Table, ...]
) -> tuple[Earlier, ...]:
    """What the sentences compare with; to a year the same time a year earlier is the year before."""
    if kind is ReportKind.YEARLY:
        tables = before + tuple(table for table in year_ago if table.code not in {one.code for one in before})
        return (Earlier("năm trước", tables, leads_here=True),) if tables else ()
    words = {
        ReportKind.MONTHLY: "tháng trước",
        ReportKind.QUARTERLY: "quý trước",
        ReportKind.HALF_YEARLY: "6 tháng đầu năm" if first.month > 6 else "6 tháng cuối năm trước",
        ReportKind.ON_DEMAND: "số ngày như vậy trước đó",
    }
    found = [Earlier(words[kind], before, leads_here=True)] if before else []
    return (*found, *((Earlier("cùng kỳ năm trước", year_ago),) if year_ago else ()))


def docx(source: Source) -> bytes:
    """The report as .docx for the office's document system; the paper of record stays the PDF."""
    from carebook.reports import report_words

    return report_words.write(report_of(source), draft=source.snapshot is None)


def draw(source: Source) -> Copies:
    """The report as PDF, xlsx and JSON; "BẢN NHÁP" across while the month is open. Same figures in all of them."""
    from carebook.reports import data, monthly, spreadsheet

    report = report_of(source)
    drawn = monthly.draw(report, draft=source.snapshot is None)
    attached = data.attachment(report, drawn.places)
    return Copies(drawn.pdf, spreadsheet.monthly_workbook(report), attached, drawn.places, attached)


def signed_copy(reader: Reader, snapshot_id: str) -> bytes | None:
    """The newest signed PDF of a report; None when nobody has signed it digitally."""
    files = periods.signed_files(reader, snapshot_id)
    return periods.kept_file(reader, files[0].file_hash) if files else None
