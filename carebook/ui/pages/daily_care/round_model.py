"""The lines of a round as a table: rooms, people with their cells, and under a person what stands against one of the cells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from carebook.dates import age_on
from carebook.records import enum_words
from carebook.records.codes import Code
from carebook.records.episodes import AbsenceKind
from carebook.store.daily_care import CaredFor, RoundRow
from carebook.ui.pages.daily_care.sheet import Key, RoundState, Typed
from carebook.words import _, message

BED, NAME, FIRST = 0, 1, 2
_NOWHERE = QModelIndex()
_DISPLAY = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True)
class Line:
    """One line of the table: a room ("room"), a person ("person") or what is asked under a person ("question")."""

    kind: str
    row: RoundRow
    key: Key | None = None
    people: int = 0


@dataclass(frozen=True)
class Look:
    """How a cell is drawn: its text, its state, and the key of the reason that stands in it.

    States: off (not planned), empty (waits), away, typed, waits (being written), ok, odd (unusual, explained), asked (unusual,
    not explained), bad, not_done.
    """

    text: str
    state: str
    code: str = ""


class RoundModel(QAbstractTableModel):
    """The sheet of a round. The measures are columns; the last column says why, or what the last value was."""

    def __init__(self) -> None:
        super().__init__()
        self.state: RoundState | None = None
        self.lines: tuple[Line, ...] = ()

    def show_state(self, state: RoundState) -> None:
        """Show this sheet."""
        self.beginResetModel()
        self.state = state
        self.lines = self._laid()
        self.endResetModel()

    def lay_again(self, stay: str = "") -> bool:
        """Lay the lines anew after something was typed or confirmed, of one ``stay`` or of all; returns whether they changed."""
        lines = self._laid()
        changed = [(one.kind, one.row.id, one.key) for one in lines] != [(o.kind, o.row.id, o.key) for o in self.lines]
        if changed:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()
        elif lines:
            places = [at for at, one in enumerate(lines) if not stay or one.row.id == stay]
            self.dataChanged.emit(self.index(places[0], 0), self.index(places[-1], self.columnCount() - 1))
        return changed

    def _laid(self) -> tuple[Line, ...]:
        if self.state is None:
            return ()
        lines: list[Line] = []
        for _room, people in groupby(self.state.sheet.rows, key=lambda row: (row.who.ward_id, row.who.room_id)):
            rows = list(people)
            lines.append(Line("room", rows[0], people=len(rows)))
            for row in rows:
                lines.append(Line("person", row))
                if (key := self._asks(row)) is not None:
                    lines.append(Line("question", row, key))
        return tuple(lines)

    def _asks(self, row: RoundRow) -> Key | None:
        """The first cell of a person something stands against."""
        assert self.state is not None
        for measure in self.state.sheet.measures:
            key = (row.id, measure.code)
            typed = self.state.typed.get(key)
            if typed is not None and typed.state in ("bad", "odd"):
                return key
        return None

    @property
    def measures(self) -> tuple[Code, ...]:
        """The measures that are columns."""
        return self.state.sheet.measures if self.state is not None else ()

    @property
    def note_column(self) -> int:
        """The last column."""
        return FIRST + len(self.measures)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.note_column + 1

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.key_at(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def key_at(self, index: QModelIndex | QPersistentModelIndex) -> Key | None:
        """The cell at a place; None where nothing can be typed."""
        if not index.isValid() or self.lines[index.row()].kind != "person":
            return None
        at = index.column() - FIRST
        return (self.lines[index.row()].row.id, self.measures[at].code) if 0 <= at < len(self.measures) else None

    def place_of(self, key: Key) -> QModelIndex:
        """Where a cell is."""
        codes = [one.code for one in self.measures]
        for at, line in enumerate(self.lines):
            if line.kind == "person" and line.row.id == key[0] and key[1] in codes:
                return self.index(at, FIRST + codes.index(key[1]))
        return QModelIndex()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _DISPLAY or not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if line.kind == "question":
            return self.question(line) if column == BED else ""
        if line.kind == "room":
            return room_line(line.row.who, line.people) if column == BED else ""
        if column == BED:
            return line.row.who.bed
        if column == NAME:
            return f"{line.row.who.name}, {about(line.row.who, self.day)}"
        key = self.key_at(index)
        if key is None:
            return self.note(line.row)
        look = self.look(key)
        return look.text or {"empty": "", "off": "·"}.get(look.state, "")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role not in _DISPLAY:
            return None
        if section == BED:
            return _("Bed")
        if section == NAME:
            return _("Name")
        if section == self.note_column:
            return _("Reason, last value")
        measure = self.measures[section - FIRST]
        unit = measure.extra.get("unit", "")
        return f"{measure.extra.get('column', measure.text)}\n{unit}".rstrip()

    @property
    def day(self) -> Any:
        """The day of duty."""
        assert self.state is not None
        return self.state.sheet.duty_on

    def look(self, key: Key) -> Look:
        """How a cell is drawn."""
        state = self.state
        assert state is not None
        if (typed := state.typed.get(key)) is not None:
            return Look(typed.text, {"odd": "asked"}.get(typed.state, typed.state))
        if (one := state.taken(key)) is not None:
            if one.not_done is not None:
                return Look(state.said(one), "not_done")
            why = state.code("unusual_reason", one.unusual_because) if one.unusual_because else None
            return Look(state.said(one), "odd" if why else "ok", str(why.extra.get("key", "")) if why else "")
        if not state.row(key[0]).who.is_there:
            away = state.is_due(key) and not state.row(key[0]).who.has_left
            return Look(state.key_of("not_done_reason", "away"), "away") if away else Look("", "off")
        return Look("", "empty" if state.is_due(key) else "off")

    def said_of(self, line: Line) -> str:
        """How far the room of a line is: the cells filled of those due."""
        state = self.state
        assert state is not None
        rows = [row for row in state.sheet.rows if row.who.room_id == line.row.who.room_id]
        due = [(row.id, measure) for row in rows for measure in row.due]
        wanted = [key for key in due if state.row(key[0]).who.is_there or state.taken(key) is not None]
        return f"{sum(state.taken(key) is not None for key in wanted)}/{len(wanted)}" if wanted else ""

    def typed_at(self, line: Line) -> Typed:
        """What stands against a cell, of the line under its person."""
        assert self.state is not None
        assert line.key is not None
        return self.state.typed[line.key]

    def question(self, line: Line) -> str:
        """The sentence under a person."""
        typed = self.typed_at(line)
        if typed.refused:
            return typed.refused
        found = typed.judged
        if found is None:
            return ""
        if found.wrong is not None:
            return str(message("{sentence} This cell is not saved.", sentence=found.wrong))
        return str(found.unusual or "")

    def note(self, row: RoundRow) -> str:
        """What the last column says of a person: why values are missing or unusual."""
        state = self.state
        assert state is not None
        said = []
        for measure in self.measures:
            one = state.taken((row.id, measure.code))
            if one is None:
                continue
            if one.unusual_because:
                why = state.code("unusual_reason", one.unusual_because)
                words = one.note if one.unusual_because == "other" and one.note else why.text if why else ""
                said.append(f"{measure.extra.get('column', measure.text)}: {words}")
            elif one.not_done:
                why = state.code("not_done_reason", one.not_done)
                said.append(f"{measure.extra.get('column', measure.text)}: {why.text if why else ''}")
        if not row.who.is_there:
            said.insert(0, absence_words(row.who))
        return " · ".join(said)


def room_line(who: CaredFor, people: int) -> str:
    """ "Phòng A203 · 6 người"."""
    where = _("Room {room}").format(room=who.room) if who.room else _("Without a bed")
    return f"{where} · {message('{n} people', n=people)}"


def about(who: CaredFor, day: Any) -> str:
    """What stands small under a name: allergies before all, then the age."""
    age = age_on(who.born, day)
    allergic = str(message("allergy: {what}", what=who.allergies)) if who.allergies else ""
    return " · ".join(part for part in (str(age.words) if age is not None else "", allergic) if part)


def absence_words(who: CaredFor) -> str:
    """Where somebody is, and until when."""
    if who.has_left:
        return str(who.said_left)
    try:
        said = enum_words.said(AbsenceKind(who.absence))
    except ValueError:
        said = who.absence
    if who.back_expected_on is not None:
        return str(message("{where}, back on {day}", where=said, day=f"{who.back_expected_on:%d/%m}"))
    return said
