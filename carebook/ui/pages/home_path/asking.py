"""What the page of one way home asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from carebook.records.episodes import Absence, Episode
from carebook.records.people import Person, Relative
from carebook.records.reintegration import Outcome, Reintegration, Stage, TrialReport
from carebook.rules.follow_ups import lacks_before_end
from carebook.rules.reintegration import Lack
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.collaborators import active_collaborators
from carebook.store.community import home_province
from carebook.store.drafts import Draft, own_drafts
from carebook.store.follow_ups import end_facts, new_end
from carebook.store.reintegration import PathFile, path_file, paths_of
from carebook.ui.parts.fields import Choices

PATH, CARER, OPINION, READINESS = "home_path", "path_carer", "path_opinion", "path_readiness"
SUPPORT, TRAINING, PAPER, TRIAL, DECISION = (
    *("path_support", "carer_training", "path_paper", "trial_report"),
    "trial_decision",
)
FORM_OF_PART = {
    "wish": PATH,
    "destination": PATH,
    "opinions": OPINION,
    "readiness": READINESS,
    "supports": SUPPORT,
    "trainings": TRAINING,
}
"""On which sheet a part of the path that is lacking is written; papers, trial stays and carers are chosen among."""
PAGES = {
    "families": "assessment_id",
    "tracing": "lead_id",
    "contacts": "contact_id",
    "conferences": "conference_id",
    "handovers": "",
    "follow_ups": "visit_id",
    "stays": "",
}
"""The pages on which some records are written, and what names one of them there."""
FORMS = (PATH, CARER, OPINION, READINESS, SUPPORT, TRAINING, PAPER, TRIAL, DECISION)


@dataclass(frozen=True)
class PathView:
    """A stay with the path on show (None: none was begun) and its other paths, newest first.

    ``trials`` are the trial stays with what was reported, newest first; ``end_lacks`` what stands against ending the
    follow-up. ``here`` are the staff of today, ``names`` all of them by id; ``helpers`` the collaborators,
    ``relatives`` who of the family is known, ``province`` the one most people come from; ``drafts`` the asker's own of these forms.
    """

    person: Person
    episode: Episode
    file: PathFile | None
    others: tuple[Reintegration, ...]
    trials: tuple[tuple[Absence, TrialReport | None], ...]
    end_lacks: tuple[Lack, ...]
    here: Choices
    names: Mapping[str, str]
    helpers: Choices
    relatives: tuple[Relative, ...]
    province: str
    drafts: tuple[Draft, ...]

    @property
    def stage(self) -> Stage | None:
        """Where the path stands; None without one."""
        return self.file.facts.stage if self.file is not None else None

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is lacking before the next stage, or before the follow-up may end."""
        if self.file is None:
            return ()
        return self.end_lacks if self.file.facts.stage is Stage.FOLLOW_UP else self.file.lacks

    def may_be(self, staff_member_id: str | None) -> Choices:
        """The staff of today, and whom the record names."""
        named = staff_member_id or ""
        return (
            [*self.here, (named, self.names.get(named, "–"))] if named and named not in dict(self.here) else self.here
        )


def path_view(reader: Reader, episode_id: str, reintegration_id: str, today: date) -> PathView | None:
    """The path named, or without a name the open one of the stay, else the newest; None when the stay may not be seen."""
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        return None
    known = sorted(paths_of(reader, episode_id), key=lambda one: one.ended_on is not None)
    chosen = next((one for one in known if reintegration_id in ("", one.id)), None)
    file = path_file(reader, chosen.id, today) if chosen is not None else None
    return PathView(
        person,
        episode,
        file,
        tuple(one for one in known if file is None or one.id != file.path.id),
        _trials(file),
        _end_lacks(reader, file, today),
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        {one.id: one.full_name for one in staff.staff_members(reader)},
        [(one.id, one.full_name) for one in active_collaborators(reader, today)],
        tuple(reader.records(Relative, "person_id = ?", (person.id,))),
        home_province(reader),
        tuple(one for one in own_drafts(reader) if one.form in FORMS),
    )


def _trials(file: PathFile | None) -> tuple[tuple[Absence, TrialReport | None], ...]:
    """The trial stays since the path began, each with its report, newest first."""
    if file is None:
        return ()
    began = file.path.started_on or date.min
    reports = {one.absence_id: one for one in file.trials}
    stays = sorted(file.absences, key=lambda one: (one.from_on, one.id), reverse=True)
    return tuple((stay, reports.get(stay.id)) for stay in stays if stay.from_on >= began or stay.id in reports)


def _end_lacks(reader: Reader, file: PathFile | None, today: date) -> tuple[Lack, ...]:
    if file is None or file.facts.stage is not Stage.FOLLOW_UP:
        return ()
    end = file.end or new_end(file.path, file.path.worker_id, today)
    # what the paper of the end still has to say is told where it is written
    written = replace(
        end, outcome=end.outcome or Outcome.STABLE, reason=end.reason or "–", ended_on=end.ended_on or today
    )
    return lacks_before_end(end_facts(reader, written, today))
