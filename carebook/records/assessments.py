"""Form 02, assessment of needs in eight domains, and form 03, the criteria of service (TT 02/2020 Điều 5 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.words import N_


class AssessmentKind(Enum):
    """Why an assessment is made."""

    INITIAL = "initial"
    PERIODIC = "periodic"
    UNSCHEDULED = "unscheduled"


ASSESSMENT_WORDS: dict[AssessmentKind, str] = {
    AssessmentKind.INITIAL: N_("Initial assessment"),
    AssessmentKind.PERIODIC: N_("Periodic assessment"),
    AssessmentKind.UNSCHEDULED: N_("Unscheduled assessment"),
}


class NeedLevel(Enum):
    """How much is needed in a domain; without a level a domain reads "chưa đánh giá"."""

    NONE = "0"
    LOW = "1"
    MEDIUM = "2"
    HIGH = "3"


NEED_WORDS: dict[NeedLevel, str] = {
    NeedLevel.NONE: N_("No need"),
    NeedLevel.LOW: N_("Low need"),
    NeedLevel.MEDIUM: N_("Medium need"),
    NeedLevel.HIGH: N_("High, urgent need"),
}


@dataclass(frozen=True)
class Assessment(Record):
    """Form 02 of one stay on one day. Its eight ratings are `DomainRating` rows; a finished one is frozen.

    Who cannot tell for themselves is assessed with family or guardian (Điều 5 khoản 3): then ``informant`` is theirs.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    kind: AssessmentKind = fact(N_("Kind"), default=AssessmentKind.INITIAL)
    state: FormState = fact(N_("State"), default=FormState.IN_PROGRESS)
    assessed_on: date | None = fact(N_("Assessed on"), required=True, default=None)
    assessor_id: str | None = fact(N_("Assessor"), Kind.LINK, default=None)
    participants: str = fact(N_("Participants"), Kind.NOTE, default="")
    client_informs: bool = fact(N_("The client tells for themselves"), default=True)
    informant: str = fact(N_("Who gave the information"), default="")
    informant_relation: str | None = fact(N_("Relation to the client"), codes="informant", default=None)
    reason: str = fact(N_("Reason for the assessment"), default="")
    summary: str = fact(N_("Summary"), Kind.NOTE, default="")
    next_on: date | None = fact(N_("Assess again on"), default=None)
    replaces_id: str | None = fact(N_("Replaces"), Kind.LINK, default=None)
    replaced_because: str = fact(N_("Why a new one"), default="")


@dataclass(frozen=True)
class DomainRating(Record):
    """One domain of an assessment: level, situation, strengths, problem, opinions, priority, proposed services.

    ``no_goal_because`` is the written reason for a high need without a goal in the plan. ``scores`` are ids of scale results
    the level rests on.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    assessment_id: str = fact(N_("Assessment"), Kind.LINK, required=True)
    domain: str = fact(N_("Domain"), codes="need_domain", required=True)
    level: NeedLevel | None = fact(N_("Level of need"), default=None)
    situation: str = fact(N_("Situation"), Kind.NOTE, default="")
    strengths: str = fact(N_("Strengths, resources"), Kind.NOTE, default="")
    problem: str = fact(N_("Problem"), Kind.NOTE, default="")
    client_opinion: str = fact(N_("Opinion of the client"), Kind.NOTE, default="")
    family_opinion: str = fact(N_("Opinion of the family"), Kind.NOTE, default="")
    priority: int | None = fact(N_("Priority"), default=None)
    services: tuple[str, ...] = fact(N_("Proposed services"), codes="service", default=())
    services_note: str = fact(N_("More about the services"), Kind.NOTE, default="")
    no_goal_because: str = fact(N_("Why there is no goal"), default="")
    scores: tuple[str, ...] = fact(N_("Scale results"), Kind.DATA, default=())


@dataclass(frozen=True)
class EligibilityCheck(Record):
    """Form 03: which criteria hold, the mode of service that follows, and whether the client qualifies."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    state: FormState = fact(N_("State"), default=FormState.IN_PROGRESS)
    checked_on: date | None = fact(N_("Checked on"), required=True, default=None)
    checker_id: str | None = fact(N_("Checked by"), Kind.LINK, default=None)
    criteria: tuple[str, ...] = fact(N_("Criteria that hold"), codes="eligibility_criterion", default=())
    service_mode: str | None = fact(N_("Mode of service"), codes="service_mode", default=None)
    eligible: bool | None = fact(N_("Qualifies"), Kind.YES, default=None)
    reason: str = fact(N_("Reason"), Kind.NOTE, default="")
    replaces_id: str | None = fact(N_("Replaces"), Kind.LINK, default=None)
    replaced_because: str = fact(N_("Why a new one"), default="")
