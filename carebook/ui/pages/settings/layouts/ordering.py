"""A list with ticks whose order is the person's: buttons and Alt with the arrows move what the hand is on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields import TickList
from carebook.ui.parts.layouts import box, column, row
from carebook.words import _, pgettext

_CODE = Qt.ItemDataRole.UserRole


class _Ordered(TickList):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_by(steps[Qt.Key(event.key())])
            event.accept()
        else:
            super().keyPressEvent(event)

    def move_by(self, step: int) -> None:
        """Move what the hand is on; at the ends it stays."""
        place = self.currentRow()
        if 0 <= place < self.count() and 0 <= place + step < self.count():
            item = self.takeItem(place)
            self.insertItem(place + step, item)
            self.setCurrentRow(place + step)
            self.touched.emit()

    def reorder(self, codes: Sequence[str]) -> None:
        """Put these first, in this order; the others follow as they stood."""
        for place, code in enumerate(codes):
            for at in range(place, self.count()):
                if self.item(at).data(_CODE) == code:
                    self.insertItem(place, self.takeItem(at))
                    break

    def current_code(self) -> str:
        """The code the hand is on, "" when it is on none."""
        item = self.currentItem()
        return str(item.data(_CODE)) if item is not None else ""

    def rename(self, code: str, words: str) -> None:
        """Other words for a code."""
        for item in self._items():
            if item.data(_CODE) == code:
                item.setText(words)


class OrderedTicks(QWidget):
    """The ticked ones count, in the order they stand in."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], *, lines: int = 9) -> None:
        super().__init__()
        self.list = _Ordered(choices)
        self.list.name_as(name)
        self.list.setMaximumHeight(16777215)
        listed = box(column((self.list, 1)), height=theme.worn().scaled(30) * lines)
        self.up, self.down = (
            Button(pgettext("in a list", "Up"), key="Alt+↑", listens=False),
            Button(pgettext("in a list", "Down"), key="Alt+↓", listens=False),
        )
        self.all, self.none = Button(_("Tick all"), "link"), Button(_("Tick none"), "link")
        self.up.clicked.connect(partial(self.list.move_by, -1))
        self.down.clicked.connect(partial(self.list.move_by, 1))
        self.all.clicked.connect(self._tick_all)
        self.none.clicked.connect(self._tick_none)
        for button in (self.up, self.down, self.all, self.none):
            button.setAutoDefault(False)
        self.setLayout(column(listed, row(self.up, self.down, None, self.all, self.none, gap=8), gap=6))

    def show_chosen(self, codes: Sequence[str]) -> None:
        """Tick these and put them first, in this order."""
        self.list.choose(codes)
        self.list.reorder(codes)
        self.list.setCurrentRow(0)

    def codes(self) -> tuple[str, ...]:
        """The ticked codes, in their order."""
        return tuple(self.list.codes())

    def order(self) -> list[str]:
        """Every code, in its order."""
        return [str(item.data(_CODE)) for item in self.list._items()]

    def _tick_all(self) -> None:
        self.list.choose(self.order())

    def _tick_none(self) -> None:
        self.list.choose(())
