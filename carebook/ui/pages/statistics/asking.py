"""What the page asks the book: the answer to a design, what can be filtered by, the designs kept by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.figures import Period
from carebook.records.office import SavedStatistic
from carebook.rules.statistics import Design
from carebook.store.book import Reader
from carebook.store.statistics import Statistic, filter_choices, saved_statistics, statistic

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """Everything the page shows; ``offered`` are the values by which each fact can be filtered."""

    statistic: Statistic
    offered: Mapping[str, Choices]
    kept: Sequence[SavedStatistic]


def asked(reader: Reader, *, design: Design, period: Period, today: date) -> Asked:
    """The answer to a design for the days of ``period``."""
    found = statistic(reader, design, period, today)
    return Asked(found, filter_choices(reader, period.cutoff, today), tuple(saved_statistics(reader)))
