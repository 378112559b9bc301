"""The tab of updates: what a file brings, why another is not taken, and the line that installs it after the backup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from carebook import places
from carebook.records.staff import Actor, Role
from carebook.sealing import updates
from carebook.store import code_lists, facility
from carebook.store.book import Book
from carebook.ui.pages.settings import SettingsPage
from carebook.ui.parts.desk import Desk
from tests.ui.pages.by_hand import press
from tests.update_samples import update_file

KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def page(
    qtbot: QtBot,
    book: Book,
    actor_with: Callable[..., Actor],
    director: Actor,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[SettingsPage]:
    """The settings of an installed CareBook on Debian, opened by IT; its makers hold the test's key."""
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    monkeypatch.setattr(places, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(places, "installed_as", lambda: "debian")
    monkeypatch.setattr(updates, "maker_key", KEY.public_key)
    with book.reading_for(director, now) as reader:
        desk = Desk(book, actor_with(Role.IT), facility.facility(reader), code_lists.words(reader), clock=lambda: now)
    made = SettingsPage(desk)
    qtbot.addWidget(made)
    made.turn_to("updates")
    yield made
    desk.close()


def _texts(page: SettingsPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if not one.isHidden())


def test_a_file_is_looked_into_then_the_book_is_backed_up_and_the_line_told(
    qtbot: QtBot, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = update_file(tmp_path / "a.capnhat", KEY)
    (tmp_path / "backups").mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "backups"))
    tab = page.tab("updates")
    press("Update from a file…", tab)
    qtbot.waitUntil(lambda: "Hai điều mới." in _texts(page))
    press("Back up and update", tab)
    qtbot.waitUntil(lambda: "sudo apt install" in _texts(page))
    assert (tmp_path / "cap-nhat" / "carebook_9.1.0_amd64.deb").is_file()
    assert list((tmp_path / "backups").iterdir())


def test_a_file_of_others_is_not_taken(
    qtbot: QtBot, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = update_file(tmp_path / "a.capnhat", Ed25519PrivateKey.generate())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    press("Update from a file…", page.tab("updates"))
    qtbot.waitUntil(lambda: page.messages.isVisibleTo(page))
    assert "cap-nhat" not in {path.name for path in tmp_path.iterdir()}
