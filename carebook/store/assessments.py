"""Questions about forms 02 and 03: the assessments of a stay with their ratings, the checks of the criteria."""

from __future__ import annotations

from collections.abc import Sequence

from carebook.records.assessments import Assessment, DomainRating, EligibilityCheck
from carebook.records.care_plans import CarePlan, Goal, PlanInForce, PlanState
from carebook.records.instruments import InstrumentScore
from carebook.records.intake import FormState
from carebook.rules.assessments import AssessmentFile as AssessmentFile
from carebook.store.book import Reader

_OPEN = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED)


def assessments_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[AssessmentFile, ...]:
    """The assessments of a stay with their ratings, the newest first; with ``withdrawn`` also struck and replaced ones."""
    reader.asks("casework")
    of = ("episode_id = ?", (episode_id,))
    ratings: dict[str, list[DomainRating]] = {}
    for one in reader.records(DomainRating, *of, withdrawn=withdrawn):
        ratings.setdefault(one.assessment_id, []).append(one)
    found = reader.records(Assessment, *of, order="assessed_on DESC, id DESC", withdrawn=withdrawn)
    return tuple(AssessmentFile(one, tuple(ratings.get(one.id, ()))) for one in found)


def assessment_file(reader: Reader, id: str) -> AssessmentFile | None:
    """One assessment, struck through or not; None when there is none or it may not be seen."""
    reader.asks("casework")
    found = reader.record(Assessment, id)
    if found is None:
        return None
    return AssessmentFile(found, tuple(reader.records(DomainRating, "assessment_id = ?", (id,), withdrawn=True)))


def eligibility_checks(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[EligibilityCheck, ...]:
    """The forms 03 of a stay, the newest first; with ``withdrawn`` also those a newer one replaced."""
    reader.asks("casework")
    return tuple(
        reader.records(EligibilityCheck, "episode_id = ?", (episode_id,), order="id DESC", withdrawn=withdrawn)
    )


def goals_answering(reader: Reader, episode_id: str) -> tuple[Goal, ...]:
    """The goals of the plan in force and of a version still being made: those that may answer a need."""
    reader.asks("casework")
    of = ("episode_id = ?", (episode_id,))
    plans = {one.plan_id for one in reader.records(PlanInForce, *of)}
    plans |= {one.id for one in reader.records(CarePlan, *of) if one.state in _OPEN}
    return tuple(goal for goal in reader.records(Goal, *of) if goal.plan_id in plans)


def finished_scores(reader: Reader, episode_id: str) -> Sequence[tuple[InstrumentScore, str]]:
    """The finished scale results of a stay with the titles of their instruments, the newest first."""
    reader.asks("casework")
    scores = reader.records(
        InstrumentScore,
        "episode_id = ? AND state = ?",
        (episode_id, FormState.COMPLETED.value),
        order="scored_on DESC, id DESC",
    )
    if not scores:
        return ()
    rows = reader.rows("SELECT code, file_version, title FROM instrument_file WHERE withdrawn_at IS NULL")
    titles = {(row["code"], row["file_version"]): row["title"] for row in rows}
    return [(one, titles.get((one.instrument, one.file_version), one.instrument)) for one in scores]
