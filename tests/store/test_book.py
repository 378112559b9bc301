"""A book: made whole or not at all, each failure of opening told apart, nothing acknowledged lost, nothing in plain."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread, Timer

import pytest

from carebook.records.facility import Ward
from carebook.records.staff import Actor, Role
from carebook.store import driver, errors, keys, migrations, search
from carebook.store.book import DATABASE, FILES, KEYS, Book, NewerVersion, new_id
from tests import samples
from tests.conftest import CHEAP, LOGIN, PASSWORD


def make(folder: Path) -> Book:
    return Book.make(folder, account_id="a1", password=PASSWORD, names=(LOGIN,), initials="A", post="", cost=CHEAP).book


def test_a_new_book_opens_with_its_password_and_its_recovery_code(tmp_path: Path) -> None:
    made = Book.make(
        tmp_path / "so", account_id="a1", password=PASSWORD, names=(LOGIN,), initials="A", post="", cost=CHEAP
    )
    made.book.close()
    book, account_id = Book.open(tmp_path / "so", LOGIN, PASSWORD)
    book.close()
    assert (account_id, book.book_id) == ("a1", made.book.book_id)
    with Book.open_by_recovery(tmp_path / "so", made.recovery_code) as book:
        assert book.check() == []
    with pytest.raises(errors.WrongPassword):
        Book.open(tmp_path / "so", LOGIN, PASSWORD + " ")
    with pytest.raises(errors.WrongRecoveryCode):
        Book.open_by_recovery(tmp_path / "so", keys.new_recovery_code())
    with pytest.raises(errors.UnknownAccount):
        Book.open(tmp_path / "so", "somebody", PASSWORD)


def test_a_book_is_never_made_over_another(book_folder: Path) -> None:
    before = {p.name: p.read_bytes() for p in book_folder.iterdir()}
    with pytest.raises(errors.BookExists):
        make(book_folder)
    assert {p.name: p.read_bytes() for p in book_folder.iterdir()} == before


def test_a_book_half_made_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise errors.DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(keys, "write_keys", fail)
        with pytest.raises(errors.DiskFull):
            make(tmp_path / "so")
    assert list((tmp_path / "so").iterdir()) == []
    make(tmp_path / "so").close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(errors.BookError):
        make(tmp_path / "file" / "so")


def test_a_network_drive_is_refused_also_when_opening(book_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carebook.store.folders._is_network", lambda _folder: True)
    for act in (lambda: Book.open(book_folder, LOGIN, PASSWORD), lambda: make(book_folder.parent / "other")):
        with pytest.raises(errors.NetworkDrive):
            act()


def spoil(folder: Path, what: str) -> None:
    path = folder / DATABASE
    if what == "no folder":
        shutil.rmtree(folder)
    elif what == "no database":
        path.unlink()
    elif what == "empty":
        path.write_bytes(b"")
    elif what == "first page":
        path.write_bytes(b"x" * 4096 + path.read_bytes()[4096:])
    elif what == "a file of others":
        path.write_bytes(b"%PDF-1.7" * 5000)
    elif what == "another book":
        make(folder.parent / "other").close()
        shutil.copyfile(folder.parent / "other" / DATABASE, path)


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("no folder", errors.NoBook),
        ("no database", errors.NoBook),
        ("empty", errors.EmptyBookFile),
        ("first page", errors.DamagedBook),
        ("a file of others", errors.DamagedBook),
        ("another book", errors.DamagedBook),
    ],
)
def test_each_failure_of_opening_is_told_apart(book_folder: Path, what: str, error: type[Exception]) -> None:
    spoil(book_folder, what)
    with pytest.raises(error):
        Book.open(book_folder, LOGIN, PASSWORD)


@pytest.mark.parametrize("sql", ["PRAGMA application_id=7", "UPDATE book SET book_id = 'other'", "DELETE FROM book"])
def test_a_database_that_is_not_this_book(book_folder: Path, sql: str) -> None:
    book, _ = Book.open(book_folder, LOGIN, PASSWORD)
    with book.inspecting() as connection:
        connection.execute(sql)
    book.close()
    with pytest.raises(errors.ForeignFile):
        Book.open(book_folder, LOGIN, PASSWORD)


def test_a_damaged_page_is_found_by_the_check(book_folder: Path) -> None:
    path = book_folder / DATABASE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    book, _ = Book.open(book_folder, LOGIN, PASSWORD)
    with book:
        try:
            assert book.check()
        except errors.DamagedBook:
            return


def test_one_window_opens_the_book(book_folder: Path) -> None:
    first, _ = Book.open(book_folder, LOGIN, PASSWORD, exclusive=True)
    program = (
        "import sys; from pathlib import Path; from carebook.store import errors; from carebook.store.book import Book\n"
        "try: Book.open(Path(sys.argv[1]), sys.argv[2], sys.argv[3], exclusive=True)\n"
        "except errors.BookInUse: print('in use')\n"
        "Book.open(Path(sys.argv[1]), sys.argv[2], sys.argv[3])[0].close(); print('beside it')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(book_folder), LOGIN, PASSWORD], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["in use", "beside it"]
    first.close()
    Book.open(book_folder, LOGIN, PASSWORD, exclusive=True)[0].close()


def test_records_come_back_as_they_went(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward = writer.add(samples.ward(hidden=True))
        person = writer.add(samples.person(disability_kinds=("motor", "speech"), hiv=False))
        stay = writer.add(samples.episode(person.id))
    with book.looking(now) as reader:
        assert reader.record(type(ward), ward.id) == ward
        assert reader.record(type(person), person.id) == person
        assert reader.records(type(stay)) == [stay]
        assert reader.record(Ward, "nobody") is None


def test_two_threads_write_one_after_the_other(book: Book, director: Actor, now: datetime) -> None:
    begun, go_on = Event(), Event()

    def slowly() -> None:
        with book.changing(director.account_id, now, new_id(), "add_ward") as writer:
            writer.add(samples.ward(name="Khu chậm"))
            begun.set()
            go_on.wait(10)

    first = Thread(target=slowly)
    first.start()
    assert begun.wait(10)
    Timer(0.05, go_on.set).start()
    with book.changing(director.account_id, now, new_id(), "add_ward") as writer:
        writer.add(samples.ward(name="Khu nhanh"))
    first.join()
    with book.looking(now) as reader:
        assert {ward.name for ward in reader.records(Ward)} >= {"Khu chậm", "Khu nhanh"}


def test_what_somebody_else_changed_is_not_overwritten(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        seen = writer.add(samples.ward())
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        theirs = writer.amend(replace(seen, name="Khu B"), seen=seen.version)
    with (
        pytest.raises(NewerVersion) as caught,
        book.changing(director.account_id, now, new_id(), "test") as writer,
    ):
        writer.amend(replace(seen, name="Khu C"), seen=seen.version)
    assert caught.value.theirs == theirs


def test_what_is_withdrawn_stays_readable_and_is_not_counted(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward = writer.add(samples.ward())
        struck = writer.withdraw(Ward, ward.id, "ghi nhầm")
    assert (struck.withdrawn_at, struck.withdrawn_by, struck.withdrawn_because) == (
        now,
        director.account_id,
        "ghi nhầm",
    )
    with book.looking(now) as reader:
        assert reader.records(Ward) == []
        assert reader.records(Ward, withdrawn=True) == [struck]


def test_writing_to_a_full_drive_keeps_nothing_of_it(book: Book, director: Actor, now: datetime) -> None:
    connection = book._connection
    connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")

    def fill() -> None:
        with book.changing(director.account_id, now, "op-1", "add_ward") as writer:
            for number in range(2000):
                writer.add(samples.ward(name=f"Khu {number} " + "x" * 200))

    with pytest.raises(errors.DiskFull):
        fill()
    connection.execute("PRAGMA max_page_count=1000000")
    with book.looking(now) as reader:
        assert reader.records(Ward) == []
    assert book.check() == []
    fill()
    assert book.check_chain().broken_at is None


def test_a_reader_sees_what_another_connection_wrote(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        before = reader.data_version()
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            writer.add(samples.ward())
        assert reader.data_version() != before
        assert len(reader.records(Ward)) == 1


def test_blobs_are_kept_once(book: Book) -> None:
    content = "nội dung".encode() * 100
    for _ in range(2):
        book.keep_blob(content, "hash")
    assert book.blob("hash") == content
    assert book.blob("other") is None


NAMES = ("Xíchquỷ", "Xichquy", "xichquy", "022145777666")


def files_naming_somebody(folder: Path) -> list[Path]:
    """As `grep -a` would find them, in UTF-8 and UTF-16."""
    words = [n.encode(code) for n in NAMES for code in ("utf-8", "utf-16-le")]
    return [p for p in folder.rglob("*") if p.is_file() and any(w in p.read_bytes() for w in words)]


def test_no_file_names_a_resident(
    book: Book, book_folder: Path, tmp_path: Path, director: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from carebook.actions.backup import back_up_book
    from carebook.store import drafts

    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    with book.changing(director.account_id, now, new_id(), "test", reason="Xíchquỷ") as writer:
        for number in range(300):
            person = writer.add(samples.person(full_name=f"Xíchquỷ Văn {number}", code=f"CB-{number:06d}"))
            writer.add(samples.identity_paper(person.id, number="022145777666"))
            search.index_person(writer, person.id)
    with book.changing(director.account_id, now, "", "keep_draft", journaled=False) as writer:
        drafts.put_draft(writer, "person", "", {"full_name": "Xíchquỷ"})
    book.keep_blob("Xíchquỷ".encode() * 1000, "hash")
    target = tmp_path / "usb"
    target.mkdir()
    back_up_book(book, target, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert len(reader.rows("SELECT full_name FROM listed_person ORDER BY full_name, note, birth_place")) == 300
        for folder in (book_folder, target, temporary):
            assert files_naming_somebody(folder) == []
    assert {p.name for p in book_folder.iterdir()} >= {DATABASE, DATABASE + "-wal", FILES, KEYS}


def test_an_older_book_is_upgraded_when_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "apply", partial(migrations.apply, upto=migrations.NEWEST - 1))
        patched.setattr("carebook.store.migrations_needed.NEWEST", migrations.NEWEST - 1)
        make(tmp_path / "so").close()
    assert not (tmp_path / "so" / f"before-upgrade-{migrations.NEWEST - 1}").exists()
    book, _ = Book.open(tmp_path / "so", LOGIN, PASSWORD)
    with book, book.inspecting() as connection:
        assert migrations.version_of(connection) == migrations.NEWEST
    assert list((tmp_path / "so").glob("before-upgrade-*/carebook.db"))


def test_questions_need_their_right(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with book.reading_for(actor_with(Role.NURSE), now) as reader, pytest.raises(errors.NotAllowedToSee):
        reader.asks("accounts")


def test_a_closed_book_says_so(book_folder: Path) -> None:
    book, _ = Book.open(book_folder, LOGIN, PASSWORD)
    book.close()
    with pytest.raises(RuntimeError):
        book.check_chain()
    assert driver.APPLICATION_ID == 0x43424B31
