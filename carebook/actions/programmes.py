"""Deeds about programmes: keeping one, with its cost, its income and what its evaluation came to."""

from __future__ import annotations

from datetime import datetime

from carebook.actions.change import Change, deed, stop_at
from carebook.records.packages import Programme
from carebook.records.staff import Actor
from carebook.rules.programmes import problems_in_programme
from carebook.store.book import Book, in_vietnam
from carebook.store.programmes import write_programme
from carebook.words import N_, message

SUBJECTS = frozenset({"rehabilitation", "groups"})


@deed(N_("Save a programme"), "rehabilitation", "groups")
def save_programme(
    book: Book,
    programme: Programme,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a programme, new or changed. ``Change.result`` is it."""
    stop_at(problems_in_programme(programme, today=in_vietnam(now)))
    with book.changing(by.account_id, now, op, "save_programme", reason=reason) as writer:
        kept = write_programme(writer, programme, seen=seen)
    return Change(SUBJECTS, (kept.id,), op, message("Saved the programme “{name}”.", name=kept.name), result=kept)
