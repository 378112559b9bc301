"""What every test of the window stands on: no screen, English words, the light theme."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carebook import words
from carebook.ui.parts import theme
from tests.ui.waiting import ask_no_more

PAGES = Path(__file__).parent / "pages"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Source words, so that tests do not wait for translations."""
    words.choose("en")
    yield
    words.choose("vi")


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application in the light theme."""
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture(autouse=True, scope="module")
def swept() -> Iterator[None]:
    """Python sweeps cycles on this thread only, as in the program.

    Another thread that takes a widget down holds Qt's locks while it waits for Python's, which this thread may hold while
    it waits for Qt's: both would wait for ever.
    """
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def cleared(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test leaves without a parent is gone after it: every later change of the style would dress it again."""
    yield
    if "qapp" in request.fixturenames:
        ask_no_more()
        for widget in QApplication.topLevelWidgets():
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.disable()
        gc.collect(1)


@pytest.fixture(autouse=True)
def worn(request: pytest.FixtureRequest) -> None:
    """The style sheet, which costs a third of making a page: what pages do is tried without, what they look like with it.

    Tests of pages that measure or paint are marked ``looks``; all other tests of the window wear it.
    """
    if "qapp" in request.fixturenames:
        app = request.getfixturevalue("dressed")
        plain = PAGES in request.path.parents and request.node.get_closest_marker("looks") is None
        sheet = "" if plain else theme.style_sheet(theme.worn())
        if app.styleSheet() != sheet:
            app.setStyleSheet(sheet)


@pytest.fixture
def qtbot(dressed: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """pytest-qt's, over the dressed application, and with patience for a machine that does much else."""
    assert dressed is not None
    for name in ("waitUntil", "waitSignal"):
        monkeypatch.setattr(qtbot, name, partial(getattr(qtbot, name), timeout=30_000))
    return qtbot
