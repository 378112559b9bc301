"""The head of a sheet: the day, who measured, why; and its note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame

from carebook.records.declaration import field_of
from carebook.records.instruments import InstrumentScore
from carebook.rules.problem import Problem
from carebook.ui.parts.fields import Choices, FieldEditor, commit_input_method
from carebook.ui.parts.fields.typing import Today
from carebook.ui.parts.layouts import box, column, row


class SheetHead(QObject):
    """The fields of a sheet beside its items: ``top`` stands above them, ``note`` below. ``changed`` when something is typed."""

    changed = Signal()

    def __init__(self, today: Today) -> None:
        super().__init__()
        self.editors = {
            name: FieldEditor(
                field_of(InstrumentScore, name), today, choices=(("", ""),), required=name != "reason", above=True
            )
            for name in ("scored_on", "done_by_id", "reason")
        }
        self.editors["note"] = FieldEditor(field_of(InstrumentScore, "note"), today, above=True)
        for editor in self.editors.values():
            editor.changed.connect(self.changed)
        day, who, why = (self.editors[name] for name in ("scored_on", "done_by_id", "reason"))
        self.top: QFrame = box(row((column(day, None), 1), (column(who, None), 4), (column(why, None), 2), gap=16))
        self.note: QFrame = box(column(self.editors["note"]))

    def load(self, score: InstrumentScore, staff: Choices) -> None:
        """Show the head of a sheet."""
        self.editors["done_by_id"].offer(staff)
        for name, editor in self.editors.items():
            editor.set_value(getattr(score, name))

    def freeze(self, frozen: bool) -> None:
        for editor in self.editors.values():
            editor.setEnabled(not frozen)

    def score(self, base: InstrumentScore) -> InstrumentScore:
        """``base`` with what can be read here."""
        return replace(base, **{name: editor.value() for name, editor in self.editors.items()})

    def unreadable(self) -> bool:
        """Whether something typed cannot be read; it is told beside its field, and the first takes the focus."""
        commit_input_method()
        wrong = {
            name: problem
            for name, editor in self.editors.items()
            if not editor.is_empty() and (problem := editor.problem())
        }
        self.show_problems([Problem(name, problem) for name, problem in wrong.items()])
        return bool(wrong)

    def show_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show each problem beside its field, the first error takes the focus; gives back those that have no field here."""
        for one in self.editors.values():
            one.clear_complaint()
        rest: list[Problem] = []
        first: FieldEditor | None = None
        for problem in problems:
            editor = self.editors.get(problem.field)
            if editor is None:
                rest.append(problem)
            elif problem.severity == "warning":
                editor.show_warning(problem.message)
            else:
                editor.show_error(problem.message)
                first = first or editor
        if first is not None:
            first.setFocus()
        return rest

    def raw(self) -> dict[str, Any]:
        """What stands there, as a draft keeps it."""
        return {name: editor.raw() for name, editor in self.editors.items()}

    def restore(self, raw: Mapping[str, Any]) -> None:
        """Show a draft."""
        for name, editor in self.editors.items():
            if name in raw:
                editor.set_raw(raw[name])
