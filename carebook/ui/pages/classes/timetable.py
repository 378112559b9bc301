"""The timetable of a class as a week: a line for each hour, a column for each weekday."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.rules.classes import Hour, timetable
from carebook.store.classes import ClassFile
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

_ALWAYS_SHOWN = ("MO", "TU", "WE", "TH", "FR")


class TimetableView(QFrame):
    """The hours with the lessons of each weekday; changing them is done where the group's sessions are planned."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: ClassFile | None = None
        self.plan_button = Button(_("Plan the lessons"), icon="calendar")
        self.plan_button.clicked.connect(self._plan)
        self.line = label("", "small", wrap=True)
        weekdays = [(code.code, code.text) for code in desk.codes.choices("weekday", desk.today())]
        self.table = RecordTable(
            [
                Column("hour", _("Hour"), lambda hour: Cell(hour.said, weight=500), 110, 0, ALWAYS),
                *(
                    Column(code, words, partial(self._cell, code), 128, 1, 9 if code in _ALWAYS_SHOWN else 3)
                    for code, words in weekdays
                ),
            ],
            _("Timetable"),
            id_of=lambda hour: hour.said,
            row_height=48,
        )
        self.states = States(self.table)
        self.setLayout(column((self.states, 1), row((self.line, 1), self.plan_button), gap=8, margins=(16, 4, 16, 8)))

    def show_class(self, file: ClassFile) -> None:
        """Show the week of a class."""
        self._file = file
        hours = timetable(file.series, self._desk.today())
        self.table.show_records(hours)
        self.plan_button.setVisible(self._desk.may("plan_group_series"))
        if hours:
            self.states.show_content()
        else:
            self.states.show_empty(
                _("No timetable yet. Plan the lessons once, they repeat by themselves."), icon="calendar"
            )
        since = [one.from_on for one in file.series if one.from_on is not None]
        until = [one.until_on for one in file.series if one.until_on is not None]
        said = [_("since {day}").format(day=dates.written(min(since)))] if since else []
        if until and len(until) == len(file.series):
            said.append(_("until {day}").format(day=dates.written(max(until))))
        self.line.setText(" · ".join(said))

    def _cell(self, weekday: str, hour: Hour) -> Cell:
        lessons = hour.lessons.get(weekday, ())
        if not lessons or self._file is None:
            return Cell()
        subjects = [self._desk.words("lesson_subject", one.subject) if one.subject else _("Lesson") for one in lessons]
        leaders = {self._file.staff.get(one.leader_id or "", "") for one in lessons}
        return Cell(", ".join(subjects), sub=", ".join(sorted(filter(None, leaders))))

    def _plan(self) -> None:
        if self._file is not None:
            self._desk.go("groups", group_id=self._file.group.id)
