"""The register on show: a line for each pupil, a column for each day with lessons, the counts behind, the signs below."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from carebook import money
from carebook.rules.classes import ClassRegister, Mark, RegisterLine, said_mark
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import Cell, FigureColumn, FigureRow, FigureTable
from carebook.words import _, ngettext

_TONES = {
    Mark.PRESENT: "text2",
    Mark.LATE: "warn",
    Mark.PART: "warn",
    Mark.EXCUSED: "info",
    Mark.ABSENT: "danger",
    Mark.UNMARKED: "warn",
    Mark.NO_LESSON: "text2",
}
_CALLED = (Mark.PRESENT, Mark.LATE, Mark.PART, Mark.EXCUSED, Mark.ABSENT)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RegisterTable(FigureTable):
    """Arrows walk the days and pupils; Enter or a double click opens ``day_opened(row, column)``."""

    day_opened = Signal(int, int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.doubleClicked.connect(self._tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._tell(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _tell(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.day_opened.emit(index.row(), index.column())

    def _begin(self) -> None:
        if self.figures.rowCount():
            self.setCurrentIndex(self.figures.index(0, 0))


class RegisterView(QFrame):
    """``roster_wanted(lesson id)`` for a day, ``pupil_wanted(Pupil)`` for a name."""

    roster_wanted = Signal(str)
    pupil_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._register: ClassRegister | None = None
        self.table = RegisterTable(_("Class register"))
        self.table.day_opened.connect(self._open)
        self.states = States(self.table)
        self.sum = label("", "strong")
        signs = [str(said_mark(mark)) for mark in Mark]
        signs = [*(f"{sign} ·" for sign in signs), "○ " + _("day pupil")]
        self.legend = box(Flow(*(label(sign, "small") for sign in signs), gap=4))  # a sign stays with its word
        told = row(self.sum, (self.legend, 1), gap=16, margins=(8, 0, 8, 0))
        self.setLayout(column((self.states, 1), told, gap=8, margins=(16, 4, 16, 6)))

    def show_register(self, register: ClassRegister) -> None:
        """Show the lines of a span."""
        self._register = register
        if not register.lines:
            self.states.show_empty(_("Nobody is in this class in these days."), icon="users")
        elif not register.days:
            self.states.show_empty(_("No lessons in these days. Plan the timetable once."), icon="calendar")
        else:
            self.states.show_content()
        share = money.percent(register.came, register.expected)
        held = ngettext("{n} lesson held", "{n} lessons held", register.held).format(n=register.held)
        self.sum.setText(" · ".join((held, _("attendance {share}").format(share=share))))
        counts = (("x", 46, 8), ("M", 36, 6), ("P", 36, 7), ("K", 36, 7), ("%", 72, 9))
        self.table.show_figures(
            [
                FigureColumn(_("Name"), width=150, stretch=1, align="left"),
                *(FigureColumn(self._head(day), width=34, align="centre") for day in register.days),
                *(FigureColumn(sign, _("Lessons"), width=wide, priority=priority) for sign, wide, priority in counts),
            ],
            [*(self._line(one, register) for one in register.lines), self._total(register)],
        )

    def _head(self, day: date) -> str:
        short = self._desk.codes.code("weekday", _WEEKDAYS[day.weekday()])
        return f"{short.extra.get('short', '') if short else ''}\n{day.day:02}"

    def _line(self, line: RegisterLine, register: ClassRegister) -> FigureRow:
        by_day = ("ring", "info") if line.pupil.by_day else None
        marks = (self._mark(day, line.marks.get(day)) for day in register.days)
        counts = (line.came, line.late, line.excused, line.absent)
        shown = (Cell(str(count), tone="text" if count else "text2") for count in counts)
        return FigureRow(
            (Cell(line.pupil.name, weight=500, mark=by_day), *marks, *shown, money.percent(line.came, line.held))
        )

    def _mark(self, day: date, mark: Mark | None) -> Cell:
        if mark is None or (mark is Mark.UNMARKED and day > self._desk.today()):
            return Cell()
        return Cell(mark.value, tone=_TONES[mark], weight=600 if mark is Mark.ABSENT else 400)

    def _total(self, register: ClassRegister) -> FigureRow:
        called = {day for one in register.lines for day, mark in one.marks.items() if mark in _CALLED}
        came = (str(register.came_on(day)) if day in called else "" for day in register.days)
        lines = register.lines
        counts = (
            register.came,
            sum(one.late for one in lines),
            sum(one.excused for one in lines),
            sum(one.absent for one in lines),
        )
        share = money.percent(register.came, register.expected)
        return FigureRow((_("Pupils who came"), *came, *map(str, counts), share), kind="total")

    def _open(self, place: int, column_: int) -> None:
        register = self._register
        if register is None:
            return
        if 1 <= column_ <= len(register.days):
            lessons = register.lessons_on(register.days[column_ - 1])
            self.roster_wanted.emit(lessons[0].id)
        elif column_ == 0 and place < len(register.lines):
            self.pupil_wanted.emit(register.lines[place].pupil)


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
