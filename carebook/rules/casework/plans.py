"""Form 04: the first plan, its approval, its return, its reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from carebook.dates import written
from carebook.records.case_facts import CaseFacts
from carebook.rules.casework.work import CaseWork
from carebook.rules.due import DueItem, Urgency
from carebook.words import message


def first_plan(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """A plan in force some working days after admission (Điều 6), asked for once needs were assessed; not while one waits."""
    if case.plan_id or case.assessed_on is None or case.waiting is not None or case.returned is not None:
        return
    yield work.form(
        case,
        "first_plan",
        "save_plan",
        work.because_admitted(case),
        work.after(work.begun_on(case), "first_plan"),
        "care_plans",
        work.limit("first_plan"),
        about=(("plan_id", case.draft_id), ("mode", "edit")),
    )


def plan_approval(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """An answer to a submitted version (Điều 7 khoản 1); everybody of the tier's roles owes it."""
    waiting = case.waiting
    if waiting is None:
        return
    item = work.form(
        case,
        "plan_approval",
        "approve_plan",
        message("because version {n} was submitted on {date}", n=waiting.number, date=written(waiting.submitted_on)),
        work.after(waiting.submitted_on, "plan_approval"),
        "approvals",
        work.limit("plan_approval"),
        detail=str(waiting.number),
        about=(("plan_id", waiting.plan_id),),
        roles=waiting.roles,
        urgency=Urgency.SOON,
    )
    yield replace(item, owner=None)


def returned_plan(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """A version sent back is worked over as soon as an answer would be due; by who submitted it."""
    returned = case.returned
    if returned is None:
        return
    item = work.form(
        case,
        "returned_plan",
        "save_plan",
        message("because version {n} was returned on {date}", n=returned.number, date=written(returned.returned_on)),
        work.after(returned.returned_on, "plan_approval"),
        "care_plans",
        detail=str(returned.number),
        about=(("plan_id", returned.plan_id), ("mode", "edit")),
        urgency=Urgency.SOON,
    )
    yield replace(item, owner=returned.submitted_by or case.case_manager_id)


def plan_review(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """The review of the plan in force (Điều 7, Điều 8 khoản 1)."""
    if not case.plan_id or case.review_on is None or not work.is_near(case.review_on):
        return
    if case.reviewed_on is not None and (case.approved_on is None or case.reviewed_on >= case.approved_on):
        why = message("because last reviewed on {date}", date=written(case.reviewed_on))
    else:
        since = written(case.approved_on) if case.approved_on else "–"
        why = message("because version {n} is in force since {date}", n=case.plan_number, date=since)
    yield work.form(
        case,
        "plan_review",
        "review_plan",
        why,
        case.review_on,
        "care_plans",
        work.limit("plan_review"),
        about=(("plan_id", case.plan_id), ("mode", "review")),
    )
