"""The figures of a report: a tab for each table, numbers that open their people, and what must hold between them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook import dates, money
from carebook.records.figures import Column, Row, RowKind, Table
from carebook.reports.figures import WITHHELD, first_heading
from carebook.rules import targets, typed_figures
from carebook.rules.estimates import Cell as EstimateCell
from carebook.rules.estimates import columns_of, from_json, of_table
from carebook.ui.pages.reports.cells import (
    compared_columns,
    heads_of,
    marked,
    said_in,
    shown_columns,
    shown_rows,
    year_ago,
)
from carebook.ui.pages.reports.checks import Checks, table_of_check
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.pages.reports.typed_cells import TypedCells
from carebook.ui.pages.reports.typing_table import TypingTable
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import MarkSign, label
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.table import Cell, FigureColumn, FigureRow
from carebook.ui.parts.tabs import Tabs
from carebook.words import _, ngettext

_KINDS = {RowKind.GROUP: "group", RowKind.TOTAL: "total"}


class FiguresView(QWidget):
    """``number_opened(table code, row code, column code)`` and ``check_opened(Check)`` are for the panel beside it."""

    number_opened = Signal(str, str, str)
    check_opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: ReportView | None = None
        self._typable: frozenset[tuple[str, str]] = frozenset()
        self._everything = False
        self._folded = False
        self._code = ""
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._codes: tuple[str, ...] = ("B01",)
        self._estimated: dict[EstimateCell, int] = {}
        self.tabs = self._made_tabs()
        self.title = label("", "h3")
        self.until = label("", "small")
        self.paper = label("", "small")
        self.hidden = Button("", "link")
        self.hidden.clicked.connect(self._show_more)
        self.table = TypingTable(_("Figures of the report"))
        self.notes = label("", "small", wrap=True)
        self.typed_note = label("", "small", wrap=True)
        marks = (
            ("full", "info", self.typed_note),
            ("ring", "text2", label(_("The book does not count it: type it here from its paper."), "small", wrap=True)),
        )
        self._typed_row, self._open_row = (
            box(row(MarkSign(shape, tone), (words, 1), gap=6)) for shape, tone, words in marks
        )
        self.typing = TypedCells()
        self.checks = Checks()
        self.checks.opened.connect(self.check_opened)
        self.table.number_opened.connect(self._open)
        self.table.typed.connect(self._typed)
        self.table.stood_on.connect(self._say_source)
        self.typing.changed.connect(self._show_table)
        head = box(
            row(self.title, self.until, None, self.paper, self.hidden, gap=8, margins=(24, 0, 16, 0)),
            height=theme.worn().scaled(34),
        )
        listed = box(
            column(
                (self.table, 1),
                column(self._typed_row, self._open_row, self.notes, gap=2, margins=(8, 2, 8, 4)),
                gap=0,
                margins=(16, 0, 8, 0),
            )
        )
        self._tabs_place = row(self.tabs, margins=(24, 0, 8, 0))
        self.setLayout(column(self._tabs_place, hairline(), head, (listed, 1), self.typing, self.checks, gap=0))

    def _made_tabs(self) -> Tabs:
        tabs = Tabs([(code, code) for code in self._codes], _("Tables of the report"))
        tabs.fold(self._folded)
        tabs.chosen.connect(self._show_table)
        return tabs

    def _offer_tables(self, codes: tuple[str, ...]) -> None:
        """A tab for each table there is; the one on show stays on show."""
        if codes == self._codes:
            return
        before, self._codes = self.tabs.current(), codes
        emptied(self._tabs_place)
        self.tabs = self._made_tabs()
        self._tabs_place.addWidget(self.tabs)
        if before in codes:
            self.tabs.choose(before)

    def step_tab(self) -> None:
        """Show the next table, round the end."""
        self.tabs.step()

    def show_report(self, view: ReportView) -> None:
        """Show the tables and checks of a report."""
        self._view = view
        self.typing.show_report(view)
        self._offer_tables(tuple(table.code for table in view.shown))
        for code in self._codes:
            bad = any(check.holds is False and table_of_check(check) == code for check in view.checks)
            self.tabs.rename(code, f"{code} !" if bad else code)
        self.checks.show_checks(view.checks)
        self._show_table()

    def add_last_year(self, view: ReportView) -> None:
        """The same report with last year beside it; a table in which somebody types is left as it is."""
        self._view = view
        if not self.typing.is_touched():
            self._show_table()

    def _show_table(self, _code: str = "") -> None:
        view = self._view
        if view is None:
            return
        self.table.end_typing()
        self._code = self.tabs.current()
        table = view.table(self._code)
        self._columns = table.columns if self._everything else shown_columns(table)
        self._typable = self._open_cells(view, table)
        self._rows = table.rows if self._everything else shown_rows(table, self._typable)
        cutoff = view.snapshot.cutoff_on if view.snapshot else view.figures.period.cutoff
        self.title.setText(f"{table.code} {table.title}")
        self.until.setText(_("up to {day}").format(day=dates.written(cutoff)))
        self.table.setAccessibleName(f"{table.code} {table.title}")
        ago = view.year_before(table.code)
        beside = compared_columns(self._columns) if ago is not None else ()
        heads = heads_of(self._columns, table, self._typed_columns(table))
        estimated = from_json(view.snapshot.estimates) if view.snapshot else {}
        self._estimated = of_table(estimated, table)
        used = {column for _row, column in self._estimated}
        guessed = tuple(one for one in columns_of(table) if one.code in used)
        until = _("Estimated to {day}").format(day=dates.written(view.figures.period.last))
        heads += heads_of(tuple(replace(one, group=until) for one in guessed), table)
        if ago is not None:
            heads += heads_of(tuple(replace(one, group=_("Same time last year")) for one in beside), ago)
        self.table.show_figures(
            [FigureColumn(first_heading(table), width=190, stretch=1, align="left"), *heads],
            [self._row(table, one, ago, beside, guessed) for one in self._rows],
        )
        rows, columns = [one.code for one in self._rows], [one.code for one in self._columns]
        self.table.open_for_typing(
            frozenset(
                (rows.index(row), columns.index(column) + 1)
                for row, column in self._typable
                if row in rows and column in columns
            )
        )
        self._say_hidden(table)
        self._say_notes(view, table)

    def _open_cells(self, view: ReportView, table: Table) -> frozenset[tuple[str, str]]:
        """The cells (row, column) that can be typed into now."""
        may = view.snapshot is None and self._desk.may("type_figures")
        if not may or table.code == targets.CODE:
            return frozenset()
        filled = {one.code for one in table.rows if one.kind in (RowKind.ROW, RowKind.PART)}
        return frozenset(cell for cell in typed_figures.typable(table) if cell[0] in filled)

    def _typed_columns(self, table: Table) -> dict[str, int]:
        """The columns in which numbers are or can be typed, with the largest number that waits."""
        columns = {column for _row, column in self._typable} | {one.column for one in table.typed}
        return {column: self.typing.largest(table.code, column) for column in columns}

    def _typed(self, row_place: int, column_place: int, words: str) -> None:
        """A number was typed into a cell: it waits in the strip."""
        place = (self._code, self._rows[row_place].code, self._columns[column_place - 1].code)
        if not self.typing.put(place, words):
            self.table.begin_typing(row_place, column_place, words)

    def _say_source(self, row_place: int, column_place: int) -> None:
        """Tell the paper of the typed number the hand is on."""
        if self._view is None or not 0 <= row_place < len(self._rows) or not 0 < column_place <= len(self._columns):
            return
        place = (self._code, self._rows[row_place].code, self._columns[column_place - 1].code)
        kept = self._view.typed_figures.get(place)
        self.paper.setText(_("Typed from {source}.").format(source=kept.source) if kept is not None else "")

    def _row(
        self, table: Table, one: Row, ago: Table | None, beside: tuple[Column, ...], guessed: tuple[Column, ...]
    ) -> FigureRow:
        then = (year_ago(ago, one, column) for column in beside) if ago is not None else ()
        estimates = (self._estimate(one, column) for column in guessed)
        cells = (one.label, *(self._cell(table, one, column) for column in self._columns), *estimates, *then)
        indent = 10 if one.kind in (RowKind.ROW, RowKind.PART) and one.parent else 0
        kind = _KINDS.get(one.kind, "row")
        return FigureRow(cells, kind=kind, indent=indent)  # type: ignore[arg-type]

    def _estimate(self, one: Row, column: Column) -> Cell:
        """What was estimated: nobody stands behind it."""
        value = self._estimated.get((one.code, column.code))
        return Cell("" if value is None else money.number(value), tone="text2")

    def _cell(self, table: Table, one: Row, column: Column) -> Cell | int | str | None:
        """A number; one that was typed bears a full mark, one that waits to be kept half a mark, one still to be typed a ring."""
        place = (table.code, one.code, column.code)
        if self.typing.waits(place):
            return marked(self.typing.number(place), ("half", "warn"))
        if (one.code, column.code) in self._typable or (table.code != "B01" and table.is_typed(one.code, column.code)):
            number = table.cell(one.code, column.code)
            return marked(number, ("ring", "text2") if number is None else ("full", "info"))
        return said_in(table, one, column)

    def _say_hidden(self, table: Table) -> None:
        rows, columns = (
            len(table.rows) - len(shown_rows(table, self._typable)),
            len(table.columns) - len(shown_columns(table)),
        )
        self.hidden.setVisible(bool(rows or columns))
        if self._everything:
            self.hidden.setText(_("Hide what is empty"))
        elif not columns:
            self.hidden.setText(ngettext("Show {n} hidden row", "Show {n} hidden rows", rows).format(n=rows))
        elif not rows:
            self.hidden.setText(
                ngettext("Show {n} hidden column", "Show {n} hidden columns", columns).format(n=columns)
            )
        else:
            self.hidden.setText(
                _("Show {columns} columns and {rows} rows that are hidden").format(columns=columns, rows=rows)
            )

    def _say_notes(self, view: ReportView, table: Table) -> None:
        said = []
        if view.damaged:
            said.append(_("The frozen figures are not those that were closed; today's are shown. Tell the director."))
        typed = bool(table.typed and table.typed_source)
        if typed and table.code == "B01":
            said.append(_("Opening figures from {source}.").format(source=table.typed_source))
        self.typed_note.setText(_("Typed from {source}.").format(source=table.typed_source))
        self._typed_row.setVisible(typed and table.code != "B01")
        self._open_row.setVisible(any(table.cell(*place) is None for place in self._typable))
        shares = {column.code for column in table.columns if column.share_of}
        if any(cell not in self._typable and cell[1] not in shares for cell in table.unknown):
            said.append(_("“–”: the book does not know that time; it is never computed."))
        if any(table.is_withheld(row.code, column.code) for row in self._rows for column in self._columns):
            below = _("“{sign}”: not told, because a number below {n} would follow from it.")
            said.append(below.format(sign=WITHHELD, n=table.hidden_below))
        self.notes.setText(" ".join(said))
        self.notes.setVisible(bool(said))

    def _show_more(self) -> None:
        self._everything = not self._everything
        self._show_table()
        self.table.setFocus()

    def _open(self, row_place: int, column_place: int) -> None:
        self.number_opened.emit(self._code, self._rows[row_place].code, self._columns[column_place - 1].code)

    def open_cell(self, code: str, row_code: str, column_code: str) -> None:
        """Open a number as if it was pressed; nothing when it is hidden."""
        self.tabs.choose(code)
        rows, columns = [r.code for r in self._rows], [c.code for c in self._columns]
        if row_code in rows and column_code in columns:
            place = rows.index(row_code), columns.index(column_code) + 1
            self.table.mark_opened(*place)
            self._open(*place)

    def nothing_opened(self) -> None:
        """The panel was closed."""
        self.table.mark_opened(-1, -1)

    def fold(self, narrow: bool) -> None:
        """Tabs become a list while it is narrow."""
        self._folded = narrow
        self._tabs_place.setContentsMargins(24, 4 if narrow else 0, 8, 4 if narrow else 0)
        self.tabs.fold(narrow)
