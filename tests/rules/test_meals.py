"""Who eats what, until when the kitchen is told, and what stands against a diet, a change, a menu."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import VIETNAM
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.meals import Diet, MealChange, Menu
from carebook.rules.meals import (
    Eating,
    counted,
    day_mark,
    diet_on,
    eating,
    is_away,
    late_changes,
    meals_of,
    problems_in_change,
    problems_in_diet,
    problems_in_menu,
)
from tests.stay_samples import codes

TODAY = date(2026, 11, 22)
MEALS = meals_of([code for code in codes() if code.list_name == "meal"])
BREAKFAST, LUNCH, DINNER = MEALS
STAY = Episode(id="e1", person_id="p1", start_on=date(2026, 1, 5))
DIETS = st.sampled_from(["ordinary", "soft", "porridge"])
EATINGS = st.builds(Eating, st.booleans(), DIETS)


def diet(code: str, from_on: date, **facts: Any) -> Diet:
    return Diet(**({"id": code, "episode_id": "e1", "diet": code, "from_on": from_on} | facts))


def away(from_on: date, back_on: date | None = None, **facts: Any) -> Absence:
    return Absence(episode_id="e1", kind=AbsenceKind.LEAVE, from_on=from_on, back_on=back_on, **facts)


def test_the_count_closes_at_its_hour_perhaps_the_day_before() -> None:
    assert [meal.code for meal in MEALS] == ["breakfast", "lunch", "dinner"]
    assert BREAKFAST.cutoff_at(TODAY) == datetime(2026, 11, 21, 16, tzinfo=VIETNAM)
    assert LUNCH.cutoff_at(TODAY) == datetime(2026, 11, 22, 8, 30, tzinfo=VIETNAM)
    assert LUNCH.served_at(TODAY) == datetime(2026, 11, 22, 11, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("eaten", "day", "expected"),
    [
        (frozenset({"breakfast", "lunch", "dinner"}), TODAY, "x"),
        (frozenset({"breakfast", "lunch"}), TODAY, "2"),
        (frozenset(), TODAY, "0"),
        (None, TODAY, "–"),
        (None, date(2026, 11, 23), ""),
        (frozenset({"lunch"}), date(2026, 11, 23), ""),
    ],
)
def test_how_a_day_stands_in_the_sheet(eaten: frozenset[str] | None, day: date, expected: str) -> None:
    assert day_mark(eaten, day, TODAY, 3) == expected


@pytest.mark.parametrize(
    ("diets", "meal", "expected"),
    [
        ((), "lunch", "ordinary"),
        ((diet("soft", date(2026, 11, 1)),), "lunch", "soft"),
        ((diet("soft", date(2026, 11, 23)),), "lunch", "ordinary"),
        ((diet("soft", date(2026, 11, 1), to_on=date(2026, 11, 21)),), "lunch", "ordinary"),
        ((diet("soft", date(2026, 11, 1), to_on=TODAY),), "lunch", "soft"),
        ((diet("soft", date(2026, 11, 1)), diet("porridge", date(2026, 11, 20))), "lunch", "porridge"),
        ((diet("soft", date(2026, 11, 1)), diet("porridge", date(2026, 11, 20), meals=("dinner",))), "lunch", "soft"),
        (
            (diet("soft", date(2026, 11, 1)), diet("porridge", date(2026, 11, 20), meals=("dinner",))),
            "dinner",
            "porridge",
        ),
    ],
)
def test_the_newest_diet_that_holds_for_the_meal(diets: tuple[Diet, ...], meal: str, expected: str) -> None:
    assert diet_on(diets, TODAY, meal) == expected


@pytest.mark.parametrize(
    ("absence", "gone"),
    [
        (away(date(2026, 11, 20)), (True, True, True)),
        (away(TODAY), (True, True, True)),
        (away(TODAY, left_at=time(9)), (False, True, True)),
        (away(date(2026, 11, 23)), (False, False, False)),
        (away(date(2026, 11, 20), TODAY), (False, False, False)),
        (away(date(2026, 11, 20), TODAY, back_at=time(15)), (True, True, False)),
        (away(TODAY, TODAY, left_at=time(9), back_at=time(15)), (False, True, False)),
        (away(date(2026, 11, 1), date(2026, 11, 21)), (False, False, False)),
        (away(date(2026, 11, 20), meals_stop=False), (False, False, False)),
    ],
)
def test_the_portion_stops_from_the_hour_of_leaving_to_that_of_coming_back(
    absence: Absence, gone: tuple[bool, ...]
) -> None:
    assert tuple(is_away([absence], TODAY, meal) for meal in MEALS) == gone


def test_a_change_of_the_meal_decides_before_absence_and_diet() -> None:
    soft, gone = [diet("soft", date(2026, 11, 1))], [away(date(2026, 11, 20))]
    change = MealChange(episode_id="e1", served_on=TODAY, meal="lunch", eats=True, diet="porridge")
    assert eating(soft, gone, None, TODAY, LUNCH) == Eating(False, "soft", away=True)
    assert eating(soft, gone, change, TODAY, LUNCH) == Eating(True, "porridge", away=True, changed=True)
    assert eating(soft, [], None, TODAY, LUNCH) == Eating(True, "soft")


@given(st.lists(st.tuples(EATINGS, EATINGS), max_size=12))
def test_what_was_told_and_the_late_changes_give_what_is_eaten(pairs: list[tuple[Eating, Eating]]) -> None:
    cooked = dict(counted(before for before, _ in pairs))
    for before, after in pairs:
        for code, more in late_changes(before, after).items():
            cooked[code] = cooked.get(code, 0) + more
    assert {code: count for code, count in cooked.items() if count} == dict(counted(after for _, after in pairs))


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"diet": ""}, ["diet"]),
        ({"from_on": None}, ["from_on"]),
        ({"from_on": date(2026, 1, 4)}, ["from_on"]),
        ({"to_on": date(2026, 10, 31)}, ["to_on"]),
        ({"meals": ("supper",)}, ["meals"]),
    ],
)
def test_problems_of_a_diet(facts: dict[str, Any], fields: list[str]) -> None:
    given = diet("soft", date(2026, 11, 1))
    found = problems_in_diet(Diet(**(vars(given) | facts)), stay=STAY, meals=MEALS)
    assert [problem.field for problem in found] == fields


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"because": " "}, ["because"]),
        ({"because": "", "eats": True}, []),
        ({"meal": "supper"}, ["meal"]),
        ({"served_on": None}, ["served_on"]),
        ({"served_on": date(2026, 11, 21)}, []),
        ({"served_on": date(2026, 11, 20)}, ["served_on"]),
        ({"served_on": date(1026, 11, 20)}, ["served_on"]),
    ],
)
def test_problems_of_a_change(facts: dict[str, Any], fields: list[str]) -> None:
    whole = {"episode_id": "e1", "served_on": TODAY, "meal": "lunch", "because": "Về quê"} | facts
    found = problems_in_change(MealChange(**whole), stay=STAY, today=TODAY, meals=MEALS)
    assert [problem.field for problem in found] == fields


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"dishes": "  "}, ["dishes"]),
        ({"price": -1}, ["price"]),
        ({"price": 2_000_000}, ["price"]),
        ({"served_on": None, "meal": ""}, ["served_on", "meal"]),
    ],
)
def test_problems_of_a_menu(facts: dict[str, Any], fields: list[str]) -> None:
    whole = {"served_on": TODAY, "meal": "lunch", "dishes": "Cơm, cá kho, canh rau", "price": 24_000} | facts
    assert [problem.field for problem in problems_in_menu(Menu(**whole), meals=MEALS)] == fields
