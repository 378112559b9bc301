"""The verdict on a signed file as a window shows it: tint, shield, chip word, the whole sentence."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from carebook.ui.parts import theme
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import column, row

Tone = Literal["ok", "warn", "danger", "info"]

_LOOKS: dict[str, tuple[Tone, str]] = {
    "ca_timestamped": ("ok", "shield-check"),
    "ca": ("ok", "shield-check"),
    "facility_trusted": ("info", "shield-check"),
    "facility_unknown": ("warn", "shield-x"),
    "signer_missing": ("warn", "shield-x"),
    "expired": ("warn", "shield-x"),
    "revoked": ("danger", "shield-x"),
    "broken": ("danger", "shield-x"),
    "unsigned": ("danger", "shield-x"),
}
_SIGNS = "✔◐?!✖✎"


def tone_of(level: str) -> Tone:
    """The tint of a level of `carebook.sealing.verdict`, by its value."""
    return _LOOKS[level][0]


def without_sign(sentence: object) -> str:
    """The sentence of a verdict without the sign it begins with on paper; the window draws a shield instead."""
    words = str(sentence)
    return words[1:].lstrip() if words[:1] in _SIGNS else words


class VerdictBox(QFrame):
    """One verdict: the shield of its level, the chip word as a heading, the sentence in full."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self._shield = Sign("shield-check", "ok", 28)
        self.heading = label("", "h2", wrap=True)
        self.sentence = label("", tone="text", wrap=True)
        shield = column(self._shield, None, gap=0)
        shield.setAlignment(self._shield, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row(shield, (column(self.heading, self.sentence, gap=2), 1), gap=12, margins=(14, 12, 14, 14)))

    def show_verdict(self, level: str, chip: str, sentence: object) -> None:
        """Show a verdict by the value of its level."""
        tone, shield = _LOOKS[level]
        self._shield.change(shield, tone)
        self.heading.setText(chip)
        self.heading.setProperty("tone", tone)
        self.sentence.setText(without_sign(sentence))
        self.setProperty("tone", tone)
        self.setAccessibleName(f"{chip}. {without_sign(sentence)}")
        theme.restyle(self.heading)
        theme.restyle(self)
