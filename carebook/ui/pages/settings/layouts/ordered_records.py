"""A short list whose records are added, changed, taken away and put in order by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.table import Column, RecordTable
from carebook.words import _, pgettext

Item = TypeVar("Item")


@dataclass(frozen=True)
class Placed(Generic[Item]):
    """An item and where it stands; columns are of it."""

    id: str
    item: Item


class OrderedRecords(QWidget, Generic[Item]):
    """Enter changes one, Delete takes it away, Alt with the arrows moves it.

    ``ask(item, others)`` asks in a dialog for a new item (None) or a changed one; None when the person went back.
    """

    def __init__(
        self,
        name: str,
        add: str,
        columns: Sequence[Column],
        ask: Callable[[Item | None, Sequence[Item]], Item | None],
        *,
        height: int,
    ) -> None:
        super().__init__()
        self._ask = ask
        self._items: list[Item] = []
        self.table = RecordTable(list(columns), name)
        self.table.setFixedHeight(theme.worn().scaled(height))
        self.table.opened.connect(self._change)
        self.add, self.change, self.drop = Button(add, icon="plus"), Button(_("Change…")), Button(_("Take away"))
        self.up = Button(pgettext("in a list", "Up"), key="Alt+↑", listens=False)
        self.down = Button(pgettext("in a list", "Down"), key="Alt+↓", listens=False)
        for button, slot in (
            (self.add, self._begin),
            (self.change, self._change),
            (self.drop, self._drop),
            (self.up, partial(self._move, -1)),
            (self.down, partial(self._move, 1)),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        on_key(self.table, "Delete", self._drop)
        on_key(self.table, "Alt+Up", partial(self._move, -1))
        on_key(self.table, "Alt+Down", partial(self._move, 1))
        buttons = row(self.add, self.change, self.drop, None, self.up, self.down, gap=8)
        self.setLayout(column(self.table, buttons, gap=6))

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these."""
        self._items = list(items)
        self._show(0)

    def items(self) -> tuple[Item, ...]:
        """What stands there, in its order."""
        return tuple(self._items)

    def _show(self, place: int) -> None:
        self.table.show_records([Placed(str(n), item) for n, item in enumerate(self._items)])
        if self._items:
            self.table.pick(str(max(0, min(place, len(self._items) - 1))))
        for button in (self.change, self.drop, self.up, self.down):
            button.setEnabled(bool(self._items))

    def _here(self) -> int:
        found = self.table.current()
        return int(found.id) if isinstance(found, Placed) else -1

    def _begin(self, *_which: object) -> None:
        if (made := self._ask(None, self._items)) is not None:
            self._items.append(made)
            self._show(len(self._items) - 1)

    def _change(self, *_which: object) -> None:
        place = self._here()
        if place >= 0:
            others = [item for n, item in enumerate(self._items) if n != place]
            if (changed := self._ask(self._items[place], others)) is not None:
                self._items[place] = changed
                self._show(place)

    def _drop(self, *_which: object) -> None:
        place = self._here()
        if place >= 0:
            del self._items[place]
            self._show(place)

    def _move(self, step: int, *_which: object) -> None:
        place = self._here()
        if place >= 0 and 0 <= place + step < len(self._items):
            self._items.insert(place + step, self._items.pop(place))
            self._show(place + step)
