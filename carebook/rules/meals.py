"""Meals: who eats what at which meal, until when the kitchen is told, and what stands against a diet, a change or a menu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carebook.dates import VIETNAM, written
from carebook.records.codes import Code
from carebook.records.episodes import Absence, Episode
from carebook.records.meals import Diet, MealChange, Menu
from carebook.rules.problem import Problem
from carebook.words import message

ORDINARY = "ordinary"
MOST_PRICE = 1_000_000
"""No portion costs more, in đồng."""


@dataclass(frozen=True)
class Meal:
    """One meal of the day as the center keeps it: when it is eaten, and until when the kitchen takes its count."""

    code: str
    text: str
    at: time
    cutoff: time
    day_before: bool = False

    def cutoff_at(self, served_on: date) -> datetime:
        """The moment the count of that day is closed."""
        day = served_on - timedelta(days=1) if self.day_before else served_on
        return datetime.combine(day, self.cutoff, VIETNAM)

    def served_at(self, served_on: date) -> datetime:
        """The moment it is eaten on that day."""
        return datetime.combine(served_on, self.at, VIETNAM)


def meals_of(codes: Iterable[Code]) -> tuple[Meal, ...]:
    """The meals of the code list `meal`, in their order; words without hours are left out."""
    return tuple(
        Meal(
            code.code,
            code.text,
            time.fromisoformat(code.extra["at"]),
            time.fromisoformat(code.extra["cutoff"]),
            bool(code.extra.get("day_before")),
        )
        for code in codes
        if "at" in code.extra and "cutoff" in code.extra
    )


def diet_row_on(diets: Iterable[Diet], day: date, meal: str) -> Diet | None:
    """The newest row that holds for somebody at a meal; None where nobody ordered anything."""
    held = [
        diet
        for diet in diets
        if diet.from_on is not None
        and diet.from_on <= day
        and (diet.to_on is None or day <= diet.to_on)
        and (not diet.meals or meal in diet.meals)
    ]
    return max(held, key=lambda diet: (diet.from_on or date.min, diet.id), default=None)


def diet_on(diets: Iterable[Diet], day: date, meal: str) -> str:
    """The diet of somebody at a meal; the ordinary one where nobody ordered anything."""
    newest = diet_row_on(diets, day, meal)
    return newest.diet if newest is not None else ORDINARY


def is_away(absences: Iterable[Absence], day: date, meal: Meal) -> bool:
    """Whether somebody is away at a meal and their portion stops: from the hour of leaving to the hour of coming back.

    Without an hour the whole day of leaving is away, and the whole day of coming back is there.
    """
    for one in absences:
        if not one.meals_stop or one.from_on > day or (one.back_on is not None and one.back_on < day):
            continue
        gone = one.from_on < day or one.left_at is None or one.left_at <= meal.at
        back = one.back_on == day and (one.back_at is None or one.back_at <= meal.at)
        if gone and not back:
            return True
    return False


@dataclass(frozen=True)
class Eating:
    """What one person does at one meal: eats a diet, or not; ``changed`` when somebody wrote it down for this meal."""

    eats: bool
    diet: str
    away: bool = False
    changed: bool = False


def eats(absences: Iterable[Absence], change: MealChange | None, day: date, meal: Meal) -> bool:
    """Whether a meal is eaten: the change of this meal decides, else whether the person is there."""
    return change.eats if change is not None else not is_away(absences, day, meal)


def eating(
    diets: Iterable[Diet], absences: Iterable[Absence], change: MealChange | None, day: date, meal: Meal
) -> Eating:
    """Whether and what is eaten: the diet of the change, else the one in force."""
    usual = diet_on(diets, day, meal.code)
    away = is_away(absences, day, meal)
    eaten = eats(absences, change, day, meal)
    if change is not None:
        return Eating(eaten, change.diet or usual, away, changed=True)
    return Eating(eaten, usual, away)


def counted(found: Iterable[Eating]) -> Mapping[str, int]:
    """How many portions of each diet."""
    return Counter(one.diet for one in found if one.eats)


def day_mark(eaten: frozenset[str] | None, day: date, today: date, most: int) -> str:
    """How a day stands in the sheet of meals eaten: "x" for all ``most`` meals, else how many; "–" outside the stay, "" after today."""
    if day > today:
        return ""
    if eaten is None:
        return "–"
    return "x" if eaten and len(eaten) >= most else str(len(eaten))


def late_changes(before: Eating, after: Eating) -> dict[str, int]:
    """What a change after the cut-off does to the count of each diet: one more here, one less there."""
    change: Counter[str] = Counter()
    if before.eats:
        change[before.diet] -= 1
    if after.eats:
        change[after.diet] += 1
    return {diet: count for diet, count in change.items() if count}


def problems_in_diet(diet: Diet, *, stay: Episode, meals: Sequence[Meal]) -> list[Problem]:
    """Errors of a diet of one person."""
    return [*_in_diet(diet, stay, {meal.code for meal in meals})]


def _in_diet(diet: Diet, stay: Episode, known: set[str]) -> Iterator[Problem]:
    if not diet.diet:
        yield Problem("diet", message("Choose the diet."))
    if diet.from_on is None:
        yield Problem("from_on", message("Write from which day on."))
    elif diet.from_on < stay.start_on:
        yield Problem("from_on", message("{day} lies before the stay began.", day=written(diet.from_on)))
    elif stay.end_on is not None and diet.from_on > stay.end_on:
        yield Problem("from_on", message("The stay ended on {day}.", day=written(stay.end_on)))
    if diet.from_on is not None and diet.to_on is not None and diet.to_on < diet.from_on:
        yield Problem("to_on", message("The last day lies before the first one."))
    if set(diet.meals) - known:
        yield Problem("meals", message("Choose meals of the list."))


def problems_in_change(change: MealChange, *, stay: Episode, today: date, meals: Sequence[Meal]) -> list[Problem]:
    """Errors of a change of one meal: it says why nobody eats, and speaks of a day of the stay, yesterday at the earliest."""
    return [*_in_change(change, stay, today, {meal.code for meal in meals})]


def _in_change(change: MealChange, stay: Episode, today: date, known: set[str]) -> Iterator[Problem]:
    if change.meal not in known:
        yield Problem("meal", message("Choose meals of the list."))
    if change.served_on is None:
        yield Problem("served_on", message("Write for which day."))
    elif change.served_on < today - timedelta(days=1):
        yield Problem("served_on", message("The meals of {day} are over.", day=written(change.served_on)))
    elif change.served_on < stay.start_on:
        yield Problem("served_on", message("{day} lies before the stay began.", day=written(change.served_on)))
    elif stay.end_on is not None and change.served_on > stay.end_on:
        yield Problem("served_on", message("The stay ended on {day}.", day=written(stay.end_on)))
    if not change.eats and not change.because.strip():
        yield Problem("because", message("Say why the portion stops."))


def problems_in_menu(menu: Menu, *, meals: Sequence[Meal]) -> list[Problem]:
    """Errors of the dishes of one meal."""
    return [*_in_menu(menu, {meal.code for meal in meals})]


def _in_menu(menu: Menu, known: set[str]) -> Iterator[Problem]:
    if menu.served_on is None:
        yield Problem("served_on", message("Write for which day."))
    if menu.meal not in known:
        yield Problem("meal", message("Choose meals of the list."))
    if not menu.dishes.strip():
        yield Problem("dishes", message("Write the dishes."))
    if menu.price is not None and not 0 <= menu.price <= MOST_PRICE:
        yield Problem("price", message("The price of a portion is between 0 and 1,000,000 đ."))
