"""Form 01 in the window: filled in from the record, kept, completed, corrected; its draft, its keys, what is protected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from carebook.actions.drafts import keep_draft
from carebook.actions.intake import save_intake
from carebook.actions.people import add_detail
from carebook.records.episodes import Episode
from carebook.records.intake import FormState, IntakeForm
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.drafts import own_drafts
from carebook.store.intake import intake_forms
from carebook.ui.pages.intake import IntakePage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import TELEX_NGUYEN, press, type_text


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay of somebody with a guardian, an address and an allergy."""
    person, stay = admit(book, director, now, episode=samples.episode("", reason="Sống một mình"))
    for detail in (samples.relative(person.id, guardian=True), samples.address(person.id), samples.allergy(person.id)):
        add_detail(book, detail, by=director, now=now)
    return stay


def page_for(desk: Desk, stay: Episode, qtbot: Any) -> tuple[Window, IntakePage]:
    page = IntakePage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(episode_id=stay.id)
    window.show()
    qtbot.waitUntil(lambda: page.states.says() != "" or page.form is not None)
    return window, page


def forms(book: Book, stay: Episode, by: Actor, now: datetime) -> tuple[IntakeForm, ...]:
    with book.reading_for(by, now) as reader:
        return intake_forms(reader, stay.id)


def line(page: IntakePage, part: str, name: str) -> QWidget:
    page.go_to(part)
    return page.sections._forms[part].editor(name).input.target


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def fill(page: IntakePage) -> None:
    type_text(line(page, "client", "needs"), "Đi lại an toàn")
    type_text(line(page, "source", "informant"), "Trần Văn Sơn")


def test_it_begins_with_what_the_book_knows(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = page_for(desk, stay, qtbot)
    assert "Trần Thị An" in page.header.line.whole()
    assert "Thôn 3, xã Bình Khê" in words(page.sections)  # the record's own facts, only read
    assert line(page, "client", "admission_reason").toPlainText() == "Sống một mình"  # type: ignore[attr-defined]
    assert line(page, "carer", "carer_name").text() == "Trần Văn Sơn"  # type: ignore[attr-defined]
    assert "penicillin" in line(page, "health", "illness").toPlainText()  # type: ignore[attr-defined]
    assert not page.has_unsaved()
    page.go_to("client")
    button(page.sections, "Open details").click()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "details"})


def test_parts_are_made_when_they_are_looked_at(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot)
    assert set(page.sections._forms) == {"client"}
    press(page, Qt.Key.Key_PageDown, modifiers=Qt.KeyboardModifier.ControlModifier)
    page.step(1)
    page.step(1)
    assert "family" in page.sections._forms
    assert "carer" not in page.sections._forms or page.tabs.current() == "carer"


def test_vietnamese_letters_are_saved_as_typed(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    _window, page = page_for(desk, stay, qtbot)
    head = line(page, "family", "household_head")
    type_text(head, TELEX_NGUYEN + " Văn Đức")
    page.save()
    qtbot.waitUntil(lambda: bool(forms(book, stay, director, now)))
    kept = forms(book, stay, director, now)[0]
    assert (kept.household_head, kept.state) == ("Nguyễn Văn Đức", FormState.IN_PROGRESS)
    qtbot.waitUntil(lambda: "Saved form 01" in page.messages.text())
    assert page.sections._forms["family"].editor("household_head").input.target is head  # nothing moves while typing
    type_text(head, " Anh")
    page.save()
    qtbot.waitUntil(lambda: forms(book, stay, director, now)[0].household_head == "Nguyễn Văn Đức Anh")


def test_what_is_lacking_stands_beside_its_field(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot)
    assert "2 fields left" in page.standing.whole()
    page.go_to("health")
    page.complete()
    assert page.tabs.current() == "client"
    assert page.sections._forms["client"].editor("needs").has_error()
    assert page.sections._forms["source"].editor("informant").has_error()
    assert page.form is not None
    assert page.form.id == ""


def test_completing_freezes_it_and_can_be_taken_back(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    window, page = page_for(desk, stay, qtbot)
    fill(page)
    assert "Can be completed." in page.standing.whole()
    page.complete()
    qtbot.waitUntil(lambda: page.form is not None and page.form.state is FormState.COMPLETED)
    assert page.save_button.isHidden()
    assert page.sections._forms == {}
    page.go_to("client")
    assert "Đi lại an toàn" in words(page.sections)
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: page.messages.text() == "Undone." and page.form is not None)
    assert forms(book, stay, director, now)[0].state is FormState.IN_PROGRESS
    assert not page.save_button.isHidden()
    button(page.header, "Print").click()
    assert window.last == ("case_papers", {"episode_id": stay.id, "paper": "form01"})


def test_a_correction_is_a_new_form(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    _window, page = page_for(desk, stay, qtbot)
    fill(page)
    page.complete()
    qtbot.waitUntil(lambda: page.form is not None and page.form.state is FormState.COMPLETED)
    page.begin_correction("Con gái kể lại")
    assert page.has_unsaved()
    type_text(line(page, "client", "needs"), "Gặp con. ")
    page.complete()
    qtbot.waitUntil(lambda: "Gặp con" in forms(book, stay, director, now)[0].needs)
    qtbot.waitUntil(lambda: len(forms(book, stay, director, now)) == 1)
    assert forms(book, stay, director, now)[0].replaced_because == "Con gái kể lại"


def test_the_draft_survives(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot)
    type_text(line(page, "family", "family_size"), "năm")
    assert page.can_leave()
    page.turn_to()  # as a program that was closed: this page keeps no draft any more
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    _window, again = page_for(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "open again" in again.messages.text())
    assert again.sections._forms["family"].editor("family_size").raw() == "năm"
    again.save()
    assert again.tabs.current() == "family"
    assert again.sections._forms["family"].editor("family_size").has_error()
    rewritten = again.sections._forms["family"].editor("family_size").input.target
    type_text(rewritten, "\b\b\b5")
    again.save()
    qtbot.waitUntil(lambda: again.form is not None and again.form.family_size == 5)
    assert again.form is not None
    assert again.form.replaces_id is None
    type_text(rewritten, "0")
    again.discard()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    with desk.book.reading_for(desk.actor, desk.now()) as reader:
        assert own_drafts(reader) == []


def test_the_draft_of_a_correction_comes_back_as_one(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, stay, qtbot)
    fill(page)
    page.complete()
    qtbot.waitUntil(lambda: page.form is not None and page.form.state is FormState.COMPLETED)
    page.begin_correction("Con gái kể lại")
    page.keep_draft()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    _window, again = page_for(desk, stay, qtbot)
    qtbot.waitUntil(lambda: again.form is not None and again.form.replaces_id is not None)
    assert again.form is not None
    assert again.form.replaced_because == "Con gái kể lại"


def test_a_newer_version_is_told_and_what_is_typed_comes_on_top(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    kept = save_intake(book, IntakeForm(episode_id=stay.id, needs="Cũ"), by=director, now=now).result
    _window, page = page_for(desk, stay, qtbot)
    type_text(line(page, "health", "features"), "Sẹo ở tay")
    save_intake(book, IntakeForm(id=kept.id, episode_id=stay.id, needs="Mới"), by=director, now=now)
    page.save()
    qtbot.waitUntil(lambda: "changed this at" in page.messages.text())
    button(page.messages, "Go on from the newer version").click()
    qtbot.waitUntil(lambda: page.form is not None and page.form.needs == "Mới")
    qtbot.waitUntil(lambda: "health" in page.sections._forms)
    page.save()
    qtbot.waitUntil(lambda: forms(book, stay, director, now)[0].features == "Sẹo ở tay")
    assert forms(book, stay, director, now)[0].needs == "Mới"


def test_who_may_only_read_reads(
    book: Book, director: Actor, stay: Episode, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    with desk_of(book, actor_with(Role.INSPECTOR), now) as desk:
        _window, page = page_for(desk, stay, qtbot)
        assert page.states.says() == "No form 01 yet."
    save_intake(book, IntakeForm(episode_id=stay.id, needs="Đi lại"), by=director, now=now)
    with desk_of(book, actor_with(Role.INSPECTOR), now) as desk:
        _window, page = page_for(desk, stay, qtbot)
        assert page.save_button.isHidden()
        assert page.sections._forms == {}
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = page_for(desk, stay, qtbot)
        assert not page.save_button.isHidden()
        assert page.complete_button.isHidden()


def test_a_protected_stay_shows_nothing(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    _person, hidden = admit(book, director, now, episode=emergency(), category="victim_dv")
    with desk_of(book, actor_with(Role.SOCIAL_WORKER), now) as desk:
        _window, page = page_for(desk, hidden, qtbot)
        qtbot.waitUntil(lambda: "protected" in page.states.says())
        assert page.header.line.whole() == ""


def test_without_a_stay_it_says_where_to_begin(desk: Desk, qtbot: Any) -> None:
    page = IntakePage(desk)
    qtbot.addWidget(page)
    page.show()
    assert "Open a record" in page.states.says()


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = page_for(desk, stay, qtbot)
    for part in ("client", "health", "family", "carer", "source"):
        page.go_to(part)
        assert fits(page)
        assert nameless(page) == []
    window.resize(880, 480)
    QApplication.processEvents()
    assert page.is_narrow()
    press(page, Qt.Key.Key_Escape)
    page._go_back()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "scales"})


def test_a_foreign_draft_harms_nobody(
    desk: Desk, stay: Episode, qtbot: Any, book: Book, director: Actor, now: datetime
) -> None:
    keep_draft(book, "intake", stay.id, {"fields": {"gone": "x", "needs": "Đi lại"}}, by=director, now=now)
    _window, page = page_for(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "client" in page.sections._forms)
    assert page.sections._forms["client"].editor("needs").raw() == "Đi lại"


def test_tab_goes_from_the_last_field_to_saving(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = page_for(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "client" in page.sections._forms)
    for part, last in (("source", "reliability"), ("client", "belongings")):
        page.go_to(part)
        form = page.sections._forms[part]
        form.editor(last).input.setFocus()
        for wanted in (page.save_button, page.complete_button):
            press(window.focusWidget() or window, Qt.Key.Key_Tab)
            assert window.focusWidget() is wanted
