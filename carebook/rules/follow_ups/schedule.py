"""When somebody who went home is visited: the template that applies, its days, and the visits a risk adds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from carebook.dates import PartialDate, age_on, written
from carebook.records.codes import Code
from carebook.records.follow_ups import FollowUp, RiskColour, VisitOwner, VisitState
from carebook.rules.dated import code_on
from carebook.words import Message, message

TEMPLATES = "follow_up_template"
TIGHTENING = "risk_tightening"
GENERAL, NONE, SUBSTITUTE, HIGH_RISK, CARE_LEAVER = "general", "none", "substitute", "high_risk", "care_leaver"
MENTAL_GROUP = "social_mental"
"""The group of categories whose people go home under the closer schedule."""
_STEP = re.compile(r"(\d{1,3})([dm])")
_AT_RISK = {RiskColour.YELLOW: "Vàng", RiskColour.RED: "Đỏ"}


@dataclass(frozen=True)
class Planned:
    """One visit to come. ``why`` is empty for a visit of the template, else it says what asked for it, as the book keeps it."""

    due_on: date
    owner: VisitOwner
    template: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Leaver:
    """What decides about the schedule of somebody who leaves: ages in completed years, None when the birth is unknown."""

    age: int | None = None
    age_at_admission: int | None = None
    category_group: str = ""
    high_risk: bool = False


def step_on(first: date, step: str) -> date:
    """The day a step ("7d", "1m") lies after ``first``; months are calendar months: 31/01 and one month give 28/02.

    ValueError: the step cannot be read.
    """
    found = _STEP.fullmatch(step.strip())
    if found is None:
        raise ValueError(step)
    number, unit = int(found[1]), found[2]
    return first + (relativedelta(months=number) if unit == "m" else relativedelta(days=number))


def months_between(first: date, last: date) -> int:
    """Whole calendar months from ``first`` to ``last``, never below 0; 31/01 to 28/02 is one."""
    if last <= first:
        return 0
    months = _months_apart(first, last)
    return months if step_on(first, f"{months}m") <= last else months - 1


def _months_apart(first: date, last: date) -> int:
    """How many months one calendar month lies after another, whatever the days in them."""
    return (last.year - first.year) * 12 + last.month - first.month


def _is_day_of_month(day: date, number: int) -> bool:
    """Whether a day is the ``number``-th of its month, or the last of a month that is too short for it."""
    return day.day == number or (day.day < number and (day + timedelta(days=1)).month != day.month)


def templates_for(destination: Code | None, leaver: Leaver, *, childhood_ends: int) -> tuple[str, ...]:
    """The templates of somebody who goes to ``destination`` (a word of `home_destination`).

    A destination without follow-up has none, whoever goes there. A child in a substitute family is followed by the commune, and
    more closely by the center at high risk. Then: high risk or mental illness; who came as a child and leaves at
    ``childhood_ends`` years or later; else the template of the destination.
    """
    own = str(destination.extra.get("template", GENERAL)) if destination is not None else GENERAL
    if own == NONE:
        return ()
    at_risk = leaver.high_risk or leaver.category_group == MENTAL_GROUP
    is_child = leaver.age is not None and leaver.age < childhood_ends
    if own == SUBSTITUTE and is_child:
        return (SUBSTITUTE, HIGH_RISK) if at_risk else (SUBSTITUTE,)
    if at_risk:
        return (HIGH_RISK,)
    came_as_child = leaver.age_at_admission is not None and leaver.age_at_admission < childhood_ends
    if came_as_child and not is_child:
        return (CARE_LEAVER,)
    return (GENERAL,) if own == SUBSTITUTE else (own,)


def schedule(
    template: str, codes: Iterable[Code], handed_on: date, *, born: PartialDate | None = None
) -> tuple[Planned, ...]:
    """The visits of a template as it stood on the day of the handover, in order, with those of the template it brings along.

    After the steps a visit comes every ``repeat`` while it lies within ``years`` of the handover and before the birthday
    ``until_age``; the steps themselves are always made. A day off stays a due day: the window around it is for that.
    """
    known = [one for one in codes if one.list_name == TEMPLATES]
    found: dict[tuple[date, VisitOwner], Planned] = {}
    waiting, seen = [template], set[str]()
    while waiting:
        name = waiting.pop(0)
        row = code_on(known, TEMPLATES, name, handed_on)
        if row is None or name in seen:
            continue
        seen.add(name)
        owner = VisitOwner(row.extra.get("owner", VisitOwner.CENTER.value))
        for due_on in _days(row.extra, handed_on, born):
            found.setdefault((due_on, owner), Planned(due_on, owner, name))
        waiting += [also] if (also := str(row.extra.get("also", ""))) else []
    return in_order(found.values())


def _days(extra: Mapping[str, Any], handed_on: date, born: PartialDate | None) -> Iterator[date]:
    steps = [str(step) for step in extra.get("steps", ())]
    yield from (step_on(handed_on, step) for step in steps)
    repeat = _STEP.fullmatch(str(extra.get("repeat", "")))
    years = int(extra.get("years", 0))
    if repeat is None or int(repeat[1]) == 0 or not years:
        return
    every, unit = int(repeat[1]), repeat[2]
    last = handed_on + relativedelta(years=years)
    until_age = int(extra.get("until_age", 0))
    # counted from the handover, so that the end of a month is not worn away: 31/01, 28/02, 31/03
    start = _last_of_unit(steps, unit)
    times = 1
    while (due_on := step_on(handed_on, f"{start + times * every}{unit}")) <= last:
        age = age_on(born, due_on)
        if until_age and age is not None and age.years >= until_age:
            return
        yield due_on
        times += 1


def _last_of_unit(steps: Sequence[str], unit: str) -> int:
    return max((int(found[1]) for step in steps if (found := _STEP.fullmatch(step)) and found[2] == unit), default=0)


def merged(*schedules: Sequence[Planned]) -> tuple[Planned, ...]:
    """Several schedules as one: an owner comes only once on a day."""
    found: dict[tuple[date, VisitOwner], Planned] = {}
    for one in (planned for planned_ones in schedules for planned in planned_ones):
        found.setdefault((one.due_on, one.owner), one)
    return in_order(found.values())


def in_order(planned: Iterable[Planned]) -> tuple[Planned, ...]:
    """By day; on one day the center's first."""
    owners = tuple(VisitOwner)
    return tuple(sorted(planned, key=lambda one: (one.due_on, owners.index(one.owner))))


def tightened(visit: FollowUp, codes: Iterable[Code], awaited: Collection[date] = ()) -> tuple[Planned, ...]:
    """The visits that a visit asks for: those of its risk colour, and the next day that was agreed on.

    They are the center's, whoever owned the visit; none comes on a day on which one of ours is ``awaited`` already.
    """
    if visit.done_on is None or visit.state not in (VisitState.DONE, VisitState.RECEIVED):
        return ()
    found: dict[date, Planned] = {}
    if visit.risk in _AT_RISK:
        known = [one for one in codes if one.list_name == TIGHTENING]
        row = code_on(known, TIGHTENING, visit.risk.value, visit.done_on)
        why = f"mức {_AT_RISK[visit.risk]} ngày {written(visit.done_on)}"
        for step in row.extra.get("steps", ()) if row is not None else ():
            due_on = step_on(visit.done_on, str(step))
            found[due_on] = Planned(due_on, VisitOwner.CENTER, why=why)
    if visit.next_on is not None:
        agreed = f"hẹn khi theo dõi ngày {written(visit.done_on)}"
        found.setdefault(visit.next_on, Planned(visit.next_on, VisitOwner.CENTER, why=agreed))
    return in_order(one for one in found.values() if one.due_on not in awaited)


def is_on_time(visit: FollowUp, window: int) -> bool | None:
    """Whether a visit of ours was made within ``window`` days before or after its due day; None: not made, or not ours."""
    if visit.owner is not VisitOwner.CENTER or visit.state is not VisitState.DONE or visit.done_on is None:
        return None
    return abs((visit.done_on - visit.due_on).days) <= window


def days_late(visit: FollowUp, today: date) -> int:
    """How many days a visit of ours is overdue; 0 when it is not, or when it is another's duty."""
    return max(0, days_waited(visit, today)) if visit.owner is VisitOwner.CENTER else 0


def days_waited(visit: FollowUp, today: date) -> int:
    """How many days a visit is past its due day, whoever owes it; 0 when it is not awaited any more."""
    return (today - visit.due_on).days if visit.state is VisitState.DUE and visit.due_on < today else 0


def name_of(visit: FollowUp, handed_on: date | None) -> Message:
    """How a visit is called: by its distance from the handover ("lần 6 tháng", "lần 7 ngày") when it is the template's."""
    if visit.template is None or handed_on is None:
        return message("the visit of {day}", day=written(visit.due_on))
    months = _months_apart(handed_on, visit.due_on)
    if months > 0 and _is_day_of_month(visit.due_on, handed_on.day):
        return message("the {n}-month visit", n=months)
    days = (visit.due_on - handed_on).days
    return (
        message("the {n}-day visit", n=days)
        if 0 < days < 60
        else message("the visit of {day}", day=written(visit.due_on))
    )
