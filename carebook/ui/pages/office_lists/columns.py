"""The dialog in which the columns of a list are chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QWidget

from carebook.reports.office_lists import ListColumn
from carebook.ui.parts import theme
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import TickList
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column
from carebook.words import _

_HEIGHT = 320


class ColumnsDialog(DeedDialog):
    """Which columns stand on the list; at least one."""

    def __init__(self, parent: QWidget, columns: Sequence[ListColumn], chosen: Collection[str]) -> None:
        super().__init__(
            parent, _("Choose columns"), _("The ticked columns stand on the screen, on paper and in Excel.")
        )
        self.ticks = TickList([(column.code, column.heading) for column in columns])
        self.ticks.name_as(_("Columns"))
        self.ticks.setSpacing(theme.worn().scaled(3))
        self.ticks.setMaximumHeight(theme.worn().scaled(_HEIGHT))
        self.ticks.choose([column.code for column in columns if not chosen or column.code in chosen])
        self.complaint = label(_("At least one column is needed."), "small", "danger")
        self.complaint.hide()
        self.contents.addWidget(box(column((self.ticks, 1)), height=theme.worn().scaled(_HEIGHT)))
        self.contents.addWidget(self.complaint)
        show = self.add_button("show", _("Show"), "primary")
        show.clicked.disconnect()
        show.clicked.connect(self._show)
        self.add_button("", _("Go back"))

    def _show(self) -> None:
        if self.ticks.codes():
            self.answer = "show"
            self.accept()
        else:
            self.complaint.show()
