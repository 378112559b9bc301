"""The steps of the schema: a table for every record, columns as declared, upgrades that copy first and lose nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from carebook import __version__
from carebook.records.declaration import fields
from carebook.records.record import table_of
from carebook.store import driver, errors, journal, keys, migrations, migrations_needed
from carebook.store.book import Book
from tests.conftest import LOGIN, PASSWORD
from tests.every_record import every_record

RECORDS = every_record()


def test_every_record_has_its_table(book: Book) -> None:
    kinds = {int: "INTEGER", bool: "INTEGER", float: "REAL"}
    with book.inspecting() as connection:
        for kind in RECORDS:
            table = table_of(kind)
            columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            made = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            assert [c[1] for c in columns] == [f.name for f in fields(kind)], table
            assert [bool(c[3]) for c in columns] == [not f.optional for f in fields(kind)], table
            assert [c[2] for c in columns] == [kinds.get(f.type, "TEXT") for f in fields(kind)], table
            assert made[0].rstrip().endswith("STRICT"), table


def test_no_table_without_a_record(book: Book) -> None:
    with book.inspecting() as connection:
        assert set(journal.journaled_tables(connection)) == {table_of(kind) for kind in RECORDS}


def test_nothing_is_deleted_by_reference(book: Book) -> None:
    with book.inspecting() as connection:
        for kind in RECORDS:
            for key in connection.execute(f'PRAGMA foreign_key_list("{table_of(kind)}")'):
                assert (key[5], key[6]) == ("NO ACTION", "NO ACTION")


def test_the_number_of_steps_is_told_without_loading_them() -> None:
    assert migrations_needed.NEWEST == migrations.NEWEST == len(migrations.STEPS)
    names = [step.__name__.rsplit(".", 1)[-1] for step in migrations.STEPS]
    assert [name[:5] for name in names] == [f"m{n:04d}" for n in range(1, len(names) + 1)]


def test_applying_again_changes_nothing(book: Book) -> None:
    with book.inspecting() as connection:
        before = [tuple(r) for r in connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")]
        migrations.apply(connection)
        assert [tuple(r) for r in connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")] == before
        assert migrations.version_of(connection) == migrations.NEWEST


def test_lost_triggers_are_made_again(book: Book) -> None:
    with book.inspecting() as connection:
        connection.execute("DROP TRIGGER guard_of_ward_u")
        migrations.apply(connection)
        triggers = {r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"guard_of_{table_of(kind)}_{way}" for kind in RECORDS for way in "iud"} <= triggers


def older(folder: Path, steps: int) -> tuple[Any, bytes]:
    """A book that has only the first ``steps`` steps."""
    key = keys.new_book_key()
    connection = driver.connect(folder / "carebook.db", key, create=True)
    migrations.apply(connection, upto=steps)
    connection.execute("INSERT INTO book VALUES (1, 'b', 'd', '0.0.1')")
    (folder / "carebook.keys").write_text("{}")
    return connection, key


@pytest.mark.parametrize(
    ("index", "asked"),
    [
        ("progress_note_goal_thread", "progress_note WHERE goal_thread = ?"),
        ("session_package", "session WHERE package_id IN (SELECT value FROM json_each(?))"),
        ("stock_move_administration", "stock_move WHERE administration_id = ?"),
    ],
)
def test_what_is_rarely_filled_is_found_by_an_index_without_the_other_rows(book: Book, index: str, asked: str) -> None:
    with book.inspecting() as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {asked}", ("[]",))]
        assert any(f"USING INDEX {index} " in step for step in plan), plan
        table, _where, column, *_rest = asked.split()
        with pytest.raises(Exception, match="no query solution"):
            connection.execute(f"SELECT 1 FROM {table} INDEXED BY {index} WHERE {column} IS NULL")


@pytest.mark.parametrize("steps", [1, migrations.NEWEST // 2, migrations.NEWEST - 1])
def test_an_older_book_is_copied_then_brought_up_to_date(tmp_path: Path, steps: int) -> None:
    connection, key = older(tmp_path, steps)
    migrations_needed.bring_up_to_date(connection, tmp_path)
    assert migrations.version_of(connection) == migrations.NEWEST
    assert connection.execute("SELECT made_by FROM book").fetchone()[0] == __version__
    for kind in RECORDS:
        assert connection.execute(f'SELECT count(*) FROM "{table_of(kind)}"').fetchone()[0] == 0
    connection.close()
    copy = driver.connect(tmp_path / f"before-upgrade-{steps}" / "carebook.db", key)
    assert migrations.version_of(copy) == steps
    copy.close()


def test_a_failing_step_leaves_the_book_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection, _key = older(tmp_path, migrations.NEWEST - 1)
    before = [tuple(r) for r in connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")]
    broken = migrations.STEPS[-1].SCHEMA + "CREATE TABLE half (\n  x TEXT\n);\nCREATE TABLE ward (x TEXT);\n"
    monkeypatch.setattr(migrations.STEPS[-1], "SCHEMA", broken)
    with pytest.raises(Exception, match="already exists"):
        migrations_needed.bring_up_to_date(connection, tmp_path)
    assert [tuple(r) for r in connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")] == before
    connection.close()


def test_a_newer_book_is_refused_and_not_touched(book_folder: Path) -> None:
    book, _ = Book.open(book_folder, LOGIN, PASSWORD)
    with book.inspecting() as connection:
        connection.execute(f"PRAGMA user_version={migrations.NEWEST + 1}")
        connection.execute("UPDATE book SET made_by = '9.9'")
    book.close()
    with pytest.raises(errors.NewerBook) as caught:
        Book.open(book_folder, LOGIN, PASSWORD)
    assert caught.value.message.values == {"theirs": "9.9", "ours": __version__}
    assert not list(book_folder.glob("before-upgrade-*"))


def test_the_standard_library_can_tell_statements_apart() -> None:
    statements = [s for step in migrations.STEPS for s in migrations._statements(step.SCHEMA)]
    assert all(sqlite3.complete_statement(s) for s in statements)
    assert sum(s.startswith("CREATE TABLE") for s in statements) >= len(RECORDS)
