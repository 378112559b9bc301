"""Forms 02 and 03: levels over time, needs without an answer, the mode of service that follows from the criteria."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.assessments import (
    Assessment,
    AssessmentKind,
    DomainRating,
    EligibilityCheck,
    NeedLevel,
)
from carebook.records.care_plans import Goal, GoalLife
from carebook.records.intake import FormState
from carebook.rules.assessments import (
    MODES,
    AssessmentFile,
    Earlier,
    default_kind,
    earlier_level,
    is_blank,
    next_day,
    problems_before_completing,
    problems_before_completing_check,
    problems_in,
    problems_in_replacing,
    problems_in_replacing_check,
    proposed_eligible,
    proposed_mode,
    unanswered_needs,
)
from carebook.rules.problem import errors, warnings
from tests import samples
from tests.stay_samples import codes

TODAY = samples.TODAY
STAY = replace(samples.episode("p1"), id="e1")
DOMAINS = (
    *("health", "education_work", "livelihood", "relations", "life_skills", "participation", "psychology", "other"),
)
HIGH, LOW = NeedLevel.HIGH, NeedLevel.LOW


def rating(domain: str = "health", level: NeedLevel | None = HIGH, **facts: object) -> DomainRating:
    return DomainRating(episode_id="e1", assessment_id="a1", domain=domain, level=level, **facts)  # type: ignore[arg-type]


def assessment(id: str = "a1", day: date | None = TODAY, done: bool = False, **facts: object) -> Assessment:
    state = FormState.COMPLETED if done else FormState.IN_PROGRESS
    given = {"assessed_on": day, "assessor_id": "s1", "state": state}
    return replace(Assessment(episode_id="e1", **(given | facts)), id=id)  # type: ignore[arg-type]


def goal(domain: str = "health", life: GoalLife = GoalLife.ACTIVE) -> Goal:
    return Goal(episode_id="e1", plan_id="k1", domain=domain, text="Đi 10 m", life=life)


# levels over time


def test_last_time_is_the_newest_completed_assessment_with_a_level() -> None:
    files = [
        AssessmentFile(assessment("a4", TODAY, done=True), (rating(level=None),)),
        AssessmentFile(assessment("a3", date(2026, 6, 1), done=True), (rating(level=LOW),)),
        AssessmentFile(assessment("a2", date(2026, 2, 1), done=True), (rating(level=HIGH), rating("psychology", LOW))),
        AssessmentFile(assessment("a5", date(2026, 11, 1)), (rating(level=NeedLevel.MEDIUM),)),
    ]
    now = assessment()
    assert earlier_level("health", now, files) == Earlier(LOW, date(2026, 6, 1))
    assert earlier_level("psychology", now, files) == Earlier(LOW, date(2026, 2, 1))
    assert earlier_level("other", now, files) is None
    assert earlier_level("health", replace(now, replaces_id="a3"), files) == Earlier(HIGH, date(2026, 2, 1))
    assert earlier_level("health", replace(now, assessed_on=date(2026, 1, 20)), files) is None
    struck = replace(files[1].assessment, withdrawn_at=datetime(2026, 11, 20, tzinfo=UTC))
    assert earlier_level("health", now, [AssessmentFile(struck, files[1].ratings)]) is None


def test_without_a_level_a_domain_is_not_assessed() -> None:
    file = AssessmentFile(assessment(), (rating("health", None), rating("psychology", NeedLevel.NONE)))
    assert file.level("health") is None
    assert file.level("other") is None
    assert file.level("psychology") is NeedLevel.NONE


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ([], AssessmentKind.INITIAL),
        ([AssessmentFile(assessment())], AssessmentKind.INITIAL),
        ([AssessmentFile(assessment(done=True))], AssessmentKind.PERIODIC),
    ],
)
def test_the_first_is_initial_the_later_ones_periodic(files: list[AssessmentFile], kind: AssessmentKind) -> None:
    assert default_kind(files) is kind


def test_the_next_day_keeps_to_the_calendar() -> None:
    assert next_day(date(2024, 2, 29), 12) == date(2025, 2, 28)


# needs and their answers


@pytest.mark.parametrize(
    ("ratings", "goals", "unanswered"),
    [
        ([rating()], [], ("health",)),
        ([rating()], [goal()], ()),
        ([rating()], [goal("psychology")], ("health",)),
        ([rating(no_goal_because="Đã có chế độ riêng")], [], ()),
        ([rating(no_goal_because="  ")], [], ("health",)),
        ([rating(level=NeedLevel.MEDIUM)], [], ()),
        ([rating(level=None)], [], ()),
        ([rating("psychology"), rating()], [], ("psychology", "health")),
        *(([rating()], [goal(life=life)], ()) for life in (GoalLife.PROPOSED, GoalLife.AGREED, GoalLife.ON_HOLD)),
        *(([rating()], [goal(life=life)], ("health",)) for life in (GoalLife.FINISHED, GoalLife.DROPPED)),
    ],
)
def test_a_high_need_asks_for_a_goal_or_a_reason(
    ratings: list[DomainRating], goals: list[Goal], unanswered: tuple[str, ...]
) -> None:
    assert unanswered_needs(ratings, goals) == unanswered


RATINGS = st.lists(
    st.builds(
        rating,
        st.sampled_from(DOMAINS),
        st.sampled_from([None, *NeedLevel]),
        no_goal_because=st.sampled_from(["", "Gia đình lo"]),
    ),
    unique_by=lambda one: one.domain,
)
GOALS = st.lists(st.builds(goal, st.sampled_from(DOMAINS), st.sampled_from(list(GoalLife))))


@given(RATINGS, GOALS, st.sampled_from(DOMAINS))
def test_a_goal_never_opens_a_need_and_a_goal_in_each_domain_closes_all(
    ratings: list[DomainRating], goals: list[Goal], domain: str
) -> None:
    before = set(unanswered_needs(ratings, goals))
    assert set(unanswered_needs(ratings, [*goals, goal(domain)])) == before - {domain}
    assert before <= {one.domain for one in ratings if one.level is HIGH}
    assert unanswered_needs(ratings, [goal(one) for one in DOMAINS]) == ()


# what is wrong


@pytest.mark.parametrize(
    ("facts", "ratings", "expected"),
    [
        ({}, [], []),
        ({"day": None}, [], [("assessed_on", "error")]),
        ({"day": TODAY + timedelta(days=1)}, [], [("assessed_on", "error")]),
        ({"day": date(1026, 1, 1)}, [], [("assessed_on", "error")]),
        ({"next_on": TODAY}, [], [("next_on", "error")]),
        ({"next_on": TODAY + timedelta(days=1)}, [], []),
        ({"summary": "á" * 20_001}, [], [("summary", "error")]),
        ({}, [rating(priority=0)], [("health.priority", "error")]),
        ({}, [rating(priority=9)], [("health.priority", "error")]),
        ({}, [rating(priority=1), rating("other", priority=1)], [("other.priority", "warning")]),
        ({}, [rating(priority=1), rating("other", priority=2)], []),
        ({}, [rating(problem="x" * 20_001)], [("health.problem", "error")]),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    facts: dict[str, object], ratings: list[DomainRating], expected: list[tuple[str, str]]
) -> None:
    found = problems_in(assessment(**facts), ratings, STAY, today=TODAY)  # type: ignore[arg-type]
    assert [(one.field, one.severity) for one in found] == expected


@pytest.mark.parametrize(
    ("facts", "lacking"),
    [
        ({}, []),
        ({"assessor_id": None}, ["assessor_id"]),
        ({"kind": AssessmentKind.UNSCHEDULED}, ["reason"]),
        ({"kind": AssessmentKind.UNSCHEDULED, "reason": "Ngã ngày 12/10"}, []),
        ({"client_informs": False}, ["informant"]),
        ({"client_informs": False, "informant": "Con trai"}, []),
    ],
)
def test_what_must_be_there_before_it_is_frozen(facts: dict[str, object], lacking: list[str]) -> None:
    ratings = [rating(domain, LOW) for domain in DOMAINS]
    found = problems_before_completing(assessment(**facts), ratings, STAY, today=TODAY, domains=DOMAINS)  # type: ignore[arg-type]
    assert [one.field for one in errors(found)] == lacking
    assert not warnings(found)


def test_a_domain_without_level_and_a_high_need_are_told_but_do_not_stop() -> None:
    ratings = [rating(), rating("psychology", LOW)]
    found = problems_before_completing(assessment(), ratings, STAY, today=TODAY, domains=DOMAINS)
    assert not errors(found)
    told = {one.field for one in warnings(found)}
    assert "health.no_goal_because" in told
    assert {field for field in told if field.endswith(".level")} == {
        f"{domain}.level" for domain in DOMAINS if domain not in ("health", "psychology")
    }


def test_an_assessment_without_any_level_is_not_one() -> None:
    found = problems_before_completing(assessment(), [rating(level=None)], STAY, today=TODAY, domains=DOMAINS)
    assert [one.field for one in errors(found)] == [""]


@pytest.mark.parametrize(
    ("facts", "blank"),
    [
        ({"level": None}, True),
        ({"level": NeedLevel.NONE}, False),
        ({"level": None, "problem": " "}, True),
        ({"level": None, "strengths": "Con gái"}, False),
        ({"level": None, "priority": 1}, False),
        ({"level": None, "services": ("rehab",)}, False),
        ({"level": None, "scores": ("x",)}, False),
    ],
)
def test_what_nobody_wrote_is_not_kept(facts: dict[str, object], blank: bool) -> None:
    assert is_blank(rating(**facts)) is blank  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "others", "refused"),
    [
        (assessment(""), [], None),
        (assessment(""), [assessment("a2", done=True)], None),
        (assessment(""), [assessment("a2")], ""),
        (assessment("", replaces_id="a2"), [assessment("a2", done=True)], "replaced_because"),
        (assessment("", replaces_id="a2", replaced_because="Sai mức"), [assessment("a2", done=True)], None),
        (assessment("", replaces_id="a9", replaced_because="Sai mức"), [assessment("a2", done=True)], ""),
    ],
)
def test_one_assessment_at_a_time(new: Assessment, others: list[Assessment], refused: str | None) -> None:
    assert [one.field for one in problems_in_replacing(new, others)] == ([] if refused is None else [refused])


# form 03


@pytest.mark.parametrize(
    ("criteria", "mode", "eligible"),
    [
        ((), None, None),
        (("emergency",), "emergency", False),
        (("long_term", "qualified"), "long_term", True),
        (("continuous", "qualified"), "continuous", True),
        (("rotating", "qualified"), "respite_rotating", True),
        (("day_care", "qualified"), "day_care", True),
        (("voluntary", "qualified"), "voluntary", True),
        (("qualified",), None, False),
        (("voluntary", "emergency", "qualified"), "emergency", True),
        (("day_care", "long_term"), "long_term", False),
    ],
)
def test_the_mode_of_service_that_follows(criteria: tuple[str, ...], mode: str | None, eligible: bool | None) -> None:
    assert proposed_mode(criteria) == mode
    assert proposed_eligible(criteria) is eligible


def test_every_criterion_and_mode_is_in_the_code_lists() -> None:
    listed = {
        name: [c.code for c in codes() if c.list_name == name] for name in ("eligibility_criterion", "service_mode")
    }
    assert listed["eligibility_criterion"] == [*MODES, "qualified"]
    assert listed["service_mode"] == list(MODES.values())
    every = chain.from_iterable(combinations(listed["eligibility_criterion"], n) for n in range(8))
    assert all(proposed_mode(held) in {None, *MODES.values()} for held in every)


def check(**facts: object) -> EligibilityCheck:
    given = {
        "checked_on": TODAY,
        "checker_id": "s1",
        "criteria": ("long_term", "qualified"),
        "service_mode": "long_term",
        "eligible": True,
    }
    return EligibilityCheck(episode_id="e1", **(given | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "lacking"),
    [
        ({}, []),
        ({"checked_on": None}, ["checked_on"]),
        ({"checked_on": TODAY + timedelta(days=1)}, ["checked_on"]),
        ({"checker_id": None}, ["checker_id"]),
        ({"eligible": None}, ["eligible"]),
        ({"service_mode": None}, ["service_mode"]),
        ({"service_mode": "continuous"}, ["reason"]),
        ({"service_mode": "continuous", "reason": "Cần người trực đêm"}, []),
        ({"eligible": False}, ["reason"]),
        ({"eligible": False, "service_mode": None, "reason": "Còn con nuôi dưỡng"}, []),
        ({"criteria": ("long_term",)}, ["reason"]),
    ],
)
def test_what_form_03_must_have(facts: dict[str, object], lacking: list[str]) -> None:
    found = problems_before_completing_check(check(**facts), STAY, today=TODAY)
    assert [one.field for one in errors(found)] == lacking


@pytest.mark.parametrize(
    ("new", "others", "refused"),
    [
        (check(), [], None),
        (check(), [replace(check(), id="c1")], ""),
        (check(), [replace(check(state=FormState.COMPLETED), id="c1")], ""),
        (check(replaces_id="c1"), [replace(check(state=FormState.COMPLETED), id="c1")], "replaced_because"),
        (
            check(replaces_id="c1", replaced_because="Đổi hình thức"),
            [replace(check(state=FormState.COMPLETED), id="c1")],
            None,
        ),
    ],
)
def test_form_03_is_replaced_with_a_reason(
    new: EligibilityCheck, others: list[EligibilityCheck], refused: str | None
) -> None:
    assert [one.field for one in problems_in_replacing_check(new, others)] == ([] if refused is None else [refused])
