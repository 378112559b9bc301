"""A book's pages read without SQLite: the same rows, the same proof, and more than SQLite gives of a damaged file."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pytest

from carebook.records.staff import Actor
from carebook.store import driver
from carebook.store.book import DATABASE, FILES, Book
from carebook.store.pages.sealed import PAGE, SALT, SealedFile, salt_of
from carebook.store.pages.tables import application_in, contents_of, schema_of, version_in
from carebook.store.pages.trees import Torn, values_of, varint
from tests.damage_samples import fill, flip, key_of, pages_of

NEWEST = len(__import__("carebook.store.migrations", fromlist=["STEPS"]).STEPS)


def rows_by_sqlite(folder: Path, key: bytes, *, immutable: bool = True) -> dict[str, list[tuple[object, ...]]]:
    connection = driver.connect(folder / DATABASE, key, immutable=immutable)
    try:
        return {
            table: sorted(map(tuple, connection.execute(f'SELECT * FROM "{table}"')), key=repr)
            for table in schema_of(NEWEST).tables
            if not table.startswith("search_")
        }
    finally:
        connection.close()


def rows_by_pages(folder: Path, key: bytes) -> dict[str, list[tuple[object, ...]]]:
    with SealedFile(folder / DATABASE, key) as file:
        found = contents_of(file)
        return {
            name: sorted((shape.values(row) for row in found.rows(name)), key=repr)
            for name, shape in schema_of(NEWEST).tables.items()
            if not name.startswith("search_")
        }


def test_the_pages_say_what_sqlite_says(book_folder: Path) -> None:
    _file, key = key_of(book_folder)
    assert rows_by_pages(book_folder, key) == rows_by_sqlite(book_folder, key)
    with SealedFile(book_folder / DATABASE, key) as file:
        assert (application_in(file), version_in(file)) == (driver.APPLICATION_ID, NEWEST)
        assert file.damaged() == []


def test_what_stands_only_in_the_log_counts(book: Book, director: Actor, now: datetime) -> None:
    fill(book, director, now, 12)
    assert (book.folder / f"{DATABASE}-wal").stat().st_size > 0
    _file, key = key_of(book.folder)
    assert rows_by_pages(book.folder, key) == rows_by_sqlite(book.folder, key, immutable=False)


def test_a_damaged_frame_of_the_log_costs_one_page_not_all_that_came_after(
    book: Book, director: Actor, now: datetime, tmp_path: Path
) -> None:
    fill(book, director, now, 12)
    _file, key = key_of(book.folder)
    copy = tmp_path / "so"
    copy.mkdir()
    for name in (DATABASE, f"{DATABASE}-wal"):
        (copy / name).write_bytes((book.folder / name).read_bytes())
    log = copy / f"{DATABASE}-wal"
    raw = bytearray(log.read_bytes())
    frames = (len(raw) - 32) // (PAGE + 24)
    raw[32 + (frames // 2) * (PAGE + 24) + 24 + 500] ^= 1
    log.write_bytes(raw)
    with SealedFile(copy / DATABASE, key) as file:
        assert len(file.unsure) <= 1
        found = contents_of(file)
        read = {values[1][0] for values in found.rows("person")}
    with book.looking(now) as reader:
        there = {row["id"] for row in reader.rows("SELECT id FROM person")}
    assert read <= there
    assert len(read) >= len(there) - 10


def test_only_the_right_key_proves_a_page(book_folder: Path) -> None:
    with SealedFile(book_folder / DATABASE, bytes(32)) as file:
        assert not file.proves_any
        assert file.page(1) is None


def test_a_page_in_the_place_of_another_is_damaged(book_folder: Path) -> None:
    _file, key = key_of(book_folder)
    raw = bytearray((book_folder / DATABASE).read_bytes())
    raw[4 * PAGE : 5 * PAGE] = raw[5 * PAGE : 6 * PAGE]
    (book_folder / DATABASE).write_bytes(raw)
    with SealedFile(book_folder / DATABASE, key) as file:
        assert file.damaged() == [5]


@pytest.mark.parametrize("at", [3, 40, 2000, 4020, 4090])
def test_every_byte_of_a_page_is_under_its_seal(book_folder: Path, at: int) -> None:
    _file, key = key_of(book_folder)
    flip(book_folder, [9], at=at)
    with SealedFile(book_folder / DATABASE, key) as file:
        assert file.damaged() == [9]


def test_a_destroyed_beginning_is_overcome_by_the_salt_that_is_remembered(book_folder: Path) -> None:
    _file, key = key_of(book_folder)
    whole = rows_by_pages(book_folder, key)
    salt = salt_of(book_folder / DATABASE)
    raw = bytearray((book_folder / DATABASE).read_bytes())
    raw[:PAGE] = random.Random(1).randbytes(PAGE)
    (book_folder / DATABASE).write_bytes(raw)
    with SealedFile(book_folder / DATABASE, key) as file:
        assert not file.proves_any
    with SealedFile(book_folder / DATABASE, key, salts=[bytes(SALT), salt]) as file:
        assert file.proves_any
        assert not file.has_whole_head
        assert file.damaged() == [1]
        found = contents_of(file)
        assert not found.is_whole
        assert len(list(found.rows("journal"))) == len(whole["journal"])


def test_rows_to_which_nothing_leads_any_more_are_found(book_folder: Path) -> None:
    _file, key = key_of(book_folder)
    whole = {row[0] for row in rows_by_pages(book_folder, key)["code"]}
    flip(book_folder, [pages_of(book_folder, key, "code")[0]])
    with SealedFile(book_folder / DATABASE, key) as file:
        found = contents_of(file)
        assert list(found.rows("code")) == []
        assert not found.walks["code"].is_whole
        found.follow_rest()
        assert {row[1][0] for row in found.orphans()} == whole


def test_the_files_of_attachments_are_read_the_same_way(book_folder: Path) -> None:
    book, _account = Book.open(book_folder, *_way())
    with book:
        book.keep_blob(b"n" * 50_000, "a" * 64)
        book.keep_blob(b"small", "b" * 64)
    _file, key = key_of(book_folder)
    with SealedFile(book_folder / FILES, key) as file:
        assert dict(values for _number, values in contents_of(file).rows("blob")) == {
            "a" * 64: b"n" * 50_000,
            "b" * 64: b"small",
        }


def _way() -> tuple[str, str]:
    from tests.conftest import LOGIN, PASSWORD

    return LOGIN, PASSWORD


@pytest.mark.parametrize(
    ("raw", "value", "length"),
    [
        (b"\x00", 0, 1),
        (b"\x7f", 127, 1),
        (b"\x81\x00", 128, 2),
        (b"\xff\xff\x7f", (1 << 21) - 1, 3),
        (b"\xff" * 9, -1, 9),
    ],
)
def test_numbers_of_one_to_nine_bytes(raw: bytes, value: int, length: int) -> None:
    assert varint(raw + b"rest", 0) == (value, length)


def test_a_record_that_ends_too_early_is_torn() -> None:
    assert values_of(b"\x03\x01\x13\x05abc") == (5, "abc")
    with pytest.raises(Torn):
        values_of(b"\x03\x01\x13\x05ab")
