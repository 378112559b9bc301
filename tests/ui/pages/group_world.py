"""A desk with the page of groups, and groups of three and of thirty people, for its tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from carebook.records.groups import (
    Group,
    GroupMember,
    GroupSession,
)
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.groups import GroupsPage
from carebook.ui.parts.desk import Desk
from tests import group_samples as samples
from tests.ui.pages.stay_desk import Window, button

TODAY = date(2026, 11, 22)
GroupOf = tuple[Group, list[GroupMember], GroupSession]


def exercise(book: Book, director: Actor, now: datetime) -> GroupOf:
    """The morning exercise of thirty people, planned for today."""
    group = samples.group(book, director, now, places=30)
    members = samples.members(book, director, now, group, samples.stays(book, director, now, 30))
    return group, members, samples.session(book, director, now, group, TODAY)


def small(book: Book, director: Actor, now: datetime) -> GroupOf:
    """A group of three with a session planned for today."""
    group = samples.group(book, director, now, name="Tuổi mới lớn", kind="education")
    members = samples.members(book, director, now, group, samples.stays(book, director, now))
    return group, members, samples.session(book, director, now, group, TODAY)


def open_page(desk: Desk, qtbot: Any, **about: str) -> tuple[Window, GroupsPage]:
    page = GroupsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: page._shown or page.states.says() != "")
    return window, page


def kept(book: Book, now: datetime, cls: type[Any]) -> list[Any]:
    with book.looking(now) as reader:
        return reader.records(cls)


def answer(kind: type[Any], fill: Callable[[Any], object]) -> None:
    """Fill the next dialog of a kind, which stands open, with what ``fill`` does to it."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            fill(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def press(words: str) -> Callable[[Any], object]:
    return lambda dialog: button(dialog, words).click()
