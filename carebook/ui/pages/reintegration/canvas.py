"""The board on the screen: stages in columns and cards in the stages, painted on one surface, walked by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip

from carebook.money import number
from carebook.ui.pages.reintegration.board import Board, BoardColumn, Card, Shelf
from carebook.ui.parts import theme
from carebook.ui.parts.labels import WrappedWords
from carebook.words import _, ngettext

LEAST_COLUMN = 224
"""No column is narrower, in pixels at base size; where four do not fit, two stand beside each other, or one."""
_GAP, _PAD, _INNER = 10, 10, 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True)
class Place:
    """Where something stands on the whole surface."""

    what: BoardColumn | Shelf | Card
    rect: QRect
    is_more: bool = False


class BoardCanvas(QAbstractScrollArea):
    """``picked(id)`` when the cursor moves, ``opened(id)`` by Enter or a double click, ``forward(id)`` and ``backward(id)`` by
    Ctrl+→ and Ctrl+←, ``more_wanted(stage)`` by the line that tells how many more there are."""

    picked = Signal(str)
    opened = Signal(str)
    forward = Signal(str)
    backward = Signal(str)
    more_wanted = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.board = Board()
        self._current = ""
        self._places: list[Place] = []
        self._notes: dict[str, list[WrappedWords]] = {}
        self._lines: dict[str, WrappedWords] = {}
        self._height = 0
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(40)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 140)

    # what is shown

    def show_board(self, board: Board) -> None:
        """Other contents; the cursor stays with its card."""
        self.board = board
        self._notes = {
            card.id: [
                WrappedWords(note.text, tone="text" if note.tone == "text2" else note.tone) for note in card.notes
            ]
            for card in board.by_id.values()
        }
        self._lines = {card.id: WrappedWords(card.line, "small", tone="text2") for card in board.by_id.values()}
        if self._current not in board.by_id:
            self._current = board.first()
        self._lay_out()
        self._tell()

    def current(self) -> str:
        """The id of the card under the cursor, "" without one."""
        return self._current

    def pick(self, card_id: str) -> None:
        """Put the cursor on a card."""
        if card_id not in self.board.by_id:
            return
        self._current = card_id
        self._reveal()
        self._tell()
        self.viewport().update()
        self.picked.emit(card_id)

    def _tell(self) -> None:
        card = self.board.by_id.get(self._current)
        self.setAccessibleDescription(card.said if card is not None else "")
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # where things stand

    def columns_beside(self) -> int:
        """How many columns stand beside each other in this width."""
        least = theme.worn().scaled(LEAST_COLUMN)
        fit = (self.viewport().width() + _GAP) // (least + _GAP)
        return 4 if fit >= 4 else 2 if fit >= 2 else 1

    def _lay_out(self) -> None:
        beside, surface = self.columns_beside(), self.viewport()
        wide = (surface.width() - _GAP * (beside - 1)) // beside
        found: list[Place] = []
        top = 0
        columns = self.board.columns
        for first in range(0, len(columns), beside):
            line = [
                list(self._column(column, QRect(at * (wide + _GAP), top, wide, 0)))
                for at, column in enumerate(columns[first : first + beside])
            ]
            deep = max(places[-1].rect.bottom() for places in line) + _PAD
            if beside == len(columns):
                deep = max(deep, surface.height() - 1)
            for column, places in zip(columns[first : first + beside], line, strict=True):
                head = places[0].rect
                found.append(Place(column, QRect(head.left(), top, wide, deep - top)))
                found += places[1:]
            top = deep + _GAP
        self._places = found
        self._height = max(0, top - _GAP)
        bar = self.verticalScrollBar()
        bar.setPageStep(surface.height())
        bar.setRange(0, max(0, self._height - surface.height()))
        surface.update()

    def _column(self, column: BoardColumn, room: QRect) -> Iterator[Place]:
        """The head of a column and what stands in it, from top to bottom."""
        scaled = theme.worn().scaled
        y = room.top() + scaled(44)
        yield Place(column, QRect(room.left(), room.top(), room.width(), scaled(44)))
        left, wide = room.left() + _PAD, room.width() - 2 * _PAD
        for shelf in column.shelves:
            yield Place(shelf, QRect(left, y, wide, scaled(26)))
            y += scaled(26) + 2
            for card in shelf.cards:
                high = self._card_height(card, wide)
                yield Place(card, QRect(left, y, wide, high))
                y += high + 6
            if shelf.more:
                yield Place(shelf, QRect(left, y, wide, scaled(28)), is_more=True)
                y += scaled(28) + 4
            y += 4

    def _card_height(self, card: Card, wide: int) -> int:
        scaled, room = theme.worn().scaled, wide - 2 * _INNER
        notes = sum(round(words.height(room - 22)) + 3 for words in self._notes[card.id])
        below = 0 if self._stands_beside(card, room) else scaled(18)
        return scaled(20) + below + self._line_height(card, room) + notes + 16

    def _stands_beside(self, card: Card, room: int) -> bool:
        """Whether the lateness fits beside the name; names are never cut for it."""
        name = QFontMetrics(theme.font("base", 600)).horizontalAdvance(card.name) + (18 if card.masked else 0)
        return name + QFontMetrics(theme.font("small", 500)).horizontalAdvance(card.late) + 10 <= room

    def _line_height(self, card: Card, room: int) -> int:
        """How high the line under the name is beside the days."""
        return max(theme.worn().scaled(18), round(self._lines[card.id].height(self._line_room(card, room))) + 2)

    def _line_room(self, card: Card, room: int) -> int:
        return room - QFontMetrics(theme.font("small")).horizontalAdvance(card.days) - 8

    def _place_of(self, card_id: str) -> QRect:
        return next(
            (one.rect for one in self._places if isinstance(one.what, Card) and one.what.id == card_id), QRect()
        )

    def _reveal(self) -> None:
        place, bar = self._place_of(self._current), self.verticalScrollBar()
        above = place.top() - 80 - bar.value()
        below = place.bottom() + 12 - self.viewport().height() - bar.value()
        if above < 0:
            bar.setValue(bar.value() + above)
        elif below > 0:
            bar.setValue(bar.value() + below)

    def _at(self, point: QPointF) -> Place | None:
        there = point.toPoint()
        there.setY(there.y() + self.verticalScrollBar().value())
        found = (one for one in self._places if not isinstance(one.what, BoardColumn) and one.rect.contains(there))
        return next(found, None)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scrolled = self.verticalScrollBar().value()
        seen = event.rect().translated(0, scrolled)
        painter.translate(0, -scrolled)
        for one in self._places:
            if not one.rect.intersects(seen):
                continue
            if isinstance(one.what, BoardColumn):
                self._paint_column(painter, one.what, one.rect)
            elif isinstance(one.what, Card):
                self._paint_card(painter, one.what, one.rect)
            elif one.is_more:
                self._paint_more(painter, one.what, one.rect)
            else:
                self._paint_shelf(painter, one.what, one.rect)
        painter.end()

    def _paint_column(self, painter: QPainter, column: BoardColumn, room: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("tint"))
        painter.drawRoundedRect(QRectF(room), 8, 8)
        high = theme.worn().scaled(36)
        inner = QRect(room.left() + _PAD + 2, room.top() + 2, room.width() - 2 * _PAD - 4, high)
        many = ngettext("{n} person", "{n} people", column.count).format(n=number(column.count))
        title = QFontMetrics(theme.font("h3", 600)).horizontalAdvance(column.title)
        if title + QFontMetrics(theme.font()).horizontalAdvance(many) + 10 > inner.width():
            many = number(column.count)
        beside = self._words(painter, inner, many if column.count else "", "base", 400, "text2", right=True)
        self._words(painter, inner.adjusted(0, 0, -beside - 8, 0), column.title, "h3", 600, "text")
        painter.fillRect(room.left() + _PAD, room.top() + high + 2, room.width() - 2 * _PAD, 1, theme.colour("rule"))

    def _paint_shelf(self, painter: QPainter, shelf: Shelf, room: QRect) -> None:
        wide = theme.worn().scaled(20) if shelf.number else 0
        tone = "text" if shelf.count else "text2"
        inner = room.adjusted(2, 0, -2, 0)
        metrics, nobody = QFontMetrics(theme.font("small", 500)), _("nobody yet")
        fits = wide + metrics.horizontalAdvance(shelf.words) + metrics.horizontalAdvance(nobody) + 10 <= inner.width()
        counted = nobody if not shelf.count and fits else number(shelf.count)
        beside = self._words(painter, inner, counted, "small", 400, "text2", right=True)
        self._words(painter, inner, shelf.number, "small", 400, "text2")
        self._words(painter, inner.adjusted(wide, 0, -beside - 8, 0), shelf.words, "small", 500, tone)

    def _paint_more(self, painter: QPainter, shelf: Shelf, room: QRect) -> None:
        inner = room.adjusted(_INNER, 0, -_INNER, 0)
        many = ngettext("{n} more person", "{n} more people", shelf.more).format(n=number(shelf.more))
        beside = self._words(painter, inner, _("List"), "base", 500, "primary", right=True)
        self._words(painter, inner.adjusted(0, 0, -beside - 8, 0), many, "base", 400, "text2")

    def _paint_card(self, painter: QPainter, card: Card, room: QRect) -> None:
        scaled = theme.worn().scaled
        here = card.id == self._current
        edge = QPen(theme.colour("line"), 1)
        if here and self.hasFocus():
            edge = QPen(theme.colour("focus"), 2)
        painter.setPen(edge)
        painter.setBrush(theme.colour("sel" if here and not self.hasFocus() else "sheet"))
        painter.drawRoundedRect(QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        inner = room.adjusted(_INNER, 8, -_INNER, -8)
        top = QRect(inner.left(), inner.top(), inner.width(), scaled(20))
        aside = self._stands_beside(card, inner.width())
        beside = self._words(painter, top, card.late, "small", 500, card.late_tone, right=True) if aside else 0
        lock = 18 if card.masked else 0
        if card.masked:
            theme.paint_icon(painter, "lock", "text2", top.left(), top.center().y() - 7, 14)
        self._words(painter, top.adjusted(lock, 0, -(beside + 8 if beside else 0), 0), card.name, "base", 600, "text")
        under = QRect(inner.left(), top.bottom() + 1, inner.width(), scaled(18))
        if not aside:
            self._words(painter, under, card.late, "small", 500, card.late_tone)
            under.translate(0, scaled(18))
        self._words(painter, under, card.days, "small", 400, "text2", right=True)
        self._lines[card.id].draw(painter, under.left(), under.top() + 1, self._line_room(card, inner.width()))
        y = under.top() + self._line_height(card, inner.width()) + 2
        for note, words in zip(card.notes, self._notes[card.id], strict=True):
            theme.paint_icon(painter, note.icon, note.tone, inner.left(), y + 2, 14)
            y += round(words.draw(painter, inner.left() + 22, y, inner.width() - 22)) + 3

    @staticmethod
    def _words(
        painter: QPainter, room: QRect, text: str, size: str, weight: int, tone: str, *, right: bool = False
    ) -> int:
        """Words on one line, cut to their room; returns how wide they are."""
        if not text:
            return 0
        painter.setFont(theme.font(size, weight))
        painter.setPen(theme.colour(tone))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(QRectF(room), _RIGHT if right else _LEFT, shown)
        return metrics.horizontalAdvance(shown)

    # what Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        if self.hasFocus():
            self._reveal()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            for words in (*self._lines.values(), *(one for notes in self._notes.values() for one in notes)):
                words.restyle()
            self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reveal()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._pressed(event):
            event.accept()
        else:
            event.ignore()

    def _pressed(self, event: QKeyEvent) -> bool:
        key, here = Qt.Key(event.key()), self._current
        if not here:
            return False
        if key in _ARROWS:
            across, down = _ARROWS[key]
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.pick(self.board.walk(here, across, down))
            elif across:
                (self.forward if across > 0 else self.backward).emit(here)
            else:
                return False
            return True
        match key:
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self.pick(self.board.end(here, last=key == Qt.Key.Key_End))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit(here)
            case _:
                return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        there = self._at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or there is None:
            return
        if isinstance(there.what, Card):
            self.pick(there.what.id)
        elif there.is_more and isinstance(there.what, Shelf):
            self.more_wanted.emit(there.what.stage.value)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        there = self._at(event.position())
        if there is not None and isinstance(there.what, Card):
            self.opened.emit(there.what.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        there = self._at(event.position())
        acts = there is not None and (there.is_more or isinstance(there.what, Card))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            there = self._at(QPointF(event.pos()))
            said = there.what.said if there is not None and isinstance(there.what, Card) else ""
            QToolTip.showText(event.globalPos(), said, self.viewport())
            return True
        return bool(super().viewportEvent(event))
