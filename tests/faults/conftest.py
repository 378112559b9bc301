"""How large the campaign of faults is, and the center it is fought over: `pytest tests/faults -n 0 --faults 1000` is a large one."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults.center import Center, make_center
from tests.faults.counts import Counts

USUAL = 202
"""So many kills in a plain run of the tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The size of the campaign; known only when the tests of this folder are asked for by name."""
    parser.addoption("--faults", type=int, default=None, help="so many kills, and as many more of the other faults")
    parser.addoption("--faults-seed", default=None, help="the seed of an earlier campaign, to have it again")


@pytest.fixture(scope="session")
def size(request: pytest.FixtureRequest) -> float:
    """How many times larger than usual the campaign is."""
    asked: int | None = request.config.getoption("faults", None)
    return (asked or USUAL) / USUAL


@pytest.fixture(scope="session")
def all_counts(request: pytest.FixtureRequest) -> Counts:
    """What was done and what came of it, in all tests together."""
    return Counts(request.config.getoption("faults_seed", None) or secrets.token_hex(4))


@pytest.fixture
def counts(all_counts: Counts, request: pytest.FixtureRequest) -> Iterator[Counts]:
    """The counts of all tests; a large campaign leaves their tables in ``build/faults.md``."""
    yield all_counts
    if request.config.getoption("faults", None):
        all_counts.write(request.config.rootpath / "build" / "faults.md")


@pytest.fixture
def chance(counts: Counts, request: pytest.FixtureRequest) -> Random:
    """The chance of this test; its seed is told when it fails."""
    print(f"--faults-seed {counts.seed}")
    return Random(f"{counts.seed} {request.node.name}")


@pytest.fixture(scope="session")
def place(request: pytest.FixtureRequest, quick_place: Path | None) -> Iterator[Path]:
    """Where the books lie: in memory; in a large campaign on the disk, where a commit takes its time."""
    within = None if request.config.getoption("faults", None) else quick_place
    with tempfile.TemporaryDirectory(prefix="carebook-faults-", dir=within, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def made_center(place: Path) -> Center:
    """The center with its book closed; never opened, only copied."""
    return make_center(place / "made" / "book")


@pytest.fixture
def copied(made_center: Center, place: Path) -> Iterator[Callable[[], Center]]:
    """Copies the center; the copies are gone after the test."""
    made: list[Path] = []

    def copy() -> Center:
        folder = Path(tempfile.mkdtemp(prefix="copy-", dir=place))
        made.append(folder)
        shutil.copytree(made_center.folder, folder / "book")
        return made_center.at(folder / "book")

    yield copy
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folders_in(place: Path) -> Callable[[], Path]:
    """Empty folders, one after the other."""
    numbers = iter(range(1_000_000))
    within = place / "whole"
    within.mkdir(exist_ok=True)

    def folder() -> Path:
        found = within / f"{next(numbers)}"
        shutil.rmtree(found, ignore_errors=True)
        found.mkdir()
        return found

    return folder


@pytest.fixture
def center(copied: Callable[[], Center]) -> Center:
    """A center of the test's own, its book closed."""
    return copied()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where nothing can be forked there is nobody to kill."""
    for item in items:
        if "tests/faults" in item.nodeid.replace(os.sep, "/") and not hasattr(os, "fork"):
            item.add_marker(pytest.mark.skip(reason="this system does not fork processes"))
