"""Numbers typed into a report where they stand: kept with their paper, marked, waiting as a draft, taken out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carebook.actions import typed_figures
from carebook.records.periods import TypedFigure
from carebook.records.staff import Actor, Role
from carebook.rules.typed_figures import typable
from carebook.store import drafts
from carebook.store import periods as store
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from tests.period_samples import MONTH
from tests.ui.pages.report_world import ReportPages, wait_for

Open = Callable[..., ReportsPage]
PAPER = "báo cáo quyết toán số 15/BC-TTBTXH"


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


def kept(book: Book, actor: Actor, at: datetime, key: str = MONTH) -> list[TypedFigure]:
    with book.reading_for(actor, at) as reader:
        return store.typed_figures(reader, key)


def first_open_cell(page: ReportsPage, code: str) -> tuple[int, int]:
    """The place of the first cell of a table that can be typed into."""
    page.figures.tabs.choose(code)
    return min(page.figures.table._open_cells)


def test_a_number_is_typed_where_it_stands_and_kept_with_its_paper(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    page = page_for(director)
    row, column = first_open_cell(page, "B14")
    table, strip = page.figures.table, page.figures.typing
    table.setCurrentIndex(table.figures.index(row, column))
    table.setFocus()
    qtbot.keyClick(table, "5")
    assert table.is_typing()
    qtbot.keyClicks(table.line, "400000")
    qtbot.keyClick(table.line, Qt.Key.Key_Return)
    assert not table.is_typing()
    assert table.figures.cell_at(row, column).text == "5.400.000"
    assert table.figures.cell_at(row, column).mark == ("half", "warn")
    assert table.currentIndex().row() > row
    page.save()
    assert "paper" in strip.error.text()
    assert kept(book, director, now) == []
    strip.source.set_raw(PAPER)
    page.save()
    qtbot.waitUntil(lambda: bool(page._view.typed_figures))
    assert [(one.value, one.source) for one in kept(book, director, now)] == [(5_400_000, PAPER)]
    assert not strip.isVisible()
    assert table.figures.cell_at(row, column).mark == ("full", "info")
    assert PAPER in page.figures.typed_note.text()
    table.setCurrentIndex(table.figures.index(row, column + 1))
    table.setCurrentIndex(table.figures.index(row, column))
    assert PAPER in page.figures.paper.text()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    page.save()
    qtbot.waitUntil(lambda: not page._view.typed_figures)
    assert kept(book, director, now) == []


@pytest.mark.parametrize("words", ["ba", "-3", "2,5"])
def test_what_is_no_number_stays_in_its_cell(qtbot: QtBot, words: str, director: Actor, page_for: Open) -> None:
    page = page_for(director)
    row, column = first_open_cell(page, "B15")
    page.figures.table.begin_typing(row, column, words)
    qtbot.keyClick(page.figures.table.line, Qt.Key.Key_Return)
    assert page.figures.table.is_typing()
    assert page.figures.table.line.text() == words
    assert page.figures.typing.error.text()
    qtbot.keyClick(page.figures.table.line, Qt.Key.Key_Escape)
    assert not page.figures.table.is_typing()
    assert not page.figures.typing.is_waiting()


def test_typed_numbers_wait_as_a_draft(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    page = page_for(director)
    row, column = first_open_cell(page, "B15")
    page.figures.table.begin_typing(row, column, "12")
    page.figures.step_tab()  # what is being typed belongs to the table it was typed into
    assert page.has_unsaved()
    assert page.can_leave()

    def draft() -> object:
        with book.reading_for(director, now) as reader:
            return drafts.own_draft(reader, "typed_figures", MONTH)

    qtbot.waitUntil(lambda: draft() is not None)
    again = page_for(director)
    assert again.figures.typing.is_waiting()
    again.figures.tabs.choose("B15")
    assert again.figures.table.figures.cell_at(row, column).text == "12"
    again.figures.typing.forget()
    again.keep_draft()
    qtbot.waitUntil(lambda: draft() is None)


@pytest.mark.parametrize("role", [Role.NURSE, Role.INSPECTOR])
def test_who_may_not_type_sees_no_open_cell(role: Role, actor_with: Callable[..., Actor], page_for: Open) -> None:
    page = page_for(actor_with(role))
    page.figures.tabs.choose("B15")
    assert page.figures.table._open_cells == frozenset()
    page.figures.table.begin_typing(0, 1, "3")
    assert not page.figures.table.is_typing()


def test_typed_numbers_stand_in_the_year_s_own_report(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    page = page_for(director)
    row, column = min(typable(page._view.table("B15")))
    figure = TypedFigure(period="2026", table_code="B15", row_code=row, column_code=column, value=7, source=PAPER)
    typed_figures.type_figures(book, [figure], by=director, now=now)
    year = page_for(director, "2026")
    assert year._view.table("B15").cell(row, column) == 7
    page.make_stale()
    wait_for(qtbot, page, MONTH)
    assert page._view.table("B15").cell(row, column) is None
