"""What every test of the window stands on: no screen, English words, the light theme."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from carebook import words
from carebook.ui.parts import theme


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


@pytest.fixture
def qtbot(dressed: QApplication, qtbot: object) -> object:
    """pytest-qt's, over the dressed application."""
    assert dressed is not None
    return qtbot
