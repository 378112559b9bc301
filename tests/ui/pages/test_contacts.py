"""The page of contacts: the visitors' book by day and month, one person's contacts, and the red notice before anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from carebook.actions.contacts import save_contact
from carebook.actions.people import add_detail
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.drafts import own_drafts
from carebook.ui.pages.contacts import ContactsPage
from carebook.ui.pages.contacts.asking import ALL, MONTH, View
from carebook.ui.pages.contacts.rows import paper_list
from carebook.ui.pages.contacts.writing import ContactSheet
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ReasonDialog
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

TODAY = date(2026, 11, 22)


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse who sees nobody's protected record."""
    return actor_with(Role.NURSE)


@pytest.fixture
def desk(book: Book, nurse: Actor, now: datetime) -> Iterator[Desk]:
    """The nurse's desk, at 09:00."""
    with desk_of(book, nurse, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def came(book: Book, by: Actor, now: datetime, stay: Episode, **given: Any) -> Contact:
    about: dict[str, Any] = {"held_on": TODAY, "held_at": time(8, 30), "name": "Nịnh Thị Hợi"} | given
    kept: Contact = save_contact(book, Contact(episode_id=stay.id, **about), by=by, now=now).result
    return kept


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, ContactsPage]:
    page = ContactsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def sheet(page: ContactsPage) -> ContactSheet:
    assert page._sheet is not None
    return page._sheet


def field(page: ContactsPage, name: str) -> Any:
    return sheet(page).form.editor(name)


def choose(page: ContactsPage, name: str, value: Any) -> None:
    """As by hand."""
    field(page, name).set_value(value)
    field(page, name).changed.emit()


def kept(book: Book, now: datetime) -> list[Contact]:
    with book.looking(now) as reader:
        return reader.records(Contact)


def test_a_visit_is_written_and_the_visitor_leaves(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No visitor noted for Sunday, 22/11/2026")
    button(page.states, "Note a visit or call").click()
    assert field(page, "held_at").value() == time(9, 0)
    assert field(page, "minutes").isHidden()
    choose(page, "episode_id", stay.id)
    type_text(field(page, "name").input.target, "Nịnh Thị Hợi")
    type_text(field(page, "paper_no").input.target, "022192000551")
    page.save()
    qtbot.waitUntil(lambda: page.table.current() is not None)
    (visit,) = kept(book, now)
    assert (visit.episode_id, visit.held_on, visit.held_at, visit.people) == (stay.id, TODAY, time(9, 0), 1)
    assert page.header.line.whole() == "1 visitor · 1 still here"
    assert page.table.records.cell_at(0, 0).sub == "not left yet"
    page.note_left()
    qtbot.waitUntil(lambda: kept(book, now)[0].left_at == time(9, 0))
    qtbot.waitUntil(lambda: page.left_button.isHidden())
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: kept(book, now)[0].left_at is None)


def test_who_is_barred_is_told_in_red_before_anything_can_be_written(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    relative = Relative(
        person_id=stay.person_id, full_name="Hoàng Văn Thủy", relation="husband", national_id="022071000661"
    )
    husband = add_detail(book, replace(relative, no_contact=True), by=director, now=now).result
    sister = add_detail(book, replace(relative, full_name="Trần Thị Na", relation="elder_sister"), by=director, now=now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(ContactBan(episode_id=stay.id, against="Lê Văn Hòa", from_on=TODAY, to_on=date(2026, 11, 24)))
    _window, page = open_page(desk, qtbot)
    page.begin_new()
    assert sheet(page).notice.isHidden()
    choose(page, "episode_id", stay.id)
    qtbot.waitUntil(lambda: sheet(page).notice.text() != "")
    told = "Banned from contact: Lê Văn Hòa, until 24/11/2026\nNo contact: Hoàng Văn Thủy"
    assert sheet(page).notice.text() == told
    assert field(page, "course").isEnabled()
    choose(page, "relative_id", sister.result.id)
    assert (field(page, "name").value(), field(page, "relation").value()) == ("Trần Thị Na", "elder_sister")
    assert field(page, "paper_no").value() == "022071000661"
    assert field(page, "allowed_because").isHidden()
    choose(page, "relative_id", husband.id)
    assert sheet(page).notice.text() == "Hoàng Văn Thủy must not be in contact with this person."
    assert not field(page, "course").isEnabled()
    assert not field(page, "allowed_because").isHidden()
    page.save()
    qtbot.waitUntil(lambda: field(page, "allowed_because").complaint() != "")
    assert kept(book, now) == []
    type_text(field(page, "allowed_because").input.target, "Có công an")
    assert field(page, "course").isEnabled()
    field(page, "relative_id").set_value(None)
    field(page, "name").set_raw("Cô giáo Mai")  # somebody else after all: nothing was allowed against a ban
    assert sheet(page).written().allowed_because == ""
    choose(page, "relative_id", husband.id)
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 1)
    qtbot.waitUntil(lambda: page.table.current() is not None)
    assert page.table.records.cell_at(0, 1).sub == "let in despite the ban"
    page.edit()
    qtbot.waitUntil(lambda: sheet(page)._known is not None)
    assert field(page, "allowed_because").value() == "Có công an"
    assert field(page, "relative_id").value() == husband.id
    assert not field(page, "episode_id").isEnabled()
    page.turn_to(episode_id=stay.id)
    qtbot.waitUntil(lambda: page.notice.text() == told)


def test_the_book_is_read_by_day_and_month_and_by_person(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    came(book, director, now, stay, people=2)
    came(book, director, now, stay, held_on=date(2026, 11, 3), left_at=time(9, 0), relation="daughter")
    came(book, director, now, stay, held_on=date(2026, 10, 30), kind="call", minutes=12)
    secret = admit(book, director, now, episode=emergency(confidential=True))[1]
    hidden = came(book, director, now, secret, name="Mẹ ruột")
    window, page = open_page(desk, qtbot)
    assert page.header.line.whole() == "3 visitors · 2 still here"  # nothing is told of when the protected one left
    page.table.pick(hidden.id)
    page.table.opened.emit(page.table.current())
    assert page.messages.text().startswith("This item is protected")
    assert page.edit_button.isHidden()
    page.bar.span.chosen.emit(MONTH)
    qtbot.waitUntil(lambda: page._found is not None and page._found.view.span == MONTH)
    assert [bool(page.table.records.id_at(row)) for row in range(5)] == [False, True, True, False, True]
    page.bar.step(1)
    assert page._view.day == TODAY  # no day to come
    page.bar.step(-1)
    page.bar.kinds.chosen.emit(ALL)
    qtbot.waitUntil(lambda: page._found is not None and page._found.view == View(date(2026, 10, 31), MONTH, ALL))
    assert page.header.line.whole() == "1 contact"
    type_text(page.bar.search, "tran an")
    assert page.table.records.rowCount() == 2  # the head of the day, and her
    type_text(page.bar.search, "x")
    assert page.states.says() == "Nobody is found by “tran anx”."
    button(page.states, "Clear filter").click()
    assert page.table.current() is not None
    page._open_person()
    assert window.last == ("contacts", {"episode_id": stay.id})
    window.setCurrentWidget(page)
    page.turn_to(episode_id=stay.id)
    qtbot.waitUntil(lambda: page._found is not None and page._found.bounds is not None)
    assert page.table is page.of_one
    assert page.header.line.whole().endswith("met 2 times · last contact 22/11")
    page._go_back()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "home"})
    window.setCurrentWidget(page)
    page.turn_to(episode_id=secret.id)
    qtbot.waitUntil(lambda: page.states.says().startswith("This item is protected"))
    assert page.new_button.isHidden()
    page.bar.all_button.click()
    assert window.last == ("contacts", {"episode_id": ""})


def test_a_contact_is_corrected_struck_through_and_kept_as_a_draft(
    desk: Desk, book: Book, nurse: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    visit = came(book, nurse, now, stay, left_at=time(8, 50))
    _window, page = open_page(desk, qtbot)
    page.edit()
    choose(page, "kind", "call")
    type_text(field(page, "minutes").input.target, "12")
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    assert (kept(book, now)[0].left_at, kept(book, now)[0].minutes) == (None, 12)
    save_contact(book, replace(visit, kind="visit", course="Vui"), by=nurse, now=now)
    page._turn(replace(page._view, episode_id=stay.id))
    qtbot.waitUntil(lambda: page.table.current() is not None and page.table.current().contact.course == "Vui")
    page.begin_new()
    type_text(field(page, "brought").input.target, "Sữa")
    page.turn_to()
    qtbot.waitUntil(lambda: page._found is not None and not page.writing.is_open())

    def drafts() -> list[Any]:
        with book.reading_for(nurse, now) as reader:
            return own_drafts(reader)

    qtbot.waitUntil(lambda: len(drafts()) == 1)
    page.turn_to(episode_id=stay.id, new="1")
    qtbot.waitUntil(lambda: page.writing.is_open())
    assert field(page, "brought").value() == "Sữa"
    page.discard()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReasonDialog)
        button(dialog, "Written twice").click()

    when_asked(answer)
    page.strike_button.click()
    qtbot.waitUntil(lambda: kept(book, now) == [])


def test_the_book_on_paper(book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any) -> None:
    came(book, director, now, stay, relation="daughter", paper_no="022192000551", brought="Sữa, bánh")
    with desk_of(book, director, now) as desk:
        _window, page = open_page(desk, qtbot)
        assert page._found is not None
        wanted = paper_list(page._found, page.lines(), desk)
        with book.reading_for(director, now) as reader:
            (line,) = wanted.lines(reader)
        assert len(line) == len(wanted.headings)
        assert line[:7] == (TODAY, "08:30", "", "Nịnh Thị Hợi", "Con gái", "022192000551", 1)
        assert (wanted.title, wanted.about, wanted.people) == ("Sổ đăng ký khách thăm", "ngày 22/11/2026", 1)
        assert drawn(desk, wanted, [line]).startswith(b"%PDF")
        secret = admit(
            book,
            director,
            now,
            person=samples.person(code="", full_name="Phan Thị Mai", alias="Hoa Sữa"),
            episode=emergency(confidential=True),
        )[1]
        came(book, director, now, secret, name="Mẹ ruột")
        page.make_stale()
        qtbot.waitUntil(lambda: len(page.lines()) == 2)
        with book.reading_for(director, now) as reader:
            assert {one.name for one in page.lines()} == {"Trần Thị An", "Phan Thị Mai"}
            printed = paper_list(page._found, page.lines(), desk).lines(reader)
        assert {(one[3], one[7]) for one in printed} == {("Nịnh Thị Hợi", "Trần Thị An"), ("", "Hoa Sữa")}


@pytest.mark.looks
def test_who_may_not_write_only_looks_and_the_page_fits(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode, qtbot: Any
) -> None:
    came(book, director, now, stay)
    with desk_of(book, actor_with(Role.INSPECTOR), now) as desk:
        _window, page = open_page(desk, qtbot)
        assert page.new_button.isHidden()
        page.table.opened.emit(page.table.current())
        page.note_left()
        assert not page.writing.is_open()
    with desk_of(book, director, now) as desk:
        window, page = open_page(desk, qtbot)
        page.begin_new()
        assert fits(page)
        assert nameless(page) == []
        window.resize(911, 512)
        QApplication.processEvents()
        assert page._beside.isHidden()
