"""The kitchen's own books: the three-step food check and the samples kept 24 hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from carebook.dates import moment, today_in_vietnam
from carebook.records.meals import FoodCheck, FoodSample
from carebook.rules.problem import Problem
from carebook.words import N_, message

STEPS = (N_("Before cooking"), N_("While cooking"), N_("Before eating"))
"""The three steps of the check, by their numbers from 1."""
_A_MINUTE = timedelta(minutes=1)


def due_to_throw(sample: FoodSample, hours: int) -> datetime | None:
    """The moment from which a sample may be thrown away; None when nobody wrote when it was taken."""
    return sample.taken_at + timedelta(hours=hours) if sample.taken_at is not None else None


def is_kept(sample: FoodSample) -> bool:
    """Whether the sample is still kept."""
    return sample.thrown_at is None


def problems_in_food_check(check: FoodCheck, *, now: datetime) -> list[Problem]:
    """Errors of one line of the three-step check; what is not in order says what was done about it."""
    return [*_in_check(check, now)]


def _in_check(check: FoodCheck, now: datetime) -> Iterator[Problem]:
    if check.step not in range(1, len(STEPS) + 1):
        yield Problem("step", message("The check has three steps."))
    if not check.food.strip():
        yield Problem("food", message("Write the food or dish."))
    yield from _in_moment("checked_at", check.checked_at, now)
    if not check.good and not check.remedy.strip():
        yield Problem("remedy", message("Write what was done about it."))
    if check.checker_id is None:
        yield Problem("checker_id", message("Choose who checked."))


def problems_in_sample(sample: FoodSample, *, now: datetime) -> list[Problem]:
    """Errors of a sample that is taken."""
    return [*_in_sample(sample, now)]


def _in_sample(sample: FoodSample, now: datetime) -> Iterator[Problem]:
    if not sample.dish.strip():
        yield Problem("dish", message("Write the dish."))
    if sample.served_on is None:
        yield Problem("served_on", message("Write for which day."))
    yield from _in_moment("taken_at", sample.taken_at, now)
    if sample.taken_by_id is None:
        yield Problem("taken_by_id", message("Choose who took the sample."))


def problems_in_throwing(sample: FoodSample, at: datetime, *, hours: int, now: datetime) -> list[Problem]:
    """Errors of throwing a sample away: never before its time is over."""
    return [*_in_throwing(sample, at, hours, now)]


def _in_throwing(sample: FoodSample, at: datetime, hours: int, now: datetime) -> Iterator[Problem]:
    until = due_to_throw(sample, hours)
    if sample.thrown_at is not None:
        yield Problem("", message("The sample was thrown away already."))
    elif until is not None and at < until:
        said = message(
            "The sample is kept {hours} hours; it may go from {time} on.",
            hours=hours,
            time=moment(until, today_in_vietnam(now)),
        )
        yield Problem("thrown_at", said)
    yield from _in_moment("thrown_at", at, now)


def _in_moment(field: str, at: datetime | None, now: datetime) -> Iterator[Problem]:
    if at is None:
        yield Problem(field, message("Write when."))
    elif at > now + _A_MINUTE:
        yield Problem(field, message("{time} lies in the future.", time=moment(at, today_in_vietnam(now))))
