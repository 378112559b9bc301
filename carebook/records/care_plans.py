"""Form 04, the care plan (TT 02/2020 Điều 6 khoản 2, Điều 7): its versions, goals, activities, risks, decisions and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class PlanState(Enum):
    """The life of one version. Whether an approved one is in force is told by `PlanInForce`, never by the version itself."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    ENDED = "ended"


PLAN_WORDS: dict[PlanState, str] = {
    PlanState.DRAFT: N_("Plan draft"),
    PlanState.SUBMITTED: N_("Awaiting approval"),
    PlanState.RETURNED: N_("Returned for revision"),
    PlanState.WITHDRAWN: N_("Plan withdrawn"),
    PlanState.APPROVED: N_("Plan approved"),
    PlanState.ENDED: N_("Plan ended"),
}


class Agreement(Enum):
    """Whether the client, or who speaks for them, agreed to the plan."""

    AGREED = "agreed"
    BY_GUARDIAN = "by_guardian"
    PARTLY = "partly"
    REFUSED = "refused"
    CANNOT = "cannot"


AGREEMENT_WORDS: dict[Agreement, str] = {
    Agreement.AGREED: N_("The client agrees"),
    Agreement.BY_GUARDIAN: N_("Family or guardian agrees"),
    Agreement.PARTLY: N_("Agrees in part"),
    Agreement.REFUSED: N_("Does not agree"),
    Agreement.CANNOT: N_("Cannot give an opinion"),
}


class GoalLife(Enum):
    """Whether a goal is being followed."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    FINISHED = "finished"
    DROPPED = "dropped"


GOAL_LIFE_WORDS: dict[GoalLife, str] = {
    GoalLife.PROPOSED: N_("Goal proposed"),
    GoalLife.AGREED: N_("Goal agreed"),
    GoalLife.ACTIVE: N_("Goal active"),
    GoalLife.ON_HOLD: N_("Goal on hold"),
    GoalLife.FINISHED: N_("Goal finished"),
    GoalLife.DROPPED: N_("Goal dropped"),
}


class Achievement(Enum):
    """How far a goal was reached, or how far a need is met (Điều 8 khoản 1 điểm b)."""

    NOT_RATED = "not_rated"
    ACHIEVED = "achieved"
    PARTLY = "partly"
    NOT_ACHIEVED = "not_achieved"
    NO_LONGER = "no_longer"


ACHIEVEMENT_WORDS: dict[Achievement, str] = {
    Achievement.NOT_RATED: N_("Not rated"),
    Achievement.ACHIEVED: N_("Achieved"),
    Achievement.PARTLY: N_("Partly achieved"),
    Achievement.NOT_ACHIEVED: N_("Not achieved"),
    Achievement.NO_LONGER: N_("No longer suitable"),
}


class Owner(Enum):
    """Who is responsible for an activity."""

    STAFF = "staff"
    FAMILY = "family"
    CLIENT = "client"
    PARTNER = "partner"


OWNER_WORDS: dict[Owner, str] = {
    Owner.STAFF: N_("Staff of the center"),
    Owner.FAMILY: N_("Family"),
    Owner.CLIENT: N_("The client"),
    Owner.PARTNER: N_("Partner"),
}


class Degree(Enum):
    """How likely a risk is, or how bad."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


DEGREE_WORDS: dict[Degree, str] = {
    Degree.LOW: N_("Low degree"),
    Degree.MEDIUM: N_("Medium degree"),
    Degree.HIGH: N_("High degree"),
}


class HelpLevel(Enum):
    """How much help somebody needs with one kind of daily care."""

    SELF = "0"
    REMINDED = "1"
    PARTLY = "2"
    FULLY = "3"


HELP_WORDS: dict[HelpLevel, str] = {
    HelpLevel.SELF: N_("Does it alone"),
    HelpLevel.REMINDED: N_("Is reminded"),
    HelpLevel.PARTLY: N_("Is helped in part"),
    HelpLevel.FULLY: N_("Is helped with everything"),
}


class Answer(Enum):
    """What an approver answers."""

    APPROVED = "approved"
    RETURNED = "returned"


ANSWER_WORDS: dict[Answer, str] = {
    Answer.APPROVED: N_("Approves"),
    Answer.RETURNED: N_("Returns for revision"),
}


class ReviewPeriod(Enum):
    """Which stretch of time a review looks at (Điều 8 khoản 1)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    UNSCHEDULED = "unscheduled"


REVIEW_PERIOD_WORDS: dict[ReviewPeriod, str] = {
    ReviewPeriod.MONTH: N_("Monthly review"),
    ReviewPeriod.QUARTER: N_("Quarterly review"),
    ReviewPeriod.HALF_YEAR: N_("Half-yearly review"),
    ReviewPeriod.YEAR: N_("Yearly review"),
    ReviewPeriod.UNSCHEDULED: N_("Unscheduled review"),
}


class Proposal(Enum):
    """What a review proposes."""

    CONTINUE = "continue"
    ADJUST = "adjust"
    END = "end"


PROPOSAL_WORDS: dict[Proposal, str] = {
    Proposal.CONTINUE: N_("Continue the plan"),
    Proposal.ADJUST: N_("Adjust the plan"),
    Proposal.END: N_("End the plan"),
}


@dataclass(frozen=True)
class CarePlan(Record):
    """One version of the plan of one stay. Once submitted its content is frozen; approved, for ever.

    ``number`` counts the versions of the stay from 1. ``submitted_by`` is the staff member who submitted it. A version made
    from another names it in ``replaces_id``, with the reason of the change.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    number: int = fact(N_("Plan version"), default=1)
    state: PlanState = fact(N_("State"), default=PlanState.DRAFT)
    replaces_id: str | None = fact(N_("Made from"), Kind.LINK, default=None)
    changed_because: str = fact(N_("Why the plan changes"), default="")
    assessment_id: str | None = fact(N_("Based on the assessment"), Kind.LINK, default=None)
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)
    review_on: date | None = fact(N_("First review on"), default=None)
    review_every_months: int | None = fact(N_("Review every"), unit=N_("months"), default=None)
    manager_id: str | None = fact(N_("Case manager"), Kind.LINK, default=None)
    participants: str = fact(N_("Who made the plan"), Kind.NOTE, default="")
    general_goal: str = fact(N_("General goal"), Kind.NOTE, default="")
    permanency: str | None = fact(N_("Permanency goal"), codes="permanency_goal", default=None)
    permanency_note: str = fact(N_("More about the permanency goal"), default="")
    agreement: Agreement | None = fact(N_("Agreement of the client"), default=None)
    agreed_by: str = fact(N_("Who agreed"), default="")
    agreed_on: date | None = fact(N_("Agreed on"), default=None)
    client_words: str = fact(N_("In the client's own words"), Kind.NOTE, default="")
    submitted_at: datetime | None = fact(N_("Submitted at"), default=None)
    submitted_by: str | None = fact(N_("Submitted by"), Kind.LINK, default=None)
    round: int = fact(N_("Times submitted"), shown=False, default=0)
    approved_at: datetime | None = fact(N_("Approved at"), default=None)
    ended_on: date | None = fact(N_("Plan ended on"), default=None)
    ended_because: str = fact(N_("Why the plan ended"), default="")


@dataclass(frozen=True)
class PlanInForce(Record):
    """The one pointer to the plan that is in force for a stay; the book refuses a second one."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    plan_id: str = fact(N_("Plan in force"), Kind.LINK, required=True)
    since_at: datetime = fact(N_("In force since"), required=True)


@dataclass(frozen=True)
class PlanDecision(Record):
    """One answer of one tier of approval to one submission (``round``) of a version; ``decided_by`` is a staff member."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    round: int = fact(N_("Times submitted"), shown=False, default=0)
    tier: str = fact(N_("Tier of approval"), codes="approval_tier", required=True)
    answer: Answer = fact(N_("Answer"), required=True)
    comment: str = fact(N_("Opinion"), Kind.NOTE, default="")
    decided_at: datetime = fact(N_("Decided at"), required=True)
    decided_by: str | None = fact(N_("Decided by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class Goal(Record):
    """One goal of one version. ``thread`` is the same through all versions that carry the goal on: notes, sheets and
    sessions point at it. Life and achievement may change while the version is in force; everything else is frozen with it.

    ``levels`` are the five descriptions of goal attainment scaling from −2 to +2; its weight is importance × difficulty (1–3).
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    thread: str = fact(N_("Thread of the goal"), Kind.DATA, shown=False, default="")
    position: int = fact(N_("Position"), default=0)
    domain: str = fact(N_("Domain"), codes="need_domain", required=True, default="health")
    text: str = fact(N_("Goal"), required=True, default="")
    measure: str = fact(N_("Measured by"), default="")
    instrument: str = fact(N_("Measured with the scale"), default="")
    from_value: str = fact(N_("Level now"), default="")
    to_value: str = fact(N_("Level to reach"), default="")
    due_on: date | None = fact(N_("To be reached by"), default=None)
    priority: int | None = fact(N_("Priority"), default=None)
    life: GoalLife = fact(N_("Goal state"), default=GoalLife.PROPOSED)
    achievement: Achievement = fact(N_("Achievement"), default=Achievement.NOT_RATED)
    achieved_on: date | None = fact(N_("Rated on"), default=None)
    remark: str = fact(N_("Remark"), default="")
    importance: int | None = fact(N_("Importance"), default=None)
    difficulty: int | None = fact(N_("Difficulty"), context="of a goal", default=None)
    levels: tuple[str, ...] = fact(N_("Levels of attainment"), Kind.DATA, default=())


@dataclass(frozen=True)
class Activity(Record):
    """What is done for a goal (or for the plan as a whole): who, how often, with what, when, at what cost."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    goal_id: str | None = fact(N_("For the goal"), Kind.LINK, default=None)
    position: int = fact(N_("Position"), default=0)
    text: str = fact(N_("Activity"), required=True, default="")
    urgent: bool = fact(N_("Urgent"), default=False)
    frequency: str = fact(N_("How often"), default="")
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)
    owner: Owner = fact(N_("Responsible"), default=Owner.STAFF)
    staff_member_id: str | None = fact(N_("Responsible staff member"), Kind.LINK, default=None)
    responsible: str = fact(N_("Name of the person responsible"), default="")
    provider: str = fact(N_("Provider of the service"), default="")
    service: str | None = fact(N_("Service"), codes="service", default=None)
    resources: str = fact(N_("Resources"), default="")
    cost: int | None = fact(N_("Estimated cost"), Kind.MONEY, unit="đ", default=None)


@dataclass(frozen=True)
class Risk(Record):
    """What may go wrong, how likely, how bad, and what is done about it."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    position: int = fact(N_("Position"), default=0)
    text: str = fact(N_("Risk"), required=True, default="")
    likelihood: Degree | None = fact(N_("Likelihood"), default=None)
    impact: Degree | None = fact(N_("Impact"), default=None)
    response: str = fact(N_("What is done about it"), Kind.NOTE, default="")


@dataclass(frozen=True)
class DailyHelp(Record):
    """The baseline of one kind of daily care in a plan: how much help is normal for this person."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind of care"), codes="care_kind", required=True)
    level: HelpLevel | None = fact(N_("Help"), default=None)
    note: str = fact(N_("How"), default="")


@dataclass(frozen=True)
class PlanReview(Record):
    """A review of the plan in force (the second part of form 05, Điều 8 khoản 1): results, fit, proposal, next review.

    ``due_on`` is the day it was due when it was done; ``done_on`` the day of the review.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    plan_id: str = fact(N_("Plan"), Kind.LINK, required=True)
    period: ReviewPeriod = fact(N_("Kind of review"), default=ReviewPeriod.QUARTER)
    due_on: date | None = fact(N_("Due on"), default=None)
    done_on: date | None = fact(N_("Reviewed on"), required=True, default=None)
    reviewer_id: str | None = fact(N_("Reviewed by"), Kind.LINK, default=None)
    participants: str = fact(N_("Participants"), Kind.NOTE, default="")
    reason: str = fact(N_("Reason for the review"), default="")
    results: str = fact(N_("Results"), Kind.NOTE, default="")
    needs_met: Achievement | None = fact(N_("Needs met"), default=None)
    independence: str = fact(N_("Ability to live independently"), Kind.NOTE, default="")
    fit: str = fact(N_("Fit of the services"), Kind.NOTE, default="")
    connections: str = fact(N_("Connection to other services"), Kind.NOTE, default="")
    other: str = fact(N_("Other matters"), Kind.NOTE, default="")
    proposal: Proposal | None = fact(N_("Proposal"), required=True, default=None)
    next_on: date | None = fact(N_("Next review on"), default=None)
