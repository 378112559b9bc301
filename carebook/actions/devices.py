"""Deeds about assistive devices: lending one, correcting what is written about it, taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.devices import problems_in_loan
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.words import N_, message

REHABILITATION = frozenset({"rehabilitation"})


@deed(N_("Lend a device"), "rehabilitation")
def lend_device(book: Book, loan: DeviceLoan, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Keep that a device was handed out. Refused when its inventory number is with somebody else already."""
    with book.changing(by.account_id, now, op, "lend_device", reason=reason) as writer:
        stay, person = visible_stay(writer, loan.episode_id, by, now)
        stop_at(problems_in_loan(loan, stay=stay, today=in_vietnam(now)))
        _refuse_twice(writer, loan)
        kept = writer.add(replace(loan, id=""))
    said = message("Noted the device of {name}.", name=person.full_name)
    return Change(REHABILITATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Edit a device on loan"), "rehabilitation")
def amend_loan(
    book: Book,
    loan: DeviceLoan,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write anew what is known about a device on loan: fitted, next check, due back."""
    with book.changing(by.account_id, now, op, "amend_loan", reason=reason) as writer:
        there, stay, person = _loan(writer, loan.id, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        mine = replace(loan, episode_id=there.episode_id)
        stop_at(problems_in_loan(mine, stay=stay, today=in_vietnam(now)))
        _refuse_twice(writer, mine)
        kept = writer.amend(mine)
    said = message("Saved the device of {name}.", name=person.full_name)
    return Change(REHABILITATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Take a device back"), "rehabilitation")
def return_device(
    book: Book,
    loan_id: str,
    returned_on: date,
    condition: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep that a device came back, and in which condition (list ``device_condition``)."""
    with book.changing(by.account_id, now, op, "return_device", reason=reason) as writer:
        there, stay, person = _loan(writer, loan_id, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        if there.returned_on is not None:
            raise refuse(message("This device was given back already."), "returned_on")
        back = replace(there, returned_on=returned_on, condition=condition)
        stop_at(problems_in_loan(back, stay=stay, today=in_vietnam(now)))
        kept = writer.amend(back)
    said = message("{name} gave the device back.", name=person.full_name)
    return Change(REHABILITATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Strike a device through"), "rehabilitation")
def strike_loan(book: Book, loan_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through what was written by mistake; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_loan", reason=reason) as writer:
        there, _stay, person = _loan(writer, loan_id, by, now)
        writer.withdraw(DeviceLoan, there.id, reason)
    return Change(REHABILITATION, (person.id, there.id), op, message("Struck through."))


def _loan(writer: Writer, loan_id: str, by: Actor, now: datetime) -> tuple[DeviceLoan, Episode, Person]:
    """A loan that may still be written on, its stay and its holder. LookupError: no such loan."""
    there = writer.record(DeviceLoan, loan_id)
    if there is None:
        raise LookupError(loan_id)
    stay, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This device was struck through ({why}).", why=there.withdrawn_because))
    return there, stay, person


def _refuse_twice(writer: Writer, loan: DeviceLoan) -> None:
    """Refuse one more loan of a thing that is out; whose it is, is not told: the holder may be protected."""
    number = loan.number.strip()
    if not number or loan.returned_on is not None:
        return
    out = writer.records(DeviceLoan, "returned_on IS NULL AND number <> '' AND id <> ?", (loan.id,))
    if number.casefold() in {other.number.strip().casefold() for other in out}:
        raise refuse(message("The device number {number} is out already.", number=number), "number")
