"""The rehabilitation plan of a stay: its versions, therapies, goals with levels of attainment, and function in ICF codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from carebook.records.care_plans import Achievement, Agreement, Answer, GoalLife, PlanState
from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class GoalTerm(Enum):
    """Whether a goal is for some four weeks or for three to six months."""

    SHORT = "short"
    LONG = "long"


GOAL_TERM_WORDS: dict[GoalTerm, str] = {
    GoalTerm.SHORT: N_("Short-term goal"),
    GoalTerm.LONG: N_("Long-term goal"),
}


class Qualifier(Enum):
    """How much of a problem somebody has with one thing of the ICF (WHO's generic scale)."""

    NONE = "0"
    MILD = "1"
    MODERATE = "2"
    SEVERE = "3"
    COMPLETE = "4"
    NOT_SPECIFIED = "8"
    NOT_APPLICABLE = "9"


QUALIFIER_WORDS: dict[Qualifier, str] = {
    Qualifier.NONE: N_("No problem"),
    Qualifier.MILD: N_("Mild problem"),
    Qualifier.MODERATE: N_("Moderate problem"),
    Qualifier.SEVERE: N_("Severe problem"),
    Qualifier.COMPLETE: N_("Complete problem"),
    Qualifier.NOT_SPECIFIED: N_("Problem not specified"),
    Qualifier.NOT_APPLICABLE: N_("Does not apply"),
}


@dataclass(frozen=True)
class RehabilitationPlan(Record):
    """One version of the rehabilitation plan of one stay. Once submitted its content is frozen; approved, for ever.

    ``number`` counts the versions of the stay from 1; a version made from another names it in ``replaces_id``.
    ``ordered_by_id`` is who examined and ordered the therapy; ``submitted_by`` is the staff member who submitted it.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    number: int = fact(N_("Plan version"), default=1)
    state: PlanState = fact(N_("State"), default=PlanState.DRAFT)
    replaces_id: str | None = fact(N_("Made from"), Kind.LINK, default=None)
    changed_because: str = fact(N_("Why the plan changes"), default="")
    ordered_by_id: str | None = fact(N_("Examined and ordered by"), Kind.LINK, default=None)
    ordered_on: date | None = fact(N_("Examined on"), default=None)
    diagnosis: str = fact(N_("Diagnosis"), Kind.NOTE, default="")
    indication: str = fact(N_("Indication"), Kind.NOTE, required=True, default="")
    contraindications: str = fact(N_("Contraindications"), Kind.NOTE, default="")
    precautions: str = fact(N_("What to watch for"), Kind.NOTE, default="")
    devices: str = fact(N_("Devices and aids"), Kind.NOTE, default="")
    home_programme: str = fact(N_("Exercises outside the sessions"), Kind.NOTE, default="")
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)
    review_on: date | None = fact(N_("First review on"), default=None)
    review_every_weeks: int | None = fact(N_("Review every"), unit=N_("weeks"), default=None)
    consent: Agreement | None = fact(N_("Consent to the therapy"), default=None)
    consent_by: str = fact(N_("Who consented"), default="")
    consent_on: date | None = fact(N_("Consented on"), default=None)
    submitted_at: datetime | None = fact(N_("Submitted at"), default=None)
    submitted_by: str | None = fact(N_("Submitted by"), Kind.LINK, default=None)
    round: int = fact(N_("Times submitted"), shown=False, default=0)
    approved_at: datetime | None = fact(N_("Approved at"), default=None)
    ended_on: date | None = fact(N_("Plan ended on"), default=None)
    ended_because: str = fact(N_("Why the plan ended"), default="")


@dataclass(frozen=True)
class RehabilitationInForce(Record):
    """The one pointer to the rehabilitation plan in force for a stay; the book refuses a second one."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    therapy_plan_id: str = fact(N_("Plan in force"), Kind.LINK, required=True)
    since_at: datetime = fact(N_("In force since"), required=True)


@dataclass(frozen=True)
class RehabilitationDecision(Record):
    """One answer of one tier of approval to one submission (``round``) of a version; ``decided_by`` is a staff member."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    therapy_plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    round: int = fact(N_("Times submitted"), shown=False, default=0)
    tier: str = fact(N_("Tier of approval"), codes="rehabilitation_tier", required=True)
    answer: Answer = fact(N_("Answer"), required=True)
    comment: str = fact(N_("Opinion"), Kind.NOTE, default="")
    decided_at: datetime = fact(N_("Decided at"), required=True)
    decided_by: str | None = fact(N_("Decided by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class RehabilitationReview(Record):
    """A re-assessment of the plan in force: what came of it, and when the next one is due."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    therapy_plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    due_on: date | None = fact(N_("Due on"), default=None)
    done_on: date | None = fact(N_("Reviewed on"), required=True, default=None)
    reviewer_id: str | None = fact(N_("Reviewed by"), Kind.LINK, default=None)
    results: str = fact(N_("Results"), Kind.NOTE, required=True, default="")
    proposal: str | None = fact(N_("Proposal"), codes="rehabilitation_proposal", required=True, default=None)
    next_on: date | None = fact(N_("Next review on"), default=None)


@dataclass(frozen=True)
class PlannedTherapy(Record):
    """One therapy of a version: by which technique, how often, how many sessions of how many minutes, by whom, where.

    ``fee`` is the price of one session in đồng, 0 where it is free.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    therapy_plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    position: int = fact(N_("Position"), default=0)
    therapy: str = fact(N_("Therapy"), codes="therapy", required=True, default="pt")
    technique: str = fact(N_("Technique"), default="")
    per_week: int | None = fact(N_("Sessions a week"), default=None)
    sessions: int | None = fact(N_("Number of sessions"), default=None)
    minutes: int | None = fact(N_("Minutes"), unit=N_("minutes"), default=None)
    therapist_id: str | None = fact(N_("Therapist"), Kind.LINK, default=None)
    room_id: str | None = fact(N_("Therapy room"), Kind.LINK, default=None)
    in_group: bool = fact(N_("In a group"), default=False)
    fee: int | None = fact(N_("Fee per session"), Kind.MONEY, unit="đ", default=None)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class RehabilitationGoal(Record):
    """One goal of one version. ``thread`` is the same through all versions that carry the goal on; ratings point at it.

    ``care_thread`` is the thread of the goal of the care plan that it serves. ``levels`` are the five descriptions of goal
    attainment scaling from −2 to +2; the weight is importance × difficulty (1–3 each). Life and achievement may change
    while the version is in force; everything else is frozen with it.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    therapy_plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    thread: str = fact(N_("Thread of the goal"), Kind.DATA, shown=False, default="")
    position: int = fact(N_("Position"), default=0)
    term: GoalTerm = fact(N_("Term"), context="of a goal", default=GoalTerm.SHORT)
    text: str = fact(N_("Goal"), required=True, default="")
    measure: str = fact(N_("Measured by"), default="")
    instrument: str = fact(N_("Measured with the scale"), default="")
    from_value: str = fact(N_("Level now"), default="")
    to_value: str = fact(N_("Level to reach"), default="")
    due_on: date | None = fact(N_("To be reached by"), default=None)
    care_thread: str | None = fact(N_("Serves the goal of the care plan"), Kind.DATA, shown=False, default=None)
    importance: int | None = fact(N_("Importance"), default=None)
    difficulty: int | None = fact(N_("Difficulty"), context="of a goal", default=None)
    levels: tuple[str, ...] = fact(N_("Levels of attainment"), Kind.DATA, default=())
    life: GoalLife = fact(N_("Goal state"), default=GoalLife.PROPOSED)
    achievement: Achievement = fact(N_("Achievement"), default=Achievement.NOT_RATED)
    achieved_on: date | None = fact(N_("Rated on"), default=None)
    remark: str = fact(N_("Remark"), default="")


@dataclass(frozen=True)
class FunctionRating(Record):
    """One ICF code of the examination behind a version: what it is about, how much of a problem, in words."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    therapy_plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    position: int = fact(N_("Position"), default=0)
    code: str = fact(N_("ICF code"), codes="icf", required=True)
    qualifier: Qualifier | None = fact(N_("Degree"), context="of a problem", default=None)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class GoalRating(Record):
    """Where a goal of the rehabilitation plan stood on a day, −2 to +2, perhaps rated in a session."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    thread: str = fact(N_("Thread of the goal"), Kind.DATA, shown=False, required=True)
    session_id: str | None = fact(N_("Session"), Kind.LINK, default=None)
    rated_on: date = fact(N_("Rated on"), required=True)
    level: int = fact(N_("Level of attainment"), required=True)
    rated_by_id: str | None = fact(N_("Rated by"), Kind.LINK, default=None)
    remark: str = fact(N_("Remark"), default="")
