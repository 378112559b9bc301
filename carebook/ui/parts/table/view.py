"""What every table shares, and a list of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.table.columns import ALWAYS, Column
from carebook.ui.parts.table.model import CellModel, RecordModel
from carebook.ui.parts.table.painting import CellDelegate, Head, paint_ring

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellTable(QTableView):
    """What both tables share: the look, columns that hide when it gets narrow, and one focus ring."""

    columns_hidden = Signal(int)  # how many are hidden now

    def __init__(self, model: CellModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fits_rows = False
        self._is_measured = False
        self._hidden = 0
        self._left_out: frozenset[int] = frozenset()
        self._unusual: list[int] = []
        self.cells = CellDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.cells)
        self.head = Head(self)
        self.setHorizontalHeader(self.head)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(20)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self._measure)

    def _row_heights(self) -> tuple[int, int, int]:
        """Of rows, group rows and total rows, at base size."""
        raise NotImplementedError

    def _measure(self) -> None:
        """Give rows their heights and columns their widths again."""
        self._is_measured = True
        row, group, total = (theme.worn().scaled(height) for height in self._row_heights())
        self.verticalHeader().setDefaultSectionSize(row)
        unusual = {place: group if kind == "group" else total for place, kind in self._unusual_rows()}
        for place, height in (dict.fromkeys(self._unusual, row) | unusual).items():
            self.setRowHeight(place, height)  # Qt keeps the height of a place whatever row stands there next
        self._unusual = list(unusual)
        if self._fits_rows:
            heights = sum(self.rowHeight(place) for place in range(self._cell_model().rowCount()))
            head = 0 if self.head.isHidden() else self.head.sizeHint().height()
            self.setFixedHeight(heights + head + 1)
        self._fit_columns()

    def _unusual_rows(self) -> Iterable[tuple[int, str]]:
        """Rows that are not plain ones, with their kind."""
        raise NotImplementedError

    def _cell_model(self) -> CellModel:
        model = self.model()
        assert isinstance(model, CellModel)
        return model

    def fit_rows(self) -> None:
        """Be as high as the rows from now on, without a scroll bar of its own."""
        self._fits_rows = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._measure()

    def hidden_columns(self) -> int:
        """How many columns have no room now."""
        return self._hidden

    def _fit_columns(self) -> None:
        heads = list(self._cell_model().heads())
        if not heads:
            return
        widths = [theme.worn().scaled(head.width) for head in heads]
        room = self.viewport().width()
        shown = set(range(len(heads))) - self._left_out
        leaving = sorted(shown, key=lambda place: (heads[place].priority, -place))
        for place in leaving:
            if sum(widths[p] for p in shown) <= room or heads[place].priority >= ALWAYS or len(shown) == 1:
                break
            shown.discard(place)
        spare = max(0, room - sum(widths[place] for place in shown))
        shares = sum(heads[place].stretch for place in shown)
        for place, head in enumerate(heads):
            self.setColumnHidden(place, place not in shown)
            self.setColumnWidth(place, widths[place] + (spare * head.stretch // shares if shares else 0))
        needed = sum(widths[place] for place in shown)
        self.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed > room else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if (hidden := len(heads) - len(self._left_out) - len(shown)) != self._hidden:
            self._hidden = hidden
            self.columns_hidden.emit(hidden)
        if self.viewport().width() < room:  # a scroll bar came while the widths were given
            self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._is_measured = False
            if self.isVisible():
                self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._is_measured:  # a page that is built tells of another style with each box it is put into
            self._measure()
        super().showEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self._begin()  # before Qt chooses, which would take a group row
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _begin(self) -> None:
        """Make the first cell current."""
        raise NotImplementedError

    def _ring(self) -> QRect:
        """Where the focus ring stands."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            paint_ring(painter, self._ring())
            painter.end()


class RecordTable(CellTable):
    """A list of records: Enter or a double click opens one, the selection is kept by id when the list is shown again.

    ``opened(record)``, ``picked(record or None)`` when the current row changes, ``acted(record, column key)`` for words
    that act (Space acts on the current row), ``sort_wanted(column key, descending)``: the owner sorts and shows again.
    """

    opened = Signal(object)
    picked = Signal(object)
    acted = Signal(object, str)
    sort_wanted = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        id_of: Callable[[Any], str] = attrgetter("id"),
        many: bool = False,
        row_height: int = 34,
        heads: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is said by screen readers; ``many`` lets several rows be selected; two-line rows want 42 to 54."""
        self._row_height = row_height
        self.records = RecordModel(columns, id_of)
        super().__init__(self.records, name, parent)
        self._current_id = ""
        self._awaits_current = False
        mode = QAbstractItemView.SelectionMode
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.head.setSectionsClickable(True)
        self.head.sectionClicked.connect(self._head_pressed)
        self.doubleClicked.connect(self._open_index)
        self.clicked.connect(self._click)
        self.head.setHidden(not heads)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.records.dataChanged.connect(self._tell_awaited)
        self._measure()

    # what is shown

    def show_records(self, records: Iterable[Any]) -> None:
        """Show these records (and ``Group`` rows between them); the current one stays current if it is still there."""
        row = max(0, self.currentIndex().row())
        self.records.show(records)
        self._again(row)

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show records in this order; answer ``records.wanted(ids)`` with ``records.supply(records)``."""
        row = max(0, self.currentIndex().row())
        self.records.show_ids(ids)
        self._again(row)

    def _again(self, row: int) -> None:
        wanted = self._current_id
        self.clearSpans()
        last = self.records.columnCount() - 1
        for place, kind in self._unusual_rows():
            if kind == "group" and last:
                self.setSpan(place, 0, 1, last + 1)
        if wanted and not self.pick(wanted):
            self._pick_row(min(row, self.records.rowCount() - 1))
        elif not wanted and self.hasFocus():
            self._begin()

    def _row_heights(self) -> tuple[int, int, int]:
        return self._row_height, 30, 36

    def _unusual_rows(self) -> Iterable[tuple[int, str]]:
        return [(row, "group") for row in self.records.groups()]

    def mark_sorted(self, key: str, descending: bool = False) -> None:
        """Show in the heads by which column the owner has sorted; "" for none."""
        places = {column.key: place for place, column in enumerate(self.records.heads())}
        self.head.sorted_by = (places[key], descending) if key else None
        self.head.viewport().update()

    def leave_out(self, *keys: str) -> None:
        """Show no columns with these keys: none of the records says anything there. The others share their room."""
        places = enumerate(self.records.heads())
        self._left_out = frozenset(place for place, column in places if column.key in keys)
        self._fit_columns()

    # what is selected

    def current(self) -> Any:
        """The record of the current row, None when there is none."""
        return self.records.record_at(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def current_id(self) -> str:
        """The id of the current row, "" when there is none."""
        return self.records.id_at(self.currentIndex().row()) if self.currentIndex().isValid() else ""

    def selected_ids(self) -> list[str]:
        """The ids of all selected rows, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [found for row in rows if (found := self.records.id_at(row))]

    def selected(self) -> list[Any]:
        """The records of all selected rows that are at hand, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [record for row in rows if (record := self.records.record_at(row)) is not None]

    def pick(self, id: str) -> bool:
        """Make the record of ``id`` current; False when it is not in the list."""
        row = self.records.row_of(id)
        if row >= 0:
            self._pick_row(row)
        return row >= 0

    def _pick_row(self, row: int, step: int = 1) -> None:
        """Make a row current, or the next record from it in the direction of ``step``."""
        count = self.records.rowCount()
        while 0 <= row < count and not self.records.id_at(row):
            row += step
        if 0 <= row < count:
            self.setCurrentIndex(self.records.index(row, self._first_shown()))
        else:
            self._tell_current(QModelIndex())

    def _first_shown(self) -> int:
        return next((c for c in range(self.records.columnCount()) if not self.isColumnHidden(c)), 0)

    def _begin(self) -> None:
        self._pick_row(0)

    def _tell_current(self, current: QModelIndex, _previous: QModelIndex | None = None) -> None:
        self._current_id = self.records.id_at(current.row()) if current.isValid() else ""
        record = self.records.record_at(current.row()) if current.isValid() else None
        self._awaits_current = bool(self._current_id) and record is None
        self.picked.emit(record)
        self.viewport().update()

    def _tell_awaited(self) -> None:
        """The record of the current row came after the row: now it is picked."""
        if self._awaits_current and self.current() is not None:
            self._tell_current(self.currentIndex())

    # what is pressed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in ENTER and self.currentIndex().isValid():
            self._open_index(self.currentIndex())
        elif key == Qt.Key.Key_Space and not event.modifiers() and self._act_on_current():
            event.accept()
        elif key == Qt.Key.Key_Home:
            self._pick_row(0)
        elif key == Qt.Key.Key_End:
            self._pick_row(self.records.rowCount() - 1, -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers() and self.currentIndex().isValid():
            self.step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def step(self, step: int) -> None:
        """Make the next record current (1) or the one before (-1), over group rows; stays where none follows."""
        row = self.currentIndex().row() + step
        while 0 <= row < self.records.rowCount():
            if self.records.id_at(row):
                self._pick_row(row)
                return
            row += step

    def _act_on_current(self) -> bool:
        row = self.currentIndex().row()
        if row < 0:
            return False
        for place, column in enumerate(self.records.heads()):
            if self.records.cell_at(row, place).acts:
                self.acted.emit(self.records.record_at(row), column.key)
                return True
        return False

    def _open_index(self, index: QModelIndex) -> None:
        if (record := self.records.record_at(index.row())) is not None:
            self.opened.emit(record)

    def _click(self, index: QModelIndex) -> None:
        if self.records.cell_at(index.row(), index.column()).acts:
            self.acted.emit(self.records.record_at(index.row()), self.records.heads()[index.column()].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        acts = index.isValid() and self.records.cell_at(index.row(), index.column()).acts
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor)

    def _head_pressed(self, place: int) -> None:
        column = self.records.heads()[place]
        if column.sortable:
            before = self.head.sorted_by
            self.sort_wanted.emit(column.key, before == (place, False))

    def _ring(self) -> QRect:
        row = self.currentIndex().row()
        return QRect(0, self.rowViewportPosition(row), self.head.length(), self.rowHeight(row))
