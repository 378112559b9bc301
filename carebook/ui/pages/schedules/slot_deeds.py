"""What is done to one session from the calendar: ticked, moved, cancelled with its reason, its series ended, and undone."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.actions import schedules as deeds
from carebook.actions.change import Change
from carebook.actions.sessions import tick_sessions
from carebook.actions.undo import undo_deed
from carebook.records.sessions import SessionState
from carebook.rules.sessions import reasons_for, said_state
from carebook.store.schedules import GROUP, PlannedSlot
from carebook.ui.pages.schedules.plans import Plan
from carebook.ui.pages.schedules.reading import Says
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from carebook.words import _

_NOT_GIVEN = (
    SessionState.CANCELLED_RESIDENT,
    SessionState.CANCELLED_STAFF,
    SessionState.CANCELLED_OTHER,
    SessionState.NO_SHOW,
)


class SlotDeeds(QObject):
    """Each deed tells ``done(Change)`` or ``refused(error)``; ``moved`` and ``not_moved`` those of moving."""

    done = Signal(object)
    refused = Signal(object)
    moved = Signal(object)
    not_moved = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def _tell_done(self, change: Change) -> None:
        self.done.emit(change)

    def _tell_refused(self, error: BaseException) -> None:
        self.refused.emit(error)

    def _tell_moved(self, change: Change) -> None:
        self.moved.emit(change)

    def _tell_not_moved(self, error: BaseException) -> None:
        self.not_moved.emit(error)

    def tick(self, slot: PlannedSlot) -> None:
        """Done as planned."""
        if slot.is_open and not slot.masked and self._desk.may("tick_sessions"):
            self._desk.do(tick_sessions, {slot.id: slot.version}, then=self._tell_done, failed=self._tell_refused)

    def move(self, plan: Plan) -> None:
        """Keep a session where it was carried."""
        action, values, given = plan.deed(plan.record)
        self._desk.do(action, *values, then=self._tell_moved, failed=self._tell_not_moved, **given)

    def undo(self, op: str) -> None:
        """Take a deed back."""
        self._desk.do(undo_deed, op, then=self._tell_done, failed=self._tell_refused)

    def undo_of(self, change: Change) -> partial[None]:
        """What takes the deed of a change back."""
        return partial(self.undo, change.op)

    # cancelling

    def ask_to_cancel(self, slot: PlannedSlot) -> None:
        """Ask who does not come, then why; each answer is one key."""
        if not slot.is_open or slot.kind == GROUP or not self._desk.may("cancel_session"):
            return
        states = [(state.value, str(said_state(state, slot.therapy))) for state in _NOT_GIVEN]
        title = _("Cancel the session of {name}?").format(name=slot.title)
        when = f"{Says(self._desk.codes, self._desk.now()).day(slot.on)} {dates.hour(slot.at)}"
        answer = dialogs.ask_reason(self._page, title, states, text=when, deed=_("Cancel session"))
        if answer is None:
            return
        state = SessionState(answer[0])
        listed = reasons_for(state, self._desk.codes.choices("session_reason", self._desk.today()))
        reasons = [(code.code, code.text) for code in listed]
        title = str(said_state(state, slot.therapy))
        deed = _("Cancel session")
        given = dialogs.ask_reason(self._page, title, reasons, text=when, words_for="other", deed=deed)
        if given is not None:
            self.cancel(slot, state, *given)

    def cancel(self, slot: PlannedSlot, state: SessionState, code: str, note: str = "") -> None:
        """Say that a session does not take place."""
        values = (slot.id, state, code, note)
        self._desk.do(deeds.cancel_session, *values, seen=slot.version, then=self._tell_done, failed=self._tell_refused)

    # ending a series

    def ask_to_end(self, slot: PlannedSlot) -> None:
        """Ask why the series of a session ends with it."""
        reasons = [
            ("goal", _("The goal is reached")),
            ("left", _("The person left")),
            ("stopped", _("The therapy is stopped")),
            ("other", _("Other reason")),
        ]
        day = slot.occurs_on or slot.on
        text = _("Sessions after {day} that were not recorded are taken off; all others stay.")
        given = dialogs.ask_reason(
            self._page,
            _("End the series with this session?"),
            reasons,
            text=text.format(day=dates.written(day)),
            words_for="other",
            deed=_("End the series"),
        )
        if given is not None:
            self.end(slot, day, given[1] or dict(reasons)[given[0]])

    def end(self, slot: PlannedSlot, last_on: date, reason: str) -> None:
        """End the series of a session with a day."""
        action = deeds.end_group_series if slot.kind == GROUP else deeds.end_series
        values = (slot.series_id, last_on)
        self._desk.do(action, *values, reason=reason, then=self._tell_done, failed=self._tell_refused)
