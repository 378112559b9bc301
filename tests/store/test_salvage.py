"""Saving the data of damaged books: nothing that can be read or put together is lost, nothing is guessed, the damaged book stays."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest

from carebook.actions.opening import open_book
from carebook.records.damage import Salvaged
from carebook.store import backup, checking, driver, errors, journal, keys
from carebook.store.book import DATABASE, FILES, KEYS, Book, new_id
from carebook.store.pages.sealed import SealedFile
from carebook.store.salvage import REST, salvage
from tests import samples
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.damage_samples import contents, fill, flip, key_of, pages_of, random_pages, schema_pages
from tests.small_book import begin_small


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book: every page of it is read several times by every test here."""
    return begin_small(tmp_path_factory.mktemp("small") / "book")


@pytest.fixture(scope="module")
def world(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``book``: a closed book with people and files; ``copy.cbk``: its backup, older than the last ten people."""
    place = tmp_path_factory.mktemp("salvage")
    folder = shutil.copytree(made_once, place / "book")
    opened = open_book(folder, LOGIN, PASSWORD, now=NOW)
    people = fill(opened.book, opened.actor, NOW, 30)
    _attach(opened.book, opened.actor.account_id, people[0], b"an old file")
    made = backup.back_up(opened.book, place, now=NOW)
    made.path.rename(place / "copy.cbk")
    with opened.book.changing(opened.actor.account_id, NOW, new_id(), "test") as writer:
        for number in range(10):
            writer.add(samples.person(code=f"CB-9{number:05d}", full_name=f"Người Sau {number}", note="y" * 900))
        writer.run("UPDATE person SET note = 'sửa sau khi sao lưu', version = version + 1 WHERE id = ?", (people[1],))
    _attach(opened.book, opened.actor.account_id, people[2], b"a new file")
    opened.book.close()
    return place


def _attach(book: Book, by: str, person_id: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    book.keep_blob(content, digest)
    with book.changing(by, NOW, new_id(), "test") as writer:
        writer.add(samples.attachment(person_id, content_hash=digest))
        writer.run("INSERT INTO file VALUES (?, 'test', ?, ?)", (digest, "2026-11-22T02:00:00.000Z", content))


@pytest.fixture
def damaged(world: Path, book_folder: Path) -> Path:
    """A book of the test's own to be damaged; what it held is in the world's."""
    shutil.rmtree(book_folder)
    return shutil.copytree(world / "book", book_folder)


def saved(folder: Path, into: Path, *backups: Path, **given: object) -> Salvaged:
    file, key = key_of(folder)
    by, unlocked = file.slot_named(LOGIN).account_id, keys.Unlocked(key)
    return salvage(folder, unlocked, file, into, backups=backups, by=by, now=NOW, reason="cứu", **given)  # type: ignore[arg-type]


def compared(world: Path, new: Path, told: Salvaged) -> tuple[int, int, int]:
    """How many rows of the world are missing, differ without being told unsure, or were never there."""
    _file, key = key_of(world / "book")
    before, after = contents(world / "book", key), contents(new, key)
    unsure = {(one.table, one.row_id) for one in told.lost if one.how == "unsure"}
    missing = sum(len(rows.keys() - after[table].keys()) for table, rows in before.items())
    differing = sum(
        after[table][id_] != row and (table, id_) not in unsure
        for table, rows in before.items()
        for id_, row in rows.items()
        if id_ in after[table]
    )
    extra = sum(
        len(rows.keys() - before[table].keys()) for table, rows in after.items() if table not in ("file", "reading")
    )
    return missing, differing, extra


def left_as_it_was(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_sound_book_comes_out_as_it_went_in(world: Path, damaged: Path) -> None:
    into = damaged.parent / "new"
    told = saved(damaged, into)
    assert told.is_whole
    assert told.chain_kept
    assert (told.files, told.files_lost) == (2, 0)
    assert told.left is not None
    assert told.left.is_sound
    assert compared(world, into, told) == (0, 0, 0)
    book, _account = Book.open(into, LOGIN, PASSWORD)
    with book, book.inspecting() as connection:
        old, _ = Book.open(damaged, LOGIN, PASSWORD)
        with old, old.inspecting() as before:
            assert journal.head_of(connection) == journal.head_of(before)
            assert _one(connection, "SELECT device FROM book") != _one(before, "SELECT device FROM book")


def _one(connection: object, sql: str) -> object:
    return connection.execute(sql).fetchone()[0]  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_pages_are_hit_no_row_is_invented_and_the_lost_ones_are_told(
    world: Path, damaged: Path, seed: int
) -> None:
    """Law: missing rows are exactly those told; no row differs unless told unsure; nothing new; the damaged book is as it was."""
    dice = random.Random(seed)
    flip(damaged, random_pages(damaged, dice, dice.choice([1, 4, 15])), at=dice.randrange(4096))
    before = left_as_it_was(damaged)
    into = damaged.parent / "new"
    told = saved(damaged, into)
    missing, differing, extra = compared(world, into, told)
    assert (differing, extra) == (0, 0)
    assert missing <= sum(one.lost + one.aside for one in told.tables) or any(one.unknown for one in told.tables)
    assert told.left is not None
    assert told.left.is_sound
    assert left_as_it_was(damaged) == before


@pytest.mark.parametrize("seed", range(2))
def test_with_the_last_backup_nothing_acknowledged_is_lost_while_its_line_or_its_page_is_left(
    world: Path, damaged: Path, seed: int
) -> None:
    """The pages of tables are hit, those of the journal are left: every row is there as it was last."""
    dice = random.Random(100 + seed)
    _file, key = key_of(damaged)
    safe = schema_pages(damaged, key) | {
        page
        for name in ("journal", "journal_row", "file", "sqlite_autoindex_file_1")
        for page in pages_of(damaged, key, name)
    }
    flip(damaged, [page for page in random_pages(damaged, dice, 40) if page not in safe])
    into = damaged.parent / "new"
    told = saved(damaged, into, world / "copy.cbk")
    assert compared(world, into, told) == (0, 0, 0)
    assert all(one.is_whole for one in told.tables if journal.is_journaled(one.table))
    assert told.chain_kept


def test_the_whole_journal_gone_the_backup_and_the_tables_give_everything(world: Path, damaged: Path) -> None:
    _file, key = key_of(damaged)
    flip(damaged, pages_of(damaged, key, "journal"))
    into = damaged.parent / "new"
    told = saved(damaged, into, world / "copy.cbk")
    assert compared(world, into, told) == (0, 0, 0)
    assert not told.chain_kept
    assert told.lines_lost > 0
    book, _account = Book.open(into, LOGIN, PASSWORD)
    with book:
        assert checking.check_whole(book, NOW).is_sound
        with book.inspecting() as connection:
            lines = connection.execute("SELECT reason FROM journal WHERE deed = 'salvage_book'").fetchall()
            assert {row[0] for row in lines} == {"cứu"}
        assert backup.back_up(book, damaged.parent, now=NOW).people == 40  # what it makes of itself counts


def test_the_first_page_and_the_list_of_tables_gone(world: Path, damaged: Path) -> None:
    book, _account = Book.open(damaged, LOGIN, PASSWORD)
    with book:
        checking.remember(damaged, checking.check_at_start(book, NOW))
    raw = bytearray((damaged / DATABASE).read_bytes())
    raw[: 3 * 4096] = bytes(3 * 4096)
    (damaged / DATABASE).write_bytes(raw)
    into = damaged.parent / "new"
    told = saved(damaged, into)
    assert compared(world, into, told)[1:] == (0, 0)
    assert told.left is not None
    assert told.left.is_sound
    assert told.rows > 0


@pytest.mark.parametrize("what", ["empty", "another file"])
def test_without_the_file_the_backup_is_what_there_is(world: Path, damaged: Path, what: str) -> None:
    (damaged / DATABASE).write_bytes(b"" if what == "empty" else b"%PDF" * 9000)
    into = damaged.parent / "new"
    with pytest.raises(errors.NothingToSalvage):
        saved(damaged, into)
    assert not into.exists()
    told = saved(damaged, into, world / "copy.cbk", damaged.parent / "not-there.cbk")
    missing, differing, extra = compared(world, into, told)
    assert (differing, extra) == (1, 0)  # the one changed after the backup; nothing tells of it any more
    assert missing == 10 + 1 + 1  # ten people, an attachment and a file came later
    assert not told.is_whole
    assert all(one.unknown for one in told.tables)


def test_a_row_whose_owner_is_lost_is_kept_apart_and_told(damaged: Path) -> None:
    """The stays are read, their people are not, and the journal is gone with its index."""
    _file, key = key_of(damaged)
    gone = [
        *pages_of(damaged, key, "person"),
        *pages_of(damaged, key, "journal"),
        *pages_of(damaged, key, "journal_row"),
    ]
    flip(damaged, gone)
    into = damaged.parent / "new"
    told = saved(damaged, into)
    tables = {one.table: one for one in told.tables}
    assert tables["person"].lost == 40
    assert tables["episode"].aside == 30
    assert told.left is not None
    assert told.left.is_sound
    connection = driver.connect(into / DATABASE, key, immutable=True)
    content = bytes(connection.execute("SELECT content FROM file WHERE kind = ?", (REST,)).fetchone()[0])
    connection.close()
    rest = [json.loads(line) for line in content.decode().splitlines()]
    assert len([one for one in rest if one["table"] == "episode"]) == 30


def test_a_page_of_a_backup_that_cannot_be_read_is_no_content(
    book_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last page of a long note, damaged after the backup was laid out: SQLite gives zeros for it and says nothing."""
    opened = open_book(book_folder, LOGIN, PASSWORD, now=NOW)
    with opened.book as book, book.changing(opened.actor.account_id, NOW, new_id(), "test") as writer:
        writer.add(samples.person(note="ghi dài " * 2000))
    with open_book(book_folder, LOGIN, PASSWORD, now=NOW).book as book:
        copy = backup.back_up(book, tmp_path, now=NOW).path
    _file, key = key_of(book_folder)
    flip(book_folder, [*pages_of(book_folder, key, "person"), *pages_of(book_folder, key, "journal")])
    real = backup.unpack_with

    def laid_out_on_a_bad_drive(file: Path, folder: Path, book_key: bytes) -> bytes:
        opens_with = real(file, folder, book_key)
        with SealedFile(folder / DATABASE, opens_with) as sealed:
            ends = [page for page in pages_of(folder, opens_with, "person") if sealed.page(page)[:4] == bytes(4)]
        flip(folder, ends)
        return opens_with

    monkeypatch.setattr(backup, "unpack_with", laid_out_on_a_bad_drive)
    with pytest.raises(errors.DamagedBook):
        saved(book_folder, tmp_path / "new", copy)
    assert not (tmp_path / "new").exists()
    monkeypatch.undo()
    assert saved(book_folder, tmp_path / "new", copy).is_whole


def test_attached_files_come_from_the_file_or_from_the_backup(world: Path, damaged: Path) -> None:
    (damaged / FILES).write_bytes(b"")
    told = saved(damaged, damaged.parent / "new", world / "copy.cbk")
    assert (told.files, told.files_lost) == (1, 1)


def test_stopping_leaves_nothing_behind(damaged: Path) -> None:
    before = left_as_it_was(damaged)
    with pytest.raises(errors.SalvageStopped):
        saved(damaged, damaged.parent / "new", watch=lambda done, _total: done > 300)
    assert [path.name for path in damaged.parent.iterdir()] == [damaged.name]
    assert left_as_it_was(damaged) == before


def test_no_book_is_ever_overwritten(damaged: Path, world: Path) -> None:
    with pytest.raises(errors.BookExists):
        saved(damaged, world / "book")
    assert (damaged / KEYS).exists()
