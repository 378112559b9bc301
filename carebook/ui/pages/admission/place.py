"""The fifth step: a room with a free bed, and the things and money the person brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook import money
from carebook.records.episodes import BedAssignment, Belonging
from carebook.rules.episodes import Bed
from carebook.store.facility import RoomOn
from carebook.ui.pages.admission.rows import RowsOf, Wording
from carebook.ui.pages.admission.steps import Fact, Flaw, Step
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _, ngettext


@dataclass(frozen=True)
class RoomChoice:
    """A room as the table shows it."""

    id: str
    name: str
    ward: str
    beds: int
    free: int


class PlaceStep(Step):
    """Rooms by ward with their free beds; a room may stay open for later."""

    key = "place"
    room_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rooms: dict[str, RoomChoice] = {}
        self._room_id = ""
        self._wanted_bed = ""
        self.table = RecordTable(
            [
                Column("name", _("Room"), lambda one: Cell(one.name, weight=500), 110, 1, ALWAYS),
                Column("beds", _("Beds"), lambda one: str(one.beds), 96, priority=5, align="right"),
                Column("free", _("Free"), _free_cell, 130, 1, ALWAYS),
            ],
            _("Rooms with free beds"),
        )
        self.table.opened.connect(self._choose_room)
        self.table.setMinimumHeight(theme.worn().scaled(110))
        self.chosen = label("", "strong")
        self.bed = Choice((), blank=True)
        self.bed.setAccessibleName(_("Bed"))
        self.bed.setMinimumWidth(120)
        self.bed.activated.connect(self._bed_chosen)
        self._none = Button(_("No room yet"), "link")
        self._none.clicked.connect(self._choose_none)
        self.belongings = RowsOf(
            Belonging,
            ("what", "quantity", "amount", "note"),
            lambda given: Belonging(
                episode_id="", **({"what": _("money") if given.get("amount") else ""} | dict(given))
            ),
            Wording(_("Belongings"), _("Add a thing or a sum")),
            desk.today,
        )
        self.belongings.changed.connect(self.changed)
        picked = row(self.chosen, 12, label(_("Bed")), self.bed, self._none, None)
        things = box(
            column(section_head(_("Belongings")), hairline(), self.belongings, None, gap=4, margins=(24, 0, 20, 12))
        )
        self.setLayout(
            column(
                column(section_head(_("Room and bed")), gap=0, margins=(24, 8, 20, 0)),
                (row(self.table, margins=(16, 0, 12, 0)), 3),
                row(box(picked), margins=(24, 6, 20, 6)),
                (scrolling(things), 2),
                gap=0,
            )
        )
        self._say()

    def show_rooms(self, rooms: Sequence[RoomOn]) -> None:
        """The rooms of the center as they are on the day of admission."""
        found = [RoomChoice(one.room.id, one.room.name, one.ward.name, one.room.beds, one.free) for one in rooms]
        self._rooms = {one.id: one for one in found}
        records: list[RoomChoice | Group] = []
        for ward, of_ward in groupby(found, key=lambda one: one.ward):
            listed = list(of_ward)
            free = sum(max(one.free, 0) for one in listed)
            records.append(Group(ward, ngettext("{n} bed free", "{n} beds free", free).format(n=free)))
            records += listed
        self.table.show_records(records)
        self._say()

    def show_bed(self, bed: Bed) -> None:
        """The free beds of the chosen room."""
        free = [str(n) for n in range(1, bed.beds + 1) if str(n) not in bed.taken_by_others]
        self.bed.offer([(name, name) for name in free])
        self.bed.choose(self._wanted_bed if self._wanted_bed in free else free[0] if free else "")

    def _choose_room(self, one: RoomChoice) -> None:
        self._room_id, self._wanted_bed = one.id, ""
        self._say()
        self.room_chosen.emit(one.id)
        self.changed.emit()

    def _choose_none(self) -> None:
        self._room_id, self._wanted_bed = "", ""
        self.bed.offer(())
        self._say()
        self.changed.emit()

    def _bed_chosen(self) -> None:
        self._wanted_bed = self.bed.code()
        self.changed.emit()

    def _say(self) -> None:
        one = self._rooms.get(self._room_id)
        self.chosen.setText(f"{one.ward} › {one.name}" if one else _("No room chosen; Enter in the list chooses one."))
        self.bed.setEnabled(one is not None)
        self._none.setVisible(one is not None)

    # reading

    def assignment(self, from_on: date) -> BedAssignment | None:
        """The bed from the day of admission; None while no room is chosen."""
        if not self._room_id:
            return None
        return BedAssignment(episode_id="", room_id=self._room_id, bed=self.bed.code(), from_on=from_on)

    def kept(self, on: date) -> tuple[Belonging, ...]:
        """What the person brought, received on the day of admission."""
        return tuple(replace(one, received_on=on) for one, _target in self.belongings.records())

    def flaws(self) -> list[Flaw]:
        about = _("Belongings")
        found = [Flaw(self.key, about, str(said), "error", target) for said, target in self.belongings.unreadable()]
        found += [
            Flaw(self.key, about, _("Write what the thing is."), "error", target)
            for one, target in self.belongings.records()
            if not one.what
        ]
        if not self._room_id:
            found.append(Flaw(self.key, _("Room"), _("No room is chosen yet."), "warning", self.table))
        return found

    def facts(self) -> list[Fact]:
        one = self._rooms.get(self._room_id)
        bed = f", {_('bed {bed}').format(bed=self.bed.code())}" if self.bed.code() else ""
        place = [(_("Room, bed"), f"{one.ward}, {one.name}{bed}")] if one else []
        things = [
            f"{b.what} × {b.quantity}" if b.amount is None else f"{b.what} {money.dong(b.amount)}"
            for b, _target in self.belongings.records()
        ]
        return [*place, *([(_("Belongings"), ", ".join(things))] if things else [])]

    def draft(self) -> dict[str, Any]:
        kept = {"room": self._room_id, "bed": self.bed.code(), "belongings": self.belongings.raw()}
        return {name: value for name, value in kept.items() if value}

    def restore(self, draft: Mapping[str, Any]) -> None:
        self.belongings.set_raw(draft.get("belongings", ()))
        self._room_id, self._wanted_bed = str(draft.get("room", "")), str(draft.get("bed", ""))
        self._say()
        if self._room_id:
            self.room_chosen.emit(self._room_id)

    def first(self) -> QWidget | None:
        return self.table

    def target_of(self, field: str) -> QWidget | None:
        return {"bed": self.bed, "room_id": self.table}.get(field)


def _free_cell(one: RoomChoice) -> Cell:
    if one.free <= 0:
        return Cell(_("full"), tone="warn", mark=("square", "warn"))
    return Cell(ngettext("{n} bed free", "{n} beds free", one.free).format(n=one.free), mark=("ring", "ok"))
