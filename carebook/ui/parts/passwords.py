"""The fields of the first pages: names, and what nobody else should read, with an eye to look at it and a word when Caps Lock is on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from carebook.rules import passwords
from carebook.ui.parts import theme
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column
from carebook.words import _, message


class _Field(QFrame):
    """A line with its label and, under it, what is wrong. ``entered``: Enter was pressed in it."""

    entered = Signal()

    def __init__(self, line: QLineEdit, name: str, hint: str, *notes: QWidget) -> None:
        """``notes`` stand between the line and what is wrong."""
        super().__init__()
        self.line = line
        line.setPlaceholderText(hint)
        line.returnPressed.connect(self.entered)
        line.textEdited.connect(self._calm)
        self._name = label("", "strong")
        self.rename(name)
        self._wrong = label("", "small", "danger", wrap=True)
        self._wrong.hide()
        self.setLayout(column(self._name, line, *notes, self._wrong, gap=4))
        self.setFocusProxy(line)

    def rename(self, name: str) -> None:
        """Another label: a PIN in place of a password."""
        self._name.setText(name)
        self.line.setAccessibleName(name)

    def complain(self, sentence: object) -> None:
        """Say what is wrong, "" for nothing; what was typed stays."""
        said = str(sentence)
        self._wrong.setText(said)
        self._wrong.setVisible(bool(said))
        self.line.setProperty("bad", "error" if said else "")
        self.line.setAccessibleDescription(said)
        theme.restyle(self.line)
        if said:
            self.line.setFocus()

    def complaint(self) -> str:
        """What is said to be wrong."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def _calm(self) -> None:
        self.complain("")


class PlainField(_Field):
    """A line of text."""

    def __init__(self, name: str, hint: str = "", text: str = "") -> None:
        super().__init__(QLineEdit(text), name, hint)

    def text(self) -> str:
        """What was typed, without spaces around it."""
        return self.line.text().strip()


class SecretField(_Field):
    """A password, or with ``digits`` a PIN."""

    def __init__(self, name: str, hint: str = "", *, digits: bool = False) -> None:
        line, caps = _SecretLine(), label(_("Caps Lock is on."), "small", "warn")
        super().__init__(line, name, hint, caps)
        self._caps = caps
        caps.hide()
        line.caps_noticed.connect(caps.setVisible)
        if digits:
            line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed and what was wrong with it."""
        self.line.clear()
        self._calm()

    def complain(self, sentence: object) -> None:
        """Say what is wrong; the whole text is marked, so that typing replaces it."""
        super().complain(sentence)
        if str(sentence):
            self.line.selectAll()


class _SecretLine(QLineEdit):
    caps_noticed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self._eye.triggered.connect(self._turn)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._dress()

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._dress()

    def _dress(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self._eye.setIcon(theme.icon("eye" if hidden else "eye-off"))
        self._eye.setText(_("Show what is typed") if hidden else _("Hide what is typed"))
        self._eye.setToolTip(self._eye.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_noticed.emit(letter.isupper() != shift)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._eye.setIcon(theme.icon("eye" if self.echoMode() == QLineEdit.EchoMode.Password else "eye-off"))


class _Loading(QObject):
    """Loads what weighs passwords on a thread of its own, because it takes longer than a key may."""

    loaded = Signal()

    def begin(self) -> None:
        """Load it; ``loaded`` comes at once when it is there."""
        if "zxcvbn" in sys.modules:
            self.loaded.emit()
        else:
            threading.Thread(target=self._load, name="password-words", daemon=True).start()

    def _load(self) -> None:
        passwords.strength("", ())
        if shiboken6.isValid(self):
            self.loaded.emit()


class NewPassword(QFrame):
    """A new password, typed twice; how hard it is to guess is told while it is typed."""

    entered = Signal()

    def __init__(self, names: Callable[[], Iterable[str]] | None = None) -> None:
        """``names`` gives what everybody knows and no password may lean on: the owner's names, the center's."""
        super().__init__()
        self._names = names or tuple
        self.first = SecretField(_("New password"), _("at least 8 letters"))
        self.second = SecretField(_("The new password once more"))
        self.told = label("", "small", wrap=True)
        self.told.setAccessibleName(_("How hard the password is to guess"))
        self.told.hide()
        self._loading = _Loading(self)
        self._is_loaded = False
        self._loading.loaded.connect(self._begin_weighing)
        self.first.line.textChanged.connect(self._weigh)
        self.first.entered.connect(self.second.line.setFocus)
        self.second.entered.connect(self.entered)
        self.setLayout(column(column(self.first, self.told, gap=4), self.second, gap=12))
        self.setFocusProxy(self.first)

    def password(self) -> str | None:
        """The password; None when the two differ, which is said."""
        if self.first.text() != self.second.text():
            self.second.complain(_("The two passwords differ."))
            return None
        return self.first.text()

    def _weigh(self) -> None:
        typed = self.first.text()
        if not self._is_loaded and typed:
            self._loading.begin()
            return
        self.told.setVisible(bool(typed))
        if not typed:
            return
        if len(typed) < passwords.SHORTEST_PASSWORD:
            self._tell(
                str(message("A password has at least {least} letters.", least=passwords.SHORTEST_PASSWORD)), "warn"
            )
            return
        weighed = passwords.strength(typed, self._names())
        self._tell(" ".join(map(str, (weighed.said, *weighed.advice[:1]))), "ok" if weighed.is_enough else "warn")

    def _tell(self, words: str, tone: str) -> None:
        self.told.setText(words)
        self.told.setProperty("tone", tone)
        theme.restyle(self.told)

    def _begin_weighing(self) -> None:
        self._is_loaded = True
        self._weigh()
