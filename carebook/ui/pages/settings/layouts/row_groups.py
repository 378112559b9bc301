"""Groups of rows in a layout: which table, under which heading, which rows, and whether these are printed too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carebook.rules.report_layouts import RowGroup
from carebook.ui.pages.settings.layouts.asking import Shape
from carebook.ui.pages.settings.layouts.ordered_records import OrderedRecords
from carebook.ui.parts import theme
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.fields import TickList
from carebook.ui.parts.fields.choosing import Choice, Tick
from carebook.ui.parts.fields.typing import LineInput
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column
from carebook.ui.parts.table import ALWAYS, Column
from carebook.words import _, ngettext, pgettext


class GroupDialog(AskingDialog):
    """One group; ``read`` after it was accepted. Rows that stand in another group of the table are not offered."""

    def __init__(
        self, parent: QWidget, shapes: Sequence[Shape], others: Sequence[RowGroup], group: RowGroup | None
    ) -> None:
        text = _("The rows of a group are added up under its heading. The total of the table stays what it was.")
        super().__init__(parent, _("Group of rows"), text)
        self.setMinimumWidth(theme.worn().scaled(560))
        self._shapes = {shape.code: shape for shape in shapes}
        self._others = others
        self.table = Choice([(shape.code, f"{shape.code} {shape.title}") for shape in shapes])
        self.table.setAccessibleName(pgettext("of a report", "Table"))
        self.heading = LineInput()
        self.heading.name_as(_("Heading of the group"))
        self.parts = Tick(_("The rows are printed below it too"))
        self.parts.setChecked(group.parts if group is not None else True)
        self._place = column(gap=0)
        for words, field in ((pgettext("of a report", "Table"), self.table), (_("Heading of the group"), self.heading)):
            self.contents.addLayout(column(label(words, "small"), field, gap=2))
        self.contents.addLayout(self._place)
        self.contents.addWidget(self.parts)
        if group is not None:
            self.table.choose(group.table)
            self.heading.write(group.label)
        self.rows = self._offer(group.rows if group is not None else ())
        self.table.activated.connect(self._other_table)
        self.finish(_("Use this group"), self._take, self.heading.target)

    def _offer(self, chosen: Sequence[str]) -> TickList:
        while (item := self._place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        code = self.table.code()
        elsewhere = {row for group in self._others if group.table == code for row in group.rows}
        shape = self._shapes.get(code)
        rows = TickList([one for one in shape.rows if one[0] not in elsewhere] if shape is not None else [])
        rows.name_as(_("Rows of the group"))
        rows.setFixedHeight(theme.worn().scaled(190))
        rows.choose(chosen)
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._place.addWidget(rows)
        return rows

    def _other_table(self, _place: int = 0) -> None:
        self.rows = self._offer(())

    def _take(self) -> None:
        if not self.heading.read() or not self.rows.codes():
            self.bar.say(_("A group of rows needs a heading and at least one row."), "warn")
        else:
            self.accept()

    def read(self) -> RowGroup:
        """The group as it stands there."""
        return RowGroup(
            self.table.code(), str(self.heading.read() or ""), tuple(self.rows.codes()), self.parts.isChecked()
        )


class RowGroups(OrderedRecords[RowGroup]):
    """The groups of a layout, in the order they are printed in."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = [shape for shape in shapes if shape.rows]
        words = {code: text for shape in shapes for code, text in shape.rows}
        columns = [
            Column("table", pgettext("of a report", "Table"), lambda one: one.item.table, 64, 0, ALWAYS),
            Column("label", _("Heading of the group"), lambda one: one.item.label, 180, 1, ALWAYS),
            Column("rows", pgettext("of a table", "Rows"), lambda one: _said_rows(one.item, words), 220, 2, 6),
        ]
        super().__init__(_("Groups of rows"), _("New group…"), columns, self._asked, height=190)

    def _asked(self, group: RowGroup | None, others: Sequence[RowGroup]) -> RowGroup | None:
        dialog = GroupDialog(self.window(), self._shapes, others, group)
        return dialog.read() if dialog.exec() else None


def _said_rows(group: RowGroup, words: dict[str, str]) -> str:
    """ "3 rows: A, B, C", as far as there is room."""
    named = ", ".join(words.get(code, code) for code in group.rows)
    count = ngettext("{n} row", "{n} rows", len(group.rows)).format(n=len(group.rows))
    return f"{count}: {named}" if group.parts else _("{rows}, sum only").format(rows=f"{count}: {named}")
