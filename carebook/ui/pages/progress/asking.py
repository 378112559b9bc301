"""What the page of the progress report asks of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carebook.rules.names import sort_key
from carebook.rules.progress import ReportPeriod
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_draft
from carebook.store.progress import CaseProgress, lines_of_period, workers_of_period

FORM = "progress_report"


@dataclass(frozen=True)
class Report:
    """What the page shows: whose cases in which period, who else has cases, and what was typed before."""

    period: ReportPeriod
    worker_id: str
    workers: Sequence[tuple[str, str, int]]
    cases: Sequence[CaseProgress]
    draft: Draft | None


def draft_of(period: ReportPeriod, worker_id: str) -> str:
    """By what drafts of reports are told apart."""
    return f"{period.code} {worker_id}"


def report_of(reader: Reader, period: ReportPeriod, worker_id: str, *, exactly: bool) -> Report:
    """The report of a worker; where nobody was chosen and they have no cases, of the first who has."""
    workers = workers_of_period(reader, period)
    if not exactly and workers and all(worker != worker_id for worker, _name, _count in workers):
        worker_id = min(workers, key=lambda one: (not one[0], sort_key(one[1])))[0]
    cases = lines_of_period(reader, period, worker_id)
    return Report(period, worker_id, workers, cases, own_draft(reader, FORM, draft_of(period, worker_id)))
