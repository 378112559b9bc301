"""Sessions of a day as a list that ticks, and "My day" as a part of the first page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.sessions import tick_sessions
from carebook.actions.undo import undo_deed
from carebook.money import number
from carebook.records import enum_words
from carebook.records.episodes import ABSENCE_WORDS
from carebook.records.groups import GroupSessionState
from carebook.records.sessions import SessionState
from carebook.rules.sessions import said_state
from carebook.store.sessions import GROUP, DaySession, MyDay, ToldSession, my_day
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import Message, _, message

_MARKS: dict[SessionState | GroupSessionState, tuple[str, str]] = {
    SessionState.PLANNED: ("ring", "text2"),
    SessionState.DONE: ("full", "ok"),
    SessionState.PARTIAL: ("half", "ok"),
    SessionState.CANCELLED_RESIDENT: ("dash", "warn"),
    SessionState.CANCELLED_STAFF: ("dash", "warn"),
    SessionState.CANCELLED_OTHER: ("dash", "warn"),
    SessionState.NO_SHOW: ("cross", "warn"),
    GroupSessionState.PLANNED: ("ring", "text2"),
    GroupSessionState.HELD: ("full", "ok"),
    GroupSessionState.NOT_HELD: ("dash", "warn"),
}
_ROW = 46


def state_words(one: DaySession) -> str:
    """What became of a session, in the words of its therapy."""
    if isinstance(one.state, SessionState):
        return str(said_state(one.state, one.therapy, late=one.late))
    return str(message("Not recorded")) if one.late else enum_words.said(one.state)


def state_mark(one: DaySession) -> tuple[str, str]:
    """Shape and tone of the state of a session."""
    return ("square", "danger") if one.late else _MARKS[one.state]


def said_level(level: int) -> str:
    """ "−2", "0", "+1"."""
    return f"−{-level}" if level < 0 else f"+{level}" if level else "0"


def told_lines(told: ToldSession) -> list[str]:
    """What a session says, line by line: its notes, and the levels of the goals rated in it."""
    session = told.session
    written = (
        ("", session.objective),
        (_("Says"), session.subjective),
        (_("Appraisal"), session.appraisal),
        (_("Next step"), session.next_step),
    )
    lines = [f"{words}: {text}" if words else text for words, text in written if text.strip()]
    return lines + [f"{one.text}: {said_level(one.level)}" for one in told.rated]


class DayTable(RecordTable):
    """Sessions in their order of time. Space says of those selected that they were given as planned; Enter opens one.

    ``not_ticked(sentence)`` tells why Space says nothing of the session one stands on.
    ``ticked({id: version})`` when sessions of persons are to be ticked, ``roster_wanted(session)`` of a group,
    ``record_wanted(session)`` where a tick would not be true: the person was away.
    """

    ticked = Signal(dict)
    roster_wanted = Signal(object)
    record_wanted = Signal(object)
    not_ticked = Signal(object)

    def __init__(self, desk: Desk, *, with_day: bool = False, with_therapist: bool = False) -> None:
        self._desk = desk
        self._ticks = desk.may("tick_sessions")
        columns = [
            Column("at", _("Time"), partial(self._time, with_day=with_day), 104 if with_day else 72, 0, ALWAYS),
            Column("name", _("Who trains"), self._name, 172, 2, ALWAYS),
            Column("therapy", _("Therapy"), self._therapy, 140, 1, 6),
            Column("therapist", _("Given by"), lambda one: one.therapist, 150, 1, 5),
            Column("state", _("State"), self._state, 142, 1, 9),
            Column("tick", "", self._act, 142, 0, 8),
        ]
        shown = [one for one in columns if one.key != "therapist" or with_therapist]
        super().__init__(shown, _("Sessions of the day"), many=True, row_height=_ROW)
        self.acted.connect(self._act_on)

    def _time(self, one: DaySession, *, with_day: bool) -> Cell:
        at = dates.hour(one.at)
        minutes = _("{n} minutes").format(n=one.minutes)
        if with_day:
            return Cell(f"{self._desk.said_day(one.on)} {at}", sub=minutes, weight=500)
        return Cell(at, sub=minutes, weight=500)

    def _name(self, one: DaySession) -> Cell:
        if one.kind == GROUP:
            joined = _("{n} people").format(n=number(one.members))
            return Cell(one.name, sub=" · ".join(filter(None, (joined, one.subject))), weight=500, icon="users")
        return Cell(one.name, sub=one.bed_room, weight=500, icon="lock" if one.masked else "")

    def _therapy(self, one: DaySession) -> Cell:
        words = self._desk.words("therapy", one.therapy) if one.therapy else _("Group")
        return Cell(words, sub=one.room)

    def _state(self, one: DaySession) -> Cell:
        if one.away is not None and one.is_open:
            since = self._desk.said_day(one.away_since)
            away = _("{state} since {day}").format(state=_(ABSENCE_WORDS[one.away]), day=since)
            return Cell(state_words(one), sub=away, sub_tone="warn", mark=state_mark(one))
        if one.kind == GROUP:
            came = _("{present} of {members} came").format(present=one.present, members=one.members)
            sub = came if one.state is GroupSessionState.HELD else self._reason("not_held_reason", one)
        else:
            sub = self._reason("session_reason", one)
        return Cell(state_words(one), sub=sub, tone="danger" if one.late else "text", mark=state_mark(one))

    def _reason(self, list_name: str, one: DaySession) -> str:
        return self._desk.words(list_name, one.reason) if one.reason else ""

    def _act(self, one: DaySession) -> Cell | str:
        if one.kind == GROUP:
            return Cell(_("Roster"), acts=True, icon="users")
        if not one.is_open or not self._ticks or one.masked or one.on > self._desk.today():
            return ""
        return Cell(_("Record…") if one.away else _("As planned"), acts=True, icon="" if one.away else "check")

    def _act_on(self, one: DaySession, _column: str = "") -> None:
        if one.kind == GROUP:
            self.roster_wanted.emit(one)
        elif one.away is not None:
            self.record_wanted.emit(one)
        else:
            together = self.selected() if one.id in self.selected_ids() else [one]
            ticks = {each.id: each.version for each in together if self.can_tick(each)}
            self.ticked.emit(ticks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one = self.current()
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and one is not None and not self._act(one):
            self.not_ticked.emit(self._why_not(one))
        else:
            super().keyPressEvent(event)

    def _why_not(self, one: DaySession) -> Message:
        if one.masked:
            return message("This item is protected. If it is needed for care, ask the director.")
        if not one.is_open:
            return message("This session was recorded already.")
        if one.on > self._desk.today():
            return message(
                "The session is planned for {day}; it can be recorded from that day on.", day=dates.written(one.on)
            )
        return message("This account does not record sessions.")

    def can_tick(self, one: DaySession) -> bool:
        """Whether a session can be said to have been given as planned, as far as the list knows."""
        there = one.kind != GROUP and one.is_open and one.away is None and not one.masked
        return self._ticks and there and one.on <= self._desk.today()

    def pick_next_open(self, after: str) -> bool:
        """Make the next session that nobody recorded current, from one on and round again; False when none is left."""
        every = [one for one in (self.records.record_at(at) for at in range(self.records.rowCount())) if one]
        place = next((at for at, one in enumerate(every) if one.id == after), -1)
        found = next(
            (one for one in (*every[place + 1 :], *every[: place + 1]) if one.is_open and one.id != after), None
        )
        return found is not None and self.pick(found.id)


class MyDayPart(QFrame):
    """ "My day" on the first page: the sessions of who is signed in, ticked in place. Hidden while there are none.

    ``said(sentence, undo)``: something was ticked, ``undo`` takes it back. ``refused(error)``. ``told(sentence)``: why not.
    """

    said = Signal(object, object)
    refused = Signal(object)
    told = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._any = self._given = self._folded = self._alone = False
        self.count = label("", "muted")
        self.table = DayTable(desk)
        self.table.ticked.connect(self._tick)
        self.table.not_ticked.connect(self.told)
        self.table.opened.connect(self._open)
        self.table.record_wanted.connect(self._open)
        self.table.roster_wanted.connect(self._open)
        self.states = States(self.table)
        self.late_button = Button("", "link")
        self.late_button.clicked.connect(partial(desk.go, "rehabilitation", view="late"))
        self.all_button = Button(_("Open my day"), "link")
        self.all_button.clicked.connect(partial(desk.go, "rehabilitation", view="day"))
        head = row(
            label(_("My day"), "h3"),
            self.count,
            None,
            self.late_button,
            self.all_button,
            gap=10,
            margins=(24, 8, 20, 4),
        )
        self.setLayout(column(head, row((self.states, 1), margins=(16, 0, 0, 0)), gap=0))
        self.hide()

    def refresh(self) -> None:
        """Ask for the day."""
        me, day, now = self._desk.actor.staff_member_id, self._desk.today(), self._desk.now()
        if me and self._desk.may("tick_sessions"):
            self._desk.ask(self, lambda reader: my_day(reader, me, day, now=now), self._show)

    def _show(self, found: MyDay) -> None:
        self._given = bool(found.sessions)
        self._any = self._given or bool(found.not_recorded)
        self.fold_away(self._folded, alone=self._alone)
        done, every = len(found.sessions) - len(found.open), len(found.sessions)
        told = _("{done}/{of} recorded").format(done=number(done), of=number(every))
        self.count.setText(told if every else _("No sessions today."))
        self.late_button.setText(_("{n} not recorded").format(n=number(found.not_recorded)))
        self.late_button.setVisible(bool(found.not_recorded))
        self.table.show_records(found.sessions)
        if found.sessions:
            self.states.show_content()
        else:
            self.states.show_empty(_("No sessions today."))

    def fold_away(self, folded: bool, *, alone: bool = False) -> None:
        """Leave the room to another part, or take it again; ``alone`` it is shown even when there are no sessions. Without
        sessions the head alone is shown beside other parts.
        """
        self._folded, self._alone = folded, alone
        self.states.setVisible(self._given or alone)
        fills = QSizePolicy.Policy.Preferred if self._given or alone else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, fills)
        self.setVisible((self._any or alone) and not folded)

    def _open(self, one: DaySession) -> None:
        open_session(self._desk, one)

    def _tick(self, ticks: dict[str, int]) -> None:
        if ticks:
            self._desk.do(tick_sessions, ticks, then=self._ticked, failed=self.refused.emit)

    def _ticked(self, change: Change) -> None:
        self.table.pick_next_open(change.ids[-1] if change.ids else "")
        undo = partial(self._desk.do, undo_deed, change.op, failed=self.refused.emit)
        self.said.emit(change.said, undo)


def open_session(desk: Desk, one: DaySession) -> None:
    """Show a session where it is recorded: the roster of a group, the day of a person's."""
    if one.kind == GROUP:
        desk.go("groups", group_id=one.group_id, session_id=one.id)
    else:
        desk.go("rehabilitation", session_id=one.id)
