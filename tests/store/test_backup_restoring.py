"""A restored book takes its place in steps, each of which may be the last before a power cut: nothing is ever lost between."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from carebook.store import backup, errors, folders
from carebook.store.backup import restoring
from carebook.store.book import KEYS

STEPS = 14


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A folder with a book in it."""
    folder = tmp_path / "so"
    folder.mkdir()
    (folder / KEYS).write_text("old")
    return folder


def take_place(folder: Path, now: datetime) -> None:
    with backup.swapping(folder, in_place=True, now=now) as (workshop, place):
        (workshop / KEYS).write_text("new")
        place()


def cut_before(number: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """The power goes before the change of that number on the drive; tells how many there were."""
    count = [0]

    def watched(real: Callable[..., object]) -> Callable[..., object]:
        def run(*given: object, **named: object) -> object:
            count[0] += 1
            if count[0] == number:
                os._exit(9)
            return real(*given, **named)

        return run

    for owner, name in ((Path, "replace"), (Path, "mkdir"), (Path, "rmdir"), (Path, "unlink"), (Path, "write_text")):
        monkeypatch.setattr(owner, name, watched(getattr(owner, name)))
    return lambda: count[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a power cut is played by a child process")
@pytest.mark.parametrize("step", range(1, STEPS))
@pytest.mark.parametrize("with_old", [True, False])
def test_a_power_cut_at_every_step(
    tmp_path: Path, there: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, step: int, with_old: bool
) -> None:
    if not with_old:
        (there / KEYS).unlink()
    child = os.fork()
    if child == 0:
        cut_before(step, monkeypatch)
        try:
            take_place(there, now)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    settled = backup.settle_restore(there)
    kept = [path for path in tmp_path.iterdir() if path.name.startswith("so") and (path / KEYS).exists()]
    words = {path.name: (path / KEYS).read_text() for path in kept}
    if with_old:
        assert "old" in words.values()
        assert words["so"] in ("old", "new")
        assert (words["so"] == "new") is (len(words) == 2)
    else:
        assert words.get("so", "new") == "new"
    if settled is not None and settled.finished:
        assert words["so"] == "new"
    if os.waitstatus_to_exitcode(status) == 0:
        assert words["so"] == "new"
    assert not [path for path in tmp_path.iterdir() if "restoring" in path.name]
    assert backup.settle_restore(there) is None


def test_there_are_no_more_steps_than_were_cut(there: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = cut_before(0, monkeypatch)
    take_place(there, now)
    assert 6 <= counted() < STEPS


def test_the_old_book_is_put_aside_under_its_day(there: Path, now: datetime) -> None:
    with backup.swapping(there, in_place=True, now=now) as (workshop, place):
        (workshop / KEYS).write_text("new")
        restored = place()
    assert restored.aside is not None
    assert restored.aside.name == "so-truoc-khoi-phuc-2026-11-22-0900"
    assert (restored.aside / KEYS).read_text() == "old"
    assert (there / KEYS).read_text() == "new"
    take_place(there, now)
    assert backup.aside_of(there, now).name == "so-truoc-khoi-phuc-2026-11-22-0900-3"


def test_an_open_book_is_not_replaced(there: Path, now: datetime) -> None:
    lock = folders.hold(there)
    with pytest.raises(errors.BookInUse):
        take_place(there, now)
    lock.release()
    assert (there / KEYS).read_text() == "old"
    assert not restoring.workshop_of(there).exists()


def test_only_who_asks_for_it_replaces_a_book(there: Path, now: datetime) -> None:
    with pytest.raises(errors.BookExists), backup.swapping(there, in_place=False, now=now):
        pass
    assert (there / KEYS).read_text() == "old"
