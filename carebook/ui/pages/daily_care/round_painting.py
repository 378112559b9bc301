"""How the sheet of a round is drawn: cells by their state, rooms, names, and what is asked under a person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from carebook.store.daily_care import CaredFor
from carebook.ui.pages.daily_care.round_model import BED, NAME, Line, Look, RoundModel, about
from carebook.ui.pages.daily_care.sheet import Key, said_last
from carebook.ui.parts import theme
from carebook.words import message

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_PAD = 8
_CELL = 4  # between the edge of a cell and its box
_SPARK = 64
# fill, edge, text, width of the edge
_LOOKS: dict[str, tuple[str, str, str, int]] = {
    "empty": ("sheet", "field", "text2", 1),
    "typed": ("sheet", "field", "text", 1),
    "waits": ("", "", "text2", 0),
    "ok": ("", "", "text", 0),
    "odd": ("warn_s", "", "warn", 0),
    "asked": ("warn_s", "warn", "warn", 1),
    "bad": ("danger_s", "danger", "danger", 2),
    "not_done": ("", "", "text2", 0),
    "away": ("", "", "text2", 0),
    "off": ("", "", "text2", 0),
    "planned": ("sheet", "field", "text2", 1),
    "own": ("soft", "", "text", 0),
}
_STRONG = frozenset({"typed", "odd", "asked", "bad", "own"})


class RoundPainter(QStyledItemDelegate):
    """Draws the lines of a `RoundModel` inside a table that it is the child of."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, RoundModel)
        line, place = model.lines[index.row()], option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.kind == "room":
            paint_room(painter, place, model.data(index) or "", model.said_of(line))
        elif line.kind == "question":
            self._question(painter, place, model, line)
        else:
            self._person(painter, place, model, line, index)
        painter.restore()

    def _person(
        self,
        painter: QPainter,
        place: QRect,
        model: RoundModel,
        line: Line,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        below = model.lines[index.row() + 1].kind if index.row() + 1 < len(model.lines) else ""
        if below != "question":
            painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), theme.colour("line"))
        here = self._view.currentIndex()
        if here.row() == index.row() and index.column() in (BED, NAME):
            painter.fillRect(place.adjusted(0, 0, 0, -1), theme.colour("sel"))
        if index.column() == BED:
            words(painter, place.adjusted(_PAD, 0, -_PAD, 0), line.row.who.bed, _RIGHT, tone="text2")
        elif index.column() == NAME:
            paint_name(painter, place, line.row.who, about(line.row.who, model.day))
        elif (key := model.key_at(index)) is not None:
            current = index == here
            paint_cell(painter, place, model.look(key), current=current, caret=current and self._view.hasFocus())
        else:
            current_key = model.key_at(here) if here.row() == index.row() else None
            self._note(painter, place, model, line, current_key)

    def _note(self, painter: QPainter, place: QRect, model: RoundModel, line: Line, current: Key | None) -> None:
        inner = place.adjusted(_PAD, 0, -_PAD, -1)
        state = model.state
        assert state is not None
        said = model.note(line.row)
        if current is not None and (last := state.last(current)) is not None and state.taken(current) is None:
            values = [one.value for one in line.row.recent.get(current[1], ()) if one.value is not None]
            if len(values) > 1 and inner.width() > 2 * _SPARK:
                _spark(painter, QRectF(inner.right() - _SPARK, inner.center().y() - 9, _SPARK, 18), values)
                inner = inner.adjusted(0, 0, -_SPARK - _PAD, 0)
            told = str(message("last time {value}", value=said_last(*last, model.day)))
            words(painter, inner, " · ".join(part for part in (told, said) if part), _LEFT, size="small", tone="text2")
        elif said:
            words(painter, inner, said, _LEFT, size="small", tone="text2")

    def _question(self, painter: QPainter, place: QRect, model: RoundModel, line: Line) -> None:
        typed = model.typed_at(line)
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), theme.colour("line"))
        asked = typed.state == "odd"
        tone = "warn" if asked else "danger"
        left = self._view.columnWidth(BED) + _PAD
        high = theme.worn().scaled(28)
        first = QRect(place.left() + left, place.top(), place.width() - left - _PAD, high)
        theme.paint_icon(painter, "circle-alert", tone, first.left(), first.center().y() - 8, 16)
        wide = words(painter, first.adjusted(24, 0, 0, 0), model.question(line), _LEFT, weight=500, tone=tone)
        found = typed.judged
        if found is None:
            return
        if asked:
            second = QRect(first.left() + 24, first.bottom(), first.width() - 24, high)
            _keys(painter, second, [(str(one.extra.get("key", "")), one.text) for one in found.reasons])
        elif found.instead:
            at = QRect(first.left() + 24 + wide + 16, first.top(), first.width() - wide - 40, high)
            _keys(painter, at, [("C", str(message("change to {value}", value=found.instead)))])


def paint_room(painter: QPainter, place: QRect, said: str, done: str) -> None:
    """The line of a room: which, how many people, and how far it is."""
    painter.fillRect(place, theme.colour("tint"))
    inner = place.adjusted(_PAD, 0, -_PAD - 8, 0)
    words(painter, inner, said, _LEFT, weight=600)
    words(painter, inner, done, _RIGHT, tone="text2")


def paint_name(painter: QPainter, place: QRect, who: CaredFor, small: str) -> None:
    """A name over its age; allergies in red."""
    inner = place.adjusted(_PAD, 0, -_PAD, -1)
    tone = "text" if who.is_there else "text2"
    if not small:
        words(painter, inner, who.name, _LEFT, weight=500, tone=tone)
        return
    middle, high = inner.center().y(), theme.worn().scaled(17)
    over = QRect(inner.left(), middle - high + 1, inner.width(), high)
    words(painter, over, who.name, _LEFT, weight=500, tone=tone)
    under = QRect(inner.left(), middle + 1, inner.width(), high)
    words(painter, under, small, _LEFT, size="small", tone="danger" if who.allergies else "text2")


def paint_cell(painter: QPainter, place: QRect, look: Look, *, current: bool, caret: bool) -> None:
    """One cell of a grid by its state, with the ring of the current one."""
    fill, edge, tone, width = _LOOKS[look.state]
    painted = QRectF(place).adjusted(_CELL + 0.5, _CELL + 0.5, -_CELL - 0.5, -_CELL - 1.5)
    if current:
        edge, width = "focus", 2
        fill = fill or "sheet"
    if fill or edge:
        painter.setPen(QPen(theme.colour(edge), width) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(fill) if fill else QColor(0, 0, 0, 0))
        painter.drawRoundedRect(painted, 4, 4)
    if look.state == "off" and not current:
        words(painter, place, "·", _CENTRE, tone="text2")
        return
    inner = painted.adjusted(5, 0, -5, 0).toRect()
    if look.code:
        inner = _chip(painter, inner, look.code)
    weight = 600 if look.state in _STRONG else 400
    words(painter, inner, look.text, _RIGHT, weight=weight, tone=tone)
    if caret and look.state in ("typed", "empty", "off"):
        painter.fillRect(QRectF(inner.right() + 2, painted.top() + 6, 1.5, painted.height() - 12), theme.colour("text"))


def _chip(painter: QPainter, inner: QRect, text: str) -> QRect:
    painter.setFont(theme.font("small", 600))
    side = theme.worn().scaled(17)
    box = QRectF(inner.left() - 1, inner.center().y() - side / 2 + 1, side, side)
    painter.setBrush(theme.colour("sheet"))
    painter.setPen(QPen(theme.colour("warn"), 1))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.colour("warn"))
    painter.drawText(box, _CENTRE, text)
    return inner.adjusted(side + 2, 0, 0, 0)


def _keys(painter: QPainter, place: QRect, pairs: Sequence[tuple[str, str]]) -> None:
    """Keys with their words, side by side, as many as there is room for."""
    left = float(place.left())
    side = theme.worn().scaled(18)
    for key, words in pairs:
        painter.setFont(theme.font("small"))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words) + 4
        if left + side + 6 + wide > place.right():
            return
        box = QRectF(left, place.center().y() - side / 2, side, side)
        painter.setBrush(theme.colour("sheet"))
        painter.setPen(QPen(theme.colour("field"), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, _CENTRE, key)
        painter.drawText(QRectF(left + side + 6, place.top(), wide, place.height()), _LEFT, words)
        left += side + 6 + wide + 12


def words(
    painter: QPainter,
    place: QRect,
    text: str,
    side: Qt.AlignmentFlag,
    *,
    size: str = "base",
    weight: int = 400,
    tone: str = "text",
) -> int:
    """Draw words on one line, shortened to their room; returns how wide they are."""
    if not text:
        return 0
    painter.setFont(theme.font(size, weight))
    painter.setPen(theme.colour(tone))
    shown = theme.elided(text, place.width(), size, weight, theme.worn().points)
    painter.drawText(place, side, shown)
    return painter.fontMetrics().horizontalAdvance(shown)


def _spark(painter: QPainter, place: QRectF, values: Sequence[float]) -> None:
    """The earlier values as a line, the last one marked."""
    low, high = min(values), max(values)
    span = high - low or 1.0
    step = place.width() / (len(values) - 1)
    points = [
        QPointF(place.left() + n * step, place.bottom() - (value - low) / span * place.height())
        for n, value in enumerate(values)
    ]
    painter.setPen(QPen(theme.colour("text2"), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(theme.colour("text2"))
    painter.drawEllipse(points[-1], 2, 2)
