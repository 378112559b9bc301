"""The words of every enum of the records, so that forms, lists and history say a member the same way."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from carebook.records.episodes import (
    ABSENCE_WORDS,
    PAPER_WORDS,
    PLACEMENT_WORDS,
    AbsenceKind,
    PaperState,
    Placement,
)
from carebook.records.people import SEX_WORDS, Sex
from carebook.records.periods import OUTBOX_WORDS, REPORT_WORDS, OutboxState, ReportState
from carebook.records.staff import ACCOUNT_WORDS, ROLE_WORDS, AccountState, Role
from carebook.words import _

WORDS: Mapping[type[Enum], Mapping[Any, str]] = {
    AbsenceKind: ABSENCE_WORDS,
    AccountState: ACCOUNT_WORDS,
    OutboxState: OUTBOX_WORDS,
    PaperState: PAPER_WORDS,
    Placement: PLACEMENT_WORDS,
    ReportState: REPORT_WORDS,
    Role: ROLE_WORDS,
    Sex: SEX_WORDS,
}


def said(member: Enum) -> str:
    """The member in the current language."""
    return _(WORDS[type(member)][member])


def choices(cls: type[Enum]) -> list[tuple[str, str]]:
    """All members as (stored value, words), in their order."""
    return [(str(member.value), said(member)) for member in cls]
