"""Where a case stands, and how many each worker has."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carebook.records.case_facts import CaseFacts, CaseState, WaitingPlan
from carebook.rules.casework import case_state, caseload
from tests.rules.casework.cases import START, TODAY, case, settled


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (case(), CaseState.GATHERING),
        (case(intake="in_progress"), CaseState.GATHERING),
        (case(intake="completed"), CaseState.ASSESSING),
        (case(assessing_id="a1"), CaseState.ASSESSING),
        (case(assessed_on=START), CaseState.PLANNING),
        (case(assessed_on=START, waiting=WaitingPlan("p", 1, START)), CaseState.AWAITING),
        (settled(), CaseState.ACTIVE),
        (settled(waiting=WaitingPlan("p", 3, START)), CaseState.ACTIVE),
        (settled(review_on=TODAY), CaseState.REVIEW_DUE),
        (settled(closure="in_progress"), CaseState.CLOSING),
        (settled(end_on=TODAY), CaseState.CLOSING),
        (settled(end_on=TODAY + timedelta(days=1)), CaseState.ACTIVE),
        (settled(end_on=TODAY, closure="completed"), CaseState.CLOSED),
    ],
)
def test_where_a_case_stands(facts: CaseFacts, state: CaseState) -> None:
    assert case_state(facts, TODAY) is state


def test_the_caseload_names_who_has_none_first_then_the_most_loaded() -> None:
    cases = [case(episode_id=f"e{n}", case_manager_id="a" if n < 3 else "b" if n < 5 else None) for n in range(6)]
    cases.append(case(episode_id="left", case_manager_id="a", end_on=START))
    loads = caseload(cases, ["c"], 2, TODAY)
    assert [(load.worker_id, load.cases, load.over) for load in loads] == [
        (None, 1, 0),
        ("a", 3, 1),
        ("b", 2, 0),
        ("c", 0, 0),
    ]
