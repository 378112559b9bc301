"""A stay (đợt tiếp nhận) and what belongs to it: categories, beds, absences, the dossier, the contract, belongings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import Enum

from carebook.records.declaration import Kind, Secret, fact
from carebook.records.record import Record
from carebook.words import N_


class Placement(Enum):
    """Whether the person lives in the center, comes by day, or is helped in the community."""

    RESIDENT = "resident"
    DAY = "day"
    COMMUNITY = "community"


PLACEMENT_WORDS = {
    Placement.RESIDENT: N_("Lives in the center"),
    Placement.DAY: N_("Day client"),
    Placement.COMMUNITY: N_("In the community"),
}


class AbsenceKind(Enum):
    """Why somebody with an open stay is away."""

    HOSPITAL = "hospital"
    LEAVE = "leave"
    TET_LEAVE = "tet_leave"
    TRIAL_STAY = "trial_stay"
    MISSING = "missing"
    ON_DUTY = "on_duty"


ABSENCE_WORDS = {
    AbsenceKind.HOSPITAL: N_("Hospital"),
    AbsenceKind.LEAVE: N_("Leave"),
    AbsenceKind.TET_LEAVE: N_("Tết leave"),
    AbsenceKind.TRIAL_STAY: N_("Trial stay"),
    AbsenceKind.MISSING: N_("Gone missing"),
    AbsenceKind.ON_DUTY: N_("On duty"),
}


class PaperState(Enum):
    """The state of one paper of the admission dossier."""

    MISSING = "missing"
    DUE_LATER = "due_later"
    COPY = "copy"
    ORIGINAL = "original"
    NOT_NEEDED = "not_needed"


PAPER_WORDS = {
    PaperState.MISSING: N_("Missing"),
    PaperState.DUE_LATER: N_("Due by"),
    PaperState.COPY: N_("Copy"),
    PaperState.ORIGINAL: N_("Original"),
    PaperState.NOT_NEEDED: N_("Not needed"),
}


@dataclass(frozen=True)
class Episode(Record):
    """One stay of one person, from admission to discharge (NĐ 20/2021 Điều 24–30).

    ``route`` is the form of admission (code list `admission_form`); the category is a dated row of `EpisodeCategory`.
    ``confidential`` is set by the category or by hand. ``end_on`` None means the stay is open.
    ``end_at`` is the hour of leaving on that day; without one the whole day belongs to the stay.
    """

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    placement: Placement = fact(N_("Placement"), default=Placement.RESIDENT)
    route: str = fact(N_("Form of admission"), codes="admission_form", required=True, default="special_hardship")
    source: str | None = fact(N_("Sent by"), codes="admission_source", default=None)
    start_on: date = fact(N_("Admitted on"), required=True)
    start_kind: str = fact(N_("Kind of admission"), codes="start_kind", default="new")
    decision_no: str = fact(N_("Admission decision"), default="")
    decision_on: date | None = fact(N_("Date of the decision"), default=None)
    intake_minutes_no: str = fact(N_("Intake minutes"), default="")
    intake_place: str = fact(N_("Found or received at"), secret=Secret.IDENTITY, default="")
    intake_state: str = fact(N_("State on arrival"), Kind.NOTE, secret=Secret.IDENTITY, default="")
    brought_by: str = fact(N_("Brought by"), secret=Secret.IDENTITY, default="")
    reason: str = fact(N_("Reason for admission"), Kind.NOTE, secret=Secret.IDENTITY, default="")
    case_manager_id: str | None = fact(N_("Case manager"), Kind.LINK, default=None)
    confidential: bool = fact(N_("Restricted record"), default=False)
    notice_published_on: date | None = fact(N_("Public notice since"), default=None)
    notice_settled: bool = fact(N_("Public notice dealt with"), default=False)
    dossier_extended_to: date | None = fact(N_("Dossier extended to"), default=None)
    stay_extended_to: date | None = fact(N_("Stay extended to"), default=None)
    extension_no: str = fact(N_("Paper of the extension"), default="")
    stop_requested_on: date | None = fact(N_("Asked to stop on"), default=None)
    no_contact_since: date | None = fact(N_("No contact since"), default=None)
    ages_settled: tuple[str, ...] = fact(N_("Ages dealt with"), codes="age_step", default=())
    previous_episode_id: str | None = fact(N_("Earlier stay"), Kind.LINK, default=None)
    end_on: date | None = fact(N_("Left on"), default=None)
    end_reason: str | None = fact(N_("Reason for ending"), codes="end_reason", default=None)
    destination: str | None = fact(N_("Destination"), codes="destination", default=None)
    end_decision_no: str = fact(N_("Decision to end"), default="")
    end_decision_on: date | None = fact(N_("Date of the decision to end"), default=None)
    end_note: str = fact(N_("Note on leaving"), Kind.NOTE, secret=Secret.IDENTITY, default="")
    received_by: str = fact(N_("Received by"), secret=Secret.IDENTITY, default="")
    note: str = fact(N_("Note"), Kind.NOTE, context="column", secret=Secret.IDENTITY, default="")
    end_at: time | None = fact(N_("Left at"), context="time of day", default=None)


@dataclass(frozen=True)
class EpisodeCategory(Record):
    """The legal category of a stay from a day on; a later row is a change of group (chuyển nhóm)."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    category: str = fact(N_("Category"), codes="category", required=True)
    from_on: date = fact(N_("From"), required=True)
    decision_no: str = fact(N_("Decision"), context="column", default="")


@dataclass(frozen=True)
class BedAssignment(Record):
    """Room and bed from a day on; ends with the next one or with the stay."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    room_id: str = fact(N_("Room"), Kind.LINK, required=True)
    bed: str = fact(N_("Bed"), default="")
    from_on: date = fact(N_("From"), required=True)
    to_on: date | None = fact(N_("To"), default=None)


@dataclass(frozen=True)
class Absence(Record):
    """Away with an open stay: hospital, leave, trial home, missing. The bed stays theirs."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    kind: AbsenceKind = fact(N_("Kind"), required=True, default=AbsenceKind.LEAVE)
    from_on: date = fact(N_("Left on"), required=True)
    expected_on: date | None = fact(N_("Expected back on"), default=None)
    back_on: date | None = fact(N_("Back on"), default=None)
    left_at: time | None = fact(N_("Left at"), context="time of day", default=None)
    back_at: time | None = fact(N_("Back at"), context="time of day", default=None)
    leave_no: str = fact(N_("Leave paper"), default="")
    place: str = fact(N_("Where"), secret=Secret.IDENTITY, default="")
    taken_by: str = fact(N_("Taken by"), secret=Secret.IDENTITY, default="")
    taken_by_relation: str | None = fact(N_("Relation"), codes="relationship", secret=Secret.IDENTITY, default=None)
    taken_by_paper: str = fact(N_("Identity paper of who takes along"), secret=Secret.IDENTITY, default="")
    taken_by_phone: str = fact(N_("Telephone"), Kind.PHONE, secret=Secret.IDENTITY, default="")
    medicines: str = fact(N_("Medicines taken along"), secret=Secret.IDENTITY, default="")
    things: str = fact(N_("Things taken along"), secret=Secret.IDENTITY, default="")
    meals_stop: bool = fact(N_("Meals stop"), default=True)
    state_on_return: str = fact(N_("State on return"), Kind.NOTE, secret=Secret.IDENTITY, default="")
    note: str = fact(N_("Note"), Kind.NOTE, context="column", secret=Secret.IDENTITY, default="")


@dataclass(frozen=True)
class DossierItem(Record):
    """One paper of the admission dossier: there, due later, or not needed for a reason."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    paper: str = fact(N_("Paper"), codes="dossier_paper", required=True)
    state: PaperState = fact(N_("State"), default=PaperState.MISSING)
    due_on: date | None = fact(N_("Due on"), default=None)
    received_on: date | None = fact(N_("Received on"), default=None)
    number: str = fact(N_("Number"), secret=Secret.IDENTITY, default="")
    note: str = fact(N_("Note"), context="column", secret=Secret.IDENTITY, default="")


@dataclass(frozen=True)
class ServiceContract(Record):
    """The contract of a voluntary stay (Mẫu 08): number, days, payer, package."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    number: str = fact(N_("Contract"), required=True, default="")
    signed_on: date | None = fact(N_("Signed on"), default=None)
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)
    payer: str = fact(N_("Payer"), default="")
    payer_phone: str = fact(N_("Telephone"), Kind.PHONE, default="")
    package: str = fact(N_("Package"), default="")
    monthly_fee: int | None = fact(N_("Fee per month"), Kind.MONEY, unit="đ", default=None)
    deposit: int | None = fact(N_("Deposit"), Kind.MONEY, unit="đ", default=None)
    liquidated_on: date | None = fact(N_("Ended on"), default=None)


@dataclass(frozen=True)
class Belonging(Record):
    """A thing or sum the person brought, kept for them or given back."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    what: str = fact(N_("Thing"), required=True)
    quantity: int = fact(N_("Quantity"), default=1)
    amount: int | None = fact(N_("Amount"), Kind.MONEY, unit="đ", default=None)
    received_on: date | None = fact(N_("Received on"), default=None)
    returned_on: date | None = fact(N_("Given back on"), default=None)
    kept_by_center: bool = fact(N_("Kept by the center"), default=False)
    kept_at: str = fact(N_("Kept where"), default="")
    returned_to: str = fact(N_("Given back to"), default="")
    minutes_no: str = fact(N_("Number of the minutes"), default="")
    note: str = fact(N_("Note"), context="column", default="")
