"""Deeds about clothes and goods: giving things out to many residents at once, who signed, striking one through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, Refused, deed, refuse, with_withheld
from carebook.actions.health.standing import DAILY_CARE, refuse_without, standing
from carebook.actions.people import cared_stay
from carebook.records.staff import Actor
from carebook.records.supplies import SuppliesIssued
from carebook.rules.problem import Problem, errors
from carebook.rules.supplies import problems_in_issue
from carebook.store.book import Book, in_vietnam, new_id
from carebook.words import N_, message


@deed(N_("Issue goods"), "daily_care")
def issue_supplies(
    book: Book,
    issued: Sequence[SuppliesIssued],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep what was given out, all or none; new rows of one deed share a batch and stand on one list to be signed.

    Rows that are there already are written anew (who signed, size, quantity). Restricted residents are given goods under
    their alias. A problem names its field and, of several rows, whose: "quantity:<stay>". ``Change.result`` are the kept rows.
    """
    if not issued:
        raise refuse(message("Nobody is given anything; choose residents and goods."))
    batch = next((one.batch for one in issued if one.batch), "") or new_id()
    found: list[Problem] = []
    kept: list[SuppliesIssued] = []
    names: dict[str, str] = {}
    with book.changing(by.account_id, now, op, "issue_supplies", reason=reason) as writer:
        for one in issued:
            there = standing(writer, SuppliesIssued, one.id) if one.id else None
            stay, name = cared_stay(writer, (there or one).episode_id, by, now)
            names[stay.id] = name
            mine = replace(
                one,
                episode_id=stay.id,
                batch=there.batch if there else batch,
                issued_by_id=one.issued_by_id or by.staff_member_id,
            )
            if there is not None:
                mine = with_withheld(writer, mine, there, stay.person_id, by, now)
            wrong = errors(problems_in_issue(mine, stay=stay, today=in_vietnam(now)))
            found += [replace(each, field=f"{each.field}:{stay.id}") for each in wrong] if len(issued) > 1 else wrong
            if not found:
                kept.append(writer.amend(mine, seen=seen) if there else writer.add(mine))
        if found:
            raise Refused(found)
    said = message("Noted the goods of {n} people.", n=len(names))
    if len(names) == 1:
        said = message("Noted the goods of {name}.", name=next(iter(names.values())))
    return Change(DAILY_CARE, tuple(one.id for one in kept), op, said, result=tuple(kept))


@deed(N_("Strike issued goods through"), "daily_care")
def strike_supplies(book: Book, issued_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike one row through that was written by mistake; it stays readable with the reason."""
    refuse_without(reason)
    with book.changing(by.account_id, now, op, "strike_supplies", reason=reason) as writer:
        there = standing(writer, SuppliesIssued, issued_id)
        cared_stay(writer, there.episode_id, by, now)
        writer.withdraw(SuppliesIssued, there.id, reason)
    return Change(DAILY_CARE, (there.id,), op, message("Struck through."))
