"""Taking names out of the book: a list of people printed or exported leaves a line in the reading log first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse
from carebook.actions.people import refuse_out_of_scope
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store import staff
from carebook.store.book import Book, in_vietnam
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


@deed(N_("Print or save the meals of a month"), "readings")
def export_meal_month(
    book: Book, people: Collection[str], month: date, *, by: Actor, now: datetime, op: str = ""
) -> Change:
    """Note that the meals eaten in a month by these people, given by their ids, are printed or saved outside the book.

    Done before they leave. The sheet tells of everybody who ate: refused for who may not take lists out of the book and has
    not the whole center in the account's scope, and for nobody.
    """
    if not people:
        raise refuse(message("Nobody has eaten in this month yet."))
    takes_any = permissions.may(by, "export_list", in_vietnam(now))
    with book.changing(by.account_id, now, op, "export_meal_month") as writer:
        for person_id in () if takes_any else people:
            refuse_out_of_scope(writer, person_id, by, now)
        reading = staff.note_reading(writer, "export_meal_month", people=len(people), reason=f"{month:%m/%Y}")
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)
