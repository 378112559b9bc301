"""What the page of the kitchen asks of the book: both books of a month, and what is kept longer than it must be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.meals import FoodCheck, FoodSample, Menu
from carebook.rules.kitchen import due_to_throw
from carebook.rules.meals import Meal
from carebook.store.book import Reader, in_vietnam
from carebook.store.drafts import Draft, own_drafts
from carebook.store.kitchen import food_checks, food_samples, sample_hours, samples_to_throw
from carebook.store.meals import meals, menu_of
from carebook.store.staff import staff_members
from carebook.ui.parts.fields import Choices

CHECKS, SAMPLES = "checks", "samples"
CHECK_FORM, SAMPLE_FORM = "kitchen_check", "kitchen_sample"


@dataclass(frozen=True)
class Kitchen:
    """Both books of a month, the newest first; ``due`` are the samples that may be thrown away now, of whatever month."""

    checks: tuple[FoodCheck, ...]
    samples: tuple[FoodSample, ...]
    due: tuple[FoodSample, ...]
    hours: int
    served: tuple[Meal, ...]
    menus: tuple[Menu, ...]
    staff: Choices
    names: Mapping[str, str]
    drafts: tuple[Draft, ...]

    def until(self, sample: FoodSample) -> datetime | None:
        """The moment from which a sample may be thrown away."""
        return due_to_throw(sample, self.hours)

    def dish(self, day: date, meal: str) -> str:
        """The dishes the menu names for a meal, "" without."""
        found = (one.dishes for one in self.menus if (one.served_on, one.meal, one.diet) == (day, meal, None))
        return " ".join(next(found, "").split())


def kitchen(reader: Reader, first: date, last: date, now: datetime) -> Kitchen:
    """The books of the days from ``first`` to ``last``; the samples that are due stand there whenever they were taken."""
    today = in_vietnam(now)
    due = samples_to_throw(reader, now)
    samples = food_samples(reader, first, last)
    older = [one for one in due if one.id not in {sample.id for sample in samples}]
    everybody = staff_members(reader)
    here = staff_members(reader, today)
    return Kitchen(
        tuple(sorted(food_checks(reader, first, last), key=_of_day, reverse=True)),
        tuple(sorted((*older, *samples), key=lambda one: (one.served_on or date.min, str(one.taken_at)), reverse=True)),
        tuple(due),
        sample_hours(reader, today),
        meals(reader, today),
        tuple(menu_of(reader, date.fromordinal(today.toordinal() - today.weekday()))),
        [(one.id, one.full_name) for one in here],
        {one.id: one.full_name for one in everybody},
        tuple(one for one in own_drafts(reader) if one.form in (CHECK_FORM, SAMPLE_FORM)),
    )


def _of_day(check: FoodCheck) -> tuple[date, str]:
    return check.served_on or date.min, str(check.checked_at)
