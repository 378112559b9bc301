"""Every kind of due thing of a case: before, on and after its day, done; nothing twice, nothing of a closed stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.case_facts import CaseFacts, Job, Need, ReturnedPlan, ScaleResult, WaitingPlan
from carebook.records.codes import HolidayRow
from carebook.rules.due import days_late
from carebook.words import message
from tests.rules.casework.cases import START, TODAY, called, case, kinds, result, settled


def test_a_settled_case_asks_for_nothing() -> None:
    assert called(settled()) == []


KINDS = [
    # kind, the case, the day it is due, the page that ends it, what done looks like
    ("intake_form", case(), date(2026, 6, 8), "intake", {"intake": "completed"}),
    ("initial_assessment", case(), date(2026, 6, 15), "assessments", {"assessed_on": date(2026, 6, 5)}),
    (
        "periodic_assessment",
        settled(assessed_on=date(2025, 11, 30), start_on=date(2025, 1, 1)),
        date(2026, 11, 30),
        "assessments",
        {"assessed_on": date(2026, 11, 20)},
    ),
    (
        "periodic_assessment",
        settled(assess_again_on=date(2026, 11, 25)),
        date(2026, 11, 25),
        "assessments",
        {"assessed_on": date(2026, 11, 20), "assess_again_on": None},
    ),
    (
        "first_plan",
        case(intake="completed", assessed_on=date(2026, 6, 5)),
        date(2026, 6, 15),
        "care_plans",
        {"plan_id": "plan1", "review_on": date(2027, 1, 1), "approved_on": TODAY},
    ),
    (
        "plan_approval",
        settled(waiting=WaitingPlan("plan3", 3, date(2026, 11, 17), "worker", "Trưởng phòng", ("head",))),
        date(2026, 11, 20),
        "approvals",
        {"waiting": None},
    ),
    (
        "returned_plan",
        settled(returned=ReturnedPlan("plan3", 3, date(2026, 11, 17), "author")),
        date(2026, 11, 20),
        "care_plans",
        {"returned": None},
    ),
    (
        "plan_review",
        settled(review_on=date(2026, 11, 25)),
        date(2026, 11, 25),
        "care_plans",
        {"reviewed_on": TODAY, "review_on": date(2027, 2, 20)},
    ),
    ("no_note", settled(noted_on=date(2026, 10, 20)), date(2026, 11, 20), "person", {"noted_on": TODAY}),
    (
        "vocational_plan",
        settled(born=PartialDate("2013-11-25")),
        date(2026, 11, 25),
        "care_plans",
        {"goal_domains": frozenset({"education_work"})},
    ),
    (
        "closure_form",
        settled(end_on=date(2026, 11, 13)),
        date(2026, 11, 20),
        "closures",
        {"closure": "completed"},
    ),
    (
        "employment_first_check",
        settled(jobs=(Job("j1", date(2026, 8, 22)),)),
        date(2026, 11, 22),
        "person",
        {"jobs": (Job("j1", date(2026, 8, 22), kept_3_months=True),)},
    ),
    (
        "employment_second_check",
        settled(jobs=(Job("j1", date(2026, 5, 22), kept_3_months=True),)),
        date(2026, 11, 22),
        "person",
        {"jobs": (Job("j1", date(2026, 5, 22), kept_3_months=True, kept_6_months=False),)},
    ),
]


@pytest.mark.parametrize(("kind", "facts", "due_on", "page", "done"), KINDS)
def test_every_kind_before_on_and_after_its_day(
    kind: str, facts: CaseFacts, due_on: date, page: str, done: dict[str, Any]
) -> None:
    for today in (due_on - timedelta(days=1), due_on, due_on + timedelta(days=3)):
        if kind == "no_note" and today < due_on:
            assert kind not in kinds(called(facts, today))
            continue
        found = [item for item in called(facts, today) if item.kind == kind]
        assert [(item.due_on, item.page) for item in found] == [(due_on, page)]
        assert days_late(found[0], today) == (today - due_on).days
        assert found[0].why.id.startswith("because")
        assert found[0].basis is not None
    assert kind not in kinds(called(replace(facts, **done)))


def test_what_comes_back_is_called_fourteen_days_ahead_unless_all_is_asked_for() -> None:
    facts = settled(review_on=date(2026, 12, 5))
    assert called(facts) == []
    assert kinds(called(facts, date(2026, 11, 21))) == ["plan_review"]
    assert "plan_review" in kinds(called(facts, ahead=None))


def test_the_owner_is_the_case_manager_an_approval_is_everybodys_of_the_tier_and_a_return_the_authors() -> None:
    waiting = WaitingPlan("plan3", 3, TODAY, "author", "Trưởng phòng", ("head",))
    facts = settled(review_on=TODAY, waiting=waiting, returned=ReturnedPlan("plan4", 4, TODAY, "author"))
    found = {item.kind: item for item in called(facts)}
    assert found["plan_review"].owner == "worker"
    assert (found["plan_approval"].owner, found["plan_approval"].roles) == (None, ("head",))
    assert found["returned_plan"].owner == "author"


def test_the_centers_own_days_off_move_the_deadline() -> None:
    (item, *_) = called(case(), date(2026, 6, 2), own=[HolidayRow(day=date(2026, 6, 3))])
    assert (item.kind, item.due_on, item.in_working_days) == ("intake_form", date(2026, 6, 9), True)


def test_who_was_there_before_the_book_runs_from_its_first_day() -> None:
    (item, *_) = called(case(start_on=date(2015, 1, 1)), date(2026, 6, 2), complete_from=START)
    assert (item.kind, item.due_on) == ("initial_assessment", date(2026, 6, 15))  # form 01 of theirs lies on paper
    assert item.why == message("because the book began on {date}", date="01/06/2026")


def test_a_plan_is_asked_for_once_needs_are_assessed_and_not_while_one_waits() -> None:
    assert "first_plan" not in kinds(called(case()))
    waiting = case(assessed_on=START, waiting=WaitingPlan("plan1", 1, TODAY))
    assert "first_plan" not in kinds(called(waiting))


def test_a_job_that_ended_is_not_asked_about_and_one_of_who_left_is() -> None:
    assert called(settled(jobs=(Job("j1", date(2026, 8, 10), date(2026, 9, 1)),))) == []
    left = settled(end_on=date(2026, 9, 1), closure="completed", jobs=(Job("j1", date(2026, 8, 10)),))
    assert kinds(called(left)) == ["employment_first_check"]


def test_each_scale_is_repeated_from_its_newest_sheet() -> None:
    sheets = (
        result(date(2026, 8, 20), next_on=date(2026, 11, 20)),
        result(date(2026, 5, 20), next_on=date(2026, 8, 20)),
        result(date(2026, 8, 1), instrument="phq_9", title="PHQ-9", next_on=date(2027, 2, 1)),
        result(date(2026, 8, 1), instrument="pain", title="NRS"),
    )
    (item,) = called(settled(), TODAY, *sheets)
    assert (item.key, item.due_on) == ("instrument_repeat:barthel", date(2026, 11, 20))
    assert dict(item.about) == {"episode_id": "e1", "code": "barthel"}
    assert item.by_law is False


# Laws

_days = st.dates(date(2025, 1, 1), date(2027, 6, 1))
_maybe = st.none() | _days
_cases = st.builds(
    case,
    start_on=_days,
    end_on=_maybe,
    intake=st.sampled_from(["", "in_progress", "completed"]),
    assessed_on=_maybe,
    assess_again_on=_maybe,
    needs=st.lists(st.builds(Need, st.sampled_from(["health", "other"]), st.just("Lĩnh vực"), st.integers(0, 3))),
    plan_id=st.sampled_from(["", "plan1"]),
    approved_on=_days,
    reviewed_on=_maybe,
    review_on=_maybe,
    waiting=st.none() | st.builds(WaitingPlan, st.just("w"), st.just(3), _days),
    returned=st.none() | st.builds(ReturnedPlan, st.just("r"), st.just(4), _days),
    born=st.none() | st.sampled_from([PartialDate("2013"), PartialDate("1945"), PartialDate("")]),
    closure=st.sampled_from(["", "in_progress", "completed"]),
    noted_on=_maybe,
    documented=st.booleans(),
)
_results = st.lists(
    st.builds(
        ScaleResult,
        st.sampled_from(["barthel", "phq_9"]),
        st.just("Barthel"),
        _days,
        st.none() | st.integers(0, 4),
        st.just("mức"),
        st.sampled_from([(), ("báo động",)]),
        _maybe,
    ),
    max_size=4,
)


@given(_cases, _results, _days)
def test_nothing_twice_nothing_of_a_closed_stay_and_nothing_before_it(
    facts: CaseFacts, results: list[ScaleResult], today: date
) -> None:
    found = called(facts, today, *results)
    assert len({(item.key, item.episode_id) for item in found}) == len(found)
    assert all(item.page and item.basis is not None and item.due_on is not None for item in found)
    ended = facts.end_on is not None and facts.end_on <= today
    if facts.start_on > today or facts.closure == "completed":
        assert found == []
    elif ended:
        assert set(kinds(found)) <= {"closure_form"}
