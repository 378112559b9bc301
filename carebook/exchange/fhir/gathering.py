"""Gathering what a FHIR bundle tells: one stay, its approved plans, what was measured, the sessions that were to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.episodes import Episode
from carebook.records.facility import Facility
from carebook.records.intake import FormState
from carebook.records.monitoring import Observation
from carebook.records.people import Person
from carebook.records.sessions import Session, SessionState
from carebook.store import care_plans, code_lists, facility, instruments, observations, people, staff, therapy_plans
from carebook.store.book import Reader
from carebook.store.care_plans import PlanFile
from carebook.store.code_lists import Codes
from carebook.store.instruments import Sheet
from carebook.store.people import PersonFile
from carebook.store.sessions.files import sessions_of
from carebook.store.therapy_plans import TherapyPlanFile


@dataclass(frozen=True, kw_only=True)
class CareRecord:
    """What one bundle tells. Of a ``restricted`` person it tells neither name nor anything that leads to them.

    ``withheld`` are the names, of theirs and of relatives, that must not stand in anything it says, the longest first.
    ``staff`` gives the names of the staff by their ids.
    """

    facility: Facility
    person: Person
    restricted: bool
    withheld: tuple[str, ...]
    episode: Episode
    plans: tuple[PlanFile, ...]
    therapy_plans: tuple[TherapyPlanFile, ...]
    observations: tuple[Observation, ...]
    sheets: tuple[Sheet, ...]
    sessions: tuple[Session, ...]
    codes: Codes
    staff: Mapping[str, str]
    made_at: datetime


def gather(reader: Reader, episode_id: str, *, today: date, now: datetime) -> CareRecord:
    """The care of one stay up to ``today``: plans that were approved, finished sheets, sessions that are over.

    LookupError when there is no such stay or ``reader`` may not see whose it is; `NotAllowedToSee` for who may not put one of
    the questions.
    """
    owner = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    file = people.person_file(reader, owner, today) if owner else None
    stay = next((one for one in file.stays if one.episode.id == episode_id), None) if file else None
    if file is None or stay is None:
        raise LookupError(episode_id)
    restricted = any(one.episode.confidential for one in file.stays)
    first, last = stay.episode.start_on, min(today, stay.episode.end_on or today)
    return CareRecord(
        facility=facility.facility(reader),
        person=file.person,
        restricted=restricted,
        withheld=_names(file) if restricted else (),
        episode=stay.episode,
        plans=tuple(one for one in care_plans.plans_of(reader, episode_id) if one.plan.approved_at),
        therapy_plans=tuple(one for one in therapy_plans.plans_of(reader, episode_id) if one.plan.approved_at),
        observations=tuple(observations.observations_of(reader, episode_id, first, last)),
        sheets=tuple(
            one
            for one in instruments.sheets_of(reader, episode_id)[::-1]
            if one.score.state is FormState.COMPLETED and one.score.scored_on is not None
        ),
        sessions=tuple(
            one.session
            for one in sessions_of(reader, episode_id, first=first, last=last)
            if one.session.state is not SessionState.PLANNED
        ),
        codes=code_lists.words(reader),
        staff={one.id: one.full_name for one in staff.staff_members(reader)},
        made_at=now,
    )


def _names(file: PersonFile) -> tuple[str, ...]:
    """The names by which the person could be found, the longest first."""
    told = (file.person.full_name, *(one.full_name for one in file.aliases), *(one.full_name for one in file.relatives))
    return tuple(sorted({name for name in told if name}, key=lambda name: (-len(name), name)))
