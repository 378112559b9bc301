"""Forms 01, 02 and 06: when each has to be written."""

from __future__ import annotations

from collections.abc import Iterator

from carebook.dates import written
from carebook.records.case_facts import CaseFacts
from carebook.rules.casework.work import CaseWork
from carebook.rules.due import DueItem, Urgency
from carebook.words import message


def intake_form(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """Form 01 some working days after admission (Điều 4); of who came before the book began it lies on paper."""
    on_paper = work.complete_from is not None and case.start_on < work.complete_from and not case.intake
    if case.intake != "completed" and not on_paper:
        due_on = work.after(work.begun_on(case), "intake_form")
        limit = work.limit("intake_form")
        yield work.form(case, "intake_form", "save_intake", work.because_admitted(case), due_on, "intake", limit)


def initial_assessment(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """Form 02 for the first time, some working days after admission (Điều 5)."""
    if case.assessed_on is None:
        yield work.form(
            case,
            "initial_assessment",
            "save_assessment",
            work.because_admitted(case),
            work.after(work.begun_on(case), "initial_assessment"),
            "assessments",
            work.limit("initial_assessment"),
            about=(("assessment_id", case.assessing_id), ("kind", "initial")),
        )


def periodic_assessment(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """Form 02 again: on the day the last assessment named, else after the limit's months."""
    if case.assessed_on is None:
        return
    due_on = case.assess_again_on or work.after(case.assessed_on, "periodic_assessment")
    if work.is_near(due_on):
        yield work.form(
            case,
            "periodic_assessment",
            "save_assessment",
            message("because last assessed on {date}", date=written(case.assessed_on)),
            due_on,
            "assessments",
            work.limit("periodic_assessment"),
            about=(("assessment_id", case.assessing_id), ("kind", "periodic")),
        )


def closure_form(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """Form 06 some working days after the stay of a managed case has ended (Điều 8 khoản 3)."""
    if case.end_on is None or case.end_on > work.today or case.closure == "completed":
        return
    if case.documented or case.closure:
        yield work.form(
            case,
            "closure_form",
            "save_closure",
            message("because the stay ended on {date}", date=written(case.end_on)),
            work.after(case.end_on, "closure_form"),
            "closures",
            work.limit("closure_form"),
            urgency=Urgency.SOON,
        )
