"""Questions about the kitchen's books: the three-step check, the samples kept, and those whose time is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from carebook.records.meals import FoodCheck, FoodSample
from carebook.rules.dated import limit_on
from carebook.store.book import Reader, in_vietnam
from carebook.store.code_lists import limits
from carebook.store.rows import moment_text


def food_checks(reader: Reader, first: date, last: date) -> list[FoodCheck]:
    """The lines of the three-step check of some days, in the order of the book: day, meal, step, hour."""
    reader.asks("kitchen")
    return reader.records(
        FoodCheck,
        "served_on BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
        order="served_on, meal, step, checked_at, id",
    )


def food_samples(reader: Reader, first: date, last: date) -> list[FoodSample]:
    """The samples of some days, in the order they were taken."""
    reader.asks("kitchen")
    return reader.records(
        FoodSample, "served_on BETWEEN ? AND ?", (first.isoformat(), last.isoformat()), order="taken_at, id"
    )


def sample_hours(reader: Reader, day: date) -> int:
    """How many hours a sample is kept (limit ``food_sample``)."""
    return limit_on(limits(reader), "food_sample", day).value


def samples_to_throw(reader: Reader, now: datetime) -> list[FoodSample]:
    """The samples whose time is over and that are kept still, the oldest first."""
    reader.asks("kitchen")
    over = now - timedelta(hours=sample_hours(reader, in_vietnam(now)))
    return reader.records(FoodSample, "thrown_at IS NULL AND taken_at <= ?", (moment_text(over),), order="taken_at, id")
