"""The five descriptions of goal attainment of a goal, typed one under another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook.rules.names import normalise
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.words import _

STEPS = ("−2", "−1", "0", "+1", "+2")
"""The levels in their order, as they are said."""


class Levels(QFrame):
    """The five descriptions of goal attainment, from −2 (much less than hoped) to +2 (much more)."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[QLineEdit] = []
        whole = column(label(_("Levels of attainment, for goal attainment scaling"), "small", wrap=True), gap=4)
        for step in STEPS:
            line = QLineEdit()
            line.setProperty("dense", "true")
            line.setAccessibleName(_("Level {step}").format(step=step))
            line.textEdited.connect(self.changed)
            self.lines.append(line)
            whole.addLayout(row(label(step, "small_name", width=26, right=True), (line, 1), gap=8))
        self.setLayout(whole)

    def show_levels(self, levels: Sequence[str]) -> None:
        """Show what is kept."""
        for place, line in enumerate(self.lines):
            line.setText(levels[place] if place < len(levels) else "")

    def levels(self) -> tuple[str, ...]:
        """The five lines, () while all are empty."""
        said = tuple(normalise(line.text()) for line in self.lines)
        return said if any(said) else ()
