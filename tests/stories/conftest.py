"""One sample book for all tests of the stories; it is only looked at, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from carebook.actions.opening import Opened, open_book
from carebook.store.book import Reader
from carebook.stories.demo import DemoBook, make_demo
from tests.conftest import CHEAP

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def make_sample(folder: Path) -> DemoBook:
    """A sample book of twenty people and a whole year, whose passwords are cheap to try."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("carebook.sealing.keys._ROUNDS", 1000)
        return make_demo(folder, residents=20, months=12, today=TODAY, cost=CHEAP)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoBook:
    """The sample book that everybody looks at."""
    return make_sample(tmp_path_factory.mktemp("demo") / "so-mau")


@pytest.fixture(scope="session")
def sample(demo: DemoBook) -> Iterator[Opened]:
    """The sample book, opened by its director."""
    found = open_book(demo.folder, "huongduong", demo.password, now=NOW)
    yield found
    found.book.close()


@pytest.fixture
def reader(sample: Opened) -> Iterator[Reader]:
    """What the director sees of that year."""
    with sample.book.reading_for(sample.actor, NOW) as found:
        yield found
