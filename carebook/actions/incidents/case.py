"""An incident that may be written on, with all that stands on it, and what every deed on it does alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from carebook.actions.change import refuse, stop_at
from carebook.actions.people import protected, visible_stay
from carebook.records.facility import Ward
from carebook.records.incidents import BodyMark, Incident, IncidentState, Involved, Notified, Remedy
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.rules.incidents import (
    problems_in_notified,
    state_after,
)
from carebook.rules.problem import Problem
from carebook.store.book import NewerVersion, Writer, in_vietnam
from carebook.words import message

INCIDENTS = frozenset({"incidents", "casework"})
"""What happened to somebody may ask for a new look at their case."""


@dataclass(frozen=True)
class Case:
    """An incident and what stands written on it."""

    incident: Incident
    involved: Sequence[Involved]
    marks: Sequence[BodyMark]
    notified: Sequence[Notified]
    remedies: Sequence[Remedy]


def case_of(writer: Writer, incident_id: str, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """An incident that ``by`` may see and write on, and that stands. LookupError: there is none."""
    there = writer.record(Incident, incident_id)
    if there is None:
        raise LookupError(incident_id)
    if there.confidential and not permissions.may_read_allegations(by, in_vietnam(now)):
        raise refuse(protected())
    if there.episode_id:
        visible_stay(writer, there.episode_id, by, now)
    else:
        _refuse_out_of_ward(writer, there, by, now)
    if there.is_withdrawn:
        raise refuse(message("This incident was struck through ({why}).", why=there.withdrawn_because))
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    named = (incident_id,)
    return Case(
        there,
        writer.records(Involved, "incident_id = ?", named),
        writer.records(BodyMark, "incident_id = ?", named),
        writer.records(Notified, "incident_id = ?", named),
        writer.records(Remedy, "incident_id = ?", named),
    )


def open_case(writer: Writer, incident_id: str, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """The same, refused for one that is closed."""
    case = case_of(writer, incident_id, by, now, seen)
    if case.incident.state is IncidentState.CLOSED:
        raise refuse(message("This incident is closed. Open it anew to write on it."))
    return case


def _refuse_out_of_ward(writer: Writer, incident: Incident, by: Actor, now: datetime) -> None:
    """What happened to nobody belongs to its ward: a role given for other wards only does not reach it."""
    deed_name = str(writer.value("SELECT deed FROM context"))
    if incident.ward_id and not permissions.may(by, deed_name, in_vietnam(now), ward_id=incident.ward_id):
        ward = writer.record(Ward, incident.ward_id)
        name = ward.name if ward is not None else ""
        raise refuse(message("{ward} is outside the scope of this account. Ask the head of that ward.", ward=name))


def as_told(one: Notified, incident: Incident, by: Actor) -> Notified:
    return replace(
        one,
        incident_id=incident.id,
        episode_id=incident.episode_id,
        not_needed_because=one.not_needed_because.strip(),
        told_by_id=one.told_by_id or by.staff_member_id or None,
    )


def stop_at_untold(notified: Iterable[Notified], incident: Incident, now: datetime) -> None:
    for one in notified:
        stop_at(
            Problem("notified", wrong.message)
            for wrong in problems_in_notified(one, happened_at=incident.happened_at, now=now)
        )


def move_on(
    writer: Writer,
    case: Case,
    *,
    notified: Sequence[Notified] | None = None,
    remedies: Sequence[Remedy] | None = None,
) -> None:
    told = case.notified if notified is None else notified
    to_do = case.remedies if remedies is None else remedies
    state = state_after(case.incident, told, to_do)
    if state is not case.incident.state:
        writer.amend(replace(case.incident, state=state))
