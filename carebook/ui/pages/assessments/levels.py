"""The level of need: how it is drawn and said, and the row in which it is chosen by one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from carebook.records import enum_words
from carebook.records.assessments import NeedLevel
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.fields import PillSet
from carebook.ui.parts.layouts import row
from carebook.words import _

MARKS: dict[NeedLevel | None, tuple[str, str]] = {
    NeedLevel.NONE: ("dash", "text2"),
    NeedLevel.LOW: ("ring", "text2"),
    NeedLevel.MEDIUM: ("half", "warn"),
    NeedLevel.HIGH: ("full", "danger"),
}
"""The sign of each level (shape, tone); without a level there is none."""


def level_words(level: NeedLevel | None) -> str:
    """ "3 Cao, khẩn cấp"; without a level "Chưa đánh giá"."""
    return f"{level.value} {enum_words.said(level)}" if level is not None else _("Not assessed")


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
