"""Deeds about due things: they end by the form that ends them; the only deed of their own is to put one off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.due import Snooze
from carebook.records.staff import Actor
from carebook.rules.casework import problems_in_snooze
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, message


@deed(N_("Snooze"), "casework")
def put_off_due(book: Book, snooze: Snooze, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Put one due thing of a stay off until a day, with the reason; putting it off again moves the day.

    Refused when the day lies more than 30 days ahead or not in the future, or without a reason. Undoing brings it back.
    """
    given = replace(snooze, reason=" ".join(snooze.reason.split()))
    stop_at(problems_in_snooze(given, today=in_vietnam(now)))
    with book.changing(by.account_id, now, op, "put_off_due", reason=reason or given.reason) as writer:
        _, person = visible_stay(writer, given.episode_id, by, now)
        before = writer.records(
            Snooze,
            "episode_id = ? AND kind = ? AND due_on IS ?",
            (given.episode_id, given.kind, given.due_on.isoformat() if given.due_on else None),
        )
        again = replace(before[-1], until_on=given.until_on, reason=given.reason) if before else None
        kept = writer.amend(again) if again else writer.add(given)
    said = message("Will be shown again on {date}.", date=written(kept.until_on))
    return Change(frozenset({"casework"}), (person.id, kept.id), op, said, result=kept)
