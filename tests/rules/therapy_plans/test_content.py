"""What a rehabilitation plan may not say, what it must say before it is submitted, and how the next version begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from carebook.records.care_plans import Agreement, GoalLife
from carebook.records.rehabilitation import FunctionRating, RehabilitationGoal
from carebook.rules.problem import Problem
from carebook.rules.therapy_plans import (
    TherapyPlanContent,
    new_version_of,
    problems_before_submitting,
    problems_in,
)
from tests.actions.therapy_plan_samples import content

TODAY = date(2026, 11, 22)


def whole(**given: Any) -> TherapyPlanContent:
    return content("stay", "doctor", **given)


def therapy(**given: Any) -> TherapyPlanContent:
    plan = whole()
    return replace(plan, therapies=(replace(plan.therapies[0], **given),))


def goal(**given: Any) -> TherapyPlanContent:
    plan = whole()
    return replace(plan, goals=(replace(plan.goals[0], **given),))


def function(**given: Any) -> TherapyPlanContent:
    plan = whole()
    return replace(plan, functions=(replace(plan.functions[0], **given),))


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(one.field, one.severity) for one in problems]


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (whole(to_on=date(2026, 11, 1)), "to_on"),
        (whole(from_on=date(1026, 11, 22), to_on=None), "from_on"),
        (whole(review_on=date(2026, 11, 22)), "review_on"),
        (whole(review_every_weeks=0), "review_every_weeks"),
        (whole(review_every_weeks=27), "review_every_weeks"),
        (whole(ordered_on=date(2026, 11, 23)), "ordered_on"),
        (whole(consent_on=date(2026, 11, 23)), "consent_on"),
        (whole(indication="a" * 10_001), "indication"),
        (therapy(per_week=0), "therapies.0.per_week"),
        (therapy(per_week=22), "therapies.0.per_week"),
        (therapy(sessions=501), "therapies.0.sessions"),
        (therapy(minutes=4), "therapies.0.minutes"),
        (therapy(minutes=241), "therapies.0.minutes"),
        (therapy(fee=-1), "therapies.0.fee"),
        (goal(importance=4), "goals.0.importance"),
        (goal(due_on=date(1926, 1, 1), difficulty=0), "goals.0.difficulty"),
        (goal(levels=("một", "hai")), "goals.0.levels"),
        (goal(text="a" * 10_001), "goals.0.text"),
    ],
)
def test_what_no_draft_may_hold(plan: TherapyPlanContent, field: str) -> None:
    assert told(problems_in(plan, today=TODAY)) == [(field, "error")]


def test_an_icf_code_stands_once() -> None:
    plan = whole()
    twice = replace(plan, functions=(*plan.functions, *plan.functions))
    assert [one.field for one in problems_in(twice, today=TODAY)] == ["functions.0.code", "functions.1.code"]
    blank = FunctionRating(episode_id="stay", therapy_plan_id="", code="")
    assert problems_in(replace(plan, functions=(blank, blank)), today=TODAY) == []


def test_a_bare_draft_may_be_kept_and_a_whole_one_submitted() -> None:
    bare = TherapyPlanContent(replace(whole().plan, indication="", consent=None, ordered_by_id=None))
    assert problems_in(bare, today=TODAY) == []
    assert problems_before_submitting(whole(), today=TODAY) == []


@pytest.mark.parametrize(
    ("plan", "field", "severity"),
    [
        (whole(indication=" "), "indication", "error"),
        (whole(ordered_by_id=None), "ordered_by_id", "error"),
        (whole(from_on=None), "from_on", "error"),
        (whole(replaces_id="earlier"), "changed_because", "error"),
        (whole(contraindications=""), "contraindications", "warning"),
        (whole(consent=None), "consent", "error"),
        (whole(consent=Agreement.REFUSED), "consent", "error"),
        (whole(consent=Agreement.BY_GUARDIAN, consent_by=""), "consent_by", "error"),
        (whole(consent=Agreement.CANNOT, consent_by="", consent_on=None), "consent_by", "error"),
        (whole(consent_on=None), "consent_on", "warning"),
        (replace(whole(), goals=()), "goals", "error"),
        (replace(whole(), therapies=()), "therapies", "error"),
        (replace(whole(), functions=()), "functions", "warning"),
        (therapy(per_week=None), "therapies.0.per_week", "error"),
        (therapy(sessions=None), "therapies.0.sessions", "error"),
        (therapy(minutes=None), "therapies.0.minutes", "error"),
        (therapy(therapist_id=None), "therapies.0.therapist_id", "warning"),
        (goal(text=""), "goals.0.text", "error"),
        (goal(due_on=None), "goals.0.due_on", "error"),
        (goal(due_on=date(2026, 11, 1)), "goals.0.due_on", "error"),
        (goal(due_on=date(2027, 6, 1)), "goals.0.due_on", "warning"),
        (goal(levels=()), "goals.0.levels", "warning"),
        (goal(levels=("", "Đi 5 m", "Đi 10 m", "", "Đi 20 m")), "goals.0.levels", "error"),
        (goal(care_thread="gone"), "goals.0.care_thread", "warning"),
        (function(code=""), "functions.0.code", "error"),
        (function(qualifier=None), "functions.0.qualifier", "error"),
    ],
)
def test_what_stands_before_the_approver(plan: TherapyPlanContent, field: str, severity: str) -> None:
    assert told(problems_before_submitting(plan, today=TODAY)) == [(field, severity)]


def test_the_therapy_serves_the_care_plan_where_there_is_one() -> None:
    assert told(problems_before_submitting(whole(), {"walk outside"}, today=TODAY)) == [("goals", "warning")]
    serving = goal(care_thread="walk outside")
    assert problems_before_submitting(serving, {"walk outside"}, today=TODAY) == []


def test_the_next_version_copies_what_goes_on_and_asks_the_rest_anew() -> None:
    before = whole(review_every_weeks=4, precautions="Nguy cơ ngã", devices="Khung", home_programme="Nắm tay")
    reached = RehabilitationGoal(
        id="g2", version=3, episode_id="stay", therapy_plan_id="p1", thread="sit", text="Ngồi", life=GoalLife.FINISHED
    )
    kept = replace(before.goals[0], id="g1", version=2, therapy_plan_id="p1", life=GoalLife.ACTIVE)
    before = replace(before, plan=replace(before.plan, id="p1", version=5), goals=(kept, reached))
    made = new_version_of(SimpleNamespace(content=before))
    asked_anew = ("ordered_by_id", "ordered_on", "from_on", "to_on", "consent", "consent_on", "consent_by")
    blank = type(before.plan)(episode_id="stay")
    assert all(getattr(made.plan, name) == getattr(blank, name) for name in asked_anew)
    copied = ("diagnosis", "indication", "contraindications", "precautions", "devices", "home_programme")
    assert all(getattr(made.plan, name) == getattr(before.plan, name) for name in copied)
    assert (made.plan.id, made.plan.replaces_id, made.plan.review_every_weeks) == ("", "p1", 4)
    assert [(one.id, one.thread, one.levels) for one in made.goals] == [("", "walk", kept.levels)]
    assert [one.id for one in (*made.therapies, *made.functions)] == ["", ""]
