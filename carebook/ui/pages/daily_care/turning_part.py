"""Who is to be turned next: the longest waiting first; one letter writes the new position down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.observations import record_observations
from carebook.records.codes import Code
from carebook.records.monitoring import Observation
from carebook.rules.daily_care import word_for_key
from carebook.rules.observations import said_reading
from carebook.store.book import Reader
from carebook.store.daily_care import Past, TurningRow, lists_of, turning_of
from carebook.store.daily_care.rounds import TURNING
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.due_words import late_words
from carebook.ui.parts.layouts import column
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, message

_SHOWN = 4  # earlier positions


class TurningPart(QFrame):
    """The turning schedule of a ward or room. ``filled`` it was asked for, ``done(change)``, ``refused(error)``."""

    filled = Signal()
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._where = ("", "")
        self._hand: tuple[str | None, bool] = (None, False)
        self._codes: tuple[Code, ...] = ()
        self._keys: dict[str, str] = {}
        self.rows: list[TurningRow] = []
        self.table = RecordTable(
            [
                Column("when", _("Next time"), self._when, 150, priority=ALWAYS),
                Column(
                    "bed", _("Room, bed"), lambda one: f"{one.who.room}, {one.who.bed}".strip(", "), 110, priority=8
                ),
                Column("name", _("Name"), lambda one: Cell(one.who.name, weight=500), 180, 1, ALWAYS),
                Column("last", _("Last time"), self._last, 190, priority=9),
                Column("before", _("Before that"), self._before, 220, 1, 4),
                Column("every", _("How often"), self._every, 110, priority=5),
            ],
            _("Turning"),
            id_of=lambda one: one.id,
        )
        self.states = States(self.table)
        self.setLayout(column((self.states, 1), gap=0))
        self.setFocusProxy(self.table)
        if desk.may("record_observations"):
            for letter in self._letters():
                on_key(self.table, letter, partial(self._turn, letter))

    def _letters(self) -> list[str]:
        codes = self._desk.codes.choices("measure_word", self._desk.today())
        measure = self._desk.codes.code("measure", TURNING, self._desk.today())
        words = tuple(measure.extra.get("words", ())) if measure is not None else ()
        self._keys = {str(one.extra.get("key", "")): one.text for one in codes if one.code in words}
        return list(self._keys)

    def caps(self) -> list[tuple[str, str]]:
        """The keys and their positions."""
        return list(self._keys.items())

    def set_hand(self, done_by_id: str | None, *, from_sheet: bool) -> None:
        """Who turns, and whether it is copied from paper."""
        self._hand = (done_by_id, from_sheet)

    def show_ward(self, ward_id: str, room_id: str) -> None:
        """Show a ward or a room."""
        self._where = (ward_id, room_id)
        self.refresh()

    def refresh(self) -> None:
        """Ask who is turned."""
        now, (ward_id, room_id) = self._desk.now(), self._where
        if not self.rows:
            self.states.show_loading()

        def ask(reader: Reader) -> tuple[list[TurningRow], tuple[Code, ...]]:
            return turning_of(reader, now, ward_id=ward_id, room_id=room_id), lists_of(reader, dates.local(now).date())

        self._desk.ask(self, ask, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show(self, found: tuple[list[TurningRow], tuple[Code, ...]]) -> None:
        self.rows, self._codes = found
        self.table.show_records(self.rows)
        if self.rows:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(self.rows[0].id)
        else:
            self.states.show_empty(
                _("Nobody here is turned every few hours. The monitoring plan of a person says who is."),
                icon="circle-check",
            )
        self.filled.emit()

    def late(self) -> int:
        """How many wait longer than their plan says."""
        return sum(one.turning.late_minutes > 0 for one in self.rows)

    # cells

    def _when(self, one: TurningRow) -> Cell:
        late = one.turning.late_minutes
        at = dates.clock(one.turning.next_at)
        if late > 0:
            words = late_words(late)
            return Cell(f"{at} · {words}", tone="danger", weight=500)
        return Cell(at, tone="warn" if late > -30 else "text")

    def _last(self, one: TurningRow) -> Cell:
        return Cell(self._told(one.last)) if one.last is not None else Cell(_("not yet"), tone="text2")

    def _before(self, one: TurningRow) -> Cell:
        earlier = one.recent[-_SHOWN - 1 : -1][::-1]
        return Cell(" · ".join(self._told(turn) for turn in earlier), tone="text2", small=True)

    def _every(self, one: TurningRow) -> Cell:
        return Cell(str(message("{n} hours", n=one.every_hours)), tone="text2")

    def _told(self, turn: Past) -> str:
        measure = next((one for one in self._codes if (one.list_name, one.code) == ("measure", TURNING)), None)
        said = said_reading(turn, measure, self._codes) if measure is not None else turn.word or ""
        return f"{dates.clock(turn.taken_at)} {said.lower()}"

    # writing

    def _turn(self, letter: str) -> None:
        """Write down that the current person was turned now."""
        one = self.table.current()
        measure = next((c for c in self._codes if (c.list_name, c.code) == ("measure", TURNING)), None)
        if not isinstance(one, TurningRow) or measure is None:
            return
        word = word_for_key(letter, measure, self._codes)
        if word is None:
            return
        done_by, from_sheet = self._hand
        turn = Observation(
            episode_id=one.id,
            measure=TURNING,
            taken_at=self._desk.now(),
            word=word.code,
            done_by_id=done_by,
            from_sheet=from_sheet,
        )
        self._desk.do(record_observations, [turn], then=self._done, failed=self.refused.emit)

    def _done(self, change: Change) -> None:
        self.done.emit(change)
        self.refresh()
