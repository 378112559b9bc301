"""A drive that gets full at every stage: a named failure, nothing half kept, everything read as before, and on it goes with room."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from carebook import places
from carebook.actions.accounts import change_own_password
from carebook.actions.backup import back_up_book, restore_backup
from carebook.actions.drafts import keep_draft
from carebook.actions.lists import import_list, read_file
from carebook.actions.opening import open_book
from carebook.actions.people import attach_file
from carebook.actions.periods import close_period
from carebook.actions.progress import add_note
from carebook.records.people import Attachment, Person
from carebook.records.progress import ProgressNote
from carebook.store import drafts, errors, keys, migrations
from carebook.store.book import KEYS, Book
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.faults.books import new_book, older_book
from tests.faults.center import NURSE_LOGIN, NURSE_PASSWORD, PLANTED, Center
from tests.faults.counts import Counts
from tests.faults.killing import Tell, watched
from tests.faults.soundness import all_rows, is_whole
from tests.period_samples import MONTH

Drive = Callable[[str], Path]
KIB = 1024
LEFT = (0, 4 * KIB, 36 * KIB, 100 * KIB, 300 * KIB, 1200 * KIB)
FEW = (0, 36 * KIB, 300 * KIB)


@dataclass
class Small:
    """A small drive that can be filled up to some bytes, and emptied again."""

    root: Path

    @property
    def _filler(self) -> Path:
        return self.root / "filler"

    def fill(self, left: int) -> None:
        """Leave so many bytes of room."""
        self.free()
        room = shutil.disk_usage(self.root).free - left
        if room > 0:
            with self._filler.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, room // 4096 * 4096)

    def free(self) -> None:
        """Give the room back."""
        self._filler.unlink(missing_ok=True)


@pytest.fixture
def left(size: float) -> tuple[int, ...]:
    """How much room there is when a deed begins, in bytes: from none to nearly enough."""
    return LEFT if size > 1 else FEW


@pytest.fixture
def small(drive: Drive) -> Small:
    """A drive of 40 MB."""
    return Small(drive("size=40m"))


@pytest.fixture
def center_there(small: Small, center: Center) -> Center:
    """The center with its book on the small drive."""
    shutil.copytree(center.folder, small.root / "book")
    return center.at(small.root / "book")


@contextmanager
def full(counts: Counts, stage: str, *named: type[Exception]) -> Iterator[None]:
    """What is done meanwhile succeeds, or fails by one of the names, with a sentence that says what to do."""
    expected = named or (errors.DiskFull,)
    try:
        yield
    except expected as error:
        said = str(error)
        assert any(word in said for word in ("MB", "Free", "Choose", "Giải phóng", "Cần", "chọn")), said
        counts.fault(f"full drive: {stage}").note(type(error).__name__)
    else:
        counts.fault(f"full drive: {stage}").note("there was room")


@dataclass(frozen=True)
class Stage:
    """A deed on a standing book; ``kept`` tells whether it is there."""

    name: str
    do: Callable[[Center, Book, str, Path], Any]


def _note(center: Center, book: Book, word: str, _sheet: Path) -> Any:
    note = ProgressNote(episode_id=center.stays[0], happened_at=NOW, text=f"{word} " + "dài " * 2400)
    return add_note(book, note, by=center.director, now=NOW)


def _attach(center: Center, book: Book, word: str, _sheet: Path) -> Any:
    with book.looking(NOW) as reader:
        person = reader.records(Person)[0]
    content = word.encode() + os.urandom(1_000_000)
    return attach_file(book, Attachment(person_id=person.id, title=word), content, by=center.director, now=NOW)


def _import(center: Center, book: Book, _word: str, sheet: Path) -> Any:
    return import_list(book, read_file(book, sheet, now=NOW), by=center.director, now=NOW, source=sheet.name)


def _close(center: Center, book: Book, word: str, _sheet: Path) -> Any:
    return close_period(book, MONTH, by=center.director, now=NOW, reason=word)


STAGES = (
    Stage("saving", _note),
    Stage("a large attachment", _attach),
    Stage("import", _import),
    Stage("closing a period", _close),
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A list of forty people."""
    path = tmp_path / "danh-sach.txt"
    rows = ["Họ và tên\tNgày sinh\tGiới tính"]
    rows += [f"Lò Thị Mận {chr(65 + n % 26)}{chr(97 + n // 26)}\t{1 + n % 28:02}/05/{1930 + n}\tNữ" for n in range(40)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_while_something_is_written(
    stage: Stage, small: Small, center_there: Center, sheet: Path, counts: Counts, left: tuple[int, ...]
) -> None:
    with center_there.opened() as book:
        for room in left:
            before = all_rows(book)
            draft = {"text": f"{PLANTED} {room}"}
            keep_draft(book, "note", "s", draft, by=center_there.director, now=NOW)
            small.fill(room)
            done = False
            with full(counts, stage.name):
                stage.do(center_there, book, f"lần {room}", sheet)
                done = True
            with book.reading_for(center_there.director, NOW) as reader:
                kept = drafts.own_draft(reader, "note", "s")
                assert kept is not None
                assert kept.content == draft, "what was typed stays"
            if not done:
                after = all_rows(book)
                before.pop("draft"), after.pop("draft")
                assert after == before
            small.free()
            if not done:
                stage.do(center_there, book, f"lại {room}", sheet)
            if stage.name == "import":
                break
        is_whole(book)


def test_while_a_draft_is_kept(small: Small, center_there: Center, counts: Counts, left: tuple[int, ...]) -> None:
    with center_there.opened() as book:
        for room in left[:3]:
            small.fill(room)
            with full(counts, "draft"):
                keep_draft(book, "note", "s", {"text": "x" * 100_000}, by=center_there.director, now=NOW)
            small.free()
            keep_draft(book, "note", "s", {"text": f"{room}"}, by=center_there.director, now=NOW)
        is_whole(book)


def test_while_a_password_is_changed(small: Small, center_there: Center, counts: Counts, left: tuple[int, ...]) -> None:
    """The keys file is the old one or the new one, and the journal knows which."""
    old, new = NURSE_PASSWORD, "dong song tim 9"
    for room in left[:4]:
        with center_there.opened() as book:
            small.fill(room)
            done = False
            with full(counts, "keys file"):
                change_own_password(book, old, new, by=center_there.nurse, now=NOW)
                done = True
            if done:
                old, new = new, old
            assert book.proves(center_there.nurse.account_id, old)
            small.free()
        open_book(center_there.folder, NURSE_LOGIN, old, now=NOW).book.close()
        assert not list(center_there.folder.glob(".carebook-*"))


def test_while_a_book_is_opened(small: Small, center_there: Center, counts: Counts, left: tuple[int, ...]) -> None:
    """Closed, then opened again on a drive without room: by its name, or it opens."""
    for room in left[:4]:
        small.fill(room)
        with (
            full(counts, "opening"),
            open_book(center_there.folder, LOGIN, PASSWORD, now=NOW, exclusive=True).book as book,
            book.looking(NOW) as reader,
        ):
            assert len(reader.records(Person)) > 12
        small.free()
        open_book(center_there.folder, LOGIN, PASSWORD, now=NOW, exclusive=True).book.close()


def test_while_a_book_is_made(small: Small, counts: Counts, left: tuple[int, ...]) -> None:
    for room in (*left, 3000 * KIB):
        small.fill(room)
        with full(counts, "new book"):
            new_book(small.root / "so")
        assert not any((small.root / "so").glob("*")) or room == 3000 * KIB
        small.free()
        shutil.rmtree(small.root / "so", ignore_errors=True)
    new_book(small.root / "so")


def test_while_a_book_is_backed_up(small: Small, center: Center, counts: Counts, left: tuple[int, ...]) -> None:
    """On to a full drive; beside a book whose own drive is full."""
    there = small.root / "backups"
    there.mkdir()
    with center.opened() as book:
        before = all_rows(book)
        for room in (*left, 7000 * KIB):
            small.fill(room)
            with full(counts, "backup", errors.BackupDriveFull):
                back_up_book(book, there, by=center.director, now=NOW)
            assert all(path.suffix == ".cbk" for path in there.iterdir())
            small.free()
        back_up_book(book, there, by=center.director, now=NOW)
        after = all_rows(book)
        assert {table: rows[: len(before[table])] for table, rows in after.items() if table == "person"} == {
            "person": before["person"]
        }


def test_while_a_backup_is_restored(
    small: Small, center: Center, counts: Counts, tmp_path: Path, left: tuple[int, ...]
) -> None:
    with center.opened() as book:
        file = back_up_book(book, tmp_path, by=center.director, now=NOW).result.path
    for room in left:
        small.fill(room)
        with full(counts, "restore", errors.BackupDriveFull, errors.DiskFull):
            restore_backup(file, small.root / "so", name=LOGIN, password=PASSWORD, now=NOW).book.close()
            pytest.fail("there was no room")
        small.free()
        assert not any(small.root.glob("so/*"))
        assert {path.name for path in small.root.iterdir()} <= {"so"}
    with restore_backup(file, small.root / "so", name=LOGIN, password=PASSWORD, now=NOW).book as book:
        is_whole(book)


def test_while_an_old_book_is_upgraded(small: Small, counts: Counts, left: tuple[int, ...]) -> None:
    folder = small.root / "so"
    folder.mkdir()
    key = older_book(folder)
    for room in left:
        small.fill(room)
        with full(counts, "upgrade"), Book.open_with_key(folder, key, keys.read_keys(folder / KEYS)):
            pytest.fail("there is no room for a copy")
        small.free()
    with Book.open_with_key(folder, key, keys.read_keys(folder / KEYS)) as book:
        is_whole(book)
        with book.inspecting() as connection:
            assert migrations.version_of(connection) == migrations.NEWEST


def test_while_a_file_is_taken_out(small: Small, counts: Counts, left: tuple[int, ...]) -> None:
    """A paper or a sheet is written whole or not at all; what bore the name before is not lost."""
    path = small.root / "bao-cao.pdf"
    for room in left[:5]:
        path.write_bytes(b"before")
        small.fill(room)
        try:
            places.write_whole(path, b"x" * 400_000)
        except OSError:
            counts.fault("full drive: a paper taken out").note("OSError, told by the page")
            assert path.read_bytes() == b"before"
        else:
            pytest.fail("there was no room")
        small.free()
        assert [one.name for one in small.root.iterdir()] == ["bao-cao.pdf"]
    places.write_whole(path, b"x" * 400_000)
    assert path.stat().st_size == 400_000


def test_while_the_log_is_written(small: Small, counts: Counts) -> None:
    """The program starts and goes on without a log that has no room."""

    def run(tell: Tell) -> None:
        from carebook.ui.application.crash import keep_log

        tell("begin")
        keep_log(small.root / "log")
        for _ in range(100):
            logging.getLogger("carebook").error("x" * 1000)
        tell("done")

    (small.root / "log").mkdir()
    for room in (0, 40 * KIB):
        small.fill(room)
        assert watched(run).done
        small.free()
        counts.fault("full drive: log").note("went on")
