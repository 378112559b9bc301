"""Health: lasting conditions, immunisation, checks, consultations, treatments and wounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class ChronicCondition(Record):
    """A lasting illness of a person: its ICD-10 code and the words the doctor wrote."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    icd: str = fact(N_("ICD-10 code"), default="")
    words: str = fact(N_("Illness"), required=True, default="")
    since: PartialDate | None = fact(N_("Known since"), default=None)
    ended_on: date | None = fact(N_("Ended on"), default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class Immunisation(Record):
    """One vaccination of a person."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    vaccine: str = fact(N_("Vaccine"), codes="vaccine", required=True, default="influenza")
    dose_no: int | None = fact(N_("Number of the dose"), default=None)
    given_on: date | None = fact(N_("Given on"), required=True, default=None)
    place: str = fact(N_("Place"), context="of a vaccination", default="")
    lot: str = fact(N_("Lot"), default="")
    reaction: str = fact(N_("Reaction"), default="")
    next_on: date | None = fact(N_("Next dose on"), default=None)


@dataclass(frozen=True)
class HealthCheck(Record):
    """A periodic check of one stay (TT 33/2017 Điều 8: every six months and yearly); vital signs stand as observations."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind of check"), codes="health_check_kind", required=True, default="half_yearly")
    checked_on: date | None = fact(N_("Checked on"), context="of a health check", required=True, default=None)
    place: str = fact(N_("Checked at"), context="of a health check", default="")
    checker: str = fact(N_("Checked by"), context="of a health check", default="")
    health_class: str | None = fact(N_("Class of health"), codes="health_class", default=None)
    findings: str = fact(N_("Findings"), Kind.NOTE, default="")
    advice: str = fact(N_("Advice of the doctor"), Kind.NOTE, default="")
    batch: str = fact(N_("Batch"), Kind.DATA, shown=False, default="")


@dataclass(frozen=True)
class Consultation(Record):
    """One examination by a doctor, in the center or elsewhere; a re-visit names the one it follows."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    held_at: datetime | None = fact(N_("Examined at"), required=True, default=None)
    place: str = fact(N_("Place of the examination"), codes="consultation_place", required=True, default="center")
    elsewhere: str = fact(N_("Where"), default="")
    doctor: str = fact(N_("Doctor"), context="who examined", default="")
    complaint: str = fact(N_("Complaint"), Kind.NOTE, context="of a patient", required=True, default="")
    findings: str = fact(N_("Findings"), Kind.NOTE, default="")
    icd: str = fact(N_("ICD-10 code"), default="")
    diagnosis: str = fact(N_("Diagnosis"), context="of a doctor", default="")
    treatment: str = fact(N_("Treatment"), Kind.NOTE, default="")
    advice: str = fact(N_("Advice of the doctor"), Kind.NOTE, default="")
    again_on: date | None = fact(N_("Re-visit on"), default=None)
    follows_id: str | None = fact(N_("Re-visit of"), Kind.LINK, default=None)
    done_by_id: str | None = fact(N_("Done by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class Treatment(Record):
    """A treatment besides medicines, from a day to a day: dressings, inhalation, oxygen, massage ordered by the doctor."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    kind: str = fact(N_("Treatment"), codes="treatment_kind", required=True, default="dressing")
    words: str = fact(N_("How"), required=True, default="")
    ordered_by: str = fact(N_("Ordered by"), default="")
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    wound_id: str | None = fact(N_("Wound"), Kind.LINK, default=None)
    consultation_id: str | None = fact(N_("Examination"), Kind.LINK, default=None)
    ended_because: str = fact(N_("Why ended"), default="")


@dataclass(frozen=True)
class Wound(Record):
    """One wound from the day it was seen until it closed; ``came_with`` means it was there on arrival."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind of wound"), codes="wound_kind", required=True, default="pressure_ulcer")
    place: str = fact(N_("Place on the body"), codes="body_place", required=True, default="sacrum")
    found_on: date | None = fact(N_("Seen since"), required=True, default=None)
    came_with: bool = fact(N_("There on arrival"), default=False)
    incident_id: str | None = fact(N_("Incident"), Kind.LINK, default=None)
    closed_on: date | None = fact(N_("Closed on"), context="a wound", default=None)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class WoundCheck(Record):
    """How a wound looked on one day: grade, size in millimetres, tissue, and what was done. Photos hang on its id."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    wound_id: str = fact(N_("Wound"), Kind.LINK, required=True)
    checked_at: datetime | None = fact(N_("Seen at"), required=True, default=None)
    grade: str | None = fact(N_("Grade"), codes="wound_grade", default=None)
    length_mm: int | None = fact(N_("Length"), unit="mm", default=None)
    width_mm: int | None = fact(N_("Width"), unit="mm", default=None)
    depth_mm: int | None = fact(N_("Depth"), unit="mm", default=None)
    look: str = fact(N_("Tissue, fluid, smell"), default="")
    pain: int | None = fact(N_("Pain (0–10)"), default=None)
    done: str = fact(N_("What was done"), default="")
    done_by_id: str | None = fact(N_("Done by"), Kind.LINK, required=True, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, shown=False, default=None)
