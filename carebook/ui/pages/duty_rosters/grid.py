"""The roster of a month as a grid: people down, days across; arrows walk, the letter of a shift puts it in or takes it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from carebook import dates
from carebook.rules.duty_rosters import Person, filled, in_cell
from carebook.rules.search_words import fold
from carebook.ui.pages.duty_rosters.changes import Changes
from carebook.ui.parts import theme
from carebook.ui.parts.table.painting import paint_ring
from carebook.words import _

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_LINE, _HEAD, _NAMES, _LEAST = 27, 38, 168, 20  # of a line, the head, the names and a day, in pixels at base size
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SATURDAY = 5


class RosterModel(QAbstractTableModel):
    """The people and under them how many are on duty in each shift of each day."""

    def __init__(self) -> None:
        super().__init__()
        self.people: Sequence[Person] = ()
        self.days: Sequence[date] = ()
        self.today = date.min
        self.letters: Mapping[str, str] = {}
        self.shifts: Mapping[str, str] = {}
        self.changes = Changes()
        self._cells: dict[tuple[str, date], str] = {}
        self._filled: Counter[tuple[date, str]] = Counter()

    def show_month(
        self,
        people: Sequence[Person],
        days: Sequence[date],
        changes: Changes,
        letters: Mapping[str, str],
        shifts: Mapping[str, str],
        today: date,
    ) -> None:
        """Show a month; ``letters`` and ``shifts`` are the letter and the words of each shift."""
        self.beginResetModel()
        self.people, self.days, self.changes, self.today = people, days, changes, today
        self.letters, self.shifts = letters, shifts
        self._count()
        self.endResetModel()

    def _count(self) -> None:
        by_cell: dict[tuple[str, date], list[Any]] = {}
        duties = self.changes.duties()
        for one in duties:
            if one.duty_on is not None:
                by_cell.setdefault((one.staff_member_id, one.duty_on), []).append(one)
        self._cells = {key: in_cell(same, self.letters).replace(", ", "") for key, same in by_cell.items()}
        self._filled = filled(duties)

    def changed(self) -> None:
        """Something was put in or taken out."""
        self._count()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self.people else len(self.people) + len(self.shifts)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.days)

    def shift_at(self, place: int) -> str:
        """The shift whose numbers stand in a row; "" for a row of a person."""
        over = place - len(self.people)
        return list(self.shifts)[over] if over >= 0 else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.row() >= len(self.people):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def text(self, place: int, column: int) -> str:
        """What stands in a cell."""
        day = self.days[column]
        if shift := self.shift_at(place):
            return str(self._filled[day, shift])
        return self._cells.get((self.people[place].member.id, day), "")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        said = self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.row() < len(self.people):
            person = self.people[index.row()]
            return f"{person.member.full_name}, {dates.written(self.days[index.column()])}: {said or '–'}"
        return said

    def headerData(self, place: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if way is Qt.Orientation.Horizontal:
            return str(self.days[place].day) if place < len(self.days) else ""
        shift = self.shift_at(place)
        return self.shifts[shift] if shift else self.people[place].member.full_name


class _Painter(QStyledItemDelegate):
    """Draws one day of one person: letters, leave in grey, weekends on a tint; under them the numbers, 0 in red."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(_LEAST, _LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), self.parent()
        assert isinstance(model, RosterModel)
        day, place = model.days[index.column()], option.rect
        painter.save()
        if day == model.today:
            painter.fillRect(place, theme.colour("soft"))
        elif day.weekday() >= _SATURDAY:
            painter.fillRect(place, theme.colour("tint"))
        if isinstance(view, RosterGrid) and index == view.currentIndex():
            painter.fillRect(place, theme.colour("sel"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.drawLine(place.topRight(), place.bottomRight())
        shift, said, tone = model.shift_at(index.row()), model.text(index.row(), index.column()), "text"
        if shift:
            tone = "danger" if said == "0" else "text2"
        elif not said:
            person = model.people[index.row()]
            if person.leave_on(day) is not None:
                said, tone = _("off"), "text2"
            elif not person.works_on(day):
                said, tone = "–", "text2"
        elif model.people[index.row()].leave_on(day) is not None:
            tone = "warn"
        painter.setFont(theme.font("small", 600 if tone in ("text", "danger", "warn") else 400))
        painter.setPen(theme.colour(tone))
        painter.drawText(place, _CENTRE, said)
        if isinstance(view, RosterGrid) and index == view.currentIndex() and view.hasFocus():
            paint_ring(painter, place)
        painter.restore()


class _Head(QHeaderView):
    """Draws names at the side, and days with their weekday on top."""

    def __init__(self, way: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(way, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, place: QRect, at: int) -> None:
        model = self.model()
        assert isinstance(model, RosterModel)
        painter.save()
        painter.fillRect(place, theme.colour("sheet"))
        painter.setPen(theme.colour("rule" if self.orientation() is Qt.Orientation.Horizontal else "line"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        if self.orientation() is Qt.Orientation.Horizontal and at < len(model.days):
            self._day(painter, place, model.days[at], model.today)
        elif self.orientation() is Qt.Orientation.Vertical:
            self._name(painter, place, model, at)
        painter.restore()

    @staticmethod
    def _day(painter: QPainter, place: QRect, day: date, today: date) -> None:
        upper = QRect(place.left(), place.top() + 2, place.width(), place.height() // 2 - 2)
        lower = upper.translated(0, place.height() // 2 - 2)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("danger" if day.weekday() > _SATURDAY else "text2"))
        painter.drawText(upper, _CENTRE, _WEEKDAYS[day.weekday()])
        painter.setFont(theme.font("small", 600))
        painter.setPen(theme.colour("primary" if day == today else "text"))
        painter.drawText(lower, _CENTRE, str(day.day))

    def _name(self, painter: QPainter, place: QRect, model: RosterModel, at: int) -> None:
        total = bool(model.shift_at(at))
        painter.setFont(theme.font("small" if total else "base", 600 if total else 400))
        view = self.parentWidget()
        current = isinstance(view, RosterGrid) and view.currentIndex().row() == at and not total
        painter.setPen(theme.colour("primary" if current else "text2" if total else "text"))
        words = str(model.headerData(at, Qt.Orientation.Vertical) or "")
        room = place.adjusted(6, 0, -6, 0)
        painter.drawText(
            room, _LEFT, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        )


class RosterGrid(QTableView):
    """One month. ``changed`` when a shift was put in or taken out.

    The letter of a shift, or its number, puts it in or takes it out; Delete empties the day, T makes the person lead it, L repeats
    the week before.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.roster = RosterModel()
        self._writes = False
        self.setModel(self.roster)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalHeader(_Head(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Head(Qt.Orientation.Vertical, self))
        self.setAccessibleName(_("Duty roster"))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            corner.hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # letters are keys here
        self.viewport().setAutoFillBackground(False)
        self.setMinimumSize(240, 120)

    def show_month(
        self,
        people: Sequence[Person],
        days: Sequence[date],
        changes: Changes,
        letters: Mapping[str, str],
        shifts: Mapping[str, str],
        today: date,
        *,
        writes: bool,
    ) -> None:
        """Show a month; the current cell stays current, at first it is today."""
        before = self.currentIndex()
        place = (before.row(), before.column()) if before.isValid() else (0, -1)
        self._writes = writes
        self.roster.show_month(people, days, changes, letters, shifts, today)
        self._arrange()
        column = place[1] if place[1] >= 0 else max(0, (today - days[0]).days if days else 0)
        if people and days:
            self.setCurrentIndex(self.roster.index(min(place[0], len(people) - 1), min(column, len(days) - 1)))

    def rest(self, resting: bool) -> None:
        """Take no letters while what was entered is being saved; the next month that is shown takes them again."""
        self._writes = not resting

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held or not self._take(Qt.Key(event.key()), event.text()):
            super().keyPressEvent(event)
            self.verticalHeader().viewport().update()

    def _take(self, key: Qt.Key, text: str) -> bool:
        """Whether a key was one of the roster's own."""
        at = self.currentIndex()
        if not self._writes or not at.isValid() or at.row() >= len(self.roster.people):
            return False
        who, day, changes = self.roster.people[at.row()].member.id, self.roster.days[at.column()], self.roster.changes
        shift = self._shift_of(text)
        if shift:
            changes.put(who, day, shift)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            changes.clear(who, day)
        elif key is Qt.Key.Key_T:
            changes.lead(who, day)
        elif key is Qt.Key.Key_L:
            changes.repeat_week(who, day, self.roster.days[-1])
        else:
            return False
        self.roster.changed()
        self.changed.emit()
        return True

    def _shift_of(self, text: str) -> str:
        """The shift a key stands for: by its letter, typed with or without marks, or by its number."""
        typed = fold(text)
        if typed.isdigit() and 1 <= int(typed) <= len(self.roster.letters):
            return list(self.roster.letters)[int(typed) - 1]
        return next((code for code, letter in self.roster.letters.items() if typed and fold(letter) == typed), "")

    def _arrange(self) -> None:
        worn = theme.worn()
        line = worn.scaled(_LINE)
        self.horizontalHeader().setFixedHeight(worn.scaled(_HEAD))
        self.verticalHeader().setFixedWidth(worn.scaled(_NAMES))
        self.verticalHeader().setDefaultSectionSize(line)
        count = max(1, len(self.roster.days))
        room = self.width() - worn.scaled(_NAMES) - self.verticalScrollBar().sizeHint().width()
        wide = max(worn.scaled(_LEAST), room // count)
        for column in range(count):
            self.setColumnWidth(column, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
