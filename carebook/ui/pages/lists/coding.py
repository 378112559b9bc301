"""The third step of an import: every distinct word of the coded columns, how often, and what it is taken for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from carebook.rules.list_import import CODE_LISTS, MEANING_WORDS, DistinctValue
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import SearchChoice
from carebook.ui.parts.labels import Chip, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, row, scrolling
from carebook.words import _, message


class WordsStep(QWidget):
    """The words by column; those not understood carry a sign and get the keyboard first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._line = label("", "muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(24, 8, 20, 16)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        self._shown: list[tuple[DistinctValue, SearchChoice]] = []
        inside = box(column(row((self._line, 1), margins=(24, 12, 20, 0)), self._grid, None, gap=4))
        self.setLayout(column(scrolling(inside), gap=0))

    def show_values(self, values: tuple[DistinctValue, ...]) -> None:
        """The words with their codes; those not understood come marked."""
        emptied(self._grid)
        self._shown = []
        self._line.setText(_said(values))
        at, last = 0, None
        for value in values:
            if value.meaning is not last:
                last = value.meaning
                self._grid.addWidget(section_head(_(MEANING_WORDS[value.meaning])), at, 0, 1, 4)
                at += 1
            choice = SearchChoice(self._desk.choices(CODE_LISTS[value.meaning]))
            choice.choose(value.code or "")
            choice.setMinimumWidth(320)
            choice.setAccessibleName(str(message("Code of “{word}”", word=value.word)))
            self._grid.addWidget(label(f"“{value.word}”"), at, 0)
            self._grid.addWidget(label(str(value.count), "muted", right=True, width=48), at, 1)
            self._grid.addWidget(choice, at, 2, Qt.AlignmentFlag.AlignLeft)
            if _is_open(value):
                word = _("not understood") if value.code is None else _("guessed")
                self._grid.addWidget(Chip(word, "warn", "triangle-alert"), at, 3, Qt.AlignmentFlag.AlignLeft)
            self._shown.append((value, choice))
            at += 1

    def values(self) -> tuple[DistinctValue, ...]:
        """The words with the codes chosen here."""
        found = []
        for value, choice in self._shown:
            code = choice.code()
            found.append(value if code == (value.code or "") else replace(value, code=code, sure=True))
        return tuple(found)

    def begin(self) -> None:
        """The keyboard goes to the first word that is not understood, else to the first."""
        waiting = [choice for value, choice in self._shown if _is_open(value)]
        for choice in (waiting or [choice for _value, choice in self._shown])[:1]:
            choice.setFocus()


def _is_open(value: DistinctValue) -> bool:
    return value.code is None or not value.sure


def _said(values: tuple[DistinctValue, ...]) -> str:
    waiting = sum(map(_is_open, values))
    if not waiting:
        return str(message("{n} words, all understood. What is chosen here is remembered.", n=len(values)))
    return str(
        message("{n} words, {waiting} to look at. What is chosen here is remembered.", n=len(values), waiting=waiting)
    )
