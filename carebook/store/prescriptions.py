"""Questions about orders of medicines: those of a stay, those that hold on a day, the dose rounds, the classes of allergies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.codes import Code
from carebook.records.declaration import Secret, fields
from carebook.records.episodes import Episode, Placement
from carebook.records.medication import Medicine, Prescription
from carebook.rules.names import sort_key
from carebook.rules.prescriptions import DoseRound, holds_on, rounds_of
from carebook.rules.shifts import shifts_of
from carebook.store import code_lists
from carebook.store.book import Reader, Writer
from carebook.store.daily_care import CaredFor, cared_for, with_leavers
from carebook.store.rows import from_row

# What everybody who gives medicines reads of an order; the other facts identify.
ORDER_COLUMNS = ", ".join(
    f"'' AS {field.name}" if field.fact.secret is Secret.IDENTITY else field.name for field in fields(Prescription)
)

HELD = "from_on <= :day AND (to_on IS NULL OR to_on >= :day) AND (stopped_on IS NULL OR stopped_on >= :day)"


@dataclass(frozen=True)
class OrderLine:
    """One order in a list, with whose it is: the name is an alias where ``who.masked``."""

    order: Prescription
    who: CaredFor

    @property
    def id(self) -> str:
        return self.order.id


@dataclass(frozen=True)
class Ordering:
    """What must be known before an order is written for somebody; ``name`` is an alias where ``masked``.

    ``medicines`` are those of the center's list that are in use, in the order of their names.
    """

    stay: Episode
    name: str
    code: str
    masked: bool
    allergies: tuple[str, ...]
    orders: tuple[Prescription, ...]
    medicines: tuple[Medicine, ...]
    classes: tuple[Code, ...]
    rounds: tuple[DoseRound, ...]


def ordering(reader: Reader, episode_id: str, day: date) -> Ordering | None:
    """What must be known before an order is written for a stay; None when there is no such stay."""
    reader.asks("medication")
    row = reader.row(
        """SELECT e.*, p.full_name, p.code, p.masked FROM listed_episode e JOIN listed_person p ON p.id = e.person_id
        WHERE e.id = ?""",
        (episode_id,),
    )
    if row is None:
        return None
    allergies = reader.rows(
        "SELECT substance FROM allergy WHERE person_id = ? AND withdrawn_at IS NULL ORDER BY id", (row["person_id"],)
    )
    medicines = reader.records(Medicine, "ended_on IS NULL OR ended_on > ?", (day.isoformat(),))
    return Ordering(
        from_row(Episode, row),
        row["full_name"],
        row["code"],
        bool(row["masked"]),
        tuple(one["substance"] for one in allergies),
        orders_of(reader, episode_id),
        tuple(sorted(medicines, key=lambda one: (sort_key(one.name), one.id))),
        tuple(allergy_classes(reader, day)),
        dose_rounds(reader, day),
    )


def orders_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[Prescription, ...]:
    """The orders of a stay, those begun last first; with ``withdrawn`` also those struck through.

    Of a restricted stay too: who looks after somebody gives the medicines; diagnoses are left out then.
    """
    reader.asks("medication")
    only = "" if withdrawn else "AND withdrawn_at IS NULL"
    rows = reader.rows(
        f"SELECT * FROM {listed(reader, 'prescription')} WHERE episode_id = ? {only} ORDER BY from_on DESC, id DESC",
        (episode_id,),
    )
    return tuple(from_row(Prescription, row) for row in rows)


def orders_on(reader: Reader, day: date, ward_id: str = "") -> list[OrderLine]:
    """The orders that hold on a day, person by person in the order of the beds; everybody who lives in the center or comes
    by day.
    """
    reader.asks("medication")
    people = people_of_medicines(reader, day, ward_id)
    held = orders_held(reader, day, [who.episode_id for who in people])
    return [OrderLine(order, who) for who in people for order in held.get(who.episode_id, ())]


def people_of_medicines(reader: Reader, day: date, ward_id: str = "", *, leavers: bool = False) -> list[CaredFor]:
    """Who may have medicines given in the center on a day, in the order of the beds; with ``leavers`` also whoever left then."""
    asked = with_leavers if leavers else cared_for
    cared = asked(reader, day, ward_id=ward_id, placement="")
    return [who for who in cared if who.placement != Placement.COMMUNITY.value]


def orders_held(reader: Reader, day: date, stays: Iterable[str]) -> dict[str, list[Prescription]]:
    """The orders of these stays that hold on a day, by their stay, the oldest first; why they were written is left out."""
    rows = reader.rows(
        f"""SELECT {ORDER_COLUMNS} FROM prescription WHERE withdrawn_at IS NULL
        AND episode_id IN (SELECT value FROM json_each(:stays)) AND {HELD} ORDER BY from_on, id""",
        {"day": day.isoformat(), "stays": json.dumps(list(stays))},
    )
    found: dict[str, list[Prescription]] = {}
    for row in rows:
        order = from_row(Prescription, row)
        if holds_on(order, day):
            found.setdefault(order.episode_id, []).append(order)
    return found


def dose_rounds(reader: Reader, day: date) -> tuple[DoseRound, ...]:
    """The dose rounds that the center keeps on a day, as they follow each other."""
    return rounds_of(code_lists.codes(reader, "dose_round", day), shifts_of(code_lists.codes(reader, "shift", day)))


def allergy_classes(reader: Reader, day: date) -> Sequence[Code]:
    """The classes of medicines that somebody allergic to one of them must not be given."""
    return code_lists.codes(reader, "allergy_class", day)


def listed(reader: Reader, table: str) -> str:
    """Where the rows of everybody are read from: a deed looks into the table itself."""
    return table if isinstance(reader, Writer) else f"listed_{table}"
