"""Doses: what became of them, what must be written about one, when it is too early, late, given twice or too often."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from carebook.dates import clock, local, written
from carebook.records.codes import Code
from carebook.records.medication import DOSE_WORDS, Administration, DoseState, Prescription
from carebook.rules.intake import too_long
from carebook.rules.prescriptions import MOST_AMOUNT, DoseRound, holds_in, holds_on
from carebook.rules.problem import Problem
from carebook.words import Message, message

TAKEN = frozenset({DoseState.GIVEN, DoseState.VOMITED, DoseState.ERROR})
"""The states in which a medicine went into somebody; what was refused, held or not there did not."""
FUTURE = timedelta(minutes=1)  # clocks of two machines may differ by so much
DAY = timedelta(days=1)
OTHER = "other"
_TEXTS = ("effect", "late_because", "again_because")


@dataclass(frozen=True)
class Giving:
    """What a dose is checked against.

    ``others`` are the doses of the same order that stand, ``person`` the name that may be told, ``staff`` names by id.
    ``window`` and ``early`` are minutes. ``away``: out of the center the whole day. ``allergy``: the one that forbids the
    medicine by now. ``witnessed``: who proved by an own password to be a witness. ``ended_at``: when the stay ended, said in
    words by ``end``.
    """

    order: Prescription
    round: DoseRound | None
    others: Sequence[Administration]
    rounds: Sequence[DoseRound]
    reasons: Sequence[Code]
    window: int
    early: int
    person: str = ""
    staff: Mapping[str, str] = field(default_factory=dict)
    away: bool = False
    allergy: str = ""
    witnessed: Collection[str] = ()
    ended_at: datetime | None = None
    end: Message | None = None


def answer_of(doses: Iterable[Administration]) -> Administration | None:
    """What stands for a round of an order: its last dose; None while nothing was recorded."""
    return max(doses, key=lambda one: (one.given_at or datetime.min, one.id), default=None)


def reasons_for(state: DoseState, reasons: Iterable[Code]) -> list[Code]:
    """The words of the list of reasons that can be the reason of a state; none for a dose that was given."""
    if state is DoseState.GIVEN:
        return []
    return [one for one in reasons if state.value in one.extra.get("states", (state.value,))]


def amount_taken(dose: Administration, order: Prescription) -> float:
    """How much left the cupboard for a dose, in the unit of the order: nothing for one that was not taken."""
    if dose.state not in TAKEN:
        return 0.0
    if dose.state is DoseState.ERROR:
        return dose.dose or 0.0
    return dose.dose if dose.dose is not None else order.dose or 0.0


def tidied(dose: Administration, order: Prescription) -> Administration:
    """The dose with only what its state can say, and the ordered amount where it was given and no other is written."""
    if dose.state is DoseState.GIVEN:
        dose = replace(dose, reason=None)
    if dose.state in (DoseState.GIVEN, DoseState.VOMITED):
        dose = replace(dose, dose=order.dose if dose.dose is None else dose.dose)
    if dose.state not in TAKEN:
        dose = replace(dose, dose=None, late_because="", witness_id=None)
    return dose


def is_out_of_window(round_at: datetime, given_at: datetime, window: int) -> bool:
    """Whether a dose at ``given_at`` lies more than ``window`` minutes from its round."""
    return abs(given_at - round_at) > timedelta(minutes=window)


def problems_in_dose(dose: Administration, giving: Giving, *, now: datetime) -> list[Problem]:
    """What stands against a dose, beside its fields."""
    return [
        *_in_order(dose, giving),
        *_in_time(dose, giving, now),
        *_in_state(dose, giving),
        *_in_amount(dose, giving),
        *(_in_round(dose, giving) if giving.round is not None else _in_need(dose, giving)),
        *_in_hands(dose, giving),
        *too_long(dose, _TEXTS),
    ]


def _in_order(dose: Administration, giving: Giving) -> Iterator[Problem]:
    order, day = giving.order, dose.duty_on
    if day is None:
        yield Problem("duty_on", message("Write to which day the dose belongs."))
        return
    if giving.round is not None and (order.as_needed or giving.round.code not in order.rounds):
        said = message("{medicine} is not ordered for {round}.", medicine=order.medicine, round=giving.round.text)
        yield Problem("round", said)
    elif giving.round is None and not order.as_needed:
        yield Problem("round", message("Choose the dose round of {medicine}.", medicine=order.medicine))
    elif giving.round is not None and giving.ended_at is not None and giving.round.moment(day) >= giving.ended_at:
        yield Problem("round", _after_the_end(giving))
    elif not (holds_on(order, day) if giving.round is None else holds_in(order, day, giving.round, giving.rounds)):
        said = message("The order of {medicine} does not hold on {day}.", medicine=order.medicine, day=written(day))
        yield Problem("duty_on", said)
    if giving.away and dose.state in TAKEN:
        yield Problem("state", message("{name} was away the whole day.", name=giving.person))
    if giving.allergy and dose.state is DoseState.GIVEN:
        said = message(
            "Allergic to {allergy}: {medicine} is not given. Stop the order.",
            allergy=giving.allergy,
            medicine=order.medicine,
        )
        yield Problem("state", said)


def _after_the_end(giving: Giving) -> Message:
    return message("{end} Nothing is given after that.", end=giving.end or "")


def _in_time(dose: Administration, giving: Giving, now: datetime) -> Iterator[Problem]:
    at = dose.given_at
    if at is None:
        yield Problem("given_at", message("Write at what time it was given."))
        return
    if at - now > FUTURE:
        yield Problem("given_at", message("{time} has not come yet.", time=clock(at)))
    elif giving.ended_at is not None and at > giving.ended_at:
        yield Problem("given_at", _after_the_end(giving))
    elif giving.round is not None and dose.duty_on is not None:
        yield from _beside_round(dose, giving, giving.round.moment(dose.duty_on), at)
    elif dose.duty_on is not None and local(at).date() != dose.duty_on:
        yield Problem("given_at", message("This time does not lie on {day}.", day=written(dose.duty_on)))


def _beside_round(dose: Administration, giving: Giving, due: datetime, at: datetime) -> Iterator[Problem]:
    assert giving.round is not None
    opens = due - timedelta(minutes=giving.early)
    if at < opens:
        yield Problem("given_at", too_early(giving.round, opens))
    elif at - due > DAY:
        said = message("{time} is more than a day after the round {round}.", time=clock(at), round=giving.round.text)
        yield Problem("given_at", said)
    elif dose.state in TAKEN and is_out_of_window(due, at, giving.window) and not dose.late_because.strip():
        said = message(
            "Given at {time}, the round is {round}. Write why it was not in time.",
            time=clock(at),
            round=giving.round.text,
        )
        yield Problem("late_because", said)


def too_early(round: DoseRound, opens: datetime) -> Message:
    """The sentence for a round that may not be recorded yet."""
    return message(
        "The round {round} has not come yet; it can be recorded from {time} on (by the rules of the center).",
        round=round.text,
        time=clock(opens),
    )


def _in_state(dose: Administration, giving: Giving) -> Iterator[Problem]:
    if dose.state is DoseState.GIVEN:
        return
    known = {one.code for one in reasons_for(dose.state, giving.reasons)}
    if not dose.reason:
        yield Problem("reason", message("Choose why the dose was not given as ordered."))
    elif dose.reason not in known:
        yield Problem("reason", message("This reason does not belong to “{state}”.", state=said_state(dose.state)))
    elif dose.reason == OTHER and not dose.effect.strip():
        yield Problem("effect", message("Write the reason in words."))


def _in_amount(dose: Administration, giving: Giving) -> Iterator[Problem]:
    if dose.state not in TAKEN or dose.dose is None:
        return
    if not 0 < dose.dose <= MOST_AMOUNT:
        yield Problem("dose", message("The amount of one dose is more than 0 and at most {most}.", most=MOST_AMOUNT))
    elif dose.state is DoseState.GIVEN and dose.dose != giving.order.dose and not dose.effect.strip():
        yield Problem("effect", message("Another amount than ordered was given. Write why."))


def _in_round(dose: Administration, giving: Giving) -> Iterator[Problem]:
    assert giving.round is not None
    there = answer_of(one for one in giving.others if one.duty_on == dose.duty_on and one.round == dose.round)
    if there is None or dose.again_because.strip():
        return
    if there.state in TAKEN or dose.state not in TAKEN:
        yield Problem("again_because", recorded_already(there, giving))


def recorded_already(there: Administration, giving: Giving) -> Message:
    """The sentence for a round that somebody recorded before."""
    return message(
        "The round {round} of {name} was recorded by {who}: “{state}” at {time}. It is not recorded a second time.",
        round=giving.round.text if giving.round is not None else "–",
        name=giving.person,
        who=giving.staff.get(there.done_by_id or "", "–"),
        state=said_state(there.state),
        time=clock(there.given_at) if there.given_at is not None else "–",
    )


def _in_need(dose: Administration, giving: Giving) -> Iterator[Problem]:
    # what was given too soon by mistake is written down as that: an error
    if dose.state in TAKEN and dose.state is not DoseState.ERROR and dose.given_at is not None:
        told = refusal_as_needed(giving.order, giving.others, dose.given_at)
        if told is not None:
            yield Problem("given_at", told)


def refusal_as_needed(order: Prescription, others: Iterable[Administration], at: datetime) -> Message | None:
    """Why one more dose as needed may not be given at a moment: too often in 24 hours, or too soon; None: it may."""
    given = sorted(one.given_at for one in others if one.state in TAKEN and one.given_at is not None)
    apart = timedelta(hours=order.hours_between or 0)
    for other in given:
        if abs(at - other) < apart:
            return message(
                "{medicine} was given at {time}; {hours} hours lie between two doses, so not before {next}.",
                medicine=order.medicine,
                time=clock(other),
                hours=order.hours_between,
                next=clock(other + apart),
            )
    most = order.most_a_day
    if most is not None and _most_within_a_day(given, at) > most:
        return message(
            "{medicine} was given {times} times within 24 hours, the most that is ordered.",
            medicine=order.medicine,
            times=most,
        )
    return None


def _most_within_a_day(given: Sequence[datetime], at: datetime) -> int:
    """The most doses that one span of 24 hours with ``at`` in it would hold, that one counted."""
    every = sorted((*given, at))
    return max(sum(first <= one < first + DAY for one in every) for first in every if first <= at < first + DAY)


def _in_hands(dose: Administration, giving: Giving) -> Iterator[Problem]:
    if not dose.done_by_id:
        yield Problem("done_by_id", message("Choose who gave it."))
    if not giving.order.controlled or dose.state not in TAKEN:
        return
    if not dose.witness_id:
        said = message("{medicine} is under special control: choose a witness.", medicine=giving.order.medicine)
        yield Problem("witness_id", said)
    elif dose.witness_id == dose.done_by_id:
        yield Problem("witness_id", message("The witness is somebody else than who gives."))
    elif dose.witness_id not in giving.witnessed:
        yield Problem("witness_id", message("The witness confirms with their own password."))


def said_state(state: DoseState) -> Message:
    """The words of a state inside a sentence."""
    return Message(DOSE_WORDS[state])
