"""The plan of comings and goings: the full center adds up, every month moves, nobody leaves before coming."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from carebook.stories import named
from carebook.stories.beds import Beds
from carebook.stories.clock import Days
from carebook.stories.movement import LATE_NAME, Plan, Planner, contract_years, shared
from carebook.stories.names import Names
from carebook.stories.people import People

DAYS = [date(2026, 11, 22), date(2026, 3, 1), date(2028, 2, 29), date(2027, 1, 31)]


def plan_for(today: date, residents: int = 150, months: int = 12, seed: int = 1) -> Plan:
    days, rng = Days(today), Random(seed)
    planner = Planner(days, rng, People(rng, today, Names(rng)), months)
    return planner.plan(residents, named.PRESENT, named.came(days), named.left(days))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_full_center_adds_up(today: date) -> None:
    days, plan = Days(today), plan_for(today)
    first = days.first_of(12)
    came = [s.start_on for s in (*plan.present, *plan.gone) if s.start_on >= first] + named.came(days)
    left = [s.end_on for s in plan.gone if s.end_on] + named.left(days)
    assert (len(plan.present), len(came), len(left)) == (141, 40, 38)
    assert 141 + named.PRESENT - len(came) + len(left) == 148
    assert sum(s.category.startswith("voluntary") for s in plan.present) + 2 == 60
    months = {f"{days.first_of(n):%Y-%m}" for n in range(1, 13)}
    coming, going = Counter(f"{d:%Y-%m}" for d in came), Counter(f"{d:%Y-%m}" for d in left)
    assert all(2 <= coming[m] <= 7 and 1 <= going[m] <= 6 for m in months), (coming, going)


@pytest.mark.parametrize(("residents", "months"), [(20, 2), (30, 3), (80, 7), (150, 18)])
def test_small_books_move_in_every_month_too(residents: int, months: int) -> None:
    days, plan = Days(DAYS[0]), plan_for(DAYS[0], residents, months)
    assert len(plan.present) == residents - named.PRESENT
    left = Counter(f"{d:%Y-%m}" for d in [*(s.end_on for s in plan.gone if s.end_on), *named.left(days)])
    assert all(left[days.month(n)] for n in range(1, months + 1))


@pytest.mark.parametrize("seed", range(6))
def test_nobody_leaves_before_coming_or_comes_before_birth(seed: int) -> None:
    plan = plan_for(DAYS[0], seed=seed)
    for stay in (*plan.present, *plan.gone, *plan.former):
        assert stay.birthday < stay.start_on <= (stay.end_on or DAYS[0])
        if stay.earlier is not None:
            assert stay.earlier.end_on is not None
            assert stay.earlier.start_on <= stay.earlier.end_on <= stay.start_on


@pytest.mark.parametrize("seed", range(4))
def test_every_ward_has_a_bed_for_everybody(seed: int) -> None:
    days, plan = Days(DAYS[0]), plan_for(DAYS[0], seed=seed)
    beds = Beds(Random(seed))
    for room, bed, first, last in named.beds(days):
        beds.take((room, bed), first, last)
    given = [beds.give(s) for s in sorted((*plan.present, *plan.gone), key=lambda s: s.start_on)]
    assert len(given) == 174


def test_four_contracts_end_within_thirty_days() -> None:
    plan = plan_for(DAYS[0])
    ends = [contract_years(s.start_on, DAYS[0])[-1][1] for s in plan.present if s.category.startswith("voluntary")]
    assert sum(0 <= (end - DAYS[0]).days <= 30 for end in ends) == 4


def test_one_is_written_down_late_and_one_wrongly() -> None:
    plan = plan_for(DAYS[0])
    (late,) = [s for s in plan.present if s.late]
    assert (late.name, late.start_on) == (LATE_NAME, date(2026, 9, 30))
    (wrong,) = [s for s in plan.present if s.miswritten]
    assert f"{wrong.start_on:%Y-%m}" == "2026-08"


@pytest.mark.parametrize("total", [0, 1, 7, 33, 1000])
def test_shares_add_up(total: int) -> None:
    parts = shared(total, [9, 5, 4, 3, 2, 1, 1])
    assert sum(parts) == total
    assert parts == sorted(parts, reverse=True)
