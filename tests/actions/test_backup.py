"""Backing up as a deed, and a book made anew from the file and a password alone."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions.backup import back_up_book, drill_restore, move_book, restore_backup, take_book_back
from carebook.actions.change import Refused
from carebook.actions.opening import make_book, open_book
from carebook.records.people import Person
from carebook.records.staff import Actor, Role
from carebook.rules import permissions
from carebook.rules.backup import stale
from carebook.store import backup, errors, staff
from carebook.store.backup import checking, drills
from carebook.store.book import DATABASE, Book, new_id
from tests import samples
from tests.conftest import CHEAP, LOGIN, PASSWORD
from tests.small_book import begin_small


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book: nearly every test here packs the whole of it and reads it back."""
    return begin_small(tmp_path_factory.mktemp("small") / "book")


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
        with restored.inspecting() as connection:
            assert checking.has_head(connection, made.head)
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
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: type("usage", (), {"free": 10}))
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


# another way in, another place


def test_the_recovery_code_restores_with_a_new_password(tmp_path: Path, target: Path, now: datetime) -> None:
    began = make_book(
        tmp_path / "so",
        facility=samples.facility(),
        manager=samples.staff_member(full_name="Đào Thị Hướng Dương", post="Giám đốc"),
        login=LOGIN,
        password=PASSWORD,
        now=now,
        cost=CHEAP,
    )
    with began.book as book:
        made = back_up_book(book, target, by=began.actor, now=now).result
    new, code = "bông lúa vàng 12", began.recovery_code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(errors.WrongRecoveryCode):
        restore_backup(made.path, tmp_path / "x", name=LOGIN, password=new, recovery_code=wrong, now=now)
    with pytest.raises(errors.UnknownAccount):
        restore_backup(made.path, tmp_path / "x", name="ai đó", password=new, recovery_code=code, now=now)
    assert not (tmp_path / "x").exists()
    restored = restore_backup(made.path, tmp_path / "x", name=LOGIN, password=new, recovery_code=code, now=now)
    restored.book.close()
    open_book(tmp_path / "x", LOGIN, new, now=now).book.close()


def test_in_place_of_the_book_the_old_one_is_kept(
    book: Book, made: backup.Backup, director: Actor, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.person(full_name="Ghi Sau", code="CB-9"))
    folder = book.folder
    book.close()
    restored = restore_backup(made.path, folder, name=LOGIN, password=PASSWORD, in_place=True, now=now)
    assert restored.aside is not None
    with restored.book, restored.book.reading_for(restored.actor, now) as reader:
        assert [p.full_name for p in reader.records(Person)] == ["Trần Thị An"]
    kept = backup.last_backup(folder)
    assert kept is not None
    assert kept.head == made.head
    with open_book(restored.aside, LOGIN, PASSWORD, now=now).book as old, old.inspecting() as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone()[0] == 2
    shutil.rmtree(restored.aside)


def test_another_books_backup_replaces_nothing(book: Book, made: backup.Backup, tmp_path: Path, now: datetime) -> None:
    other = tmp_path / "other.cbk"
    with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(book.book_id.encode(), b"x" * 36) if name == "manifest.json" else content
            )
    book.close()
    with pytest.raises(errors.OtherBook):
        restore_backup(other, book.folder, name=LOGIN, password=PASSWORD, in_place=True, now=now)


def test_stopped_leaves_everything_as_it_was(book: Book, made: backup.Backup, now: datetime) -> None:
    book.close()
    before = sorted(path.name for path in book.folder.parent.iterdir())
    with pytest.raises(errors.RestoreStopped):
        restore_backup(
            made.path, book.folder, name=LOGIN, password=PASSWORD, in_place=True, cancelled=lambda: True, now=now
        )
    assert sorted(path.name for path in book.folder.parent.iterdir()) == before
    open_book(book.folder, LOGIN, PASSWORD, now=now).book.close()


def test_places_that_fail_are_said_beside_the_good_one(
    book: Book, director: Actor, target: Path, tmp_path: Path, now: datetime
) -> None:
    change = back_up_book(book, tmp_path / "away", target, by=director, now=now)
    assert change.result.path.parent == target
    assert change.said is not None
    assert (change.said.values["good"], change.said.values["all"]) == (1, 2)


# trying to restore


def test_a_trial_opens_the_backup_aside_and_keeps_what_it_found(
    book: Book, made: backup.Backup, director: Actor, now: datetime
) -> None:
    before = sorted(path.name for path in book.folder.iterdir())
    change = drill_restore(book, made.path, PASSWORD, by=director, now=now)
    found = change.result
    assert (found.passed, found.fault, found.people, found.present) == (True, "", 1, 1)
    assert (found.head, found.entries, found.drilled_by_id) == (made.head, made.entries, director.staff_member_id)
    assert found.later_entries == book.check_chain().lines - made.entries - 1  # its own line is not counted
    assert sorted(path.name for path in book.folder.iterdir()) == before
    with book.reading_for(director, now) as reader:
        assert drills.drilling(reader, now.date()).last_good == found


def test_a_wrong_password_tries_nothing(book: Book, made: backup.Backup, director: Actor, now: datetime) -> None:
    before = book.check_chain()
    for by_code in (False, True):
        with pytest.raises((errors.WrongPassword, errors.WrongRecoveryCode)):
            drill_restore(book, made.path, "sai mật khẩu", by=director, now=now, with_recovery_code=by_code)
    assert book.check_chain() == before


def test_a_backup_that_cannot_be_restored_is_kept_as_such(
    book: Book, made: backup.Backup, director: Actor, now: datetime
) -> None:
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    found = drill_restore(book, made.path, PASSWORD, by=director, now=now).result
    assert not found.passed
    assert found.fault
    with book.reading_for(director, now) as reader:
        assert drills.drilling(reader, now.date()).last_good is None
        assert drills.drills(reader) == [found]


def test_a_backup_of_another_life_of_the_book_is_found_out(
    book: Book, made: backup.Backup, director: Actor, tmp_path: Path, target: Path, now: datetime
) -> None:
    restored = restore_backup(made.path, tmp_path / "new", name=LOGIN, password=PASSWORD, now=now)
    with restored.book as other:
        theirs = back_up_book(other, target, by=restored.actor, now=now + timedelta(hours=1)).result
    found = drill_restore(book, theirs.path, PASSWORD, by=director, now=now).result
    assert (found.passed, bool(found.fault)) == (False, True)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("deed", ["drill_restore", "move_book", "take_book_back"])
def test_who_may_try_and_carry(
    book: Book, actor_with: Callable[..., Actor], made: backup.Backup, now: datetime, role: Role, deed: str
) -> None:
    by = actor_with(role)
    acts: dict[str, Callable[[], object]] = {
        "drill_restore": lambda: drill_restore(book, made.path, "x", by=by, now=now),
        "move_book": lambda: move_book(book, made.path, by=by, now=now),
        "take_book_back": lambda: take_book_back(book, backup.Moved(now, "x"), by=by, now=now),
    }
    act = acts[deed]
    if role in permissions.DEEDS[deed]:
        with pytest.raises((errors.BookError, Refused)) if deed != "take_book_back" else nullcontext():
            act()
    else:
        with pytest.raises(Refused):
            act()


# carrying the book elsewhere


def test_only_an_up_to_date_backup_is_carried_over(
    book: Book, made: backup.Backup, director: Actor, target: Path, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.ward(name="Khu mới"))
    with pytest.raises(Refused):
        move_book(book, made.path, by=director, now=now)
    assert backup.moved(book.folder) is None
    fresh = back_up_book(book, target, by=director, now=now + timedelta(minutes=1)).result
    move_book(book, fresh.path, by=director, now=now)
    assert backup.moved(book.folder) == backup.Moved(now, fresh.path.name)
    take_book_back(book, backup.Moved(now, fresh.path.name), by=director, now=now)
    assert backup.moved(book.folder) is None
