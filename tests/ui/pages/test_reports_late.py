"""Numbers of earlier reports that are others today, with the people behind them, on the page of the next report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from tests.reports.test_late_figures import late_october, november
from tests.ui.pages.report_world import ReportPages

Open = Callable[..., ReportsPage]


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


def said(page: ReportsPage) -> str:
    words = [one.text() for one in page.comparison.findChildren(QLabel)]
    return " | ".join([*words, *(one.text() for one in page.comparison.findChildren(QPushButton))])


def test_an_open_month_tells_them_once_they_are_counted(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    late_october(book, director, now)
    page = page_for(director, "2026-11")
    qtbot.waitUntil(lambda: bool(page._view and page._view.late_rows))
    qtbot.waitUntil(lambda: "B03" in said(page))
    assert "Late facts of earlier reports" in said(page)
    assert "0 → 2" in said(page)
    assert "Trần Thị An" in said(page)


def test_a_closed_one_tells_what_was_frozen_and_covers_whom_one_may_not_see(
    book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor], page_for: Open
) -> None:
    late_october(book, director, now)
    november(book, director, now)
    page = page_for(actor_with(Role.NURSE), "2026-11")
    assert "Hoa Mười" in said(page)
    assert "Lò Thị Kín" not in said(page)
