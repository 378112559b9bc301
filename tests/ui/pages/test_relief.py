"""The page of relief: a campaign, many clients put on its list at once, people from outside, signing, closing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.relief import save_campaign, save_relief
from carebook.records.episodes import Episode
from carebook.records.services import ReliefCampaign, ReliefItem
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.relief import ReliefPage
from carebook.ui.pages.relief.many import ManySheet
from carebook.ui.pages.relief.paper import exported
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.actions.admissions import admit
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)
STORM = ReliefCampaign(name="Hỗ trợ sau bão số 3", from_on=date(2026, 9, 8), rate=500_000, goods="10 kg gạo")


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stays(book: Book, director: Actor, now: datetime) -> list[Episode]:
    """Two residents."""
    other = samples.person(code="", full_name="Đinh Thị Mận")
    return [admit(book, director, now)[1], admit(book, director, now, person=other)[1]]


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, ReliefPage]:
    page = ReliefPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def kept(book: Book, now: datetime) -> list[ReliefItem]:
    with book.looking(now) as reader:
        return reader.records(ReliefItem, order="id")


def test_a_campaign_from_its_first_line_to_its_close(
    desk: Desk, book: Book, now: datetime, stays: list[Episode], qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No relief campaign yet.")
    button(page.states, "New campaign").click()
    sheet: Any = page.writing.sheet
    type_text(sheet.form.editor("name").input.target, "Tết cho người già")
    sheet.form.editor("rate").set_raw("300.000")
    page.save()
    qtbot.waitUntil(lambda: page._found is not None and page._found.file is not None)
    assert page.states.says() == "Nobody stands on the list yet."
    button(page.states, "Add clients of the center…").click()
    many = page.writing.sheet
    assert isinstance(many, ManySheet)
    page.save()
    assert not many.complaint.isHidden()
    many.all_button.click()
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 2)
    assert {(one.episode_id, one.amount) for one in kept(book, now)} == {(stay.id, 300_000) for stay in stays}
    qtbot.waitUntil(lambda: page.sums.text().startswith("2 on the list"))
    page.begin_line()
    sheet = page.writing.sheet
    assert dict(page._found.stays) == {}  # type: ignore[union-attr]
    page.save()
    qtbot.waitUntil(lambda: sheet.form.editor("full_name").complaint() != "")
    type_text(sheet.form.editor("full_name").input.target, "Nịnh Thị Hợi")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 3)
    qtbot.waitUntil(
        lambda: page._found is not None and page._found.file is not None and len(page._found.file.lines) == 3
    )
    assert page.sums.text().startswith("3 on the list · 0 received")
    page.close_on(TODAY)
    qtbot.waitUntil(lambda: "have not received anything" in page.messages.text())
    page.table.selectAll()
    page.mark_received()
    qtbot.waitUntil(lambda: all(one.signed_by for one in kept(book, now)))
    assert {one.received_on for one in kept(book, now)} == {TODAY}
    qtbot.waitUntil(lambda: "3 signed for" in page.sums.text())
    page.close_on(TODAY)
    qtbot.waitUntil(lambda: not page._is_open())
    assert page.many_button.isHidden()
    assert "closed on" in page.campaign.currentText()
    page.begin_line()
    assert not page.writing.is_open()
    button(page.messages, "Undo").click()
    qtbot.waitUntil(page._is_open)


@pytest.mark.looks
def test_the_list_to_sign_and_what_is_typed(
    desk: Desk, book: Book, director: Actor, now: datetime, stays: list[Episode], qtbot: Any
) -> None:
    storm = save_campaign(book, STORM, by=director, now=now).result
    line = ReliefItem(campaign_id=storm.id, amount=500_000, what="10 kg gạo")
    outside = replace(line, full_name="Triệu Văn Sâm", birth_year=1958, received_on=TODAY, signed_by="Triệu Văn Sâm")
    save_relief(book, [replace(line, episode_id=stays[0].id), outside], by=director, now=now)
    window, page = open_page(desk, qtbot, campaign_id=storm.id)
    assert page._found is not None
    assert page._found.file is not None
    paper = exported(page._found.file)
    with book.reading_for(director, now) as reader:
        lines = paper.lines(reader)
    assert [(one[0], one[-1]) for one in lines] == [("Trần Thị An", ""), ("Triệu Văn Sâm", "Triệu Văn Sâm")]
    assert "2 người, 1.000.000" in paper.about
    assert drawn(desk, paper, lines)[:2] == b"PK"
    page.begin_many()
    sheet = page.writing.sheet
    assert isinstance(sheet, ManySheet)
    sheet.all_button.click()
    assert page.has_unsaved()
    assert nameless(page) == []
    assert fits(page)
    page.keep_draft()
    page.writing.put_away()
    page.begin_many()
    again = page.writing.sheet
    assert isinstance(again, ManySheet)
    assert again.people.codes() == [stays[1].id]
    page.discard()
    page._print()
    assert window.last == ("case_papers", {"paper": "relief_list", "id": storm.id})
    page.edit_campaign()
    form: Any = page.writing.sheet
    form.form.editor("name").set_raw("")
    page.save()
    assert form.form.editor("name").complaint() != ""
