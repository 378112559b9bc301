"""One line chart for one measure or a few of the same scale, with a table that says the same in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil, floor, log10

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.labels import paint_mark
from carebook.ui.parts.strips import line_with_gaps, said_value
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, pgettext

_MARK_ROOM = 13  # pixels a mark needs; where there is less, only the line is drawn
_SHAPES = ("full", "square", "ring", "cross")
_TONES = ("primary", "info", "warn", "ok")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class Series:
    """One measure: a value per place of the chart, None where nothing was measured.

    Over time it may have ``days`` of its own, one for each value, if others were measured on other days.
    """

    name: str
    values: tuple[float | None, ...]
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class ChartData:
    """What a chart shows: ``places`` along the axis (dates as words), up to four series of one unit, perhaps a goal.

    With ``days``, one for each place in their order, the places stand at their true distances on an axis of time, which
    reaches from ``first`` to ``last`` (else from the first to the last day).
    """

    places: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    goal: float | None = None
    lowest: float | None = None  # where the axis must begin, for scores
    highest: float | None = None
    days: tuple[date, ...] = ()
    first: date | None = None
    last: date | None = None

    @cached_property
    def begins(self) -> date:
        """Where the axis of time begins; ValueError without days."""
        return min((*self.days, *filter(None, (self.first,))))

    @cached_property
    def ends(self) -> date:
        """Where the axis of time ends; ValueError without days."""
        return max((*self.days, *filter(None, (self.last,))))

    def rows(self) -> list[tuple[str, ...]]:
        """The same as a table: one row a place, "–" where nothing was measured."""
        columns = [self._column(one) for one in self.series]
        return [(words, *(said_value(column[place]) for column in columns)) for place, words in enumerate(self.places)]

    def _column(self, one: Series) -> Sequence[float | None]:
        """The values of a series at the places of the chart, of one day the last."""
        known = dict(zip(one.days, one.values, strict=True)) if one.days else {}
        return [known.get(day) for day in self.days] if one.days else one.values


def over_time(
    series: Sequence[Series],
    said: Callable[[date], str],
    *,
    first: date,
    last: date,
    unit: str = "",
    goal: float | None = None,
    lowest: float | None = None,
    highest: float | None = None,
) -> ChartData:
    """A chart of series with days of their own, on one axis of time; ``said`` puts a day in words."""
    days = tuple(sorted({day for one in series for day in one.days}))
    return ChartData(tuple(map(said, days)), tuple(series), unit, goal, lowest, highest, days, first, last)


def steps(low: float, high: float, most: int = 5) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``, at most about ``most`` of them."""
    span = (high - low) or abs(high) or 1.0
    rough = span / max(1, most - 1)
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step)
    return [round(place * step, 10) for place in range(first, max(last, first + 1) + 1)]


def ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """Where an axis of time bears words, at most ``most`` times: Mondays in a short span, else first days of months."""
    most = max(2, most)
    weeks = ceil(((last - first).days + 1) / 7)
    if weeks <= most * 2:
        monday = first + timedelta(days=-first.weekday() % 7)
        step = timedelta(weeks=1 if weeks <= most else 2)
        count = (last - monday).days // step.days + 1 if monday <= last else 0
        return [(day, f"{day:%d/%m}") for day in (monday + step * place for place in range(count))]
    begin, end = first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month - 1
    step_months = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if (end - begin) // step < most)
    months = range(-(-begin // step_months) * step_months, end + 1, step_months)
    return [(date(one // 12, one % 12 + 1, 1), f"{one % 12 + 1:02}/{one // 12}") for one in months]


class Chart(QWidget):
    """Lines with marks of different shapes, their names at their ends, one axis, gaps where nothing was measured."""

    def __init__(self, name: str, data: ChartData | None = None) -> None:
        super().__init__()
        self._name = name
        self._plot = QRectF()
        self.setMinimumSize(240, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_data(data or ChartData((), ()))

    def show_data(self, data: ChartData, nothing: str = "") -> None:
        """Show values; ``nothing`` is said where there are none."""
        self._data = data
        self._nothing = nothing or _("Nothing measured yet")
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

    def event(self, event: QEvent) -> bool:
        """The tip tells the values of the nearest place."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._data.days:
            QToolTip.showText(event.globalPos(), self._told_at(event.pos().x()), self)
            return True
        return super().event(event)

    def _told_at(self, x: int) -> str:
        """What was measured nearest to a place of the chart."""
        plot = self._plot
        place = min(range(len(self._data.places)), key=lambda one: abs(self._x(plot, one) - x))
        row = self._data.rows()[place]
        named = zip((one.name for one in self._data.series), row[1:], strict=True)
        return "\n".join((row[0], *(f"{name}: {value}" if name else value for name, value in named)))

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
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._nothing)
            painter.end()
            return
        axis = steps(min(known + bounds), max(known + bounds))
        left = max(metrics.horizontalAdvance(said_value(value)) for value in axis) + 10
        right = self._room_for_names(metrics)
        line = metrics.height()
        top = line * (1.6 if data.unit or data.days else 0.6)
        plot = QRectF(left, top, self.width() - left - right, self.height() - top - line - 10)
        self._plot = plot
        self._axis(painter, plot, axis, line)
        if data.days:
            self._ticks(painter, plot, metrics, line)
        else:
            self._places(painter, plot, metrics, line)

        def y(value: float) -> float:
            return plot.bottom() - (value - axis[0]) / (axis[-1] - axis[0]) * plot.height()

        endings: list[tuple[float, str, str]] = []
        if data.goal is not None:
            self._goal(painter, plot, y, line, endings)
        for order, one in enumerate(data.series):
            self._series(painter, plot, one, order, y, endings)
        if self._says_values():
            self._values(painter, plot, y, metrics)
        else:
            self._endings(painter, plot, endings, line)
        painter.end()

    def _says_values(self) -> bool:
        """Whether values stand at the points: a single line over time, whose name stands elsewhere."""
        return bool(self._data.days) and len(self._data.series) == 1

    def _room_for_names(self, metrics: QFontMetricsF) -> float:
        """The width at the right for the names at the ends of the lines."""
        if self._says_values():
            return 12.0
        names = [one.name for one in self._data.series]
        if self._data.goal is not None and not self._data.days:
            names.append(pgettext("of a curve", "goal"))
        return max(metrics.horizontalAdvance(words) for words in names) + 16

    def _goal(
        self,
        painter: QPainter,
        plot: QRectF,
        height_of: Callable[[float], float],
        line: float,
        endings: list[tuple[float, str, str]],
    ) -> None:
        """The dashed line of the goal; over time it is named inside the plot, at the end farther from the values."""
        goal = self._data.goal
        assert goal is not None
        y = height_of(goal)
        painter.setPen(QPen(theme.colour("text2"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        if not self._data.days:
            endings.append((y, pgettext("of a curve", "goal"), "text2"))
            return
        values = [value for value in self._data.series[0].values if value is not None] or [goal]
        side = _RIGHT if abs(values[0] - goal) < abs(values[-1] - goal) else _LEFT
        painter.drawText(
            QRectF(plot.left() + 4, y - line - 1, plot.width() - 8, line),
            side,
            _("goal {value}").format(value=said_value(goal)),
        )

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
        if self._data.days:
            return self._x_of(plot, self._data.days[place])
        return plot.left() + 8 + (inner * place / (count - 1) if count > 1 else inner / 2)

    def _x_of(self, plot: QRectF, day: date) -> float:
        """Where a day stands on the axis of time."""
        begins, ends = self._data.begins, self._data.ends
        share = (day - begins) / (ends - begins) if ends > begins else 0.5
        return plot.left() + 8 + (plot.width() - 16) * share

    def _ticks(self, painter: QPainter, plot: QRectF, metrics: QFontMetricsF, line: float) -> None:
        """Words and short strokes under the axis of time."""
        wide = metrics.horizontalAdvance("00/0000") + 16
        painter.setPen(theme.colour("text2"))
        for day, words in ticks(self._data.begins, self._data.ends, int(plot.width() / wide)):
            x, half = self._x_of(plot, day), metrics.horizontalAdvance(words) / 2
            painter.fillRect(QRectF(x, plot.bottom() + 1, 1, 4), theme.colour("rule"))
            if x + half <= self.width():
                painter.drawText(QRectF(x - half - 1, plot.bottom() + 6, 2 * half + 2, line), _CENTRE, words)

    def _values(
        self, painter: QPainter, plot: QRectF, height_of: Callable[[float], float], metrics: QFontMetricsF
    ) -> None:
        """The values over their points, as many as fit, the last one always."""
        painter.setPen(theme.colour("text"))
        until = plot.right() + 40.0
        one = self._data.series[0]
        goal = height_of(self._data.goal) if self._data.goal is not None else None
        for day, value in zip((one.days or self._data.days)[::-1], one.values[::-1], strict=True):
            if value is None or (stands := self._x_of(plot, day)) > until:
                continue
            words = said_value(value)
            half = metrics.horizontalAdvance(words) / 2
            x = max(min(stands, self.width() - half - 1), plot.left() + half + 2)
            if x + half > until:
                continue
            y = height_of(value)
            above = goal is None or not 0 < y - goal < metrics.height() + 9  # the line of the goal would go through it
            painter.drawText(QPointF(x - half, y - 9 if above else y + 8 + metrics.ascent()), words)
            until = x - half - 6

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
        places = [self._x_of(plot, day) for day in one.days] or [self._x(plot, at) for at in range(len(one.values))]
        points = [None if v is None else QPointF(x, height_of(v)) for x, v in zip(places, one.values, strict=True)]
        painter.setPen(QPen(theme.colour(tone), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line_with_gaps(points))
        known = [point for point in points if point is not None]
        crowded = len(known) * _MARK_ROOM > plot.width()
        for point in known[-1:] if crowded else known:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sheet"))
            painter.drawEllipse(point, 6, 6)
            paint_mark(painter, QRectF(point.x() - 5, point.y() - 5, 10, 10), _SHAPES[order % len(_SHAPES)], tone)
        if known:
            endings.append((known[-1].y(), one.name, tone))

    @staticmethod
    def _endings(painter: QPainter, plot: QRectF, endings: Sequence[tuple[float, str, str]], line: float) -> None:
        """The names at the ends of the lines, moved down where two would meet."""
        free = -line
        for wanted, words, tone in sorted(endings):
            y = max(wanted, free)
            painter.setPen(theme.colour(tone))
            painter.drawText(QRectF(plot.right() + 8, y - line / 2, 400, line), _LEFT, words)
            free = y + line
