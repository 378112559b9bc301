"""What a draft may not hold, what stands before submitting, and how the next version starts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from carebook.records.assessments import DomainRating, NeedLevel
from carebook.records.care_plans import (
    Achievement,
    Activity,
    Agreement,
    CarePlan,
    DailyHelp,
    Goal,
    GoalLife,
    Owner,
    PlanState,
    Risk,
)
from carebook.rules.care_plans import PlanContent, new_version_of, problems_before_submitting, problems_in
from carebook.rules.problem import Problem

TODAY = date(2026, 11, 22)
FROM = date(2026, 12, 1)


def goal(**given: Any) -> Goal:
    facts: dict[str, Any] = {"thread": "t", "text": "Đi 20 m", "measure": "mét", "due_on": date(2027, 1, 1)}
    return Goal(**{"episode_id": "", "plan_id": ""} | facts | given)


def activity(**given: Any) -> Activity:
    return Activity(**{"episode_id": "", "plan_id": "", "text": "Tập đi", "staff_member_id": "s"} | given)


def risk(**given: Any) -> Risk:
    return Risk(**{"episode_id": "", "plan_id": "", "text": "Ngã", "response": "Đèn ngủ"} | given)


def content(*parts: Any, **header: Any) -> PlanContent:
    """A plan nothing stands against, with those parts in place of its own."""
    facts: dict[str, Any] = {
        "from_on": FROM,
        "to_on": date(2027, 6, 1),
        "agreement": Agreement.AGREED,
        "agreed_on": TODAY,
    }
    plan = CarePlan(**{"episode_id": ""} | facts | header)
    goals = tuple(p for p in parts if isinstance(p, Goal)) or (goal(),)
    risks = tuple(p for p in parts if isinstance(p, Risk)) or (risk(),)
    return PlanContent(plan, goals, tuple(p for p in parts if isinstance(p, Activity)), risks)


def told(found: list[Problem]) -> set[tuple[str, str]]:
    return {(p.field, p.severity) for p in found}


def before(written: PlanContent, *ratings: DomainRating, **given: Any) -> set[tuple[str, str]]:
    return told(problems_before_submitting(written, ratings, today=TODAY, **given))


def test_a_whole_plan_has_no_problems() -> None:
    assert before(content(activity())) == set()


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (content(to_on=date(2026, 11, 30)), "to_on"),
        (content(review_on=FROM), "review_on"),
        (content(review_every_months=0), "review_every_months"),
        (content(review_every_months=13), "review_every_months"),
        (content(agreed_on=date(2026, 11, 23)), "agreed_on"),
        (content(from_on=date(1026, 12, 1)), "from_on"),
        (content(to_on=date(2126, 12, 1)), "to_on"),
        (content(goal(due_on=date(1027, 1, 1))), "goals.0.due_on"),
        (content(goal(), goal(importance=4)), "goals.1.importance"),
        (content(goal(text="a" * 10_001)), "goals.0.text"),
        (content(activity(from_on=FROM, to_on=TODAY)), "activities.0.to_on"),
        (content(activity(cost=-1)), "activities.0.cost"),
        (content(activity(goal_id="gone")), "activities.0.goal_id"),
        (content(risk(text="🙂" * 10_001)), "risks.0.text"),
    ],
)
def test_what_not_even_a_draft_may_hold(written: PlanContent, field: str) -> None:
    assert told(problems_in(written, today=TODAY)) == {(field, "error")}
    assert (field, "error") in before(written)


def test_a_draft_may_be_empty() -> None:
    empty = PlanContent(CarePlan(episode_id=""), (Goal(episode_id="", plan_id=""),))
    assert problems_in(empty, today=TODAY) == []


@pytest.mark.parametrize("key", ["id", "thread"])
def test_an_activity_names_its_goal_by_id_or_thread(key: str) -> None:
    written = content(goal(id="g-1"), activity(goal_id={"id": "g-1", "thread": "t"}[key]))
    assert problems_in(written, today=TODAY) == []
    assert written.thread_of(written.activities[0]) == "t"


@pytest.mark.parametrize(
    ("written", "field", "severity"),
    [
        (replace(content(), goals=()), "goals", "error"),
        (content(from_on=None), "from_on", "error"),
        (content(replaces_id="v1"), "changed_because", "error"),
        (content(agreement=None, agreed_on=None), "agreement", "error"),
        (content(agreement=Agreement.CANNOT), "agreed_by", "error"),
        (content(agreement=Agreement.BY_GUARDIAN), "agreed_by", "error"),
        (content(agreement=Agreement.REFUSED), "client_words", "error"),
        (content(agreement=Agreement.PARTLY), "client_words", "warning"),
        (content(agreed_on=None), "agreed_on", "warning"),
        (content(goal(text=" ")), "goals.0.text", "error"),
        (content(goal(measure="")), "goals.0.measure", "error"),
        (content(goal(due_on=None)), "goals.0.due_on", "error"),
        (content(goal(due_on=date(2026, 11, 30))), "goals.0.due_on", "error"),
        (content(goal(due_on=date(2027, 6, 2))), "goals.0.due_on", "warning"),
        (content(activity(text="")), "activities.0.text", "error"),
        (content(activity(staff_member_id=None)), "activities.0.staff_member_id", "error"),
        (content(activity(owner=Owner.FAMILY, staff_member_id=None)), "activities.0.responsible", "error"),
        (content(risk(text="")), "risks.0.text", "error"),
        (content(risk(response="")), "risks.0.response", "error"),
        (replace(content(), risks=()), "risks", "warning"),
    ],
)
def test_what_stands_before_submitting(written: PlanContent, field: str, severity: str) -> None:
    assert before(written) == {(field, severity)}


@pytest.mark.parametrize(
    "written",
    [
        content(agreement=Agreement.CANNOT, agreed_by="Trần Văn Sơn", agreed_on=None),
        content(goal(measure="", from_value="35 giây", to_value="20 giây")),
        content(goal(measure="", levels=("", "", "đi 10 m", "", ""))),
        content(goal(measure="", instrument="barthel")),
        content(activity(owner=Owner.CLIENT, staff_member_id=None)),
        content(activity(owner=Owner.PARTNER, staff_member_id=None, provider="Trạm y tế")),
    ],
)
def test_what_is_enough(written: PlanContent) -> None:
    assert before(written) == set()


def test_a_child_should_have_a_permanency_goal() -> None:
    assert before(content(), is_child=True) == {("permanency", "warning")}
    assert before(content(permanency="kin"), is_child=True) == set()


def rating(level: NeedLevel, **given: Any) -> DomainRating:
    facts: dict[str, Any] = {"episode_id": "", "assessment_id": "", "domain": "psychology", "level": level}
    return DomainRating(**facts | given)


@pytest.mark.parametrize(
    ("rated", "goals", "missing"),
    [
        (rating(NeedLevel.HIGH), (goal(),), True),
        (rating(NeedLevel.MEDIUM), (goal(),), False),
        (rating(NeedLevel.HIGH), (goal(), goal(domain="psychology")), False),
        (rating(NeedLevel.HIGH, no_goal_because="đã có bác sĩ điều trị"), (goal(),), False),
    ],
)
def test_a_high_need_has_a_goal_or_a_reason(rated: DomainRating, goals: tuple[Goal, ...], missing: bool) -> None:
    written = content(*goals)
    assert before(written, rated) == ({("goals", "error")} if missing else set())
    assert told(problems_in(written, [rated], today=TODAY)) == ({("goals", "warning")} if missing else set())


@dataclass(frozen=True)
class Kept:
    content: PlanContent


def test_the_next_version_asks_anew_what_was_agreed_and_copies_the_rest() -> None:
    first = PlanContent(
        CarePlan(
            id="v1",
            episode_id="e",
            number=1,
            state=PlanState.APPROVED,
            round=2,
            from_on=FROM,
            agreement=Agreement.AGREED,
            agreed_on=TODAY,
            general_goal="Đi lại được",
            changed_because="cũ",
        ),
        (
            goal(id="g1", plan_id="v1", life=GoalLife.ACTIVE, achievement=Achievement.PARTLY),
            goal(id="g2", plan_id="v1", thread="u", life=GoalLife.DROPPED),
        ),
        (
            activity(id="a1", plan_id="v1", goal_id="g1"),
            activity(id="a2", plan_id="v1", goal_id="g2"),
            activity(id="a3", plan_id="v1"),
        ),
        (risk(id="r1", plan_id="v1"),),
        (DailyHelp(id="h1", episode_id="e", plan_id="v1", kind="bathing"),),
    )
    copy = new_version_of(Kept(first))
    plan = copy.plan
    assert (plan.id, plan.replaces_id, plan.state, plan.round, plan.general_goal) == (
        "",
        "v1",
        PlanState.DRAFT,
        0,
        "Đi lại được",
    )
    assert (plan.agreement, plan.agreed_on, plan.from_on, plan.changed_because) == (None, None, None, "")
    assert [(g.id, g.thread, g.plan_id, g.achievement) for g in copy.goals] == [("", "t", "", Achievement.PARTLY)]
    assert [(a.id, a.goal_id) for a in copy.activities] == [("", "t"), ("", None)]
    assert [(r.id, r.plan_id) for r in copy.risks] + [(h.id, h.plan_id) for h in copy.helps] == [("", ""), ("", "")]
