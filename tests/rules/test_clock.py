"""The PC's clock is doubted when the book knows better, and only then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from carebook.rules.clock import doubt

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "values"),
    [
        (None, None),
        (timedelta(0), None),
        (timedelta(days=-31), None),
        (timedelta(minutes=15), None),
        (timedelta(minutes=16), {"moment": "22/11 09:16"}),
        (timedelta(days=365), {"moment": "22/11/2027 09:00"}),
        (timedelta(days=-32), {"days": 32}),
        (timedelta(days=-365), {"days": 365}),
    ],
)
def test_what_is_said_of_the_clock(since: timedelta | None, values: dict[str, object] | None) -> None:
    said = doubt(NOW + since if since is not None else None, NOW)
    assert (said and dict(said.values)) == values
