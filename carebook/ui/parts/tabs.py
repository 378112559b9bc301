"""The tabs of a page, which become a list to choose from while the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QTabBar

from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, Rail
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.words import _


class TabBar(QTabBar):
    """Tabs as wide as their words, never scrolled: those that do not fit stand in a menu, the one on show always among the tabs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._fitting = True  # until all is made
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName(name)
        self.setMinimumWidth(1)
        self.others = Button(_("Other tabs"), "ghost", "chevron-down")
        self.others.setParent(self)
        self.others.clicked.connect(self._offer)
        self.others.hide()
        self.menu = QMenu(self)
        self.currentChanged.connect(self._fit)
        self._fitting = False

    def sizeHint(self) -> QSize:
        """Room for every tab, whether it stands there now or in the menu."""
        return QSize(sum(self._widths()), super().sizeHint().height())

    def hidden_tabs(self) -> list[int]:
        """The places of the tabs that stand in the menu."""
        return [place for place in range(self.count()) if not self.isTabVisible(place)]

    def _widths(self) -> list[int]:
        return [self.tabSizeHint(place).width() for place in range(self.count())]

    def _fit(self, *_more: object) -> None:
        """Hide the last tabs that do not fit beside the one on show."""
        if self._fitting:
            return
        self._fitting = True
        widths, here, room = self._widths(), self.currentIndex(), self.width()
        shown = set(range(self.count()))
        if sum(widths) > room and here >= 0:
            self.updateGeometry()  # there may be more room than the words before needed
            left = room - self.others.sizeHint().width() - widths[here]
            shown = {here}
            for place, wide in enumerate(widths):
                if place == here:
                    continue
                left -= wide
                if left < 0:
                    break
                shown.add(place)
        for place in sorted(
            range(self.count()), key=lambda one: one not in shown
        ):  # shown ones first: one is always there
            if self.isTabVisible(place) != (place in shown):
                self.setTabVisible(place, place in shown)
        self.others.setVisible(len(shown) < self.count())
        self._put_others()
        self._fitting = False

    def _put_others(self) -> None:
        wide = self.others.sizeHint().width()
        end = max((self.tabRect(place).right() for place in range(self.count()) if self.isTabVisible(place)), default=0)
        self.others.setGeometry(min(end, self.width() - wide), 0, wide, self.height() - 2)

    def _offer(self) -> None:
        self.menu.clear()
        for place in self.hidden_tabs():
            self.menu.addAction(self.tabText(place), partial(self.setCurrentIndex, place))
        self.menu.popup(self.others.mapToGlobal(QPoint(0, self.others.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def tabLayoutChange(self) -> None:
        super().tabLayoutChange()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self._fit()


class Tabs(QFrame):
    """``Tabs([(key, words), …])``: ``chosen(key)``; Ctrl+Tab is the page's to bind to ``step``."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], name: str) -> None:
        super().__init__()
        self._keys = [key for key, _words in tabs]
        self._bar = TabBar(name)
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


class SideTabs(QFrame):
    """Tabs too many for one line: at the side, or a list ``above`` what they show while there is little room.

    As `Tabs`: ``chosen(key)``, ``current``, ``choose`` and ``step``.
    """

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], name: str, *, width: int = 200) -> None:
        super().__init__()
        self._keys = [key for key, _words in tabs]
        self._rail = Rail(tabs)
        self._rail.setAccessibleName(name)
        self._rail.chosen.connect(self._tell)
        self._list = Choice(tabs)
        self._list.setAccessibleName(name)
        self._list.activated.connect(self._choose_place)
        self.above = box(column(row(self._list, None, margins=(24, 0, 20, 4)), hairline(), gap=0))
        self.above.hide()
        self.setObjectName("panel")
        self.setProperty("side", "left")
        self.setLayout(column(scrolling(box(column(self._rail, margins=(16, 8, 12, 12)))), gap=0))
        self._width = theme.worn().scaled(width)
        self.setMinimumWidth(1)  # the page grows narrow first, then they become a list
        self.setMaximumWidth(self._width)

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def current(self) -> str:
        """The key of the tab that is shown."""
        return self._rail.current()

    def choose(self, key: str) -> None:
        """Show a tab, with the signal when it is another one."""
        if key != self.current():
            self._rail.choose(key)
            self._tell(key)

    def step(self, by: int = 1) -> None:
        """Show the next tab, round the end."""
        self.choose(self._keys[(self._keys.index(self.current()) + by) % len(self._keys)])

    def fold(self, narrow: bool) -> None:
        """Be a list above while there is little room."""
        self.setVisible(not narrow)
        self.above.setVisible(narrow)

    def _choose_place(self, place: int) -> None:
        self.choose(self._keys[place])

    def _tell(self, key: str) -> None:
        self._list.setCurrentIndex(self._keys.index(key))
        self.chosen.emit(key)
