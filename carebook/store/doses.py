"""Questions about doses: one round of everybody, those of a stay, the rounds that were not recorded, what was refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from carebook.records.codes import Limit
from carebook.records.declaration import Secret, fields
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.rules import dated
from carebook.rules.doses import TAKEN, answer_of, refusal_as_needed
from carebook.rules.prescriptions import DoseRound, first_round_from, is_due, round_named
from carebook.rules.shifts import duty_at, duty_before, shifts_of
from carebook.store import code_lists
from carebook.store.book import Reader, in_vietnam
from carebook.store.daily_care import CaredFor
from carebook.store.prescriptions import HELD, ORDER_COLUMNS, dose_rounds, listed, orders_held, people_of_medicines
from carebook.store.rows import from_row
from carebook.words import Message

# What everybody who gives medicines reads of a dose; the other facts identify.
_OPEN_COLUMNS = ", ".join(
    f"'' AS {field.name}" if field.fact.secret is Secret.IDENTITY else field.name for field in fields(Administration)
)


@dataclass(frozen=True)
class DueDose:
    """One order in a round, with what was recorded about it there, the oldest first."""

    order: Prescription
    doses: tuple[Administration, ...]

    @property
    def answer(self) -> Administration | None:
        """What stands; None while nothing was recorded."""
        return answer_of(self.doses)


@dataclass(frozen=True)
class NeededDose:
    """One order given as needed, with the doses of the last day and night, the oldest first."""

    order: Prescription
    doses: tuple[Administration, ...]


@dataclass(frozen=True)
class RoundRow:
    """One person in a round: what is due, and what may be given as needed. ``who.is_there``: else nothing is expected."""

    who: CaredFor
    due: tuple[DueDose, ...]
    as_needed: tuple[NeededDose, ...] = ()

    @property
    def id(self) -> str:
        return self.who.episode_id

    @property
    def is_answered(self) -> bool:
        """Whether something was recorded about everything that is due."""
        return all(one.answer is not None for one in self.due)


@dataclass(frozen=True)
class MissingRound:
    """A dose round of a ward that is not recorded to the end: of how many people, how many are done, and who is missing.

    Whoever is out of the center counts neither as done nor as missing. ``late_minutes`` are counted from the end of the window
    in which a round is in time; 0 within it.
    """

    duty_on: date
    round: DoseRound
    ward_id: str
    ward: str
    done: int
    of: int
    people: tuple[CaredFor, ...]
    late_minutes: int


def round_of(reader: Reader, duty_on: date, round: str, ward_id: str = "") -> list[RoundRow]:
    """The people who have something due in a round of a day, in the order of the beds; with ``round`` "" those who may be given
    something as needed.

    What was recorded stays there when the order was stopped or changed since. Whoever left on that day is there with what would
    be due; the doses of before can be recorded.
    """
    reader.asks("medication")
    rounds = dose_rounds(reader, duty_on)
    this = round_named(rounds, round)
    people = people_of_medicines(reader, duty_on, ward_id, leavers=True)
    if this is not None:
        people = [who.at(this.moment(duty_on)) for who in people]
    orders = orders_held(reader, duty_on, [who.episode_id for who in people])
    doses = _by_order(_doses_on(reader, duty_on, duty_on, "round = :round", round=round))
    recorded = _orders_recorded(reader, duty_on, round)
    lately = _by_order(_doses_on(reader, duty_on - timedelta(days=1), duty_on, "round IS NULL"))
    rows = []
    for who in people:
        mine = orders.get(who.episode_id, [])
        held = {one.id for one in mine}
        mine = [*mine, *(one for one in recorded.get(who.episode_id, ()) if one.id not in held)]
        due = tuple(
            DueDose(one, tuple(doses.get(one.id, ())))
            for one in mine
            if one.id in doses
            or (this is not None and is_due(_till_left(one, who, duty_on, rounds), duty_on, this, rounds))
        )
        needed = tuple(NeededDose(one, tuple(lately.get(one.id, ()))) for one in mine if one.as_needed)
        if due or (this is None and needed):
            rows.append(RoundRow(who, due, needed))
    return rows


def _till_left(order: Prescription, who: CaredFor, duty_on: date, rounds: Sequence[DoseRound]) -> Prescription:
    """An order of somebody who left on that day as if the stay had not stopped it."""
    if not who.has_left or who.left_at is None or order.stopped_round is None:
        return order
    after = first_round_from(rounds, duty_on, who.left_at)
    is_by_leaving = after is not None and (order.stopped_on, order.stopped_round) == (duty_on, after.code)
    return replace(order, stopped_on=None, stopped_round=None) if is_by_leaving else order


def doses_of(
    reader: Reader, episode_id: str, first: date, last: date, *, withdrawn: bool = False
) -> tuple[Administration, ...]:
    """The doses of a stay whose round lies in days from ``first`` to ``last``, the oldest first; remarks of a restricted person
    are left out.
    """
    reader.asks("medication")
    only = "" if withdrawn else "AND withdrawn_at IS NULL"
    rows = reader.rows(
        f"""SELECT * FROM {listed(reader, "administration")} WHERE episode_id = ? AND duty_on BETWEEN ? AND ? {only}
        ORDER BY duty_on, given_at, id""",
        (episode_id, first.isoformat(), last.isoformat()),
    )
    return tuple(from_row(Administration, row) for row in rows)


def doses_of_order(reader: Reader, prescription_id: str, *, since: date = date.min) -> tuple[Administration, ...]:
    """The doses that stand of one order, the oldest first: all, or those whose round lies on or after a day."""
    reader.asks("medication")
    rows = reader.rows(
        f"SELECT * FROM {listed(reader, 'administration')} WHERE prescription_id = ? AND duty_on >= ?"
        " AND withdrawn_at IS NULL ORDER BY duty_on, given_at, id",
        (prescription_id, since.isoformat()),
    )
    return tuple(from_row(Administration, row) for row in rows)


def given_too_often(reader: Reader, dose_ids: Iterable[str]) -> Message | None:
    """Why one of these doses as needed, where it stands, is one too many or too soon after another; None: none is."""
    for dose_id in dose_ids:
        dose = reader.record(Administration, dose_id)
        order = reader.record(Prescription, dose.prescription_id) if dose is not None else None
        if dose is None or order is None or dose.is_withdrawn or not order.as_needed or dose.given_at is None:
            continue
        if dose.state in TAKEN and dose.state is not DoseState.ERROR:
            others = [one for one in doses_of_order(reader, order.id) if one.id != dose.id]
            if (told := refusal_as_needed(order, others, dose.given_at)) is not None:
                return told
    return None


def dose_rounds_missing(reader: Reader, now: datetime, ward_id: str = "") -> list[MissingRound]:
    """The dose rounds of the shift that runs and of the one before that may be recorded and are not, ward by ward."""
    reader.asks("medication")
    today = in_vietnam(now)
    shifts = shifts_of(code_lists.codes(reader, "shift", today))
    duty = duty_at(now, shifts)
    since = duty_before(duty, shifts).begins_at if duty is not None else now - timedelta(days=1)
    limits = code_lists.limits(reader)
    found: list[MissingRound] = []
    for day in (today - timedelta(days=1), today):
        early, window = dose_minutes(limits, day)
        rounds = dose_rounds(reader, day)
        asked = [one for one in rounds if since <= one.moment(day) <= now + timedelta(minutes=early)]
        if not asked:
            continue
        gathered = reader.remembered(("dose rounds", day, ward_id), partial(_of_rounds, reader, day, ward_id))
        people, orders, answered = gathered
        for one in asked:
            found += _missing_in(one, day, rounds, people, orders, answered, _late(one.moment(day), now, window))
    return found


def _of_rounds(
    reader: Reader, day: date, ward_id: str
) -> tuple[Sequence[CaredFor], Mapping[str, Sequence[Prescription]], frozenset[tuple[str, str]]]:
    """Who has medicines, the regular orders by stay, and which orders are answered in which round."""
    people = people_of_medicines(reader, day, ward_id)
    return people, _regular_orders(reader, day, [who.episode_id for who in people]), _answered(reader, day)


def refusals(reader: Reader, first: date, last: date, episode_id: str = "") -> tuple[Administration, ...]:
    """The doses refused in rounds of the days from ``first`` to ``last``, of everybody or of one stay, the oldest first."""
    reader.asks("medication")
    refused = "state = :refused AND (:stay = '' OR episode_id = :stay)"
    return tuple(_doses_on(reader, first, last, refused, refused=DoseState.REFUSED.value, stay=episode_id))


def dose_minutes(limits: Sequence[Limit], day: date) -> tuple[int, int]:
    """How many minutes before its round a dose may be recorded, and how far from it one is still in time."""
    return dated.limit_on(limits, "dose_early", day).value, dated.limit_on(limits, "dose_window", day).value


def _late(due: datetime, now: datetime, window: int) -> int:
    return max(int((now - due).total_seconds()) // 60, 0) if now - due > timedelta(minutes=window) else 0


def _missing_in(
    round: DoseRound,
    day: date,
    rounds: Sequence[DoseRound],
    people: Iterable[CaredFor],
    orders: Mapping[str, Sequence[Prescription]],
    answered: frozenset[tuple[str, str]],
    late: int,
) -> list[MissingRound]:
    """What is missing in one round, one line a ward in the order of the wards."""
    wards: dict[str, tuple[str, list[CaredFor], list[CaredFor]]] = {}
    for who in people:
        due = [one.id for one in orders.get(who.episode_id, ()) if is_due(one, day, round, rounds)]
        if not due or not who.at(round.moment(day)).is_there:
            continue
        _name, done, missing = wards.setdefault(who.ward_id, (who.ward, [], []))
        (done if all((one, round.code) in answered for one in due) else missing).append(who)
    return [
        MissingRound(day, round, ward_id, name, len(done), len(done) + len(missing), tuple(missing), late)
        for ward_id, (name, done, missing) in wards.items()
        if missing
    ]


def _regular_orders(reader: Reader, day: date, stays: Sequence[str]) -> dict[str, list[Prescription]]:
    """When the regular orders of these stays that hold on a day are due, by their stay: a thousand of them are read at once, so
    that what they are is left out.
    """
    rows = reader.rows(
        f"""SELECT id, episode_id, rounds, every_days, from_on, from_round, to_on, stopped_on, stopped_round
        FROM prescription WHERE withdrawn_at IS NULL AND as_needed = 0
        AND episode_id IN (SELECT value FROM json_each(:stays)) AND {HELD}""",
        {"day": day.isoformat(), "stays": json.dumps(stays)},
    )
    found: dict[str, list[Prescription]] = {}
    for row in rows:
        order = Prescription(
            id=row["id"],
            episode_id=row["episode_id"],
            rounds=tuple(json.loads(row["rounds"])),
            every_days=row["every_days"],
            from_on=_day(row["from_on"]),
            from_round=row["from_round"],
            to_on=_day(row["to_on"]),
            stopped_on=_day(row["stopped_on"]),
            stopped_round=row["stopped_round"],
        )
        found.setdefault(order.episode_id, []).append(order)
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _answered(reader: Reader, day: date) -> frozenset[tuple[str, str]]:
    """Which orders were recorded in which round of a day."""
    rows = reader.rows(
        "SELECT prescription_id, round FROM administration WHERE duty_on = ? AND withdrawn_at IS NULL AND round IS NOT NULL",
        (day.isoformat(),),
    )
    return frozenset((row["prescription_id"], row["round"]) for row in rows)


def _doses_on(reader: Reader, first: date, last: date, where: str, **values: str) -> list[Administration]:
    rows = reader.rows(
        f"""SELECT {_OPEN_COLUMNS} FROM administration WHERE duty_on BETWEEN :first AND :last AND withdrawn_at IS NULL
        AND {where} ORDER BY duty_on, given_at, id""",
        {"first": first.isoformat(), "last": last.isoformat(), **values},
    )
    return [from_row(Administration, row) for row in rows]


def _orders_recorded(reader: Reader, duty_on: date, round: str) -> dict[str, list[Prescription]]:
    """The orders that something was recorded about in a round, by their stay."""
    rows = reader.rows(
        f"""SELECT {ORDER_COLUMNS} FROM prescription WHERE withdrawn_at IS NULL AND id IN
        (SELECT prescription_id FROM administration WHERE duty_on = ? AND round = ? AND withdrawn_at IS NULL)
        ORDER BY from_on, id""",
        (duty_on.isoformat(), round),
    )
    found: dict[str, list[Prescription]] = {}
    for row in rows:
        order = from_row(Prescription, row)
        found.setdefault(order.episode_id, []).append(order)
    return found


def _by_order(doses: Iterable[Administration]) -> dict[str, list[Administration]]:
    found: dict[str, list[Administration]] = {}
    for dose in doses:
        found.setdefault(dose.prescription_id, []).append(dose)
    return found
