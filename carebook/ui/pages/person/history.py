"""Lịch sử: every change of the record as a sentence, with what can still be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Signal

from carebook import dates
from carebook.rules import history as sentences
from carebook.rules import permissions
from carebook.store import (
    care_plans,
    facility,
    history,
    instruments,
    merging,
    observations,
    sessions,
    staff,
    therapy_plans,
)
from carebook.store.book import Reader
from carebook.ui.pages.person.said import code_words
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

# Deeds that made or moved more than this record; taking them back is not a matter of one line of its history.
_WHOLE = frozenset({"admit_person", "import_list", "undo_deed", "make_book"})


@dataclass(frozen=True)
class Line:
    """One sentence: when, who, what; ``op`` is the operation to undo, "" when it cannot be."""

    id: str
    at: datetime
    who: str
    what: str
    op: str


def lines_of(
    reader: Reader, person_id: str, words: Callable[[str, str], str], may: Callable[[str], bool], today: date
) -> list[Line]:
    """The history of everything about a person, the newest first."""
    told = history.changes_of_person(reader, person_id)
    links = {room.id: room.name for room in facility.rooms(reader)}
    links |= {member.id: member.full_name for member in staff.staff_members(reader)}
    links |= care_plans.numbers(reader, person_id) | therapy_plans.numbers(reader, person_id)
    links |= instruments.titles(reader, person_id) | sessions.times_of(reader, person_id)
    links |= observations.measured_by(reader, [t.entry.row_id for t in told if t.entry.table == "observation"])
    links |= {file.person_id: file.code for file in merging.joined_files(reader, person_id)}
    undoable = undoable_of(told, may)
    changes = [
        sentences.Change(
            *(
                t.entry.op,
                t.entry.at,
                t.actor,
                t.entry.deed,
                t.entry.reason,
                t.entry.table,
                t.entry.kind,
                t.entry.changes,
            ),
            row_id=t.entry.row_id,
        )
        for t in told
    ]
    return [
        Line(one.op, one.at, one.who, _what(one, today), one.op if one.op in undoable else "")
        for one in sentences.tell(changes, partial(_words, words, links), today)
    ]


def undoable_of(told: Sequence[history.Told], may: Callable[[str], bool]) -> set[str]:
    """The operations, given newest first, whose rows nobody has changed since and whose deed the asker may do."""
    newest: dict[tuple[str, str], str] = {}
    found: set[str] = set()
    overtaken: set[str] = set()
    for one in told:
        entry = one.entry
        if newest.setdefault((entry.table, entry.row_id), entry.op) != entry.op:
            overtaken.add(entry.op)
        if entry.deed not in _WHOLE and may(entry.deed):
            found.add(entry.op)
    return found - overtaken


def _words(words: Callable[[str, str], str], links: Mapping[str, str], list_name: str, code: str) -> str:
    return links.get(code, "") if list_name == "link" else words(list_name, code)


def _what(told: sentences.Told, today: date) -> str:
    """The sentence without when and who, which stand in columns of their own."""
    what = told.text.removeprefix(f"{dates.moment(told.at, today)} {told.who} ")
    return what[:1].upper() + what[1:]


class HistoryTab(Tab):
    """Sentences, newest first; the selected one is shown whole below. ``wants_undo(operation)``."""

    wants_undo = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RecordTable(
            [
                Column("at", _("When"), lambda line: dates.moment(line.at, desk.today()), 140, 0, 8),
                Column("who", _("Who"), lambda line: line.who, 160, 0, 6),
                Column("what", _("What"), lambda line: line.what, 200, 1, ALWAYS),
                Column("undo", "", lambda line: Cell(_("Undo"), acts=True) if line.op else Cell(), 84, 0, 9),
            ],
            _("History"),
        )
        self.table.acted.connect(self._undo)
        self.table.opened.connect(self._show_whole)
        self.table.picked.connect(self._show_whole)
        self.states = States(self.table)
        self._whole = label("", wrap=True)
        self.setLayout(
            column(
                (row((self.states, 1), margins=(16, 6, 16, 0)), 1),
                box(column(self._whole, margins=(24, 8, 20, 10)), "footer"),
                gap=0,
            )
        )

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        desk, today = self.desk, self.desk.today()
        self.states.show_loading()
        desk.ask(
            self,
            lambda reader: lines_of(reader, view.id, partial(code_words, desk), partial(_may, desk), today),
            self._show_lines,
            self._not_read,
            key="history",
        )

    def _show_lines(self, lines: list[Line]) -> None:
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
            self._show_whole(self.table.current())
        else:
            self.states.show_empty(_("No changes yet."), icon="history")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._again)

    def _again(self) -> None:
        if self.view is not None:
            self.show_view(self.view)

    def _show_whole(self, line: Line | None) -> None:
        words = f"{dates.moment(line.at, self.desk.today())} {line.who}: {line.what}" if line else ""
        self._whole.setText(words or _("Space undoes what can be undone."))

    def _undo(self, line: Line, _column: str) -> None:
        if line.op:
            self.wants_undo.emit(line.op)


def _may(desk: Desk, deed: str) -> bool:
    return deed in permissions.DEEDS and desk.may(deed)
