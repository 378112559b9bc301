"""The main window: who sees which pages, counts, what is said about saving, leaving and reopening pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QLabel

from carebook.actions.change import Change
from carebook.actions.opening import Opened
from carebook.records.staff import Role
from carebook.store import code_lists
from carebook.store import facility as facilities
from carebook.store.book import new_id
from carebook.ui.main_window import MainWindow
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.page import Page
from tests import samples
from tests.conftest import NOW


@pytest.fixture
def window_of(qtbot, opened: Opened):
    """Makes the window of an actor."""
    held = []  # pytest-qt holds windows weakly, and a window must not be swept up while it paints

    def make(actor) -> MainWindow:
        with opened.book.reading_for(opened.actor, NOW) as reader:
            desk = Desk(opened.book, actor, facilities.facility(reader), code_lists.words(reader), clock=lambda: NOW)
        window = MainWindow(desk)
        held.append((desk, window))
        qtbot.addWidget(window, before_close_func=lambda _window: desk.close())
        return window

    yield make
    for desk, window in held:
        window.hide()
        desk.close()
        desk.deleteLater()


def test_it_sees_no_residents(window_of, actor_with):
    window = window_of(actor_with(Role.IT))
    assert set(window.navigation._items) == {"today", "settings"}
    window.go(Place("residents"))
    window.go(Place("person", {"person_id": "x"}))
    assert window.stack.count() == 0


def test_a_page_under_another_stands_alone_for_who_may_not_see_that(window_of, actor_with, director):
    window = window_of(actor_with(Role.ACCOUNTANT))
    assert "daily_care" not in window.navigation._items
    window.navigation._items["meals"].click()
    assert window.navigation._items["meals"].isChecked()
    assert "meals" not in window_of(director).navigation._items


def test_a_director_sees_every_page(window_of, director):
    assert set(window_of(director).navigation._items) >= {"today", "residents", "reports", "exchange", "settings"}


def test_the_count_stands_beside_today_and_in_its_name(window_of, director):
    window = window_of(director)
    window.show()
    window.go(Place("today"))
    window.page("today").counted.emit(7)
    assert window.navigation._items["today"].accessibleName() == "Today, 7"


def test_saved_is_said_only_after_a_deed(qtbot, window_of, director):
    window = window_of(director)
    assert window.status.words() == ""
    window.desk.clerk.do(lambda: Change(frozenset({"people"})))
    qtbot.waitUntil(lambda: window.status.words() == "Saved 09:00")
    window.status.say_draft()
    assert window.status.words() == "Draft kept at 09:00"


def test_a_page_that_failed_is_built_anew(window_of, director):
    window = window_of(director)
    window.go(Place("today"))
    broken = window.page("today")
    window.reopen_page()
    assert window.stack.currentWidget() is window.page("today")
    assert window.page("today") is not broken


def test_closing_is_only_asked_for(qtbot, window_of, director):
    window = window_of(director)
    window.show()
    with qtbot.waitSignal(window.closing):
        window.close()
    assert window.isVisible()


def test_only_pages_with_something_typed_keep_drafts(window_of, director):
    window = window_of(director)
    window.go(Place("today"))
    assert window.keep_drafts() is False

    class Typed(Page):
        def has_unsaved(self) -> bool:
            return True

    page = Typed(window.desk.clerk, "Typed")
    window._pages["typed"] = page
    window.stack.addWidget(page)
    assert window.keep_drafts() is True


def test_it_fits_a_small_screen_and_everything_has_a_name(window_of, director):
    window = window_of(director)
    window.go(Place("today"))
    window.resize(880, 480)
    window.show()
    assert window.minimumSizeHint().width() <= 880
    assert window.minimumSizeHint().height() <= 480
    assert all(one.accessibleName() for one in window.navigation.findChildren(QAbstractButton))


def test_only_the_page_on_show_is_asked_how_much_room_it_wants(qtbot, window_of, director):
    window = window_of(director)
    asked = []

    class Asked(Page):
        def sizeHint(self) -> QSize:
            asked.append(self.title)
            return super().sizeHint()

    for title in ("before", "on show"):
        window._pages[title] = page = Asked(window.desk.clerk, title)
        window.stack.addWidget(page)
    window.show()
    window.stack.setCurrentWidget(page)
    qtbot.waitUntil(lambda: "on show" in asked)
    asked.clear()
    page.put(QLabel("more"))
    qtbot.waitUntil(lambda: "on show" in asked)
    assert set(asked) == {"on show"}
    assert window.stack.minimumSizeHint() == page.minimumSizeHint()


@pytest.mark.parametrize(("restricted", "lines"), [(True, 1), (False, 0)])
def test_a_page_of_a_restricted_stay_leaves_a_line_in_the_reading_log(
    qtbot, window_of, opened: Opened, director, restricted, lines
):
    with opened.book.changing(director.account_id, NOW, new_id(), "test") as writer:
        person = writer.add(samples.person(alias="Hoa Sữa"))
        stay = writer.add(samples.episode(person.id, confidential=restricted))
    window = window_of(opened.actor)
    window.show()
    window.go(Place("conferences", {"episode_id": stay.id}))
    window.go(Place("conferences", {"episode_id": stay.id}))  # the same place again is not looked at twice

    def noted() -> int:
        with opened.book.looking(NOW) as reader:
            return int(reader.value("SELECT count(*) FROM reading WHERE person_id = ?", (person.id,)))

    asked = []
    window.desk.ask(window, lambda _reader: 1, asked.append)
    qtbot.waitUntil(lambda: asked == [1] and not window.desk.clerk.is_writing and noted() == lines)
