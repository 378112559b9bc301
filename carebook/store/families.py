"""The assessments of a family on a path home: their scorecards with what they come to, their pictures, the open red flags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from carebook.records.codes import Code
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.intake import FormState
from carebook.records.people import Attachment
from carebook.rules.families import Rated, rated
from carebook.store.book import Reader, Writer
from carebook.store.code_lists import codes


@dataclass(frozen=True)
class Scorecard:
    """The criteria and bands that hold on a day."""

    criteria: tuple[Code, ...]
    bands: tuple[Code, ...]


@dataclass(frozen=True)
class FamilyFile:
    """One assessment with its ratings in the order of the criteria, its pictures, the scorecard of the day of the visit and
    what the ratings come to by it.
    """

    assessment: FamilyAssessment
    ratings: tuple[FamilyRating, ...]
    pictures: tuple[Attachment, ...]
    card: Scorecard
    rated: Rated

    @property
    def id(self) -> str:
        return self.assessment.id

    @property
    def total(self) -> int:
        """The sum of the points given."""
        return self.rated.total

    @property
    def band(self) -> str:
        """The code of the band (list `family_band`); "" while a criterion has no points."""
        return self.rated.band.code if self.rated.band else ""

    @property
    def is_completed(self) -> bool:
        """Whether the assessment was completed and is frozen."""
        return self.assessment.state is FormState.COMPLETED


def scorecard(reader: Reader, day: date) -> Scorecard:
    """The criteria and bands of the scorecard as they stood on a day."""
    return Scorecard(tuple(codes(reader, "family_criterion", day)), tuple(codes(reader, "family_band", day)))


def family_files(reader: Reader, reintegration_id: str, *, withdrawn: bool = False) -> tuple[FamilyFile, ...]:
    """The assessments of a path, the newest visit first; with ``withdrawn`` also those struck through."""
    reader.asks("reintegration")
    found = reader.records(
        FamilyAssessment,
        "reintegration_id = ?",
        (reintegration_id,),
        order="visited_on DESC, id DESC",
        withdrawn=withdrawn,
    )
    return tuple(_file(reader, one) for one in found)


def family_file(reader: Reader, assessment_id: str) -> FamilyFile | None:
    """One assessment, struck through or not; None when there is none or it may not be seen."""
    reader.asks("reintegration")
    found = reader.record(FamilyAssessment, assessment_id)
    return _file(reader, found) if found is not None else None


def _file(reader: Reader, assessment: FamilyAssessment) -> FamilyFile:
    card = scorecard(reader, assessment.visited_on or date.max)
    order = {criterion.code: place for place, criterion in enumerate(card.criteria)}
    found = reader.records(
        FamilyRating, "family_assessment_id = ?", (assessment.id,), withdrawn=assessment.is_withdrawn
    )
    ratings = tuple(sorted(found, key=lambda one: order.get(one.criterion, len(order))))
    return FamilyFile(
        assessment,
        ratings,
        tuple(reader.records(Attachment, "about_id = ?", (assessment.id,))),
        card,
        rated(ratings, card.criteria, card.bands),
    )


def write_family(writer: Writer, assessment: FamilyAssessment, ratings: Sequence[FamilyRating]) -> FamilyFile:
    """Keep an assessment and its ratings, one for each criterion; a change of a rating counts as a change of the sheet."""
    before = assessment.version
    kept = writer.amend(assessment) if assessment.id else writer.add(assessment)
    there = {one.criterion: one for one in writer.records(FamilyRating, "family_assessment_id = ?", (kept.id,))}
    changed = False
    for one in ratings:
        known = there.get(one.criterion)
        mine = replace(
            one,
            id=known.id if known else "",
            version=known.version if known else 0,
            episode_id=kept.episode_id,
            family_assessment_id=kept.id,
        )
        changed |= known != (writer.amend(mine) if known else writer.add(mine))
    if assessment.id and kept.version == before and changed:
        writer.run("UPDATE family_assessment SET version = version + 1 WHERE id = ?", (kept.id,))
        kept = replace(kept, version=before + 1)
    return _file(writer, kept)
