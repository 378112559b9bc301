"""The row in which the level of a need is chosen by one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from carebook.records.assessments import NeedLevel
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.fields import PillSet
from carebook.ui.parts.layouts import row
from carebook.ui.parts.needs import level_words


class LevelRow(QFrame):
    """Four levels of which one is chosen: by number key while the row has the focus, pressing again takes it back."""

    touched = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pills = PillSet([(level.value, level_words(level)) for level in NeedLevel], one=True)
        self._pills.name_as(name)
        self._pills.touched.connect(self.touched)
        self.setLayout(row((self._pills, 1)))
        self.setFocusProxy(self._pills)
        for level in NeedLevel:
            on_key(self, level.value, partial(self._press, level))
        on_key(self, "Backspace", partial(self._press, None))

    def level(self) -> NeedLevel | None:
        """The chosen level."""
        return next((NeedLevel(code) for code in self._pills.codes()), None)

    def choose(self, level: NeedLevel | None) -> None:
        """Show a level as chosen, without the signal."""
        self._pills.choose([level.value] if level is not None else [])

    def _press(self, level: NeedLevel | None) -> None:
        if level is not self.level():
            self.choose(level)
            if level is not None:
                self._pills.findChildren(QPushButton)[int(level.value)].setFocus()
            self.touched.emit()
