"""Long tables on the page: columns fitted to the sheet, headings repeated, rows of fixed height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, TableStyle

from carebook.reports.grid import Grid, Weight
from carebook.reports.paper import fonts
from carebook.reports.paper.page import PORTRAIT

PADDING = 3.0
_TIGHT = 1.5  # where headings are turned
STEP = 9.0  # by which a row's first text is set in, a level
_SIZES = (11, 10.5, 10, 9.5, 9)
_UPRIGHT_SIZES = (10, 9, 8, 7)
_UPRIGHT_HEIGHT = 32 * mm
_WIDEST = 75 * mm  # no column asks for more of the sheet than this
_LONGEST_WORD = 50 * mm  # a longer one is cut
_NAMES = 48 * mm  # the first words of a row (names of people, of groups) get this much before headings are turned
_NO_END = 1e6  # points; room without a page's end
_LAST_ROWS = 2  # go over with the signatures
_WHITE, _CLOSE = 5.0, 3.0  # points of a row above and below its words
_HAIR = 0.01  # points; sums of heights differ by less in another order
_MOST_LINES = 26  # a taller row goes on in a second one, else it could not stand on any page


class Upright(Flowable):  # type: ignore[misc]
    """A heading turned a quarter to the left, for columns too narrow for its words."""

    def __init__(self, text: str, size: float) -> None:
        super().__init__()
        self.lines = fonts.wrapped(text, _UPRIGHT_HEIGHT, fonts.BOLD, size).split("\n")
        self.size = size
        self.leading = size * 1.15
        self.length = max(fonts.width(line, fonts.BOLD, size) for line in self.lines)
        self.width = self.leading * len(self.lines)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """As wide as the column, as high as its longest line."""
        self.column = available_width
        return available_width, self.length

    def draw(self) -> None:
        """The lines, side by side, centred in the column."""
        self.canv.saveState()
        self.canv.rotate(90)
        self.canv.setFont(fonts.BOLD, self.size)
        left = (self.column - self.leading * len(self.lines)) / 2
        for n, line in enumerate(self.lines):
            self.canv.drawCentredString(self.length / 2, -(left + self.leading * n + self.size * 0.9), line)
        self.canv.restoreState()


@dataclass(frozen=True)
class _Fit:
    """How a grid stands on a sheet: letters, column widths, headings turned or not."""

    size: float
    widths: tuple[float, ...]
    upright: bool

    @property
    def padding(self) -> float:
        """The white on each side of a cell's words."""
        return _TIGHT if self.upright else PADDING


def _longest(texts: Sequence[str], font: str, size: float) -> float:
    """The width of the widest of many texts; only the longest by letters are measured."""
    candidates = sorted(set(texts), key=len, reverse=True)[:25]
    return max((fonts.width(text, font, size) for text in candidates), default=0.0)


def _words(texts: Sequence[str]) -> list[str]:
    return [word for text in texts for word in text.split()]


def _lines(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n")]


def _first_words(grid: Grid) -> int:
    """The column that says what a row is about: the first one of words."""
    return next((n for n in range(len(grid.columns)) if grid.align(n) == "left"), 0)


def _needs(grid: Grid, texts: Sequence[Sequence[str]], size: float, *, upright: bool) -> list[tuple[float, float]]:
    """For each column the least width at which no word is cut, and the width at which nothing wraps."""
    needs = []
    names = _first_words(grid)
    sides = 2 * (_TIGHT if upright else PADDING)
    for n, (column, values) in enumerate(zip(grid.columns, texts, strict=True)):
        turned = upright and grid.align(n) != "left"
        heading = Upright(column.heading, size).width if turned else _longest(column.heading.split(), fonts.BOLD, size)
        least = min(max(heading, _longest(_words(values), fonts.BOLD, size)), _LONGEST_WORD)
        least = max(least, column.least * mm - sides)
        natural = max(least, _longest(_lines(values), fonts.BOLD, size))
        if n == names:
            least = max(least, min(natural, _NAMES))
        needs.append((least + sides, max(least, min(natural, _WIDEST)) + sides))
    for name, first, last in grid.groups():
        lacking = _longest(name.split(), fonts.BOLD, size) + sides - sum(n[0] for n in needs[first : last + 1])
        if lacking > 0:
            more = lacking / (last - first + 1)
            needs[first : last + 1] = [(least + more, natural + more) for least, natural in needs[first : last + 1]]
    return needs


def _shared(needs: Sequence[tuple[float, float]], grid: Grid, room: float) -> tuple[float, ...]:
    """The widths that fill ``room``: first what keeps words whole, then what saves lines, then the text columns."""
    least = [need[0] for need in needs]
    spare = room - sum(least)
    wishes = [max(natural - low, 0) for low, natural in needs]
    if spare < 0:
        return tuple(width * room / sum(least) for width in least)
    if sum(wishes) >= spare:
        return tuple(low + wish * spare / sum(wishes) for low, wish in zip(least, wishes, strict=True))
    widths = [low + wish for low, wish in zip(least, wishes, strict=True)]
    spare -= sum(wishes)
    growing = [n for n in range(len(widths)) if grid.align(n) == "left"] or list(range(len(widths)))
    grown = sum(widths[n] * grid.columns[n].grows for n in growing)
    for n in growing:
        widths[n] *= 1 + spare * grid.columns[n].grows / grown
    return tuple(widths)


def _fit(grid: Grid, texts: Sequence[Sequence[str]], room: float, largest: float) -> _Fit:
    """The largest letters, up to ``largest``, at which the grid fits ``room`` with whole words; turned headings come last."""
    for upright, sizes in ((False, _SIZES), (True, _UPRIGHT_SIZES)):
        for size in (one for one in sizes if one <= largest or one == sizes[-1]):
            needs = _needs(grid, texts, size, upright=upright)
            if sum(need[0] for need in needs) <= room:
                return _Fit(size, _shared(needs, grid, room), upright)
    size = _UPRIGHT_SIZES[-1]
    return _Fit(size, _shared(_needs(grid, texts, size, upright=True), grid, room), True)


def _head(grid: Grid, fit: _Fit) -> tuple[list[list[Any]], list[float], list[tuple[Any, ...]]]:
    """The heading rows, their heights and their style."""
    groups = list(grid.groups())
    leading = fit.size * 1.18
    grouped = {n for _name, first, last in groups for n in range(first, last + 1)}

    def cell(n: int) -> Any:
        heading = grid.columns[n].heading
        if fit.upright and grid.align(n) != "left":
            return Upright(heading, fit.size)
        return fonts.wrapped(heading, fit.widths[n] - 2 * fit.padding, fonts.BOLD, fit.size)

    def height(content: Any) -> float:
        lines = content.length if isinstance(content, Upright) else leading * (content.count("\n") + 1)
        return float(lines + 2 * PADDING + 2)

    cells = [cell(n) for n in range(len(grid.columns))]
    look: list[tuple[Any, ...]] = [
        ("ALIGN", (0, 0), (-1, 1 if groups else 0), "CENTER"),
        ("FONT", (0, 0), (-1, 1 if groups else 0), fonts.BOLD, fit.size, leading),
        ("BACKGROUND", (0, 0), (-1, 1 if groups else 0), HexColor("#EFEFEF")),
    ]
    if not groups:
        return [cells], [max(height(c) for c in cells)], look
    upper: list[Any] = [""] * len(cells)
    for name, first, last in groups:
        room = sum(fit.widths[first : last + 1]) - 2 * fit.padding
        upper[first] = fonts.wrapped(name, room, fonts.BOLD, fit.size)
        look.append(("SPAN", (first, 0), (last, 0)))
    lower = [content if n in grouped else "" for n, content in enumerate(cells)]
    for n in range(len(cells)):
        if n not in grouped:
            upper[n] = cells[n]
            look.append(("SPAN", (n, 0), (n, 1)))
    top = max(height(upper[first]) for _name, first, _last in groups)
    below = max(height(lower[n]) for n in grouped)
    alone = max((height(cells[n]) for n in range(len(cells)) if n not in grouped), default=0.0)
    return [upper, lower], [top, max(below, alone - top)], look


def table(grid: Grid, room: float = PORTRAIT.width, *, largest: float = _SIZES[0]) -> LongTable:
    """The grid as a table ``room`` points wide that breaks between rows and repeats its headings on every page.

    Its letters are not larger than ``largest``; below the usual size its rows stand closer too.
    """
    texts = [
        [fonts.clean(grid.text(row.values[n], column)) for row in grid.rows] for n, column in enumerate(grid.columns)
    ]
    fit = _fit(grid, texts, room, largest)
    white = _WHITE if largest >= _SIZES[0] else _CLOSE
    leading = fit.size * 1.18
    cells, heights, look = _head(grid, fit)
    head = len(cells)
    first_words = _first_words(grid)
    look += [
        ("FONT", (0, head), (-1, -1), fonts.REGULAR, fit.size, leading),
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), fit.padding),
        ("RIGHTPADDING", (0, 0), (-1, -1), fit.padding),
        ("TOPPADDING", (0, 0), (-1, -1), white * 0.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), white * 0.6),
        *(("ALIGN", (n, head), (n, -1), grid.align(n).upper()) for n in range(len(grid.columns))),
    ]
    for number, row in enumerate(grid.rows):
        font = fonts.REGULAR if row.weight is Weight.ROW else fonts.BOLD
        lines = []
        for n, width in enumerate(fit.widths):
            inset = STEP * row.level if n == first_words else 0
            lines.append(fonts.wrapped(texts[n][number], width - 2 * fit.padding - inset, font, fit.size).split("\n"))
        at, pieces = len(cells), max(1, -(-max(len(part) for part in lines) // _MOST_LINES))
        for piece in range(pieces):
            shown = [part[piece * _MOST_LINES : (piece + 1) * _MOST_LINES] for part in lines]
            cells.append(["\n".join(part) for part in shown])
            heights.append(leading * max(row.lines, *(len(part) for part in shown)) + white)
        if row.weight is not Weight.ROW:
            look.append(("FONT", (0, at), (-1, len(cells) - 1), fonts.BOLD, fit.size, leading))
        if row.level:
            look.append(
                ("LEFTPADDING", (first_words, at), (first_words, len(cells) - 1), fit.padding + STEP * row.level)
            )
        if pieces > 1:
            look.append(("LINEBELOW", (0, at), (-1, len(cells) - 2), 0.5, HexColor("#FFFFFF")))
    return LongTable(cells, colWidths=list(fit.widths), rowHeights=heights, repeatRows=head, style=TableStyle(look))


class SignedTable(Flowable):  # type: ignore[misc]
    """A table and what stands under it; when both do not fit a page, the ``last_rows`` go over with what stands under."""

    def __init__(self, rows: LongTable, after: Sequence[Flowable], last_rows: int = _LAST_ROWS) -> None:
        super().__init__()
        self.rows = rows
        self.last_rows = last_rows
        self.after = list(after)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """The height of both."""
        self.width = available_width
        self.rows_height = self.rows.wrap(available_width, _NO_END)[1]
        self.heights = [
            part.getSpaceBefore() + part.wrap(available_width, _NO_END)[1] + part.getSpaceAfter() for part in self.after
        ]
        self.height = self.rows_height + sum(self.heights)
        return available_width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As many rows as fit, then the rest with what stands under; nothing when not even the headings and a row fit."""
        self.wrap(available_width, available_height)
        kept = sum(self.rows._rowHeights[-self.last_rows :])
        parts = self.rows.split(available_width, min(available_height, self.rows_height - kept + _HAIR))
        return [parts[0], SignedTable(parts[1], self.after, self.last_rows)] if len(parts) == 2 else []

    def draw(self) -> None:
        """The table on top, the rest below it."""
        y = self.height - self.rows_height
        self.rows.drawOn(self.canv, 0, y)
        for part, height in zip(self.after, self.heights, strict=True):
            y -= height
            part.drawOn(self.canv, 0, y + part.getSpaceAfter())
