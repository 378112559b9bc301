"""Backups by hand: places, the backup itself, trying to restore, and the way to another PC."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from carebook import places
from carebook.actions.facility import amend_dated_row
from carebook.records.staff import Actor
from carebook.store import code_lists, facility
from carebook.store.book import Book
from carebook.ui.pages.settings import SettingsPage
from carebook.ui.pages.settings.drilling import DrillDialog
from carebook.ui.pages.settings.moving import MovingDialog
from carebook.ui.parts.choices import Choices
from carebook.ui.parts.desk import Desk, Place
from tests.conftest import PASSWORD
from tests.ui.pages.by_hand import press

Open = Callable[..., SettingsPage]


@pytest.fixture
def settings(
    qtbot: Any, book: Book, director: Actor, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """The settings of the director; what this PC remembers is the test's own."""
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    with book.reading_for(director, now) as reader:
        desk = Desk(book, director, facility.facility(reader), code_lists.words(reader), clock=lambda: now)

    def show(tab: str) -> SettingsPage:
        page = SettingsPage(desk)
        page.resize(1140, 700)
        qtbot.addWidget(page)
        page.show()
        page.turn_to(tab=tab)
        return page

    yield show
    desk.close()


def test_the_hour_of_the_daily_backup_is_chosen_and_not_by_rolling_over_it(settings: Open, book: Book) -> None:
    tab: Any = settings("backups").tab("backups")
    kept = Choices(places.settings_file())
    before = kept.backup_hour(book.folder)
    assert tab.hour.currentText() == f"{before:02}:00"
    at, down = QPointF(5, 5), QPoint(0, -120)
    none = Qt.KeyboardModifier.NoModifier
    rolled = QWheelEvent(at, at, QPoint(), down, Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(tab.hour, rolled)
    assert tab.hour.currentText() == f"{before:02}:00"
    tab.hour.setFocus()
    for letter in "20":
        QTest.keyClick(tab.hour, letter)
    QTest.keyClick(tab.hour, Qt.Key.Key_Down)
    assert tab.hour.currentText() == "21:00"
    assert kept.backup_hour(book.folder) == 21


def test_a_backup_now(
    qtbot: Any,
    settings: Open,
    book: Book,
    director: Actor,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = settings("backups")
    tab: Any = page.tab("backups")
    assert tab._last.text().startswith("There is no backup")
    (tmp_path / "usb").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(tmp_path / "usb"))
    with qtbot.waitSignal(tab.desk.backing.made):
        press("Back up now", tab)
    assert len([path for path in (tmp_path / "usb").iterdir() if path.is_file()]) == 1
    qtbot.waitUntil(lambda: "opened and checked" in tab._last.text())
    qtbot.waitUntil(lambda: str(tmp_path / "usb") in shown_in(tab))
    qtbot.waitUntil(tab.drill.isEnabled)
    dialog = DrillDialog(tab, tab.desk, tab._newest)
    qtbot.addWidget(dialog)
    dialog.secret.setText("sai mật khẩu")
    dialog._try()
    qtbot.waitUntil(lambda: "password of the day" in dialog._wrong.text())
    dialog.secret.setText(PASSWORD)
    dialog._try()
    qtbot.waitUntil(lambda: dialog.change is not None)
    assert dialog.change.result.passed
    tab.refresh()
    qtbot.waitUntil(lambda: "can be restored" in tab._drilled.text())
    assert "every 90 days; next on 20/02/2027" in tab._next.text()
    with book.reading_for(director, now) as reader:
        (term,) = code_lists.limits(reader, "restore_drill")
    amend_dated_row(book, replace(term, value=30), now.date(), by=director, now=now)
    tab.refresh()
    qtbot.waitUntil(lambda: "every 30 days; next on 22/12/2026" in tab._next.text())
    with qtbot.waitSignal(tab.desk.went) as way:
        press("Change the term…", tab)
    assert way.args == [Place("settings", {"tab": "codes", "part": "limits"})]
    tab._remove_place(tmp_path / "usb")
    assert tab.desk.backing.folders() == ()


def test_the_way_to_another_pc(qtbot: Any, settings: Open, tmp_path: Path) -> None:
    tab: Any = settings("backups").tab("backups")
    dialog = MovingDialog(tab, tab.desk)
    qtbot.addWidget(dialog)
    assert not any(button.isEnabled() for button in (dialog.back_up, dialog.guide, dialog.mark))
    dialog.take(tmp_path / "away")
    dialog._back_up()
    qtbot.waitUntil(lambda: "cannot be reached" in dialog._wrong.text())
    dialog.take(tmp_path)
    dialog._back_up()
    qtbot.waitUntil(dialog.mark.isEnabled)
    dialog._mark()
    qtbot.waitUntil(lambda: dialog.change is not None)
    tab.refresh()
    assert "went on to another PC" in tab._moved.text()
    tab._take_back()
    qtbot.waitUntil(lambda: tab._moved.text() == "")


def shown_in(widget: QWidget) -> str:
    """All words of the labels in a widget."""
    return " ".join(one.accessibleName() or one.text() for one in widget.findChildren(QLabel))
