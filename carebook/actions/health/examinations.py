"""Deeds about examinations by a doctor and about treatments besides medicines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.health.standing import DAILY_CARE, of_stay, refuse_without, standing
from carebook.records.health import Consultation, Treatment
from carebook.records.staff import Actor
from carebook.rules.health import problems_in_consultation, problems_in_treatment, read_icd
from carebook.store.book import Book, NewerVersion, in_vietnam
from carebook.words import N_, message


@deed(N_("Save an examination"), "daily_care")
def save_consultation(
    book: Book,
    held: Consultation,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep an examination, new or written anew. Refused as the re-visit of one of another stay, or of itself.

    ``Change.result`` is the kept record.
    """
    with book.changing(by.account_id, now, op, "save_consultation", reason=reason) as writer:
        there = standing(writer, Consultation, held.id) if held.id else None
        stay, person = of_stay(writer, held, there, by, now)
        follows = standing(writer, Consultation, held.follows_id) if held.follows_id else None
        if follows is not None and (follows.episode_id != stay.id or follows.id == held.id):
            raise refuse(message("The examination before belongs to another stay."), "follows_id")
        stop_at(problems_in_consultation(held, stay=stay, now=now, follows=follows))
        mine = replace(held, episode_id=stay.id, icd=read_icd(held.icd) or "")
        kept = writer.amend(mine, seen=seen) if there else writer.add(mine)
    said = message("Saved the examination of {name}.", name=person.full_name)
    return Change(DAILY_CARE, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike an examination through"), "daily_care")
def strike_consultation(
    book: Book, consultation_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike an examination through that was written by mistake; it stays readable with the reason.

    Refused while its re-visit stands.
    """
    refuse_without(reason)
    with book.changing(by.account_id, now, op, "strike_consultation", reason=reason) as writer:
        there = standing(writer, Consultation, consultation_id)
        _stay, person = of_stay(writer, there, there, by, now)
        if writer.records(Consultation, "follows_id = ?", (there.id,)):
            raise refuse(message("A re-visit follows this examination. Strike that through first."))
        writer.withdraw(Consultation, there.id, reason)
    return Change(DAILY_CARE, (person.id, there.id), op, message("Struck through."))


@deed(N_("Save a treatment"), "daily_care")
def save_treatment(
    book: Book,
    treatment: Treatment,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a treatment besides medicines, new or written anew. ``Change.result`` is the kept record."""
    with book.changing(by.account_id, now, op, "save_treatment", reason=reason) as writer:
        there = standing(writer, Treatment, treatment.id) if treatment.id else None
        stay, person = of_stay(writer, treatment, there, by, now)
        mine = replace(treatment, episode_id=stay.id)
        stop_at(problems_in_treatment(mine, stay=stay, today=in_vietnam(now)))
        kept = writer.amend(mine, seen=seen) if there else writer.add(mine)
    said = message("Saved the treatment of {name}.", name=person.full_name)
    return Change(DAILY_CARE, (person.id, kept.id), op, said, result=kept)


@deed(N_("End a treatment"), "daily_care")
def end_treatment(
    book: Book,
    treatment_id: str,
    to_on: date,
    because: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """End a treatment with its last day and why. Refused when it has ended already, and without a reason."""
    if not because.strip():
        raise refuse(message("Say why the treatment ends."), "ended_because")
    with book.changing(by.account_id, now, op, "end_treatment", reason=reason) as writer:
        there = standing(writer, Treatment, treatment_id)
        stay, person = of_stay(writer, there, there, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        if there.ended_because:
            raise refuse(message("This treatment has ended already."), "to_on")
        ended = replace(there, to_on=to_on, ended_because=because.strip())
        stop_at(problems_in_treatment(ended, stay=stay, today=in_vietnam(now)))
        kept = writer.amend(ended)
    said = message("Ended the treatment of {name}.", name=person.full_name)
    return Change(DAILY_CARE, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a treatment through"), "daily_care")
def strike_treatment(
    book: Book, treatment_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike a treatment through that was written by mistake; it stays readable with the reason."""
    refuse_without(reason)
    with book.changing(by.account_id, now, op, "strike_treatment", reason=reason) as writer:
        there = standing(writer, Treatment, treatment_id)
        _stay, person = of_stay(writer, there, there, by, now)
        writer.withdraw(Treatment, there.id, reason)
    return Change(DAILY_CARE, (person.id, there.id), op, message("Struck through."))
