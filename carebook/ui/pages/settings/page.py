"""The page of settings: tabs that are built when opened and hidden from whoever has no business there."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change
from carebook.ui.pages.settings.entries import shown_to, words_of
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Stack, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.tabs import SideTabs
from carebook.words import N_, _

_ROOM = 1080
"""From this width on, in logical pixels, the tabs stand at the side."""


class SettingsPage(Page):
    """Every tab is of its own; what is typed in one is asked about before another is shown."""

    mine = frozenset({"facility", "staff", "codes", "backup", "periods", "stamping", "readings", "rehabilitation"})
    keys = (KeyHint("Ctrl+S", N_("save")),)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Settings"))
        self._desk = desk
        shown = shown_to(desk)
        self._entries = {e.name: e for e in shown}
        self._built: dict[str, Tab] = {}
        self._shown = ""
        self.tabs = SideTabs([(e.name, words_of(desk, e)) for e in shown], _("Settings"))
        self._stack = Stack()
        self.put(self.tabs.above, (row(self.tabs, (self._stack, 1), gap=0), 1))
        self.tabs.chosen.connect(self._choose)
        on_key(self, "Ctrl+Tab", self._next_tab)
        self._choose(shown[0].name)

    def _next_tab(self) -> None:
        self.tabs.step()

    def turn_to(self, tab: str = "", part: str = "") -> None:
        """Show one tab, and of a tab with several parts the one asked for."""
        if tab in self._entries:
            self.tabs.choose(tab)
            if part and self._shown == tab:
                self.tab(tab).show_part(part)

    def tab(self, name: str) -> Tab:
        """A tab, built now if it was not yet."""
        if name not in self._built:
            module = import_module(f"carebook.ui.pages.settings.{name}")
            made: Tab = getattr(module, self._entries[name].cls)(self._desk, self)
            self._built[name] = made
            self._stack.addWidget(made)
        return self._built[name]

    def _choose(self, name: str) -> None:
        if self._shown and self._shown != name and self.tab(self._shown).has_unsaved() and not self.can_leave():
            self.tabs.choose(self._shown)
            return
        self._shown = name
        self._stack.setCurrentWidget(self.tab(name))
        self.tab(name).refresh()

    def tab_on_show(self) -> str:
        return self._shown

    def refresh(self) -> None:
        self.tab(self._shown).refresh()

    def on_changed(self, change: Change) -> None:
        if not self.tab(self._shown).has_unsaved():
            super().on_changed(change)

    def has_unsaved(self) -> bool:
        return bool(self._shown) and self.tab(self._shown).has_unsaved()

    def save(self) -> None:
        self.tab(self._shown).save()

    def discard(self) -> None:
        self.tab(self._shown).discard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tabs.fold(self.width() < theme.worn().scaled(_ROOM))
