"""The bar in which words are typed that are to be found on the paper."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook.money import number
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.preview.findings import Findings
from carebook.words import _

_WAIT_MS = 200  # after the last letter
_WIDTH = 220  # pixels of the field at base size


class FindBar(QFrame):
    """Words to find, how often they were found, and the way from one place to the next. Enter and F3 go on, Shift goes back.

    ``wanted(words)`` when something else is to be found, "" for nothing; ``stepped(by)``; ``closed``.
    """

    wanted = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setProperty("dense", "true")
        self.field.setFixedWidth(theme.worn().scaled(_WIDTH))
        self.field.textChanged.connect(self._typed)
        self.said = label("", "small")
        self.back, self.on, self.away = (Button("", "ghost", icon) for icon in ("chevron-left", "chevron-right", "x"))
        self.back.clicked.connect(self._step_back)
        self.on.clicked.connect(self._step_on)
        self.away.clicked.connect(self.close_bar)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self.setLayout(row(self.field, self.back, self.on, self.said, None, self.away, gap=4, margins=(8, 0, 8, 4)))
        self.name_parts()
        self.show_findings(None)
        self.hide()

    def name_parts(self) -> None:
        """Say everything in the language that is spoken now."""
        self.field.setPlaceholderText(_("Find on the paper"))
        for part, name in (
            (self.field, _("Find on the paper")),
            (self.back, _("Previous place")),
            (self.on, _("Next place")),
            (self.away, _("Close the search")),
        ):
            part.setAccessibleName(name)
            part.setToolTip(name)
        for part, key in ((self.back, "Shift+F3"), (self.on, "F3"), (self.away, "Esc")):
            part.setToolTip(f"{part.toolTip()}  {key}")

    def open_bar(self) -> None:
        """Take the cursor, with what was looked for before chosen."""
        begun = self.isHidden()
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        if begun:
            self._ask()

    def close_bar(self) -> None:
        """Look for nothing any more."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def step(self, by: int) -> None:
        """Go on, or back; what was typed in this moment is looked for first."""
        if self._timer.isActive():
            self._ask()
        else:
            self.stepped.emit(by)

    def show_findings(self, findings: Findings | None) -> None:
        """How many there are, and which one is looked at; None when nothing is looked for."""
        there = findings is not None and bool(findings.found)
        self.back.setEnabled(there)
        self.on.setEnabled(there)
        if findings is None:
            words = ""
        elif findings.found:
            words = f"{number(findings.at + 1) if findings.at >= 0 else '…'}/{number(len(findings.found))}"
        elif not findings.is_over:
            words = _("Searching…")
        elif findings.letters:
            words = _("Not on this paper")
        else:
            words = _("This paper is a picture; its words cannot be searched.")
        self.said.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc closes."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            case Qt.Key.Key_Escape:
                self.close_bar()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc closes the bar before it leaves the page or the dialog around it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def _typed(self) -> None:
        self._timer.start()

    def _ask(self) -> None:
        self._timer.stop()
        self.wanted.emit(self.field.text())

    def _step_on(self) -> None:
        self.step(1)

    def _step_back(self) -> None:
        self.step(-1)
