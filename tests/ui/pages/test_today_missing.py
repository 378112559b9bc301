""" "What is missing today" on the first page: rounds, then people; cleared in place or in the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.today import TodayPage
from carebook.ui.pages.today.missing import Person, Round
from carebook.ui.parts.due_words import late_words
from tests import samples
from tests.daily_care_samples import TODAY, WardOf, a_ward, helped
from tests.ui.pages.stay_desk import Window, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> WardOf:
    """Four people: pulse every morning; one restricted, one in hospital; help planned for all."""
    made = a_ward(book, director, now, restricted=frozenset({1}))
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for stay in made.stays:
            writer.add(MonitoringPlan(episode_id=stay, measure="pulse", from_on=date(2026, 11, 1)))
        writer.add(samples.absence(made.stays[3]))
        writer.add(
            Observation(
                episode_id=made.stays[0],
                measure="pulse",
                duty_on=TODAY,
                round="morning",
                taken_at=now,
                value=70.0,
                done_by_id=director.staff_member_id,
            )
        )
    helped(book, director, now, made.stays)
    return made


@pytest.fixture
def open_page(qtbot, book: Book, now: datetime) -> Iterator[Callable[[Actor], tuple[Window, TodayPage]]]:
    held = []

    def make(by: Actor) -> tuple[Window, TodayPage]:
        manager = desk_of(book, by, now)
        desk = manager.__enter__()
        page = TodayPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        held.append((desk, window))
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: page._waiting is not None and page.missing_part.rounds is not None)
        return window, page

    yield make
    for desk, window in held:
        window.hide()
        desk.close()


@pytest.mark.looks
def test_rounds_first_people_second_cleared_in_place(
    qtbot, book: Book, now: datetime, ward: WardOf, actor_with, open_page
) -> None:
    window, page = open_page(actor_with(Role.NURSE))
    part = page.missing_part
    told = {one.title: (one.done, one.of, one.late_minutes) for one in part.rounds}
    assert told == {
        "Care, ca đêm, Khu A": (0, 3, 180),
        "Mạch, Khu A": (1, 3, 120),
        "Care, ca sáng, Khu A": (0, 3, 0),
    }
    assert [one.late_minutes for one in part.rounds] == [180, 120, 0]  # the latest first
    assert not part.isHidden()
    assert fits(page)
    assert not nameless(page)
    pulse = next(one for one in part.rounds if one.title.startswith("Mạch"))
    part.table.pick(pulse.id)
    part.table.opened.emit(pulse)
    model = part.table.records
    people = [one for n in range(model.rowCount()) if isinstance(one := model.record_at(n), Person)]
    assert [(one.name, one.away) for one in people] == [
        ("Hoa Mai", ""),
        ("Đoàn Thị Miên", ""),
        ("Tạ Văn Điền", "hospital"),
    ]
    # typed in place; the next one of the round is asked for, and the round shrinks
    part.table.opened.emit(people[0])
    type_text(part.value, "400")
    QTest.keyClick(part.value, Qt.Key.Key_Return)
    assert "400" in part._wrong.whole()
    part.value.clear()
    type_text(part.value, "76")
    QTest.keyClick(part.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part._typing is not None and part._typing.episode_id == ward.stays[2])
    qtbot.waitUntil(lambda: next(one for one in part.rounds if one.id == pulse.id).done == 2)
    with book.looking(now) as reader:
        kept = reader.records(Observation, "episode_id = ?", (ward.stays[1],))
    assert [(one.value, one.round, one.duty_on) for one in kept] == [(76.0, "morning", TODAY)]
    # an unusual value says that the grid asks why, and the grid opens there
    type_text(part.value, "130")
    QTest.keyClick(part.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part._wrong.whole() != "")
    part.grid_button.click()
    where, about = window.last
    assert (where, about["episode_id"], about["measure"], about["part"]) == (
        "daily_care",
        ward.stays[2],
        "pulse",
        "rounds",
    )
    # Right opens a round, then the grid of care at the first one left; who is away opens nothing to type
    care = next(one for one in part.rounds if one.title == "Care, ca sáng, Khu A")
    part.table.pick(care.id)
    part._unfold()
    part._unfold()
    assert window.last[1]["part"] == "care"
    assert window.last[1]["shift"] == "morning"
    part._fold()
    assert care.id not in part._open
    page._enter_by_room()
    assert window.last[0] == "daily_care"


def test_others_see_it_only_while_something_is_missing(qtbot, ward: WardOf, actor_with, open_page) -> None:
    _window, page = open_page(actor_with(Role.SOCIAL_WORKER))
    qtbot.waitUntil(lambda: not page.missing_part.isHidden())
    assert all(isinstance(one, Round) for one in page.missing_part.rounds)
    page.missing_part.table.opened.emit(page.missing_part.rounds[0])
    person = page.missing_part.rounds[1].people[0]
    page.missing_part.table.opened.emit(person)
    assert page.missing_part._bar.isHidden()  # who may not write is led to the grid
    assert page.missing_part.shown()
    page.missing_part.show_ward("elsewhere")
    assert page.missing_part.states.says() == "Nothing is missing in this shift."
    assert ward.stays


def test_how_late_a_round_is() -> None:
    assert [late_words(n) for n in (0, 25, 119, 120, 2880)] == [
        "",
        "25 minutes late",
        "119 minutes late",
        "2 hours late",
        "2 days overdue",
    ]
