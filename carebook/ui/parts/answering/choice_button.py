"""One possible answer of an item, drawn with its key, its words, its points and the mark of last time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from carebook.records.instrument_files import Choice
from carebook.ui.parts import theme
from carebook.ui.parts.strips import said_value
from carebook.words import _

_PAD, _GAP, _SIGN = 7, 6, 13
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)


class ChoiceButton(QAbstractButton):
    """One possible answer: its key, its words, its points; a clock marks what was answered last time."""

    def __init__(self, choice: Choice, *, points: bool, long: bool) -> None:
        super().__init__()
        self.choice = choice
        self._points = said_value(choice.value) if points and said_value(choice.value) != choice.key else ""
        self._last = False
        self._long = long
        self.setText(choice.words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(choice.words)
        width = QSizePolicy.Policy.Expanding if long else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(width, QSizePolicy.Policy.Minimum if long else QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(long)
        self.setSizePolicy(policy)

    def mark_last(self, last: bool) -> None:
        """Mark that this was the answer last time."""
        self._last = last
        self.setToolTip(_("Answered last time") if last else "")
        self.setAccessibleDescription(_("Answered last time") if last else "")
        self.updateGeometry()
        self.update()

    def _around(self) -> float:
        """The width of everything but the words."""
        small = QFontMetricsF(theme.font("small", 600))
        points = small.horizontalAdvance(self._points) + _GAP if self._points else 0.0
        return 2 * _PAD + small.horizontalAdvance(self.choice.key) + 10 + _GAP + points + (self._last * (_SIGN + _GAP))

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(theme.font("base", 600)).horizontalAdvance(self.text())
        return QSize(round(words + self._around() + 2), theme.worn().scaled(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme.worn().scaled(28)) if self._long else self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return self._long

    def heightForWidth(self, width: int) -> int:
        metrics = QFontMetricsF(theme.font("base", 600))
        wrapped = metrics.boundingRect(QRectF(0, 0, max(40.0, width - self._around()), 4000), _WRAP, self.text())
        return max(theme.worn().scaled(28), round(wrapped.height()) + 10)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, off = self.isChecked(), not self.isEnabled()
        ground = "soft" if chosen else "hover" if self.underMouse() and not off else "sheet"
        edge = "primary" if chosen else "line" if off else "field"
        painter.setPen(QPen(theme.colour(edge), 1.6 if chosen else 1))
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        x = self._paint_key(painter, chosen)
        right = float(self.width() - _PAD)
        if self._points:
            painter.setFont(theme.font("small", 600))
            painter.setPen(theme.colour("primary" if chosen else "text2"))
            width = QFontMetricsF(theme.font("small", 600)).horizontalAdvance(self._points)
            painter.drawText(QRectF(right - width, 0, width + 1, self.height()), _WRAP, self._points)
            right -= width + _GAP
        if self._last:
            right -= _SIGN
            tone = "primary" if chosen else "text2"
            theme.paint_icon(painter, "history", tone, right, (self.height() - _SIGN) / 2, _SIGN)
            right -= _GAP
        painter.setFont(theme.font("base", 600 if chosen else 400))
        painter.setPen(theme.colour("primary" if chosen else "text2" if off else "text"))
        painter.drawText(QRectF(x, 0, right - x + 1, self.height()), _WRAP, self.text())
        painter.end()

    def _paint_key(self, painter: QPainter, chosen: bool) -> float:
        """The key as a cap; gives where the words begin."""
        small = theme.font("small", 600)
        width = QFontMetricsF(small).horizontalAdvance(self.choice.key) + 10
        cap = QRectF(_PAD, (self.height() - theme.worn().scaled(17)) / 2, width, theme.worn().scaled(17))
        painter.setPen(QPen(theme.colour("primary" if chosen else "rule"), 1))
        painter.setBrush(theme.colour("primary" if chosen else "sheet"))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setFont(small)
        painter.setPen(theme.colour("on_primary" if chosen else "text2"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self.choice.key)
        return cap.right() + _GAP
