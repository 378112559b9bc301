"""Incidents: what happened, to whom, who was told when, the injuries, the remedies, and the closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class IncidentState(Enum):
    """Where the handling of an incident stands."""

    NEW = "new"
    HANDLED = "handled"
    REMEDY = "remedy"
    CLOSED = "closed"
    REOPENED = "reopened"


INCIDENT_WORDS: dict[IncidentState, str] = {
    IncidentState.NEW: N_("Newly reported"),
    IncidentState.HANDLED: N_("Being handled"),
    IncidentState.REMEDY: N_("Awaiting remedy"),
    IncidentState.CLOSED: N_("Handled to the end"),
    IncidentState.REOPENED: N_("Reopened incident"),
}


class Severity(Enum):
    """How bad it was, from a near miss to death or lasting harm."""

    NEAR_MISS = "0"
    SLIGHT = "1"
    MODERATE = "2"
    SEVERE = "3"
    GRAVE = "4"


SEVERITY_WORDS: dict[Severity, str] = {
    Severity.NEAR_MISS: N_("Near miss"),
    Severity.SLIGHT: N_("Slight"),
    Severity.MODERATE: N_("Moderate"),
    Severity.SEVERE: N_("Severe"),
    Severity.GRAVE: N_("Grave"),
}


class InvolvedPart(Enum):
    """What somebody had to do with an incident."""

    HARMED = "harmed"
    CAUSED = "caused"
    WITNESS = "witness"
    OTHER = "other"


INVOLVED_WORDS: dict[InvolvedPart, str] = {
    InvolvedPart.HARMED: N_("Harmed"),
    InvolvedPart.CAUSED: N_("Caused it"),
    InvolvedPart.WITNESS: N_("Saw it"),
    InvolvedPart.OTHER: N_("Otherwise involved"),
}


@dataclass(frozen=True)
class Incident(Record):
    """One incident. ``episode_id`` is the resident it is mainly about (None: nobody's, as a power cut).

    ``confidential`` ones (allegations of abuse by staff) are read by the director and the officer named in the facility only.
    """

    number: str = fact(N_("Number"), default="")
    happened_at: datetime | None = fact(N_("Happened at"), required=True, default=None)
    recorded_at: datetime | None = fact(N_("Recorded at"), shown=False, default=None)
    kind: str = fact(N_("Kind of incident"), codes="incident_kind", required=True, default="fall")
    severity: Severity = fact(N_("Severity"), required=True, default=Severity.SLIGHT)
    state: IncidentState = fact(N_("State"), context="of an incident", default=IncidentState.NEW)
    episode_id: str | None = fact(N_("Stay"), Kind.LINK, default=None)
    ward_id: str | None = fact(N_("Ward"), Kind.LINK, default=None)
    shift: str | None = fact(N_("Shift"), codes="shift", default=None)
    place: str = fact(N_("Place"), context="of an incident", required=True, default="")
    text: str = fact(N_("What happened, as seen"), Kind.NOTE, required=True, default="")
    at_once: str = fact(N_("Done at once"), Kind.NOTE, default="")
    cause: str = fact(N_("Cause"), Kind.NOTE, context="of an incident", default="")
    conclusion: str = fact(N_("Conclusion"), Kind.NOTE, context="of an incident", default="")
    closed_on: date | None = fact(N_("Closed on"), context="an incident", default=None)
    closed_by_id: str | None = fact(N_("Closed by"), Kind.LINK, default=None)
    reported_by_id: str | None = fact(N_("Reported by"), Kind.LINK, required=True, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, shown=False, default=None)
    administration_id: str | None = fact(N_("Dose"), Kind.LINK, default=None)
    confidential: bool = fact(N_("Restricted incident"), default=False)


@dataclass(frozen=True)
class Involved(Record):
    """Somebody besides the main resident: another resident, a staff member, or an outsider by name."""

    incident_id: str = fact(N_("Incident"), Kind.LINK, required=True)
    episode_id: str | None = fact(N_("Stay"), Kind.LINK, default=None)
    staff_member_id: str | None = fact(N_("Staff member"), Kind.LINK, default=None)
    outsider: str = fact(N_("Outsider"), default="")
    part: InvolvedPart = fact(N_("Part in it"), default=InvolvedPart.OTHER)
    injury: str = fact(N_("Injury"), default="")


@dataclass(frozen=True)
class BodyMark(Record):
    """One injury on the outline of the body; ``x`` and ``y`` are thousandths of the outline's width and height."""

    incident_id: str = fact(N_("Incident"), Kind.LINK, required=True)
    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    back: bool = fact(N_("On the back"), default=False)
    x: int = fact(N_("Across"), default=500)
    y: int = fact(N_("Down"), default=500)
    injury: str = fact(N_("Injury"), codes="injury_kind", required=True, default="bruise")
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class Notified(Record):
    """Who was told of an incident and when, or why that office need not be told."""

    incident_id: str = fact(N_("Incident"), Kind.LINK, required=True)
    episode_id: str | None = fact(N_("Stay"), Kind.LINK, default=None)
    whom: str = fact(N_("Whom"), codes="notified_whom", required=True, default="management")
    name: str = fact(N_("Name"), default="")
    told_at: datetime | None = fact(N_("Told at"), default=None)
    way: str = fact(N_("How"), default="")
    not_needed_because: str = fact(N_("Why not needed"), default="")
    told_by_id: str | None = fact(N_("Told by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class Remedy(Record):
    """What is to be done so that it does not happen again: by whom, until when, and what came of it."""

    incident_id: str = fact(N_("Incident"), Kind.LINK, required=True)
    episode_id: str | None = fact(N_("Stay"), Kind.LINK, default=None)
    text: str = fact(N_("Remedy"), required=True, default="")
    owner_id: str | None = fact(N_("Owner"), Kind.LINK, required=True, default=None)
    due_on: date | None = fact(N_("Due on"), required=True, default=None)
    done_on: date | None = fact(N_("Done on"), default=None)
    result: str = fact(N_("Result"), default="")
