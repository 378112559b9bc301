"""One small sample book for all tests of the stories; it is only looked at, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from carebook.actions.opening import Opened, open_book
from carebook.store.book import Reader
from carebook.stories.demo import DemoBook, make_demo
from tests.conftest import CHEAP

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoBook:
    """A sample book of 30 people and 3 months."""
    folder = tmp_path_factory.mktemp("demo") / "so-mau"
    return make_demo(folder, residents=30, months=3, today=TODAY, cost=CHEAP)


@pytest.fixture(scope="session")
def sample(demo: DemoBook) -> Iterator[Opened]:
    """The small sample book, opened by its director."""
    found = open_book(demo.folder, "huongduong", demo.password, now=NOW)
    yield found
    found.book.close()


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A whole year of twenty people, opened by the director."""
    folder = tmp_path_factory.mktemp("demo") / "so-mau"
    made = make_demo(folder, residents=20, months=12, today=TODAY, cost=CHEAP)
    found = open_book(made.folder, "huongduong", made.password, now=NOW)
    yield found
    found.book.close()


@pytest.fixture
def reader(year: Opened) -> Iterator[Reader]:
    """What the director sees of that year."""
    with year.book.reading_for(year.actor, NOW) as found:
        yield found
