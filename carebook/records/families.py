"""The assessment of a family and commune before somebody goes home: the visit, the scorecard, its red flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class FamilyAssessment(Record):
    """One home visit with its scorecard; the newest finished one counts. Pictures hang on it as attachments (``about_id``)."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    carer_id: str | None = fact(N_("Carer"), Kind.LINK, default=None)
    state: FormState = fact(N_("State"), default=FormState.IN_PROGRESS)
    visited_on: date | None = fact(N_("Visited on"), required=True, default=None)
    visitor_id: str | None = fact(N_("Visited by"), Kind.LINK, required=True, default=None)
    present: str = fact(N_("Present, one a line"), Kind.NOTE, default="")
    household: str = fact(N_("The household"), Kind.NOTE, default="")
    housing: str = fact(N_("House, bed, water, toilet"), Kind.NOTE, default="")
    livelihood: str = fact(N_("Work and income"), Kind.NOTE, default="")
    who_cares: str = fact(N_("Who will care, by day and by night"), Kind.NOTE, default="")
    risk_of_harm: str = fact(N_("Risk of harm"), Kind.NOTE, default="")
    commune_opinion: str = fact(N_("Opinion of the commune"), Kind.NOTE, default="")
    commune_by: str = fact(N_("Who speaks for the commune"), default="")
    commune_on: date | None = fact(N_("Opinion of the commune given on"), default=None)
    conclusion: str = fact(N_("Conclusion of the visit"), Kind.NOTE, default="")


@dataclass(frozen=True)
class FamilyRating(Record):
    """One criterion of the scorecard, 0 to 3 (None: not rated); a red flag stops the path until a named person clears it."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    family_assessment_id: str = fact(N_("Family assessment"), Kind.LINK, required=True)
    criterion: str = fact(N_("Criterion"), codes="family_criterion", required=True)
    score: int | None = fact(N_("Points 0–3"), default=None)
    red_flag: bool = fact(N_("Red flag"), default=False)
    remark: str = fact(N_("Remark"), default="")
    cleared_on: date | None = fact(N_("Red flag cleared on"), default=None)
    cleared_by_id: str | None = fact(N_("Red flag cleared by"), Kind.LINK, default=None)
    cleared_because: str = fact(N_("Why the red flag was cleared"), Kind.NOTE, default="")
