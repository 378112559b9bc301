"""The third step: the papers of the form, each there, to come later until a day, or not needed for a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.records import enum_words
from carebook.records.codes import Code, HolidayRow, Limit
from carebook.records.declaration import field_of
from carebook.records.episodes import DossierItem, PaperState
from carebook.rules import admission as rules
from carebook.ui.pages.admission.steps import Fact, Flaw, Step
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.inputs import input_for
from carebook.ui.parts.fields.typing import Input
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.words import Message, _, message, ngettext

THERE = frozenset({PaperState.ORIGINAL, PaperState.COPY})


class PaperRow(QFrame):
    """One paper: its name, its state, and the day or reason or number that belongs to the state."""

    changed = Signal()

    def __init__(self, desk: Desk, paper: Code) -> None:
        super().__init__()
        self.paper = paper
        self._touched = False
        self.state = self._input(desk, "state", _("State"), enum_words.choices(PaperState))
        self.due_on = self._input(desk, "due_on", _("Due on"))
        self.note = self._input(desk, "note", _("Reason"))
        self.number = self._input(desk, "number", _("Number"))
        optional = _("if there is one") if paper.extra.get("optional") else ""
        small = " · ".join(filter(None, (optional, paper.note)))
        lines = (label(small, "small", wrap=True),) if small else ()
        words = column(None, label(paper.text, "name", wrap=True), *lines, None, gap=0)
        self._due_word, self._note_word = label(_("due by"), "small"), label(_("because"), "small")
        self._number_word = label(_("number"), "small")
        answers = row(self._due_word, self.due_on, self._note_word, self.note, self._number_word, self.number, gap=6)
        self.state.setFixedWidth(theme.worn().scaled(150))
        self.setLayout(row((words, 5), self.state, (box(answers, width=None), 4), gap=12, margins=(0, 5, 0, 5)))
        self._show_fitting()

    def _input(self, desk: Desk, name: str, words: str, choices: Sequence[tuple[str, str]] = ()) -> Input:
        made = input_for(field_of(DossierItem, name), choices, desk.today)
        made.name_as(f"{self.paper.text}: {words}")
        made.touched.connect(self._tell)
        return made

    def _tell(self) -> None:
        self._touched = True
        self._show_fitting()
        self.changed.emit()

    def _show_fitting(self) -> None:
        state = self.chosen()
        later, waived, there = state is PaperState.DUE_LATER, state is PaperState.NOT_NEEDED, state in THERE
        for widget, shown in (
            (self._due_word, later),
            (self.due_on, later),
            (self._note_word, waived),
            (self.note, waived),
            (self._number_word, there),
            (self.number, there),
        ):
            widget.setVisible(shown)

    def chosen(self) -> PaperState:
        """The state as it stands."""
        found = self.state.read()
        return found if isinstance(found, PaperState) else PaperState.MISSING

    def suggest(self, due_on: date | None) -> None:
        """Begin as "comes later" where the law lets it come later; what somebody chose stays."""
        if not self._touched:
            self.state.write(PaperState.DUE_LATER if due_on else PaperState.MISSING)
            self.due_on.write(due_on)
            self._show_fitting()

    def item(self, on: date) -> DossierItem:
        """The paper as a record; ``on`` is the day it came if it is there."""
        state = self.chosen()
        due = self.due_on.read()
        return DossierItem(
            episode_id="",
            paper=self.paper.code,
            state=state,
            due_on=due if state is PaperState.DUE_LATER and isinstance(due, date) else None,
            received_on=on if state in THERE else None,
            number=(self.number.read() or "") if state in THERE else "",
            note=(self.note.read() or "") if state is PaperState.NOT_NEEDED else "",
        )

    def complaint(self) -> Message | None:
        """What is lacking for the chosen state."""
        state = self.chosen()
        if state is PaperState.NOT_NEEDED and not self.note.read():
            return message("Say why the paper is not needed.")
        if state is PaperState.DUE_LATER:
            due = self.due_on.read()
            if isinstance(due, Message):
                return due
            if due is None:
                return message("Say until when the paper comes.")
        return None

    def raw(self) -> dict[str, Any]:
        """What was chosen, as JSON can hold it; nothing while nobody touched it."""
        if not self._touched:
            return {}
        return {name: getattr(self, name).raw() for name in ("state", "due_on", "note", "number")}

    def set_raw(self, raw: Mapping[str, Any]) -> None:
        """Show what was chosen before."""
        for name, value in raw.items():
            getattr(self, name).set_raw(value)
        self._touched = bool(raw)
        self._show_fitting()


class PapersStep(Step):
    """The check-list; which papers stand in it follows from form, person and category."""

    key = "papers"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: dict[str, PaperRow] = {}
        self._kept: dict[str, Mapping[str, Any]] = {}
        self._start_on = desk.today()
        self.line = label("", "muted", wrap=True)
        self._list = column(gap=0)
        whole = column(self.line, 4, self._list, None, gap=4, margins=(24, 8, 20, 16))
        self.setLayout(column(scrolling(box(whole)), gap=0))

    def show_papers(
        self,
        route: str,
        given: rules.Circumstances,
        start_on: date,
        limits: Sequence[Limit],
        own: Sequence[HolidayRow],
    ) -> None:
        """The papers of the form in these circumstances; what was chosen for a paper stays with it."""
        self._start_on = start_on
        asked = rules.papers_asked(self.desk.codes.choices("dossier_paper", self.desk.today()), route, given)
        if [paper.code for paper in asked] != list(self._rows):
            self._kept |= {code: raw for code, one in self._rows.items() if (raw := one.raw())}
            emptied(self._list)
            self._rows = {paper.code: self._row(paper) for paper in asked}
        for paper in asked:
            optional = bool(paper.extra.get("optional"))
            self._rows[paper.code].suggest(None if optional else rules.later_until(paper, route, start_on, limits, own))
        self._say()

    def _row(self, paper: Code) -> PaperRow:
        made = PaperRow(self.desk, paper)
        made.set_raw(self._kept.get(paper.code, {}))
        made.changed.connect(self._row_changed)
        self._list.addWidget(made)
        self._list.addWidget(hairline())
        return made

    def _row_changed(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        there, asked = self.count()
        if not self._rows:
            self.line.setText(_("Choose the form of admission first; its papers are listed here then."))
            return
        later = [one.item(self._start_on).due_on for one in self._rows.values()]
        last = max((day for day in later if day), default=None)
        said = ngettext("{there}/{n} paper is there.", "{there}/{n} papers are there.", asked).format(
            there=there, n=asked
        )
        if last is not None:
            said += " " + _("The rest comes until {day}.").format(day=dates.written(last))
        self.line.setText(said)

    def count(self) -> tuple[int, int]:
        """How many papers are there or not needed, of how many that are asked for; those "if there is one" do not count."""
        asked = [one for one in self._rows.values() if not one.paper.extra.get("optional")]
        there = [one for one in asked if one.chosen() in THERE or one.chosen() is PaperState.NOT_NEEDED]
        return len(there), len(asked)

    def items(self) -> tuple[DossierItem, ...]:
        """The papers as records; those only handed in if there is one are left out while they are not there."""
        found = [(one, one.item(self._start_on)) for one in self._rows.values()]
        return tuple(
            item for one, item in found if not (one.paper.extra.get("optional") and item.state is PaperState.MISSING)
        )

    def flaws(self) -> list[Flaw]:
        found = []
        for one in self._rows.values():
            complaint = one.complaint()
            if complaint is not None:
                found.append(Flaw(self.key, one.paper.text, str(complaint), "error", one.state))
            elif one.chosen() is PaperState.MISSING and not one.paper.extra.get("optional"):
                sentence = _("The paper is not there and has no day by which it comes.")
                found.append(Flaw(self.key, one.paper.text, sentence, "warning", one.state))
        return found

    def facts(self) -> list[Fact]:
        told = []
        for one in self._rows.values():
            item = one.item(self._start_on)
            if one.paper.extra.get("optional") and item.state not in THERE:
                continue
            words = enum_words.said(item.state)
            if item.due_on:
                words = _("Due by {day}").format(day=dates.written(item.due_on))
            told.append((one.paper.text, ", ".join(filter(None, (words, item.number, item.note)))))
        return told

    def draft(self) -> dict[str, Any]:
        return {**self._kept, **{code: raw for code, one in self._rows.items() if (raw := one.raw())}}

    def restore(self, draft: Mapping[str, Any]) -> None:
        self._kept = dict(draft)
        for code, one in self._rows.items():
            one.set_raw(self._kept.get(code, {}))

    def first(self) -> QWidget | None:
        return next((one.state for one in self._rows.values()), None)
