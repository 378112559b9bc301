"""Dialogs, only where nothing can bring it back: confirming a deed, giving its reason, leaving work that is not saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import QEvent, QMetaObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QScrollArea, QWidget

from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.words import _

_FRAME = 40
"""What the desktop draws around a dialog takes no more of the screen's height, in logical pixels."""


class DeedDialog(QDialog):
    """A question with its deed: title, text, contents, buttons right with the way back last and focused.

    Enter in a field presses the default button when that is a deed; it never goes back, which would lose what was typed.
    Where the screen is lower than the dialog the contents scroll, and the buttons stay in reach.
    """

    def __init__(self, parent: QWidget | None, title: str, text: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(440)
        self.answer = ""
        self._way_back: Button | None = None
        self._scroll: QScrollArea | None = None
        heading = label(title, "h2", wrap=True)
        self.contents = column(gap=6)
        self._buttons = row(None, gap=8)
        words = (label(text, wrap=True),) if text else ()
        self._whole = column(heading, *words, self.contents, None, 8, self._buttons, gap=10, margins=(24, 20, 24, 20))
        self.setLayout(self._whole)

    def stretch_contents(self) -> None:
        """Let the contents take the room of a larger dialog, which else stays empty under them."""
        self._whole.setStretchFactor(self.contents, 1000)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest) and self.isVisible():
            self._fit()
        return done

    def _fit(self) -> None:
        """Be as high as what is shown needs, as far as the screen goes."""
        room = self.screen().availableGeometry().height() - _FRAME
        needed = max(self._whole.totalHeightForWidth(self.width()), self._whole.totalMinimumSize().height())
        if needed > room and self._scroll is None:
            self._let_scroll()
        if self._scroll is not None or needed > self.height():
            self.resize(self.width(), min(max(needed, self.height()), room))

    def _let_scroll(self) -> None:
        focused, at = self.focusWidget(), self._whole.indexOf(self.contents)
        self._whole.takeAt(at)
        self.contents.setParent(None)
        inside = column(gap=0, margins=(0, 0, 6, 0))
        self._scroll = scrolling(box(inside))
        self._whole.insertWidget(at, self._scroll, 1000)
        inside.addLayout(self.contents)  # only now: what never leaves its dialog keeps its turn with Tab
        self._whole.activate()
        if focused is not None:  # what moves loses it until it is shown again
            QMetaObject.invokeMethod(focused, "setFocus", Qt.ConnectionType.QueuedConnection)

    def add_button(self, answer: str, text: str, kind: str = "") -> Button:
        """A button that closes the dialog with ``answer``; "" is the way back and takes the focus."""
        button = Button(text, kind)
        button.setAutoDefault(True)
        button.clicked.connect(partial(self._close_with, answer))
        self._buttons.addWidget(button)
        if not answer:
            self._way_back = button
            button.setDefault(True)
            button.setFocus()
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that a button did not take comes from a field."""
        goes_back = self._way_back is not None and self._way_back.isDefault()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and goes_back:
            event.accept()
        else:
            super().keyPressEvent(event)

    def _close_with(self, answer: str) -> None:
        self.answer = answer
        if answer:
            self.accept()
        else:
            self.reject()


def confirm(parent: QWidget | None, title: str, text: str, deed: str) -> bool:
    """Ask before a deed that nothing can bring back. ``title`` is the deed as a question with its object
    ("Chốt số liệu tháng 10/2026?"), ``text`` what changes and what stays, ``deed`` the word on its button."""
    dialog = DeedDialog(parent, title, text)
    dialog.add_button("do", deed, "danger")
    dialog.add_button("", _("Go back"))
    return bool(dialog.exec())


def ask_about_unsaved(parent: QWidget | None) -> Literal["save", "keep", "discard", ""]:
    """What to do with changes that are not saved: "save", "keep" as a draft, "discard", or "" to stay."""
    dialog = DeedDialog(parent, _("There are changes that are not saved"))
    dialog.add_button("save", _("Save"), "primary")
    dialog.add_button("keep", _("Keep draft"))
    dialog.add_button("discard", _("Discard changes"))
    dialog.add_button("", _("Go back"))
    dialog.exec()
    match dialog.answer:
        case "save" | "keep" | "discard" as answer:
            return answer
        case _:
            return ""


class ReasonDialog(DeedDialog):
    """Ask why, by one key: each reason has a number; the last may ask for words of one's own."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        reasons: Sequence[tuple[str, str]],
        *,
        text: str = "",
        words_for: str = "",
        deed: str = "",
    ) -> None:
        """``reasons`` are (code, words), at most nine; the one whose code is ``words_for`` needs words typed."""
        super().__init__(parent, title, text)
        self.reason, self.words = "", ""
        self._words_for = words_for
        self._line = QLineEdit()
        self._line.setAccessibleName(_("Reason in words"))
        self._line.setPlaceholderText(_("Reason in words"))
        for number, (code, words) in enumerate(reasons, 1):
            button = Button(words, key=str(number), listens=False)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._choose, code))
            QShortcut(QKeySequence(str(number)), self, context=Qt.ShortcutContext.WindowShortcut).activated.connect(
                self._unless_typing(button.click)
            )
            self.contents.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.contents.addWidget(self._line)
        self._line.hide()
        self._deed = self.add_button("words", deed or _("Save"), "primary")
        self._deed.clicked.disconnect()
        self._deed.clicked.connect(self._give_words)
        self._deed.setAutoDefault(False)
        self._deed.hide()
        self.add_button("", _("Go back"))

    def _unless_typing(self, press: Callable[[], object]) -> Callable[[], None]:
        """Digits typed into the words are no choice."""

        def pressed() -> None:
            if not self._line.hasFocus():
                press()

        return pressed

    def _choose(self, code: str) -> None:
        self.reason = code
        if code == self._words_for:
            self._line.show()
            self._deed.show()
            self._deed.setDefault(True)  # Enter in the line gives the words, and no longer goes back
            self._line.setFocus()
        else:
            self.accept()

    def _give_words(self) -> None:
        self.words = self._line.text().strip()
        if self.words:
            self.accept()


def ask_reason(
    parent: QWidget | None,
    title: str,
    reasons: Sequence[tuple[str, str]],
    *,
    text: str = "",
    words_for: str = "",
    deed: str = "",
) -> tuple[str, str] | None:
    """(code, words) of the reason chosen by its number, None when the person went back; see ``ReasonDialog``."""
    dialog = ReasonDialog(parent, title, reasons, text=text, words_for=words_for, deed=deed)
    return (dialog.reason, dialog.words) if dialog.exec() else None
