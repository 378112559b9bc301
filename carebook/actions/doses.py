"""Deeds about doses: recording those of a round or as needed, correcting one, striking one through."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from carebook.actions.accounts import Pin, proved_witnesses
from carebook.actions.change import Change, Refused, deed, refuse, stop_at, with_withheld
from carebook.actions.people import cared_stay
from carebook.actions.stock import write_dose_back, write_dose_out
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.medication import Administration, Prescription
from carebook.records.people import Allergy
from carebook.records.staff import Actor, StaffMember
from carebook.rules.doses import Giving, amount_taken, problems_in_dose, tidied
from carebook.rules.episodes import ended_at, said_end
from carebook.rules.prescriptions import DoseRound, allergy_against, round_named
from carebook.rules.problem import Problem, errors
from carebook.store import code_lists
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.daily_care import is_away_all_day
from carebook.store.doses import dose_minutes, doses_of_order
from carebook.store.prescriptions import allergy_classes, dose_rounds
from carebook.words import N_, message

MEDICATION = frozenset({"medication"})


@deed(N_("Record doses"), "medication")
def record_doses(
    book: Book,
    doses: Sequence[Administration],
    *,
    witness_secret: str = "",
    pin: Pin | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep what became of doses: all of them, or none. What was taken of a medicine of the list leaves its lots.

    The fields of a refusal are "doses.0.reason": the place in ``doses``, then the field. A medicine under special control
    needs a witness, whose own password or PIN of the shift (see ``pin``) is ``witness_secret``. ``Change.result`` holds the
    kept doses in their order.
    """
    if not doses:
        raise refuse(message("There is nothing to record."))
    witnessed = proved_witnesses(book, [one.witness_id for one in doses], witness_secret, pin, now)
    kept: list[Administration] = []
    people: dict[str, str] = {}
    with book.changing(by.account_id, now, op, "record_doses", reason=reason) as writer:
        found: list[Problem] = []
        customs = {day: _custom(writer, day or in_vietnam(now)) for day in {dose.duty_on for dose in doses}}
        for place, dose in enumerate(doses):
            order, stay, name = _order(writer, dose.prescription_id, by, now)
            mine = replace(dose, id="", version=0, episode_id=stay.id, entered_by=by.account_id, recorded_at=now)
            mine = tidied(mine, order)
            giving = _giving(writer, mine, order, stay, name, witnessed, customs[dose.duty_on])
            if wrong := errors(problems_in_dose(mine, giving, now=now)):
                found += [replace(one, field=f"doses.{place}.{one.field}") for one in wrong]
                continue
            kept.append(writer.add(mine))
            people[stay.person_id] = name
            if not found:
                _take_out(writer, kept[-1], order, now, f"doses.{place}.dose")
        stop_at(found)
    said = (
        message("Recorded the doses of {name}.", name=next(iter(people.values())))
        if len(people) == 1
        else message("Recorded the doses of {n} people.", n=len(people))
    )
    return Change(MEDICATION, (*people, *(one.id for one in kept)), op, said, result=tuple(kept))


@deed(N_("Correct a dose"), "medication")
def amend_dose(
    book: Book,
    dose: Administration,
    *,
    witness_secret: str = "",
    pin: Pin | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write anew what became of a dose; its order and its round stay. Its amount goes back to the lots and leaves them anew.

    ``Change.result`` is the kept `Administration`.
    """
    witnessed = proved_witnesses(book, [dose.witness_id], witness_secret, pin, now)
    with book.changing(by.account_id, now, op, "amend_dose", reason=reason) as writer:
        there, order, stay, name = _dose(writer, dose.id, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        mine = replace(
            dose,
            episode_id=there.episode_id,
            prescription_id=there.prescription_id,
            duty_on=there.duty_on,
            round=there.round,
            recorded_at=there.recorded_at,
            entered_by=there.entered_by,
        )
        mine = tidied(with_withheld(writer, mine, there, stay.person_id, by, now), order)
        same_amount = amount_taken(mine, order) == amount_taken(there, order)
        known = {*witnessed, *([there.witness_id] if there.witness_id and same_amount else [])}
        custom = _custom(writer, there.duty_on or in_vietnam(now))
        stop_at(problems_in_dose(mine, _giving(writer, mine, order, stay, name, known, custom), now=now))
        _put_back(writer, there, order)
        kept = writer.amend(mine)
        _take_out(writer, kept, order, now, "dose")
    said = message("Corrected the dose of {medicine} of {name}.", medicine=order.medicine, name=name)
    return Change(MEDICATION, (stay.person_id, kept.id), op, said, result=kept)


@deed(N_("Strike a dose through"), "medication")
def strike_dose(book: Book, dose_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a dose through that was recorded by mistake; it stays readable, and its amount goes back to the lots."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_dose", reason=reason) as writer:
        there, order, stay, _name = _dose(writer, dose_id, by, now)
        _put_back(writer, there, order)
        writer.withdraw(Administration, there.id, reason)
    return Change(MEDICATION, (stay.person_id, there.id), op, message("Struck through."))


def _take_out(writer: Writer, dose: Administration, order: Prescription, now: datetime, field: str) -> None:
    """Let the amount of a dose leave the lots of its medicine; a refusal stands beside ``field``."""
    if order.medicine_id is None or not amount_taken(dose, order):
        return
    try:
        write_dose_out(writer, dose, order, now)
    except Refused as refused:
        raise Refused([replace(one, field=field) for one in refused.problems]) from None


def _put_back(writer: Writer, dose: Administration, order: Prescription) -> None:
    """Let the amount of a dose go back to the lots it came from."""
    if order.medicine_id is not None:
        write_dose_back(writer, dose.id)


@dataclass(frozen=True)
class _Custom:
    """What the center keeps that the doses of a day are checked against."""

    rounds: tuple[DoseRound, ...]
    reasons: Sequence[Code]
    early: int
    window: int
    staff: Mapping[str, str]


def _custom(writer: Writer, day: date) -> _Custom:
    early, window = dose_minutes(code_lists.limits(writer), day)
    return _Custom(
        dose_rounds(writer, day),
        code_lists.codes(writer, "dose_reason", day),
        early,
        window,
        {one.id: one.full_name for one in writer.records(StaffMember, withdrawn=True)},
    )


def _giving(
    writer: Writer,
    dose: Administration,
    order: Prescription,
    stay: Episode,
    name: str,
    witnessed: Collection[str],
    custom: _Custom,
) -> Giving:
    """What a dose is checked against: the custom of the center, and what the book holds of its order and its person."""
    day = dose.duty_on or in_vietnam(writer.now)
    return Giving(
        order=order,
        round=round_named(custom.rounds, dose.round),
        others=[one for one in doses_of_order(writer, order.id, since=day - timedelta(days=2)) if one.id != dose.id],
        rounds=custom.rounds,
        reasons=custom.reasons,
        window=custom.window,
        early=custom.early,
        person=name,
        allergy=_allergy(writer, order, dose, day),
        staff=custom.staff,
        away=is_away_all_day(writer, dose.episode_id, day),
        witnessed=witnessed,
        ended_at=ended_at(stay),
        end=said_end(stay) if stay.end_on is not None else None,
    )


def _allergy(writer: Writer, order: Prescription, dose: Administration, day: date) -> str:
    """The allergy, noted since it was ordered, against what is to be given; a paper sheet says what was given already."""
    if dose.from_sheet:
        return ""
    whose = "person_id = (SELECT person_id FROM episode WHERE id = ?)"
    allergies = [one.substance for one in writer.records(Allergy, whose, (dose.episode_id,))]
    return allergy_against(order, allergies, allergy_classes(writer, day)) if allergies else ""


def _order(writer: Writer, order_id: str, by: Actor, now: datetime) -> tuple[Prescription, Episode, str]:
    """An order that stands, its stay and the name that may be told. LookupError: no such order."""
    order = writer.record(Prescription, order_id)
    if order is None:
        raise LookupError(order_id)
    stay, name = cared_stay(writer, order.episode_id, by, now)
    if order.is_withdrawn:
        raise refuse(message("This order was struck through ({why}).", why=order.withdrawn_because))
    return order, stay, name


def _dose(writer: Writer, dose_id: str, by: Actor, now: datetime) -> tuple[Administration, Prescription, Episode, str]:
    """A dose that stands, its order, its stay and the name that may be told. LookupError: no such dose."""
    there = writer.record(Administration, dose_id)
    if there is None:
        raise LookupError(dose_id)
    if there.is_withdrawn:
        raise refuse(message("This dose was struck through ({why}).", why=there.withdrawn_because))
    order, stay, name = _order(writer, there.prescription_id, by, now)
    return there, order, stay, name
