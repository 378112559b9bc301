"""Gathering one paper of a case: whose it is, the records it prints, and what it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from carebook.records.assessments import Assessment, EligibilityCheck
from carebook.records.care_plans import CarePlan, GoalLife
from carebook.records.closures import Closure
from carebook.records.conferences import Conference
from carebook.records.declaration import fields
from carebook.records.intake import FormState, IntakeForm
from carebook.records.progress import ProgressLine
from carebook.records.record import Record
from carebook.reports.case_papers.about import About, day_words
from carebook.reports.case_papers.assessing import form02, form03
from carebook.reports.case_papers.bedside import bedside
from carebook.reports.case_papers.cases import (
    Case,
    Center,
    about_masked,
    about_nobody,
    at_the_bed,
    background_of,
    case_of,
    center_of,
    contacts_of,
    masked_row,
)
from carebook.reports.case_papers.closing import form06
from carebook.reports.case_papers.following import form05, minutes
from carebook.reports.case_papers.intake import form01
from carebook.reports.case_papers.kinds import CasePaper, Gathered
from carebook.reports.case_papers.planning import form04, is_draft
from carebook.reports.forms import Form
from carebook.reports.paper.facts import Way
from carebook.reports.papers_of_stay import Lacking
from carebook.rules.progress import period_around, report_period
from carebook.store import (
    assessments,
    care_plans,
    closures,
    conferences,
    goal_threads,
    intake,
    progress,
)
from carebook.store.book import Reader
from carebook.words import N_, speaking

NOT_FOLLOWED = (GoalLife.FINISHED, GoalLife.DROPPED)


def gather(
    reader: Reader,
    episode_id: str,
    kind: CasePaper,
    *,
    today: date,
    id: str = "",
    way: Way = Way.INK,
    center: Center | None = None,
) -> Gathered:
    """One paper with what the book holds; LookupError when there is no such stay or ``reader`` may not see whose it is.

    ``id`` names the version: an assessment, a check, a plan, a meeting, for form 05 a period ("2026-10", "2026-Q3") or its
    first and last day ("2026-10-01..2026-10-15"); without it, or when it is not there, the newest. A paper nothing was written
    for yet comes as a sheet for the pen with the person's name. Many papers are gathered with one ``center``.
    """
    reader.asks("casework")
    case = case_of(reader, center or center_of(reader, today), episode_id, today=today, way=way)
    made = _GATHERED[kind](reader, case, id)
    if made is None:
        place, label = _UNWRITTEN[kind]
        made = Made(partial(_blank_form, case.about, kind), (Lacking(label, place),), written=False)
    identity = () if kind is CasePaper.BEDSIDE else case.lacking
    person = case.file.person
    return Gathered(
        kind, person.id, person.full_name, made.describe, (*identity, *made.lacking), made.draft, made.written
    )


def blank(
    reader: Reader,
    kind: CasePaper,
    *,
    today: date,
    episode_id: str = "",
    way: Way = Way.INK,
    center: Center | None = None,
) -> Gathered:
    """The same paper with dotted lines for the pen: with the name, birth and bed of a stay, or of nobody.

    A restricted person's sheet carries the alias for whoever may not see more. LookupError when there is no such stay.
    """
    center = center or center_of(reader, today)
    if not episode_id:
        return Gathered(kind, "", "", partial(_blank_form, about_nobody(center, way), kind), written=False)
    try:
        case = case_of(reader, center, episode_id, today=today, way=way)
    except LookupError:
        row = masked_row(reader, episode_id, today)
        about = about_masked(center, row, way)
        return Gathered(kind, row.person_id, row.name, partial(_blank_form, about, kind), written=False)
    about = at_the_bed(case) if kind is CasePaper.BEDSIDE else case.about
    person = case.file.person
    return Gathered(kind, person.id, person.full_name, partial(_blank_form, about, kind), written=False)


@dataclass(frozen=True)
class Made:
    """What one paper is drawn from."""

    describe: Callable[[], Form]
    lacking: tuple[Lacking, ...] = ()
    draft: bool = False
    written: bool = True


def _blank_form(about: About, kind: CasePaper) -> Form:
    """The paper of a kind with nothing written."""
    match kind:
        case CasePaper.FORM01:
            return form01(about, IntakeForm(episode_id=""))
        case CasePaper.FORM02:
            return form02(about, Assessment(episode_id=""), {}, blank=True)
        case CasePaper.FORM03:
            return form03(about, EligibilityCheck(episode_id=""), blank=True)
        case CasePaper.FORM04:
            return form04(about, CarePlan(episode_id=""), blank=True)
        case CasePaper.FORM05:
            return form05(about, (), None)
        case CasePaper.FORM06:
            return form06(about, Closure(episode_id=""), {})
        case CasePaper.MINUTES:
            return minutes(about, Conference(episode_id=""))
    return bedside(about, blank=True)


def lacks(record: Record, place: str, *names: str) -> tuple[Lacking, ...]:
    """Those of the named fields that are empty, by their own labels."""
    empty = [one for one in fields(type(record)) if one.name in names and getattr(record, one.name) in (None, "", ())]
    return tuple(Lacking(one.fact.label, place) for one in empty)


def _in_progress(state: FormState) -> bool:
    return state is FormState.IN_PROGRESS


def _intake(reader: Reader, case: Case, _id: str) -> Made | None:
    found = next(iter(intake.intake_forms(reader, case.episode_id)), None)
    if found is None:
        return None
    lacking = lacks(found, "intake", "needs", "admission_reason", "informant", "collected_on", "collector_id")
    return Made(partial(form01, case.about, found, background_of(case)), lacking, draft=_in_progress(found.state))


def _assessment(reader: Reader, case: Case, id: str) -> Made | None:
    files = assessments.assessments_of(reader, case.episode_id)
    file = next((one for one in files if one.assessment.id == id), next(iter(files), None))
    if file is None:
        return None
    day = file.assessment.assessed_on or case.today
    earlier = [
        one
        for one in files
        if one.assessment.id != file.assessment.id
        and one.assessment.state is FormState.COMPLETED
        and (one.assessment.assessed_on or date.max) <= day
    ]
    before = earlier[0] if earlier else None
    results = {
        one.score_id: f"{one.title} {one.said} ({day_words(one.on)})"
        for one in goal_threads.measured_in(reader, case.episode_id)
    }
    described = partial(
        form02,
        case.about,
        file.assessment,
        {one.domain: one for one in file.ratings},
        {one.domain: one.level for one in before.ratings} if before else None,
        before_on=before.assessment.assessed_on if before else None,
        results=results,
    )
    lacking = lacks(file.assessment, "assessments", "assessor_id", "participants", "summary", "next_on")
    rated = {one.domain for one in file.ratings if one.level is not None}
    domains = {one.code for one in case.center.codes.choices("need_domain", day)}
    if domains - rated:
        lacking = (*lacking, Lacking(N_("Level of need"), "assessments"))
    return Made(described, lacking, draft=_in_progress(file.assessment.state))


def _eligibility(reader: Reader, case: Case, id: str) -> Made | None:
    found = assessments.eligibility_checks(reader, case.episode_id)
    check = next((one for one in found if one.id == id), next(iter(found), None))
    if check is None:
        return None
    lacking = lacks(check, "assessments", "criteria", "service_mode", "eligible", "reason", "checker_id")
    return Made(partial(form03, case.about, check), lacking, draft=_in_progress(check.state))


def _plan(reader: Reader, case: Case, id: str) -> Made | None:
    files = care_plans.plans_of(reader, case.episode_id)
    in_force = next((one for one in files if one.in_force), next(iter(files), None))
    file = next((one for one in files if one.plan.id == id), in_force)
    if file is None:
        return None
    plan = file.plan
    described = partial(form04, case.about, plan, file.goals, file.activities, file.risks, file.helps, file.decisions)
    lacking = lacks(plan, "care_plans", "participants", "general_goal", "agreement", "review_on")
    lacking += tuple(
        Lacking(label, "care_plans")
        for label, there in ((N_("Goals"), file.goals), (N_("Activities"), file.activities), (N_("Risks"), file.risks))
        if not there
    )
    return Made(described, lacking, draft=is_draft(plan))


def span_of(id: str, today: date) -> tuple[date, date, str]:
    """First and last day of a form 05 and its words; this month when ``id`` names no period."""
    first, _dots, last = id.partition("..")
    with speaking("vi"):
        try:
            if last:
                days = date.fromisoformat(first), date.fromisoformat(last)
                return *days, f"từ {day_words(days[0])} đến {day_words(days[1])}"
            period = report_period(id)
        except ValueError:
            period = period_around("month", today)
        return period.first, period.last, str(period.words)


def _following(reader: Reader, case: Case, id: str) -> Made | None:
    first, last, words = span_of(id, case.today)
    notes = progress.notes_between(reader, case.episode_id, first, last)[::-1]
    files = care_plans.plans_of(reader, case.episode_id)
    reviews = [one for file in files for one in file.reviews if one.done_on is not None and one.done_on <= last]
    review = max(reviews, key=lambda one: (one.done_on or first, one.id), default=None)
    plan = next((one for one in files if one.in_force), None)
    said = [
        line.text
        for line in reader.records(ProgressLine, "episode_id = ?", (case.episode_id,), order="period, id")
        if first <= report_period(line.period).first and report_period(line.period).last <= last
    ]
    signed_on = review.done_on if review and review.done_on and review.done_on >= first else None
    described = partial(
        form05,
        case.about,
        notes,
        review,
        goals=plan.goals if plan else (),
        period=words,
        accepted=said,
        signed_on=signed_on,
    )
    there = [one for one in notes if one.note.withdrawn_at is None]
    wanted = (
        (there, Lacking(N_("Progress notes of the period"), "person")),
        (review, Lacking(N_("Review of the plan"), "care_plans")),
    )
    lacking = tuple(lack for found, lack in wanted if not found)
    return Made(described, lacking, written=bool(there or review or said))


def _meeting(reader: Reader, case: Case, id: str) -> Made | None:
    files = conferences.conferences_of(reader, case.episode_id)
    file = next((one for one in files if one.conference.id == id), next(iter(files), None))
    if file is None:
        return None
    lacking = lacks(file.conference, "conferences", "place", "chair_id", "minutes_by_id", "present", "conclusion")
    return Made(partial(minutes, case.about, file.conference, file.findings, file.decisions), lacking)


def _closing(reader: Reader, case: Case, _id: str) -> Made | None:
    file = closures.closure_of(reader, case.episode_id)
    if file is None:
        return None
    closure = file.closure
    met = conferences.conference_file(reader, closure.conference_id) if closure.conference_id else None
    meeting = ""
    if met is not None:
        present = ", ".join(one.strip(" -") for one in met.conference.present.splitlines() if one.strip(" -"))
        day = day_words(met.conference.held_on)
        meeting = "\n".join(
            filter(
                None, (f"Ngày {day}. Thành phần: {present}" if present else f"Ngày {day}", met.conference.conclusion)
            )
        )
    described = partial(
        form06,
        case.about,
        closure,
        {one.party: one for one in file.signatures},
        started_on=day_words(case.stay.episode.start_on),
        meeting=meeting,
    )
    wanted = ("reason", "closed_on", "course", "results", "state_at_end", "plan_after")
    lacking = lacks(closure, "closures", *wanted)
    if met is None and not closure.no_conference_because:
        lacking = (*lacking, Lacking(N_("Conference"), "closures"))
    return Made(described, lacking, draft=not file.is_finished)


def _bedside(reader: Reader, case: Case, _id: str) -> Made:
    about = at_the_bed(case)
    if case.is_restricted:
        return Made(partial(bedside, about, protected=True))
    file = care_plans.plan_in_force(reader, case.episode_id)
    contacts = contacts_of(case)
    wanted = (
        (file, Lacking(N_("Plan in force"), "care_plans")),
        (contacts, Lacking(N_("Emergency contact"), "person")),
    )
    lacking = tuple(lack for there, lack in wanted if not there)
    if file is None:
        return Made(partial(bedside, about, contacts=contacts), lacking)
    goals = [one for one in file.goals if one.life not in NOT_FOLLOWED]
    return Made(partial(bedside, about, goals, file.activities, file.helps, contacts), lacking)


_GATHERED: Mapping[CasePaper, Callable[[Reader, Case, str], Made | None]] = {
    CasePaper.FORM01: _intake,
    CasePaper.FORM02: _assessment,
    CasePaper.FORM03: _eligibility,
    CasePaper.FORM04: _plan,
    CasePaper.FORM05: _following,
    CasePaper.MINUTES: _meeting,
    CasePaper.FORM06: _closing,
    CasePaper.BEDSIDE: _bedside,
}
_UNWRITTEN: Mapping[CasePaper, tuple[str, str]] = {
    CasePaper.FORM01: ("intake", N_("Form 01 is not written yet")),
    CasePaper.FORM02: ("assessments", N_("No assessment yet")),
    CasePaper.FORM03: ("assessments", N_("Form 03 is not written yet")),
    CasePaper.FORM04: ("care_plans", N_("No care plan yet")),
    CasePaper.MINUTES: ("conferences", N_("No meeting was held yet")),
    CasePaper.FORM06: ("closures", N_("Form 06 is not written yet")),
}
