"""An import by hand: the four steps, another meaning, another code, writing, undoing; nothing is written before the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLineEdit, QWidget

from carebook.actions.facility import amend_facility
from carebook.actions.people import amend_person
from carebook.records.people import Person
from carebook.records.staff import Actor, Role
from carebook.store import code_lists, facility
from carebook.store.book import Book
from carebook.ui.pages.lists import ListsPage
from carebook.ui.pages.lists.page import COLUMNS, FILE, PREVIEW, WORDS
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.fields import Choice, SearchChoice
from carebook.ui.parts.labels import ElidedLabel

SAMPLE = Path(__file__).parents[2] / "exchange" / "samples" / "danh-sach-doi-tuong.xlsx"
FACTS = json.loads(SAMPLE.with_name("danh-sach-doi-tuong.facts.json").read_text("utf-8"))
SMALL = [
    ("Họ và tên", "Năm sinh", "Giới tính", "Diện", "Phòng", "Nơi"),
    ("Trần Thị An", "khoảng 1945", "Nữ", "NCT cô đơn", "A203", "Hạ Long"),
    ("Cao Văn Bến", "1950", "Nam", "nhóm lạ", "B1", "Cẩm Phả"),
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "danh-sach.txt"
    path.write_text("\n".join("\t".join(row) for row in SMALL), encoding="utf-8")
    return path


@pytest.fixture
def desk(dressed: QApplication, book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    assert dressed is not None
    made = desk_of(book, director, now)
    yield made
    made.close()


def desk_of(book: Book, actor: Actor, now: datetime) -> Desk:
    with book.reading_for(actor, now) as reader:
        return Desk(book, actor, facility.facility(reader), code_lists.words(reader), clock=lambda: now)


@pytest.fixture
def page(qtbot: Any, desk: Desk) -> ListsPage:
    made = ListsPage(desk)
    made.resize(1140, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def opened(qtbot: Any, page: ListsPage, file: Path) -> None:
    page.turn_to(file=str(file))
    qtbot.waitUntil(lambda: page.current_step() == COLUMNS)


def settled(qtbot: Any, page: ListsPage) -> None:
    qtbot.waitUntil(lambda: page._waiting == 0)


def people(book: Book, now: datetime) -> int:
    with book.looking(now) as reader:
        return int(reader.value("SELECT count(*) FROM person WHERE withdrawn_at IS NULL"))


def choice(page: ListsPage, kind: type[Choice], name: str) -> Any:
    return next(one for one in page.findChildren(kind) if one.accessibleName() == name and not one.isHidden())


def choose(one: Any, code: str) -> None:
    one.choose(code)
    one.activated.emit(one.currentIndex())


def cells(table: Any) -> list[list[str]]:
    model = table.records
    return [
        [model.cell_at(row, at).text for at in range(model.columnCount())]
        for row in range(model.rowCount())
        if model.record_at(row) is not None
    ]


def test_the_sample_by_hand(qtbot: Any, page: ListsPage, book: Book, now: datetime) -> None:
    opened(qtbot, page, SAMPLE)
    assert people(book, now) == 0
    page.step(1)
    assert page.current_step() == WORDS
    page.step(1)
    settled(qtbot, page)
    assert page.current_step() == PREVIEW
    assert page._write.text() == "Enter 146 people"
    assert people(book, now) == 0
    page.save()
    qtbot.waitUntil(lambda: page.messages.text() == "Imported 146 people.")
    assert (page.current_step(), people(book, now)) == (FILE, FACTS["people"])
    assert page.progress.isHidden()
    page.messages._act()
    qtbot.waitUntil(lambda: page.messages.text() == "Undone: the import of 146 people.")
    assert people(book, now) == 0


def test_words_of_the_file_stand_beside_each_column(qtbot: Any, page: ListsPage, small: Path) -> None:
    opened(qtbot, page, small)
    shown = [one.whole() for one in page._columns.findChildren(ElidedLabel)]
    assert "Trần Thị An · Cao Văn Bến" in shown
    assert "khoảng 1945 · 1950" in shown


def test_a_column_given_another_meaning(qtbot: Any, page: ListsPage, small: Path) -> None:
    opened(qtbot, page, small)
    rooms, places = (choice(page, Choice, f"Meaning of column {name}") for name in ("Phòng", "Nơi"))
    assert (rooms.code(), places.code()) == ("room", "-")
    choose(places, "room")
    assert (rooms.code(), places.code()) == ("-", "room")
    assert not page._write.isEnabled()
    settled(qtbot, page)
    assert [row[4] for row in cells(page._preview.people)] == ["Hạ Long", "Cẩm Phả"]
    choose(rooms, "room")  # a column before the one that has the meaning now
    settled(qtbot, page)
    assert (rooms.code(), places.code()) == ("room", "-")
    assert [row[4] for row in cells(page._preview.people)] == ["A203", "B1"]


def test_a_word_given_its_code(qtbot: Any, page: ListsPage, small: Path, book: Book, now: datetime) -> None:
    opened(qtbot, page, small)
    page.step(1)
    unknown = choice(page, SearchChoice, "Code of “nhóm lạ”")
    assert unknown.code() == ""
    choose(unknown, "elderly_alone_poor")
    page.step(1)
    page.save()  # the list is read again just now: nothing may be written yet
    settled(qtbot, page)
    assert people(book, now) == 0
    category = page._desk.words("category", "elderly_alone_poor")
    assert [row[3] for row in cells(page._preview.people)] == [category] * 2
    assert cells(page._preview.people)[0][2].endswith("1945")


def test_steps_go_back_and_forth_by_keyboard(qtbot: Any, page: ListsPage, small: Path) -> None:
    page.step(1)
    assert page.current_step() == FILE
    opened(qtbot, page, small)
    with qtbot.waitExposed(page):
        page.activateWindow()
    for by, step in ((1, WORDS), (1, PREVIEW), (1, PREVIEW), (-1, WORDS), (-1, COLUMNS), (-1, FILE), (1, COLUMNS)):
        page.step(by)
        assert page.current_step() == step
    assert page._columns.isAncestorOf(page.focusWidget()) or page.focusWidget() is None


def test_a_second_list_shows_what_differs(
    qtbot: Any, page: ListsPage, small: Path, book: Book, director: Actor, now: datetime
) -> None:
    opened(qtbot, page, small)
    page.step(1)
    page.step(1)
    settled(qtbot, page)
    page.save()
    qtbot.waitUntil(lambda: people(book, now) == 2)
    qtbot.waitUntil(lambda: page.current_step() == FILE)
    with book.looking(now) as reader:
        an = reader.records(Person, "full_name = 'Trần Thị An'")[0]
    amend_person(book, replace(an, ethnicity="muong", full_name="Trần Thị Ân"), by=director, now=now)
    opened(qtbot, page, small)
    page.step(1)
    page.step(1)
    assert page._sum.whole() == "This list was entered on 22/11/2026; nobody new, 1 cells differ from the book."
    assert cells(page._preview._differences) == [["2", "Trần Thị An", "Name", "Trần Thị Ân", "Trần Thị An"]]
    assert not page._write.isEnabled()


def test_somebody_is_said_to_be_another(qtbot: Any, page: ListsPage, small: Path, book: Book, now: datetime) -> None:
    for n in (2, 3):
        opened(qtbot, page, small)
        page.step(1)
        page.step(1)
        settled(qtbot, page)
        if n == 3:
            table = page._preview.people
            page._preview._pills.choose("known")
            table.acted.emit(table.records.record_at(0), "other")
            assert page._write.text() == "Enter 1 people"
        page.save()
        qtbot.waitUntil(lambda n=n: people(book, now) == n)
        qtbot.waitUntil(lambda: page.current_step() == FILE)


def test_enter_opens_the_record_they_resemble(
    qtbot: Any, page: ListsPage, small: Path, book: Book, now: datetime
) -> None:
    places: list[Place] = []
    page._desk.went.connect(places.append)
    for _ in range(2):
        opened(qtbot, page, small)
        page.step(1)
        page.step(1)
        settled(qtbot, page)
        page.save()
        qtbot.waitUntil(lambda: people(book, now) == 2)
        if page._looked is None:
            qtbot.waitUntil(lambda: page.current_step() == FILE)
    page._preview.people.opened.emit(page._preview.people.records.record_at(0))
    assert [place.page for place in places] == ["person"]


def test_the_day_the_book_begins_is_asked_once(
    qtbot: Any, page: ListsPage, small: Path, book: Book, director: Actor, now: datetime
) -> None:
    with book.looking(now) as reader:
        there = facility.facility(reader)
    amend_facility(book, replace(there, records_complete_from=None), by=director, now=now)
    opened(qtbot, page, small)
    page.step(1)
    page.step(1)
    settled(qtbot, page)
    assert not page._preview._begin_box.isHidden()
    assert page._preview.begins_on() == date(2026, 11, 1)
    page.save()
    qtbot.waitUntil(lambda: people(book, now) == 2)
    qtbot.waitUntil(lambda: page.current_step() == FILE)
    with book.looking(now) as reader:
        assert facility.facility(reader).records_complete_from == date(2026, 11, 1)
    opened(qtbot, page, small)
    assert page._preview._begin_box.isHidden()
    assert page._preview.begins_on() is None


def test_a_file_that_is_no_list_says_why(qtbot: Any, page: ListsPage, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"PK")
    page.turn_to(file=str(tmp_path / "letter.docx"))
    qtbot.waitUntil(lambda: "letter.docx" in page.messages.text())
    assert (page.current_step(), page.progress.isHidden()) == (FILE, True)


def test_a_file_is_chosen_or_dropped(qtbot: Any, page: ListsPage, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(small), ""))
    page._file._choose()
    qtbot.waitUntil(lambda: page.current_step() == COLUMNS)
    page.step(-1)
    assert page.acceptDrops()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(small))])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, button, none))
    qtbot.waitUntil(lambda: page.current_step() == COLUMNS)


def test_nothing_is_told_of_the_restricted(
    qtbot: Any, page: ListsPage, book: Book, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    opened(qtbot, page, SAMPLE)
    page.step(1)
    page.step(1)
    page.save()
    qtbot.waitUntil(lambda: people(book, now) == FACTS["people"])
    desk = desk_of(book, actor_with(Role.SOCIAL_WORKER), now)
    other = ListsPage(desk)
    qtbot.addWidget(other)
    opened(qtbot, other, SAMPLE)
    other._preview._pills.choose("known")
    rows = cells(other._preview.people)
    told = [row for row in rows if row[5] == "a restricted record matches, ask the director"]
    assert (len(rows), len(told)) == (FACTS["people"], FACTS["by_category"]["victim_dv"])
    desk.close()


@pytest.mark.looks
def test_every_step_fits_and_is_named(qtbot: Any, page: ListsPage, small: Path) -> None:
    opened(qtbot, page, small)
    for _step in range(3):
        assert page.minimumSizeHint().width() <= 880
        assert page.minimumSizeHint().height() <= 480
        for widget in page.findChildren(QWidget):
            if isinstance(widget, QAbstractButton | QComboBox | QLineEdit) and widget.isVisible():
                parent = widget.parentWidget()
                name = widget.accessibleName() or (parent.accessibleName() if parent is not None else "")
                assert name, widget
        page.step(1)
