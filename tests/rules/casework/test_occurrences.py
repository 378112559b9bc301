"""Daily care asks for a new look: a fall, a loss of weight beyond the limits, doses refused again and again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.records.case_facts import Occurrence
from carebook.rules.casework.occurrences import in_figures, losses_of_weight, refusals_too_many, times_refused
from carebook.rules.observations import HALF_YEAR
from tests.rules.casework.cases import TODAY, called, kinds, settled
from tests.stay_samples import limits

LIMITS = limits()
START = date(2026, 4, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


def lost_on(*weights: tuple[int, float]) -> list[tuple[int, float, float, str]]:
    """On which days (counted from the start) a loss was found, from which weight to which, by which limit."""
    found = losses_of_weight([(day(n), value) for n, value in weights], LIMITS, TODAY)
    return [((one.now_on - START).days, one.before, one.now, one.beyond) for one in found]


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        ([], []),
        ([(0, 50.0), (30, 49.0)], []),
        ([(0, 50.0), (30, 47.5)], []),
        ([(0, 50.0), (30, 47.4)], [(30, 50.0, 47.4, "month")]),
        ([(0, 50.0), (32, 47.6), (64, 46.0)], []),
        ([(0, 50.0), (60, 47.0), (120, 44.9)], [(120, 50.0, 44.9, "half_year")]),
        ([(0, 50.0), (200, 44.0)], []),
        ([(0, 50.0), (30, 60.0)], []),
        ([(0, 50.0), (20, 47.0), (25, 46.8), (40, 46.0)], [(20, 50.0, 47.0, "month")]),
        (
            [(0, 50.0), (20, 47.0), (60, 47.0), (80, 44.5)],
            [(20, 50.0, 47.0, "month"), (80, 47.0, 44.5, "month")],
        ),
    ],
)
def test_a_loss_is_found_when_the_limit_is_passed_and_once_while_it_stays_passed(
    weights: list[tuple[int, float]], found: list[tuple[int, float, float, str]]
) -> None:
    assert lost_on(*weights) == found
    assert lost_on(*reversed(weights)) == found


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 300), st.floats(40, 80)), max_size=12))
def test_every_loss_found_is_one_and_none_follows_another_at_once(weights: list[tuple[int, float]]) -> None:
    found = losses_of_weight([(day(n), value) for n, value in weights], LIMITS, TODAY)
    assert all(one.is_loss and one.percent <= -5 and one.days <= HALF_YEAR for one in found)
    assert len({one.now_on for one in found}) == len(found)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], []),
        ([1, 2], []),
        ([1, 1, 1], [(1, 3)]),
        ([1, 4, 7], [(7, 3)]),
        ([1, 4, 8], []),
        ([8, 1, 4, 9], [(9, 3)]),
        ([1, 2, 3, 4, 5], [(3, 3)]),
        ([1, 2, 3, 4, 5, 6], [(3, 3), (6, 3)]),
    ],
)
def test_three_refusals_within_seven_days(days: list[int], found: list[tuple[int, int]]) -> None:
    told = refusals_too_many(map(day, days), LIMITS, TODAY)
    assert [((on - START).days, times) for on, times, within in told if within == 7] == found


def test_each_opens_a_new_assessment_and_a_review_with_its_reason_until_they_are_done() -> None:
    fell = Occurrence("fall", "ngã", date(2026, 11, 16))
    thin = Occurrence("weight_loss", "cân nặng giảm nhiều", date(2026, 11, 10), times_refused(3, 7))
    reassess, review = called(settled(), occurrences={"e1": (fell,)})
    assert (reassess.kind, reassess.due_on) == ("reassess", date(2026, 11, 19))
    assert (review.kind, review.due_on) == ("review_after_event", date(2026, 11, 30))
    assert reassess.why.values == {"what": "ngã", "date": "16/11/2026"}
    both = called(settled(), occurrences={"e1": (thin, fell)})
    assert [(item.kind, item.due_on) for item in both] == [
        ("reassess", date(2026, 11, 17)),
        ("review_after_event", date(2026, 11, 24)),
    ]
    assert kinds(called(settled(assessed_on=date(2026, 11, 16)), occurrences={"e1": (fell,)})) == ["review_after_event"]
    done = settled(assessed_on=date(2026, 11, 18), reviewed_on=date(2026, 11, 18))
    assert called(done, occurrences={"e1": (fell, thin)}) == []
    assert called(settled(), occurrences={"e1": (Occurrence("unknown", "?", date(2026, 11, 16)),)}) == []
    assert called(settled(), occurrences={"other": (fell,)}) == []


def test_of_a_restricted_person_it_is_not_told_what_happened() -> None:
    fell = Occurrence("fall", "ngã", date(2026, 11, 16))
    for item in called(settled(masked=True), occurrences={"e1": (fell,)}):
        assert item.why.values == {"date": "16/11/2026"}


def test_the_figures_are_said_as_they_are_written() -> None:
    (loss,) = losses_of_weight([(START, 52.0), (day(30), 48.5)], LIMITS, TODAY)
    assert in_figures(loss).values == {"before": "52,0", "now": "48,5"}
    assert times_refused(3, 7).values == {"n": 3, "days": 7}
