"""The rooms of therapy with how many sessions they take at a time, and when staff are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QFrame

from carebook.actions.schedules import add_leave, add_therapy_room, amend_leave, amend_therapy_room, strike_leave
from carebook.dates import written
from carebook.records.schedules import StaffLeave, TherapyRoom
from carebook.rules.names import sort_key
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.schedules import leaves, therapy_rooms
from carebook.ui.pages.settings.tab import RecordDialog, Tab
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page, reason_to_strike
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, ngettext

_BACK, _AHEAD = timedelta(days=31), timedelta(days=400)
_ROOM_FIELDS = ("name", "places", "note", "closed_on")
_LEAVE_FIELDS = ("staff_member_id", "kind", "from_on", "to_on", "note")


@dataclass(frozen=True)
class _Found:
    rooms: tuple[TherapyRoom, ...]
    leaves: tuple[StaffLeave, ...]
    staff: dict[str, str]


class TherapyTab(Tab):
    """Two tables, rooms and leave; Enter edits a row."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._staff: dict[str, str] = {}
        self.rooms = RecordTable(
            [
                Column("name", _("Therapy room"), lambda r: Cell(r.name, weight=500), 180, 1, ALWAYS),
                Column("places", _("Sessions at the same time"), lambda r: str(r.places), 150, align="right"),
                Column("note", _("Note"), lambda r: r.note, 200, 1, 4),
                Column("state", _("State"), self._room_state, 150, priority=6),
            ],
            _("Therapy rooms"),
        )
        self.rooms.opened.connect(self._edit_room)
        self.leaves = RecordTable(
            [
                Column("who", _("Staff member"), lambda r: Cell(self._name(r), weight=500), 200, 1, ALWAYS),
                Column("kind", _("Kind"), lambda r: desk.words("leave_kind", r.kind), 140, priority=7),
                Column("from", _("From"), lambda r: _day(r.from_on), 100, 0, ALWAYS, align="right"),
                Column("to", _("To"), lambda r: _day(r.to_on), 100, 0, ALWAYS, align="right"),
                Column("days", _("Days"), _days, 70, priority=4, align="right"),
                Column("note", _("Note"), lambda r: r.note, 160, 1, 3),
            ],
            _("Leave of staff"),
        )
        self.no_leave = label(_("No leave is planned. Sessions of who is away are told of while planning."), "muted")
        self.no_leave.setContentsMargins(8, 0, 8, 0)
        self.leaves.opened.connect(self._edit_leave)
        self.leaves.picked.connect(self._show_buttons)
        self.add_room = Button(_("Add therapy room…"), icon="plus")
        self.add_room.clicked.connect(self._add_room)
        self.add_room.setVisible(desk.may("add_therapy_room"))
        self.add_leave = Button(_("Add leave…"), icon="plus")
        self.add_leave.clicked.connect(self._add_leave)
        self.add_leave.setVisible(desk.may("add_leave"))
        self.strike = Button(_("Strike through…"))
        self.strike.clicked.connect(self._strike)
        self.strike.setEnabled(False)
        self.strike.setVisible(desk.may("strike_leave"))
        line = _("Planning tells of leave and goes on; a room never takes more sessions than it has places.")
        inside = column(
            row((label(line, "small", wrap=True), 1), margins=(8, 0, 8, 0)),
            8,
            _headed(_("Therapy rooms"), self.add_room),
            self.rooms,
            16,
            _headed(_("Leave of staff"), self.strike, self.add_leave),
            self.leaves,
            self.no_leave,
            None,
            gap=6,
            margins=(16, 12, 12, 16),
        )
        self.setLayout(column((scrolling(box(inside)), 1), gap=0))

    def refresh(self) -> None:
        today = self.desk.today()

        def read(reader: Reader) -> _Found:
            return _Found(
                therapy_rooms(reader, closed=True),
                leaves(reader, today - _BACK, today + _AHEAD),
                {one.id: one.full_name for one in staff.staff_members(reader)},
            )

        self.desk.ask(self, read, self._show)

    def _show(self, found: _Found) -> None:
        self._staff = found.staff
        self.rooms.show_records(found.rooms)
        self.rooms.fit_rows()
        self.leaves.show_records(found.leaves)
        self.leaves.fit_rows()
        self.leaves.setVisible(bool(found.leaves))
        self.no_leave.setVisible(not found.leaves)
        self._show_buttons(self.leaves.current())

    def _show_buttons(self, leave: StaffLeave | None) -> None:
        self.strike.setEnabled(leave is not None)

    def _name(self, leave: StaffLeave) -> str:
        return self._staff.get(leave.staff_member_id, "–")

    def _room_state(self, room: TherapyRoom) -> Cell:
        if room.closed_on is None:
            return Cell(_("In use"), mark=("full", "ok"))
        return Cell(_("Closed since {day}").format(day=written(room.closed_on)), mark=("dash", "text2"), tone="text2")

    # deeds

    def _ask(self, title: str, record: Any, names: tuple[str, ...], action: Any, **given: Any) -> None:
        def write(asked: Any, then: Any, failed: Any) -> None:
            self.desk.do(action, asked, then=then, failed=failed, **given)

        people = sorted(self._staff.items(), key=lambda pair: sort_key(pair[1]))
        choices = {"staff_member_id": people, "kind": self.desk.choices("leave_kind")}
        change = RecordDialog(self, title, record, names, write, choices=choices).outcome()
        if change is not None:
            self.page.say(change.said or _("Saved."))
            self.refresh()

    def _add_room(self) -> None:
        self._ask(_("Add therapy room"), TherapyRoom(name=""), _ROOM_FIELDS, add_therapy_room)

    def _edit_room(self, room: TherapyRoom) -> None:
        if self.desk.may("amend_therapy_room"):
            self._ask(_("Edit therapy room"), room, _ROOM_FIELDS, amend_therapy_room, seen=room.version)

    def _add_leave(self) -> None:
        chosen, today = self.leaves.current(), self.desk.today()
        whose = chosen.staff_member_id if chosen else self.desk.actor.staff_member_id or ""
        leave = StaffLeave(staff_member_id=whose, from_on=today, to_on=today)
        self._ask(_("Add leave"), leave, _LEAVE_FIELDS, add_leave)

    def _edit_leave(self, leave: StaffLeave) -> None:
        if self.desk.may("amend_leave"):
            self._ask(_("Edit leave"), leave, _LEAVE_FIELDS, amend_leave, seen=leave.version)

    def _strike(self) -> None:
        leave = self.leaves.current()
        if leave is None:
            return
        reasons = [
            ("not_taken", _("The leave was not taken")),
            ("person", _("Entered for the wrong person")),
            ("other", _("Other reason")),
        ]
        title = _("Strike the leave of {name} through?").format(name=self._name(leave))
        if reason := reason_to_strike(self, title, "", reasons):
            self.strike_leave(leave, reason)

    def strike_leave(self, leave: StaffLeave, reason: str) -> None:
        """Strike a leave through."""
        self.desk.do(strike_leave, leave.id, reason=reason, then=self._struck, failed=self.page.complain)

    def _struck(self, change: Any) -> None:
        self.page.say(change.said or _("Struck through."))
        self.refresh()


def _day(day: date | None) -> str:
    return written(day) if day else "–"


def _days(leave: StaffLeave) -> str:
    if leave.from_on is None or leave.to_on is None:
        return "–"
    many = (leave.to_on - leave.from_on).days + 1
    return ngettext("{n} day", "{n} days", many).format(n=many)


def _headed(title: str, *buttons: Button) -> QFrame:
    """The head of a list over its table, where the table's words begin."""
    return box(row(section_head(title), None, *buttons, margins=(8, 0, 8, 0)))
