"""Deeds about belongings: what a person brought and the center keeps, and giving it back with minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.health.standing import of_stay, standing
from carebook.records.episodes import Belonging
from carebook.records.staff import Actor
from carebook.rules.belongings import problems_in_belonging
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, message

PEOPLE = frozenset({"people", "daily_care"})


@deed(N_("Save a belonging"), "people", "daily_care")
def save_belonging(
    book: Book,
    thing: Belonging,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a thing or sum, new or written anew. ``Change.result`` is the kept `Belonging`."""
    with book.changing(by.account_id, now, op, "save_belonging", reason=reason) as writer:
        there = standing(writer, Belonging, thing.id) if thing.id else None
        stay, person = of_stay(writer, thing, there, by, now)
        mine = replace(thing, episode_id=stay.id)
        stop_at(problems_in_belonging(mine, stay=stay, today=in_vietnam(now)))
        kept = writer.amend(mine, seen=seen) if there else writer.add(mine)
    said = message("Saved the belonging of {name}.", name=person.full_name)
    return Change(PEOPLE, (person.id, kept.id), op, said, result=kept)


@deed(N_("Give belongings back"), "people", "daily_care")
def return_belonging(
    book: Book,
    things: Sequence[str],
    returned_on: date,
    returned_to: str,
    minutes_no: str = "",
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep that things of one person, given by their ids, were given back, on which day, to whom, and by which minutes.

    Refused without any, for things of several people at once, and for what was given back already. ``Change.result`` are the
    kept records.
    """
    if not things:
        raise refuse(message("Choose what is given back."))
    with book.changing(by.account_id, now, op, "return_belonging", reason=reason) as writer:
        there = [standing(writer, Belonging, one) for one in things]
        if len({one.episode_id for one in there}) > 1:
            raise refuse(message("Minutes are made for one person at a time."))
        stay, person = of_stay(writer, there[0], there[0], by, now)
        if gone := next((one for one in there if one.returned_on is not None), None):
            raise refuse(message("“{what}” was given back already.", what=gone.what))
        back = [
            replace(one, returned_on=returned_on, returned_to=returned_to.strip(), minutes_no=minutes_no.strip())
            for one in there
        ]
        for one in back:
            stop_at(problems_in_belonging(one, stay=stay, today=in_vietnam(now)))
        kept = [writer.amend(one) for one in back]
    said = message("Gave the belongings of {name} back.", name=person.full_name)
    return Change(PEOPLE, (person.id, *(one.id for one in kept)), op, said, result=tuple(kept))
