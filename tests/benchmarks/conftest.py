"""The books benchmarks run on, made once a run, and the table of budgets printed at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from carebook.actions.opening import Opened, open_book
from carebook.stories.big_book import make_big_book
from carebook.stories.demo import DemoBook, make_demo

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ROWS = pytest.StashKey[list["Measured"]]()


@dataclass(frozen=True)
class Measured:
    """One line of the table: what a person waits for, the budget, what was measured, and how it compares with its floor."""

    what: str
    budget: str
    measured: str
    ratio: str
    kept: bool


Note = Callable[..., None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ROWS] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash[ROWS]
    if not rows:
        return
    terminalreporter.section("budgets")
    wide = max(len(row.what) for row in rows)
    terminalreporter.line(f"{'what':{wide}}  {'budget':>26}  {'measured':>14}  {'ratio':>22}")
    for row in rows:
        mark = " " if row.kept else "!"
        terminalreporter.line(f"{row.what:{wide}}  {row.budget:>26}  {row.measured:>14}  {row.ratio:>22} {mark}")


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Writes a line of the table: ``note(what, budget, measured, ratio, kept)``."""

    def keep(what: str, budget: str, measured: str, ratio: str = "–", kept: bool = True) -> None:
        request.config.stash[ROWS].append(Measured(what, budget, measured, ratio, kept))

    return keep


def _only_when_measuring(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("benchmark_only"):
        pytest.skip("benchmarks run with --benchmark-only")


@pytest.fixture(scope="session")
def big_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a big book of 20,000 people."""
    _only_when_measuring(request)
    folder = tmp_path_factory.mktemp("big") / "book"
    make_big_book(folder, today=TODAY)
    return folder


@pytest.fixture(scope="session")
def big(big_folder: Path) -> Iterator[Opened]:
    """The big book, opened by its director."""
    found = open_book(big_folder, "huongduong", "so-mau-carebook", now=NOW)
    yield found
    found.book.close()


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> DemoBook:
    """The sample book as people get it."""
    _only_when_measuring(request)
    return make_demo(tmp_path_factory.mktemp("demo") / "book", today=TODAY)


@pytest.fixture(scope="session")
def sample(demo: DemoBook) -> Iterator[Opened]:
    """The sample book, opened by its director."""
    found = open_book(demo.folder, "huongduong", demo.password, now=NOW)
    yield found
    found.book.close()
