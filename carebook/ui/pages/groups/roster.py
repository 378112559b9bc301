"""One session of a group: its roster on the left, the member one stands on at the right, the minutes behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook import dates
from carebook.records import enum_words
from carebook.records.groups import Attendance, GroupSession, GroupSessionState, Participation, Presence
from carebook.rules.groups import CLASS, Mark
from carebook.rules.problem import Problem
from carebook.rules.search_words import fold
from carebook.store.groups import Roster, RosterRow
from carebook.ui.pages.groups.asking import OpenRoster
from carebook.ui.pages.groups.beside import BesideRoster
from carebook.ui.pages.groups.minutes import minutes_form
from carebook.ui.pages.groups.roster_grid import RosterGrid
from carebook.ui.parts import theme
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import Stack, box, column, row, scrolling
from carebook.words import _, pgettext

_PEOPLE, _MINUTES = "people", "minutes"


class ExceptLine(QLineEdit):
    """Names after "the whole group, except": typing goes to the first that matches, Enter marks them away."""

    found = Signal(str)
    excepted = Signal(str)
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("/ part of a name"))
        self.setAccessibleName(_("Who was away"))
        self.setFixedWidth(theme.worn().scaled(116))
        self._members: Sequence[RosterRow] = ()
        self.textEdited.connect(self._look)

    def offer(self, members: Sequence[RosterRow]) -> None:
        """Among whom to look."""
        self._members = members

    def first(self) -> str:
        """The id of the first member whose name holds what is typed, at the head of a word if possible; "" for nobody."""
        typed = fold(self.text())
        if not typed:
            return ""
        names = [(one.id, fold(one.member.name)) for one in self._members]
        heads = [who for who, name in names if f" {typed}" in f" {name}"]
        return next(iter([*heads, *(who for who, name in names if typed in name)]), "")

    def _look(self) -> None:
        if found := self.first():
            self.found.emit(found)

    def event(self, event: QEvent) -> bool:
        """Esc is this line's own key, not the page's."""
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                commit_input_method()
                if found := self.first():
                    self.excepted.emit(found)
                    self.clear()
                elif not self.text().strip():
                    self.done.emit()
            case Qt.Key.Key_Down | Qt.Key.Key_Escape:
                self.clear()
                self.done.emit()
            case _:
                super().keyPressEvent(event)


class RosterView(QFrame):
    """``typed`` when something was marked or written; `written` is what is to be kept."""

    typed = Signal()
    held_again = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._roster: Roster | None = None
        self._writes = False
        self._base: dict[str, Mark] = {}
        reasons = desk.choices("absence_reason")
        self.grid = RosterGrid(reasons)
        self.beside = BesideRoster(desk, reasons)
        self.minutes = minutes_form(desk)
        self.lessons = MessageBar()
        self.told = MessageBar()
        self.view = Segments([(_PEOPLE, _("Attendance")), (_MINUTES, pgettext("of a session", "Minutes"))], _PEOPLE)
        self.view.chosen.connect(self.choose_view)
        self.all_button = Button(_("Whole group present"), key="A", listens=False)
        self.all_button.clicked.connect(self._all_present)
        self.exception = ExceptLine()
        self.counts = ElidedLabel("", "muted")
        self._marking = box(row(self.all_button, label(_("except"), "muted"), self.exception, gap=8))
        head = row(self.view, 8, self._marking, (self.counts, 1), gap=8, margins=(0, 0, 12, 6))
        self.views = Stack()
        self.views.addWidget(self.grid)
        self.views.addWidget(scrolling(box(column(self.lessons, self.minutes, gap=8, margins=(8, 0, 20, 0)))))
        left = column(head, self.told, (self.views, 1), gap=2, margins=(16, 0, 0, 0))
        self.setLayout(row((left, 1), self.beside, gap=0))
        self._connect()
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        self.grid.marked.connect(self._marked)
        self.grid.chosen.connect(self._show_current)
        self.grid.remark_wanted.connect(self.beside.begin_remark)
        self.grid.except_wanted.connect(self.exception.setFocus)
        self.exception.found.connect(self.grid.pick)
        self.exception.excepted.connect(self._except)
        self.exception.done.connect(self.grid.setFocus)
        self.beside.marked.connect(self.grid.mark_current)
        self.beside.remarked.connect(self.grid.remark)
        self.beside.done.connect(self._after_remark)
        self.minutes.changed.connect(self.typed)

    # showing

    def show_roster(self, found: OpenRoster, *, writes: bool) -> None:
        """Show a session; what was marked before stands there again."""
        roster = found.roster
        again = self._roster is not None and self._roster.session.id == roster.session.id
        self._roster, self._writes = roster, writes
        self.minutes.editor("done_by_id").offer(found.staff)
        self.minutes.load(self._begun(roster.session))
        is_class = roster.group.kind == CLASS
        self.minutes.show_when("subject", lambda _form: is_class)
        self._base = {row.id: mark_of(row.attendance) for row in roster.rows if row.attendance is not None}
        self.exception.offer(roster.rows)
        if not again:
            self.choose_view(_PEOPLE)
        self.lessons.clear()
        if roster.lessons:
            self.lessons.say(
                _("Lessons of the session before: {text}").format(text=roster.lessons), "none", icon="history"
            )
        self._tell_state()
        self.grid.show_roster(roster.rows, self._base, writes=self.marks_people())
        self.minutes.setEnabled(writes)
        self._count()
        self._show_current()

    def _begun(self, session: GroupSession) -> GroupSession:
        """The session with its leader as who gave it, until somebody says otherwise."""
        return session if session.done_by_id else replace(session, done_by_id=session.leader_id)

    def marks_people(self) -> bool:
        """Whether names may be marked now: with the right, and not on a session that did not take place or is to come."""
        session = self._roster.session if self._roster else None
        ahead = session is not None and session.planned_on > self._desk.today()
        return self._writes and session is not None and session.state is not GroupSessionState.NOT_HELD and not ahead

    def _tell_state(self) -> None:
        assert self._roster is not None
        session = self._roster.session
        self.told.clear()
        self._marking.setVisible(self.view.current() == _PEOPLE and self.marks_people())
        if session.state is GroupSessionState.NOT_HELD:
            why = self._desk.words("not_held_reason", session.reason or "")
            note = f" ({session.reason_note})" if session.reason_note else ""
            said = _("Did not take place: {why}.").format(why=why + note)
            action = _("It was held after all") if self._writes else ""
            self.told.say(said, "warn", action=action, then=self.held_again.emit)
        elif session.planned_on > self._desk.today():
            day = dates.with_weekday(session.planned_on)
            self.told.say(_("Planned for {day}; the roster opens on that day.").format(day=day), "info")

    def reopen(self) -> None:
        """Mark names again on a session that was said not to have taken place."""
        if self._roster is not None:
            planned = replace(self._roster.session, state=GroupSessionState.PLANNED, reason=None, reason_note="")
            self._roster = replace(self._roster, session=planned)
            self._tell_state()
            self.grid.show_roster(self._roster.rows, self.grid.marks(), writes=self.marks_people())
            self.grid.setFocus()

    def choose_view(self, key: str) -> None:
        """Show the names, or the minutes."""
        self.view.choose(key)
        self.views.setCurrentIndex(0 if key == _PEOPLE else 1)
        self.beside.setVisible(key == _PEOPLE)
        self._marking.setVisible(key == _PEOPLE and self.marks_people())
        first = self.grid if key == _PEOPLE else self.minutes.editor("topic").input
        first.setFocus()

    def other_view(self) -> None:
        """From the names to the minutes and back."""
        self.choose_view(_MINUTES if self.view.current() == _PEOPLE else _PEOPLE)

    def _show_current(self) -> None:
        place = self.grid.place()
        mark = self.grid.roster.mark_of(place) if place >= 0 else Mark()
        self.beside.show_member(self.grid.current(), mark, writes=self.marks_people())

    def _count(self) -> None:
        rows = self._roster.rows if self._roster else ()
        marks = [self.grid.marks().get(one.id) or Mark() for one in rows]
        came = sum(one.came for one in marks)
        away = sum(one.presence is not None and not one.came for one in marks)
        left = len(marks) - came - away
        said = [_("{n} not marked").format(n=left)] if left else []
        said += [_("{n} present").format(n=came), _("{n} away").format(n=away)]
        self.counts.setWhole(" · ".join(said) if rows else _("The group has no members on that day."))

    # marking

    def _marked(self) -> None:
        self._count()
        self._show_current()
        self.typed.emit()

    def _all_present(self) -> None:
        self.grid.mark_all_present()
        self.grid.setFocus()

    def _except(self, member_id: str) -> None:
        self.grid.mark_absent(member_id)

    def _after_remark(self) -> None:
        self.grid.setFocus()
        self.grid.go_to(self.grid.place() + 1)

    # what is to be kept

    def session(self) -> GroupSession | None:
        """The session on show as it was read."""
        return self._roster.session if self._roster else None

    def written(self) -> tuple[GroupSession, list[Attendance]] | None:
        """The session as held, with its minutes and its roster; None when a field of the minutes cannot be read."""
        if self._roster is None:
            return None
        self.beside.commit()
        base = self._begun(self._roster.session)
        session = self.minutes.record(replace(base, state=GroupSessionState.HELD, reason=None, reason_note=""))
        if session is None:
            self.choose_view(_MINUTES)
            return None
        return session, self._attendances()

    def _attendances(self) -> list[Attendance]:
        assert self._roster is not None
        found, marks = [], self.grid.marks()
        for one in self._roster.rows:
            mark = marks.get(one.id)
            if mark is None or mark.presence is None:
                continue
            kept = one.attendance or Attendance(
                episode_id=one.member.episode_id, group_session_id=self._roster.session.id, member_id=one.id
            )
            values: dict[str, Any] = vars(mark)
            found.append(replace(kept, **values))
        return found

    def show_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show what is told about the minutes beside its field, and go to the name another is about; the rest is given back."""
        beside = [one for one in problems if one.field in self.minutes.names()]
        rest = [one for one in problems if one not in beside]
        if beside:
            self.choose_view(_MINUTES)
            self.minutes.show_problems(beside)
        for one in rest:
            part, _dot, member_id = one.field.partition(".")
            if part == "attendances":
                self.choose_view(_PEOPLE)
                self.grid.pick(member_id or next(iter(self.grid.open_ids()), ""))
        return rest

    # drafts

    def is_dirty(self) -> bool:
        """Whether something is marked or written that the book does not hold."""
        return self._writes and self._roster is not None and (self._marks() != self._base or self.minutes.is_dirty())

    def mark_saved(self, session: GroupSession) -> None:
        """What stands here is what the book holds, with the session as it was kept."""
        if self._roster is not None and self._roster.session.id == session.id:
            self._roster = replace(self._roster, session=session)
            self._base = self._marks()
            self.minutes.mark_saved()

    def _marks(self) -> dict[str, Mark]:
        return {who: mark for who, mark in self.grid.marks().items() if mark != Mark()}

    def draft(self) -> dict[str, Any]:
        """What is marked and written."""
        self.beside.commit()
        return {"marks": {who: _plain(mark) for who, mark in self._marks().items()}, "minutes": self.minutes.draft()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show a draft over what the book holds."""
        assert self._roster is not None
        marks = {who: _mark_from(plain) for who, plain in draft.get("marks", {}).items()}
        self.grid.show_roster(self._roster.rows, marks, writes=self.marks_people())
        self.minutes.restore(draft.get("minutes", {}))
        self._count()
        self._show_current()

    def fold(self, narrow: bool) -> None:
        """The panel is narrower beside the names of a narrow window."""
        self.beside.fold(narrow)


def mark_of(attendance: Attendance | None) -> Mark:
    """What an attendance says."""
    if attendance is None:
        return Mark()
    return Mark(attendance.presence, attendance.reason, attendance.participation, attendance.remark)


def _plain(mark: Mark) -> dict[str, str | None]:
    return {
        "presence": mark.presence.value if mark.presence else None,
        "reason": mark.reason,
        "participation": mark.participation.value if mark.participation else None,
        "remark": mark.remark,
    }


def _mark_from(plain: Mapping[str, Any]) -> Mark:
    presence, part = plain.get("presence"), plain.get("participation")
    return Mark(
        Presence(presence) if presence else None,
        plain.get("reason"),
        Participation(part) if part else None,
        str(plain.get("remark") or ""),
    )


def session_line(roster: Roster) -> str:
    """When and where a session is, who leads it, and the how-manieth it is."""
    session = roster.session
    said = [f"{dates.with_weekday(session.planned_on)} {dates.hour(session.planned_at)}", roster.room, roster.leader]
    if roster.number:
        planned = roster.group.planned_sessions
        number = f"{roster.number}/{planned}" if planned else str(roster.number)
        said.append(_("session {number}").format(number=number))
    if session.state is not GroupSessionState.PLANNED:
        said.append(enum_words.said(session.state))
    return " · ".join(filter(None, said))
