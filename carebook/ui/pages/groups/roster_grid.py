"""The roster as a grid of names: arrows walk, one letter says who came, one digit how far they took part or why they did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from carebook.records import enum_words
from carebook.records.groups import Participation, Presence
from carebook.rules.groups import Mark, whole_group_present
from carebook.store.groups import RosterRow
from carebook.ui.parts import theme
from carebook.ui.parts.labels import paint_mark
from carebook.ui.parts.table.painting import paint_ring
from carebook.words import _

MARKS: dict[Presence | None, tuple[str, str]] = {
    Presence.PRESENT: ("full", "ok"),
    Presence.LATE: ("half", "ok"),
    Presence.EXCUSED: ("dash", "warn"),
    Presence.ABSENT: ("cross", "danger"),
    None: ("ring", "text2"),
}
"""The sign of every presence; of one that is not marked yet under None."""
LETTERS = {Presence.PRESENT: "C", Presence.LATE: "M", Presence.EXCUSED: "L", Presence.ABSENT: "K"}
"""The key of each presence: the letter its Vietnamese words begin with or are known by in a class register."""
_KEYS = {Qt.Key[f"Key_{letter}"]: presence for presence, letter in LETTERS.items()}
_HIGHEST, _LOWEST, _NARROWEST = 34, 25, 236  # of a line and of a column, in pixels at base size
_DIGITS = {Qt.Key[f"Key_{digit}"]: digit for digit in range(10)}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()


class RosterModel(QAbstractTableModel):
    """The members in columns, each read from top to bottom, with what is marked of them."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__()
        self.members: tuple[RosterRow, ...] = ()
        self.marks: dict[str, Mark] = {}
        self._reasons = reasons
        self._columns = 1

    def show_members(self, members: Sequence[RosterRow], marks: Mapping[str, Mark]) -> None:
        """Show these, with their marks by id."""
        self.beginResetModel()
        self.members, self.marks = tuple(members), dict(marks)
        self.endResetModel()

    def lay_out(self, columns: int) -> None:
        """Stand in so many columns."""
        if columns != self._columns:
            self.beginResetModel()
            self._columns = columns
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else ceil(len(self.members) / self._columns)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._columns

    def place(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """The place of a cell's member among all; −1 for a cell that holds nobody."""
        found = index.column() * self.rowCount() + index.row() if index.isValid() else -1
        return found if found < len(self.members) else -1

    def index_of(self, place: int) -> QModelIndex:
        """The cell of a member."""
        rows = max(1, self.rowCount())
        return self.index(place % rows, place // rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.place(index) < 0:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = self.place(index)
        if place < 0 or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.members[place]
        return ", ".join(filter(None, (row.member.name, *self.told(row))))

    def mark_of(self, place: int) -> Mark:
        """What is marked of a member."""
        return self.marks.get(self.members[place].id) or Mark()

    def mark(self, place: int, mark: Mark) -> None:
        """Mark a member."""
        self.marks[self.members[place].id] = mark
        index = self.index_of(place)
        self.dataChanged.emit(index, index)

    def told(self, row: RosterRow) -> tuple[str, str]:
        """What is marked, in words: whether they came, and how far they took part or why they did not."""
        mark = self.marks.get(row.id) or Mark()
        if mark.presence is None:
            return _("not marked yet"), self._reasons.get(row.away, "")
        why = self._reasons.get(mark.reason or "", mark.reason or "")
        part = enum_words.said(mark.participation) if mark.participation else ""
        return enum_words.said(mark.presence), why or part


class _Painter(QStyledItemDelegate):
    """Draws one member on one line: sign, name, room, what is marked, whether something is remarked."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, RosterModel)
        place = model.place(index)
        if place < 0:
            return
        row, mark = model.members[place], model.mark_of(place)
        painter.save()
        view = self.parent()
        if isinstance(view, RosterGrid) and index == view.currentIndex():
            painter.fillRect(option.rect, theme.colour("sel"))
        painter.fillRect(
            option.rect.left() + 8, option.rect.bottom(), option.rect.width() - 16, 1, theme.colour("line")
        )
        self._line(painter, option.rect.adjusted(10, 0, -14, -1), row, mark, model.told(row))
        painter.restore()

    def _line(self, painter: QPainter, place: QRect, row: RosterRow, mark: Mark, told: tuple[str, str]) -> None:
        middle = place.center().y()
        paint_mark(painter, QRectF(place.left(), middle - 5, 11, 11), *MARKS[mark.presence])
        left = place.left() + 20
        state, more = told
        right = self._said(painter, place, more or state, MARKS[mark.presence][1] if mark.presence else "text2")
        if mark.remark:
            right -= 20
            theme.paint_icon(painter, "message-square", "text2", right + 3, middle - 7, 14)
        weight = 400 if mark.presence is None else 500
        points = theme.worn().points
        painter.setFont(theme.font("base", weight))
        painter.setPen(theme.colour("text2" if mark.presence in (Presence.EXCUSED, Presence.ABSENT) else "text"))
        room = max(40, right - left - 8)
        name = theme.elided(row.member.name, room, "base", weight, points)
        wide = painter.fontMetrics().horizontalAdvance(name)
        painter.drawText(QRect(left, place.top(), room, place.height()), _MIDDLE, name)
        if row.member.room and room - wide > 44:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text2"))
            beside = QRect(left + wide + 8, place.top(), room - wide - 8, place.height())
            painter.drawText(beside, _MIDDLE, theme.elided(row.member.room, beside.width(), "small", 400, points))

    @staticmethod
    def _said(painter: QPainter, place: QRect, words: str, tone: str) -> int:
        """Draw the words at the right end; returns where they begin."""
        most = place.width() * 2 // 5
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(tone if tone != "ok" else "text2"))
        shown = theme.elided(words, most, "small", 400, theme.worn().points)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | _MIDDLE, shown)
        return place.right() - painter.fontMetrics().horizontalAdvance(shown)


class RosterGrid(QTableView):
    """The members of a session. Letters and digits mark the current one; ``marked`` when something was marked, ``chosen`` when
    another is current, ``remark_wanted`` for Enter, ``except_wanted`` for "/".

    A letter stays on the name, a digit finishes it and goes on to the next.
    """

    marked = Signal()
    chosen = Signal()
    remark_wanted = Signal()
    except_wanted = Signal()

    def __init__(self, reasons: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.roster = RosterModel(dict(reasons))
        self._reasons = [code for code, _words in reasons]
        self._writes = True
        self.setModel(self.roster)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(_("Roster"))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # letters are keys here
        self.viewport().setAutoFillBackground(False)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.hide()
            head.setMinimumSectionSize(16)
        self.doubleClicked.connect(self._remark)
        self.setMinimumSize(220, 120)

    # what stands in it

    def show_roster(self, members: Sequence[RosterRow], marks: Mapping[str, Mark], *, writes: bool) -> None:
        """Show these members with their marks; the current one stays current."""
        before = self.current_id()
        self._writes = writes
        self.roster.show_members(members, marks)
        self._arrange()
        self.pick(before) or self.go_to(0)

    def marks(self) -> dict[str, Mark]:
        """What is marked, by member."""
        return dict(self.roster.marks)

    def open_ids(self) -> list[str]:
        """The members nothing is marked of yet."""
        return [row.id for row in self.roster.members if self._mark(row).presence is None]

    def _mark(self, row: RosterRow) -> Mark:
        return self.roster.marks.get(row.id) or Mark()

    # the current member

    def place(self) -> int:
        """The place of the current member; −1 without one."""
        return self.roster.place(self.currentIndex())

    def current(self) -> RosterRow | None:
        """The current member."""
        return self.roster.members[self.place()] if self.place() >= 0 else None

    def current_id(self) -> str:
        row = self.current()
        return row.id if row else ""

    def pick(self, member_id: str) -> bool:
        """Make a member current; False when they are not on the roster."""
        places = [place for place, row in enumerate(self.roster.members) if row.id == member_id]
        return bool(places) and self.go_to(places[0])

    def go_to(self, place: int) -> bool:
        """Make the member at a place current."""
        if not 0 <= place < len(self.roster.members):
            return False
        self.setCurrentIndex(self.roster.index_of(place))
        self.scrollTo(self.currentIndex())
        return True

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.chosen.emit()

    # marking

    def mark_current(self, mark: Mark) -> None:
        """Mark the current member."""
        if self._writes and (place := self.place()) >= 0 and mark != self.roster.mark_of(place):
            self.roster.mark(place, mark)
            self.marked.emit()

    def mark_all_present(self) -> None:
        """Everybody nothing is marked of is present, except who is known to be away."""
        if not self._writes:
            return
        members = self.roster.members
        marks = whole_group_present((self._mark(row), row.away) for row in members)
        for place, mark in enumerate(marks):
            self.roster.mark(place, mark)
        self.marked.emit()

    def mark_absent(self, member_id: str) -> None:
        """Somebody is the exception: away, with the reason that is known or without one."""
        if self.pick(member_id) and (row := self.current()) is not None:
            presence = Presence.EXCUSED if row.away else Presence.ABSENT
            self.mark_current(self.roster.mark_of(self.place()).with_presence(presence, row.away))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held or not self._take(Qt.Key(event.key()), event.text()):
            super().keyPressEvent(event)

    def _take(self, key: Qt.Key, text: str) -> bool:
        """Whether a key was one of the roster's own."""
        row = self.current()
        if row is None:
            return False
        mark = self.roster.mark_of(self.place())
        match key:
            case Qt.Key.Key_A:
                self.mark_all_present()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._remark()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.mark_current(Mark(remark=mark.remark))
            case Qt.Key.Key_Space:
                other = Presence.ABSENT if mark.came else Presence.PRESENT
                self.mark_current(mark.with_presence(other, row.away))
            case _ if text == "/":
                self.except_wanted.emit()
            case _ if key in _KEYS:
                self.mark_current(mark.with_presence(_KEYS[key], row.away))
            case _ if key in _DIGITS:
                self._take_digit(_DIGITS[key], mark)
            case _:
                return False
        return True

    def _take_digit(self, digit: int, mark: Mark) -> None:
        """A digit is how far somebody took part, or of who is away the reason; then the next one is current."""
        if mark.presence in (Presence.EXCUSED, Presence.ABSENT):
            if not 1 <= digit <= len(self._reasons):
                return
            self.mark_current(mark.with_reason(self._reasons[digit - 1]))
        elif digit <= 3:
            self.mark_current(mark.with_participation(Participation(str(digit))))
        else:
            return
        self.go_to(self.place() + 1)

    def remark(self, words: str) -> None:
        """Write a remark about the current member."""
        if self.place() >= 0:
            self.mark_current(replace(self.roster.mark_of(self.place()), remark=words))

    def _remark(self, *_index: object) -> None:
        self.remark_wanted.emit()

    # walking

    def moveCursor(self, action: QAbstractItemView.CursorAction, held: Qt.KeyboardModifier) -> QModelIndex:
        """Down from the foot of a column leads to the head of the next, and up from a head back."""
        place, last = self.place(), len(self.roster.members) - 1
        step = {
            QAbstractItemView.CursorAction.MoveDown: 1,
            QAbstractItemView.CursorAction.MoveUp: -1,
            QAbstractItemView.CursorAction.MoveRight: self.roster.rowCount(),
            QAbstractItemView.CursorAction.MoveLeft: -self.roster.rowCount(),
        }.get(action)
        if action is QAbstractItemView.CursorAction.MoveHome:
            return self.roster.index_of(0)
        if action is QAbstractItemView.CursorAction.MoveEnd:
            return self.roster.index_of(last)
        if step is None:
            return super().moveCursor(action, held)
        wanted = place + step
        return self.roster.index_of(wanted) if 0 <= wanted <= last else self.currentIndex()

    # columns and lines

    def _arrange(self) -> None:
        """As few columns as show everybody without scrolling, no narrower than a name needs; lines give way before that."""
        count, worn = max(1, len(self.roster.members)), theme.worn()
        room, high = self.viewport().width(), max(1, self.viewport().height())
        most = max(1, room // worn.scaled(_NARROWEST))
        fitting = (c for c in range(1, most + 1) if ceil(count / c) * worn.scaled(_LOWEST) <= high)
        columns = next(fitting, most)
        if columns < most and ceil(count / columns) * worn.scaled(_HIGHEST) > high:
            columns += 1  # rather another column than lines that stand close
        current = self.place()
        self.roster.lay_out(columns)
        line = min(worn.scaled(_HIGHEST), max(worn.scaled(_LOWEST), high // max(1, self.roster.rowCount())))
        self.verticalHeader().setDefaultSectionSize(line)
        for place in range(self.roster.rowCount()):
            self.setRowHeight(place, line)
        for column in range(columns):
            self.setColumnWidth(column, room // columns)
        if current >= 0:
            self.go_to(current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.place() < 0:
            self.go_to(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.place() >= 0:
            painter = QPainter(self.viewport())
            paint_ring(painter, self.visualRect(self.currentIndex()))
            painter.end()
