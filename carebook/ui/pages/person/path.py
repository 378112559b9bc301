"""Where the person is on the way: admission, assessment, plan, care, going home."""

from __future__ import annotations

from dataclasses import dataclass

from carebook import dates
from carebook.money import number
from carebook.records.assessments import Assessment
from carebook.records.episodes import AbsenceKind
from carebook.store.assessments import assessments_of
from carebook.store.book import Reader
from carebook.store.care_plans import PlanFile, plans_of
from carebook.store.people import StayFile
from carebook.ui.parts.care_plans import standing_of
from carebook.ui.parts.desk import Desk
from carebook.words import _, pgettext

Step = tuple[str, str]
"""A word of the strip and the small line under it."""


@dataclass(frozen=True)
class CaseSteps:
    """How far the case of one stay is: its newest completed assessment and the one being made, its plan.

    ``plan`` is the version in force, otherwise the newest one that was not taken back.
    """

    assessed: Assessment | None = None
    assessing: bool = False
    plan: PlanFile | None = None


def case_steps(reader: Reader, episode_id: str) -> CaseSteps:
    """How far the case of a stay is."""
    files = assessments_of(reader, episode_id)
    plans = plans_of(reader, episode_id)
    in_force = next((file for file in plans if file.in_force), None)
    standing = (file for file in plans if file.standing != "withdrawn")
    return CaseSteps(
        next((file.assessment for file in files if file.is_completed), None),
        any(not file.is_completed for file in files),
        in_force or next(standing, None),
    )


def path_of(stay: StayFile | None, desk: Desk, case: CaseSteps | None = None) -> tuple[list[Step], int]:
    """The steps of the way the book has facts for, and the place of the one in progress.

    ``case`` None: the reader does not see cases, or they are not read yet; then its two steps are left out.
    """
    if stay is None:
        return [], 0
    episode, today = stay.episode, desk.today()
    begun = [(_("admission"), dates.written(episode.start_on))]
    last = episode.end_on or today
    days = max(1, (last - episode.start_on).days + 1)
    trial = [a for a in stay.absences if a.kind is AbsenceKind.TRIAL_STAY]
    since = _("trial stay {day}").format(day=dates.written(trial[-1].from_on)) if trial else ""
    preparing = _("preparing to go home")
    if episode.end_on is not None:
        known = [step for step, is_done in _case(case) if is_done]
        home = [(preparing, since)] if trial else []
        left = (pgettext("path", "left"), dates.written(episode.end_on))
        steps = [*begun, *known, (_("care"), _("{n} days").format(n=number(days))), *home, left]
        return steps, len(steps)
    on_the_way = _case(case)
    care = (_("care"), _("day {n}").format(n=number(days)))
    steps = [*begun, *(step for step, _is_done in on_the_way), care, (preparing, since or _("not begun"))]
    if trial and trial[-1].back_on is None:
        return steps, len(steps) - 1
    open_steps = [place for place, (_step, is_done) in enumerate(on_the_way, 1) if not is_done]
    return steps, next(iter(open_steps), len(steps) - 2)


def _case(case: CaseSteps | None) -> list[tuple[Step, bool]]:
    """The steps of the case, and whether each is done."""
    return [] if case is None else [_assessment(case), _plan(case.plan)]


def _assessment(case: CaseSteps) -> tuple[Step, bool]:
    done = dates.written(case.assessed.assessed_on) if case.assessed and case.assessed.assessed_on else ""
    begun = pgettext("form", "In progress") if case.assessing else _("Not assessed")
    return (pgettext("path", "assessment"), done or begun.lower()), case.assessed is not None


def _plan(file: PlanFile | None) -> tuple[Step, bool]:
    if file is None:
        return (pgettext("path", "plan"), _("none yet")), False
    words = pgettext("path", "plan (version {n})").format(n=file.plan.number)
    said = standing_of(file.standing).words.lower()
    if file.in_force and file.since_at is not None:
        said = _("since {day}").format(day=dates.written(dates.local(file.since_at).date()))
    return (words, said), file.in_force or file.standing == "ended"
