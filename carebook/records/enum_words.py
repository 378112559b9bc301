"""The words of every enum of the records, so that forms, lists and history say a member the same way."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from carebook.records.assessments import ASSESSMENT_WORDS, NEED_WORDS, AssessmentKind, NeedLevel
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
from carebook.records.instrument_files import PURPOSE_WORDS, Purpose
from carebook.records.intake import FORM_STATE_WORDS, RELIABILITY_WORDS, FormState, Reliability
from carebook.records.people import SEX_WORDS, Sex
from carebook.records.periods import OUTBOX_WORDS, REPORT_WORDS, OutboxState, ReportState
from carebook.records.staff import ACCOUNT_WORDS, ROLE_WORDS, AccountState, Role
from carebook.words import _

WORDS: Mapping[type[Enum], Mapping[Any, str]] = {
    AbsenceKind: ABSENCE_WORDS,
    AccountState: ACCOUNT_WORDS,
    Achievement: ACHIEVEMENT_WORDS,
    Agreement: AGREEMENT_WORDS,
    Answer: ANSWER_WORDS,
    AssessmentKind: ASSESSMENT_WORDS,
    ClosureParty: CLOSURE_PARTY_WORDS,
    Degree: DEGREE_WORDS,
    FormState: FORM_STATE_WORDS,
    GoalLife: GOAL_LIFE_WORDS,
    HelpLevel: HELP_WORDS,
    NeedLevel: NEED_WORDS,
    OutboxState: OUTBOX_WORDS,
    Owner: OWNER_WORDS,
    PaperState: PAPER_WORDS,
    Placement: PLACEMENT_WORDS,
    PlanState: PLAN_WORDS,
    Proposal: PROPOSAL_WORDS,
    Purpose: PURPOSE_WORDS,
    Reliability: RELIABILITY_WORDS,
    ReportState: REPORT_WORDS,
    ReviewPeriod: REVIEW_PERIOD_WORDS,
    Role: ROLE_WORDS,
    Sex: SEX_WORDS,
}


def said(member: Enum) -> str:
    """The member in the current language."""
    return _(WORDS[type(member)][member])


def choices(cls: type[Enum]) -> list[tuple[str, str]]:
    """All members as (stored value, words), in their order."""
    return [(str(member.value), said(member)) for member in cls]
