"""What a meeting decided: one card for each decision, with the way to the goal it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records.conferences import ConferenceDecision
from carebook.records.declaration import field_of
from carebook.rules.problem import Problem
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import FieldEditor
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import column, emptied, hairline, row
from carebook.words import Message, _

_FIELDS = ("text", "domain", "responsible", "due_on")


class DecisionCard(QFrame):
    """One decision. ``goal_wanted`` when it is to become a goal, ``thread_wanted`` when its goal is to be seen."""

    changed = Signal()
    gone = Signal()
    goal_wanted = Signal()
    thread_wanted = Signal()

    def __init__(self, desk: Desk, decision: ConferenceDecision, number: int) -> None:
        super().__init__()
        self.setObjectName("card")
        self.decision = decision
        choices = {"domain": desk.choices("need_domain")}
        self.editors = {
            name: FieldEditor(field_of(ConferenceDecision, name), desk.today, choices=choices.get(name, ()), above=True)
            for name in _FIELDS
        }
        for name, editor in self.editors.items():
            editor.set_value(getattr(decision, name))
            editor.changed.connect(self.changed)
        self.number = label("", "strong")
        self.goal_button = Button(_("Make it a goal"), "link", "target")
        self.goal_button.clicked.connect(self.goal_wanted)
        self.thread_button = Button(_("Goal thread"), "link", "target")
        self.thread_button.clicked.connect(self.thread_wanted)
        self.remove_button = Button("", "ghost", "x")
        self.remove_button.clicked.connect(self.gone)
        head = row(self.number, None, self.goal_button, self.thread_button, self.remove_button, gap=10)
        first = row((self.editors["text"], 5), (self.editors["domain"], 3), gap=12)
        second = row((self.editors["responsible"], 5), (self.editors["due_on"], 3), gap=12)
        self.setLayout(column(head, first, second, gap=4, margins=(12, 4, 12, 10)))
        self.set_number(number)

    def set_number(self, number: int) -> None:
        """Its place among the decisions, counted from 1."""
        self.number.setText(_("Decision {n}").format(n=number))
        remove = _("Remove decision {n}").format(n=number)
        self.remove_button.setAccessibleName(remove)
        self.remove_button.setToolTip(remove)
        for name, editor in self.editors.items():
            editor.input.name_as(f"{self.number.text()}: {field_of(ConferenceDecision, name).label}")

    def show_way(self, *, writes: bool, kept: bool, followed: bool) -> None:
        """What can be done with it: removed while it may be written on, made a goal once it is kept, its goal seen."""
        self.remove_button.setVisible(writes)
        self.goal_button.setVisible(writes and not followed)
        self.goal_button.setEnabled(kept)
        self.goal_button.setToolTip("" if kept else _("Save the minutes first."))
        self.thread_button.setVisible(followed)
        for editor in self.editors.values():
            editor.setEnabled(writes)

    def written(self) -> ConferenceDecision | None:
        """The decision as it stands; None when something cannot be read, which is shown."""
        wrong: dict[str, Message] = {}
        for name, editor in self.editors.items():
            if (problem := editor.problem()) is not None:
                wrong[name] = problem
        for name, problem in wrong.items():
            self.editors[name].show_error(problem)
        if wrong:
            self.editors[next(iter(wrong))].input.setFocus()
            return None
        return replace(self.decision, **{name: editor.value() for name, editor in self.editors.items()})

    def draft(self) -> dict[str, Any]:
        """What stands there, readable or not."""
        return {"id": self.decision.id} | {name: editor.raw() for name, editor in self.editors.items()}


class Decisions(QFrame):
    """The decisions in their order. ``goal_wanted(decision)``, ``thread_wanted(decision)``."""

    changed = Signal()
    goal_wanted = Signal(object)
    thread_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.cards: list[DecisionCard] = []
        self._column = column(gap=8)
        self.add_button = Button(_("Add a decision"), icon="plus")
        self.add_button.clicked.connect(self.add)
        self._none = label(_("Nothing was decided yet."), "muted")
        head = column(section_head(_("Decisions")), hairline(), gap=0)
        self.setLayout(column(head, self._none, self._column, row(self.add_button, None), gap=8))

    def load(self, decisions: Sequence[ConferenceDecision], *, writes: bool) -> None:
        """Show these."""
        emptied(self._column)
        self.cards = []
        self._writes = writes
        self.add_button.setVisible(writes)
        for decision in decisions:
            self._put(decision)
        self._number()

    def _put(self, decision: ConferenceDecision) -> DecisionCard:
        card = DecisionCard(self._desk, decision, len(self.cards) + 1)
        card.changed.connect(self.changed)
        card.gone.connect(partial(self._remove, card))
        card.goal_wanted.connect(partial(self._ask_goal, card))
        card.thread_wanted.connect(partial(self._ask_thread, card))
        card.show_way(writes=self._writes, kept=bool(decision.id), followed=bool(decision.goal_thread))
        self.cards.append(card)
        self._column.addWidget(card)
        return card

    def _ask_goal(self, card: DecisionCard) -> None:
        self.goal_wanted.emit(card.decision)

    def _ask_thread(self, card: DecisionCard) -> None:
        self.thread_wanted.emit(card.decision)

    def add(self) -> None:
        """An empty decision at the end, with the focus on its words."""
        card = self._put(ConferenceDecision(episode_id="", conference_id=""))
        self._number()
        card.editors["text"].input.setFocus()
        self.changed.emit()

    def _remove(self, card: DecisionCard) -> None:
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._number()
        self.changed.emit()

    def _number(self) -> None:
        for number, card in enumerate(self.cards, 1):
            card.set_number(number)
        self._none.setVisible(not self.cards)

    def written(self) -> list[ConferenceDecision] | None:
        """The decisions as they stand; None when something cannot be read, which is shown. Empty new ones are none."""
        said = [card for card in self.cards if card.decision.id or any(map(bool, _typed(card)))]
        found = [card.written() for card in said]
        read = [one for one in found if one is not None]
        return read if len(read) == len(found) else None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is told about "decisions.0.text" beside its field."""
        for problem in problems:
            part, _dot, rest = problem.field.partition(".")
            place, _dot, name = rest.partition(".")
            if part == "decisions" and name in _FIELDS and int(place) < len(self.cards):
                self.cards[int(place)].editors[name].show_error(problem.message)
                self.cards[int(place)].editors[name].input.setFocus()

    def draft(self) -> list[dict[str, Any]]:
        """What stands there, as JSON can hold it."""
        return [card.draft() for card in self.cards]

    def restore(self, draft: Sequence[dict[str, Any]]) -> None:
        """Show a draft over what was loaded."""
        known = {card.decision.id: card.decision for card in self.cards if card.decision.id}
        empty = ConferenceDecision(episode_id="", conference_id="")
        self.load([known.get(one.get("id", ""), empty) for one in draft], writes=self._writes)
        for card, one in zip(self.cards, draft, strict=True):
            for name, editor in card.editors.items():
                editor.set_raw(one.get(name))


def _typed(card: DecisionCard) -> list[Any]:
    """What was typed into a card; the domain stands there by itself."""
    return [card.editors[name].raw() for name in _FIELDS if name != "domain"]
