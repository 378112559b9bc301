"""Backups by hand: places, the backup itself, trying to restore, and the way to another PC."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from carebook import places
from carebook.actions.facility import amend_dated_row
from carebook.records.staff import Actor
from carebook.store import code_lists, facility
from carebook.store.book import Book
from carebook.ui.pages.settings import SettingsPage
from carebook.ui.pages.settings.drilling import DrillDialog
from carebook.ui.pages.settings.moving import MovingDialog
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
    with qtbot.waitSignal(tab.desk.backing.made, timeout=20_000):
        press("Back up now", tab)
    assert len([path for path in (tmp_path / "usb").iterdir() if path.is_file()]) == 1
    qtbot.waitUntil(lambda: "opened and checked" in tab._last.text())
    qtbot.waitUntil(lambda: str(tmp_path / "usb") in shown_in(tab))
    qtbot.waitUntil(tab.drill.isEnabled)
    dialog = DrillDialog(tab, tab.desk, tab._newest)
    qtbot.addWidget(dialog)
    dialog.secret.setText("sai mật khẩu")
    dialog._try()
    qtbot.waitUntil(lambda: "password of the day" in dialog._wrong.text(), timeout=20_000)
    dialog.secret.setText(PASSWORD)
    dialog._try()
    qtbot.waitUntil(lambda: dialog.change is not None, timeout=20_000)
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
    qtbot.waitUntil(lambda: "cannot be reached" in dialog._wrong.text(), timeout=20_000)
    dialog.take(tmp_path)
    dialog._back_up()
    qtbot.waitUntil(dialog.mark.isEnabled, timeout=20_000)
    dialog._mark()
    qtbot.waitUntil(lambda: dialog.change is not None, timeout=20_000)
    tab.refresh()
    assert "went on to another PC" in tab._moved.text()
    tab._take_back()
    qtbot.waitUntil(lambda: tab._moved.text() == "", timeout=20_000)


def shown_in(widget: QWidget) -> str:
    """All words of the labels in a widget."""
    return " ".join(one.accessibleName() or one.text() for one in widget.findChildren(QLabel))
