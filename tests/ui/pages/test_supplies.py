"""The page of goods and belongings: issuing to a group, signatures, striking a row, belongings kept and given back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from carebook.records.episodes import Belonging, Episode
from carebook.records.staff import Actor, Role
from carebook.records.supplies import SuppliesIssued
from carebook.store.book import Book
from carebook.ui.pages.supplies import SuppliesPage
from carebook.ui.pages.supplies.sheets import IssueSheet, ReturnSheet
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)


@pytest.fixture
def desk(book: Book, actor_with: Callable[..., Actor], now: datetime) -> Iterator[Desk]:
    """A caregiver's desk."""
    with desk_of(book, actor_with(Role.CAREGIVER, name="Lục Thị Mừng"), now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def open_page(desk: Desk, qtbot: Any, **about: Any) -> SuppliesPage:
    page = SuppliesPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    page.window_kept = window  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page._found is not None)
    return page


def kept(book: Book, now: datetime, cls: Any) -> list[Any]:
    with book.looking(now) as reader:
        return list(reader.records(cls))


@pytest.mark.looks
def test_goods_are_issued_to_a_group_and_signed_for(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = samples.person(code="", full_name="Quàng Thị Lún", alias="Hoa Mai")
    hidden = admit(book, director, now, person=secret, episode=emergency(confidential=True))[1]
    page = open_page(desk, qtbot)
    printed: list[str] = []
    monkeypatch.setattr(page.printing, "issue", printed.append)
    assert page.header.line.whole() == "2 residents are due for goods"
    assert fits(page)
    page.item.choose("summer_clothes")
    page._filter()
    qtbot.waitUntil(lambda: page._found is not None and page._found.view.item == "summer_clothes")
    page.begin_new()
    sheet = page.writing.sheet
    assert isinstance(sheet, IssueSheet)
    assert [tick.isChecked() for tick, _size, _many in sheet.rows] == [True, True]
    assert nameless(page) == []
    type_text(sheet.rows[0][1], "Cỡ vừa")
    sheet.rows[0][2].setText("hai")
    page.save()
    assert "whole number" in sheet.head.summary.text()
    sheet.rows[0][2].setText("2")
    draft = sheet.draft()
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    rows = kept(book, now, SuppliesIssued)
    assert {(one.episode_id, one.quantity) for one in rows} == {(stay.id, 2), (hidden.id, 1)} or len(rows) == 2
    assert printed == [rows[0].batch]
    assert draft["rows"][sheet._people[0].episode_id] == [True, "Cỡ vừa", "2"]
    page._choose("issued")
    qtbot.waitUntil(lambda: page.tables["issued"].records.rowCount() == 1)
    page.table.pick(rows[0].batch)
    assert page.follow_button.text() == "All have signed"
    page.follow()
    qtbot.waitUntil(lambda: all(one.signed_by for one in kept(book, now, SuppliesIssued)))
    assert "Quàng Thị Lún" not in {one.signed_by for one in kept(book, now, SuppliesIssued)}
    qtbot.waitUntil(lambda: page.follow_button.isHidden())
    page._open_line(page._found.lines["issued"][0])  # type: ignore[union-attr]
    assert page.writing.save_button.isHidden()
    qtbot.waitUntil(lambda: not page.writing.entered.isHidden())
    assert page.writing.entered.text().startswith(f"Entered by {desk.actor.name}, ")
    assert page.writing.line.text() == f"Issued by {desk.actor.name}"
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: not any(one.signed_by for one in kept(book, now, SuppliesIssued)))


def test_belongings_are_noted_and_given_back_with_minutes(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(desk, qtbot, shown="belongings")
    printed: list[Any] = []
    monkeypatch.setattr(page.printing, "minutes", lambda *given: printed.append(given))
    assert "No belonging is noted." in page.states.says()
    button(page.states, "Note a belonging").click()
    form: Any = page.writing.sheet.form  # type: ignore[union-attr]
    form.editor("episode_id").set_value(stay.id)
    type_text(form.editor("what").input.target, "Nhẫn vàng")
    type_text(form.editor("kept_at").input.target, "Két phòng hành chính")
    page.save()
    qtbot.waitUntil(lambda: page.table.records.rowCount() == 1)
    assert page.table.records.cell_at(0, 2).sub == "Két phòng hành chính"
    page.follow()
    sheet = page.writing.sheet
    assert isinstance(sheet, ReturnSheet)
    page.save()
    qtbot.waitUntil(lambda: sheet.form.editor("returned_to").complaint() != "")
    type_text(sheet.form.editor("returned_to").input.target, "Trần Thị Na, con gái")
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (ring,) = kept(book, now, Belonging)
    assert (ring.returned_on, ring.returned_to) == (TODAY, "Trần Thị Na, con gái")
    assert printed == [(stay.id, [ring.id], TODAY)]
