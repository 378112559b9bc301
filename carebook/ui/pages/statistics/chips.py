"""How wide a chip is: as wide as its words in the bold letters they stand in while it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics

from carebook.ui.parts import theme

_EDGES = 24


def wide_enough(hint: QSize, words: str) -> QSize:
    """The size of a chip with room for its words in bold letters."""
    bold = QFontMetrics(theme.font("small", 600)).horizontalAdvance(words.replace("&&", "&"))
    return QSize(max(hint.width(), bold + theme.worn().scaled(_EDGES)), hint.height())
