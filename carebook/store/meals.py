"""Questions about meals: who eats what at a meal, what the kitchen was told, days eaten in a month, the menu of a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from carebook.records.codes import Code
from carebook.records.episodes import Absence
from carebook.records.meals import Diet, MealChange, MealCount, Menu
from carebook.rules.meals import Eating, Meal, counted, eating, eats, meals_of
from carebook.store.book import Reader, Writer, in_vietnam
from carebook.store.code_lists import codes
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.rows import from_row

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Eater:
    """One resident at one meal. ``wishes`` are what the newest diet says they do not eat or like."""

    who: CaredFor
    does: Eating
    wishes: str = ""
    change: MealChange | None = None


@dataclass(frozen=True)
class MealSheet:
    """One meal of one day: who eats what, in bed order; how many of each diet; what the kitchen was told.

    ``told`` are the rows of the count (empty before it was closed): ``ordered + late`` is what the kitchen cooks.
    """

    served_on: date
    meal: Meal
    eaters: tuple[Eater, ...]
    told: tuple[MealCount, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Portions by diet as the book stands now."""
        return counted(one.does for one in self.eaters)

    @property
    def is_told(self) -> bool:
        """Whether the count was closed and given to the kitchen."""
        return bool(self.told)

    @property
    def told_at(self) -> datetime | None:
        """When the count was closed; None before."""
        return min((one.ordered_at for one in self.told if one.ordered_at is not None), default=None)

    def is_late(self, one: Eater) -> bool:
        """Whether a change of this meal was written after its count was closed."""
        at = one.change.recorded_at if one.change is not None else None
        return at is not None and self.told_at is not None and at > self.told_at

    def portions(self, diet: str) -> tuple[int, int, int]:
        """Of one diet: what the kitchen was told, what changed late, what is cooked (before closing: as the book stands)."""
        if not self.is_told:
            return 0, 0, self.counts.get(diet, 0)
        mine = [one for one in self.told if one.diet == diet]
        ordered, late = sum(one.ordered for one in mine), sum(one.late for one in mine)
        return ordered, late, ordered + late

    @property
    def untold(self) -> Mapping[str, int]:
        """By diet how many portions more (or fewer) the book has now than the kitchen cooks: somebody was taken to hospital, came
        back, was admitted since. Empty before the count was closed.
        """
        if not self.is_told:
            return {}
        differences = {diet: self.counts.get(diet, 0) - self.portions(diet)[2] for diet in self.diets(())}
        return {diet: more for diet, more in differences.items() if more}

    @property
    def cooked(self) -> int:
        """All portions the kitchen cooks, without those that are ``untold``."""
        return sum(self.portions(diet)[2] for diet in self.diets(()))

    def diets(self, order: Sequence[str]) -> list[str]:
        """The diets that are eaten or were told, in the order of the list."""
        used = {*self.counts, *(one.diet for one in self.told)}
        return [*(diet for diet in order if diet in used), *sorted(used - set(order))]


@dataclass(frozen=True)
class EatingDays:
    """Which meals one resident ate on the days of a span: codes of meals by day; an empty set where none was eaten."""

    who: CaredFor
    meals: Mapping[date, frozenset[str]] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """The days with at least one meal."""
        return sum(bool(eaten) for eaten in self.meals.values())


def meals(reader: Reader, day: date) -> tuple[Meal, ...]:
    """The meals of the day."""
    return meals_of(codes(reader, "meal", day))


def diet_names(reader: Reader, day: date) -> list[Code]:
    """The diets that can be ordered on a day, in their order."""
    return codes(reader, "diet", day)


def diets_of(reader: Reader, episode_id: str) -> tuple[Diet, ...]:
    """The diets of one stay, the newest first; of a restricted resident without the reasons."""
    reader.asks("kitchen")
    return tuple(
        from_row(Diet, row)
        for row in reader.rows(
            "SELECT * FROM listed_diet WHERE episode_id = ? AND withdrawn_at IS NULL ORDER BY from_on DESC, id DESC",
            (episode_id,),
        )
    )


def meal_sheet(reader: Reader, served_on: date, meal: Meal) -> MealSheet:
    """One meal: everybody who has a bed on that day, and day pupils; restricted people stand there under their alias."""
    reader.asks("kitchen")
    people = [one for one in cared_for(reader, served_on, placement="") if one.placement in ("resident", "day")]
    diets, absences, changes = _facts(reader, served_on, served_on)
    eaters = []
    for who in people:
        change = changes.get((who.episode_id, served_on, meal.code))
        mine = diets.get(who.episode_id, ())
        does = eating(mine, absences.get(who.episode_id, ()), change, served_on, meal)
        wishes = next((diet.wishes for diet in mine if diet.wishes), "")
        eaters.append(Eater(who, does, wishes, change))
    return MealSheet(served_on, meal, tuple(eaters), tuple(told(reader, served_on, meal.code)))


def told(reader: Reader, served_on: date, meal: str = "") -> list[MealCount]:
    """What the kitchen was told for a day, by meal and diet."""
    reader.asks("kitchen")
    return reader.records(
        MealCount, "served_on = ? AND (? = '' OR meal = ?)", (served_on.isoformat(), meal, meal), order="meal, diet"
    )


def to_close(reader: Reader, now: datetime) -> list[tuple[date, Meal]]:
    """The meals of today and tomorrow that are not eaten yet and whose count is not closed, the earliest cut-off first."""
    today = in_vietnam(now)
    found = []
    for day in (today, today + _A_DAY):
        closed = {one.meal for one in told(reader, day)}
        served = (meal for meal in meals(reader, day) if meal.code not in closed)
        found += [(day, meal) for meal in served if meal.served_at(day) > now]
    return sorted(found, key=lambda one: one[1].cutoff_at(one[0]))


def meal_days(reader: Reader, first: date, last: date) -> list[EatingDays]:
    """Who ate which meals from ``first`` to ``last``, in the order of the beds of the last day they were there.

    The board's own month (bảng chấm ăn): a meal counts when the person was there for it or a change says so.
    """
    reader.asks("meals")
    _diets, absences, changes = _facts(reader, first, last)
    served = meals(reader, last)
    left = _left_between(reader, first, last)
    found = []
    for who in cared_for(reader, last, placement="", since=first):
        if who.placement not in ("resident", "day"):
            continue
        stay = who.episode_id
        away = absences.get(stay, ())
        begin, until = max(first, who.start_on), min(last, left.get(stay, date.max) - _A_DAY)
        days = [begin + timedelta(days=n) for n in range((until - begin).days + 1)]
        eaten = {
            day: frozenset(meal.code for meal in served if eats(away, changes.get((stay, day, meal.code)), day, meal))
            for day in days
        }
        found.append(EatingDays(who, eaten))
    return found


def _left_between(reader: Reader, first: date, last: date) -> dict[str, date]:
    """The stays that had a meal from ``first`` on and ended by ``last``, with the day they ended."""
    return {
        row["id"]: date.fromisoformat(row["end_on"])
        for row in reader.rows(
            "SELECT id, end_on FROM episode WHERE end_on > ? AND end_on <= ? AND start_on < end_on AND withdrawn_at IS NULL",
            (first.isoformat(), last.isoformat()),
        )
    }


def menu_of(reader: Reader, monday: date) -> list[Menu]:
    """The menu of the week that begins on ``monday``, by day, meal and diet."""
    reader.asks("kitchen")
    return reader.records(
        Menu,
        "served_on BETWEEN ? AND ?",
        (monday.isoformat(), (monday + 6 * _A_DAY).isoformat()),
        order="served_on, meal, diet IS NOT NULL, diet",
    )


def _facts(
    reader: Reader, first: date, last: date
) -> tuple[Mapping[str, Sequence[Diet]], Mapping[str, Sequence[Absence]], Mapping[tuple[str, date, str], MealChange]]:
    """Diets and absences by stay, changes by stay, day and meal: everything that touches the days, in a few questions."""
    days = (first.isoformat(), last.isoformat())
    diets: dict[str, list[Diet]] = defaultdict(list)
    for row in reader.rows(
        f"""SELECT * FROM {_listed(reader, "diet")} WHERE withdrawn_at IS NULL AND from_on <= ?2 AND (to_on IS NULL OR to_on >= ?1)
        ORDER BY from_on DESC, id DESC""",
        days,
    ):
        diets[row["episode_id"]].append(from_row(Diet, row))
    absences: dict[str, list[Absence]] = defaultdict(list)
    for row in reader.rows(
        f"""SELECT * FROM {_listed(reader, "absence")} WHERE withdrawn_at IS NULL
        AND from_on <= ?2 AND (back_on IS NULL OR back_on >= ?1) ORDER BY from_on, id""",
        days,
    ):
        absences[row["episode_id"]].append(from_row(Absence, row))
    changes = {}
    for row in reader.rows(
        f"SELECT * FROM {_listed(reader, 'meal_change')} WHERE withdrawn_at IS NULL AND served_on BETWEEN ?1 AND ?2 ORDER BY id",
        days,
    ):
        change = from_row(MealChange, row)
        if change.served_on is not None:
            changes[change.episode_id, change.served_on, change.meal] = change
    return diets, absences, changes


def _listed(reader: Reader, table: str) -> str:
    """Where the rows of everybody are read from: a deed looks into the table itself."""
    return table if isinstance(reader, Writer) else f"listed_{table}"
