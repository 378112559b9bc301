"""Bringing a list in: the file, what its columns mean, what its words mean, what would be written; then one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QSizePolicy, QStackedWidget, QWidget

from carebook import dates
from carebook.actions.lists import CellDifference, Comparison, LoadedList, compare, import_list, load_list, reread
from carebook.actions.undo import undo_deed
from carebook.rules.list_import import (
    CODE_LISTS,
    MEANING_WORDS,
    DistinctValue,
    ImportedPerson,
    ListReading,
    Meaning,
    RowRemark,
    Severity,
    to_remember,
)
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice, SearchChoice, Tick
from carebook.ui.parts.labels import Chip, ElidedLabel, Sign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import Progress, States
from carebook.ui.parts.strips import PathStrip
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, message

FILE, COLUMNS, WORDS, PREVIEW = range(4)
_LEAVE_OUT = "-"


@dataclass(frozen=True)
class _Looked:
    """A reading with what the book says to it."""

    reading: ListReading
    plan: Comparison


@dataclass(frozen=True)
class _Line:
    """One line of the preview: a person of the list, and what becomes of them."""

    person: ImportedPerson
    state: str  # new | known | protected
    remarks: tuple[RowRemark, ...]

    @property
    def id(self) -> str:
        return str(self.person.rows[0])


class ListsPage(Page):
    """Four steps from a spreadsheet to the book; nothing is written before the last button."""

    mine = frozenset()
    keys = (KeyHint("Ctrl+O", N_("choose a file")), KeyHint("Ctrl+S", N_("enter the people")))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Import from Excel"))
        self._desk = desk
        self._loaded: LoadedList | None = None
        self._looked: _Looked | None = None
        self._op = ""
        self._job: Job | None = None
        self.steps = PathStrip(
            [(_("file"), ""), (_("columns"), ""), (_("words"), ""), (_("preview"), "")], FILE, compact=True
        )
        self.progress = Progress()
        self._stack = QStackedWidget()
        self._first = _FileStep()
        self._columns = _ColumnsStep()
        self._words = _WordsStep(desk)
        self._preview = _PreviewStep(desk)
        for step in (self._first, self._columns, self._words, self._preview):
            self._stack.addWidget(step)
        self._back = Button(_("Previous"))
        self._next = Button(_("Next"), "primary")
        self._write = Button(_("Enter the people"), "primary", key="Ctrl+S", listens=False)
        self._sum = ElidedLabel("", "muted")
        self._sum.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.put(
            box(row(self.steps, margins=(24, 4, 20, 4))),
            box(row(self.progress, margins=(24, 0, 20, 0))),
            hairline(),
            (self._stack, 1),
            Footer(self._sum, self._back, self._next, self._write),
        )
        self._first.chosen.connect(self.open_file)
        self._columns.changed.connect(self._columns_changed)
        self._back.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        self._write.clicked.connect(self.save)
        self._show_step(FILE)

    def turn_to(self, file: str = "") -> None:
        """Begin with a file, when one is named."""
        if file:
            self.open_file(file)

    # steps

    def _show_step(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.steps.show_steps([(_("file"), ""), (_("columns"), ""), (_("words"), ""), (_("preview"), "")], step)
        self._back.setVisible(step > FILE)
        self._next.setVisible(FILE < step < PREVIEW)
        self._write.setVisible(step == PREVIEW)

    def _go_back(self) -> None:
        self._show_step(max(FILE, self._stack.currentIndex() - 1))

    def _go_on(self) -> None:
        step = self._stack.currentIndex()
        if step == WORDS:
            self._look_again(self._words.values())
        self._show_step(min(PREVIEW, step + 1))

    # reading

    def open_file(self, name: str) -> None:
        """Read a file and show what its columns mean."""
        path, now = Path(name), self._desk.now()
        job = Job(self)
        self.progress.follow(job, _("Reading the list…"))
        book, by = self._desk.book, self._desk.actor

        def read(_reader: Any) -> tuple[LoadedList, _Looked]:
            loaded = load_list(book, path, now=now)
            return loaded, _Looked(loaded.reading, compare(book, loaded.reading, by=by, now=now))

        self.clerk.make(read, _same, self._read, self._not_read, job=job)

    def _read(self, found: tuple[LoadedList, _Looked]) -> None:
        self._loaded, looked = found
        self._columns.show_columns(looked.reading)
        self._take(looked)
        self._show_step(COLUMNS)

    def _not_read(self, error: BaseException) -> None:
        said = getattr(error, "message", None)
        self.say(said if said is not None else _("The file could not be read."), "danger")

    def _columns_changed(self) -> None:
        if self._loaded is not None and self._looked is not None:
            layout = self._columns.layout_of(self._looked.reading.layout)
            self._loaded = self._loaded.with_layout(layout)
            self._look_again(None)

    def _look_again(self, values: tuple[DistinctValue, ...] | None) -> None:
        """Read the sheet once more under the chosen mapping, and compare with the book."""
        if self._loaded is None or self._looked is None:
            return
        loaded, now, book, by = self._loaded, self._desk.now(), self._desk.book, self._desk.actor
        chosen = values if values is not None else self._looked.reading.values

        def read(_reader: Any) -> _Looked:
            reading = reread(loaded, chosen, renew=values is None, today=dates.today_in_vietnam(now))
            return _Looked(reading, compare(book, reading, by=by, now=now))

        self._job = self.clerk.make(read, _same, self._take, self._not_read)

    def _take(self, looked: _Looked) -> None:
        self._looked = looked
        self._words.show_values(looked.reading.values)
        self._preview.show_preview(looked)
        counts, new = looked.reading.counts, len(looked.plan.new)
        self._sum.setWhole(
            str(
                message(
                    "{rows} rows: {new} can be entered, {known} are in the book, {repeated} repeated, {look} to look at."
                    " Nothing is written yet.",
                    rows=counts.rows,
                    new=new,
                    known=len(looked.plan.known),
                    repeated=counts.duplicates,
                    look=counts.to_look_at + counts.refused,
                )
            )
        )
        self._write.setText(str(message("Enter {n} people", n=new)))
        self._write.setEnabled(new > 0)

    # writing

    def save(self) -> None:
        """Write everybody new, in one transaction; it can be stopped, and undone afterwards."""
        if self._looked is None or self._stack.currentIndex() != PREVIEW or not self._looked.plan.new:
            return
        opening = self._desk.facility.records_complete_from is None
        asked = self._preview.begins_on() if opening else None
        job = Job(self)
        self.progress.follow(job, _("Entering {done}/{total} people"))
        reading = self._looked.reading
        self._write.setEnabled(False)
        self._op = self._desk.do(
            import_list,
            reading,
            source=self._loaded.name if self._loaded else "",
            complete_from=asked,
            choices=to_remember(reading.values),
            progress=job.report,
            cancelled=job.is_stopped,
            then=_Ended(self, job).written,
            failed=_Ended(self, job).refused,
        )

    def written(self, change: Any, job: Job) -> None:
        """The people are in the book."""
        job.ended.emit()
        known = len(change.result.known)
        said = message("Imported {n} people. {known} were in the book already.", n=change.result.imported, known=known)
        self.offer_undo(said, self._undo)
        self._loaded = self._looked = None
        self._sum.setWhole("")
        self._show_step(FILE)

    def refused(self, error: BaseException, job: Job) -> None:
        """Stopped, or a failure of the world: nothing was written."""
        job.ended.emit()
        self._write.setEnabled(True)
        self.complain(error)

    def _undo(self) -> None:
        self._desk.do(undo_deed, self._op, then=self._undone, failed=self.complain)

    def _undone(self, _change: Any) -> None:
        self.say(_("Undone: the people of the list are out of the book again."))

    # drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.open_file(url.toLocalFile())
                return


class _Ended:
    """The end of one import, with its progress line."""

    def __init__(self, page: ListsPage, job: Job) -> None:
        self._page, self._job = page, job

    def written(self, change: Any) -> None:
        self._page.written(change, self._job)

    def refused(self, error: BaseException) -> None:
        self._page.refused(error, self._job)


def _same(found: Any) -> Any:
    return found


class _FileStep(QWidget):
    """The first step: choose a file, or drop one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        choose = Button(_("Choose a file…"), "primary", "file-spreadsheet", "Ctrl+O")
        choose.clicked.connect(self._choose)
        self.setLayout(
            column(
                None,
                row(None, Sign("file-spreadsheet", "primary", 40), None),
                row(None, label(_("One Excel list is enough to open the book."), "h2"), None),
                row(
                    None,
                    label(
                        _(
                            "Read are .xlsx, .xls, .ods, .csv. Titles, footers, repeated rows and lost zeros are dealt with row by row."
                        ),
                        "muted",
                        wrap=True,
                        width=520,
                    ),
                    None,
                ),
                8,
                row(None, choose, None),
                None,
                gap=10,
            )
        )

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a file…"), "", f"{_('Lists')} (*.xlsx *.xls *.xlsm *.ods *.csv)"
        )
        if name:
            self.chosen.emit(name)


class _ColumnsStep(QWidget):
    """What each column means, with a word of the file beside it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = label("", "muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(24, 8, 20, 16)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._choices: list[tuple[int, Choice]] = []
        inside = QWidget()
        inside.setLayout(column(row(self._line, margins=(24, 12, 20, 0)), self._grid, None, gap=4))
        self.setLayout(column(scrolling(inside), gap=0))

    def show_columns(self, reading: ListReading) -> None:
        """The columns of a list with their meanings."""
        emptied(self._grid)
        self._choices = []
        said = message(
            "The headings stand in row {row}. Correct what a column means where it is wrong.", row=reading.header_row
        )
        if reading.as_of is not None:
            said = message(
                "The headings stand in row {row}; the list is of {day}. Correct what a column means where it is wrong.",
                row=reading.header_row,
                day=dates.written(reading.as_of),
            )
        self._line.setText(str(said))
        for place, head in enumerate((_("Column in the file"), _("Means"))):
            self._grid.addWidget(label(head, "small_name"), 0, place)
        meanings = [(_LEAVE_OUT, _("leave out"))] + [(m.value, _(words)) for m, words in MEANING_WORDS.items()]
        for at, one in enumerate(reading.columns, 1):
            heading = " ".join(one.heading.split())
            choice = Choice(meanings)
            choice.setAccessibleName(str(message("Meaning of column {heading}", heading=heading)))
            choice.choose(one.meaning.value if one.meaning else _LEAVE_OUT)
            choice.setMinimumWidth(260)
            choice.activated.connect(self._touched)
            self._choices.append((one.index, choice))
            self._grid.addWidget(label(heading or _("(no heading)")), at, 0)
            self._grid.addWidget(choice, at, 1, Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(1, 1)

    def _touched(self, _index: int) -> None:
        self.changed.emit()

    def layout_of(self, layout: Any) -> Any:
        """The layout with the meanings chosen here."""
        for index, choice in self._choices:
            code = choice.code()
            layout = layout.with_meaning(index, None if code in ("", _LEAVE_OUT) else Meaning(code))
        return layout


class _WordsStep(QWidget):
    """Every distinct word of the coded columns: how often, and what it is taken for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._grid = QGridLayout()
        self._grid.setContentsMargins(24, 8, 20, 16)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._shown: list[tuple[DistinctValue, SearchChoice]] = []
        inside = QWidget()
        line = label(
            _("Each word of the list becomes a code of the book. What is chosen here is remembered for the next list."),
            "muted",
            wrap=True,
        )
        inside.setLayout(column(row(line, margins=(24, 12, 20, 0)), self._grid, None, gap=4))
        self.setLayout(column(scrolling(inside), gap=0))

    def show_values(self, values: tuple[DistinctValue, ...]) -> None:
        """The words with their codes; those not understood come marked."""
        emptied(self._grid)
        self._shown = []
        at, last = 0, None
        for value in values:
            if value.meaning is not last:
                last = value.meaning
                self._grid.addWidget(section_head(_(MEANING_WORDS[value.meaning])), at, 0, 1, 4)
                at += 1
            choices = self._desk.choices(CODE_LISTS[value.meaning])
            choice = SearchChoice(choices)
            choice.choose(value.code or "")
            choice.setMinimumWidth(320)
            choice.setAccessibleName(str(message("Code of “{word}”", word=value.word)))
            self._grid.addWidget(label(f"“{value.word}”"), at, 0)
            self._grid.addWidget(label(str(value.count), "muted", right=True, width=48), at, 1)
            self._grid.addWidget(choice, at, 2, Qt.AlignmentFlag.AlignLeft)
            if value.code is None or not value.sure:
                word = _("not understood") if value.code is None else _("please look")
                self._grid.addWidget(Chip(word, "warn", "triangle-alert"), at, 3, Qt.AlignmentFlag.AlignLeft)
            self._shown.append((value, choice))
            at += 1
        self._grid.setColumnStretch(3, 1)

    def values(self) -> tuple[DistinctValue, ...]:
        """The words with the codes chosen here."""
        from dataclasses import replace

        found = []
        for value, choice in self._shown:
            code = choice.code()
            found.append(value if code == (value.code or "") else replace(value, code=code, sure=True))
        return tuple(found)


class _PreviewStep(QWidget):
    """Who would be entered, who is known, what was repaired or could not be read, cell by cell."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._looked: _Looked | None = None
        self._pills = Pills(
            [
                ("people", _("People")),
                ("look", _("To look at")),
                ("repaired", _("Repaired")),
                ("known", _("In the book")),
                ("differences", _("Differences")),
            ],
            "people",
        )
        self._people = RecordTable(
            [
                Column("row", _("Row"), lambda line: Cell(str(line.person.rows[0]), small=True), 56, align="right"),
                Column("name", _("Name"), lambda line: Cell(line.person.full_name, weight=500), 190, 2, ALWAYS),
                Column(
                    "born", _("Born"), lambda line: dates.written(line.person.born) if line.person.born else "–", 96
                ),
                Column("category", _("Category"), self._category, 220, 2, 8),
                Column("room", _("Room"), lambda line: line.person.room, 72, priority=6),
                Column("state", _("Becomes"), self._state, 170, 1, 9),
            ],
            _("People of the list"),
        )
        self._remarks = RecordTable(
            [
                Column("row", _("Row"), lambda r: Cell(str(r.row), small=True), 56, align="right"),
                Column("what", _("What was done with it"), lambda r: str(r.sentence), 420, 4, ALWAYS),
                Column("kept", _("Entered as"), lambda r: r.kept_as, 200, 2, 6),
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
        self._tables = QStackedWidget()
        for table in (self._people, self._remarks, self._differences):
            self._tables.addWidget(table)
        self._states = States(self._tables)
        self._begins = Tick(_("This list opens the book"))
        self._begins.setChecked(True)
        self._begins_line = label("", "small", wrap=True)
        self._begin_box = box(row(self._begins, (self._begins_line, 1), margins=(24, 6, 20, 2)))
        self._pills.chosen.connect(self._show)
        self.setLayout(
            column(
                box(row(self._pills, None, margins=(24, 8, 20, 4))),
                self._begin_box,
                (box(row((self._states, 1), margins=(16, 0, 16, 0))), 1),
                gap=0,
            )
        )

    def begins_on(self) -> date | None:
        """Since when the book is complete, when this list opens it: the first day of the month after the list's day."""
        if not self._begins.isChecked() or self._looked is None:
            return None
        day = self._looked.reading.as_of or self._desk.today()
        return day.replace(day=1)

    def show_preview(self, looked: _Looked) -> None:
        """Everything that would be done."""
        self._looked = looked
        look, repaired = self._remark_groups()
        counts = Counter(people=len(looked.reading.people), look=len(look), repaired=len(repaired))
        counts["known"], counts["differences"] = len(looked.plan.known), len(looked.plan.differences)
        for key, words in (
            ("people", _("People")),
            ("look", _("To look at")),
            ("repaired", _("Repaired")),
            ("known", _("In the book")),
            ("differences", _("Differences")),
        ):
            self._pills.rename(key, f"{words} {counts[key]}")
        self._begin_box.setVisible(self._desk.facility.records_complete_from is None)
        begins = (looked.reading.as_of or self._desk.today()).replace(day=1)
        said = message(
            "Figures are counted by the book from {day}; earlier ones come from paper.", day=dates.written(begins)
        )
        self._begins_line.setText(str(said))
        self._show(self._pills.current())

    def _remark_groups(self) -> tuple[list[RowRemark], list[RowRemark]]:
        assert self._looked is not None
        remarks = self._looked.reading.remarks
        look = [r for r in remarks if r.severity in (Severity.KEPT, Severity.REFUSED)]
        return look, [r for r in remarks if r.severity in (Severity.REPAIRED, Severity.SKIPPED)]

    def _lines(self) -> list[_Line]:
        assert self._looked is not None
        known = {k.person.rows[0]: ("protected" if k.confidential else "known") for k in self._looked.plan.known}
        by_row: dict[int, list[RowRemark]] = {}
        for remark in self._looked.reading.remarks:
            by_row.setdefault(remark.row, []).append(remark)
        return [
            _Line(p, known.get(p.rows[0], "new"), tuple(r for at in p.rows for r in by_row.get(at, ())))
            for p in self._looked.reading.people
        ]

    def _show(self, key: str) -> None:
        if self._looked is None:
            return
        look, repaired = self._remark_groups()
        if key == "differences":
            found: list[Any] = list(self._looked.plan.differences)
            self._differences.show_records(found)
            self._tables.setCurrentWidget(self._differences)
        elif key in ("look", "repaired"):
            found = look if key == "look" else repaired
            self._remarks.show_records(found)
            self._tables.setCurrentWidget(self._remarks)
        else:
            found = [line for line in self._lines() if key == "people" or line.state != "new"]
            self._people.show_records(found)
            self._tables.setCurrentWidget(self._people)
        if found:
            self._states.show_content()
        else:
            self._states.show_empty(_("There is nothing of this kind in the list."))

    def _category(self, line: _Line) -> str:
        return self._desk.words("category", line.person.category) if line.person.category else "–"

    def _state(self, line: _Line) -> Cell:
        if line.state == "protected":
            return Cell(_("restricted record matches"), mark=("dash", "warn"), tone="warn")
        if line.state == "known":
            return Cell(_("in the book already"), mark=("dash", "text2"))
        if any(r.severity is Severity.KEPT for r in line.remarks):
            return Cell(_("entered, to look at"), mark=("half", "warn"))
        return Cell(_("entered"), mark=("full", "ok"))

    def _word(self, difference: CellDifference, value: str) -> str:
        if not value:
            return "–"
        code_list = CODE_LISTS.get(difference.meaning)
        return self._desk.words(code_list, value) if code_list else value


def _remark_id(remark: RowRemark) -> str:
    return f"{remark.row}/{remark.column}/{remark.kind.value}/{remark.kept_as}"


def _difference_id(difference: CellDifference) -> str:
    return f"{difference.row}/{difference.meaning.value}"
