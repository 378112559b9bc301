"""When a measure of a person is due, by the rows of the monitoring plan and nothing else, and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from carebook.dates import VIETNAM, local, written
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.monitoring import MonitoringPlan
from carebook.rules.problem import Problem
from carebook.rules.shifts import Duty, Shift
from carebook.words import message

LONGEST = 2000
NEAR = timedelta(hours=2)
"""Something noted without a round answers one that is not farther than this."""


@dataclass(frozen=True)
class Frequency:
    """How often a measure is taken: ``rounds`` of a day every ``days`` or ``months``, or every so many ``hours``.

    Without any of them it is taken when needed and never due.
    """

    rounds: tuple[str, ...] = ()
    days: int = 0
    months: int = 0
    hours: int = 0

    @property
    def is_daily(self) -> bool:
        """Whether its rounds come every day."""
        return self.days == 1


@dataclass(frozen=True)
class Due:
    """One time a measure is due. ``round`` is "" where it is due in so many hours; ``at`` is the moment it was to be taken.

    ``duty_on`` is the day of duty it belonged to: in the past for what is overdue since then.
    """

    measure: str
    duty_on: date
    round: str
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """Somebody whose measure is missing. ``away`` is the kind of an absence: told, but neither done nor missing."""

    episode_id: str
    name: str
    masked: bool
    room: str
    bed: str
    at: datetime
    away: str = ""


@dataclass(frozen=True)
class Missing:
    """One measure of one round of one ward: how many were measured of how many present, and who is left, in bed order.

    ``round`` is "" for what is due every few hours; ``every`` tells how often otherwise ("day", "week", "month", "hours").
    ``at`` is when the first one left was due, ``late_minutes`` how long ago; 0 when it is still to come or done.
    """

    measure: str
    round: str
    every: str
    duty_on: date
    ward_id: str
    ward: str
    done: int
    of: int
    people: tuple[Waiting, ...]
    at: datetime
    late_minutes: int

    @property
    def is_done(self) -> bool:
        """Whether nobody present is left."""
        return self.done >= self.of


class Timetable:
    """The frequencies, rounds and shifts of the center, read once from their lists; when whatever is due by them."""

    def __init__(self, codes: Iterable[Code], shifts: Sequence[Shift]) -> None:
        self._often: dict[str, Frequency] = {}
        self._rounds: dict[str, time] = {}
        self._shifts = shifts
        self._moments: dict[tuple[str, date], datetime | None] = {}
        for one in codes:
            if one.list_name == "monitoring_frequency":
                self._often[one.code] = _frequency(one)
            elif one.list_name == "care_round" and "at" in one.extra:
                self._rounds[one.code] = time.fromisoformat(one.extra["at"])

    def often(self, plan: MonitoringPlan) -> Frequency:
        """How often a row of a plan is taken; its own rounds instead of those of the list. An unknown word is never due."""
        found = self._often.get(plan.frequency, Frequency())
        return replace(found, rounds=plan.rounds) if plan.rounds and (found.days or found.months) else found

    def at(self, round_code: str, day: date) -> datetime | None:
        """The moment of a round of a duty day; a round in the small hours lies in the night shift that began the day before.

        None for a round the list does not have.
        """
        key = (round_code, day)
        if key not in self._moments:
            self._moments[key] = self._moment(round_code, day)
        return self._moments[key]

    def _moment(self, round_code: str, day: date) -> datetime | None:
        at = self._rounds.get(round_code)
        if at is None:
            return None
        for on in (day, day + timedelta(days=1)):
            moment = datetime.combine(on, at, VIETNAM)
            if any(Duty(day, shift).holds(moment) for shift in self._shifts):
                return moment
        return datetime.combine(day, at, VIETNAM)

    def due(self, plan: MonitoringPlan, last: datetime | None, duty: date, now: datetime) -> tuple[Due, ...]:
        """When a measure is due on a duty day, by its row of the plan.

        ``last`` is when it was taken last before this duty day (of what comes every few hours: at all). Each round of a day,
        whatever was taken before; weekly and monthly ones from the last one on, and then every day until it is taken; every so
        many hours once, at the last one plus so many hours.
        """
        if not is_in_force(plan, duty):
            return ()
        often = self.often(plan)
        if often.hours:
            return self._in_hours(plan.measure, often.hours, last, duty, now)
        if not often.rounds:
            return ()
        if often.is_daily:
            return tuple(self._at_rounds(plan.measure, often.rounds, duty))
        first = _first_day(plan, often, last)
        return tuple(self._at_rounds(plan.measure, often.rounds[:1], first)) if first <= duty else ()

    def _at_rounds(self, measure: str, rounds: Iterable[str], day: date) -> Iterator[Due]:
        for one in rounds:
            if (at := self.at(one, day)) is not None:
                yield Due(measure, day, one, at)

    def _in_hours(self, measure: str, hours: int, last: datetime | None, duty: date, now: datetime) -> tuple[Due, ...]:
        midnight = datetime.combine(duty, time(), VIETNAM)
        begins = min((shift.begins_at(duty) for shift in self._shifts), default=midnight)
        if now < begins:
            return ()
        at = begins if last is None else max(begins, last + timedelta(hours=hours))
        return (Due(measure, duty, "", at),)


def frequency_of(plan: MonitoringPlan, codes: Iterable[Code]) -> Frequency:
    """How often a row of a plan is taken: see `Timetable.often`."""
    return Timetable(codes, ()).often(plan)


def round_at(round_code: str, day: date, codes: Iterable[Code], shifts: Sequence[Shift]) -> datetime | None:
    """The moment of a round of a duty day: see `Timetable.at`."""
    return Timetable(codes, shifts).at(round_code, day)


def is_in_force(plan: MonitoringPlan, day: date) -> bool:
    """Whether a row of a plan holds on a day; on ``to_on`` it does no more."""
    began = plan.from_on is not None and plan.from_on <= day
    return began and (plan.to_on is None or day < plan.to_on) and not plan.is_withdrawn


def due_rounds(
    plan: MonitoringPlan,
    codes: Sequence[Code],
    last: datetime | None,
    duty: date,
    *,
    shifts: Sequence[Shift],
    now: datetime,
) -> tuple[Due, ...]:
    """When a measure is due on a duty day, by its row of the plan: see `Timetable.due`, which is quicker for many rows."""
    return Timetable(codes, shifts).due(plan, last, duty, now)


def answers(due: Due, round_code: str | None, duty_on: date, taken_at: datetime) -> bool:
    """Whether something noted of the same person and measure answers what was due: for that round, without any round about its
    time, and whatever round of a later day for what is overdue.
    """
    if round_code == due.round and due.round:
        return duty_on >= due.duty_on
    if due.round and duty_on == due.duty_on:
        return round_code is None and abs(taken_at - due.at) <= NEAR
    return duty_on > due.duty_on


def _first_day(plan: MonitoringPlan, often: Frequency, last: datetime | None) -> date:
    """The day a measure taken every few days or months is due."""
    began = plan.from_on or date.min
    if last is None:
        return began
    step = relativedelta(months=often.months) if often.months else relativedelta(days=often.days)
    following: date = local(last).date() + step
    return max(began, following)


def _frequency(code: Code) -> Frequency:
    extra = code.extra
    days, months, hours = (int(extra.get(name, 0)) for name in ("days", "months", "hours"))
    return Frequency(tuple(extra.get("rounds", ())) if days or months else (), days, months, hours)


# writing a plan


def default_monitoring(
    level: str, episode_id: str, from_on: date, codes: Iterable[Code], *, set_by_id: str | None = None
) -> tuple[MonitoringPlan, ...]:
    """What is measured of somebody of a care level by default (list ``monitoring_default``): rows to offer, not kept yet, in the
    order of the list of measures.
    """
    codes = tuple(codes)
    found = next((one for one in codes if one.list_name == "monitoring_default" and one.code == level), None)
    order = {one.code: place for place, one in enumerate(one for one in codes if one.list_name == "measure")}
    measures: Mapping[str, str] = found.extra.get("measures", {}) if found is not None else {}
    return tuple(
        MonitoringPlan(
            episode_id=episode_id, measure=measure, frequency=frequency, from_on=from_on, set_by_id=set_by_id
        )
        for measure, frequency in sorted(measures.items(), key=lambda item: order.get(item[0], len(order)))
    )


def problems_in_monitoring(
    plan: MonitoringPlan, *, stay: Episode, measure: Code | None, frequency: Code | None, rounds: Iterable[str]
) -> list[Problem]:
    """Errors of one row of a monitoring plan; ``measure``, ``frequency`` and ``rounds`` are what the lists of that day know."""
    found: list[Problem] = []
    if measure is None:
        found.append(Problem("measure", message("Choose what is measured.")))
    if frequency is None:
        found.append(Problem("frequency", message("Choose how often it is measured.")))
    elif plan.rounds and "rounds" not in frequency.extra:
        found.append(Problem("rounds", message("This frequency has no rounds.")))
    if set(plan.rounds) - set(rounds):
        found.append(Problem("rounds", message("This round is not in the list; choose another.")))
    found += _in_days(plan, stay)
    if measure is not None:
        found += _in_limits(plan, measure)
    if len(plan.because) > LONGEST:
        found.append(Problem("because", message("The text is longer than 2,000 letters; was something else pasted?")))
    return found


def _in_days(plan: MonitoringPlan, stay: Episode) -> Iterator[Problem]:
    first, last = plan.from_on, plan.to_on
    if first is None:
        yield Problem("from_on", message("Write from which day on it is measured."))
        return
    if first < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(first), start=written(stay.start_on))
        yield Problem("from_on", said)
    elif stay.end_on is not None and first > stay.end_on:
        yield Problem("from_on", message("The stay ended on {day}.", day=written(stay.end_on)))
    if last is not None and last < first:
        said = message("Until {last}, before it begins on {first}.", last=written(last), first=written(first))
        yield Problem("to_on", said)


def _in_limits(plan: MonitoringPlan, measure: Code) -> Iterator[Problem]:
    extra = measure.extra
    pairs = (("low", "high", "least", "most"), ("low_second", "high_second", "second_least", "second_most"))
    for low_name, high_name, least_name, most_name in pairs:
        low, high = getattr(plan, low_name), getattr(plan, high_name)
        least, most = extra.get(least_name), extra.get(most_name)
        for name, value in ((low_name, low), (high_name, high)):
            if value is None:
                continue
            if least is None or most is None:
                yield Problem(name, message("{measure} has no such limit.", measure=measure.text))
            elif not least <= value <= most:
                yield Problem(name, message("A limit lies between {least} and {most}.", least=least, most=most))
        if low is not None and high is not None and low >= high:
            yield Problem(high_name, message("The upper limit must be higher than the lower one."))
