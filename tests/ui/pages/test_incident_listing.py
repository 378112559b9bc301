"""The book of incidents of a month on its way out: what everybody may know, or what is restricted, too, under its code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.incidents import report_incident
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.incidents import IncidentsPage
from carebook.ui.pages.incidents.listing import of_month
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import PaperList, drawn
from tests import incident_samples as given
from tests.ui.pages.stay_desk import Window, desk_of

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def stays(book: Book, director: Actor, now: datetime) -> tuple[Episode, Episode]:
    """Somebody known and somebody restricted; of the first a fall and what is restricted, of the second a burn."""
    made = given.two_residents(book, director, now)
    for stay, kind in ((made[0], "fall"), (made[0], "abuse_allegation"), (made[1], "burn")):
        report_incident(book, given.incident(episode_id=stay.id, kind=kind), by=director, now=now)
    return made


def open_page(desk: Desk, qtbot: Any) -> IncidentsPage:
    page = IncidentsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    window.show()
    page.window_kept = window  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page._found is not None)
    return page


def test_who_may_read_what_is_restricted_chooses_whether_it_stands_there(
    book: Book, director: Actor, now: datetime, qtbot: Any, stays: tuple[Episode, Episode]
) -> None:
    with desk_of(book, director, now) as desk:
        page = open_page(desk, qtbot)
        taken: list[PaperList] = []
        page.taking_out.begin = taken.append  # type: ignore[method-assign]
        page._print_list()
        qtbot.waitUntil(lambda: len(page.book_out.menu.actions()) == 2)
        without, _everything = page.book_out.menu.actions()
        page.book_out.menu.hide()
        without.trigger()
        qtbot.waitUntil(lambda: len(taken) == 1)
        (wanted,) = taken
        assert (wanted.people, wanted.whose) == (1, frozenset({stays[0].person_id}))
        with book.reading_for(director, now) as reader:
            lines = wanted.lines(reader)
        assert [(line[0], "02:20 22/11/2026" in line) for line in lines] == [("01/2026", True)]
        assert drawn(desk, wanted, lines).startswith(b"%PDF")
        page.book_out.begin("xlsx")
        qtbot.waitUntil(lambda: page.book_out.menu.actions()[0] is not without)
        page.book_out.menu.hide()
        page.book_out.menu.actions()[1].trigger()
        qtbot.waitUntil(lambda: len(taken) == 2)
        sheet = taken[1]
        with book.reading_for(director, now) as reader:
            told = {str(line[2]): line for line in sheet.lines(reader)}
        assert (sheet.kind, sheet.people, len(told)) == ("xlsx", 2, 3)
        sealed = next(line for line in told.values() if str(line[0]).startswith("BM-"))
        assert (sealed[4], sealed[6], sealed[7]) == ("", "", "(xem biên bản)")
        assert sealed[5]  # the code
        burned = next(line for kind, line in told.items() if "ỏng" in kind)
        assert (burned[4], burned[7]) == ("", "(xem biên bản)")
        assert drawn(desk, sheet, list(told.values())).startswith(b"PK")
        page.month.turn(-1)
        page._print_list()
        qtbot.waitUntil(lambda: "nothing to print" in page.messages.text())


@pytest.mark.usefixtures("stays")
def test_who_may_not_is_not_asked(book: Book, now: datetime, qtbot: Any, actor_with: Callable[..., Actor]) -> None:
    nurse = actor_with(Role.NURSE)
    with desk_of(book, nurse, now) as desk:
        with book.reading_for(nurse, now) as reader:
            lines, hidden = of_month(desk, FIRST, LAST, reader)
        assert ([line.incident.kind for line in lines], hidden) == (["fall"], frozenset())
        page = open_page(desk, qtbot)
        taken: list[PaperList] = []
        page.taking_out.begin = taken.append  # type: ignore[method-assign]
        page.book_out.begin("xlsx")
        qtbot.waitUntil(lambda: len(taken) == 1)
        assert (taken[0].people, taken[0].about) == (1, "tháng 11/2026")
        assert page.book_out.menu.actions() == []
