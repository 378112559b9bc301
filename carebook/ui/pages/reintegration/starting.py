"""Asks whose way home begins."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Choices, SearchChoice
from carebook.words import _


class StayDialog(DeedDialog):
    """One of the open stays; ``who`` holds it."""

    def __init__(self, parent: QWidget, stays: Choices) -> None:
        text = _("The wish of the person and what leads home are written on the page that opens.")
        super().__init__(parent, _("Whose way home begins?"), text)
        self.who = SearchChoice(stays)
        self.who.setAccessibleName(_("Name or code"))
        self.who.setMinimumWidth(80)  # the dialog is as wide as it is, however long a name is
        self.contents.addWidget(self.who)
        deed = self.add_button("do", _("Begin"), "primary")
        self.add_button("", _("Go back"))
        deed.setDefault(True)
        self.who.setFocus()
