"""Follow-up after going home: the visits with their owners, attempts that failed, and the paper that ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.records.reintegration import Outcome
from carebook.words import N_


class VisitOwner(Enum):
    """Whose duty a visit is; what the commune or the department owes never counts as the center's lateness."""

    CENTER = "center"
    COMMUNE = "commune"
    DEPARTMENT = "department"


VISIT_OWNER_WORDS: dict[VisitOwner, str] = {
    VisitOwner.CENTER: N_("Owner: the center"),
    VisitOwner.COMMUNE: N_("Owner: the commune"),
    VisitOwner.DEPARTMENT: N_("Owner: the department"),
}


class VisitState(Enum):
    """What became of a visit; a commune's is closed by its report."""

    DUE = "due"
    DONE = "done"
    RECEIVED = "received"
    WAIVED = "waived"
    LOST = "lost"


VISIT_STATE_WORDS: dict[VisitState, str] = {
    VisitState.DUE: N_("Visit due"),
    VisitState.DONE: N_("Visit done"),
    VisitState.RECEIVED: N_("Report received"),
    VisitState.WAIVED: N_("Visit waived"),
    VisitState.LOST: N_("Lost contact"),
}


class RiskColour(Enum):
    """How it goes with somebody at home."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


RISK_COLOUR_WORDS: dict[RiskColour, str] = {
    RiskColour.GREEN: N_("Green, stable"),
    RiskColour.YELLOW: N_("Yellow, needs attention"),
    RiskColour.RED: N_("Red, at risk"),
}


class FollowUpEndKind(Enum):
    """How a follow-up ends: its criteria are met, contact was lost, or none was needed."""

    CRITERIA_MET = "criteria_met"
    LOST_CONTACT = "lost_contact"
    NOT_NEEDED = "not_needed"
    DIED = "died"
    CAME_BACK = "came_back"


FOLLOW_UP_END_WORDS: dict[FollowUpEndKind, str] = {
    FollowUpEndKind.CRITERIA_MET: N_("Follow-up complete"),
    FollowUpEndKind.LOST_CONTACT: N_("Contact lost"),
    FollowUpEndKind.NOT_NEEDED: N_("No follow-up needed"),
    FollowUpEndKind.DIED: N_("Deceased"),
    FollowUpEndKind.CAME_BACK: N_("Came back into care"),
}


@dataclass(frozen=True)
class FollowUp(Record):
    """One visit after going home: laid out at the handover from a template, or because an earlier one found risk (``why``).

    ``sheet_code`` is the short code printed on the paper sheet; it brings the answers back to the right visit.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    due_on: date = fact(N_("Visit due on"), required=True)
    owner: VisitOwner = fact(N_("Owner of the visit"), default=VisitOwner.CENTER)
    template: str | None = fact(N_("Template of the follow-up"), codes="follow_up_template", default=None)
    after_id: str | None = fact(N_("Because of the visit"), Kind.LINK, default=None)
    why: str = fact(N_("Why this visit"), default="")
    sheet_code: str = fact(N_("Code of the sheet"), default="")
    worker_id: str | None = fact(N_("Worker"), Kind.LINK, default=None)
    collaborator_id: str | None = fact(N_("Collaborator"), Kind.LINK, default=None)
    state: VisitState = fact(N_("State"), default=VisitState.DUE)
    done_on: date | None = fact(N_("Visit done on"), default=None)
    mode: str | None = fact(N_("Way of the visit"), codes="visit_mode", default=None)
    done_by: str = fact(N_("Visited by (name)"), default="")
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, default=None)
    report_no: str = fact(N_("Number of the report"), default="")
    seen: str = fact(N_("Who was seen"), default="")
    alone: bool | None = fact(N_("Spoken with alone"), Kind.YES, default=None)
    living: str = fact(N_("Where and how they live"), Kind.NOTE, default="")
    safe: bool | None = fact(N_("Safe"), Kind.YES, default=None)
    safety: str = fact(N_("Safety"), Kind.NOTE, default="")
    health: str = fact(N_("Health and medicines"), Kind.NOTE, default="")
    medicines_taken: bool | None = fact(N_("Takes the medicines"), Kind.YES, default=None)
    self_care: str | None = fact(N_("Self-care"), codes="care_level", default=None)
    school_work: str = fact(N_("School or work"), Kind.NOTE, default="")
    relations: str = fact(N_("Relations in the family"), Kind.NOTE, default="")
    feelings: str = fact(N_("Feelings"), Kind.NOTE, default="")
    allowance: bool | None = fact(N_("Receives the allowance"), Kind.YES, default=None)
    health_card: bool | None = fact(N_("Health card used"), Kind.YES, default=None)
    participation: str = fact(N_("Part in the community"), Kind.NOTE, default="")
    problems: str = fact(N_("Problems"), Kind.NOTE, default="")
    help_given: str = fact(N_("Help given"), Kind.NOTE, default="")
    own_words: str = fact(N_("In their own words"), Kind.NOTE, default="")
    risk: RiskColour | None = fact(N_("Risk colour"), default=None)
    next_on: date | None = fact(N_("Next visit on"), default=None)
    waived_because: str = fact(N_("Why the visit is not needed"), Kind.NOTE, default="")
    waived_by_id: str | None = fact(N_("Waived by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class FollowUpAttempt(Record):
    """A try that reached nobody; after three the contact counts as lost."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    follow_up_id: str = fact(N_("Visit of the follow-up"), Kind.LINK, required=True)
    tried_on: date | None = fact(N_("Tried on"), required=True, default=None)
    mode: str | None = fact(N_("Way of the visit"), codes="visit_mode", default=None)
    result: str = fact(N_("What happened"), default="")
    staff_member_id: str | None = fact(N_("Tried by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class FollowUpEnd(Record):
    """Phiếu kết thúc theo dõi, or the decision that none is needed; counts when completed by who may approve it."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    state: FormState = fact(N_("State"), default=FormState.IN_PROGRESS)
    kind: FollowUpEndKind = fact(N_("How the follow-up ends"), default=FollowUpEndKind.CRITERIA_MET)
    ended_on: date | None = fact(N_("Follow-up ended on"), required=True, default=None)
    outcome: Outcome | None = fact(N_("Outcome"), default=None)
    reason: str = fact(N_("Reason for ending the follow-up"), Kind.NOTE, required=True, default="")
    summary: str = fact(N_("Summary of the follow-up"), Kind.NOTE, default="")
    worker_id: str | None = fact(N_("Worker"), Kind.LINK, default=None)
    approved_by_id: str | None = fact(N_("Approved by"), Kind.LINK, default=None)
    approved_on: date | None = fact(N_("Approved on"), default=None)
