"""A program that is killed in the middle of a dose round: what was recorded is in the book, what was being written is a draft."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from carebook.actions.opening import Opened, open_book
from carebook.records.medication import DoseState
from carebook.records.staff import Actor
from carebook.store.drafts import own_drafts
from tests.conftest import LOGIN, PASSWORD
from tests.ui.pages.medicine_world import TEN_PAST_EIGHT, doses, medicine_ward

KILLED = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from carebook import words
from carebook.actions.opening import open_book
from carebook.store import code_lists, facility
from carebook.store.drafts import own_drafts
from carebook.ui.pages.medication import MedicationPage
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from tests.ui.pages.medicine_world import TEN_PAST_EIGHT as now, doses
words.choose("en")
app = QApplication([])
theme.apply(app, "light")
opened = open_book(Path(sys.argv[1]), sys.argv[2], sys.argv[3], now=now)
def reader():
    return opened.book.reading_for(opened.actor, now)
with reader() as asked:
    desk = Desk(opened.book, opened.actor, facility.facility(asked), code_lists.words(asked), clock=lambda: now)
page = MedicationPage(desk)
page.resize(1160, 720)
page.show()
page.activateWindow()
def until(true):
    while not true():
        app.processEvents()
until(lambda: page._found is not None and page.isActiveWindow())
QTest.keyClick(page.table, Qt.Key.Key_Space)
until(lambda: len(doses(opened.book, now)) == 2)
until(lambda: page.table.current().row.who.name == "Lương Đình Thuận")
QTest.keyClick(page.table, Qt.Key.Key_Down)
QTest.keyClick(page.table, Qt.Key.Key_Return)
until(page.writing.is_open)
effect = page.writing.sheet.form.editor("effect").input.target
effect.setFocus()
QTest.keyClicks(effect, "hoi met")
def kept():
    with reader() as asked:
        return own_drafts(asked)
until(kept)
print("ready", flush=True)
time.sleep(60)
"""


def test_a_killed_program_loses_no_recorded_dose(opened: Opened, book_folder: Path, director: Actor, now: Any) -> None:
    """kill −9: both medicines of the first person stand in the book, the remark on the next dose is offered as a draft."""
    made = medicine_ward(opened.book, director, now)
    opened.book.close()
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(book_folder), LOGIN, PASSWORD],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"ready\n"
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    again = open_book(book_folder, LOGIN, PASSWORD, now=TEN_PAST_EIGHT)
    try:
        found = doses(again.book, TEN_PAST_EIGHT)
        assert {(one.prescription_id, one.state) for one in found} == {
            (one.id, DoseState.GIVEN) for one in made.of(0) if not one.as_needed
        }
        with again.book.reading_for(again.actor, TEN_PAST_EIGHT) as reader:
            (draft,) = own_drafts(reader)
        assert draft.form == "dose"
        assert "hoi met" in str(draft.content)
        assert draft.subject_id.startswith(made.of(2)[0].id)
    finally:
        again.book.close()
