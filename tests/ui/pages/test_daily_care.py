"""The grids of the day, filled in by keys: what is confirmed is in the book, exceptions by one key, impossible values stay out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from carebook.actions.observations import record_observations
from carebook.records.daily_care import CareEntry
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import new_id
from tests.daily_care_samples import TODAY, WardOf, helped
from tests.ui.pages.grid_world import nurse, observations, open_page, settled, ward
from tests.ui.pages.stay_desk import fits, nameless
from tests.ui.typing_vietnamese import type_text

__all__ = ["nurse", "open_page", "ward"]  # fixtures


@pytest.mark.looks
def test_a_round_is_filled_in_by_keys(qtbot, book, now, ward: WardOf, nurse: Actor, open_page) -> None:
    window, page = open_page()
    grid, state = page.rounds.grid, page.rounds.state
    an, thuan, mien, dien = ward.stays
    assert [one.code for one in state.sheet.measures] == ["pulse", "temperature", "blood_pressure", "consciousness"]
    assert grid.current_key() == (an, "pulse")
    assert [row.who.name for row in state.sheet.rows][3] == "Hoa Mai"  # restricted: under the alias
    assert not nameless(page)
    assert fits(page)
    # Enter goes down the column, a letter says why not, the next column follows
    for typed in ("72", "80"):
        type_text(grid, typed)
        QTest.keyClick(grid, Qt.Key.Key_Return)
    QTest.keyClick(grid, Qt.Key.Key_T)
    type_text(grid, "64")
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert grid.current_key() == (an, "temperature")
    settled(qtbot, page)
    found = observations(book, now)
    assert [found[stay, "pulse"].value for stay in ward.stays] == [72.0, 80.0, None, 64.0]
    assert (found[mien, "pulse"].not_done, found[an, "pulse"].round) == ("refused", "morning")
    assert (found[an, "pulse"].done_by_id, found[an, "pulse"].taken_at) == (nurse.staff_member_id, now)
    # impossible: the cell stays, the sentence says why and what was meant; C takes that, and it goes on
    type_text(grid, "391")
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    assert grid.current_key() == (an, "temperature")
    question = grid.sheet.lines[2]
    assert question.kind == "question"
    assert "(30" in grid.sheet.question(question)
    assert "This cell is not saved." in grid.sheet.question(question)
    assert state.typed[an, "temperature"].judged.instead == "39,1"
    QTest.keyClick(grid, Qt.Key.Key_C)
    # 39,1 is unusual: one key says why
    assert state.typed[an, "temperature"].state == "odd"
    QTest.keyClick(grid, Qt.Key.Key_5)
    settled(qtbot, page)
    assert observations(book, now)[an, "temperature"].unusual_because == "told_doctor"
    assert grid.current_key() == (an, "blood_pressure")
    assert grid.sheet.note(state.row(an)) != ""
    assert state.last((an, "blood_pressure"))[0].startswith("138/82")  # grey beside, never in the cell
    assert grid.sheet.look((an, "blood_pressure")).text == ""
    type_text(grid, "12080")
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    QTest.keyClick(grid, Qt.Key.Key_C)
    settled(qtbot, page)
    assert observations(book, now)[an, "blood_pressure"].value_second == 80.0
    # a word by its key, without Enter
    assert grid.current_key() == (an, "consciousness")
    QTest.keyClick(grid, Qt.Key.Key_A)
    settled(qtbot, page)
    assert observations(book, now)[an, "consciousness"].word == "alert"
    counts = state.counts()
    assert (counts.done, counts.of, counts.unsaved) == (7, 13, 0)
    assert "7/13" in page.done_label.text()
    # a saved value typed anew is corrected; Ctrl+Z takes that back
    grid._go((thuan, "pulse"))
    type_text(grid, "82")
    QTest.keyClick(grid, Qt.Key.Key_Down)
    settled(qtbot, page)
    kept = observations(book, now)[thuan, "pulse"]
    assert (kept.value, kept.version) == (82.0, 2)
    page.undo_last()
    qtbot.waitUntil(lambda: observations(book, now)[thuan, "pulse"].value == 80.0)
    assert dien in {key[0] for key in state.cells()}
    assert window.went == []


def test_nonsense_stays_beside_its_cell_and_nothing_is_written(book, now, ward: WardOf, open_page) -> None:
    _window, page = open_page()
    grid, state = page.rounds.grid, page.rounds.state
    an = ward.stays[0]
    for pasted in ("ba mươi\t12\n", "1" * 10_000, "😀", "Nguye\u0302\u0303n", "-5", "26/10/1026"):
        QGuiApplication.clipboard().setText(pasted)
        QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(grid, Qt.Key.Key_Return)
        typed = state.typed[an, "pulse"]
        assert typed.state == "bad", pasted
        assert len(typed.text) <= 20
        QTest.keyClick(grid, Qt.Key.Key_Escape)
        assert state.typed == {}
    assert observations(book, now) == {}


def test_an_unusual_value_with_a_reason_in_words(qtbot, book, now, ward: WardOf, open_page) -> None:
    _window, page = open_page()
    grid, an = page.rounds.grid, ward.stays[0]
    type_text(grid, "130")
    QTest.keyClick(grid, Qt.Key.Key_Return)
    QTest.keyClick(grid, Qt.Key.Key_4)
    type_text(page.rounds.why, "Vừa leo cầu thang")
    QTest.keyClick(page.rounds.why, Qt.Key.Key_Return)
    settled(qtbot, page)
    kept = observations(book, now)[an, "pulse"]
    assert (kept.value, kept.unusual_because, kept.note) == (130.0, "other", "Vừa leo cầu thang")


def test_a_sheet_is_asked_for_from_elsewhere_and_printed(qtbot, book, now, ward: WardOf, open_page, tmp_path) -> None:
    second = ward.rooms[1]
    about = {"part": "rounds", "room_id": second.id, "round": "noon", "episode_id": ward.stays[3], "measure": "oxygen"}
    _window, page = open_page(**about)
    assert [row.id for row in page.rounds.state.sheet.rows] == list(ward.stays[2:])
    assert page.rounds.wanted.round == "noon"
    assert page.rounds.grid.current_key() == (ward.stays[3], "oxygen")
    QTest.keyClick(page.rounds.grid, Qt.Key.Key_K)  # another reason: in words
    type_text(page.rounds.why, "Máy hết pin")
    QTest.keyClick(page.rounds.why, Qt.Key.Key_Return)
    settled(qtbot, page)
    kept = observations(book, now)[ward.stays[3], "oxygen"]
    assert (kept.not_done, kept.note, kept.round) == ("other", "Máy hết pin", "noon")
    type_text(page.rounds.grid, "9")  # not confirmed; comes back with its room
    unsaved = page.rounds.grid.current_key()
    for room in (0, 1, 0):
        if room:
            page.choosing.step(1)
        else:
            page.choosing.step(-1)
        stays = list(ward.stays[2 * room : 2 * room + 2])
        state = page.rounds
        qtbot.waitUntil(
            lambda state=state, stays=stays: (
                state.state is not None and [row.id for row in state.state.sheet.rows] == stays
            )
        )
        assert (unsaved in page.rounds.state.typed) == (unsaved[0] in stays)
    # only the stay is known, and a day longer ago than is offered
    page.turn_to(part="rounds", episode_id=ward.stays[2], day=date(2026, 9, 1), measure="pulse")
    qtbot.waitUntil(lambda: page.rounds.wanted.duty_on == date(2026, 9, 1) and page.rounds.state is not None)
    assert page.rounds.wanted.ward_id == ward.ward.id
    assert page.rounds.grid.current_key() == (ward.stays[2], "pulse")
    page.turn_to(room_id=ward.rooms[0].id, day=TODAY, round="noon")
    qtbot.waitUntil(lambda: page.rounds.wanted.duty_on == TODAY and page.rounds.state is not None)
    # the same sheet for the pen, noted in the reading log before it is seen
    page._print()
    qtbot.waitUntil(lambda: page.sheets.dialog is not None)
    with book.looking(now) as reader:
        (noted,) = reader.records(Reading)
    assert (noted.people, "Blank sheet" in noted.reason) == (2, True)
    target = tmp_path / "phieu.pdf"
    page.sheets.dialog.save_to(target)
    assert target.read_bytes().startswith(b"%PDF")
    qtbot.waitUntil(lambda: page.sheets.dialog is None)
    page._print_month()
    qtbot.waitUntil(lambda: page.sheets.dialog is not None)
    page.sheets.dialog.reject()


def test_somebody_elses_value_is_not_overwritten(qtbot, book, director, now, ward: WardOf, open_page) -> None:
    _window, page = open_page()
    an = ward.stays[0]
    other = Observation(
        episode_id=an,
        measure="pulse",
        duty_on=TODAY,
        round="morning",
        taken_at=now,
        value=70.0,
        done_by_id=director.staff_member_id,
    )
    record_observations(book, [other], by=director, now=now)
    type_text(page.rounds.grid, "90")
    QTest.keyClick(page.rounds.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.rounds.state.typed[an, "pulse"].state == "bad")
    assert page.rounds.state.typed[an, "pulse"].refused
    assert observations(book, now)[an, "pulse"].value == 70.0


def test_the_care_of_a_shift_by_one_key_a_person(qtbot, book, director, now, ward: WardOf, nurse, open_page) -> None:
    helped(book, director, now, ward.stays[:3])
    _window, page = open_page(part="care")
    qtbot.waitUntil(lambda: bool(page.care.rows))
    grid = page.care.grid
    page.setFocus()
    assert [one.code for one in grid.care.kinds] == ["eating", "bathing"]
    assert grid.care.look((ward.stays[0], "bathing")).state == "planned"
    assert not nameless(page)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    assert grid.current_cell() == (ward.stays[2], "eating")
    QTest.keyClick(grid, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: not grid.care.waiting)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: not grid.care.waiting)
    with book.looking(now) as reader:
        kept = reader.records(CareEntry)
    told = {(one.episode_id, one.kind, one.level.value if one.level else one.not_done) for one in kept}
    assert told == {
        (ward.stays[0], None, None),
        (ward.stays[1], None, None),
        (ward.stays[2], "eating", "3"),
        (ward.stays[2], "bathing", "refused"),
    }
    assert page.care.counts() == (3, 3, 0)
    assert {one.entered_by for one in kept} == {nurse.account_id}
    page.undo_last()
    qtbot.waitUntil(lambda: page.care.counts() == (2, 3, 0))


def test_who_waits_longest_is_turned_first(qtbot, book, director, now, ward: WardOf, open_page) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for stay in ward.stays[:2]:
            writer.add(MonitoringPlan(episode_id=stay, measure="turning", frequency="every_2_hours", from_on=TODAY))
        writer.add(
            Observation(
                episode_id=ward.stays[0],
                measure="turning",
                duty_on=TODAY,
                taken_at=now - timedelta(minutes=30),
                word="left",
                done_by_id=director.staff_member_id,
            )
        )
    _window, page = open_page(part="turning")
    qtbot.waitUntil(lambda: len(page.turning.rows) == 2)
    assert [row.id for row in page.turning.rows] == [ward.stays[1], ward.stays[0]]
    assert page.turning.late() == 1
    page.turning._turn("N")
    qtbot.waitUntil(lambda: page.turning.late() == 0)
    with book.looking(now) as reader:
        assert [one.word for one in reader.records(Observation, "episode_id = ?", (ward.stays[1],))] == ["back"]


@pytest.mark.usefixtures("ward")
def test_who_may_not_write_sees_the_sheet(book, now, actor_with, open_page) -> None:
    _window, page = open_page(actor_with(Role.SOCIAL_WORKER))
    type_text(page.rounds.grid, "72")
    QTest.keyClick(page.rounds.grid, Qt.Key.Key_Return)
    assert page.rounds.state.typed == {}
    assert observations(book, now) == {}
