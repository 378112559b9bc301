"""Questions of the papers that left the office: those of a year, the newest number first; the numbers of reports and decisions."""

from __future__ import annotations

from datetime import date

from carebook.records.office import OutgoingPaper
from carebook.records.periods import InkSignature, Snapshot
from carebook.rules.outgoing import REPORT, OfficeNumber, admission_decision, end_decision, plain_number
from carebook.rules.periods import said
from carebook.store.book import Reader
from carebook.words import message


def outgoing_papers(reader: Reader, year: int) -> list[OutgoingPaper]:
    """The papers dated in a year and those without a date yet, which come first; then the newest, the highest number first."""
    reader.asks("periods")
    found = reader.records(OutgoingPaper, "dated_on IS NULL OR dated_on BETWEEN ? AND ?", _year(year))
    return sorted(found, key=_newest_first, reverse=True)


def _newest_first(paper: OutgoingPaper) -> tuple[bool, date, int, str]:
    number = plain_number(paper.number)
    return paper.dated_on is None, paper.dated_on or date.max, int(number) if number.isdecimal() else 0, paper.id


def report_number(period: str, number: str, dated_on: date | None) -> OfficeNumber:
    """The number of the report of a time; every version of it is the same paper."""
    return OfficeNumber(period, REPORT, number, dated_on, message("Report of {month}", month=said(period)))


def report_numbers(reader: Reader, year: int) -> list[OfficeNumber]:
    """The numbers of reports dated in a year, as they were given in the book or stand on the paper signed in ink."""
    reader.asks("periods")
    days = _year(year)
    reports = reader.records(Snapshot, "number <> '' AND dated_on BETWEEN ? AND ?", days)
    found = [report_number(one.period, one.number, one.dated_on) for one in reports]
    signed = reader.records(InkSignature, "number <> '' AND dated_on BETWEEN ? AND ?", days)
    if signed:
        periods = {row["id"]: row["period"] for row in reader.rows("SELECT id, period FROM snapshot")}
        found += [report_number(periods[one.snapshot_id], one.number, one.dated_on) for one in signed]
    return found


def decision_numbers(reader: Reader, year: int) -> list[OfficeNumber]:
    """The numbers of the decisions of a year that admitted people or ended their stays; nobody is told of."""
    reader.asks("figures")
    found = []
    for name, made in (("decision", admission_decision), ("end_decision", end_decision)):
        rows = reader.rows(
            f"""SELECT DISTINCT {name}_no AS number, {name}_on AS dated_on FROM episode
            WHERE withdrawn_at IS NULL AND {name}_no <> '' AND {name}_on BETWEEN ? AND ? ORDER BY 2, 1""",
            _year(year),
        )
        found += [made(row["number"], date.fromisoformat(row["dated_on"])) for row in rows]
    return found


def _year(year: int) -> tuple[str, str]:
    return date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
