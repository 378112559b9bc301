"""A question of the call sheet that one key answers: words with their keys, the arrows walk, the answer goes on to the next."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy

from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Pill
from carebook.ui.parts.fields import Choices
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.words import _

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_WORDS_WIDTH = 150  # as wide as the labels of the fields below


class KeyRow(QFrame):
    """One question: ``answered`` when it is, ``stepped(by)`` to go to another. With ``several``, keys tick and Enter goes on."""

    answered = Signal()
    stepped = Signal(int)

    def __init__(self, words: str, choices: Choices, *, several: bool = False) -> None:
        super().__init__()
        self._words, self._several = words, several
        self._pills: dict[str, Pill] = {}
        self._keys: dict[str, str] = {}
        self._flow = Flow(gap=5)
        for key, (code, said) in zip(KEYS, choices, strict=False):
            self._add(code, f"{key.upper()}  {said}", said)
            self._keys[key] = code
        self._line = label("", "small", wrap=True)
        self._line.setProperty("tone", "danger")
        self._complaint = box(row(Sign("circle-alert", "danger", 14), (self._line, 1), gap=6))
        self._complaint.hide()
        head = label(f"{words} *" if not several else words, wrap=True)
        head.setFixedWidth(_WORDS_WIDTH)
        answers = box(column(box(self._flow), self._complaint, gap=3))
        self.setLayout(row(column(4, head, None, gap=0), (answers, 1), gap=10, margins=(8, 5, 8, 5)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(words)
        self._describe()

    def _add(self, code: str, shown: str, said: str) -> None:
        pill = Pill(shown)
        pill.setAccessibleName(f"{self._words}: {said}")
        pill.setToolTip(said)
        pill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pill.clicked.connect(partial(self._press, code))
        self._pills[code] = pill
        self._flow.addWidget(pill)

    # the answer

    def codes(self) -> tuple[str, ...]:
        """What is chosen, in the order of the list."""
        return tuple(code for code, pill in self._pills.items() if pill.isChecked())

    def code(self) -> str:
        """The one that is chosen, "" for none."""
        return next(iter(self.codes()), "")

    def choose(self, codes: Iterable[str]) -> None:
        """Show exactly these as chosen; one that is no longer offered is shown as it stands."""
        wanted = [code for code in codes if code]
        for code in wanted:
            if code not in self._pills:
                self._add(code, code, code)
        for code, pill in self._pills.items():
            pill.setChecked(code in wanted)
        self.complain("")
        self._describe()
        self._fold()

    def complain(self, sentence: object) -> None:
        """Say under the question what is wrong with its answer; "" for nothing."""
        self._line.setText(str(sentence))
        self._complaint.setVisible(bool(str(sentence)))

    def complaint(self) -> str:
        """What is said under the question."""
        return "" if self._complaint.isHidden() else self._line.text()

    def _describe(self) -> None:
        chosen = [pill.toolTip() for pill in self._pills.values() if pill.isChecked()]
        keys = " · ".join(f"{key.upper()} {self._pills[code].toolTip()}" for key, code in self._keys.items())
        self.setAccessibleDescription(", ".join(chosen) or _("Not answered. {keys}").format(keys=keys))

    def _answer(self, code: str) -> None:
        if self._several:
            chosen = set(self.codes()) ^ {code}
            self.choose(one for one in self._pills if one in chosen)
        else:
            self.choose((code,))
        self.answered.emit()

    def _press(self, code: str, *_more: object) -> None:
        pill = self._pills[code]
        pill.setChecked(not pill.isChecked())  # the press has turned it already
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._answer(code)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.stepped.emit(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right if not self._several:
                self._walk(1 if event.key() == Qt.Key.Key_Right else -1)
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self.choose(())
                self.answered.emit()
            case _:
                self._take(event)

    def _walk(self, by: int) -> None:
        codes = list(self._pills)
        place = codes.index(self.code()) + by if self.code() else (0 if by > 0 else len(codes) - 1)
        self._answer(codes[min(max(place, 0), len(codes) - 1)])

    def _take(self, event: QKeyEvent) -> None:
        key = event.text().casefold()
        code = self._keys.get(key)
        if code is not None:
            self._answer(code)
            if not self._several:
                self.stepped.emit(1)
        elif key.isalnum():
            keys = f"{KEYS[0]}–{KEYS[len(self._keys) - 1].upper()}"
            self.complain(_("“{key}” is the key of no answer here: {keys}.").format(key=event.text(), keys=keys))
        else:
            super().keyPressEvent(event)

    # the ring around the question that listens

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._fold()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._fold()
        self.update()

    def _fold(self) -> None:
        """An answered question shows its answer alone, until it is asked again: the whole call is seen at once."""
        answered = bool(self.codes()) and not self.hasFocus()
        for pill in self._pills.values():
            pill.setVisible(pill.isChecked() or not answered)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(theme.colour("tint"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
            painter.end()
