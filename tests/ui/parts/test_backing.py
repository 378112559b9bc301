"""The book is backed up by itself once a day and at its hour, never twice at once, and what fails is tried again later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carebook import places
from carebook.records.staff import Actor, Role
from carebook.store import errors
from carebook.store.backup import last_backup
from carebook.store.book import Book
from carebook.ui.parts.backing import Backing, backup_words, said_size
from carebook.ui.parts.choices import Choices

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def moment(now: datetime) -> list[datetime]:
    """What the clock shows: 09:00."""
    return [now]


@pytest.fixture
def backing(
    book: Book, director: Actor, moment: list[datetime], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Backing]:
    """A book with one place to be backed up to."""
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    (tmp_path / "usb").mkdir()
    Choices(tmp_path / "carebook.ini").add_backup_folder(book.folder, tmp_path / "usb")
    made = Backing(book, director, False, lambda: moment[0])
    yield made
    made.close()


def test_a_day_with_its_hour(qtbot: Any, backing: Backing, moment: list[datetime], book: Book) -> None:
    with qtbot.waitSignal(backing.made):
        backing.look()
    first = last_backup(book.folder)
    moment[0] += timedelta(hours=2)  # 11:00
    backing.look()
    assert not backing.is_running
    moment[0] += timedelta(hours=1)  # 12:00
    with qtbot.waitSignal(backing.made):
        backing.look()
    assert last_backup(book.folder) != first


def test_what_fails_is_told_and_tried_again_half_an_hour_later(
    qtbot: Any, backing: Backing, moment: list[datetime], tmp_path: Path
) -> None:
    (tmp_path / "usb").rmdir()
    with qtbot.waitSignal(backing.failed) as told:
        backing.look()
    assert isinstance(told.args[0], errors.FolderGone)
    backing.look()
    assert not backing.is_running
    moment[0] += timedelta(minutes=31)
    (tmp_path / "usb").mkdir()
    with qtbot.waitSignal(backing.made):
        backing.look()


def test_one_at_a_time_and_stopped_in_time(qtbot: Any, backing: Backing, tmp_path: Path) -> None:
    with qtbot.waitSignal(backing.failed) as told:
        assert backing.run() is not None
        assert backing.run() is None
        backing.stop()
    assert isinstance(told.args[0], errors.BackupStopped)
    assert list((tmp_path / "usb").iterdir()) == []


@pytest.mark.usefixtures("backing")
@pytest.mark.usefixtures("backing")
@pytest.mark.parametrize("why", ["sample", "no place", "no right", "damaged"])
def test_who_is_never_backed_up_by_itself(
    book: Book,
    director: Actor,
    actor_with: Callable[..., Actor],
    moment: list[datetime],
    tmp_path: Path,
    why: str,
) -> None:
    if why == "no place":
        Choices(tmp_path / "carebook.ini").keep_backup_folders(book.folder, ())
    actor = actor_with(Role.INSPECTOR) if why == "no right" else director
    if why == "damaged":
        book.stop_writing()
    other = Backing(book, actor, why == "sample", lambda: moment[0])
    other.look()
    assert not other.is_running


def test_the_words(book: Book, now: datetime) -> None:
    said, tone = backup_words(None, now, book.folder)
    assert (said.id, tone) == ("There is no backup yet. If the PC breaks down now, everything is lost.", "warn")
    assert said_size(34_000_000_000).startswith("34")
    assert said_size(290_000_000).startswith("290")
