"""What the page of the family assessment asks of the book: the path, its assessments, who would take the person in, the staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.episodes import Episode
from carebook.records.families import FamilyAssessment
from carebook.records.people import Person
from carebook.records.reintegration import Carer, Reintegration
from carebook.store import families, staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.families import FamilyFile, Scorecard
from carebook.ui.parts.fields import Choices

FORM = "family"


@dataclass(frozen=True)
class Opened:
    """One path with its assessments, the newest visit first. ``wanted`` is the one asked for; ``card`` is today's."""

    path: Reintegration
    person: Person
    files: tuple[FamilyFile, ...]
    wanted: FamilyFile | None
    card: Scorecard
    carers: Choices
    chosen_carer: str | None
    here: Choices
    names: Mapping[str, str]
    drafts: Mapping[str, Draft]

    @property
    def is_open(self) -> bool:
        """Whether something may still be written on the path."""
        path = self.path
        return path.handed_over_on is None and path.ended_on is None and not path.is_withdrawn

    def in_progress(self) -> FamilyFile | None:
        """The assessment that is being written."""
        return next((one for one in self.files if not one.is_completed), None)

    def last_before(self, assessment: FamilyAssessment) -> FamilyFile | None:
        """The newest completed assessment before another."""
        day = assessment.visited_on or date.max
        return next(
            (
                one
                for one in self.files
                if one.is_completed and one.id != assessment.id and (one.assessment.visited_on or date.max) <= day
            ),
            None,
        )

    def begun(self, visitor_id: str | None, today: date) -> FamilyAssessment:
        """A new assessment, of a visit today."""
        return FamilyAssessment(
            episode_id=self.path.episode_id,
            reintegration_id=self.path.id,
            carer_id=self.chosen_carer,
            visited_on=today,
            visitor_id=visitor_id,
        )


def draft_key(assessment: FamilyAssessment) -> str:
    """Under which a draft is kept: the assessment, or for a new one its path."""
    return assessment.id or f"new/{assessment.reintegration_id}"


def opened(reader: Reader, episode_id: str, reintegration_id: str, assessment_id: str, today: date) -> Opened | None:
    """Everything the page shows; None when there is no such path or the person may not be seen.

    Without a path it is that of the assessment, or the newest of the stay, those that have not ended before the others.
    """
    wanted = families.family_file(reader, assessment_id) if assessment_id else None
    path = _path(reader, episode_id, wanted.assessment.reintegration_id if wanted else reintegration_id)
    episode = reader.record(Episode, path.episode_id) if path else None
    person = reader.record(Person, episode.person_id) if episode else None
    if path is None or person is None:
        return None
    carers = reader.records(Carer, "reintegration_id = ?", (path.id,))
    everybody = staff.staff_members(reader)
    return Opened(
        path=path,
        person=person,
        files=families.family_files(reader, path.id),
        wanted=wanted,
        card=families.scorecard(reader, today),
        carers=[(one.id, one.full_name) for one in carers],
        chosen_carer=next((one.id for one in carers if one.chosen), None),
        here=[(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        names={one.id: one.full_name for one in everybody},
        drafts={one.subject_id: one for one in own_drafts(reader) if one.form == FORM},
    )


def _path(reader: Reader, episode_id: str, reintegration_id: str) -> Reintegration | None:
    if reintegration_id:
        return reader.record(Reintegration, reintegration_id)
    found = reader.records(
        Reintegration, "episode_id = ?", (episode_id,), order="ended_on IS NOT NULL, started_on DESC, id DESC"
    )
    return found[0] if found else None
