"""What is not confirmed in a grid comes back as a draft; what is confirmed survives a program that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from carebook.actions.observations import amend_observation
from carebook.actions.opening import Opened, open_book
from carebook.records.monitoring import Observation
from carebook.store.book import new_id
from carebook.store.drafts import own_drafts
from carebook.ui.pages.daily_care import DailyCarePage
from tests.conftest import LOGIN, PASSWORD
from tests.daily_care_samples import TODAY, WardOf, a_ward
from tests.ui.pages.grid_world import measured, nurse, observations, open_page, ward
from tests.ui.pages.stay_desk import Window, desk_of
from tests.ui.typing_vietnamese import type_text

__all__ = ["nurse", "open_page", "ward"]  # fixtures


def test_what_is_not_confirmed_comes_back_as_it_was_typed(qtbot, book, nurse, now, ward: WardOf, open_page) -> None:
    _window, page = open_page()
    an, thuan = ward.stays[0], ward.stays[1]
    type_text(page.rounds.grid, "400")
    QTest.keyClick(page.rounds.grid, Qt.Key.Key_Return)  # refused: stays
    QTest.keyClick(page.rounds.grid, Qt.Key.Key_Down)
    type_text(page.rounds.grid, "7")  # not confirmed
    assert page.can_leave()

    def kept() -> list[list[str]]:
        with book.reading_for(nurse, now) as reader:
            return [cell for draft in own_drafts(reader) for cell in draft.content["cells"]]

    qtbot.waitUntil(lambda: len(kept()) == 2)
    assert kept() == [[an, "pulse", "400", 0], [thuan, "pulse", "7", 0]]
    _window, other = open_page()
    state = other.rounds.state
    assert {key: one.text for key, one in state.typed.items()} == {(an, "pulse"): "400", (thuan, "pulse"): "7"}
    assert state.taken((thuan, "pulse")) is None
    other.discard()
    qtbot.waitUntil(lambda: kept() == [])
    assert observations(book, now) == {}


@pytest.mark.looks
def test_what_is_typed_over_a_saved_value_comes_back_over_that_value_only(
    qtbot, book, director, nurse, now, ward: WardOf, open_page
) -> None:
    an, thuan = ward.stays[:2]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = [
            writer.add(
                Observation(
                    episode_id=stay,
                    measure="pulse",
                    duty_on=TODAY,
                    round="morning",
                    taken_at=now,
                    value=70.0,
                    done_by_id=nurse.staff_member_id,
                )
            )
            for stay in (an, thuan)
        ]
    _window, page = open_page()
    for stay in (an, thuan):
        page.rounds.grid._go((stay, "pulse"))
        type_text(page.rounds.grid, "9")
    page.rounds.keep_draft()
    qtbot.waitUntil(lambda: page.rounds.drafts_kept == 1)
    amend_observation(book, replace(kept[1], value=75.0), by=director, now=now, seen=1)  # somebody corrects the second
    _window, other = open_page()
    assert {key: one.text for key, one in other.rounds.state.typed.items()} == {(an, "pulse"): "9"}
    assert other.rounds.state.taken((thuan, "pulse")).value == 75.0


KILLED = """
import os, sys, json
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from carebook import words
from carebook.actions.observations import amend_observation, record_observations
from carebook.actions.opening import open_book
from carebook.store import code_lists, facility
from carebook.ui.pages.daily_care import DailyCarePage
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
folder, login, password, now = sys.argv[1:5]
now = datetime.fromisoformat(now)
words.choose("en")
app = QApplication([])
theme.apply(app, "light")
opened = open_book(Path(folder), login, password, now=now)
with opened.book.reading_for(opened.actor, now) as reader:
    desk = Desk(opened.book, opened.actor, facility.facility(reader), code_lists.words(reader), clock=lambda: now)
page = DailyCarePage(desk)
page.resize(1160, 720)
page.show()
def until(true):
    while not true():
        app.processEvents()
until(lambda: page.rounds.state is not None)
grid = page.rounds.grid
def enter(text):
    QTest.keyClicks(grid, text)
    QTest.keyClick(grid, Qt.Key.Key_Return)
for text in ("72", "80"):
    enter(text)
until(lambda: page.rounds.saved == 2)
enter("400")  # refused
QTest.keyClick(grid, Qt.Key.Key_Down)
QTest.keyClicks(grid, "7")  # not confirmed
until(lambda: page.rounds.drafts_kept)
print("ready", flush=True)
import time
time.sleep(60)
"""


def test_a_killed_program_loses_no_confirmed_cell(qtbot, opened: Opened, book_folder: Path, director, now) -> None:
    """kill −9 in the middle of a grid: what was confirmed is in the book, what was not is in the draft."""
    ward = a_ward(opened.book, director, now)
    measured(opened.book, director, now, ward)
    opened.book.close()
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(book_folder), LOGIN, PASSWORD, now.isoformat()],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"ready\n"
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    again = open_book(book_folder, LOGIN, PASSWORD, now=now)
    try:
        found = observations(again.book, now)
        assert {key[0]: one.value for key, one in found.items()} == {ward.stays[0]: 72.0, ward.stays[1]: 80.0}
        with again.book.reading_for(again.actor, now) as reader:
            cells = [cell for draft in own_drafts(reader) for cell in draft.content["cells"]]
        assert cells == [[ward.stays[2], "pulse", "400", 0], [ward.stays[3], "pulse", "7", 0]]
        with desk_of(again.book, again.actor, now) as desk:
            page = DailyCarePage(desk)
            window = Window(desk, page)
            qtbot.addWidget(window)
            window.show()
            qtbot.waitUntil(lambda: page.rounds.state is not None)
            typed = page.rounds.state.typed
            assert {key[0]: one.text for key, one in typed.items()} == {ward.stays[2]: "400", ward.stays[3]: "7"}
            window.hide()
    finally:
        again.book.close()
