"""The exercises of a session as rows: those of last time stand there in grey until a hand says that they were done."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records import enum_words
from carebook.records.declaration import Kind
from carebook.records.sessions import Assistance, SessionExercise
from carebook.rules.problem import Problem
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields import Choice, Choices, NumberInput, SearchChoice, Tick
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, emptied, row
from carebook.words import Message, _

_NUMBER_WIDTH = 52
_NUMBERS = ("sets", "repeats", "minutes")
EMPTY = SessionExercise(episode_id="", session_id="")


class ExerciseRow(QFrame):
    """One exercise. It counts once it is ticked; typing into it ticks it."""

    changed = Signal()
    gone = Signal()

    def __init__(self, exercise: SessionExercise, choices: Choices, *, done: bool) -> None:
        super().__init__()
        self.exercise = exercise
        self.tick = Tick()
        self.tick.toggled.connect(self._show_said)
        self.tick.clicked.connect(self.changed)
        self.what = SearchChoice(choices)
        self.what.choose(exercise.exercise or "")
        if exercise.text:
            self.what.setEditText(exercise.text)
        self.what.activated.connect(self._typed)
        if (line := self.what.lineEdit()) is not None:
            line.textEdited.connect(self._typed)
        self.numbers = {name: NumberInput(Kind.NUMBER) for name in _NUMBERS}
        for name, field in self.numbers.items():
            field.target.setFixedWidth(theme.worn().scaled(_NUMBER_WIDTH))
            field.setSizePolicy(self.sizePolicy().Policy.Fixed, self.sizePolicy().Policy.Fixed)
            field.write(getattr(exercise, name))
            field.touched.connect(self._typed)
        self.help = Choice(enum_words.choices(Assistance), blank=True)
        self.help.choose(exercise.assistance.value if exercise.assistance else "")
        self.help.activated.connect(self._typed)
        self.remove_button = Button("", "ghost", "x")
        self.remove_button.clicked.connect(self.gone)
        self._unsaid = label(_("last time; not ticked yet"), "small")
        self._complaint = label("", "small", "danger", wrap=True)
        self._complaint.hide()
        counted = row(
            *(24, self.numbers["sets"], label("×", "muted"), self.numbers["repeats"]),
            *(label(_("sets × repeats"), "small"), 6, self.numbers["minutes"], label(_("minutes"), "small"), None),
            gap=5,
        )
        under = row(24, self._unsaid, None, gap=6)
        helped = row(24, label(_("Assistance"), "small"), (self.help, 1), 32, gap=6)
        self.setLayout(
            column(
                row(self.tick, (self.what, 1), self.remove_button, gap=4),
                counted,
                helped,
                under,
                self._complaint,
                gap=3,
            )
        )
        self.tick.setChecked(done)
        self._show_said(done)

    def name_as(self, place: int) -> None:
        """Tell screen readers which exercise its fields belong to, counted from 1."""
        name = _("Exercise {n}").format(n=place)
        self.tick.setAccessibleName(_("{exercise} was done").format(exercise=name))
        self.what.setAccessibleName(name)
        if (line := self.what.lineEdit()) is not None:
            line.setAccessibleName(name)
        for field, words in zip(self.numbers.values(), (_("Sets"), _("Repetitions"), _("Minutes")), strict=True):
            field.name_as(f"{name}: {words}")
        self.help.setAccessibleName(f"{name}: {_('Assistance')}")
        self.remove_button.setAccessibleName(_("Take away exercise {n}").format(n=place))
        self.remove_button.setToolTip(self.remove_button.accessibleName())

    def _show_said(self, done: bool) -> None:
        self._unsaid.setHidden(done)

    def _typed(self) -> None:
        self.tick.setChecked(True)
        self.complain("")
        self.changed.emit()

    def complain(self, sentence: object) -> None:
        """Say under the row what is wrong with it; "" for nothing."""
        self._complaint.setText(str(sentence))
        self._complaint.setVisible(bool(str(sentence)))

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in its order."""
        numbers = [field.target for field in self.numbers.values()]
        return [self.tick, self.what, *numbers, self.help, self.remove_button]

    def is_done(self) -> bool:
        """Whether it is said to have been done."""
        return self.tick.isChecked()

    def written(self) -> SessionExercise | None:
        """The exercise as it stands; None when a number cannot be read, which is shown."""
        read = {name: field.read() for name, field in self.numbers.items()}
        wrong = next((value for value in read.values() if isinstance(value, Message)), None)
        if wrong is not None:
            self.complain(wrong)
            return None
        code = self.what.code() or None
        return replace(
            self.exercise,
            exercise=code,
            text="" if code else " ".join(unicodedata.normalize("NFC", self.what.typed()).split()),
            assistance=Assistance(self.help.code()) if self.help.code() else None,
            **read,
        )

    def draft(self) -> dict[str, Any]:
        """What stands there, readable or not."""
        numbers = {name: field.raw() for name, field in self.numbers.items()}
        kept = {"id": self.exercise.id, "done": self.is_done(), "help": self.help.code()}
        return kept | {"code": self.what.code(), "text": self.what.typed(), "numbers": numbers}

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft."""
        self.tick.setChecked(bool(draft.get("done")))
        self.what.choose(str(draft.get("code") or ""))
        if not draft.get("code"):
            self.what.setEditText(str(draft.get("text") or ""))
        self.help.choose(str(draft.get("help") or ""))
        for name, field in self.numbers.items():
            field.set_raw(draft.get("numbers", {}).get(name, ""))


class Exercises(QFrame):
    """The rows in their order, a way to add one, and one key for "all as last time". ``reordered``: there is another row."""

    changed = Signal()
    reordered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ExerciseRow] = []
        self._choices: Choices = ()
        self._column = column(gap=10)
        self.as_last_button = Button(_("All as last time"), icon="check", key="Ctrl+R")
        self.as_last_button.clicked.connect(self._tick_all)
        self.add_button = Button(_("Add an exercise"), icon="plus", key="Ctrl+B")
        self.add_button.clicked.connect(self.add)
        self.setLayout(column(self._column, row(self.add_button, self.as_last_button, None, gap=8), gap=8))

    def load(self, done: Sequence[SessionExercise], before: Sequence[SessionExercise], choices: Choices) -> None:
        """Show what was recorded; where nothing was, the exercises of last time, not yet said to have been done."""
        emptied(self._column)
        self.rows, self._choices = [], choices
        for exercise in done:
            self._put(exercise, done=True)
        if not done:
            for exercise in before:
                self._put(replace(exercise, id="", version=0, remark=""), done=False)
        self._number()

    def _put(self, exercise: SessionExercise, *, done: bool) -> ExerciseRow:
        made = ExerciseRow(exercise, self._choices, done=done)
        made.changed.connect(self._has_changed)
        made.gone.connect(partial(self._remove, made))
        self.rows.append(made)
        self._column.addWidget(made)
        return made

    def add(self) -> None:
        """An empty row at the end with the focus in it."""
        made = self._put(EMPTY, done=True)
        self._number()
        self.reordered.emit()
        made.what.setFocus()
        self.changed.emit()

    def _remove(self, gone: ExerciseRow) -> None:
        self.rows.remove(gone)
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._number()
        self.changed.emit()

    def _tick_all(self) -> None:
        for each in self.rows:
            each.tick.setChecked(True)
        self._has_changed()

    def _has_changed(self) -> None:
        self._number()
        self.changed.emit()

    def _number(self) -> None:
        for place, each in enumerate(self.rows, 1):
            each.name_as(place)
        self.as_last_button.setVisible(any(not each.is_done() for each in self.rows))

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in its order."""
        return [*(stop for one in self.rows for stop in one.stops()), self.add_button, self.as_last_button]

    def written(self) -> list[SessionExercise] | None:
        """The exercises that were done; None when one cannot be read, which is shown. Empty new rows are none."""
        done = [each for each in self.rows if each.is_done() and (each.exercise.id or each.what.typed())]
        found = [each.written() for each in done]
        read = [one for one in found if one is not None]
        return read if len(read) == len(found) else None

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show what is told about "exercises.0.sets" under its row; whether there was any."""
        done = [each for each in self.rows if each.is_done() and (each.exercise.id or each.what.typed())]
        shown = False
        for problem in problems:
            part, _dot, rest = problem.field.partition(".")
            place = rest.partition(".")[0]
            if part == "exercises" and int(place) < len(done):
                done[int(place)].complain(problem.message)
                done[int(place)].what.setFocus()
                shown = True
        return shown

    def draft(self) -> list[dict[str, Any]]:
        """What stands there, as JSON can hold it."""
        return [each.draft() for each in self.rows]

    def restore(self, draft: Sequence[dict[str, Any]]) -> None:
        """Show a draft over what was loaded."""
        known = {each.exercise.id: each.exercise for each in self.rows if each.exercise.id}
        emptied(self._column)
        self.rows = []
        for one in draft:
            self._put(known.get(one.get("id", ""), EMPTY), done=True).restore(one)
        self._number()
