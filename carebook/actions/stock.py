"""Deeds about the stock of medicines: receiving, taking out, counting, striking a move through; and what a dose takes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.accounts import Pin, proved_witnesses
from carebook.actions.change import Change, Refused, deed, refuse, stop_at
from carebook.dates import local, written
from carebook.records.medication import (
    Administration,
    Medicine,
    MoveKind,
    Prescription,
    StockCount,
    StockLot,
    StockMove,
)
from carebook.records.staff import Actor
from carebook.rules.doses import amount_taken
from carebook.rules.medicines import called
from carebook.rules.problem import Problem, errors
from carebook.rules.stock import (
    FAMILY,
    INTO,
    OUT_OF,
    Held,
    balance,
    falls_below_zero,
    free_on,
    is_expired,
    leaving,
    next_number,
    problems_in_count,
    problems_in_lot,
    problems_in_move,
    rounded,
    too_little,
)
from carebook.rules.stock import (
    said as said_amount,
)
from carebook.store import code_lists
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.stock import lot_changes, lots_of
from carebook.words import N_, message

MEDICATION = frozenset({"medication"})


@deed(N_("Receive into stock"), "medication")
def receive_stock(
    book: Book, lot: StockLot, move: StockMove, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Put an amount of a lot into the cupboard: ``move.kind`` is received or returned, ``move.amount`` how much.

    A lot of the same medicine, number and expiry that is there already is added to. Refused for an expired lot.
    ``Change.result`` is the kept `StockMove`.
    """
    if move.kind not in INTO:
        raise refuse(message("Choose whether it is received or returned."), "kind")
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "receive_stock", reason=reason) as writer:
        medicine = _medicine(writer, lot.medicine_id)
        mine = replace(lot, lot=lot.lot.strip(), supplier=lot.supplier.strip())
        stop_at([*problems_in_lot(mine, day=move.moved_on or today), *problems_in_move(move, today=today)])
        kept_lot = _lot_there(writer, mine) or writer.add(replace(mine, id="", version=0))
        kept = _write(writer, kept_lot, rounded(move.amount), move)
        said = message("Received {amount} {unit} of {medicine}.", **_told(writer, medicine, move.amount))
    return Change(MEDICATION, (medicine.id, kept_lot.id, kept.id), op, said, result=kept)


@deed(N_("Take out of stock"), "medication")
def take_out_stock(book: Book, move: StockMove, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Take an amount out of the cupboard: ``move.kind`` is given out or destroyed, ``move.amount`` how much, without a sign.

    With ``move.lot_id`` it leaves that lot (an expired one can only be destroyed), without one the lots that expire first.
    Refused where less is left. ``Change.result`` holds the kept moves.
    """
    if move.kind not in OUT_OF:
        raise refuse(message("Choose whether it is given out or destroyed."), "kind")
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "take_out_stock", reason=reason) as writer:
        medicine = _medicine(writer, move.medicine_id)
        if move.kind is MoveKind.DESTROYED and not move.lot_id:
            raise refuse(message("Choose the lot that is destroyed."), "lot_id")
        stop_at(problems_in_move(move, today=today))
        day = move.moved_on or today
        lots = lots_of(writer, medicine.id, day)
        parts = _of_lot(lots, move, day) if move.lot_id else leaving(lots, move.amount, day)
        _stop_when_short(writer, medicine, parts, move.amount)
        kept = tuple(_write(writer, held.lot, -part, move) for held, part in parts)
        told = _told(writer, medicine, move.amount)
    if move.kind is MoveKind.DESTROYED:
        said = message("Destroyed {amount} {unit} of {medicine}.", **told)
    else:
        said = message("Gave out {amount} {unit} of {medicine}.", **told)
    return Change(MEDICATION, (medicine.id, *(one.id for one in kept)), op, said, result=kept)


@deed(N_("Count the stock"), "medication")
def count_stock(
    book: Book,
    counts: Sequence[StockCount],
    *,
    witness_secret: str = "",
    pin: Pin | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep what was counted of lots, all of it or none; what differs from the book corrects it and needs a reason.

    A medicine under special control needs a witness, whose own password or PIN of the shift (see ``pin``) is ``witness_secret``.
    What the book expects is computed here. Counts without ``minutes_no`` get the next number of the year. The fields of a
    refusal are "counts.0.counted": the place in ``counts``, then the field. ``Change.result`` is the number of the minutes.
    """
    if not counts:
        raise refuse(message("There is nothing to record."))
    today = in_vietnam(now)
    witnessed = proved_witnesses(book, [one.witness_id for one in counts], witness_secret, pin, now)
    with book.changing(by.account_id, now, op, "count_stock", reason=reason) as writer:
        number_of = _minutes_no(writer, counts[0].counted_on or today)
        found: list[Problem] = []
        kept: list[StockCount] = []
        for place, count in enumerate(counts):
            lot, medicine = _lot(writer, count.lot_id or "")
            changes = lot_changes(writer, lot.id)
            day = count.counted_on or today
            mine = replace(
                count,
                id="",
                version=0,
                medicine_id=medicine.id,
                expected=balance(changes, day),
                minutes_no=count.minutes_no.strip() or number_of,
                because=count.because.strip(),
            )
            wrong = errors(problems_in_count(mine, controlled=medicine.controlled, today=today, witnessed=witnessed))
            more = rounded((mine.counted or 0.0) - mine.expected)
            if not wrong and -more > free_on(changes, day):
                wrong = [Problem("counted", message("More than this left the lot after that day. Count it today."))]
            if wrong:
                found += [replace(one, field=f"counts.{place}.{one.field}") for one in wrong]
                continue
            kept.append(writer.add(mine))
            if more:
                _write(writer, lot, more, _correction(kept[-1], day))
        stop_at(found)
    said = message("Kept the count of {n} lots, minutes {number}.", n=len(kept), number=kept[0].minutes_no)
    return Change(MEDICATION, tuple(one.id for one in kept), op, said, result=kept[0].minutes_no)


@deed(N_("Strike a move of stock through"), "medication")
def strike_stock_move(book: Book, move_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a move through that was written by mistake, with the count it comes from; a lot never received goes with it.

    Refused for what a dose took out (strike the dose), and for what left the lot since.
    """
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_stock_move", reason=reason) as writer:
        there = writer.record(StockMove, move_id)
        if there is None:
            raise LookupError(move_id)
        if there.is_withdrawn:
            raise refuse(message("This move was struck through ({why}).", why=there.withdrawn_because))
        if there.administration_id is not None:
            raise refuse(message("A dose took this out. Strike the dose through instead."))
        writer.withdraw(StockMove, there.id, reason)
        changes = lot_changes(writer, there.lot_id)
        if day := falls_below_zero(changes):
            said = message("Of this lot more has left than would be there on {day}.", day=written(day))
            raise refuse(said)
        if there.count_id is not None:
            writer.withdraw(StockCount, there.count_id, reason)
        if not changes and not writer.records(StockCount, "lot_id = ?", (there.lot_id,)):
            writer.withdraw(StockLot, there.lot_id, reason)
    return Change(MEDICATION, (there.medicine_id, there.id), op, message("Struck through."))


def write_dose_out(writer: Writer, administration: Administration, prescription: Prescription, now: datetime) -> None:
    """Let what was taken of a dose leave the lots that expire first, on the day it was given.

    What the family pays for leaves only lots the family brought, everything else only the others. Nothing leaves where the
    medicine is not of the list, or no such lot of it was ever received. `Refused` (field "amount") where too little is left.
    """
    amount = rounded(amount_taken(administration, prescription))
    medicine = writer.record(Medicine, prescription.medicine_id) if prescription.medicine_id else None
    if medicine is None or amount <= 0:
        return
    day = local(administration.given_at or now).date()
    of_family = prescription.source == FAMILY
    lots = [one for one in lots_of(writer, medicine.id, day) if (one.lot.source == FAMILY) == of_family]
    if not lots:
        return
    parts = leaving(lots, amount, day)
    _stop_when_short(writer, medicine, parts, amount)
    for held, part in parts:
        _write(
            writer,
            held.lot,
            -part,
            StockMove(
                medicine_id=medicine.id,
                lot_id=held.id,
                kind=MoveKind.GIVEN_OUT,
                moved_on=day,
                administration_id=administration.id,
                done_by_id=administration.done_by_id,
            ),
        )


def write_dose_back(writer: Writer, administration_id: str) -> None:
    """Let what a dose took out go back to its lots: its moves are struck through."""
    for move in writer.records(StockMove, "administration_id = ?", (administration_id,)):
        writer.withdraw(StockMove, move.id, "liều không còn tính")


def _write(writer: Writer, lot: StockLot, amount: float, move: StockMove) -> StockMove:
    """Keep a move of a lot with its signed amount."""
    return writer.add(
        replace(
            move,
            id="",
            version=0,
            medicine_id=lot.medicine_id,
            lot_id=lot.id,
            amount=rounded(amount),
            paper_no=move.paper_no.strip(),
            because=move.because.strip(),
        )
    )


def _correction(count: StockCount, day: date) -> StockMove:
    return StockMove(
        medicine_id=count.medicine_id,
        lot_id=count.lot_id or "",
        kind=MoveKind.CORRECTED,
        moved_on=day,
        count_id=count.id,
        paper_no=count.minutes_no,
        because=count.because,
        done_by_id=count.counter_id,
    )


def _of_lot(lots: Sequence[Held], move: StockMove, day: date) -> list[tuple[Held, float]]:
    """What leaves one lot; refused for an expired one that is not destroyed. LookupError: no such lot of the medicine."""
    held = next((one for one in lots if one.id == move.lot_id), None)
    if held is None:
        raise LookupError(move.lot_id)
    if move.kind is MoveKind.GIVEN_OUT and is_expired(held.lot, day) and held.lot.expires_on is not None:
        said = message("The lot expired on {day}; it can only be destroyed.", day=written(held.lot.expires_on))
        raise refuse(said, "lot_id")
    return [(held, min(held.free, rounded(move.amount)))]


def _stop_when_short(writer: Writer, medicine: Medicine, parts: Sequence[tuple[Held, float]], amount: float) -> None:
    there = rounded(sum(part for _held, part in parts))
    if there < rounded(amount):
        told = _told(writer, medicine, amount)
        raise Refused([too_little(str(told["medicine"]), str(told["unit"]), there, amount)])


def _told(writer: Writer, medicine: Medicine, amount: float) -> dict[str, object]:
    """What a sentence names of an amount of a medicine."""
    return {
        "amount": said_amount(amount),
        "unit": code_lists.words(writer).text("medicine_unit", medicine.unit),
        "medicine": called(medicine),
    }


def _lot_there(writer: Writer, lot: StockLot) -> StockLot | None:
    """The same lot where it is in the cupboard already; refused when it is there from another source."""
    same = "medicine_id = ? AND lot = ? AND expires_on = ?"
    values = (lot.medicine_id, lot.lot, lot.expires_on.isoformat() if lot.expires_on else None)
    there = next(iter(writer.records(StockLot, same, values)), None)
    if there is not None and there.source != lot.source:
        said = message(
            "Lot {lot} is in stock already, paid by: {source}.",
            lot=lot.lot,
            source=code_lists.words(writer).text("medicine_source", there.source),
        )
        raise refuse(said, "source")
    return there


def _medicine(writer: Writer, medicine_id: str) -> Medicine:
    """A medicine that stands. LookupError: no such medicine."""
    there = writer.record(Medicine, medicine_id)
    if there is None:
        raise LookupError(medicine_id)
    if there.is_withdrawn:
        raise refuse(message("This medicine was struck through ({why}).", why=there.withdrawn_because))
    return there


def _lot(writer: Writer, lot_id: str) -> tuple[StockLot, Medicine]:
    """A lot that stands and its medicine. LookupError: no such lot."""
    there = writer.record(StockLot, lot_id)
    if there is None or there.is_withdrawn:
        raise LookupError(lot_id)
    return there, _medicine(writer, there.medicine_id)


def _minutes_no(writer: Writer, day: date) -> str:
    rows = writer.rows("SELECT DISTINCT minutes_no FROM stock_count WHERE withdrawn_at IS NULL")
    return next_number([row["minutes_no"] for row in rows], day.year)
