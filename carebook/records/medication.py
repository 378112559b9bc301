"""Medicines: the list, what is prescribed, what was given, and the stock with its lots and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from carebook.records.declaration import Kind, Secret, fact
from carebook.records.record import Record
from carebook.words import N_


class DoseState(Enum):
    """What became of one dose; every state but `GIVEN` needs a reason."""

    GIVEN = "given"
    REFUSED = "refused"
    HELD = "held"
    ABSENT = "absent"
    VOMITED = "vomited"
    NOT_AVAILABLE = "not_available"
    ERROR = "error"


DOSE_WORDS: dict[DoseState, str] = {
    DoseState.GIVEN: N_("Given"),
    DoseState.REFUSED: N_("Dose refused"),
    DoseState.HELD: N_("Dose held"),
    DoseState.ABSENT: N_("Away at the round"),
    DoseState.VOMITED: N_("Vomited"),
    DoseState.NOT_AVAILABLE: N_("Not available"),
    DoseState.ERROR: N_("Dose error"),
}


class MoveKind(Enum):
    """Why the amount of a lot changed."""

    RECEIVED = "received"
    GIVEN_OUT = "given_out"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    CORRECTED = "corrected"


MOVE_WORDS: dict[MoveKind, str] = {
    MoveKind.RECEIVED: N_("Received into stock"),
    MoveKind.GIVEN_OUT: N_("Given out"),
    MoveKind.RETURNED: N_("Returned to stock"),
    MoveKind.DESTROYED: N_("Destroyed"),
    MoveKind.CORRECTED: N_("Corrected by a count"),
}


@dataclass(frozen=True)
class Medicine(Record):
    """One medicine of the center's list. ``controlled`` ones need a witness and a running balance; amounts are in ``unit``."""

    name: str = fact(N_("Medicine"), required=True, default="")
    substance: str = fact(N_("Active substance"), required=True, default="")
    strength: str = fact(N_("Strength"), hint=N_("for example 500 mg"), default="")
    form: str = fact(N_("Form"), codes="medicine_form", context="of a medicine", required=True, default="tablet")
    unit: str = fact(N_("Counted in"), codes="medicine_unit", required=True, default="tablet")
    controlled: bool = fact(N_("Special control"), default=False)
    keep_at_least: float | None = fact(N_("Keep at least"), default=None)
    note: str = fact(N_("Note"), context="column", default="")
    ended_on: date | None = fact(N_("No longer used since"), default=None)


@dataclass(frozen=True)
class Prescription(Record):
    """One medicine ordered for one person, from a day to a day.

    ``medicine_id`` ties it to the center's list; the words beside it are those of the paper. ``dose`` is the amount of one
    giving in the medicine's unit. Regular doses are due in ``rounds`` (code list) every ``every_days`` days; with ``as_needed``
    there are no rounds, and ``most_a_day`` and ``hours_between`` bound the giving. ``accepted_because`` is the reason why a
    warning (same substance twice) was accepted. A changed order is a new row that names the old one in ``replaces_id``.

    On its first day an order holds from ``from_round`` on, without one the whole day. From ``stopped_round`` of the day
    ``stopped_on`` it does not hold any more, without one from the beginning of that day. ``to_on`` is its last day.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    medicine_id: str | None = fact(N_("Medicine of the list"), Kind.LINK, default=None)
    medicine: str = fact(N_("Medicine"), required=True, default="")
    substance: str = fact(N_("Active substance"), default="")
    strength: str = fact(N_("Strength"), hint=N_("for example 500 mg"), default="")
    dose: float | None = fact(N_("Amount each time"), required=True, default=None)
    unit: str = fact(N_("Counted in"), codes="medicine_unit", required=True, default="tablet")
    way: str = fact(N_("Way"), codes="medicine_way", context="of a medicine", required=True, default="oral")
    rounds: tuple[str, ...] = fact(N_("Dose rounds"), codes="dose_round", default=())
    every_days: int = fact(N_("Every how many days"), default=1)
    as_needed: bool = fact(N_("As needed"), default=False)
    needed_for: str = fact(N_("Needed for"), default="")
    most_a_day: int | None = fact(N_("At most in 24 hours"), default=None)
    hours_between: int | None = fact(N_("Hours between"), unit=N_("hours"), default=None)
    with_food: str = fact(N_("How to take it"), hint=N_("for example after a meal"), default="")
    from_on: date | None = fact(N_("From"), required=True, default=None)
    from_round: str | None = fact(N_("From the round"), codes="dose_round", default=None)
    to_on: date | None = fact(N_("To"), default=None)
    source: str = fact(N_("Paid by"), codes="medicine_source", context="of a medicine", default="insurance")
    controlled: bool = fact(N_("Special control"), default=False)
    prescriber: str = fact(N_("Prescribed by"), required=True, default="")
    prescribed_on: date | None = fact(N_("Prescribed on"), required=True, default=None)
    icd: str = fact(N_("ICD-10 code"), secret=Secret.IDENTITY, default="")
    diagnosis: str = fact(N_("Diagnosis"), secret=Secret.IDENTITY, default="")
    accepted_because: str = fact(N_("Why the warning was accepted"), secret=Secret.IDENTITY, default="")
    replaces_id: str | None = fact(N_("Replaces the order"), Kind.LINK, shown=False, default=None)
    stopped_on: date | None = fact(N_("Stopped on"), default=None)
    stopped_round: str | None = fact(N_("Stopped from the round"), codes="dose_round", default=None)
    stopped_because: str = fact(N_("Why stopped"), secret=Secret.IDENTITY, default="")


@dataclass(frozen=True)
class Administration(Record):
    """What became of one dose. ``duty_on`` and ``round`` are the round it answers for (no round: given as needed).

    ``given_at`` is the moment it was given or offered; it is never in the future. ``witness_id`` is the second person of a
    controlled medicine. ``again_because`` explains a second giving of the same round.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    prescription_id: str = fact(N_("Prescription"), Kind.LINK, required=True)
    duty_on: date | None = fact(N_("Day"), required=True, default=None)
    round: str | None = fact(N_("Dose round"), codes="dose_round", default=None)
    given_at: datetime | None = fact(N_("Given at"), required=True, default=None)
    recorded_at: datetime | None = fact(N_("Recorded at"), shown=False, default=None)
    state: DoseState = fact(N_("State of the dose"), default=DoseState.GIVEN)
    reason: str | None = fact(N_("Reason"), codes="dose_reason", default=None)
    dose: float | None = fact(N_("Amount given"), default=None)
    effect: str = fact(N_("Effect, remark"), secret=Secret.IDENTITY, default="")
    late_because: str = fact(N_("Why not in time"), secret=Secret.IDENTITY, default="")
    again_because: str = fact(N_("Why given twice"), secret=Secret.IDENTITY, default="")
    done_by_id: str | None = fact(N_("Done by"), Kind.LINK, required=True, default=None)
    witness_id: str | None = fact(N_("Witness"), Kind.LINK, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, shown=False, default=None)
    from_sheet: bool = fact(N_("From the paper sheet"), default=False)


@dataclass(frozen=True)
class StockLot(Record):
    """One lot of one medicine in the cupboard. What is left of it is the sum of its moves and never below zero."""

    medicine_id: str = fact(N_("Medicine"), Kind.LINK, required=True)
    lot: str = fact(N_("Lot"), required=True, default="")
    expires_on: date | None = fact(N_("Expires on"), required=True, default=None)
    source: str = fact(N_("Paid by"), codes="medicine_source", context="of a medicine", default="insurance")
    supplier: str = fact(N_("Received from"), default="")
    price: int | None = fact(N_("Price of one"), Kind.MONEY, unit="đ", default=None)


@dataclass(frozen=True)
class StockMove(Record):
    """One change of the amount of a lot; ``amount`` is positive into the cupboard and negative out of it."""

    medicine_id: str = fact(N_("Medicine"), Kind.LINK, required=True)
    lot_id: str = fact(N_("Lot"), Kind.LINK, required=True)
    kind: MoveKind = fact(N_("Kind of move"), required=True, default=MoveKind.RECEIVED)
    moved_on: date | None = fact(N_("Day"), required=True, default=None)
    amount: float = fact(N_("Amount moved"), required=True, default=0.0)
    administration_id: str | None = fact(N_("Dose"), Kind.LINK, default=None)
    count_id: str | None = fact(N_("Count"), Kind.LINK, default=None)
    paper_no: str = fact(N_("Number of the paper"), default="")
    because: str = fact(N_("Reason"), default="")
    done_by_id: str | None = fact(N_("Done by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class StockCount(Record):
    """A count of one lot: what the book expected, what was there, and the two who counted.

    With a ``shift`` it is the count of controlled medicines at a handover; otherwise it belongs to the minutes ``minutes_no``.
    """

    medicine_id: str = fact(N_("Medicine"), Kind.LINK, required=True)
    lot_id: str | None = fact(N_("Lot"), Kind.LINK, default=None)
    counted_on: date | None = fact(N_("Counted on"), required=True, default=None)
    shift: str | None = fact(N_("Shift"), codes="shift", default=None)
    expected: float = fact(N_("In the book"), default=0.0)
    counted: float | None = fact(N_("Counted"), required=True, default=None)
    because: str = fact(N_("Why it differs"), default="")
    minutes_no: str = fact(N_("Number of the minutes"), default="")
    counter_id: str | None = fact(N_("Counted by"), Kind.LINK, required=True, default=None)
    witness_id: str | None = fact(N_("Witness"), Kind.LINK, default=None)
