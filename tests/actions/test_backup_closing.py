"""What has to be backed up when the book is closed: every place that lacks anything, and in doubt again."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions.backup import back_up_book, move_book, places_without, restore_backup
from carebook.actions.change import Refused
from carebook.records.staff import Actor
from carebook.store import backup, drafts, errors
from carebook.store.book import Book, new_id
from tests import samples
from tests.conftest import LOGIN, PASSWORD
from tests.small_book import begin_small


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book: nearly every test here packs the whole of it and reads it back."""
    return begin_small(tmp_path_factory.mktemp("small") / "book")


@pytest.fixture
def made(book: Book, director: Actor, target: Path, now: datetime) -> backup.Backup:
    """The backup of now."""
    found: backup.Backup = back_up_book(book, target, by=director, now=now).result
    return found


def without(book: Book, *folders: Path, now: datetime, hour: int = 23) -> tuple[Path, ...]:
    return places_without(book, folders, now=now, hour=hour)


@pytest.mark.usefixtures("made")
def test_a_place_that_holds_all_that_was_written_lacks_nothing(
    book: Book, director: Actor, target: Path, tmp_path: Path, now: datetime
) -> None:
    assert without(book, target, now=now + timedelta(minutes=5)) == ()
    second = tmp_path / "second"
    second.mkdir()
    assert without(book, target, second, now=now) == (second,)
    back_up_book(book, second, by=director, now=now)
    assert without(book, target, second, now=now) == (), "the second backup takes nothing from the first"


@pytest.mark.usefixtures("made")
def test_a_place_that_is_away_is_tried_with_another_or_when_there_is_none(
    book: Book, target: Path, tmp_path: Path, now: datetime
) -> None:
    away, second = tmp_path / "away", tmp_path / "second"
    second.mkdir()
    assert without(book, target, away, now=now) == ()
    assert without(book, target, away, second, now=now) == (away, second)
    assert without(book, away, now=now) == (away,)


@pytest.mark.parametrize("written", ["a line", "a draft"])
def test_what_was_written_since_has_to_be_backed_up(
    book: Book, made: backup.Backup, director: Actor, target: Path, now: datetime, written: str
) -> None:
    is_line = written == "a line"
    with book.changing(director.account_id, now, new_id(), "test", journaled=is_line) as writer:
        if is_line:
            writer.add(samples.ward(name="Khu mới"))
        else:
            drafts.put_draft(writer, "form", "", {"note": "Ăn nửa bát cháo."})
    assert without(book, target, now=now) == (target,)
    with pytest.raises(Refused):
        move_book(book, made.path, by=director, now=now)


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("later", "hour", "owed"),
    [
        (timedelta(hours=1), 23, False),
        (timedelta(hours=4), 12, True),
        (timedelta(days=1), 23, True),
        (timedelta(hours=-1), 23, True),
    ],
    ids=["the same day", "the daily hour struck", "the next day", "the clock went back"],
)
def test_the_daily_backup_is_owed_too(
    book: Book, target: Path, now: datetime, later: timedelta, hour: int, owed: bool
) -> None:
    assert without(book, target, now=now + later, hour=hour) == ((target,) if owed else ())


def test_a_backup_in_doubt_is_made_again(
    book: Book, made: backup.Backup, target: Path, tmp_path: Path, now: datetime
) -> None:
    whole = made.path.read_bytes()
    made.path.write_bytes(whole + b"x")
    assert without(book, target, now=now) == (target,), "it is not as long as when it was proved"
    made.path.write_bytes(whole)
    assert without(book, target, now=now) == ()
    elsewhere = tmp_path / "copied"
    elsewhere.mkdir()
    shutil.copy(made.path, elsewhere)
    assert without(book, elsewhere, now=now) == (elsewhere,), "a copy was never opened for a check there"
    backup.note_failure(book.folder, target, errors.FolderGone(folder="usb"), now=now)
    assert without(book, target, now=now) == (target,), "a later try failed"
    made.path.unlink()
    assert without(book, target, now=now) == (target,)


def test_a_backup_of_another_life_of_the_book_is_not_this_one(
    book: Book, made: backup.Backup, director: Actor, target: Path, tmp_path: Path, now: datetime
) -> None:
    restored = restore_backup(made.path, tmp_path / "new", name=LOGIN, password=PASSWORD, now=now)
    with restored.book as other:
        theirs = back_up_book(other, target, by=restored.actor, now=now + timedelta(minutes=1)).result
    now += timedelta(minutes=2)
    assert without(book, target, now=now) == (target,)
    with pytest.raises(Refused):
        move_book(book, theirs.path, by=director, now=now)
