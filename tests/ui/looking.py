"""What an eye and a screen reader find on a page: words that are cut, and fields without a name."""

from __future__ import annotations

import gettext
import itertools
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitterHandle,
    QToolButton,
    QWidget,
)

LONGER = 1.35
"""How much longer than English a language may be: of 20 letters on, by the usual rule of translators."""


class Pseudo(gettext.NullTranslations):
    """A language nobody speaks: English a third longer, with marks above and below every vowel, in brackets."""

    _MARKED = str.maketrans("aeiouyAEIOUY", "ậẹịộụỵẨẼỈỖỦỶ")

    def gettext(self, message: str) -> str:
        return self._said(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._said(msgid1 if n == 1 else msgid2)

    def pgettext(self, _context: str, message: str) -> str:
        return self._said(message)

    def _said(self, message: str) -> str:
        kept, depth = [], 0
        for letter in message:
            depth += (letter == "{") - (letter == "}")
            kept.append(letter if depth else letter.translate(self._MARKED))
        more = max(0, round(len(message) * (LONGER - 1)) - 2)
        return f"[{''.join(kept)}{'·' * more}]"


def named(widget: QWidget) -> str:
    """What a screen reader calls it."""
    there = QAccessible.queryAccessibleInterface(widget)
    return there.text(QAccessible.Text.Name).strip() if there is not None else ""


def focusable(page: QWidget) -> Iterator[QWidget]:
    """What the keyboard can reach on a page as it is shown now."""
    for one in page.findChildren(QWidget):
        reached = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        area = isinstance(one, QScrollArea) or type(one) is QAbstractScrollArea
        if reached and one.isVisibleTo(page) and one.isEnabled() and not area and not isinstance(one, QSplitterHandle):
            yield one


def nameless(page: QWidget) -> list[str]:
    """Fields and buttons that a screen reader could only call by their kind."""
    return [f"{type(one).__name__} in {_within(one)}" for one in focusable(page) if not named(one)]


def backwards(page: QWidget) -> list[str]:
    """Where Tab goes up or to the left among neighbours: two that stand in one box, the next one before the other."""
    reached, found, one = set(focusable(page)), [], page.nextInFocusChain()
    order = []
    while one is not page:
        order += [one] if one in reached else []
        one = one.nextInFocusChain()
    for first, then in itertools.pairwise(order):
        if first.parentWidget() is then.parentWidget() and _is_before(then.geometry(), first.geometry()):
            found.append(f"{named(first)!r} to {named(then)!r} in {_within(first)}")
    return found


def _is_before(one: QRect, other: QRect) -> bool:
    same_line = one.top() < other.bottom() and other.top() < one.bottom()
    return one.right() <= other.left() if same_line else one.bottom() <= other.top()


def cut(page: QWidget) -> list[str]:
    """Words wider or higher than their place; what shortens itself and shows the whole as a tip is not cut."""
    found = []
    for one in page.findChildren(QWidget):
        if not one.isVisibleTo(page) or one.width() == 0 or hasattr(one, "whole"):
            continue
        words, room, needed = "", QRect(), (0, 0)
        match one:
            case QLabel() if one.text() and one.textFormat() != Qt.TextFormat.RichText and "<" not in one.text():
                words, room = one.text(), one.contentsRect()
                fits = one.fontMetrics().boundingRect(
                    QRect(0, 0, room.width(), 10_000),
                    int(Qt.TextFlag.TextWordWrap) if one.wordWrap() else 0,
                    one.text(),
                )
                needed = fits.width(), fits.height()
            case QPushButton() | QToolButton() if one.text():
                words, room, hint = one.text(), one.rect(), one.sizeHint()
                needed = (hint.width() - 6, hint.height()) if _shows_words(one) else (0, 0)
        if needed[0] > room.width() + 2 or needed[1] > room.height() + 4:
            found.append(f"{words[:60]!r} needs {needed}, has {room.width(), room.height()} in {_within(one)}")
    return found


def sideways(page: QWidget) -> list[str]:
    """Parts of a page that can only be read by scrolling to the side."""
    return [
        f"{type(one).__name__} by {one.horizontalScrollBar().maximum()} px in {_within(one)}"
        for one in page.findChildren(QAbstractScrollArea)
        if one.isVisibleTo(page)
        and one.horizontalScrollBar().maximum() > 0
        and one.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and not isinstance(one, QPlainTextEdit)
    ]


def _shows_words(button: QAbstractButton) -> bool:
    return not (isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly)


def _within(widget: QWidget) -> str:
    names, one = [], widget.parentWidget()
    while one is not None and len(names) < 4:
        if type(one).__module__.startswith("carebook"):
            names.append(type(one).__name__)
        one = one.parentWidget()
    return " < ".join(names)


def settled() -> None:
    """Let layouts and what they led to come to rest."""
    for _turn in range(3):
        QApplication.processEvents()
