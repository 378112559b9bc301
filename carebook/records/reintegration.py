"""The path home (hồi gia): its stages, who would take the person in, what was heard, prepared and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class Stage(Enum):
    """The stages of a path home, in their order, and the three in which it stands still."""

    IDENTIFIED = "identified"
    TRACING = "tracing"
    FAMILY_ASSESSMENT = "family_assessment"
    PLANNING = "planning"
    PREPARATION = "preparation"
    TRIAL_STAY = "trial_stay"
    DECISION = "decision"
    HANDOVER = "handover"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    FAILED = "failed"
    RE_ENTERED = "re_entered"


STAGE_WORDS: dict[Stage, str] = {
    Stage.IDENTIFIED: N_("Able to go home identified"),
    Stage.TRACING: N_("Tracing the family"),
    Stage.FAMILY_ASSESSMENT: N_("Family assessment"),
    Stage.PLANNING: N_("Planning the way home"),
    Stage.PREPARATION: N_("Preparing the way home"),
    Stage.TRIAL_STAY: N_("Trial stay"),
    Stage.DECISION: N_("Decision about the way home"),
    Stage.HANDOVER: N_("Handing over"),
    Stage.FOLLOW_UP: N_("Follow-up after going home"),
    Stage.CLOSED: N_("Follow-up ended"),
    Stage.SUSPENDED: N_("Way home suspended"),
    Stage.FAILED: N_("Way home failed"),
    Stage.RE_ENTERED: N_("Came back into care"),
}


class Outcome(Enum):
    """What became of somebody who went home."""

    STABLE = "stable"
    STABLE_WITH_SUPPORT = "stable_with_support"
    MOVED = "moved"
    RE_ENTERED = "re_entered"
    LOST = "lost"
    DIED = "died"


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.STABLE: N_("Stable"),
    Outcome.STABLE_WITH_SUPPORT: N_("Stable with support"),
    Outcome.MOVED: N_("Carer changed"),
    Outcome.RE_ENTERED: N_("Came back into care"),
    Outcome.LOST: N_("Lost contact"),
    Outcome.DIED: N_("Deceased"),
}


class ReadinessAnswer(Enum):
    """Whether one point of the readiness check-list is met."""

    MET = "met"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"


READINESS_WORDS: dict[ReadinessAnswer, str] = {
    ReadinessAnswer.MET: N_("Readiness met"),
    ReadinessAnswer.NOT_YET: N_("Readiness not yet"),
    ReadinessAnswer.NOT_APPLICABLE: N_("Readiness does not apply"),
}


class TrialDecision(Enum):
    """What follows from a trial stay."""

    GO_ON = "go_on"
    AGAIN = "again"
    NO_GO = "no_go"


TRIAL_WORDS: dict[TrialDecision, str] = {
    TrialDecision.GO_ON: N_("Trial: go on"),
    TrialDecision.AGAIN: N_("Trial: once more"),
    TrialDecision.NO_GO: N_("Trial: do not go on"),
}


@dataclass(frozen=True)
class Reintegration(Record):
    """The path of one stay towards home, or the short path beside it (``path``, code list `home_path`).

    The stage is the newest `StageEntry`, never a field here. ``destination`` decides which papers and clocks the decision needs and
    which follow-up comes after it. ``outcome`` and ``ended_on`` are written when the follow-up ends or the person comes back;
    then ``next_episode_id`` names the stay they came back with and ``return_cause`` why.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    path: str = fact(N_("Path"), codes="home_path", required=True, default="home")
    destination: str | None = fact(N_("Destination of the path"), codes="home_destination", default=None)
    started_on: date | None = fact(N_("Path begun on"), required=True, default=None)
    worker_id: str | None = fact(N_("Worker of the path"), Kind.LINK, required=True, default=None)
    collaborator_id: str | None = fact(N_("Followed by the collaborator"), Kind.LINK, default=None)
    wish: str = fact(N_("Wish in their own words"), Kind.NOTE, default="")
    eligibility: str = fact(N_("Why they can go home"), Kind.NOTE, default="")
    target_on: date | None = fact(N_("Aimed at going home by"), default=None)
    commune: str | None = fact(N_("Commune they go to"), codes="commune", default=None)
    place: str = fact(N_("Place they go to"), default="")
    high_risk: bool = fact(N_("High risk, closer follow-up"), default=False)
    handed_over_on: date | None = fact(N_("Handed over on"), default=None)
    ended_on: date | None = fact(N_("Path ended on"), default=None)
    outcome: Outcome | None = fact(N_("Outcome"), default=None)
    next_episode_id: str | None = fact(N_("Stay they came back with"), Kind.LINK, default=None)
    return_cause: str | None = fact(N_("Cause of coming back"), codes="return_cause", default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class StageEntry(Record):
    """A path in one stage; the one without ``to_on`` is where it stands. ``reason`` tells why it went back or stopped."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    stage: Stage = fact(N_("Stage"), context="of the way home", required=True, default=Stage.IDENTIFIED)
    from_on: date = fact(N_("From"), required=True)
    to_on: date | None = fact(N_("To"), default=None)
    reason: str = fact(N_("Reason"), Kind.NOTE, context="of a stage", default="")


@dataclass(frozen=True)
class Carer(Record):
    """Somebody who would take the person in: who, with which wishes, able and willing or not; one of them is ``chosen``."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    full_name: str = fact(N_("Name of the carer"), Kind.NAME, required=True, default="")
    relation: str = fact(N_("Relation"), codes="relationship", default="other")
    born: PartialDate | None = fact(N_("Born"), default=None)
    national_id: str = fact(N_("National ID"), default="")
    phone: str = fact(N_("Telephone"), Kind.PHONE, default="")
    commune: str | None = fact(N_("Commune"), codes="commune", default=None)
    address: str = fact(N_("Address"), default="")
    wishes: str = fact(N_("Wishes of the carer"), Kind.NOTE, default="")
    willing: bool | None = fact(N_("Willing to take them in"), Kind.YES, default=None)
    able: bool | None = fact(N_("Able to care for them"), Kind.YES, default=None)
    chosen: bool = fact(N_("Chosen as carer"), default=False)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class Opinion(Record):
    """What somebody said about going home; a child from seven years is heard alone (NĐ 56/2017 Điều 45 khoản 3)."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    of_whom: str = fact(N_("Opinion of"), codes="opinion_of", required=True, default="client")
    name: str = fact(N_("Name"), Kind.NAME, default="")
    heard_on: date | None = fact(N_("Heard on"), required=True, default=None)
    heard_by_id: str | None = fact(N_("Heard by"), Kind.LINK, default=None)
    alone: bool = fact(N_("Heard alone"), default=False)
    words: str = fact(N_("In their own words"), Kind.NOTE, required=True, default="")


@dataclass(frozen=True)
class ReadinessCheck(Record):
    """One point of the check-list before going home, as it stands now; earlier answers are in the history."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    item: str = fact(N_("Point of the check-list"), codes="readiness_item", required=True)
    answer: ReadinessAnswer = fact(N_("Answer"), context="of the check-list", default=ReadinessAnswer.NOT_YET)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")
    checked_on: date | None = fact(N_("Checked on"), default=None)
    checker_id: str | None = fact(N_("Checked by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class Support(Record):
    """One thing the plan home brings: money, house, school, health, papers … by whom and until when. ``amount`` in đồng."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind of support"), codes="support_kind", required=True, default="other")
    what: str = fact(N_("Support"), required=True, default="")
    amount: int | None = fact(N_("Amount"), Kind.MONEY, unit="đ", default=None)
    provider: str = fact(N_("Given by whom"), default="")
    responsible: str = fact(N_("Responsible"), default="")
    due_on: date | None = fact(N_("Due on"), default=None)
    done_on: date | None = fact(N_("Done on"), default=None)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class CarerTraining(Record):
    """What the carer was taught before the person goes home (TT 02/2020 Điều 12 khoản 4, Điều 13 khoản 3)."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    carer_id: str | None = fact(N_("Carer"), Kind.LINK, default=None)
    topic: str = fact(N_("Topic of the training"), codes="carer_topic", required=True, default="daily_care")
    given_on: date | None = fact(N_("Given on"), required=True, default=None)
    minutes: int | None = fact(N_("Minutes"), unit=N_("minutes"), default=None)
    trainer_id: str | None = fact(N_("Trainer"), Kind.LINK, default=None)
    result: str = fact(N_("What the carer can do now"), Kind.NOTE, default="")


@dataclass(frozen=True)
class TrialReport(Record):
    """What came of a trial stay, which itself is an absence of the kind `trial_stay`; with the decision to go on or not."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    absence_id: str = fact(N_("Trial stay"), Kind.LINK, required=True)
    client_report: str = fact(N_("How the person found it"), Kind.NOTE, default="")
    family_report: str = fact(N_("How the family found it"), Kind.NOTE, default="")
    staff_report: str = fact(N_("What the worker saw"), Kind.NOTE, default="")
    decision: TrialDecision | None = fact(N_("Decision after the trial"), default=None)
    decided_on: date | None = fact(N_("Decided on"), default=None)
    decided_by_id: str | None = fact(N_("Decided by"), Kind.LINK, default=None)
    reason: str = fact(N_("Reason for the decision"), Kind.NOTE, default="")


@dataclass(frozen=True)
class PathPaper(Record):
    """One paper of the decision (code list `path_paper`): there with number and day, or not needed for a reason."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    paper: str = fact(N_("Paper of the path"), codes="path_paper", required=True)
    number: str = fact(N_("Number"), default="")
    dated_on: date | None = fact(N_("Date of the paper"), default=None)
    issuer: str = fact(N_("Issued by"), default="")
    not_needed_because: str = fact(N_("Not needed because"), default="")
    note: str = fact(N_("Note"), context="column", default="")
