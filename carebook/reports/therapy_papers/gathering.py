"""Gathering one paper of somebody's rehabilitation: whose it is, what it prints, and what it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial

from carebook.dates import VIETNAM
from carebook.records.rehabilitation import GoalRating, RehabilitationPlan
from carebook.records.schedules import TherapyRoom
from carebook.reports.case_papers import span_of
from carebook.reports.case_papers.about import About, day_words
from carebook.reports.case_papers.cases import Case, about_masked, about_nobody, case_of, center_of, masked_row
from carebook.reports.case_papers.gathering import lacks
from carebook.reports.forms import Form
from carebook.reports.paper.facts import Way
from carebook.reports.papers_of_stay import Lacking
from carebook.reports.therapy_papers.groups import group_minutes, register_sheet
from carebook.reports.therapy_papers.kinds import Prepared, TherapyPaper
from carebook.reports.therapy_papers.ordering import function_sheet, order
from carebook.reports.therapy_papers.progress import NO_PLAN, for_doctor, for_family
from carebook.reports.therapy_papers.sessions import SessionLine, session_sheet
from carebook.rules.dated import limit_on
from carebook.rules.sessions import is_late
from carebook.rules.therapy_plans.reviews import due_review_on
from carebook.rules.therapy_progress import Curve, TherapyProgress
from carebook.store import code_lists, devices, sessions, therapy_plans, therapy_progress
from carebook.store.book import Reader
from carebook.store.goal_threads import measured_in
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.words import N_

SINCE_PLAN = "plan"
"""The period of a progress report from the first day of the plan in force to today."""


@dataclass(frozen=True)
class Made:
    """What one paper is drawn from."""

    describe: Callable[[], Form]
    lacking: tuple[Lacking, ...] = ()
    draft: bool = False
    written: bool = True


def gather(
    reader: Reader, episode_id: str, kind: TherapyPaper, *, today: date, id: str = "", way: Way = Way.INK
) -> Prepared:
    """One paper with what the book holds; LookupError when there is no such stay or ``reader`` may not see whose it is.

    ``id`` names the version: a plan, a month ("2026-11"), for progress reports a period ("2026-Q3"), its first and last day
    ("2026-10-01..2026-10-15") or `SINCE_PLAN`; without it, or when it is not there, the newest. A paper nothing was written
    for yet comes as a sheet for the pen with the person's name.
    """
    reader.asks("rehabilitation")
    case = case_of(reader, center_of(reader, today), episode_id, today=today, way=way)
    made = _GATHERED[kind](reader, case, id)
    if made is None:
        made = Made(partial(blank_form, case.about, kind), (Lacking(*_UNWRITTEN[kind]),), written=False)
    person = case.file.person
    lacking = (*case.lacking, *made.lacking)
    return Prepared(kind, person.full_name, (person.id,), made.describe, lacking, made.draft, made.written)


def blank(reader: Reader, kind: TherapyPaper, *, today: date, episode_id: str = "", way: Way = Way.INK) -> Prepared:
    """The same paper with dotted lines for the pen: with the name, birth and bed of a stay, or of nobody.

    A restricted person's sheet carries the alias for whoever may not see more. LookupError when there is no such stay.
    """
    center = center_of(reader, today)
    if not episode_id:
        return Prepared(kind, "", (), partial(blank_form, about_nobody(center, way), kind), written=False)
    try:
        case = case_of(reader, center, episode_id, today=today, way=way)
    except LookupError:
        row = masked_row(reader, episode_id, today)
        described = partial(blank_form, about_masked(center, row, way), kind)
        return Prepared(kind, row.name, (row.person_id,), described, written=False)
    person = case.file.person
    return Prepared(kind, person.full_name, (person.id,), partial(blank_form, case.about, kind), written=False)


def blank_form(about: About, kind: TherapyPaper) -> Form:
    """The paper of a kind with nothing written."""
    match kind:
        case TherapyPaper.ORDER:
            return order(about, RehabilitationPlan(episode_id=""))
        case TherapyPaper.FUNCTION:
            return function_sheet(about, RehabilitationPlan(episode_id=""))
        case TherapyPaper.SESSIONS:
            return session_sheet(about)
        case TherapyPaper.FOR_FAMILY:
            return for_family(about)
        case TherapyPaper.FOR_DOCTOR:
            return for_doctor(about)
        case TherapyPaper.GROUP_MINUTES:
            return group_minutes(about)
    return register_sheet(about)


def _plan_file(reader: Reader, case: Case, id: str) -> TherapyPlanFile | None:
    """The wanted version, otherwise the one in force, otherwise the newest."""
    files = therapy_plans.plans_of(reader, case.episode_id)
    in_force = next((one for one in files if one.in_force), next(iter(files), None))
    return next((one for one in files if one.plan.id == id), in_force)


def _order(reader: Reader, case: Case, id: str) -> Made | None:
    file = _plan_file(reader, case, id)
    if file is None:
        return None
    rooms = {one.id: one.name for one in reader.records(TherapyRoom)}
    described = partial(
        order,
        case.about,
        file.plan,
        file.therapies,
        file.goals,
        file.functions,
        file.decisions,
        rooms=rooms,
        version=f"Bản {file.plan.number}",
    )
    wanted = ("diagnosis", "indication", "ordered_by_id", "ordered_on", "consent", "review_on")
    lacking = lacks(file.plan, "therapy_plans", *wanted)
    lacking += tuple(
        Lacking(label, "therapy_plans")
        for label, there in (
            (N_("Therapies"), file.therapies),
            (N_("Goals"), file.goals),
            (N_("ICF codes"), file.functions),
        )
        if not there
    )
    return Made(described, lacking, draft=file.plan.approved_at is None)


def _function(reader: Reader, case: Case, id: str) -> Made | None:
    file = _plan_file(reader, case, id)
    if file is None:
        return None
    review = next(iter(file.reviews), None)
    assessed_on = (review.done_on if review else None) or file.plan.ordered_on
    assessor = (review.reviewer_id if review else None) or file.plan.ordered_by_id
    measured = measured_in(reader, case.episode_id)
    until = (review.done_on if review else None) or case.today
    newest = {one.instrument: one for one in measured if one.on <= until}
    described = partial(
        function_sheet,
        case.about,
        file.plan,
        file.functions,
        file.goals,
        reader.records(GoalRating, "episode_id = ?", (case.episode_id,), order="rated_on, id"),
        review,
        results=[(one.title, day_words(one.on), one.said) for one in newest.values()],
        assessor=case.about.name(assessor),
        assessed_on=assessed_on,
    )
    wanted = (
        (file.functions, Lacking(N_("ICF codes"), "therapy_plans")),
        (newest, Lacking(N_("Results of scales"), "person")),
        (review, Lacking(N_("Review of the plan"), "therapy_plans")),
    )
    return Made(described, tuple(lack for there, lack in wanted if not there), draft=file.plan.approved_at is None)


def _sessions(reader: Reader, case: Case, id: str) -> Made | None:
    first, last, words = span_of(id, case.today)
    found = sessions.sessions_of(reader, case.episode_id, first=first, last=last)
    if not found:
        return None
    hours = limit_on(code_lists.limits(reader), sessions.NOT_RECORDED, case.today).value
    midnight = datetime.combine(case.today, time(), VIETNAM)
    lines = [SessionLine(one.session, one.exercises, is_late(one.session, midnight, hours)) for one in found]
    plan = _plan_of_sheet(reader, case)
    described = partial(
        session_sheet,
        case.about,
        lines,
        month=words,
        diagnosis=plan.diagnosis,
        ordered_by=case.about.name(plan.ordered_by_id),
    )
    late = (Lacking(N_("Sessions not recorded"), "rehabilitation"),) if any(one.late for one in lines) else ()
    return Made(described, (*lacks(plan, "therapy_plans", "diagnosis", "ordered_by_id"), *late))


def _plan_of_sheet(reader: Reader, case: Case) -> RehabilitationPlan:
    file = therapy_plans.plan_in_force(reader, case.episode_id) or _plan_file(reader, case, "")
    return file.plan if file is not None else NO_PLAN


def progress_in(reader: Reader, case: Case, id: str, plan: RehabilitationPlan | None) -> TherapyProgress | None:
    """The progress of a period. Its curves begin with the plan, so that a month is seen with what came before, each from the
    last value measured before it.
    """
    begins = plan.from_on if plan is not None and plan.from_on is not None else case.stay.episode.start_on
    if id in ("", SINCE_PLAN):
        first, last = min(begins, case.today), case.today
    else:
        first, last, _words = span_of(id, case.today)
    last = max(first, min(last, case.today))
    found = therapy_progress.progress_of(reader, case.episode_id, first=first, last=last, today=case.today)
    whole = therapy_progress.progress_of(reader, case.episode_id, first=None, last=last, today=case.today)
    if found is None or whole is None:
        return None
    since = min(begins, first)
    return replace(
        found,
        curves=tuple(_since(one, since) for one in whole.curves if any(point.on >= since for point in one.measured)),
        t_scores=tuple(one for one in whole.t_scores if one.on >= since),
    )


def _since(curve: Curve, day: date) -> Curve:
    """The curve from the last value before a day on."""
    before = [point for point in curve.measured if point.on < day][-1:]
    return replace(curve, points=(*before, *(point for point in curve.points if point.on >= day)))


def _progress(reader: Reader, case: Case, id: str, *, family: bool) -> Made | None:
    file = _plan_file(reader, case, "")
    plan = file.plan if file is not None else None
    found = progress_in(reader, case, id, plan)
    if found is None or found.is_empty():
        return None
    about = case.about
    therapist = next((one.therapist_id for one in (file.therapies if file else ()) if one.therapist_id), None)
    reviews = [
        one for one in (file.reviews if file else ()) if one.done_on and found.first <= one.done_on <= found.last
    ]
    wanted = (
        (found.attendance.whole.planned, Lacking(N_("Sessions of the period"), "schedules")),
        (found.goals, Lacking(N_("Goals"), "therapy_plans")),
        (found.curves, Lacking(N_("Results of scales"), "person")),
    )
    lacking = tuple(lack for there, lack in wanted if not there)
    if family:
        limits = code_lists.limits(reader)
        next_on = due_review_on(plan, file.reviews, limits) if file is not None and plan is not None else None
        described = partial(for_family, about, found, plan or NO_PLAN, next_on=next_on, therapist=about.name(therapist))
        at_home = lacks(plan, "therapy_plans", "home_programme") if plan is not None else ()
        return Made(described, (*lacking, *at_home))
    described = partial(
        for_doctor,
        about,
        found,
        plan or NO_PLAN,
        reviews=reviews,
        loans=devices.loans_of(reader, case.episode_id),
        therapist=about.name(therapist),
        ordered_by=about.name(plan.ordered_by_id) if plan is not None else "",
    )
    reviewed = () if reviews else (Lacking(N_("Review of the plan"), "therapy_plans"),)
    return Made(described, (*lacking, *reviewed))


_GATHERED: Mapping[TherapyPaper, Callable[[Reader, Case, str], Made | None]] = {
    TherapyPaper.ORDER: _order,
    TherapyPaper.FUNCTION: _function,
    TherapyPaper.SESSIONS: _sessions,
    TherapyPaper.FOR_FAMILY: partial(_progress, family=True),
    TherapyPaper.FOR_DOCTOR: partial(_progress, family=False),
}
_UNWRITTEN: Mapping[TherapyPaper, tuple[str, str]] = {
    TherapyPaper.ORDER: (N_("No rehabilitation plan yet"), "therapy_plans"),
    TherapyPaper.FUNCTION: (N_("No rehabilitation plan yet"), "therapy_plans"),
    TherapyPaper.SESSIONS: (N_("No sessions in this month"), "schedules"),
    TherapyPaper.FOR_FAMILY: (N_("No therapy in this period"), "schedules"),
    TherapyPaper.FOR_DOCTOR: (N_("No therapy in this period"), "schedules"),
}
