"""What is missing today, gathered: rounds of measures, of doses and of care, each with the people who are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from carebook.dates import clock, today_in_vietnam
from carebook.records.codes import Code
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.rules.monitoring import Missing
from carebook.rules.shifts import Duty, duty_at, duty_before, shifts_of
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care import CareMissing, care_missing
from carebook.store.doses import MissingRound, dose_rounds_missing
from carebook.store.monitoring import missing
from carebook.ui.parts.desk import Place
from carebook.words import message


@dataclass(frozen=True)
class Person:
    """Somebody who is left in a round, and where it is cleared. ``away``: the kind of an absence, told only.

    ``measure`` may be typed in place ("" it cannot).
    """

    round_id: str
    episode_id: str
    name: str
    room: str
    bed: str
    away: str
    place: Place
    measure: str = ""
    round_code: str = ""
    duty_on: str = ""

    @property
    def id(self) -> str:
        return f"{self.round_id} {self.episode_id}"


@dataclass(frozen=True)
class Round:
    """One round of one ward: what, when, how far, how late, who is left."""

    id: str
    title: str
    when: str
    ward_id: str
    at: datetime
    done: int
    of: int
    late_minutes: int
    people: tuple[Person, ...]
    place: Place


def missing_today(reader: Reader, actor: Actor, now: datetime) -> list[Round]:
    """All that is missing now, as far as ``actor`` may see it, the latest first."""
    day = today_in_vietnam(now)
    codes = [*code_lists.codes(reader, "measure", day), *code_lists.codes(reader, "care_round", day)]
    shifts = shifts_of(code_lists.codes(reader, "shift", day))
    found: list[Round] = []
    if permissions.may_ask(actor, "daily_care", day):
        found += [_of_measure(one, codes) for one in missing(reader, now)]
        duty = duty_at(now, shifts)
        duties = [duty_before(duty, shifts), duty] if duty is not None else []
        found += [_of_care(one) for one in care_missing(reader, duties, now)]
    if permissions.may_ask(actor, "medication", day):
        found += [_of_doses(one) for one in dose_rounds_missing(reader, now)]
    return sorted(found, key=lambda one: (-one.late_minutes, one.at, one.title))


def running_shift(reader: Reader, now: datetime) -> Duty | None:
    """The shift that runs."""
    return duty_at(now, shifts_of(code_lists.codes(reader, "shift", today_in_vietnam(now))))


def _of_measure(one: Missing, codes: Sequence[Code]) -> Round:
    words = {(code.list_name, code.code): code.text for code in codes}
    measure = words.get(("measure", one.measure), one.measure)
    said = words.get(("care_round", one.round), "")
    turned = one.every == "hours"
    when = f"{said.lower()} {clock(one.at)}".strip() if one.every in ("day", "hours") else _span(one)
    title = str(message("{measure}, {ward}", measure=measure, ward=one.ward or "–"))
    round_id = f"m {one.measure} {one.round} {one.every} {one.duty_on} {one.ward_id}"
    part = "turning" if turned else "rounds"
    round_code = one.round or "morning"
    about = {"part": part, "ward_id": one.ward_id, "day": one.duty_on.isoformat(), "round": round_code}
    about |= {} if turned else {"measure": one.measure}
    people = tuple(
        Person(
            round_id,
            who.episode_id,
            who.name,
            who.room,
            who.bed,
            who.away,
            Place("daily_care", about | {"episode_id": who.episode_id}),
            "" if turned else one.measure,
            round_code,
            one.duty_on.isoformat(),
        )
        for who in one.people
    )
    first = next((who for who in people if not who.away), None)
    place = first.place if first is not None else Place("daily_care", about)
    return Round(round_id, title, when, one.ward_id, one.at, one.done, one.of, one.late_minutes, people, place)


def _span(one: Missing) -> str:
    if one.every == "month":
        return str(message("month {month}/{year}", month=f"{one.duty_on:%m}", year=one.duty_on.year))
    return str(message("this week"))


def _of_care(one: CareMissing) -> Round:
    shift = one.duty.shift
    round_id = f"c {shift.code} {one.duty.duty_on} {one.ward_id}"
    about = {
        "part": "care",
        "ward_id": one.ward_id,
        "day": one.duty.duty_on.isoformat(),
        "shift": shift.code,
    }
    title = str(message("Care, {shift}, {ward}", shift=shift.text.lower(), ward=one.ward or "–"))
    when = f"{clock(one.duty.begins_at)}–{clock(one.duty.ends_at)}"
    people = tuple(
        Person(
            round_id,
            who.episode_id,
            who.name,
            who.room,
            who.bed,
            who.absence,
            Place("daily_care", about | {"episode_id": who.episode_id}),
        )
        for who in one.people
    )
    at, late = one.duty.ends_at, one.late_minutes
    return Round(round_id, title, when, one.ward_id, at, one.done, one.of, late, people, people[0].place)


def _of_doses(one: MissingRound) -> Round:
    at = one.round.moment(one.duty_on)
    round_id = f"d {one.round.code} {one.duty_on} {one.ward_id}"
    about = {"ward_id": one.ward_id, "day": one.duty_on, "round": one.round.code}
    title = str(message("Medicines {round}, {ward}", round=one.round.text, ward=one.ward or "–"))
    people = tuple(
        Person(
            round_id,
            who.episode_id,
            who.name,
            who.room,
            who.bed,
            who.absence,
            Place("medication", about | {"episode_id": who.episode_id}),
        )
        for who in one.people
    )
    place = people[0].place if people else Place("medication", about)
    return Round(round_id, title, "", one.ward_id, at, one.done, one.of, one.late_minutes, people, place)


def lines(rounds: Sequence[Round], opened: set[str]) -> Iterator[Round | Person]:
    """The rounds, and under those that are open the people left."""
    for one in rounds:
        yield one
        if one.id in opened:
            yield from one.people
