"""Health: when a person is to be examined again, how an ICD-10 code is read, and what is wrong with what is written of it."""

from carebook.rules.health.examinations import (
    REVISIT_WORDS,
    RevisitState,
    problems_in_consultation,
    problems_in_treatment,
    revisit_state,
)
from carebook.rules.health.illnesses import (
    chronic_group,
    problems_in_condition,
    problems_in_immunisation,
    read_icd,
)
from carebook.rules.health.periodic import CheckDone, CheckDue, check_due, problems_in_check

__all__ = [
    "REVISIT_WORDS",
    "CheckDone",
    "CheckDue",
    "RevisitState",
    "check_due",
    "chronic_group",
    "problems_in_check",
    "problems_in_condition",
    "problems_in_consultation",
    "problems_in_immunisation",
    "problems_in_treatment",
    "read_icd",
    "revisit_state",
]
