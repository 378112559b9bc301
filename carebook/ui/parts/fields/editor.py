"""The editor of one declared field: its label, its input, its unit, and the lines that say what is wrong with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from carebook.records.declaration import Field, Kind
from carebook.ui.parts import theme
from carebook.ui.parts.fields.choosing import Choices
from carebook.ui.parts.fields.inputs import ChoiceInput, StatementInput, input_for
from carebook.ui.parts.fields.typing import Input, LineInput, Today
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import Message, _, message

LABEL_WIDTH = 150
FIELD_WIDTH = 520


class FieldEditor(QFrame):
    """One field of a form: ``value()``, ``set_value()``, ``changed``; errors and warnings stand under the input.

    ``choices`` are for codes and links. What was typed but cannot be read is told by ``problem()``; ``value()`` then
    gives what an empty field gives. Nothing ever blocks typing.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        field: Field,
        today: Today,
        *,
        choices: Choices = (),
        required: bool | None = None,
        words: str = "",
        above: bool = False,
    ) -> None:
        """``words`` replace the declared label; ``above`` puts the label over the input instead of before it."""
        super().__init__()
        self.field = field
        self.required = field.fact.required if required is None else required
        self.words = words or field.label
        self.input: Input = input_for(field, choices, today)
        self.setObjectName(f"field_{field.name}")
        unit = _(field.fact.unit)
        self._name = f"{self.words} ({unit})" if unit else self.words
        self.input.name_as(self._name)
        self._bad = ""
        self._line = label("", "small", wrap=True)
        self._sign = Sign("circle-alert", "danger", 14)
        self._complaint = box(row((self._sign, 0), (self._line, 1), gap=6))
        self._complaint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._complaint.hide()
        hint = _(field.fact.hint)
        is_line = isinstance(self.input, LineInput)
        if is_line and hint:
            self.input.target.setPlaceholderText(hint)  # type: ignore[attr-defined]
        hint_below = (label(hint, "small", wrap=True),) if hint and not is_line else ()
        self.input.setMaximumWidth(FIELD_WIDTH)
        if unit and is_line:
            self.input.layout().insertWidget(1, label(unit, "muted"))  # type: ignore[union-attr]
        self._answer = column(self.input, *hint_below, self._complaint, gap=3)
        self._label = self._make_label()
        head = box(column(self._label, None, gap=0), width=LABEL_WIDTH) if not above else self._label
        layout = column if above else row
        rest = () if above else (None,)  # what is left of the width, once the input has its widest
        self.setLayout(layout(head, (self._answer, 1000), *rest, gap=4 if above else 10))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.input)
        self._describe(hint)
        self.input.touched.connect(self._touched)
        self.input.left.connect(self._has_left)

    def _make_label(self) -> QLabel:
        statement = isinstance(self.input, StatementInput)
        star = " *" if self.required else ""
        made = label("" if statement else self.words + star, wrap=True)
        made.setBuddy(self.input.target)
        made.setMinimumHeight(theme.worn().scaled(32))
        made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return made

    def _describe(self, text: str) -> None:
        self.input.target.setAccessibleDescription(text)

    # the value

    def value(self) -> Any:
        """The value as the record keeps it; an empty field gives None, or "" or () where the record has no None."""
        found = self.input.read()
        if found is None or isinstance(found, Message):
            return self._nothing()
        return found

    def _nothing(self) -> Any:
        if self.field.optional:
            return None
        if self.field.type is str:
            return ""
        return () if self.field.fact.kind is Kind.CODES else None

    def rename(self, words: str, hint: str = "") -> None:
        """Another label, where what stands elsewhere says what the value counts; with another example where one is given."""
        self.words = words
        unit = _(self.field.fact.unit)
        self.input.name_as(f"{words} ({unit})" if unit else words)
        if not isinstance(self.input, StatementInput):
            self._label.setText(words + (" *" if self.required else ""))
        if hint and isinstance(self.input, LineInput):
            self.input.target.setPlaceholderText(hint)  # type: ignore[attr-defined]
            self._describe(hint)

    def set_value(self, value: Any) -> None:
        """Show ``value``, without ``changed``; complaints go away."""
        self.input.write(value)
        self.clear_complaint()

    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.input.read() in (None, (), "")

    def raw(self) -> Any:
        """What stands there, as JSON can hold it, also when it cannot be read."""
        return self.input.raw()

    def set_raw(self, raw: Any) -> None:
        """Show what ``raw()`` gave before."""
        self.input.set_raw(raw)
        self.clear_complaint()

    def offer(self, choices: Choices) -> None:
        """Other choices, for codes and links."""
        if isinstance(self.input, ChoiceInput):
            self.input.offer(choices)

    # what is wrong with it

    def problem(self) -> Message | None:
        """Why the field as it stands cannot be saved: unreadable, or required and empty."""
        found = self.input.read()
        if isinstance(found, Message):
            return found
        if self.required and found in (None, (), ""):
            return message("This must be filled in.")
        if found is None and self._nothing() is None and not self.field.optional:
            return message("This must be filled in.")
        return None

    def show_error(self, sentence: object) -> None:
        """Say under the field why it cannot be saved."""
        self._complain(str(sentence), "error", "danger", "circle-alert")

    def show_warning(self, sentence: object) -> None:
        """Say under the field what is unusual; it may be saved."""
        self._complain(str(sentence), "warning", "warn", "triangle-alert")

    def clear_complaint(self) -> None:
        """Say nothing."""
        if self._bad:
            self._complain("", "", "none", "info")

    def complaint(self) -> str:
        """What is said under the field, "" for nothing."""
        return self._line.text() if self._bad else ""

    def has_error(self) -> bool:
        return self._bad == "error"

    def _complain(self, sentence: str, bad: str, tone: str, sign: str) -> None:
        self._bad = bad
        self._line.setText(sentence)
        self._line.setProperty("tone", tone)
        self._sign.change(sign, tone)
        theme.restyle(self._line)
        self._complaint.setVisible(bool(sentence))
        self.input.target.setProperty("bad", bad)
        theme.restyle(self.input.target)
        self._describe(sentence or _(self.field.fact.hint))

    def _touched(self) -> None:
        self.clear_complaint()
        self.changed.emit()

    def _has_left(self) -> None:
        found = self.input.read()
        if isinstance(found, Message):
            self.show_error(found)
        self.left.emit()
