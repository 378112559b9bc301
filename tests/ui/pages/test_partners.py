"""The page of partners: writing one down, filters, what goes on with each, those of before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.partners import save_partner
from carebook.actions.referrals import save_referral
from carebook.records.referrals import Partner
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.partners import PartnersPage
from carebook.ui.pages.partners.page import FORMER
from carebook.ui.parts.taking_out import drawn
from tests.actions.admissions import admit
from tests.actions.shelter import partner, proposed
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)


@pytest.mark.looks
def test_the_directory_of_partners(book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    with desk_of(book, director, now) as desk:
        page = PartnersPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        page.turn_to()
        window.show()
        qtbot.waitUntil(lambda: page.states.says().startswith("No partners yet."))
        button(page.states, "New partner").click()
        form = page.writing.sheet.form  # type: ignore[union-attr]
        type_text(form.editor("name").input.target, "Trường nghề")
        form.editor("kind").set_value("vocational_school")
        page.save()
        qtbot.waitUntil(lambda: len(page.lines()) == 1)
        qtbot.waitUntil(lambda: not page.writing.is_open())
        (school,) = page.lines()
        legal = partner(book, director, now)
        _person, stay = admit(book, director, now)
        save_referral(book, proposed(stay, legal), by=director, now=now)
        page.make_stale()
        qtbot.waitUntil(lambda: [one.id for one in page.lines()] == [legal.id, school.id])
        assert page._use_cell(legal).text == "1 in all, 1 running"
        page.kind.choose("legal_aid_centre")
        page._show_chosen()
        assert [one.id for one in page.lines()] == [legal.id]
        page.kind.choose("court")
        page._show_chosen()
        assert page.states.says() == "No partner matches the filters."
        button(page.states, "Clear filter").click()
        assert len(page.lines()) == 2
        for typed, found in (("truong  nghe", [school.id]), ("khong co", []), ("", [legal.id, school.id])):
            page.search.setText(typed)
            assert [one.id for one in page.lines()] == found, typed
        page.table.pick(legal.id)
        page._show_referrals()
        assert window.last == ("referrals", {"partner_id": legal.id})
        window.setCurrentWidget(page)
        wanted: list[Any] = []
        page.taking_out.note = lambda one, _reason: wanted.append(one)  # type: ignore[method-assign]
        page._take_out()
        assert drawn(desk, wanted[0], wanted[0].lines(None)).startswith(b"%PDF")
        save_partner(book, Partner(name="Hội cũ", kind="red_cross", to_on=TODAY), by=director, now=now)
        page.which.choose(FORMER)
        page.make_stale()
        qtbot.waitUntil(lambda: [one.name for one in page.lines()] == ["Hội cũ"])
        assert nameless(page) == []
        page.fold(True)
        assert fits(page)
