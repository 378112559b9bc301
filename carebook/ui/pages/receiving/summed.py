"""Everything added up (B18): a line a center, the sum below; a number opens the report behind it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook import money
from carebook.money import number
from carebook.records.figures import TOTAL, Column, Row, RowKind
from carebook.records.receiving import ReceivedParcel
from carebook.rules.periods import said
from carebook.ui.pages.receiving.asking import Department, Summed
from carebook.ui.pages.receiving.heads import head_of
from carebook.ui.pages.receiving.words import title_of
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import Cell, FigureColumn, FigureRow, FigureTable
from carebook.words import _, ngettext


class SummedPart(QWidget):
    """``opening(parcel)`` wants the signed file, ``looking(facility id, table code)`` the center's own table of it."""

    opening = Signal(object)
    looking = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: Department | None = None
        self.told = label("", wrap=True)
        self.notes = label("", "small", wrap=True)
        self.table = FigureTable(_("Everything added up"))
        self.table.number_opened.connect(self._open)
        self.states = States(
            box(
                column(
                    row((self.told, 1), margins=(8, 8, 8, 4)), (self.table, 1), row((self.notes, 1), margins=8), gap=0
                )
            )
        )
        self.panel = BehindPanel(desk)
        self.panel.opening.connect(self.opening)
        self.panel.looking.connect(self.looking)
        self.panel.closed.connect(partial(self.table.mark_opened, -1, -1))
        self._beside = row((box(column((self.states, 1), margins=(16, 0, 8, 0))), 1), self.panel, gap=0)
        self.setLayout(self._beside)
        self.setFocusProxy(self.table)

    def show_department(self, found: Department) -> None:
        """Show the sums of the time on show."""
        self._found = found
        self.panel.shut()
        table, missing = found.summed.table, found.summed.missing
        if not found.summed.parcels:
            words = _("Nothing came for {month} yet, so there is nothing to add up.")
            self.states.show_empty(words.format(month=said(found.key)), icon="chart-column")
            return
        names = ", ".join(one.name for one in missing)
        count = len(missing)
        lacks = ngettext("{n} center is missing: {names}.", "{n} centers are missing: {names}.", count)
        self.told.setText(
            lacks.format(n=number(count), names=names) if missing else _("The reports of all centers are there.")
        )
        self.told.setProperty("tone", "warn" if missing else "text2")
        theme.restyle(self.told)
        self.notes.setText(self._more_lacking(found.summed))
        heads = [FigureColumn(_("Center"), width=190, stretch=1, align="left"), *map(head_of, table.columns)]
        self.table.show_figures(heads, [self._row(found.summed, one) for one in table.rows])
        self.states.show_content()

    def _more_lacking(self, summed: Summed) -> str:
        """The columns whose total lacks more centers than those without a report."""
        table, usual = summed.table, len(summed.missing)
        lacking = [(one.label, table.lacking(one.code)) for one in table.columns]
        more = [
            ngettext("{column}: {n} center", "{column}: {n} centers", count).format(column=words, n=number(count))
            for words, count in lacking
            if count > usual
        ]
        return _("Not told, so not in the total: {columns}.").format(columns="; ".join(more)) if more else ""

    def _row(self, summed: Summed, one: Row) -> FigureRow:
        cells = [_cell(summed, one, across) for across in summed.table.columns]
        return FigureRow((one.label, *cells), kind="total" if one.kind is RowKind.TOTAL else "row")

    def _open(self, row_place: int, column_place: int) -> None:
        if self._found is None or column_place < 1:
            return
        table = self._found.summed.table
        one, across = table.rows[row_place], table.columns[column_place - 1]
        self.table.mark_opened(row_place, column_place)
        self.panel.show_number(self._found, one, across)

    def fold(self, narrow: bool) -> None:
        """The panel moves under the figures."""
        self._beside.setDirection(self._beside.Direction.TopToBottom if narrow else self._beside.Direction.LeftToRight)
        self.panel.move_under(narrow)
        self.panel.setMaximumHeight(200 if narrow else 16777215)


def _cell(summed: Summed, one: Row, across: Column) -> Cell | int | None:
    if across.share_of is None:
        return summed.table.cell(one.code, across.code)
    part, whole = (summed.table.cell(one.code, code) for code in across.share_of)
    if part is None or not whole:
        return None
    return Cell(money.percent(part, whole), opens=True)


class BehindPanel(SidePanel):
    """What stands behind a number: the center's report, its table and its signed file; behind a sum, every center's share."""

    opening = Signal(object)
    looking = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(width=320)
        self._desk = desk
        self._behind: tuple[str, str, ReceivedParcel] | None = None
        self.table_button = Button(_("Table"), icon="list")
        self.table_button.clicked.connect(self._look)
        self.file_button = Button(_("Signed file"), icon="file-text")
        self.file_button.clicked.connect(self._open)
        self.add_actions(self.table_button, self.file_button)
        self.hide()

    def shut(self) -> None:
        """Close it, as its button does."""
        self.hide()
        self.closed.emit()

    def show_number(self, found: Department, one: Row, across: Column) -> None:
        """What stands behind one number."""
        self.clear()
        summed = found.summed
        self.show_title(f"{across.label}: {_said(summed, one, across)}", f"{one.label} · {said(found.key)}")
        self.add(hairline("rule"), 6)
        self._behind = None
        self.table_button.hide()
        self.file_button.hide()
        if one.code == TOTAL:
            self._show_shares(summed, across)
        else:
            self._show_report(summed, one, across)
        self.show()

    def _show_shares(self, summed: Summed, across: Column) -> None:
        for one in summed.table.rows:
            if one.kind is RowKind.TOTAL:
                continue
            told = label(_said(summed, one, across), "strong", right=True)
            self.add(row((label(one.label, wrap=True), 1), told, gap=8, margins=(0, 4, 0, 4)))
            if one.code not in summed.parcels:
                self.add(label(_("No report yet."), "small", "warn"))
        lacking = summed.table.lacking(across.code)
        if lacking:
            words = ngettext("{n} center is not in this sum.", "{n} centers are not in this sum.", lacking)
            self.add(8, label(words.format(n=number(lacking)), "small", wrap=True))
        elif across.share_of is not None:
            self.add(8, label(_("The sum of the numerators by the sum of the denominators."), "small", wrap=True))

    def _show_report(self, summed: Summed, one: Row, across: Column) -> None:
        parcel = summed.parcels[one.code]
        self.add(label(title_of(parcel), "strong", wrap=True))
        if parcel.number:
            self.add(label(parcel.number, "small"))
        code = self._desk.codes.code("roll_up_column", across.code)
        table = str(code.extra.get("table", "")) if code is not None else ""
        self.add(8, label(_("Counted in table {code} of its report.").format(code=table), "small", wrap=True))
        self._behind = (one.code, table, parcel)
        self.table_button.setText(_("Table {code}").format(code=table))
        self.table_button.setVisible(bool(table))
        self.file_button.show()

    def _look(self) -> None:
        if self._behind is not None:
            self.looking.emit(*self._behind[:2])

    def _open(self) -> None:
        if self._behind is not None:
            self.opening.emit(self._behind[2])


def _said(summed: Summed, one: Row, across: Column) -> str:
    cell = _cell(summed, one, across)
    if cell is None:
        return "–"
    return cell.text if isinstance(cell, Cell) else number(cell)
