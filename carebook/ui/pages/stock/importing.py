"""The panel of lists from Excel: medicines for the center's list, or orders in use; looked at first, then brought in at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from carebook.actions.change import Change
from carebook.actions.medicines import import_medicines, import_prescriptions
from carebook.records.medication import Medicine, Prescription
from carebook.rules.medicines import ReadOrder, RowProblem, read_medicines, read_orders
from carebook.rules.search_words import fold
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor
from carebook.store.prescriptions import dose_rounds, people_of_medicines
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.prescriptions import bound_words, dose_words, medicine_words, time_words
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, message, ngettext

MEDICINES, ORDERS = "medicines", "orders"


@dataclass(frozen=True)
class Looked:
    """What a file holds: the records to be brought in with their rows, and the rows that cannot be."""

    kind: str
    records: tuple[Medicine | Prescription, ...]
    rows: tuple[int, ...]
    problems: tuple[RowProblem, ...]

    @property
    def orders(self) -> list[tuple[Prescription, int]]:
        """The orders among the records, each with its row."""
        pairs = zip(self.records, self.rows, strict=True)
        return [(one, row) for one, row in pairs if isinstance(one, Prescription)]

    def without(self, wrong: Sequence[RowProblem]) -> Looked:
        """The same without the rows that the book refused."""
        gone = {one.row for one in wrong}
        kept = [(one, row) for one, row in zip(self.records, self.rows, strict=True) if row not in gone]
        problems = tuple(sorted((*self.problems, *wrong), key=lambda one: one.row))
        return replace(
            self, records=tuple(one for one, _row in kept), rows=tuple(row for _one, row in kept), problems=problems
        )


class ImportPanel(SidePanel):
    """One list at a time. ``done(change)``, ``said(sentence, tone)`` and ``refused(error)`` are told by the page; ``shut``."""

    done = Signal(object)
    said = Signal(object, str)
    refused = Signal(object)
    shut = Signal()

    def __init__(self, desk: Desk, *, width: int = 420) -> None:
        super().__init__(_("Import from Excel"), width=theme.worn().scaled(width))
        self._desk = desk
        self._looked: Looked | None = None
        self._open = False
        self.kind = Segments([(MEDICINES, _("List of medicines")), (ORDERS, _("Orders in use"))], MEDICINES)
        self.kind.chosen.connect(self._forget)
        self.choose_button = Button(_("Choose the file…"), icon="folder-open")
        self.choose_button.clicked.connect(self._choose)
        self.wanted = label("", "small", wrap=True)
        self.count = label("", "strong", wrap=True)
        self.problems = RecordTable(
            [
                Column("row", _("Row"), lambda one: str(one.row), 56, 0, ALWAYS, align="right"),
                Column("said", _("What is wrong"), lambda one: Cell(str(one.message)), 260, 3, ALWAYS),
            ],
            _("Rows that are not brought in"),
            id_of=lambda one: f"{one.row}",
        )
        self.problems.fit_rows()
        self.problems.picked.connect(self._say_whole)
        self.whole = label("", "small", "warn", wrap=True)
        """The sentence of the row picked: the longest do not fit on one line."""
        self.read = RecordTable(
            [
                Column("row", _("Row"), lambda one: str(one[1]), 56, 0, ALWAYS, align="right"),
                Column("medicine", _("Medicine"), self._medicine, 170, 3, ALWAYS),
                Column("when", _("When it is given"), self._when, 160, 3, ALWAYS),
            ],
            _("How the rows are read"),
            id_of=lambda one: f"{one[1]} {one[0].rounds}",
            row_height=44,
        )
        self.read.fit_rows()
        self.import_button = Button(_("Bring in"), "primary", "check")
        self.import_button.clicked.connect(self.bring_in)
        self.add(
            self.kind, 8, self.wanted, 8, self.choose_button, 8, self.count, self.whole, self.problems, 8, self.read
        )
        self.add_actions(self.import_button)
        self.closed.connect(self.put_away)
        self._forget()
        self.hide()

    def open(self) -> None:
        """Ask for a file."""
        self._open = True
        self._forget()
        self.show()
        self.choose_button.setFocus()

    def is_open(self) -> bool:
        return self._open

    def put_away(self) -> None:
        """Go."""
        self._open = False
        self.hide()
        self.shut.emit()

    def _forget(self, *_chosen: object) -> None:
        self._looked = None
        if self.kind.current() == MEDICINES:
            told = _(
                "Columns that are read: name, active substance, strength, form, unit, special control, amount kept."
            )
        else:
            told = _(
                "Columns that are read: code or name of the person, medicine, strength, dose, when it is given"
                " (“8h, 20h”, “sáng 1, tối 1”, “S-C”, “ngày 2 lần”, “khi cần”), at most, from, to, doctor."
            )
        self.wanted.setText(told)
        self._show()

    # reading

    def _medicine(self, one: tuple[Prescription, int]) -> Cell:
        return Cell(medicine_words(one[0]), sub=dose_words(self._desk, one[0]))

    def _when(self, one: tuple[Prescription, int]) -> Cell:
        return Cell(time_words(self._desk, one[0]), sub=bound_words(one[0]))

    def _choose(self) -> None:
        path, _chosen = QFileDialog.getOpenFileName(self, _("Choose the file"), "", "*.xlsx *.xls *.ods *.csv")
        if path:
            self.look(Path(path))

    def look(self, path: Path) -> None:
        """Read a file; nothing is written."""
        question = partial(_looked, path=path, kind=self.kind.current(), today=self._desk.today())
        self._desk.clerk.make(question, lambda looked: looked, self._know, self._unread)

    def _know(self, looked: Looked) -> None:
        self._looked = looked
        self._show()

    def _unread(self, error: BaseException) -> None:
        said = getattr(error, "message", None)
        if said is not None:
            self.said.emit(said, "danger")
        else:
            self.refused.emit(error)

    def _show(self) -> None:
        looked = self._looked
        orders = looked.orders if looked is not None else []
        self.problems.setVisible(looked is not None and bool(looked.problems))
        self.whole.setVisible(looked is not None and bool(looked.problems))
        self.read.setVisible(bool(orders))
        self.read.show_records(orders)
        self.import_button.setEnabled(looked is not None and bool(looked.records))
        if looked is None:
            self.count.setText("")
            self.import_button.setText(_("Bring in"))
            return
        self.problems.show_records(looked.problems)
        if looked.problems:
            self.problems.pick(f"{looked.problems[0].row}")
        found = len(set(looked.rows))
        told = _("{n} rows can be brought in, {wrong} to look at. Nothing is in the book yet.")
        self.count.setText(told.format(n=found, wrong=len(looked.problems)))
        self.import_button.setText(ngettext("Bring in {n} row", "Bring in {n} rows", found).format(n=found))

    def _say_whole(self, one: RowProblem | None) -> None:
        self.whole.setText(str(one.message) if one is not None else "")
        self.whole.setVisible(one is not None)

    # bringing in

    def bring_in(self) -> None:
        """Everything that can be, in one go."""
        looked = self._looked
        if looked is None or not looked.records:
            return
        self.import_button.setEnabled(False)
        deed: Any = import_medicines if looked.kind == MEDICINES else import_prescriptions
        self._desk.do(deed, looked.records, then=self._brought_in, failed=self._not_brought_in)

    def _brought_in(self, change: Change) -> None:
        known = change.result.known
        self.put_away()
        self.done.emit(change)
        if known:
            self.said.emit(message("{n} were in the book already.", n=known), "info")

    def _not_brought_in(self, error: BaseException) -> None:
        looked, wrong = self._looked, _rows_of(error, self._looked)
        if looked is None or not wrong:
            self._show()
            self.refused.emit(error)
            return
        self._looked = looked.without(wrong)
        self._show()
        self.said.emit(message("Nothing was brought in. Look at the rows, then bring in the others."), "warn")


def _rows_of(error: BaseException, looked: Looked | None) -> list[RowProblem]:
    """The rows a refusal is about, by "rows.3.unit"."""
    found = []
    for one in getattr(error, "problems", ()):
        kind, _dot, rest = one.field.partition(".")
        place = rest.partition(".")[0]
        if looked is not None and kind == "rows" and place.isdigit():
            found.append(RowProblem(looked.rows[int(place)], one.message))
    return found


def _looked(reader: Reader, path: Path, kind: str, today: date) -> Looked:
    """What the sheets of a file hold; the first sheet with the headings counts."""
    from carebook.exchange.lists import UnreadableList, read_sheets

    def codes(name: str) -> Any:
        return code_lists.codes(reader, name, today)

    for sheet in read_sheets(path):
        if kind == MEDICINES:
            found = read_medicines(sheet, forms=codes("medicine_form"), units=codes("medicine_unit"))
            if found.rows or found.problems:
                rows = tuple(one.row for one in found.rows)
                return Looked(kind, tuple(one.medicine for one in found.rows), rows, found.problems)
        else:
            read = read_orders(
                sheet,
                today=today,
                rounds=dose_rounds(reader, today),
                units=codes("medicine_unit"),
                ways=codes("medicine_way"),
                sources=codes("medicine_source"),
            )
            if read.rows or read.problems:
                return _with_people(read.rows, read.problems, people_of_medicines(reader, today))
    raise UnreadableList(message("“{file}” has no headings this list is read by.", file=path.name))


def _with_people(orders: Sequence[ReadOrder], problems: Sequence[RowProblem], people: Sequence[CaredFor]) -> Looked:
    """The orders with the stays they are for: by the code of the record, else by a name that only one person bears."""
    by_code = {one.code.casefold(): one for one in people if not one.masked}
    by_name: dict[str, list[CaredFor]] = {}
    for one in people:
        by_name.setdefault(fold(one.name), []).append(one)
    kept, wrong = [], list(problems)
    for read in orders:
        who = by_code.get(read.code.casefold()) if read.code else None
        named = by_name.get(fold(read.person), []) if who is None and not read.code else []
        who = who or (named[0] if len(named) == 1 else None)
        if who is not None:
            kept.append((replace(read.order, episode_id=who.episode_id), read.row))
        elif len(named) > 1:
            wrong.append(
                RowProblem(read.row, message("Several people are called {name}. Write the code.", name=read.person))
            )
        else:
            told = read.code or read.person or "–"
            wrong.append(RowProblem(read.row, message("“{typed}” does not live here today.", typed=told)))
    wrong.sort(key=lambda one: one.row)
    return Looked(ORDERS, tuple(one for one, _row in kept), tuple(row for _one, row in kept), tuple(wrong))
