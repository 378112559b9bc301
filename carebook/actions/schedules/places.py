"""Deeds about therapy rooms and the leave of staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.dates import written
from carebook.records.schedules import StaffLeave, TherapyRoom
from carebook.records.staff import Actor, StaffMember
from carebook.rules import names
from carebook.rules.schedules import problems_in_leave, problems_in_room
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.schedules.weeks import planned_count
from carebook.words import N_, Message, message

REHABILITATION = frozenset({"rehabilitation"})


@deed(N_("Add a therapy room"), "rehabilitation")
def add_therapy_room(
    book: Book, room: TherapyRoom, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Keep a room. ``Change.result`` is the kept `TherapyRoom`."""
    tidied = replace(room, id="", name=names.normalise(room.name))
    with book.changing(by.account_id, now, op, "add_therapy_room", reason=reason) as writer:
        stop_at(problems_in_room(tidied, writer.records(TherapyRoom)))
        kept = writer.add(tidied)
    return Change(REHABILITATION, (kept.id,), op, message("Added {name}.", name=kept.name), result=kept)


@deed(N_("Edit a therapy room"), "rehabilitation")
def amend_therapy_room(
    book: Book, room: TherapyRoom, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Write a room's new facts; what is planned in it stays. ``Change.result`` is the kept `TherapyRoom`."""
    tidied = replace(room, name=names.normalise(room.name))
    with book.changing(by.account_id, now, op, "amend_therapy_room", reason=reason) as writer:
        stop_at(problems_in_room(tidied, writer.records(TherapyRoom)))
        kept = writer.amend(tidied, seen=seen)
    return Change(REHABILITATION, (kept.id,), op, message("Saved {name}.", name=kept.name), result=kept)


@deed(N_("Add a leave"), "rehabilitation")
def add_leave(book: Book, leave: StaffLeave, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Keep a leave; what is planned in it stays and is counted in the sentence. ``Change.result`` is the kept `StaffLeave`."""
    with book.changing(by.account_id, now, op, "add_leave", reason=reason) as writer:
        stop_at(problems_in_leave(leave, _others(writer, leave), today=in_vietnam(now)))
        kept = writer.add(replace(leave, id=""))
        said = _said(writer, kept)
    return Change(REHABILITATION, (kept.id,), op, said, result=kept)


@deed(N_("Edit a leave"), "rehabilitation")
def amend_leave(
    book: Book, leave: StaffLeave, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Write a leave's new facts. ``Change.result`` is the kept `StaffLeave`."""
    with book.changing(by.account_id, now, op, "amend_leave", reason=reason) as writer:
        stop_at(problems_in_leave(leave, _others(writer, leave), today=in_vietnam(now)))
        kept = writer.amend(leave, seen=seen)
        said = _said(writer, kept)
    return Change(REHABILITATION, (kept.id,), op, said, result=kept)


@deed(N_("Strike a leave through"), "rehabilitation")
def strike_leave(book: Book, leave_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a leave through for a reason, which must be given."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_leave", reason=reason) as writer:
        writer.withdraw(StaffLeave, leave_id, reason)
    return Change(REHABILITATION, (leave_id,), op, message("Struck through."))


def _others(writer: Writer, leave: StaffLeave) -> list[StaffLeave]:
    return writer.records(StaffLeave, "staff_member_id = ?", (leave.staff_member_id,))


def _said(writer: Writer, leave: StaffLeave) -> Message:
    """Whose leave was saved, and how many sessions are planned in it."""
    member = writer.record(StaffMember, leave.staff_member_id)
    assert member is not None
    assert leave.from_on is not None
    assert leave.to_on is not None
    said = message(
        "Leave of {name}: {first} to {last}.",
        name=member.full_name,
        first=written(leave.from_on),
        last=written(leave.to_on),
    )
    n = planned_count(writer, member.id, leave.from_on, leave.to_on)
    return message("{leave} Sessions planned in that time: {n}.", leave=said, n=n) if n else said
