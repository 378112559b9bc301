"""What a version of a plan says: one page of it as a value, how the next version starts from it, and what is missing in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from carebook.dates import written
from carebook.records.assessments import DomainRating
from carebook.records.care_plans import (
    Activity,
    Agreement,
    CarePlan,
    DailyHelp,
    Goal,
    GoalLife,
    Owner,
    Risk,
)
from carebook.records.record import Record
from carebook.records.rehabilitation import RehabilitationGoal, RehabilitationPlan
from carebook.rules.assessments import unanswered_needs
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

Words = Callable[[str, str], str]
"""(name of a code list, code) → its words; an id of a linked record comes with the list name "link"."""
Part = Goal | Activity | Risk
R = TypeVar("R", bound=Record)

EARLIEST, FARTHEST = 1900, 50  # a year before, or so many years ahead, was mistyped
LONGEST = 10_000
OVER = frozenset({GoalLife.FINISHED, GoalLife.DROPPED})


def code_itself(_list_name: str, code: str) -> str:
    """A code as it is, for who has no lists at hand."""
    return code


@dataclass(frozen=True)
class PlanContent:
    """A version with everything in it, saved as one: rows without id are new, rows no longer here are struck through.

    Goals, activities and risks stand in their order. An activity of a goal not kept yet names the goal's ``thread`` in
    ``goal_id``. A new goal without a thread gets one when it is kept.
    """

    plan: CarePlan
    goals: tuple[Goal, ...] = ()
    activities: tuple[Activity, ...] = ()
    risks: tuple[Risk, ...] = ()
    helps: tuple[DailyHelp, ...] = ()

    def goal_of(self, activity: Activity) -> Goal | None:
        """The goal an activity is for, by its id or thread."""
        wanted = activity.goal_id
        return next((g for g in self.goals if wanted and wanted in (g.id, g.thread)), None)

    def thread_of(self, activity: Activity) -> str:
        """The thread of the goal an activity is for, "" when it is for the plan as a whole."""
        goal = self.goal_of(activity)
        return goal.thread if goal else ""


class Version(Protocol):
    """A kept version as the store gives it."""

    @property
    def content(self) -> PlanContent: ...


def new_version_of(file: Version) -> PlanContent:
    """The draft of the next version: goals still followed with their threads, activities, risks and daily help copied; the
    agreement, the dates and the reason of the change are asked anew.
    """
    before = file.content
    plan = CarePlan(
        episode_id=before.plan.episode_id,
        replaces_id=before.plan.id,
        assessment_id=before.plan.assessment_id,
        review_every_months=before.plan.review_every_months,
        manager_id=before.plan.manager_id,
        participants=before.plan.participants,
        general_goal=before.plan.general_goal,
        permanency=before.plan.permanency,
        permanency_note=before.plan.permanency_note,
    )
    goals = tuple(_copied(goal) for goal in before.goals if goal.life not in OVER)
    kept = {goal.thread for goal in goals}
    activities = []
    for activity in before.activities:
        goal = before.goal_of(activity)
        if goal is None or goal.thread in kept:
            activities.append(replace(_copied(activity), goal_id=goal.thread if goal else None))
    return PlanContent(
        plan,
        goals,
        tuple(activities),
        tuple(_copied(risk) for risk in before.risks),
        tuple(_copied(row) for row in before.helps),
    )


def _copied(row: R) -> R:
    """A row of an earlier version as a new row."""
    return replace(row, id="", version=0, plan_id="")  # type: ignore[call-arg]


def problems_in(
    content: PlanContent, ratings: Sequence[DomainRating] = (), *, today: date, words: Words = code_itself
) -> list[Problem]:
    """What no draft may hold: impossible dates, an activity of a goal that is gone, texts too long to be meant; and, as
    warnings, the high needs of the newest finished assessment (``ratings``) that no goal answers yet.

    Fields of the header bear their own names, those of a row "goals.0.due_on" (its kind, its place, its field); high needs
    are told beside "goals". ``words`` says a domain.
    """
    found = list(_order(content.plan, today))
    found += [warning("goals", told) for told in _unanswered(content, ratings, words)]
    parts: tuple[tuple[str, Sequence[Part]], ...] = (
        ("goals", content.goals),
        ("activities", content.activities),
        ("risks", content.risks),
    )
    for kind, rows in parts:
        for place, row in enumerate(rows):
            found += [replace(p, field=f"{kind}.{place}.{p.field}") for p in _in_row(row, today)]
    for place, activity in enumerate(content.activities):
        if activity.goal_id and content.goal_of(activity) is None:
            found.append(
                Problem(
                    f"activities.{place}.goal_id",
                    message("The goal of this activity is no longer in the plan. Choose another."),
                )
            )
    return found


def _in_row(row: Part, today: date) -> Iterator[Problem]:
    yield from too_long(row, ("text",))
    match row:
        case Goal():
            yield from goal_problems(row, today)
        case Activity():
            yield from plausible(row, ("from_on", "to_on"), today)
            if row.from_on and row.to_on and row.to_on < row.from_on:
                yield Problem("to_on", message("The activity ends before it begins."))
            if row.cost is not None and row.cost < 0:
                yield Problem("cost", message("A cost is not below zero."))


def goal_problems(goal: Goal | RehabilitationGoal, today: date) -> Iterator[Problem]:
    """What no goal of any plan may hold."""
    yield from plausible(goal, ("due_on",), today)
    for name in ("importance", "difficulty"):
        if getattr(goal, name) not in (None, 1, 2, 3):
            yield Problem(name, message("Choose 1, 2 or 3."))


def too_long(row: Record, names: Iterable[str]) -> Iterator[Problem]:
    """Texts of a row into which something else was pasted."""
    for name in names:
        if len(getattr(row, name)) > LONGEST:
            yield Problem(name, message("The text is longer than 10,000 letters; was something else pasted?"))


def _order(plan: CarePlan, today: date) -> Iterator[Problem]:
    yield from plausible(plan, ("from_on", "to_on", "review_on", "agreed_on"), today)
    if plan.from_on and plan.to_on and plan.to_on < plan.from_on:
        yield Problem(
            "to_on",
            message(
                "The plan ends ({to}) before it begins ({start}).", to=written(plan.to_on), start=written(plan.from_on)
            ),
        )
    if plan.from_on and plan.review_on and plan.review_on <= plan.from_on:
        yield Problem("review_on", message("The first review comes after the plan begins."))
    if plan.review_every_months is not None and not 1 <= plan.review_every_months <= 12:
        yield Problem("review_every_months", message("A plan is reviewed every 1 to 12 months."))
    if plan.agreed_on and plan.agreed_on > today:
        yield Problem("agreed_on", message("The day of the agreement lies in the future."))


def plausible(row: Record, names: Iterable[str], today: date) -> Iterator[Problem]:
    """Days of a row that cannot be meant: in another century, or far ahead."""
    for name in names:
        day = getattr(row, name)
        if day is not None and not EARLIEST <= day.year <= today.year + FARTHEST:
            yield Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))


def problems_before_submitting(
    content: PlanContent,
    ratings: Sequence[DomainRating] = (),
    *,
    today: date,
    is_child: bool = False,
    words: Words = code_itself,
) -> list[Problem]:
    """Everything that stands between a version and its approver, errors and warnings, beside its fields.

    ``ratings`` are those of the newest finished assessment; ``words`` says a domain. Domains and the lack of goals are told
    beside "goals".
    """
    found = problems_in(content, today=today)
    found += [Problem("goals", told) for told in _unanswered(content, ratings, words)]
    found += _header(content.plan, is_child)
    found += _goals(content)
    for place, activity in enumerate(content.activities):
        found += [replace(p, field=f"activities.{place}.{p.field}") for p in _activity(activity)]
    for place, risk in enumerate(content.risks):
        if not risk.text.strip():
            found.append(Problem(f"risks.{place}.text", message("Write the risk.")))
        elif not risk.response.strip():
            found.append(Problem(f"risks.{place}.response", message("Write what is done about the risk.")))
    if not content.risks:
        found.append(warning("risks", message("No risk is written down.")))
    return found


def _header(plan: CarePlan, is_child: bool) -> Iterator[Problem]:
    if plan.from_on is None:
        yield Problem("from_on", message("Write from which day the plan is meant."))
    if plan.replaces_id and not plan.changed_because.strip():
        yield Problem("changed_because", message("Say why the plan changes."))
    if is_child and plan.permanency is None:
        yield warning("permanency", message("A child's plan has no permanency goal yet."))
    yield from _agreement(plan)


def _agreement(plan: CarePlan) -> Iterator[Problem]:
    match plan.agreement:
        case None:
            yield Problem(
                "agreement", message("Record whether the client agrees to the plan, or cannot give an opinion.")
            )
            return
        case Agreement.BY_GUARDIAN | Agreement.CANNOT if not plan.agreed_by.strip():
            yield Problem("agreed_by", message("Write who speaks for the client."))
        case Agreement.REFUSED if not plan.client_words.strip():
            yield Problem("client_words", message("Write in the client's own words what they do not agree to."))
        case Agreement.PARTLY if not plan.client_words.strip():
            yield warning("client_words", message("Write in the client's own words what they do not agree to."))
    if plan.agreed_on is None and plan.agreement is not Agreement.CANNOT:
        yield warning("agreed_on", message("The day of the agreement is not written down."))


def _unanswered(content: PlanContent, ratings: Sequence[DomainRating], words: Words) -> list[Message]:
    return [
        message(
            "{domain} is a high, urgent need: it needs a goal, or a written reason why there is none.",
            domain=words("need_domain", domain),
        )
        for domain in unanswered_needs(ratings, content.goals)
    ]


def _goals(content: PlanContent) -> Iterator[Problem]:
    if not content.goals:
        yield Problem("goals", message("The plan has no goal yet."))
    for place, goal in enumerate(content.goals):
        for problem in goal_lacks(goal, content.plan):
            yield replace(problem, field=f"goals.{place}.{problem.field}")


def goal_lacks(goal: Goal | RehabilitationGoal, plan: CarePlan | RehabilitationPlan) -> Iterator[Problem]:
    """What a goal of any plan lacks before it is submitted: its words, its measure, its day."""
    if not goal.text.strip():
        yield Problem("text", message("Write the goal."))
    if not (goal.measure.strip() or goal.instrument or (goal.from_value and goal.to_value) or any(goal.levels)):
        yield Problem("measure", message("Write how it will be seen that the goal is reached."))
    if goal.due_on is None:
        yield Problem("due_on", message("Write until when the goal is to be reached."))
    elif plan.from_on and goal.due_on < plan.from_on:
        yield Problem("due_on", message("The goal is due before the plan begins."))
    elif plan.to_on and goal.due_on > plan.to_on:
        yield warning("due_on", message("The goal is due after the plan ends."))


def _activity(activity: Activity) -> Iterator[Problem]:
    if not activity.text.strip():
        yield Problem("text", message("Write the activity."))
    named = activity.staff_member_id or activity.responsible.strip() or activity.provider.strip()
    if activity.owner is Owner.STAFF and not named:
        yield Problem("staff_member_id", message("Choose who is responsible for the activity."))
    elif activity.owner in (Owner.FAMILY, Owner.PARTNER) and not named:
        yield Problem("responsible", message("Write who is responsible for the activity."))
