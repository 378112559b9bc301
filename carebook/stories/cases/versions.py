"""A version of a plan as a story tells it, and how it becomes one in the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from carebook.records.care_plans import (
    Activity,
    Agreement,
    CarePlan,
    DailyHelp,
    Degree,
    Goal,
    GoalLife,
    HelpLevel,
    Risk,
)
from carebook.rules.care_plans import PlanContent, new_version_of
from carebook.store import care_plans as plan_store
from carebook.store.book import new_id
from carebook.stories.stage import Stage

_LEVELS = (
    "như lúc bắt đầu hoặc kém hơn",
    "được một phần",
    "đạt như mong đợi",
    "hơn mong đợi",
    "hơn nhiều so với mong đợi",
)


@dataclass(frozen=True, kw_only=True)
class Doing:
    """An activity of a goal: what, how often, by whom (the key of a staff member, or words)."""

    text: str
    often: str = ""
    who: str = ""
    by: str = ""
    urgent: bool = False
    cost: int | None = None
    service: str | None = None


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A goal as it is told: words, how it is measured, from where to where, until when (days ahead of today)."""

    text: str
    domain: str = "health"
    measure: str = ""
    start: str = ""
    target: str = ""
    due_on: date
    doings: Sequence[Doing] = ()
    weight: tuple[int, int] | None = None
    scale: str = ""


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a plan as it is told; goals that carry the words of an earlier one go on with its thread."""

    aims: Sequence[Aim]
    why: str = ""
    general: str = ""
    permanency: str | None = None
    permanency_note: str = ""
    risks: Sequence[tuple[str, str, str, str]] = ()
    helps: Mapping[str, str] = field(default_factory=dict)
    agreement: Agreement = Agreement.AGREED
    agreed_by: str = ""
    client_words: str = ""
    participants: str = ""
    every_months: int | None = None
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a version came about: drafted and submitted by ``who``, perhaps returned and submitted again, approved by ``head``.

    ``returned`` is (the day, who, the opinion, what was added, the words of its goal); ``approved_on`` None: it still waits.
    """

    who: str
    drafted_on: date
    version: Version
    submitted_on: date
    approved_on: date | None
    head: str = "GD"
    passed: str = ""
    returned: tuple[date, str, str, Doing, str] | None = None
    again_on: date | None = None

    @property
    def submitted_at(self) -> str:
        """The hour of submitting: the next morning, or the afternoon of the day it was drafted."""
        return "08:20" if self.submitted_on > self.drafted_on else "14:20"

    @property
    def approved_at(self) -> str:
        """The hour of approval, after that of submitting."""
        return "14:10" if self.approved_on != self.submitted_on else "16:40"


def content_of(stage: Stage, key: str, day: date, version: Version) -> PlanContent:
    """The next version as a page would save it, begun from the plan in force; activities name their goal by its thread."""
    episode_id = stage.folk[key].episode_id
    before = plan_store.plan_in_force(stage.reader, episode_id)
    content = new_version_of(before) if before else PlanContent(CarePlan(episode_id=episode_id))
    threads = {goal.text: goal.thread for goal in content.goals}
    goals: list[Goal] = []
    activities: list[Activity] = []
    for place, aim in enumerate(version.aims):
        goal = Goal(
            episode_id=episode_id,
            plan_id="",
            thread=threads.get(aim.text) or new_id(),
            position=place,
            domain=aim.domain,
            text=aim.text,
            measure=aim.measure or aim.text,
            instrument=aim.scale,
            from_value=aim.start,
            to_value=aim.target,
            due_on=aim.due_on,
            life=GoalLife.AGREED,
            importance=aim.weight[0] if aim.weight else None,
            difficulty=aim.weight[1] if aim.weight else None,
            levels=_LEVELS if aim.weight else (),
        )
        goals.append(goal)
        activities += [
            activity_of(stage, goal, doing, goal.thread, len(activities) + n) for n, doing in enumerate(aim.doings)
        ]
    plan = replace(
        content.plan,
        changed_because=version.why,
        from_on=day,
        review_on=version.review_on,
        review_every_months=version.every_months or content.plan.review_every_months,
        general_goal=version.general or content.plan.general_goal,
        permanency=version.permanency or content.plan.permanency,
        permanency_note=version.permanency_note or content.plan.permanency_note,
        participants=version.participants or content.plan.participants,
        agreement=version.agreement,
        agreed_by=version.agreed_by,
        agreed_on=day,
        client_words=version.client_words,
    )
    risks = tuple(
        Risk(
            episode_id=episode_id,
            plan_id="",
            position=n,
            text=text,
            likelihood=_degree(likely),
            impact=_degree(bad),
            response=answer,
        )
        for n, (text, likely, bad, answer) in enumerate(version.risks)
    )
    helps = tuple(
        DailyHelp(episode_id=episode_id, plan_id="", kind=kind, level=HelpLevel(level))
        for kind, level in version.helps.items()
    )
    return PlanContent(plan, tuple(goals), tuple(activities), risks or content.risks, helps or content.helps)


def activity_of(stage: Stage, goal: Goal, doing: Doing, goal_id: str, position: int) -> Activity:
    """An activity of a goal."""
    return Activity(
        episode_id=goal.episode_id,
        plan_id=goal.plan_id,
        goal_id=goal_id,
        position=position,
        text=doing.text,
        urgent=doing.urgent,
        frequency=doing.often,
        staff_member_id=stage.staff(doing.who),
        responsible=doing.by,
        cost=doing.cost,
        service=doing.service,
    )


def _degree(words: str) -> Degree:
    return {"thấp": Degree.LOW, "vừa": Degree.MEDIUM, "cao": Degree.HIGH, "nặng": Degree.HIGH}[words]
