"""A backup has a key of its own; several places each stand alone; what is thinned is never a stranger's."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from carebook.store import backup, driver, errors, keys
from carebook.store.backup import making
from carebook.store.book import DATABASE, FILES, KEYS, Book
from tests.conftest import LOGIN, PASSWORD
from tests.small_book import begin_small


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book: nearly every test here packs the whole of it and reads it back."""
    return begin_small(tmp_path_factory.mktemp("small") / "book")


def test_only_its_own_key_opens_it(book: Book, target: Path, tmp_path: Path, now: datetime) -> None:
    made = backup.back_up(book, target, now=now)
    out = tmp_path / "out"
    out.mkdir()
    key = backup.unpack_with(made.path, out, book.key_of(DATABASE))
    assert key != book.key_of(DATABASE)
    for name in (DATABASE, FILES):
        assert not (out / name).read_bytes().startswith(b"SQLite format")
        with pytest.raises(errors.DamagedBook):
            driver.connect(out / name, book.key_of(name), immutable=True)
        with closing(driver.connect(out / name, key, immutable=True)) as opened:
            assert opened.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    account = backup.keys_in(made.path).slot_named(LOGIN).account_id
    assert backup.key_by(made.path, account, PASSWORD) == key
    with pytest.raises(errors.WrongPassword):
        backup.key_by(made.path, account, PASSWORD + " ")
    with pytest.raises(errors.UnknownAccount):
        backup.key_by(made.path, "nobody", PASSWORD)
    with pytest.raises(errors.WrongPassword):
        backup.key_of(made.path, keys.new_book_key())


def test_two_backups_have_two_keys(book: Book, target: Path, now: datetime) -> None:
    made = [backup.back_up(book, target, now=now + timedelta(days=day)) for day in range(2)]
    assert len({backup.key_of(one.path, book.key_of(DATABASE)) for one in made}) == 2


def packed_in_format_1(folder: Path, file: Path, facts: dict[str, object]) -> None:
    """A backup as the first program made it: the book's own files, under the book's own key."""
    with zipfile.ZipFile(file, "w") as packed:
        files = {}
        for name in (DATABASE, FILES, KEYS):
            content = (folder / name).read_bytes()
            packed.writestr(name, content)
            files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        packed.writestr("manifest.json", json.dumps({"format": 1, "program": "0.9", **facts, "files": files}))


def test_a_backup_of_the_first_format_is_still_read(book_folder: Path, tmp_path: Path, now: datetime) -> None:
    book, _ = Book.open(book_folder, LOGIN, PASSWORD)
    with book, book.inspecting() as connection:
        entries = connection.execute("SELECT count(*) FROM journal").fetchone()[0]
    key = book.key_of(DATABASE)
    facts = {
        "book_id": book.book_id,
        "made_at": now.isoformat(),
        "people": 0,
        "present": 0,
        "entries": entries,
        "head": "",
    }
    packed_in_format_1(book_folder, tmp_path / "old.cbk", facts)
    (tmp_path / "out").mkdir()
    assert backup.unpack_with(tmp_path / "old.cbk", tmp_path / "out", key) == key
    with closing(driver.connect(tmp_path / "out" / DATABASE, key, immutable=True)) as opened:
        assert opened.execute("SELECT count(*) FROM journal").fetchone()[0] == entries


def test_a_place_that_is_away_does_not_stop_the_others(book: Book, target: Path, tmp_path: Path, now: datetime) -> None:
    gone = tmp_path / "away" / "usb"
    first, second = backup.back_up_to(book, (gone, target), now=now)
    assert isinstance(first.error, errors.FolderGone)
    assert second.made is not None
    assert second.made.path.parent == target
    there = backup.place(book.folder, book.book_id, target)
    assert (there.is_there, there.last, len(there.backups), there.failure) == (True, second.made, 1, None)
    away = backup.place(book.folder, book.book_id, gone)
    assert (away.is_there, away.last) == (False, None)
    assert away.failure is not None
    assert away.failure.why.id == errors.FolderGone.pattern
    shutil.move(target, tmp_path / "pulled")
    pulled = backup.place(book.folder, book.book_id, target)
    assert (pulled.is_there, pulled.last and pulled.last.made_at) == (False, now)
    assert backup.last_failure(book.folder) is None  # a good one was made at the same time


def test_a_failed_try_is_told_until_a_good_one(book: Book, target: Path, tmp_path: Path, now: datetime) -> None:
    good = backup.back_up(book, target, now=now)
    with pytest.raises(errors.FolderGone):
        backup.back_up(book, tmp_path / "gone", now=now + timedelta(hours=1))
    failure = backup.last_failure(book.folder)
    assert failure is not None
    assert (failure.at, failure.unreadable) == (now + timedelta(hours=1), False)
    assert backup.last_backup(book.folder) == good
    backup.back_up(book, target, now=now + timedelta(hours=2))
    assert backup.last_failure(book.folder) is None


def test_strangers_are_never_thinned(book: Book, target: Path, now: datetime) -> None:
    made = backup.back_up(book, target, now=now)

    def copy(name: str, days: int, book_id: str) -> Path:
        path = target / name
        with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(path, "w") as new:
            told = json.loads(old.read("manifest.json"))
            told |= {"made_at": (now - timedelta(days=days)).isoformat(), "book_id": book_id}
            new.writestr("manifest.json", json.dumps(told))
        return path

    mine = [copy(f"mine-{days}.cbk", days, book.book_id) for days in range(300, 330)]
    other = [copy(f"other-{days}.cbk", days, "another") for days in range(300, 330)]
    odd = [target / "unreadable.cbk", target / "letter.txt"]
    for path in odd:
        path.write_bytes(b"x")
    taken = set(backup.thin(target, book.book_id, now=now))
    assert taken
    assert taken < set(mine)
    assert all(path.exists() for path in (*other, *odd, made.path))


def test_what_a_power_cut_left_is_swept_by_the_next(book: Book, target: Path, now: datetime) -> None:
    for folder in (target, book.folder):
        left = folder / f"{making.prefix(book.book_id)}left"
        left.mkdir()
        (left / DATABASE).write_bytes(b"half")
    other = target / f"{making.prefix('0' * 36)}other"
    other.mkdir()
    backup.back_up(book, target, now=now)
    assert sorted(path.suffix for path in target.iterdir() if path != other) == [".cbk"]
    assert other.exists()
    assert not list(book.folder.glob(f"{making.prefix(book.book_id)}*"))


def test_one_at_a_time(book: Book, target: Path, now: datetime) -> None:
    with FileLock(book.folder / "carebook.backing-up"), pytest.raises(errors.BackupUnderWay):
        backup.back_up(book, target, now=now)
    backup.back_up(book, target, now=now)


def test_without_room_beside_the_book_the_copy_is_made_in_the_place(
    book: Book, target: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def usage(folder: Path) -> object:
        return type("usage", (), {"free": 1_000 if Path(folder) == book.folder else 10**9})

    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert backup.back_up(book, target, now=now).path.parent == target


def test_a_book_that_moved_says_so_until_it_is_taken_back(tmp_path: Path, now: datetime) -> None:
    assert backup.moved(tmp_path) is None
    backup.mark_moved(tmp_path, "x.cbk", now=now)
    assert backup.moved(tmp_path) == backup.Moved(now, "x.cbk")
    backup.take_back(tmp_path)
    backup.take_back(tmp_path)
    assert backup.moved(tmp_path) is None
