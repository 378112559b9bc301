"""The tabs of a page, which become a list to choose from while the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QTabBar

from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.layouts import row


class Tabs(QFrame):
    """``Tabs([(key, words), …])``: ``chosen(key)``; Ctrl+Tab is the page's to bind to ``step``."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], name: str) -> None:
        super().__init__()
        self._keys = [key for key, _words in tabs]
        self._bar = QTabBar()
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(True)  # in large letters they may be cut where they do not fold yet
        self._bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._bar.setAccessibleName(name)
        self._bar.setMinimumWidth(1)  # a window that is narrow folds them; they do not make it wide
        for _key, words in tabs:
            self._bar.addTab(words)
        self._list = Choice(tabs)
        self._list.setAccessibleName(name)
        self._list.hide()
        self._bar.currentChanged.connect(self._tell)
        self._list.activated.connect(self._bar.setCurrentIndex)
        self.setLayout(row(self._bar, self._list, None, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def current(self) -> str:
        """The key of the tab that is shown."""
        return self._keys[self._bar.currentIndex()]

    def choose(self, key: str) -> None:
        """Show a tab, with the signal when it is another one."""
        self._bar.setCurrentIndex(self._keys.index(key))

    def step(self, by: int = 1) -> None:
        """Show the next tab, round the end."""
        self._bar.setCurrentIndex((self._bar.currentIndex() + by) % len(self._keys))

    def rename(self, key: str, words: str) -> None:
        """Other words on a tab, for example with a count."""
        place = self._keys.index(key)
        self._bar.setTabText(place, words)
        self._list.setItemText(place, words)

    def fold(self, narrow: bool) -> None:
        """Be a list while it is narrow."""
        self._bar.setVisible(not narrow)
        self._list.setVisible(narrow)

    def _tell(self, place: int) -> None:
        self._list.setCurrentIndex(place)
        self.chosen.emit(self._keys[place])
