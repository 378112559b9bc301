"""One way home as it is kept: the path open in a stay, what its rules look at, and everything about it in one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from carebook.records.conferences import Conference
from carebook.records.contacts import Contact
from carebook.records.episodes import Absence, Episode
from carebook.records.follow_ups import FollowUp, FollowUpEnd
from carebook.records.people import Person
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessCheck,
    Reintegration,
    StageEntry,
    Support,
    TrialReport,
)
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.reintegration import Deadline, Lack, PathFacts, deadlines, facts_of, lacks
from carebook.store.book import Reader
from carebook.store.families import FamilyFile, family_files
from carebook.store.reintegration.gathering import path_law, records_of

if TYPE_CHECKING:
    from carebook.store.handovers import HandoverFile


@dataclass(frozen=True)
class PathFile:
    """Everything of one way home. Lists stand in the order of their days (assessments the newest first), without what was
    struck through; ``absences`` are the trial stays, ``lacks`` what is missing before the next stage.
    """

    path: Reintegration
    person: Person
    episode: Episode
    facts: PathFacts
    lacks: tuple[Lack, ...]
    deadlines: tuple[Deadline, ...]
    entries: tuple[StageEntry, ...]
    carers: tuple[Carer, ...]
    opinions: tuple[Opinion, ...]
    readiness: tuple[ReadinessCheck, ...]
    supports: tuple[Support, ...]
    trainings: tuple[CarerTraining, ...]
    trials: tuple[TrialReport, ...]
    absences: tuple[Absence, ...]
    papers: tuple[PathPaper, ...]
    leads: tuple[TracingLead, ...]
    letters: tuple[TracingLetter, ...]
    assessments: tuple[FamilyFile, ...]
    contacts: tuple[Contact, ...]
    conferences: tuple[Conference, ...]
    handover: HandoverFile | None
    visits: tuple[FollowUp, ...]
    end: FollowUpEnd | None

    @property
    def chosen(self) -> Carer | None:
        """The carer who was chosen."""
        return next((one for one in self.carers if one.chosen), None)


def paths_of(reader: Reader, episode_id: str) -> tuple[Reintegration, ...]:
    """The paths of a stay, the newest first; () when it has none or may not be seen."""
    reader.asks("reintegration")
    return tuple(reader.records(Reintegration, "episode_id = ?", (episode_id,), order="started_on DESC, id DESC"))


def open_path(reader: Reader, episode_id: str) -> Reintegration | None:
    """The path of a stay that has not ended, suspended ones and those in follow-up too; None when there is none."""
    return next((path for path in paths_of(reader, episode_id) if path.ended_on is None), None)


def path_facts(reader: Reader, reintegration_id: str, today: date) -> PathFacts:
    """What the rules look at, of one path. LookupError: there is none, or it may not be seen."""
    reader.asks("reintegration")
    path = reader.record(Reintegration, reintegration_id)
    rows = records_of(reader, [path]).get(path.id) if path is not None else None
    if rows is None:
        raise LookupError(reintegration_id)
    return facts_of(rows, path_law(reader, today))


def path_file(reader: Reader, reintegration_id: str, today: date) -> PathFile | None:
    """Everything of one path; None when there is none, it was struck through, or it may not be seen."""
    from carebook.store.handovers import handover_file  # what it proposes is read out of this file

    reader.asks("reintegration")
    path = reader.record(Reintegration, reintegration_id)
    if path is None or path.is_withdrawn:
        return None
    rows = records_of(reader, [path]).get(path.id)
    person = reader.record(Person, rows.episode.person_id) if rows is not None else None
    if rows is None or person is None:
        return None
    law = path_law(reader, today)
    facts = facts_of(rows, law)
    ends = reader.records(FollowUpEnd, "reintegration_id = ?", (path.id,), order="id DESC")
    return PathFile(
        path=path,
        person=person,
        episode=rows.episode,
        facts=facts,
        lacks=lacks(facts, today=today),
        deadlines=deadlines(facts, law.limits, law.own),
        entries=rows.entries,
        carers=rows.carers,
        opinions=rows.opinions,
        readiness=rows.readiness,
        supports=rows.supports,
        trainings=rows.trainings,
        trials=rows.trials,
        absences=rows.absences,
        papers=rows.papers,
        leads=rows.leads,
        letters=tuple(reader.records(TracingLetter, "episode_id = ?", (path.episode_id,), order="sent_on, id")),
        assessments=family_files(reader, path.id),
        contacts=tuple(reader.records(Contact, "episode_id = ?", (path.episode_id,), order="held_on, held_at, id")),
        conferences=rows.conferences,
        handover=handover_file(reader, path.id),
        visits=rows.visits,
        end=ends[0] if ends else None,
    )
