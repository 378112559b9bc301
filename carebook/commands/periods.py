"""Commands about a reporting period: figures, closing, and the whole month's job in one go."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from carebook.commands.opening import opened
from carebook.commands.outbox import send_all
from carebook.records.periods import ReportKind
from carebook.rules.office_lists import ListKind
from carebook.rules.periods import is_key, kind_of, span_of
from carebook.store.book import in_vietnam, new_id, now_utc
from carebook.words import N_, _, message

KINDS = {
    "monthly": ReportKind.MONTHLY,
    "quarterly": ReportKind.QUARTERLY,
    "half-yearly": ReportKind.HALF_YEARLY,
    "yearly": ReportKind.YEARLY,
    "on-demand": ReportKind.ON_DEMAND,
}
_PERIOD = N_("2026-10, 2026-Q4, 2026-H2, 2026 or 2026-10-01_2026-10-20")
SHAPES = {".pdf": "pdf", ".xlsx": "xlsx", ".json": "json", ".docx": "docx"}


def period(typed: str) -> str:
    """A month, quarter, half, year or days as they are typed on the command line; wrong usage when it is none of them."""
    if not is_key(typed):
        words = message(
            "“{typed}” is no period; write 2026-10, 2026-Q4, 2026-H2, 2026 or 2026-10-01_2026-10-20.", typed=typed
        )
        raise argparse.ArgumentTypeError(str(words))
    return typed


def month(typed: str) -> str:
    """A month as it is typed on the command line; wrong usage when it is none."""
    if not is_key(typed) or kind_of(typed) is not ReportKind.MONTHLY:
        raise argparse.ArgumentTypeError(str(message("“{typed}” is no month; write 2026-10.", typed=typed)))
    return typed


def day(typed: str) -> date:
    """A day as it is typed on the command line; wrong usage when it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        words = message("“{typed}” is no day; write 2026-10-25.", typed=typed)
        raise argparse.ArgumentTypeError(str(words)) from error


def report_file(typed: str) -> Path:
    """A file a report is written to; its ending says in which shape."""
    if Path(typed).suffix.lower() not in SHAPES:
        raise argparse.ArgumentTypeError(str(message("“{file}” must end in .pdf, .docx, .xlsx or .json.", file=typed)))
    return Path(typed)


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add these commands to the command line."""
    one = commands.add_parser("report", parents=[shared, opening], help=_("the figures of a period, to files"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("kind", choices=list(KINDS))
    one.add_argument("period", type=period, metavar="PERIOD", help=_(_PERIOD))
    one.add_argument(
        "--out",
        action="append",
        type=report_file,
        default=[],
        metavar="FILE",
        help=_("F.pdf, F.docx, F.xlsx or F.json; may be repeated"),
    )
    one.set_defaults(run=report)

    one = commands.add_parser("close", parents=[shared, opening], help=_("close the figures of a period"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("period", type=period, metavar="PERIOD", help=_(_PERIOD))
    one.add_argument("--cutoff", type=day, metavar="YYYY-MM-DD", help=_("the day the data end, if before the last day"))
    one.add_argument("--seal", action="store_true", help=_("the facility's seal is set on it, digitally"))
    one.add_argument("--reason", default="", help=_("why a new version is made"))
    one.add_argument(
        "--annex",
        action="append",
        choices=["admissions", "discharges"],
        default=[],
        help=_("a list of people bound into the report; may be repeated"),
    )
    one.set_defaults(run=close)

    one = commands.add_parser("month-job", parents=[shared], help=_("from a list to a signed report, in one go"))
    one.add_argument("--list", required=True, metavar="FILE")
    one.add_argument("--month", type=month, required=True, metavar="YYYY-MM")
    one.add_argument("--out", required=True, metavar="DIR")
    one.add_argument("--facility", default="Trung tâm Bảo trợ xã hội", metavar="NAME")
    one.set_defaults(run=month_job)


def report(given: argparse.Namespace) -> Mapping[str, Any]:
    """The figures of a period, and its paper, sheet and data in the files asked for."""
    from carebook.actions.change import refuse
    from carebook.actions.exports import export_list
    from carebook.reports import copies
    from carebook.reports.data import figures

    if kind_of(given.period) is not KINDS[given.kind]:
        raise refuse(message("“{period}” is no period of that kind.", period=given.period))
    now = now_utc()
    shapes = {SHAPES[path.suffix.lower()] for path in given.out}
    with opened(given) as found:
        with found.book.reading_masked(now) as reader:
            source = copies.gather(reader, given.period, now)
            signed = copies.signed_copy(reader, source.snapshot.id) if source.snapshot else None
        people = sum(len(annex.lines) for annex in source.annexes)
        if people and shapes & {"pdf", "docx"}:
            why = f"{given.period}: {', '.join(path.name for path in given.out)}"
            export_list(found.book, people, reason=why, by=found.actor, now=now, op=new_id())
    made = copies.draw(source)
    content = {"pdf": signed or made.pdf, "xlsx": made.xlsx, "json": made.json}
    for path in given.out:
        shape = SHAPES[path.suffix.lower()]
        _write(path, copies.docx(source) if shape == "docx" else content[shape])
    answer = figures(copies.report_of(source))
    files = [str(path) for path in given.out]
    return {**answer, "files": files, "_said": files or [_("No file was asked for; add --out F.pdf.")]}


def close(given: argparse.Namespace) -> Mapping[str, Any]:
    """Freeze the figures of a period."""
    from carebook.actions.periods import close_period

    with opened(given) as found:
        change = close_period(
            found.book,
            given.period,
            by=found.actor,
            now=now_utc(),
            op=new_id(),
            cutoff=given.cutoff,
            annexes=[ListKind(name) for name in given.annex],
            sealed=given.seal,
            reason=given.reason,
        )
    snapshot = change.result
    return {
        "report": snapshot.id,
        "period": snapshot.period,
        "version": snapshot.report_version,
        "content_sha256": snapshot.content_hash,
        "_said": [str(change.said), snapshot.id],
    }


def month_job(given: argparse.Namespace) -> Mapping[str, Any]:
    """From a list to a signed, checked report in a folder, with a book of its own that is thrown away."""
    import secrets
    import tempfile

    from carebook.actions.lists import import_list, read_file
    from carebook.actions.opening import make_book
    from carebook.actions.periods import Signers, close_period, number_report
    from carebook.actions.signing import check_file, make_signing_key, sign_as_head, sign_as_preparer
    from carebook.records.facility import Facility
    from carebook.records.staff import StaffMember
    from carebook.reports import copies
    from carebook.reports.data import figures

    days = span_of(given.month)
    now = now_utc()
    warnings = []
    if in_vietnam(now) <= days.last:
        warnings.append(
            message("The clock of this PC is before the end of the month; the report is made all the same.")
        )
        now = datetime.combine(days.last + timedelta(days=1), time(2), UTC)
    for warning in warnings:
        print(str(warning), file=sys.stderr)
    out = Path(given.out)
    out.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(24)
    who = StaffMember(full_name="Người lập báo cáo thử", post="Giám đốc")
    with tempfile.TemporaryDirectory(prefix="carebook-") as place:
        made = make_book(
            Path(place) / "so",
            facility=Facility(name=given.facility, head_name=who.full_name, records_complete_from=days.first),
            manager=who,
            login="nguoi-lap",
            password=secret,
            now=now,
        )
        with made.book as book:
            by = made.actor
            make_signing_key(book, by.staff_member_id, secret, made.recovery_code, by=by, now=now, op=new_id())
            reading = read_file(book, Path(given.list), now=now)
            imported = import_list(book, reading, by=by, now=now, op=new_id(), source=Path(given.list).name).result
            signers = Signers(by.name, "Văn thư", by.name, "Giám đốc")
            snapshot = close_period(book, given.month, by=by, now=now, op=new_id(), signers=signers).result
            number_report(book, snapshot.id, "", None, by=by, now=now, op=new_id())
            sign_as_preparer(book, snapshot.id, secret, by=by, now=now, op=new_id())
            sign_as_head(book, snapshot.id, secret, by=by, now=now, op=new_id())
            carried = send_all(book, by, out, now)
            for _name, error in carried.failed:
                raise error
            with book.reading_masked(now) as reader:
                source = copies.gather(reader, given.month, now, snapshot_id=snapshot.id)
                copy = copies.draw(source)
                pdf = out / (carried.sent or carried.there)[0]
                verdict = check_file(pdf.read_bytes(), reader, now)
    _write(pdf.with_suffix(".xlsx"), copy.xlsx)
    _write(pdf.with_suffix(".json"), copy.json)
    return {
        "people": imported.imported,
        "rows": reading.counts.rows,
        "files": [str(pdf), str(pdf.with_suffix(".xlsx")), str(pdf.with_suffix(".json"))],
        "level": verdict.level.value,
        "words": str(verdict.words),
        "data_sha256": verdict.data_sha256,
        "warnings": [str(w) for w in warnings],
        "tables": figures(copies.report_of(source))["tables"],
        "problems": len(reading.remarks),
        "_exit": 0 if verdict.is_accepted else 1,
        "_said": [
            str(message("{rows} rows, {people} people entered.", rows=reading.counts.rows, people=imported.imported)),
            *(str(path) for path in (pdf, pdf.with_suffix(".xlsx"), pdf.with_suffix(".json"))),
            str(verdict.words),
        ],
    }


def _write(path: Path, content: bytes) -> None:
    from carebook.store.keys import replace_file

    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, content)
