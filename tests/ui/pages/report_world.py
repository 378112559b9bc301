"""Opening the page of a report as somebody, for the tests of it."""

from __future__ import annotations

from datetime import datetime

from pytestqt.qtbot import QtBot

from carebook.records.staff import Actor
from carebook.store import code_lists
from carebook.store import facility as facility_store
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.parts.desk import Desk
from tests.period_samples import MONTH


class ReportPages:
    """Pages that were opened, each at a desk of its own."""

    def __init__(self, qtbot: QtBot, book: Book, now: datetime) -> None:
        self._qtbot, self._book, self._now = qtbot, book, now
        self._desks: list[Desk] = []

    def open(self, actor: Actor, key: str = MONTH, at: datetime | None = None) -> ReportsPage:
        """The page as ``actor`` sees it at a span, with its figures."""
        moment = at or self._now
        with self._book.reading_for(actor, moment) as reader:
            codes, facility = code_lists.words(reader), facility_store.facility(reader)
        desk = Desk(self._book, actor, facility, codes, clock=lambda: moment)
        self._desks.append(desk)
        page = ReportsPage(desk)
        self._qtbot.addWidget(page)
        page.resize(1180, 740)
        page.turn_to(month=key)
        page.show()
        wait_for(self._qtbot, page, key)
        return page

    def close(self) -> None:
        """Let every desk go."""
        for desk in self._desks:
            desk.close()


def wait_for(qtbot: QtBot, page: ReportsPage, key: str) -> None:
    """Wait until a report is on show."""
    qtbot.waitUntil(lambda: page._view is not None and page._view.key == key and page._reading is None)
