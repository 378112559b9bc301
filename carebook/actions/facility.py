"""Deeds about the center: its profile, wards and rooms, and the dated reference data it keeps itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.codes import Agency, Code, HolidayRow, LegalBasis, Limit, Rate
from carebook.records.facility import Facility, Room, Ward
from carebook.records.staff import Actor
from carebook.rules import facility as rules
from carebook.rules.names import normalise
from carebook.store import facility as places
from carebook.store.book import Book, Writer, in_vietnam
from carebook.words import N_, message

_PLACES = frozenset({"facility"})
_CODES = frozenset({"codes"})
Dated = Rate | Limit | Agency | LegalBasis | HolidayRow
D = TypeVar("D", bound=Code | Rate | Limit | Agency)


@deed(N_("Amend the center's profile"), "facility")
def amend_facility(
    book: Book, facility: Facility, *, by: Actor, now: datetime, op: str = "", reason: str = "", seen: int | None = None
) -> Change:
    """Write the center's profile. `Outdated` when somebody changed it after ``seen``."""
    stop_at(rules.problems_in_facility(facility))
    with book.changing(by.account_id, now, op, "amend_facility", reason=reason) as writer:
        kept = writer.amend(facility, seen=seen)
    return Change(_PLACES, (kept.id,), op, message("Saved: {name}.", name=kept.name), result=kept)


@deed(N_("Add ward"), "facility")
def add_ward(book: Book, ward: Ward, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Add a ward."""
    with book.changing(by.account_id, now, op, "add_ward") as writer:
        stop_at(rules.problems_in_ward(ward, places.wards(writer)))
        kept = writer.add(replace(ward, name=normalise(ward.name)))
    return Change(_PLACES, (kept.id,), op, message("Saved: {name}.", name=kept.name), result=kept)


@deed(N_("Amend ward"), "facility")
def amend_ward(
    book: Book, ward: Ward, *, by: Actor, now: datetime, op: str = "", reason: str = "", seen: int | None = None
) -> Change:
    """Write a ward's new facts. `Outdated` when somebody changed them after ``seen``."""
    with book.changing(by.account_id, now, op, "amend_ward", reason=reason) as writer:
        stop_at(rules.problems_in_ward(ward, places.wards(writer)))
        kept = writer.amend(replace(ward, name=normalise(ward.name)), seen=seen)
    return Change(_PLACES, (kept.id,), op, message("Saved: {name}.", name=kept.name), result=kept)


@deed(N_("Add room"), "facility")
def add_room(book: Book, room: Room, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Add a room to a ward."""
    with book.changing(by.account_id, now, op, "add_room") as writer:
        _check_room(writer, room)
        kept = writer.add(replace(room, name=normalise(room.name)))
    return Change(_PLACES, (kept.id,), op, message("Saved: {name}.", name=kept.name), result=kept)


@deed(N_("Amend room"), "facility")
def amend_room(
    book: Book, room: Room, *, by: Actor, now: datetime, op: str = "", reason: str = "", seen: int | None = None
) -> Change:
    """Write a room's new facts; not fewer beds than people have one. `Outdated` when somebody changed them after ``seen``."""
    with book.changing(by.account_id, now, op, "amend_room", reason=reason) as writer:
        _check_room(writer, room)
        kept = writer.amend(replace(room, name=normalise(room.name)), seen=seen)
    return Change(_PLACES, (kept.id,), op, message("Saved: {name}.", name=kept.name), result=kept)


@deed(N_("Amend code list"), "codes")
def amend_code(
    book: Book, code: Code, from_on: date, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Change a word of a code list from ``from_on`` on, or add one (without an id); what was written before keeps its words."""
    stop_at(rules.problems_in_code(replace(code, valid_from=from_on)))
    with book.changing(by.account_id, now, op, "amend_code", reason=reason) as writer:
        if not code.id:
            there = writer.records(Code, "list_name = ? AND code = ?", (code.list_name, code.code))
            if not code.code.strip() or any(c.valid_to is None or c.valid_to >= from_on for c in there):
                raise refuse(message("The list has this code already."), "code")
        kept = _follow(writer, code, from_on)
    return Change(_CODES, (kept.id,), op, message("Saved: {name}.", name=kept.text), result=kept)


@deed(N_("Amend dated values"), "codes")
def amend_dated_row(
    book: Book, row: Dated, from_on: date | None = None, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Change a rate, limit or agency from ``from_on`` on (a new dated row), or write a legal document or a day of the calendar.

    A row without an id is added. The day is required for rates, limits and agencies (ValueError).
    """
    with book.changing(by.account_id, now, op, "amend_dated_row", reason=reason) as writer:
        if isinstance(row, LegalBasis | HolidayRow):
            kept: Dated = writer.amend(row) if row.id else writer.add(row)
        elif from_on is None:
            raise ValueError("from_on")
        else:
            stop_at(rules.problems_in_days(replace(row, valid_from=from_on)))
            kept = _follow(writer, row, from_on)
    return Change(_CODES, (kept.id,), op, message("Saved."), result=kept)


def _follow(writer: Writer, row: D, from_on: date) -> D:
    """Write ``row`` as holding from ``from_on`` on; the row it follows (by id) ends the day before and keeps its values.

    Values that hold from the very same day are a correction of that row.
    """
    before = writer.record(type(row), row.id) if row.id else None
    if before is None:
        return writer.add(replace(row, id="", version=0, valid_from=from_on))
    stop_at(rules.problems_in_successor(before, from_on))
    if before.valid_from == from_on:
        return writer.amend(row)
    writer.amend(replace(before, valid_to=from_on - timedelta(days=1)))
    return writer.add(replace(row, id="", version=0, valid_from=from_on))


def _check_room(writer: Writer, room: Room) -> None:
    ward = writer.record(Ward, room.ward_id)
    if ward is None or ward.is_withdrawn:
        raise refuse(message("Choose a ward."), "ward_id")
    today = places.rooms_on(writer, in_vietnam(writer.now))
    taken = next((r.taken for r in today if r.room.id == room.id), 0) if room.id else 0
    stop_at(rules.problems_in_room(room, (r.room for r in today), taken=taken))
