"""Ending a stay by hand: what is said beside the form, what is refused, what is offered afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest

from carebook.records.episodes import Belonging, Episode, ServiceContract
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.discharge import DischargePage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay with a ring, a contract and an absence."""
    _person, episode = admit(
        book,
        director,
        now,
        episode=samples.episode("", route="voluntary"),
        category="voluntary_elderly",
        belongings=(samples.belonging(""),),
        contract=ServiceContract(episode_id="", number="01/HĐ", to_on=date(2027, 1, 4)),
    )
    return episode


def page_for(desk: Desk, episode: Episode, qtbot: object) -> tuple[Window, DischargePage]:
    page = DischargePage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)  # type: ignore[attr-defined]
    page.turn_to(person_id=episode.person_id, episode_id=episode.id)
    window.show()
    qtbot.waitUntil(lambda: bool(page.states.says()) or page._leaving is not None)  # type: ignore[attr-defined]
    return window, page


def fill(page: DischargePage, day: str = "20/11/2026", reason: str = "contract_ended", **codes: str) -> None:
    type_text(page.form.editor("end_on").input.target, day)
    for name, value in ({"end_reason": reason} | codes).items():
        page.form.editor(name).set_value(value)
    page.form.changed.emit()


def words_in(page: DischargePage) -> str:
    return " ".join(one.text() for one in page.panel.findChildren(type(page.panel.line)))


def test_it_says_what_is_open_and_where_it_counts(desk: Desk, stay: Episode, qtbot: object) -> None:
    _window, page = page_for(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "nhẫn bạc × 1" in words_in(page))  # type: ignore[attr-defined]
    assert "01/HĐ" in words_in(page)
    fill(page)
    assert "Hết hợp đồng" in words_in(page)
    fill(page, reason="family_request", destination="family")
    assert "Hồi gia" in words_in(page)
    assert "request" in page.form.editor("stop_requested_on").complaint()


def test_saving_ends_the_stay_and_offers_papers_and_undo(
    desk: Desk, stay: Episode, qtbot: object, book: Book, now: datetime
) -> None:
    window, page = page_for(desk, stay, qtbot)
    fill(page)
    page.save()
    qtbot.waitUntil(lambda: bool(window.went))  # type: ignore[attr-defined]
    assert window.last == ("person", {"person_id": stay.person_id})
    with book.looking(now) as writer:
        kept = writer.record(Episode, stay.id)
    assert kept is not None
    assert (kept.end_on, kept.end_reason) == (date(2026, 11, 20), "contract_ended")
    bar = window.other.messages
    button(bar, "Undo").click()
    qtbot.waitUntil(lambda: bar.text() == "Undone.")  # type: ignore[attr-defined]
    with book.looking(now) as writer:
        kept = writer.record(Episode, stay.id)
    assert kept is not None
    assert kept.end_on is None


def test_the_papers_are_offered(desk: Desk, stay: Episode, qtbot: object) -> None:
    window, page = page_for(desk, stay, qtbot)
    fill(page)
    page.save()
    qtbot.waitUntil(lambda: bool(window.went))  # type: ignore[attr-defined]
    button(window.other.messages, "Print papers").click()
    assert window.last == ("papers", {"episode_id": stay.id})


@pytest.mark.parametrize(
    ("day", "field"),
    [("", "end_on"), ("31/02/2026", "end_on"), ("01/01/2026", "end_on"), ("01/12/2026", "end_on")],
)
def test_an_impossible_day_stands_beside_its_field_and_nothing_is_lost(
    day: str, field: str, desk: Desk, stay: Episode, qtbot: object, book: Book, now: datetime
) -> None:
    window, page = page_for(desk, stay, qtbot)
    fill(page, day)
    page.save()
    qtbot.waitUntil(lambda: page.form.editor(field).has_error())  # type: ignore[attr-defined]
    assert page.form.editor("end_on").raw() == day
    assert page.end_button.isEnabled()
    assert window.went == []
    with book.looking(now) as writer:
        kept = writer.record(Episode, stay.id)
    assert kept is not None
    assert kept.end_on is None


def test_a_thing_given_back_leaves_the_list(
    desk: Desk, stay: Episode, qtbot: object, book: Book, now: datetime
) -> None:
    _window, page = page_for(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "nhẫn bạc × 1" in words_in(page))  # type: ignore[attr-defined]
    type_text(page.form.editor("received_by").input.target, "Trần Văn Sơn")
    button(page.panel, "Given back: nhẫn bạc × 1").click()
    qtbot.waitUntil(lambda: "Nothing is kept." in words_in(page))  # type: ignore[attr-defined]
    with book.looking(now) as writer:
        assert writer.records(Belonging)[0].returned_on == samples.TODAY
    assert page.form.value("received_by") == "Trần Văn Sơn"  # what is typed stays


def test_the_draft_comes_back(desk: Desk, stay: Episode, qtbot: object) -> None:
    _window, page = page_for(desk, stay, qtbot)
    fill(page, "20/11")
    assert page.can_leave()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)  # type: ignore[attr-defined]
    _window, again = page_for(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "open again" in again.messages.text())  # type: ignore[attr-defined]
    assert again.form.editor("end_on").raw() == "20/11"


def test_a_protected_stay_shows_nothing(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: object
) -> None:
    _person, episode = admit(book, director, now, episode=emergency(), category="victim_dv")
    with desk_of(book, actor_with(Role.SOCIAL_WORKER), now) as desk:
        _window, page = page_for(desk, episode, qtbot)
        qtbot.waitUntil(lambda: "protected" in page.states.says())  # type: ignore[attr-defined]
        assert page.header.line.whole() == ""


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(desk: Desk, stay: Episode, qtbot: object) -> None:
    window, page = page_for(desk, stay, qtbot)
    assert fits(page)
    assert nameless(page) == []
    window.resize(880, 480)
    assert page.is_narrow()


def test_a_decision_number_given_twice_is_said_beside_it(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: object
) -> None:
    given = {"decision_no": "45/QĐ-TTBTXH", "decision_on": date(2026, 3, 1)}
    other = samples.person(code="", full_name="Lò Văn Mới")
    admit(book, director, now, person=other, episode=samples.episode("", **given))
    _window, page = page_for(desk, stay, qtbot)
    page.form.editor("end_decision_no").set_value("45")
    fill(page)
    page.form.editor("end_decision_on").set_value(date(2026, 11, 20))
    page.form.changed.emit()
    said = page.form.editor("end_decision_no").complaint()
    assert said.startswith("Number 45 of 2026 stands on another paper already")
    page.form.editor("end_decision_no").set_value("46")
    page.form.changed.emit()
    assert page.form.editor("end_decision_no").complaint() == ""
