"""What the page of meals asks of the book: one meal with what is to be closed next, a week of dishes, a month of days eaten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.records.meals import Menu
from carebook.rules.meals import Meal
from carebook.store.book import Reader, in_vietnam
from carebook.store.drafts import Draft, own_drafts
from carebook.store.meals import EatingDays, MealSheet, meal_days, meal_sheet, meals, menu_of, to_close

COUNT, MENU, MONTH = "count", "menu", "month"
CHANGE_FORM, DIET_FORM, MENU_FORM = "meals_change", "meals_diet", "meals_menu"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Count:
    """One meal, the meals of its day, and those that are to be closed, the earliest cut-off first."""

    sheet: MealSheet
    served: tuple[Meal, ...]
    open: tuple[tuple[date, Meal], ...]
    drafts: tuple[Draft, ...]

    def overdue(self, now: datetime) -> list[tuple[date, Meal]]:
        """The meals whose cut-off is over and whose count nobody closed."""
        return [(day, meal) for day, meal in self.open if meal.cutoff_at(day) <= now]


@dataclass(frozen=True)
class WeekDay:
    """One day of the week's menu: the dishes of one diet by meal."""

    day: date
    menus: Mapping[str, Menu]

    @property
    def id(self) -> str:
        return self.day.isoformat()

    @property
    def price(self) -> int:
        """The prices of the day together."""
        return sum(one.price or 0 for one in self.menus.values())


@dataclass(frozen=True)
class Week:
    """The menu of a week of one diet ("" = everybody's), and of the week before."""

    days: tuple[WeekDay, ...]
    before: tuple[WeekDay, ...]
    drafts: tuple[Draft, ...]


@dataclass(frozen=True)
class Month:
    """The days eaten in a month, and its meals."""

    lines: tuple[EatingDays, ...]
    served: tuple[Meal, ...]


def count(reader: Reader, day: date | None, meal: str, now: datetime) -> Count | None:
    """A meal of a day; without one what is closed next, else the last meal of today. None when the center keeps no meals."""
    reader.asks("kitchen")
    waiting = tuple(to_close(reader, now))
    if day is None and not meal and waiting:
        day, meal = waiting[0][0], waiting[0][1].code
    day = day or in_vietnam(now)
    served = meals(reader, day)
    if not served:
        return None
    chosen = next((one for one in served if one.code == meal), served[-1])
    return Count(meal_sheet(reader, day, chosen), served, waiting, _drafts(reader))


def week(reader: Reader, monday: date, diet: str) -> Week:
    """The menu of the week that begins on ``monday``."""
    reader.asks("kitchen")
    return Week(_days(reader, monday, diet), _days(reader, monday - 7 * _DAY, diet), _drafts(reader))


def _days(reader: Reader, monday: date, diet: str) -> tuple[WeekDay, ...]:
    found = [one for one in menu_of(reader, monday) if (one.diet or "") == diet]
    days = [monday + _DAY * step for step in range(7)]
    return tuple(WeekDay(day, {one.meal: one for one in found if one.served_on == day}) for day in days)


def month(reader: Reader, first: date, last: date, today: date) -> Month:
    """The month as far as it has gone."""
    last = min(last, today)
    lines = meal_days(reader, first, last) if last >= first else []
    return Month(tuple(lines), meals(reader, last))


def _drafts(reader: Reader) -> tuple[Draft, ...]:
    return tuple(one for one in own_drafts(reader) if one.form in (CHANGE_FORM, DIET_FORM, MENU_FORM))
