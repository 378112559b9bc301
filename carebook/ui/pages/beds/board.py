"""The map: wards with their rooms and beds as tiles; arrows walk from bed to bed, Enter opens or gives the bed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QScrollArea, QSizePolicy

from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.rules.beds import BedPlace, Occupant, RoomBeds, WardBeds, occupancy
from carebook.ui.parts import theme
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import Flow, box, column, emptied, row, scrolling
from carebook.ui.parts.table.painting import paint_ring
from carebook.words import _

_WIDTH, _HEIGHT = 166, 42  # of a bed, in pixels at base size
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class BedTile(QPushButton):
    """One bed: its name, who has it, and whether they are away. ``walked`` with the direction of an arrow."""

    walked = Signal(int, int)
    entered = Signal()

    def __init__(self, room: RoomBeds, place: BedPlace) -> None:
        super().__init__()
        self.room, self.place = room, place
        self.moving = self.chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.said())

    def show_moving(self, moving: str) -> None:
        """Stand out as free while the stay ``moving`` is given another bed, or as theirs."""
        who = self.place.occupant
        mine = bool(moving) and who is not None and who.episode_id == moving
        if (self.moving, self.chosen) != (bool(moving), mine):
            self.moving, self.chosen = bool(moving), mine
            self.update()

    def said(self) -> str:
        """The bed in words, as a screen reader tells it."""
        bed = _("bed {bed}").format(bed=self.place.bed) if self.place.bed else _("no bed named")
        who = self.place.occupant
        told = self._name(who) if who is not None else _("free")
        return ", ".join(filter(None, (self.room.name, bed, told, self._away(who))))

    def _name(self, who: Occupant) -> str:
        return who.name or _("taken")

    def _away(self, who: Occupant | None) -> str:
        return enum_words.said(AbsenceKind(who.absence)) if who is not None and who.absence else ""

    def sizeHint(self) -> QSize:
        worn = theme.worn()
        return QSize(worn.scaled(_WIDTH), worn.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.walked.emit(*step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box_of = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        who = self.place.occupant
        self._paint_ground(painter, box_of, who)
        inside = box_of.adjusted(8, 0, -6, 0)
        bed = self.place.bed or "–"
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        wide = max(painter.fontMetrics().horizontalAdvance(bed), theme.worn().scaled(12)) + 8
        painter.drawText(QRectF(inside.left(), inside.top(), wide, inside.height()), _LEFT, bed)
        words = inside.adjusted(wide, 0, 0, 0)
        away = self._away(who)
        upper = words.adjusted(0, 4, 0, -words.height() / 2 + 1) if away else words
        painter.setFont(theme.font(weight=500 if who is not None and not away else 400))
        painter.setPen(theme.colour("text" if who is not None and not away else "text2"))
        name = self._name(who) if who is not None else _("free")
        painter.drawText(
            upper, _LEFT, painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(upper.width()))
        )
        if away:
            lower = words.adjusted(0, words.height() / 2 - 1, 0, -4)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("info"))
            painter.drawText(
                lower, _LEFT, painter.fontMetrics().elidedText(away, Qt.TextElideMode.ElideRight, int(lower.width()))
            )
        if self.hasFocus():
            paint_ring(painter, self.rect())
        painter.end()

    def _paint_ground(self, painter: QPainter, box_of: QRectF, who: Occupant | None) -> None:
        if self.chosen:
            painter.setBrush(theme.colour("sel"))
        elif who is None:
            painter.setBrush(theme.colour("ok_s" if self.moving else "desk"))
        else:
            painter.setBrush(theme.colour("sheet"))
        line = QPen(theme.colour("field" if who is not None else "line"), 1)
        if who is None or who.absence:
            line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.drawRoundedRect(box_of, 6, 6)


class BedBoard(QFrame):
    """All beds on show. ``picked`` when another bed has the focus; ``pressed`` when it was opened by a key or the mouse."""

    picked = Signal(str)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tiles: list[BedTile] = []
        self._current = ""
        self._shown: tuple[WardBeds, ...] = ()
        self._content = column(gap=14, margins=(24, 4, 20, 12))
        self.area: QScrollArea = scrolling(box(column(self._content, None)))
        self.setLayout(column(self.area))
        self.setAccessibleName(_("Map of beds"))

    def show_wards(self, wards: Sequence[WardBeds], *, moving: str = "") -> None:
        """Show these wards; while somebody is ``moving``, by the id of their stay, free beds stand out."""
        if tuple(wards) != self._shown:
            self._make(wards)
        for tile in self.tiles:
            tile.show_moving(moving)
        self.picked.emit(self._current)

    def _make(self, wards: Sequence[WardBeds]) -> None:
        self._shown = tuple(wards)
        kept = self.hasFocus() or any(tile.hasFocus() for tile in self.tiles)
        emptied(self._content)
        self.tiles = []
        for ward in wards:
            self._content.addLayout(self._ward(ward))
        places = [tile.place.id for tile in self.tiles]
        self._become(self._current if self._current in places else next(iter(places), ""), focus=kept)

    def _ward(self, ward: WardBeds) -> QLayout:
        told = occupancy(ward.rooms)
        away = _("{n} away").format(n=told.away) if told.away else ""
        count = " · ".join(filter(None, (f"{told.taken}/{told.beds}", _("{n} free").format(n=told.free), away)))
        cards = [self._room(room) for room in ward.rooms]
        inner = Flow(*cards, gap=10, top=True) if cards else column(label(_("This ward has no room yet."), "muted"))
        head = section_head(ward.name or _("Shelter"), count)
        return column(head, box(inner), gap=6)

    def _room(self, room: RoomBeds) -> QFrame:
        tiles = []
        for place in room.places:
            tile = BedTile(room, place)
            tile.walked.connect(self._walk)
            tile.clicked.connect(self._press)
            tile.entered.connect(self._enter)
            tiles.append(tile)
        self.tiles += tiles
        count = label(f"{room.taken}/{room.beds}", "small", right=True)
        name = label(room.name or _("beds without a place"), "strong")
        wide = 2 if len(tiles) > 3 else 1
        lines = [row(*tiles[at : at + wide], None, gap=6) for at in range(0, len(tiles), wide)]
        return box(column(row(name, None, count), *lines, gap=6, margins=(10, 8, 10, 10)), "card")

    # where the hand is

    def current(self) -> str:
        """The id of the place that has the focus, or had it last."""
        return self._current

    def pick(self, place_id: str) -> None:
        """Put the focus on a place."""
        if any(tile.place.id == place_id for tile in self.tiles):
            self._become(place_id, focus=True)

    def _become(self, place_id: str, *, focus: bool) -> None:
        self._current = place_id
        for tile in self.tiles:
            mine = tile.place.id == place_id
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if mine else Qt.FocusPolicy.ClickFocus)
            if mine:
                self.setFocusProxy(tile)
                if focus:
                    tile.setFocus()
                self.area.ensureWidgetVisible(tile, 10, 40)
        self.picked.emit(place_id)

    def _enter(self) -> None:
        tile = self.sender()
        if isinstance(tile, BedTile) and tile.place.id != self._current:
            self._become(tile.place.id, focus=False)

    def _press(self) -> None:
        tile = self.sender()
        if isinstance(tile, BedTile):
            self.pressed.emit(tile.place.id)

    def _walk(self, across: int, down: int) -> None:
        here = self.sender()
        if not isinstance(here, BedTile):
            return
        if across:
            at = self.tiles.index(here) + across
            if 0 <= at < len(self.tiles):
                self._become(self.tiles[at].place.id, focus=True)
            return
        start = self._middle(here)
        others = [(one, self._middle(one)) for one in self.tiles if one is not here]
        beyond = [(one, spot) for one, spot in others if (spot.y() - start.y()) * down > here.height() / 2]
        if beyond:
            nearest = min(beyond, key=lambda found: (abs(found[1].y() - start.y()) // 8, abs(found[1].x() - start.x())))
            self._become(nearest[0].place.id, focus=True)

    def _middle(self, tile: BedTile) -> QPoint:
        return tile.mapTo(self, tile.rect().center())
