"""Torn logs and flipped bytes: a book opens as it was at some moment, or says that it is damaged; no value is ever silently another."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from carebook.actions.backup import back_up_book, restore_backup
from carebook.actions.opening import open_book
from carebook.actions.people import attach_file
from carebook.actions.progress import add_note
from carebook.records.people import Attachment, Person
from carebook.records.progress import ProgressNote
from carebook.store import backup, errors
from carebook.store.book import DATABASE, FILES, KEYS, Book, new_id
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.faults.center import Center
from tests.faults.counts import Counts, Faults
from tests.faults.killing import Moment, Tell, watched
from tests.faults.soundness import all_rows, begin, is_whole, read_on

TIMES = 26
"""So many faults of each kind in a plain run; more in a large one."""


@pytest.fixture
def times(size: float) -> int:
    """How many faults of each kind are made."""
    return TIMES if size == 1 else max(110, round(TIMES * size))


def lay(center: Center) -> Center:
    """The book anew from what it was, in a folder beside it."""
    folder = center.folder.with_name("trial")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(center.folder, folder)
    return center.at(folder)


def flip(path: Path, chance: Random) -> None:
    """Change one to eight bits of a byte, and sometimes a run of bytes."""
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    for place in range(at, min(at + chance.choice((1, 1, 1, 16, 512)), len(content))):
        content[place] ^= chance.randrange(1, 256)
    path.write_bytes(content)


def test_a_torn_log_opens_as_the_book_was_at_some_moment(
    center: Center, counts: Counts, chance: Random, times: int
) -> None:
    noted = counts.fault("torn or garbled log of the database")
    with center.opened() as book, book.looking(NOW) as reader:
        start = begin(reader)
    (center.folder / f"{DATABASE}-shm").unlink(missing_ok=True)

    def run(tell: Tell) -> None:
        with center.opened() as book:
            tell("begin")
            for place in range(40):
                op = new_id()
                note = ProgressNote(
                    episode_id=center.stays[place % 12], happened_at=NOW, text="dài " * (place * 20 + 1)
                )
                add_note(book, note, by=center.director, now=NOW, op=op)
                tell("done", op=op)
            time.sleep(60)

    told = watched(run, Moment(seconds=1.5))
    ops = [deed["op"] for deed in told.done]
    log = center.folder / f"{DATABASE}-wal"
    whole = log.read_bytes()
    assert len(ops) > 3
    assert len(whole) > 100_000
    for number in range(times):
        trial = lay(center)
        (trial.folder / f"{DATABASE}-shm").unlink(missing_ok=True)
        torn = bytearray(whole[: chance.randrange(1, len(whole))] if number % 4 else whole)
        if number % 4 == 1:
            torn += chance.randbytes(chance.randrange(1, 9000))
        if number % 4 in (0, 2):
            at = chance.randrange(len(torn))
            torn[at : at + 64] = chance.randbytes(len(torn[at : at + 64]))
        if number % 4 == 3:
            torn += bytes(4096)
        (trial.folder / f"{DATABASE}-wal").write_bytes(torn)
        with trial.opened() as book:
            with book.looking(NOW) as reader:
                seen = read_on(reader, start)
                texts = [note.text for note in reader.records(ProgressNote)]
            there = [op for op in ops if op in seen.lines]
            assert there == ops[: len(there)], "not the book of any moment"
            assert len(texts) >= len(there)
            if number % 8 == 0:
                is_whole(book)
        noted.note("the book of an earlier moment" if len(there) < len(ops) else "nothing lost")


def test_flipped_bytes_of_the_database_are_named(center: Center, counts: Counts, chance: Random, times: int) -> None:
    noted = counts.fault("flipped bytes: database")
    with center.opened() as book:
        right = all_rows(book)
    for _ in range(times):
        trial = lay(center)
        flip(trial.folder / DATABASE, chance)
        noted.note(_read(trial, right))


def _read(trial: Center, right: dict[str, list[tuple[Any, ...]]]) -> str:
    """Open, read everything, check: which of them names the damage."""
    try:
        book = open_book(trial.folder, LOGIN, PASSWORD, now=NOW).book
    except errors.DamagedBook:
        return "named when opened"
    with book:
        try:
            rows = all_rows(book)
        except errors.DamagedBook:
            return "named when read"
        assert rows == right, "a value is silently another"
        try:
            found = book.check()
        except errors.DamagedBook:
            return "every row read, named by the check"
        assert found, "damage that nothing finds"
        return "every row read, named by the check"


def test_flipped_bytes_of_the_keys_are_named(center: Center, counts: Counts, chance: Random, times: int) -> None:
    noted = counts.fault("flipped bytes: keys file")
    for _ in range(times):
        trial = lay(center)
        flip(trial.folder / KEYS, chance)
        try:
            opened = open_book(trial.folder, LOGIN, PASSWORD, now=NOW)
        except errors.DamagedBook as error:
            noted.note(f"named: {type(error).__name__}")
            continue
        opened.book.close()
        assert opened.actor == center.director
        noted.note("harmless")


def test_flipped_bytes_of_the_attachments_are_named(center: Center, counts: Counts, chance: Random, times: int) -> None:
    noted = counts.fault("flipped bytes: attachments")
    kept = {}
    with center.opened() as book:
        with book.looking(NOW) as reader:
            person = reader.records(Person)[0]
        for number in range(4):
            content = chance.randbytes(30_000 * (number + 1))
            row = attach_file(
                book, Attachment(person_id=person.id, title="Giấy"), content, by=center.director, now=NOW
            ).result
            kept[row.content_hash] = content
    for _ in range(times):
        trial = lay(center)
        flip(trial.folder / FILES, chance)
        with trial.opened() as book:
            noted.note(_blobs(book, kept))


def _blobs(book: Book, kept: dict[str, bytes]) -> str:
    found = "every file read, named by the check"
    for digest, content in kept.items():
        try:
            there = book.blob(digest)
        except errors.DamagedBook:
            found = "named when read"
            continue
        assert there == content, "a file is silently another"
    with suppress(errors.DamagedBook):
        assert book.check(), "damage that nothing finds"
    return found


def test_the_last_page_of_a_long_value_is_never_silently_zeros(center: Center, counts: Counts, tmp_path: Path) -> None:
    """SQLCipher itself gives zeros there without a word. Nothing of it is shown, kept in a backup, or written on."""
    noted = counts.fault("one page of a long value damaged, page by page")
    content = b"%PDF" * 5_000
    with center.opened() as book:
        with book.looking(NOW) as reader:
            person = reader.records(Person)[0]
        row = Attachment(person_id=person.id, title="Giấy")
        digest = attach_file(book, row, content, by=center.director, now=NOW).result.content_hash
    size = (center.folder / FILES).stat().st_size
    for place in range(4096 + 100, size, 4096):
        trial = lay(center)
        path = trial.folder / FILES
        path.write_bytes(path.read_bytes()[:place] + b"\x00\x01\x02" + path.read_bytes()[place + 3 :])
        with trial.opened() as book:
            try:
                assert book.blob(digest) == content
            except errors.DamagedBook:
                noted.note("named")
            with pytest.raises((errors.DamagedBook, errors.BackupUnreadable)):
                back_up_book(book, tmp_path, by=trial.director, now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_flipped_bytes_of_a_backup_are_named(
    center: Center, counts: Counts, chance: Random, times: int, tmp_path: Path
) -> None:
    noted = counts.fault("flipped bytes: backup")
    with center.opened() as book:
        file = back_up_book(book, tmp_path, by=center.director, now=NOW).result.path
        said = backup.manifest_of(file)
    content = file.read_bytes()
    sound = _unpacked(file, tmp_path)
    tail = content.rfind(b"PK\x03\x04")
    for number in range(times):
        broken = bytearray(content)
        at = chance.randrange(tail, len(content)) if number % 2 else chance.randrange(len(content))
        broken[at] ^= 1 << chance.randrange(8)
        file.write_bytes(broken)
        try:
            found = backup.manifest_of(file)
            unpacked = _unpacked(file, tmp_path)
        except (errors.BackupUnreadable, errors.NewerBook) as error:
            noted.note(f"named: {type(error).__name__}")
            continue
        assert found == said, "a fact of the backup is silently another"
        assert unpacked == sound, "a file of the backup is silently another"
        noted.note("harmless")


def _unpacked(file: Path, within: Path) -> dict[str, bytes]:
    out = within / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    backup.unpack(file, out)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_small_files_beside_the_book_do_not_keep_it_closed(center: Center, counts: Counts, tmp_path: Path) -> None:
    """What only makes the program comfortable may be garbage."""
    noted: Faults = counts.fault("garbage in small files beside the book")
    with center.opened() as book:
        back_up_book(book, tmp_path, by=center.director, now=NOW)
    with pytest.raises(errors.WrongPassword):
        open_book(center.folder, LOGIN, "nhầm", now=NOW)
    small = [path for path in center.folder.iterdir() if path.suffix not in (".db", ".keys") and path.is_file()]
    assert small
    for garbage in (b"", b"\xff\xfe\x00", b"{", b"[]", b'{"x": [1]}', b"null", b'{"path": 1, "size": "x"}'):
        for path in small:
            path.write_bytes(garbage)
            open_book(center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True).book.close()
            backup.last_backup(center.folder)
            backup.last_failure(center.folder)
            noted.note("opened")


def test_a_damaged_backup_leaves_nothing(center: Center, tmp_path: Path) -> None:
    with center.opened() as book:
        file = back_up_book(book, tmp_path, by=center.director, now=NOW).result.path
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(errors.BackupUnreadable):
        restore_backup(file, tmp_path / "so", name=LOGIN, password=PASSWORD, now=NOW)
    assert {path.name for path in tmp_path.iterdir()} == {file.name}
