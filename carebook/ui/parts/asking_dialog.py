"""A dialog with lines to fill in that stays until its deed is done, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import column, row
from carebook.words import _


class AskingDialog(DeedDialog):
    """``succeeded(change)`` ends it; what is refused is said inside it."""

    succeeded = Signal(object)

    def __init__(self, parent: QWidget | None, title: str, text: str = "") -> None:
        super().__init__(parent, title, text)
        self.setMinimumWidth(520)
        self.bar = MessageBar()
        self._button: Button | None = None

    def event(self, event: QEvent) -> bool:
        """Grow with words that come after the dialog is shown, so that no field is squeezed."""
        done = super().event(event)
        layout = self.layout()
        if event.type() == QEvent.Type.LayoutRequest and layout is not None:
            needed = layout.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return done

    def add_field(self, words: str, field: QWidget) -> None:
        """A field with its words above."""
        field.setAccessibleName(words)
        self.contents.addLayout(column(label(words, "small"), field, gap=2))

    def add_line(self, words: str, hint: str = "", *, secret: bool = False) -> QLineEdit:
        """A line to type in; a ``secret`` one is not shown."""
        edit = QLineEdit()
        edit.setPlaceholderText(hint)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_field(words, edit)
        return edit

    def add_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """What is known already, a line each."""
        for words, value in facts:
            self.contents.addLayout(row(label(words, "small", width=140), (ElidedLabel(value, "strong"), 1), gap=10))

    def finish(self, words: str, send: Callable[[], object], begin: QWidget) -> None:
        """The bar, the button of the deed and the way back; typing begins in ``begin``."""
        self.contents.addWidget(self.bar)
        self._button = self.add_button("do", words, "primary")
        self._button.clicked.disconnect()
        self._button.clicked.connect(send)
        self.add_button("", _("Go back")).setDefault(False)
        self._button.setDefault(True)
        begin.setFocus()

    def working(self, words: str = "") -> None:
        """Say what is going on, and keep the deed from being done twice; "" when it is over."""
        if self._button is not None:
            self._button.setEnabled(not words)
        if words:
            self.bar.say(words, "info", icon="hourglass")

    def finished_well(self, change: object) -> None:
        """The deed was done."""
        self.succeeded.emit(change)
        self.accept()

    def refused(self, error: BaseException) -> None:
        """Say what stands against it; nothing typed is lost."""
        self.working()
        words = " ".join(str(problem.message) for problem in getattr(error, "problems", ()))
        self.bar.say(words or _("This was not done, nothing was written. What was typed is still here."), "danger")
