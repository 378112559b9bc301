"""Typing as people do it: letter by letter, as the typing programs send it (pytest-qt aborts on letters beyond ASCII)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def press(widget: QWidget, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier | None = None) -> None:
    """Press and release one key."""
    held = modifiers or Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, held, text))


def type_text(widget: QWidget, text: str) -> None:
    """Type ``text`` letter by letter; "\\b" is Backspace."""
    for letter in text:
        if letter == "\b":
            press(widget, Qt.Key.Key_Backspace)
        else:
            press(widget, Qt.Key.Key_unknown, letter)


def hold_back(widget: QWidget, text: str) -> None:
    """What an input method shows but has not committed yet: it is not in the widget's text."""
    QApplication.sendEvent(widget, QInputMethodEvent(text, []))


def commit(widget: QWidget, text: str) -> None:
    """What an input method commits at once."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


TELEX_NGUYEN = "Nguye\bên\b\bễn"
"""How Unikey types "Nguyễn" into a field: letters taken back and typed again."""
