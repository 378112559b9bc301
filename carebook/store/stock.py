"""Questions about the stock of medicines: what is left of which lot, its moves, the ledger of a time, counts, what is needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from carebook.records.medication import Medicine, MoveKind, Prescription, StockCount, StockLot, StockMove
from carebook.rules.prescriptions import DoseRound, is_due
from carebook.rules.shifts import Duty
from carebook.rules.stock import Held, balance, falls_below_zero, free_on, rounded, to_ask_for, usable
from carebook.store.book import Reader
from carebook.store.medicines import medicines
from carebook.store.prescriptions import ORDER_COLUMNS, dose_rounds
from carebook.store.rows import from_row


@dataclass(frozen=True)
class CupboardLine:
    """One medicine in the cupboard: its lots with something left (the first to expire first), how much can be used."""

    medicine: Medicine
    lots: tuple[Held, ...]
    usable: float

    @property
    def id(self) -> str:
        return self.medicine.id

    @property
    def left(self) -> float:
        """What is there, the expired too."""
        return rounded(sum(one.left for one in self.lots))

    @property
    def first_expiry(self) -> date | None:
        """When the first of what is there expires, or expired."""
        return min((one.lot.expires_on for one in self.lots if one.lot.expires_on), default=None)


@dataclass(frozen=True)
class LowMedicine:
    """A medicine of which less can be used than is to be kept; both in ``unit`` (code list `medicine_unit`)."""

    id: str
    name: str
    strength: str
    unit: str
    usable: float
    keep_at_least: float


@dataclass(frozen=True)
class MoveLine:
    """One move of a lot as a line of the book of a medicine: for whom (an alias where restricted, with the id of the person), by
    whom, who stood by, what was left.
    """

    move: StockMove
    lot: StockLot
    who: str
    person_id: str
    by: str
    witness: str
    left: float

    @property
    def id(self) -> str:
        return self.move.id


@dataclass(frozen=True)
class LedgerLine:
    """One medicine in the ledger of a time. ``opening + received + returned − given − destroyed + corrected = closing``."""

    medicine: Medicine
    opening: float
    received: float
    returned: float
    given: float
    destroyed: float
    corrected: float
    closing: float

    @property
    def id(self) -> str:
        return self.medicine.id


@dataclass(frozen=True)
class CountLine:
    """One count of a lot with what stands on its minutes; ``lot`` None of a count of the whole medicine."""

    count: StockCount
    medicine: Medicine
    lot: StockLot | None
    counter: str
    witness: str

    @property
    def id(self) -> str:
        return self.count.id


@dataclass(frozen=True)
class Minutes:
    """The minutes of one counting: their number, the day, how many lots and how many differ from the book."""

    minutes_no: str
    counted_on: date
    lots: int
    differ: int

    @property
    def id(self) -> str:
        return self.minutes_no


@dataclass(frozen=True)
class Need:
    """What the center needs of a medicine for some days ahead: by the orders, by the use of as many days before, what is there."""

    medicine: Medicine
    planned: float
    used: float
    usable: float

    @property
    def id(self) -> str:
        return self.medicine.id

    @property
    def asked(self) -> float:
        """How much a requisition asks for."""
        return to_ask_for(self.planned, self.used, self.medicine.keep_at_least or 0.0, self.usable)


@dataclass(frozen=True)
class ControlledCount:
    """A medicine under special control at a shift: what the book holds, and what this shift counted, if it did."""

    medicine: Medicine
    left: float
    count: StockCount | None


def lots_of(reader: Reader, medicine_id: str, day: date) -> tuple[Held, ...]:
    """The lots of a medicine, empty ones too, the first to expire first; with what is left and free at the end of a day."""
    reader.asks("medication")
    changes = _changes(reader, medicine_id, day)
    lots = reader.records(StockLot, "medicine_id = ?", (medicine_id,), order="expires_on, id")
    return tuple(_held(lot, changes.get(lot.id, {}), day) for lot in lots)


def left(reader: Reader, medicine_id: str, day: date) -> float:
    """How much of a medicine is left at the end of a day, the expired too."""
    return rounded(sum(one.left for one in lots_of(reader, medicine_id, day)))


def lot_changes(reader: Reader, lot_id: str) -> dict[date, float]:
    """The sums of the moves of a lot by day."""
    rows = reader.rows(
        "SELECT moved_on, sum(amount) AS amount FROM stock_move WHERE lot_id = ? AND withdrawn_at IS NULL GROUP BY moved_on",
        (lot_id,),
    )
    return {date.fromisoformat(row["moved_on"]): row["amount"] for row in rows}


def cupboard(reader: Reader, day: date, *, ended: bool = False) -> list[CupboardLine]:
    """Every medicine of the list with its lots at the end of a day; with ``ended`` also those no longer used."""
    reader.asks("medication")
    rows = reader.rows(
        """SELECT l.*, sum(v.amount) AS left FROM stock_lot l JOIN stock_move v ON v.lot_id = l.id
        WHERE l.withdrawn_at IS NULL AND v.withdrawn_at IS NULL AND v.moved_on <= ? GROUP BY l.id ORDER BY l.expires_on, l.id""",
        (day.isoformat(),),
    )
    held: dict[str, list[Held]] = {}
    for row in rows:
        if amount := rounded(row["left"]):
            held.setdefault(row["medicine_id"], []).append(Held(from_row(StockLot, row), amount, amount))
    lines = []
    for medicine in medicines(reader, ended=True):
        lots = tuple(held.get(medicine.id, ()))
        if ended or lots or medicine.ended_on is None or medicine.ended_on > day:
            lines.append(CupboardLine(medicine, lots, usable(lots, day)))
    return lines


def low_stock(reader: Reader, today: date) -> list[LowMedicine]:
    """The medicines in use of which less can be used than is to be kept, by their names; the lots are summed by the book alone."""
    reader.asks("medication")
    rows = reader.rows(
        """SELECT m.id, m.name, m.strength, m.unit, m.keep_at_least, (
            SELECT coalesce(sum(v.amount), 0) FROM stock_lot l JOIN stock_move v ON v.lot_id = l.id
            WHERE l.medicine_id = m.id AND l.withdrawn_at IS NULL AND (l.expires_on IS NULL OR l.expires_on >= :today)
                AND v.withdrawn_at IS NULL AND v.moved_on <= :today) AS usable
        FROM medicine m WHERE m.withdrawn_at IS NULL AND m.keep_at_least > 0
            AND (m.ended_on IS NULL OR m.ended_on > :today) ORDER BY m.name, m.strength, m.id""",
        {"today": today.isoformat()},
    )
    found = (LowMedicine(**{**dict(row), "usable": rounded(row["usable"])}) for row in rows)
    return [one for one in found if one.usable < one.keep_at_least]


def moves_of(
    reader: Reader, medicine_id: str, first: date = date.min, last: date = date.max, *, withdrawn: bool = False
) -> list[MoveLine]:
    """The moves of a medicine in a time as they followed each other, each with what was left of the medicine after it."""
    reader.asks("medication")
    day = first.isoformat()
    opening = reader.value(
        "SELECT coalesce(sum(amount), 0) FROM stock_move WHERE medicine_id = ? AND withdrawn_at IS NULL AND moved_on < ?",
        (medicine_id, day),
    )
    only = "" if withdrawn else "AND v.withdrawn_at IS NULL"
    rows = reader.rows(
        f"""SELECT v.*, coalesce(p.full_name, '') AS who, coalesce(p.id, '') AS who_id,
            coalesce(s.full_name, '') AS by_name, coalesce(w.full_name, '') AS witness FROM stock_move v
        LEFT JOIN administration a ON a.id = v.administration_id LEFT JOIN episode e ON e.id = a.episode_id
        LEFT JOIN listed_person p ON p.id = e.person_id LEFT JOIN staff_member s ON s.id = coalesce(a.done_by_id, v.done_by_id)
        LEFT JOIN stock_count c ON c.id = v.count_id
        LEFT JOIN staff_member w ON w.id = coalesce(a.witness_id, c.witness_id)
        WHERE v.medicine_id = ? AND v.moved_on BETWEEN ? AND ? {only} ORDER BY v.moved_on, v.amount < 0, v.id""",
        (medicine_id, day, last.isoformat()),
    )
    lots = {one.id: one for one in reader.records(StockLot, "medicine_id = ?", (medicine_id,), withdrawn=True)}
    found, now = [], rounded(opening)
    for row in rows:
        move = from_row(StockMove, row)
        now = now if move.is_withdrawn else rounded(now + move.amount)
        found.append(MoveLine(move, lots[move.lot_id], row["who"], row["who_id"], row["by_name"], row["witness"], now))
    return found


def ledger(reader: Reader, first: date, last: date, *, controlled: bool = False) -> list[LedgerLine]:
    """In, out and balance of every medicine that was there or moved from ``first`` to ``last``; of controlled ones, or of all."""
    reader.asks("medication")
    rows = reader.rows(
        """SELECT medicine_id, CASE WHEN moved_on < :first THEN 'opening' ELSE kind END AS kind, sum(amount) AS amount
        FROM stock_move WHERE withdrawn_at IS NULL AND moved_on <= :last GROUP BY 1, 2""",
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    sums: dict[str, dict[str, float]] = {}
    for row in rows:
        sums.setdefault(row["medicine_id"], {})[row["kind"]] = rounded(row["amount"])
    return [
        _ledger_line(one, sums[one.id])
        for one in medicines(reader, ended=True)
        if any(sums.get(one.id, {}).values()) and (one.controlled or not controlled)
    ]


def counts(reader: Reader, minutes_no: str) -> list[CountLine]:
    """What was counted in one counting, by medicine and lot."""
    reader.asks("medication")
    return _count_lines(reader, "minutes_no = ? AND minutes_no <> ''", (minutes_no,))


def countings(reader: Reader) -> list[Minutes]:
    """The minutes of countings, the newest first."""
    reader.asks("medication")
    rows = reader.rows(
        """SELECT minutes_no, max(counted_on) AS day, count(*) AS lots, sum(abs(counted - expected) > 0.0005) AS differ
        FROM stock_count WHERE withdrawn_at IS NULL AND minutes_no <> '' GROUP BY minutes_no ORDER BY day DESC, minutes_no DESC"""
    )
    return [Minutes(row["minutes_no"], date.fromisoformat(row["day"]), row["lots"], row["differ"] or 0) for row in rows]


def controlled_counts(reader: Reader, duty: Duty) -> list[ControlledCount]:
    """The medicines under special control with lots: what the book holds at the end of a shift's day, what the shift counted."""
    reader.asks("medication")
    day = duty.duty_on
    counted = {
        one.medicine_id: one
        for one in reader.records(StockCount, "counted_on = ? AND shift = ?", (day.isoformat(), duty.shift.code))
    }
    return [
        ControlledCount(line.medicine, line.left, counted.get(line.id))
        for line in cupboard(reader, day, ended=True)
        if line.medicine.controlled and (line.lots or line.id in counted)
    ]


def needs(reader: Reader, day: date, days: int) -> list[Need]:
    """What is needed of every medicine in the ``days`` after a day: the doses due by the orders that hold now, beside what was
    used in as many days up to it.
    """
    reader.asks("medication")
    planned = _planned(reader, day, days)
    rows = reader.rows(
        """SELECT medicine_id, -sum(amount) AS used FROM stock_move WHERE withdrawn_at IS NULL AND kind = :kind
        AND moved_on > :since AND moved_on <= :day GROUP BY medicine_id""",
        {
            "kind": MoveKind.GIVEN_OUT.value,
            "since": (day - timedelta(days=days)).isoformat(),
            "day": day.isoformat(),
        },
    )
    used = {row["medicine_id"]: rounded(row["used"]) for row in rows}
    return [
        Need(line.medicine, planned.get(line.id, 0.0), used.get(line.id, 0.0), line.usable)
        for line in cupboard(reader, day)
        if line.medicine.ended_on is None
    ]


def overdrawn(reader: Reader, move_ids: Collection[str]) -> bool:
    """Whether one of the lots of these moves would hold less than nothing at the end of some day."""
    lots = {
        row["lot_id"]
        for move_id in move_ids
        for row in reader.rows("SELECT lot_id FROM stock_move WHERE id = ?", (move_id,))
    }
    return any(falls_below_zero(lot_changes(reader, lot_id)) for lot_id in lots)


def _planned(reader: Reader, day: date, days: int) -> dict[str, float]:
    ahead = [day + timedelta(days=n) for n in range(1, days + 1)]
    rounds = dose_rounds(reader, day)
    rows = reader.rows(
        f"""SELECT {ORDER_COLUMNS} FROM prescription WHERE withdrawn_at IS NULL AND medicine_id IS NOT NULL
        AND as_needed = 0 AND source <> 'family' AND from_on <= :last AND (to_on IS NULL OR to_on > :day)
        AND (stopped_on IS NULL OR stopped_on > :day)
        AND episode_id IN (SELECT id FROM episode WHERE withdrawn_at IS NULL AND (end_on IS NULL OR end_on > :day))""",
        {"day": day.isoformat(), "last": (day + timedelta(days=days)).isoformat()},
    )
    found: dict[str, float] = {}
    for row in rows:
        order = from_row(Prescription, row)
        assert order.medicine_id is not None
        found[order.medicine_id] = rounded(found.get(order.medicine_id, 0.0) + _amount_ahead(order, ahead, rounds))
    return found


def _amount_ahead(order: Prescription, ahead: Sequence[date], rounds: Sequence[DoseRound]) -> float:
    return (order.dose or 0.0) * sum(is_due(order, day, one, rounds) for day in ahead for one in rounds)


def _changes(reader: Reader, medicine_id: str, day: date) -> dict[str, dict[date, float]]:
    """The moves of the lots of a medicine, all up to a day together."""
    rows = reader.rows(
        """SELECT lot_id, max(moved_on, :day) AS moved_on, sum(amount) AS amount FROM stock_move
        WHERE medicine_id = :medicine AND withdrawn_at IS NULL GROUP BY lot_id, max(moved_on, :day)""",
        {"medicine": medicine_id, "day": day.isoformat()},
    )
    found: dict[str, dict[date, float]] = {}
    for row in rows:
        found.setdefault(row["lot_id"], {})[date.fromisoformat(row["moved_on"])] = row["amount"]
    return found


def _held(lot: StockLot, changes: Mapping[date, float], day: date) -> Held:
    return Held(lot, balance(changes, day), free_on(changes, day))


def _ledger_line(medicine: Medicine, sums: Mapping[str, float]) -> LedgerLine:
    into, back, out = (sums.get(kind.value, 0.0) for kind in (MoveKind.RECEIVED, MoveKind.RETURNED, MoveKind.GIVEN_OUT))
    gone, counted = (sums.get(kind.value, 0.0) for kind in (MoveKind.DESTROYED, MoveKind.CORRECTED))
    return LedgerLine(
        medicine,
        sums.get("opening", 0.0),
        into,
        back,
        rounded(-out),
        rounded(-gone),
        counted,
        rounded(sum(sums.values())),
    )


def _count_lines(reader: Reader, where: str, values: Sequence[Any]) -> list[CountLine]:
    found = reader.records(StockCount, where, values)
    known = {one.id: one for one in medicines(reader, ended=True)}
    lots = {one.id: one for one in reader.records(StockLot, withdrawn=True)}
    names = {row["id"]: row["full_name"] for row in reader.rows("SELECT id, full_name FROM staff_member")}
    lines = [
        CountLine(
            one,
            known[one.medicine_id],
            lots.get(one.lot_id or ""),
            names.get(one.counter_id or "", ""),
            names.get(one.witness_id or "", ""),
        )
        for one in found
        if one.medicine_id in known
    ]
    order = {one: place for place, one in enumerate(known)}
    return sorted(lines, key=lambda one: (order[one.count.medicine_id], (one.lot and one.lot.expires_on) or date.max))
