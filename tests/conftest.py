"""What every test can ask for: a book of its own, the moment it is, and somebody to act."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from carebook.actions.opening import Opened, make_book, open_book
from carebook.records.staff import Account, Actor, Role, RoleGrant
from carebook.store import staff
from carebook.store.book import Book, new_id
from carebook.store.keys import Cost
from tests import samples

LOGIN, PASSWORD = "huongduong", "hoa mat troi 7"
CHEAP = Cost(1, 64, 1)
MEMORY = Path("/dev/shm")
LONG = (
    *("tests/ui/test_journey.py", "tests/ui/test_therapy_journey.py", "tests/ui/test_shift_journey.py"),
    *("tests/ui/test_every_door.py", "tests/ui/test_taking_out_daily.py", "tests/test_selftest.py"),
    *("tests/ui/test_access.py", "tests/ui/test_first_run.py", "tests/actions/test_outbox_killed.py"),
    *("tests/commands/test_periods.py", "tests/commands/test_books.py", "tests/commands/test_receiving.py"),
    *("tests/store/test_rekeying.py", "tests/store/test_salvage.py", "tests/actions/test_backup.py"),
    *("tests/faults/test_killed.py", "tests/faults/test_killed_whole.py", "tests/faults/test_damaged.py"),
    *("tests/faults/test_full_drive.py", "tests/faults/test_drives.py", "tests/house", "tests/stories"),
)
"""What takes long, the last of them first; what forks is among them, because a young worker is copied sooner than a large one."""
TOGETHER = ("tests/stories/", "tests/house/")
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # Sunday, 22/11/2026, 09:00 in Vietnam


def in_memory() -> Path | None:
    """A folder in memory, where nothing waits for a disk; None when this machine has no room for one."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**30
    return MEMORY if roomy else None


def pytest_configure(config: pytest.Config) -> None:
    """What tests write they write into memory; benchmarks are measured on the disk, and their books are large."""
    place = in_memory()
    if place and config.getoption("benchmark_skip", False):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


def pytest_collection_finish() -> None:
    """The modules and tests that are there now stay to the end: rubbish is looked for among what comes after them."""
    gc.freeze()


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """Whole files go to one worker; so do the tests of the sample books and of the source, which are long in making and reading."""

    def _split_scope(self, nodeid: str) -> str:
        room = next((room for room in TOGETHER if nodeid.startswith(room)), "")
        return room.rstrip("/") or str(super()._split_scope(nodeid))

    def schedule(self) -> None:
        """Begin with the few tests that take long: left to the end, one worker would wait for the other."""
        super().schedule()
        for scope in LONG:
            if scope in self.workqueue:
                self.workqueue.move_to_end(scope, last=False)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile | None:
    """Share the tests out in the way this project means by ``--dist loadfile``."""
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture
def now() -> datetime:
    """The moment it is in every test."""
    return NOW


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one closed book: a center with a director, and nothing else. Never opened, only copied."""
    folder = tmp_path_factory.mktemp("made-once") / "book"
    opened = make_book(
        folder,
        facility=samples.facility(),
        manager=samples.staff_member(full_name="Đào Thị Hướng Dương", post="Giám đốc"),
        login=LOGIN,
        password=PASSWORD,
        now=NOW,
        cost=CHEAP,
    )
    opened.book.close()
    return folder


@pytest.fixture(scope="session")
def quick_place() -> Path | None:
    """Where the book of a test is quickest."""
    return in_memory()


@pytest.fixture
def book_folder(made_once: Path, quick_place: Path | None, tmp_path: Path) -> Iterator[Path]:
    """A closed book of the test's own; it is gone after the test."""
    within = quick_place or tmp_path
    with tempfile.TemporaryDirectory(prefix="carebook-", dir=within, ignore_cleanup_errors=True) as place:
        yield shutil.copytree(made_once, Path(place) / "book")


@pytest.fixture
def opened(book_folder: Path, now: datetime) -> Iterator[Opened]:
    """The test's own book, opened by its director."""
    found = open_book(book_folder, LOGIN, PASSWORD, now=now)
    yield found
    found.book.close()


@pytest.fixture
def book(opened: Opened) -> Book:
    """The test's own book."""
    return opened.book


@pytest.fixture
def director(opened: Opened) -> Actor:
    """The director of the test's book."""
    return opened.actor


@pytest.fixture
def actor_with(book: Book, director: Actor, now: datetime) -> Callable[..., Actor]:
    """Makes an actor with the given roles: an active account in the book (without a key), or only its grants as given."""

    def make(*roles: Role, name: str = "Doãn Thị Cẩm Tú", **extra: object) -> Actor:
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            member = writer.add(samples.staff_member(full_name=name))
            account = writer.add(Account(staff_member_id=member.id, login=new_id()))
            for role in roles:
                writer.add(replace(RoleGrant(account_id=account.id, role=role), **extra))  # type: ignore[arg-type]
            actor = staff.actor_of(writer, account.id)
        assert actor is not None
        return actor

    return make


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """An empty folder for backups."""
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small drive of its own with the given options ("size=4m"); only root can."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount")):
        pytest.skip("only root can mount a small drive")
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        folder = tmp_path / f"drive-{len(mounted)}"
        folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
        if done.returncode:
            pytest.skip("this machine lets nobody mount a drive")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=False)
