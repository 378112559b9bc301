"""A form: sections of declared fields that build a record, show its problems beside them, and keep drafts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from carebook.records.declaration import Field, Kind, field_of, fields
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.fields.choosing import Choices
from carebook.ui.parts.fields.editor import FieldEditor
from carebook.ui.parts.fields.typing import Today
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline
from carebook.words import _, ngettext

R = TypeVar("R")
_TOP = Qt.AlignmentFlag.AlignTop
TWO_COLUMNS = 880
"""From this width on, in pixels, short fields stand in two columns."""


class Problem(Protocol):
    @property
    def field(self) -> str: ...
    @property
    def message(self) -> Any: ...


@dataclass(frozen=True)
class Section:
    """A part of a form: its title ("" for none), its fields, and a muted line that explains."""

    title: str
    fields: tuple[Field, ...]
    line: str = ""


def section(title: str, cls: type, *names: str, line: str = "") -> Section:
    """A section of the named fields of a record class."""
    return Section(title, tuple(field_of(cls, name) for name in names), line)


def commit_input_method() -> None:
    """Take over what a Vietnamese typing program still holds back; it is not in the text of a field before."""
    QGuiApplication.inputMethod().commit()


class Form(QFrame):
    """Sections of fields, in the order of the eye and of Tab.

    ``choices`` maps field names to (code, words). Fields of several record classes may stand in one form if their names
    differ. ``changed`` comes when something was typed; connect it to ``Page.touched``.
    """

    changed = Signal()

    def __init__(
        self,
        sections: Sequence[Section],
        today: Today,
        *,
        choices: Mapping[str, Choices] | None = None,
        labels: Mapping[str, str] | None = None,
        required: Sequence[str] = (),
        wide: Sequence[str] = (),
        columns: int = 2,
    ) -> None:
        """``labels`` replace declared ones, ``required`` adds to the declared ones; ``columns`` 1 keeps one column.

        The fields named in ``wide`` have a line of their own, as notes have.
        """
        super().__init__()
        self._editors: dict[str, FieldEditor] = {}
        self._base: dict[str, Any] = {}
        self._conditions: dict[str, Callable[[Form], bool]] = {}
        self._grids: list[tuple[QGridLayout, list[FieldEditor]]] = []
        self._heads: list[tuple[QFrame, list[FieldEditor]]] = []
        self._most_columns, self._columns, self._wide = columns, 0, frozenset(wide)
        self.summary = MessageBar()
        whole = column(self.summary, gap=8)
        given, named = choices or {}, labels or {}
        for part in sections:
            grid = QGridLayout()
            grid.setContentsMargins(0, 4, 0, 8)
            grid.setHorizontalSpacing(28)
            grid.setVerticalSpacing(8)
            line = (label(part.line, "small", wrap=True),) if part.line else ()
            head = (section_head(part.title), hairline()) if part.title else ()
            editors = [self._make(field, today, given, named, required) for field in part.fields]
            self._grids.append((grid, editors))
            if head or line:
                above = box(column(*head, 4 if head and line else 0, *line, gap=0))
                self._heads.append((above, editors))
                whole.addWidget(above)
            whole.addLayout(grid)
        if any(editor.required for editor in self._editors.values()):
            whole.addWidget(label(_("* must be filled in"), "small"))
        whole.addStretch(1)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._arrange(1)
        self._remember()

    def _make(
        self,
        field: Field,
        today: Today,
        choices: Mapping[str, Choices],
        labels: Mapping[str, str],
        required: Sequence[str],
    ) -> FieldEditor:
        if field.name in self._editors:
            raise ValueError(f"two fields are called {field.name}")
        editor = FieldEditor(
            field,
            today,
            choices=choices.get(field.name, ()),
            required=field.fact.required or field.name in required,
            words=labels.get(field.name, ""),
        )
        self._editors[field.name] = editor
        editor.changed.connect(self._touched)
        return editor

    # what stands in it

    def editor(self, name: str) -> FieldEditor:
        """The editor of a field."""
        return self._editors[name]

    def names(self) -> tuple[str, ...]:
        return tuple(self._editors)

    def value(self, name: str) -> Any:
        """The value of a field as it stands."""
        return self._editors[name].value()

    def load(self, record: Any) -> None:
        """Show a record's values in the fields declared by its class, as the base for changes and ``revert``."""
        for editor in self._of(type(record)):
            editor.set_value(getattr(record, editor.field.name))
        self._remember()
        self.summary.clear()
        self._look_again()

    def _of(self, cls: type) -> list[FieldEditor]:
        declared = {field.name: field for field in fields(cls)}
        return [editor for name, editor in self._editors.items() if declared.get(name) == editor.field]

    def _remember(self) -> None:
        self._base = {name: editor.raw() for name, editor in self._editors.items()}

    def dirty(self) -> list[str]:
        """The names of the fields that differ from what was loaded, in order."""
        return [name for name, editor in self._editors.items() if editor.raw() != self._base[name]]

    def is_dirty(self) -> bool:
        return bool(self.dirty())

    def mark_saved(self) -> None:
        """What stands here now is the base for changes."""
        self._remember()

    def revert(self) -> None:
        """Show again what was loaded."""
        for name, editor in self._editors.items():
            editor.set_raw(self._base[name])
        self.summary.clear()
        self._look_again()
        self.changed.emit()

    def draft(self) -> dict[str, Any]:
        """What was typed and differs, as JSON can hold it; also what cannot be read yet."""
        commit_input_method()
        return {name: self._editors[name].raw() for name in self.dirty()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show a draft over what was loaded; fields that no longer exist are left out."""
        for name, raw in draft.items():
            if name in self._editors:
                self._editors[name].set_raw(raw)
        self._look_again()
        self.changed.emit()

    # building the record

    def record(self, base: R) -> R | None:
        """``base`` with the values of its fields here; None when something cannot be read or is missing, which is shown.

        Fields that are not shown keep the value of ``base``.
        """
        commit_input_method()
        editors = [editor for editor in self._of(type(base)) if not editor.isHidden()]
        wrong = {editor.field.name: problem for editor in editors if (problem := editor.problem()) is not None}
        self.clear_problems()
        if wrong:
            for name, problem in wrong.items():
                self._editors[name].show_error(problem)
            self._say_wrong(list(wrong))
            return None
        return dataclasses.replace(base, **{editor.field.name: editor.value() for editor in editors})  # type: ignore[type-var]

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each problem beside its field, those without one above; the first bad field takes the focus."""
        self.clear_problems()
        beside = [problem for problem in problems if problem.field in self._editors]
        for problem in reversed(beside):
            self._editors[problem.field].show_error(problem.message)
        general = [str(problem.message) for problem in problems if problem.field not in self._editors]
        if general:
            self.summary.say(" ".join(general), "danger")
        if beside:
            named = {problem.field for problem in beside}
            self._say_wrong([name for name in self._editors if name in named], quiet=bool(general))

    def show_warnings(self, problems: Sequence[Problem]) -> None:
        """Show what is unusual beside its field; it may be saved."""
        for problem in problems:
            if problem.field in self._editors and not self._editors[problem.field].has_error():
                self._editors[problem.field].show_warning(problem.message)

    def clear_problems(self) -> None:
        self.summary.clear()
        for editor in self._editors.values():
            editor.clear_complaint()

    def _say_wrong(self, names: Sequence[str], *, quiet: bool = False) -> None:
        if not quiet:
            count = ngettext("{n} field to look at again", "{n} fields to look at again", len(names))
            listed = ", ".join(self._editors[name].words for name in names)
            self.summary.say(f"{count.format(n=len(names))}: {listed}", "danger")
        self._editors[names[0]].input.setFocus()

    # which fields are shown

    def show_when(self, name: str, condition: Callable[[Form], bool]) -> None:
        """Show a field only while ``condition(form)`` holds; it is looked at after every change."""
        self._conditions[name] = condition
        self._look_again()

    def _look_again(self) -> None:
        moved = False
        for name, condition in self._conditions.items():
            editor, shown = self._editors[name], condition(self)
            moved = moved or editor.isHidden() == shown
            editor.setVisible(shown)
        if moved:  # a head without any field says nothing
            for head, editors in self._heads:
                head.setVisible(not all(editor.isHidden() for editor in editors))
        if moved and self._columns:
            self._arrange(self._columns)

    def _touched(self) -> None:
        self._look_again()
        self.changed.emit()

    # one column or two

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for grid, editors in self._grids:
            for editor in editors:
                grid.removeWidget(editor)
            place = 0
            for editor in editors:
                if editor.isHidden() and editor.field.name in self._conditions:
                    continue
                wide = editor.field.fact.kind in (Kind.NOTE, Kind.CODES) or editor.field.name in self._wide
                if wide and place % columns:
                    place += 1
                grid.addWidget(editor, place // columns, place % columns, 1, columns if wide else 1, _TOP)
                place += columns if wide else 1
            for at in range(2):
                grid.setColumnStretch(at, 1 if at < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self._most_columns if self.width() >= TWO_COLUMNS else 1
        if columns != self._columns:
            self._arrange(columns)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def first(self) -> QWidget | None:
        """The input that takes the focus first."""
        return next((editor.input for editor in self._editors.values() if not editor.isHidden()), None)
