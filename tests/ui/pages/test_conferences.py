"""The page of meetings: minutes typed by hand, kept, corrected, printed, struck through, and decisions made goals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.actions.conferences import amend_conference, record_conference
from carebook.records.care_plans import Goal
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.conferences import ConferenceFile
from carebook.ui.pages.conferences import ConferencesPage
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ReasonDialog
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

DAY = date(2026, 11, 20)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Phạm Thu Hà")


@pytest.fixture
def desk(book: Book, worker: Actor, now: datetime) -> Iterator[Desk]:
    """The social worker's desk."""
    with desk_of(book, worker, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def minutes(book: Book, by: Actor, now: datetime, stay: Episode, **given: Any) -> ConferenceFile:
    """Minutes with one finding and two decisions."""
    meeting = Conference(
        **{"episode_id": stay.id, "held_on": DAY, "subject": "Thống nhất kế hoạch", "present": "Con gái"} | given
    )
    found = (ConferenceFinding(episode_id="", conference_id="", domain="health", finding="Còn yếu"),)
    decided = tuple(
        ConferenceDecision(episode_id="", conference_id="", domain="health", text=text)
        for text in ("Tập đi hằng ngày", "Đổi giường thấp")
    )
    kept: ConferenceFile = record_conference(book, meeting, found, decided, by=by, now=now).result
    return kept


def open_page(desk: Desk, stay: Episode, qtbot: Any, conference_id: str = "") -> tuple[Window, ConferencesPage]:
    page = ConferencesPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(episode_id=stay.id, conference_id=conference_id)
    window.show()
    qtbot.waitUntil(lambda: page._shown or page.states.says() != "")
    return window, page


def field(page: ConferencesPage, name: str) -> Any:
    if name == "subject":
        return page.minutes.subject
    return next(form for form in page.minutes.forms if name in form.names()).editor(name)


def kept(book: Book, now: datetime, cls: type[Any]) -> list[Any]:
    with book.looking(now) as reader:
        return reader.records(cls)


def test_minutes_are_typed_and_kept(desk: Desk, stay: Episode, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot)
    assert page.standing.whole() == "A new meeting, not saved yet."
    type_text(field(page, "subject").input.target, "Họp thống nhất đường về")
    field(page, "present").set_raw("Con gái: Trần Thị Nga\nUBND xã Bình Khê")
    type_text(field(page, "conclusion").input.target, "Tiếp tục kế hoạch.")
    page.minutes.findings.pills.choose(["relations"])
    page.minutes.findings.pills.touched.emit()
    type_text(page.minutes.findings.editors["relations"].input.target, "Con gái muốn đón mẹ về.")
    page.minutes.decisions.add_button.click()
    (card,) = page.minutes.decisions.cards
    type_text(card.editors["text"].input.target, "Sửa nhà vệ sinh")
    type_text(card.editors["due_on"].input.target, "31/12/2026")
    card.editors["domain"].set_value("relations")
    page.save()
    qtbot.waitUntil(lambda: page.table.current() is not None)
    (meeting,) = kept(book, now, Conference)
    assert (meeting.subject, meeting.held_on) == ("Họp thống nhất đường về", date(2026, 11, 22))
    assert meeting.minutes_by_id == desk.actor.staff_member_id
    assert meeting.conclusion == "Tiếp tục kế hoạch."
    assert [(f.domain, f.finding) for f in kept(book, now, ConferenceFinding)] == [
        ("relations", "Con gái muốn đón mẹ về.")
    ]
    (decision,) = kept(book, now, ConferenceDecision)
    assert (decision.text, decision.domain, decision.due_on) == ("Sửa nhà vệ sinh", "relations", date(2026, 12, 31))
    assert not page.has_unsaved()
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: page.messages.text() == "Undone.")
    assert kept(book, now, Conference) == []


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    desk: Desk, stay: Episode, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, stay, qtbot)
    type_text(field(page, "subject").input.target, "Thống nhất kế hoạch")
    page.minutes.decisions.add_button.click()
    card = page.minutes.decisions.cards[0]
    type_text(card.editors["text"].input.target, "Tập đi")
    type_text(card.editors["due_on"].input.target, "1/1/2026")
    page.save()
    qtbot.waitUntil(lambda: card.editors["due_on"].has_error())
    assert card.editors["text"].raw() == "Tập đi"
    assert kept(book, now, Conference) == []
    card.editors["due_on"].set_raw("32/01/2026")
    page.save()
    assert "32/01/2026" in card.editors["due_on"].complaint()
    card.editors["due_on"].set_raw("")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now, Conference)) == 1)


def test_decisions_become_goals_and_lead_to_them(
    desk: Desk, stay: Episode, book: Book, now: datetime, worker: Actor, qtbot: Any
) -> None:
    minutes(book, worker, now, stay)
    window, page = open_page(desk, stay, qtbot)
    button(page.minutes.decisions.cards[1], "Make it a goal").click()
    qtbot.waitUntil(lambda: not page.minutes.decisions.cards[1].thread_button.isHidden())
    (goal,) = kept(book, now, Goal)
    assert goal.text == "Đổi giường thấp"
    page.goals_button.click()
    qtbot.waitUntil(lambda: page.goals_button.isHidden())
    assert {one.text for one in kept(book, now, Goal)} == {"Tập đi hằng ngày", "Đổi giường thấp"}
    button(page.minutes.decisions.cards[1], "Goal thread").click()
    assert window.last == ("goal_thread", {"episode_id": stay.id, "thread": goal.thread})


def test_unsaved_minutes_are_saved_before_their_goals(
    desk: Desk, stay: Episode, book: Book, now: datetime, worker: Actor, qtbot: Any
) -> None:
    minutes(book, worker, now, stay)
    _window, page = open_page(desk, stay, qtbot)
    type_text(field(page, "place").input.target, "Phòng họp")
    page.goals_button.click()
    assert page.messages.text() == "Save the minutes first."
    assert kept(book, now, Goal) == []


def test_every_meeting_keeps_its_own_draft(
    desk: Desk, stay: Episode, book: Book, now: datetime, worker: Actor, qtbot: Any
) -> None:
    older = minutes(book, worker, now, stay, held_on=date(2026, 3, 1), subject="Đầu năm")
    newer = minutes(book, worker, now, stay)
    _window, page = open_page(desk, stay, qtbot)
    assert field(page, "subject").raw() == "Thống nhất kế hoạch"
    type_text(field(page, "conclusion").input.target, "Đang gõ dở")
    page.table.pick(older.conference.id)
    assert field(page, "subject").raw() == "Đầu năm"
    assert field(page, "conclusion").raw() == ""
    page.begin_new()
    type_text(field(page, "subject").input.target, "Họp mới")
    page.table.pick(newer.conference.id)
    assert field(page, "conclusion").raw() == "Đang gõ dở"
    assert page.can_leave()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    _window, again = open_page(desk, stay, qtbot, newer.conference.id)
    assert "open again" in again.messages.text()
    assert field(again, "conclusion").raw() == "Đang gõ dở"
    button(again.messages, "Discard draft").click()
    assert field(again, "conclusion").raw() == ""
    again.begin_new()
    assert field(again, "subject").raw() == "Họp mới"


def test_somebody_was_faster(
    desk: Desk, stay: Episode, book: Book, now: datetime, worker: Actor, director: Actor, qtbot: Any
) -> None:
    there = minutes(book, worker, now, stay)
    _window, page = open_page(desk, stay, qtbot)
    type_text(field(page, "place").input.target, "Phòng họp")
    changed = replace(there.conference, conclusion="Giám đốc ghi")
    amend_conference(book, changed, there.findings, there.decisions, by=director, now=now, op=new_id())
    page.save()
    qtbot.waitUntil(lambda: "Nothing was overwritten" in page.messages.text())
    button(page.messages, "Go on from the newer version").click()
    qtbot.waitUntil(lambda: page.minutes.file.conference.version == 2)
    assert field(page, "place").raw() == "Phòng họp"


def test_striking_through_asks_why(
    desk: Desk, stay: Episode, book: Book, now: datetime, worker: Actor, qtbot: Any
) -> None:
    minutes(book, worker, now, stay)
    _window, page = open_page(desk, stay, qtbot)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReasonDialog)
        button(dialog, "Entered twice").click()

    when_asked(answer)
    page.strike_button.click()
    qtbot.waitUntil(lambda: not kept(book, now, Conference))
    with book.looking(now) as reader:
        (struck,) = reader.records(Conference, withdrawn=True)
    assert struck.withdrawn_because == "Entered twice"


def test_the_minutes_are_printed(
    desk: Desk, stay: Episode, book: Book, now: datetime, worker: Actor, qtbot: Any
) -> None:
    there = minutes(book, worker, now, stay)
    window, page = open_page(desk, stay, qtbot)
    page.print_button.click()
    about = {"episode_id": stay.id, "paper": "minutes", "id": there.conference.id}
    assert window.last == ("case_papers", about)


def test_the_keys(desk: Desk, stay: Episode, book: Book, now: datetime, worker: Actor, qtbot: Any) -> None:
    minutes(book, worker, now, stay)
    window, page = open_page(desk, stay, qtbot)
    window.activateWindow()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field(page, "subject").raw() == "")
    qtbot.keyClick(page.minutes, Qt.Key.Key_Escape)
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "plans"})


def test_who_only_reads_changes_nothing(
    book: Book, worker: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode, qtbot: Any
) -> None:
    minutes(book, worker, now, stay)
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = open_page(desk, stay, qtbot)
        assert not field(page, "subject").isEnabled()
        hidden = (page.save_button, page.new_button, page.strike_button, page.goals_button)
        assert all(one.isHidden() for one in hidden)


def test_a_protected_stay_shows_nothing(book: Book, director: Actor, desk: Desk, now: datetime, qtbot: Any) -> None:
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    _window, page = open_page(desk, hidden, qtbot)
    assert "protected" in page.states.says()
    assert page.header.line.whole() == ""


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(
    desk: Desk, stay: Episode, book: Book, now: datetime, worker: Actor, qtbot: Any
) -> None:
    minutes(book, worker, now, stay)
    window, page = open_page(desk, stay, qtbot)
    assert fits(page)
    assert nameless(page) == []
    window.resize(880, 480)
    assert page.is_narrow()
