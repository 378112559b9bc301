"""Deeds about orders of medicines: writing one, changing, stopping and striking one through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at, with_withheld
from carebook.actions.people import cared_stay
from carebook.dates import written
from carebook.records.episodes import Episode
from carebook.records.medication import Medicine, Prescription
from carebook.records.people import Allergy
from carebook.records.staff import Actor
from carebook.rules.prescriptions import DoseRound, problems_in_prescription, round_named
from carebook.rules.problem import Problem
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.doses import doses_of_order
from carebook.store.prescriptions import allergy_classes, dose_rounds, orders_of
from carebook.words import N_, message

MEDICATION = frozenset({"medication"})


@deed(N_("Prescribe a medicine"), "medication")
def prescribe(book: Book, order: Prescription, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Keep a new order. Refused for an allergy, and for a substance ordered already unless ``accepted_because`` says why.

    ``Change.result`` is the kept `Prescription`.
    """
    with book.changing(by.account_id, now, op, "prescribe", reason=reason) as writer:
        stay, name = cared_stay(writer, order.episode_id, by, now)
        mine = of_the_list(writer, replace(order, id="", version=0, replaces_id=None))
        _check(writer, mine, stay, now)
        kept = writer.add(mine)
    said = message("Ordered {medicine} for {name}.", medicine=kept.medicine, name=name)
    return Change(MEDICATION, (stay.person_id, kept.id), op, said, result=kept)


@deed(N_("Change an order"), "medication")
def change_prescription(
    book: Book,
    order: Prescription,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write an order anew; ``order.id`` is the one that is changed.

    One of which no dose was recorded is written over. Else it is stopped where the new one begins (``from_on``,
    ``from_round``), which must lie after its last recorded dose, and the new row names it in ``replaces_id``; why is asked.
    ``Change.result`` is the `Prescription` that holds from now on.
    """
    with book.changing(by.account_id, now, op, "change_prescription", reason=reason) as writer:
        there, stay, name = _order(writer, order.id, by, now, seen)
        mine = replace(order, episode_id=stay.id, replaces_id=there.replaces_id)
        mine = of_the_list(writer, with_withheld(writer, mine, there, stay.person_id, by, now))
        if not doses_of_order(writer, there.id):
            _check(writer, mine, stay, now)
            kept = writer.amend(mine)
        else:
            kept = _replaced(writer, there, mine, stay, now, reason)
    said = message("Changed the order of {medicine} for {name}.", medicine=kept.medicine, name=name)
    return Change(MEDICATION, (stay.person_id, kept.id, there.id), op, said, result=kept)


@deed(N_("Stop a medicine"), "medication")
def stop_prescription(
    book: Book,
    order_id: str,
    stopped_on: date,
    stopped_round: str | None = None,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Stop an order from a day on, or from one of its rounds on; ``reason`` is why. Refused where doses were recorded later."""
    if not reason.strip():
        raise refuse(message("Write why it is stopped."), "stopped_because")
    with book.changing(by.account_id, now, op, "stop_prescription", reason=reason) as writer:
        there, stay, name = _order(writer, order_id, by, now, seen)
        if there.stopped_on is not None:
            said = message("{medicine} was stopped on {day}.", medicine=there.medicine, day=written(there.stopped_on))
            raise refuse(said, "stopped_on")
        stopped = replace(there, stopped_on=stopped_on, stopped_round=stopped_round, stopped_because=reason.strip())
        if there.from_on is not None and stopped_on < there.from_on:
            said = message("The order begins on {day} only.", day=written(there.from_on))
            raise refuse(said, "stopped_on")
        _refuse_before_last_dose(writer, there, stopped_on, stopped_round, "stopped")
        kept = writer.amend(stopped)
    said = message("Stopped {medicine} of {name}.", medicine=kept.medicine, name=name)
    return Change(MEDICATION, (stay.person_id, kept.id), op, said, result=kept)


@deed(N_("Strike an order through"), "medication")
def strike_prescription(
    book: Book, order_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike an order through that was written by mistake. Refused once a dose of it was recorded: then it is stopped."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_prescription", reason=reason) as writer:
        there, stay, _name = _order(writer, order_id, by, now, None)
        if doses_of_order(writer, there.id):
            raise refuse(message("Doses of this order were recorded. Stop it instead."))
        writer.withdraw(Prescription, there.id, reason)
    return Change(MEDICATION, (stay.person_id, there.id), op, message("Struck through."))


def of_the_list(writer: Writer, order: Prescription) -> Prescription:
    """The order with what the medicine of the center's list says of it: its substance, and that it is under special control."""
    medicine = writer.record(Medicine, order.medicine_id) if order.medicine_id else None
    if medicine is None:
        return replace(order, medicine_id=None)
    return replace(
        order,
        medicine=order.medicine.strip() or medicine.name,
        substance=order.substance.strip() or medicine.substance,
        strength=order.strength.strip() or medicine.strength,
        unit=medicine.unit,
        controlled=order.controlled or medicine.controlled,
    )


def problems_with(
    writer: Writer, order: Prescription, stay: Episode, now: datetime, *, apart_from: str = ""
) -> list[Problem]:
    """What stands against an order of a stay by its allergies and its other orders, ``apart_from`` one of them."""
    day = in_vietnam(now)
    allergies = [one.substance for one in writer.records(Allergy, "person_id = ?", (stay.person_id,))]
    others = [one for one in orders_of(writer, stay.id) if one.id != apart_from]
    return problems_in_prescription(
        order,
        stay=stay,
        today=day,
        rounds=dose_rounds(writer, day),
        allergies=allergies,
        classes=allergy_classes(writer, day),
        others=others,
    )


def _check(writer: Writer, order: Prescription, stay: Episode, now: datetime, *, apart_from: str = "") -> None:
    stop_at(problems_with(writer, order, stay, now, apart_from=apart_from))


def _replaced(
    writer: Writer, there: Prescription, mine: Prescription, stay: Episode, now: datetime, reason: str
) -> Prescription:
    """The new order in the place of one that doses were given of."""
    if not reason.strip():
        raise refuse(message("Write why the order is changed."), "stopped_because")
    fresh = replace(
        mine, id="", version=0, replaces_id=there.id, stopped_on=None, stopped_round=None, stopped_because=""
    )
    _check(writer, fresh, stay, now, apart_from=there.id)
    assert fresh.from_on is not None
    _refuse_before_last_dose(writer, there, fresh.from_on, fresh.from_round, "from")
    if there.stopped_on is None:
        stopped = replace(
            there, stopped_on=fresh.from_on, stopped_round=fresh.from_round, stopped_because=reason.strip()
        )
        writer.amend(stopped)
    return writer.add(fresh)


def _refuse_before_last_dose(
    writer: Writer, there: Prescription, day: date, round_code: str | None, field: str
) -> None:
    """Refuse an end of an order that would leave recorded doses after it. ``field`` is "from" or "stopped"."""
    rounds = dose_rounds(writer, day)
    for dose in doses_of_order(writer, there.id, since=day):
        assert dose.duty_on is not None
        if dose.duty_on > day:
            said = message("A dose of {day} was recorded; choose a later day.", day=written(dose.duty_on))
            raise refuse(said, f"{field}_on")
        if dose.duty_on == day and not _lies_before(dose.round, round_code, rounds):
            given = round_named(rounds, dose.round)
            said = message(
                "The dose of {round} was recorded on that day; choose a later round.",
                round=given.text if given else "–",
            )
            raise refuse(said, f"{field}_round")


def _lies_before(given: str | None, end: str | None, rounds: tuple[DoseRound, ...]) -> bool:
    """Whether a dose of a round, or one given as needed, lies before the round an order ends with."""
    first, last = round_named(rounds, given), round_named(rounds, end)
    return last is not None and (first is None or first.order < last.order)


def _order(
    writer: Writer, order_id: str, by: Actor, now: datetime, seen: int | None
) -> tuple[Prescription, Episode, str]:
    """An order that may still be written on, its stay and the name that may be told. LookupError: no such order."""
    there = writer.record(Prescription, order_id)
    if there is None:
        raise LookupError(order_id)
    stay, name = cared_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This order was struck through ({why}).", why=there.withdrawn_because))
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    return there, stay, name
