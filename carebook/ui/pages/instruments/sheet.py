"""One sheet on show: its head, its items, its note, whose work the scale is; the running score beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from carebook.records.instrument_files import Instrument, Item, Method, Mode
from carebook.records.instruments import InstrumentScore
from carebook.ui.pages.instruments.head import SheetHead
from carebook.ui.pages.instruments.opened import Opened
from carebook.ui.pages.instruments.running import RunningPanel
from carebook.ui.parts.answering import ItemRow, Items
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields.typing import Today
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, emptied, hairline, row, scrolling
from carebook.words import _


class SheetPart(QFrame):
    """The sheet in the middle, the running score at its side. ``typed`` after every change."""

    typed = Signal()
    wants_plan = Signal()

    def __init__(self, today: Today) -> None:
        super().__init__()
        self.head = SheetHead(today)
        self.items = Items()
        self.panel = RunningPanel()
        self._frame = label("", "strong", wrap=True)
        self._nothing = label("", "muted", wrap=True)
        self.plan_button = Button(_("Open the plan"), icon="target")
        self.plan_button.clicked.connect(self.wants_plan)
        self._terms: QVBoxLayout = column(gap=2)
        self.area = scrolling(
            column(
                self.head.top,
                self._frame,
                self.items,
                self._nothing,
                row(self.plan_button, None),
                self.head.note,
                hairline(),
                self._terms,
                None,
                gap=10,
                margins=(24, 4, 20, 16),
            )
        )
        self.split: QBoxLayout = row((self.area, 1), self.panel, gap=0)
        self.setLayout(self.split)
        self.head.changed.connect(self.typed)
        self.items.answered.connect(self.typed)
        self.items.ended.connect(self._go_to_note)
        self.items.shown_first.connect(self._scroll_to)

    def show_sheet(
        self,
        score: InstrumentScore,
        instrument: Instrument,
        items: Sequence[Item],
        weights: Mapping[str, float],
        found: Opened,
        *,
        frozen: bool,
    ) -> None:
        """Show the form of an instrument; the answers are put in by ``items.show_answers``."""
        goals = instrument.scoring.method is Method.GOALS
        notes = {code: _("weight {n}").format(n=f"{weight:g}") for code, weight in weights.items()}
        self.items.show_items(items, notes, points=not goals)
        self.items.freeze(frozen)
        why, note = (self.head.editors[name].input.target for name in ("reason", "note"))
        for before, after in pairwise([why, *(one.focusProxy() or one for one in self.items.rows), note]):
            QWidget.setTabOrder(before, after)
        who = [*found.here]
        if score.done_by_id and score.done_by_id not in dict(who):
            who.append((score.done_by_id, found.names.get(score.done_by_id, "–")))
        self.head.load(score, who)
        self.head.freeze(frozen)
        self._frame.setText(instrument.frame)
        self._frame.setVisible(bool(instrument.frame))
        none = goals and not items
        self._nothing.setText(_("The plan in force has no goal to rate yet."))
        self._nothing.setVisible(none)
        self.plan_button.setVisible(none)
        self._show_terms(instrument)
        self.panel.show_title(found.person.full_name)
        self.area.verticalScrollBar().setValue(0)

    def _show_terms(self, instrument: Instrument) -> None:
        """Whose the scale is and on which terms; that the words are our own, where they are."""
        emptied(self._terms)
        own = _("Wording of our own, not validated.") if instrument.unvalidated else ""
        score_only = (
            _("Only the score is entered; the form itself stays on paper.") if instrument.mode is Mode.SCORE else ""
        )
        holder = " · ".join(filter(None, (instrument.holder, instrument.terms)))
        for text in (own, score_only, instrument.remark, instrument.citation, holder):
            if text:
                self._terms.addWidget(label(text, "small", wrap=True))

    def focus_first(self) -> None:
        """Go to the first item without an answer."""
        first = self.items.first_open()
        if first is not None:
            self.items.focus(first)

    def _go_to_note(self) -> None:
        self.head.editors["note"].setFocus()
        self.area.ensureWidgetVisible(self.head.note)

    def _scroll_to(self, one: ItemRow) -> None:
        self.area.ensureWidgetVisible(one, 0, 60)

    def raw(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What stands in the items and in the head."""
        return self.items.raw(), self.head.raw()

    def restore(self, answers: Mapping[str, Any], head: Mapping[str, Any]) -> None:
        """Show a draft."""
        self.items.restore(answers)
        self.head.restore(head)

    def fold(self, narrow: bool) -> None:
        """The score under the sheet while the window is narrow."""
        self.panel.move_under(narrow)
        self.panel.setMaximumHeight(132 if narrow else 16777215)
