"""The words of every enum of the records, so that forms, lists and history say a member the same way."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from carebook.records.assessments import ASSESSMENT_WORDS, NEED_WORDS, AssessmentKind, NeedLevel
from carebook.records.backup import DRILL_KEY_WORDS, DrillKey
from carebook.records.care_plans import (
    ACHIEVEMENT_WORDS,
    AGREEMENT_WORDS,
    ANSWER_WORDS,
    DEGREE_WORDS,
    GOAL_LIFE_WORDS,
    HELP_WORDS,
    OWNER_WORDS,
    PLAN_WORDS,
    PROPOSAL_WORDS,
    REVIEW_PERIOD_WORDS,
    Achievement,
    Agreement,
    Answer,
    Degree,
    GoalLife,
    HelpLevel,
    Owner,
    PlanState,
    Proposal,
    ReviewPeriod,
)
from carebook.records.closures import CLOSURE_PARTY_WORDS, ClosureParty
from carebook.records.episodes import (
    ABSENCE_WORDS,
    PAPER_WORDS,
    PLACEMENT_WORDS,
    AbsenceKind,
    PaperState,
    Placement,
)
from carebook.records.follow_ups import (
    FOLLOW_UP_END_WORDS,
    RISK_COLOUR_WORDS,
    VISIT_OWNER_WORDS,
    VISIT_STATE_WORDS,
    FollowUpEndKind,
    RiskColour,
    VisitOwner,
    VisitState,
)
from carebook.records.groups import (
    GROUP_SESSION_WORDS,
    GROUP_STAGE_WORDS,
    PARTICIPATION_WORDS,
    PRESENCE_WORDS,
    GroupSessionState,
    GroupStage,
    Participation,
    Presence,
)
from carebook.records.handovers import HANDED_WORDS, HANDOVER_PARTY_WORDS, HandedKind, HandoverParty
from carebook.records.incidents import (
    INCIDENT_WORDS,
    INVOLVED_WORDS,
    SEVERITY_WORDS,
    IncidentState,
    InvolvedPart,
    Severity,
)
from carebook.records.instrument_files import PURPOSE_WORDS, Purpose
from carebook.records.intake import FORM_STATE_WORDS, RELIABILITY_WORDS, FormState, Reliability
from carebook.records.medication import DOSE_WORDS, MOVE_WORDS, DoseState, MoveKind
from carebook.records.people import SEX_WORDS, Sex
from carebook.records.periods import (
    OUTBOX_WORDS,
    REPORT_KIND_WORDS,
    REPORT_WORDS,
    OutboxState,
    ReportKind,
    ReportState,
)
from carebook.records.referrals import REFERRAL_WORDS, ReferralState
from carebook.records.rehabilitation import GOAL_TERM_WORDS, QUALIFIER_WORDS, GoalTerm, Qualifier
from carebook.records.reintegration import (
    OUTCOME_WORDS,
    READINESS_WORDS,
    STAGE_WORDS,
    TRIAL_WORDS,
    Outcome,
    ReadinessAnswer,
    Stage,
    TrialDecision,
)
from carebook.records.schedules import FREQUENCY_WORDS, HOLIDAY_WAY_WORDS, WEEKDAY_WORDS, Frequency, HolidayWay, Weekday
from carebook.records.services import DANGER_WORDS, DangerLevel
from carebook.records.sessions import (
    ASSISTANCE_WORDS,
    COOPERATION_WORDS,
    COURSE_WORDS,
    SESSION_WORDS,
    Assistance,
    Cooperation,
    Course,
    SessionState,
)
from carebook.records.shifts import SHIFT_STATE_WORDS, ShiftState
from carebook.records.staff import ACCOUNT_WORDS, ROLE_WORDS, AccountState, Role
from carebook.words import _

WORDS: Mapping[type[Enum], Mapping[Any, str]] = {
    AbsenceKind: ABSENCE_WORDS,
    AccountState: ACCOUNT_WORDS,
    Achievement: ACHIEVEMENT_WORDS,
    Agreement: AGREEMENT_WORDS,
    Answer: ANSWER_WORDS,
    AssessmentKind: ASSESSMENT_WORDS,
    Assistance: ASSISTANCE_WORDS,
    ClosureParty: CLOSURE_PARTY_WORDS,
    Cooperation: COOPERATION_WORDS,
    Course: COURSE_WORDS,
    DangerLevel: DANGER_WORDS,
    Degree: DEGREE_WORDS,
    DoseState: DOSE_WORDS,
    DrillKey: DRILL_KEY_WORDS,
    FollowUpEndKind: FOLLOW_UP_END_WORDS,
    FormState: FORM_STATE_WORDS,
    Frequency: FREQUENCY_WORDS,
    GoalLife: GOAL_LIFE_WORDS,
    GoalTerm: GOAL_TERM_WORDS,
    GroupSessionState: GROUP_SESSION_WORDS,
    GroupStage: GROUP_STAGE_WORDS,
    HandedKind: HANDED_WORDS,
    HandoverParty: HANDOVER_PARTY_WORDS,
    HelpLevel: HELP_WORDS,
    HolidayWay: HOLIDAY_WAY_WORDS,
    IncidentState: INCIDENT_WORDS,
    InvolvedPart: INVOLVED_WORDS,
    MoveKind: MOVE_WORDS,
    NeedLevel: NEED_WORDS,
    OutboxState: OUTBOX_WORDS,
    ReportKind: REPORT_KIND_WORDS,
    Outcome: OUTCOME_WORDS,
    Owner: OWNER_WORDS,
    PaperState: PAPER_WORDS,
    Participation: PARTICIPATION_WORDS,
    Placement: PLACEMENT_WORDS,
    PlanState: PLAN_WORDS,
    Presence: PRESENCE_WORDS,
    Proposal: PROPOSAL_WORDS,
    Purpose: PURPOSE_WORDS,
    Qualifier: QUALIFIER_WORDS,
    ReadinessAnswer: READINESS_WORDS,
    ReferralState: REFERRAL_WORDS,
    Reliability: RELIABILITY_WORDS,
    ReportState: REPORT_WORDS,
    ReviewPeriod: REVIEW_PERIOD_WORDS,
    RiskColour: RISK_COLOUR_WORDS,
    Role: ROLE_WORDS,
    SessionState: SESSION_WORDS,
    Severity: SEVERITY_WORDS,
    Sex: SEX_WORDS,
    ShiftState: SHIFT_STATE_WORDS,
    Stage: STAGE_WORDS,
    TrialDecision: TRIAL_WORDS,
    VisitOwner: VISIT_OWNER_WORDS,
    VisitState: VISIT_STATE_WORDS,
    Weekday: WEEKDAY_WORDS,
}


def said(member: Enum) -> str:
    """The member in the current language."""
    return _(WORDS[type(member)][member])


def choices(cls: type[Enum]) -> list[tuple[str, str]]:
    """All members as (stored value, words), in their order."""
    return [(str(member.value), said(member)) for member in cls]
