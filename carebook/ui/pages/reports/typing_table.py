"""A table of figures into which numbers can be typed where they stand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from carebook.ui.parts.fields.typing import Line
from carebook.ui.parts.table import FigureTable

_BEGIN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_ERASE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ONWARD = {Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1)}


class TypingTable(FigureTable):
    """Cells that were opened for typing take a number: a digit, Enter, F2 or a click begins, Enter, Tab and the arrows end it.

    ``typed(row, column, words)`` gives what was typed ("" to erase it); Esc leaves the cell as it was. ``stood_on(row,
    column)`` says which cell the hand is on, -1 for none.
    """

    typed = Signal(int, int, str)
    stood_on = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._open_cells: frozenset[tuple[int, int]] = frozenset()
        self._place = (-1, -1)
        self._before = ""
        self.line = _CellLine(self)
        self.line.hide()
        self.line.ended.connect(self._end)
        self.line.gone.connect(self._end)
        self.clicked.connect(self._begin_at)
        self.verticalScrollBar().valueChanged.connect(self._place_line)
        self.horizontalScrollBar().valueChanged.connect(self._place_line)
        self.selectionModel().currentChanged.connect(self._tell_place)

    def open_for_typing(self, cells: frozenset[tuple[int, int]]) -> None:
        """Let numbers be typed into these cells (row, column), and into no others."""
        self._open_cells = cells

    def is_typing(self) -> bool:
        """Whether somebody types into a cell now."""
        return not self.line.isHidden()

    def begin_typing(self, row: int, column: int, words: str | None = None) -> None:
        """Put the cursor into a cell; ``words`` stand in place of its number."""
        if (row, column) not in self._open_cells:
            return
        index = self.figures.index(row, column)
        self.setCurrentIndex(index)
        cell = self.figures.cell_at(row, column)
        self._place = (row, column)
        self._before = "" if cell.text == "–" else cell.text
        head = self.figures.headerData(column, Qt.Orientation.Horizontal)
        self.line.setAccessibleName(f"{self.figures.cell_at(row, 0).text}, {head}")
        self.line.setText(self._before if words is None else words)
        self._place_line()
        self.line.show()
        self.line.setFocus()
        if words is None:
            self.line.selectAll()

    def end_typing(self) -> None:
        """Take what stands in the cell that is typed into, if any."""
        self._end()

    def _place_line(self) -> None:
        if self._place[0] >= 0:
            place = self.visualRect(self.figures.index(*self._place))
            wide = max(place.width(), self.line.fontMetrics().horizontalAdvance("000.000.000.000") + 20)
            self.line.setGeometry(place.right() - wide + 1, place.top(), wide, place.height())

    def _end(self, onward: tuple[int, int] | None = (0, 0)) -> None:
        """Take what was typed and go ``onward``; None leaves the cell as it was."""
        if self.line.isHidden():
            return
        (row, column), words = self._place, self.line.text().strip()
        self._place = (-1, -1)
        held = self.line.hasFocus()
        self.line.hide()
        if onward is not None and words != self._before:
            self.typed.emit(row, column, words)
        if onward is not None:
            self._go_on(row, column, *onward)
        if held:
            self.setFocus()

    def _go_on(self, row: int, column: int, down: int, right: int) -> None:
        """To the next cell that can be typed into, in the same column or row; with no step nowhere."""
        if not (down or right):
            return
        row, column = row + down, column + right
        while 0 <= row < self.figures.rowCount() and 0 < column < self.figures.columnCount():
            if (row, column) in self._open_cells and not self.isColumnHidden(column):
                self.setCurrentIndex(self.figures.index(row, column))
                return
            row, column = row + down, column + right

    def _begin_at(self, index: QModelIndex) -> None:
        self.begin_typing(index.row(), index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        place = (index.row(), index.column())
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if place not in self._open_cells or not plain:
            super().keyPressEvent(event)
        elif event.key() in _BEGIN:
            self.begin_typing(*place)
        elif event.text().isdecimal():
            self.begin_typing(*place, event.text())
        elif event.key() in _ERASE:
            self.typed.emit(*place, "")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_line()

    def _tell_place(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.stood_on.emit(now.row(), now.column())


class _CellLine(Line):
    """The line over a cell. ``ended(step)``: where to go on, (0, 0) to stay, None when Esc was pressed."""

    ended = Signal(object)

    def __init__(self, table: TypingTable) -> None:
        super().__init__(table.viewport())
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit((1, 0))
        elif key in _ONWARD:
            self.ended.emit(_ONWARD[key])
        elif key == Qt.Key.Key_Escape:
            self.ended.emit(None)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc leaves the cell, whatever else it does on the page."""
        overrides = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if overrides and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Tab goes on to the next cell."""
        return False
