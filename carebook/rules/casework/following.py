"""What goes on beside the forms: scales measured again, notes, vocational guidance, jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from carebook.dates import written
from carebook.records.case_facts import CaseFacts, Job, ScaleResult
from carebook.rules.calendar import months_after
from carebook.rules.casework.work import CaseWork
from carebook.rules.clocks import birthday
from carebook.rules.due import DueItem, basis_message
from carebook.words import N_, message

_WORK_DOMAIN = "education_work"


def instrument_repeat(case: CaseFacts, results: Sequence[ScaleResult], work: CaseWork) -> Iterator[DueItem]:
    """Every scale again when its file says so, counted from the newest sheet."""
    newest: dict[str, ScaleResult] = {}
    for result in results:
        there = newest.get(result.instrument)
        if there is None or result.scored_on > there.scored_on:
            newest[result.instrument] = result
    for result in newest.values():
        if result.next_on is not None and work.is_near(result.next_on):
            last = written(result.scored_on)
            said = message("because {scale} was last measured on {date}", scale=result.title, date=last)
            masked = message("because a scale was last measured on {date}", date=last)
            yield work.form(
                case,
                "instrument_repeat",
                "save_score",
                masked if case.masked else said,
                result.next_on,
                "instruments",
                detail=result.instrument,
                about=(("code", result.instrument),),
            )


def month_without_note(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """A month in which nothing was written about a case with a plan in force, no note and no line of a progress report: the
    monthly progress has nothing to stand on (Điều 7 khoản 3).
    """
    if not case.plan_id:
        return
    since = max(
        day for day in (case.noted_on, case.approved_on, case.assessed_on, work.begun_on(case)) if day is not None
    )
    due_on = months_after(since, 1)
    if work.today < due_on:
        return
    yield work.item(
        case,
        "no_note",
        "add_note",
        message("because nothing was noted since {date}", date=written(since)),
        due_on,
        basis=basis_message(work.limit("progress_report").basis),
        page="person",
        about=(("person_id", case.person_id), ("tab", "daily")),
    )


def vocational_plan(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """From 13 on a child's plan has a goal of learning or work, or the child learns a trade (NĐ 20/2021 Điều 26)."""
    if case.born is None or case.born.is_unknown or case.learns_trade or _WORK_DOMAIN in case.goal_domains:
        return
    limit = work.limit("vocational_plan")
    reached_on = birthday(case.born.earliest, limit.value)
    if work.today >= birthday(case.born.earliest, work.limit("child_age").value):
        return
    due_on = max(reached_on, work.after(work.begun_on(case), "first_plan"))
    if work.ahead is None or work.today >= reached_on - work.ahead:
        yield work.form(
            case,
            "vocational_plan",
            "save_plan",
            message("because {age} years old on {date}", age=limit.value, date=written(reached_on)),
            due_on,
            "care_plans",
            limit,
            about=(("plan_id", case.draft_id), ("mode", "edit")),
        )


_CHECKS = (("employment_first_check", "kept_3_months"), ("employment_second_check", "kept_6_months"))


def employment(case: CaseFacts, work: CaseWork) -> Iterator[DueItem]:
    """Whether a job still holds after three and after six months; asked also about who has left."""
    why = N_("because at work there since {date}, {months} months")
    for job in case.jobs:
        for limit_name, answer in _CHECKS:
            limit = work.limit(limit_name)
            due_on = months_after(job.from_on, limit.value)
            if getattr(job, answer) is None and _lasted_to(job, due_on) and work.is_near(due_on):
                yield work.item(
                    case,
                    limit_name,
                    "amend_detail",
                    message(why, date=written(job.from_on), months=limit.value),
                    due_on,
                    basis=basis_message(limit.basis),
                    detail=job.id,
                    page="person",
                    about=(("person_id", case.person_id), ("tab", "details")),
                )


def _lasted_to(job: Job, day: date) -> bool:
    return job.to_on is None or job.to_on >= day
