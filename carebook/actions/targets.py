"""Deeds about the targets of a year."""

from __future__ import annotations

from datetime import datetime

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.actions.periods import PERIODS
from carebook.records.periods import Target
from carebook.records.staff import Actor
from carebook.rules.targets import problems
from carebook.store.book import Book
from carebook.words import N_, message


@deed(N_("Save a target"), "periods")
def save_target(book: Book, target: Target, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Keep a target of a year, or change one that is there; ``Change.result`` is it. Closed reports stay as they are."""
    if found := problems(target):
        raise Refused(found)
    with book.changing(by.account_id, now, op, "save_target", reason=reason) as writer:
        before = writer.record(Target, target.id)
        if before is not None and before.is_withdrawn:
            raise refuse(message("This target was struck through."))
        kept = writer.add(target) if before is None else writer.amend(target)
    return Change(PERIODS, (kept.id,), op, message("Saved the target “{name}”.", name=kept.name), result=kept)


@deed(N_("Strike through a target"), "periods")
def strike_target(book: Book, target_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a target through; closed reports stay as they are."""
    with book.changing(by.account_id, now, op, "strike_target", reason=reason) as writer:
        target = writer.record(Target, target_id)
        if target is None or target.is_withdrawn:
            raise refuse(message("There is no such target in this book."))
        writer.withdraw(Target, target_id, reason)
    return Change(PERIODS, (target_id,), op, message("Struck through the target “{name}”.", name=target.name))
