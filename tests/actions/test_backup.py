"""Backing up as a deed, and a book made anew from the file and a password alone."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions.backup import back_up_book, restore_backup
from carebook.actions.change import Refused
from carebook.records.people import Person
from carebook.records.staff import Actor, Role
from carebook.rules.backup import stale
from carebook.store import backup, errors, staff
from carebook.store.book import DATABASE, Book, new_id
from tests import samples
from tests.conftest import LOGIN, PASSWORD


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """An empty folder for backups."""
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def made(book: Book, director: Actor, target: Path, now: datetime) -> backup.Backup:
    """A backup of the book with one person and one blob."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person())
        writer.add(samples.episode(person.id))
    book.keep_blob(b"x" * 1000, "hash")
    found: backup.Backup = back_up_book(book, target, by=director, now=now).result
    return found


def device_of(book: Book) -> str:
    with book.inspecting() as connection:
        return str(connection.execute("SELECT device FROM book").fetchone()[0])


def test_the_access_log_tells_of_the_backup(book: Book, director: Actor, made: backup.Backup, now: datetime) -> None:
    assert (made.people, made.present) == (1, 1)
    with book.reading_for(director, now) as reader:
        (told,) = staff.readings(reader, samples.TODAY, samples.TODAY)
    assert (told.reading.deed, told.reading.people) == ("back_up_book", 1)


def test_the_same_operation_makes_one_backup(book: Book, director: Actor, target: Path, now: datetime) -> None:
    for _ in range(2):
        back_up_book(book, target, by=director, now=now, op="op-1")
    assert len(list(target.iterdir())) == 1


def test_an_inspector_carries_nothing_away(
    book: Book, actor_with: Callable[..., Actor], target: Path, now: datetime
) -> None:
    with pytest.raises(Refused):
        back_up_book(book, target, by=actor_with(Role.INSPECTOR), now=now)
    back_up_book(book, target, by=actor_with(Role.IT), now=now)


def test_a_failed_backup_leaves_no_line(book: Book, director: Actor, tmp_path: Path, now: datetime) -> None:
    before = book.check_chain()
    with pytest.raises(errors.FolderGone):
        back_up_book(book, tmp_path / "gone", by=director, now=now)
    assert book.check_chain() == before


def test_the_file_and_a_password_make_the_book_again(
    book: Book, made: backup.Backup, tmp_path: Path, now: datetime
) -> None:
    device = device_of(book)
    moved = shutil.move(made.path, tmp_path / "copy.cbk")
    book.close()
    shutil.rmtree(book.folder)
    told: list[int] = []
    opened = restore_backup(
        Path(moved), tmp_path / "new", name=LOGIN, password=PASSWORD, now=now, progress=lambda d, _t: told.append(d)
    )
    with opened.book as restored, restored.reading_for(opened.actor, now) as reader:
        assert [p.full_name for p in reader.records(Person)] == ["Trần Thị An"]
        assert restored.blob("hash") == b"x" * 1000
        assert restored.check_chain().head == made.head
        assert restored.check() == []
        assert device_of(restored) != device
        with restored.changing(opened.actor.account_id, now, "op-9", "test") as writer:
            writer.add(samples.ward())
        assert reader.value("SELECT device FROM found_journal WHERE op = 'op-9'") == device_of(restored)
    assert told[-1] > 100_000
    assert [p.name for p in tmp_path.iterdir() if "restoring" in p.name] == []


def test_a_restored_book_takes_an_empty_folder_but_never_another_books(
    book: Book, made: backup.Backup, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / "empty").mkdir()
    restore_backup(made.path, tmp_path / "empty", name=LOGIN, password=PASSWORD, now=now).book.close()
    before = device_of(book)
    for folder in (book.folder, tmp_path / "empty"):
        with pytest.raises(errors.BookExists):
            restore_backup(made.path, folder, name=LOGIN, password=PASSWORD, now=now)
    assert device_of(book) == before


@pytest.mark.parametrize(
    ("name", "password", "error"),
    [(LOGIN, "sai mật khẩu", errors.WrongPassword), ("ai đó", PASSWORD, errors.UnknownAccount)],
)
def test_without_the_password_nothing_is_laid_down(
    made: backup.Backup, tmp_path: Path, now: datetime, name: str, password: str, error: type[Exception]
) -> None:
    there = sorted(tmp_path.iterdir())
    with pytest.raises(error):
        restore_backup(made.path, tmp_path / "new", name=name, password=password, now=now)
    assert sorted(tmp_path.iterdir()) == there


def test_a_changed_backup_is_not_restored(made: backup.Backup, tmp_path: Path, now: datetime) -> None:
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    there = sorted(tmp_path.iterdir())
    with pytest.raises(errors.BackupUnreadable):
        restore_backup(made.path, tmp_path / "new", name=LOGIN, password=PASSWORD, now=now)
    assert sorted(tmp_path.iterdir()) == there


def test_a_manifest_that_promises_more_than_the_book_holds(made: backup.Backup, tmp_path: Path, now: datetime) -> None:
    other = tmp_path / "other.cbk"
    with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'"people": 1', b'"people": 2') if name == "manifest.json" else content)
    with pytest.raises(errors.BackupUnreadable):
        restore_backup(other, tmp_path / "new", name=LOGIN, password=PASSWORD, now=now)
    assert not (tmp_path / "new").exists()


def test_an_unsafe_place_and_a_small_drive(
    made: backup.Backup, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(errors.SyncedFolder):
        restore_backup(made.path, tmp_path / "OneDrive", name=LOGIN, password=PASSWORD, now=now)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _folder: type("usage", (), {"free": 10}))
    with pytest.raises(errors.BackupDriveFull):
        restore_backup(made.path, tmp_path / "new", name=LOGIN, password=PASSWORD, now=now)
    assert not (tmp_path / "new").exists()


def test_what_a_power_cut_left_is_swept_away(made: backup.Backup, tmp_path: Path, now: datetime) -> None:
    left = tmp_path / ".new.restoring"
    left.mkdir()
    (left / DATABASE).write_bytes(b"half")
    restore_backup(made.path, tmp_path / "new", name=LOGIN, password=PASSWORD, now=now).book.close()
    assert not left.exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "There is no backup yet. If the PC breaks down now, everything is lost."),
        (0, None),
        (7, None),
        (8, "The last backup was {days} days ago ({date})."),
        (-1, None),
    ],
)
def test_an_old_backup_is_told(days: int | None, said: str | None) -> None:
    last = None if days is None else samples.TODAY - timedelta(days=days)
    found = stale(last, samples.TODAY)
    assert (found.id if found else None) == said
