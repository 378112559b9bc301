"""The health of one person: illnesses, allergies, vaccinations, checks, examinations, treatments and wounds of all stays."""

from __future__ import annotations

import json
from dataclasses import dataclass

from carebook.records.episodes import Episode
from carebook.records.health import ChronicCondition, Consultation, HealthCheck, Immunisation, Treatment
from carebook.records.people import Allergy, Person
from carebook.store.book import Reader
from carebook.store.wounds import WoundFile, wounds_of_stays


@dataclass(frozen=True)
class HealthFile:
    """One person's health, in each list the newest first. ``stay`` is the open stay, else the last one; None without any."""

    person: Person
    stay: Episode | None
    allergies: tuple[Allergy, ...]
    conditions: tuple[ChronicCondition, ...]
    immunisations: tuple[Immunisation, ...]
    checks: tuple[HealthCheck, ...]
    consultations: tuple[Consultation, ...]
    treatments: tuple[Treatment, ...]
    wounds: tuple[WoundFile, ...]

    @property
    def is_open(self) -> bool:
        """Whether the person is under care now, so that something may be written."""
        return self.stay is not None and self.stay.end_on is None

    @property
    def lasting(self) -> tuple[ChronicCondition, ...]:
        """The illnesses that have not ended."""
        return tuple(one for one in self.conditions if one.ended_on is None)

    def revisits(self) -> tuple[Consultation, ...]:
        """The examinations whose re-visit nobody has made yet, the earliest first."""
        made = {one.follows_id for one in self.consultations}
        waiting = [one for one in self.consultations if one.again_on is not None and one.id not in made]
        return tuple(sorted(waiting, key=lambda one: (str(one.again_on), one.id)))


def health_of(reader: Reader, person_id: str) -> HealthFile | None:
    """The health of a person; None when there is nobody, or nobody the asker may see."""
    reader.asks("health")
    person = reader.record(Person, person_id)
    if person is None:
        return None
    stays = reader.records(Episode, "person_id = ?", (person_id,), order="start_on DESC, id DESC")
    ids = [one.id for one in stays]
    of_stays = ("episode_id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
    open_stay = next((one for one in stays if one.end_on is None), None)
    of_person = ("person_id = ?", (person_id,))
    return HealthFile(
        person,
        open_stay or next(iter(stays), None),
        tuple(reader.records(Allergy, *of_person)),
        tuple(reader.records(ChronicCondition, *of_person, order="ended_on IS NOT NULL, since, id")),
        tuple(reader.records(Immunisation, *of_person, order="given_on DESC, id DESC")),
        tuple(reader.records(HealthCheck, *of_stays, order="checked_on DESC, id DESC")),
        tuple(reader.records(Consultation, *of_stays, order="held_at DESC, id DESC")),
        tuple(reader.records(Treatment, *of_stays, order="to_on IS NOT NULL, from_on DESC, id DESC")),
        wounds_of_stays(reader, ids),
    )
