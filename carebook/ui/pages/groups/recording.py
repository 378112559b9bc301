"""Writing down what became of the session on show: held with its roster, or not held with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from carebook.actions.change import Change, Outdated
from carebook.actions.groups import record_group_session
from carebook.records.groups import Attendance, GroupSession, GroupSessionState
from carebook.rules.problem import Problem
from carebook.ui.pages.groups.roster import RosterView
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from carebook.words import _

_MOST_REASONS = 9  # each has a digit of its own


class SessionRecording(QObject):
    """``done(change)``; ``outdated(error)`` when somebody recorded it meanwhile; ``told(sentence)`` what stands against it;
    ``refused(error)`` for everything else.
    """

    done = Signal(object)
    outdated = Signal(object)
    told = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, roster: RosterView) -> None:
        super().__init__(roster)
        self._desk, self._roster = desk, roster
        self._busy = False

    def save(self) -> None:
        """Record the session as held, as it is marked and written; what cannot be read is shown."""
        if self._roster.marks_people() and not self._busy and (written := self._roster.written()) is not None:
            self._record(*written)

    def ask_why_not(self) -> None:
        """Ask why it did not take place."""
        reasons = self._desk.choices("not_held_reason")[:_MOST_REASONS]
        title = _("Why did the session not take place?")
        given = dialogs.ask_reason(self._roster, title, reasons, words_for="other", deed=_("Save"))
        session = self._roster.session()
        if given is not None and session is not None and not self._busy:
            reason, note = given
            told = replace(session, state=GroupSessionState.NOT_HELD, reason=reason, reason_note=note)
            self._record(told, ())

    def _record(self, session: GroupSession, attendances: Sequence[Attendance]) -> None:
        self._busy = True
        given, seen = (session, attendances), session.version
        self._desk.do(record_group_session, *given, seen=seen, then=self._recorded, failed=self._not_recorded)

    def _recorded(self, change: Change) -> None:
        self._busy = False
        if isinstance(change.result, GroupSession):
            self._roster.mark_saved(change.result)
        self.done.emit(change)

    def _not_recorded(self, error: BaseException) -> None:
        self._busy = False
        problems: tuple[Problem, ...] = getattr(error, "problems", ())
        if isinstance(error, Outdated):
            self.outdated.emit(error)
        elif not problems:
            self.refused.emit(error)
        elif rest := self._roster.show_problems(problems):
            self.told.emit(" ".join(str(one.message) for one in rest))
