"""The pages of the morning briefing and of staff against the norms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from carebook.records.incidents import Incident
from carebook.records.shifts import MorningBriefing
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.briefings import BriefingPage
from carebook.ui.pages.staffing import StaffingPage
from carebook.ui.parts.desk import Desk
from tests.shift_samples import DAY, World, at, world, write
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

NOW = at(7, 30)


@pytest.fixture
def ward(book: Book, director: Actor) -> World:
    made = world(book, director)
    fall = Incident(happened_at=at(3), kind="fall", episode_id=made.stays[0].id, ward_id=made.ward.id, text="Trượt.")
    write(book, director, at(4), fall)
    return made


@pytest.fixture
def desk(ward: World, director: Actor) -> Iterator[Desk]:
    with desk_of(ward.book, director, NOW) as made:
        yield made


def shown(desk: Desk, page: Any, qtbot: Any) -> Window:
    window = Window(desk, page)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window


def briefings(ward: World) -> list[MorningBriefing]:
    with ward.book.looking(NOW) as reader:
        return reader.records(MorningBriefing)


@pytest.mark.looks
def test_a_briefing_is_read_concluded_and_closed(ward: World, desk: Desk, director: Actor, qtbot: Any) -> None:
    page = BriefingPage(desk)
    window = shown(desk, page, qtbot)
    assert nameless(page) == []
    assert fits(page)
    assert page.header.line.whole() == "No conclusion yet"
    link = button(page.facts, "Khu A: Ngã (Slight) at 03:00")
    link.click()
    assert window.last[0] == "incidents"
    window.setCurrentWidget(page)
    assert page.form is not None
    page.form.editor("led_by_id").set_value(director.staff_member_id)
    type_text(page.form.editor("conclusion").input.target, "Theo dõi sát người ngã.")
    page.begin_freezing()
    assert "Save" in page.messages.text()
    page.save()
    qtbot.waitUntil(lambda: len(briefings(ward)) == 1)
    qtbot.waitUntil(lambda: page.form is not None and page.freeze_button.isVisibleTo(page))
    page.freeze()
    qtbot.waitUntil(lambda: briefings(ward)[0].frozen_at is not None)
    qtbot.waitUntil(lambda: page.header.line.whole() == "Briefing closed")
    assert not page.save_button.isVisibleTo(page)
    page.turn(-1)
    qtbot.waitUntil(lambda: page._found is not None and page._found.day == DAY - timedelta(days=1))
    page.turn(1)
    page.turn(1)  # no day to come
    qtbot.waitUntil(lambda: page._found is not None)
    assert page._day == DAY
    page.fold(True)
    assert fits(page)


@pytest.mark.looks
def test_staff_against_the_norms_of_a_day(desk: Desk, qtbot: Any) -> None:
    page = StaffingPage(desk)
    _window = shown(desk, page, qtbot)
    assert nameless(page) == []
    assert fits(page)
    assert page._found is not None
    assert "3 people have no care level yet" in page.notes.text()
    assert page.header.line.whole().endswith("lacking")
    page.day.input.set_raw("21/11/2026")
    page.day.input.left.emit()
    qtbot.waitUntil(lambda: page._found is not None and page._found.day == DAY - timedelta(days=1))
    page.day.turn(1)
    qtbot.waitUntil(lambda: page._found is not None and page._found.day == DAY)
    page.print_day()
    qtbot.waitUntil(lambda: page.paper.dialog is not None)
    assert page.paper.dialog is not None
    page.paper.dialog.reject()
