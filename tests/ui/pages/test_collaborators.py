"""The page of collaborators: written down by commune, contracts that end, communes without one, struck through, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.collaborators import save_collaborator
from carebook.records.collaborators import Collaborator
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.collaborators import CollaboratorsPage
from carebook.ui.pages.collaborators.asking import ALL, BARE, BELOW, ENDING
from carebook.ui.pages.collaborators.rows import on_paper
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests.actions.handed_over import handed_over
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


@pytest.fixture
def desk(book: Book, worker: Actor, now: datetime) -> Iterator[Desk]:
    """The social worker's desk."""
    with desk_of(book, worker, now) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, CollaboratorsPage]:
    page = CollaboratorsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def field(page: CollaboratorsPage, name: str) -> Any:
    return page.writing.sheet.form.editor(name)  # type: ignore[union-attr]


def kept(book: Book, now: datetime) -> list[Collaborator]:
    with book.looking(now) as writer:
        return writer.records(Collaborator)


def test_a_collaborator_is_written_down_corrected_and_struck_through(
    desk: Desk, book: Book, worker: Actor, now: datetime, qtbot: Any
) -> None:
    handed_over(book, worker, now, commune="07030")
    _window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No collaborators yet.")
    page.shown.choose(BARE)
    page._show_chosen()
    page.bare.pick("07030")
    page.begin_new()
    assert field(page, "commune").value() == "07030"
    page.save()  # without a name
    assert field(page, "full_name").complaint()
    type_text(field(page, "full_name").input.target, "Chíu Thị Mận")
    type_text(field(page, "allowance").input.target, "1000000")
    page.save()
    qtbot.waitUntil(lambda: bool(page._found and page._found.lines))
    (helper,) = kept(book, now)
    assert (helper.full_name, helper.province, helper.allowance) == ("Chíu Thị Mận", "22", 1_000_000)
    assert "lower than the base salary" in page.messages.text()  # told, and kept
    assert page._found is not None
    assert (page._found.count(BELOW), page._found.count(BARE), page._found.count(ENDING)) == (1, 0, 0)
    page.shown.choose(ALL)
    page._show_chosen()
    page._open(page.table.current())
    editor = field(page, "to_on")
    editor.set_value(date(2026, 12, 1))
    editor.changed.emit()
    page.save()
    qtbot.waitUntil(lambda: page._found is not None and page._found.count(ENDING) == 1)
    page.strike(page.table.current(), "Ghi nhầm")
    qtbot.waitUntil(lambda: page._found is not None and page._found.lines == ())
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: page._found is not None and len(page._found.lines) == 1)
    paper = on_paper(page._found.lines, desk)
    with book.reading_for(worker, now) as reader:
        assert drawn(desk, paper, paper.lines(reader)).startswith(b"%PDF")


@pytest.mark.looks
def test_drafts_doors_names_and_the_smallest_window(
    desk: Desk, book: Book, worker: Actor, now: datetime, qtbot: Any
) -> None:
    helper = Collaborator(full_name="Bàn A Sìn", commune="06838", phone="0500 000 322")
    helper = save_collaborator(book, helper, by=worker, now=now).result
    window, page = open_page(desk, qtbot, collaborator_id=helper.id)
    qtbot.waitUntil(page.writing.is_open)
    type_text(field(page, "village").input.target, "Nà Pá")
    page.keep_draft()
    page.writing.put_away()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    page.turn_to(collaborator_id=helper.id)
    qtbot.waitUntil(page.writing.is_open)
    assert field(page, "village").value() == "Nà Pá"
    assert nameless(page) == []
    assert fits(page)
    page.discard()
    button(page.foot, "Visits in this commune").click()
    assert window.last == ("follow_ups", {"commune": "06838"})
    window.setCurrentWidget(page)
    page.turn_to(commune="07030")
    qtbot.waitUntil(page.writing.is_open)
    assert field(page, "commune").value() == "07030"
    page.writing.put_away()
    window.resize(820, 460)
    page.fold(True)
    assert fits(page)


def test_who_may_only_look_is_offered_nothing_to_write(
    book: Book, worker: Actor, now: datetime, actor_with: Callable[..., Actor], qtbot: Any
) -> None:
    save_collaborator(book, Collaborator(full_name="Bàn A Sìn", commune="06838"), by=worker, now=now)
    nurse = actor_with(Role.NURSE)
    with desk_of(book, nurse, now) as desk:
        _window, page = open_page(desk, qtbot)
        assert not page.new_button.isVisibleTo(page)
        assert not page.strike_button.isVisibleTo(page)
        page.begin_new()
        page._open(page.table.current())
        assert not page.writing.is_open()
