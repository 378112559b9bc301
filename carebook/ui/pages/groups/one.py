"""One group: its stages, what it is for, its members with their goals, its timetable and sessions."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout

from carebook import dates
from carebook.records import enum_words
from carebook.records.care_plans import Achievement
from carebook.records.groups import GroupSessionState, GroupStage
from carebook.rules.groups import STAGES, is_not_recorded
from carebook.rules.schedules import said
from carebook.store.groups import GroupFile, Member, SessionLine
from carebook.ui.pages.groups.listing import share
from carebook.ui.pages.groups.member import MemberPanel
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.ui.parts.strips import PathStrip
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import Message, _, message

RIGHT = 412
_SESSION_MARKS = {
    GroupSessionState.PLANNED: ("ring", "text2"),
    GroupSessionState.HELD: ("full", "ok"),
    GroupSessionState.NOT_HELD: ("dash", "warn"),
}


class GroupView(QFrame):
    """``session_opened(id)``; the buttons of its sections tell the page what is wanted."""

    session_opened = Signal(str)
    join_wanted = Signal()
    session_wanted = Signal()
    timetable_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: GroupFile | None = None
        self.strip = PathStrip(compact=True)
        self.purpose = ElidedLabel("", "muted")
        self.evaluation = label("", "", wrap=True)
        self.members = RecordTable(
            [
                Column("name", _("Name"), self._member_cell, 150, 2, ALWAYS),
                Column("goal", _("Own goal"), self._goal_cell, 160, 3, 8),
                Column("came", _("Came"), self._came_cell, 70, 0, 7, align="right"),
                Column("since", _("Since"), self._since_cell, 70, 0, 5),
            ],
            _("Members"),
            row_height=44,
        )
        self.members.opened.connect(self._open_member)
        self.sessions = RecordTable(
            [
                Column("day", _("Day"), self._day_cell, 118, 0, ALWAYS),
                Column("state", _("State"), self._state_cell, 126, 1, 9),
                Column("came", _("Came"), self._session_came, 62, 0, 8, align="right"),
                Column("topic", _("Topic"), lambda one: one.session.topic, 80, 2, 5),
            ],
            _("Sessions"),
            row_height=44,
        )
        self.sessions.opened.connect(lambda one: self.session_opened.emit(one.id))
        self.panel = MemberPanel(desk)
        self.panel.hide()
        self.panel.closed.connect(self._close_member)
        self._fill()
        self.setFocusProxy(self.members)

    def _fill(self) -> None:
        self.join_button = Button(_("Add people…"), "ghost", "user-plus", "Ctrl+N", listens=False)
        self.join_button.clicked.connect(self.join_wanted)
        self.session_button = Button(_("Single session…"), "ghost", "plus")
        self.session_button.clicked.connect(self.session_wanted)
        self.timetable_button = Button(_("Timetable…"), "ghost", "calendar")
        self.timetable_button.clicked.connect(self.timetable_wanted)
        self.member_count = label("", "muted")
        self.session_count = label("", "muted")
        self.series = column(gap=0)
        high = theme.worn().scaled(34)
        members_head = box(row(label(_("Members"), "h3"), self.member_count, None, self.join_button), height=high)
        sessions_head = box(
            row(label(_("Sessions"), "h3"), self.session_count, None, self.session_button, self.timetable_button),
            height=high,
        )
        left = column(members_head, (self.members, 1), gap=2)
        self.right = box(column(sessions_head, self.series, (self.sessions, 1), gap=2))
        self.right.setFixedWidth(theme.worn().scaled(RIGHT))
        self._split: QBoxLayout = row((left, 1), self.right, self.panel, gap=20)
        top = column(self.strip, self.purpose, self.evaluation, gap=4)
        self.setLayout(column(top, (self._split, 1), gap=8, margins=(24, 0, 0, 0)))

    # showing

    def show_group(self, file: GroupFile) -> None:
        """Show a group."""
        if self._file is not None and self._file.group.id != file.group.id:
            self._close_member()
        self._file = file
        group = file.group
        steps = [(enum_words.said(stage), "") for stage in STAGES]
        at = STAGES.index(group.stage) if group.stage is not GroupStage.CLOSED else len(STAGES)
        self.strip.show_steps(steps, at)
        who = _("For: {whom}").format(whom=group.criteria) if group.criteria else ""
        self.purpose.setWhole(" · ".join(" ".join(part.split()) for part in (group.purpose, who) if part))
        ended = f"{self._desk.said_day(group.closed_on)}: " if group.closed_on else ""
        self.evaluation.setText(ended + group.evaluation)
        self.evaluation.setVisible(bool(group.evaluation))
        self._show_members(file)
        self._show_sessions(file)
        may = group.stage is not GroupStage.CLOSED
        self.join_button.setVisible(may and self._desk.may("add_members"))
        self.session_button.setVisible(may and self._desk.may("plan_group_session"))

    def _show_members(self, file: GroupFile) -> None:
        today = self._desk.today()
        here = [one for one in file.members if one.is_here_on(today)]
        coming = [one for one in file.members if one.joined_on > today]
        gone = [one for one in file.members if one not in here and one not in coming]
        rows: list[object] = list(here)
        for title, some in ((_("Joining later"), coming), (_("Left the group"), gone)):
            rows += [Group(title, str(len(some))), *some] if some else []
        self.members.show_records(rows)
        places = file.group.places
        self.member_count.setText(f"{len(here)}/{places}" if places else str(len(here)))
        tone = "warn" if places is not None and len(here) > places else ""
        self.member_count.setProperty("tone", tone)
        theme.restyle(self.member_count)

    def _show_sessions(self, file: GroupFile) -> None:
        emptied(self.series)
        today = self._desk.today()
        running = [one for one in file.series if one.until_on is None or one.until_on >= today]
        for one in running:
            subject = self._desk.words("lesson_subject", one.subject) if one.subject else ""
            self.series.addWidget(ElidedLabel(" · ".join(filter(None, (subject, str(said(one))))), "small"))
        if not running:
            self.series.addWidget(label(_("No timetable yet."), "small"))
        ahead = [one for one in file.sessions if one.session.planned_on > today]
        due = [one for one in file.sessions if one.session.planned_on <= today]
        rows: list[object] = list(due)
        if ahead:
            rows += [Group(_("To come"), str(len(ahead))), *reversed(ahead)]
        self.sessions.show_records(rows)
        planned = file.group.planned_sessions
        self.session_count.setText(f"{file.held}/{planned}" if planned else str(file.held))

    def file(self) -> GroupFile | None:
        """The group on show."""
        return self._file

    def next_to_mark(self) -> SessionLine | None:
        """The session one would mark now: today's, else the oldest nobody recorded."""
        today = self._desk.today()
        lines = self._file.sessions if self._file else ()
        waiting = [
            one
            for one in reversed(lines)
            if one.session.state is GroupSessionState.PLANNED and one.session.planned_on <= today
        ]
        return next((one for one in waiting if one.session.planned_on == today), next(iter(waiting), None))

    def none_to_mark(self) -> Message:
        """That no session waits for its roster, and when the next one is."""
        today = self._desk.today()
        ahead = [one.session for one in (self._file.sessions if self._file else ()) if one.session.planned_on > today]
        if not ahead:
            return message("No session waits for its roster.")
        following = min(ahead, key=lambda one: (one.planned_on, one.planned_at))
        at = f"{dates.weekday(following.planned_on)} {dates.written(following.planned_on)} {dates.hour(following.planned_at)}"
        return message("No session waits for its roster. The next one is on {day}.", day=at)

    # cells

    def _member_cell(self, one: Member) -> Cell:
        attends = one.record.attends if one.record else ""
        sub = attends or " · ".join(filter(None, (one.room, one.code)))
        return Cell(one.name, sub=sub, weight=500, icon="lock" if one.masked else "")

    def _goal_cell(self, one: Member) -> Cell:
        if one.record is None:
            return Cell("–", tone="text2")
        rated = one.record.achievement
        sub = enum_words.said(rated) if rated is not Achievement.NOT_RATED else ""
        text = one.record.own_goal
        return Cell(text or _("no goal yet"), sub=sub, tone="text" if text else "text2")

    def _came_cell(self, one: Member) -> Cell:
        return Cell(
            f"{one.came}/{one.marked}" if one.marked else "–", sub=share(one.came, one.marked) if one.marked else ""
        )

    def _since_cell(self, one: Member) -> Cell:
        left = self._desk.said_day(one.left_on)
        return Cell(self._desk.said_day(one.joined_on), sub=f"→ {left}" if left else "")

    def _day_cell(self, one: SessionLine) -> Cell:
        session = one.session
        day = f"{dates.weekday(session.planned_on)} {self._desk.said_day(session.planned_on)}"
        return Cell(day, sub=f"{dates.hour(session.planned_at)} · {session.minutes}′", small=True)

    def _state_cell(self, one: SessionLine) -> Cell:
        session = one.session
        late = self._file is not None and is_not_recorded(session, self._desk.now(), self._file.hours)
        if late:
            return Cell(_("Not recorded"), tone="warn", mark=("ring", "warn"), small=True)
        why = self._desk.words("not_held_reason", session.reason) if session.reason else ""
        leader = one.leader if session.state is GroupSessionState.HELD else ""
        words, mark = enum_words.said(session.state), _SESSION_MARKS[session.state]
        return Cell(words, sub=why or leader, mark=mark, small=True)

    def _session_came(self, one: SessionLine) -> Cell:
        return Cell(f"{one.came}/{one.marked}" if one.marked else "")

    # a member

    def _open_member(self, one: Member) -> None:
        assert self._file is not None
        if one.masked or one.record is None:
            self.panel.refuse_masked()
            return
        self.right.hide()
        self.panel.show_member(one)
        self.panel.show()
        self.panel.begin()

    def _close_member(self) -> None:
        self.panel.hide()
        self.right.show()
        self.members.setFocus()

    def close_member(self) -> bool:
        """Put the open member away; False when none is open."""
        if self.panel.isHidden():
            return False
        self._close_member()
        return True

    def fold(self, narrow: bool) -> None:
        """The sessions stand under the members while it is narrow."""
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.right.setMinimumWidth(0 if narrow else theme.worn().scaled(RIGHT))
        self.right.setMaximumWidth(16777215 if narrow else theme.worn().scaled(RIGHT))
        self.panel.move_under(narrow)
        layout: QLayout | None = self.layout()
        assert layout is not None
        layout.setContentsMargins(24, 0, 16 if narrow else 0, 0)
