"""Closing a report that somebody came to close: asked at once, and told where it is closed already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.closing import CloseDialog
from tests import period_samples as sample
from tests.period_samples import MONTH
from tests.ui.pages.report_world import ReportPages

Open = Callable[..., ReportsPage]


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


def test_who_comes_to_close_a_report_is_asked_at_once_and_told_when_it_is_closed(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    page = page_for(director)
    assert page.steps.dialog is None
    page.turn_to(month=MONTH, close=True)
    qtbot.waitUntil(lambda: page.steps.dialog is not None)
    dialog, page.steps.dialog = page.steps.dialog, None
    assert isinstance(dialog, CloseDialog)
    dialog.reject()
    sample.closed(book, director, now)
    page.turn_to(month=MONTH, close=True)
    qtbot.waitUntil(lambda: "is closed already" in page.messages.text())
    assert page.steps.dialog is None
    page.turn_to(month=MONTH)
    assert page._closing == ""
