"""The grid of a vital-sign chart: pulse and temperature as two lines over half days, everything else as values under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.units import mm

from carebook.dates import VIETNAM, local
from carebook.reports.paper import fonts

HALVES = ("S", "C")
"""Morning until noon, and the rest of the day with its night."""
_LABELS = float(27 * mm)
_HEAD = float(10 * mm)
_PLOT, _LEAST_PLOT = float(66 * mm), float(42 * mm)
_ROW = float(7.2 * mm)
HIGHEST = float(121 * mm)
"""So high a grid may be to stand on one page with its heading."""
_SIZE, _TINY = 8, 6.5
_PULSE, _WARMTH = (40.0, 160.0), (35.0, 41.0)
_FINE = 30  # lines across: 0.2 °C and 4 beats each
_RED, _BLUE = HexColor("#A32222"), HexColor("#1B4A8F")
_PALE, _MIDDLE = HexColor("#DDDDDD"), HexColor("#9A9A9A")


@dataclass(frozen=True)
class Point:
    """One value of a line."""

    at: datetime
    value: float


@dataclass(frozen=True)
class Mark:
    """What stands in a half day of a row; ``strong`` when it is outside the limits."""

    day: date
    half: int
    words: str
    strong: bool = False


@dataclass(frozen=True)
class GridRow:
    """A row under the lines: what was measured, and its values."""

    head: str
    marks: tuple[Mark, ...]


def half_of(at: datetime) -> int:
    """In which half of its day a moment lies."""
    return 0 if local(at).time() < time(12) else 1


def drawn(
    days: Sequence[date], pulse: Sequence[Point], warmth: Sequence[Point], rows: Sequence[GridRow], room: float
) -> Drawing:
    """The grid ``room`` points wide; the more rows, the lower they and the lines, so that it stands on one page."""
    fonts.register()
    grid = _Grid(days, room, len(rows))
    made = Drawing(room, grid.height)
    for shape in (
        *grid.lines(),
        *grid.heads(),
        *grid.axes(),
        *grid.curve(pulse, _PULSE, _RED, dashed=True),
        *grid.curve(warmth, _WARMTH, _BLUE, dashed=False),
        *(shape for place, one in enumerate(rows) for shape in grid.row(place, one)),
    ):
        made.add(shape)
    return made


class _Grid:
    """Where a moment, a value and a row stand."""

    def __init__(self, days: Sequence[date], room: float, rows: int) -> None:
        self.days, self.room, self.rows = days, room, rows
        self.plot = min(_PLOT, max(_LEAST_PLOT, HIGHEST - _HEAD - rows * _ROW))
        self.row_height = min(_ROW, (HIGHEST - _HEAD - self.plot) / max(1, rows))
        self.height = _HEAD + self.plot + rows * self.row_height + 2
        self.half = (room - _LABELS) / (2 * max(1, len(days)))
        self.top = self.height - _HEAD  # of the plot
        self.bottom = self.top - self.plot

    def x(self, at: datetime) -> float:
        """Moments stand at their true place in the day: the morning half until noon, the other until midnight."""
        begins = datetime.combine(self.days[0], time(), VIETNAM)
        share = (at - begins) / timedelta(days=1)
        return _LABELS + min(max(share, 0.0), float(len(self.days))) * 2 * self.half

    def y(self, value: float, axis: tuple[float, float]) -> float:
        low, high = axis
        return self.bottom + (min(max(value, low), high) - low) / (high - low) * self.plot

    def lines(self) -> Iterator[Line | Rect]:
        for place in range(_FINE + 1):
            y = self.bottom + place * self.plot / _FINE
            strong = place % 5 == 0
            yield Line(
                _LABELS, y, self.room, y, strokeColor=_MIDDLE if strong else _PALE, strokeWidth=0.5 if strong else 0.25
            )
        low = self.bottom - self.rows * self.row_height
        for place in range(2 * len(self.days) + 1):
            x = _LABELS + place * self.half
            whole = place % 2 == 0
            yield Line(
                x, low, x, self.height, strokeColor=black if whole else _MIDDLE, strokeWidth=0.6 if whole else 0.3
            )
        for place in range(self.rows + 1):
            y = self.bottom - place * self.row_height
            yield Line(0, y, self.room, y, strokeColor=black, strokeWidth=0.5)
        yield Line(0, self.top, self.room, self.top, strokeColor=black, strokeWidth=0.6)
        yield Line(_LABELS, self.top + _HEAD / 2, self.room, self.top + _HEAD / 2, strokeColor=_MIDDLE, strokeWidth=0.4)
        yield Rect(0, low, self.room, self.height - low, fillColor=None, strokeColor=black, strokeWidth=0.8)

    def heads(self) -> Iterator[String]:
        yield _words("Ngày", _LABELS - 4, self.top + _HEAD / 2 + 4, "end", fonts.BOLD)
        yield _words("Buổi", _LABELS - 4, self.top + 4, "end", fonts.BOLD)
        for place, day in enumerate(self.days):
            x = _LABELS + (2 * place + 1) * self.half
            yield _words(f"{day:%d/%m}", x, self.top + _HEAD / 2 + 4, font=fonts.BOLD)
            for half, words in enumerate(HALVES):
                yield _words(words, x + (half - 0.5) * self.half, self.top + 4, size=_TINY)

    def axes(self) -> Iterator[String]:
        yield _words("Mạch", _LABELS * 0.3, self.top - 9, font=fonts.BOLD, color=_RED)
        yield _words("Nhiệt độ", _LABELS * 0.76, self.top - 9, font=fonts.BOLD, color=_BLUE, size=_TINY)
        for step in range(6):
            y = self.bottom + step * self.plot / 6 + (2 if step == 0 else -3)
            yield _words(f"{int(_PULSE[0]) + 20 * step}", _LABELS * 0.42, y, "end", color=_RED)
            yield _words(f"{int(_WARMTH[0]) + step}", _LABELS * 0.86, y, "end", color=_BLUE)

    def curve(
        self, points: Sequence[Point], axis: tuple[float, float], color: Color, *, dashed: bool
    ) -> Iterator[PolyLine | Circle | String]:
        """A line with its dots; a value beyond the axis stands at its edge in numbers."""
        places = [(self.x(one.at), self.y(one.value, axis)) for one in points]
        if len(places) > 1:
            flat = [part for at in places for part in at]
            yield PolyLine(flat, strokeColor=color, strokeWidth=1.1, strokeDashArray=(4, 2) if dashed else None)
        for (x, y), one in zip(places, points, strict=True):
            yield Circle(x, y, 2.1, fillColor=white if dashed else color, strokeColor=color, strokeWidth=0.9)
            if not axis[0] <= one.value <= axis[1]:
                said = f"{one.value:g}".replace(".", ",")
                yield _words(said, x, y + (4 if one.value < axis[0] else -10), font=fonts.BOLD, color=color)

    def row(self, place: int, one: GridRow) -> Iterator[String]:
        middle = self.bottom - (place + 0.5) * self.row_height
        yield _words(one.head, 4, middle - 3, "start", fonts.BOLD)
        for mark in one.marks:
            if mark.day not in self.days:
                continue
            x = _LABELS + (2 * self.days.index(mark.day) + mark.half + 0.5) * self.half
            font = fonts.BOLD if mark.strong else fonts.REGULAR
            lines = mark.words.split("\n")
            for line, said in enumerate(lines):
                y = middle - 2.5 + (len(lines) - 1) * 3.4 - line * 6.8
                yield _words(said, x, y, font=font, size=_fitting(said, font, self.half - 1))


def _fitting(said: str, font: str, room: float) -> float:
    """The size in which some words fit into a half day."""
    wide = fonts.width(said, font, _SIZE)
    return _SIZE if wide <= room else max(4.5, _SIZE * room / wide)


def _words(
    said: str,
    x: float,
    y: float,
    anchor: str = "middle",
    font: str = fonts.REGULAR,
    color: Color = black,
    size: float = _SIZE,
) -> String:
    return String(x, y, said, fontName=font, fontSize=size, textAnchor=anchor, fillColor=color)
