"""What stands against writing an observation down: impossible, in the future, unusual without a word why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from carebook import money
from carebook.dates import PartialDate, age_on, hour, local, written
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.rules.episodes import ended_at, said_end
from carebook.rules.observations.alerts import alert_of
from carebook.rules.observations.following import ADULT, WeightChange, weight_change
from carebook.rules.observations.limits import Limits, limits_for
from carebook.rules.observations.reading import impossible, said_reading
from carebook.rules.problem import Problem
from carebook.words import Message, message

AHEAD = timedelta(minutes=1)
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Measured:
    """What one observation is checked against: its measure (None: not in the list), the person's limits, how the weight changes
    by it, and the codes of its day (``measure_word``, ``not_done_reason``, ``unusual_reason``).
    """

    measure: Code | None
    limits: Limits | None
    codes: Sequence[Code]
    weight: WeightChange | None = None


@dataclass(frozen=True)
class Grounds:
    """By what the observations of one person on a day are judged.

    ``codes`` are the lists of that day (``measure``, ``measure_word``, ``child_vitals``, ``not_done_reason``, ``unusual_reason``),
    ``plans`` the rows of the monitoring plan that hold, ``weights`` those of the last half year, (observation id, moment, kg).
    """

    day: date
    codes: Sequence[Code]
    month_percent: float
    half_year_percent: float
    born: PartialDate | None = None
    plans: Sequence[MonitoringPlan] = ()
    weights: Sequence[tuple[str, datetime, float]] = ()

    def measure(self, code: str) -> Code | None:
        """A measure of the list."""
        return next((one for one in self.codes if one.list_name == "measure" and one.code == code), None)

    def limits(self, code: str) -> Limits | None:
        """The limits of a measure of this person; None for one that is not in the list."""
        measure = self.measure(code)
        if measure is None:
            return None
        plan = next((one for one in self.plans if one.measure == code), None)
        return limits_for(measure, born=self.born, day=self.day, plan=plan, codes=self.codes)

    def measured(self, observation: Observation) -> Measured:
        """What an observation of this person is checked against."""
        measure = self.measure(observation.measure)
        weight = self._weight(observation) if measure is not None and measure.extra.get("change") else None
        return Measured(measure, self.limits(observation.measure), self.codes, weight)

    def _weight(self, one: Observation) -> WeightChange | None:
        if one.value is None or one.taken_at is None:
            return None
        day = local(one.taken_at).date()
        age = age_on(self.born, day)
        earlier = [(local(at).date(), kg) for of, at, kg in self.weights if of != one.id and at < one.taken_at]
        return weight_change(
            [*earlier, (day, one.value)],
            day,
            month_percent=self.month_percent,
            half_year_percent=self.half_year_percent,
            grows=age is not None and age.years < ADULT,
        )


def unusual_reasons(measure: str, codes: Iterable[Code]) -> list[Code]:
    """By which words an unusual value of a measure can be explained, each on a key of its own: its own ones before general ones."""
    own, common = [], []
    for one in codes:
        if one.list_name != "unusual_reason":
            continue
        of = one.extra.get("measures")
        if of is None:
            common.append(one)
        elif measure in of:
            own.append(one)
    taken = {one.extra.get("key") for one in own}
    return sorted(
        [*own, *(one for one in common if one.extra.get("key") not in taken)], key=lambda one: str(one.extra.get("key"))
    )


def unusual_in(observation: Observation, against: Measured) -> Message | None:
    """Why a value is unusual, as a sentence; None when it is not. It may be written down with a reason."""
    measure, limits = against.measure, against.limits
    if measure is None or observation.not_done is not None:
        return None
    change = against.weight
    if change is not None and change.beyond:
        told = {
            "now": money.number(change.now, 1),
            "percent": money.number(abs(change.percent), 1),
            "days": change.days,
        }
        if change.is_loss:
            return message("Weighs {now} kg, {percent} % less in {days} days.", **told)
        return message("Weighs {now} kg, {percent} % more in {days} days.", **told)
    alert = alert_of(observation, limits) if limits is not None else None
    if alert is None or not alert.is_unusual:
        return None
    return message(
        "{measure} {value}: {alert}.",
        measure=measure.text,
        value=said_reading(observation, measure, against.codes),
        alert=alert.message,
    )


def why_asked(unusual: Message, measure: Code, codes: Iterable[Code]) -> Message:
    """The sentence that asks why a value is unusual, with the keys of the answers."""
    allowed = unusual_reasons(measure.code, codes)
    keys = " · ".join(f"{reason.extra.get('key', '')} {reason.text}".strip() for reason in allowed)
    return message("{unusual} Press {keys}.", unusual=unusual, keys=keys)


def problems_in_observation(
    observation: Observation, against: Measured, *, stay: Episode, now: datetime
) -> list[Problem]:
    """Errors of an observation; an unusual value is one as long as it bears no reason (field ``unusual_because``)."""
    return [
        *_in_what(observation, against),
        *_in_when(observation, stay, now),
        *_in_who(observation),
    ]


def _in_what(one: Observation, against: Measured) -> Iterator[Problem]:
    measure = against.measure
    if measure is None:
        yield Problem("measure", message("Choose what was measured."))
        return
    has_value = one.value is not None or one.word is not None
    if one.not_done is None and not has_value:
        yield Problem("value", message("Type what was measured."))
    elif one.not_done is not None and has_value:
        yield Problem("not_done", message("Either what was measured or why it was not, not both."))
    if one.not_done is not None and one.not_done not in _codes(against.codes, "not_done_reason"):
        yield Problem("not_done", message("This is no reason of the list; choose another."))
    if not has_value:
        return
    words = tuple(measure.extra.get("words", ()))
    if (one.word is not None) != bool(words) or (one.word is not None and one.word not in words):
        yield Problem("value", message("{measure} is not told like this.", measure=measure.text))
        return
    if bool(measure.extra.get("pair")) != (one.value_second is not None):
        yield Problem("value", message("{measure} is not told like this.", measure=measure.text))
        return
    if (wrong := impossible(one, measure)) is not None:
        yield Problem("value", wrong)
        return
    yield from _in_unusual(one, measure, against)


def _in_unusual(one: Observation, measure: Code, against: Measured) -> Iterator[Problem]:
    why = unusual_in(one, against)
    allowed = unusual_reasons(measure.code, against.codes)
    if why is not None and one.unusual_because is None:
        yield Problem("unusual_because", why_asked(why, measure, against.codes))
    elif one.unusual_because is not None and one.unusual_because not in {reason.code for reason in allowed}:
        yield Problem("unusual_because", message("This is no reason of the list; choose another."))
    elif one.unusual_because == "other" and not one.note.strip():
        yield Problem("note", message("Write the reason in words."))


def _in_when(one: Observation, stay: Episode, now: datetime) -> Iterator[Problem]:
    if one.taken_at is None or one.duty_on is None:
        yield Problem("taken_at", message("Write when it was measured."))
        return
    at = local(one.taken_at)
    day = at.date()
    if one.taken_at > now + AHEAD:
        yield Problem("taken_at", message("{time} lies in the future.", time=f"{written(day)} {hour(at.time())}"))
    elif day < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(day), start=written(stay.start_on))
        yield Problem("taken_at", said)
    elif (over := ended_at(stay)) is not None and one.taken_at > over:
        yield Problem("taken_at", said_end(stay))
    elif not timedelta() <= day - one.duty_on <= timedelta(days=1):
        said = message("{time} does not belong to the duty of {day}.", time=hour(at.time()), day=written(one.duty_on))
        yield Problem("taken_at", said)


def _in_who(one: Observation) -> Iterator[Problem]:
    if not one.done_by_id:
        yield Problem("done_by_id", message("Choose who measured."))
    if len(one.note) > LONGEST_NOTE:
        yield Problem("note", message("The note is longer than 2,000 letters; was something else pasted?"))


def _codes(codes: Iterable[Code], list_name: str) -> set[str]:
    return {one.code for one in codes if one.list_name == list_name}


def at_row(place: int, problems: Iterable[Problem]) -> list[Problem]:
    """The problems of one of many observations, their fields headed by its place: "3.value"."""
    return [replace(one, field=f"{place}.{one.field}") for one in problems]
