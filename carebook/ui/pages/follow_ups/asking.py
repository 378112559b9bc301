"""What the page of follow-up asks of the book: what is due with everybody, and the whole follow-up of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.records.collaborators import Collaborator
from carebook.records.episodes import Episode
from carebook.records.follow_ups import FollowUp, FollowUpAttempt, FollowUpEnd, VisitOwner
from carebook.records.people import Person
from carebook.records.reintegration import Carer, Reintegration
from carebook.rules.dated import limit_on
from carebook.rules.follow_ups import lacks_before_end, least_on, made_last_first
from carebook.rules.reintegration.lacks import Lack
from carebook.store import code_lists, staff
from carebook.store.book import Reader
from carebook.store.collaborators import active_collaborators
from carebook.store.drafts import Draft, own_drafts
from carebook.store.follow_ups import (
    DueVisit,
    due_visits,
    end_facts,
    end_of,
    is_ended,
    visit_by_code,
    visit_file,
    visits_of,
)
from carebook.store.returns import Return, returns
from carebook.ui.parts.fields import Choices

VISIT_FORM, ATTEMPT_FORM, MOVE_FORM, PLAN_FORM = "follow_up", "follow_up_attempt", "follow_up_move", "follow_up_plan"
WAIVE_FORM, END_FORM, RETURN_FORM = "follow_up_waive", "follow_up_end", "follow_up_return"
BEGIN_FORM = "follow_up_begin"
FORMS = (VISIT_FORM, ATTEMPT_FORM, MOVE_FORM, PLAN_FORM, WAIVE_FORM, END_FORM, RETURN_FORM, BEGIN_FORM)
LATE, COMING, WAITING, ALL = "late", "coming", "waiting", "all"
COMING_DAYS = 30


@dataclass(frozen=True)
class Due:
    """Every visit that is awaited, and who came back without a cause. ``needed``: tries after which contact counts as lost;
    from ``reminder_days`` on another's report is asked for by letter. ``drafts`` are the asker's own.
    """

    visits: tuple[DueVisit, ...]
    returns: tuple[Return, ...]
    needed: int
    reminder_days: int
    staff: Choices
    helpers: Choices
    drafts: tuple[Draft, ...]

    def of(self, which: str, today: date, worker_id: str = "") -> list[DueVisit]:
        """The visits of a choice: ours that are late, ours of the coming days, those another owes, or all."""
        soon = today + timedelta(days=COMING_DAYS)
        tests = {
            LATE: lambda one: one.late_days > 0,
            COMING: lambda one: one.owner is VisitOwner.CENTER and today <= one.due_on <= soon,
            WAITING: lambda one: one.owner is not VisitOwner.CENTER and one.due_on <= today,
        }
        found = [one for one in self.visits if worker_id in ("", one.worker_id)]
        return [one for one in found if tests[which](one)] if which in tests else found

    def visit(self, visit_id: str) -> DueVisit | None:
        """One of them."""
        return next((one for one in self.visits if one.id == visit_id), None)


@dataclass(frozen=True)
class Followed:
    """The whole follow-up of one person; ``lacks`` are what stands between its paper of the end and the end."""

    path: Reintegration
    person: Person
    episode: Episode
    visits: tuple[FollowUp, ...]
    tried: Mapping[str, int]
    attempts: tuple[FollowUpAttempt, ...]
    carer: Carer | None
    helper: Collaborator | None
    end: FollowUpEnd | None
    lacks: tuple[Lack, ...]
    least_on: date | None
    stays: Choices
    """Later stays of the same person, for a return."""

    @property
    def newest(self) -> FollowUp | None:
        """The newest visit that was made."""
        made = made_last_first(self.visits)
        return made[0] if made else None

    @property
    def is_over(self) -> bool:
        """Whether the follow-up has ended, in whichever way."""
        return self.path.ended_on is not None or is_ended(self.end)

    def visit(self, visit_id: str) -> FollowUp | None:
        """One of the visits."""
        return next((one for one in self.visits if one.id == visit_id), None)

    def next_due(self, after: FollowUp) -> date | None:
        """The day of the next visit of ours that is awaited after one."""
        awaited = (one for one in self.visits if one.owner is VisitOwner.CENTER and one.state.value == "due")
        return next((one.due_on for one in awaited if one.id != after.id and one.due_on > after.due_on), None)


@dataclass(frozen=True)
class Unfollowed:
    """Somebody whose stay has no path that was handed over."""

    episode: Episode
    person: Person


def unfollowed(reader: Reader, episode_id: str) -> Unfollowed | None:
    """A stay that nobody follows; None when it may not be seen."""
    episode = reader.record(Episode, episode_id) if episode_id else None
    person = reader.record(Person, episode.person_id) if episode is not None else None
    return Unfollowed(episode, person) if episode is not None and person is not None else None


def due(reader: Reader, today: date) -> Due:
    """Everything that is awaited."""
    limits = code_lists.limits(reader)
    return Due(
        tuple(due_visits(reader, today)),
        tuple(returns(reader, unexplained=True)),
        limit_on(limits, "lost_contact_attempts", today).value,
        limit_on(limits, "commune_reminder", today).value,
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        [(one.id, one.full_name) for one in active_collaborators(reader, today)],
        tuple(one for one in own_drafts(reader) if one.form in FORMS),
    )


def followed(reader: Reader, reintegration_id: str, today: date) -> Followed | None:
    """The follow-up of one path; None when there is none or it may not be seen."""
    path = reader.record(Reintegration, reintegration_id)
    episode = reader.record(Episode, path.episode_id) if path is not None else None
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if path is None or episode is None or person is None:
        return None
    visits = visits_of(reader, path.id)
    file = visit_file(reader, visits[0].id) if visits else None
    attempts = reader.records(FollowUpAttempt, "episode_id = ?", (episode.id,), order="tried_on, id")
    end = end_of(reader, path.id)
    templates = {one.template for one in visits if one.template}
    codes = code_lists.codes(reader, "follow_up_template", path.handed_over_on or today)
    return Followed(
        path=path,
        person=person,
        episode=episode,
        visits=visits,
        tried=Counter(one.follow_up_id for one in attempts),
        attempts=tuple(attempts),
        carer=file.carer if file is not None else None,
        helper=reader.record(Collaborator, path.collaborator_id) if path.collaborator_id else None,
        end=end,
        lacks=lacks_before_end(end_facts(reader, end, today)) if end is not None and not is_ended(end) else (),
        least_on=least_on(templates, codes, path.handed_over_on) if path.handed_over_on else None,
        stays=_later_stays(reader, path, episode),
    )


def _later_stays(reader: Reader, path: Reintegration, episode: Episode) -> Choices:
    since = (path.handed_over_on or episode.start_on).isoformat()
    rows = reader.records(
        Episode, "person_id = ? AND id <> ? AND start_on >= ?", (episode.person_id, episode.id, since), order="start_on"
    )
    return [(one.id, one.start_on.strftime("%d/%m/%Y")) for one in rows]


def path_named(
    reader: Reader, *, visit_id: str = "", reintegration_id: str = "", episode_id: str = "", code: str = ""
) -> tuple[str, str]:
    """(path, visit) of a visit, of a sheet's code, of a path, or of a stay's newest path that was handed over; ("", "") where
    there is none or it may not be seen.
    """
    if visit_id or code:
        one = visit_by_code(reader, code) if code else reader.record(FollowUp, visit_id)
        return (one.reintegration_id, one.id) if one is not None else ("", "")
    if reintegration_id:
        path = reader.record(Reintegration, reintegration_id)
        return (path.id, "") if path is not None else ("", "")
    paths = reader.records(
        Reintegration, "episode_id = ? AND handed_over_on IS NOT NULL", (episode_id,), order="id DESC"
    )
    return (paths[0].id, "") if paths else ("", "")
