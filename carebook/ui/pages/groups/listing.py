"""The list of groups and classes, and beside it whom to ask why they stayed away."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame

from carebook import dates
from carebook.records import enum_words
from carebook.records.groups import GroupStage
from carebook.rules.groups import STAGES
from carebook.store.groups import AbsenceToAsk, GroupLine
from carebook.ui.pages.groups.asking import Groups
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, pgettext

BESIDE = 306
_BESIDE_FROM = 1000
"""From this width on, in pixels at base size, the absences stand beside the groups."""
STAGE_MARKS = {
    GroupStage.PREPARING: ("ring", "text2"),
    GroupStage.BEGINNING: ("half", "info"),
    GroupStage.WORKING: ("full", "ok"),
    GroupStage.ENDING: ("half", "warn"),
    GroupStage.CLOSED: ("square", "text2"),
}


def share(came: int, marked: int) -> str:
    """A share as it is read: "92,5 %"; "–" where nothing was marked."""
    return f"{came / marked:.1%}".replace(".", ",").replace("%", "\u00a0%") if marked else "–"


class GroupList(QFrame):
    """``opened(group_id)``, ``roster_wanted(session_id)``, ``asked(absence)``."""

    opened = Signal(str)
    roster_wanted = Signal(str)
    asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table = RecordTable(
            [
                Column("name", _("Group"), self._name_cell, 200, 3, ALWAYS),
                Column("stage", pgettext("of a group", "Stage"), self._stage_cell, 118, 0, 7),
                Column("leader", _("Led by"), lambda line: line.leader, 164, 1, 6),
                Column("members", _("Members"), self._members_cell, 84, 0, 8, align="right"),
                Column("sessions", _("Sessions"), self._sessions_cell, 92, 0, 8, align="right"),
                Column("came", _("Came"), self._came_cell, 76, 0, 5, align="right"),
                Column("next", _("Next session"), self._next_cell, 124, 0, 9),
            ],
            _("Groups and classes"),
            row_height=46,
        )
        self.table.opened.connect(self._open)
        self.table.acted.connect(self._act)
        self.absences = RecordTable(
            [
                Column("who", _("Name"), self._absence_cell, 170, 1, ALWAYS),
                Column("due", _("Due on"), self._due_cell, 96, 0, 9, align="right"),
            ],
            _("To be asked about"),
            row_height=46,
            heads=False,
        )
        self.absences.opened.connect(self.asked)
        self.none = label(_("Nobody stayed away without a reason, or everybody was asked about."), "small", wrap=True)
        self._head = box(column())
        parts = (self._head, (self.absences, 1), (self.none, 1))
        self._under = False
        self._asking = column(*parts, gap=2, margins=(16, 8, 12, 8))
        self.beside = box(self._asking, "panel")
        self.beside.setProperty("side", "right")
        self.beside.setFixedWidth(theme.worn().scaled(BESIDE))
        self._split: QBoxLayout = row((row(self.table, margins=(16, 0, 8, 0)), 1), self.beside, gap=0)
        self.setLayout(self._split)
        self.setFocusProxy(self.table)

    def show_groups(self, found: Groups) -> None:
        """Show these."""
        self.table.show_records(found.lines)
        self.absences.show_records(found.absences)
        many = len(found.absences)
        layout = self._head.layout()
        assert layout is not None
        while (item := layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        layout.addWidget(section_head(_("To be asked about"), str(many) if many else ""))
        self.absences.setVisible(bool(many))
        self.none.setVisible(not many)

    # cells

    def _name_cell(self, line: GroupLine) -> Cell:
        kind = self._desk.words("group_kind", line.group.kind)
        year = f" · {line.group.school_year}" if line.group.school_year else ""
        return Cell(line.group.name, sub=kind + year, weight=500)

    def _stage_cell(self, line: GroupLine) -> Cell:
        place = STAGES.index(line.group.stage) + 1
        step = _("step {n} of {total}").format(n=place, total=len(STAGES) - 1) if place < len(STAGES) else ""
        ended = self._desk.said_day(line.group.closed_on) if not step else ""
        return Cell(enum_words.said(line.group.stage), sub=step or ended, mark=STAGE_MARKS[line.group.stage])

    def _members_cell(self, line: GroupLine) -> Cell:
        places = line.group.places
        over = places is not None and line.members > places
        return Cell(f"{line.members}/{places}" if places else str(line.members), tone="warn" if over else "text")

    def _sessions_cell(self, line: GroupLine) -> Cell:
        planned = line.group.planned_sessions
        held = f"{line.held}/{planned}" if planned else str(line.held)
        waiting = _("{n} to record").format(n=line.to_record) if line.to_record else ""
        return Cell(held, sub=waiting, sub_tone="warn")

    def _came_cell(self, line: GroupLine) -> Cell:
        return Cell(share(line.came, line.marked))

    def _next_cell(self, line: GroupLine) -> Cell:
        if line.next_on is None or line.next_at is None:
            return Cell("–", tone="text2")
        today = self._desk.today()
        when = str(dates.relative_day(line.next_on, today))
        if line.next_on > today + timedelta(days=1):
            when = f"{dates.weekday(line.next_on)} {self._desk.said_day(line.next_on)}"
        return Cell(when[:1].upper() + when[1:], sub=dates.hour(line.next_at), acts=line.next_on == today)

    def _absence_cell(self, one: AbsenceToAsk) -> Cell:
        day = self._desk.said_day(one.session.planned_on)
        missed = _("{n} times in a row").format(n=one.in_a_row) if one.in_a_row > 1 else ""
        return Cell(one.name, sub=" · ".join(filter(None, (day, missed, one.group.name))), weight=500)

    def _due_cell(self, one: AbsenceToAsk) -> Cell:
        tone = "danger" if one.due_on < self._desk.today() else "text2"
        return Cell(str(dates.lateness(one.due_on, self._desk.today())), tone=tone, small=True)

    # pressing

    def _open(self, line: GroupLine) -> None:
        self.opened.emit(line.id)

    def _act(self, line: GroupLine, _column: str) -> None:
        if line.next_session_id and line.next_on == self._desk.today():
            self.roster_wanted.emit(line.next_session_id)
        else:
            self.opened.emit(line.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        under = self.width() < theme.worn().scaled(_BESIDE_FROM)
        if under != self._under:
            self._under = under
            self._turn(under)

    def _turn(self, narrow: bool) -> None:
        """The absences stand under the groups while it is narrow."""
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.beside.setProperty("side", "under" if narrow else "right")
        self._asking.setContentsMargins(23 if narrow else 16, 8, 12, 8)
        theme.restyle(self.beside)
        self.beside.setMinimumWidth(0 if narrow else theme.worn().scaled(BESIDE))
        self.beside.setMaximumWidth(16777215 if narrow else theme.worn().scaled(BESIDE))
        self.beside.setMaximumHeight(theme.worn().scaled(150) if narrow else 16777215)
