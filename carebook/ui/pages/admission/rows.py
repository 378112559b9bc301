"""Rows of a few fields each: relatives, allergies, belongings; added one by one, taken away again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from carebook.records.declaration import Field, Kind, field_of
from carebook.records.record import Record
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields.choosing import Choices
from carebook.ui.parts.fields.inputs import input_for
from carebook.ui.parts.fields.typing import Input
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.words import Message, _

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Wording:
    """What the rows are called: their list, and the button that adds one."""

    name: str
    add: str


class _Row:
    """The inputs of one row and the button that takes it away."""

    def __init__(self, inputs: dict[str, Input], remove: Button) -> None:
        self.inputs, self.remove = inputs, remove

    def is_empty(self) -> bool:
        return all(one.read() in (None, (), "", False) for one in self.inputs.values())

    def widgets(self) -> list[QWidget]:
        return [*self.inputs.values(), self.remove]


class RowsOf(QFrame, Generic[R]):
    """Rows that each make one record of ``cls``; empty rows make none. Begins without a row."""

    changed = Signal()

    def __init__(
        self,
        cls: type[R],
        names: Sequence[str],
        make: Callable[[Mapping[str, Any]], R],
        wording: Wording,
        today: Callable[[], date],
        choices: Mapping[str, Choices] | None = None,
    ) -> None:
        """``make`` builds the record from the values that were given."""
        super().__init__()
        self._fields: list[Field] = [field_of(cls, name) for name in names]
        self._make, self._wording, self._today, self._choices = make, wording, today, choices or {}
        self._rows: list[_Row] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._heads = [label(field.label if field.fact.kind is not Kind.YES else "", "small") for field in self._fields]
        for place, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, place)
            head.hide()
        self.add_button = Button(wording.add, "ghost", "plus")
        self.add_button.clicked.connect(self._add_and_go)
        self.setLayout(column(self._grid, row(self.add_button, None), gap=4))

    # rows

    def _add_and_go(self) -> None:
        self.add_row().inputs[self._fields[0].name].setFocus()

    def add_row(self) -> _Row:
        """One more empty row at the end."""
        number = len(self._rows) + 1
        inputs = {}
        for field in self._fields:
            made = input_for(field, self._choices.get(field.name, ()), self._today)
            made.name_as(f"{self._wording.name} {number}: {field.label}")
            made.touched.connect(self.changed)
            inputs[field.name] = made
        remove = Button("", "ghost", "trash-2")
        remove.setAccessibleName(_("Take away row {n} of {list}").format(n=number, list=self._wording.name))
        remove.setToolTip(_("Take this row away"))
        added = _Row(inputs, remove)
        remove.clicked.connect(lambda: self._take_away(added))
        self._rows.append(added)
        self._lay_out()
        return added

    def _take_away(self, gone: _Row) -> None:
        self._rows.remove(gone)
        for widget in gone.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._lay_out()
        self.add_button.setFocus()
        self.changed.emit()

    def _lay_out(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self._rows))
        for line, one in enumerate(self._rows, 1):
            for place, widget in enumerate(one.widgets()):
                self._grid.addWidget(widget, line, place)

    # reading

    def records(self) -> list[tuple[R, QWidget]]:
        """The records of the rows that can be read, each with the widget it begins with."""
        found: list[tuple[R, QWidget]] = []
        for one in self._rows:
            values = {name: made.read() for name, made in one.inputs.items()}
            if one.is_empty() or any(isinstance(value, Message) for value in values.values()):
                continue
            given = {name: value for name, value in values.items() if value is not None}
            found.append((self._make(given), one.inputs[self._fields[0].name]))
        return found

    def unreadable(self) -> list[tuple[Message, QWidget]]:
        """What cannot be read, each with its input."""
        return [
            (value, made)
            for one in self._rows
            for made in one.inputs.values()
            if isinstance(value := made.read(), Message)
        ]

    # drafts

    def raw(self) -> list[dict[str, Any]]:
        """The rows as JSON can hold them."""
        return [{name: made.raw() for name, made in one.inputs.items()} for one in self._rows if not one.is_empty()]

    def set_raw(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show rows kept before, in place of those there are."""
        for one in list(self._rows):
            self._take_away(one)
        for given in rows:
            added = self.add_row()
            for name, raw in given.items():
                if name in added.inputs:
                    added.inputs[name].set_raw(raw)
