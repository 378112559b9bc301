"""B08: the cases of a period, each number the people behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.case_history import CaseHistory, PlanSpan, ReviewDone
from carebook.records.figures import TOTAL, Period, Table
from carebook.records.stay_facts import StayFacts
from carebook.rules.social_work import table
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def day(number: int, month: int = 10) -> date:
    return date(2026, month, number)


def b08(*pairs: tuple[StayFacts, CaseHistory], **more: Any) -> Table:
    cases = {case.episode_id: case for _stay, case in pairs}
    return table([one for one, _case in pairs], cases, OCTOBER, codes(), limits(), **more)


def case(number: int = 1, **facts: Any) -> CaseHistory:
    return CaseHistory(f"e{number}", **facts)


@pytest.mark.parametrize(
    ("facts", "of_stay", "row", "times"),
    [
        ({}, {"start_on": day(1)}, "case_opened", 1),
        ({}, {"start_on": day(30, 9)}, "case_opened", 0),
        ({}, {}, "case_managed", 1),
        ({"closed_on": day(31)}, {}, "case_managed", 0),
        ({"closed_on": day(1, 11)}, {}, "case_managed", 1),
        ({}, {"end_on": day(31), "end_reason": "died"}, "case_managed", 0),
        ({"assessed_on": (day(1), day(31), day(1, 11))}, {}, "case_assessed", 2),
        ({"plans": (PlanSpan(1, day(31)),)}, {}, "plan_approved", 1),
        ({"plans": (PlanSpan(1, day(1, 11)),)}, {}, "plan_approved", 0),
        ({"plans": (PlanSpan(1, day(1, 3)),)}, {}, "plan_in_force", 1),
        ({"plans": (PlanSpan(1, day(1, 3), day(31)),)}, {}, "plan_in_force", 0),
        ({"plans": (PlanSpan(1, day(1, 3), day(5)), PlanSpan(2, day(5)))}, {}, "plan_in_force", 1),
        ({"reviews": (ReviewDone(day(10), day(10)), ReviewDone(day(20), day(21)))}, {}, "review_due", 2),
        ({"reviews": (ReviewDone(day(10), day(10)), ReviewDone(day(20), day(21)))}, {}, "review_on_time", 1),
        ({"next_review_on": day(31)}, {}, "review_due", 1),
        ({"next_review_on": day(31)}, {}, "review_on_time", 0),
        ({"conferences_on": (day(3),)}, {}, "conference", 1),
        ({}, {"end_on": day(9), "end_reason": "goal_reached"}, "case_closed.goal_reached", 1),
        ({"closed_on": day(9)}, {"end_on": day(9, 11), "end_reason": "died"}, "case_closed.died", 1),
    ],
)
def test_each_row_counts_what_happened(facts: dict[str, Any], of_stay: dict[str, Any], row: str, times: int) -> None:
    made = b08((stay(**of_stay), case(**facts)))
    if row in {one.code for one in made.rows}:
        assert made.cell(row, TOTAL) == times
        assert len(made.people(row, TOTAL)) == times
    else:
        assert times == 0


def test_somebody_counts_once_as_a_person_however_often_it_happened() -> None:
    twice = case(reviews=(ReviewDone(day(10), day(9)), ReviewDone(day(20), day(20))))
    other = stay(2, sex="male", placement="community")
    made = b08((stay(), twice), (other, case(2, next_review_on=day(12))))
    columns = [
        made.cell("review_due", code) for code in (TOTAL, "people", "male", "female", "in_center", "in_community")
    ]
    assert columns == [3, 2, 1, 1, 1, 1]


def test_the_closed_cases_add_up() -> None:
    ended = [(stay(n, end_on=day(5), end_reason=why), case(n)) for n, why in enumerate(("died", "died", ""), start=1)]
    made = b08(*ended)
    assert made.cell("case_closed", TOTAL) == 3
    assert made.cell("case_closed.died", TOTAL) == 2
    assert made.cell("case_closed.", TOTAL) == 1


def test_before_the_book_began_nothing_is_computed() -> None:
    made = b08((stay(), case()), complete_from=day(1, 11))
    assert made.cell("case_managed", TOTAL) is None
    assert not made.lines


def test_a_masked_person_counts_without_facts() -> None:
    made = b08((stay(masked=True, name="Hồ sơ bảo mật"), case(assessed_on=(day(4),))))
    (line,) = made.people("case_assessed", TOTAL)
    assert (line.name, line.detail, line.code) == ("Hồ sơ bảo mật", "", "")
