"""A round at work: its sheet is asked for, each confirmed cell goes into the book at once, what is not confirmed into the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change
from carebook.actions.observations import amend_observation, record_observations
from carebook.actions.undo import undo_deed
from carebook.records.monitoring import Observation
from carebook.rules.observations import Reading
from carebook.rules.shifts import Duty, shifts_of
from carebook.store.book import Reader
from carebook.store.daily_care import RoundSheet, round_sheet
from carebook.store.drafts import Draft, own_draft
from carebook.ui.pages.daily_care.round_grid import RoundGrid
from carebook.ui.pages.daily_care.sheet import Hand, Key, RoundState
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.states import States
from carebook.words import _, message

FORM = "daily_care"


@dataclass(frozen=True)
class Wanted:
    """Which round is to be shown: of a ward or a room ("" everybody), and measures besides those that are due."""

    duty_on: date
    round: str
    ward_id: str = ""
    room_id: str = ""
    besides: tuple[str, ...] = ()

    @property
    def draft(self) -> str:
        """Under which name the draft of the round is kept."""
        return f"{self.duty_on.isoformat()} {self.round}"


class RoundPart(QFrame):
    """The round of a ward or room. ``typed`` something is not in the book yet, ``filled`` something was written or asked for,
    ``told(sentence, tone)``, ``refused(error)``, ``struck(observation)`` wants to be struck through.
    """

    typed = Signal()
    filled = Signal()
    told = Signal(object, str)
    refused = Signal(object)
    struck = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.wanted: Wanted | None = None
        self._hand: tuple[str | None, bool] = (None, False)
        self._ops: list[str] = []
        self._own: set[str] = set()
        self._elsewhere: list[list[Any]] = []  # cells of the draft that are not on this sheet
        self._carried: Mapping[str, Any] | None = None  # of another room in the same round, newer than the book's draft
        self._kept_draft = False
        self._at: Key | None = None
        self.state: RoundState | None = None
        self.where = ""
        """The ward or room in words."""
        self.saved = 0
        self.saved_at: datetime | None = None
        self.drafts_kept = 0
        self.writes = desk.may("record_observations")
        self.grid = RoundGrid()
        self.grid.wanted.connect(self._write)
        self.grid.struck.connect(self._strike)
        self.grid.words_wanted.connect(self._ask_words)
        self.grid.typed.connect(self.typed)
        self.grid.moved.connect(self._put_words_away)
        self.states = States(self.grid)
        self._why: tuple[Key, str] | None = None
        self._why_label = label("", "name")
        self.why = QLineEdit()
        self.why.setAccessibleName(_("Reason in words"))
        self.why.setMaxLength(2000)
        self.why.returnPressed.connect(self._give_words)
        on_key(self.why, "Esc", self._put_words_away)
        save = Button(_("Save"), "", "", "Enter", listens=False)
        save.clicked.connect(self._give_words)
        self._why_bar = box(row(self._why_label, (self.why, 1), save, gap=8, margins=(24, 6, 20, 6)), "well")
        self._why_bar.hide()
        self.setLayout(column((self.states, 1), self._why_bar, gap=0))
        self.setFocusProxy(self.grid)

    # asking

    def show_round(self, wanted: Wanted) -> None:
        """Show a round."""
        if self.wanted != wanted:
            same = self.wanted is not None and self.wanted.draft == wanted.draft and self.state is not None
            self._carried = (self.draft() or {}) if same else None
            self.state = None
            self.wanted = wanted
            self._ops.clear()
        self.refresh()

    def begin_at(self, stay: str, measure: str) -> None:
        """The cell to begin with when the sheet has been read: of a person, and of a measure ("" the first open one)."""
        self._at = (stay, measure)

    def refresh(self) -> None:
        """Ask for the sheet, and for the draft of the round."""
        wanted = self.wanted
        if wanted is None:
            return
        if self.state is None:
            self.states.show_loading()
        now = self._desk.now()

        def ask(reader: Reader) -> tuple[Wanted, RoundSheet, Draft | None]:
            sheet = round_sheet(
                reader,
                wanted.duty_on,
                wanted.round,
                ward_id=wanted.ward_id,
                room_id=wanted.room_id,
                besides=wanted.besides,
                now=now,
            )
            return wanted, sheet, own_draft(reader, FORM, wanted.draft)

        self._desk.ask(self, ask, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show(self, found: tuple[Wanted, RoundSheet, Draft | None]) -> None:
        wanted, sheet, draft = found
        if wanted != self.wanted:
            return
        if self.state is None:
            self.state = RoundState(sheet)
            self._restore(draft)
        else:
            self.state.renew(sheet)
        if not sheet.rows or not sheet.measures:
            self._tell_empty(bool(sheet.rows))
        else:
            self.states.show_content()
            self.grid.show_sheet(self.state, writes=self.writes, at=self._first())
        self.filled.emit()

    def _first(self) -> Key | None:
        """The cell that was asked for; of a person without a measure the first one that is open."""
        at, self._at = self._at, None
        if at is None or at[1] or self.state is None:
            return at
        own = [key for key in self.state.cells() if key[0] == at[0]]
        return next((key for key in own if self.state.is_open(key)), own[0] if own else None)

    def _restore(self, draft: Draft | None) -> None:
        """What was typed and not saved comes back as it was typed."""
        assert self.state is not None
        self._kept_draft = draft is not None
        content = self._carried if self._carried is not None else draft.content if draft is not None else {}
        cells = list(content.get("cells", ()))
        here = {row.id for row in self.state.sheet.rows}
        self._elsewhere = [cell for cell in cells if cell[0] not in here]
        back = self.state.restore({"cells": [cell for cell in cells if cell[0] in here]})
        if back and draft is not None and self._carried is None:
            kept = dates.moment(draft.kept_at, self._desk.today())
            said = message("{n} cells typed at {time} were not saved; they stand in the grid again.", n=back, time=kept)
            self.told.emit(said, "info")

    def _tell_empty(self, people: bool) -> None:
        if not people:
            self.states.show_empty(_("Nobody has a bed here."), icon="users")
            return
        self.states.show_empty(
            message(
                "{ward} has no measure due in this round. What is measured follows the monitoring plan of each person.",
                ward=self.where or _("The center"),
            ),
            icon="circle-check",
        )

    # writing

    def set_hand(self, done_by_id: str | None, *, from_sheet: bool) -> None:
        """Who takes the measures, and whether they are copied from paper."""
        self._hand = (done_by_id, from_sheet)

    def _ends(self, sheet: RoundSheet) -> datetime:
        shifts = shifts_of(one for one in sheet.codes if one.list_name == "shift")
        running = (Duty(sheet.duty_on, one) for one in shifts)
        return next((duty.ends_at for duty in running if duty.holds(sheet.at)), sheet.at)

    def _write(self, key: Key, text: str, reading: Reading | None, not_done: str, because: str, note: str = "") -> None:
        state = self.state
        if state is None:
            return
        done_by, from_sheet = self._hand
        one = state.observation(
            key,
            Hand(done_by, from_sheet, self._ends(state.sheet)),
            self._desk.now(),
            reading=reading,
            not_done=not_done or None,
            because=because or None,
            note=note,
        )
        then, failed = partial(self._kept, key), partial(self._not_kept, key, text)
        if one.id:
            op = self._desk.do(amend_observation, one, seen=one.version, then=then, failed=failed)
        else:
            op = self._desk.do(record_observations, [one], then=then, failed=failed)
        self._own.add(op)

    def _kept(self, key: Key, change: Change) -> None:
        kept = change.result
        one = kept if isinstance(kept, Observation) else kept[0] if kept else None
        if self.state is None or one is None or key[0] not in {row.id for row in self.state.sheet.rows}:
            return
        self._ops.append(change.op)
        self.saved += 1
        self.saved_at = self._desk.now()
        self.state.keep(one)
        self.grid.show_again()
        if self._kept_draft and self.state.draft() is None:
            self.keep_draft()
        self.filled.emit()

    def _not_kept(self, key: Key, text: str, error: BaseException) -> None:
        if self.state is None:
            return
        problems = getattr(error, "problems", ())
        why = " ".join(str(one.message) for one in problems)
        self.state.refuse(key, text, why or _("This was not written. What was typed is still here."))
        self.grid.show_again()
        self.typed.emit()
        self.filled.emit()

    def is_own(self, change: Change) -> bool:
        """Whether a change is a cell of this sheet, which shows it already."""
        return change.op in self._own

    def undo(self) -> None:
        """Take the cell back that was written last."""
        if not self._ops:
            self.told.emit(_("There is nothing to undo."), "info")
            return
        self._desk.do(undo_deed, self._ops.pop(), then=self._undone, failed=self.refused.emit)

    def _undone(self, change: Change) -> None:
        self.told.emit(change.said or _("Undone."), "ok")
        self.refresh()

    def _strike(self, key: Key) -> None:
        if self.state is not None and (one := self.state.taken(key)) is not None:
            self.struck.emit(one)

    # reasons in words

    def _ask_words(self, key: Key, because: str) -> None:
        """A reason that needs words: a line under the grid."""
        assert self.state is not None
        self._why = (key, because)
        row_, measure = self.state.row(key[0]), self.state.measure(key[1])
        self._why_label.setText(f"{row_.who.name} · {measure.text}")
        self._why_bar.show()
        self.why.clear()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_words(self) -> None:
        words = self.why.text().strip()
        if self._why is None or self.state is None or not words:
            return
        key, because = self._why
        typed = self.state.typed.get(key)
        self._put_words_away()
        if typed is not None and typed.judged is not None and typed.judged.reading is not None:
            self.state.wait(key, typed.text)
            self._write(key, typed.text, typed.judged.reading, "", because, words)
        else:
            shown = self.state.key_of("not_done_reason", because)
            self.state.wait(key, shown)
            self._write(key, shown, None, because, "", words)
        self.grid.show_again()
        self.grid.setFocus()

    def _put_words_away(self) -> None:
        if self._why is not None:
            self._why = None
            self._why_bar.hide()
            self.grid.setFocus()

    # drafts

    def has_unsaved(self) -> bool:
        """Whether something typed is not in the book."""
        return self.state is not None and self.state.draft() is not None

    def draft(self) -> Mapping[str, Any] | None:
        """What is typed on this sheet, and on others of the same round, and not in the book."""
        own = self.state.draft() if self.state is not None else None
        cells = [*(own["cells"] if own else []), *self._elsewhere]
        return {"cells": cells} if cells else None

    def keep_draft(self) -> None:
        """Keep what is not in the book; forget the draft when nothing is left."""
        if self.wanted is None:
            return
        content = self.draft()
        self._kept_draft = content is not None
        self._desk.do(drafts.keep_draft, FORM, self.wanted.draft, content, then=self._draft_kept)

    def _draft_kept(self, _change: Change) -> None:
        self.drafts_kept += 1

    def discard(self) -> None:
        """Throw away what is typed and not in the book."""
        if self.state is not None:
            self.state.typed.clear()
            self.grid.show_again()
        self._elsewhere = []
        self.keep_draft()
        self.filled.emit()
