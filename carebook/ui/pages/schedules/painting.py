"""How a calendar looks: its heads, hours and blocks, drawn on one surface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from carebook.dates import hour
from carebook.ui.pages.schedules.board import Block, Board, BoardColumn, Ghost, Lane, Spot, fitted, time_of
from carebook.ui.parts import theme
from carebook.ui.parts.labels import paint_mark

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_ELIDE = Qt.TextElideMode.ElideRight
_MARK, _PAD, _GAP = 9.0, 5.0, 3.0
_LEAST_WORD = 9  # pixels; in less than that there is only the mark
_SOME_WORD = 40  # pixels beside a name; in less than that the second line is left out
_SOME_NAME = 34  # pixels; in less than that words are not broken over lines
_WORDY = 84  # pixels; a line cut shorter than that says nothing
LEAST_HOUR, LEAST_COLUMN = 46, 64


@dataclass(frozen=True)
class Geometry:
    """Where things are, in pixels of the surface: ``top`` is the height of the heads, ``gutter`` the width of the hours; both stay
    while ``scrolled`` moves the hours up and ``across`` the columns to the left."""

    width: float
    gutter: float
    top: float
    column_width: float
    per_hour: float
    scrolled: float
    across: float
    columns: int
    first: int

    def x(self, column: int) -> float:
        return self.gutter + column * self.column_width - self.across

    def y(self, minute: float) -> float:
        return self.top + (minute - self.first) / 60 * self.per_hour - self.scrolled

    def column_at(self, x: float) -> int:
        """The column under a point, the nearest one beside them."""
        return min(max(int((x - self.gutter + self.across) // self.column_width), 0), self.columns - 1)

    def minute_at(self, y: float) -> float:
        """The minute of the day at a height."""
        return self.first + (y - self.top + self.scrolled) / self.per_hour * 60

    def place(self, column: int, start: int, minutes: int, lane: Lane) -> QRectF:
        """The rectangle of a block."""
        wide = (self.column_width - 2 * _GAP) / lane.of
        y, high = self.y(start), minutes / 60 * self.per_hour
        gap = 2 if lane.n + lane.span < lane.of else 0
        return QRectF(self.x(column) + _GAP + lane.n * wide, y + 1, wide * lane.span - gap, max(high - 2, 16))


def paint(
    painter: QPainter, place: Geometry, height: float, board: Board, spot: Spot, ghost: Ghost | None, *, focused: bool
) -> None:
    """The whole calendar; ``height`` is that of the surface."""
    _hours(painter, place, height, board)
    painter.save()
    painter.setClipRect(QRectF(place.gutter, 0, place.width - place.gutter, height))
    _grounds(painter, place, height, board)
    _heads(painter, place, board)
    painter.setClipRect(QRectF(place.gutter, place.top, place.width - place.gutter, height - place.top))
    _lines(painter, place, height, board)
    _now(painter, place, board)
    for column, blocks in enumerate(board.by_column):
        for block in blocks:
            rect = place.place(column, block.start, block.minutes, board.lane_of[block.id])
            if rect.bottom() < place.top or rect.top() > height:
                continue
            moving = ghost is not None and ghost.block.id == block.id
            picked = spot.block == block.id and ghost is None
            _block(painter, rect, block, picked=picked, focused=focused, moving=moving)
    if ghost is not None:
        _ghost(painter, place, ghost)
    elif not spot.block and board.columns and focused:
        rect = place.place(spot.column, spot.minute, 30, Lane())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("focus"), 2, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(rect, 5, 5)
    painter.restore()
    painter.fillRect(QRectF(0, place.top - 1, place.width, 1), theme.colour("rule"))


def _grounds(painter: QPainter, place: Geometry, height: float, board: Board) -> None:
    for n, column in enumerate(board.columns):
        rect = QRectF(place.x(n), 0, place.column_width, height)
        if column.is_today:
            painter.fillRect(rect, theme.colour("tint"))
        if column.note:
            _shade(painter, QRectF(rect.x(), place.top, rect.width(), height - place.top))


def _shade(painter: QPainter, rect: QRectF) -> None:
    """Slanted lines: nobody works here."""
    painter.fillRect(rect, theme.colour("tint"))
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(theme.colour("line"), 1))
    step, high = 9.0, rect.height()
    x = rect.left() - high
    while x < rect.right():
        painter.drawLine(QLineF(x, rect.bottom(), x + high, rect.top()))
        x += step
    painter.restore()


def _hours(painter: QPainter, place: Geometry, height: float, board: Board) -> None:
    """The hours beside the columns; one that would stand on the heads is left out."""
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("text2"))
    line = theme.worn().scaled(16)
    for minute, y in _full_hours(place, height, board):
        if y - line / 2 > place.top:
            words = hour(time_of(minute % (24 * 60)))
            painter.drawText(QRectF(0, y - line / 2, place.gutter - 10, line), _RIGHT, words)


def _lines(painter: QPainter, place: Geometry, height: float, board: Board) -> None:
    """A line for every hour, and one between the columns."""
    for _minute, y in _full_hours(place, height, board):
        painter.fillRect(QRectF(place.gutter, y, place.width - place.gutter, 1), theme.colour("line"))
    for n in range(len(board.columns) + 1):
        painter.fillRect(QRectF(round(place.x(n)), place.top, 1, height - place.top), theme.colour("line"))


def _full_hours(place: Geometry, height: float, board: Board) -> Iterator[tuple[int, int]]:
    """(minute, where it is) of the hours in sight."""
    first, last = board.hours
    for minute in range(first, last + 1, 60):
        y = round(place.y(minute))
        if place.top - 1 <= y <= height:
            yield minute, y


def _heads(painter: QPainter, place: Geometry, board: Board) -> None:
    line = theme.worn().scaled(19)
    for n, column in enumerate(board.columns):
        rect = QRectF(place.x(n), 0, place.column_width, place.top)
        if column.is_today:
            painter.fillRect(rect, theme.colour("tint"))
        painter.setFont(theme.font("base", 600 if column.is_today else 500))
        painter.setPen(theme.colour("primary" if column.is_today else "text"))
        words = _cut(painter, column.head, rect.width() - 14, name=bool(column.owner), short=column.head.split("/")[0])
        painter.drawText(QRectF(rect.x() + 8, 2, rect.width() - 14, line), _LEFT, words)
        painter.setFont(theme.font("small"))
        _under_head(painter, QRectF(rect.x() + 8, line + 1, rect.width() - 14, line), column)


def _under_head(painter: QPainter, rect: QRectF, column: BoardColumn) -> None:
    """A holiday or leave with its sign, else how many people, in words and (too many) with a sign."""
    icon, tone, words = ("calendar", "warn", column.note) if column.note else ("", "text2", column.load)
    if column.over and not column.note:
        icon, tone = "triangle-alert", "warn"
    if icon and words:
        theme.paint_icon(painter, icon, tone, rect.x(), rect.center().y() - 6, 12)
        rect = rect.adjusted(16, 0, 0, 0)
    painter.setPen(theme.colour(tone))
    short = "" if column.note else words.split(" ")[0]
    painter.drawText(rect, _LEFT, _cut(painter, words, rect.width(), name=False, short=short))


def _cut(painter: QPainter, words: str, width: float, *, name: bool, short: str = "") -> str:
    """As much of the words as fits; ``short`` is said instead of words that are too long."""
    metrics = QFontMetricsF(painter.font())
    if not name and short and metrics.horizontalAdvance(words) > width:
        words = short
    if name:
        words = fitted(words, lambda text: metrics.horizontalAdvance(text) <= width)
    cut = metrics.elidedText(words, _ELIDE, width)
    return cut if len(cut) > 1 else words[-1:] if name else words[:1]  # one letter rather than dots


def _block(painter: QPainter, rect: QRectF, block: Block, *, picked: bool, focused: bool, moving: bool) -> None:
    ground = f"{block.tone}_s" if block.loud else "sheet"
    edge, width = (block.tone if block.loud else "rule"), 1.0
    if picked:
        ground, edge, width = "sel", "focus" if focused else "primary", 2.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.45 if moving else 1.0)
    painter.setBrush(theme.colour(ground))
    painter.setPen(QPen(theme.colour(edge), width))
    painter.drawRoundedRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), 5, 5)
    _words(painter, rect, block, block.line, block.shape, block.tone)
    painter.setOpacity(1.0)


def _words(painter: QPainter, rect: QRectF, block: Block, line: str, shape: str, tone: str) -> None:
    """The mark and the name; the second line where there is height for it, else beside the name where there is width.

    A long name that is nobody's takes the lines below instead.
    """
    high = theme.worn().scaled(17)
    top = rect.y() + (_GAP if rect.height() >= high + 2 * _GAP else (rect.height() - high) / 2)
    inner = rect.width() - 2 * _PAD
    if inner < 14:
        return
    paint_mark(painter, QRectF(rect.x() + _PAD, top + (high - _MARK) / 2, _MARK, _MARK), shape, tone)
    left, room = rect.x() + _PAD + _MARK + 5, inner - _MARK - 5
    painter.setFont(theme.font("small", 500))
    metrics = QFontMetricsF(painter.font())
    two_lines = rect.height() >= 2 * high + 2 * _GAP - 2
    tells = block.faint or tone != "text2"  # a state may be cut, a room not
    needed = QFontMetricsF(theme.font("small")).horizontalAdvance(line)
    words = _cut(painter, block.title, room, name=block.is_person)
    if tells and line and not two_lines and metrics.horizontalAdvance(words) + 10 + needed > room:
        words = _beside_state(block, words, metrics, max(room - 10 - needed, room / 2))
    painter.setPen(theme.colour("text2" if block.faint else "text"))
    if two_lines and words != block.title and not (block.is_person or tells) and room >= _SOME_NAME:
        rows = (rect.bottom() - top - _GAP) // metrics.lineSpacing()
        painter.drawText(QRectF(left, top, room, rows * metrics.lineSpacing()), _WRAPPED, block.title)
        return
    painter.drawText(QRectF(left, top, room, high), _LEFT, words if room >= _LEAST_WORD else "")
    if not line:
        return
    used = metrics.horizontalAdvance(words) + 10
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour(tone if tone in ("danger", "warn", "ok") else "text2"))
    smaller = QFontMetricsF(painter.font())
    if two_lines and (room >= _WORDY or needed <= room):
        painter.drawText(QRectF(left, top + high - 1, room, high), _LEFT, smaller.elidedText(line, _ELIDE, room))
    elif room - used > (min(needed, _SOME_WORD) if tells else needed):
        words = smaller.elidedText(line, _ELIDE, room - used)
        painter.drawText(QRectF(left + used, top, room - used, high), _LEFT, words)


def _beside_state(block: Block, words: str, metrics: QFontMetricsF, width: float) -> str:
    """A person's name so short that its state has room beside it, with the given name whole; else as it was."""
    if not block.is_person:
        return words
    short = fitted(block.title, lambda text: metrics.horizontalAdvance(text) <= width)
    return short if short.endswith(block.title.split()[-1]) else words


def _ghost(painter: QPainter, place: Geometry, ghost: Ghost) -> None:
    rect = place.place(ghost.column, ghost.start, ghost.block.minutes, Lane())
    tone = "danger" if ghost.forbidden else "warn" if ghost.against else "primary"
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.colour(theme.ground(tone)))
    painter.setPen(QPen(theme.colour(tone), 2, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
    start, end = time_of(ghost.start), time_of((ghost.start + ghost.block.minutes) % (24 * 60))
    shape = "square" if ghost.against else "full"
    _words(painter, rect, ghost.block, f"{hour(start)}–{hour(end)}", shape, tone)


def _now(painter: QPainter, place: Geometry, board: Board) -> None:
    first, last = board.hours
    for n, column in enumerate(board.columns):
        if column.now is not None and first <= column.now <= last:
            y = place.y(column.now)
            painter.fillRect(QRectF(place.x(n), y, place.column_width, 1), theme.colour("danger"))
