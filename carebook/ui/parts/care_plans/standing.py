"""Where a version of a plan stands, a goal too: its word, the shape beside it, and the tone of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook import dates
from carebook.records import enum_words
from carebook.records.care_plans import Achievement, CarePlan, Goal, GoalLife, PlanState
from carebook.records.groups import GroupMember
from carebook.records.rehabilitation import RehabilitationGoal, RehabilitationPlan
from carebook.words import _, pgettext


@dataclass(frozen=True)
class Standing:
    """A word with its shape (one of ``labels.SHAPES``) and tone, so that colour alone never tells."""

    words: str
    shape: str
    tone: str


def standing_of(standing: str) -> Standing:
    """How the ``standing`` of a version (see ``PlanFile``) is said. KeyError: no such standing."""
    return {
        "draft": Standing(enum_words.said(PlanState.DRAFT), "ring", "text2"),
        "awaiting": Standing(enum_words.said(PlanState.SUBMITTED), "half", "warn"),
        "returned": Standing(enum_words.said(PlanState.RETURNED), "cross", "danger"),
        "withdrawn": Standing(enum_words.said(PlanState.WITHDRAWN), "dash", "text2"),
        "in_force": Standing(_("In force"), "full", "ok"),
        "approved": Standing(enum_words.said(PlanState.APPROVED), "full", "text2"),
        "replaced": Standing(pgettext("plan", "Replaced"), "dash", "text2"),
        "ended": Standing(enum_words.said(PlanState.ENDED), "square", "text2"),
    }[standing]


def version_words(plan: CarePlan | RehabilitationPlan) -> str:
    """ "Version 3", and which time it was submitted once that was more than once."""
    words = _("Version {n}").format(n=plan.number)
    return words if plan.round < 2 else f"{words} · {_('submitted {n} times').format(n=plan.round)}"


def term_of(plan: CarePlan | RehabilitationPlan) -> str:
    """The days the plan is made for: "01/12/2026 – 31/05/2027", "" when none is set."""
    return days_words(plan.from_on, plan.to_on)


def days_words(first: date | None, last: date | None) -> str:
    """From one day to another, either of which may be open: "từ 01/12/2026"."""
    if first is not None and last is not None:
        return f"{dates.written(first)} – {dates.written(last)}"
    if first is not None:
        return _("from {day}").format(day=dates.written(first))
    return _("until {day}").format(day=dates.written(last)) if last is not None else ""


_LIVES = {
    GoalLife.PROPOSED: ("ring", "text2"),
    GoalLife.AGREED: ("ring", "ok"),
    GoalLife.ACTIVE: ("half", "ok"),
    GoalLife.ON_HOLD: ("dash", "warn"),
    GoalLife.FINISHED: ("full", "ok"),
    GoalLife.DROPPED: ("cross", "text2"),
}
_ACHIEVEMENTS = {
    Achievement.NOT_RATED: ("ring", "text2"),
    Achievement.ACHIEVED: ("full", "ok"),
    Achievement.PARTLY: ("half", "warn"),
    Achievement.NOT_ACHIEVED: ("cross", "danger"),
    Achievement.NO_LONGER: ("dash", "text2"),
}


def life_of(goal: Goal | RehabilitationGoal) -> Standing:
    """Whether the goal is being followed."""
    return Standing(enum_words.said(goal.life), *_LIVES[goal.life])


def achievement_of(goal: Goal | RehabilitationGoal | GroupMember) -> Standing:
    """How far the goal was reached when it was rated last."""
    return Standing(enum_words.said(goal.achievement), *_ACHIEVEMENTS[goal.achievement])
