"""The encrypted driver: nothing but a right key opens a file, and every failure has its name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from carebook.store import driver, errors

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted file with one small table."""
    path = tmp_path / "carebook.db"
    connection = driver.connect(path, KEY, create=True)
    connection.execute("CREATE TABLE word (text TEXT) STRICT")
    connection.execute("INSERT INTO word VALUES ('Xichquy')")
    connection.close()
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[Any]:
    """A connection to that file."""
    connection = driver.connect(path, KEY)
    yield connection
    connection.close()


def test_nothing_lies_in_plain(path: Path) -> None:
    content = path.read_bytes()
    assert len(content) > 4096
    assert b"Xichquy" not in content
    assert b"SQLite format" not in content


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("busy_timeout", 5000),
        ("cache_size", -16_384),
    ],
)
def test_every_connection_is_careful(connection: Any, pragma: str, value: Any) -> None:
    assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_the_use_decides_the_cache(path: Path) -> None:
    for use, size in driver.CACHE_KIB.items():
        connection = driver.connect(path, KEY, use=use)
        assert connection.execute("PRAGMA cache_size").fetchone()[0] == -size
        connection.close()


def test_sqlite_utils_knows_the_drivers_errors() -> None:
    """In a process of its own, where nothing has imported either."""
    program = (
        "from pathlib import Path; import sys, tempfile; from carebook.store import driver\n"
        "c = driver.connect(Path(tempfile.mkdtemp()) / 'a.db', bytes(32), create=True)\n"
        "d = driver.sqlite_utils_database(c); d['t'].insert({'id': 1}, pk='id')\n"
        "d['t'].insert({'id': 2, 'more': 'x'}, alter=True); print(list(d['t'].rows))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[{'id': 1, 'more': None}, {'id': 2, 'more': 'x'}]"


def test_another_key_is_damage(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(errors.DamagedBook):
        driver.connect(path, bytes(32))
    assert capfd.readouterr() == ("", "")


def test_a_missing_an_empty_and_a_foreign_file_are_never_a_new_book(tmp_path: Path) -> None:
    with pytest.raises(errors.NoBook):
        driver.connect(tmp_path / "carebook.db", KEY)
    (tmp_path / "carebook.db").touch()
    with pytest.raises(errors.EmptyBookFile) as caught:
        driver.connect(tmp_path / "carebook.db", KEY)
    assert caught.value.message.values == {"file": "carebook.db"}
    assert (tmp_path / "carebook.db").stat().st_size == 0
    (tmp_path / "carebook.db").write_bytes(b"%PDF-1.7 " * 1000)
    with pytest.raises(errors.DamagedBook):
        driver.connect(tmp_path / "carebook.db", KEY)


def test_a_flipped_bit_is_damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 + 100] ^= 1
    path.write_bytes(content)
    with driver.translated(path.parent), pytest.raises(errors.DamagedBook), driver.translated(path.parent):
        driver.connect(path, KEY).execute("SELECT * FROM word").fetchall()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(errors.FolderGone):
        driver.connect(tmp_path / "gone" / "carebook.db", KEY, create=True)


def test_a_full_drive(connection: Any, tmp_path: Path) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(errors.DiskFull), driver.translated(tmp_path):
        connection.execute("INSERT INTO word VALUES (?)", ("x" * 100_000,))
    assert connection.execute("SELECT text FROM word").fetchall()[0][0] == "Xichquy"


def test_a_really_full_drive(drive: Callable[[str], Path]) -> None:
    folder = drive("size=1m")
    connection = driver.connect(folder / "carebook.db", KEY, create=True)
    connection.execute("CREATE TABLE word (text TEXT) STRICT")
    kept = 0

    def fill() -> None:
        nonlocal kept
        while True:
            connection.execute("INSERT INTO word VALUES (?)", ("x" * 20_000,))
            kept += 1

    with pytest.raises(errors.DiskFull), driver.translated(folder):
        fill()
    assert connection.execute("SELECT count(*) FROM word").fetchone()[0] == kept
    assert connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    connection.close()


def test_a_drive_that_can_only_be_read(drive: Callable[[str], Path]) -> None:
    folder = drive("size=4m")
    connection = driver.connect(folder / "carebook.db", KEY, create=True)
    connection.execute("CREATE TABLE word (text TEXT) STRICT")
    connection.close()
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    with pytest.raises(errors.ReadOnlyFolder):
        driver.connect(folder / "carebook.db", KEY)
    looked = driver.connect(folder / "carebook.db", KEY, immutable=True)
    assert looked.execute("SELECT count(*) FROM word").fetchone()[0] == 0
    looked.close()


def test_writing_where_only_reading_is_allowed(connection: Any, tmp_path: Path) -> None:
    connection.execute("PRAGMA query_only=ON")
    with pytest.raises(errors.ReadOnlyFolder), driver.translated(tmp_path):
        connection.execute("DELETE FROM word")


def test_another_window_writes_for_too_long(connection: Any, path: Path) -> None:
    other = driver.connect(path, KEY)
    other.execute("PRAGMA busy_timeout=10")
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(errors.BookBusy), driver.translated(path.parent):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_fault_of_the_program_keeps_its_name(connection: Any, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no such table") as caught, driver.translated(tmp_path):
        connection.execute("SELECT * FROM word_of_nobody")
    assert not isinstance(caught.value, errors.BookError)


def test_an_interrupted_question_is_known(connection: Any) -> None:
    connection.set_progress_handler(lambda: 1, 100)
    with pytest.raises(Exception, match="interrupted") as caught:
        connection.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    assert driver.is_interrupted(caught.value)
    assert not driver.is_interrupted(ValueError("x"))
