"""The page of absences: who is away and late, leaves, being taken to hospital with what was measured, coming back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.actions.facility import add_room, add_ward
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.hospital import HospitalTransfer
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.drafts import own_drafts
from carebook.ui.pages.hospital import HospitalPage
from carebook.ui.pages.hospital.rows import paper_list
from carebook.ui.pages.hospital.sheets import LeaveSheet
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.actions.admissions import admit
from tests.daily_samples import observation
from tests.hospital_samples import moment, transfer
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)


@pytest.fixture
def desk(book: Book, actor_with: Callable[..., Actor], now: datetime) -> Iterator[Desk]:
    """The desk of a nurse, at 09:00."""
    with desk_of(book, actor_with(Role.NURSE), now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay in A101, bed 1."""
    ward = add_ward(book, samples.ward(), by=director, now=now, op=new_id()).result
    room = add_room(book, samples.room(ward.id), by=director, now=now, op=new_id()).result
    return admit(book, director, now, bed=samples.bed_assignment("", room.id))[1]


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, HospitalPage]:
    page = HospitalPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def field(page: HospitalPage, name: str) -> Any:
    sheet: Any = page.writing.sheet
    return sheet.form.editor(name)


def choose(page: HospitalPage, name: str, value: Any) -> None:
    """As by hand."""
    field(page, name).set_value(value)
    field(page, name).changed.emit()


def rows(book: Book, now: datetime, cls: type[Any]) -> list[Any]:
    with book.looking(now) as reader:
        return list(reader.records(cls))


def test_a_leave_is_written_and_ends(desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("Everybody is there.")
    button(page.states, "Write a leave").click()
    assert isinstance(page.writing.sheet, LeaveSheet)
    choose(page, "episode_id", stay.id)
    choose(page, "kind", AbsenceKind.MISSING)
    assert field(page, "taken_by_phone").isHidden()
    choose(page, "kind", AbsenceKind.LEAVE)
    type_text(field(page, "taken_by").input.target, "Trần Văn Sơn")
    choose(page, "expected_on", date(2026, 11, 21))
    page.save()
    qtbot.waitUntil(lambda: field(page, "expected_on").complaint() != "")
    assert rows(book, now, Absence) == []
    page.touched()
    page.keep_draft()
    qtbot.waitUntil(lambda: bool(_drafts(desk)))
    choose(page, "expected_on", date(2026, 11, 25))
    page.save()
    qtbot.waitUntil(lambda: page.table.current() is not None)
    (leave,) = rows(book, now, Absence)
    assert (leave.kind, leave.from_on, leave.taken_by) == (AbsenceKind.LEAVE, TODAY, "Trần Văn Sơn")
    assert page.header.line.whole() == "1 person away"
    assert page.table.records.cell_at(0, 3).sub == "expected 25/11"
    page.begin_return()
    qtbot.waitUntil(lambda: page.writing.is_open())
    assert (field(page, "back_on").value(), field(page, "back_at").value()) == (TODAY, time(9, 0))
    page.save()
    qtbot.waitUntil(lambda: rows(book, now, Absence)[0].back_on == TODAY)
    qtbot.waitUntil(lambda: page.states.says().startswith("Everybody is there."))
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: rows(book, now, Absence)[0].back_on is None)
    page.views.buttons()[1].click()
    qtbot.waitUntil(lambda: page.states.says().startswith("Nobody came back"))


def _drafts(desk: Desk) -> list[str]:
    with desk.book.reading_for(desk.actor, desk.now()) as reader:
        return [one.form for one in own_drafts(reader)]


def test_somebody_is_taken_to_hospital_and_comes_back(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(observation(stay.id, taken_at=moment(22, 7, 10)))
    window, page = open_page(desk, qtbot, new="transfer")
    choose(page, "episode_id", stay.id)
    qtbot.waitUntil(lambda: field(page, "signs").value() != "")
    assert "120/80" in field(page, "signs").value()
    type_text(field(page, "hospital").input.target, "Bệnh viện Bãi Cháy")
    page.save()
    assert field(page, "reason").complaint() != ""
    type_text(field(page, "reason").input.target, "Sốt cao")
    choose(page, "expected_on", date(2026, 11, 29))
    page.save()
    qtbot.waitUntil(lambda: page.table.current() is not None)
    (sent,) = rows(book, now, HospitalTransfer)
    assert (sent.hospital, sent.reason, sent.left_at) == ("Bệnh viện Bãi Cháy", "Sốt cao", now)
    assert rows(book, now, Absence)[0].expected_on == date(2026, 11, 29)
    assert page.header.line.whole() == "1 person away · 1 in hospital"
    page.paper_button.click()
    assert window.last == ("papers", {"episode_id": stay.id, "paper": "hospital_transfer"})
    window.setCurrentWidget(page)
    page.edit()
    qtbot.waitUntil(lambda: page.writing.is_open())
    type_text(field(page, "diagnosis").input.target, "Viêm phổi")
    page.save()
    qtbot.waitUntil(lambda: rows(book, now, HospitalTransfer)[0].diagnosis == "Viêm phổi")
    qtbot.waitUntil(lambda: not page.writing.is_open())
    page.begin_return()
    qtbot.waitUntil(lambda: page.writing.is_open())
    page.save()
    qtbot.waitUntil(lambda: field(page, "back_state").complaint() != "")
    type_text(field(page, "back_state").input.target, "Tỉnh")
    page.save()
    qtbot.waitUntil(lambda: rows(book, now, Absence)[0].back_on == TODAY)
    assert rows(book, now, Absence)[0].state_on_return == "Tỉnh"
    qtbot.waitUntil(lambda: "is back from" in page.messages.text())
    button(page.messages, "Medicines").click()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "medicines"})
    window.setCurrentWidget(page)
    page.turn_to(view="back")
    qtbot.waitUntil(lambda: page.table.current() is not None)
    page.orders_button.click()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "medicines"})


@pytest.mark.looks
def test_late_and_restricted_ones_and_the_list_on_paper(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    hidden = samples.person(code="CB-2", full_name="Lò Thị Hoa", alias="Hoa Sữa")
    secret = admit(book, director, now, person=hidden, episode=samples.episode("", confidential=True))[1]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        late = samples.absence(stay.id, kind=AbsenceKind.LEAVE, expected_on=date(2026, 11, 21))
        writer.add(late)
        sick = writer.add(samples.absence(secret.id, place="Bệnh viện tỉnh"))
        writer.add(transfer(secret.id, absence_id=sick.id))
    _window, page = open_page(desk, qtbot)
    assert page.header.line.whole() == "2 people away · 1 in hospital · 1 not back in time"
    assert page.table.records.cell_at(0, 3).sub == "1 days after the expected one"
    assert (page.table.records.cell_at(1, 0).text, page.table.records.cell_at(1, 4).text) == ("Hoa Sữa", "")
    page.table.pick(sick.id)
    assert page.back_button.isHidden()
    assert page.edit_button.isHidden()
    page.edit()
    assert not page.writing.is_open()
    page.turn_to(episode_id=stay.id)
    qtbot.waitUntil(lambda: (line := page.table.current()) is not None and line.episode_id == stay.id)
    assert page._found is not None
    wanted = paper_list(page._found, desk)
    with desk.book.reading_masked(now) as reader:
        pdf = drawn(desk, wanted, wanted.lines(reader))
    assert pdf.startswith(b"%PDF")
    assert fits(page)
    assert nameless(page) == []
