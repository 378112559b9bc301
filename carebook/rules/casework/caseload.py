"""Where a case stands, and how many cases each worker has against the norm (TT 33/2017 Điều 5 khoản 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carebook.records.case_facts import CaseFacts, CaseState


def case_state(case: CaseFacts, today: date) -> CaseState:
    """The state of a case on a day. A plan in force stays in force while its successor waits; a review due comes first."""
    if case.closure == "completed":
        return CaseState.CLOSED
    if case.closure or (case.end_on is not None and case.end_on <= today):
        return CaseState.CLOSING
    if case.plan_id:
        due = case.review_on is not None and case.review_on <= today
        return CaseState.REVIEW_DUE if due else CaseState.ACTIVE
    if case.waiting is not None:
        return CaseState.AWAITING
    if case.assessed_on is not None:
        return CaseState.PLANNING
    return CaseState.ASSESSING if case.intake == "completed" or case.assessing_id else CaseState.GATHERING


@dataclass(frozen=True)
class WorkerLoad:
    """How many open cases one worker has; ``worker_id`` None are those without a case manager. ``over`` the norm: so many."""

    worker_id: str | None
    cases: int
    over: int


def caseload(cases: Iterable[CaseFacts], workers: Iterable[str], norm: int, today: date) -> list[WorkerLoad]:
    """The open cases by worker: first those without one, then the most loaded; ``workers`` are named even without a case."""
    counts: dict[str | None, int] = dict.fromkeys(workers, 0)
    for case in cases:
        if case.is_open_on(today):
            counts[case.case_manager_id] = counts.get(case.case_manager_id, 0) + 1
    loads = [WorkerLoad(who, n, max(0, n - norm) if who is not None else 0) for who, n in counts.items()]
    return sorted(loads, key=lambda load: (load.worker_id is not None, -load.cases, load.worker_id or ""))
