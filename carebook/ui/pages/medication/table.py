"""The round as a list: one line a medicine under the name of its person; letters say what became of it, Space that all was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from carebook import dates
from carebook.records.episodes import ABSENCE_WORDS, AbsenceKind
from carebook.records.medication import DOSE_WORDS, DoseState
from carebook.ui.pages.medication.asking import DoseLine
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.prescriptions import bound_words, dose_words, medicine_words
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _, pgettext

LETTERS: dict[DoseState, str] = {
    DoseState.GIVEN: "C",
    DoseState.REFUSED: "T",
    DoseState.HELD: "H",
    DoseState.ABSENT: "V",
    DoseState.VOMITED: "N",
    DoseState.NOT_AVAILABLE: "K",
    DoseState.ERROR: "S",
}
"""The key of each state: the letter its Vietnamese words are known by on the sheet."""
MARKS: dict[DoseState | None, tuple[str, str]] = {
    DoseState.GIVEN: ("full", "ok"),
    DoseState.REFUSED: ("cross", "danger"),
    DoseState.HELD: ("half", "warn"),
    DoseState.ABSENT: ("dash", "text2"),
    DoseState.VOMITED: ("square", "warn"),
    DoseState.NOT_AVAILABLE: ("dash", "warn"),
    DoseState.ERROR: ("square", "danger"),
    None: ("ring", "text2"),
}
"""The sign of every state; of a dose that was not recorded under None."""
_KEYS = {Qt.Key[f"Key_{letter}"]: state for state, letter in LETTERS.items()}
_ROW = 44


class RoundTable(RecordTable):
    """The medicines of a round. ``all_given(line)``: everything of this person was given as ordered; ``told(line, state, all)``:
    what became of this medicine, or with Shift of all of this person's; ``struck(line)`` for Delete.
    """

    all_given = Signal(object)
    told = Signal(object, object, bool)
    struck = Signal(object)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._names: Mapping[str, str] = {}
        super().__init__(
            [
                Column("bed", _("Bed"), self._bed, 58, 0, 8),
                Column("name", _("Name"), self._name, 210, 3, ALWAYS),
                Column("medicine", _("Medicine"), self._medicine, 220, 4, ALWAYS),
                Column("state", _("State"), self._state, 196, 2, ALWAYS),
                Column("note", pgettext("column", "Note"), self._note, 180, 3, 6),
            ],
            _("Dose round"),
            row_height=_ROW,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # letters are keys here

    def show_lines(self, lines: Iterable[DoseLine], names: Mapping[str, str]) -> None:
        """Show these medicines, room by room; ``names`` are those of staff by id."""
        self._names = names
        shown: list[DoseLine | Group] = []
        for (_room_id, room), found in groupby(lines, key=lambda one: (one.row.who.room_id, one.row.who.room)):
            of_room = list(found)
            shown += [Group(*self._said_room(room, of_room)), *of_room]
        self.show_records(shown)

    def _said_room(self, room: str, lines: Sequence[DoseLine]) -> tuple[str, str]:
        people = {one.row.id: one.row for one in lines}
        there = [one for one in people.values() if one.who.is_there]
        done, away = sum(one.is_answered for one in there), len(people) - len(there)
        parts = (
            _("done {n}").format(n=done),
            _("away {n}").format(n=away) if away else "",
            _("left {n}").format(n=len(there) - done),
        )
        title = _("Room {room}").format(room=room) if room else _("Without a room")
        many = _("{n} people").format(n=len(people))
        due = all(not one.order.as_needed for one in lines)
        return f"{title} · {many}", " · ".join(filter(None, parts)) if due else ""

    def pick_next_open(self, after: str) -> bool:
        """Make the next line that is not recorded current, of somebody who is there, and round again; False without one."""
        every = [one for place in range(self.records.rowCount()) if (one := self.records.record_at(place))]
        lines = [one for one in every if isinstance(one, DoseLine)]
        place = next((at for at, one in enumerate(lines) if one.id == after), -1)
        waiting = (one for one in (*lines[place + 1 :], *lines[: place + 1]) if one.is_open and one.row.who.is_there)
        found = next((one for one in waiting if one.id != after), None)
        return found is not None and self.pick(found.id)

    # cells

    def _bed(self, one: DoseLine) -> Cell | str:
        return Cell(one.row.who.bed, tone="text2") if one.is_first else ""

    def _name(self, one: DoseLine) -> Cell | str:
        if not one.is_first:
            return ""
        who = one.row.who
        allergic = _("allergy: {substance}").format(substance=who.allergies) if who.allergies else ""
        age = dates.age_on(who.born, self._desk.today())
        tone = "text2" if not who.is_there else "text"
        return Cell(
            who.name,
            sub=" · ".join(filter(None, (allergic, str(age.words) if age is not None else ""))),
            weight=500,
            tone=tone,
            sub_tone="danger" if allergic else "text2",
            icon="lock" if who.masked else "",
        )

    def _medicine(self, one: DoseLine) -> Cell:
        order = one.order
        icon = "shield-check" if order.controlled else ""
        tone = "text" if one.row.who.is_there else "text2"
        return Cell(medicine_words(order), sub=dose_words(self._desk, order), icon=icon, tone=tone)

    def _state(self, one: DoseLine) -> Cell:
        if one.order.as_needed:
            last = one.lately[-1] if one.lately else None
            if last is None or last.given_at is None:
                return Cell(_("not given lately"), tone="text2", mark=MARKS[None])
            at = dates.moment(last.given_at, self._desk.today())
            return Cell(_(DOSE_WORDS[last.state]), sub=f"{at} · {self._who(last.done_by_id)}", mark=MARKS[last.state])
        answer = one.answer
        if answer is None:
            if not one.row.who.is_there:
                return Cell(_("not expected"), tone="text2", mark=("dash", "text2"))
            return Cell(_("Not recorded"), tone="text2", mark=MARKS[None])
        at = dates.clock(answer.given_at) if answer.given_at else ""
        sub = " · ".join(filter(None, (at, self._who(answer.done_by_id))))
        tone = "danger" if answer.state in (DoseState.REFUSED, DoseState.ERROR) else "text"
        return Cell(_(DOSE_WORDS[answer.state]), sub=sub, tone=tone, mark=MARKS[answer.state])

    def _note(self, one: DoseLine) -> Cell | str:
        answer, who = one.answer, one.row.who
        if answer is not None:
            reason = self._desk.words("dose_reason", answer.reason) if answer.reason else ""
            why = answer.again_because or answer.late_because
            return Cell(" · ".join(filter(None, (reason, answer.effect))) or why, sub=why if reason else "", small=True)
        if who.said_left is not None and one.is_first:
            needed = one.order.needed_for if one.order.as_needed else ""
            return Cell(str(who.said_left), sub=needed, tone="text2", small=True)
        if not who.is_there and one.is_first:
            kind = _(ABSENCE_WORDS[AbsenceKind(who.absence)])
            back = self._desk.said_day(who.back_expected_on)
            words = _("{state}, back {day}").format(state=kind, day=back) if back else kind
            return Cell(words, tone="text2", small=True)
        if one.order.as_needed:
            return Cell(one.order.needed_for, sub=bound_words(one.order), small=True)
        return ""

    def _who(self, staff_id: str | None) -> str:
        return self._names.get(staff_id or "", "")

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current()
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if line is None or held or not self._take(Qt.Key(event.key()), line, event):
            super().keyPressEvent(event)

    def _take(self, key: Qt.Key, line: DoseLine, event: QKeyEvent) -> bool:
        """Whether a key was one of the round's own."""
        if key == Qt.Key.Key_Space:
            self.all_given.emit(line)
        elif key == Qt.Key.Key_Delete:
            self.struck.emit(line)
        elif key in _KEYS:
            self.told.emit(line, _KEYS[key], bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            return False
        return True
