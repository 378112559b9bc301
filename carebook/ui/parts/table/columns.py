"""What a table is told: its columns, what stands in a cell, and rows that head a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Align = Literal["left", "right", "centre"]
ALWAYS = 10
"""The priority of a column that never hides."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is drawn in one cell. ``tone`` and ``sub_tone`` are tokens; ``mark`` is (shape, tone) of ``labels.SHAPES``.

    ``opens``: a number that is a button (fine underline). ``acts``: a word that does something (link colour).
    """

    text: str = ""
    sub: str = ""
    tone: str = "text"
    sub_tone: str = "text2"
    weight: int = 400
    small: bool = False
    mark: tuple[str, str] | None = None
    icon: str = ""
    indent: int = 0
    opens: bool = False
    acts: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.text}, {self.sub}" if self.sub else self.text


EMPTY = Cell()


@dataclass(frozen=True)
class Column:
    """One column of a list of records.

    ``cell`` makes the cell of a record, or just its text. ``width`` in pixels at base size; ``stretch`` shares what is
    left; the lowest ``priority`` hides first when the table is narrow. ``sortable`` heads ask the owner to sort by ``key``.
    """

    key: str
    head: str
    cell: Callable[[Any], Cell | str]
    width: int = 120
    stretch: int = 0
    priority: int = 5
    align: Align = "left"
    sortable: bool = False
    group: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Group:
    """A row between records that heads those below it; ``note`` stands at its right end."""

    title: str
    note: str = ""


@dataclass(frozen=True)
class FigureColumn:
    """One column of a table of figures; ``head`` may break lines, ``group`` stands above neighbours that share it."""

    head: str
    group: str = ""
    width: int = 56
    stretch: int = 0
    priority: int = ALWAYS
    align: Align = "right"


@dataclass(frozen=True)
class FigureRow:
    """One row of figures. A cell is an int (a number that opens its people; 0 does not), a text, None (not known: "–"),
    or a ``Cell``. ``kind`` "group" carries its own subtotals, "total" stands under a strong line.
    """

    cells: tuple[Cell | str | int | None, ...]
    kind: Literal["row", "group", "total"] = "row"
    indent: int = 0
