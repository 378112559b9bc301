"""Errors stop, warnings may be answered."""

from __future__ import annotations

from carebook.rules.problem import Problem, errors, warning, warnings
from carebook.words import message


def test_errors_and_warnings_are_told_apart() -> None:
    stops, asks = Problem("born", message("A")), warning("sex", message("B"))
    assert errors([asks, stops]) == [stops]
    assert warnings([asks, stops]) == [asks]
    assert stops.severity == "error"
