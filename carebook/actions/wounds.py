"""Deeds about wounds: writing one down, looking at it, closing it, striking through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.health.standing import DAILY_CARE, of_stay, refuse_without, standing
from carebook.dates import local
from carebook.records.health import Wound, WoundCheck
from carebook.records.staff import Actor
from carebook.rules.wounds import problems_in_wound, problems_in_wound_check
from carebook.store import code_lists
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.words import N_, message


@deed(N_("Save a wound"), "daily_care")
def save_wound(
    book: Book,
    wound: Wound,
    first: WoundCheck | None = None,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a wound, new with the ``first`` look at it or written anew. ``Change.result`` is the kept `Wound`.

    Refused when a look that stands lies before the day since when it is seen, and when the incident it came from does not name
    the resident.
    """
    with book.changing(by.account_id, now, op, "save_wound", reason=reason) as writer:
        there = standing(writer, Wound, wound.id) if wound.id else None
        stay, person = of_stay(writer, wound, there, by, now)
        mine = replace(wound, episode_id=stay.id)
        stop_at(problems_in_wound(mine, stay=stay, today=in_vietnam(now)))
        _refuse_against_looks(writer, mine)
        if mine.incident_id and mine.incident_id != (there.incident_id if there else None):
            _refuse_unnamed(writer, mine.incident_id, stay.id)
        kept = writer.amend(mine, seen=seen) if there else writer.add(mine)
        if first is not None:
            _add_look(writer, first, kept, by, now)
    said = message("Saved the wound of {name}.", name=person.full_name)
    return Change(DAILY_CARE, (person.id, kept.id), op, said, result=kept)


@deed(N_("Look at a wound"), "daily_care")
def check_wound(
    book: Book,
    check: WoundCheck,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep how a wound looked, new or written anew. ``Change.result`` is the kept `WoundCheck`; photos hang on its id."""
    with book.changing(by.account_id, now, op, "check_wound", reason=reason) as writer:
        there = standing(writer, WoundCheck, check.id) if check.id else None
        wound = standing(writer, Wound, (there or check).wound_id)
        _stay, person = of_stay(writer, wound, wound, by, now)
        if there is None:
            kept = _add_look(writer, check, wound, by, now)
        else:
            mine = replace(check, episode_id=wound.episode_id, wound_id=wound.id, entered_by=there.entered_by)
            _stop_at_look(writer, mine, wound, now)
            kept = writer.amend(mine, seen=seen)
    said = message("Saved the look at the wound of {name}.", name=person.full_name)
    return Change(DAILY_CARE, (person.id, kept.id), op, said, result=kept)


@deed(N_("Close a wound"), "daily_care")
def close_wound(
    book: Book,
    wound_id: str,
    closed_on: date,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep that a wound has healed. Refused when it closed already, and before a look at it."""
    with book.changing(by.account_id, now, op, "close_wound", reason=reason) as writer:
        there = standing(writer, Wound, wound_id)
        stay, person = of_stay(writer, there, there, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        if there.closed_on is not None:
            raise refuse(message("This wound closed already."), "closed_on")
        closed = replace(there, closed_on=closed_on)
        stop_at(problems_in_wound(closed, stay=stay, today=in_vietnam(now)))
        _refuse_against_looks(writer, closed)
        kept = writer.amend(closed)
    said = message("The wound of {name} has closed.", name=person.full_name)
    return Change(DAILY_CARE, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a wound through"), "daily_care")
def strike_wound(book: Book, wound_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a wound through with every look at it; all stays readable with the reason."""
    refuse_without(reason)
    with book.changing(by.account_id, now, op, "strike_wound", reason=reason) as writer:
        there = standing(writer, Wound, wound_id)
        _stay, person = of_stay(writer, there, there, by, now)
        for look in writer.records(WoundCheck, "wound_id = ?", (there.id,)):
            writer.withdraw(WoundCheck, look.id, reason)
        writer.withdraw(Wound, there.id, reason)
    return Change(DAILY_CARE, (person.id, there.id), op, message("Struck through."))


@deed(N_("Strike a look at a wound through"), "daily_care")
def strike_wound_check(
    book: Book, check_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike a look at a wound through that was written by mistake; it stays readable with the reason."""
    refuse_without(reason)
    with book.changing(by.account_id, now, op, "strike_wound_check", reason=reason) as writer:
        there = standing(writer, WoundCheck, check_id)
        _stay, person = of_stay(writer, there, there, by, now)
        writer.withdraw(WoundCheck, there.id, reason)
    return Change(DAILY_CARE, (person.id, there.id), op, message("Struck through."))


def _add_look(writer: Writer, check: WoundCheck, wound: Wound, by: Actor, now: datetime) -> WoundCheck:
    mine = replace(check, episode_id=wound.episode_id, wound_id=wound.id, entered_by=by.account_id)
    _stop_at_look(writer, mine, wound, now)
    return writer.add(mine)


def _stop_at_look(writer: Writer, check: WoundCheck, wound: Wound, now: datetime) -> None:
    grades = code_lists.codes(writer, "wound_grade", in_vietnam(now))
    stop_at(problems_in_wound_check(check, wound=wound, now=now, grades=grades))


def _refuse_unnamed(writer: Writer, incident_id: str, episode_id: str) -> None:
    named = writer.value(
        """SELECT count(*) FROM incident i WHERE i.id = :incident AND i.withdrawn_at IS NULL AND (i.episode_id = :stay
        OR i.id IN (SELECT v.incident_id FROM involved v WHERE v.episode_id = :stay AND v.withdrawn_at IS NULL))""",
        {"incident": incident_id, "stay": episode_id},
    )
    if not named:
        raise refuse(message("This incident does not name the resident."), "incident_id")


def _refuse_against_looks(writer: Writer, wound: Wound) -> None:
    """A wound is seen from the day it was found to the day it closed."""
    days = [
        local(one.checked_at).date()
        for one in writer.records(WoundCheck, "wound_id = ?", (wound.id,))
        if one.checked_at is not None
    ]
    if days and wound.found_on is not None and min(days) < wound.found_on:
        raise refuse(message("It was looked at before that day."), "found_on")
    if days and wound.closed_on is not None and max(days) > wound.closed_on:
        raise refuse(message("It was looked at after that day."), "closed_on")
