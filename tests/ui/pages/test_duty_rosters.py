"""The page of the duty roster: shifts put in with one letter, a week repeated, saved, taken back; drafts; paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from carebook.records.shifts import DutyRoster
from carebook.records.staff import Actor, StaffMember
from carebook.store.book import Book
from carebook.ui.pages.duty_rosters import DutyRosterPage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.shift_samples import DAY, write
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless


@pytest.fixture
def carer(book: Book, director: Actor, now: datetime) -> StaffMember:
    found: StaffMember = write(
        book, director, now, samples.staff_member(full_name="Phí Thị Hoa Ban", norm_post="care")
    )[0]
    return found


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    with desk_of(book, director, now) as made:
        yield made


def open_page(desk: Desk, qtbot: Any) -> tuple[Window, DutyRosterPage]:
    page = DutyRosterPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def standing(book: Book, now: datetime) -> list[tuple[int, str, bool]]:
    with book.looking(now) as reader:
        return sorted((one.duty_on.day, one.shift, one.leads) for one in reader.records(DutyRoster) if one.duty_on)


@pytest.mark.looks
def test_a_month_is_entered_with_letters(book: Book, desk: Desk, now: datetime, carer: StaffMember, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    assert nameless(page) == []
    assert fits(page)
    grid = page.grid
    assert grid.roster.people[0].member.id == carer.id
    assert grid.roster.days[grid.currentIndex().column()] == DAY
    QTest.keyClick(grid, Qt.Key.Key_S)
    QTest.keyClick(grid, Qt.Key.Key_T)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_D)
    QTest.keyClick(grid, Qt.Key.Key_2)
    assert grid.roster.text(0, 21) == "S*"
    assert grid.roster.text(0, 22) == "CĐ"
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    QTest.keyClick(grid, Qt.Key.Key_C)
    assert [grid.roster.text(1 + n, 22) for n in range(3)] == ["0", "1", "0"]
    grid.setCurrentIndex(grid.roster.index(0, 28))
    QTest.keyClick(grid, Qt.Key.Key_L)
    assert [grid.roster.text(0, n) for n in (28, 29)] == ["S", "C"]
    assert page.has_unsaved()
    page.keep_draft()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    _other, again = open_page(desk, qtbot)
    button(again.messages, "Open the draft").click()
    assert again.grid.roster.text(0, 21) == "S*"
    page.save()
    whole = [(22, "morning", True), (23, "afternoon", False), (29, "morning", False), (30, "afternoon", False)]
    qtbot.waitUntil(lambda: standing(book, now) == whole)
    qtbot.waitUntil(lambda: page.grid.roster.changes.count == 0 and page.grid.roster.text(0, 21) == "S*")
    page.grid.setCurrentIndex(page.grid.roster.index(0, 21))
    QTest.keyClick(page.grid, Qt.Key.Key_T)
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    QTest.keyClick(page.grid, Qt.Key.Key_C)
    page.save()
    qtbot.waitUntil(lambda: standing(book, now) == [(22, "morning", False), *whole[2:]])
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: standing(book, now) == whole)
    page.print_roster()
    qtbot.waitUntil(lambda: page.paper.dialog is not None)
    assert page.paper.dialog is not None
    page.paper.dialog.reject()
    page.months.turn(1)
    qtbot.waitUntil(lambda: page._found is not None and len(page.grid.roster.days) == 31)
    page.fold(True)
