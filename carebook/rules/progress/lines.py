"""The lines of a progress report: what may stand in one, and what is due until every case of a worker has its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.money import number
from carebook.records.codes import Limit
from carebook.rules.dated import limit_on
from carebook.rules.due import DueItem, Urgency, basis_message, by_lateness
from carebook.rules.problem import Problem
from carebook.rules.progress.notes import tidy_text
from carebook.rules.progress.periods import ReportPeriod, report_period
from carebook.words import message

MOST_IN_LINE = 2_000


@dataclass(frozen=True)
class CaseLine:
    """One case in the report of one period (its code): whose it is, and whether its line is accepted.

    ``worker_id`` is the case manager's id as staff member; a case without one is in nobody's report.
    """

    person_id: str
    episode_id: str
    worker_id: str | None
    period: str
    accepted: bool


def tidy_line(typed: str) -> str:
    """A line as it is kept: one paragraph that ends with a period, unless nothing was typed."""
    text = " ".join(tidy_text(typed).split())
    return text if not text or text[-1] in ".…!?" else f"{text}."


def problems_in_line(
    text: str, period: ReportPeriod, *, start_on: date, end_on: date | None, today: date
) -> list[Problem]:
    """What is wrong with the tidied line of a stay in a period."""
    found = [] if text else [Problem("text", message("This must be filled in."))]
    if len(text) > MOST_IN_LINE:
        most, n = number(MOST_IN_LINE), number(len(text))
        found.append(
            Problem("text", message("A line holds at most {most} characters; this one has {n}.", most=most, n=n))
        )
    if period.first > today:
        found.append(Problem("period", message("This period has not begun yet.")))
    if start_on > period.last or (end_on is not None and end_on < period.first):
        found.append(Problem("period", message("The stay does not touch this period.")))
    return found


def due(cases: Iterable[CaseLine], *, today: date, limits: Iterable[Limit]) -> list[DueItem]:
    """One due thing a worker and finished period while lines lack (TT 02/2020 Điều 7 khoản 3 điểm a).

    ``people`` are those whose line lacks; it is due on the day of the next month that the limit names.
    """
    rows = list(limits)
    reports: dict[tuple[str, str], list[CaseLine]] = defaultdict(list)
    for case in cases:
        if case.worker_id:
            reports[case.worker_id, case.period].append(case)
    found = (_item(worker, report_period(code), lines, today, rows) for (worker, code), lines in reports.items())
    return by_lateness(item for item in found if item is not None)


def _item(worker: str, period: ReportPeriod, lines: list[CaseLine], today: date, limits: list[Limit]) -> DueItem | None:
    lacking = [line for line in lines if not line.accepted]
    if not lacking or today <= period.last:
        return None
    limit = limit_on(limits, "progress_report", today)
    due_on = period.last + timedelta(days=limit.value)
    words, of = period.words, len(lines)
    title = message("Progress report of {period}: {done}/{of} people", period=words, done=of - len(lacking), of=of)
    return DueItem(
        kind="progress_report",
        action="accept_progress_line",
        for_whom=str(title),
        why=message("because {n} lines of {period} are not accepted yet", n=len(lacking), period=words),
        owner=worker,
        people=tuple(line.person_id for line in lacking),
        due_on=due_on,
        basis=basis_message(limit.basis),
        urgency=Urgency.SOON,
    )
