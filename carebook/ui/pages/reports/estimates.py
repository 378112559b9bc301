"""Ước thực hiện: where a report closes before its period ends, numbers to the end of it, typed beside those that were counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from carebook import dates, money
from carebook.records.figures import Row, RowKind, Table
from carebook.reports.figures import first_heading
from carebook.rules.estimates import Place, columns_of, main_column, of_table, problems_in
from carebook.ui.pages.reports.cells import shown_rows
from carebook.ui.pages.reports.typed_cells import whole_number
from carebook.ui.pages.reports.typing_table import TypingTable
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.table import Cell, FigureColumn, FigureRow
from carebook.words import Message, _, ngettext

_KINDS = {RowKind.GROUP: "group", RowKind.TOTAL: "total"}
_TYPED = 2
"""The place of the column that is typed into."""


class EstimatesChoice(QWidget):
    """How many numbers are estimated, in one line; "Estimate…" opens them. Only for data that end before the period does."""

    def __init__(self, tables: Sequence[Table], last: date, estimates: Mapping[Place, int]) -> None:
        """Begins with ``estimates``, those of the version before."""
        super().__init__()
        self._tables, self._last = tables, last
        self._estimates = dict(estimates)
        self.line = label("", wrap=True)
        self.change = Button(_("Estimate…"))
        self.change.setAutoDefault(False)
        self.change.setAccessibleName(_("Estimate numbers to the end of the period"))
        self.change.clicked.connect(self._open)
        self.setLayout(row((self.line, 1), self.change, gap=10))
        self._say()

    def show_cutoff(self, cutoff: date | None) -> None:
        """Stand there only while the data end before the period does."""
        self.setVisible(cutoff is not None and cutoff < self._last)

    def chosen(self) -> dict[Place, int]:
        """What is estimated; nothing where the data reach to the last day."""
        return {} if self.isHidden() else dict(self._estimates)

    def take(self, estimates: Mapping[Place, int]) -> None:
        """Take what was typed."""
        self._estimates = dict(estimates)
        self._say()

    def dialog(self) -> EstimatesDialog:
        """The dialog with what stands there."""
        return EstimatesDialog(self, self._tables, self._last, self._estimates)

    def _open(self) -> None:
        dialog = self.dialog()
        if dialog.exec():
            self.take(dialog.read())

    def _say(self) -> None:
        count = len(self._estimates)
        words = (
            ngettext("{n} number estimated to {day}", "{n} numbers estimated to {day}", count)
            if count
            else _("Nothing is estimated to {day} yet")
        )
        self.line.setText(words.format(n=count, day=dates.written(self._last)))


class EstimatesDialog(DeedDialog):
    """One column of one table at a time: what was counted, and what is estimated to the last day beside it."""

    def __init__(
        self, parent: QWidget | None, tables: Sequence[Table], last: date, estimates: Mapping[Place, int]
    ) -> None:
        title = _("Estimated to {day}").format(day=dates.written(last))
        text = _(
            "Printed in columns of their own beside the counted numbers. A sum follows from its rows once each of them is typed."
        )
        super().__init__(parent, title, text)
        worn = theme.worn()
        self.setMinimumWidth(worn.scaled(680))
        self._tables = {table.code: table for table in tables}
        self._estimates = dict(estimates)
        self._rows: tuple[Row, ...] = ()
        self.table = Choice([(table.code, f"{table.code} {table.title}") for table in tables])
        self.table.setAccessibleName(_("Table of the report"))
        self.column = Choice()
        self.column.setAccessibleName(_("Column of the table"))
        self.figures = TypingTable(title)
        self.figures.setMinimumHeight(worn.scaled(320))
        self.error = label("", "small", "danger", wrap=True)
        self.error.hide()
        self.table.activated.connect(self._show_table)
        self.column.activated.connect(self._show_rows)
        self.figures.typed.connect(self._typed)
        choices = row((self.table, 2), (self.column, 1), gap=8)
        self.contents.addLayout(column(choices, (self.figures, 1), self.error, gap=8, margins=(0, 0, 0, 8)))
        self.take_button = Button(_("Use these"), "primary")
        self.take_button.setAutoDefault(False)
        self.take_button.clicked.connect(self._take)
        self._buttons.addWidget(self.take_button)
        self.add_button("", _("Go back"))
        begin = next((place[0] for place in self._estimates if place[0] in self._tables), "")
        if begin:
            self.table.choose(begin)
        self._show_table()
        self.figures.setFocus()

    def read(self) -> dict[Place, int]:
        """What is typed."""
        return dict(self._estimates)

    def _shown(self) -> Table:
        return self._tables[self.table.code()]

    def _show_table(self, _place: int = 0) -> None:
        table = self._shown()
        self.figures.end_typing()
        self.column.offer(
            [
                (one.code, f"{one.group}: {one.label[:1].lower()}{one.label[1:]}" if one.group else one.label)
                for one in columns_of(table)
            ]
        )
        used = next((c for code, _row, c in self._estimates if code == table.code), main_column(table).code)
        self.column.choose(used)
        self._show_rows()

    def _show_rows(self, _place: int = 0) -> None:
        table, code = self._shown(), self.column.code()
        self.figures.end_typing()
        typable = frozenset((row, column) for t, row, column in self._estimates if t == table.code)
        self._rows = shown_rows(table, typable)
        found = of_table(self._estimates, table)
        words = next(one.label for one in columns_of(table) if one.code == code)
        self.figures.show_figures(
            [
                FigureColumn(first_heading(table), width=220, stretch=1, align="left"),
                FigureColumn(words, width=110),
                FigureColumn(_("Estimate"), width=110),
            ],
            [
                FigureRow(
                    (
                        one.label,
                        self._counted(table, one, code),
                        self._cell(table, one, code, found.get((one.code, code))),
                    ),
                    kind=_KINDS.get(one.kind, "row"),  # type: ignore[arg-type]
                    indent=10 if one.kind in (RowKind.ROW, RowKind.PART) and one.parent else 0,
                )
                for one in self._rows
            ],
        )
        self.figures.open_for_typing(frozenset((n, _TYPED) for n in range(len(self._rows))))

    def _counted(self, table: Table, one: Row, code: str) -> Cell | None:
        """The counted number; who is behind it is not asked here."""
        value = None if table.is_hidden(one.code, code) else table.cell(one.code, code)
        return None if value is None else Cell(money.number(value))

    def _cell(self, table: Table, one: Row, code: str, value: int | None) -> Cell:
        typed = (table.code, one.code, code) in self._estimates
        words = "" if value is None else money.number(value)
        return Cell(words, tone="text" if typed else "text2", mark=("full", "info") if typed else None)

    def _typed(self, place: int, _column: int, words: str) -> None:
        """A number was typed or erased."""
        where = (self.table.code(), self._rows[place].code, self.column.code())
        found = whole_number(words)
        self._complain(str(found) if isinstance(found, Message) else "")
        if isinstance(found, Message):
            self.figures.begin_typing(place, _TYPED, words)
            return
        if found is None:
            self._estimates.pop(where, None)
        else:
            self._estimates[where] = found
        self._show_rows()

    def _complain(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def _take(self) -> None:
        """Use what is typed; sums that are not those of their rows are said first."""
        self.figures.end_typing()
        found = problems_in(self._estimates, list(self._tables.values()))
        if found:
            self._complain(" ".join(str(problem.message) for problem in found))
            return
        self._close_with("take")
