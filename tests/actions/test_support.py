"""The support bundle: names are planted everywhere, and none of them is in it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from carebook.actions.change import Refused
from carebook.actions.support import save_support_bundle, scrubbed, support_bundle
from carebook.records.staff import Actor, Role
from carebook.store import driver, journal
from carebook.store.book import Book
from tests.damage_samples import fill

PLANTED = "Nguyễn Thị Kín"
FOLDED = ("nguyen-thi-kin", "nguyenthikin", "Kín", "kín", "KIN-0001")


def plant(book: Book) -> int:
    """Write a name into every text column of every table; how many columns took it."""
    took = 0
    with book.inspecting() as connection:
        for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON"):
            connection.execute(f"PRAGMA {pragma}")
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        for table in tables:
            if table.startswith(("search_", "_sqlite")) or table == "followed":
                continue
            for column in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                if column[2] != "TEXT" or column[5] or column[1].endswith(("_at", "_on", "_id")) or column[1] == "at":
                    continue
                try:
                    connection.execute(f'UPDATE "{table}" SET "{column[1]}" = ?', (f"{PLANTED} KIN-0001",))
                except Exception as error:
                    if not driver.is_constraint(error):
                        raise
                    continue
                took += 1
        journal.ensure_guards(connection)
    return took


@pytest.fixture
def planted(book: Book, director: Actor, now: datetime) -> Book:
    fill(book, director, now, 3)
    assert plant(book) > 500
    return book


def test_no_planted_name_is_in_the_bundle(planted: Book, now: datetime, tmp_path: Path) -> None:
    place = tmp_path / "nguyen-thi-kin" / "Hồ sơ Kín"
    place.mkdir(parents=True)
    log = place / "carebook.log"
    log.write_text(
        "\n".join(
            [
                f"2026-11-22 09:00:00,001 ERROR CareBook 1.0 · Python 3.11.7 · Qt 6.10 · Linux {PLANTED}",
                "2026-11-22 09:00:00,001 ERROR CareBook 1.0 · Python 3.11.7 · Qt 6.10.1 · Linux 6.1.0",
                "ValueError",
                "  home/nguyenthikin/change.py:12 run",
                f"  carebook/actions/{PLANTED}.py:12 run",
                "  kin.py:12 nguyenthikin",
                f"2026-11-22 09:00:01,001 WARNING Qt: cannot open {place}",
                f"2026-11-22 09:00:02,001 ERROR KeyError at store/book.py:7 {PLANTED}: 10 times",
                "2026-11-22 09:00:02,001 ERROR KeyError at nguyenthikin/book.py:7 changing: 10 times",
                f"{PLANTED} đã về nhà",
                "nguyenthikin",
                "2026-11-22 09:00:03,001 INFO nguyenthikin",
            ]
        ),
        encoding="utf-8",
    )
    parts = support_bundle(
        planted, now=now, log=log, settings=[f"book-aa/{PLANTED}", "book-nguyenthikin/people", "look/theme"]
    )
    whole = "\n".join(parts.values())
    for name in (PLANTED, *FOLDED, str(planted.folder), planted.folder.parent.name):
        assert name not in whole, name
    assert "ValueError" in parts["log.txt"]
    assert "change.py:12 run" in parts["log.txt"]
    assert "KeyError at book.py:7 changing: 10 times" in parts["log.txt"]
    assert json.loads(parts["settings.json"]) == ["people", "theme"]


def test_it_tells_what_helps(book: Book, now: datetime) -> None:
    parts = support_bundle(book, now=now, window={"screens": [[911, 512]]})
    assert set(parts) == {
        *(
            "program.json",
            "drive.json",
            "book.json",
            "checks.json",
            "backups.json",
            "window.json",
            "settings.json",
            "log.txt",
        )
    }
    told = json.loads(parts["book.json"])
    assert told["tables"]["journal"] > 0
    assert told["missing"] == []
    assert told["unknown"] <= 2  # the library's own table of steps and its index
    assert json.loads(parts["checks.json"])["now"]["findings"] == []
    assert json.loads(parts["window.json"]) == {"screens": [[911, 512]]}


def test_it_is_saved_whole_and_noted(book: Book, director: Actor, now: datetime, tmp_path: Path) -> None:
    change = save_support_bundle(book, tmp_path / "goi.zip", by=director, now=now)
    with zipfile.ZipFile(tmp_path / "goi.zip") as packed:
        assert packed.testzip() is None
        assert tuple(packed.namelist()) == change.result
    with book.looking(now) as reader:
        assert reader.value("SELECT count(*) FROM reading WHERE deed = 'save_support_bundle'") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["goi.zip"]


def test_only_managers_and_it_may(book: Book, actor_with: Callable[..., Actor], now: datetime, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        save_support_bundle(book, tmp_path / "a.zip", by=actor_with(Role.NURSE), now=now)
    save_support_bundle(book, tmp_path / "b.zip", by=actor_with(Role.IT), now=now)


@pytest.mark.parametrize("line", ["Kín", "  Kín.py:1 f", "x" * 5000, "\x00", "Error: Kín", "Kin"])
def test_whatever_stands_in_the_log_is_left_out(line: str) -> None:
    assert scrubbed([line]) == []
