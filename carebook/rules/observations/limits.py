"""Between which values a measure can lie at all, and outside which it is told: of the person, else of the age, else of everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.dates import PartialDate, age_on
from carebook.records.codes import Code
from carebook.records.monitoring import MonitoringPlan


@dataclass(frozen=True)
class Limits:
    """The limits of one measure of one person on a day, in the unit of the measure; None where there is none.

    ``least`` to ``most`` can be measured at all. Alerts: below ``low``, from ``high`` on, over ``above``; from ``urgent`` on at
    once; from ``notice`` on it is only told. ``second_…`` are those of the second number of a pair. ``usual`` are the words of a
    measure told in words that need no alert; none given: no word does. ``own``: the alert limits were set for this person.
    ``group`` is the age group whose limits hold ("" = those of adults).
    """

    measure: str
    least: float | None = None
    most: float | None = None
    low: float | None = None
    high: float | None = None
    above: float | None = None
    notice: float | None = None
    urgent: float | None = None
    second_least: float | None = None
    second_most: float | None = None
    second_low: float | None = None
    second_high: float | None = None
    second_urgent: float | None = None
    usual: tuple[str, ...] = ()
    own: bool = False
    group: str = ""


_LIMIT_OF = {"low": "low", "high": "high", "low_second": "second_low", "high_second": "second_high"}
_NUMBERS = tuple(name for name in Limits.__dataclass_fields__ if name not in ("measure", "usual", "own", "group"))


def limits_for(
    measure: Code,
    *,
    born: PartialDate | None = None,
    day: date,
    plan: MonitoringPlan | None = None,
    codes: Iterable[Code] = (),
) -> Limits:
    """The limits of a measure for somebody born then, on a day.

    ``measure`` is its word of the list of measures, ``plan`` the person's own row for it, ``codes`` the age groups of children
    (list ``child_vitals``, or any codes among which they are). A limit of the plan replaces the usual one on its
    side: whoever is told of a pressure from 160 on is still told of one that is too low.
    """
    found: dict[str, Any] = {name: measure.extra[name] for name in _NUMBERS if name in measure.extra}
    found["usual"] = tuple(measure.extra.get("usual", ()))
    group = _age_group(measure.code, born, day, codes)
    if group is not None:
        low, above = group.extra[measure.code]
        found |= {"low": low, "above": above, "high": None, "urgent": None, "group": group.code}
    if plan is not None:
        found |= _own(plan, found.get("urgent"))
    return Limits(measure=measure.code, **found)


def _own(plan: MonitoringPlan, urgent: float | None) -> dict[str, Any]:
    """What the plan sets for this person; "at once" of everybody falls away where their own limit lies above it."""
    own: dict[str, Any] = {}
    for name in ("low", "high", "low_second", "high_second"):
        if (value := getattr(plan, name)) is not None:
            own |= {_LIMIT_OF[name]: value, "own": True}
    if plan.high is not None:
        own |= {"above": None, "notice": None}
        if urgent is not None and plan.high > urgent:
            own["urgent"] = None
    return own


def _age_group(measure: str, born: PartialDate | None, day: date, codes: Iterable[Code]) -> Code | None:
    """The group of children whose limits hold; None for adults, unknown births and measures without any."""
    age = age_on(born, day)
    if age is None:
        return None
    months = age.months if age.months is not None else age.years * 12
    groups = [one for one in codes if one.list_name == "child_vitals" and months < one.extra["to_months"]]
    youngest = min(groups, key=lambda one: int(one.extra["to_months"]), default=None)
    return youngest if youngest is not None and measure in youngest.extra else None
