"""A table of figures whose numbers open their people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from carebook.ui.parts.table.columns import FigureColumn, FigureRow
from carebook.ui.parts.table.model import FigureModel
from carebook.ui.parts.table.painting import number_place
from carebook.ui.parts.table.view import ENTER, CellTable


class FigureTable(CellTable):
    """Figures whose numbers are buttons: arrows walk the cells, Enter or a click opens ``number_opened(row, column)``."""

    number_opened = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.figures = FigureModel()
        super().__init__(self.figures, name, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.head.setSectionsClickable(False)
        self.clicked.connect(self._open_index)

    def show_figures(self, columns: Sequence[FigureColumn], rows: Sequence[FigureRow]) -> None:
        """Show these figures; the cell the hand was on stays current."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.cells.opened = None
        self.figures.show(columns, rows)
        if row >= 0:
            self.setCurrentIndex(self.figures.index(min(row, len(rows) - 1), min(column, len(columns) - 1)))

    def mark_opened(self, row: int, column: int) -> None:
        """Fill the number whose people are shown; row -1 for none."""
        self.cells.opened = (row, column) if row >= 0 else None
        self.viewport().update()

    def _row_heights(self) -> tuple[int, int, int]:
        return 29, 29, 36

    def _unusual_rows(self) -> Iterable[tuple[int, str]]:
        kinds = ((row, self.figures.kind_of(row)) for row in range(self.figures.rowCount()))
        return [(row, kind) for row, kind in kinds if kind != "row"]

    def _begin(self) -> None:
        for row in range(self.figures.rowCount()):
            for column in range(self.figures.columnCount()):
                if self.figures.cell_at(row, column).opens:
                    self.setCurrentIndex(self.figures.index(row, column))
                    return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self._open_index(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        opens = index.isValid() and self.figures.cell_at(index.row(), index.column()).opens
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def _open_index(self, index: QModelIndex) -> None:
        if self.figures.cell_at(index.row(), index.column()).opens:
            self.mark_opened(index.row(), index.column())
            self.number_opened.emit(index.row(), index.column())

    def _ring(self) -> QRect:
        index = self.currentIndex()
        cell, place = self.figures.cell_at(index.row(), index.column()), self.visualRect(index)
        if not cell.opens:
            return place
        return number_place(place, cell, self.figures.heads()[index.column()].align).adjusted(-4, -4, 4, 4)
