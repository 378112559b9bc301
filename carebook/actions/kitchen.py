"""Deeds of the kitchen: lines of the three-step check, samples taken and thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.meals import FoodCheck, FoodSample
from carebook.records.staff import Actor
from carebook.rules.kitchen import problems_in_food_check, problems_in_sample, problems_in_throwing
from carebook.store.book import Book, in_vietnam
from carebook.store.kitchen import sample_hours
from carebook.words import N_, message

MEALS = frozenset({"meals"})


@deed(N_("Record a food check"), "meals")
def record_food_check(
    book: Book,
    check: FoodCheck,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep one line of the three-step check, new or written anew. ``Change.result`` is the kept `FoodCheck`."""
    with book.changing(by.account_id, now, op, "record_food_check", reason=reason) as writer:
        there = writer.record(FoodCheck, check.id) if check.id else None
        stop_at(problems_in_food_check(check, now=now))
        kept = writer.amend(check, seen=seen) if there else writer.add(check)
    return Change(MEALS, (kept.id,), op, message("Noted the food check."), result=kept)


@deed(N_("Strike a food check through"), "meals")
def strike_food_check(book: Book, check_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a line through that was written by mistake; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_food_check", reason=reason) as writer:
        writer.withdraw(FoodCheck, check_id, reason)
    return Change(MEALS, (check_id,), op, message("Struck through."))


@deed(N_("Keep a food sample"), "meals")
def take_food_sample(
    book: Book,
    sample: FoodSample,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a sample of a dish, new or written anew before it is thrown away. ``Change.result`` is the kept `FoodSample`."""
    with book.changing(by.account_id, now, op, "take_food_sample", reason=reason) as writer:
        there = writer.record(FoodSample, sample.id) if sample.id else None
        if there is not None and there.thrown_at is not None:
            raise refuse(message("The sample was thrown away already."))
        stop_at(problems_in_sample(sample, now=now))
        kept = writer.amend(sample, seen=seen) if there else writer.add(sample)
    return Change(MEALS, (kept.id,), op, message("Noted the sample of {dish}.", dish=kept.dish), result=kept)


@deed(N_("Strike a food sample through"), "meals")
def strike_food_sample(
    book: Book, sample_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike a sample through that was written by mistake, thrown away or not; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_food_sample", reason=reason) as writer:
        writer.withdraw(FoodSample, sample_id, reason)
    return Change(MEALS, (sample_id,), op, message("Struck through."))


@deed(N_("Throw a food sample away"), "meals")
def throw_food_sample(
    book: Book, sample_id: str, *, by: Actor, now: datetime, at: datetime | None = None, op: str = "", reason: str = ""
) -> Change:
    """Note that a sample was thrown away (``at``; else now) by who is signed in; refused before its time is over."""
    with book.changing(by.account_id, now, op, "throw_food_sample", reason=reason) as writer:
        there = writer.record(FoodSample, sample_id)
        if there is None:
            raise LookupError(sample_id)
        moment = at or now
        stop_at(problems_in_throwing(there, moment, hours=sample_hours(writer, in_vietnam(now)), now=now))
        kept = writer.amend(replace(there, thrown_at=moment, thrown_by_id=by.staff_member_id))
    return Change(MEALS, (kept.id,), op, message("The sample of {dish} was thrown away.", dish=kept.dish), result=kept)
