"""The care of a shift at work: what is planned stands grey, one key writes it down, exceptions by digits and letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.actions.change import Change
from carebook.actions.daily_care import record_care
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import HelpLevel
from carebook.records.codes import Code
from carebook.records.daily_care import CareEntry
from carebook.rules.daily_care import as_planned
from carebook.rules.shifts import Duty
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care import CareRow, care_of
from carebook.ui.pages.daily_care.care_grid import CareGrid, Cell, Waiting
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import column
from carebook.ui.parts.states import States
from carebook.words import _


@dataclass(frozen=True)
class WantedCare:
    """Which shift is to be shown: of a ward or a room ("" everybody), and kinds of care besides those that are planned."""

    duty: Duty
    ward_id: str = ""
    room_id: str = ""
    besides: tuple[str, ...] = ()


class CarePart(QFrame):
    """The care of a ward or room in one shift. ``filled`` something was written or asked for, ``told(sentence, tone)``,
    ``refused(error)``, ``struck(entry)`` wants to be struck through.
    """

    filled = Signal()
    told = Signal(object, str)
    refused = Signal(object)
    struck = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted: WantedCare | None = None
        self._hand: tuple[str | None, bool] = (None, False)
        self._ops: list[str] = []
        self._own: set[str] = set()
        self._at = ""
        self._codes: tuple[Code, ...] = ()
        self._kinds: tuple[Code, ...] = ()
        self.rows: list[CareRow] = []
        self.saved = 0
        self.saved_at: datetime | None = None
        self.writes = desk.may("record_care")
        self.grid = CareGrid()
        self.grid.planned.connect(self._as_planned)
        self.grid.given.connect(self._given)
        self.grid.not_given.connect(self._not_given)
        self.grid.struck.connect(self._strike)
        self.states = States(self.grid)
        self.setLayout(column((self.states, 1), gap=0))
        self.setFocusProxy(self.grid)

    def set_hand(self, done_by_id: str | None, *, from_sheet: bool) -> None:
        """Who gave the care, and whether it is copied from paper."""
        self._hand = (done_by_id, from_sheet)

    def begin_at(self, stay: str) -> None:
        """With whom to begin when the shift has been read."""
        self._at = stay

    def show_care(self, wanted: WantedCare) -> None:
        """Show a shift."""
        if self._wanted != wanted:
            self.rows = []
            self._wanted = wanted
            self._ops.clear()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the shift."""
        wanted = self._wanted
        if wanted is None:
            return
        if not self.rows:
            self.states.show_loading()

        def ask(reader: Reader) -> tuple[WantedCare, list[CareRow], tuple[Code, ...], tuple[Code, ...]]:
            day = wanted.duty.duty_on
            rows = care_of(reader, wanted.duty, wanted.ward_id, wanted.room_id)
            kinds = tuple(code_lists.codes(reader, "care_kind", day))
            return wanted, rows, kinds, tuple(code_lists.codes(reader, "not_done_reason", day))

        self._desk.ask(self, ask, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show(self, found: tuple[WantedCare, list[CareRow], tuple[Code, ...], tuple[Code, ...]]) -> None:
        wanted, rows, kinds, codes = found
        if wanted != self._wanted:
            return
        self.rows, self._codes, self._kinds = rows, codes, kinds
        if not rows:
            self.states.show_empty(_("Nobody has a bed here."), icon="users")
        else:
            self.states.show_content()
            self._show_rows()
            if self._at:
                self.grid.go_to(self._at)
                self._at = ""
        self.filled.emit()

    def _show_rows(self) -> None:
        assert self._wanted is not None
        used = {kind for row in self.rows for kind in row.plan} | set(self._wanted.besides)
        used |= {entry.kind for row in self.rows for entry in row.entries if entry.kind is not None}
        shown = [one for one in self._kinds if one.code in used] or list(self._kinds)
        self.grid.show_rows(self.rows, shown, self._codes, self._wanted.duty.duty_on, writes=self.writes)

    def others(self) -> list[tuple[str, str]]:
        """The kinds of care that are not shown, to be added."""
        shown = {one.code for one in self.grid.care.kinds}
        return [(one.code, one.text) for one in self._kinds if one.code not in shown]

    # writing

    def _entry(self, stay: str, kind: str | None) -> CareEntry:
        """The row of a person and kind in this shift: the one in the book, or a new one."""
        assert self._wanted is not None
        row = self.grid.care.row_of(stay)
        there = next((one for one in row.entries if one.kind == kind), None)
        if there is not None:
            return there
        duty, (done_by, from_sheet) = self._wanted.duty, self._hand
        return CareEntry(
            episode_id=stay,
            duty_on=duty.duty_on,
            shift=duty.shift.code,
            kind=kind,
            done_by_id=done_by,
            from_sheet=from_sheet,
        )

    def _as_planned(self, stay: str) -> None:
        row = self.grid.care.row_of(stay)
        if as_planned(row.entries) is None:
            self._write(self._entry(stay, None))
        self.grid.go_to_open(stay)

    def _given(self, cell: Cell, level: HelpLevel) -> None:
        self._write(replace(self._entry(*cell), level=level, not_done=None))

    def _not_given(self, cell: Cell, reason: str) -> None:
        self._write(replace(self._entry(*cell), level=None, not_done=reason))

    def _write(self, entry: CareEntry) -> None:
        of = (entry.episode_id, entry.kind)
        if of in self.grid.care.waiting:
            return
        self.grid.care.waiting.add(of)
        self.grid.viewport().update()
        then, failed = partial(self._kept, of), partial(self._not_kept, of)
        self._own.add(self._desk.do(record_care, [entry], then=then, failed=failed))

    def _kept(self, of: Waiting, change: Change) -> None:
        self.grid.care.waiting.discard(of)
        for kept in change.result or ():
            self._put(kept)
        self._ops.append(change.op)
        self.saved += 1
        self.saved_at = self._desk.now()
        self.filled.emit()

    def _put(self, kept: CareEntry) -> None:
        """Show what the book holds now."""
        rows: list[CareRow] = []
        for row in self.rows:
            if row.id == kept.episode_id:
                others = tuple(one for one in row.entries if one.id != kept.id)
                rows.append(replace(row, entries=(*others, kept)))
            else:
                rows.append(row)
        self.rows = rows
        self._show_rows()

    def _not_kept(self, of: Waiting, error: BaseException) -> None:
        self.grid.care.waiting.discard(of)
        self.grid.viewport().update()
        self.refused.emit(error)
        self.refresh()

    def _strike(self, cell: Cell) -> None:
        row = self.grid.care.row_of(cell[0])
        own = self.grid.care.given(cell).entry or as_planned(row.entries)
        if own is not None:
            self.struck.emit(own)

    def is_own(self, change: Change) -> bool:
        """Whether a change is a row of this shift, which shows it already."""
        return change.op in self._own

    def undo(self) -> None:
        """Take back what was written last."""
        if not self._ops:
            self.told.emit(_("There is nothing to undo."), "info")
            return
        self._desk.do(undo_deed, self._ops.pop(), then=self._undone, failed=self.refused.emit)

    def _undone(self, change: Change) -> None:
        self.told.emit(change.said or _("Undone."), "ok")
        self.refresh()

    def counts(self) -> tuple[int, int, int]:
        """How many are written down of how many to be, and how many people are away."""
        due = [row for row in self.rows if row.is_due or (row.entries and row.who.is_there)]
        return sum(row.is_done for row in due), len(due), sum(not row.who.is_there for row in self.rows)
