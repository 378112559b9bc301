"""Printing the papers of one person: a line in the reading log first, then the paper leaves the book."""

from __future__ import annotations

from datetime import datetime

from carebook.actions.change import Change, deed, refuse
from carebook.actions.people import protected
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store import search, staff
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, message


@deed(N_("Print papers"), "readings")
def print_papers(book: Book, person_id: str, what: str, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Note that a paper about a person is printed or saved outside the book; done before it leaves.

    ``what`` names the paper and is kept as the reason. ``Change.result`` is the kept `Reading`. Refused without a name of
    the paper, and for a restricted record without the right to open it.
    """
    if not what.strip():
        raise refuse(message("Say which paper is printed."), "what")
    with book.changing(by.account_id, now, op, "print_papers") as writer:
        if writer.record(Person, person_id) is None:
            raise LookupError(person_id)
        if search.is_restricted(writer, person_id) and not permissions.may_open_restricted(by, in_vietnam(now)):
            raise refuse(protected())
        reading = staff.note_reading(writer, "print_papers", person_id=person_id, people=1, reason=what.strip())
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)
