"""Deeds about the center's list of medicines: writing one into it, bringing a list in from Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import cared_stay
from carebook.actions.prescriptions import of_the_list, problems_with
from carebook.records.medication import Medicine, Prescription
from carebook.records.staff import Actor
from carebook.rules.medicines import called, problems_in_medicine, same_as
from carebook.rules.names import normalise
from carebook.rules.problem import Problem, errors
from carebook.rules.search_words import fold
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.medicines import is_used, medicines
from carebook.store.prescriptions import orders_of
from carebook.words import N_, message

MEDICATION = frozenset({"medication"})


@deed(N_("Save a medicine"), "medication")
def save_medicine(
    book: Book,
    medicine: Medicine,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a medicine of the list, new or written anew. Refused when it is on the list already, and for another unit of one that
    was ordered or received. ``Change.result`` is the kept `Medicine`.
    """
    with book.changing(by.account_id, now, op, "save_medicine", reason=reason) as writer:
        there = _medicine(writer, medicine.id, seen) if medicine.id else None
        mine = tidy(medicine)
        stop_at(problems_in_medicine(mine, medicines(writer, ended=True), today=in_vietnam(now)))
        if there is not None and there.unit != mine.unit and is_used(writer, there.id):
            raise refuse(message("It was ordered or received in its old unit; write another medicine instead."), "unit")
        kept = writer.amend(mine) if there else writer.add(mine)
    said = message("Kept {medicine} on the list of medicines.", medicine=called(kept))
    return Change(MEDICATION, (kept.id,), op, said, result=kept)


@dataclass(frozen=True)
class Imported:
    """What an import did: how many rows were kept, and how many were in the book already."""

    kept: int
    known: int


@deed(N_("Import medicines from Excel"), "medication")
def import_medicines(
    book: Book, listed: Sequence[Medicine], *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Put the medicines of a list onto the center's list, all of them or none; those on it already stay as they are.

    The fields of a refusal are "rows.0.unit": the place in ``listed``, then the field. ``Change.result`` is `Imported`.
    """
    with book.changing(by.account_id, now, op, "import_medicines", reason=reason) as writer:
        there = medicines(writer, ended=True)
        known = {same_as(one) for one in there}
        kept: list[Medicine] = []
        found: list[Problem] = []
        for place, one in enumerate(listed):
            mine = tidy(replace(one, id="", version=0))
            if same_as(mine) in known:
                continue
            wrong = errors(problems_in_medicine(mine, (), today=in_vietnam(now)))
            found += [replace(problem, field=f"rows.{place}.{problem.field}") for problem in wrong]
            if not wrong:
                kept.append(writer.add(mine))
                known.add(same_as(mine))
        stop_at(found)
        if not kept:
            raise refuse(message("All of this list is in the book already."))
    said = message("Brought in {n} medicines.", n=len(kept))
    result = Imported(len(kept), len(listed) - len(kept))
    return Change(MEDICATION, tuple(one.id for one in kept), op, said, result=result)


@deed(N_("Import orders from Excel"), "medication")
def import_prescriptions(
    book: Book, orders: Sequence[Prescription], *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Keep the orders in use of a list, each checked as one written by hand, all of them or none.

    An order that the person has already (medicine, strength, amount, rounds) is passed over. The fields of a refusal are
    "rows.0.medicine": the place in ``orders``, then the field. ``Change.result`` is `Imported`.
    """
    with book.changing(by.account_id, now, op, "import_prescriptions", reason=reason) as writer:
        by_name = {same_as(replace(one, form=""))[:2]: one.id for one in medicines(writer)}
        kept: list[Prescription] = []
        found: list[Problem] = []
        for place, order in enumerate(orders):
            stay, _name = cared_stay(writer, order.episode_id, by, now)
            as_medicine = Medicine(name=order.medicine, strength=order.strength, form="")
            medicine_id = order.medicine_id or by_name.get(same_as(as_medicine)[:2])
            mine = of_the_list(writer, replace(order, id="", version=0, replaces_id=None, medicine_id=medicine_id))
            if any(_same_order(mine, one) for one in orders_of(writer, stay.id)):
                continue
            wrong = errors(problems_with(writer, mine, stay, now))
            found += [replace(problem, field=f"rows.{place}.{problem.field}") for problem in wrong]
            if not wrong:
                kept.append(writer.add(mine))
        stop_at(found)
        if not kept:
            raise refuse(message("All of this list is in the book already."))
    said = message("Brought in {n} orders.", n=len(kept))
    result = Imported(len(kept), len(orders) - len(kept))
    return Change(MEDICATION, tuple(one.id for one in kept), op, said, result=result)


def _same_order(one: Prescription, other: Prescription) -> bool:
    """Whether a person has an order already: it was not stopped, and says the same."""

    def told(order: Prescription) -> tuple[object, ...]:
        return fold(order.medicine), fold(order.strength), order.dose, frozenset(order.rounds), order.as_needed

    return other.stopped_on is None and told(one) == told(other)


def tidy(medicine: Medicine) -> Medicine:
    """A medicine as it is kept: spaces as they should be."""
    return replace(
        medicine,
        name=normalise(medicine.name),
        substance=normalise(medicine.substance),
        strength=normalise(medicine.strength),
        note=medicine.note.strip(),
    )


def _medicine(writer: Writer, medicine_id: str, seen: int | None) -> Medicine:
    """A medicine that may be written on. LookupError: no such medicine."""
    there = writer.record(Medicine, medicine_id)
    if there is None:
        raise LookupError(medicine_id)
    if there.is_withdrawn:
        raise refuse(message("This medicine was struck through ({why}).", why=there.withdrawn_because))
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    return there
