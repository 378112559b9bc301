"""The rows of many ways home read with one question a table, and the dated data their rules need."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from carebook.records.codes import Code, HolidayRow, Limit
from carebook.records.conferences import Conference
from carebook.records.contacts import Contact
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.follow_ups import FollowUp
from carebook.records.people import Person, Relative
from carebook.records.protection import ContactBan
from carebook.records.record import Record
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
from carebook.records.tracing import TracingLead
from carebook.rules.reintegration import LISTS, PathLaw, PathRecords
from carebook.store.book import Reader

R = TypeVar("R", bound=Record)


def path_law(reader: Reader, today: date) -> PathLaw:
    """The code lists, limits and days off that hold for ways home on a day."""
    marks = ", ".join("?" * len(LISTS))
    return PathLaw(
        today,
        reader.records(Code, f"list_name IN ({marks})", LISTS, order="position, id"),
        reader.records(Limit, order="name, valid_from"),
        reader.records(HolidayRow, order="day, id"),
    )


def records_of(reader: Reader, paths: Sequence[Reintegration]) -> dict[str, PathRecords]:
    """The rows of these paths by the path's id, each list in its order; people the reader may not see are left out.

    The contacts of a stay are read from the day its path began: no rule of a path looks further back.
    """
    if not paths:
        return {}
    of_path, of_stay = _Rows(reader, [path.id for path in paths]), _Rows(reader, [path.episode_id for path in paths])
    episodes = {one.id: one for one in _among(reader, Episode, "id", of_stay.ids)}
    people = {one.id: one for one in _among(reader, Person, "id", [e.person_id for e in episodes.values()])}
    entries = of_path.by_path(StageEntry, "from_on, id")
    carers = of_path.by_path(Carer)
    opinions = of_path.by_path(Opinion, "heard_on, id")
    readiness = of_path.by_path(ReadinessCheck)
    supports = of_path.by_path(Support, "due_on IS NULL, due_on, id")
    trainings = of_path.by_path(CarerTraining, "given_on, id")
    trials = of_path.by_path(TrialReport)
    papers = of_path.by_path(PathPaper)
    assessments = of_path.by_path(FamilyAssessment, "visited_on, id")
    visits = of_path.by_path(FollowUp, "due_on, id")
    absences = of_stay.by_stay(Absence, "from_on, id", f"kind = '{AbsenceKind.TRIAL_STAY.value}'")
    leads = of_stay.by_stay(TracingLead, "found_on, id")
    contacts = _contacts(reader, paths, episodes)
    conferences = of_stay.by_stay(Conference, "held_on, id")
    ratings = _ratings(reader, assessments)
    relatives = _relatives(reader, people)
    bans = _bans(reader, people)
    return {
        path.id: PathRecords(
            path=path,
            episode=episode,
            born=person.born,
            entries=tuple(entries[path.id]),
            carers=tuple(carers[path.id]),
            opinions=tuple(opinions[path.id]),
            readiness=tuple(readiness[path.id]),
            supports=tuple(supports[path.id]),
            trainings=tuple(trainings[path.id]),
            trials=tuple(trials[path.id]),
            absences=tuple(absences[path.episode_id]),
            papers=tuple(papers[path.id]),
            leads=tuple(leads[path.episode_id]),
            assessments=tuple(assessments[path.id]),
            ratings=tuple(ratings[path.id]),
            contacts=tuple(contacts[path.episode_id]),
            conferences=tuple(conferences[path.episode_id]),
            visits=tuple(visits[path.id]),
            relatives=tuple(relatives[person.id]),
            bans=tuple(bans[person.id]),
        )
        for path in paths
        if (episode := episodes.get(path.episode_id)) and (person := people.get(episode.person_id))
    }


class _Rows:
    """The rows that hang on some paths, or on some stays."""

    def __init__(self, reader: Reader, ids: Sequence[str]) -> None:
        self._reader = reader
        self.ids = ids

    def by_path(self, cls: type[R], order: str = "id") -> defaultdict[str, list[R]]:
        """The rows of a class by the path they belong to."""
        return self._grouped(cls, "reintegration_id", order, "1")

    def by_stay(self, cls: type[R], order: str, only: str = "1") -> defaultdict[str, list[R]]:
        """The rows of a class by the stay they belong to."""
        return self._grouped(cls, "episode_id", order, only)

    def _grouped(self, cls: type[R], owner: str, order: str, only: str) -> defaultdict[str, list[R]]:
        found: defaultdict[str, list[R]] = defaultdict(list)
        for row in _among(self._reader, cls, owner, self.ids, order, only):
            found[getattr(row, owner)].append(row)
        return found


def _among(
    reader: Reader, cls: type[R], column: str, ids: Iterable[str], order: str = "id", only: str = "1"
) -> list[R]:
    where = f"{column} IN (SELECT value FROM json_each(?)) AND {only}"
    return reader.records(cls, where, (json.dumps(list(ids)),), order=order)


def _contacts(
    reader: Reader, paths: Iterable[Reintegration], episodes: Mapping[str, Episode]
) -> defaultdict[str, list[Contact]]:
    """The contacts by stay, from the day on which its first path among these began."""
    since: dict[str, str] = {}
    for path in paths:
        if episode := episodes.get(path.episode_id):
            began = (path.started_on or episode.start_on).isoformat()
            since[episode.id] = min(began, since.get(episode.id, began))
    where = "episode_id IN (SELECT key FROM json_each(?1)) AND held_on >= ?1 ->> episode_id"
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for row in reader.records(Contact, where, (json.dumps(since),), order="held_on, held_at, id"):
        found[row.episode_id].append(row)
    return found


def _relatives(reader: Reader, people: Iterable[str]) -> defaultdict[str, list[Relative]]:
    """The relatives by person."""
    found: defaultdict[str, list[Relative]] = defaultdict(list)
    for row in _among(reader, Relative, "person_id", people):
        found[row.person_id].append(row)
    return found


def _bans(reader: Reader, people: Iterable[str]) -> defaultdict[str, list[ContactBan]]:
    """The bans of contact by person, those of earlier stays too."""
    owner = {stay.id: stay.person_id for stay in _among(reader, Episode, "person_id", people)}
    found: defaultdict[str, list[ContactBan]] = defaultdict(list)
    for row in _among(reader, ContactBan, "episode_id", owner):
        found[owner[row.episode_id]].append(row)
    return found


def _ratings(reader: Reader, assessments: dict[str, list[FamilyAssessment]]) -> defaultdict[str, list[FamilyRating]]:
    """The ratings of all assessments by path."""
    path_of = {one.id: path_id for path_id, visits in assessments.items() for one in visits}
    found: defaultdict[str, list[FamilyRating]] = defaultdict(list)
    for row in _among(reader, FamilyRating, "family_assessment_id", path_of):
        found[path_of[row.family_assessment_id]].append(row)
    return found
