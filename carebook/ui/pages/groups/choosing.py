"""Who joins a group: everybody with an open stay, searched while typing, several at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from carebook.records import enum_words
from carebook.records.declaration import field_of
from carebook.records.episodes import Placement
from carebook.records.groups import GroupMember
from carebook.rules.search_words import fold
from carebook.store.people import PersonRow
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import FieldEditor
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, ngettext


class _Search(QLineEdit):
    """Down leads into the list below, Enter chooses the first of it."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self._table = table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        first = self._table.records.record_at(0) if self._table.records.rowCount() else None
        match event.key():
            case Qt.Key.Key_Down if first is not None:
                self._table.setFocus()
                self._table.pick(self._table.records.id_at(0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.text().strip() and first is not None:
                self._table.acted.emit(first, "name")
                self.selectAll()
            case _:
                super().keyPressEvent(event)


class JoiningDialog(DeedDialog):
    """Choose people by Enter in the search line or Space in the list; ``chosen`` keeps the order of choosing."""

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        people: Sequence[PersonRow],
        group: str,
        chosen: Sequence[str],
        *,
        parents: bool,
    ) -> None:
        super().__init__(parent, _("Who joins {group}?").format(group=group))
        self._people = list(people)
        self.chosen = [one.episode_id for one in people if one.episode_id in chosen]
        self.setMinimumWidth(560)
        self.table = RecordTable(
            [
                Column("name", _("Name"), self._name_cell, 220, 2, ALWAYS),
                Column("room", _("Room"), lambda one: one.room, 70, 0, 7),
                Column("placement", _("Kind of stay"), self._placement_cell, 110, 0, 6),
            ],
            _("People with an open stay"),
            id_of=lambda one: one.episode_id,
        )
        self.table.setMinimumHeight(250)
        self.table.acted.connect(self._toggle)
        self.table.opened.connect(self._toggle)
        self.search = _Search(self.table)
        self.search.setPlaceholderText(_("Name, code or room"))
        self.search.setAccessibleName(_("Search"))
        self.search.textChanged.connect(self._show)
        self.joined_on = FieldEditor(field_of(GroupMember, "joined_on"), desk.today, above=True)
        self.joined_on.set_value(desk.today())
        self.attends = FieldEditor(field_of(GroupMember, "attends"), desk.today, above=True)
        self.attends.setVisible(parents)
        self.counted = label("", "muted")
        self.contents.addWidget(self.search)
        self.contents.addWidget(self.table)
        self.contents.addWidget(self.counted)
        self.contents.addLayout(row((self.joined_on, 1), (self.attends, 1), gap=16))
        self.deed = self.add_button("do", _("Add to the group"), "primary")
        self.deed.clicked.disconnect()
        self.deed.clicked.connect(self._try)
        self.add_button("", _("Go back"))
        self.deed.setDefault(True)
        self._show()
        self.search.setFocus()

    def _show(self) -> None:
        typed = fold(self.search.text()).split()
        shown = [one for one in self._people if all(word in self._searched(one) for word in typed)]
        self.table.show_records(shown)
        many = len(self.chosen)
        self.counted.setText(ngettext("{n} person chosen", "{n} people chosen", many).format(n=many))
        self.deed.setEnabled(bool(many))

    @staticmethod
    def _searched(one: PersonRow) -> str:
        return fold(f"{one.name} {one.code} {one.room}")

    def _name_cell(self, one: PersonRow) -> Cell:
        chosen = one.episode_id in self.chosen
        mark = ("full", "primary") if chosen else ("ring", "text2")
        return Cell(one.name, weight=600 if chosen else 400, mark=mark, acts=True)

    def _placement_cell(self, one: PersonRow) -> str:
        return enum_words.said(Placement(one.placement)) if one.placement else ""

    def _toggle(self, one: PersonRow, *_column: object) -> None:
        if one.episode_id in self.chosen:
            self.chosen.remove(one.episode_id)
        else:
            self.chosen.append(one.episode_id)
        self._show()

    def _try(self) -> None:
        said = self.joined_on.problem()
        if said is not None:
            self.joined_on.show_error(said)
            self.joined_on.setFocus()
        elif self.chosen:
            self.accept()
