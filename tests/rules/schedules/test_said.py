"""A rule of repetition on one line, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.schedules import Frequency
from carebook.rules.schedules import said
from carebook.words import speaking
from tests.rules.schedules.rule_samples import series


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "Mon, Wed, Fri · 08:30 · 30 min"),
        ({"weekdays": ("SU", "MO"), "count": 12}, "Mon, Sun · 08:30 · 30 min · 12 sessions"),
        ({"count": 1}, "Mon, Wed, Fri · 08:30 · 30 min · 1 session"),
        ({"until_on": date(2026, 12, 31)}, "Mon, Wed, Fri · 08:30 · 30 min · until 31/12/2026"),
        ({"weekdays": ("TU",), "interval": 2}, "Tue every 2 weeks · 08:30 · 30 min"),
        ({"frequency": Frequency.DAILY}, "every day · 08:30 · 30 min"),
        ({"frequency": Frequency.DAILY, "interval": 3}, "every 3 days · 08:30 · 30 min"),
        ({"frequency": Frequency.MONTHLY_DAY, "month_day": 15}, "day 15 of every month · 08:30 · 30 min"),
        (
            {"frequency": Frequency.MONTHLY_DAY, "month_day": 31, "interval": 2},
            "day 31 every 2 months · 08:30 · 30 min",
        ),
        (
            {"frequency": Frequency.MONTHLY_WEEKDAY, "weekdays": ("TU",), "nth": 2},
            "the second Tue of every month · 08:30 · 30 min",
        ),
        (
            {"frequency": Frequency.MONTHLY_WEEKDAY, "weekdays": ("FR",), "nth": -1, "interval": 3},
            "the last Fri every 3 months · 08:30 · 30 min",
        ),
        ({"weekdays": (), "starts_at": None}, "30 min"),
        ({"frequency": Frequency.MONTHLY_DAY}, "day – of every month · 08:30 · 30 min"),
    ],
)
def test_a_rule_is_said(given: dict[str, Any], expected: str) -> None:
    with speaking("en"):
        assert said(series(**given)) == expected
