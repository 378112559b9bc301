"""The items of a sheet: words for every answer, one key chooses and goes on, last time's answer is marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from carebook.records.instrument_files import AnswerKind, Item
from carebook.rules.problem import Problem
from carebook.ui.parts.answering.item_rows import ChoiceRow, ItemRow, TypedRow
from carebook.ui.parts.layouts import column, emptied


class Items(QFrame):
    """All items of one sheet under each other. ``answered`` after every change, ``ended`` when one steps past the last."""

    answered = Signal()
    ended = Signal()
    shown_first = Signal(object)  # the row that has the focus now, so that it is scrolled into sight

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ItemRow] = []
        self._body: QVBoxLayout = column(gap=2)
        self.setLayout(self._body)

    def show_items(self, items: Sequence[Item], notes: Mapping[str, str], *, points: bool) -> None:
        """Ask these items; ``notes`` stand under their words (the weight of a goal)."""
        emptied(self._body)
        self.rows = [self._made(item, place, notes, points) for place, item in enumerate(items, start=1)]
        for one in self.rows:
            one.answered.connect(self.answered)
            one.stepped.connect(partial(self.step, one))
            one.left.connect(self.answered)
            self._body.addWidget(one)

    @staticmethod
    def _made(item: Item, place: int, notes: Mapping[str, str], points: bool) -> ItemRow:
        note, number = notes.get(item.code, ""), str(place)
        if item.kind in (AnswerKind.CHOICE, AnswerKind.YES_NO):
            return ChoiceRow(item, number, note, points=points and item.counted and item.kind is AnswerKind.CHOICE)
        return TypedRow(item, number, note)

    def row(self, code: str) -> ItemRow | None:
        """The row of an item."""
        return next((one for one in self.rows if one.item.code == code), None)

    def step(self, here: ItemRow, by: int) -> None:
        """Go to the item before or after."""
        place = self.rows.index(here) + by
        if place >= len(self.rows):
            self.ended.emit()
        elif place >= 0:
            self.focus(self.rows[place])

    def focus(self, one: ItemRow) -> None:
        """Go to an item."""
        one.setFocus(Qt.FocusReason.TabFocusReason)
        self.shown_first.emit(one)

    def first_open(self) -> ItemRow | None:
        """The first item without an answer, or the first of all."""
        return next((one for one in self.rows if one.value() is None), next(iter(self.rows), None))

    def answers(self) -> dict[str, float | str | None]:
        """The answers as they count, impossible ones too."""
        return {one.item.code: one.value() for one in self.rows}

    def show_answers(self, answers: Mapping[str, Any]) -> None:
        for one in self.rows:
            one.show_value(answers.get(one.item.code))

    def mark_last(self, answers: Mapping[str, Any]) -> None:
        for one in self.rows:
            one.mark_last(answers.get(one.item.code))

    def freeze(self, frozen: bool) -> None:
        for one in self.rows:
            one.freeze(frozen)

    def show_problems(self, problems: Iterable[Problem], *, patient: bool) -> None:
        """Say what is wrong under each item; a ``patient`` look says nothing about what is being typed just now."""
        of_item = {one.field: one for one in problems}
        for one in self.rows:
            found, unreadable = of_item.get(one.item.code), one.problem()
            if patient and one.is_typing():
                continue
            if unreadable is not None:
                one.complain(unreadable)
            elif found is not None:
                one.complain(found.message, "warn" if found.severity == "warning" else "danger")
            else:
                one.complain("")

    def show_unreadable(self) -> bool:
        """Whether something typed cannot be read; it is told under its item, which takes the focus."""
        wrong = [one for one in self.rows if one.problem() is not None]
        for one in wrong:
            one.complain(one.problem())
        if wrong:
            self.focus(wrong[0])
        return bool(wrong)

    def raw(self) -> dict[str, Any]:
        """What stands there, readable or not, as a draft keeps it."""
        return {one.item.code: raw for one in self.rows if (raw := one.raw()) not in (None, "")}

    def restore(self, raw: Mapping[str, Any]) -> None:
        """Show a draft."""
        for one in self.rows:
            if one.item.code in raw:
                one.set_raw(raw[one.item.code])
