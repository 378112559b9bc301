"""The care grid: residents down, kinds of care across; Space says "as planned", a digit or a letter is the exception."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from carebook.records.care_plans import HelpLevel
from carebook.records.codes import Code
from carebook.rules.daily_care import Given, as_planned, given, reason_for_key
from carebook.store.daily_care import CareRow
from carebook.ui.pages.daily_care.heads import GridHeads
from carebook.ui.pages.daily_care.round_model import Look, about, absence_words, room_line
from carebook.ui.pages.daily_care.round_painting import paint_cell, paint_name, paint_room, words
from carebook.ui.parts import theme
from carebook.words import _

BED, NAME, FIRST = 0, 1, 2
_BED, _NAME, _NOTE, _KIND = 64, 186, 130, 74  # pixels at base size
_TIGHT_NAME, _TIGHT_NOTE, _LEAST_KIND = 160, 96, 54  # where the window is narrow
_ROOM_HIGH, _PERSON_HIGH = 30, 42
_NOWHERE = QModelIndex()
_DISPLAY = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Cell = tuple[str, str]
"""The stay and the kind of care."""
Waiting = tuple[str, str | None]
"""The stay and the kind of care that is being written; None for all as planned."""


class CareModel(QAbstractTableModel):
    """The residents of a ward in their rooms, and what was done for them in a shift."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[CareRow, ...] = ()
        self.kinds: tuple[Code, ...] = ()
        self.lines: tuple[tuple[CareRow, int], ...] = ()  # (row, people in the room it opens; 0: the person)
        self._codes: tuple[Code, ...] = ()
        self._day: Any = None
        self.waiting: set[Waiting] = set()

    def show_rows(self, rows: Sequence[CareRow], kinds: Sequence[Code], codes: Sequence[Code], day: Any) -> None:
        """Show these residents with these kinds of care."""
        self.beginResetModel()
        self.rows, self.kinds, self._codes, self._day = tuple(rows), tuple(kinds), tuple(codes), day
        lines: list[tuple[CareRow, int]] = []
        for _room, people in groupby(rows, key=lambda row: (row.who.ward_id, row.who.room_id)):
            there = list(people)
            lines += [(there[0], len(there)), *((row, 0) for row in there)]
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else FIRST + len(self.kinds) + 1

    def cell_at(self, index: QModelIndex | QPersistentModelIndex) -> Cell | None:
        """The cell at a place; None where nothing is written."""
        if not index.isValid() or self.lines[index.row()][1]:
            return None
        at = index.column() - FIRST
        return (self.lines[index.row()][0].id, self.kinds[at].code) if 0 <= at < len(self.kinds) else None

    def place_of(self, cell: Cell) -> QModelIndex:
        """Where a cell is."""
        codes = [one.code for one in self.kinds]
        for at, (row, people) in enumerate(self.lines):
            if not people and row.id == cell[0] and cell[1] in codes:
                return self.index(at, FIRST + codes.index(cell[1]))
        return QModelIndex()

    def row_of(self, stay: str) -> CareRow:
        """The row of a stay."""
        return next(row for row in self.rows if row.id == stay)

    def given(self, cell: Cell) -> Given:
        """What was given in a cell."""
        row = self.row_of(cell[0])
        return given(cell[1], row.plan, row.entries)

    def look(self, cell: Cell) -> Look:
        """How a cell is drawn: the planned level grey in a box until something is written."""
        row, found = self.row_of(cell[0]), self.given(cell)
        if found.not_done:
            return Look(self.key_of(found.not_done), "not_done")
        if found.level is not None:
            return Look(found.level.value, "own" if found.is_exception else "ok")
        if not row.who.is_there:
            return Look("", "off")
        return Look(found.planned.value, "planned") if found.planned is not None else Look("", "off")

    def key_of(self, reason: str) -> str:
        """The letter of a reason."""
        found = self.code(reason)
        return str(found.extra.get("key", found.text)) if found is not None else reason

    def code(self, reason: str) -> Code | None:
        """A reason why something was not done."""
        return next((c for c in self._codes if c.list_name == "not_done_reason" and c.code == reason), None)

    def note(self, row: CareRow) -> str:
        """What the last column says of a person."""
        if not row.who.is_there:
            return absence_words(row.who)
        if any(stay == row.id for stay, _kind in self.waiting):
            return _("Saving…")
        said = [_("As planned")] if as_planned(row.entries) is not None else []
        for entry in row.entries:
            if entry.kind is not None and entry.not_done and (why := self.code(entry.not_done)) is not None:
                kind = next((one for one in self.kinds if one.code == entry.kind), None)
                said.append(f"{kind.extra.get('column', kind.text) if kind else entry.kind}: {why.text}")
        return " · ".join(said)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _DISPLAY or not index.isValid():
            return None
        row, people = self.lines[index.row()]
        if people:
            return room_line(row.who, people) if index.column() == BED else ""
        if index.column() == BED:
            return row.who.bed
        if index.column() == NAME:
            return f"{row.who.name}, {about(row.who, self._day)}"
        cell = self.cell_at(index)
        return self.note(row) if cell is None else self.look(cell).text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        kinds = self.kinds[section - FIRST : section - FIRST + 1] if section >= FIRST else ()
        if role == Qt.ItemDataRole.ToolTipRole and kinds:
            return kinds[0].text
        if role not in _DISPLAY:
            return None
        if kinds:
            return "\n".join(str(kinds[0].extra.get("column", kinds[0].text)).split(" ", 1))
        return {BED: _("Bed"), NAME: _("Name")}.get(section, _("Reason"))


class _Painter(QStyledItemDelegate):
    """Draws rooms, names and cells."""

    def __init__(self, view: CareGrid) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, place = self._view.care, option.rect
        row, people = model.lines[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self._view.currentIndex()
        if people:
            paint_room(painter, place, room_line(row.who, people), self._view.said_of(row.who.room_id))
        else:
            painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), theme.colour("line"))
            if here.row() == index.row() and index.column() in (BED, NAME):
                painter.fillRect(place.adjusted(0, 0, 0, -1), theme.colour("sel"))
            self._cell(painter, place, model, row, index, current=index == here)
        painter.restore()

    def _cell(
        self,
        painter: QPainter,
        place: QRect,
        model: CareModel,
        row: CareRow,
        index: QModelIndex | QPersistentModelIndex,
        *,
        current: bool,
    ) -> None:
        cell = model.cell_at(index)
        if index.column() == BED:
            words(painter, place.adjusted(8, 0, -8, 0), row.who.bed, _RIGHT, tone="text2")
        elif index.column() == NAME:
            paint_name(painter, place, row.who, about(row.who, self._view.day))
        elif cell is not None:
            paint_cell(painter, place, model.look(cell), current=current, caret=False)
        else:
            words(painter, place.adjusted(8, 0, -8, 0), model.note(row), _LEFT, size="small", tone="text2")


class CareGrid(QTableView):
    """``planned(stay)`` Space; ``given(cell, level)`` a digit; ``not_given(cell, reason)`` a letter; ``struck(cell)`` Delete."""

    planned = Signal(str)
    given = Signal(object, object)
    not_given = Signal(object, str)
    struck = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.care = CareModel()
        self.day: Any = None
        self._here: Cell | None = None
        self._reasons: tuple[Code, ...] = ()
        self._writes = True
        self.setModel(self.care)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(_("Care of the shift"))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # letters are keys here
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.setHorizontalHeader(GridHeads(self))
        self.setMinimumSize(220, 120)

    def show_rows(
        self, rows: Sequence[CareRow], kinds: Sequence[Code], codes: Sequence[Code], day: Any, *, writes: bool
    ) -> None:
        """Show these residents; the current cell stays current, else the first one not written down."""
        before, self.day, self._writes = self._here, day, writes
        self._reasons = tuple(one for one in codes if one.list_name == "not_done_reason")
        self.care.show_rows(rows, kinds, codes, day)
        self._lay_out()
        self._go(before) or self.go_to_open()

    def said_of(self, room_id: str) -> str:
        """How far a room is."""
        rows = [row for row in self.care.rows if row.who.room_id == room_id]
        due = [row for row in rows if row.is_due or (row.entries and row.who.is_there)]
        return f"{sum(row.is_done for row in due)}/{len(due)}" if due else ""

    def current_cell(self) -> Cell | None:
        """The current cell."""
        return self._here

    def go_to_open(self, after: str = "") -> bool:
        """Go to the next person whose shift is not written down."""
        stays = [row.id for row in self.care.rows]
        at = stays.index(after) + 1 if after in stays else 0
        around = [*self.care.rows[at:], *self.care.rows[:at]]
        found = next((row for row in around if row.is_due and not row.is_done and row.id != after), None)
        kind = self._here[1] if self._here is not None else ""
        codes = [one.code for one in self.care.kinds]
        if not codes:
            return False
        kind = kind if kind in codes else codes[0]
        if found is None:
            return self._go((self.care.rows[0].id, kind)) if self._here is None and self.care.rows else False
        return self._go((found.id, kind))

    def go_to(self, stay: str) -> bool:
        """Make the first cell of a person current."""
        return bool(self.care.kinds) and self._go((stay, self.care.kinds[0].code))

    def _go(self, cell: Cell | None) -> bool:
        index = self.care.place_of(cell) if cell is not None else QModelIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._here = self.care.cell_at(current) or self._here
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Tab goes to the next person not written down; where there is none it leaves as everywhere."""
        tab = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and self._here is not None and self.go_to_open(self._here[0]):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._here is None or event.modifiers() & _HELD or not self._take(Qt.Key(event.key()), event.text()):
            super().keyPressEvent(event)

    def _take(self, pressed: Qt.Key, text: str) -> bool:
        cell = self._here
        assert cell is not None
        match pressed:
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._walk(pressed)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._walk(Qt.Key.Key_Down)
            case _ if not self._writes:
                return False
            case Qt.Key.Key_Space:
                self.planned.emit(cell[0])
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.struck.emit(cell)
            case _ if text in ("0", "1", "2", "3"):
                self.given.emit(cell, HelpLevel(text))
            case _ if text and (reason := reason_for_key(text, self._reasons)) is not None:
                self.not_given.emit(cell, reason.code)
            case _:
                return False
        return True

    def _walk(self, pressed: Qt.Key) -> None:
        index = self.currentIndex()
        row, column = index.row(), index.column()
        match pressed:
            case Qt.Key.Key_Left:
                column = max(FIRST, column - 1)
            case Qt.Key.Key_Right:
                column = min(FIRST + len(self.care.kinds) - 1, column + 1)
            case _:
                persons = [at for at, (_row, people) in enumerate(self.care.lines) if not people]
                here = persons.index(row) + (1 if pressed == Qt.Key.Key_Down else -1) if row in persons else 0
                row = persons[max(0, min(len(persons) - 1, here))]
        self.setCurrentIndex(self.care.index(row, column))

    def _lay_out(self) -> None:
        worn = theme.worn()
        self.clearSpans()
        for at, (_row, people) in enumerate(self.care.lines):
            self.setRowHeight(at, worn.scaled(_ROOM_HIGH if people else _PERSON_HIGH))
            if people and self.care.columnCount() > 1:
                self.setSpan(at, BED, 1, self.care.columnCount())
        self._spread()

    def _spread(self) -> None:
        """The kinds keep their width as long as all fit; a narrow window brings them closer before it scrolls sideways."""
        worn, kinds, room = theme.worn(), len(self.care.kinds), self.viewport().width()
        bed, name, least_note, kind = (worn.scaled(one) for one in (_BED, _NAME, _NOTE, _KIND))
        if kinds and bed + name + least_note + kinds * kind > room:
            name, least_note = worn.scaled(_TIGHT_NAME), worn.scaled(_TIGHT_NOTE)
            kind = min(kind, max(worn.scaled(_LEAST_KIND), (room - bed - name - least_note) // kinds))
        note = max(least_note, room - bed - name - kinds * kind)
        for column, width in enumerate([bed, name, *[kind] * kinds, note]):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to_open()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
