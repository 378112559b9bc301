"""The calendar: every session of a week or a day on one painted surface, walked and moved by keys and mouse."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QSizePolicy, QToolTip

from carebook.dates import hour
from carebook.ui.pages.schedules.board import STEP, Block, Board, Ghost, Spot, time_of
from carebook.ui.pages.schedules.painting import LEAST_COLUMN, LEAST_HOUR, Geometry, paint
from carebook.ui.parts import theme
from carebook.words import _

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Calendar(QAbstractScrollArea):
    """One board. Arrows walk from session to session, Shift+arrows over free time; Ctrl+arrows, or M and then arrows, carry a
    session by 15 minutes or a column: it is only a ghost until Enter, and Esc lets it go.

    ``picked`` and ``opened`` name a block; ``carried`` comes at every step of a ghost and is answered by ``tell_against``;
    ``dropped(ghost, from this one on)`` when it shall stay there, ``released`` when the mouse let it go there,
    ``given_up`` when it shall not. With ``columns_fixed`` nothing is carried into another column. ``new_wanted(column, minute)``,
    ``cancel_wanted(block)``.
    """

    picked = Signal(str)
    opened = Signal(str)
    carried = Signal(object)
    dropped = Signal(object, bool)
    released = Signal(object)
    given_up = Signal()
    new_wanted = Signal(int, int)
    cancel_wanted = Signal(str)
    ticked = Signal(str)
    turned = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.board = Board()
        self.spot = Spot()
        self.ghost: Ghost | None = None
        self._grabbed: tuple[QPointF, int, int] | None = None  # where the mouse went down, its minute and column
        self._seen = False
        self.columns_fixed = False
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(LEAST_HOUR // 2)
        self.horizontalScrollBar().setSingleStep(LEAST_COLUMN // 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 140)

    # what is shown

    def show_board(self, board: Board) -> None:
        """Other contents; the cursor stays with its session, or where it stood."""
        keep = self.ghost
        self.board = board
        if keep is not None:
            block = board.by_id.get(keep.block.id)
            same = block is not None and block.start == keep.block.start and keep.column < len(board.columns)
            self.ghost = replace(keep, block=block) if same and block is not None else None
        self.spot = board.near(self.spot)
        self._lay_out()
        if not self._seen and board.columns and self.isVisible():
            self._seen = True
            self._reveal(self.spot.column, self.spot.minute, 60)
        self._tell_spot()
        self.viewport().update()

    def put_cursor(self, spot: Spot) -> None:
        """Stand there."""
        self.spot = spot
        self._reveal(spot.column, spot.minute, 60)
        self._tell_spot()
        self.viewport().update()
        self.picked.emit(spot.block)

    def current(self) -> Block | None:
        """The block under the cursor."""
        return self.board.by_id.get(self.spot.block)

    def tell_against(self, sentence: str, *, forbidden: bool) -> None:
        """What speaks against the ghost where it is now; "" for nothing."""
        if self.ghost is not None:
            self.ghost = replace(self.ghost, against=sentence, forbidden=forbidden)
            self._describe(f"{self._ghost_words()}. {sentence}")
            self.viewport().update()

    def carry(self, ghost: Ghost | None) -> None:
        """Carry a block; None lets it go."""
        self.ghost = ghost
        if ghost is not None:
            self._reveal(ghost.column, ghost.start, ghost.block.minutes)
            self._describe(self._ghost_words())
            self.carried.emit(ghost)
        self.viewport().update()

    def _ghost_words(self) -> str:
        if (ghost := self.ghost) is None:
            return ""
        return f"{ghost.block.title} → {self.board.columns[ghost.column].head} {hour(time_of(ghost.start))}"

    def _tell_spot(self) -> None:
        block = self.current()
        if block is not None:
            self._describe(block.said)
        elif self.board.columns:
            head, at = self.board.columns[self.spot.column].head, hour(time_of(self.spot.minute))
            self._describe(_("{day} {time}, free").format(day=head, time=at))

    def _describe(self, words: str) -> None:
        self.setAccessibleDescription(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # where things are

    def geometry_now(self) -> Geometry:
        """Where things are painted now: columns and hours fill the surface where they can, and scroll where they cannot."""
        worn, surface = theme.worn(), self.viewport()
        first, last = self.board.hours
        columns = max(1, len(self.board.columns))
        top, gutter = worn.scaled(42), worn.scaled(48)
        return Geometry(
            width=surface.width(),
            gutter=gutter,
            top=top,
            column_width=max(worn.scaled(LEAST_COLUMN), (surface.width() - gutter) / columns),
            per_hour=max(worn.scaled(LEAST_HOUR), (surface.height() - top - 6) / max(1, (last - first) / 60)),
            scrolled=self.verticalScrollBar().value(),
            across=self.horizontalScrollBar().value(),
            columns=columns,
            first=first,
        )

    def _lay_out(self) -> None:
        place, surface = self.geometry_now(), self.viewport()
        first, last = self.board.hours
        high = place.top + (last - first) / 60 * place.per_hour + 6
        wide = place.gutter + place.columns * place.column_width
        for bar, page, whole in (
            (self.verticalScrollBar(), surface.height(), high),
            (self.horizontalScrollBar(), surface.width(), wide),
        ):
            bar.setPageStep(page)
            bar.setRange(0, max(0, round(whole - page)))

    def _reveal(self, column: int, minute: int, minutes: int) -> None:
        """Scroll as little as shows a stretch of time in a column."""
        place, surface = self.geometry_now(), self.viewport()
        for bar, above, below in (
            (
                self.verticalScrollBar(),
                place.y(minute) - place.top - 8,
                place.y(minute + minutes) + 8 - surface.height(),
            ),
            (self.horizontalScrollBar(), place.x(column) - place.gutter, place.x(column + 1) - surface.width()),
        ):
            if above < 0:
                bar.setValue(bar.value() + round(above))
            elif below > 0:
                bar.setValue(bar.value() + round(below))

    def block_at(self, point: QPointF) -> Block | None:
        """The block under a point of the surface."""
        place = self.geometry_now()
        if point.y() < place.top or point.x() < place.gutter or not self.board.columns:
            return None
        column = place.column_at(point.x())
        for block in reversed(self.board.by_column[column]):
            if place.place(column, block.start, block.minutes, self.board.lane_of[block.id]).contains(point):
                return block
        return None

    def words_at(self, point: QPointF) -> str:
        """All that a head or block under a point of the surface says; "" elsewhere."""
        place, columns = self.geometry_now(), self.board.columns
        if columns and point.y() < place.top and point.x() >= place.gutter:
            return columns[place.column_at(point.x())].said
        return block.said if (block := self.block_at(point)) else ""

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        surface = self.viewport()
        painter.fillRect(surface.rect(), theme.colour("sheet"))
        if self.board.columns:
            paint(
                painter,
                self.geometry_now(),
                surface.height(),
                self.board,
                self.spot,
                self.ghost,
                focused=self.hasFocus(),
            )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        if self.ghost is not None:
            self._reveal(self.ghost.column, self.ghost.start, self.ghost.block.minutes)
        elif self.hasFocus():
            self._reveal(self.spot.column, self.spot.minute, 60)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self._carrying_key(event) if self.ghost is not None else self._walking_key(event)):
            event.ignore()
            return
        event.accept()

    def _walking_key(self, event: QKeyEvent) -> bool:
        key, modifiers, block = Qt.Key(event.key()), event.modifiers(), self.current()
        if key in _ARROWS:
            across, down = _ARROWS[key]
            if modifiers & _CONTROL:
                self._begin_carrying(across, down)
            elif modifiers & _SHIFT:
                self.put_cursor(self.board.walk_free(self.spot, across, down))
            else:
                self._walk(across, down)
            return True
        if modifiers & ~_SHIFT & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        match key:
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self.put_cursor(self.board.end_of_column(self.spot, last=key == Qt.Key.Key_End))
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_T:
                self.turned.emit(0)
            case Qt.Key.Key_N:
                self.new_wanted.emit(self.spot.column, self._free_minute())
            case Qt.Key.Key_M:
                self._begin_carrying(0, 0)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if block is not None:
                self.opened.emit(block.id)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.new_wanted.emit(self.spot.column, self._free_minute())
            case Qt.Key.Key_Delete if block is not None:
                self.cancel_wanted.emit(block.id)
            case Qt.Key.Key_Space if block is not None:
                self.ticked.emit(block.id)
            case _:
                return False
        return True

    def _walk(self, across: int, down: int) -> None:
        there = self.board.walk(self.spot, across, down)
        if across and there == self.spot:
            self.turned.emit(across)
        else:
            self.put_cursor(there)

    def _free_minute(self) -> int:
        """The minute a new session is offered at: the free time of the cursor, or the end of its session."""
        return -(-block.end // STEP) * STEP if (block := self.current()) else self.spot.minute

    def _begin_carrying(self, across: int, down: int) -> None:
        block = self.current()
        across = 0 if self.columns_fixed else across
        if block is not None and block.movable:
            self.carry(Ghost(block, self.spot.column, block.start).moved(self.board, across, down))

    def _carrying_key(self, event: QKeyEvent) -> bool:
        ghost, key = self.ghost, Qt.Key(event.key())
        assert ghost is not None
        if key in _ARROWS:
            across, down = _ARROWS[key]
            self.carry(ghost.moved(self.board, 0 if self.columns_fixed else across, down))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._drop(bool(event.modifiers() & _SHIFT))
        elif key == Qt.Key.Key_Escape:
            self.give_up()
        else:
            return False
        return True

    def _drop(self, from_here_on: bool) -> None:
        ghost = self.ghost
        if ghost is None:
            return
        if ghost.is_home(self.board):
            self.give_up()
        else:
            self.dropped.emit(ghost, from_here_on)

    def give_up(self) -> None:
        """Let the carried session go where it came from."""
        if self.ghost is not None:
            self.carry(None)
            self._tell_spot()
            self.given_up.emit()

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.board.columns:
            return
        place, point = self.geometry_now(), event.position()
        if point.y() < place.top:
            return
        if self.ghost is not None:
            self.give_up()
        block = self.block_at(point)
        minute = place.minute_at(point.y())
        if block is None:
            self.put_cursor(Spot(place.column_at(point.x()), int(minute // (2 * STEP)) * 2 * STEP))
            return
        self._grabbed = (point, round(minute - block.start), place.column_at(point.x()))
        spot = self.board.spot_of(block.id)
        if spot is not None:
            self.put_cursor(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._grabbed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            block = self.block_at(point)
            shape = Qt.CursorShape.OpenHandCursor if block and block.movable else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        from_point, offset, _column = self._grabbed
        block = self.current()
        far = (point - from_point).manhattanLength() >= QApplication.startDragDistance()
        if block is None or not block.movable or (self.ghost is None and not far):
            return
        place = self.geometry_now()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        start = round((place.minute_at(point.y()) - offset) / STEP) * STEP
        first, last = self.board.hours
        start = min(max(start, first), last - block.minutes)
        column = self.spot.column if self.columns_fixed else place.column_at(point.x())
        if self.ghost is None or (self.ghost.column, self.ghost.start) != (column, start):
            self.carry(Ghost(block, column, start))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grabbed = None
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        if self.ghost is not None and self.ghost.is_home(self.board):
            self.give_up()
        elif self.ghost is not None:
            self.released.emit(self.ghost)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        block = self.block_at(event.position())
        if block is not None:
            self.opened.emit(block.id)
        elif event.position().y() >= self.geometry_now().top:
            self.new_wanted.emit(self.spot.column, self.spot.minute)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self.viewport())
            return True
        return bool(super().viewportEvent(event))
