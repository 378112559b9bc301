"""The page of devices: handing out, fitting, taking back, striking through; everybody's and one person's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from carebook.actions.devices import amend_loan, lend_device
from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.drafts import own_drafts
from carebook.ui.pages.devices import DevicesPage
from carebook.ui.pages.devices.asking import RETURNED
from carebook.ui.pages.devices.paper import paper_list
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ReasonDialog
from carebook.ui.parts.taking_out import drawn
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

TODAY = date(2026, 11, 22)


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
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def lent(book: Book, by: Actor, now: datetime, stay: Episode, **given: Any) -> DeviceLoan:
    loan = {"device": "walking_frame", "number": "PHCN-07", "lent_on": date(2026, 7, 15)} | given
    kept: DeviceLoan = lend_device(book, DeviceLoan(episode_id=stay.id, **loan), by=by, now=now).result
    return kept


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, DevicesPage]:
    page = DevicesPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def field(page: DevicesPage, name: str) -> Any:
    assert page.panel.form is not None
    return page.panel.form.editor(name)


def kept(book: Book, now: datetime) -> list[DeviceLoan]:
    with book.looking(now) as reader:
        return reader.records(DeviceLoan)


def test_a_device_is_handed_out_and_taken_back(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No device has been handed out yet.")
    button(page.states, "Hand out a device").click()
    field(page, "episode_id").set_value(stay.id)
    field(page, "device").set_value("walking_frame")
    type_text(field(page, "number").input.target, "PHCN-07")
    type_text(field(page, "check_on").input.target, "02/12/2026")
    page.save()
    qtbot.waitUntil(lambda: page.table.current() is not None)
    (loan,) = kept(book, now)
    assert (loan.episode_id, loan.number, loan.lent_on, loan.check_on) == (
        stay.id,
        "PHCN-07",
        TODAY,
        date(2026, 12, 2),
    )
    assert page.panel.isHidden()
    page._take_back()
    field(page, "condition").set_value("good")
    page.save()
    qtbot.waitUntil(lambda: kept(book, now)[0].returned_on == TODAY)
    qtbot.waitUntil(lambda: page.table.records.rowCount() == 0)
    page.shown.choose(RETURNED)
    page._show_chosen()
    assert page.table.current() is not None
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: kept(book, now)[0].returned_on is None)


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, episode_id=stay.id, new=True)
    qtbot.waitUntil(lambda: page.panel.loan is not None)
    field(page, "device").set_value("wheelchair")
    field(page, "lent_on").set_value(date(2026, 12, 24))
    page.save()
    qtbot.waitUntil(lambda: field(page, "lent_on").complaint() != "")
    assert kept(book, now) == []
    field(page, "lent_on").set_value(date(2025, 12, 24))  # before the stay began: unusual, and kept
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 1)
    qtbot.waitUntil(lambda: "before the stay began" in page.messages.text())


def test_an_open_device_is_corrected_and_a_newer_version_is_not_overwritten(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    loan = lent(book, director, now, stay)
    _window, page = open_page(desk, qtbot)
    page.table.opened.emit(page.table.current())
    type_text(field(page, "details").input.target, "Cao 82 cm")
    amend_loan(book, DeviceLoan(**(vars(loan) | {"note": "Đã thay chân đế"})), by=director, now=now)
    page.save()
    qtbot.waitUntil(lambda: "changed this at" in page.messages.text())
    assert kept(book, now)[0].details == ""
    button(page.messages, "Go on from the newer version").click()
    qtbot.waitUntil(lambda: page.panel.loan is not None and page.panel.loan.note == "Đã thay chân đế")
    assert field(page, "details").value() == "Cao 82 cm"
    page.save()
    qtbot.waitUntil(lambda: kept(book, now)[0].details == "Cao 82 cm")


def test_what_is_typed_survives_as_a_draft(
    desk: Desk, book: Book, therapist: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, episode_id=stay.id)
    page.begin_new()
    type_text(field(page, "details").input.target, "Ghế tắm")
    assert page.has_unsaved()
    page._escape()
    assert not page.has_unsaved()

    def drafts() -> list[Any]:
        with book.reading_for(therapist, now) as reader:
            return own_drafts(reader)

    qtbot.waitUntil(lambda: len(drafts()) == 1)
    page.begin_new()
    qtbot.waitUntil(lambda: page.messages.text().startswith("There is a draft kept at"))
    button(page.messages, "Open the draft").click()
    assert field(page, "details").value() == "Ghế tắm"


def test_striking_asks_why(desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any) -> None:
    lent(book, director, now, stay)
    _window, page = open_page(desk, qtbot)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReasonDialog)
        button(dialog, "Written twice").click()

    when_asked(choose)
    page.table.opened.emit(page.table.current())
    page.panel.strike_button.click()
    qtbot.waitUntil(lambda: kept(book, now) == [])


def test_one_persons_devices_and_everybodys(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    lent(book, director, now, stay, check_on=date(2026, 11, 12))
    secret = admit(book, director, now, episode=emergency(confidential=True))[1]
    hidden = lent(book, director, now, secret, number="XL-01", device="wheelchair")
    window, page = open_page(desk, qtbot)
    assert [line.standing.state.value for line in page._found.out] == ["check_due", "out"]  # type: ignore[union-attr]
    assert page.header.line.whole() == "2 devices out"
    page.table.pick(hidden.id)
    page.table.opened.emit(page.table.current())
    assert page.messages.text() == "This item is protected. If it is needed for care, ask the director."
    assert not page.back_button.isEnabled()
    page.turn_to(episode_id=stay.id)
    qtbot.waitUntil(lambda: page._found is not None and page._found.person is not None)
    assert page.table.records.rowCount() == 1
    page._escape()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "rehab"})
    window.setCurrentWidget(page)
    page.turn_to(episode_id=secret.id)
    qtbot.waitUntil(lambda: page.states.says().startswith("This item is protected"))
    assert page.lend_button.isHidden()


def test_the_list_on_paper_names_its_devices(
    book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    lent(book, director, now, stay, check_on=date(2026, 12, 2))
    with desk_of(book, director, now) as desk:
        _window, page = open_page(desk, qtbot)
        wanted = paper_list(page._found.of("all"), desk)  # type: ignore[union-attr]
        with book.reading_for(director, now) as reader:
            (line,) = wanted.lines(reader)
        assert len(line) == len(wanted.headings)
        assert line[3:8] == ("Khung tập đi", "PHCN-07", date(2026, 7, 15), None, date(2026, 12, 2))
        assert wanted.people == 1
        assert drawn(desk, wanted, [line]).startswith(b"%PDF")


def test_who_may_not_lend_only_looks(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode, qtbot: Any
) -> None:
    lent(book, director, now, stay)
    with desk_of(book, actor_with(Role.CAREGIVER), now) as desk:
        window, page = open_page(desk, qtbot)
        assert page.lend_button.isHidden()
        assert page.back_button.isHidden()
        page.table.opened.emit(page.table.current())
        assert window.last[0] == "person"


@pytest.mark.looks
def test_it_can_be_as_small_as_every_page_and_is_named(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    lent(book, director, now, stay)
    _window, page = open_page(desk, qtbot, episode_id=stay.id)
    page.begin_new()
    assert fits(page)
    assert nameless(page) == []
