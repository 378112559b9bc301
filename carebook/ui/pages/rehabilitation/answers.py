"""A few answers side by side of which one is chosen by its own key, by the arrows, or by the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook.ui.parts.buttons import Pill
from carebook.ui.parts.layouts import Flow

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_NO_CODE = ""


class Answers(QFrame):
    """One of a few codes, or none: pressing the chosen one again takes it back. Tab reaches the set once."""

    touched = Signal()

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]]) -> None:
        """``choices`` are (code, key, words); the key is pressed while one of the answers has the focus."""
        super().__init__()
        self._name = name
        self._keys: dict[str, str] = {}
        self._pills: dict[str, Pill] = {}
        self._flow = Flow()
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for code, key, words in choices:
            pill = Pill(words)
            pill.setAccessibleName(f"{name}: {words}")
            pill.clicked.connect(self._pressed)
            pill.installEventFilter(self)
            self._keys[key] = code
            self._pills[code] = pill
            self._flow.addWidget(pill)
        self._lead_focus()

    def code(self) -> str:
        """The chosen code, "" for none."""
        return next((code for code, pill in self._pills.items() if pill.isChecked()), _NO_CODE)

    def choose(self, code: str) -> None:
        """Choose a code, or none with ""; without ``touched``."""
        for each, pill in self._pills.items():
            pill.setChecked(each == code)
        self._lead_focus()

    def rename(self, words: dict[str, str]) -> None:
        """Other words for some codes."""
        for code, said in words.items():
            self._pills[code].setText(said)
            self._pills[code].setAccessibleName(f"{self._name}: {said}")
            self._pills[code].updateGeometry()

    def tell(self, code: str, tip: str) -> None:
        """What a code means, told when the mouse rests on it."""
        self._pills[code].setToolTip(tip)

    def take(self, code: str) -> None:
        """Choose a code as a hand does."""
        self.choose(code)
        self._pills[code].setFocus()
        self.touched.emit()

    def pill(self, code: str) -> Pill:
        """The button of a code."""
        return self._pills[code]

    def stops(self) -> list[QWidget]:
        """Its buttons, in their order; Tab stops at one of them."""
        return list(self._pills.values())

    def _lead_focus(self) -> None:
        """Tab comes to the chosen answer, or to the first."""
        leading = self.code() or next(iter(self._pills))
        for code, pill in self._pills.items():
            reach = Qt.FocusPolicy.StrongFocus if code == leading else Qt.FocusPolicy.ClickFocus
            pill.setFocusPolicy(reach)
        self.setFocusProxy(self._pills[leading])

    def _pressed(self) -> None:
        pressed = self.sender()
        for pill in self._pills.values():
            if pill is not pressed:
                pill.setChecked(False)
        self._lead_focus()
        self.touched.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._take_key(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, watched: QObject, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        codes = list(self._pills)
        step = _STEPS.get(Qt.Key(event.key()), 0) or {"+": 1, "-": -1}.get(event.text(), 0)
        if held:
            return False
        if event.text() in self._keys and event.text():
            self.take(self._keys[event.text()])
            return True
        if step:
            at = next(place for place, code in enumerate(codes) if self._pills[code] is watched)
            chosen = min(max(at + step, 0), len(codes) - 1)
            self.take(codes[chosen])
            return True
        return False
