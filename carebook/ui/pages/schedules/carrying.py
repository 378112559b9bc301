"""Carrying a session to another time: where the calendar put it, what the book says against it, and setting it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from PySide6.QtCore import QObject, Signal

from carebook.dates import hour
from carebook.store.book import Reader
from carebook.store.schedules import LookAhead, PlannedSlot
from carebook.ui.pages.schedules.board import BoardColumn, Ghost, time_of
from carebook.ui.pages.schedules.calendar import Calendar
from carebook.ui.pages.schedules.plans import Plan, look, plans_for
from carebook.ui.pages.schedules.reading import Says, View
from carebook.ui.pages.schedules.strip import MoveStrip
from carebook.ui.parts.desk import Desk
from carebook.words import _


@dataclass(frozen=True)
class There:
    """Where a ghost stands in the words of the records; None keeps who gives it, or the room."""

    on: date
    at: time
    staff_id: str | None = None
    room_id: str | None = None


def there_of(ghost: Ghost, column: BoardColumn, view: View) -> There:
    """Where a ghost would be set down; on one day a column is a therapist or a room, and carrying across changes that."""
    owner = column.owner if view.span == "day" and ghost.block.column != column.key else None
    at = time_of(ghost.start)
    match view.by:
        case "therapist":
            return There(column.on, at, staff_id=owner)
        case "room":
            return There(column.on, at, room_id=owner)
        case _:
            return There(column.on, at)


@dataclass(frozen=True)
class Verdict:
    """What the book says about setting a ghost down: the plans that would do it, and what they would do."""

    ghost: Ghost
    plans: Mapping[str, Plan]
    ahead: LookAhead | None


def verdict(reader: Reader, slot: PlannedSlot, ghost: Ghost, there: There, now: datetime) -> Verdict:
    """Look ahead to the session alone being set down there."""
    plans = plans_for(reader, slot, there.on, there.at, staff_id=there.staff_id, room_id=there.room_id)
    ahead = look(reader, plans["one"], plans["one"].record, now) if plans else None
    return Verdict(ghost, plans, ahead)


class Carrying(QObject):
    """Between calendar and strip. ``move(plan)`` asks for the session to be kept there, ``form(plans)`` for the form."""

    move = Signal(object)
    form = Signal(object)

    def __init__(
        self, desk: Desk, calendar: Calendar, strip: MoveStrip, slot_of: Callable[[str], PlannedSlot | None]
    ) -> None:
        super().__init__(calendar)
        self._desk, self._calendar, self._strip, self._slot_of = desk, calendar, strip, slot_of
        self.view = View()
        self._verdict: Verdict | None = None
        self._wanted: bool | None = None  # set down as soon as the verdict is here: from this one on, or this one only
        calendar.carried.connect(self._carried)
        calendar.dropped.connect(self._dropped)
        calendar.released.connect(self._released)
        calendar.given_up.connect(self._ended)
        strip.put.connect(self._put)
        strip.free_chosen.connect(self._carry_to)
        strip.let_go.connect(self._let_go)

    def _carried(self, ghost: Ghost) -> None:
        slot = self._slot_of(ghost.block.id)
        if slot is None:
            self._calendar.give_up()
            return
        self._verdict = self._wanted = None
        self._strip.show_place(self._words(ghost), repeats=bool(slot.series_id))
        column = self._calendar.board.columns[ghost.column]
        there = there_of(ghost, column, self.view)
        asked = partial(verdict, slot=slot, ghost=ghost, there=there, now=self._desk.now())
        self._desk.ask(self, asked, self._judge, key="carried")

    def _words(self, ghost: Ghost) -> str:
        column = self._calendar.board.columns[ghost.column]
        says = Says(self._desk.codes, self._desk.now())
        end = time_of((ghost.start + ghost.block.minutes) % (24 * 60))
        where = f"{says.day(column.on)} {hour(time_of(ghost.start))}–{hour(end)}"
        whose = f" · {column.head}" if column.owner else ""
        return f"{ghost.block.title} → {where}{whose}"

    def _judge(self, found: Verdict) -> None:
        ghost = self._calendar.ghost
        if ghost is None or (ghost.column, ghost.start) != (found.ghost.column, found.ghost.start):
            return
        if found.ahead is None:
            self._calendar.give_up()
            return
        self._verdict = found
        against = [str(one.message) for one in found.ahead.clashes]
        warned = [str(one.message) for one in found.ahead.warnings]
        tone = "danger" if against else "warn" if warned else "ok"
        free = next((one.free for one in found.ahead.clashes if one.free is not None), None)
        good = "" if against or warned else _("No double booking.")
        words = " ".join((f"{self._words(ghost)}.", *against, *warned, good)).strip()
        self._calendar.tell_against(" ".join(against or warned), forbidden=bool(against))
        self._strip.show_verdict(words, tone, free, forbidden=bool(against))
        if self._wanted is not None:
            self._dropped(ghost, self._wanted)

    def _dropped(self, ghost: Ghost, from_here_on: bool) -> None:
        """Set it down once it is known what speaks against it; a series asks whether it is this one or all from here on."""
        slot, found = self._slot_of(ghost.block.id), self._verdict
        if slot is None:
            return
        if found is None:
            self._wanted = from_here_on
            return
        self._wanted = None
        if from_here_on and "many" in found.plans:
            self._calendar.carry(None)
            self._ended()
            self.form.emit(dict(found.plans))
        elif not ghost.forbidden:
            self.move.emit(found.plans["one"])

    def _released(self, ghost: Ghost) -> None:
        """What the mouse let go is set down at once; one of a series waits for the answer which of them are meant."""
        slot = self._slot_of(ghost.block.id)
        if slot is not None and not slot.series_id:
            self._dropped(ghost, from_here_on=False)

    def _put(self, from_here_on: bool) -> None:
        ghost = self._calendar.ghost
        if ghost is not None:
            self._dropped(ghost, from_here_on)
        self._calendar.setFocus()

    def _carry_to(self, at: time) -> None:
        ghost = self._calendar.ghost
        if ghost is not None:
            self._calendar.carry(Ghost(ghost.block, ghost.column, at.hour * 60 + at.minute))
        self._calendar.setFocus()

    def _let_go(self) -> None:
        self._calendar.give_up()
        self._calendar.setFocus()

    def settle(self) -> None:
        """The session was kept where it was carried, or may not go there: nothing is carried any more."""
        self._calendar.carry(None)
        self._ended()

    def _ended(self) -> None:
        self._verdict = self._wanted = None
        self._strip.hide()
