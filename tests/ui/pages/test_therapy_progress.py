"""The progress of therapy of one person: charts, numbers, spans, goals, packages, and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from carebook.actions.change import Change
from carebook.records.episodes import Episode
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.therapy_progress import TherapyProgressPage
from carebook.ui.pages.therapy_progress.page import HALF, QUARTER, WHOLE
from carebook.ui.parts.chart import Chart
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.therapy_course import Course, course
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless


@pytest.fixture
def therapist(actor_with: Callable[..., Actor]) -> Actor:
    """A therapist who sees nobody's protected record."""
    return actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")


@pytest.fixture
def desk(book: Book, therapist: Actor, now: datetime) -> Iterator[Desk]:
    """The therapist's desk."""
    with desk_of(book, therapist, now) as made:
        yield made


@pytest.fixture
def written(book: Book, director: Actor, now: datetime) -> Course:
    """The course of an old woman."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        return course(writer)


def open_page(desk: Desk, stay: Episode, qtbot: Any) -> tuple[Window, TherapyProgressPage]:
    page = TherapyProgressPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(episode_id=stay.id)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None or page.states.says() != "")
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    return window, page


def words(page: TherapyProgressPage) -> list[str]:
    """Everything the part beside the charts says."""
    return [one.text() for one in page.beside.findChildren(QLabel) if one.isVisibleTo(page)]


def titles(page: TherapyProgressPage) -> list[str]:
    return [card.measured.title for card in page._cards]


def test_every_measure_has_a_chart_of_its_own(desk: Desk, written: Course, qtbot: Any) -> None:
    _window, page = open_page(desk, written.episode, qtbot)
    assert titles(page) == [
        "Sessions done",
        "Goal attainment (T score)",
        "Barthel",
        "Pain in the sessions · before the session",
    ]
    told = page._cards[1].chart.accessibleDescription()
    assert all(value in told for value in ("25,5", "32,8", "45,1", "50"))
    assert "goal 50" in told
    assert "goal 70" in page._cards[2].chart.accessibleDescription()
    assert page.header.line.whole() == "Trần Thị An 1 · CB-000001"


def test_beside_them_sessions_goals_and_packages_in_words(desk: Desk, written: Course, qtbot: Any) -> None:
    _window, page = open_page(desk, written.episode, qtbot)
    said = words(page)
    assert said.count("−2 → 0") == 2
    assert "T score 50,0" in said
    assert "Gói 1" in said
    assert "25,5 → 45,1" in said
    assert "30 → 55" in said
    assert "2/3 · 66,7\u00a0%" in said
    assert "6 of 9 sessions done, 66,7\u00a0%" in [one.text() for one in page._cards[0].findChildren(QLabel)]


def test_the_same_as_numbers(desk: Desk, written: Course, qtbot: Any) -> None:
    _window, page = open_page(desk, written.episode, qtbot)
    assert all(card.chart.isVisibleTo(page) for card in page._cards)
    page.numbers_button.click()
    assert not any(chart.isVisibleTo(page) for chart in page.findChildren(Chart))
    assert nameless(page) == []


def test_another_span_is_asked_for(desk: Desk, written: Course, qtbot: Any) -> None:
    _window, page = open_page(desk, written.episode, qtbot)
    assert page.span.current() == HALF
    page.choose_span(QUARTER)
    qtbot.waitUntil(lambda: page._found is not None and len(page._found.t_scores) == 3)
    page.choose_span(WHOLE)
    qtbot.waitUntil(lambda: page._found is not None and len(page._found.t_scores) == 4)


def test_a_session_recorded_elsewhere_is_seen_at_once(
    desk: Desk, book: Book, director: Actor, now: datetime, written: Course, qtbot: Any
) -> None:
    _window, page = open_page(desk, written.episode, qtbot)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for one in writer.records(Session, "state = ?", (SessionState.NO_SHOW.value,)):
            writer.run("UPDATE session SET state = 'done', version = version + 1 WHERE id = ?", (one.id,))
    desk.clerk.changed.emit(Change(frozenset({"rehabilitation"})))
    qtbot.waitUntil(lambda: page._found is not None and page._found.attendance.whole.given == 7)


def test_a_protected_record_shows_nothing(desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        secret = course(writer, confidential=True)
    _window, page = open_page(desk, secret.episode, qtbot)
    assert page.states.says() == "This item is protected. If it is needed for care, ask the director."
    assert page.header.line.whole() == ""
    assert page.print_button.isHidden()


def test_a_stay_without_therapy_says_where_to_begin(
    desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.add(samples.episode(writer.add(samples.person()).id))
    window, page = open_page(desk, stay, qtbot)
    page.choose_span(WHOLE)
    qtbot.waitUntil(lambda: page.states.says().startswith("No session, goal or scale"))
    page._open_plan()
    assert window.last == ("therapy_plans", {"episode_id": stay.id, "plan_id": ""})


def test_doors_lead_to_plan_week_scales_and_paper(desk: Desk, written: Course, qtbot: Any) -> None:
    window, page = open_page(desk, written.episode, qtbot)
    stay, person = written.episode.id, written.episode.person_id
    for words_of, place in (
        ("Rehabilitation plan", ("therapy_plans", {"episode_id": stay, "plan_id": ""})),
        ("Week", ("schedules", {"episode_id": stay})),
        ("Scales", ("person", {"person_id": person, "tab": "scales"})),
        ("Go back", ("person", {"person_id": person, "tab": "rehab"})),
    ):
        button(page, words_of).click()
        assert window.last == place
    page._print()
    assert window.last[0] == "case_papers"
    assert window.last[1]["episode_id"] == stay


@pytest.mark.looks
def test_it_can_be_as_small_as_every_page_and_is_named(desk: Desk, written: Course, qtbot: Any) -> None:
    window, page = open_page(desk, written.episode, qtbot)
    assert fits(page)
    assert nameless(page) == []
    window.resize(880, 480)
    qtbot.waitUntil(lambda: page.width() <= 880)
    assert page.beside.maximumWidth() > 1000  # under the charts
