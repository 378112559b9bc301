"""The page of work in communities: an outreach clinic with turns, people and the clients who were there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.community import save_activity
from carebook.records.episodes import Episode
from carebook.records.services import ActivityGuest, CommunityActivity
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.community import CommunityPage
from carebook.ui.pages.community.paper import on_paper
from carebook.ui.pages.community.sheet import ActivitySheet
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text


@pytest.fixture
def desk(book: Book, actor_with: Callable[..., Actor], now: datetime) -> Iterator[Desk]:
    """The desk of a social worker."""
    with desk_of(book, actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường"), now) as made:
        yield made


@pytest.fixture
def stays(book: Book, director: Actor, now: datetime) -> list[Episode]:
    """A resident and somebody protected."""
    hidden = samples.person(code="", full_name="Nịnh Thị Hợi", alias="Hoa Sữa")
    secret = emergency(confidential=True)
    return [
        admit(book, director, now)[1],
        admit(book, director, now, person=hidden, episode=secret, category="victim_dv")[1],
    ]


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, CommunityPage]:
    page = CommunityPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def sheet_of(page: CommunityPage) -> ActivitySheet:
    assert isinstance(page.writing.sheet, ActivitySheet)
    return page.writing.sheet


def kept(book: Book, now: datetime) -> tuple[list[CommunityActivity], list[ActivityGuest]]:
    with book.looking(now) as reader:
        return reader.records(CommunityActivity), reader.records(ActivityGuest)


def test_a_clinic_is_noted_with_who_was_there(
    desk: Desk, book: Book, now: datetime, stays: list[Episode], qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No activity in communities yet.")
    button(page.states, "Note an activity").click()
    sheet = sheet_of(page)
    sheet.form.editor("kind").set_value("clinic")
    type_text(sheet.form.editor("title").input.target, "Khám bệnh xã Lương Minh")
    sheet.form.editor("turns").set_raw("615")
    sheet.form.editor("people").set_raw("620")
    assert stays[1].id not in dict(page._found.stays)  # type: ignore[union-attr]
    sheet.guests.choice.choose(stays[0].id)
    sheet.guests.add_button.click()
    assert sheet.guests.stays() == [stays[0].id]
    page.save()
    qtbot.waitUntil(lambda: sheet.form.editor("people").complaint() != "")
    assert kept(book, now) == ([], [])
    page.keep_draft()
    page.writing.put_away()
    page.begin_new()
    sheet = sheet_of(page)
    assert (sheet.guests.stays(), sheet.form.value("turns")) == ([stays[0].id], 615)
    sheet.form.editor("people").set_raw("402")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)[0]) == 1)
    (clinic,), (guest,) = kept(book, now)
    assert (clinic.turns, clinic.people, guest.episode_id, guest.activity_id) == (615, 402, stays[0].id, clinic.id)
    qtbot.waitUntil(lambda: "615 turns · 402 people" in page.header.line.whole())
    qtbot.waitUntil(lambda: page.table.current() is not None)
    page.table.opened.emit(page.table.current())
    sheet = sheet_of(page)
    button(sheet.guests, f"Take {sheet.guests._names[stays[0].id]} off the list").click()
    page.save()
    qtbot.waitUntil(lambda: kept(book, now)[1] == [])
    qtbot.waitUntil(lambda: not page.writing.is_open())
    qtbot.waitUntil(lambda: [one.guests for one in page._lines()] == [0])
    page.kind.choose("training")
    page._show_chosen()
    assert page.states.says() == "No activity of this kind."
    button(page.states, "Clear filter").click()
    assert page.table.current() is not None


@pytest.mark.looks
def test_who_is_protected_stays_on_the_list_and_the_paper_names_nobody(
    desk: Desk, book: Book, director: Actor, now: datetime, stays: list[Episode], qtbot: Any
) -> None:
    talk = CommunityActivity(held_on=date(2026, 10, 5), title="Nói chuyện", turns=84, people=84, copies=300)
    saved = save_activity(
        book, talk, [ActivityGuest(episode_id=stays[1].id, activity_id="")], by=director, now=now
    ).result
    _window, page = open_page(desk, qtbot, activity_id=saved.id)
    qtbot.waitUntil(page.writing.is_open)
    sheet = sheet_of(page)
    assert sheet.guests.stays() == []
    assert nameless(page) == []
    assert fits(page)
    type_text(sheet.form.editor("topic").input.target, "Gọi ai")
    page.save()
    qtbot.waitUntil(lambda: kept(book, now)[0][0].topic == "Gọi ai")
    assert [one.episode_id for one in kept(book, now)[1]] == [stays[1].id]
    qtbot.waitUntil(lambda: not page.writing.is_open())
    paper = on_paper(page._lines(), "năm 2026", desk)
    with book.reading_for(desk.actor, now) as reader:
        lines = paper.lines(reader)
    assert "Hoa Sữa" not in str(lines)
    assert drawn(desk, paper, lines)[:4] == b"%PDF"
    page._change_span()  # the month alone: nothing was held in November
    qtbot.waitUntil(lambda: page._lines() == [])
