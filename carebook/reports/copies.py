"""The monthly report as paper, sheet and data: put together from an open month or a closed version, drawn without the book."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.dates import written
from carebook.records.codes import Agency
from carebook.records.facility import Facility
from carebook.records.periods import Snapshot
from carebook.reports import month as month_report
from carebook.rules.dated import agency_on
from carebook.store import periods
from carebook.store.book import Reader, in_vietnam

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

    ``narrative`` is what is typed for an open month; a closed version carries its own.
    """

    facility: Facility
    superior: str
    department: str
    figures: month_report.MonthFigures | None
    snapshot: Snapshot | None
    supersedes: str
    identity: tuple[str, str] | None
    narrative: Mapping[str, str] = field(default_factory=dict)


def gather(reader: Reader, month: str, now: datetime, *, snapshot_id: str = "", draft: bool = False) -> Source:
    """What the report of a month is drawn from: its closed version, else (or as ``draft``) today's figures."""
    facility = reader.records(Facility)[0]
    snapshot = reader.record(Snapshot, snapshot_id) if snapshot_id else periods.newest_snapshot(reader, month)
    if draft:
        snapshot = None
    figures = None if snapshot is not None else month_report.gather(reader, month)
    day = (snapshot.dated_on if snapshot else None) or in_vietnam(now)
    supersedes = ""
    if snapshot is not None and snapshot.replaces_id:
        old = reader.record(Snapshot, snapshot.replaces_id)
        if old is not None:
            of = f" số {old.number}/BC-{facility.symbol}" if old.number else ""
            on = f" ngày {written(old.dated_on)}" if old.dated_on else ""
            supersedes = f"Báo cáo này thay bản {old.report_version}{of}{on}, lý do: {snapshot.replaced_because}."
    department = agency_on(reader.records(Agency), "department", day)
    code = periods.identity(reader)
    return Source(
        facility,
        month_report.superior_on(reader, facility, day),
        department or facility.parent_agency,
        figures,
        snapshot,
        supersedes,
        (code.content, code.short) if code else None,
    )


def report_of(source: Source) -> MonthlyReport:
    """The `MonthlyReport` of gathered facts; loads the drawing library, so it is called off the window's thread."""
    from carebook.reports.data import figures_hash, short_code
    from carebook.reports.monthly import LateFact, MonthlyReport
    from carebook.reports.paper.facts import IdentityCode, Letterhead, Numbering, Signer

    facility, snapshot, figures = source.facility, source.snapshot, source.figures
    if snapshot is not None:
        kept = json.loads(snapshot.content)
        tables, late = month_report.tables_of(snapshot), month_report.late_of(snapshot)
        first, last, cutoff = snapshot.first_on, snapshot.last_on, snapshot.cutoff_on
        note, named = kept["opening_note"], kept["facility"]
    elif figures is not None:
        tables, late = figures.tables, figures.late
        first, last, cutoff = figures.period.first, figures.period.last, figures.period.cutoff
        note = figures.opening_note
        named = {
            "name": facility.name,
            "symbol": facility.symbol,
            "place": facility.place,
            "is_sample": facility.is_sample,
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
        period=f"tháng {last.month} năm {last.year}",
        first_on=first,
        last_on=last,
        cutoff_on=cutoff,
        version=snapshot.report_version if snapshot else 1,
        supersedes=source.supersedes,
        addressed_to=(source.department,) if source.department else (),
        recipients=(*((source.department,) if source.department else ()), "Lưu: VT, CTXH"),
        narrative=month_report.narrative_of(snapshot) if snapshot else source.narrative,
        tables=tables,
        opening_note=note,
        late_facts=tuple(LateFact(f.name, f.what, f.happened_on, f.recorded_on) for f in late),
        preparer=Signer(snapshot.preparer_post if snapshot else "", snapshot.preparer_name if snapshot else ""),
        head=head,
        identity=IdentityCode(*source.identity) if source.identity else None,
    )
    return replace(made, data_code=short_code(figures_hash(made)))


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
