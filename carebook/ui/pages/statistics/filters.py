"""The filters of a statistic: a chip each, pressed to be changed, and the dialog that asks for the values of a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook.ui.pages.statistics.asking import Choices
from carebook.ui.pages.statistics.chips import wide_enough
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, Pressed
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import TickList, filter_choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, column, emptied
from carebook.words import _, ngettext, pgettext

_WIDTH, _HEIGHT = 560, 264
_LONGEST = 40
"""So many letters are said on a chip; its tip has all values."""


class FilterDialog(DeedDialog):
    """Asks by which values of which fact is filtered; ``answer`` is "filter", "drop" or "" for going back."""

    def __init__(
        self,
        parent: QWidget,
        facts: Choices,
        offered: Mapping[str, Choices],
        fact: str = "",
        chosen: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, _("Filter by"), _("Who has one of the ticked values is counted."))
        self._offered = offered
        self.setMinimumWidth(theme.worn().scaled(_WIDTH))
        self.fact = filter_choice(pgettext("of a statistic", "Fact"), facts, fact or facts[0][0])
        self.fact.setEnabled(not fact)
        self._values = column(gap=0)
        self.contents.addWidget(self.fact)
        self.contents.addLayout(self._values)
        self.ticks = self._shown(chosen)
        self.fact.activated.connect(self._other_fact)
        self.add_button("filter", _("Filter"), "primary")
        if fact:
            self.add_button("drop", _("Take this filter away"))
        self.add_button("", _("Go back"))

    def _shown(self, chosen: Sequence[str] = ()) -> TickList:
        emptied(self._values)
        ticks = TickList(self._offered[self.fact.code()])
        ticks.name_as(self.fact.currentText())
        ticks.setMaximumHeight(theme.worn().scaled(_HEIGHT))
        ticks.choose(chosen)
        self._values.addWidget(box(column((ticks, 1)), height=theme.worn().scaled(_HEIGHT)))
        return ticks

    def _other_fact(self, *_which: object) -> None:
        self.ticks = self._shown()


class _Chip(Pressed):
    """One filter: Enter or Space changes it, Delete takes it away."""

    dropped = Signal()

    def __init__(self, words: str, whole: str) -> None:
        super().__init__(words.replace("&", "&&"))
        self.setProperty("kind", "pill")
        self.setCheckable(True)
        self.setChecked(True)
        self.setAccessibleName(whole)
        self.setToolTip(whole + "\n" + _("Press to change it, Delete takes it away"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return wide_enough(super().sizeHint(), self.text())

    def nextCheckState(self) -> None:
        """It always stands as chosen."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class FilterChips(QFrame):
    """The filters that hold, as fact → values; ``changed`` when a person changed them."""

    changed = Signal()

    def __init__(self, facts: Choices) -> None:
        super().__init__()
        self._facts = facts
        self._offered: Mapping[str, Choices] = {}
        self._only: dict[str, tuple[str, ...]] = {}
        self.add_button = Button(_("Add a filter…"), "link", "plus")
        self.add_button.clicked.connect(partial(self.ask, ""))
        self.clear_button = Button(_("Clear filters"), "link")
        self.clear_button.clicked.connect(self._clear)
        self._flow = Flow(gap=6)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._lay_out()

    def only(self) -> Mapping[str, tuple[str, ...]]:
        """The filters that hold."""
        return dict(self._only)

    def show_filters(self, only: Mapping[str, tuple[str, ...]]) -> None:
        """Show these, without telling anybody."""
        self._only = {fact: tuple(values) for fact, values in only.items() if values}
        self._lay_out()

    def know(self, offered: Mapping[str, Choices]) -> None:
        """The values that can be chosen, with their words."""
        if offered != self._offered:
            self._offered = offered
            self._lay_out()

    def ask(self, fact: str = "", *_more: object) -> None:
        """Ask for a new filter, or change the one of ``fact``."""
        left = [one for one in self._facts if one[0] in self._offered and (one[0] == fact or one[0] not in self._only)]
        if not left:
            return
        dialog = FilterDialog(self.window(), left, self._offered, fact, self._only.get(fact, ()))
        dialog.exec()
        if dialog.answer == "filter":
            self.put(dialog.fact.code(), dialog.ticks.codes())
        elif dialog.answer == "drop":
            self.put(fact, ())

    def put(self, fact: str, values: Sequence[str]) -> None:
        """Filter by these values of a fact, by none of them not at all."""
        before = dict(self._only)
        if values:
            self._only[fact] = tuple(values)
        else:
            self._only.pop(fact, None)
        if self._only != before:
            self._lay_out()
            self.changed.emit()

    def _clear(self) -> None:
        self._only = {}
        self._lay_out()
        self.changed.emit()

    def _lay_out(self) -> None:
        for kept in (self.add_button, self.clear_button):
            self._flow.removeWidget(kept)
            kept.setParent(self)
        emptied(self._flow)
        if self._only:
            self._flow.addWidget(label(_("Filtered by"), "small"))
        for fact, values in self._only.items():
            whole, short = self._words(fact, values)
            chip = _Chip(short, whole)
            chip.clicked.connect(partial(self.ask, fact))
            chip.dropped.connect(partial(self.put, fact, ()))
            self._flow.addWidget(chip)
        self._flow.addWidget(self.add_button)
        self._flow.addWidget(self.clear_button)
        self.clear_button.setVisible(bool(self._only))

    def _words(self, fact: str, values: Sequence[str]) -> tuple[str, str]:
        """The whole filter in words, and as much of it as a chip says."""
        head = dict(self._facts).get(fact, fact)
        said = [words for value, words in self._offered.get(fact, ()) if value in values]
        whole = f"{head}: {', '.join(said)}"
        short = ngettext("{fact}: {n} value", "{fact}: {n} values", len(said)).format(fact=head, n=len(said))
        return whole, whole if len(whole) <= _LONGEST or len(said) < 2 else short
