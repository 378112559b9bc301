"""Therapy rooms and leave of staff, kept by hand in the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carebook import places
from carebook.actions.schedules import add_leave
from carebook.records.schedules import StaffLeave, TherapyRoom
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.settings import SettingsPage
from tests.ui.pages.by_hand import fill_in, press, records, rows
from tests.ui.pages.stay_desk import desk_of

DAY = date(2026, 12, 7)


@pytest.fixture
def therapist(actor_with: Callable[..., Actor]) -> Actor:
    """Who gives therapy, and may keep rooms and leave."""
    return actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")


@pytest.fixture
def page(
    qtbot: Any, book: Book, therapist: Actor, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SettingsPage]:
    """The settings of a therapist, with the tab of rooms and leave."""
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    with desk_of(book, therapist, now) as desk:
        made = SettingsPage(desk)
        made.resize(1140, 700)
        qtbot.addWidget(made)
        made.show()
        made.turn_to(tab="therapy")
        qtbot.waitUntil(lambda: bool(made.tab("therapy")._staff))  # type: ignore[attr-defined]
        yield made


def test_rooms_are_added_and_closed(qtbot: Any, page: SettingsPage, book: Book, now: datetime) -> None:
    tab: Any = page.tab("therapy")
    fill_in(name="Phòng PHCN 1", places=2)
    press("Add therapy room…", tab)
    qtbot.waitUntil(lambda: [line[:2] for line in rows(tab.rooms)] == [["Phòng PHCN 1", "2"]])
    fill_in(closed_on=date(2026, 11, 20))
    tab.rooms.opened.emit(records(book, now, TherapyRoom)[0])
    qtbot.waitUntil(lambda: rows(tab.rooms)[0][3] == "Closed since 20/11/2026")


def test_a_room_without_places_is_refused(page: SettingsPage, book: Book, now: datetime) -> None:
    tab: Any = page.tab("therapy")
    said = fill_in(name="Phòng PHCN 1", places=0)
    press("Add therapy room…", tab)
    assert said
    assert not records(book, now, TherapyRoom)


def test_leave_is_added_amended_and_struck(qtbot: Any, page: SettingsPage, book: Book, now: datetime) -> None:
    tab: Any = page.tab("therapy")
    fill_in(from_on=DAY, to_on=date(2026, 12, 9))
    press("Add leave…", tab)
    qtbot.waitUntil(lambda: len(rows(tab.leaves)) == 1)
    who, _kind, first, last, days, _note = rows(tab.leaves)[0]
    assert (who, first, last, days) == ("Lưu Văn Kim Giao", "07/12/2026", "09/12/2026", "3 days")
    fill_in(to_on=date(2026, 12, 11))
    tab.leaves.opened.emit(records(book, now, StaffLeave)[0])
    qtbot.waitUntil(lambda: rows(tab.leaves)[0][4] == "5 days")
    tab.strike_leave(records(book, now, StaffLeave)[0], "Không nghỉ")
    qtbot.waitUntil(lambda: not rows(tab.leaves))


def test_leave_that_ends_before_it_begins_is_refused(page: SettingsPage, book: Book, now: datetime) -> None:
    tab: Any = page.tab("therapy")
    said = fill_in(from_on=DAY, to_on=date(2026, 12, 1))
    press("Add leave…", tab)
    assert said
    assert not records(book, now, StaffLeave)


def test_old_leave_is_not_listed(qtbot: Any, page: SettingsPage, book: Book, therapist: Actor, now: datetime) -> None:
    old = StaffLeave(staff_member_id=therapist.staff_member_id or "", from_on=date(2026, 1, 5), to_on=date(2026, 1, 6))
    add_leave(book, old, by=therapist, now=now, op=new_id())
    tab: Any = page.tab("therapy")
    tab.refresh()
    qtbot.wait(100)
    assert rows(tab.leaves) == []
