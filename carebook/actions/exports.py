"""Taking what the book holds out of it: lists, whole files, data for other programs; a line in the reading log comes first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse
from carebook.actions.people import refuse_out_of_scope, visible_stay
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


@deed(N_("Take out a whole file"), "readings")
def export_whole_file(book: Book, episode_id: str, *, reason: str, by: Actor, now: datetime, op: str = "") -> Change:
    """Note that the whole file of a stay leaves the book, and why; done before it is drawn.

    ``Change.result`` is the kept `Reading`. Refused without a reason, for a protected record and out of scope. LookupError
    when there is no such stay.
    """
    if not reason.strip():
        raise refuse(message("Say what the file is for."), "reason")
    with book.changing(by.account_id, now, op, "export_whole_file", reason=reason) as writer:
        _episode, person = visible_stay(writer, episode_id, by, now)
        reading = staff.note_reading(writer, "export_whole_file", person_id=person.id, people=1, reason=reason.strip())
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)


@deed(N_("Export data for other programs"), "readings")
def export_interchange(
    book: Book, what: str, *, reason: str, episode_id: str = "", by: Actor, now: datetime, op: str = ""
) -> Change:
    """Note that data leave the book in a form other programs read, and why; done before they leave.

    ``what`` names the form and whose or which it is ("FHIR", "DHIS2 2026-10"). With ``episode_id`` they are the data of one
    stay: refused for a protected record and out of scope, LookupError when there is no such stay; without it they are figures
    and name nobody. ``Change.result`` is the kept `Reading`. Refused without a reason.
    """
    if not reason.strip():
        raise refuse(message("Say what the data are for."), "reason")
    with book.changing(by.account_id, now, op, "export_interchange", reason=reason) as writer:
        told = f"{what}: {reason.strip()}"
        if episode_id:
            _episode, person = visible_stay(writer, episode_id, by, now)
            reading = staff.note_reading(writer, "export_interchange", person_id=person.id, people=1, reason=told)
        else:
            reading = staff.note_reading(writer, "export_interchange", people=0, reason=told)
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)
