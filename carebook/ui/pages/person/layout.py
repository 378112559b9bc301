"""How the tabs of a person lay out: two columns that become one, lists of records under a head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

PAIR_FROM = 720
"""From this width on, in pixels, two columns stand side by side."""


CELL = 8
"""How far the text of a cell stands from its edge; heads above tables stand as far in, the tables on 16."""


class Pair(QFrame):
    """Two columns side by side, or under each other where it is narrow: ``stacked(bool)`` when that turns."""

    stacked = Signal(bool)

    def __init__(self, left: QWidget, right: QWidget, shares: tuple[int, int] = (5, 4), gap: int = 28) -> None:
        super().__init__()
        self._line: QBoxLayout = row((left, shares[0]), (right, shares[1]), gap=gap)
        self.setLayout(self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        turned = direction.LeftToRight if self.width() >= PAIR_FROM else direction.TopToBottom
        if turned != self._line.direction():
            self._line.setDirection(turned)
            self.stacked.emit(turned == direction.TopToBottom)


class RecordList(QFrame):
    """Records of one kind under a head with their number: two lines each. ``add_wanted``; ``opened(record)``."""

    add_wanted = Signal()
    opened = Signal(object)

    def __init__(self, title: str, cell: Callable[[Any], Cell], add: str = "", *, nothing: str = "") -> None:
        """``add`` are the words of the button that adds one, "" when nobody may."""
        super().__init__()
        self._title = title
        self.add_button = Button(add or _("Add"), "link", "plus")
        self.add_button.setAccessibleName(f"{title}: {add or _('Add')}")
        self.add_button.clicked.connect(self.add_wanted)
        self.add_button.setVisible(bool(add))
        self._count = label("", "muted")
        head = box(row(section_head(title), self._count, None, self.add_button, gap=8, margins=(CELL, 0, 0, 0)))
        self.table = RecordTable(
            [Column("what", title, cell, 160, 1, ALWAYS)], title, id_of=_id_of, row_height=44, heads=False
        )
        self.table.fit_rows()
        self.table.opened.connect(self.opened)
        self._nothing = label(nothing or _("Not entered yet"), "muted")
        self.setLayout(column(head, hairline(), self._nothing, self.table, gap=0, margins=(0, 0, 0, 10)))
        self._nothing.setContentsMargins(CELL, 8, 0, 4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.show_records(())

    def show_records(self, records: Sequence[Any], count: str = "") -> None:
        """Show these, and nothing else; ``count`` says more than how many they are."""
        self._count.setText(count or (str(len(records)) if records else ""))
        self._nothing.setVisible(not records)
        self.table.setVisible(bool(records))
        self.table.show_records(records)


def _id_of(record: Any) -> str:
    """Rows that are not kept yet (a paper still missing) are told apart by what they are."""
    return record.id or str(getattr(record, "paper", "new"))
