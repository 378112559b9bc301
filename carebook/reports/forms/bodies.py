"""The body on the page: both figures with their numbered marks, in black on white."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Ellipse, Path, PolyLine, Rect, String
from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.units import mm

from carebook.records.incidents import BodyMark
from carebook.reports.forms import Body
from carebook.reports.paper import fonts
from carebook.rules.incidents import WHOLE
from carebook.rules.incidents.outline import BODY, HIGH, WIDE, Bent, Block, Limb, Oval, Shape

_FIGURE = float(66 * mm)  # high
_UNDER = 16.0  # points under a figure, for its words
_SIZE, _MARK = 9, 6.0
_LINE = 0.9
_FILL, _EDGE = HexColor("#F2F2F2"), HexColor("#555555")
_SIDES = ((False, "Phía trước"), (True, "Phía sau"))


def drawing(body: Body, room: float) -> Drawing:
    """The figures side by side in the middle of ``room`` points, each mark as a dot with its number."""
    made = Drawing(room, _FIGURE + _UNDER)
    for place, (back, words) in enumerate(_SIDES):
        figure = _Figure(room * (0.3 + 0.4 * place))
        for shape in (*figure.shapes(edge=True), *figure.shapes(edge=False)):
            made.add(shape)
        made.add(String(figure.middle, 2, words, fontName=fonts.REGULAR, fontSize=_SIZE + 1, textAnchor="middle"))
        for number, mark in enumerate(body.marks, body.first):
            if mark.back is back:
                for shape in figure.mark(mark, number):
                    made.add(shape)
    return made


class _Figure:
    """One figure around ``middle`` (points), drawn twice: wider in the colour of the edge, then in that of the inside."""

    def __init__(self, middle: float) -> None:
        self.middle = middle
        self._scale = _FIGURE / HIGH

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self.middle + (x - WIDE / 2) * self._scale, _UNDER + (HIGH - y) * self._scale

    def shapes(self, *, edge: bool) -> Iterator[Any]:
        """The shapes of the body; without inner edges, as the inside covers them."""
        for shape in BODY:
            yield self._drawn(shape, edge)

    def _drawn(self, shape: Shape, edge: bool) -> Any:
        color, more = (_EDGE, _LINE) if edge else (_FILL, 0.0)
        looks = {"fillColor": color, "strokeColor": color, "strokeWidth": 2 * more}
        scale = self._scale
        match shape:
            case Oval(middle, aside, along):
                x, y = self._at(*middle)
                return Ellipse(x, y, aside * scale, along * scale, **looks)
            case Block(corner, wide, high, rounding):
                x, y = self._at(corner[0], corner[1] + high)
                return Rect(x, y, wide * scale, high * scale, rx=rounding * scale, ry=rounding * scale, **looks)
            case Bent(start, curves):
                return self._bent(start, curves, looks)
            case Limb(points, thick):
                flat = [part for point in points for part in self._at(*point)]
                thickness = thick * scale + 2 * more
                return PolyLine(flat, strokeColor=color, strokeWidth=thickness, strokeLineCap=1, strokeLineJoin=1)

    def _bent(
        self,
        start: tuple[int, int],
        curves: tuple[tuple[tuple[int, int], tuple[int, int]], ...],
        looks: dict[str, Any],
    ) -> Path:
        """Quadratic curves as the cubic ones a page knows."""
        path = Path(strokeLineJoin=1, **looks)
        here = self._at(*start)
        path.moveTo(*here)
        for to, end in curves:
            (tx, ty), (ex, ey) = self._at(*to), self._at(*end)
            (hx, hy), (dx, dy) = here, (ex, ey)
            path.curveTo(
                hx + (tx - hx) * 2 / 3, hy + (ty - hy) * 2 / 3, dx + (tx - dx) * 2 / 3, dy + (ty - dy) * 2 / 3, dx, dy
            )
            here = (ex, ey)
        path.closePath()
        return path

    def mark(self, mark: BodyMark, number: int) -> Iterator[Any]:
        """A dot where the injury is, with its number."""
        x, y = self._at(mark.x * WIDE / WHOLE, mark.y * HIGH / WHOLE)
        yield Circle(x, y, _MARK, fillColor=black, strokeColor=white, strokeWidth=0.8)
        yield String(
            x, y - _SIZE * 0.34, str(number), fontName=fonts.BOLD, fontSize=_SIZE, textAnchor="middle", fillColor=white
        )
