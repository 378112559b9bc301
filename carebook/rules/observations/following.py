"""What follows from several measures: how much the weight changed, the bands of body mass and arm, days without stool."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carebook.dates import Age
from carebook.records.codes import Code
from carebook.records.monitoring import Observation

MONTH, HALF_YEAR = 35, 190  # days; the round of a month may come a few days late
ADULT = 18
_ARM_FROM, _ARM_TO = 6, 60  # months of age between which the arm is a measure of nourishment


@dataclass(frozen=True)
class WeightChange:
    """How the newest weight differs from an earlier one. ``percent`` is negative for a loss.

    ``beyond`` tells which limit it passes: "month", "half_year", "" for none.
    """

    before: float
    before_on: date
    now: float
    now_on: date
    beyond: str

    @property
    def percent(self) -> float:
        """The change in percent of the earlier weight, one decimal."""
        return round((self.now - self.before) * 100 / self.before, 1)

    @property
    def days(self) -> int:
        """How many days lie between."""
        return (self.now_on - self.before_on).days

    @property
    def is_loss(self) -> bool:
        """Whether the person became lighter."""
        return self.now < self.before


def weight_change(
    weights: Iterable[tuple[date, float]],
    today: date,
    *,
    month_percent: float,
    half_year_percent: float,
    grows: bool = False,
) -> WeightChange | None:
    """What the newest weight up to ``today`` tells beside the earlier ones; None without an earlier one in half a year.

    The largest change that passes the limit of a month, else of half a year; when none does, the change since the last
    weight. A change of exactly the limit does not pass it ("more than 5 %"). Who still ``grows`` passes a limit by a loss only.
    """
    known = sorted((day, value) for day, value in weights if day <= today and value > 0)
    if len(known) < 2:
        return None
    now_on, now = known[-1]
    earlier = [
        WeightChange(value, day, now, now_on, "") for day, value in known[:-1] if 0 <= (now_on - day).days <= HALF_YEAR
    ]
    for beyond, days, limit in (("month", MONTH, month_percent), ("half_year", HALF_YEAR, half_year_percent)):
        passing = [one for one in earlier if one.days <= days and _share(one) > limit and (one.is_loss or not grows)]
        if passing:
            most = max(passing, key=lambda one: (_share(one), one.before_on))
            return WeightChange(most.before, most.before_on, now, now_on, beyond)
    return earlier[-1] if earlier else None


def _share(change: WeightChange) -> float:
    return abs(change.now - change.before) * 100 / change.before


def bmi(weight_kg: float | None, height_cm: float | None) -> float | None:
    """The body mass index, one decimal; None without weight or height."""
    if not weight_kg or not height_cm:
        return None
    return round(weight_kg / (height_cm / 100) ** 2, 1)


def bmi_band(value: float | None, codes: Iterable[Code], age: Age | None = None) -> Code | None:
    """The band of a body mass index (list ``bmi_band``, WHO for Asian adults); None without one and under 18 years."""
    if value is None or (age is not None and age.years < ADULT):
        return None
    return _band(value, "bmi_band", codes)


def muac_band(value_mm: float | None, codes: Iterable[Code], age: Age | None) -> Code | None:
    """The band of a child's upper arm (list ``muac_band``); None without a measure and outside 6–59 months of age."""
    if value_mm is None or age is None:
        return None
    months = age.months if age.months is not None else age.years * 12
    return _band(value_mm, "muac_band", codes) if _ARM_FROM <= months < _ARM_TO else None


def _band(value: float, list_name: str, codes: Iterable[Code]) -> Code | None:
    return next(
        (one for one in codes if one.list_name == list_name and value < one.extra.get("to", float("inf"))), None
    )


def no_stool_days(stools: Iterable[tuple[date, float]], today: date, *, since: date) -> int:
    """For how many whole days before ``today`` no stool was noted, today's included when something was noted for it.

    ``since`` is the day the watching began: days before it count for nothing.
    """
    noted = [(day, count) for day, count in stools if since <= day <= today]
    last = max((day for day, count in noted if count > 0), default=None)
    end = today if any(day == today for day, _count in noted) else date.fromordinal(today.toordinal() - 1)
    first = date.fromordinal(last.toordinal() + 1) if last is not None else since
    return max(0, (end - first).days + 1)


def fluid_balance(observations: Iterable[Observation]) -> tuple[float, float] | None:
    """How many millilitres went in and out by what was noted; None when neither was."""
    sums = {"fluid_in": 0.0, "fluid_out": 0.0}
    noted = [one for one in observations if one.measure in sums and one.value is not None]
    for one in noted:
        sums[one.measure] += one.value or 0.0
    return (sums["fluid_in"], sums["fluid_out"]) if noted else None
