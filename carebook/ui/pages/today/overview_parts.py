"""One part of the overview: a head, a table of figures as high as its rows, and what each number opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QVBoxLayout

from carebook.money import number
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import column, emptied, row
from carebook.ui.parts.table import Cell, FigureColumn, FigureRow, FigureTable

Opens = Callable[[], object]


@dataclass(frozen=True)
class Number:
    """A number and what it opens; None is not known, 0 opens nothing. ``shown`` stands in its place, ``tone`` is its colour."""

    value: int | None
    opens: Opens | None = None
    tone: str = "text"
    shown: str = ""

    def cell(self, weight: int = 400) -> Cell:
        if self.value is None:
            return Cell("–", tone="text2")
        if not self.value and not self.shown:
            return Cell("0", tone="text2")
        words = self.shown or number(self.value)
        return Cell(words, tone=self.tone, weight=weight, opens=self.opens is not None and bool(self.value))


@dataclass(frozen=True)
class FigureLine:
    """One row: its words and its numbers; ``kind`` and ``indent`` as in ``FigureRow``."""

    words: str
    numbers: tuple[Number, ...]
    kind: str = "row"
    indent: int = 0


class FiguresPart(QFrame):
    """``show_lines(…)`` fills it; without lines it says ``nothing``."""

    def __init__(self, title: str, heads: Sequence[tuple[str, int]], first: str = "") -> None:
        """``heads`` are the words and widths of the columns after the first."""
        super().__init__()
        self._opens: dict[tuple[int, int], Opens] = {}
        self._columns = [
            FigureColumn(first, width=120, stretch=1, align="left"),
            *(FigureColumn(words, width=width) for words, width in heads),
        ]
        self.table = FigureTable(title)
        self.table.fit_rows()
        self.table.number_opened.connect(self._open)
        self.note = label("", "muted", wrap=True)
        self._head: QVBoxLayout = column(gap=0)
        above, under = (row(one, margins=(8, 0, 0, 0)) for one in (self._head, self.note))
        self.setLayout(column(above, self.table, under, gap=2))
        self.rename(title)

    def rename(self, title: str, count: str = "", *right: QFrame) -> None:
        """Another title, with what stands at the right of it."""
        emptied(self._head)
        self._head.addWidget(section_head(title, count, *right))
        self.table.setAccessibleName(title)

    def name_columns(self, *words: str) -> None:
        """Other words over the columns after the first."""
        kept = zip(self._columns[1:], words, strict=True)
        self._columns[1:] = [FigureColumn(head, width=one.width) for one, head in kept]

    def show_lines(self, lines: Sequence[FigureLine], nothing: str = "") -> None:
        """Show the rows; ``nothing`` is said where there are none."""
        self._opens = {
            (place, at + 1): one.opens
            for place, line in enumerate(lines)
            for at, one in enumerate(line.numbers)
            if one.opens is not None and one.value
        }
        rows = [
            FigureRow(
                (line.words, *(one.cell(400 if line.kind == "row" else 600) for one in line.numbers)),
                kind=line.kind,  # type: ignore[arg-type]
                indent=line.indent,
            )
            for line in lines
        ]
        self.table.show_figures(self._columns, rows)
        self.table.setVisible(bool(rows))
        self.note.setText("" if rows else nothing)
        self.note.setVisible(not rows)

    def nothing_opened(self) -> None:
        """The people of another part are shown."""
        self.table.mark_opened(-1, -1)

    def _open(self, row: int, place: int) -> None:
        if (opens := self._opens.get((row, place))) is not None:
            opens()
