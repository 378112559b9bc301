"""The reports that are due, asked for the due board."""

from __future__ import annotations

from datetime import date

from carebook.records.facility import Facility
from carebook.records.periods import ReportKind, ReportState
from carebook.rules import report_due
from carebook.rules.due import DueItem
from carebook.store import code_lists
from carebook.store.book import Reader


def reports_due(reader: Reader, today: date) -> list[DueItem]:
    """What is to be done about the reports of the center, sorted by how late."""
    facility = reader.records(Facility)[0]
    return report_due.due(_made(reader), facility, today=today, limits=code_lists.limits(reader))


def _made(reader: Reader) -> list[report_due.Made]:
    """The newest version of every report that was closed; its figures are not read."""
    reader.asks("periods")
    rows = reader.rows(
        """SELECT kind, period, first_on, state FROM snapshot s WHERE withdrawn_at IS NULL AND NOT EXISTS
            (SELECT 1 FROM snapshot n WHERE n.period = s.period AND n.report_version > s.report_version
                AND n.withdrawn_at IS NULL)"""
    )
    return [
        report_due.Made(
            ReportKind(row["kind"]), row["period"], date.fromisoformat(row["first_on"]), ReportState(row["state"])
        )
        for row in rows
    ]
