"""The page of packages: fewest sessions left first, the way of the chosen one, a package typed, changed, ended, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from carebook.actions.packages import end_package, save_package
from carebook.records.episodes import Episode
from carebook.records.packages import Package
from carebook.records.people import Person
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.packages import PackagesPage
from carebook.ui.parts.desk import Desk
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

BEGIN = date(2026, 10, 5)


@pytest.fixture
def therapist(actor_with: Callable[..., Actor]) -> Actor:
    """A therapist."""
    return actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")


@pytest.fixture
def desk(book: Book, therapist: Actor, now: datetime) -> Iterator[Desk]:
    """The therapist's desk."""
    with desk_of(book, therapist, now) as made:
        yield made


@pytest.fixture
def boy(book: Book, director: Actor, now: datetime) -> tuple[Person, Episode]:
    """Somebody with an open stay."""
    return admit(book, director, now)


def package(book: Book, by: Actor, now: datetime, stay: Episode, done: int = 0, **given: Any) -> Package:
    """A package of which so many sessions were given."""
    wanted = replace(Package(episode_id=stay.id, name="Gói 24 buổi", from_on=BEGIN, price=2_880_000), **given)
    kept: Package = save_package(book, wanted, by=by, now=now).result
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        for n in range(done):
            writer.add(
                Session(
                    episode_id=stay.id,
                    package_id=kept.id,
                    therapist_id=by.staff_member_id,
                    planned_on=date.fromordinal(BEGIN.toordinal() + n),
                    planned_at=time(9, 0),
                    state=SessionState.DONE,
                )
            )
    return kept


def open_page(desk: Desk, qtbot: Any, **about: str) -> tuple[Window, PackagesPage]:
    page = PackagesPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def kept(book: Book, now: datetime) -> list[Package]:
    with book.looking(now) as reader:
        return reader.records(Package)


def test_the_fewest_left_stand_first_and_the_chosen_one_shows_its_way(
    desk: Desk, book: Book, director: Actor, boy: tuple[Person, Episode], now: datetime, qtbot: Any
) -> None:
    package(book, director, now, boy[1], done=3)
    short = package(book, director, now, admit(book, director, now)[1], done=9, sessions=10, name="Gói 10 buổi")
    window, page = open_page(desk, qtbot)
    assert [one.words for one in page.rows()] == ["Gói 10 buổi", "Gói 24 buổi"]
    qtbot.waitUntil(lambda: not page.way.isHidden())
    assert page.way.title.whole().endswith("Gói 10 buổi")
    assert "9 given" in page.way.facts.text()
    assert "1 session left" in page.way.facts.text()
    assert "1 running out" in page.header.line.whole()
    page.table.pick(page.rows()[1].id)
    qtbot.waitUntil(lambda: page.way.title.whole().endswith("Gói 24 buổi"))
    page.way.week_button.click()
    assert window.last == ("schedules", {"episode_id": boy[1].id})
    assert short.id == page.rows()[0].id


def test_a_package_is_typed_changed_and_undone(
    desk: Desk, book: Book, boy: tuple[Person, Episode], now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No packages of sessions yet.")
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.writing.is_open)
    form = page.writing.sheet.form  # type: ignore[union-attr]
    form.editor("episode_id").set_value(boy[1].id)
    type_text(form.editor("name").input.target, "Gói can thiệp sớm")
    form.editor("sessions").set_raw("12")
    form.editor("price").set_raw("1.440.000")
    page.save()
    qtbot.waitUntil(lambda: len(page.rows()) == 1)
    (one,) = kept(book, now)
    assert (one.episode_id, one.name, one.sessions, one.price) == (boy[1].id, "Gói can thiệp sớm", 12, 1_440_000)
    assert not page.writing.is_open()
    qtbot.waitUntil(lambda: page._opened.package is not None)
    page.edit()
    page.writing.sheet.form.editor("sessions").set_raw("0")  # type: ignore[union-attr]
    page.save()
    qtbot.waitUntil(lambda: page.writing.sheet.form.editor("sessions").has_error())  # type: ignore[union-attr]
    page.writing.sheet.form.editor("sessions").set_raw("36")  # type: ignore[union-attr]
    page.save()
    qtbot.waitUntil(lambda: [row.left for row in page.rows()] == [36])
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: [row.left for row in page.rows()] == [12])


def test_an_ended_package_moves_to_the_ended_ones(
    desk: Desk, book: Book, therapist: Actor, boy: tuple[Person, Episode], now: datetime, qtbot: Any
) -> None:
    package(book, therapist, now, boy[1], done=2)
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: page._opened.package is not None)
    page.way.end_button.click()
    page.writing.sheet.form.editor("ended_because").set_value("goals_met")  # type: ignore[union-attr]
    type_text(page.writing.sheet.form.editor("outcome").input.target, "Chờ lượt được.")  # type: ignore[union-attr]
    page.save()
    qtbot.waitUntil(lambda: page.rows() == [])
    (one,) = kept(book, now)
    assert (one.ended_on, one.ended_because, one.outcome) == (date(2026, 11, 22), "goals_met", "Chờ lượt được.")
    page.which.choose("ended")
    page._show_chosen()
    assert [row.ended_because for row in page.rows()] == ["goals_met"]
    qtbot.waitUntil(lambda: page.way.outcome.text() == "Chờ lượt được.")
    assert page.way.edit_button.isHidden()


def test_one_stay_shows_all_its_packages_and_leads_back(
    desk: Desk, book: Book, therapist: Actor, director: Actor, boy: tuple[Person, Episode], now: datetime, qtbot: Any
) -> None:
    old = package(book, therapist, now, boy[1], name="Gói 1")
    end_package(book, old.id, date(2026, 11, 1), "used_up", "", by=therapist, now=now)
    package(book, therapist, now, boy[1], name="Gói 2")
    package(book, therapist, now, admit(book, director, now)[1], name="Của người khác")
    window, page = open_page(desk, qtbot, episode_id=boy[1].id)
    assert [row.words for row in page.rows()] == ["Gói 2", "Gói 1"]
    page.table.opened.emit(page.rows()[0])
    assert window.last == ("person", {"person_id": boy[0].id, "tab": "rehab"})
    page.all_button.click()
    window.setCurrentWidget(page)
    qtbot.waitUntil(lambda: len(page.rows()) == 2)
    assert "Của người khác" in [row.words for row in page.rows()]


def test_a_restricted_person_is_masked_and_stays_shut(
    desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    package(book, director, now, hidden, name="Bí mật")
    window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: not page.way.isHidden())
    assert page.way.strip.isHidden()
    assert page.way.edit_button.isHidden() or not page.way.edit_button.isVisible()
    assert "Bí mật" not in page.way.title.whole()
    page.table.opened.emit(page.rows()[0])
    assert "protected" in page.messages.text()
    assert window.went == []


def test_what_is_typed_is_kept_as_a_draft(
    desk: Desk, book: Book, boy: tuple[Person, Episode], now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, episode_id=boy[1].id)
    page.begin_new()
    type_text(page.writing.sheet.form.editor("name").input.target, "Gói dở")  # type: ignore[union-attr]
    assert page.has_unsaved()
    page.keep_draft()
    qtbot.waitUntil(lambda: "Draft kept at" in page.writing.standing.text())
    page.writing.put_away()
    page.begin_new()
    assert page.writing.sheet.form.value("name") == "Gói dở"  # type: ignore[union-attr]
    _again, again = open_page(desk, qtbot, episode_id=boy[1].id)
    again.begin_new()
    assert again.writing.sheet.form.value("name") == "Gói dở"  # type: ignore[union-attr]
    again.discard()
    assert not again.writing.is_open()
    assert kept(book, now) == []


@pytest.mark.looks
def test_every_control_has_a_name_and_the_page_can_be_small(
    desk: Desk, book: Book, therapist: Actor, boy: tuple[Person, Episode], now: datetime, qtbot: Any
) -> None:
    package(book, therapist, now, boy[1])
    window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: page._opened.package is not None)
    page.edit()
    assert nameless(page) == []
    window.resize(880, 460)
    qtbot.waitUntil(lambda: fits(page))


def test_who_may_only_look_is_offered_nothing_to_write(
    book: Book,
    actor_with: Callable[..., Actor],
    director: Actor,
    boy: tuple[Person, Episode],
    now: datetime,
    qtbot: Any,
) -> None:
    package(book, director, now, boy[1])
    inspector = actor_with(Role.INSPECTOR, name="Phan Kim Ngân")
    with desk_of(book, inspector, now) as desk:
        _window, page = open_page(desk, qtbot)
        qtbot.waitUntil(lambda: page._opened.package is not None)
        assert page.new_button.isHidden()
        assert page.way.edit_button.isHidden()
        assert page.way.end_button.isHidden()
        page.edit()
        page.begin_new()
        assert not page.writing.is_open()
