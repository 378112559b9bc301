"""Deeds about lasting illnesses and vaccinations."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, stop_at
from carebook.actions.health.standing import DAILY_CARE, of_person, refuse_without, standing
from carebook.records.health import ChronicCondition, Immunisation
from carebook.records.staff import Actor
from carebook.rules.health import problems_in_condition, problems_in_immunisation, read_icd
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, message


@deed(N_("Save an illness"), "daily_care")
def save_condition(
    book: Book,
    condition: ChronicCondition,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a lasting illness, new or written anew; its ICD-10 code in its plain form. ``Change.result`` is the kept record."""
    with book.changing(by.account_id, now, op, "save_condition", reason=reason) as writer:
        there = standing(writer, ChronicCondition, condition.id) if condition.id else None
        person = of_person(writer, condition, there, by, now)
        stop_at(problems_in_condition(condition, today=in_vietnam(now)))
        mine = replace(condition, person_id=person.id, icd=read_icd(condition.icd) or "")
        kept = writer.amend(mine, seen=seen) if there else writer.add(mine)
    said = message("Saved the illness of {name}.", name=person.full_name)
    return Change(DAILY_CARE, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike an illness through"), "daily_care")
def strike_condition(
    book: Book, condition_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike an illness through that was written by mistake; it stays readable with the reason."""
    refuse_without(reason)
    with book.changing(by.account_id, now, op, "strike_condition", reason=reason) as writer:
        there = standing(writer, ChronicCondition, condition_id)
        person = of_person(writer, there, there, by, now)
        writer.withdraw(ChronicCondition, there.id, reason)
    return Change(DAILY_CARE, (person.id, there.id), op, message("Struck through."))


@deed(N_("Save a vaccination"), "daily_care")
def save_immunisation(
    book: Book,
    given: Immunisation,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a vaccination, new or written anew. ``Change.result`` is the kept record."""
    with book.changing(by.account_id, now, op, "save_immunisation", reason=reason) as writer:
        there = standing(writer, Immunisation, given.id) if given.id else None
        person = of_person(writer, given, there, by, now)
        stop_at(problems_in_immunisation(given, today=in_vietnam(now)))
        mine = replace(given, person_id=person.id)
        kept = writer.amend(mine, seen=seen) if there else writer.add(mine)
    said = message("Saved the vaccination of {name}.", name=person.full_name)
    return Change(DAILY_CARE, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a vaccination through"), "daily_care")
def strike_immunisation(
    book: Book, immunisation_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike a vaccination through that was written by mistake; it stays readable with the reason."""
    refuse_without(reason)
    with book.changing(by.account_id, now, op, "strike_immunisation", reason=reason) as writer:
        there = standing(writer, Immunisation, immunisation_id)
        person = of_person(writer, there, there, by, now)
        writer.withdraw(Immunisation, there.id, reason)
    return Change(DAILY_CARE, (person.id, there.id), op, message("Struck through."))
