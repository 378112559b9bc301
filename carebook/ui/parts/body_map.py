"""The outline of the body, front and back, on which injuries are marked by mouse or by keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook.records.incidents import BodyMark
from carebook.rules.incidents import WHOLE, body_part
from carebook.rules.incidents.outline import BODY, HIGH, WIDE, Bent, Block, Limb, Oval, Shape
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.fields.typing import Line
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.words import _

_STEP, _LEAP = 20, 80
_REACH = 45
"""So near to a mark, in thousandths, it is the mark that is meant."""


@dataclass(frozen=True)
class Injury:
    """A kind of injury: its code, its words, and the key that marks it."""

    code: str
    words: str
    key: str = ""


def _outline() -> QPainterPath:
    """The body as one path."""
    body = QPainterPath()
    for shape in BODY:
        body = body.united(_path(shape))
    return body.simplified()


def _path(shape: Shape) -> QPainterPath:
    path = QPainterPath()
    match shape:
        case Oval(middle, aside, along):
            path.addEllipse(QPointF(*middle), aside, along)
        case Block(corner, wide, high, rounding):
            path.addRoundedRect(QRectF(*corner, wide, high), rounding, rounding)
        case Bent(start, curves):
            path.moveTo(*start)
            for to, end in curves:
                path.quadTo(*to, *end)
        case Limb(points, thick):
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            stroker = QPainterPathStroker()
            stroker.setWidth(thick)
            stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
            stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            return stroker.createStroke(path).simplified()
    return path


class BodyOutline(QWidget):
    """The two figures. Arrows move the cross (with Shift further), over the edge to the other figure; the key of an injury
    marks it, Enter marks the injury chosen last, Delete takes the nearest mark away. A press of the mouse marks too.

    ``marked(back, x, y, code)`` with "" for the injury chosen last; ``taken(index)`` of the mark to be taken away.
    """

    marked = Signal(bool, int, int, str)
    taken = Signal(int)

    def __init__(self, injuries: Sequence[Injury]) -> None:
        super().__init__()
        self._keys = {one.key.upper(): one.code for one in injuries if one.key}
        self._body = _outline()
        self._marks: tuple[BodyMark, ...] = ()
        self._only_shown = False
        self.back, self.x_at, self.y_at = False, WHOLE // 2, 200
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._name()

    def sizeHint(self) -> QSize:
        return QSize(theme.worn().scaled(260), theme.worn().scaled(250))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.worn().scaled(200), theme.worn().scaled(250))

    def show_marks(self, marks: Sequence[BodyMark]) -> None:
        """Show these, numbered in this order."""
        self._marks = tuple(marks)
        self._name()
        self.update()

    def only_show(self) -> None:
        """Marks are looked at here, not made."""
        self._only_shown = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.unsetCursor()

    def _name(self) -> None:
        said = [f"{n}. {body_part(mark)}" for n, mark in enumerate(self._marks, 1)]
        self.setAccessibleName(_("Body map"))
        self.setAccessibleDescription("; ".join(said) or _("No injury is marked."))

    # where

    def _figure(self, back: bool) -> QRectF:
        """Where a figure stands, without the words under it."""
        under = self.fontMetrics().height() + 4
        wide = min((self.height() - under - 4) * WIDE / HIGH, self.width() / 2 - 6)
        high = wide * HIGH / WIDE
        middle = self.width() * (0.75 if back else 0.25)
        return QRectF(middle - wide / 2, 2, wide, high)

    def _point(self, back: bool, x: int, y: int) -> QPointF:
        place = self._figure(back)
        return QPointF(place.left() + place.width() * x / WHOLE, place.top() + place.height() * y / WHOLE)

    def place_at(self, point: QPointF) -> tuple[bool, int, int] | None:
        """The figure and the place on it of a point of the widget; None beside both."""
        for back in (False, True):
            place = self._figure(back)
            if place.contains(point):
                x = round((point.x() - place.left()) * WHOLE / place.width())
                return back, x, round((point.y() - place.top()) * WHOLE / place.height())
        return None

    def nearest(self) -> int:
        """The place in the list of the mark nearest to the cross on its figure, -1 when none is near."""
        near = [
            (abs(mark.x - self.x_at) + abs(mark.y - self.y_at), place)
            for place, mark in enumerate(self._marks)
            if mark.back is self.back
        ]
        far, place = min(near, default=(WHOLE, -1))
        return place if far <= 2 * _REACH else -1

    # keys and mouse

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and (event.text().upper() in self._keys or event.key() == Qt.Key.Key_Delete):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = _LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        steps = {
            Qt.Key.Key_Left: (-far, 0),
            Qt.Key.Key_Right: (far, 0),
            Qt.Key.Key_Up: (0, -far),
            Qt.Key.Key_Down: (0, far),
        }
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            self._move(*step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.marked.emit(self.back, self.x_at, self.y_at, "")
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if (place := self.nearest()) >= 0:
                self.taken.emit(place)
        elif (code := self._keys.get(event.text().upper())) is not None:
            self.marked.emit(self.back, self.x_at, self.y_at, code)
        else:
            super().keyPressEvent(event)

    def _move(self, right: int, down: int) -> None:
        x = self.x_at + right
        if x > WHOLE and not self.back:
            self.back, x = True, 0
        elif x < 0 and self.back:
            self.back, x = False, WHOLE
        self.x_at = min(max(x, 0), WHOLE)
        self.y_at = min(max(self.y_at + down, 0), WHOLE)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._only_shown or event.button() is not Qt.MouseButton.LeftButton:
            return
        if (found := self.place_at(event.position())) is not None:
            self.back, self.x_at, self.y_at = found
            self.marked.emit(*found, "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # looks

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for back, words in ((False, _("Front")), (True, _("Back of the body"))):
            self._paint_figure(painter, back, words)
        for number, mark in enumerate(self._marks, 1):
            self._paint_mark(painter, mark, number)
        if self.hasFocus():
            self._paint_cross(painter)
        painter.end()

    def _paint_figure(self, painter: QPainter, back: bool, words: str) -> None:
        place = self._figure(back)
        size = place.width() / WIDE
        shape = QTransform().translate(place.left(), place.top()).scale(size, size).map(self._body)
        painter.setPen(QPen(theme.colour("rule"), 1.4))
        painter.setBrush(theme.colour("tint"))
        painter.drawPath(shape)
        painter.setPen(theme.colour("text2"))
        painter.setFont(theme.font("small"))
        under = QRectF(place.center().x() - self.width() / 4, place.bottom() + 2, self.width() / 2, 20)
        painter.drawText(under, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), words)

    def _paint_mark(self, painter: QPainter, mark: BodyMark, number: int) -> None:
        at = self._point(mark.back, mark.x, mark.y)
        reach = theme.worn().scaled(9)
        painter.setPen(QPen(theme.colour("sheet"), 1.5))
        painter.setBrush(theme.colour("danger"))
        painter.drawEllipse(at, reach, reach)
        painter.setPen(theme.colour("on_primary"))
        painter.setFont(theme.font("small", 600))
        room = QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), str(number))

    def _paint_cross(self, painter: QPainter) -> None:
        at, reach = self._point(self.back, self.x_at, self.y_at), theme.worn().scaled(10)
        painter.setPen(QPen(theme.colour("primary"), 2))
        painter.drawLine(QPointF(at.x() - reach, at.y()), QPointF(at.x() + reach, at.y()))
        painter.drawLine(QPointF(at.x(), at.y() - reach), QPointF(at.x(), at.y() + reach))


class BodyMap(QFrame):
    """The outline with the injuries marked on it, each with its kind and a note. ``changed`` when one of them did.

    The marks are of ``whose`` (a stay), as long as nothing else is said; those of others stay as they are.
    """

    changed = Signal()

    def __init__(self, injuries: Sequence[Injury]) -> None:
        super().__init__()
        self._injuries = tuple(injuries)
        self._words: Mapping[str, str] = {one.code: one.words for one in injuries}
        self._whose = ""
        self._last = injuries[0].code if injuries else ""
        self._marks: list[BodyMark] = []
        self.outline = BodyOutline(injuries)
        self.outline.marked.connect(self._mark)
        self.outline.taken.connect(self._take_away)
        self._lines = column(gap=4)
        keys = " · ".join(f"{one.key} {one.words.casefold()}" for one in injuries if one.key)
        self.hint = label(
            _("Press a place, or move with the arrows and press a key: {keys}. Delete takes a mark away.").format(
                keys=keys
            ),
            "small",
            wrap=True,
        )
        self.setLayout(column(self.outline, self.hint, box(self._lines), gap=4))

    def show_marks(self, marks: Iterable[BodyMark], whose: str) -> None:
        """Show the injuries of an incident; new ones are of the stay ``whose``."""
        self._marks, self._whose = list(marks), whose
        self._show()

    @property
    def whose(self) -> str:
        """The stay whose injuries are marked now."""
        return self._whose

    def turn_to(self, whose: str) -> None:
        """It is about somebody else: the marks made so far are theirs."""
        self._marks = [replace(one, episode_id=whose) if one.episode_id == self._whose else one for one in self._marks]
        self._whose = whose
        self._show()

    def marks(self) -> tuple[BodyMark, ...]:
        """What is marked now."""
        return tuple(self._marks)

    def _mark(self, back: bool, x: int, y: int, code: str) -> None:
        self._last = code or self._last
        made = BodyMark(incident_id="", episode_id=self._whose, back=back, x=x, y=y, injury=self._last)
        self._marks.append(made)
        self._show()
        self.changed.emit()

    def _take_away(self, place: int) -> None:
        del self._marks[place]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        emptied(self._lines)
        self.outline.show_marks(self._marks)
        for place, mark in enumerate(self._marks):
            self._lines.addWidget(self._line(place, mark))

    def _line(self, place: int, mark: BodyMark) -> QWidget:
        where = str(body_part(mark))
        kind = Choice([(one.code, one.words) for one in self._injuries])
        kind.choose(mark.injury)
        kind.setAccessibleName(_("Injury {n}: {part}").format(n=place + 1, part=where))
        kind.activated.connect(lambda: self._rewrite(place, injury=kind.code()))
        note = Line(mark.note)
        note.setPlaceholderText(_("size, colour"))
        note.setAccessibleName(_("Note on injury {n}").format(n=place + 1))
        note.textEdited.connect(lambda typed: self._rewrite(place, note=typed))
        gone = Button("", "ghost", "trash-2")
        gone.setAccessibleName(_("Take injury {n} away").format(n=place + 1))
        gone.setToolTip(gone.accessibleName())
        gone.clicked.connect(lambda: self._take_away(place))
        return box(column(label(f"{place + 1}. {where}", "name"), row((kind, 1), (note, 1), gone, gap=6), gap=2))

    def _rewrite(self, place: int, **given: str) -> None:
        self._marks[place] = replace(self._marks[place], **given)  # type: ignore[arg-type]
        if "injury" in given:
            self._last = given["injury"]
        self.changed.emit()
