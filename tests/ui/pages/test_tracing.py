"""The page of tracing: leads and letters written, answered and struck through, the clock of the notice, only for who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from carebook.actions.tracing import save_lead, save_letter
from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Role
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.store.book import Book
from carebook.ui.pages.tracing import TracingPage
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ReasonDialog
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker who sees nobody's protected record."""
    return actor_with(Role.SOCIAL_WORKER, name="Nông Thị Sim")


@pytest.fixture
def desk(book: Book, worker: Actor, now: datetime) -> Iterator[Desk]:
    """The social worker's desk."""
    with desk_of(book, worker, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """The stay of a child found at a gate."""
    person = samples.person(code="", full_name="Chưa đặt tên", born=PartialDate.from_text("2026-10"))
    return admit(book, director, now, person=person, episode=emergency(start_on=date(2026, 10, 22)))[1]


def lead(book: Book, by: Actor, now: datetime, stay: Episode, **given: Any) -> TracingLead:
    about: dict[str, Any] = {"found_on": date(2026, 10, 31), "source": "hotline", "person": "Bà ngoại"} | given
    kept: TracingLead = save_lead(book, TracingLead(episode_id=stay.id, **about), by=by, now=now).result
    return kept


def letter(book: Book, by: Actor, now: datetime, stay: Episode, **given: Any) -> TracingLetter:
    about: dict[str, Any] = {"addressee": "UBND xã Thống Nhất", "sent_on": date(2026, 11, 8)} | given
    kept: TracingLetter = save_letter(book, TracingLetter(episode_id=stay.id, **about), by=by, now=now).result
    return kept


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, TracingPage]:
    page = TracingPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None or page.states.says() != "")
    return window, page


def field(page: TracingPage, name: str) -> Any:
    sheet: Any = page.writing.sheet
    return sheet.form.editor(name)


def kept(book: Book, now: datetime, cls: type[Any]) -> list[Any]:
    with book.looking(now) as reader:
        return reader.records(cls)


def test_a_lead_is_written_followed_up_and_undone(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, episode_id=stay.id)
    assert page.states.says().startswith("No lead to the family yet.")
    button(page.states, "New lead").click()
    type_text(field(page, "person").input.target, "Bà ngoại")
    assert field(page, "result_on").isHidden()
    field(page, "province").set_value("22")
    field(page, "province").changed.emit()
    commune = field(page, "commune").input.combo.itemData(1)
    found = desk.codes.code("commune", commune)
    assert found is not None
    assert found.group == "22"
    field(page, "commune").set_value(commune)
    page.save()
    qtbot.waitUntil(lambda: page.leads.current() is not None)
    (there,) = kept(book, now, TracingLead)
    assert (there.found_on, there.person, there.commune, there.result) == (TODAY, "Bà ngoại", commune, "open")
    page.note_result()
    field(page, "result").set_value("verified")
    page.writing.sheet.form._touched()  # type: ignore[union-attr]
    assert field(page, "result_on").value() == TODAY  # known today unless another day is written
    page.save()
    qtbot.waitUntil(lambda: field(page, "proof").complaint() != "")
    type_text(field(page, "verified_by").input.target, "CV 12/UBND")
    page.save()
    qtbot.waitUntil(lambda: kept(book, now, TracingLead)[0].result == "verified")
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)  # the first saving had put the same words there
    assert page.messages.text().startswith("Saved the lead")
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: kept(book, now, TracingLead)[0].result == "open")


def test_a_letter_expects_its_reply_and_a_notice_starts_the_clock(
    desk: Desk, book: Book, worker: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    source = lead(book, worker, now, stay)
    _window, page = open_page(desk, qtbot, episode_id=stay.id)
    page.begin_letter()
    type_text(field(page, "addressee").input.target, "Công an xã")
    assert field(page, "reply_due_on").value() == date(2026, 12, 22)
    field(page, "sent_on").set_value(date(2026, 11, 12))
    field(page, "lead_id").set_value(source.id)
    page.writing.sheet.form._touched()  # type: ignore[union-attr]
    assert field(page, "reply_due_on").value() == date(2026, 12, 12)  # follows the day of sending
    page.save()
    qtbot.waitUntil(lambda: page.letters.current() is not None)
    (sent,) = kept(book, now, TracingLetter)
    assert (sent.reply_due_on, sent.lead_id) == (date(2026, 12, 12), source.id)
    assert page.leads.current() is None  # one of both lists at a time
    page.note_result()
    type_text(field(page, "reply").input.target, "Không có")
    page.save()
    qtbot.waitUntil(lambda: kept(book, now, TracingLetter)[0].replied_on == TODAY)
    qtbot.waitUntil(lambda: not page.writing.is_open())
    assert page.notice.isHidden()
    page.begin_letter()
    field(page, "kind").set_value("public_notice")
    page.writing.sheet.form._touched()  # type: ignore[union-attr]
    assert field(page, "reply_due_on").isHidden()
    type_text(field(page, "addressee").input.target, "Đài tỉnh")
    page.save()
    qtbot.waitUntil(lambda: not page.notice.isHidden())
    notice = next(one for one in kept(book, now, TracingLetter) if one.kind == "public_notice")
    assert notice.reply_due_on is None
    assert "25 working days left" in page.notice._title.text()
    assert page.notice.settle_button.isHidden()
    assert len(page.timeline._rows) == 4


def test_a_notice_that_is_over_leads_to_the_stay(
    desk: Desk, book: Book, worker: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    letter(book, worker, now, stay, kind="public_notice", sent_on=date(2026, 10, 1))
    late = letter(book, worker, now, stay, reply_due_on=date(2026, 11, 20), number="214")
    window, page = open_page(desk, qtbot, episode_id=stay.id, letter_id=late.id)
    assert "has stood for its 25 working days" in page.notice._title.text()
    assert page._letter_head[1].text() == "2 · 1 reply overdue"
    assert page.chosen() == late
    button(page, "Settle the public notice").click()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "stays"})
    window.setCurrentWidget(page)
    page._print()
    assert window.last == ("case_papers", {"episode_id": stay.id, "kind": "tracing_letter", "id": late.id})
    window.setCurrentWidget(page)
    page._go_back()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "home"})


def test_what_is_wrong_is_told_and_a_newer_version_is_not_overwritten(
    desk: Desk, book: Book, worker: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    there = lead(book, worker, now, stay)
    _window, page = open_page(desk, qtbot, episode_id=stay.id, lead_id=there.id)
    page.edit()
    field(page, "found_on").set_value(date(2026, 12, 24))
    page.save()
    qtbot.waitUntil(lambda: field(page, "found_on").complaint() != "")
    assert page.has_unsaved()
    save_lead(book, replace(there, note="Gọi lại"), by=worker, now=now)
    field(page, "found_on").set_value(date(2026, 11, 1))
    page.save()
    qtbot.waitUntil(lambda: "changed this at" in page.messages.text())
    assert kept(book, now, TracingLead)[0].found_on == there.found_on
    page.keep_draft()
    page.discard()
    assert not page.has_unsaved()


def test_striking_asks_why(desk: Desk, book: Book, worker: Actor, now: datetime, stay: Episode, qtbot: Any) -> None:
    lead(book, worker, now, stay)
    _window, page = open_page(desk, qtbot, episode_id=stay.id)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReasonDialog)
        button(dialog, "Written twice").click()

    when_asked(choose)
    page.strike_button.click()
    qtbot.waitUntil(lambda: kept(book, now, TracingLead) == [])
    qtbot.waitUntil(lambda: page.states.says() != "")


def test_who_may_not_write_only_looks_and_nobody_sees_what_is_protected(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode, qtbot: Any
) -> None:
    lead(book, director, now, stay)
    secret = admit(book, director, now, episode=emergency(confidential=True))[1]
    lead(book, director, now, secret)
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = open_page(desk, qtbot, episode_id=stay.id)
        hidden = (page.lead_button, page.letter_button, page.edit_button, page.result_button, page.strike_button)
        assert all(one.isHidden() for one in hidden)
        page.leads.opened.emit(page.leads.current())
        page.begin_lead()
        page.begin_letter()
        assert not page.writing.is_open()
        page.turn_to(episode_id=secret.id)
        qtbot.waitUntil(lambda: page.states.says().startswith("This item is protected"))
        assert page.header.line.whole() == ""
        assert page.print_button.isHidden()
        page.turn_to()
        qtbot.waitUntil(lambda: page.states.says().startswith("Open a record"))


@pytest.mark.looks
def test_it_can_be_as_small_as_every_page_and_is_named(
    desk: Desk, book: Book, worker: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    lead(book, worker, now, stay)
    letter(book, worker, now, stay, kind="public_notice")
    window, page = open_page(desk, qtbot, episode_id=stay.id)
    assert not page.story.isHidden()
    page.begin_lead()
    assert fits(page)
    assert nameless(page) == []
    window.resize(911, 512)
    QApplication.processEvents()
    assert page.states.isHidden()  # what is written takes its place
    page.writing.put_away()
    assert not page.states.isHidden()
    assert page.story.isHidden()
