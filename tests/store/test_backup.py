"""A backup counts only when it was opened and checked; whatever goes wrong, nothing stays under the real name."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from carebook.records.staff import Actor
from carebook.store import backup, driver, errors, keys
from carebook.store.backup import making
from carebook.store.backup.checking import Proof
from carebook.store.book import DATABASE, FILES, KEYS, Book, new_id
from tests import samples


@pytest.fixture
def filled(book: Book, director: Actor, now: datetime) -> Book:
    """The book with two people, one of whom has left, and a blob."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for number, end in enumerate((None, samples.TODAY)):
            person = writer.add(samples.person(code=f"CB-{number:06d}"))
            writer.add(samples.episode(person.id, end_on=end))
    book.keep_blob(b"x" * 50_000, "hash")
    return book


def test_a_backup_is_one_file_with_what_it_says(filled: Book, target: Path, now: datetime) -> None:
    made = backup.back_up(filled, target, now=now)
    assert [p.name for p in target.iterdir()] == ["carebook-sao-luu-2026-11-22-0900.cbk"]
    assert (made.path, made.people, made.present, made.made_at) == (next(target.iterdir()), 2, 1, now)
    assert made.head == filled.check_chain().head
    assert made.entries == filled.check_chain().lines
    assert made.size == made.path.stat().st_size
    assert backup.manifest_of(made.path) == made
    assert backup.last_backup(filled.folder) == made
    with zipfile.ZipFile(made.path) as packed:
        assert sorted(packed.namelist()) == sorted([DATABASE, FILES, KEYS, "manifest.json"])
        assert {i.compress_type for i in packed.infolist()} == {zipfile.ZIP_STORED}
        said = json.loads(packed.read("manifest.json"))
    assert set(said) == {
        *("format", "program", "book_id", "made_at", "people", "present", "entries", "head", "sealed", "files"),
    }


def test_before_the_first_there_is_none(book: Book, tmp_path: Path) -> None:
    assert backup.last_backup(book.folder) is None
    (book.folder / backup.LAST).write_text("{")
    assert backup.last_backup(book.folder) is None
    assert backup.last_backup(tmp_path / "gone") is None


def test_two_in_one_minute_are_two_files(filled: Book, target: Path, now: datetime) -> None:
    for _ in range(2):
        backup.back_up(filled, target, now=now)
    assert sorted(p.name for p in target.iterdir()) == [
        "carebook-sao-luu-2026-11-22-0900-2.cbk",
        "carebook-sao-luu-2026-11-22-0900.cbk",
    ]


def test_the_progress_grows_to_its_end(filled: Book, target: Path, now: datetime) -> None:
    told: list[tuple[int, int]] = []
    backup.back_up(filled, target, now=now, progress=lambda done, total: told.append((done, total)))
    assert len({total for _, total in told}) == 1
    done = [d for d, _ in told]
    assert done == sorted(done)
    assert done[-1] == told[0][1]


@pytest.mark.parametrize("calls", [1, 4, 8])
def test_stopped_leaves_nothing(filled: Book, target: Path, now: datetime, calls: int) -> None:
    asked = [0]

    def cancelled() -> bool:
        asked[0] += 1
        return asked[0] >= calls

    with pytest.raises(errors.BackupStopped):
        backup.back_up(filled, target, now=now, cancelled=cancelled)
    assert list(target.iterdir()) == []
    assert backup.last_backup(filled.folder) is None


def test_writing_goes_on_meanwhile(filled: Book, director: Actor, target: Path, now: datetime) -> None:
    written = []

    def write(_done: int, _total: int) -> None:
        with filled.changing(director.account_id, now, new_id(), "add_ward") as writer:
            written.append(writer.add(samples.ward(name=new_id())))

    made = backup.back_up(filled, target, now=now, progress=write)
    assert len(written) >= 4
    assert made.entries <= filled.check_chain().lines


def test_a_full_drive_is_told_before_anything_is_written(
    filled: Book, target: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("usage", (), {"free": 1_000_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(errors.BackupDriveFull) as caught:
        backup.back_up(filled, target, now=now)
    assert caught.value.message.values["megabytes"] >= 3
    assert list(target.iterdir()) == []


def test_a_drive_that_fills_up_half_way(
    filled: Book, drive: Callable[[str], Path], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = drive("size=2m")
    usage = type("usage", (), {"free": 1_000_000_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(errors.BackupDriveFull):
        backup.back_up(filled, folder, now=now)
    assert list(folder.iterdir()) == []
    assert filled.check() == []


def test_a_drive_that_can_only_be_read(filled: Book, drive: Callable[[str], Path], now: datetime) -> None:
    folder = drive("size=64m")
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    with pytest.raises(errors.BackupFolderReadOnly):
        backup.back_up(filled, folder, now=now)


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, errors.BackupDriveFull),
        (errno.EROFS, errors.BackupFolderReadOnly),
        (errno.EIO, errors.FolderGone),
        (errno.ENODEV, errors.FolderGone),
    ],
)
def test_a_drive_that_fails_at_the_end(
    filled: Book, target: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(error):
        backup.back_up(filled, target, now=now)
    assert list(target.iterdir()) == []


def test_a_drive_pulled_while_copying(filled: Book, target: Path, now: datetime) -> None:
    def pull(_done: int, _total: int) -> None:
        if target.exists():
            target.rename(target.with_name("pulled"))

    with pytest.raises(errors.FolderGone):
        backup.back_up(filled, target, now=now, progress=pull)
    assert not list(target.with_name("pulled").glob("*.cbk"))


def test_a_folder_that_is_not_there(filled: Book, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(errors.FolderGone):
        backup.back_up(filled, tmp_path / "gone", now=now)


Spoil = Callable[[Path, bytes], None]


def spoil_copy(monkeypatch: pytest.MonkeyPatch, spoil: Spoil) -> None:
    """Let the copy be spoilt after it was made."""
    real = making.copy_with_key

    def copy(book: Book, folder: Path, key: bytes, watch: Any = None) -> None:
        real(book, folder, key, watch)
        spoil(folder, key)

    monkeypatch.setattr(making, "copy_with_key", copy)


def flip(folder: Path, _key: bytes) -> None:
    path = folder / DATABASE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(folder: Path, _key: bytes) -> None:
    path = folder / DATABASE
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096])


def lose_a_row(folder: Path, key: bytes) -> None:
    connection = driver.connect(folder / DATABASE, key)
    connection.execute("DROP TRIGGER guard_of_episode_d")
    connection.execute("DELETE FROM episode WHERE end_on IS NOT NULL")
    connection.close()


def lose_the_tail(folder: Path, key: bytes) -> None:
    connection = driver.connect(folder / DATABASE, key)
    connection.execute("DROP TRIGGER journal_keeps_all")
    connection.execute("DELETE FROM journal WHERE tbl IN ('person', 'episode')")
    connection.close()


@pytest.mark.parametrize("spoil", [flip, cut, lose_a_row, lose_the_tail], ids=lambda f: f.__name__)
def test_a_copy_that_is_not_the_book_does_not_count(
    filled: Book, target: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, spoil: Spoil
) -> None:
    spoil_copy(monkeypatch, spoil)
    with pytest.raises(errors.BackupUnreadable):
        backup.back_up(filled, target, now=now)
    assert list(target.iterdir()) == []
    assert backup.last_backup(filled.folder) is None


def test_the_copy_is_packed_while_it_is_proved_and_named_only_afterwards(
    filled: Book, target: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed, seen = threading.Event(), []
    real = Proof._prove_rows

    def prove(self: Proof, path: Path) -> None:
        assert packed.wait(60)
        seen.extend(target.glob("*.cbk"))
        real(self, path)

    def told(done: int, total: int) -> None:
        if done > total // 3:  # more than was copied
            packed.set()

    monkeypatch.setattr(Proof, "_prove_rows", prove)
    made = backup.back_up(filled, target, now=now, progress=told)
    assert seen == []
    assert [made.path] == list(target.glob("*.cbk"))
    assert backup.manifest_of(made.path) == made


@pytest.mark.parametrize("why", ["stopped", "pulled"])
def test_what_is_not_proved_yet_is_broken_off(
    filled: Book, target: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """Whoever stops, and a drive that is pulled, do not wait for a proof that nobody needs any more."""
    proving = threading.Event()

    def prove(self: Proof, path: Path) -> None:
        with self._opened(path) as connection:
            proving.set()
            while True:
                connection.execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
                )

    def told(done: int, total: int) -> None:
        if why == "pulled" and done > total // 3 and target.exists():  # more than was copied: it is being packed
            assert proving.wait(60)
            target.rename(target.with_name("pulled"))

    monkeypatch.setattr(Proof, "_prove_rows", prove)
    with pytest.raises(errors.BackupStopped if why == "stopped" else errors.FolderGone):
        backup.back_up(filled, target, now=now, progress=told, cancelled=lambda: why == "stopped" and proving.is_set())
    assert not list(target.parent.glob("*/*.cbk"))
    assert not [path for path in filled.folder.iterdir() if path.is_dir()]


def test_every_part_is_compared_with_its_hash(filled: Book, target: Path, tmp_path: Path, now: datetime) -> None:
    made = backup.back_up(filled, target, now=now)
    content = made.path.read_bytes()
    (tmp_path / "out").mkdir()
    assert backup.unpack(made.path, tmp_path / "out") == made
    with zipfile.ZipFile(made.path) as packed:
        places = [i.header_offset + 200 for i in packed.infolist() if i.filename != "manifest.json"]
    for place in places:
        broken = bytearray(content)
        broken[place] ^= 1
        made.path.write_bytes(broken)
        with pytest.raises(errors.BackupUnreadable):
            backup.unpack(made.path, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.cbk").write_bytes(content)
    with pytest.raises(errors.BackupUnreadable) as caught:
        backup.manifest_of(tmp_path / "x.cbk")
    assert caught.value.message.values["file"] == "x.cbk"
    with pytest.raises(errors.BackupUnreadable):
        backup.manifest_of(tmp_path / "gone.cbk")


def test_a_backup_of_a_newer_program(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.cbk", "w") as packed:
        packed.writestr("manifest.json", json.dumps({"format": 3, "program": "9.9"}))
    with pytest.raises(errors.NewerBook):
        backup.manifest_of(tmp_path / "x.cbk")


def test_an_unpacked_book_is_compared_with_its_manifest(filled: Book, target: Path, now: datetime) -> None:
    made = backup.back_up(filled, target, now=now)
    assert backup.holds_what_it_says(filled, made)
    for wrong in ({"people": 3}, {"present": 0}, {"entries": 0}, {"head": "00"}):
        assert not backup.holds_what_it_says(filled, replace(made, **wrong))
    assert keys.read_keys(filled.folder / KEYS).book_id == filled.book_id
