"""What a version of a rehabilitation plan says, how the next version starts from it, and what is missing in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol, TypeVar

from carebook.dates import written
from carebook.records.care_plans import Agreement
from carebook.records.record import Record
from carebook.records.rehabilitation import FunctionRating, PlannedTherapy, RehabilitationGoal, RehabilitationPlan
from carebook.rules.care_plans.content import OVER, goal_lacks, goal_problems, plausible, too_long
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

R = TypeVar("R", bound=Record)

LEVELS = 5
MOST_A_WEEK, MOST_SESSIONS, SHORTEST, LONGEST_SESSION, MOST_WEEKS = 21, 500, 5, 240, 26
_DAYS = ("ordered_on", "from_on", "to_on", "review_on", "consent_on")
_TEXTS = ("diagnosis", "indication", "contraindications", "precautions", "devices", "home_programme")


@dataclass(frozen=True)
class TherapyPlanContent:
    """A version with everything in it, saved as one: rows without id are new, rows no longer here are struck through.

    Therapies, goals and ICF codes stand in their order. A new goal without a thread gets one when it is kept.
    """

    plan: RehabilitationPlan
    therapies: tuple[PlannedTherapy, ...] = ()
    goals: tuple[RehabilitationGoal, ...] = ()
    functions: tuple[FunctionRating, ...] = ()


class Version(Protocol):
    """A kept version as the store gives it."""

    @property
    def content(self) -> TherapyPlanContent: ...


def new_version_of(file: Version) -> TherapyPlanContent:
    """The draft of the next version: goals still followed with their threads, therapies and ICF codes copied; who examined
    and when, the consent, the days and the reason of the change are asked anew.
    """
    before = file.content
    plan = RehabilitationPlan(
        episode_id=before.plan.episode_id,
        replaces_id=before.plan.id,
        diagnosis=before.plan.diagnosis,
        indication=before.plan.indication,
        contraindications=before.plan.contraindications,
        precautions=before.plan.precautions,
        devices=before.plan.devices,
        home_programme=before.plan.home_programme,
        review_every_weeks=before.plan.review_every_weeks,
    )
    return TherapyPlanContent(
        plan,
        tuple(_copied(one) for one in before.therapies),
        tuple(_copied(goal) for goal in before.goals if goal.life not in OVER),
        tuple(_copied(one) for one in before.functions),
    )


def _copied(row: R) -> R:
    """A row of an earlier version as a new row."""
    return replace(row, id="", version=0, therapy_plan_id="")  # type: ignore[call-arg]


def problems_in(content: TherapyPlanContent, *, today: date) -> list[Problem]:
    """What no draft may hold: impossible days and numbers, an ICF code twice, texts too long to be meant.

    Fields of the plan itself bear their own names, those of a row "therapies.0.minutes" (its kind, its place, its field).
    """
    found = list(_plan(content.plan, today))
    found += _each("therapies", content.therapies, _therapy)
    found += _each("goals", content.goals, partial(_goal, today=today))
    many = Counter(one.code for one in content.functions)
    for place, one in enumerate(content.functions):
        if one.code and many[one.code] > 1:
            words = message("The code {code} is written down twice.", code=one.code)
            found.append(Problem(f"functions.{place}.code", words))
    return found


def _each(kind: str, rows: Sequence[R], problems: Callable[[R], Iterable[Problem]]) -> Iterator[Problem]:
    """The problems of rows beside their fields."""
    for place, row in enumerate(rows):
        for problem in problems(row):
            yield replace(problem, field=f"{kind}.{place}.{problem.field}")


def _plan(plan: RehabilitationPlan, today: date) -> Iterator[Problem]:
    yield from plausible(plan, _DAYS, today)
    yield from too_long(plan, _TEXTS)
    if plan.from_on and plan.to_on and plan.to_on < plan.from_on:
        yield Problem(
            "to_on",
            message(
                "The plan ends ({to}) before it begins ({start}).", to=written(plan.to_on), start=written(plan.from_on)
            ),
        )
    if plan.from_on and plan.review_on and plan.review_on <= plan.from_on:
        yield Problem("review_on", message("The first review comes after the plan begins."))
    if plan.review_every_weeks is not None and not 1 <= plan.review_every_weeks <= MOST_WEEKS:
        yield Problem("review_every_weeks", message("The plan is reviewed every 1 to {most} weeks.", most=MOST_WEEKS))
    if plan.ordered_on and plan.ordered_on > today:
        yield Problem("ordered_on", message("The day of the examination lies in the future."))
    if plan.consent_on and plan.consent_on > today:
        yield Problem("consent_on", message("The day of the consent lies in the future."))


def _therapy(one: PlannedTherapy) -> Iterator[Problem]:
    yield from too_long(one, ("technique", "note"))
    yield from _between(one, "per_week", 1, MOST_A_WEEK)
    yield from _between(one, "sessions", 1, MOST_SESSIONS)
    yield from _between(one, "minutes", SHORTEST, LONGEST_SESSION)
    if one.fee is not None and one.fee < 0:
        yield Problem("fee", message("A fee is not below zero."))


def _between(one: PlannedTherapy, name: str, least: int, most: int) -> Iterator[Problem]:
    number = getattr(one, name)
    if number is not None and not least <= number <= most:
        yield Problem(name, message("Write a number from {least} to {most}.", least=least, most=most))


def _goal(goal: RehabilitationGoal, today: date) -> Iterator[Problem]:
    yield from too_long(goal, ("text", "measure"))
    yield from goal_problems(goal, today)
    if len(goal.levels) not in (0, LEVELS):
        yield Problem("levels", message("A goal has five levels of attainment, from −2 to +2."))


def problems_before_submitting(
    content: TherapyPlanContent, care_goals: Collection[str] = (), *, today: date
) -> list[Problem]:
    """Everything that stands between a version and its approver, errors and warnings, beside its fields.

    ``care_goals`` are the threads of the goals of the care plan in force: what the therapy serves is asked where there are any.
    """
    found = [*problems_in(content, today=today), *_plan_lacks(content.plan)]
    for kind, words in (("goals", message("The plan has no goal yet.")), ("therapies", _NO_THERAPY)):
        if not getattr(content, kind):
            found.append(Problem(kind, words))
    found += _each("therapies", content.therapies, _therapy_lacks)
    found += _each("goals", content.goals, partial(_goal_lacks, plan=content.plan, care_goals=care_goals))
    found += _each("functions", content.functions, _function_lacks)
    if not content.functions:
        found.append(warning("functions", message("No ICF code of the examination is written down.")))
    if care_goals and content.goals and not any(goal.care_thread for goal in content.goals):
        found.append(warning("goals", message("No goal serves a goal of the care plan.")))
    return found


_NO_THERAPY = message("The plan has no therapy yet.")


def _plan_lacks(plan: RehabilitationPlan) -> Iterator[Problem]:
    if not plan.indication.strip():
        yield Problem("indication", message("Write what the therapy is indicated for."))
    if plan.ordered_by_id is None:
        yield Problem("ordered_by_id", message("Choose who examined and ordered the therapy."))
    if plan.from_on is None:
        yield Problem("from_on", message("Write from which day the plan is meant."))
    if plan.replaces_id and not plan.changed_because.strip():
        yield Problem("changed_because", message("Say why the plan changes."))
    if not plan.contraindications.strip():
        yield warning(
            "contraindications", message("Contraindications are not written down; if there are none, say so.")
        )
    yield from _consent(plan)


def _consent(plan: RehabilitationPlan) -> Iterator[Problem]:
    match plan.consent:
        case None:
            yield Problem("consent", message("Record who consents to the therapy, or that nobody can."))
            return
        case Agreement.REFUSED:
            yield Problem("consent", message("Without consent there is no therapy; the plan is not submitted."))
        case Agreement.BY_GUARDIAN | Agreement.CANNOT if not plan.consent_by.strip():
            yield Problem("consent_by", message("Write who speaks for the client."))
    if plan.consent_on is None and plan.consent is not Agreement.CANNOT:
        yield warning("consent_on", message("The day of the consent is not written down."))


def _therapy_lacks(one: PlannedTherapy) -> Iterator[Problem]:
    for name, words in _THERAPY_LACKS:
        if getattr(one, name) is None:
            yield Problem(name, words)
    if one.therapist_id is None:
        yield warning("therapist_id", message("Nobody is named who gives this therapy."))


_THERAPY_LACKS: tuple[tuple[str, Message], ...] = (
    ("per_week", message("Write how many sessions a week.")),
    ("sessions", message("Write how many sessions in all.")),
    ("minutes", message("Write how long a session is.")),
)


def _goal_lacks(goal: RehabilitationGoal, plan: RehabilitationPlan, care_goals: Collection[str]) -> Iterator[Problem]:
    yield from goal_lacks(goal, plan)
    written_levels = sum(bool(level.strip()) for level in goal.levels)
    if not written_levels:
        yield warning("levels", message("The goal has no levels of attainment yet."))
    elif written_levels < LEVELS:
        yield Problem("levels", message("Describe all five levels, from −2 to +2."))
    if goal.care_thread and goal.care_thread not in care_goals:
        yield warning("care_thread", message("The goal of the care plan that it serves is no longer in force."))


def _function_lacks(one: FunctionRating) -> Iterator[Problem]:
    if not one.code:
        yield Problem("code", message("Choose the ICF code."))
    if one.qualifier is None:
        yield Problem("qualifier", message("Choose how much of a problem there is."))
