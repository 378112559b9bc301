"""Deeds about quick statistics: keeping one by name, for oneself or for everybody, and giving it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.office import SavedStatistic
from carebook.records.staff import Actor
from carebook.rules import names, permissions
from carebook.rules.statistics import problems_in
from carebook.store.book import Book, Reader, in_vietnam
from carebook.words import N_, message

PERIODS = frozenset({"periods"})


@deed(N_("Keep a statistic"), "periods")
def save_statistic(
    book: Book, saved: SavedStatistic, *, by: Actor, now: datetime, op: str = "", seen: int | None = None
) -> Change:
    """Keep a design by its name (a new one without an id); it belongs to who keeps it. ``Change.result`` is the kept record.

    Refused when the name stands already among those its owner sees, and for somebody else's.
    """
    with book.changing(by.account_id, now, op, "save_statistic") as writer:
        if saved.id:
            _refuse_others(writer, saved.id, by, now)
        mine = writer.records(SavedStatistic, "shared = 1 OR owner_id = ?", (by.staff_member_id,))
        owner = saved.owner_id if saved.id else by.staff_member_id
        tidied = replace(saved, name=names.normalise(saved.name), owner_id=owner)
        stop_at(problems_in(tidied, mine))
        kept = writer.amend(tidied, seen=seen) if tidied.id else writer.add(tidied)
    return Change(PERIODS, (kept.id,), op, message("Kept the statistic “{name}”.", name=kept.name), result=kept)


@deed(N_("Give up a kept statistic"), "periods")
def strike_statistic(book: Book, saved_id: str, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Take a kept statistic off the list; the figures it counted are not touched."""
    with book.changing(by.account_id, now, op, "strike_statistic") as writer:
        name = _refuse_others(writer, saved_id, by, now).name
        writer.withdraw(SavedStatistic, saved_id, "")
    said = message("The statistic “{name}” is no longer kept.", name=name)
    return Change(PERIODS, (saved_id,), op, said)


def _refuse_others(reader: Reader, saved_id: str, by: Actor, now: datetime) -> SavedStatistic:
    """The kept record; refused when it belongs to somebody else, unless a manager tidies up what everybody sees."""
    found = reader.record(SavedStatistic, saved_id)
    if found is None or found.is_withdrawn:
        raise refuse(message("This statistic is no longer kept."))
    manages = found.shared and permissions.MANAGERS & by.roles_on(in_vietnam(now))
    if found.owner_id != by.staff_member_id and not manages:
        raise refuse(message("Somebody else keeps this statistic. Keep a copy under another name."))
    return found
