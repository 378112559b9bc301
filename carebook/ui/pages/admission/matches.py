"""Who in the book may be the same person: told while the name is typed, with three ways to go on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.actions.people import Suspected
from carebook.rules import duplicates
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, column, hairline
from carebook.words import _

PROTECTED = "protected"
"""By what a protected match is told apart: they all say the same sentence, so one card stands for all of them."""


class MatchPanel(SidePanel):
    """ "Đã từng ở đây?": one card a suspicion. Shown only while there is one that was not answered."""

    opened = Signal(str)  # person id
    readmitted = Signal(str)  # person id
    answered = Signal()

    def __init__(self) -> None:
        super().__init__(_("Were they here before?"), width=328, closes=False)
        self._others: set[str] = set()
        self._found: list[Suspected] = []
        self.hide()

    def show_suspected(self, found: Sequence[Suspected]) -> None:
        """Show who it may be, the surest first; those said to be somebody else are left out."""
        by_key = {key_of(one): one for one in found}
        self._found = sorted(by_key.values(), key=lambda one: not one.suspicion.certain)
        self._show()

    def unanswered(self) -> int:
        """How many suspicions still wait for an answer."""
        return sum(key_of(one) not in self._others for one in self._found)

    def others(self) -> list[str]:
        """Who was said to be somebody else, for the draft."""
        return sorted(self._others)

    def set_others(self, keys: Sequence[str]) -> None:
        """Take over the answers of a draft."""
        self._others = set(keys)
        self._show()

    def _show(self) -> None:
        self.clear()
        for one in self._found:
            if key_of(one) not in self._others:
                self.add(self._card(one), 6, hairline(), 6)
        self.setVisible(bool(self.unanswered()))

    def _card(self, one: Suspected) -> QFrame:
        key, protected = key_of(one), one.suspicion.confidential
        told = label(str(one.told), "" if protected else "strong", wrap=True)
        why = duplicates.explained(one.suspicion)
        lines = (label(why, "small", wrap=True),) if why and not protected else ()
        buttons = []
        if not protected and not one.withdrawn_because:
            open_it = Button(_("Open that record"))
            open_it.clicked.connect(lambda: self.opened.emit(one.suspicion.person_id))
            buttons.append(open_it)
            if not one.present:
                again = Button(_("Readmit"), "primary")
                again.clicked.connect(lambda: self.readmitted.emit(one.suspicion.person_id))
                buttons.append(again)
        words = _("Admit all the same") if protected else _("Make a new record") if one.withdrawn_because else ""
        other = Button(words or _("Is somebody else"))
        other.clicked.connect(lambda: self._is_other(key))
        return box(column(told, *lines, Flow(*buttons, other), gap=6))

    def _is_other(self, key: str) -> None:
        self._others.add(key)
        self._show()
        self.answered.emit()


def key_of(one: Suspected) -> str:
    """By what a suspicion is remembered; a protected one names nobody."""
    return PROTECTED if one.suspicion.confidential else one.suspicion.person_id
