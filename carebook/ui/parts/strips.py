"""Small drawings of a way: where somebody is on a path, and how a measure went."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from carebook.money import number
from carebook.ui.parts import theme
from carebook.words import _

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight


class PathStrip(QWidget):
    """Where they are: what is done has a tick, now is a ring with its word in 600, later is hollow.

    Steps are (word, small line); ``compact`` leaves the small lines out.
    """

    def __init__(self, steps: Sequence[tuple[str, str]] = (), now: int = 0, *, compact: bool = False) -> None:
        super().__init__()
        self._compact = compact
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_steps(steps, now)

    def show_steps(self, steps: Sequence[tuple[str, str]], now: int) -> None:
        """``now`` is the place of the step in progress; ``len(steps)`` when all are done."""
        self._steps, self._now = tuple(steps), now
        here = steps[now][0] if 0 <= now < len(steps) else ""
        names = ", ".join(word for word, _small in steps)
        self.setAccessibleName(_("Step {n} of {total}: {step}").format(n=now + 1, total=len(steps), step=here))
        self.setAccessibleDescription(names)
        self.update()

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120 * max(1, len(self._steps)), theme.worn().scaled(40 if self._compact else 54))

    def minimumSizeHint(self) -> QSize:
        return QSize(40 * max(1, len(self._steps)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() / max(1, len(self._steps))
        for place in range(len(self._steps)):
            self._step(painter, place, place * wide, wide)
        painter.end()

    def _step(self, painter: QPainter, place: int, left: float, wide: float) -> None:
        x, y = left + 9, 9.0
        if place < len(self._steps) - 1:
            painter.setPen(QPen(theme.colour("primary" if place < self._now else "line"), 2))
            painter.drawLine(QPointF(x + 9, y), QPointF(x + wide - 9, y))
        self._sign(painter, place, QRectF(x - 8, y - 8, 16, 16))
        word, small = self._steps[place]
        weight = 600 if place == self._now else 500 if place < self._now else 400
        line = theme.worn().scaled(18)
        painter.setPen(theme.colour("text" if place <= self._now else "text2"))
        painter.setFont(theme.font("small" if self._compact else "base", weight))
        self._words(painter, QRectF(left, 20, wide - 6, line), word)
        if not self._compact:
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font("small"))
            self._words(painter, QRectF(left, 20 + line, wide - 6, line - 2), small)

    def _sign(self, painter: QPainter, place: int, circle: QRectF) -> None:
        if place < self._now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            painter.drawEllipse(circle)
            theme.paint_icon(painter, "check", "on_primary", circle.left() + 3, circle.top() + 3, 10)
            return
        painter.setBrush(theme.colour("sheet"))
        if place == self._now:
            painter.setPen(QPen(theme.colour("primary"), 2))
            painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            painter.drawEllipse(circle.adjusted(5, 5, -5, -5))
        else:
            painter.setPen(QPen(theme.colour("rule"), 1.5))
            painter.drawEllipse(circle.adjusted(2, 2, -2, -2))

    @staticmethod
    def _words(painter: QPainter, place: QRectF, words: str) -> None:
        painter.drawText(place, _LEFT, painter.fontMetrics().elidedText(words, _ELIDE, int(place.width())))


class Spark(QWidget):
    """The last values of one measure: a line with gaps, its last point marked, the goal as a dashed line."""

    def __init__(
        self,
        values: Sequence[float | None],
        goal: float | None = None,
        *,
        name: str = "",
        tone: str = "primary",
        width: int = 72,
        height: int = 24,
    ) -> None:
        super().__init__()
        self._values, self._goal, self._tone = tuple(values), goal, tone
        self.setFixedSize(width, height)
        told = " → ".join(said_value(value) for value in values)
        self.setAccessibleName(f"{name}: {told}" if name else told)

    def paintEvent(self, _event: QPaintEvent) -> None:
        known = [value for value in (*self._values, self._goal) if value is not None]
        if not any(value is not None for value in self._values):
            return
        low, high = min(known), max(known)
        span = (high - low) or 1.0

        def point(place: int, value: float) -> QPointF:
            step = (self.width() - 8) / max(1, len(self._values) - 1)
            return QPointF(3 + place * step, self.height() - 4 - (value - low) / span * (self.height() - 8))

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._goal is not None:
            y = point(0, self._goal).y()
            painter.setPen(QPen(theme.colour("rule"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        points = [None if value is None else point(place, value) for place, value in enumerate(self._values)]
        painter.setPen(QPen(theme.colour(self._tone), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line_with_gaps(points))
        last = next(p for p in reversed(points) if p is not None)
        painter.setBrush(theme.colour(self._tone))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(last, 3, 3)
        painter.end()


def said_value(value: float | None) -> str:
    """A measured value as it is read: 45 for 45.0; "–" where nothing was measured."""
    if value is None:
        return "–"
    return number(int(value) if value == int(value) else value)


def line_with_gaps(points: Sequence[QPointF | None]) -> QPainterPath:
    """The line through ``points`` in order, broken where one is missing."""
    path = QPainterPath()
    broken = True
    for point in points:
        if point is not None and broken:
            path.moveTo(point)
        elif point is not None:
            path.lineTo(point)
        broken = point is None
    return path
