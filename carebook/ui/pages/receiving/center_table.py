"""One table of a center's report as it was signed, with the headings the reports of this program have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carebook.money import number
from carebook.records.figures import Column, RowKind, Table
from carebook.rules.parcels import ParcelTable
from carebook.store.book import Reader
from carebook.ui.pages.receiving.heads import head_of
from carebook.ui.parts import theme
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.table import ALWAYS, FigureColumn, FigureRow, FigureTable
from carebook.words import _

_WIDTH, _HEIGHT = 860, 300
_KINDS = {RowKind.GROUP: "group", RowKind.TOTAL: "total"}


def headings(reader: Reader, key: str) -> Mapping[str, Table]:
    """The tables of a report of that time with their headings, by code; a department's book counts nobody in them."""
    from carebook.reports.month import gather

    return {table.code: table for table in gather(reader, key, last_year=False).tables}


class CenterTableDialog(DeedDialog):
    """Every table of one report to choose from; rows and columns without any number are left out."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        about: str,
        tables: Sequence[ParcelTable],
        shown: str,
        known: Mapping[str, Table],
    ) -> None:
        super().__init__(parent, title, about)
        self._tables = {table.code: table for table in tables}
        self._known = known
        self.setMinimumWidth(theme.worn().scaled(_WIDTH))
        choices = [(code, f"{code} {known[code].title}" if code in known else code) for code in self._tables]
        self.which = filter_choice(_("Table"), choices, shown, width=theme.worn().scaled(420))
        self.which.activated.connect(self._show)
        self.table = FigureTable(title)
        self.table.setMinimumHeight(theme.worn().scaled(_HEIGHT))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its room is not the last column's
        self.note = label(_("Rows and columns without a number are left out; “–” was not told."), "small", wrap=True)
        self.contents.addWidget(self.which)
        self.contents.addWidget(self.table, 1)
        self.contents.addWidget(self.note)
        self.add_button("", _("Go back"))
        self._show()

    def _show(self, *_which: object) -> None:
        given = self._tables[self.which.code()]
        known = self._known.get(given.code)
        heads = {one.code: one for one in known.columns} if known is not None else {}
        rows = {one.code: one for one in known.rows} if known is not None else {}
        told = [place for place in range(len(given.columns)) if any(cells[place] for _row, cells in given.rows)]
        columns = [FigureColumn("", width=220, stretch=1, align="left", priority=ALWAYS)]
        for place in told:
            code = given.columns[place]
            columns.append(head_of(heads.get(code) or Column(code, code)))
        shown = []
        for code, cells in given.rows:
            if any(cells):
                row = rows.get(code)
                kind = _KINDS.get(row.kind, "row") if row is not None else "row"
                said = ("–" if cells[place] is None else number(cells[place] or 0) for place in told)
                shown.append(FigureRow((row.label if row is not None else code, *said), kind=kind))  # type: ignore[arg-type]
        self.table.show_figures(columns, shown)
        self.table.setAccessibleName(self.which.currentText())
