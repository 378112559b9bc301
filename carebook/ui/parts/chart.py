"""One line chart for one measure or a few of the same scale, with a table that says the same in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.labels import paint_mark
from carebook.ui.parts.strips import line_with_gaps, said_value
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

_SHAPES = ("full", "square", "ring", "cross")
_TONES = ("primary", "info", "warn", "ok")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class Series:
    """One measure: a value per place of the chart, None where nothing was measured."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class ChartData:
    """What a chart shows: ``places`` along the axis (dates as words), up to four series of one unit, perhaps a goal."""

    places: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    goal: float | None = None
    lowest: float | None = None  # where the axis must begin, for scores
    highest: float | None = None

    def rows(self) -> list[tuple[str, ...]]:
        """The same as a table: one row a place, "–" where nothing was measured."""
        return [(place, *(said_value(one.values[at]) for one in self.series)) for at, place in enumerate(self.places)]


def steps(low: float, high: float, most: int = 5) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``, at most about ``most`` of them."""
    span = (high - low) or abs(high) or 1.0
    rough = span / max(1, most - 1)
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step)
    return [round(place * step, 10) for place in range(first, max(last, first + 1) + 1)]


class Chart(QWidget):
    """Lines with marks of different shapes, their names at their ends, one axis, gaps where nothing was measured."""

    def __init__(self, name: str, data: ChartData | None = None) -> None:
        super().__init__()
        self._name = name
        self.setMinimumSize(240, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_data(data or ChartData((), ()))

    def show_data(self, data: ChartData) -> None:
        self._data = data
        self.setAccessibleName(self._name)
        lines = ["; ".join((row[0], *row[1:])) for row in data.rows()]
        goal = [_("goal {value}").format(value=said_value(data.goal))] if data.goal is not None else []
        self.setAccessibleDescription(". ".join(lines + goal))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 200)

    def text_table(self) -> RecordTable:
        """A table with the same values, for those who do not see the chart."""
        columns = [
            Column("place", "", lambda row: row[0], width=90, stretch=1, priority=ALWAYS),
            *(
                Column(
                    str(at),
                    f"{one.name}\n{self._data.unit}" if self._data.unit else one.name,
                    lambda row, at=at: Cell(row[at + 1]),  # type: ignore[misc]
                    width=112,
                    priority=ALWAYS,
                    align="right",
                )
                for at, one in enumerate(self._data.series)
            ),
        ]
        table = RecordTable(columns, self._name, id_of=lambda row: row[0], row_height=29)
        table.show_records(self._data.rows())
        table.fit_rows()
        return table

    def paintEvent(self, _event: QPaintEvent) -> None:
        data = self._data
        known = [value for one in data.series for value in one.values if value is not None]
        bounds = [value for value in (data.goal, data.lowest, data.highest) if value is not None]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = theme.font("small")
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        if not known:
            painter.setPen(theme.colour("text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Nothing measured yet"))
            painter.end()
            return
        axis = steps(min(known + bounds), max(known + bounds))
        left = max(metrics.horizontalAdvance(said_value(value)) for value in axis) + 10
        names = [one.name for one in data.series] + ([_("goal")] if data.goal is not None else [])
        right = max(metrics.horizontalAdvance(words) for words in names) + 16
        line = metrics.height()
        top = line * (1.6 if data.unit else 0.6)
        plot = QRectF(left, top, self.width() - left - right, self.height() - top - line - 10)
        self._axis(painter, plot, axis, line)
        self._places(painter, plot, metrics, line)

        def y(value: float) -> float:
            return plot.bottom() - (value - axis[0]) / (axis[-1] - axis[0]) * plot.height()

        endings: list[tuple[float, str, str]] = []
        if data.goal is not None:
            painter.setPen(QPen(theme.colour("text2"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.left(), y(data.goal)), QPointF(plot.right(), y(data.goal)))
            endings.append((y(data.goal), _("goal"), "text2"))
        for order, one in enumerate(data.series):
            self._series(painter, plot, one, order, y, endings)
        self._endings(painter, plot, endings, line)
        painter.end()

    def _axis(self, painter: QPainter, plot: QRectF, axis: Sequence[float], line: float) -> None:
        for place, value in enumerate(axis):
            height = plot.bottom() - place / (len(axis) - 1) * plot.height()
            painter.fillRect(
                QRectF(plot.left(), height, plot.width(), 1), theme.colour("rule" if not place else "line")
            )
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRectF(0, height - line / 2, plot.left() - 8, line), _RIGHT, said_value(value))
        if self._data.unit:
            painter.drawText(QRectF(0, 0, plot.width(), line), _LEFT, self._data.unit)

    def _x(self, plot: QRectF, place: int) -> float:
        count = len(self._data.places)
        inner = plot.width() - 16
        return plot.left() + 8 + (inner * place / (count - 1) if count > 1 else inner / 2)

    def _places(self, painter: QPainter, plot: QRectF, metrics: QFontMetricsF, line: float) -> None:
        """As many words along the axis as fit, the last one always."""
        painter.setPen(theme.colour("text2"))
        until = plot.right() + 40.0
        for place in range(len(self._data.places) - 1, -1, -1):
            words = self._data.places[place]
            half = metrics.horizontalAdvance(words) / 2
            x = self._x(plot, place)
            if x + half <= until:
                painter.drawText(QRectF(x - half - 1, plot.bottom() + 5, 2 * half + 2, line), _CENTRE, words)
                until = x - half - 10

    def _series(
        self,
        painter: QPainter,
        plot: QRectF,
        one: Series,
        order: int,
        height_of: Callable[[float], float],
        endings: list[tuple[float, str, str]],
    ) -> None:
        tone = _TONES[order % len(_TONES)]
        points = [None if v is None else QPointF(self._x(plot, at), height_of(v)) for at, v in enumerate(one.values)]
        painter.setPen(QPen(theme.colour(tone), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line_with_gaps(points))
        for point in filter(None, points):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sheet"))
            painter.drawEllipse(point, 6, 6)
            paint_mark(painter, QRectF(point.x() - 5, point.y() - 5, 10, 10), _SHAPES[order % len(_SHAPES)], tone)
        last = next((point for point in reversed(points) if point is not None), None)
        if last is not None:
            endings.append((last.y(), one.name, tone))

    @staticmethod
    def _endings(painter: QPainter, plot: QRectF, endings: Sequence[tuple[float, str, str]], line: float) -> None:
        """The names at the ends of the lines, moved down where two would meet."""
        free = -line
        for wanted, words, tone in sorted(endings):
            y = max(wanted, free)
            painter.setPen(theme.colour(tone))
            painter.drawText(QRectF(plot.right() + 8, y - line / 2, 400, line), _LEFT, words)
            free = y + line
