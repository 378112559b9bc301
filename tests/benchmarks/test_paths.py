"""What social workers wait for in a book with thousands of ways home: the board, a path, visits, the visitors' book, services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from carebook.actions.opening import Opened
from carebook.records.figures import Period
from carebook.store.book import Reader
from carebook.store.contacts import visitors
from carebook.store.follow_ups import due_visits
from carebook.store.hotline import calls
from carebook.store.path_history import paths_of_period, service_history
from carebook.store.reintegration import path_file, paths
from carebook.store.services import services
from tests.benchmarks.conftest import NOW, TODAY, Note
from tests.benchmarks.timing import Listening, first_time, in_turn, ms

MONTH = Period(TODAY.replace(day=1), TODAY.replace(day=28), TODAY.replace(day=20))


@pytest.fixture
def measured(big: Opened, benchmark: Any, note: Note) -> Callable[[str, float, Callable[[Reader], object]], None]:
    """Measure a question against the statements it puts, bare; ``most`` is the budget in seconds."""

    def run(what: str, most: float, question: Callable[[Reader], object]) -> None:
        with big.book.reading_for(big.actor, NOW) as reader:
            assert reader.value("SELECT count(*) FROM counted_follow_up WHERE withdrawn_at IS NULL") > 15_000
            listening = Listening(reader)
            question(listening)
            mine, bare = in_turn(first_time(reader, question), listening.again, 9)
            benchmark.pedantic(first_time(reader, question), rounds=9)
        note(what, f"< {most * 1000:.0f} ms", ms(mine), f"{mine / bare:.1f} × its own statements, bare", mine < most)

    return run


def _path(reader: Reader) -> str:
    return str(reader.value("SELECT id FROM counted_reintegration WHERE handed_over_on IS NULL ORDER BY id LIMIT 1"))


def test_the_board_of_ways_home(measured: Callable[..., None]) -> None:
    measured("board of ways home", 0.15, lambda reader: paths(reader, TODAY))


def test_one_way_home(measured: Callable[..., None]) -> None:
    measured("one way home", 0.15, lambda reader: path_file(reader, _path(reader), TODAY))


def test_the_visits_that_are_due(measured: Callable[..., None]) -> None:
    measured("visits due", 0.15, lambda reader: due_visits(reader, TODAY))


def test_a_month_of_the_visitors_book(measured: Callable[..., None]) -> None:
    measured("visitors' book, a month", 0.15, lambda reader: visitors(reader, TODAY - timedelta(days=30), TODAY))


def test_a_month_of_services(measured: Callable[..., None]) -> None:
    measured("services, a month", 0.15, lambda reader: services(reader, TODAY - timedelta(days=30), TODAY))


def test_a_month_of_calls(measured: Callable[..., None]) -> None:
    measured("hotline, a month", 0.15, lambda reader: calls(reader, TODAY - timedelta(days=30), TODAY))


def test_what_figures_ask(measured: Callable[..., None]) -> None:
    measured(
        "facts of B08–B10, a month",
        0.5,
        lambda reader: (paths_of_period(reader, MONTH), service_history(reader, MONTH)),
    )
