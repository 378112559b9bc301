"""The heads of figures: broken where their line would grow long, as wide as their longest word."""

from __future__ import annotations

from math import ceil

from PySide6.QtGui import QFontMetrics

from carebook.records.figures import Column
from carebook.ui.parts import theme
from carebook.ui.parts.table import ALWAYS, FigureColumn

_LINE = 10
"""So many letters stand in one line of a head."""
_NARROWEST = 50


def head_of(across: Column) -> FigureColumn:
    """The head of a column of figures."""
    lines: list[str] = []
    for word in across.label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    metrics = QFontMetrics(theme.font("small", 500))
    widest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
    width = ceil(widest * 100 / max(theme.worn().scaled(100), 1)) + 18
    return FigureColumn("\n".join(lines), across.group, width=max(_NARROWEST, width), priority=ALWAYS)
