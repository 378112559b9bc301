"""Taking names out of the book: a list of people printed or exported leaves a line in the reading log first."""

from __future__ import annotations

from datetime import datetime

from carebook.actions.change import Change, deed, refuse
from carebook.records.staff import Actor
from carebook.store import staff
from carebook.store.book import Book
from carebook.words import N_, message


@deed(N_("Export list"), "readings")
def export_list(book: Book, people: int, *, reason: str, by: Actor, now: datetime, op: str = "") -> Change:
    """Note that a list of so many people is printed or exported, and why; done before the list is drawn.

    Refused without a reason.
    """
    if not reason.strip():
        raise refuse(message("Say what the list is for."), "reason")
    with book.changing(by.account_id, now, op, "export_list", reason=reason) as writer:
        reading = staff.note_reading(writer, "export_list", people=people, reason=reason.strip())
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)
