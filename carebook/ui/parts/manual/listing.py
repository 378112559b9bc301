"""The left side of the manual: its contents by role, or the places in which words were found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTreeWidget, QTreeWidgetItem

from carebook.reports.manual.contents import QUICK_START, Group, Target, contents
from carebook.reports.manual.finding import Found
from carebook.reports.manual.pages import page
from carebook.ui.parts import theme
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import Stack, box, column
from carebook.words import _, spoken

_WHERE = Qt.ItemDataRole.UserRole


class ContentsTree(QTreeWidget):
    """Groups and their pages; those of the reader's roles are open. ``chosen(target)``."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("manual_contents")
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setRootIsDecorated(False)
        self.setAccessibleName(_("Contents of the manual"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._items: dict[str, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._tell)
        self.itemClicked.connect(self._tell_again)

    def show_contents(self, roles: Iterable[str], book: str) -> None:
        """The groups about a kind of book in their order; those of other roles are closed. Without roles all are open."""
        held = list(roles)
        self.blockSignals(True)
        self.clear()
        self._items = {}
        if spoken() == "en":
            self._add_page(self.invisibleRootItem(), QUICK_START)
        for group in contents().of_book(book):
            self._add_group(group, not held or any(group.is_for(role) for role in held))
        self.blockSignals(False)

    def _add_group(self, group: Group, mine: bool) -> None:
        head = QTreeWidgetItem(self.invisibleRootItem(), [group.title])
        head.setFont(0, theme.font("base", 600))
        for name in group.pages:
            self._add_page(head, name)
        head.setExpanded(mine)

    def _add_page(self, under: QTreeWidgetItem, name: str) -> None:
        title = page(name).title
        item = QTreeWidgetItem(under, [title])
        item.setData(0, _WHERE, name)
        item.setToolTip(0, title)
        self._items[name] = item

    def mark(self, name: str) -> None:
        """Show which page is read, without the signal."""
        item = self._items.get(name)
        if item is None:
            self.clearSelection()
            return
        self.blockSignals(True)
        self.setCurrentItem(item)
        self.blockSignals(False)
        self.scrollToItem(item)  # opens its group

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.doItemsLayout()  # heights asked for before it was dressed are those of bare letters
        if (item := self.currentItem()) is not None:
            self.scrollToItem(item)

    def names(self) -> list[str]:
        """The pages offered, in order."""
        return list(self._items)

    def _tell(self, item: QTreeWidgetItem | None, _before: object = None) -> None:
        if item is not None and (name := item.data(0, _WHERE)):
            self.chosen.emit(Target(name))

    def _tell_again(self, item: QTreeWidgetItem, _column: int) -> None:
        if item.data(0, _WHERE):
            self._tell(item)
        else:
            item.setExpanded(not item.isExpanded())


class FoundList(QListWidget):
    """The sections that hold what was looked for; Enter or a click opens one. ``chosen(target)``."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("manual_found")
        self.setAccessibleName(_("Places found in the manual"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._tell)
        self.itemActivated.connect(self._tell)

    def show_found(self, found: Sequence[Found]) -> None:
        """A row each: page and heading, with the words around the first place under it."""
        self.clear()
        for one in found:
            section = one.section
            head = " › ".join(filter(None, (section.title, section.heading)))
            item = QListWidgetItem()
            item.setData(_WHERE, section.target)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{head}. {one.excerpt}")
            item.setToolTip(one.excerpt)
            item.setSizeHint(QSize(100, theme.worn().scaled(46)))
            self.addItem(item)
            lines = box(
                column(
                    None,
                    ElidedLabel(head, "name"),
                    ElidedLabel(one.excerpt, "small"),
                    None,
                    gap=0,
                    margins=(2, 0, 4, 0),
                )
            )
            lines.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.setItemWidget(item, lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self._tell(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _tell(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_WHERE))


class ManualListing(Stack):
    """The contents while nothing is looked for, else what was found, or that nothing was. ``chosen(target)``."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.contents, self.found = ContentsTree(), FoundList()
        self._nothing = label("", "muted", wrap=True)
        for one in (self.contents, self.found, box(column(self._nothing, None, margins=(12, 12, 12, 12)))):
            self.addWidget(one)
        self.contents.chosen.connect(self.chosen)
        self.found.chosen.connect(self.chosen)

    def show_found(self, typed: str, found: Sequence[Found], nothing: str) -> None:
        """What was found for ``typed``; without any words the contents again."""
        if not typed.strip():
            self.setCurrentIndex(0)
        elif found:
            self.found.show_found(found)
            self.setCurrentIndex(1)
        else:
            self._nothing.setText(nothing)
            self.setCurrentIndex(2)
