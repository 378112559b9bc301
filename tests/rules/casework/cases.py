"""Cases as facts, and what they ask for by the shipped limits and consequences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from carebook.records.case_facts import CaseFacts, ScaleResult
from carebook.rules import casework
from carebook.rules.casework import consequences_on
from carebook.rules.due import DueItem
from tests.stay_samples import codes, limits

START = date(2026, 6, 1)  # a Monday
TODAY = date(2026, 11, 20)
CONSEQUENCES = consequences_on(codes(), TODAY)


def case(**facts: Any) -> CaseFacts:
    """A case admitted on 1 June 2026 of which nothing is written yet."""
    given = {"person_id": "p1", "episode_id": "e1", "code": "CB-000001", "name": "Trần Thị An", "start_on": START}
    return CaseFacts(**(given | facts))


def settled(**facts: Any) -> CaseFacts:
    """A case with everything done: forms 01 and 02, a plan in force since July, noted yesterday, reviewed lately."""
    given = {
        "intake": "completed",
        "assessed_on": date(2026, 6, 10),
        "plan_id": "plan2",
        "plan_number": 2,
        "approved_on": date(2026, 7, 1),
        "reviewed_on": date(2026, 10, 1),
        "review_on": date(2027, 1, 1),
        "noted_on": TODAY - timedelta(days=1),
        "documented": True,
        "case_manager_id": "worker",
    }
    return case(**(given | facts))


def result(on: date, **facts: Any) -> ScaleResult:
    return ScaleResult(**({"instrument": "barthel", "title": "Barthel", "scored_on": on} | facts))


def called(facts: CaseFacts, today: date = TODAY, *results: ScaleResult, **more: Any) -> list[DueItem]:
    asked = {"limits": limits(), "consequences": CONSEQUENCES, "results": {facts.episode_id: results}}
    return casework.due([facts], today=today, **(asked | more))


def kinds(items: list[DueItem]) -> list[str]:
    return [item.kind for item in items]
