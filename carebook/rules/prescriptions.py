"""Orders of medicines: when one holds and in which dose rounds it is due, what must be written, what an allergy forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from carebook.dates import VIETNAM, written
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.medication import Prescription
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.rules.search_words import fold, words_in
from carebook.rules.shifts import Shift
from carebook.words import N_, message

EARLIEST = 1990
FARTHEST = 20  # so many years ahead were mistyped
MOST_AMOUNT = 10_000
MOST_DAYS = 366
MOST_TIMES = 24
MOST_HOURS = 168
SHORTEST = 4  # letters; a shorter word is looked for as a whole word only
_PARTS = re.compile(r"[+/;,&]| và | and ")
_TEXTS = (
    *("medicine", "substance", "strength", "needed_for", "with_food", "prescriber", "icd", "diagnosis"),
    *("accepted_because", "stopped_because"),
)


@dataclass(frozen=True)
class DoseRound:
    """A round in which medicines are given: its code, its words, its hour; ``over``: after midnight, in the night shift that
    began the day before.
    """

    code: str
    text: str
    at: time
    over: bool = False

    def moment(self, duty_on: date) -> datetime:
        """The moment of the round that belongs to a day."""
        return datetime.combine(duty_on + timedelta(days=self.over), self.at, VIETNAM)

    @property
    def order(self) -> tuple[bool, time]:
        """By what the rounds of a day follow each other."""
        return self.over, self.at


def rounds_of(codes: Iterable[Code], shifts: Iterable[Shift]) -> tuple[DoseRound, ...]:
    """The rounds of the code list `dose_round` as they follow each other in a day of duty; words without an hour are left out."""
    ends = [shift.ends for shift in shifts if shift.ends <= shift.begins]
    night_ends = max(ends, default=time.min)
    hours = ((code, time.fromisoformat(code.extra["at"])) for code in codes if "at" in code.extra)
    found = (DoseRound(code.code, code.text, at, over=at < night_ends) for code, at in hours)
    return tuple(sorted(found, key=lambda one: one.order))


def round_named(rounds: Iterable[DoseRound], code: str | None) -> DoseRound | None:
    """The round of a code; None when there is none (any more)."""
    return next((one for one in rounds if one.code == code), None)


def next_round(rounds: Sequence[DoseRound], day: date, now: datetime) -> DoseRound | None:
    """The first round of a day that is still to come at ``now``; None when all have been."""
    return next((one for one in rounds if one.moment(day) > now), None)


def first_round_from(rounds: Sequence[DoseRound], day: date, moment: datetime) -> DoseRound | None:
    """The first round of a day that does not lie before a moment; None when all do."""
    return next((one for one in rounds if one.moment(day) >= moment), None)


class OrderState(Enum):
    """Where an order stands; computed, never kept."""

    AHEAD = "ahead"
    CURRENT = "current"
    ENDED = "ended"
    STOPPED = "stopped"


ORDER_WORDS: dict[OrderState, str] = {
    OrderState.AHEAD: N_("Order not begun"),
    OrderState.CURRENT: N_("Order current"),
    OrderState.ENDED: N_("Order ended"),
    OrderState.STOPPED: N_("Order stopped"),
}


def state_of(order: Prescription, day: date) -> OrderState:
    """Where an order stands on a day."""
    if order.stopped_on is not None and not _before_stop(order, day):
        return OrderState.STOPPED
    if order.to_on is not None and order.to_on < day:
        return OrderState.ENDED
    return OrderState.AHEAD if order.from_on is None or day < order.from_on else OrderState.CURRENT


def holds_on(order: Prescription, day: date) -> bool:
    """Whether an order holds on a day or a part of it."""
    return state_of(order, day) is OrderState.CURRENT


def holds_in(order: Prescription, duty_on: date, round: DoseRound, rounds: Iterable[DoseRound]) -> bool:
    """Whether an order holds in a round of a day: its first day begins and its last day may end with a round."""
    if not holds_on(order, duty_on):
        return False
    rounds = tuple(rounds)
    first = round_named(rounds, order.from_round) if duty_on == order.from_on else None
    stop = round_named(rounds, order.stopped_round) if duty_on == order.stopped_on else None
    return (first is None or first.order <= round.order) and (stop is None or round.order < stop.order)


def is_due(order: Prescription, duty_on: date, round: DoseRound, rounds: Iterable[DoseRound]) -> bool:
    """Whether an order is to be given in a round of a day."""
    if order.as_needed or round.code not in order.rounds or order.from_on is None:
        return False
    in_turn = (duty_on - order.from_on).days % max(order.every_days, 1) == 0
    return in_turn and holds_in(order, duty_on, round, rounds)


def ends_soon(order: Prescription, day: date, within_days: int) -> bool:
    """Whether the last day of an order that holds comes within so many days."""
    return holds_on(order, day) and order.to_on is not None and (order.to_on - day).days <= within_days


def _before_stop(order: Prescription, day: date) -> bool:
    stopped = order.stopped_on
    return stopped is None or day < stopped or (day == stopped and order.stopped_round is not None)


# what an allergy forbids, and what is given twice


def allergy_against(order: Prescription, allergies: Iterable[str], classes: Iterable[Code]) -> str:
    """The allergy that forbids a medicine; "" when none does.

    Marks and capitals do not matter. An allergy stands against a medicine whose name or substance contains it, whose substance
    it contains, or that is of the same class: ``classes`` is the code list `allergy_class`, whose words and ``names`` are
    how a class is called and whose ``members`` are its substances.
    """
    medicine = " ".join(words_in(f"{order.medicine} {order.substance}"))
    groups = [
        tuple(
            " ".join(words_in(name)) for name in (one.text, *one.extra.get("names", ()), *one.extra.get("members", ()))
        )
        for one in classes
    ]
    for allergy in allergies:
        said = " ".join(words_in(allergy))
        if not said:
            continue
        same_class = any(_any_in(group, said) and _any_in(group, medicine) for group in groups)
        if same_class or _stands_in(said, medicine) or _any_in(substances(order), said):
            return allergy.strip()
    return ""


def substances(order: Prescription) -> frozenset[str]:
    """The active substances of an order, folded; without them its name."""
    parts = (" ".join(words_in(part)) for part in _PARTS.split(fold(order.substance or order.medicine)))
    return frozenset(part for part in parts if part)


def given_twice(order: Prescription, others: Iterable[Prescription]) -> tuple[Prescription, ...]:
    """The other orders of the same days that have an active substance in common with this one."""
    mine = substances(order)
    return tuple(
        other
        for other in others
        if other.id not in (order.id, order.replaces_id) and mine & substances(other) and _overlap(order, other)
    )


def _overlap(one: Prescription, other: Prescription) -> bool:
    if one.from_on is None or other.from_on is None:
        return False
    return one.from_on <= _last_day(other) and other.from_on <= _last_day(one)


def _last_day(order: Prescription) -> date:
    """The last day on which an order holds; the end of time without one."""
    last = order.to_on or date.max
    if order.stopped_on is None:
        return last
    return min(last, order.stopped_on if order.stopped_round else order.stopped_on - timedelta(days=1))


def _any_in(words: Iterable[str], text: str) -> bool:
    return any(_stands_in(word, text) for word in words)


def _stands_in(word: str, text: str) -> bool:
    if len(word) >= SHORTEST:
        return word in text
    return bool(word) and f" {word} " in f" {text} "


# what must be written


def problems_in_prescription(
    order: Prescription,
    *,
    stay: Episode,
    today: date,
    rounds: Iterable[DoseRound],
    allergies: Iterable[str] = (),
    classes: Iterable[Code] = (),
    others: Iterable[Prescription] = (),
) -> list[Problem]:
    """Errors and warnings of an order: an allergy refuses it, a substance given twice asks for ``accepted_because``.

    ``others`` are the orders of the same stay; the one it replaces is left aside.
    """
    return [
        *_in_medicine(order, allergies, classes),
        *_in_amount(order),
        *(_in_need(order) if order.as_needed else _in_rounds(order, rounds)),
        *_in_days(order, stay, today),
        *_in_doctor(order, today),
        *_in_substance(order, others),
        *too_long(order, _TEXTS),
    ]


def _in_medicine(order: Prescription, allergies: Iterable[str], classes: Iterable[Code]) -> Iterator[Problem]:
    if not order.medicine.strip():
        yield Problem("medicine", message("Write the name of the medicine."))
    elif allergy := allergy_against(order, allergies, classes):
        said = message("Allergic to {allergy}: {medicine} cannot be ordered.", allergy=allergy, medicine=order.medicine)
        yield Problem("medicine", said)


def _in_amount(order: Prescription) -> Iterator[Problem]:
    if order.dose is None:
        yield Problem("dose", message("Write the amount of one dose."))
    elif not 0 < order.dose <= MOST_AMOUNT:
        yield Problem("dose", message("The amount of one dose is more than 0 and at most {most}.", most=MOST_AMOUNT))
    if not order.unit:
        yield Problem("unit", message("Choose what the medicine is counted in."))
    if not order.way:
        yield Problem("way", message("Choose how the medicine is taken."))


def _in_rounds(order: Prescription, rounds: Iterable[DoseRound]) -> Iterator[Problem]:
    known = {one.code for one in rounds}
    if not order.rounds:
        yield Problem("rounds", message("Choose at least one dose round, or mark the order as needed."))
    elif strange := [code for code in order.rounds if code not in known]:
        yield Problem("rounds", message("The dose round {round} is not kept here.", round=strange[0]))
    if not 1 <= order.every_days <= MOST_DAYS:
        yield Problem("every_days", message("Days are between 1 and {most}.", most=MOST_DAYS))


def _in_need(order: Prescription) -> Iterator[Problem]:
    if order.rounds:
        yield Problem("rounds", message("What is given as needed has no dose rounds."))
    if not order.needed_for.strip():
        yield Problem("needed_for", message("Write what it is needed for."))
    if order.most_a_day is None:
        yield Problem("most_a_day", message("Write how often at most in 24 hours."))
    elif not 1 <= order.most_a_day <= MOST_TIMES:
        yield Problem("most_a_day", message("Times in 24 hours are between 1 and {most}.", most=MOST_TIMES))
    if order.hours_between is not None and not 0 < order.hours_between <= MOST_HOURS:
        yield Problem("hours_between", message("Hours between are 1 to {most}.", most=MOST_HOURS))


def _in_days(order: Prescription, stay: Episode, today: date) -> Iterator[Problem]:
    first, last = order.from_on, order.to_on
    for name, day in (("from_on", first), ("to_on", last), ("stopped_on", order.stopped_on)):
        if day is not None and not EARLIEST <= day.year <= today.year + FARTHEST:
            yield Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))
    if first is None:
        yield Problem("from_on", message("Write from which day it is given."))
        return
    for name, day in (("to_on", last), ("stopped_on", order.stopped_on)):
        if day is not None and day < first:
            said = message(
                "The end ({end}) lies before the beginning ({start}).", end=written(day), start=written(first)
            )
            yield Problem(name, said)
    if first.year >= EARLIEST and first < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(first), start=written(stay.start_on))
        yield warning("from_on", said)
    if stay.end_on is not None and first >= stay.end_on:
        yield Problem("from_on", message("The stay ended on {day}.", day=written(stay.end_on)))


def _in_doctor(order: Prescription, today: date) -> Iterator[Problem]:
    if not order.prescriber.strip():
        yield Problem("prescriber", message("Write who prescribed it."))
    day = order.prescribed_on
    if day is None:
        yield Problem("prescribed_on", message("Write on which day it was prescribed."))
    elif day.year < EARLIEST:
        yield Problem("prescribed_on", message("The year {year} cannot be meant. Check it.", year=day.year))
    elif day > today:
        yield Problem("prescribed_on", message("{day} lies in the future.", day=written(day)))


def _in_substance(order: Prescription, others: Iterable[Prescription]) -> Iterator[Problem]:
    twice = given_twice(order, others)
    if not twice:
        return
    other = twice[0]
    said = message(
        "{medicine} with the same substance is ordered since {day}.",
        medicine=" ".join(filter(None, (other.medicine, other.strength))),
        day=written(other.from_on) if other.from_on else "–",
    )
    yield warning("medicine", said)
    if not order.accepted_because.strip():
        yield Problem("accepted_because", message("Write why both are given."))
