"""The parts of an assessment with their state: a column at the left, a list to choose from while the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame

from carebook.ui.parts.fields import Choice
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

WIDTH = 256
_MARK = 16
"""As much as a sign takes, so that the words of all parts begin in one line."""


@dataclass(frozen=True)
class RailEntry:
    """One part: its key, its name, its state in words with a sign."""

    key: str
    words: str
    state: str = ""
    mark: tuple[str, str] | None = None


def _cell(entry: RailEntry) -> Cell:
    return Cell(entry.words, sub=entry.state, weight=500, mark=entry.mark, indent=0 if entry.mark else _MARK)


class Rail(QFrame):
    """``chosen(key)`` when another part is picked by hand."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        columns = [Column("what", _("Part"), _cell, 160, 1, ALWAYS)]
        self._entries: tuple[RailEntry, ...] = ()
        self._current = ""
        self.table = RecordTable(columns, _("Parts of the assessment"), id_of=_key, row_height=44, heads=False)
        self.table.picked.connect(self._picked)
        self.list = Choice()
        self.list.setAccessibleName(_("Parts of the assessment"))
        self.list.activated.connect(self._activated)
        self._beside = box(row((self.table, 1), hairline("v"), gap=0, margins=(12, 8, 0, 0)), width=WIDTH)
        self._above = box(row(self.list, None, margins=(24, 4, 16, 4)))
        self._above.hide()
        self.setLayout(column(self._above, (self._beside, 1), gap=0))

    def show_entries(self, entries: Sequence[RailEntry], current: str) -> None:
        """Show the parts, with one of them as the one on show."""
        self._current = current
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            with QSignalBlocker(self.table):  # the table begins at its first row, which nobody picked
                self.table.show_records(self._entries)
            words = [(one.key, f"{one.words}: {one.state}" if one.state else one.words) for one in entries]
            self.list.offer(words)
        if self.table.current_id() != current:
            with QSignalBlocker(self.table):
                self.table.pick(current)
        self.list.choose(current)

    def fold(self, narrow: bool) -> None:
        """Be a list while it is narrow."""
        self._above.setVisible(narrow)
        self._beside.setVisible(not narrow)

    def _picked(self, entry: RailEntry | None) -> None:
        if entry is not None and entry.key != self._current:
            self._current = entry.key
            self.chosen.emit(entry.key)

    def _activated(self, _place: int) -> None:
        if self.list.code() != self._current:
            self._current = self.list.code()
            self.chosen.emit(self._current)


def _key(entry: RailEntry) -> str:
    return entry.key
