"""What stands where contents should be, and where the cursor goes meanwhile; the bar of work in progress."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QWidget

from carebook.ui.parts import layouts
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.states import Progress, States


def test_states_say_what_is_there(qtbot) -> None:
    content = QLabel("contents")
    states, pressed = States(content), []
    qtbot.addWidget(states)
    assert states.says() == ""
    states.show_loading()
    assert states.says() == ""
    states.show_content()
    qtbot.wait(320)
    assert states.says() == ""
    states.show_loading()
    qtbot.waitUntil(lambda: states.is_opening())
    states.show_empty("No visits yet.", ("Note a visit", lambda: pressed.append("begin")))
    assert states.says() == "No visits yet."
    states.findChild(QPushButton).click()
    states.show_failed(lambda: pressed.append("again"))
    retry = next(b for b in states.findChildren(QPushButton) if b.text() == "Retry")
    retry.click()
    assert pressed == ["begin", "again"]
    states.show_content()
    assert states.currentWidget() is content


@pytest.mark.parametrize("in_front", [True, False])
def test_the_cursor_stays_where_contents_give_way_to_a_sentence(qtbot, in_front: bool) -> None:
    content, before = QPushButton("content"), QPushButton("before")
    states, holder = States(content), QWidget()
    holder.setLayout(layouts.column(before, states))
    qtbot.addWidget(holder)
    holder.show()
    with qtbot.waitActive(holder):
        holder.activateWindow()
    other = QWidget()
    qtbot.addWidget(other)
    if not in_front:
        other.show()
        with qtbot.waitActive(other):
            other.activateWindow()
    content.setFocus()
    states.show_empty("Nobody yet.", ("Add", lambda: None))
    assert holder.focusWidget().text() == "Add"
    states.show_content()
    assert holder.focusWidget() is content
    before.setFocus()
    states.show_empty("Nobody yet.", ("Add", lambda: None))
    assert holder.focusWidget() is before


def test_a_long_wait_gives_the_cursor_back_to_where_it_stood(qtbot) -> None:
    first, list_of_all = QPushButton("first"), QListWidget()
    content = layouts.box(layouts.column(first, list_of_all))
    states = States(content)
    qtbot.addWidget(states)
    states.show()
    with qtbot.waitActive(states):
        states.activateWindow()
    list_of_all.setFocus()
    states.show_loading()
    qtbot.waitUntil(states.is_opening)
    assert not list_of_all.hasFocus()
    states.show_content()
    assert list_of_all.hasFocus()


def test_progress_follows_a_job_and_stops_it(qtbot) -> None:
    progress, job = Progress(), Job()
    qtbot.addWidget(progress)
    progress.follow(job, "Importing {done}/{total} rows")
    assert progress._words.text() == "Importing…"
    job.report(340, 1000)
    assert progress._words.text() == "Importing 340/1.000 rows"
    next(b for b in progress.findChildren(QPushButton) if b.text() == "Stop").click()
    assert job.is_stopped()
    job.ended.emit()
    assert progress.isHidden()
