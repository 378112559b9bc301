"""A curve on the page: one measure on an axis of its own, days at their true distance, gaps where nothing was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from math import ceil, floor, log10

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, String
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.units import mm

from carebook.reports.forms import Curve, measured
from carebook.reports.paper import fonts

HEIGHT = float(40 * mm)
_SEVERAL = 1.5
_LEFT, _RIGHT, _TOP, _BOTTOM = (
    float(side * mm) for side in (11, 6, 5, 10)
)  # around the plot, for the words of its axes
_INSIDE = float(4 * mm)  # between the axis and the first day
_SIZE = 9
_DOT = 2.2
_PALE, _GOAL = HexColor("#C9C9C9"), HexColor("#555555")
_MOST_STEPS = 5
_DASHES: tuple[tuple[int, int] | None, ...] = (None, (4, 2), (1, 2), (7, 2))
_LOOKS = ("nét liền, chấm đặc", "nét đứt, chấm rỗng", "nét chấm, chấm đặc", "nét gạch dài, chấm rỗng")
_BETWEEN_DAYS, _BETWEEN_VALUES = 27.0, 17.0  # points; nearer ones are left out


def steps(low: float, high: float, most: int = _MOST_STEPS) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``, about ``most`` of them."""
    span = (high - low) or abs(high) or 1.0
    rough = span / max(1, most - 1)
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step)
    return [round(place * step, 10) for place in range(first, max(last, first + 1) + 1)]


def axis(curve: Curve) -> list[float]:
    """The values written at the axis of a curve: over its whole scale where it has one, else over what was measured."""
    found = [value for line in curve.lines for _day, value in line.points if value is not None]
    found += [end for end in (curve.lowest, curve.highest, curve.goal) if end is not None]
    return steps(min(found), max(found)) if found else [0.0, 1.0]


def pieces(points: Sequence[tuple[date, float | None]]) -> Iterator[list[tuple[date, float]]]:
    """The pieces of a curve between its gaps."""
    for there, run in groupby(points, lambda point: point[1] is not None):
        if there:
            yield [(day, value) for day, value in run if value is not None]


def drawing(curve: Curve, room: float) -> Drawing:
    """The curve ``room`` points wide: axis, days, goal, lines, dots and their values, in the letters of the paper.

    Several lines get more height, so that their values do not run into each other.
    """
    fonts.register()
    height = HEIGHT if len(curve.lines) < 2 else HEIGHT * _SEVERAL
    made = Drawing(room, height)
    plot = _Plot(curve, room, height)
    for value in plot.ticks:
        y = plot.y(value)
        made.add(Line(_LEFT, y, room - _RIGHT, y, strokeColor=_PALE, strokeWidth=0.4))
        made.add(_words(measured(value), _LEFT - 4, y - _SIZE * 0.35, "end"))
    made.add(Line(_LEFT, _BOTTOM, _LEFT, height - _TOP, strokeColor=black, strokeWidth=0.6))
    made.add(Line(_LEFT, _BOTTOM, room - _RIGHT, _BOTTOM, strokeColor=black, strokeWidth=0.6))
    lines = [shape for place in range(len(curve.lines)) for shape in _line(plot, place)]
    for shape in (*_days(plot), *_goal(plot), *lines):
        made.add(shape)
    return made


class _Plot:
    """Where a day and a value stand on the drawing."""

    def __init__(self, curve: Curve, room: float, height: float) -> None:
        self.curve, self.room = curve, room
        self.ticks = axis(curve)
        self._high: float = height - _TOP - _BOTTOM
        days = curve.days
        self._first = days[0].toordinal() if days else 0
        self._days = days[-1].toordinal() - self._first if days else 0

    def x(self, day: date) -> float:
        """Days stand at their true distance; a single one in the middle."""
        left, right = _LEFT + _INSIDE, self.room - _RIGHT - _INSIDE
        share = (day.toordinal() - self._first) / self._days if self._days else 0.5
        return left + share * (right - left)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return _BOTTOM + (value - low) / (high - low) * self._high


def _words(
    said: str, x: float, y: float, anchor: str = "middle", font: str = fonts.REGULAR, color: Color = black
) -> String:
    return String(x, y, said, fontName=font, fontSize=_SIZE, textAnchor=anchor, fillColor=color)


def _days(plot: _Plot) -> Iterator[Line | String]:
    """The days under the axis, the year under the first one of it; those too near another are only ticked."""
    said_at, year = -_BETWEEN_DAYS, 0
    measured = {day for line in plot.curve.lines for day, value in line.points if value is not None}
    for day in plot.curve.days:
        x = plot.x(day)
        yield Line(x, _BOTTOM, x, _BOTTOM - 2.5, strokeColor=black, strokeWidth=0.6)
        if day not in measured:
            yield _words("–", x, _BOTTOM + 2)
        if x - said_at < _BETWEEN_DAYS:
            continue
        said_at = x
        yield _words(f"{day:%d/%m}", x, _BOTTOM - 11)
        if day.year != year:
            year = day.year
            yield _words(str(year), x, _BOTTOM - 20, color=_GOAL)


def _goal(plot: _Plot) -> Iterator[Line | String]:
    goal = plot.curve.goal
    if goal is None:
        return
    y, right = plot.y(goal), plot.room - _RIGHT
    yield Line(_LEFT, y, right, y, strokeColor=_GOAL, strokeWidth=1, strokeDashArray=(4, 3))
    points = plot.curve.lines[0].points if plot.curve.lines else ()
    values = [value for _day, value in points if value is not None] or [goal]
    begins_near = abs(values[0] - goal) < abs(values[-1] - goal)
    x, anchor = (right - 2, "end") if begins_near else (_LEFT + 3, "start")
    yield _words(f"Mục tiêu {measured(goal)}", x, y + 2.5, anchor, fonts.ITALIC, _GOAL)


def _line(plot: _Plot, place: int) -> Iterator[PolyLine | Circle | String]:
    """One line: the first is full with its values above, others are dashed each in its own way, with theirs below."""
    dash, fill, up = _DASHES[place % len(_DASHES)], white if place % 2 else black, place % 2 == 0
    said_at = -_BETWEEN_VALUES
    for piece in pieces(plot.curve.lines[place].points):
        places = [(plot.x(day), plot.y(value)) for day, value in piece]
        if len(places) > 1:
            flat = [part for at in places for part in at]
            yield PolyLine(flat, strokeColor=black, strokeWidth=1.2, strokeDashArray=dash)
        for (x, y), (_day, value) in zip(places, piece, strict=True):
            yield Circle(x, y, _DOT, fillColor=fill, strokeColor=black, strokeWidth=0.8)
            if x - said_at >= _BETWEEN_VALUES:
                said_at = x
                under = y - 5 - _SIZE * 0.7
                yield _words(measured(value), x, y + 5 if up or under < _BOTTOM + 2 else under, font=fonts.BOLD)


def legend(curve: Curve) -> str:
    """How the lines of a curve of several are told apart, in words; "" for one line."""
    if len(curve.lines) < 2:
        return ""
    looks = [f"{_LOOKS[n % len(_LOOKS)]}: {line.name}" for n, line in enumerate(curve.lines)]
    return f"{'; '.join(looks)}."
