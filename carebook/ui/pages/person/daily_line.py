"""One measure on a line: what is typed is read at once, what cannot be is told, what is unusual asks why by one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook.records.codes import Code
from carebook.records.monitoring import Observation
from carebook.rules.observations import (
    Grounds,
    Reading,
    reading_of,
    said_reading,
    unusual_in,
    unusual_reasons,
    why_asked,
    words_of,
)
from carebook.rules.problem import Problem
from carebook.ui.parts import theme
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.fields.editor import LABEL_WIDTH
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import _

_TYPED, _UNIT, _WHY = 96, 64, 230  # widths at base size


class ValueLine(QFrame):
    """One measure: its name, what is typed, the last value in grey, what stands against it. ``entered`` by Enter."""

    changed = Signal()
    entered = Signal()

    def __init__(self, measure: Code, grounds: Grounds, said_last: str) -> None:
        super().__init__()
        self.measure, self._grounds = measure, grounds
        scaled = theme.worn().scaled
        self.typed = QLineEdit()
        self.typed.setFixedWidth(scaled(_TYPED))
        self.typed.setAccessibleName(measure.text)
        self.typed.setMaxLength(60)
        keys = " · ".join(f"{one.extra.get('key')} {one.text}" for one in words_of(measure, grounds.codes))
        self.typed.setToolTip(keys)
        self.typed.textChanged.connect(self._changed)
        self.typed.returnPressed.connect(self.entered)
        self.why = Choice([(one.code, f"{one.extra.get('key', '')} {one.text}") for one in self._reasons()], blank=True)
        self.why.setFixedWidth(scaled(_WHY))
        self.why.setAccessibleName(_("Why {measure} is unusual").format(measure=measure.text.lower()))
        self.why.activated.connect(self._why_chosen)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("in words"))
        self.note.setAccessibleName(_("Why {measure} is unusual, in words").format(measure=measure.text.lower()))
        self.note.returnPressed.connect(self.entered)
        self._told = label("", "small", wrap=True)
        name = label(measure.text, "name", width=LABEL_WIDTH)
        name.setBuddy(self.typed)
        unit = str(measure.extra.get("unit", ""))
        beside = keys if keys else unit
        self._asked = box(row(self.why, (self.note, 2), (box(column()), 1), gap=8))
        unit_label = label(beside, "muted")
        unit_label.setMinimumWidth(scaled(_UNIT))
        first = row(name, self.typed, unit_label, label(said_last, "small"), None, gap=10)
        under = row(LABEL_WIDTH + 10, (box(column(self._told, self._asked, gap=4)), 1), gap=0)
        self.setLayout(column(first, under, gap=3))
        self._asked.hide()
        self._told.hide()

    def _reasons(self) -> Sequence[Code]:
        return unusual_reasons(self.measure.code, self._grounds.codes)

    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.typed.text().strip()

    def reading(self) -> Reading | Problem:
        """What is typed, or why it cannot be read."""
        return reading_of(self.typed.text(), self.measure, self._grounds.codes)

    def written(self, base: Observation) -> Observation:
        """The observation with what is typed; LookupError for what cannot be read, which is shown."""
        reading = self.reading()
        if isinstance(reading, Problem):
            self.complain(reading)
            raise LookupError(self.measure.code)
        return replace(
            base,
            measure=self.measure.code,
            value=reading.value,
            value_second=reading.value_second,
            word=reading.word,
            unusual_because=self.why.code() or None if not self._asked.isHidden() else None,
            note=self.note.text().strip() if not self._asked.isHidden() else base.note,
        )

    def look(self, base: Observation) -> None:
        """Ask why an unusual value is so, or show that a value cannot be, once the line is left."""
        self._told.hide()
        if self.is_empty():
            self._asked.hide()
            return
        reading = self.reading()
        if isinstance(reading, Problem):
            self._asked.hide()
            self.complain(reading)
            return
        tried = replace(base, measure=self.measure.code, **vars(reading))
        why = unusual_in(tried, self._grounds.measured(tried))
        self._asked.setVisible(why is not None)
        self.note.setVisible(self.why.code() == "other")
        if why is not None:
            self._say(str(why_asked(why, self.measure, self._grounds.codes)), "warn")

    def complain(self, problem: Problem) -> None:
        """Show what stands against the value."""
        if problem.field == "unusual_because":
            self._asked.show()
            self.note.setVisible(self.why.code() == "other")
            self._say(str(problem.message), "warn")
            self.why.setFocus()
        else:
            self._say(str(problem.message), "danger")
            self.typed.setFocus()
            self.typed.selectAll()

    def asks_why(self) -> bool:
        """Whether a reason is asked and not yet given."""
        return not self._asked.isHidden() and not self.why.code()

    def _say(self, sentence: str, tone: str) -> None:
        self._told.setText(sentence)
        self._told.setProperty("tone", tone)
        theme.restyle(self._told)
        self._told.show()

    def _changed(self) -> None:
        self._told.hide()
        self.changed.emit()

    def _why_chosen(self) -> None:
        self.note.setVisible(self.why.code() == "other")
        (self.note if self.why.code() == "other" else self.typed).setFocus()
        self.changed.emit()


def as_typed(one: Observation, measure: Code, codes: Sequence[Code]) -> str:
    """A value as it would be typed."""
    if one.word is not None:
        word = next((each for each in codes if each.list_name == "measure_word" and each.code == one.word), None)
        return str(word.extra.get("key", "")) if word is not None else ""
    return said_reading(one, measure, unit=False)
