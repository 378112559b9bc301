"""What a check tells of every kind of damage, with the key and without, and that a sound book is sound."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from carebook.actions.opening import open_book
from carebook.records.damage import CheckUp, Fault, Finding, Touched
from carebook.records.staff import Actor
from carebook.store import checking, driver, errors, keys
from carebook.store.book import DATABASE, FILES, KEYS, Book, new_id
from carebook.store.pages.sealed import PAGE
from tests import samples
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.damage_samples import fill, flip, key_of, pages_of


def faults(found: CheckUp) -> list[tuple[Fault, str]]:
    return [(one.fault, one.file) for one in found.findings]


def whole(folder: Path, now: datetime) -> CheckUp:
    book, _account = Book.open(folder, LOGIN, PASSWORD)
    with book:
        return checking.check_whole(book, now)


def closed(folder: Path, now: datetime, **given: object) -> CheckUp:
    _file, key = key_of(folder)
    return checking.check_closed(folder, keys.Unlocked(key), now, salts=checking.known_salts(folder), **given)  # type: ignore[arg-type]


def by_hand(folder: Path, *statements: str, name: str = DATABASE) -> None:
    """Change a book past the program, as only somebody with its key can."""
    _file, key = key_of(folder)
    connection = driver.connect(folder / name, key)
    connection.execute("PRAGMA foreign_keys=OFF")
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture(scope="module")
def filled_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed book with people in it; only copied."""
    folder = shutil.copytree(made_once, tmp_path_factory.mktemp("filled") / "book")
    opened = open_book(folder, LOGIN, PASSWORD, now=NOW)
    fill(opened.book, opened.actor, NOW, 40)
    opened.book.close()
    return folder


@pytest.fixture
def filled(filled_once: Path, book_folder: Path) -> Path:
    """A closed book of the test's own with people in it."""
    shutil.rmtree(book_folder)
    return shutil.copytree(filled_once, book_folder)


def test_a_sound_book_is_sound_however_it_is_looked_at(filled: Path, now: datetime) -> None:
    found = whole(filled, now)
    assert (found.findings, found.is_full, len(found.head)) == ((), True, 64)
    assert found.lines > 80
    assert closed(filled, now).is_sound
    assert checking.check_outside(filled) == ()


def test_a_sound_book_is_sound_at_its_opening(filled: Path, now: datetime) -> None:
    book, _account = Book.open(filled, LOGIN, PASSWORD)
    with book:
        assert checking.check_at_start(book, now).is_sound


def test_damaged_pages_name_the_tables_and_how_many_rows(filled: Path, now: datetime) -> None:
    _file, key = key_of(filled)
    leaf = pages_of(filled, key, "person")[-1]
    flip(filled, [leaf])
    (finding,) = whole(filled, now).findings
    assert (finding.fault, finding.file, finding.pages, finding.opens) == (Fault.PAGES, DATABASE, (leaf,), True)
    (touched,) = finding.touched
    assert touched.table == "person"
    assert touched.rows is not None
    assert 0 < touched.rows < 40
    assert finding.stops


def test_a_damaged_index_touches_no_row(filled: Path, now: datetime) -> None:
    _file, key = key_of(filled)
    flip(filled, [pages_of(filled, key, "sqlite_autoindex_person_1")[-1]])
    (finding,) = whole(filled, now).findings
    assert (finding.fault, finding.touched) == (Fault.PAGES, ())


def test_the_first_page(filled: Path, now: datetime) -> None:
    flip(filled, [1])
    (finding,) = closed(filled, now).findings
    assert (finding.fault, finding.opens) == (Fault.FIRST_PAGE, False)
    with pytest.raises(errors.DamagedBook):
        Book.open(filled, LOGIN, PASSWORD)
    with pytest.raises(errors.WrongPassword):  # told apart: the slot does not open
        Book.open(filled, LOGIN, "another password")


def test_a_destroyed_beginning_with_and_without_what_was_remembered(filled: Path, now: datetime) -> None:
    checking.remember(filled, whole(filled, now))
    raw = bytearray((filled / DATABASE).read_bytes())
    raw[:64] = bytes(64)
    (filled / DATABASE).write_bytes(raw)
    assert faults(closed(filled, now)) == [(Fault.FIRST_PAGE, DATABASE)]
    (filled / "carebook.checked").unlink()
    assert faults(closed(filled, now)) == [(Fault.UNPROVED, DATABASE)]


def test_a_cut_file(filled: Path, now: datetime) -> None:
    raw = (filled / DATABASE).read_bytes()
    (filled / DATABASE).write_bytes(raw[: len(raw) - 3 * PAGE - 100])
    (finding,) = closed(filled, now).findings
    assert (finding.fault, finding.count) == (Fault.CUT, 4)
    assert Fault.CUT in {one.fault for one in checking.check_outside(filled)}


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        (DATABASE, None, Fault.MISSING),
        (DATABASE, b"", Fault.EMPTY),
        (DATABASE, b"%PDF-1.7 " * 2000, Fault.FOREIGN),
        (DATABASE, b"SQLite format 3\0" + bytes(8176), Fault.FOREIGN),
        (FILES, b"", Fault.EMPTY),
        (FILES, None, Fault.MISSING),
    ],
)
def test_files_that_are_none(book_folder: Path, now: datetime, name: str, content: bytes | None, fault: Fault) -> None:
    if content is None:
        (book_folder / name).unlink()
    else:
        (book_folder / name).write_bytes(content)
    assert [(one.fault, one.file) for one in checking.check_outside(book_folder)] == [(fault, name)]
    assert faults(closed(book_folder, now)) == [(fault, name)]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}'])
def test_a_keys_file_that_is_none(book_folder: Path, content: bytes) -> None:
    (book_folder / KEYS).write_bytes(content)
    (finding,) = checking.check_outside(book_folder)
    assert (finding.fault, finding.file) == (Fault.KEYS_UNREADABLE, KEYS)


def test_the_database_of_another_book(book_folder: Path, now: datetime, tmp_path: Path) -> None:
    other = Book.make(
        tmp_path / "other",
        account_id="a",
        password=PASSWORD,
        names=(LOGIN,),
        initials="A",
        post="",
        cost=keys.Cost(1, 64, 1),
    )
    other.book.close()
    shutil.copyfile(tmp_path / "other" / DATABASE, book_folder / DATABASE)
    assert faults(closed(book_folder, now)) == [(Fault.UNPROVED, DATABASE)]


def test_a_book_that_a_window_holds(book_folder: Path) -> None:
    book, _account = Book.open(book_folder, LOGIN, PASSWORD, exclusive=True)
    with book:
        assert {one.fault for one in checking.check_outside(book_folder)} <= {Fault.IN_USE}
    assert checking.check_outside(book_folder) == ()


def test_lines_changed_past_the_program(filled: Path, now: datetime) -> None:
    by_hand(
        filled,
        "DROP TRIGGER journal_is_append_only",
        "UPDATE journal SET reason = 'khác' WHERE seq = (SELECT max(seq) - 100 FROM journal)",
    )
    found = whole(filled, now)
    chain = next(one for one in found.findings if one.fault is Fault.CHAIN)
    assert chain.on == datetime(2026, 11, 22).date()
    assert Fault.GUARDS in {one.fault for one in found.findings}
    assert not found.stops
    by_hand(filled, "UPDATE journal SET reason = 'khác' WHERE seq = (SELECT max(seq) - 3 FROM journal)")
    book, _account = Book.open(filled, LOGIN, PASSWORD)
    with book:
        quick = checking.check_at_start(book, now)
    assert {one.fault for one in quick.findings} == {Fault.GUARDS, Fault.CHAIN}


def test_what_rows_tell_of_each_other(filled: Path, now: datetime) -> None:
    by_hand(
        filled,
        "INSERT INTO followed SELECT 'person' UNION SELECT 'episode'",
        "DELETE FROM person WHERE id = (SELECT min(id) FROM person)",
        "DELETE FROM followed",
    )
    found = {one.fault: one for one in whole(filled, now).findings}
    assert found[Fault.REFERENCES].touched == (Touched("episode", 1),)
    assert found[Fault.UNTOLD].touched == (Touched("person", 1),)
    assert Fault.PAGES not in found


def test_a_search_index_out_of_step_and_a_lost_index_are_made_anew(filled: Path, now: datetime) -> None:
    by_hand(filled, "DELETE FROM search_key", "DROP INDEX journal_person")
    found = {one.fault: one for one in whole(filled, now).findings}
    assert Fault.AIDS in found
    assert {one.step.value for one in found.values()} == {"rebuild"}


def test_attached_files_without_content(filled: Path, now: datetime) -> None:
    book, account = Book.open(filled, LOGIN, PASSWORD)
    with book, book.changing(account, now, new_id(), "test") as writer:
        person = writer.value("SELECT id FROM person LIMIT 1")
        writer.add(samples.attachment(person, content_hash="c" * 64))
    assert (Fault.FILES_GONE, FILES) in faults(whole(filled, now))


def test_a_check_can_be_stopped_and_then_has_changed_nothing(filled: Path, now: datetime) -> None:
    book, _account = Book.open(filled, LOGIN, PASSWORD)
    with book, pytest.raises(errors.CheckStopped):
        checking.check_whole(book, now, watch=lambda _done, _total: True)
    assert whole(filled, now).is_sound


def test_a_check_beside_somebody_who_writes_finds_nothing(book: Book, director: Actor, now: datetime) -> None:
    steps: list[int] = []

    def write(_done: int, _total: int) -> bool:
        steps.append(_done)
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            writer.add(samples.ward(name=f"Khu {len(steps)}"))
        return False

    fill(book, director, now, 20)
    assert checking.check_whole(book, now, watch=write).is_sound
    assert steps


def test_what_is_remembered_comes_back_and_names_nobody(book_folder: Path, now: datetime) -> None:
    found = CheckUp(
        now,
        (Finding(Fault.PAGES, DATABASE, 2, (5, 7), (Touched("person", 3), Touched("code")), opens=True),),
        is_full=True,
        pages=12,
        milliseconds=8,
    )
    checking.remember(book_folder, found)
    assert checking.last_checks(book_folder) == (None, found)
    for torn in (b"", b"{", b"[1]", b'{"full": {"at": 3}}'):
        (book_folder / "carebook.checked").write_bytes(torn)
        assert checking.last_checks(book_folder) == (None, None)
        assert checking.known_salts(book_folder) == {}
