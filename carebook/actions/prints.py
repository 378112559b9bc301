"""Printing papers about people, of one or of many: a line in the reading log first, then the paper leaves the book."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from carebook.actions.change import Change, deed, refuse
from carebook.actions.people import refuse_out_of_scope, visible_person, visible_stay
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store import path_papers, staff
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, message


@deed(N_("Print papers"), "readings")
def print_papers(book: Book, person_id: str, what: str, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Note that a paper about a person is printed or saved outside the book; done before it leaves.

    ``what`` names the paper and is kept as the reason. ``Change.result`` is the kept `Reading`. Refused without a name of
    the paper, for a restricted record without the right to open it, and for who has a bed outside the account's scope.
    """
    if not what.strip():
        raise refuse(message("Say which paper is printed."), "what")
    with book.changing(by.account_id, now, op, "print_papers") as writer:
        visible_person(writer, person_id, by, now)
        reading = staff.note_reading(writer, "print_papers", person_id=person_id, people=1, reason=what.strip())
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)


@deed(N_("Print papers of many people"), "readings")
def print_batch(
    book: Book,
    people: Collection[str],
    what: str,
    *,
    reason: str,
    whole: bool,
    by: Actor,
    now: datetime,
    op: str = "",
) -> Change:
    """Note that papers of these people, given by their ids, are printed or saved outside the book at once.

    Done before they are drawn. ``what`` names the paper and whose ("Phiếu chăm sóc tại giường, Khu A"); it and the reason are
    kept. ``whole`` papers tell the case and take the right to take lists out; the sheet at the bed and sheets for the pen do
    not. Refused without that right, without a reason, for nobody, and when one of them has a bed outside the account's scope.
    """
    if not reason.strip():
        raise refuse(message("Say what the papers are for."), "reason")
    if not people:
        raise refuse(message("Nobody is chosen; there is nothing to print."))
    if whole and not permissions.may(by, "export_list", in_vietnam(now)):
        raise refuse(permissions.missing_right(N_("Export list"), permissions.DEEDS["export_list"]))
    with book.changing(by.account_id, now, op, "print_batch", reason=reason) as writer:
        for person_id in people:
            refuse_out_of_scope(writer, person_id, by, now)
        reading = staff.note_reading(
            writer, "print_batch", people=len(people), reason=f"{what.strip()}: {reason.strip()}"
        )
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)


@deed(N_("Hand out the dossier for the family"), "readings")
def export_family_dossier(
    book: Book, episode_id: str, receiver_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Note that the dossier for the family leaves the book, on paper or as files, and for whom; done before it leaves.

    ``receiver_id`` is one of `store.path_papers.receivers`; ``reason`` says more. ``Change.result`` is the kept `Reading`.
    Refused for who must not be in contact with the person, is banned from it or must not be told anything, for a protected
    record and out of scope. LookupError when there is no such stay.
    """
    with book.changing(by.account_id, now, op, "export_family_dossier", reason=reason) as writer:
        _episode, person = visible_stay(writer, episode_id, by, now)
        receiver = path_papers.receiver(writer, episode_id, receiver_id)
        if receiver is None:
            raise refuse(message("Choose who receives the dossier."), "receiver")
        barred = path_papers.why_not(writer, episode_id, receiver, in_vietnam(now))
        if barred is not None:
            raise refuse(barred, "receiver")
        said = ": ".join(filter(None, (receiver.name, reason.strip())))
        reading = staff.note_reading(writer, "export_family_dossier", person_id=person.id, people=1, reason=said)
    return Change(frozenset({"readings"}), (reading.id,), op, undoable=False, result=reading)
