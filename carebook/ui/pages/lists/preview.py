"""The last step of an import: who would be entered, who is known, what was repaired or could not be read, cell by cell."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.actions.lists import CellDifference
from carebook.records.declaration import field_of
from carebook.records.facility import Facility
from carebook.rules.list_import import CODE_LISTS, MEANING_WORDS, RowRemark, Severity
from carebook.rules.list_import.remarks import Remark
from carebook.ui.pages.lists.letters import LettersTable
from carebook.ui.pages.lists.looked import ListedPerson, Looked
from carebook.ui.parts.buttons import Pills
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import FieldEditor
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _

_GROUPS = (
    ("people", N_("People")),
    ("look", N_("To look at")),
    ("repaired", N_("Repaired")),
    ("known", N_("In the book")),
    ("differences", N_("Differences")),
    ("letters", N_("Old fonts")),
)


class PreviewStep(QWidget):
    """``decided`` when somebody like a person of the book was said to be another, ``letters_decided`` when cells in an old
    font were; Enter opens the record they resemble."""

    decided = Signal()
    letters_decided = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._looked: Looked | None = None
        self._others: set[int] = set()
        self._pills = Pills([(key, _(words)) for key, words in _GROUPS], "people")
        self.people = RecordTable(
            [
                Column("row", _("Row"), lambda line: Cell(line.id, small=True), 56, align="right"),
                Column("name", _("Name"), lambda line: Cell(line.person.full_name, weight=500), 190, 2, ALWAYS),
                Column("born", _("Born"), _born, 128, priority=9),
                Column("category", _("Category"), self._category, 210, 2, 8),
                Column("room", _("Room"), lambda line: line.person.room, 80, priority=6),
                Column("state", _("Becomes"), _state, 180, 1, ALWAYS),
                Column("other", "", _decision, 150, priority=9),
            ],
            _("People of the list"),
        )
        self._remarks = RecordTable(
            [
                Column("row", _("Row"), lambda r: Cell(str(r.row), small=True), 56, align="right"),
                Column("what", _("What was done with it"), lambda r: str(r.sentence), 480, 1, ALWAYS),
                Column("kept", _("Entered as"), lambda r: r.kept_as, 150, priority=6),
                Column("try", "", _trial, 190, priority=8),
            ],
            _("Remarks about rows"),
            id_of=_remark_id,
        )
        self._differences = RecordTable(
            [
                Column("row", _("Row"), lambda d: Cell(str(d.row), small=True), 56, align="right"),
                Column("name", _("Name"), lambda d: d.name, 180, 2, ALWAYS),
                Column("what", _("Column"), lambda d: _(MEANING_WORDS[d.meaning]), 140, 1),
                Column("book", _("In the book"), lambda d: self._word(d, d.in_book), 200, 2),
                Column("list", _("In the list"), lambda d: self._word(d, d.in_list), 200, 2),
            ],
            _("Cells that differ"),
            id_of=_difference_id,
        )
        self._tables = Stack()
        self.letters = LettersTable()
        self.letters.decided.connect(self.letters_decided)
        for table in (self.people, self._remarks, self._differences, self.letters):
            self._tables.addWidget(table)
        self._states = States(self._tables)
        self._begins = FieldEditor(field_of(Facility, "records_complete_from"), desk.today)
        line = label(_("Figures before this day come from paper; the book counts those after it."), "small", wrap=True)
        self._begin_box = box(row(box(row(self._begins), width=380), (line, 1), gap=16, margins=(24, 6, 20, 2)))
        self._pills.chosen.connect(self._show)
        self.people.acted.connect(self._decide)
        self.people.opened.connect(self._open)
        self._remarks.acted.connect(self._try_letters)
        self._remarks.opened.connect(self._try_letters)
        self._differences.opened.connect(self._open)
        self.setLayout(
            column(
                self._begin_box,
                box(row(self._pills, None, margins=(24, 8, 20, 4))),
                (box(row((self._states, 1), margins=(16, 0, 16, 0))), 1),
                gap=0,
            )
        )

    def begins_on(self) -> date | None:
        """Since when the book is complete, when this list opens it; None when the book knows it already."""
        found = self._begins.value() if self._looked is not None and self._looked.begins else None
        return found if isinstance(found, date) else None

    def others(self) -> frozenset[int]:
        """The first rows of those who are said to be others than the people they resemble."""
        return frozenset(self._others)

    def show_preview(self, looked: Looked) -> None:
        """Everything that would be done. The day from which the book counts is asked once: the first of the list's month."""
        fresh = self._looked is None or self._looked.loaded.name != looked.loaded.name
        self._looked = looked
        self._others &= set() if fresh else {k.person.rows[0] for k in looked.plan.known}
        self._begin_box.setVisible(looked.begins)
        if fresh:
            self._begins.set_value((looked.reading.as_of or self._desk.today()).replace(day=1))
            self._pills.choose("differences" if not looked.plan.new and looked.plan.differences else "people")
        look, repaired = self._remark_groups()
        counts = (
            len(looked.reading.people),
            len(look),
            len(repaired),
            len(looked.plan.known),
            len(looked.plan.differences),
            len({cell.row for cell in looked.reading.old_cells}),
        )
        letters = self._pills.buttons()[-1]
        letters.setVisible(bool(looked.reading.old_cells))
        if not looked.reading.old_cells and self._pills.current() == "letters":
            self._pills.choose("people")
        for (key, words), n in zip(_GROUPS, counts, strict=True):
            self._pills.rename(key, f"{_(words)} {n}")
        self._show(self._pills.current())

    def begin(self) -> None:
        """The keyboard goes to the table."""
        if (table := self._tables.currentWidget()) is not None:
            table.setFocus()

    def forget(self) -> None:
        """The list was written, or another file begins."""
        self._looked = None
        self._others.clear()

    def _remark_groups(self) -> tuple[list[RowRemark], list[RowRemark]]:
        assert self._looked is not None
        remarks = self._looked.reading.remarks
        look = [r for r in remarks if r.severity in (Severity.KEPT, Severity.REFUSED)]
        return look, [r for r in remarks if r.severity in (Severity.REPAIRED, Severity.SKIPPED)]

    def _lines(self) -> list[ListedPerson]:
        assert self._looked is not None
        known = {k.person.rows[0]: k for k in self._looked.plan.known}
        by_row: dict[int, list[RowRemark]] = {}
        for remark in self._looked.reading.remarks:
            by_row.setdefault(remark.row, []).append(remark)
        lines = []
        for person in self._looked.reading.people:
            first, match = person.rows[0], known.get(person.rows[0])
            state = "new" if match is None else "protected" if match.confidential else "known"
            remarks = tuple(r for at in person.rows for r in by_row.get(at, ()))
            person_id = match.person_id if match else ""
            lines.append(ListedPerson(person, "other" if first in self._others else state, person_id, remarks))
        return lines

    def _show(self, key: str) -> None:
        if self._looked is None:
            return
        if key == "letters":
            self.letters.show_cells(self._looked.reading.old_cells, self._looked.loaded.decided)
            self._tables.setCurrentWidget(self.letters)
            self._states.show_content()
            return
        look, repaired = self._remark_groups()
        if key == "differences":
            found: list[Any] = list(self._looked.plan.differences)
            table = self._differences
        elif key in ("look", "repaired"):
            found = look if key == "look" else repaired
            table = self._remarks
        else:
            found = [line for line in self._lines() if key == "people" or line.state != "new"]
            table = self.people
        table.show_records(found)
        self._tables.setCurrentWidget(table)
        if found:
            self._states.show_content()
        else:
            self._states.show_empty(_("There is nothing of this kind in the list."))

    def _decide(self, line: ListedPerson, _column: str) -> None:
        """Enter somebody all the same, or leave it."""
        if line.state != "new":
            self._others ^= {line.person.rows[0]}
            self._show(self._pills.current())
            self.decided.emit()

    def _try_letters(self, remark: RowRemark, _column: str = "") -> None:
        """From a row that waits to its letters before and after."""
        if remark.kind is Remark.LEGACY_FONT and self._looked is not None:
            first = next(cell for cell in self._looked.reading.old_cells if cell.row == remark.row)
            self._pills.choose("letters")
            self._show("letters")
            self.letters.table.pick(f"{first.row}/{first.index}")
            self.letters.setFocus()

    def _open(self, found: Any) -> None:
        if found.person_id:
            self._desk.go("person", person_id=found.person_id)

    def _category(self, line: ListedPerson) -> str:
        return self._desk.words("category", line.person.category) if line.person.category else "–"

    def _word(self, difference: CellDifference, value: str) -> str:
        if not value:
            return "–"
        code_list = CODE_LISTS.get(difference.meaning)
        return self._desk.words(code_list, value) if code_list else value


def _born(line: ListedPerson) -> str:
    return dates.written(line.person.born) if line.person.born else "–"


def _state(line: ListedPerson) -> Cell:
    match line.state:
        case "protected":
            return Cell(_("a restricted record matches, ask the director"), mark=("dash", "warn"), tone="warn")
        case "known":
            return Cell(_("in the book already"), mark=("dash", "text2"))
        case "other":
            return Cell(_("entered, another person"), mark=("full", "ok"))
    if any(r.severity is Severity.KEPT for r in line.remarks):
        return Cell(_("entered, to look at"), mark=("half", "warn"))
    return Cell(_("entered"), mark=("full", "ok"))


def _decision(line: ListedPerson) -> Cell:
    match line.state:
        case "known" | "protected":
            return Cell(_("Is another person"), acts=True)
        case "other":
            return Cell(_("Is the same person"), acts=True)
    return Cell("")


def _trial(remark: RowRemark) -> Cell:
    return Cell(_("See it turned into Unicode"), acts=True) if remark.kind is Remark.LEGACY_FONT else Cell()


def _remark_id(remark: RowRemark) -> str:
    return f"{remark.row}/{remark.column}/{remark.kind.value}/{remark.kept_as}"


def _difference_id(difference: CellDifference) -> str:
    return f"{difference.row}/{difference.meaning.value}"
