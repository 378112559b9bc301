"""Questions about follow-up: the visits of a path, what is due with everybody, one visit with what surrounds it, the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.dates import age_on
from carebook.records.collaborators import Collaborator
from carebook.records.episodes import Episode, EpisodeCategory
from carebook.records.follow_ups import (
    FollowUp,
    FollowUpAttempt,
    FollowUpEnd,
    RiskColour,
    VisitOwner,
    VisitState,
)
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.records.reintegration import Carer, Reintegration
from carebook.rules.dated import limit_on
from carebook.rules.follow_ups import (
    TEMPLATES,
    EndFacts,
    Leaver,
    days_late,
    days_waited,
    least_on,
    made_last_first,
    name_of,
    read_sheet_code,
)
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.rows import by_name
from carebook.words import Message


@dataclass(frozen=True)
class DueVisit:
    """One visit that is awaited, in a list of everybody. ``masked``: the name is an alias, and what was typed is left out
    (commune, telephone, sheet code, collaborator stay empty). ``late_days`` counts only where the visit is ours,
    ``waited_days`` whoever owes it.
    """

    id: str
    reintegration_id: str
    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    due_on: date
    owner: VisitOwner
    called: Message
    why: str
    commune: str
    worker_id: str | None
    worker_name: str
    collaborator_id: str | None
    collaborator_name: str
    phone: str
    sheet_code: str
    attempts: int
    last_risk: RiskColour | None
    last_done_on: date | None
    late_days: int
    waited_days: int


@dataclass(frozen=True)
class VisitFile:
    """One visit with what surrounds it: its attempts, its path and person, all visits of the path in their order, the newest
    made before it, who takes care of the person now, and the collaborator.
    """

    visit: FollowUp
    attempts: tuple[FollowUpAttempt, ...]
    path: Reintegration
    person: Person
    episode: Episode
    visits: tuple[FollowUp, ...]
    before: FollowUp | None
    carer: Carer | None
    collaborator: Collaborator | None
    end: FollowUpEnd | None

    @property
    def called(self) -> Message:
        """How the visit is called."""
        return name_of(self.visit, self.path.handed_over_on)


def visits_of(reader: Reader, reintegration_id: str, *, withdrawn: bool = False) -> tuple[FollowUp, ...]:
    """The visits of a path by their due day; with ``withdrawn`` also those struck through."""
    reader.asks("reintegration")
    return tuple(
        reader.records(FollowUp, "reintegration_id = ?", (reintegration_id,), order="due_on, id", withdrawn=withdrawn)
    )


def attempts_of(reader: Reader, visit_id: str) -> tuple[FollowUpAttempt, ...]:
    """The tries that reached nobody for a visit (for another's visit: the reminders), in order."""
    reader.asks("reintegration")
    return tuple(reader.records(FollowUpAttempt, "follow_up_id = ?", (visit_id,), order="tried_on, id"))


def due_visits(
    reader: Reader,
    today: date,
    *,
    worker_id: str = "",
    commune: str = "",
    reintegration_id: str = "",
    before: date = date.max,
) -> list[DueVisit]:
    """Every visit that is awaited, by its due day; everybody counts, some under their alias. With ``worker_id`` only those of
    that worker, with ``commune`` only those of people who live there as far as the asker may know, with ``before`` only those
    due earlier.
    """
    reader.asks("reintegration")
    rows = reader.rows(
        """SELECT f.id, f.reintegration_id, f.episode_id, f.due_on, f.owner, f.worker_id, f.collaborator_id,
            g.template, g.why, g.sheet_code, r.handed_over_on, coalesce(h.commune, '') AS commune,
            e.person_id, p.full_name, p.code, p.masked, coalesce(s.full_name, '') AS worker_name,
            coalesce(c.full_name, '') AS collaborator_name,
            coalesce((SELECT y.phone FROM found_carer y WHERE y.reintegration_id = f.reintegration_id
                AND y.chosen = 1 AND y.withdrawn_at IS NULL ORDER BY y.id DESC LIMIT 1), '') AS phone,
            (SELECT count(*) FROM counted_follow_up_attempt a WHERE a.follow_up_id = f.id
                AND a.withdrawn_at IS NULL) AS attempts,
            z.risk, z.done_on
        FROM counted_follow_up f JOIN counted_reintegration r ON r.id = f.reintegration_id
        JOIN episode e ON e.id = f.episode_id JOIN listed_person p ON p.id = e.person_id
        LEFT JOIN found_follow_up g ON g.id = f.id LEFT JOIN found_reintegration h ON h.id = r.id
        LEFT JOIN staff_member s ON s.id = f.worker_id LEFT JOIN collaborator c ON c.id = f.collaborator_id
        LEFT JOIN counted_follow_up z ON z.id = (SELECT m.id FROM counted_follow_up m
            WHERE m.reintegration_id = f.reintegration_id AND m.withdrawn_at IS NULL AND m.done_on IS NOT NULL
            AND m.risk IS NOT NULL ORDER BY m.done_on DESC, m.id DESC LIMIT 1)
        WHERE f.withdrawn_at IS NULL AND r.withdrawn_at IS NULL AND f.state = 'due'
            AND f.due_on < :before AND (:worker = '' OR f.worker_id = :worker) AND (:path = '' OR f.reintegration_id = :path)
            AND (:commune = '' OR h.commune = :commune)
        ORDER BY f.due_on, p.full_name, f.id""",
        {"worker": worker_id, "commune": commune, "path": reintegration_id, "before": before.isoformat()},
    )
    return [_due(row, today) for row in by_name(rows)]


def _due(row: Any, today: date) -> DueVisit:
    masked = bool(row["masked"])
    handed_on = _day(row["handed_over_on"])
    visit = FollowUp(
        id=row["id"],
        episode_id=row["episode_id"],
        reintegration_id=row["reintegration_id"],
        due_on=date.fromisoformat(row["due_on"]),
        owner=VisitOwner(row["owner"]),
        template=row["template"],
        state=VisitState.DUE,
    )
    return DueVisit(
        id=visit.id,
        reintegration_id=visit.reintegration_id,
        episode_id=visit.episode_id,
        person_id=row["person_id"],
        name=row["full_name"],
        code=row["code"],
        masked=masked,
        due_on=visit.due_on,
        owner=visit.owner,
        called=name_of(visit, handed_on),
        why=row["why"] or "",
        commune=row["commune"],
        worker_id=row["worker_id"],
        worker_name=row["worker_name"],
        collaborator_id=None if masked else row["collaborator_id"],
        collaborator_name="" if masked else row["collaborator_name"],
        phone="" if masked else row["phone"],
        sheet_code=row["sheet_code"] or "",
        attempts=row["attempts"],
        last_risk=RiskColour(row["risk"]) if row["risk"] else None,
        last_done_on=_day(row["done_on"]),
        late_days=days_late(visit, today),
        waited_days=days_waited(visit, today),
    )


def visit_file(reader: Reader, visit_id: str) -> VisitFile | None:
    """One visit with what surrounds it; None when there is none or it may not be seen."""
    reader.asks("reintegration")
    visit = reader.record(FollowUp, visit_id)
    path = reader.record(Reintegration, visit.reintegration_id) if visit is not None else None
    episode = reader.record(Episode, visit.episode_id) if visit is not None else None
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if visit is None or path is None or episode is None or person is None:
        return None
    visits = visits_of(reader, path.id)
    until = visit.done_on or date.max
    earlier = [one for one in made_last_first(visits) if one.id != visit.id and (one.done_on or one.due_on) <= until]
    carers = reader.records(Carer, "reintegration_id = ? AND chosen = 1", (path.id,), order="id DESC")
    helper = visit.collaborator_id or path.collaborator_id
    return VisitFile(
        visit=visit,
        attempts=attempts_of(reader, visit.id),
        path=path,
        person=person,
        episode=episode,
        visits=visits,
        before=earlier[0] if earlier else None,
        carer=carers[0] if carers else None,
        collaborator=reader.record(Collaborator, helper) if helper else None,
        end=end_of(reader, path.id),
    )


def visit_by_code(reader: Reader, code: str) -> FollowUp | None:
    """The visit whose paper sheet bears a code, however it was typed; None when there is none or it may not be seen."""
    reader.asks("reintegration")
    read = read_sheet_code(code)
    found = reader.records(FollowUp, "sheet_code = ?", (read,)) if read else []
    return found[0] if found else None


# the end


def end_of(reader: Reader, reintegration_id: str) -> FollowUpEnd | None:
    """The newest paper that ends the follow-up of a path, finished or not."""
    reader.asks("reintegration")
    found = reader.records(FollowUpEnd, "reintegration_id = ?", (reintegration_id,), order="id DESC")
    return found[0] if found else None


def new_end(path: Reintegration, worker_id: str | None, today: date) -> FollowUpEnd:
    """An empty paper for the end of a follow-up, of today."""
    return FollowUpEnd(
        episode_id=path.episode_id, reintegration_id=path.id, ended_on=today, worker_id=worker_id or path.worker_id
    )


def end_facts(reader: Reader, end: FollowUpEnd, today: date) -> EndFacts:
    """What the criteria look at, for a paper as it stands on the page or in the book."""
    reader.asks("reintegration")
    path = reader.record(Reintegration, end.reintegration_id)
    handed_on = path.handed_over_on if path is not None else None
    visits = visits_of(reader, end.reintegration_id)
    tried = reader.records(FollowUpAttempt, "episode_id = ?", (end.episode_id,))
    limits = code_lists.limits(reader)
    day = handed_on or today
    templates = code_lists.codes(reader, TEMPLATES, day)
    laid = {one.template for one in visits if one.template}
    return EndFacts(
        end=end,
        handed_on=handed_on,
        visits=visits,
        attempts=Counter(one.follow_up_id for one in tried if _in_vain(one, visits)),
        least_on=least_on(laid, templates, handed_on) if handed_on else None,
        attempts_needed=limit_on(limits, "lost_contact_attempts", today).value,
        stable_visits=limit_on(limits, "stable_visits", today).value,
    )


def _in_vain(attempt: FollowUpAttempt, visits: Sequence[FollowUp]) -> bool:
    """Whether a try counts: a reminder of another's visit always, one for ours while nobody was seen or heard of since."""
    visit = next((one for one in visits if one.id == attempt.follow_up_id), None)
    if visit is None or visit.owner is not VisitOwner.CENTER:
        return visit is not None
    newest = next((one.done_on for one in made_last_first(visits)), None)
    return newest is None or attempt.tried_on is None or attempt.tried_on > newest


def is_ended(end: FollowUpEnd | None) -> bool:
    """Whether the follow-up was ended on this paper."""
    return end is not None and end.state is FormState.COMPLETED


# what decides about the schedule


def leaver_of(reader: Reader, path: Reintegration, on: date) -> tuple[Leaver, Person]:
    """What decides about the schedule of the person of a path who leaves on a day. LookupError: no such stay."""
    episode = reader.record(Episode, path.episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        raise LookupError(path.episode_id)
    now, then = age_on(person.born, on), age_on(person.born, episode.start_on)
    return (
        Leaver(
            age=now.years if now else None,
            age_at_admission=then.years if then else None,
            category_group=_group_of(reader, episode.id, on),
            high_risk=path.high_risk,
        ),
        person,
    )


def _group_of(reader: Reader, episode_id: str, on: date) -> str:
    """The group of the newest category of a stay; "" without one."""
    rows = reader.records(
        EpisodeCategory, "episode_id = ? AND from_on <= ?", (episode_id, on.isoformat()), order="from_on DESC, id DESC"
    )
    if not rows:
        return ""
    found = [one for one in code_lists.codes(reader, "category", on) if one.code == rows[0].category]
    return found[0].group if found else ""


class SheetCodes:
    """Every code that ever stood on a sheet, struck through or not: ``code in SheetCodes(reader)``; none is given twice."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __contains__(self, code: object) -> bool:
        return self._reader.value("SELECT 1 FROM follow_up WHERE sheet_code = ?", (code,)) is not None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
