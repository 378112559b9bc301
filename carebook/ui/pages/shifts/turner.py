"""The shift on show between two arrows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.rules.shifts import Duty
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import row
from carebook.words import _


class DutyTurner(QFrame):
    """``turned(by)``: the shift before (−1) or after (1) is wanted; by the arrows, and Alt+Left and Alt+Right on the page."""

    turned = Signal(int)

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.before = Button("", "ghost", "chevron-left")
        self.after = Button("", "ghost", "chevron-right")
        for button, words, by, key in (
            (self.before, _("The shift before"), -1, "Alt+Left"),
            (self.after, _("The shift after"), 1, "Alt+Right"),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(partial(self.turned.emit, by))
            on_key(page, key, partial(self.turned.emit, by))
        self.named = ElidedLabel("", "h3")
        self.setLayout(row(self.before, self.after, (self.named, 1), gap=6))

    def show_duty(self, duty: Duty) -> None:
        """Name a shift: its words, its day, its hours."""
        hours = f"{duty.shift.begins:%H:%M}–{duty.shift.ends:%H:%M}"
        self.named.setWhole(f"{duty.shift.text} · {dates.with_weekday(duty.duty_on)} · {hours}")
