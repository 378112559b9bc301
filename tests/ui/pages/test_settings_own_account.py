"""One's own account by hand: another password, and the session goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from carebook import places
from carebook.actions import facility as deeds
from carebook.records.staff import Actor
from carebook.store import staff
from carebook.store.book import Book
from carebook.ui.main_window.ways import answering, ways_of
from carebook.ui.pages.settings import SettingsPage
from carebook.ui.parts.desk import Place
from tests import samples
from tests.conftest import PASSWORD
from tests.ui.pages.stay_desk import desk_of


@pytest.fixture
def page(
    qtbot: Any, book: Book, director: Actor, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SettingsPage]:
    """The settings of the director, with the tab of the own account."""
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    with desk_of(book, director, now) as desk:
        made = SettingsPage(desk)
        made.resize(1140, 700)
        qtbot.addWidget(made)
        made.show()
        made.turn_to(tab="own_account")
        yield made


def test_everybody_changes_the_own_password_and_goes_on(
    qtbot: Any, page: SettingsPage, book: Book, director: Actor, now: datetime
) -> None:
    tab: Any = page.tab("own_account")
    new = "mèo mun nhảy rào 9"

    def typed(old: str, first: str, second: str) -> None:
        for field, text in ((tab.old, old), (tab.new.first, first), (tab.new.second, second)):
            field.clear()
            field.line.setText(text)
        tab.go.click()

    typed("", new, new)
    assert tab.old.complaint()
    typed(PASSWORD, new, new + "x")
    assert tab.new.second.complaint()
    typed("sai", new, new)
    qtbot.waitUntil(lambda: bool(tab.old.complaint()))
    typed(PASSWORD, "12345678", "12345678")
    qtbot.waitUntil(lambda: bool(tab.new.first.complaint()))
    assert book.proves(director.account_id, PASSWORD)
    typed(PASSWORD, new, new)
    qtbot.waitUntil(lambda: "new password" in page.messages.text())
    assert book.proves(director.account_id, new)
    assert not book.proves(director.account_id, PASSWORD)
    assert not tab.old.text() + tab.new.first.text() + tab.new.second.text()
    deeds.add_ward(book, samples.ward(), by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert [one.reading.deed for one in staff.readings(reader, samples.TODAY, samples.TODAY)] == [
            "change_own_password"
        ]


@pytest.mark.parametrize("typed", ["change pass", "own password"])
def test_the_palette_leads_to_it(page: SettingsPage, typed: str) -> None:
    found = answering(typed, ways_of(page._desk), ())
    assert found[0].place == Place("settings", {"tab": "own_account"})


def test_what_was_typed_of_a_password_is_forgotten_with_the_tab(page: SettingsPage) -> None:
    tab: Any = page.tab("own_account")
    tab.old.line.setText("bí mật")
    page.turn_to(tab="look")
    assert tab.old.text() == ""
