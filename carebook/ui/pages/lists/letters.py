"""Cells written for an old font: as they stand and as they would read, turned by the row or all of a font at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carebook.rules.list_import import Decided, OldCell
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _, message


@dataclass(frozen=True)
class LetterLine:
    """One cell with what was decided about it: None while nobody did."""

    cell: OldCell
    turned: bool | None

    @property
    def id(self) -> str:
        return f"{self.cell.row}/{self.cell.index}"


class LettersTable(QWidget):
    """``decided({(row, column): turn})``. Nothing is turned that was not on show here; Space turns one cell or leaves it."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cells: tuple[OldCell, ...] = ()
        self._decided: Decided = {}
        self.table = RecordTable(
            [
                Column("column", _("Column"), lambda line: Cell(" ".join(line.cell.heading.split())), 130, 1, 7),
                Column("before", _("In the file"), lambda line: Cell(line.cell.before, tone="text2"), 200, 3, ALWAYS),
                Column("after", _("In Unicode"), lambda line: Cell(line.cell.after, weight=500), 200, 3, ALWAYS),
                Column("state", _("Becomes"), _state, 160, 1, ALWAYS),
            ],
            _("Cells in an old font"),
        )
        self.table.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        )  # the columns keep their width meanwhile
        self.table.acted.connect(self._turn_one)
        self.table.picked.connect(self._say_row)
        words = _(
            "Some computers wrote Vietnamese with old fonts. Compare both columns; a row is entered after it is turned"
            " into Unicode or left as it stands."
        )
        self.row_button = Button("", icon="check")
        self.row_button.clicked.connect(partial(self._decide_row, True))
        self.leave_button = Button("")
        self.leave_button.clicked.connect(partial(self._decide_row, False))
        self._fonts: QHBoxLayout = row(gap=8)
        self.setLayout(
            column(
                row((label(words, "muted", wrap=True), 1), margins=(8, 2, 8, 6)),
                (self.table, 1),
                box(row(self.leave_button, self.row_button, None, self._fonts, margins=(8, 6, 8, 6))),
                gap=0,
            )
        )
        self.setFocusProxy(self.table)

    def show_cells(self, cells: tuple[OldCell, ...], decided: Decided) -> None:
        """Show these cells, row by row, with what was decided so far."""
        self._cells, self._decided = cells, dict(decided)
        lines: list[LetterLine | Group] = []
        last = 0
        for cell in cells:
            if cell.row != last:
                last = cell.row
                lines.append(Group(str(message("Row {row}", row=cell.row)), cell.font))
            lines.append(LetterLine(cell, decided.get(cell.place)))
        self.table.show_records(lines)
        if self.table.current() is None and cells:
            self.table.pick(f"{cells[0].row}/{cells[0].index}")
        self._offer_fonts()
        self._say_row(self.table.current())

    def _offer_fonts(self) -> None:
        emptied(self._fonts)
        for font in sorted({cell.font for cell in self._cells}):
            waiting = {cell.row for cell in self._waiting() if cell.font == font}
            if waiting:
                words = message("Turn all {font} rows ({n})", font=font, n=len(waiting))
                button = Button(str(words), icon="check")
                button.clicked.connect(partial(self._decide, [c for c in self._cells if c.row in waiting], True))
                self._fonts.addWidget(button)

    def _waiting(self) -> list[OldCell]:
        return [cell for cell in self._cells if cell.place not in self._decided]

    def _say_row(self, line: LetterLine | None) -> None:
        """The buttons name the row they are about."""
        for button, pattern in (
            (self.row_button, _("Turn row {row}")),
            (self.leave_button, _("Leave row {row} as it stands")),
        ):
            button.setEnabled(line is not None)
            button.setText(pattern.format(row=line.cell.row if line is not None else "–"))

    def _turn_one(self, line: LetterLine, _column: str) -> None:
        self.decided.emit({line.cell.place: not line.turned})

    def _decide_row(self, turn: bool, _checked: bool = False) -> None:
        line = self.table.current()
        if line is not None:
            self.decided.emit({cell.place: turn for cell in self._cells if cell.row == line.cell.row})

    def _decide(self, cells: Iterable[OldCell], turn: bool, _checked: bool = False) -> None:
        """What was decided cell by cell before stays so."""
        self.decided.emit({cell.place: turn for cell in cells if cell.place not in self._decided})


def _state(line: LetterLine) -> Cell:
    match line.turned:
        case True:
            return Cell(_("turned"), mark=("full", "ok"), acts=True)
        case False:
            return Cell(_("left as it stands"), mark=("dash", "text2"), acts=True)
    return Cell(_("waits"), mark=("ring", "warn"), acts=True)
