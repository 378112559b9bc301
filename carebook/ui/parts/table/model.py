"""Item models that hold fetched records: all at once, or ids with pages that are asked for as they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from carebook.money import number
from carebook.ui.parts.table.columns import EMPTY, Cell, Column, FigureColumn, FigureRow, Group

Index = QModelIndex | QPersistentModelIndex

# plain numbers and ready flags, because data() and flags() run for every cell of every repaint
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_PICKABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_STILL = Qt.ItemFlag.ItemIsEnabled
_NOTHING = Qt.ItemFlag.NoItemFlags
_NOWHERE = QModelIndex()


class CellModel(QAbstractTableModel):
    """Rows of ready cells: what both kinds of table paint from."""

    def cell_at(self, row: int, column: int) -> Cell:
        raise NotImplementedError

    def kind_of(self, row: int) -> str:
        """ "row", "group" or "total"."""
        raise NotImplementedError

    def heads(self) -> Sequence[Column | FigureColumn]:
        raise NotImplementedError

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads())

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            return self.cell_at(index.row(), index.column()).text if index.isValid() else None
        if role == _SPOKEN:
            return self.cell_at(index.row(), index.column()).spoken if index.isValid() else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == _HORIZONTAL and 0 <= section < len(self.heads()):
            head = self.heads()[section]
            words = head.head.replace("\n", " ")
            return f"{head.group}, {words}" if head.group else words
        return None


class RecordModel(CellModel):
    """Records under columns, in the order they were given.

    ``show(records)`` takes everything at once (``Group`` rows may stand between records). ``show_ids(ids)`` takes the
    order only; ``wanted(ids)`` then asks for what comes into sight and ``supply(records)`` answers. Cells are made once
    per record, never while Qt asks for data.
    """

    wanted = Signal(list)

    PAGE = 100
    KEPT_PAGES = 64
    _ASKED_PAGES = 4
    _KEPT_CELLS = 4000

    def __init__(self, columns: Sequence[Column], id_of: Callable[[Any], str] = attrgetter("id")) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._id_of = id_of
        self._rows: list[Any] = []  # records and groups, or nothing when only ids are known
        self._ids: list[str] = []  # "" for a group
        self._places: dict[str, int] = {}
        self._pages: OrderedDict[int, dict[int, Any]] | None = None
        self._asked: list[int] = []
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    def heads(self) -> Sequence[Column]:
        return self._columns

    def show(self, records: Iterable[Any]) -> None:
        """Hold these records and groups, and nothing else."""
        rows = list(records)
        self._begin(["" if isinstance(row, Group) else self._id_of(row) for row in rows])
        self._rows, self._pages = rows, None
        self.endResetModel()

    def show_ids(self, ids: Sequence[str]) -> None:
        """Hold the order of these records; their contents are asked for page by page."""
        self._begin(list(ids))
        self._rows, self._pages = [], OrderedDict()
        self.endResetModel()

    def _begin(self, ids: list[str]) -> None:
        self.beginResetModel()
        self._ids = ids
        self._places = {given: row for row, given in enumerate(ids) if given}
        self._cells.clear()
        self._asked.clear()

    def supply(self, records: Iterable[Any]) -> None:
        """Fill in records that were ``wanted``; those no longer in the list are left out."""
        if self._pages is None:
            return
        touched: set[int] = set()
        for record in records:
            row = self._places.get(self._id_of(record))
            if row is None:
                continue
            page = row // self.PAGE
            self._pages.setdefault(page, {})[row] = record
            self._pages.move_to_end(page)
            self._cells.pop(row, None)
            touched.add(page)
        self._asked = [page for page in self._asked if page not in touched]
        while len(self._pages) > self.KEPT_PAGES:
            self._pages.popitem(last=False)
        for page in touched:
            last = min((page + 1) * self.PAGE, len(self._ids)) - 1
            self.dataChanged.emit(self.index(page * self.PAGE, 0), self.index(last, len(self._columns) - 1))

    def record_at(self, row: int) -> Any:
        """The record of a row; None for a group or while it is not there yet."""
        if not 0 <= row < len(self._ids) or not self._ids[row]:
            return None
        if self._pages is None:
            return self._rows[row]
        page = row // self.PAGE
        if (held := self._pages.get(page)) is not None:
            return held.get(row)
        if page not in self._asked:
            self._asked = [*self._asked, page][-self._ASKED_PAGES :]
            self._asking.start()
        return None

    def _ask(self) -> None:
        ids: list[str] = []
        for page in self._asked:
            ids += self._ids[page * self.PAGE : (page + 1) * self.PAGE]
        if ids:
            self.wanted.emit(ids)

    def id_at(self, row: int) -> str:
        """The id of a row, "" for a group or none."""
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def row_of(self, id: str) -> int:
        """The row of an id, -1 when it is not in the list."""
        return self._places.get(id, -1)

    def group_at(self, row: int) -> Group | None:
        found = self._rows[row] if self._pages is None and 0 <= row < len(self._rows) else None
        return found if isinstance(found, Group) else None

    def groups(self) -> list[int]:
        """The rows that are groups."""
        return [row for row, found in enumerate(self._rows) if isinstance(found, Group)]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return _NOTHING
        return _PICKABLE if self.id_at(index.row()) else _STILL

    def kind_of(self, row: int) -> str:
        return "row" if self._ids[row] else "group"

    def cell_at(self, row: int, column: int) -> Cell:
        cells = self._cells.get(row)
        return (self._made(row) if cells is None else cells)[column]

    def _made(self, row: int) -> tuple[Cell, ...]:
        blank = (EMPTY,) * len(self._columns)
        if (group := self.group_at(row)) is not None:
            cells = (Cell(group.title, group.note, weight=600), *blank[1:])
        elif (record := self.record_at(row)) is None:
            return blank
        else:
            made = (column.cell(record) for column in self._columns)
            cells = tuple(Cell(cell) if isinstance(cell, str) else cell for cell in made)
        if len(self._cells) >= self._KEPT_CELLS:
            self._cells.clear()
        self._cells[row] = cells
        return cells


class FigureModel(CellModel):
    """A table of figures: every whole number but 0 opens its people."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[FigureColumn, ...] = ()
        self._rows: tuple[FigureRow, ...] = ()
        self._cells: list[tuple[Cell, ...]] = []

    def heads(self) -> Sequence[FigureColumn]:
        return self._columns

    def show(self, columns: Sequence[FigureColumn], rows: Sequence[FigureRow]) -> None:
        """Hold these figures, and nothing else."""
        self.beginResetModel()
        self._columns, self._rows = tuple(columns), tuple(rows)
        self._cells = [tuple(self._cell(value, row, place) for place, value in enumerate(row.cells)) for row in rows]
        self.endResetModel()

    def _cell(self, value: Cell | str | int | None, row: FigureRow, place: int) -> Cell:
        weight = 400 if row.kind == "row" else 600
        if isinstance(value, Cell):
            return value
        if value is None:
            return Cell("–", tone="text2")
        if isinstance(value, str):
            return Cell(value, weight=weight, indent=row.indent if place == 0 else 0)
        return Cell(number(value), weight=weight, opens=True) if value else Cell("0", tone="text2")

    def row_at(self, row: int) -> FigureRow:
        return self._rows[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _PICKABLE if index.isValid() else _NOTHING

    def kind_of(self, row: int) -> str:
        return self._rows[row].kind

    def cell_at(self, row: int, column: int) -> Cell:
        cells = self._cells[row]
        return cells[column] if column < len(cells) else EMPTY
