"""What is recorded about one session, as a form that the keyboard walks through from the state to the next time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.records import enum_words
from carebook.records.declaration import field_of
from carebook.records.rehabilitation import GoalRating
from carebook.records.sessions import Cooperation, Course, Session, SessionExercise, SessionState
from carebook.rules.problem import Problem
from carebook.rules.sessions import GIVEN, WHOSE_REASON, reasons_for, said_state
from carebook.store.sessions import SessionFile
from carebook.ui.pages.rehabilitation.answers import Answers
from carebook.ui.pages.rehabilitation.exercises import Exercises
from carebook.ui.pages.rehabilitation.goals import Goals
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, FieldEditor, commit_input_method
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.words import Message, _

STATES = (
    SessionState.DONE,
    SessionState.PARTIAL,
    SessionState.CANCELLED_RESIDENT,
    SessionState.CANCELLED_STAFF,
    SessionState.CANCELLED_OTHER,
    SessionState.NO_SHOW,
)
_SHORT = ("began_at", "minutes_done", "pain_before", "pain_after", "borg")
_SHORT_WIDTH = 92
_WIDEST = 16777215
_NOTES = ("subjective", "objective", "appraisal", "next_step")
_FIELDS = ("reason", "reason_note", *_SHORT, "signs_before", "signs_after", *_NOTES, "done_by_id")
_NOTE_LINES = 2


@dataclass(frozen=True)
class Written:
    """A session as it was typed, with its exercises and the goals rated in it."""

    session: Session
    exercises: tuple[SessionExercise, ...]
    ratings: tuple[GoalRating, ...]


class RecordSheet(QFrame):
    """The record of one session. ``typed`` when a hand has changed something."""

    typed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.file: SessionFile | None = None
        self._base: dict[str, Any] = {}
        self.state = Answers(
            _("State"), [(one.value, str(place), _worded(place, one, "")) for place, one in enumerate(STATES, 1)]
        )
        self.state.touched.connect(self._state_chosen)
        shorter = {"began_at": _("Began at")}
        self.editors = {
            name: FieldEditor(
                field_of(Session, name), desk.today, above=True, required=False, words=shorter.get(name, "")
            )
            for name in _FIELDS
        }
        for name, editor in self.editors.items():
            editor.changed.connect(self.typed)
            if name in _SHORT:
                editor.input.target.setFixedWidth(theme.worn().scaled(_SHORT_WIDTH))
            else:
                editor.input.setMaximumWidth(_WIDEST)
            if name in _NOTES:
                lines = editor.input.fontMetrics().lineSpacing() * _NOTE_LINES
                editor.input.target.setFixedHeight(lines + 18)
        self.cooperation = Answers(
            _("Cooperation"), [(one.value, one.value, f"{one.value} {enum_words.said(one)}") for one in Cooperation]
        )
        self.course = Answers(
            _("Compared with last time"),
            [(one.value, str(place), f"{place} {enum_words.said(one)}") for place, one in enumerate(Course, 1)],
        )
        self.exercises = Exercises()
        self.goals = Goals(desk)
        for part in (self.cooperation.touched, self.course.touched, self.exercises.changed, self.goals.changed):
            part.connect(self.typed)
        self.exercises.reordered.connect(self._order_tabs)
        self.before_line = label("", "small", wrap=True)
        self.asked_line = label("", "", wrap=True)
        self._care = label("", "small", "warn", wrap=True)
        self.precautions = box(row(Sign("triangle-alert", "warn", 14), (self._care, 1), gap=6))
        self._arrange()

    def _arrange(self) -> None:
        e = self.editors
        state = box(column(label(_("What became of the session"), "strong"), self.state, gap=8))
        self._why = box(column(e["reason"], e["reason_note"], gap=4))
        times = box(row(e["began_at"], e["minutes_done"], None, gap=10))
        scales = row(e["pain_before"], e["pain_after"], e["borg"], None, gap=10)
        how = box(column(_head(_("How it went")), self.cooperation, self.course, scales, gap=8))
        self._goals_part = box(column(_head(_("Goals now")), self.goals, gap=6))
        exercises = box(column(_head(_("Exercises")), self.exercises, gap=8))
        notes = box(column(_head(_("Notes")), e["subjective"], e["objective"], e["appraisal"], gap=8))
        self._given = (times, how, self._goals_part, exercises, notes)
        self._next = box(column(e["next_step"], gap=0))
        self._after = box(column(row(e["signs_before"], e["signs_after"], gap=10), e["done_by_id"], gap=6))
        self._parts = (state, self._why, *self._given, self._next, self._after)
        told = (self.before_line, self.asked_line, self.precautions)
        self.setLayout(column(*told, *self._parts, None, gap=8, margins=(0, 0, 4, 8)))

    def _order_tabs(self) -> None:
        """Tab goes as the eye does; rows made later would come last."""
        e = self.editors
        ordered = [
            *self.state.stops(),
            *(e[name].input.target for name in ("reason", "reason_note", "began_at", "minutes_done")),
            *(*self.cooperation.stops(), *self.course.stops()),
            *(e[name].input.target for name in ("pain_before", "pain_after", "borg")),
            *(*self.goals.stops(), *self.exercises.stops()),
            *(e[name].input.target for name in (*_NOTES, "signs_before", "signs_after", "done_by_id")),
        ]
        for before, after in pairwise(ordered):
            QWidget.setTabOrder(before, after)

    def step(self, by: int) -> None:
        """The hand goes to the next part that is shown, or the one before."""
        shown = [part for part in self._parts if part.isVisibleTo(self)]
        hand = self.focusWidget()
        at = next((place for place, part in enumerate(shown) if hand is not None and part.isAncestorOf(hand)), 0)
        part = shown[min(max(at + by, 0), len(shown) - 1)]
        inside = (one for one in self._stops() if part.isAncestorOf(one) and one.isVisibleTo(self))
        if (first := next(inside, None)) is not None:
            first.setFocus()

    def _stops(self) -> Iterator[QWidget]:
        """Where Tab stops, in its order."""
        first = one = self.state.stops()[0]
        while True:
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled():
                yield one
            one = one.nextInFocusChain() or first
            if one is first:
                return

    # showing

    def load(self, file: SessionFile, staff: Choices, *, writes: bool) -> None:
        """Show a session; ``staff`` are those who may have given it."""
        self.file = file
        session, before = file.session, file.before
        self.state.rename({one.value: _worded(place, one, session.therapy) for place, one in enumerate(STATES, 1)})
        self.state.choose("" if session.state is SessionState.PLANNED else session.state.value)
        self._offer_reasons()
        self.editors["done_by_id"].offer(staff)
        for name, editor in self.editors.items():
            editor.set_value(getattr(session, name))
        self.cooperation.choose(session.cooperation.value if session.cooperation else "")
        self.course.choose(session.course.value if session.course else "")
        self.exercises.load(file.exercises, before.exercises if before else (), self._exercise_choices(session))
        self.goals.load(file)
        self._tell_before(before)
        self._care.setText(file.precautions)
        self.precautions.setVisible(bool(file.precautions))
        self.setEnabled(writes)
        self._order_tabs()
        self._show_parts()
        self._base = self.draft()

    def _tell_before(self, before: SessionFile | None) -> None:
        self.before_line.setText(said_before(self._desk, before) if before else _("No session of this therapy before."))
        asked = before.session.next_step if before else ""
        self.asked_line.setText(_("Meant for this time: {words}").format(words=asked))
        self.asked_line.setVisible(bool(asked))

    def _exercise_choices(self, session: Session) -> Choices:
        """The library, the exercises of the therapy first."""
        codes = self._desk.codes.choices("exercise", self._desk.today())
        return [(one.code, one.text) for one in sorted(codes, key=lambda one: one.group != session.therapy)]

    def _offer_reasons(self) -> None:
        codes = self._desk.codes.choices("session_reason", self._desk.today())
        self.editors["reason"].offer([(one.code, one.text) for one in reasons_for(self.chosen(), codes)])

    def chosen(self) -> SessionState:
        """The state that stands there; planned while none is chosen."""
        return SessionState(self.state.code()) if self.state.code() else SessionState.PLANNED

    def _show_parts(self) -> None:
        state = self.chosen()
        self._why.setVisible(state in WHOSE_REASON)
        for part in (*self._given, self._after):
            part.setVisible(state in GIVEN)
        self._goals_part.setVisible(state in GIVEN and bool(self.goals.rows))
        self._next.setVisible(state is not SessionState.PLANNED)

    # typing

    def take_state(self, state: SessionState, reason: str = "") -> None:
        """Choose a state as a hand does, with a reason where the book already knows one."""
        self.state.take(state.value)
        if reason:
            self.editors["reason"].set_value(reason)
            self.typed.emit()

    def _state_chosen(self) -> None:
        state, reason = self.chosen(), self.editors["reason"].raw()
        self._offer_reasons()
        codes = self._desk.codes.choices("session_reason", self._desk.today())
        known = {one.code for one in reasons_for(state, codes)}
        self.editors["reason"].set_value(reason if reason in known else "")
        if self.file is not None and state in GIVEN:
            self._fill_as_planned(self.file.session, state)
        self._show_parts()
        if state in WHOSE_REASON and state is not SessionState.PARTIAL:
            self.editors["reason"].input.setFocus()
        self.typed.emit()

    def _fill_as_planned(self, session: Session, state: SessionState) -> None:
        """The time and minutes of the plan, to be corrected, where nothing stands yet."""
        if self.editors["began_at"].is_empty():
            self.editors["began_at"].set_value(session.planned_at)
        if self.editors["minutes_done"].is_empty() and state is SessionState.DONE:
            self.editors["minutes_done"].set_value(session.minutes)
        if self.editors["done_by_id"].is_empty():
            self.editors["done_by_id"].set_value(session.therapist_id)

    # what stands there

    def written(self) -> Written | None:
        """What was typed; None when something cannot be read, which is shown."""
        file = self.file
        if file is None:
            return None
        commit_input_method()
        shown = {name: editor for name, editor in self.editors.items() if editor.isVisibleTo(self)}
        wrong: dict[str, Message] = {}
        for name, editor in shown.items():
            editor.clear_complaint()
            if (problem := editor.problem()) is not None:
                wrong[name] = problem
        for name, problem in wrong.items():
            self.editors[name].show_error(problem)
        given = self.chosen() in GIVEN
        exercises = self.exercises.written() if given else []
        if wrong or exercises is None:
            next((self.editors[name].input.setFocus() for name in wrong), None)
            return None
        session = replace(
            file.session,
            state=self.chosen(),
            cooperation=Cooperation(self.cooperation.code()) if self.cooperation.code() else None,
            course=Course(self.course.code()) if self.course.code() else None,
            **{name: editor.value() for name, editor in shown.items()},
        )
        return Written(session, tuple(exercises), tuple(self.goals.written()) if given else ())

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show each problem beside its field; whether all of them had a place."""
        placed = [one for one in problems if one.field in self.editors and self.editors[one.field].isVisibleTo(self)]
        for problem in reversed(placed):
            self.editors[problem.field].show_error(problem.message)
            self.editors[problem.field].input.setFocus()
        of_exercises = [one for one in problems if one.field.startswith("exercises.")]
        self.exercises.show_problems(of_exercises)
        return len(placed) + len(of_exercises) == len(problems)

    def is_dirty(self) -> bool:
        """Whether something differs from what was loaded."""
        return self.file is not None and self.draft() != self._base

    def draft(self) -> dict[str, Any]:
        """Everything that stands there, readable or not."""
        return {
            "state": self.state.code(),
            "cooperation": self.cooperation.code(),
            "course": self.course.code(),
            "fields": {name: editor.raw() for name, editor in self.editors.items()},
            "exercises": self.exercises.draft(),
            "goals": self.goals.draft(),
        }

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft over what was loaded."""
        self.state.choose(draft.get("state", ""))
        self._offer_reasons()
        self.cooperation.choose(draft.get("cooperation", ""))
        self.course.choose(draft.get("course", ""))
        for name, raw in draft.get("fields", {}).items():
            if name in self.editors:
                self.editors[name].set_raw(raw)
        self.exercises.restore(draft.get("exercises", []))
        self.goals.restore(draft.get("goals", {}))
        self._order_tabs()
        self._show_parts()


def said_before(desk: Desk, before: SessionFile) -> str:
    """The last session in one line: its day, its state, how it went."""
    session = before.session
    pain = (session.pain_before, session.pain_after)
    parts = [
        _("Last time {day}").format(day=desk.said_day(session.planned_on)),
        str(said_state(session.state, session.therapy)),
        _("{n} minutes").format(n=session.minutes_done) if session.minutes_done else "",
        enum_words.said(session.cooperation) if session.cooperation else "",
        _("pain {before} → {after}").format(before=pain[0], after=pain[1]) if None not in pain else "",
        _("Borg {n}").format(n=session.borg) if session.borg is not None else "",
    ]
    return " · ".join(filter(None, parts))


def said_when(desk: Desk, session: Session) -> str:
    """ "Thứ Hai, 23/11 · 08:30 · 30 phút"."""
    day = f"{dates.weekday(session.planned_on)}, {desk.said_day(session.planned_on)}"
    return " · ".join((day, dates.hour(session.planned_at), _("{n} minutes").format(n=session.minutes)))


def _worded(place: int, state: SessionState, therapy: str) -> str:
    return f"{place} {said_state(state, therapy)}"


def _head(words: str) -> QFrame:
    return box(column(section_head(words), hairline(), gap=0))
