"""The panel beside the list: one session is recorded in it without leaving the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.people import protected
from carebook.actions.sessions import record_session, strike_session
from carebook.records.people import Person
from carebook.records.sessions import SessionState
from carebook.rules.problem import warnings
from carebook.rules.sessions import problems_in_session
from carebook.ui.pages.rehabilitation.asking import FORM, Opened, opened
from carebook.ui.pages.rehabilitation.sheet import STATES, RecordSheet, said_when
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.pictures import PictureOwner, Pictures
from carebook.words import _, message

WIDTH = 452


class SessionPanel(SidePanel):
    """Records one session. What is typed of it is kept as a draft when another one is shown.

    ``recorded(change, session_id, warnings)`` after saving, ``said(sentence, tone)``, ``outdated(error)``,
    ``refused(error)``, ``changed`` when a picture came or went, ``touched`` while somebody types.
    """

    recorded = Signal(object, str, str)
    struck = Signal(object)
    said = Signal(object, str)
    outdated = Signal(object)
    refused = Signal(object)
    touched = Signal()
    person_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Session"), width=WIDTH)
        self._desk = desk
        self.session_id = ""
        self.found: Opened | None = None
        self._wanted: tuple[SessionState, str] | None = None
        self._awaited = False  # the hand comes to the record as soon as it is read
        self._busy = False
        self._drafts: dict[str, dict[str, Any] | None] = {}  # known here sooner than the book tells it
        self.hint = label(_("Choose a session in the list."), "muted", wrap=True)
        self.sheet = RecordSheet(desk)
        self.sheet.typed.connect(self.touched)
        self.pictures = Pictures(desk)
        self.pictures.said.connect(self.said)
        self.pictures.refused.connect(self.refused)
        self.pictures.attached.connect(self._pictures_changed)
        self._pictures_part = box(column(section_head(_("Pictures")), hairline(), 4, self.pictures, gap=2))
        self.whole: QFrame = box(column(self.sheet, self._pictures_part, gap=6))
        self.add(self.hint, self.whole)
        self.save_button = Button(_("Save"), "primary", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.person_button = Button(_("Open the file"))
        self.person_button.clicked.connect(self._open_person)
        self.strike_button = Button("", "ghost", "strikethrough")
        self.strike_button.setAccessibleName(_("Strike this session through…"))
        self.strike_button.setToolTip(_("Strike this session through…"))
        self.strike_button.clicked.connect(self._strike)
        self.add_actions(self.save_button, self.person_button, self.strike_button)
        for place, state in enumerate(STATES, 1):
            on_key(self, f"Alt+{place}", partial(self._take, state))
        for key, by in (("Ctrl+Down", 1), ("Ctrl+Up", -1)):
            on_key(self, key, partial(self.sheet.step, by))
        self._show_nothing(_("Choose a session in the list."))

    # which session

    def turn_to(self, session_id: str, *, state: SessionState | None = None, reason: str = "") -> None:
        """Show another session; with ``state`` chosen already, as something still to be saved."""
        if session_id != self.session_id:
            self.put_away()
            self.session_id, self.found, self._awaited = session_id, None, False
        self._wanted = (state, reason) if state is not None else None
        self.ask_again()

    def put_away(self) -> None:
        """Keep what is typed as a draft."""
        if self.has_unsaved():
            self.keep_draft()
        self.found = None

    def close_session(self) -> None:
        """Show none."""
        self.put_away()
        self.session_id = ""
        self._show_nothing(_("Choose a session in the list."))

    def ask_again(self) -> None:
        """Read the session on show again."""
        if self.session_id:
            wanted, today = self.session_id, self._desk.today()
            self._desk.ask(self, lambda reader: opened(reader, wanted, today), self._show, self.refused.emit)

    def _show(self, found: Opened | None) -> None:
        if found is None or found.file.session.is_withdrawn:
            self._show_nothing(protected() if found is None else _("This session was struck through."))
            return
        if found.file.session.id != self.session_id:
            return
        person_id = found.file.person.id if found.file.person else ""
        title = _("Session picture {day}").format(day=self._desk.said_day(found.file.session.planned_on))
        self.pictures.load(PictureOwner(person_id, found.file.session.id, title), found.file.pictures)
        if self.has_unsaved():
            return  # what is typed stays; a newer version is told when it is saved
        if self.found is None:
            self._desk.note_reading(found.file.session.episode_id)
        self.found = found
        session, person = found.file.session, found.file.person
        self.show_title(person.full_name if person else "", self._line())
        self.sheet.load(found.file, found.staff, writes=self.writes())
        self.hint.hide()
        self.whole.show()
        self.save_button.setVisible(self.writes())
        self.strike_button.setVisible(self._desk.may("strike_session"))
        self.person_button.show()
        draft = self._drafts.get(self.session_id, found.draft)
        if draft is not None and self.writes():
            self.sheet.restore(draft)
            self.said.emit(_("What was typed about this session and not saved stands here again."), "info")
        if self._wanted is not None and session.state is SessionState.PLANNED and self.writes():
            self.sheet.take_state(*self._wanted)
        self._wanted = None
        if self._awaited:
            self.take_focus()

    def _line(self) -> str:
        assert self.found is not None
        session = self.found.file.session
        parts = [self._desk.words("therapy", session.therapy), said_when(self._desk, session), self.found.file.room]
        if session.recorded_at is not None:
            at = dates.moment(session.recorded_at, self._desk.today())
            parts.append(_("recorded {at}").format(at=at))
        return " · ".join(filter(None, parts))

    def _show_nothing(self, words: object) -> None:
        self.found = None
        self.show_title(_("Session"))
        self.hint.setText(str(words))
        self.hint.show()
        self.whole.hide()
        for button in (self.save_button, self.person_button, self.strike_button):
            button.hide()

    def person(self) -> Person | None:
        """Whose session is on show."""
        return self.found.file.person if self.found else None

    def writes(self) -> bool:
        """Whether who is signed in may record."""
        return self._desk.may("record_session")

    def take_focus(self) -> None:
        """The hand goes to the state, now or when the session is read."""
        self._awaited = self.found is None
        if self.found is not None:
            self.sheet.state.setFocus()

    def _take(self, state: SessionState) -> None:
        if self.found is not None and self.writes():
            self.sheet.take_state(state)

    # saving

    def save(self) -> None:
        """Keep the record; what stands against it stands beside its field."""
        if self.found is None or self._busy or not self.writes():
            return
        if self.sheet.chosen() is SessionState.PLANNED and self.found.file.session.state is SessionState.PLANNED:
            self.said.emit(_("Choose what became of the session first."), "warn")
            self.sheet.state.setFocus()
            return
        written = self.sheet.written()
        if written is None:
            return
        self._busy = True
        self._desk.do(
            record_session,
            written.session,
            written.exercises,
            written.ratings,
            seen=self.found.file.session.version,
            then=self._saved,
            failed=self._not_saved,
        )

    def _saved(self, change: Change) -> None:
        self._busy = False
        session_id = self.session_id
        self._forget_draft()
        self.found = None
        kept = change.result
        told: Sequence[str] = ()
        if kept is not None:
            codes = self._desk.codes.choices("session_reason", self._desk.today())
            threads = {one.thread for one in kept.ratings}
            problems = problems_in_session(
                kept.session,
                kept.exercises,
                kept.ratings,
                today=self._desk.today(),
                reasons=codes,
                threads=threads,
            )
            told = [str(one.message) for one in warnings(problems)]
        self.recorded.emit(change, session_id, " ".join(told))

    def _not_saved(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Outdated):
            self.outdated.emit(error)
            return
        problems = getattr(error, "problems", ())
        if not problems or not self.sheet.show_problems(problems):
            self.refused.emit(error)

    def take_over(self) -> None:
        """The newer record with what was typed on top of it, to be looked at and saved."""
        self.keep_draft()
        self.found = None
        self.ask_again()

    def _strike(self) -> None:
        reasons = [
            ("person", _("Entered for the wrong person")),
            ("twice", _("Entered twice")),
            ("other", _("Other reason")),
        ]
        text = _("It stays readable with the reason and no longer counts; its series does not plan that day again.")
        if reason := reason_to_strike(self, _("Strike this session through?"), text, reasons):
            self.strike(reason)

    def strike(self, reason: str) -> None:
        """Strike the session on show through."""
        if self.found is None:
            return
        seen = self.found.file.session.version
        self._desk.do(
            strike_session, self.session_id, seen=seen, reason=reason, then=self._was_struck, failed=self.refused.emit
        )

    def _was_struck(self, change: Change) -> None:
        self._forget_draft()
        self.session_id = ""
        self._show_nothing(_("Choose a session in the list."))
        self.struck.emit(change)

    def _pictures_changed(self, change: Change) -> None:
        self.said.emit(change.said or message("Saved."), "ok")
        self.ask_again()

    # drafts

    def has_unsaved(self) -> bool:
        """Whether something typed here would be lost."""
        return self.found is not None and self.writes() and self.sheet.is_dirty()

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        if self.session_id:
            commit_input_method()
            content = self._drafts[self.session_id] = self.sheet.draft()
            self._desk.do(drafts.keep_draft, FORM, self.session_id, content)

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        self._forget_draft()
        self.found = None
        self.ask_again()

    def _forget_draft(self) -> None:
        self._drafts[self.session_id] = None
        self._desk.do(drafts.keep_draft, FORM, self.session_id, None)

    # elsewhere

    def _open_person(self) -> None:
        if (person := self.person()) is not None:
            self.person_wanted.emit(person.id)
