"""The page of settings: tabs that are built when opened and hidden from whoever has no business there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget

from carebook.actions.change import Change
from carebook.ui.pages.settings.about import AboutTab
from carebook.ui.pages.settings.accounts import AccountsTab
from carebook.ui.pages.settings.backups import BackupsTab
from carebook.ui.pages.settings.center import CenterTab
from carebook.ui.pages.settings.codes import CodesTab
from carebook.ui.pages.settings.instruments import InstrumentsTab
from carebook.ui.pages.settings.layouts import LayoutsTab
from carebook.ui.pages.settings.look import LookTab
from carebook.ui.pages.settings.readings import ReadingsTab
from carebook.ui.pages.settings.signing import SigningTab
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.pages.settings.therapy import TherapyTab
from carebook.ui.pages.settings.trust import TrustTab
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import box, hairline, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.tabs import Tabs
from carebook.words import N_, _


@dataclass(frozen=True)
class _Entry:
    """One tab: its name, its words, how it is built, and the deed or question that shows it ("" = everybody).

    A tab that is not ``for_departments`` is about the people cared for: a department's book has none.
    """

    name: str
    words: str
    build: Callable[[Desk, Page], Tab]
    deed: str = ""
    question: str = ""
    for_departments: bool = True


TABS = (
    _Entry("center", N_("Center"), CenterTab, deed="add_room"),
    _Entry("accounts", N_("People and rights"), AccountsTab, question="accounts"),
    _Entry("codes", N_("Lists and rates"), CodesTab, deed="amend_dated_row"),
    _Entry("instruments", N_("Scales"), InstrumentsTab, deed="add_instrument", for_departments=False),
    _Entry("therapy", N_("Rehab"), TherapyTab, deed="add_therapy_room", for_departments=False),
    _Entry("layouts", N_("Layouts of reports"), LayoutsTab, deed="save_template", for_departments=False),
    _Entry("backups", N_("Backup"), BackupsTab, deed="back_up_book"),
    _Entry("signing", N_("Signing"), SigningTab, deed="make_signing_key"),
    _Entry("trust", N_("Trusted signers"), TrustTab, deed="trust_facility"),
    _Entry("readings", N_("Reading log"), ReadingsTab, question="readings"),
    _Entry("look", N_("Look"), LookTab),
    _Entry("about", N_("About CareBook"), AboutTab),
)


class SettingsPage(Page):
    """Every tab is of its own; what is typed in one is asked about before another is shown."""

    mine = frozenset({"facility", "staff", "codes", "backup", "periods", "stamping", "readings", "rehabilitation"})
    keys = (KeyHint("Ctrl+S", N_("save")),)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Settings"))
        self._desk = desk
        shown = [e for e in TABS if self._may_see(e)]
        self._entries = {e.name: e for e in shown}
        self._built: dict[str, Tab] = {}
        self._shown = ""
        self.tabs = Tabs([(e.name, _(e.words)) for e in shown], _("Settings"))
        if "center" in self._entries and desk.facility.book_kind == "department":
            self.tabs.rename("center", _("The department"))
        self._stack = QStackedWidget()
        self.put(box(row(self.tabs, margins=(24, 0, 20, 0))), hairline(), (self._stack, 1))
        self.tabs.chosen.connect(self._choose)
        on_key(self, "Ctrl+Tab", self._next_tab)
        self._choose(shown[0].name)

    def _next_tab(self) -> None:
        self.tabs.step()

    def _may_see(self, entry: _Entry) -> bool:
        if self._desk.facility.book_kind == "department" and not entry.for_departments:
            return False
        if entry.deed:
            return self._desk.may(entry.deed)
        return not entry.question or self._desk.may_ask(entry.question)

    def turn_to(self, tab: str = "") -> None:
        """Show one tab."""
        if tab in self._entries:
            self.tabs.choose(tab)

    def tab(self, name: str) -> Tab:
        """A tab, built now if it was not yet."""
        if name not in self._built:
            made = self._entries[name].build(self._desk, self)
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

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
