"""Lists of health over everybody: examinations and checks of a time, re-visits and vaccinations to come, running treatments.

Whoever may not see a person is told nothing of them here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.dates import VIETNAM
from carebook.records.health import ChronicCondition, Consultation, HealthCheck, Immunisation, Treatment
from carebook.rules.health import chronic_group
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.daily_care.holders import Holder, placed
from carebook.store.rows import moment_text


@dataclass(frozen=True)
class ConsultationLine:
    """One examination with whose it is. ``revisit_done``: another examination names it as the one it follows."""

    held: Consultation
    who: Holder
    revisit_done: bool = False

    @property
    def id(self) -> str:
        return self.held.id


@dataclass(frozen=True)
class CheckMade:
    """One periodic check with whose it is."""

    check: HealthCheck
    who: Holder

    @property
    def id(self) -> str:
        return self.check.id


@dataclass(frozen=True)
class TreatmentLine:
    """One treatment with whose it is."""

    treatment: Treatment
    who: Holder

    @property
    def id(self) -> str:
        return self.treatment.id


@dataclass(frozen=True)
class VaccinationLine:
    """A vaccination whose next dose nobody has given yet, with the resident it is for."""

    given: Immunisation
    who: CaredFor

    @property
    def id(self) -> str:
        return self.given.id


@dataclass(frozen=True)
class IllnessLine:
    """One resident with the lasting illnesses and the groups (list ``chronic_group``) they belong to."""

    who: CaredFor
    illnesses: tuple[ChronicCondition, ...]
    groups: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.who.episode_id


@dataclass(frozen=True)
class Patient:
    """One resident with everything the health book of the center tells of them; each list the newest first."""

    who: CaredFor
    conditions: tuple[ChronicCondition, ...]
    checks: tuple[HealthCheck, ...]
    consultations: tuple[Consultation, ...]


def consultations(reader: Reader, first: date, last: date) -> list[ConsultationLine]:
    """The examinations of the days from ``first`` to ``last``, the oldest first, as the book of examinations has them."""
    reader.asks("health")
    found = reader.records(
        Consultation,
        "held_at >= ? AND held_at < ?",
        (_midnight(first), _midnight(last + timedelta(days=1))),
        order="held_at, id",
    )
    return _with_holders(reader, found)


def revisits(reader: Reader) -> list[ConsultationLine]:
    """The examinations of open stays whose re-visit nobody has made yet, the earliest first."""
    reader.asks("health")
    found = reader.records(
        Consultation,
        """again_on IS NOT NULL AND episode_id IN (SELECT id FROM episode WHERE end_on IS NULL AND withdrawn_at IS NULL)
        AND id NOT IN (SELECT follows_id FROM counted_consultation WHERE follows_id IS NOT NULL AND withdrawn_at IS NULL)""",
        order="again_on, id",
    )
    return [ConsultationLine(one, who) for one, who in placed(reader, found)]


def _with_holders(reader: Reader, found: Sequence[Consultation]) -> list[ConsultationLine]:
    made = {
        row["follows_id"]
        for row in reader.rows(
            "SELECT follows_id FROM counted_consultation WHERE follows_id IS NOT NULL AND withdrawn_at IS NULL"
        )
    }
    return [ConsultationLine(one, who, one.id in made) for one, who in placed(reader, found)]


def checks_between(reader: Reader, first: date, last: date) -> list[CheckMade]:
    """The periodic checks of the days from ``first`` to ``last``, by day and in the order of the beds."""
    reader.asks("health")
    found = reader.records(HealthCheck, "checked_on BETWEEN ? AND ?", (first.isoformat(), last.isoformat()))
    lines = [CheckMade(one, who) for one, who in placed(reader, found)]
    return sorted(lines, key=lambda line: (line.check.checked_on or date.max, line.who.position, line.id))


def treatments_running(reader: Reader, today: date) -> list[TreatmentLine]:
    """The treatments of open stays that have not ended, in the order of the beds."""
    reader.asks("health")
    found = reader.records(
        Treatment,
        """(to_on IS NULL OR to_on >= ?)
        AND episode_id IN (SELECT id FROM episode WHERE end_on IS NULL AND withdrawn_at IS NULL)""",
        (today.isoformat(),),
        order="from_on, id",
    )
    lines = [TreatmentLine(one, who) for one, who in placed(reader, found)]
    return sorted(lines, key=lambda line: (line.who.position, line.treatment.from_on or date.max, line.id))


def vaccinations_due(reader: Reader, today: date, *, people: Sequence[CaredFor] | None = None) -> list[VaccinationLine]:
    """The next doses of residents that nobody has given yet, the earliest first."""
    reader.asks("health")
    residents = {one.person_id: one for one in (cared_for(reader, today) if people is None else people)}
    given = reader.records(Immunisation, "given_on IS NOT NULL", order="given_on, id")
    last: dict[tuple[str, str], Immunisation] = {(one.person_id, one.vaccine): one for one in given}
    lines = [
        VaccinationLine(one, residents[one.person_id])
        for one in last.values()
        if one.next_on is not None and one.person_id in residents
    ]
    return sorted(lines, key=lambda line: (line.given.next_on or date.max, line.id))


def illnesses(reader: Reader, today: date, group: str = "") -> list[IllnessLine]:
    """The residents with lasting illnesses, in the order of the beds; of one group, when one is given."""
    reader.asks("health")
    groups = code_lists.codes(reader, "chronic_group", today)
    by_person: dict[str, list[ChronicCondition]] = defaultdict(list)
    for one in reader.records(ChronicCondition, "ended_on IS NULL OR ended_on > ?", (today.isoformat(),)):
        by_person[one.person_id].append(one)
    found = []
    for who in cared_for(reader, today):
        mine = by_person.get(who.person_id, ())
        belongs = tuple(dict.fromkeys(chronic_group(one.icd, groups) for one in mine))
        if mine and (not group or group in belongs):
            found.append(IllnessLine(who, tuple(mine), belongs))
    return found


def patients(reader: Reader, today: date, first: date, *, ward_id: str = "") -> list[Patient]:
    """Every resident whom the reader may see, in the order of the beds, with checks and examinations since ``first``."""
    reader.asks("health")
    conditions: dict[str, list[ChronicCondition]] = defaultdict(list)
    for one in reader.records(ChronicCondition, "ended_on IS NULL OR ended_on > ?", (today.isoformat(),)):
        conditions[one.person_id].append(one)
    checks: dict[str, list[HealthCheck]] = defaultdict(list)
    since = (first.isoformat(), today.isoformat())
    for check in reader.records(HealthCheck, "checked_on BETWEEN ? AND ?", since, order="checked_on DESC, id"):
        checks[check.episode_id].append(check)
    seen: dict[str, list[Consultation]] = defaultdict(list)
    moments = (_midnight(first), _midnight(today + timedelta(days=1)))
    for held in reader.records(Consultation, "held_at >= ? AND held_at < ?", moments, order="held_at DESC, id"):
        seen[held.episode_id].append(held)
    return [
        Patient(
            who,
            tuple(conditions[who.person_id]),
            tuple(checks[who.episode_id]),
            tuple(seen[who.episode_id]),
        )
        for who in cared_for(reader, today, ward_id=ward_id)
        if not who.masked
    ]


def _midnight(day: date) -> str:
    return moment_text(datetime(day.year, day.month, day.day, tzinfo=VIETNAM))
