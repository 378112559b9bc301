"""Keeping the targets of a year; a report measures those of its year."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.targets import save_target, strike_target
from carebook.records.periods import Target
from carebook.records.staff import Actor
from carebook.reports import month
from carebook.rules.indicators import DONE, OF
from carebook.store import periods as store
from carebook.store.book import Book
from tests import period_samples as sample
from tests.period_samples import MONTH

COVERAGE = Target(name="Có thẻ BHYT", year=2026, indicator="CS.bhyt_coverage", goal_percent=95.0)


def test_a_target_is_kept_changed_measured_and_struck(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    kept = save_target(book, COVERAGE, by=director, now=now).result
    kept = save_target(book, replace(kept, goal_percent=90.0), by=director, now=now).result
    with book.reading_for(director, now) as reader:
        figures, other = month.gather(reader, MONTH), month.gather(reader, "2025-10")
        assert [one.goal_percent for one in store.targets(reader)] == [90.0]
    b17 = figures.table("B17")
    assert (b17.cell(kept.id, DONE), b17.cell(kept.id, OF)) == (0, 5)
    assert all(table.code != "B17" for table in other.tables)
    strike_target(book, kept.id, by=director, now=now)
    with pytest.raises(Refused):
        strike_target(book, kept.id, by=director, now=now)
    with pytest.raises(Refused):
        save_target(book, kept, by=director, now=now)


def test_a_target_without_a_goal_is_refused(book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(Refused):
        save_target(book, replace(COVERAGE, goal_percent=None), by=director, now=now)
