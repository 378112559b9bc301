"""The heads of the grids: no ground, one strong line under; words left, measures right over their digits."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from carebook.ui.parts import theme

_PAD = 8
_SECOND = 1  # the column of names
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class GridHeads(QHeaderView):
    """Heads of two lines at most: the measure and its unit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(20)

    def sizeHint(self) -> QSize:
        line = QFontMetrics(theme.font("small", 500)).height()
        return QSize(super().sizeHint().width(), 2 * line + theme.worn().scaled(12))

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        said = str(self.model().headerData(index, Qt.Orientation.Horizontal) or "")
        left = index in (_SECOND, self.count() - 1)
        painter.save()
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("rule"))
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text2"))
        inner = rect.adjusted(_PAD, 0, -_PAD, -3)
        metrics = painter.fontMetrics()
        lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, inner.width()) for line in said.split("\n")]
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, side | _MIDDLE, "\n".join(lines))
        painter.restore()
