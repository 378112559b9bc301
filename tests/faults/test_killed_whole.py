"""Killed while a whole book is made, upgraded, copied, restored or filled from a list: it is a book or it is none, never a half one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from carebook.actions.backup import back_up_book, restore_backup
from carebook.actions.lists import import_list, read_file
from carebook.actions.opening import open_book
from carebook.records.facility import Ward
from carebook.store import backup, driver, errors, keys, migrations
from carebook.store.book import DATABASE, KEYS, Book, new_id
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.faults.books import OLDER, new_book, older_book
from tests.faults.center import PLANTED, Center
from tests.faults.counts import Counts, Kills
from tests.faults.killing import Span, Tell, Told, watched
from tests.faults.soundness import is_whole, plain_words

Copy = Callable[[], Center]


@dataclass
class Trials:
    """Kills one kind of work again and again; each time in a folder of its own, which is looked through afterwards."""

    kills: Kills
    chance: Random
    times: int

    def each(self, run: Callable[[int, Path, Tell], None], folder: Callable[[], Path]) -> Iterator[tuple[Path, Told]]:
        """The folder and what was told of each child that was killed."""
        span = self._span(run, folder())
        for number in range(self.times):
            place = folder()
            told = watched(lambda tell, n=number, at=place: run(n, at, tell), span.moment(self.chance))  # type: ignore[misc]
            self.kills.kills += 1
            self.kills.acknowledged += len(told.done)
            yield place, told
            shutil.rmtree(place, ignore_errors=True)

    @staticmethod
    def _span(run: Callable[[int, Path, Tell], None], place: Path) -> Span:
        told = watched(lambda tell: run(-1, place, tell))
        assert told.ended
        shutil.rmtree(place, ignore_errors=True)
        return told.span


@contextmanager
def readable(kills: Kills) -> Iterator[None]:
    """Count what cannot be read any more."""
    try:
        yield
    except errors.BookError:
        kills.unreadable += 1
        raise


@pytest.fixture
def trials(counts: Counts, size: float, chance: Random) -> Callable[[str, int], Trials]:
    """Trials of a kind, so many times in a plain run."""
    return lambda kind, times: Trials(counts.killed(kind), chance, round(times * size))


def test_killed_while_a_book_is_made(trials: Callable[..., Trials], folders_in: Callable[[], Path]) -> None:
    """It opens with its manager in it, or it is none and its folder takes another."""
    trial = trials("new book", 6)

    def run(_number: int, folder: Path, tell: Tell) -> None:
        tell("begin")
        new_book(folder / "book")
        tell("done")

    made_again = 0
    for place, told in trial.each(run, folders_in):
        assert plain_words([place], (PLANTED, "Giám đốc")) in ([], [("carebook.keys", "Giám đốc")])
        try:
            opened = open_book(place / "book", LOGIN, PASSWORD, now=NOW, exclusive=True)
        except errors.NoBook:
            if told.done:
                trial.kills.lost += 1
            assert not told.done
            made_again += 1
            if made_again > 1:
                continue
            new_book(place / "book")
            opened = open_book(place / "book", LOGIN, PASSWORD, now=NOW, exclusive=True)
        else:
            trial.kills.unacknowledged += not told.done
        with readable(trial.kills), opened.book as book:
            is_whole(book)


def test_killed_while_a_list_is_brought_in(
    trials: Callable[..., Trials], center: Center, size: float, tmp_path: Path
) -> None:
    """All of its people are there, or none."""
    people = 1000 if size > 1 else 60
    trial = trials("import", 5)
    rows = [("Họ và tên", "Ngày sinh", "Giới tính", "Phòng", "Ngày vào")]
    names = [
        "An",
        "Bình",
        "Chi",
        "Dung",
        "Hà",
        "Hoa",
        "Lan",
        "Mai",
        "Ngân",
        "Oanh",
        "Phúc",
        "Quỳnh",
        "Sen",
        "Thảo",
        "Uyên",
        "Vân",
        "Xuân",
        "Yến",
    ]
    rows += [
        (
            f"{PLANTED} {names[n % 18]} {names[n // 18 % 18]} {names[n // 324]}",
            f"{1 + n % 28:02}/{1 + n % 12:02}/{1930 + n % 40}",
            "Nữ",
            f"Z{100 + n % 90}",
            "05/01/2026",
        )
        for n in range(people)
    ]
    sheet = tmp_path / "danh-sach.txt"
    sheet.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    with center.opened() as book:
        before = count(book, "person")

    def run(_number: int, folder: Path, tell: Tell) -> None:
        with center.at(folder / "book").opened() as book:
            op = new_id()
            tell("begin", op=op)
            reading = read_file(book, sheet, now=NOW)
            import_list(book, reading, by=center.director, now=NOW, op=op, source=sheet.name)
            tell("done", op=op)

    def copy() -> Path:
        return Path(shutil.copytree(center.folder.parent, center.folder.parent.with_name(new_id())))

    there = set()
    for number, (place, told) in enumerate(trial.each(run, copy)):
        with readable(trial.kills), center.at(place / "book").opened() as book:
            new = count(book, "person") - before
            with book.inspecting() as connection:
                (lines,) = connection.execute(
                    "SELECT count(*) FROM journal WHERE op = ?", (told.begun[0]["op"],)
                ).fetchone()
            there.add((bool(new), lines))
            trial.kills.lost += bool(told.done) and not new
            trial.kills.unacknowledged += bool(new) and not told.done
            assert new in (0, people)
            assert book.check_chain().broken_at is None
            if number % 4 == 0:
                is_whole(book)
        assert plain_words([place], (PLANTED,)) == []
    assert len(there) <= 2, "an import of some lines"
    assert trial.kills.lost == 0


def count(book: Book, table: str) -> int:
    with book.inspecting() as connection:
        return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def test_killed_while_backing_up(trials: Callable[..., Trials], center: Center, folders_in: Callable[[], Path]) -> None:
    """What bears a backup's name is one; the next backup clears away what was left, and the book never notices."""
    trial = trials("backup", 9)
    held = 0

    def run(_number: int, folder: Path, tell: Tell) -> None:
        with center.opened() as book:
            tell("begin")
            made = back_up_book(book, folder, by=center.director, now=NOW).result
            tell("done", path=str(made.path))

    for number, (place, told) in enumerate(trial.each(run, folders_in)):
        found = sorted(place.glob("*.cbk"))
        if told.done and Path(told.done[0]["path"]) not in found:
            trial.kills.lost += 1
        trial.kills.unacknowledged += len(found) > len(told.done)
        with readable(trial.kills):
            for file in found:
                out = place / "out"
                out.mkdir()
                backup.unpack(file, out)
                held += 1
            with center.opened() as book:
                if number % 4 == 0:
                    shutil.rmtree(place / "out", ignore_errors=True)
                    back_up_book(book, place, by=center.director, now=NOW)
                    assert [path for path in place.iterdir() if path.suffix != ".cbk"] == []
                    assert not list(center.folder.glob(".carebook-*"))
        assert plain_words([place, center.folder], (PLANTED, "Trần Thị An")) == []
    with center.opened() as book:
        is_whole(book)
    assert trial.kills.lost == 0


def test_killed_while_restoring(trials: Callable[..., Trials], center: Center, folders_in: Callable[[], Path]) -> None:
    """The next start finds the book whole in its place, or nothing there; the backup opens again either way."""
    trial = trials("restore", 7)
    place = folders_in()
    with center.opened() as book:
        file = back_up_book(book, place, by=center.director, now=NOW).result.path
        people = count(book, "person")

    def run(_number: int, folder: Path, tell: Tell) -> None:
        tell("begin")
        restored(file, folder / "book").close()
        tell("done")

    for number, (folder, told) in enumerate(trial.each(run, folders_in)):
        backup.settle_restore(folder / "book")
        with readable(trial.kills):
            try:
                book = open_book(folder / "book", LOGIN, PASSWORD, now=NOW).book
            except errors.NoBook:
                trial.kills.lost += len(told.done)
                assert not told.done
                assert not (folder / "book").exists() or not any((folder / "book").iterdir())
                if number % 4:
                    continue
                book = restored(file, folder / "book")
            else:
                trial.kills.unacknowledged += not told.done
            with book:
                assert count(book, "person") == people
                if number % 4 == 0:
                    is_whole(book)
        assert {path.name for path in folder.iterdir()} == {"book"}


def restored(file: Path, folder: Path) -> Book:
    """The book of a backup, opened in a new folder."""
    return restore_backup(file, folder, name=LOGIN, password=PASSWORD, now=NOW).book


def test_killed_while_an_old_book_is_upgraded(trials: Callable[..., Trials], folders_in: Callable[[], Path]) -> None:
    """The next opening finishes it; the copy from before it stays a copy from before it."""
    trial = trials("upgrade of an old book", 7)
    made = folders_in()
    key = older_book(made)
    before = _rows(made / DATABASE, key)

    def opened(folder: Path) -> Book:
        return Book.open_with_key(folder, key, keys.read_keys(folder / KEYS))

    def run(_number: int, folder: Path, tell: Tell) -> None:
        tell("begin")
        opened(folder).close()
        tell("done")

    def copy() -> Path:
        folder = folders_in()
        shutil.rmtree(folder)
        return Path(shutil.copytree(made, folder))

    for number, (folder, _told) in enumerate(trial.each(run, copy)):
        with readable(trial.kills), opened(folder) as book:
            with book.inspecting() as connection:
                assert migrations.version_of(connection) == migrations.NEWEST
            with book.looking(NOW) as reader:
                wards = {ward.id: ward.name for ward in reader.records(Ward)}
            assert len(wards) == 300
            assert set(wards.values()) == {f"{PLANTED} {n}" for n in range(300)}
            if number % 4 == 0:
                is_whole(book)
        assert _rows(folder / f"before-upgrade-{OLDER}" / DATABASE, key) == before
        assert plain_words([folder], (PLANTED,)) == []
    assert trial.kills.unreadable == 0


def _rows(path: Path, key: bytes) -> object:
    connection = driver.connect(path, key, immutable=True)
    try:
        return [tuple(row) for row in connection.execute("SELECT * FROM ward ORDER BY id")], [
            tuple(row) for row in connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
        ]
    finally:
        connection.close()
