"""Rows of a plan written one by one: the list, and beside it the form of the row that is picked; all by keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.plans.working import Part, Working
from carebook.ui.parts.states import States
from carebook.ui.parts.table import Column, RecordTable
from carebook.words import _

PANEL_WIDTH, LEAST_WIDTH, LEAST_HEIGHT = 408, 240, 60


class RowTable(RecordTable):
    """The list: Enter goes into the form, Delete takes the row out, Alt with an arrow moves it."""

    removed = Signal(object)
    moved = Signal(object, int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Delete and self.current() is not None:
            self.removed.emit(self.current())
        elif held and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.current() is not None:
            self.moved.emit(self.current(), 1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class RowsSection(QFrame):
    """A list of rows with a form beside. Each kind of row says which columns, which forms and which buttons.

    What is typed goes into the row at once, read or not; ``changed`` tells. Problems are kept by row until it is typed in.
    """

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        columns: Sequence[Column],
        name: str,
        nothing: str,
        *buttons: Button,
        table: type[RowTable] = RowTable,
    ) -> None:
        """``nothing`` is said while there are no rows; ``table`` is the list, where one kind of row has keys of its own."""
        super().__init__()
        self.desk = desk
        self.working: Any = None
        self.forms: dict[type, Form] = {}
        self._nothing = nothing
        self._shown: Part[Any] | None = None
        self._filling = False
        self._complaints: dict[str, dict[str, str]] = {}
        self.table: Any = table(columns, name, row_height=44)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(self._enter)
        self.table.removed.connect(self.remove)
        self.table.moved.connect(self.move_row)
        self.states = States(self.table)
        self.above = column(gap=4)
        self.panel = SidePanel("", width=theme.worn().scaled(PANEL_WIDTH), closes=False)
        self.remove_button = Button(_("Take out"), icon="trash-2")
        self.remove_button.clicked.connect(self._remove_shown)
        self.list_button = Button(_("To the list"), icon="chevron-left")
        self.list_button.clicked.connect(self._to_list)
        self.list_button.hide()
        self.panel.add_actions(self.remove_button, self.list_button)
        hints = key_caps(("Enter", _("write")), ("Alt ↑↓", _("move")), ("Del", _("take out")))
        head = row((box(Flow(*buttons, hints, gap=8)), 1), margins=(24, 6, 16, 6))
        above = box(column(self.above, margins=(24, 0, 16, 4)))
        left = box(column(head, above, (box(row((self.states, 1), margins=(16, 0, 8, 0))), 1), gap=0))
        left.setMinimumWidth(LEAST_WIDTH)
        self.states.setMinimumHeight(LEAST_HEIGHT)
        self._list = left
        self._narrow = self._in_form = False
        self.setLayout(row((left, 1), self.panel, gap=0))

    def add_form(self, cls: type, form: Form) -> None:
        """The form of one kind of row."""
        form.changed.connect(self._typed)
        for name in form.names():
            form.editor(name).left.connect(self._field_left)
        self.forms[cls] = form
        self.panel.add(form)
        form.hide()

    # what each kind of row says

    def parts(self) -> Sequence[Part[Any]]:
        """The rows in the order of the list."""
        raise NotImplementedError

    def lists(self, part: Part[Any]) -> list[Part[Any]]:
        """The list of the plan a row stands in."""
        raise NotImplementedError

    def title_of(self, part: Part[Any]) -> str:
        """The head of the panel."""
        raise NotImplementedError

    def dress(self, part: Part[Any], form: Form) -> None:
        """Offer what only this row may choose."""

    # the list

    def show_working(self, working: Working) -> None:
        """Write into this plan from now on."""
        self.working = working
        self._complaints = {}
        self._shown = None
        self.show_rows()

    def show_rows(self, pick: str = "") -> None:
        """Show the rows again; ``pick`` is the key of the one to be picked."""
        parts = self.parts()
        self.table.show_records(parts)
        if parts:
            self.states.show_content()
        else:
            self.states.show_empty(self._nothing)
        wanted = pick or (self._shown.key if self._shown else "")
        if not self.table.pick(wanted) and parts:
            self.table.pick(parts[0].key)
        if not parts:
            self._pick(None)

    def _pick(self, part: Part[Any] | None) -> None:
        if part is None:
            self._shown = None
            for form in self.forms.values():
                form.hide()
            self.panel.show_title("")
            self.remove_button.setEnabled(False)
            return
        if part is self._shown:
            return
        self._shown = part
        self._filling = True
        form = self.forms[type(part.record)]
        for other in self.forms.values():
            other.setVisible(other is form)
        self.dress(part, form)
        form.clear_problems()
        part.show(form)
        self._filling = False
        self._complain(part, form)
        self.panel.show_title(self.title_of(part))
        self.remove_button.setEnabled(True)

    def _complain(self, part: Part[Any], form: Form) -> None:
        for name, words in self._complaints.get(part.key, {}).items():
            if name in form.names():
                form.editor(name).show_error(words)

    def _typed(self) -> None:
        part = self._shown
        if part is None or self._filling:
            return
        part.take(self.forms[type(part.record)])
        self._complaints.pop(part.key, None)
        self.show_rows(part.key)
        self.panel.show_title(self.title_of(part))
        self.changed.emit()

    def _field_left(self) -> None:
        """What was typed to find a choice is settled when the field is left."""
        if self._shown is not None and self._shown.raw:
            self._typed()

    def _enter(self, _part: Part[Any] | None = None) -> None:
        if self._shown is not None:
            self._turn(True)
            first = self.forms[type(self._shown.record)].first()
            if first is not None:
                first.setFocus()

    def _to_list(self) -> None:
        self._turn(False)
        self.table.setFocus()

    def _turn(self, in_form: bool) -> None:
        """While narrow, either the form or the list is there."""
        self._in_form = in_form
        self._list.setVisible(not (self._narrow and in_form))
        self.panel.setVisible(not self._narrow or in_form)
        self.list_button.setVisible(self._narrow)

    def step_back(self) -> bool:
        """From the form to the list; False when the focus is not in the form."""
        inside = self.panel.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        if inside:
            self._to_list()
        return inside

    def begin(self) -> None:
        """The list takes the focus."""
        self.table.setFocus()

    # adding, taking out, moving

    def add(self, part: Part[Any], *, field: str = "") -> None:
        """Show a new row and go into its form."""
        self.show_rows(part.key)
        self._turn(True)
        form = self.forms[type(part.record)]
        target = form.editor(field).input if field else form.first()
        if target is not None:
            target.setFocus()
        self.changed.emit()

    def _remove_shown(self) -> None:
        if self._shown is not None:
            self.remove(self._shown)

    def remove(self, part: Part[Any]) -> None:
        """Take a row out of the plan; nothing is kept before it is saved."""
        self.lists(part).remove(part)
        self._shown = None
        self.show_rows()
        self._to_list()
        self.changed.emit()

    def move_row(self, part: Part[Any], step: int) -> None:
        """Put a row before or after its neighbour."""
        rows = self.lists(part)
        at = rows.index(part)
        if 0 <= at + step < len(rows):
            rows.insert(at + step, rows.pop(at))
            self.show_rows(part.key)
            self.changed.emit()

    # problems

    def show_problems(self, complaints: Mapping[str, Mapping[str, str]]) -> None:
        """Keep what is wrong by row and field, and show it where the row is open."""
        self._complaints = {key: dict(by_field) for key, by_field in complaints.items()}
        if self._shown is not None:
            form = self.forms[type(self._shown.record)]
            form.clear_problems()
            self._complain(self._shown, form)
        if self.working is not None:
            self.show_rows()

    def is_wrong(self, part: Part[Any]) -> bool:
        """Whether something in the row cannot be read or is refused."""
        return bool(part.raw) or part.key in self._complaints

    def lead_to(self, part: Part[Any], field: str) -> None:
        """Open a row at one of its fields."""
        self.show_rows(part.key)
        self._turn(True)
        form = self.forms[type(part.record)]
        if field in form.names():
            editor = form.editor(field)
            if (problem := editor.problem()) is not None:
                editor.show_error(problem)
            editor.input.setFocus()
        else:
            self._enter()

    def fold(self, narrow: bool) -> None:
        """While narrow the form takes the place of the list: Enter opens it, Esc goes back."""
        self._narrow = narrow
        self.panel.move_under(narrow)
        self._turn(False)
