"""An import with rows in an old font: seen before and after, turned by the row or by the font, then entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.lists import ListsPage
from carebook.ui.pages.lists.page import COLUMNS
from carebook.ui.parts.desk import Desk
from tests.ui.pages.by_hand import press, rows
from tests.ui.pages.stay_desk import desk_of, fits, nameless

LINES = [
    ("Họ và tên", "Năm sinh", "Giới tính", "Phòng", "Quê quán"),
    ("Trần Thị Mai", "1945", "Nữ", "A203", "Hạ Long"),
    ("NguyÔn V¨n An", "1950", "Nam", "B1", "CÈm Ph¶"),
    ("TrÇn ThÞ Hoa", "1948", "N÷", "B2", "H¹ Long"),
    ("Ñoã Vaên Döông", "1951", "Nam", "B3", "Uoâng Bí"),
]


@pytest.fixture
def desk(qtbot: Any, book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    assert qtbot is not None
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def page(qtbot: Any, desk: Desk, tmp_path: Path) -> ListsPage:
    """The preview of a list of four, of whom three are written in old fonts."""
    path = tmp_path / "danh-sach.txt"
    path.write_text("\n".join("\t".join(line) for line in LINES), encoding="utf-8")
    made = ListsPage(desk)
    made.resize(1140, 700)
    qtbot.addWidget(made)
    made.show()
    made.turn_to(file=str(path))
    qtbot.waitUntil(lambda: made.current_step() == COLUMNS)
    made.step(1)
    made.step(1)
    return made


def people(page: ListsPage) -> list[str]:
    page._preview._show("people")
    return [row[1] for row in rows(page._preview.people)]


def settled(qtbot: Any, page: ListsPage) -> None:
    qtbot.waitUntil(lambda: page._waiting == 0)


@pytest.mark.looks
def test_a_row_that_waits_leads_to_its_letters(page: ListsPage) -> None:
    assert people(page) == ["Trần Thị Mai"]
    assert page._write.text() == "Enter 1 people"
    page._preview._show("look")
    waiting = rows(page._preview._remarks)
    assert waiting[0] == [
        "3",
        "Row 3: written in an old font (TCVN3), not entered.",
        "Nguyễn Văn An",
        "See it turned into Unicode",
    ]
    table = page._preview._remarks
    table.acted.emit(table.records.record_at(1), "try")
    letters = page._preview.letters
    assert letters.table.current().cell.before == "TrÇn ThÞ Hoa"
    assert rows(letters.table)[:2] == [
        ["Họ và tên", "NguyÔn V¨n An", "Nguyễn Văn An", "waits"],
        ["Quê quán", "CÈm Ph¶", "Cẩm Phả", "waits"],
    ]
    assert page._preview._pills.current() == "letters"
    assert nameless(page) == []
    assert fits(page)


def test_a_row_is_turned_and_a_cell_left(qtbot: Any, page: ListsPage) -> None:
    page._preview._show("letters")
    letters = page._preview.letters
    letters.table.pick("3/0")
    press("Turn row 3", letters)
    settled(qtbot, page)
    assert people(page) == ["Trần Thị Mai", "Nguyễn Văn An"]
    page._preview._show("letters")
    assert [row[3] for row in rows(letters.table)[:3]] == ["turned", "turned", "waits"]
    letters._turn_one(letters.table.records.record_at(2), "state")
    settled(qtbot, page)
    page._preview._show("letters")
    assert [row[3] for row in rows(letters.table)[:3]] == ["turned", "left as it stands", "waits"]
    letters.table.pick("5/0")
    press("Leave row 5 as it stands", letters)
    settled(qtbot, page)
    assert people(page) == ["Trần Thị Mai", "Nguyễn Văn An", "Ñoã Vaên Döông"]


def test_all_of_a_font_are_turned_and_entered(qtbot: Any, page: ListsPage, book: Book, now: datetime) -> None:
    page._preview._show("letters")
    press("Turn all TCVN3 rows (2)", page._preview.letters)
    press("Turn all VNI rows (1)", page._preview.letters)  # at once, before the first is read
    settled(qtbot, page)
    assert people(page) == ["Trần Thị Mai", "Nguyễn Văn An", "Trần Thị Hoa", "Đỗ Văn Dương"]
    assert page._write.text() == "Enter 4 people"
    page.save()

    def entered() -> list[tuple[str, str]]:
        with book.looking(now) as reader:
            return [(one.full_name, one.home_town) for one in reader.records(Person, order="code")]

    qtbot.waitUntil(lambda: len(entered()) == 4)
    assert entered()[1:] == [("Nguyễn Văn An", "Cẩm Phả"), ("Trần Thị Hoa", "Hạ Long"), ("Đỗ Văn Dương", "Uông Bí")]


def test_a_list_in_unicode_offers_nothing_of_the_kind(qtbot: Any, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "moi.txt"
    path.write_text("\n".join("\t".join(line) for line in LINES[:2]), encoding="utf-8")
    page = ListsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.turn_to(file=str(path))
    qtbot.waitUntil(lambda: page.current_step() == COLUMNS)
    page.step(1)
    page.step(1)
    assert page._preview._pills.buttons()[-1].isHidden()
