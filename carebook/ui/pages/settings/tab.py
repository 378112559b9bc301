"""What every tab of the settings is."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.page import Page
from carebook.words import _


class Tab(QWidget):
    """One tab: it asks the book in `refresh`, and says what happened through the page's message bar."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page

    def refresh(self) -> None:
        """Ask for what the tab shows."""

    def has_unsaved(self) -> bool:
        """Whether something typed here would be lost."""
        return False

    def save(self) -> None:
        """Save what is typed, as Ctrl+S does."""

    def discard(self) -> None:
        """Throw away what is typed."""


def ask_record(
    parent: Any, desk: Desk, title: str, record: Any, names: tuple[str, ...], choices: Any = None, text: str = ""
) -> Any:
    """A small dialog with the named fields of a record; the record as filled in, or None when the person went back."""
    dialog = DeedDialog(parent, title, text)
    form = Form([section("", type(record), *names)], desk.today, choices=choices or {}, columns=1)
    form.load(record)
    dialog.contents.addWidget(form)
    dialog.setMinimumWidth(560)
    dialog.add_button("save", _("Save"), "primary")
    dialog.add_button("", _("Go back"))
    while dialog.exec():
        found = form.record(record)
        if found is not None:
            return found
    return None
