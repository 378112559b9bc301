"""A desk at a test's own book for the pages of a stay, and what stands behind their buttons."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from carebook.records.staff import Actor
from carebook.store import code_lists, facility
from carebook.store.book import Book
from carebook.store.code_lists import Codes
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.page import SMALLEST, Page
from tests.ui.waiting import awaited

_CODES: list[Codes] = []  # the words of the shipped lists, the same in every test's book; read once


@contextmanager
def desk_of(book: Book, actor: Actor, now: datetime) -> Iterator[Desk]:
    """A desk whose clock stands at ``now``; closed at the end."""
    with book.reading_for(actor, now) as reader:
        center = facility.facility(reader)
        if not _CODES:
            _CODES.append(code_lists.words(reader))
    desk = Desk(book, actor, center, _CODES[0], clock=lambda: now)
    yield desk
    desk.close()


class Window(QStackedWidget):
    """Stands in for the window: remembers where the desk was asked to go, and shows another page there."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.page, self.other = page, Page(desk.clerk, "elsewhere")
        self.went: list[Place] = []
        self.addWidget(page)
        self.addWidget(self.other)
        page.setFocus()
        desk.went.connect(self._go)
        self.resize(1160, 720)

    def _go(self, place: Place) -> None:
        self.went.append(place)
        self.setCurrentWidget(self.page if place.page == "admission" else self.other)

    @property
    def last(self) -> tuple[str, dict[str, Any]]:
        """Where the desk was asked to go last."""
        return self.went[-1].page, dict(self.went[-1].about)


def button(within: QWidget, words: str) -> QAbstractButton:
    """The button shown inside a widget that says these words, as soon as it is and what was done before is told.

    The way back in a message belongs to what was done last only when that has been told.
    """

    def shown() -> QAbstractButton | None:
        page: QWidget | None = within
        while page is not None and not isinstance(page, Page):
            page = page.parentWidget()
        if isinstance(page, Page) and page.clerk.is_writing:
            return None
        found = within.findChildren(QAbstractButton)
        return next((one for one in found if one.accessibleName() == words and not one.isHidden()), None)

    return awaited(shown, words)


def nameless(page: QWidget) -> list[str]:
    """The controls of a page a screen reader could not name."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTableView)
    found = [one for kind in kinds for one in page.findChildren(kind)]
    return [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in found
        if one.isVisibleTo(page)
        and not one.accessibleName()
        and not getattr(one, "text", lambda: "")()
        and one.objectName()[:3] != "qt_"
    ]


def fits(page: Page) -> bool:
    """Whether the page can be as small as every page must; only a test that wears the style sheet can tell."""
    assert QApplication.instance().styleSheet(), "mark the test: looks"  # type: ignore[union-attr]
    least = page.minimumSizeHint()
    return least.width() <= SMALLEST.width() and least.height() <= SMALLEST.height()
