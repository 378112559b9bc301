"""Choosing the two files: those the duplicate guard suspects first, or anybody by search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from carebook import dates
from carebook.actions.people import Party, Suspected, SuspectedPairs
from carebook.records import enum_words
from carebook.records.people import Sex
from carebook.rules.duplicates import Suspicion
from carebook.store.search import Findings
from carebook.ui.parts import theme
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import Message, _, pgettext


@dataclass(frozen=True)
class Candidate:
    """Somebody who can be chosen, with why they are offered; ``other`` completes a suspected pair."""

    person_id: str
    name: str
    code: str
    facts: str
    agree: tuple[Message, ...] = ()
    differ: tuple[Message, ...] = ()
    certain: bool = False
    other: Party | None = None

    @property
    def id(self) -> str:
        return f"{self.person_id}/{self.other.person_id if self.other else ''}"


class ChoosingStep(QWidget):
    """A search field over a list. ``typed(words)`` while searching, ``chosen(Candidate)`` by Enter or a double click."""

    typed = Signal(str)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.question = label("", "h3")
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find by name, code or number"))
        self.search.setAccessibleName(_("Find by name, code or number"))
        sign = self.search.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(_("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(theme.worn().scaled(420))
        self.search.textChanged.connect(self.typed)
        self.search.installEventFilter(self)
        self.pairs = RecordTable(
            [
                Column("one", _("One file"), lambda c: Cell(c.name, sub=c.code, weight=500), 170, 1, ALWAYS),
                Column("other", _("May be the same as"), _other, 170, 1, ALWAYS),
                Column("agree", _("The same"), _agreeing, 180, 1, 8),
                Column("differ", _("Different"), lambda c: Cell(_listed(c.differ), tone="text2"), 160, 1, 6),
            ],
            _("Files that may be one person's"),
            row_height=44,
        )
        self.candidates = RecordTable(
            [
                Column("name", _("Name"), lambda c: Cell(c.name, sub=c.code, weight=500), 180, 1, ALWAYS),
                Column("facts", _("Born, sex, place"), lambda c: c.facts, 200, 1, 9),
                Column("agree", _("The same"), _agreeing, 180, 1, 8),
                Column("differ", _("Different"), lambda c: Cell(_listed(c.differ), tone="text2"), 160, 1, 6),
            ],
            _("Files to choose from"),
            row_height=44,
        )
        self.tables = Stack()
        for table in (self.pairs, self.candidates):
            self.tables.addWidget(table)
            table.opened.connect(self.chosen)
        self.states = States(self.tables)
        sentence = label(_("A restricted record matches; ask the director."), "muted", wrap=True)
        self.protected = box(row(Sign("lock", "text2", 14), (sentence, 1), gap=6, margins=(24, 4, 20, 6)))
        self.protected.hide()
        head = column(self.question, self.search, gap=6, margins=(24, 8, 20, 8))
        self.setLayout(column(head, (row((self.states, 1), margins=(16, 0, 16, 0)), 1), self.protected, gap=0))
        self.setFocusProxy(self.search)

    def table(self) -> RecordTable:
        """The list that is shown."""
        return self.candidates if self.tables.currentWidget() is self.candidates else self.pairs

    def show_pairs(self, found: SuspectedPairs) -> None:
        """Whom the guard suspects in the whole book."""
        self.question.setText(_("Files that may be one person's"))
        offered = [
            Candidate(one.person_id, one.name, one.code, "", why.agree, why.differ, why.certain, other)
            for one, other, why in found.pairs
        ]
        nobody = _("The guard suspects nobody. Find the first file by its name.")
        self._show(self.pairs, offered, nobody)
        self.protected.setVisible(found.protected)

    def show_suspected(self, found: Sequence[Suspected]) -> None:
        """Whom the guard takes for the person of the first file."""
        self.question.setText(_("The other file"))
        told = [one for one in found if not one.suspicion.confidential and not one.withdrawn_because]
        offered = [_suspected(one) for one in sorted(told, key=lambda one: not one.suspicion.certain)]
        nobody = _("The guard suspects nobody to be the same person. Find the other file by its name.")
        self._show(self.candidates, offered, nobody)
        self.protected.setVisible(any(one.suspicion.confidential for one in found))

    def show_found(self, typed: str, found: Findings, reasons: dict[str, Suspicion], without: str) -> None:
        """Whom a search found; ``reasons`` are the suspicions that are known already."""
        offered = []
        for one in found.people:
            why = reasons.get(one.person_id)
            facts = (
                dates.written(one.born) if one.born else "",
                enum_words.said(Sex(one.sex)) if one.sex else "",
                one.place or ("" if one.present else pgettext("stay", "Left")),
            )
            agree, differ, certain = (why.agree, why.differ, why.certain) if why else ((), (), False)
            words = " · ".join(filter(None, facts))
            offered.append(Candidate(one.person_id, one.full_name, one.code, words, agree, differ, certain))
        self._show(
            self.candidates,
            [one for one in offered if one.person_id != without],
            _("“{typed}” was not found.").format(typed=typed),
        )

    def _show(self, table: RecordTable, offered: Sequence[Candidate], nobody: str) -> None:
        self.tables.setCurrentWidget(table)
        table.show_records(offered)
        if offered:
            table.pick(offered[0].id)
            self.states.show_content()
        else:
            self.states.show_empty(nobody, icon="users")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field, Down goes into the list, Enter chooses the selected file."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down:
                    self.table().setFocus()
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.search.text() and self.table().current():
                    self.chosen.emit(self.table().current())
                    return True
        return super().eventFilter(watched, event)


def _suspected(one: Suspected) -> Candidate:
    why = one.suspicion
    facts = pgettext("stay", "Present") if one.present else pgettext("stay", "Left")
    return Candidate(why.person_id, one.name, one.code, facts, why.agree, why.differ, why.certain)


def _other(candidate: Candidate) -> Cell:
    found = candidate.other
    return Cell(found.name, sub=found.code, weight=500) if found is not None else Cell()


def _agreeing(candidate: Candidate) -> Cell:
    words = _listed(candidate.agree)
    return Cell(words, sub=_("almost certain") if candidate.certain else "", sub_tone="warn")


def _listed(facts: Sequence[Message]) -> str:
    return ", ".join(map(str, facts))
