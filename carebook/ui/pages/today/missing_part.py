""" "What is missing today": rounds first, people second; Enter opens the grid there, a value is typed in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from carebook.actions.change import Change
from carebook.actions.observations import record_observations
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.records.monitoring import Observation
from carebook.rules.daily_care import taken_at
from carebook.rules.monitoring import round_at
from carebook.rules.observations import Reading, reading_of
from carebook.rules.problem import Problem
from carebook.rules.shifts import Duty, shifts_of
from carebook.ui.pages.today.missing import Person, Round, lines, missing_today
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.due_words import late_words
from carebook.ui.parts.labels import ElidedLabel, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, message

_INDENT = 20
Line = Round | Person


class MissingPart(QFrame):
    """The rounds of the day that are not finished. ``said(change)`` something was written in place, ``refused(error)``,
    ``told(sentence, tone)``.
    """

    said = Signal(object)
    refused = Signal(object)
    told = Signal(object, str)
    counted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ward = ""
        self._open: set[str] = set()
        self._typing: Person | None = None
        self.rounds: list[Round] | None = None
        self.works_here = desk.may("record_observations")
        self.table = RecordTable(
            [
                Column("what", _("What"), self._what, 160, 1, ALWAYS),
                Column("late", _("Late"), self._late, 118, priority=ALWAYS, align="right"),
                Column("done", _("Done"), self._done, 60, priority=ALWAYS, align="right"),
            ],
            _("Still missing today"),
            id_of=lambda one: one.id,
            row_height=40,
            heads=False,
        )
        self.table.opened.connect(self._open_line)
        on_key(self.table, "Right", self._unfold)
        on_key(self.table, "Left", self._fold)
        self.states = States(self.table)
        self.states.setMinimumWidth(160)
        self._head: QVBoxLayout = column(gap=0)
        self._asked = ElidedLabel("", "name")
        self.value = QLineEdit()
        self.value.setAccessibleName(_("Value"))
        self.value.setFixedWidth(theme.worn().scaled(96))
        self.value.setMaxLength(20)
        self.value.returnPressed.connect(self._save)
        on_key(self.value, "Esc", self._leave)
        self._unit = label("", "small")
        self._wrong = ElidedLabel("", "small", "danger")
        self.grid_button = Button(_("Open the grid"), "link")
        self.grid_button.clicked.connect(self._to_grid)
        asking = row((self._asked, 1), self.value, self._unit, self.grid_button, gap=8)
        self._bar = box(column(asking, self._wrong, gap=2, margins=(16, 6, 8, 6)), "well")
        self._bar.hide()
        self.setLayout(
            column(
                row(self._head, margins=(24, 0, 8, 0)),
                row(hairline("rule"), margins=(24, 0, 8, 0)),
                (row(self.states, margins=(16, 0, 0, 0)), 1),
                row(self._bar, margins=(24, 0, 8, 0)),
                gap=0,
            )
        )
        self._show_head(0)

    # asking

    def refresh(self) -> None:
        """Ask what is missing."""
        actor, now = self._desk.actor, self._desk.now()
        if self.rounds is None:
            self.states.show_loading()
        self._desk.ask(
            self, lambda reader: missing_today(reader, actor, now), self._read, self._not_read, key="missing"
        )

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _read(self, found: list[Round]) -> None:
        self.rounds = found
        self._show()
        self.counted.emit()

    def show_ward(self, ward_id: str) -> None:
        """Show one ward ("" all)."""
        self._ward = ward_id
        if self.rounds is not None:
            self._show()

    def shown(self) -> list[Round]:
        """The rounds of the ward."""
        return [one for one in self.rounds or () if not self._ward or one.ward_id == self._ward]

    def _show(self) -> None:
        rounds = self.shown()
        self._show_head(len(rounds))
        self.table.show_records(list(lines(rounds, self._open)))
        if rounds:
            self.states.show_content()
        else:
            self.states.show_empty(_("Nothing is missing in this shift."), icon="circle-check")

    def _show_head(self, count: int) -> None:
        emptied(self._head)
        self._head.addWidget(section_head(_("Still missing today"), str(count) if count else ""))

    # cells

    def _what(self, line: Line) -> Cell:
        if isinstance(line, Person):
            away = ""
            if line.away:
                try:
                    away = enum_words.said(AbsenceKind(line.away))
                except ValueError:
                    away = line.away
            where = ", ".join(part for part in (line.room, line.bed) if part)
            said = " · ".join(part for part in (where, away) if part)
            return Cell(line.name, sub=said, tone="text2" if line.away else "text", indent=_INDENT)
        sign = "chevron-down" if line.id in self._open else "chevron-right"
        return Cell(line.title, sub=line.when, weight=500, icon=sign)

    def _late(self, line: Line) -> Cell:
        if isinstance(line, Person):
            return Cell()
        return Cell(late_words(line.late_minutes), tone="danger", small=True, weight=500)

    def _done(self, line: Line) -> Cell:
        return Cell(f"{line.done}/{line.of}", weight=600) if isinstance(line, Round) else Cell()

    # keys

    def _open_line(self, line: Line) -> None:
        """A round opens its people; a person is typed in place, or the grid opens at them."""
        if isinstance(line, Round):
            self._turn(line)
        elif line.measure and self.works_here and not line.away:
            self._ask_value(line)
        else:
            self._desk.went.emit(line.place)

    def _turn(self, one: Round) -> None:
        self._open ^= {one.id}
        self._show()
        self.table.pick(one.id)

    def _unfold(self) -> None:
        line = self.table.current()
        if isinstance(line, Round) and line.id not in self._open:
            self._turn(line)
        elif isinstance(line, Round | Person):
            self._desk.went.emit(line.place)

    def _fold(self) -> None:
        line = self.table.current()
        round_id = line.round_id if isinstance(line, Person) else line.id if isinstance(line, Round) else ""
        if round_id in self._open:
            self._open.discard(round_id)
            self._show()
            self.table.pick(round_id)

    # in place

    def _ask_value(self, who: Person) -> None:
        measure = self._desk.codes.code("measure", who.measure, self._desk.today())
        if measure is None:
            return
        self._typing = who
        self._asked.setWhole(f"{who.name} · {measure.text}")
        unit = str(measure.extra.get("unit", ""))
        keys = "" if unit or not measure.extra.get("words") else self._word_keys(measure.extra["words"])
        self._unit.setText(unit or keys)
        self._wrong.setWhole("")
        self._wrong.hide()
        self.value.clear()
        self._bar.show()
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _word_keys(self, words: Sequence[str]) -> str:
        codes = self._desk.codes.choices("measure_word", self._desk.today())
        return " ".join(str(one.extra.get("key", "")) for one in codes if one.code in words)

    def _leave(self) -> None:
        self._typing = None
        self._bar.hide()
        self.table.setFocus()

    def _to_grid(self) -> None:
        if self._typing is not None:
            place = self._typing.place
            self._leave()
            self._desk.went.emit(place)

    def _save(self) -> None:
        who, text = self._typing, self.value.text().strip()
        if who is None or not text:
            return
        today = self._desk.today()
        day = date.fromisoformat(who.duty_on)
        measure = self._desk.codes.code("measure", who.measure, day)
        assert measure is not None
        read = reading_of(text, measure, self._desk.codes.choices("measure_word", today))
        if isinstance(read, Problem):
            self._say_wrong(str(read.message))
            return
        one = self._observation(who, read, day)
        self._desk.do(record_observations, [one], then=partial(self._kept, who), failed=self._not_kept)

    def _observation(self, who: Person, read: Reading, day: date) -> Observation:
        codes = [*self._desk.codes.choices("care_round", day), *self._desk.codes.choices("shift", day)]
        shifts = shifts_of(one for one in codes if one.list_name == "shift")
        now = self._desk.now()
        at = round_at(who.round_code, day, codes, shifts) or now
        ends = next((Duty(day, one).ends_at for one in shifts if Duty(day, one).holds(at)), at)
        return Observation(
            episode_id=who.episode_id,
            measure=who.measure,
            duty_on=day,
            round=who.round_code,
            taken_at=taken_at(at, now, from_sheet=False, ends=ends),
            value=read.value,
            value_second=read.value_second,
            word=read.word,
            done_by_id=self._desk.actor.staff_member_id,
        )

    def _kept(self, who: Person, change: Change) -> None:
        """The next one left of the same round is asked for."""
        self.said.emit(change)
        current = next((one for one in self.rounds or () if one.id == who.round_id), None)
        left = [one for one in current.people if not one.away] if current is not None else []
        ids = [one.episode_id for one in left]
        after = left[ids.index(who.episode_id) + 1 :] if who.episode_id in ids else []
        if after:
            self._ask_value(after[0])
        else:
            self._leave()
        self.refresh()

    def _not_kept(self, error: BaseException) -> None:
        problems = getattr(error, "problems", ())
        if not problems:
            self.refused.emit(error)
            return
        unusual = any(one.field.endswith("unusual_because") for one in problems)
        said = " ".join(str(one.message) for one in problems)
        self._say_wrong(str(message("{sentence} Open the grid to say why.", sentence=said)) if unusual else said)

    def _say_wrong(self, sentence: str) -> None:
        self._wrong.setWhole(sentence)
        self._wrong.show()
        self.value.setFocus()
        self.value.selectAll()
