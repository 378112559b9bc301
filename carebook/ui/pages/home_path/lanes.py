"""What has its day, one row each, with a lane for every owner: papers with a clock before the handover, visits after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy

from carebook import dates
from carebook.ui.pages.home_path.lines import RecordOf
from carebook.ui.parts import theme
from carebook.ui.parts.labels import WrappedWords, paint_mark
from carebook.ui.parts.table.painting import paint_ring
from carebook.words import _

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_LANE = 54
_MARK = 12


@dataclass(frozen=True)
class Laned:
    """One row: its day, what is due, what became of it with its tone, whose it is, and its sign (shape, tone)."""

    on: date
    title: str
    state: str
    state_tone: str
    owner: str
    shape: str
    tone: str
    opens: RecordOf | None = None

    @property
    def spoken(self) -> str:
        return " · ".join(filter(None, (dates.written(self.on), self.title, self.state)))


class Lanes(QFrame):
    """Rows by day with lanes of ``owners`` (key, words); a dashed line stands where today lies. ``opened(what)``."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rows: tuple[Laned, ...] = ()
        self._owners: tuple[tuple[str, str], ...] = ()
        self._words: list[tuple[WrappedWords, WrappedWords]] = []
        self._tops: list[int] = []
        self._today = date.min
        self._today_y = 0
        self._at = 0
        self._height = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[Laned], owners: Sequence[tuple[str, str]], today: date) -> None:
        """Show these; the cursor begins at the first that is not over."""
        self._rows, self._owners, self._today = tuple(rows), tuple(owners), today
        self._words = [
            (
                WrappedWords(one.title),
                WrappedWords(one.state, "small", 500 if one.state_tone != "text2" else 400, one.state_tone),
            )
            for one in rows
        ]
        coming = (at for at, one in enumerate(rows) if one.on >= today)
        self._at = next(coming, max(0, len(self._rows) - 1))
        self._lay_out()
        self._tell()

    def current(self) -> Laned | None:
        """The row under the cursor."""
        return self._rows[self._at] if self._rows else None

    def _tell(self) -> None:
        here = self.current()
        self.setAccessibleDescription(here.spoken if here is not None else "")
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # where things stand

    def _lane(self) -> int:
        """How wide a lane is: four of them are narrower than three."""
        return theme.worn().scaled(_LANE if len(self._owners) < 4 else _LANE - 2)

    def _room(self) -> int:
        return max(60, self.width() - self._lane() * len(self._owners) - 10)

    def _lay_out(self) -> None:
        scaled, room = theme.worn().scaled, self._room()
        y = scaled(28)
        self._tops, self._today_y = [], 0
        for at, (title, state) in enumerate(self._words):
            earlier = at > 0 and self._rows[at - 1].on < self._today
            if self._rows[at].on >= self._today and (earlier or (at == 0 and self._today > date.min)):
                self._today_y = y
                y += scaled(22)
            self._tops.append(y)
            y += scaled(18) + round(title.height(room) + state.height(room)) + 12
        if self._rows and self._rows[-1].on < self._today:
            self._today_y = y
            y += scaled(22)
        self._height = y
        self.setFixedHeight(max(y, 1))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self._height)

    def _row_at(self, y: float) -> int:
        return max((at for at, top in enumerate(self._tops) if top <= y), default=0)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scaled = theme.worn().scaled
        lane = self._lane()
        first = self.width() - lane * len(self._owners)
        painter.setFont(theme.font("small"))
        for place, (_key, words) in enumerate(self._owners):
            left = first + place * lane
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRectF(left - 4, 0, lane + 8, scaled(24)), _CENTRE, words)
            painter.fillRect(QRectF(left + lane / 2, scaled(28), 1, self._height - scaled(28)), theme.colour("line"))
        painter.fillRect(QRectF(0, scaled(26), self.width(), 1), theme.colour("rule"))
        for at in range(len(self._rows)):
            self._paint_row(painter, at, first, lane)
        if self._today_y:
            self._paint_today(painter)
        painter.end()

    def _paint_row(self, painter: QPainter, at: int, first: int, lane: int) -> None:
        one, (title, state), scaled = self._rows[at], self._words[at], theme.worn().scaled
        top, room = self._tops[at], self._room()
        bottom = top + scaled(18) + round(title.height(room) + state.height(room)) + 11
        if self.hasFocus() and at == self._at:
            paint_ring(painter, QRectF(0, top - 2, self.width(), bottom - top).toRect())
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(4, top + 2, room, scaled(18)), _LEFT, dates.written(one.on))
        used = scaled(18) + round(title.draw(painter, 4, top + 2 + scaled(18), room))
        state.draw(painter, 4, top + 2 + used, room)
        keys = [key for key, _words in self._owners]
        if one.owner in keys:
            x = first + keys.index(one.owner) * lane + lane / 2
            place = QRectF(x - _MARK / 2, (top + bottom) / 2 - _MARK / 2 - 1, _MARK, _MARK)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("tint"))
            painter.drawEllipse(place.adjusted(-2, -2, 2, 2))
            paint_mark(painter, place, one.shape, one.tone)
        painter.fillRect(QRectF(0, bottom, first, 1), theme.colour("line"))

    def _paint_today(self, painter: QPainter) -> None:
        scaled = theme.worn().scaled
        words = _("Today {day}").format(day=dates.short(self._today, self._today))
        painter.setFont(theme.font("small", 600))
        painter.setPen(theme.colour("primary"))
        wide = painter.fontMetrics().horizontalAdvance(words)
        painter.drawText(QRectF(3, self._today_y, wide + 8, scaled(18)), _LEFT, words)
        painter.setPen(QPen(theme.colour("primary"), 1, Qt.PenStyle.DashLine))
        y = self._today_y + scaled(9)
        painter.drawLine(QPointF(wide + 12, y), QPointF(self.width(), y))

    # what Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            for pair in self._words:
                for words in pair:
                    words.restyle()
            self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _step(self, at: int) -> None:
        self._at = min(max(at, 0), max(0, len(self._rows) - 1))
        self._tell()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.current()
        match event.key():
            case Qt.Key.Key_Down:
                self._step(self._at + 1)
            case Qt.Key.Key_Up:
                self._step(self._at - 1)
            case Qt.Key.Key_Home:
                self._step(0)
            case Qt.Key.Key_End:
                self._step(len(self._rows) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if here is not None and here.opens is not None:
                self.opened.emit(here.opens)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._rows:
            self._step(self._row_at(event.position().y()))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        here = self.current()
        if here is not None and here.opens is not None:
            self.opened.emit(here.opens)
