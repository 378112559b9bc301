"""Meals: who eats what, the count for the kitchen, the menu, and the kitchen's own checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.declaration import Kind, Secret, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Diet(Record):
    """What one person eats from a day on; a later row takes its place. ``meals`` empty means all meals of the day."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    diet: str = fact(N_("Diet"), codes="diet", required=True, default="ordinary")
    meals: tuple[str, ...] = fact(N_("Meals"), codes="meal", default=())
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    ordered_by_id: str | None = fact(N_("Ordered by"), Kind.LINK, default=None)
    because: str = fact(N_("Why"), context="diet", secret=Secret.IDENTITY, default="")
    wishes: str = fact(N_("Does not eat, likes"), default="")


@dataclass(frozen=True)
class MealChange(Record):
    """One person at one meal otherwise than usual: does not eat, eats another diet, or eats although away."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    served_on: date | None = fact(N_("Day"), required=True, default=None)
    meal: str = fact(N_("Meal"), codes="meal", required=True, default="lunch")
    diet: str | None = fact(N_("Diet"), codes="diet", default=None)
    eats: bool = fact(N_("Eats"), default=False)
    because: str = fact(N_("Why"), context="meal", secret=Secret.IDENTITY, default="")
    recorded_at: datetime | None = fact(N_("Recorded at"), shown=False, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, shown=False, default=None)


@dataclass(frozen=True)
class MealCount(Record):
    """The count of one meal and diet as the kitchen got it at the cut-off; ``late`` is what changed afterwards (signed)."""

    served_on: date | None = fact(N_("Day"), required=True, default=None)
    meal: str = fact(N_("Meal"), codes="meal", required=True, default="lunch")
    diet: str = fact(N_("Diet"), codes="diet", required=True, default="ordinary")
    ordered: int = fact(N_("Ordered"), default=0)
    late: int = fact(N_("Changed late"), default=0)
    ordered_at: datetime | None = fact(N_("Ordered at"), shown=False, default=None)
    ordered_by_id: str | None = fact(N_("Ordered by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class Menu(Record):
    """The dishes of one meal of one day, with the price of a portion; ``diet`` None is everybody's menu."""

    served_on: date | None = fact(N_("Day"), required=True, default=None)
    meal: str = fact(N_("Meal"), codes="meal", required=True, default="lunch")
    diet: str | None = fact(N_("Diet"), codes="diet", default=None)
    dishes: str = fact(N_("Dishes"), Kind.NOTE, required=True, default="")
    price: int | None = fact(N_("Price of a portion"), Kind.MONEY, unit="đ", default=None)


@dataclass(frozen=True)
class FoodCheck(Record):
    """One line of the book of the three-step food check (kiểm thực ba bước): before, while and after cooking."""

    served_on: date | None = fact(N_("Day"), required=True, default=None)
    meal: str | None = fact(N_("Meal"), codes="meal", default=None)
    step: int = fact(N_("Step"), required=True, default=1)
    food: str = fact(N_("Food or dish"), required=True, default="")
    supplier: str = fact(N_("Supplier"), default="")
    amount: str = fact(N_("Amount"), context="of food", default="")
    checked_at: datetime | None = fact(N_("Checked at"), required=True, default=None)
    good: bool = fact(N_("In order"), default=True)
    remedy: str = fact(N_("What was done about it"), default="")
    checker_id: str | None = fact(N_("Checked by"), Kind.LINK, context="of food", required=True, default=None)


@dataclass(frozen=True)
class FoodSample(Record):
    """One sample of a dish, kept 24 hours and then thrown away."""

    served_on: date | None = fact(N_("Day"), required=True, default=None)
    meal: str = fact(N_("Meal"), codes="meal", required=True, default="lunch")
    dish: str = fact(N_("Dish"), required=True, default="")
    amount: str = fact(N_("Amount"), context="of food", default="")
    taken_at: datetime | None = fact(N_("Sample taken at"), required=True, default=None)
    taken_by_id: str | None = fact(N_("Sample taken by"), Kind.LINK, required=True, default=None)
    kept_at: str = fact(N_("Kept at (place, temperature)"), default="")
    thrown_at: datetime | None = fact(N_("Thrown away at"), default=None)
    thrown_by_id: str | None = fact(N_("Thrown away by"), Kind.LINK, default=None)
