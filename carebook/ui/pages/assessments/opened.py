"""What the page of assessments asks of the book, in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.assessments import Assessment, AssessmentKind, DomainRating, EligibilityCheck
from carebook.records.care_plans import Goal
from carebook.records.episodes import Episode
from carebook.records.instruments import InstrumentScore
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.rules.assessments import AssessmentFile, Earlier, default_kind, earlier_level, next_day
from carebook.rules.dated import limit_on
from carebook.store import assessments, code_lists, staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_draft

FORM, CRITERIA_FORM = "assessment", "eligibility"


@dataclass(frozen=True)
class Opened:
    """The stay with its assessments and checks (the newest first), and what stands beside them."""

    person: Person
    episode: Episode
    files: tuple[AssessmentFile, ...]
    wanted: AssessmentFile | None
    checks: tuple[EligibilityCheck, ...]
    scores: Sequence[tuple[InstrumentScore, str]]
    goals: tuple[Goal, ...]
    here: tuple[tuple[str, str], ...]
    names: Mapping[str, str]
    months: int
    draft: Draft | None
    criteria_draft: Draft | None

    @property
    def in_progress(self) -> AssessmentFile | None:
        """The assessment that is being written, if there is one."""
        return next((file for file in self.files if not file.is_completed), None)

    @property
    def newest(self) -> AssessmentFile | None:
        """The newest completed assessment."""
        return next((file for file in self.files if file.is_completed), None)

    def begun(self, kind: str, assessor_id: str, today: date) -> AssessmentFile:
        """A new assessment, nothing in it taken over from the one before."""
        chosen = AssessmentKind(kind) if kind in {one.value for one in AssessmentKind} else default_kind(self.files)
        return AssessmentFile(
            Assessment(
                episode_id=self.episode.id,
                kind=chosen,
                assessed_on=today,
                assessor_id=assessor_id if any(code == assessor_id for code, _name in self.here) else None,
                next_on=next_day(today, self.months),
            )
        )

    def check(self, checker_id: str, today: date) -> EligibilityCheck:
        """The form 03 to be shown: the one in progress, else the completed one, else a new one."""
        there = next((one for one in self.checks if one.state is FormState.IN_PROGRESS), None)
        checker = checker_id if any(code == checker_id for code, _name in self.here) else None
        new = EligibilityCheck(episode_id=self.episode.id, checked_on=today, checker_id=checker)
        return there or next(iter(self.checks), new)

    def earlier(self, domain: str, assessment: Assessment) -> Earlier | None:
        """The level of a domain last time."""
        return earlier_level(domain, assessment, self.files)


def rating_of(file: AssessmentFile, domain: str) -> DomainRating:
    """What is written about a domain, or a blank rating."""
    blank = DomainRating(episode_id=file.assessment.episode_id, assessment_id=file.assessment.id, domain=domain)
    return file.rating(domain) or blank


def opened(reader: Reader, episode_id: str, assessment_id: str, today: date) -> Opened | None:
    """Everything the page shows; None when there is no such stay or it may not be seen."""
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        return None
    wanted = assessments.assessment_file(reader, assessment_id) if assessment_id else None
    return Opened(
        person=person,
        episode=episode,
        files=assessments.assessments_of(reader, episode_id),
        wanted=wanted if wanted is not None and wanted.assessment.episode_id == episode_id else None,
        checks=assessments.eligibility_checks(reader, episode_id),
        scores=assessments.finished_scores(reader, episode_id),
        goals=assessments.goals_answering(reader, episode_id),
        here=tuple((member.id, member.full_name) for member in staff.staff_members(reader, today)),
        names={member.id: member.full_name for member in staff.staff_members(reader)},
        months=int(limit_on(code_lists.limits(reader), "periodic_assessment", today).value),
        draft=own_draft(reader, FORM, episode_id),
        criteria_draft=own_draft(reader, CRITERIA_FORM, episode_id),
    )
